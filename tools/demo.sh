#!/bin/bash
# What a first look should show: one draft with its report, then every paper
# of samples/ in one run, and where to go from there.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${BUILD:=build}"
program=$BUILD/kontrakttjek
draft=samples/kontrakt-voksen-herberg/udkast-kalenderdoegn.xml

# Findings are what a demonstration is for; only wrong use (2) is an error.
show() {
	local code=0
	echo
	echo "\$ $*"
	"$@" || code=$?
	echo "(exit $code)"
	[ $code -ne 2 ]
}

"$program" version
show "$program" check "$draft"
echo
echo "The verdict on every paper; samples/README.md tells what each one shows."
echo "Files that must be refused lie in samples/fjendtlige/ and are counted only."
echo
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
code=0
"$program" check samples >"$summary" || code=$?
[ $code -ne 2 ]
grep -E '^(samples/[^:]*|I alt [^:]*): .*(tjekket|ufuldstændigt|bedømt)\.$' \
    "$summary" | grep -v '^samples/fjendtlige/'
show "$program" explain SAM-AFR-002
cat <<END

Next: $program check YOUR-CONTRACT.xml
      $program new kontrakt --omraade voksen > kontrakt.xml
      $program --help
END
