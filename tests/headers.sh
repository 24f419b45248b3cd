#!/bin/bash
# The public header alone as C99 and C++11, every header of the core alone,
# what the plugins export, and which libraries everything needs.
. "$(dirname "$0")/sh/lib.bash"
need clang clang++ gcc nm readelf

echo '#include <kontrakttjek/plugin.h>' >"$scratch/a.c"
for compiler in gcc clang; do
	exits 0 $compiler -std=c99 -Wall -Wextra -Wpedantic -Wconversion -Werror \
	    "-I$BUILD/include" -fsyntax-only "$scratch/a.c"
done
exits 0 clang++ -std=c++11 -Wall -Wextra -Wpedantic -Wconversion -Werror \
    "-I$BUILD/include" -fsyntax-only -x c++ "$scratch/a.c"

while read -r header; do
	echo "#include \"$header\"" >"$scratch/b.c"
	exits 0 gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Icore \
	    -I/usr/include/libxml2 -fsyntax-only "$scratch/b.c"
done < <(cd core && find . -name '*.h' | sort)

for plugin in "$BUILD"/plugins/*.so; do
	[ -e "$plugin" ] || continue
	exported=$(nm -D --defined-only "$plugin" | awk '{ print $3 }' |
		grep -v '^__\(asan\|ubsan\|odr\)')
	if [ "$exported" = kontrakttjek_plugin_v1 ]; then ok; else
		fail "$plugin exports: $exported"
	fi
done

# Runtime: libxml2, PCRE2 and the C library; sanitizers bring their own.
if [ -z "$SAN" ]; then
	needed=$(readelf -d "$program" "$BUILD"/plugins/*.so |
		sed -n 's/.*NEEDED.*\[\(.*\)\].*/\1/p' | sort -u |
		grep -v '^lib\(xml2\.so\.2\|pcre2-8\.so\.0\|c\.so\.6\)$' | xargs)
	if [ -z "$needed" ]; then ok; else fail "also needed: $needed"; fi
fi
finish
