#!/bin/bash
# Runs everything: the Check suites, then tests/*.sh in order of their names.
# Each script says what it does, ends with 0 where it passed, and gets BUILD,
# SAN and CC from the environment. Runs on after a failure; one line at the
# end tells what failed. Nothing run is a failure too.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

: "${BUILD:=build}" "${SAN:=}" "${CC:=gcc}"
export BUILD SAN CC
export LC_ALL=C.UTF-8
export UBSAN_OPTIONS=print_stacktrace=1

passed=0
failed=()

run() {
	local name=$1 began=$SECONDS
	shift
	echo "== $name"
	if "$@"; then
		passed=$((passed + 1))
	else
		failed+=("$name")
		echo "== $name FAILED"
	fi
	if [ $((SECONDS - began)) -gt 10 ]; then
		echo "   ($((SECONDS - began)) s)"
	fi
}

CK_TIMEOUT_MULTIPLIER=$([ -n "$SAN" ] && echo 10 || echo 2)
export CK_TIMEOUT_MULTIPLIER
run "$BUILD/tests/check_all" "$BUILD/tests/check_all"
for script in tests/*.sh; do
	run "$script" bash "$script"
done

echo
if [ ${#failed[@]} -gt 0 ]; then
	echo "FAILED: ${failed[*]} (passed: $passed)"
	exit 1
fi
if [ "$passed" -eq 0 ]; then
	echo "FAILED: no test was run"
	exit 1
fi
echo "all $passed passed"
