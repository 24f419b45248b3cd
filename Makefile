# kontrakttjek: one plain Makefile, nothing recursive. `make help` lists the
# verbs. A new file in core/, plugins/NAME/ or tests/ is found by itself.

VERSION := 0.1.0

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
PLUGINDIR ?= $(LIBDIR)/kontrakttjek/plugins
RULESDIR ?= $(DATADIR)/kontrakttjek/rules
COMPLETIONDIR ?= $(DATADIR)/bash-completion/completions
BUILD ?= build
PKG_CONFIG ?= pkg-config
OBJCOPY ?= objcopy
# SAN=address,undefined builds with sanitizers; STATIC_PLUGINS=1 links the
# plugins into the program; WERROR=1 turns warnings into errors.
SAN ?=
STATIC_PLUGINS ?=
WERROR ?=

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(SAN),)
CFLAGS ?= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2
else
CFLAGS ?= -O1 -g
endif

# One short line for each step; V=1 shows the commands.
V ?=
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(or $(2),$@))

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

# ---- what to build ---------------------------------------------------------

CORE := $(filter-out core/cli/main.c,$(sort $(shell find core -name '*.c')))
PLUGINS := $(sort $(patsubst plugins/%/,%,$(dir $(wildcard plugins/*/*.c))))
TESTS := $(sort $(wildcard tests/*.c))
TEST_PLUGINS := $(sort $(patsubst tests/plugins/%.c,%,\
	$(wildcard tests/plugins/*.c)))

PROGRAM := $(BUILD)/kontrakttjek
LIBRARY := $(BUILD)/libkontrakttjek.a
OBJ := $(BUILD)/obj
CORE_OBJECTS := $(CORE:%.c=$(OBJ)/%.o)
PLUGIN_FILES := $(PLUGINS:%=$(BUILD)/plugins/%.so)
TEST_PLUGIN_FILES := $(TEST_PLUGINS:%=$(BUILD)/tests/plugins/%.so)

# A plugin that was removed must not be loaded from an earlier build.
ifneq ($(STATIC_PLUGINS),)
WANTED_PLUGINS :=
LINKED_PLUGINS := $(PLUGINS)
else
WANTED_PLUGINS := $(PLUGIN_FILES)
LINKED_PLUGINS :=
endif
STALE := $(filter-out $(WANTED_PLUGINS),$(wildcard $(BUILD)/plugins/*.so)) \
	$(filter-out $(TEST_PLUGIN_FILES),$(wildcard $(BUILD)/tests/plugins/*.so))

all: $(PROGRAM) $(WANTED_PLUGINS)
	$(if $(strip $(STALE)),@rm -f $(STALE))

# ---- libraries: asked for once, installed where they are missing -----------

GOALS := $(or $(MAKECMDGOALS),all)
TEST_GOALS := test unit tests check-valgrind lint
ifneq ($(filter-out clean help format uninstall,$(GOALS)),)
include $(BUILD)/config.mk
endif
ifneq ($(filter $(TEST_GOALS) $(BUILD)/tests/%,$(GOALS)),)
include $(BUILD)/config-test.mk
endif

$(BUILD)/config.mk: tools/setup.sh
	@tools/setup.sh base
	@mkdir -p $(@D)
	@{ printf 'LIB_CFLAGS := ' && \
	   $(PKG_CONFIG) --cflags libxml-2.0 libpcre2-8 && \
	   printf 'XML2_LIBS := ' && $(PKG_CONFIG) --libs libxml-2.0 && \
	   printf 'PCRE2_LIBS := ' && $(PKG_CONFIG) --libs libpcre2-8; } > $@

$(BUILD)/config-test.mk: tools/setup.sh $(BUILD)/config.mk
	@tools/setup.sh test
	@mkdir -p $(@D)
	@{ printf 'CHECK_CFLAGS := ' && $(PKG_CONFIG) --cflags check && \
	   printf 'CHECK_LIBS := ' && $(PKG_CONFIG) --libs check; } > $@

setup:
	@tools/setup.sh base test

# ---- flags -----------------------------------------------------------------
# Ours first, the user's CFLAGS, CPPFLAGS and LDFLAGS after them.

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
SAN_FLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all)
BASE_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -fvisibility=hidden \
	-MMD -MP $(SAN_FLAGS)
# -fPIE, so that it also links on a compiler that does not default to it
CORE_CFLAGS = $(BASE_CFLAGS) -fPIE -iquote core $(LIB_CFLAGS) $(CPPFLAGS) $(CFLAGS)
# Plugins see the public header and nothing else of the core.
PLUGIN_CFLAGS = $(BASE_CFLAGS) -fPIC -I$(BUILD)/include $(LIB_CFLAGS) \
	$(CPPFLAGS) $(CFLAGS)
TEST_CFLAGS = $(BASE_CFLAGS) -fPIE -iquote core -I$(BUILD)/include -Itests $(LIB_CFLAGS) \
	$(CHECK_CFLAGS) -DKT_TEST_BUILD='"$(BUILD)"' $(CPPFLAGS) $(CFLAGS)
PROGRAM_LDFLAGS = -pie -Wl,-z,relro,-z,now $(SAN_FLAGS) $(LDFLAGS)
# An undefined symbol is refused at link; sanitizers need theirs open.
PLUGIN_LDFLAGS = -shared -Wl,--as-needed $(if $(SAN),,-Wl,-z,defs) \
	-Wl,-z,relro,-z,now $(SAN_FLAGS) $(LDFLAGS)
LIBS = $(XML2_LIBS) $(PCRE2_LIBS) -ldl

# $(call stamp,TEXT): a file that changes only when its text does.
define stamp
@mkdir -p $(@D)
@printf '%s\n' '$(subst ','\'',$(1))' > $@.new
@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
endef

FORCE:
$(BUILD)/.flags: FORCE
	$(call stamp,$(CC) $(CORE_CFLAGS) / $(PROGRAM_LDFLAGS) $(LIBS))
$(BUILD)/.paths: FORCE
	$(call stamp,$(VERSION) $(PLUGINDIR) $(RULESDIR))
$(BUILD)/.sources: FORCE
	$(call stamp,$(CORE) / $(LINKED_PLUGINS) / $(TESTS))

# ---- core ------------------------------------------------------------------

# Only the command line knows where things are installed.
$(OBJ)/core/cli/%.o: PATHS = -DKT_VERSION='"$(VERSION)"' \
	-DKT_PLUGINDIR='"$(PLUGINDIR)"' -DKT_RULESDIR='"$(RULESDIR)"'
$(OBJ)/core/cli/%.o: core/cli/%.c $(BUILD)/.flags $(BUILD)/.paths
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) $(PATHS) -c -o $@ $<

$(OBJ)/core/%.o: core/%.c $(BUILD)/.flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) -c -o $@ $<

# Made anew, or objects of removed files would stay inside.
$(LIBRARY): $(CORE_OBJECTS) $(BUILD)/.sources
	@rm -f $@
	$(call say,AR)
	$(Q)ar rcsD $@ $(CORE_OBJECTS)

$(PROGRAM): $(OBJ)/core/cli/main.o $(OBJ)/static_plugins.o $(LIBRARY)
	$(call say,LINK)
	$(Q)$(CC) $(PROGRAM_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)

# ---- plugins ---------------------------------------------------------------
# plugins/NAME/*.c -> build/plugins/NAME.so. A plugin that needs more than the
# public header, PCRE2 and the C library says so in plugins/NAME/plugin.mk
# (CFLAGS_NAME, LIBS_NAME). The umask keeps the loader content: it refuses
# what others may write.

-include $(sort $(wildcard plugins/*/plugin.mk))

PUBLIC_HEADER := $(BUILD)/include/kontrakttjek/plugin.h
$(PUBLIC_HEADER): core/kontrakttjek/plugin.h
	@mkdir -p $(@D)
	@ln -sf $(abspath $<) $@

entry = kt_plugin_$(subst -,_,$(1))

$(OBJ)/plugins/%.o: plugins/%.c $(BUILD)/.flags | $(PUBLIC_HEADER)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(PLUGIN_CFLAGS) $(CFLAGS_$(firstword $(subst /, ,$*))) -c -o $@ $<

$(OBJ)/static/%.o: plugins/%.c $(BUILD)/.flags | $(PUBLIC_HEADER)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(PLUGIN_CFLAGS) $(CFLAGS_$(firstword $(subst /, ,$*))) \
		-DKT_STATIC_ENTRY=$(call entry,$(firstword $(subst /, ,$*))) \
		-c -o $@ $<

# Linked in, a plugin keeps its names to itself as it does in a file of its
# own: everything but the entry becomes local.
define plugin_rules
$(BUILD)/plugins/$(1).so: \
	$(patsubst %.c,$(OBJ)/%.o,$(sort $(wildcard plugins/$(1)/*.c)))
	@umask 022; mkdir -p $$(@D); chmod go-w $$(@D)
	$$(call say,LINK)
	$$(Q)umask 022; $$(CC) $$(PLUGIN_LDFLAGS) -o $$@ $$(filter %.o,$$^) \
		$$(PCRE2_LIBS) $$(LIBS_$(1))
$(OBJ)/linked-$(1).o: $(patsubst plugins/%.c,$(OBJ)/static/%.o,\
	$(sort $(wildcard plugins/$(1)/*.c)))
	$$(call say,LINK)
	$$(Q)$$(CC) -r -nostdlib -no-pie -o $$@ $$(filter %.o,$$^)
	$$(Q)$$(OBJCOPY) --keep-global-symbol=$(call entry,$(1)) $$@
endef
$(foreach p,$(PLUGINS),$(eval $(call plugin_rules,$(p))))

# The tests call every plugin straight, whatever the program does.
$(PROGRAM) $(BUILD)/tests/forskel: $(LINKED_PLUGINS:%=$(OBJ)/linked-%.o)
$(PROGRAM) $(BUILD)/tests/forskel: \
	LIBS += $(foreach p,$(LINKED_PLUGINS),$(LIBS_$(p)))
$(BUILD)/tests/check_all: $(PLUGINS:%=$(OBJ)/linked-%.o)
$(BUILD)/tests/check_all: LIBS += $(foreach p,$(PLUGINS),$(LIBS_$(p)))

$(BUILD)/static_plugins.c: $(BUILD)/.sources
	@{ echo '/* Generated by the Makefile. */'; \
	   echo '#include "loader.h"'; \
	   $(foreach p,$(LINKED_PLUGINS),\
	   echo 'const struct kt_plugin *$(call entry,$(p))(void);';) \
	   echo 'const kt_plugin_entry kt_static_plugins[] = {'; \
	   $(foreach p,$(LINKED_PLUGINS),echo '	$(call entry,$(p)),';) \
	   echo '	NULL,'; \
	   echo '};'; } > $@

$(OBJ)/static_plugins.o: $(BUILD)/static_plugins.c $(BUILD)/.flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) -c -o $@ $<

# ---- tests -----------------------------------------------------------------
# tests/check_NAME.c gives `Suite *NAME_suite(void)`, declared in
# tests/suites.h; the table of suites is made from the file names, so that a
# suite cannot be forgotten. tests/plugins/NAME.c becomes a plugin of its own.

TEST_OBJECTS := $(TESTS:%.c=$(OBJ)/%.o)
SUITES := $(patsubst tests/check_%.c,%,$(filter tests/check_%.c,$(TESTS)))

$(OBJ)/tests/plugins/%.o: tests/plugins/%.c $(BUILD)/.flags | $(PUBLIC_HEADER)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(PLUGIN_CFLAGS) -Itests -c -o $@ $<

# Some of them lack on purpose what a real one must have.
comma := ,
$(BUILD)/tests/plugins/%.so: $(OBJ)/tests/plugins/%.o
	@umask 022; mkdir -p $(@D); chmod go-w $(@D)
	$(call say,LINK)
	$(Q)umask 022; $(CC) $(filter-out -Wl$(comma)-z$(comma)defs,\
		$(PLUGIN_LDFLAGS)) -o $@ $<

$(OBJ)/tests/%.o: tests/%.c $(BUILD)/.flags | $(PUBLIC_HEADER)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(TEST_CFLAGS) -c -o $@ $<

$(BUILD)/tests/suite_table.c: $(BUILD)/.sources
	@mkdir -p $(@D)
	@{ echo '/* Generated by the Makefile. */'; \
	   echo '#include <check.h>'; \
	   echo '#include "suites.h"'; \
	   echo 'Suite *(*const kt_suites[])(void) = {'; \
	   $(foreach s,$(SUITES),echo '	$(s)_suite,';) \
	   echo '	NULL,'; \
	   echo '};'; } > $@

$(OBJ)/tests/suite_table.o: $(BUILD)/tests/suite_table.c $(BUILD)/.flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(TEST_CFLAGS) -c -o $@ $<

$(BUILD)/tests/check_all: $(TEST_OBJECTS) $(OBJ)/tests/suite_table.o \
	$(OBJ)/static_plugins.o $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(PROGRAM_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS) \
		$(CHECK_LIBS)

# Asks an XPath 2.0 processor the same questions; tests/saxon.sh runs it.
$(BUILD)/tests/forskel: $(OBJ)/tests/saxon/forskel.o $(OBJ)/static_plugins.o \
	$(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(PROGRAM_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)

tests: all $(BUILD)/tests/check_all $(BUILD)/tests/forskel $(TEST_PLUGIN_FILES)

# Sanitizers and valgrind slow the tests down; the time limit follows.
unit: tests
	CK_TIMEOUT_MULTIPLIER=$(if $(SAN),10,2) $(BUILD)/tests/check_all

test: tests
	@tools/setup.sh test
	@BUILD=$(BUILD) SAN=$(SAN) CC='$(CC)' tools/test.sh

# The last line is the verdict; Check runs everything in one process, so that
# valgrind sees what the tests leave behind.
check-valgrind: tests
	CK_FORK=no CK_TIMEOUT_MULTIPLIER=50 valgrind --quiet \
		--error-exitcode=9 --leak-check=full \
		--errors-for-leak-kinds=definite,possible $(BUILD)/tests/check_all

demo: all
	@BUILD=$(BUILD) tools/demo.sh

bench: all
	@tools/setup.sh bench
	@BUILD=$(BUILD) CC='$(CC)' tools/bench.sh

bench-quick: all
	@tools/setup.sh bench
	@BUILD=$(BUILD) CC='$(CC)' tools/bench.sh --quick

bench-instructions: all
	@tools/setup.sh bench instructions
	@BUILD=$(BUILD) CC='$(CC)' tools/bench.sh --instructions

lint:
	@tools/setup.sh lint
	@LIB_CFLAGS='$(LIB_CFLAGS) $(CHECK_CFLAGS)' tools/lint.sh

format:
	clang-format -i $(sort $(shell find core plugins tests -name '*.c'))

# ---- install ---------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(PLUGINDIR) \
		$(DESTDIR)$(INCLUDEDIR)/kontrakttjek \
		$(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/da/man1 $(DESTDIR)$(COMPLETIONDIR)
	install -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/kontrakttjek
	$(if $(WANTED_PLUGINS),install -m 755 $(WANTED_PLUGINS) \
		$(DESTDIR)$(PLUGINDIR))
	cd rules && find . -type f -exec install -D -m 644 '{}' \
		'$(DESTDIR)$(RULESDIR)/{}' ';'
	install -m 644 core/kontrakttjek/plugin.h \
		$(DESTDIR)$(INCLUDEDIR)/kontrakttjek/plugin.h
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@INCLUDEDIR@|$(INCLUDEDIR)|' \
		-e 's|@PLUGINDIR@|$(PLUGINDIR)|; s|@RULESDIR@|$(RULESDIR)|' \
		-e 's|@VERSION@|$(VERSION)|' \
		-e "s|@ABI_MAJOR@|$$(tools/abi.sh MAJOR)|" \
		-e "s|@ABI_MINOR@|$$(tools/abi.sh MINOR)|" \
		tools/kontrakttjek.pc.in \
		> $(DESTDIR)$(LIBDIR)/pkgconfig/kontrakttjek.pc
	install -m 644 doc/kontrakttjek.1 $(DESTDIR)$(MANDIR)/man1
	install -m 644 doc/kontrakttjek.da.1 \
		$(DESTDIR)$(MANDIR)/da/man1/kontrakttjek.1
	install -m 644 doc/kontrakttjek.bash \
		$(DESTDIR)$(COMPLETIONDIR)/kontrakttjek

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/kontrakttjek \
		$(DESTDIR)$(INCLUDEDIR)/kontrakttjek/plugin.h \
		$(DESTDIR)$(LIBDIR)/pkgconfig/kontrakttjek.pc \
		$(DESTDIR)$(MANDIR)/man1/kontrakttjek.1 \
		$(DESTDIR)$(MANDIR)/da/man1/kontrakttjek.1 \
		$(DESTDIR)$(COMPLETIONDIR)/kontrakttjek \
		$(PLUGINS:%=$(DESTDIR)$(PLUGINDIR)/%.so)
	cd rules && find . -type f -exec rm -f '$(DESTDIR)$(RULESDIR)/{}' ';'
	find $(DESTDIR)$(RULESDIR) -depth -type d -empty -delete || true
	rmdir $(DESTDIR)$(PLUGINDIR) $(dir $(DESTDIR)$(PLUGINDIR)) \
		$(dir $(DESTDIR)$(RULESDIR)) \
		$(DESTDIR)$(INCLUDEDIR)/kontrakttjek 2>/dev/null || true

clean:
	rm -rf $(BUILD)

help:
	@echo 'make                build $(PROGRAM) and its plugins'
	@echo 'make demo           build, check the samples, show one report'
	@echo 'make test           build and run every test'
	@echo 'make unit           only the Check suites (CK_RUN_SUITE=name)'
	@echo 'make check-valgrind the Check suites under valgrind'
	@echo 'make bench          time it against xmllint; bench-quick: in short;'
	@echo '                    bench-instructions: count by callgrind'
	@echo 'make lint, format   compilers as errors, clang-format, shellcheck'
	@echo 'make install        PREFIX=$(PREFIX) DESTDIR='
	@echo 'make uninstall, clean'
	@echo 'variables           CC CFLAGS LDFLAGS SAN=address,undefined'
	@echo '                    STATIC_PLUGINS=1 WERROR=1 V=1 BUILD=build'

.PHONY: all setup tests unit test check-valgrind demo bench bench-quick \
	bench-instructions lint format \
	install uninstall clean help FORCE

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
