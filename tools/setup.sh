#!/bin/bash
# Installs the Debian packages that are missing: tools/setup.sh SET...
#   base   what the program is built with; missing and not installable: fails
#   test   what the tests use beside it; only Check itself is indispensable,
#          a test that misses any other tool fails by itself and names it
#   bench  what the program is measured against
#   instructions  what counts its instructions
#   lint   what reads the source
# As root, or through sudo. Does nothing, and says nothing, where all is there.
set -euo pipefail

saxon=/usr/share/java/Saxon-HE.jar
java_for_saxon=default-jre-headless

# Lines of "package probe": the probe succeeds where the package is not needed.
needs() {
	case $1 in
	base)
		echo "pkg-config command -v pkg-config"
		echo "libxml2-dev pkg-config --exists libxml-2.0"
		echo "libpcre2-dev pkg-config --exists libpcre2-8"
		;;
	test)
		echo "check pkg-config --exists check"
		echo "libxml2-utils command -v xmllint"
		echo "clang command -v clang"
		echo "valgrind command -v valgrind"
		echo "$java_for_saxon command -v java"
		echo "libsaxonhe-java test -e $saxon"
		echo "jing command -v jing"
		;;
	bench)
		echo "libxml2-utils command -v xmllint"
		;;
	instructions)
		echo "valgrind command -v valgrind"
		;;
	lint)
		echo "clang command -v clang"
		echo "clang-format command -v clang-format"
		echo "shellcheck command -v shellcheck"
		echo "mandoc command -v mandoc"
		;;
	*)
		echo "setup.sh: unknown set $1" >&2
		exit 2
		;;
	esac
}

missing() {
	local package probe

	for set in "$@"; do
		needs "$set" | while read -r package probe; do
			# the probe is a line of the table above
			eval "$probe" >/dev/null 2>&1 || echo "$package"
		done
	done | sort -u
}

root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif [ -t 0 ]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

install_packages() {
	root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	    --no-install-recommends -o Dpkg::Use-Pty=0 "$@" \
	    >"$log" 2>&1 </dev/null
}

wanted=$(missing "$@")
[ -n "$wanted" ] || exit 0
# one word per package
read -ra packages <<<"${wanted//$'\n'/ }"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

can=yes
command -v apt-get >/dev/null || can=no
[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || can=no
if [ $can = yes ]; then
	echo "setup: installing ${packages[*]}"
	root apt-get update -qq >"$log" 2>&1 </dev/null ||
	    echo "setup: the package lists could not be fetched; trying" \
		"with those that are there" >&2
	# openjdk and others put links here, and slim images have no such folder
	root mkdir -p /usr/share/man/man1
	if ! install_packages "${packages[@]}"; then
		# one that is not to be had must not take the others along
		for package in "${packages[@]}"; do
			install_packages "$package" || tail -n 3 "$log" >&2
		done
	fi
	hash -r
fi

left=$(missing "$@")
[ -n "$left" ] || exit 0
fatal=0
for package in $left; do
	case $package in
	pkg-config | libxml2-dev | libpcre2-dev | check) fatal=1 ;;
	esac
	echo "setup: MISSING and could not be installed: $package" >&2
done
if [ $can = no ]; then
	echo "setup: as root, run: apt-get install ${left//$'\n'/ }" >&2
fi
exit $fatal
