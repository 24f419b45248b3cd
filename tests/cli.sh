#!/bin/bash
# The command line: exit codes, messages in both languages, formats, files and
# folders, and that nothing but content decides the bytes of a report.
. "$(dirname "$0")/sh/lib.bash"

samples=$PWD/samples
good=$samples/kontrakt-voksen-inden/konform-basis-service.xml
bad=$samples/kontrakt-voksen-inden/udkast-afvigelser.xml
cd "$scratch" || exit 1

# ---- exit codes and verdicts
exits 0 "$program" check "$good"
out_says "alt blev tjekket."
exits 1 "$program" "$bad"
out_says "error[IDN-GLN-001]"
out_says "  fundet:   "
out_says "  krævet:   "
out_says "  kilde:    "
out_says "  råd:      "
out_says "Regler: "
exits 1 "$program" --lang en "$bad"
out_says "  required: "
out_says "everything was checked."
exits 0 "$program" check --fail-on fatal "$bad"
exits 1 "$program" check --fail-on info "$bad"
exits 1 "$program" check --strict "$good"
exits 3 "$program" "$samples/fjendtlige/afbrudt.xml" "$bad"
out_says "afbrudt.xml: kunne ikke læses og er ikke bedømt."
out_says "error[IDN-GLN-001]"
for file in doctype-entitet websidekopi nogen-andens-xml tom uden-navnerum; do
	exits 3 "$program" check "$samples/fjendtlige/$file.xml"
	out_says ": fatal: "
	exits 3 "$program" check --lang en "$samples/fjendtlige/$file.xml"
	out_says "could not be read and was not judged"
done

# ---- wrong use
exits 2 "$program"
exits 2 "$program" --strickt "$good"
err_says "--strickt"
err_says "mente du --strict?"
exits 2 "$program" --lang en --strickt "$good"
err_says "did you mean --strict?"
exits 2 "$program" --as-of 2026-13-01 "$good"
err_says "--as-of"
exits 2 "$program" --as-of
exits 2 "$program" --strict=1 "$good"
exits 2 "$program" --fail-on errror "$good"
err_says "mente du error?"
exits 2 "$program" --format jsn "$good"
err_says "mente du json?"
exits 2 "$program" --format json --format text "$good"
exits 2 "$program" --missing "$good"
err_says "--missing bruges ikke af kommandoen check"
exits 2 "$program" --rule IDN-GLN-01 "$good"
err_says "mente du IDN-GLN-001?"
exits 2 "$program" --pack lovgivnign "$good"
err_says "mente du lovgivning?"
exits 2 "$program" explain SAM-AFR-02
exits 2 "$program" list ruels
err_says "mente du rules?"
exits 3 "$program" chekc "$good"
err_says "mente du kommandoen check?"

# ---- what cannot be used is refused before anything is judged
exits 2 "$program" --rules-dir "$scratch/nowhere" "$good"
err_says "--rules-dir"
cp -r "$OLDPWD/rules" "$scratch/rules"
mkdir "$scratch/plugins"
cp "$OLDPWD/$BUILD"/plugins/*.so "$scratch/plugins/" 2>/dev/null
if [ -e "$scratch/plugins/identitet.so" ]; then
	rm "$scratch/plugins/identitet.so"
	exits 2 "$program" --plugin-dir "$scratch/plugins" "$good"
	err_says "identitet" # and where it is used
	err_says ".xml:"
	cp "$OLDPWD/$BUILD/tests/plugins/wrong-major.so" "$scratch/plugins/"
	exits 2 "$program" --plugin-dir "$scratch/plugins" "$good"
	err_says "wrong-major.so"
	exits 2 "$program" --lang en --plugin-dir "$scratch/plugins" "$good"
	err_says "wrong-major.so"
	rm "$scratch/plugins/wrong-major.so"
	cp "$OLDPWD/$BUILD/plugins/identitet.so" "$scratch/plugins/"
	chmod g+w "$scratch/plugins/identitet.so"
	exits 2 "$program" --plugin-dir "$scratch/plugins" "$good"
	err_says "identitet.so"
fi
file=$(find "$scratch/rules" -name '*.xml' -path '*lovgivning*' \
	! -name 'udgave-*' ! -name 'parametre.xml' ! -name 'regelsaet.xml' |
	sort | head -n 1)
sed -i "3s/^/<fejl>/" "$file"
exits 2 "$program" --rules-dir "$scratch/rules" "$good"
err_says "$file:"
[ ! -s "$scratch/out" ] && ok || fail "a report in spite of a broken pack"
rm -r "$scratch/rules"

# ---- files and folders
mkdir -p in/b in/a in/empty in/.hidden
cp "$good" in/a/2.xml
cp "$bad" in/b/1.xml
cp "$bad" in/.hidden/x.xml
echo note >in/a/readme.txt
exits 1 "$program" in/a in/b
cp out one
exits 1 "$program" ./in//b/ in/a/2.xml in/b/1.xml ./in/a
same out one
exits 3 "$program" in/empty in/a
out_says "in/empty: fatal: mappen har ingen *.xml at tjekke"
out_says "in/a/2.xml: "
exits 3 "$program" in/nothing.xml in/a
out_says "in/nothing.xml: fatal:"
exits 1 "$program" in/a in/b --format json
"$program" in/b in/a --format json >two
same out two
(cd in/b && "$program" . >"$scratch/here")
grep -q '^1.xml:' here && ok || fail "names in the current folder"
ln -s "$bad" in/a/link.xml
exits 3 "$program" in/a
out_says "in/a/link.xml: fatal:"
rm in/a/link.xml
exits 1 bash -c "'$program' --quiet - <'$bad'"
out_says "-:14:"
exits 1 bash -c "'$program' --quiet --stdin-name mit.xml - <'$bad'"
out_says "mit.xml:14:"
exits 1 "$program" -- in/b
if [ "$(id -u)" -ne 0 ]; then
	mkdir in/closed
	chmod 0 in/closed
	exits 3 "$program" in/closed in/a
	out_says "in/closed: fatal: mappen kan ikke læses: adgang nægtet"
	chmod 700 in/closed
fi

# ---- reports in files
exits 1 "$program" in --format text --format json:out.json --quiet
[ -s out.json ] && ok || fail "no out.json"
out_says "I alt 2 dokumenter"
grep -q '"schema_version": "1.0"' out.json && ok || fail "out.json"
ls out.json.* >/dev/null 2>&1 && fail "temporary file left" || ok
exits 2 "$program" in --format json:in/a/2.xml
err_says "overskrive"
same in/a/2.xml "$good"
exits 3 "$program" in --format json:nowhere/out.json
err_says "nowhere/out.json"
exits 2 "$program" in --format json:x --format text:x
exits 2 "$program" in --format json:
ln -s real.json link.json && echo old >real.json
exits 1 "$program" in --format json:link.json
[ -L link.json ] && grep -q schema_version real.json && ok ||
    fail "a link was replaced"
exits 1 "$program" in --format json:/dev/null

# ---- outputs that fail
if [ -w /dev/full ]; then
	exits 3 bash -c "'$program' in >/dev/full"
	err_says "der er ikke mere plads"
	exits 3 bash -c "'$program' list rules --lang en >/dev/full"
	err_says "no space left"
	exits 3 "$program" in --format json:/dev/full
fi
# the reader is gone before anything is written
exits 3 bash -c "'$program' in | { exec 0<&-; sleep 1; }
    exit \${PIPESTATUS[0]}"
err_says "modtageren er lukket"

# ---- severity and selection
exits 0 "$program" check --rule IDN-CPR "$bad"
out_says "Regler: 0 med fund"
exits 1 "$program" check --rule IDN-GLN-001 --pack identitet "$bad"
out_says "1 fund (1 fejl)"
exits 1 "$program" check --min-severity fatal "$bad"
out_says_not "error["
out_says "vises ikke (under fatal)"
exits 1 "$program" check --as-of 2024-06-01 "$bad"
out_says "1. juni 2024 (--as-of)"

# ---- colour
exits 1 "$program" --color always "$bad"
out_says $'\e['
exits 1 env CLICOLOR_FORCE=1 "$program" "$bad"
out_says $'\e['
exits 1 env CLICOLOR_FORCE=1 NO_COLOR=1 "$program" "$bad"
out_says_not $'\e['
exits 1 env CLICOLOR_FORCE=1 TERM=dumb "$program" "$bad"
out_says_not $'\e['
exits 1 env NO_COLOR=1 "$program" --color=always "$bad"
out_says $'\e['

# ---- the other commands
exits 0 "$program" --help
out_says "Kommandoer:"
exits 0 "$program" --help --lang en
out_says "Commands:"
exits 0 "$program" --version
for command in check explain list parameters test lint new version help; do
	exits 0 "$program" "$command" --help
	out_says "Brug: kontrakttjek"
	exits 0 "$program" "$command" --help --lang en
	out_says "Usage: kontrakttjek"
done
for list in rules packs plugins checks functions kinds; do
	for form in text json ids; do
		exits 0 "$program" list "$list" --format "$form"
		[ -n "$out" ] && ok || fail "list $list --format $form is empty"
	done
done
exits 0 "$program" list rules --pack identitet --format ids
out_says "IDN-CPR-001"
out_says_not "LOV-"
for rule in $("$program" list rules --format ids); do
	exits 0 "$program" explain "$rule"
	exits 0 "$program" explain --lang en "$rule"
	out_says "Source:"
done
exits 0 "$program" parameters --missing
out_says "ikke udfyldt"
exits 0 "$program" parameters --missing --format json
exits 0 "$program" parameters --missing --format xml
out_says "<parametervaerdier"
exits 0 "$program" version
out_says "libxml2 2."
exits 0 "$program" version --json
out_says '"abi_major": 1'

# ---- new: a skeleton is a document of its kind, and nothing is overwritten
for what in "kontrakt --omraade voksen" "kontrakt --omraade boern-unge" \
    takstblad; do
	for language in da en; do
		# shellcheck disable=SC2086 # two words each
		exits 0 "$program" new $what --lang "$language"
		cp out new.xml
		code=0
		"$program" check new.xml >checked || code=$?
		[ $code -le 1 ] && ok || fail "new $what is not judged ($code)"
	done
done
exits 0 "$program" new takstblad --output ny.xml
exits 2 "$program" new takstblad --output ny.xml
err_says "findes allerede"
exits 2 "$program" new kontrakt
err_says "boern-unge, voksen"
exits 2 "$program" new takstbald
err_says "mente du takstblad?"
exits 2 "$program" new

# ---- CPR numbers in no output
cpr=$samples/fjendtlige/cpr-i-klausul.xml
for form in text json; do
	"$program" "$cpr" --format "$form" >cpr.out 2>&1
	if grep -Eq '(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}([^0-9]|$)' \
	    cpr.out; then
		fail "a CPR number in the $form report"
	else
		ok
	fi
done
finish
