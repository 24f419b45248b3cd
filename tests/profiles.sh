#!/bin/bash
# The shipped profiles: each can be used, says in reports what it changed, and
# never makes anything of what is fatal milder.
. "$(dirname "$0")/sh/lib.bash"

draft=$PWD/samples/kontrakt-voksen-inden/udkast-afvigelser.xml
final=$PWD/samples/kontrakt-voksen-uden/endelig-skjulte-fejl.xml
template=$PWD/rules/eksempler/skabelon-voksen-uden.xml
rules=$PWD/rules
cd "$scratch" || exit 1

# ---- list
exits 0 "$program" list profiles --format ids
for id in endelig forhandling match skabelon; do
	out_says "$id"
	[ -e "$rules/profiler/$id.xml" ] && ok || fail "no file for $id"
done
exits 0 "$program" list profiles --format json
out_says '"act": "udelad"'
exits 0 "$program" list profiles --lang en
out_says "Without KLV-UNS KLB-UNS."
for id in $("$program" list profiles --format ids); do
	exits 1 "$program" --profil "$id" --fail-on info "$draft"
	out_says "profilen $id"
	# the states add up, whatever is left out
	sum=$(sed -n 's/^Regler: //p' <<<"$out" | tr -c '0-9=\n' ' ')
	total=${sum##*=}
	sum=${sum%%=*}
	parts=0
	for n in $sum; do parts=$((parts + n)); done
	[ "$parts" -eq "${total// /}" ] && ok || fail "$id: $sum is not $total"
done
exits 2 "$program" --profil forhandlng "$draft"
err_says "mente du »forhandling«?"
exits 2 "$program" --profile= "$draft"
exits 2 "$program" explain --profil endelig IDN-GLN-001
err_says "bruges ikke af kommandoen explain"

# ---- forhandling: money and terms first, unsigned is fine
exits 1 "$program" --profil forhandling --format kompakt "$draft"
first=$(head -n 1 "$scratch/out")
[[ $first == *" KLV-PRI-"* || $first == *" TAK-"* ]] && ok ||
    fail "first is $first"
cut -d: -f2 "$scratch/out" | sed '$d' >lines
sort -n lines | cmp -s - lines && fail "told in order of lines" || ok
exits 1 "$program" --profil forhandling "$draft"
out_says "warning[IDN-GLN-001]"
out_says "reglens alvor er error; profilen forhandling sætter den til warning"
exits 1 "$program" --profile forhandling --lang en "$draft"
out_says "the rule's severity is error; the profile forhandling sets it to warning"
exits 1 "$program" --profil forhandling --format json "$draft"
out_says '"profile": "forhandling"'
out_says '"regraded_from": "error"'
out_says "profilen har ikke reglen med"
# unsigned, and final in everything else
sed '/<underskrift/,/<\/underskrift>/d' "$final" >unsigned.xml
exits 1 "$program" --rule KLV-UNS unsigned.xml
exits 0 "$program" --rule KLV-UNS --profil forhandling unsigned.xml
exits 1 "$program" --rule KLV-UNS --profil endelig unsigned.xml

# ---- endelig: nothing is left out or made milder
exits 1 "$program" --profil endelig --format json "$draft"
out_says_not "profilen har ikke reglen med"

# ---- skabelon: open fields are fine, a placeholder in a clause is not
exits 0 "$program" --profil skabelon "$template"
sed 's|Parterne giver hinanden|Parterne [navne] giver hinanden|' \
    "$template" >template.xml
cmp -s "$template" template.xml && fail "nothing was edited"
exits 1 "$program" --profil skabelon --fail-on warning template.xml
out_says "[SKA-PLA-002.tekst]"
sed 's|<felt navn="start"[^>]*>|&010190-1234|; s|<p>Parterne giver|<p>010190-1234 |' \
    "$template" >template.xml
exits 1 "$program" --profil skabelon template.xml
out_says "fatal[IDN-CPR-004]"
out_says_not "010190-1234"

# ---- match: the form of the contract is left out
exits 1 "$program" --profil match --format kompakt "$draft"
out_says_not " SKA-KLA-"
out_says " LOV-PAR-001"

# ---- a profile of one's own, and what it cannot do
cp -r "$rules" own
why='<hvorfor>D.</hvorfor><hvorfor xml:lang="en">E.</hvorfor>'
# profile PARTS: own/profiler/min.xml
profile() {
	cat >own/profiler/min.xml <<-XML
		<profil xmlns="urn:kontrakttjek:regler:1" id="min">
		<titel>Min</titel><titel xml:lang="en">Mine</titel>
		<om>Min.</om><om xml:lang="en">Mine.</om>
		$1
		</profil>
	XML
}
sed -i '/id="IDN-GLN-001"/s/alvor="error"/alvor="fatal"/' own/*/*.xml
profile "<udelad regler='IDN'>$why</udelad>"
exits 1 "$program" --rules-dir own --profil min "$draft"
out_says "fatal[IDN-GLN-001]"
out_says_not "[IDN-KOM-001]"
profile "<vaelg regler='SAM'/>"
exits 1 "$program" --rules-dir own --profil min "$draft"
out_says "fatal[IDN-GLN-001]"
out_says_not "[IDN-KOM-001]"
profile "<alvor regler='IDN' er='info'>$why</alvor>"
exits 1 "$program" --rules-dir own --profil min "$draft"
out_says "fatal[IDN-GLN-001]"
out_says "info[IDN-KOM-001]"
profile "<udelad regler='IDN-GLN-001'>$why</udelad>"
exits 2 "$program" --rules-dir own --profil min "$draft"
err_says "own/profiler/min.xml:4:"
err_says "IDN-GLN-001 er fatal og kan ikke udelades"
profile "<alvor regler='IDN-GLN-001' er='error'>$why</alvor>"
exits 2 "$program" --rules-dir own --profil min --lang en "$draft"
err_says "IDN-GLN-001 is fatal and cannot be made milder"
profile "<udelad regler='IDN-GLN-1'>$why</udelad>"
exits 2 "$program" --rules-dir own --profil min "$draft"
err_says "mente du »IDN-GLN-001«?"
# what is fatal is neither waived nor known
profile ""
printf '%s\n' '<fravigelser xmlns="urn:kontrakttjek:regler:1">' \
    '<fravigelse regel="IDN-GLN-001" dokument="*" godkendt-af="C"' \
    ' udloeber="2099-12-31"><aarsag>Aftalt i udvalget</aarsag></fravigelse>' \
    '</fravigelser>' >w.xml
exits 1 "$program" --rules-dir own --fravigelser w.xml "$draft"
out_says "fatal[IDN-GLN-001]"
out_says "fundet må ikke fraviges"
exits 0 "$program" --rules-dir own baseline create "$draft"
out_says_not "IDN-GLN-001"
finish
