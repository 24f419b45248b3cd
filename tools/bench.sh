#!/bin/bash
# This checker with all its rules against `xmllint --noout`, which parses and
# judges nothing: whole processes over the same 2,000 contracts.
#
# Every round runs every command once, in turn, and ratios are taken within a
# round, because machines drift; the figures are medians over rounds.
#   tools/bench.sh [ROUNDS [CONTRACTS]]
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

: "${BUILD:=build}"
rounds=${1:-9}
contracts=${2:-2000}
folder=$BUILD/bench
program=$PWD/$BUILD/kontrakttjek

command -v xmllint >/dev/null || {
	echo "bench: xmllint is not installed (tools/setup.sh bench)" >&2
	exit 1
}

# The readable contracts of samples/, over and over, each with a number of its
# own in it, so that no two are the same bytes.
make_corpus() {
	local sources=() n=0 file
	for file in samples/kontrakt-*/*.xml; do
		iconv -f UTF-8 -t UTF-8 "$file" >/dev/null 2>&1 &&
		    ! head -n 1 "$file" | grep -qi 'encoding="\(iso\|win\|utf-16\)' &&
		    sources+=("$file")
	done
	rm -rf "$folder"
	mkdir -p "$folder/corpus"
	while [ $n -lt "$contracts" ]; do
		file=${sources[$((n % ${#sources[@]}))]}
		cp "$file" "$folder/corpus/$(printf '%05d' $n).xml"
		printf '<!-- %d -->\n' $n >>"$folder/corpus/$(printf '%05d' $n).xml"
		n=$((n + 1))
	done
}

# microseconds COMMAND...: wall time; the exit code is not what is measured.
microseconds() {
	local began=$EPOCHREALTIME ended
	"$@" >/dev/null 2>&1 || true
	ended=$EPOCHREALTIME
	echo $((${ended/./} - ${began/./}))
}

median() {
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

make_corpus
size=$(du -cb "$folder"/corpus/*.xml | tail -n 1 | cut -f 1)
echo "$contracts contracts, $((size / 1024)) KiB, $rounds rounds;" \
    "$($program list rules --format ids | wc -l) rules in $($program list \
    packs --format ids | wc -l) packs"

names=("xmllint --noout" "kontrakttjek, all rules" "kontrakttjek, json")
run() {
	case $1 in
	0) xmllint --noout "$folder"/corpus/*.xml ;;
	1) "$program" "$folder/corpus" ;;
	2) "$program" --format json "$folder/corpus" ;;
	esac
}

# once for the page cache
run 0 >/dev/null 2>&1 || true
run 1 >/dev/null 2>&1 || true
: >"$folder/times"
for ((round = 0; round < rounds; round++)); do
	times=()
	for i in 0 1 2; do
		times+=("$(microseconds run $i)")
	done
	echo "${times[*]}" >>"$folder/times"
done

printf '%-26s %12s %22s\n' "" "ms (median)" "ratio to xmllint"
for i in 0 1 2; do
	ms=$(cut -d ' ' -f $((i + 1)) "$folder/times" | median)
	ratio=$(awk -v c=$((i + 1)) '{ printf "%.3f\n", $c / $1 }' \
	    "$folder/times" | median)
	printf '%-26s %12s %22s\n' "${names[$i]}" \
	    "$(awk -v u="$ms" 'BEGIN { printf "%.1f", u / 1000 }')" "$ratio"
done
