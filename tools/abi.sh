#!/bin/sh
# Prints a number of the plugin interface: tools/abi.sh MAJOR
set -eu
sed -n "s/^#define KT_ABI_$1 \([0-9]*\)u.*/\1/p" \
    "$(dirname "$0")/../core/kontrakttjek/plugin.h"
