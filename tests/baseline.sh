#!/bin/bash
# Baselines: what is known does not fail, what is new does, and a baseline only
# ever gets smaller.
. "$(dirname "$0")/sh/lib.bash"

bad=$PWD/samples/kontrakt-voksen-inden/udkast-afvigelser.xml
cd "$scratch" || exit 1
mkdir in && cp "$bad" in/k.xml

# ---- create
exits 0 "$program" baseline create in
cp out basislinje.xml
out_says '<kendt regel="IDN-GLN-001" fil="in/k.xml" klausul="parter" antal="1"'
out_says_not "LOV-REN-001" # may not be waived, so not known either
err_says "fund er ikke med"
exits 0 "$program" baseline create in/k.xml
same out basislinje.xml
# the order of findings in the paper leaves no trace
sed 's|^  <parter>|\n\n\n  <parter>|' "$bad" >in/k.xml
exits 0 "$program" baseline create in
same out basislinje.xml
cp "$bad" in/k.xml
exits 2 "$program" baseline create
exits 2 "$program" baseline
exits 2 "$program" baseline crate in
exits 2 "$program" baseline create --basislinje basislinje.xml in
exits 3 "$program" baseline create in nothing.xml
err_says "nothing.xml: kunne ikke læses"

# ---- check: what is known is no finding
only="--rule IDN --rule KLV --rule SAM"
# shellcheck disable=SC2086 # several words
exits 1 "$program" $only in
# shellcheck disable=SC2086
exits 0 "$program" $only --basislinje basislinje.xml --show-waived in
out_says "kendt fra basislinjen (basislinje.xml, linje"
exits 1 "$program" --basislinje basislinje.xml in
out_says "error[LOV-REN-001]"
out_says_not "error[IDN-GLN-001]"
exits 1 "$program" --baseline basislinje.xml in --format json
out_says '"origin": "basislinje"'
exits 0 "$program" --rule IDN --basislinje basislinje.xml "$PWD/in/k.xml"
(cd in && "$program" --rule IDN --basislinje ../basislinje.xml k.xml \
    >/dev/null) && ok || fail "the same file by a shorter name"

# ---- the same violation in another file is told
cp in/k.xml in/kopi.xml
exits 1 "$program" --rule IDN --basislinje basislinje.xml in
out_says "in/kopi.xml:16:7: error[IDN-GLN-001]"
out_says_not "in/k.xml:16:7: error[IDN-GLN-001]"
exits 1 "$program" --rule IDN --basislinje basislinje.xml in/kopi.xml
rm in/kopi.xml

# ---- a new one in a known clause is told
sed 's|5798009999017|5798009999018|' "$bad" >in/k.xml
exits 1 "$program" --rule IDN-GLN-001 --basislinje basislinje.xml in
out_says "error[IDN-GLN-001]"

# ---- what is put right must go
sed 's|5798009999017|5798009999016|' "$bad" >in/k.xml
exits 0 "$program" --rule IDN-GLN-001 --basislinje basislinje.xml in
err_says "advarsel: basislinjens fund af IDN-GLN-001"
err_says "findes ikke mere"
exits 1 "$program" --rule IDN-GLN-001 --strict --basislinje basislinje.xml in
exits 0 "$program" --rule IDN-GLN-001 --lang en --basislinje basislinje.xml in
err_says "is no longer found"
exits 0 "$program" baseline prune --basislinje basislinje.xml in
cp out pruned.xml
err_says "er væk fra basislinjen"
grep -q IDN-GLN-001 pruned.xml && fail "IDN-GLN-001 was not pruned" || ok
grep -q KLV-OPS-003 pruned.xml && ok || fail "KLV-OPS-003 was pruned"
# every entry stood there before: nothing grows
grep '<kendt' pruned.xml | grep -vxFf basislinje.xml && fail "it grew" || ok
exits 0 "$program" --rule IDN-GLN-001 --strict --basislinje pruned.xml in
# a rule that is not run and a paper that is not there had no chance
exits 0 "$program" --rule IDN-CVR-001 --strict --basislinje basislinje.xml in
mkdir two && cp "${bad%/*}/konform-basis-service.xml" two/
exits 0 "$program" --rule IDN-GLN-001 --strict --basislinje basislinje.xml two
exits 3 "$program" baseline prune --basislinje basislinje.xml in nothing.xml
[ ! -s "$scratch/out" ] && ok || fail "pruned without all papers"
exits 2 "$program" baseline prune in
exits 2 "$program" baseline prune --rule IDN --basislinje basislinje.xml in
err_says "hele basislinjen"

# ---- a file that does not hold
cp "$bad" in/k.xml
sed 's|antal="1"|antal="0"|' basislinje.xml >wrong.xml
exits 2 "$program" --basislinje wrong.xml in
err_says "wrong.xml:4"
sed 's|fingeraftryk="...|fingeraftryk="|' basislinje.xml >wrong.xml
exits 2 "$program" --basislinje wrong.xml in
err_says "32 bogstaver"
exits 2 "$program" --basislinje nothing.xml in

# ---- a waived finding is not known, and stays waived
echo '<fravigelser xmlns="urn:kontrakttjek:regler:1">' >in/fravigelser.xml
"$program" waiver add --rule IDN-GLN-001 --file in/k.xml --reason \
    "Aftalt i udvalget" --approved-by Chefen --expires 2099-12-31 \
    >>in/fravigelser.xml
echo '</fravigelser>' >>in/fravigelser.xml
exits 0 "$program" baseline create in
out_says_not "IDN-GLN-001"
out_says "IDN-KOM-001"

# ---- no digits that could be a CPR number, or be masked as one
grep -E 'fingeraftryk="[^"]*[0-9]' basislinje.xml && fail "digits" || ok
finish
