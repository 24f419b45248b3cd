#!/bin/bash
# Every sample against the expected result beside it (NAME.forventet): one line
# a result, with line and column, and the exit code. Judged one by one as of
# their own dates, "today" being fixed, or the day that an agreement's name
# ends in. UPDATE=1 writes the expected results anew: read the difference
# before committing it.
set -u
BUILD=${BUILD:-build}
today=2026-11-21
passed=0 failed=0

for paper in $(find samples -name '*.xml' | LC_ALL=C sort); do
	as_of=()
	case $paper in
	samples/aftale/*-20??-??-??.xml)
		date=${paper%.xml}
		as_of=(--as-of "${date: -10}")
		;;
	samples/skabelon/* | samples/aftale/*) as_of=(--as-of "$today") ;;
	esac
	found=$("$BUILD/kontrakttjek" check --format kompakt "${as_of[@]}" \
		"$paper" 2>/dev/null)
	code=$?
	found=$(grep -v ' ikke-valgt = ' <<<"$found" | sed "s|^$paper:||")
	found="$found"$'\n'"exit $code"
	expected=${paper%.xml}.forventet
	if [ "${UPDATE:-}" = 1 ]; then
		printf '%s\n' "$found" >"$expected"
	fi
	if [ ! -r "$expected" ]; then
		echo "golden: $expected is missing"
		failed=$((failed + 1))
	elif ! diff -u "$expected" <(printf '%s\n' "$found"); then
		echo "golden: $paper differs from its expected result"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
done
echo "golden: $passed papers as expected, $failed not"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
