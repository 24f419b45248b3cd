#!/bin/bash
# make install with PREFIX and DESTDIR: the staged copy finds its own plugins
# and packs, a plugin is built out of the tree against what was installed, and
# uninstall leaves nothing behind.
. "$(dirname "$0")/sh/lib.bash"
need pkg-config make

# In a copy: another PREFIX links the program anew.
mkdir "$scratch/b"
cp -a "$BUILD"/{config.mk,include,libkontrakttjek.a,obj,plugins} \
    "$BUILD"/{static_plugins.c,kontrakttjek,.flags,.paths,.sources} \
    "$scratch/b/"
flags=(BUILD="$scratch/b" SAN="$SAN" CC="$CC" PREFIX=/opt/kt DESTDIR="$scratch/d")
exits 0 make -s install "${flags[@]}"
root=$scratch/d/opt/kt
for file in bin/kontrakttjek include/kontrakttjek/plugin.h \
    lib/pkgconfig/kontrakttjek.pc share/man/man1/kontrakttjek.1 \
    share/man/da/man1/kontrakttjek.1 \
    share/bash-completion/completions/kontrakttjek \
    share/kontrakttjek/rules/dokumenter.xml; do
	[ -s "$root/$file" ] && ok || fail "not installed: $file"
done

# Away from the tree, or it would find that.
cd "$scratch" || exit 1
exits 0 "$root/bin/kontrakttjek" version
out_says "regelsæt:"
exits 0 "$root/bin/kontrakttjek" list packs --format ids
cp out packs
exits 0 "$program" list packs --format ids
same out packs
exits 0 "$root/bin/kontrakttjek" list plugins --format json
[ "$(grep -c "\"file\": \"$root/lib/kontrakttjek/plugins/" out)" -gt 0 ] &&
    ok || fail "plugins from elsewhere"
mv "$root" "$scratch/moved"
exits 0 "$scratch/moved/bin/kontrakttjek" version
mv "$scratch/moved" "$root"

# A plugin of somebody else's, with nothing but the installed header.
export PKG_CONFIG_PATH=$root/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$scratch/d
cat >hilsen.c <<'END'
#include <kontrakttjek/plugin.h>

static kt_status say(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	(void)host;
	(void)call;
	(void)arguments;
	result->kind = KT_BOOLEAN;
	result->u.boolean = 0;
	return KT_OK;
}

static const struct kt_function functions[] = {
	{ sizeof(struct kt_function), "nej", "siger altid nej",
	    "always says no", NULL, 0, KT_BOOLEAN, 0, say },
};

static const struct kt_plugin hilsen = { sizeof(struct kt_plugin),
	KT_ABI_MAJOR, KT_ABI_MINOR, "hilsen", "hilsen", "1.0", "MPL-2.0",
	"et eksempel", "an example", functions, 1, NULL, 0 };

KT_PLUGIN(hilsen)
END
read -ra cflags < <(pkg-config --cflags kontrakttjek)
exits 0 gcc -std=c99 -Wall -Wextra -Wpedantic -Werror -fPIC -shared \
    -fvisibility=hidden "${cflags[@]}" -o hilsen.so hilsen.c
installed=$scratch/d$(pkg-config --variable=plugindir kontrakttjek |
	sed "s|^$scratch/d||")
cp hilsen.so "$installed/"
[ "$(pkg-config --variable=abi_major kontrakttjek)" = 1 ] && ok ||
    fail "abi_major in the pkg-config file"
rules=$root/share/kontrakttjek/rules
mkdir "$rules/hilsen"
cat >"$rules/hilsen/regelsaet.xml" <<'END'
<regelsaet xmlns="urn:kontrakttjek:regler:1" id="hilsen" praefiks="HIL" version="1">
  <titel>Hilsen</titel>
  <titel xml:lang="en">Greeting</titel>
  <udgiver>prøven</udgiver>
</regelsaet>
END
cat >"$rules/hilsen/udgave-1.xml" <<'END'
<udgave xmlns="urn:kontrakttjek:regler:1" id="1" fra="2000-01-01" status="vedtaget">
  <titel>Første</titel>
  <titel xml:lang="en">First</titel>
</udgave>
END
cat >"$rules/hilsen/regler.xml" <<'END'
<regler xmlns="urn:kontrakttjek:regler:1" kapitel="Hilsen">
  <regel id="HIL-001" alvor="error" dokument="kontrakt-voksen">
    <titel>Siger nej</titel>
    <titel xml:lang="en">Says no</titel>
    <kilde dokument="Prøven" status="verificeret"/>
    <hvorfor>For at se det.</hvorfor>
    <hvorfor xml:lang="en">To see it.</hvorfor>
    <krav test="hilsen:nej()"/>
    <besked>Pluginnet sagde nej.</besked>
    <besked xml:lang="en">The plugin said no.</besked>
    <raad>Ingenting.</raad>
    <raad xml:lang="en">Nothing.</raad>
    <eksempel udfald="fund" paa="kontrakt-voksen-inden"/>
  </regel>
</regler>
END
exits 1 "$root/bin/kontrakttjek" check --rule HIL-001 \
    "$OLDPWD/samples/kontrakt-voksen-inden/konform-basis-service.xml"
out_says "error[HIL-001] Pluginnet sagde nej."
rm -r "$rules/hilsen" "$installed/hilsen.so"

cd "$OLDPWD" || exit 1
exits 0 make -s uninstall "${flags[@]}"
left=$(find "$scratch/d" -type f)
[ -z "$left" ] && ok || fail "left behind: $left"
finish
