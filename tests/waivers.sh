#!/bin/bash
# Waivers on the command line: where they are looked for, what they cover, what
# is told, and that a file that does not hold stops the run.
. "$(dirname "$0")/sh/lib.bash"

bad=$PWD/samples/kontrakt-voksen-inden/udkast-afvigelser.xml
cd "$scratch" || exit 1
cp "$bad" k.xml

# add RULE: the ready entry of a finding in k.xml
add() {
	"$program" waiver add --rule "$1" --file k.xml \
	    --reason "Aftalt med køber <i maj> for 010190-1234" \
	    --approved-by "Chefen & Co" --expires 2099-12-31 \
	    --reference "sag 9" 2>"$scratch/err"
}
# file ENTRY...: a whole file of them
file() {
	echo '<fravigelser xmlns="urn:kontrakttjek:regler:1">'
	cat
	echo '</fravigelser>'
}

# ---- add: a ready entry, which the tool itself finds good
add IDN-GLN-001 >entry && ok || fail "add"
grep -q 'regel="IDN-GLN-001"' entry && ok || fail "no rule in the entry"
grep -Eq 'oprettet="20[0-9]{2}-[0-9]{2}-[0-9]{2}"' entry && ok || fail "no date in the entry"
grep -q 'Chefen &amp; Co' entry && ok || fail "the entry is not escaped"
grep -q 'for XXXXXX-XXXX' entry && ok || fail "a CPR number in the entry"
file <entry >w.xml
exits 0 "$program" waiver lint w.xml
exits 0 "$program" waiver list w.xml
out_says "godkendt af Chefen & Co til og med 31. december 2099"
exits 0 "$program" waiver list w.xml --format json --lang en
out_says '"approved_by": "Chefen & Co"'

# several findings in one clause need one waiver
add KLV-MAN-001 >two
[ "$(grep -c '<fravigelse' two)" = 1 ] && ok || fail "an entry twice"

# ---- add: what it refuses
exits 2 "$program" waiver add --rule IDN-GLN-001 --file k.xml
err_says "--approved-by"
exits 2 "$program" waiver add --rule IDN-GLN-001 --file k.xml --reason kort \
    --approved-by C --expires 2099-12-31
err_says "mindst 10 tegn"
exits 2 "$program" waiver add --rule IDN-GLN-001 --file k.xml \
    --reason "lang nok nu" --approved-by C --expires 2020-01-01
err_says "fortiden"
exits 2 "$program" waiver add --rule IDN-GLN-01 --file k.xml \
    --reason "lang nok nu" --approved-by C --expires 2099-12-31
err_says "mente du IDN-GLN-001?"
exits 2 "$program" waiver add --rule LOV-REN-001 --file k.xml \
    --reason "lang nok nu" --approved-by C --expires 2099-12-31
err_says "må ikke fraviges"
exits 1 "$program" waiver add --rule IDN-CPR-001 --file k.xml \
    --reason "lang nok nu" --approved-by C --expires 2099-12-31
err_says "intet fund"
exits 3 "$program" waiver add --rule IDN-GLN-001 --file nothing.xml \
    --reason "lang nok nu" --approved-by C --expires 2099-12-31

# ---- check: the file beside the paper, and the one that is named
exits 1 "$program" k.xml
out_says "error[IDN-GLN-001]"
cp w.xml fravigelser.xml
exits 1 "$program" k.xml
out_says_not "[IDN-GLN-001]"
out_says "1 fraveget"
out_says "vis dem med --show-waived"
exits 1 "$program" --show-waived k.xml
out_says "fraveget[IDN-GLN-001]"
out_says "aftalt:   godkendt af Chefen & Co"
out_says "Regler: "
out_says "+ 1 fraveget +"
exits 1 "$program" --show-waived --lang en k.xml
out_says "waived[IDN-GLN-001]"
out_says "agreed:   approved by Chefen & Co until and including 31 December"
exits 1 "$program" --no-waivers k.xml
out_says "error[IDN-GLN-001]"
exits 2 "$program" --no-waivers --fravigelser w.xml k.xml
err_says "kan ikke bruges sammen"
exits 0 "$program" --rule IDN-GLN-001 k.xml
exits 1 "$program" --rule IDN-GLN-001 --no-waivers k.xml
exits 1 "$program" --format kompakt k.xml
out_says ": fraveget - IDN-GLN-001"
exits 1 "$program" --format json k.xml
out_says '"origin": "fil"'
out_says '"waived": 1,'
out_says '"fingerprint": "'
# a folder is walked without taking the waivers for a paper
mkdir walk && cp k.xml fravigelser.xml walk/
exits 1 "$program" walk
out_says_not "fravigelser.xml:"
cp w.xml walk/mine.xml
exits 3 "$program" walk
exits 1 "$program" walk --fravigelser walk/mine.xml
rm -r walk
# in another folder it does not count, unless it is named
mkdir other && cp k.xml other/
exits 1 "$program" other
out_says "error[IDN-GLN-001]"
exits 1 "$program" --fravigelser fravigelser.xml other
out_says_not "error[IDN-GLN-001]"
exits 1 "$program" --waivers w.xml other
out_says_not "error[IDN-GLN-001]"
exits 2 "$program" --fravigelser nothing.xml other
err_says "nothing.xml"

# ---- pinned: an edit elsewhere does not matter, one in the clause does
sed 's|<fakturaperiode>P3M|<fakturaperiode>P2M|; s|<parter>|<parter>\n\n|' \
    k.xml >edited.xml
cmp -s k.xml edited.xml && fail "nothing was edited"
exits 1 "$program" edited.xml
out_says_not "error[IDN-GLN-001]"
sed 's|5798009999017|5798009999018|' k.xml >edited.xml
exits 1 "$program" edited.xml
out_says "error[IDN-GLN-001]"
out_says "gælder ikke mere: klausulen er ændret, siden den blev godkendt"
err_says "advarsel: fravigelsen af IDN-GLN-001"
exits 1 "$program" --lang en edited.xml
out_says "no longer counts: the clause has changed since it was approved"
rm edited.xml

# ---- the last day counts, and the clock is a parameter
exits 1 "$program" --as-of 2099-12-31 k.xml
out_says_not "error[IDN-GLN-001]"
exits 1 "$program" --as-of 2100-01-01 k.xml
out_says "error[IDN-GLN-001]"
out_says "udløb 31. december 2099"
err_says "udløb 31. december 2099"

# ---- unused: told, and a failure where nothing is to be overlooked
paper=k.xml
sed 's|5798009999017|5798009999016|' k.xml >right.xml
exits 1 "$program" right.xml
err_says "bruges ikke: intet fund passer"
exits 0 "$program" --rule IDN-GLN-001 right.xml
err_says "bruges ikke"
exits 1 "$program" --rule IDN-GLN-001 --strict right.xml
exits 0 "$program" --rule IDN-GLN-001 --strict "$paper"
exits 0 "$program" --rule IDN-GLN-001 --format json right.xml
out_says '"use": "ubrugt"'
out_says '"stale_waivers": 1,'
# one about another rule, or about a paper that is not here, had no chance
exits 0 "$program" --rule IDN-CVR-001 --strict right.xml
exits 0 "$program" --rule IDN-GLN-001 --strict \
    "$OLDPWD/samples/kontrakt-voksen-inden/konform-basis-service.xml" \
    --fravigelser w.xml
rm right.xml

# ---- a file that does not hold stops the run, with file and line
# refused TEXT MESSAGE: `w.xml` with its udloeber exchanged for TEXT
refused() {
	sed "s|udloeber=\"2099-12-31\"|$1|" w.xml >fravigelser.xml
	exits 2 "$program" k.xml
	err_says "fravigelser.xml:"
	err_says "$2"
	[ ! -s "$scratch/out" ] && ok || fail "a report in spite of $2"
	exits 2 "$program" waiver lint
	err_says "fravigelser.xml:"
}
refused 'udloeber="2099-02-30"' "2099-02-30"
refused 'udloeber="snart"' "snart"
refused 'udloeber=""' "fravigelser.xml:4"
refused '' "udloeber"
refused 'udloeber="2099-12-31" regle="x"' "regle"
sed 's|IDN-GLN-001|IDN-GLN-099|' w.xml >fravigelser.xml
exits 2 "$program" k.xml
err_says "reglen »IDN-GLN-099« findes ikke; mente du"
sed 's|<aarsag>.*</aarsag>|<aarsag>fordi</aarsag>|' w.xml >fravigelser.xml
exits 2 "$program" --lang en k.xml
err_says "shorter than 10 characters"
sed 's|<aarsag>.*</aarsag>||' w.xml >fravigelser.xml
exits 2 "$program" k.xml
err_says "årsagen mangler"
echo '<fravigelser' >fravigelser.xml
exits 2 "$program" k.xml
mkdir -p a/b && cp k.xml a/b/ && cp fravigelser.xml a/
cp w.xml fravigelser.xml
exits 1 "$program" a/b k.xml
cp k.xml a/
exits 2 "$program" a k.xml
err_says "a/fravigelser.xml:"
rm -r a other

# ---- what cannot be waived
sed 's|regel="IDN-GLN-001"|regel="LOV"|; s| klausul="[^"]*"||
    s|fingeraftryk="[^"]*"||' w.xml >fravigelser.xml
exits 1 "$program" --rule LOV k.xml
out_says "error[LOV-REN-001]"
out_says "gælder ikke: fundet må ikke fraviges"
out_says_not "error[LOV-PAR-001]"
exits 1 "$program" waiver lint
out_says "dækker en regel, der ikke må fraviges"
out_says "uden fingeraftryk"

# a finding that stands for those that are not kept is told all the same
rm fravigelser.xml
many=$(for i in $(seq 1 1010); do printf '<p>[felt %s]</p>' "$i"; done)
sed "s|</klausul>|$many</klausul>|; s|fase=\"udkast\"|fase=\"endelig\"|" \
    k.xml >many.xml
sed 's|regel="IDN-GLN-001"|regel="SKA-PLA-001"|; s| klausul="[^"]*"||
    s|fingeraftryk="[^"]*"||' w.xml >for-many.xml
exits 1 "$program" --rule SKA-PLA --fail-on info --fravigelser for-many.xml \
    many.xml
out_says "kun de første 1000 vises"
out_says ", 999 fraveget"
rm many.xml for-many.xml

# ---- in the paper itself
inline='<fravigelse><regel>IDN-GLN-001</regel><aarsag>Aftalt i udvalget</aarsag>'
inline+='<godkendt-af>Chefen</godkendt-af><til-og-med>2099-12-31</til-og-med>'
inline+='</fravigelse>'
sed "s|</kontrakt>|$inline</kontrakt>|" k.xml >inline.xml
exits 1 "$program" --show-waived inline.xml
out_says "fraveget[IDN-GLN-001]"
out_says "[står i papiret, linje"
exits 1 "$program" --no-waivers inline.xml
out_says "error[IDN-GLN-001]"
sed 's|<godkendt-af>Chefen|<godkendt-af>|' inline.xml >inline2.xml
exits 1 "$program" inline2.xml
out_says "error[IDN-GLN-001]"
out_says "gælder ikke: det står ikke, hvem der har godkendt"
sed 's|2099-12-31|2020-12-31|' inline.xml >inline2.xml
exits 1 "$program" inline2.xml
out_says "udløb 31. december 2020"
rm inline.xml inline2.xml

# ---- lint and prune
{ add IDN-GLN-001; echo '  <!-- kept -->'; add IDN-GLN-001
	add IDN-KOM-001 | sed 's|2099-12-31|2020-12-31|
	    s|oprettet="[^"]*"|oprettet="2020-01-01"|'
	add SAM-AFR-001; } | file >fravigelser.xml
exits 1 "$program" waiver lint
out_says "fravigelser.xml:8:3: mangel[IDN-GLN-001] står to gange"
out_says "mangel[IDN-KOM-001] fravigelsen er udløbet"
exits 0 "$program" waiver list
out_says "UDLØBET"
exits 0 "$program" waiver prune k.xml
out_says "<!-- kept -->"
out_says 'regel="SAM-AFR-001"'
out_says_not "IDN-KOM-001"
err_says "1 fravigelse er taget ud"
cp out pruned.xml
sed 's|<fakturaperiode>P3M|<fakturaperiode>P4M|' k.xml >edited.xml
exits 0 "$program" waiver prune --fravigelser pruned.xml edited.xml
out_says_not "SAM-AFR-001"
out_says 'regel="IDN-GLN-001"'
exits 3 "$program" waiver prune nothing.xml
[ ! -s "$scratch/out" ] && ok || fail "pruned without the papers"
exits 2 "$program" waiver
exits 2 "$program" waiver ad
err_says "waiver list|lint"

# ---- CPR numbers in no output
"$program" waiver list pruned.xml >lists 2>&1
grep -E '010190-?1234' entry pruned.xml lists && fail "a CPR number" || ok
finish
