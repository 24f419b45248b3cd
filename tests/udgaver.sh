#!/bin/bash
# One day on either side of an edition's border picks the right edition: for
# contracts by their start, tariff sheets by their year, templates by today.
. "$(dirname "$0")/sh/lib.bash"

contract=rules/eksempler/kontrakt-voksen-inden.xml
child=rules/eksempler/kontrakt-boern-unge.xml
sheet=rules/eksempler/takstblad-helhed.xml
template=rules/eksempler/skabelon-voksen-uden.xml

# picks PAPER PACK EDITION: the report says which edition it was judged by.
picks() {
	"$program" check --format text "$1" >"$scratch/out" 2>&1
	if grep -E '^(Tjekket som|  +)' "$scratch/out" | tr '\n' ' ' |
		grep -qF "$2 $3"; then ok; else
		fail "$1 is not judged by $2 $3: $(grep '^Tjekket som' "$scratch/out")"
	fi
}

starts() { # PAPER DATE: a copy that starts on that day
	sed "s|<start>[0-9-]*</start>|<start>$2</start>|" "$1" >"$scratch/paper.xml"
}

while read -r paper day pack edition; do
	starts "$paper" "$day"
	picks "$scratch/paper.xml" "$pack" "$edition"
done <<END
$contract 2024-12-31 styringsaftale-midtjylland 2023-24
$contract 2025-01-01 styringsaftale-midtjylland 2025-26
$contract 2026-12-31 styringsaftale-midtjylland 2025-26
$contract 2027-01-01 styringsaftale-midtjylland 2027-28
$contract 2023-09-30 kl-voksen 1.0
$contract 2023-10-01 kl-voksen 2.0
$contract 2023-12-31 lovgivning 2014
$contract 2024-01-01 lovgivning 2024
$contract 2026-12-31 faelles-principper-midtjylland anbefaling-2023
$contract 2027-01-01 faelles-principper-midtjylland 2027-28
$child 2023-12-31 kl-boern-unge 2023
$child 2024-01-01 kl-boern-unge 2.0
END

for year in 2024:2023-24 2025:2025-26 2026:2025-26 2027:2027-28; do
	sed "0,/aar=\"[0-9]*\"/s//aar=\"${year%%:*}\"/" "$sheet" \
		>"$scratch/sheet.xml"
	picks "$scratch/sheet.xml" styringsaftale-midtjylland "${year#*:}"
done

for day in 2023-09-30:1.0 2023-10-01:2.0; do
	"$program" check --as-of "${day%%:*}" "$template" >"$scratch/out"
	grep '^Tjekket som' "$scratch/out" | grep -qF "kl-voksen ${day#*:}" &&
		ok || fail "the template as of ${day%%:*}: $(grep '^Tjekket' "$scratch/out")"
done
finish
