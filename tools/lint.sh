#!/bin/bash
# Reads the source the hard way: both compilers with warnings as errors, each
# header alone, the form, the scripts and the manual pages.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

: "${LIB_CFLAGS:=}"
warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
	-Wmissing-prototypes -Wvla -Werror)
defines=(-DKT_VERSION='"0"' -DKT_PLUGINDIR='"/"' -DKT_RULESDIR='"/"'
	-DKT_TEST_BUILD='"build"')
status=0

note() {
	echo "lint: $*"
	status=1
}

read -ra libraries <<<"$LIB_CFLAGS"
mapfile -t sources < <(find core tests -name '*.c' ! -path '*/plugins/*' |
	sort)
mapfile -t plugins < <(find plugins tests/plugins -name '*.c' 2>/dev/null |
	sort)
mapfile -t headers < <(find core -name '*.h' | sort)
for compiler in gcc clang; do
	command -v $compiler >/dev/null || {
		note "$compiler is not installed"
		continue
	}
	# -O2 for the warnings that need to follow values
	printf '%s\n' "${sources[@]}" "${plugins[@]}" | xargs -P "$(nproc)" \
	    -n 1 $compiler -std=c11 -D_GNU_SOURCE "${warnings[@]}" \
	    "${defines[@]}" "${libraries[@]}" -Icore -Itests -O2 -c \
	    -o /dev/null || note "$compiler warns"
	for header in "${headers[@]}"; do
		$compiler -std=c11 -D_GNU_SOURCE "${warnings[@]}" -Icore \
		    "${libraries[@]}" -fsyntax-only -x c "$header" \
		    -Wno-unused 2>&1 || note "$header does not stand alone"
	done
done

if command -v clang-format >/dev/null; then
	# headers line up their comments by hand
	clang-format --dry-run --Werror "${sources[@]}" "${plugins[@]}" ||
	    note "make format was not run"
else
	note "clang-format is not installed"
fi
if command -v shellcheck >/dev/null; then
	shellcheck -x tools/*.sh tests/*.sh tests/sh/*.bash .ci/run \
	    doc/kontrakttjek.bash || note "shellcheck"
else
	note "shellcheck is not installed"
fi
if command -v mandoc >/dev/null; then
	mandoc -Tlint -W warning doc/*.1 || note "manual pages"
else
	note "mandoc is not installed"
fi
exit $status
