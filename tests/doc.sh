#!/bin/bash
# The committed rule pages are those that the rules would give today.
. "$(dirname "$0")/sh/lib.bash"

exits 0 "$program" doc --output "$scratch/regler"
diff -r doc/regler "$scratch/regler" >"$scratch/difference" && ok ||
	fail "doc/regler is stale: run $program doc --output doc/regler
$(head -n 20 "$scratch/difference")"
exits 2 "$program" doc
finish
