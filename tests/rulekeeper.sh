#!/bin/bash
# A rule keeper adds a rule by XML alone and an edition by one file: exactly
# the lines that README.md shows.
. "$(dirname "$0")/sh/lib.bash"

rules=$scratch/rules
cp -r rules "$rules"
# block N of the ```xml blocks of the README
block() {
	awk -v n="$1" '/^```xml/ { k++; next } /^```/ { if (k == n) exit }
	    k == n' README.md
}
block 1 >"$scratch/rule"
block 2 >"$scratch/edition"
id=$(sed -n 's/.*<regel id="\([^"]*\)".*/\1/p' "$scratch/rule")
[ -n "$id" ] && ok || fail "README.md shows no rule"

# the rule goes into a file of its pack, before the closing tag
file=$rules/kl-voksen/afregning.xml
[ -e "$file" ] || file=$(grep -l '<regler' "$rules"/kl-voksen/*.xml |
	sort | head -n 1)
sed -i '/<\/regler>/d' "$file"
cat "$scratch/rule" >>"$file"
echo '</regler>' >>"$file"
exits 0 "$program" explain "$id" --rules-dir "$rules"
out_says "$id"
exits 0 "$program" test kl-voksen --rules-dir "$rules"
exits 0 "$program" lint kl-voksen --rules-dir "$rules"
exits 0 "$program" list rules --format ids
out_says_not "$id"

# the edition is a new file
edition=$(sed -n 's/.*<udgave [^>]*id="\([^"]*\)".*/\1/p' "$scratch/edition")
from=$(sed -n 's/.*<udgave [^>]*fra="\([^"]*\)".*/\1/p' "$scratch/edition")
[ -n "$edition" ] && [ -n "$from" ] && ok || fail "README.md shows no edition"
cp "$scratch/edition" \
    "$rules/styringsaftale-midtjylland/udgave-$edition.xml"
exits 0 "$program" list packs --rules-dir "$rules" \
    --pack styringsaftale-midtjylland --format json
out_says "\"$edition\""
exits 1 "$program" check --fail-on info --as-of "$from" --rules-dir "$rules" \
    samples/kontrakt-voksen-inden/udkast-afvigelser.xml
out_says "styringsaftale-midtjylland $edition"
finish
