#!/bin/sh
# The rule language against Saxon-HE: generated expressions over papers in
# which all facts are present must have the same answers in both.
set -eu
BUILD=${BUILD:-build}
saxon=/usr/share/java/Saxon-HE.jar
each=${EACH:-100}

command -v java >/dev/null || {
	echo "saxon: java is not installed: this test cannot run" >&2
	exit 1
}
[ -r $saxon ] || {
	echo "saxon: libsaxonhe-java is not installed: this test cannot run" >&2
	exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
ask() { # schema, paper, seed
	made=$("$BUILD/tests/forskel" "rules/skema/$1" "$2" "$each" "$3" \
		"$scratch/q.xq" "$scratch/ours")
	java -cp $saxon net.sf.saxon.Query "-s:$2" "-q:$scratch/q.xq" \
		'!method=text' >"$scratch/theirs"
	if ! cmp -s "$scratch/ours" "$scratch/theirs"; then
		echo "saxon: other answers than Saxon's on $2 (seed $3):" >&2
		diff "$scratch/ours" "$scratch/theirs" | head -20 >&2
		n=$(diff "$scratch/ours" "$scratch/theirs" |
			sed -n 's/^< \([0-9]*\).*/\1/p' | head -1)
		grep "local:put($n," "$scratch/q.xq" >&2
		exit 1
	fi
	passed=$((passed + made))
}
ask kontrakt.rng rules/eksempler/kontrakt-voksen-inden.xml 1
ask kontrakt.rng rules/eksempler/kontrakt-boern-unge.xml 2
ask takst.rng rules/eksempler/takstblad-helhed.xml 3
ask takst.rng rules/eksempler/takstblad-basis-service.xml 4
echo "saxon: $passed expressions, all answers the same"
