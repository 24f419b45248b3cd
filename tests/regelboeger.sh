#!/bin/bash
# The rules that are shipped against the rows of the rulebooks they are
# written from (tests/data/regelboeger.txt), id by id: each row is a rule, or
# has its reason in the table of rules/README.md. A suffix (".takst") marks one
# of several rules that share a row. Prints the count per pack.
. "$(dirname "$0")/sh/lib.bash"

"$program" list rules --format ids | sed 's/\..*//' | sort -u >"$scratch/rules"
grep -v '^#' tests/data/regelboeger.txt | sort >"$scratch/rows"
sed -n 's/^| \([A-Z]\{3\}-[A-Z]*-[0-9]\{3\}\) |.*|$/\1/p' rules/README.md |
	sort >"$scratch/reasons"

for row in $(comm -23 "$scratch/rows" "$scratch/rules"); do
	grep -qx "$row" "$scratch/reasons" && ok ||
		fail "$row is neither a rule nor explained in rules/README.md"
done
# a reason for a rule that is there has gone stale
for row in $(comm -12 "$scratch/rules" "$scratch/reasons"); do
	fail "$row is a rule now, but rules/README.md says why it is not"
done
# our own rules are few, and said to be ours
for rule in $(comm -13 "$scratch/rows" "$scratch/rules"); do
	grep -q "$rule" rules/README.md && ok ||
		fail "$rule is in no rulebook and not named in rules/README.md"
done
# how much is data: the numbers that rules/README.md gives
all=$("$program" list rules --format ids | wc -l)
checks=$(cat rules/*/*.xml | awk '/<regel /{ found = 0 } /<krav [^>]*tjek=/{ found = 1 }
    /<\/regel>/{ n += found; found = 0 } END { print n }')
grep -q "^$all rules; $((all - checks)) are written in the language alone, $checks use" \
    rules/README.md && ok ||
	fail "rules/README.md does not say: $all rules; $((all - checks)) … alone, $checks use …"
for pack in $(cut -c1-3 "$scratch/rows" | sort -u); do
	rows=$(grep -c "^$pack" "$scratch/rows")
	rules=$(comm -12 "$scratch/rows" "$scratch/rules" | grep -c "^$pack")
	echo "   $pack: $rules of $rows rows are rules"
	ok
done
finish
