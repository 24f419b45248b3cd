# For the test scripts: where things are, and small assertions that count.
# Every script ends with `finish`, which fails where an assertion failed or
# where there was none.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

: "${BUILD:=build}" "${SAN:=}" "${CC:=gcc}"
export LC_ALL=C.UTF-8
unset NO_COLOR CLICOLOR_FORCE
umask 022 # the loader refuses what others may write
export program=$PWD/$BUILD/kontrakttjek
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
asserted=0
wrong=0

fail() {
	asserted=$((asserted + 1))
	wrong=$((wrong + 1))
	echo "   not so: $*" >&2
}

ok() {
	asserted=$((asserted + 1))
}

# A tool that is not there is a failure, never a silent pass.
need() {
	local tool
	for tool in "$@"; do
		if ! command -v "$tool" >/dev/null; then
			fail "$tool is not installed (tools/setup.sh test)"
			finish
		fi
	done
}

# exits CODE COMMAND...: runs it; standard output in $out, error in $err.
exits() {
	local wanted=$1 code=0
	shift
	"$@" >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
	out=$(tr -d '\0' <"$scratch/out")
	err=$(tr -d '\0' <"$scratch/err")
	if [ $code -ne "$wanted" ]; then
		local command=$*
		fail "exit $code, not $wanted: ${command:0:160}"
		sed 's/^/     | /' "$scratch/err" | head -n 20 >&2
	else
		ok
	fi
}

out_says() {
	if [[ $out == *"$1"* ]]; then ok; else
		fail "no \"$1\" in:"
		head -n 40 <<<"$out" | sed 's/^/     | /' >&2
	fi
}

err_says() {
	if [[ $err == *"$1"* ]]; then ok; else
		fail "no \"$1\" on standard error:"
		head -n 20 <<<"$err" | sed 's/^/     | /' >&2
	fi
}

out_says_not() {
	if [[ $out != *"$1"* ]]; then ok; else fail "\"$1\" in the output"; fi
}

same() {
	if cmp -s "$1" "$2"; then ok; else
		fail "$1 and $2 differ:"
		diff "$1" "$2" | head -n 10 | sed 's/^/     | /' >&2
	fi
}

finish() {
	if [ $asserted -eq 0 ]; then
		echo "   nothing was asserted" >&2
		exit 1
	fi
	echo "   $((asserted - wrong)) of $asserted hold"
	[ $wrong -eq 0 ] || exit 1
	exit 0
}
