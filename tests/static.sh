#!/bin/bash
# STATIC_PLUGINS=1: the same answers without dlopen, and without the plugins
# of an earlier build being loaded beside those linked in.
. "$(dirname "$0")/sh/lib.bash"
need make

static=$BUILD/static
exits 0 make -s -j"$(nproc)" BUILD="$static" SAN="$SAN" CC="$CC" \
    STATIC_PLUGINS=1
# the program that lies in build/static finds its packs only when told
# shellcheck disable=SC2317 # called by exits
alone() {
	"$PWD/$static/kontrakttjek" "$@" --rules-dir rules
}
exits 0 alone version --json
cp "$scratch/out" "$scratch/one"
exits 0 "$program" version --json
same "$scratch/out" "$scratch/one"
exits 0 alone list functions --format ids
cp "$scratch/out" "$scratch/one"
exits 0 "$program" list functions --format ids
same "$scratch/out" "$scratch/one"
code=0
"$program" samples/takstblad samples/kontrakt-voksen-inden --format json \
    >"$scratch/one" || code=$?
exits $code alone samples/takstblad samples/kontrakt-voksen-inden \
    --format json
same "$scratch/out" "$scratch/one"
finish
