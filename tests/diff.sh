#!/bin/bash
# diff: the same papers on two days, and two editions of a pack.
. "$(dirname "$0")/sh/lib.bash"

draft=$PWD/samples/kontrakt-voksen-inden/udkast-afvigelser.xml
rules=$PWD/rules
broken=$PWD/samples/fjendtlige/afbrudt.xml
cd "$scratch" || exit 1
cp "$draft" k.xml

# ---- two days
exits 0 "$program" diff --as-of 2025-10-01 --as-of 2025-10-02 k.xml
out_says "k.xml: 1. oktober 2025 → 2. oktober 2025"
out_says "0 nye, 0 væk, 0 ændret."
exits 1 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 k.xml
out_says "styringsaftale-midtjylland 2025-26 → 2027-28"
out_says "nyt:      uafklaret"
out_says "ændret:   fund (error) → fund (warning) [SAM-OMF-002]"
out_says_not "[IDN-GLN-001]" # the same on both days
exits 1 "$program" diff --as-of 2027-02-01 --as-of 2025-10-01 --lang en k.xml
out_says "k.xml: 1 February 2027 → 1 October 2025"
out_says "changed:  finding (warning) → finding (error) [SAM-OMF-002]"
exits 1 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 --format json \
    k.xml
out_says '"kind": "alvor"'
out_says '"before": "2025-26"'
out_says '"complete": true'
exits 0 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 --rule IDN-GLN \
    k.xml
# a waiver that expires in between
echo '<fravigelser xmlns="urn:kontrakttjek:regler:1">' >fravigelser.xml
"$program" waiver add --rule IDN-GLN-001 --file k.xml --as-of 2025-10-01 \
    --reason "Aftalt i udvalget" --approved-by Chefen --expires 2026-12-31 \
    >>fravigelser.xml
echo '</fravigelser>' >>fravigelser.xml
exits 1 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 --rule IDN-GLN \
    k.xml
out_says "ændret:   fraveget → fund (error) [IDN-GLN-001]"
exits 0 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 --rule IDN-GLN \
    --no-waivers k.xml
rm fravigelser.xml
# the other way round from a paper that cannot be read
exits 3 "$program" diff --as-of 2025-10-01 --as-of 2025-10-02 "$broken" k.xml
err_says "afbrudt.xml: kunne ikke læses"
out_says "I alt: 0 nye"
exits 3 "$program" diff --as-of 2025-10-01 --as-of 2027-02-01 "$broken" k.xml
exits 2 "$program" diff --as-of 2025-10-01 k.xml
exits 2 "$program" diff --as-of 2025-10-01 --as-of 2025-10-02
exits 2 "$program" diff k.xml k.xml
err_says "diff --as-of DATO --as-of DATO"
exits 2 "$program" diff --as-of 2025-10-01 --as-of 2025-10-02 \
    --as-of 2025-10-03 k.xml
exits 2 "$program" check --as-of 2025-10-01 --as-of 2025-10-02 k.xml
err_says "kun sammenlignes med kommandoen diff"

# ---- two editions, of a pack whose content is known here
cp -r "$rules" own
pack=own/kl-voksen
cat >$pack/udgave-9-0.xml <<'XML'
<udgave xmlns="urn:kontrakttjek:regler:1" id="9.0" fra="2000-01-01" til="2000-12-31" status="udkast">
  <titel>9.0</titel><titel xml:lang="en">9.0</titel>
  <vaerdi navn="gaeldende-udgave" status="antaget" er="9.0"><kilde dokument="Et papir" afsnit="3"/></vaerdi>
</udgave>
XML
sed 's|id="9.0"|id="9.1"|; s|2000-|2001-|g; s|er="9.0"|er="9.1"|' \
    $pack/udgave-9-0.xml >$pack/udgave-9-1.xml
exits 0 "$program" diff --rules-dir own kl-voksen@9.0 kl-voksen@9.0
out_says "0 forskelle."
exits 1 "$program" diff --rules-dir own kl-voksen@9.0 kl-voksen@9.1
out_says "Før: 9.0"
out_says "Nu: 9.1"
out_says "Et papir, 3"
out_says "1 forskel."
sed -i 's|er="9.1"|er="9.0"|; s|status="antaget"|status="verificeret"|' \
    $pack/udgave-9-1.xml
exits 1 "$program" diff --rules-dir own KLV@9.0 KLV@9.1
out_says "Nu: 9.0"
out_says "(verificeret); Et papir, 3"
sed -i 's|status="verificeret"|status="antaget"|; s|afsnit="3"|afsnit="4"|' \
    $pack/udgave-9-1.xml
exits 1 "$program" diff --rules-dir own KLV@9.0 KLV@9.1
out_says "Et papir, 4"
# the value's status alone, its source being as sure as it was
sed -i 's|afsnit="4"|afsnit="3" status="antaget"|
    s|status="antaget" er|status="verificeret" er|' $pack/udgave-9-1.xml
exits 1 "$program" diff --rules-dir own KLV@9.0 KLV@9.1
out_says "(verificeret); Et papir, 3 (antaget"
sed -i '/<vaerdi/d' $pack/udgave-9-1.xml
exits 1 "$program" diff --rules-dir own KLV@9.0 KLV@9.1
out_says "væk       "
exits 1 "$program" diff --rules-dir own KLV@9.1 KLV@9.0 --lang en
out_says "added     "
exits 1 "$program" diff --rules-dir own KLV@9.1 KLV@9.0 --format json
out_says '"kind": "ny"'
out_says '"name": "gaeldende-udgave"'
out_says '"text": "9.0"'
# a rule that comes into force with the second
file=$(grep -l 'id="KLV-AFR-002"' $pack/*.xml)
sed -i '/id="KLV-AFR-002"/s/fra="[^"]*"/fra="2001-06-01"/' "$file"
exits 1 "$program" diff --rules-dir own KLV@9.0 KLV@9.1
out_says "KLV-AFR-002 træder i kraft"
exits 1 "$program" diff --rules-dir own KLV@9.1 KLV@9.0 --lang en
out_says "KLV-AFR-002 goes out of force"
# a list that differs only far down
long=$(for i in $(seq 1 40); do printf '<punkt>SEL-%s</punkt>' "$i"; done)
pack=own/styringsaftale-midtjylland
for n in 0 1; do
	cat >$pack/udgave-9-$n.xml <<-XML
		<udgave xmlns="urn:kontrakttjek:regler:1" id="9.$n" fra="200$n-01-01" til="200$n-12-31" status="udkast">
		<titel>9</titel><titel xml:lang="en">9</titel>
		<vaerdi navn="omfattede-lovgrundlag" status="antaget">$long<punkt>BL-$n</punkt><kilde dokument="P"/></vaerdi>
		</udgave>
	XML
done
exits 1 "$program" diff --rules-dir own SAM@9.0 SAM@9.1
out_says "1 forskel."
# a draft that is adopted changes every finding
sed 's|BL-1|BL-0|; s|status="udkast"|status="vedtaget"|' \
    $pack/udgave-9-1.xml >x && mv x $pack/udgave-9-1.xml
exits 1 "$program" diff --rules-dir own SAM@9.0 SAM@9.1
out_says "udkast: fund er højst advarsler"
exits 2 "$program" diff SAM@2025-26 KLV@2.0
err_says "samme regelsæt"
exits 2 "$program" diff SAM@2025-25 SAM@2025-26
err_says "mente du 2025-26?"
exits 2 "$program" diff SAN@2025-26 SAM@2025-26
exits 2 "$program" diff SAM@2025-26
finish
