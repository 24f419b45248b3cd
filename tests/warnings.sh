#!/bin/bash
# Both compilers, every source, no warning.
. "$(dirname "$0")/sh/lib.bash"
need gcc clang pkg-config

read -ra libraries < <(pkg-config --cflags libxml-2.0 libpcre2-8 check)
mapfile -t sources < <(find core tests plugins -name '*.c' | sort)
for compiler in gcc clang; do
	exits 0 bash -c 'printf "%s\0" "${@:2}" | xargs -0 -n 1 -P "$(nproc)" \
	    $1 -o /dev/null' _ "$compiler -std=c11 -D_GNU_SOURCE -Wall -Wextra \
	    -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	    -Wmissing-prototypes -Wvla -Werror -O2 -Icore -Itests \
	    -DKT_VERSION=\"\" -DKT_PLUGINDIR=\"\" -DKT_RULESDIR=\"\" \
	    -DKT_TEST_BUILD=\"\" ${libraries[*]} -c" "${sources[@]}"
done
finish
