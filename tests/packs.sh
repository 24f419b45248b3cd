#!/bin/bash
# The packs as they are shipped: their examples come out as they say, lint has
# no error, and every file is valid by its RELAX NG schema in two validators.
. "$(dirname "$0")/sh/lib.bash"
need xmllint jing java

exits 0 "$program" test
tail -n 1 "$scratch/out" | sed 's/^/   /'
exits 0 "$program" test --lang en
exits 0 "$program" lint
tail -n 1 "$scratch/out" | sed 's/^/   /'

mapfile -t packs < <(find rules -name '*.xml' ! -path 'rules/skema/*' \
	! -path 'rules/eksempler/*' | sort)
exits 0 xmllint --noout --relaxng rules/skema/regler.rng "${packs[@]}"
exits 0 jing rules/skema/regler.rng "${packs[@]}"

# The base documents of the examples, each by the schema of its root.
for schema in kontrakt takst tilbud aftale; do
	mapfile -t papers < <(grep -l "urn:kontrakttjek:$schema:1" \
		rules/eksempler/*.xml | sort)
	exits 0 xmllint --noout --relaxng "rules/skema/$schema.rng" \
	    "${papers[@]}"
	exits 0 jing "rules/skema/$schema.rng" "${papers[@]}"
done
# a path that no example has anything for is told
cp -r rules "$scratch/untried"
sed -i '/id="ledsagelse"/d' "$scratch/untried/takst/struktur.xml"
"$program" lint takst --rules-dir "$scratch/untried" >"$scratch/out" 2>&1
out=$(cat "$scratch/out")
out_says 'TAK-STR-001: vejen »self::tillaeg« rammer intet i noget eksempel'
finish
