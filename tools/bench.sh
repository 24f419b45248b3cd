#!/bin/bash
# This checker with all its rules against `xmllint --noout`, which parses and
# judges nothing: whole processes over the same contracts, and one contract
# from start to exit.
#
#   tools/bench.sh [--quick | --instructions]
#
# Without a word: 2,000 contracts, 9 rounds, and the tables are put into
# tests/bench/RESULTS.md. --quick: 400 contracts, 7 rounds, under a minute,
# printed only. --instructions: instructions by callgrind instead of time, for
# judging a change on a machine that does other things too.
#
# Every round runs every command once, in turn, and ratios are taken within a
# round, because machines drift; the figures are medians over the rounds. An
# untimed round goes before. Nothing here is a test.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

: "${BUILD:=build}" "${CC:=gcc}"
folder=$BUILD/bench
program=$BUILD/kontrakttjek
results=tests/bench/RESULTS.md
one=rules/eksempler/kontrakt-voksen-inden.xml
sources=(rules/eksempler/kontrakt-*.xml samples/kontrakt-*/*.xml)

contracts=2000 rounds=9 starts=41
case ${1-} in
'' | --instructions) ;;
--quick) contracts=400 rounds=7 starts=15 ;;
*)
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac

# ---- what is measured ------------------------------------------------------

make_tools() {
	local flags=() name
	mkdir -p "$folder"
	read -ra flags <<<"$(pkg-config --cflags --libs libxml-2.0)"
	for name in corpus run dom; do
		[ "$folder/$name" -nt "tests/bench/$name.c" ] ||
		    "$CC" -std=c11 -D_GNU_SOURCE -O2 -o "$folder/$name" \
			"tests/bench/$name.c" "${flags[@]}"
	done
}

# make_corpus NAME COUNT
make_corpus() {
	rm -rf "${folder:?}/$1"
	mkdir -p "$folder/$1"
	"$folder/corpus" "$folder/$1" "$2" "${sources[@]}"
}

names=("xmllint --noout" "one libxml2 parser, DOM, in process"
	"kontrakttjek, one rule" "kontrakttjek, all rules, one line a result"
	"kontrakttjek, all rules, text" "kontrakttjek, all rules, json")

# choose INDEX: sets the array `command`, which works on `files`.
choose() {
	case $1 in
	0) command=(xmllint --noout "${files[@]}") ;;
	1) command=("$folder/dom" "${files[@]}") ;;
	2) command=("$program" --format kompakt --rule IDN-CPR-001
		"${files[@]}") ;;
	3) command=("$program" --format kompakt "${files[@]}") ;;
	4) command=("$program" --format text "${files[@]}") ;;
	5) command=("$program" --format json "${files[@]}") ;;
	esac
}

# ---- time ------------------------------------------------------------------

# rotate ROUNDS INDEX...: lines of "wall cpu memory" for each command after
# another, one line a round.
rotate() {
	local count=$1 round index line wall cpu memory
	shift
	for ((round = 0; round <= count; round++)); do
		line=
		for index in "$@"; do
			choose "$index"
			read -r wall cpu memory _ < <("$folder/run" \
			    "${command[@]}")
			line+="$wall $cpu $memory "
		done
		# the first one only warms up
		[ $round -eq 0 ] || echo "$line"
	done
}

# median EXPRESSION FILE: of an awk expression over the lines.
median() {
	awk "{ print $1 }" "$2" | sort -g |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# time_table FILE INDEX...: from what rotate wrote.
time_table() {
	local file=$1 at=0 index
	shift
	echo "| command | wall, ms | to xmllint | CPU, ms | to xmllint | memory, MiB |"
	echo "| --- | --- | --- | --- | --- | --- |"
	for index in "$@"; do
		printf '| %s | %.1f | **%.2f** | %.1f | %.2f | %.1f |\n' \
		    "${names[$index]}" \
		    "$(median "\$$((at + 1)) / 1000" "$file")" \
		    "$(median "\$$((at + 1)) / \$1" "$file")" \
		    "$(median "\$$((at + 2)) / 1000" "$file")" \
		    "$(median "\$$((at + 2)) / \$2" "$file")" \
		    "$(median "\$$((at + 3)) / 1024" "$file")"
		at=$((at + 3))
	done
}

about() {
	local size
	size=$(cat "$folder"/contracts/*.xml | wc -c)
	echo "$contracts contracts, $((size / 1024)) KiB, made from" \
	    "${#sources[@]}; $("$program" list rules --format ids | wc -l)" \
	    "rules in $("$program" list packs --format ids | wc -l) packs;" \
	    "medians of $rounds rounds ($starts for one contract)."
	echo
	echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
	    "$(nproc) CPUs, $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' \
		/proc/meminfo) GiB;" \
	    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release);" \
	    "$("$CC" --version | head -n 1);" \
	    "libxml2 $(pkg-config --modversion libxml-2.0)," \
	    "PCRE2 $(pkg-config --modversion libpcre2-8);" \
	    "kontrakttjek $(git rev-parse --short HEAD 2>/dev/null || echo -)," \
	    "load $(cut -d ' ' -f 1 /proc/loadavg)."
}

measure_time() {
	files=("$folder"/contracts/*.xml)
	rotate "$rounds" 0 1 2 3 4 5 >"$folder/many"
	files=("$one")
	rotate "$starts" 0 3 >"$folder/single"
	about
	echo
	echo "Many contracts, one process:"
	echo
	time_table "$folder/many" 0 1 2 3 4 5
	echo
	echo "One contract, process start to exit:"
	echo
	time_table "$folder/single" 0 3
}

# ---- instructions ----------------------------------------------------------

# instructions COMMAND...: all of them, start and exit included.
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 \
	    >/dev/null | sed -n 's/^==.*Collected *: *//p'
}

# per_contract COMMAND [ARGUMENT]...: the difference of two runs, so that
# start-up and what only the first contracts pay are left out.
per_contract() {
	local few many
	few=$(instructions "$@" "$folder"/few/*.xml)
	many=$(instructions "$@" "$folder"/more/*.xml)
	echo $(((many - few) / (3 * ${#sources[@]})))
}

# Rules whose answer needs a check of a plugin that begins with $1, or none
# ("-"): ids, one a line.
rules_by_check() {
	awk -v wanted="$1" '
	/<regel / {
		match($0, /id="[^"]*"/)
		id = substr($0, RSTART + 4, RLENGTH - 5)
		plain = 1
		found = 0
	}
	/tjek="/ { plain = 0 }
	index($0, "tjek=\"" wanted) { found = 1 }
	/<\/regel>/ { if (wanted == "-" ? plain : found) print id }
	' rules/*/*.xml | sort -u
}

# with_rules ID...: instructions a contract with these rules alone.
with_rules() {
	local only=() rule
	for rule in "$@"; do
		only+=(--rule "$rule")
	done
	per_contract "$program" --format kompakt "${only[@]}"
}

# row NAME INSTRUCTIONS
row() {
	awk -v name="$1" -v n="$2" -v xmllint="$xmllint" -v dom="$dom" 'BEGIN {
		printf "| %s | %d | %.3f | %.3f |\n", name, n, n / xmllint,
		    n / dom }'
}

measure_instructions() {
	local xmllint dom reading words plain
	make_corpus few $((2 * ${#sources[@]}))
	make_corpus more $((5 * ${#sources[@]}))
	mapfile -t words < <(rules_by_check ordlyd.)
	mapfile -t plain < <(rules_by_check -)
	xmllint=$(per_contract xmllint --noout)
	dom=$(per_contract "$folder/dom")
	# a rule for templates, which no contract is
	reading=$(with_rules SKA-KIL-001)
	echo "| a contract | instructions | to xmllint | to the DOM in process |"
	echo "| --- | --- | --- | --- |"
	row "xmllint --noout" "$xmllint"
	row "one libxml2 parser, DOM, in process" "$dom"
	row "kontrakttjek, all rules" \
	    "$(per_contract "$program" --format kompakt)"
	row "of these: reading, and telling of it" "$reading"
	row "of these: the ${#words[@]} rules that search wording" \
	    $(($(with_rules SKA-KIL-001 "${words[@]}") - reading))
	row "of these: one plain rule, mean of ${#plain[@]}" \
	    $((($(with_rules "${plain[@]}") - reading) / ${#plain[@]}))
	echo
	echo "One contract, all instructions of the process:" \
	    "$(instructions "$program" "$one");" \
	    "xmllint: $(instructions xmllint --noout "$one")."
}

# ---- the whole -------------------------------------------------------------

# Puts standard input between the marks NAME of RESULTS.md.
keep() {
	local new=$folder/RESULTS.md
	cat >"$folder/part"
	awk -v mark="$1" -v part="$folder/part" '
	$0 == "<!-- end " mark " -->" { inside = 0 }
	!inside { print }
	$0 == "<!-- begin " mark " -->" {
		inside = 1
		print ""
		while ((getline line < part) > 0)
			print line
		print ""
	}' "$results" >"$new"
	cat "$new" >"$results"
}

command -v xmllint >/dev/null || {
	echo "bench: xmllint is not installed (tools/setup.sh bench)" >&2
	exit 1
}
make_tools
case ${1-} in
--instructions)
	measure_instructions | tee "$folder/instructions"
	[ ! -f $results ] || keep instructions <"$folder/instructions"
	;;
*)
	make_corpus contracts "$contracts"
	measure_time | tee "$folder/time"
	[ -n "${1-}" ] || [ ! -f $results ] || keep time <"$folder/time"
	;;
esac
