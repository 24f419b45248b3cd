#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "descriptor.h"
#include "loader.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* ---- a directory for each test ----------------------------------------- */

static char scratch[64];
static struct kt_library *library;
static struct kt_error failure;
static size_t built_in; /* plugins linked into the program */

static void set_up(void)
{
	snprintf(scratch, sizeof(scratch), "/tmp/kt-loader-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(scratch));
	kt_error_clear(&failure);
	library = NULL;
	for (built_in = 0; kt_static_plugins[built_in] != NULL;)
		built_in++;
}

static void tear_down(void)
{
	char command[96];

	kt_library_destroy(library);
	snprintf(command, sizeof(command), "rm -r %s", scratch);
	ck_assert_int_eq(system(command), 0);
}

static const char *in_scratch(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

/* The mocks are built by the Makefile: tests/plugins/NAME.c. */
static size_t read_mock(const char *name, char *bytes, size_t room)
{
	const char *folder = getenv("KT_TEST_PLUGINS");
	char path[512];
	size_t size;
	FILE *file;

	ck_assert_msg(folder != NULL, "KT_TEST_PLUGINS is not set");
	snprintf(path, sizeof(path), "%s/%s.so", folder, name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s: %s", path, strerror(errno));
	size = fread(bytes, 1, room, file);
	fclose(file);
	ck_assert_uint_lt(size, room);
	return size;
}

static void write_file(const char *name, const char *bytes, size_t size)
{
	FILE *file = fopen(in_scratch(name), "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(in_scratch(name), 0644), 0);
}

static char image[1 << 20];

static size_t put_mock(const char *name)
{
	char file[64];
	size_t size = read_mock(name, image, sizeof(image));

	snprintf(file, sizeof(file), "%s.so", name);
	write_file(file, image, size);
	return size;
}

static kt_status load(void)
{
	return kt_library_load(scratch, &library, &failure);
}

static void refused(const char *file, const char *da, const char *en)
{
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_ptr_null(library);
	ck_assert_msg(strstr(failure.message[KT_DA], da) != NULL,
	    "\"%s\" says nothing of \"%s\"", failure.message[KT_DA], da);
	ck_assert_msg(strstr(failure.message[KT_EN], en) != NULL,
	    "\"%s\" says nothing of \"%s\"", failure.message[KT_EN], en);
	ck_assert_str_eq(failure.file, in_scratch(file));
}

/* ---- good ones --------------------------------------------------------- */

START_TEST(loads_sorted_and_finds_by_name)
{
	const struct kt_loaded_plugin *plugin = NULL;
	const struct kt_function *function;
	const struct kt_check *check;

	put_mock("other");
	put_mock("good-two");
	put_mock("good");
	ck_assert_int_eq(load(), KT_OK);
	ck_assert_uint_eq(library->count, built_in + 3);
	for (size_t i = 1; i < library->count; i++) {
		ck_assert_str_lt(library->plugins[i - 1].plugin.name,
		    library->plugins[i].plugin.name);
	}
	function = kt_library_function(
	    library, KT_S("other"), KT_S("second"), &plugin);
	ck_assert_ptr_nonnull(function);
	ck_assert_str_eq(function->name, "second");
	ck_assert_int_eq((int)function->result, KT_DECIMAL);
	ck_assert_str_eq(plugin->plugin.name, "other");
	ck_assert_str_eq(plugin->file.data, in_scratch("other.so"));
	ck_assert_ptr_nonnull(
	    kt_library_check(library, KT_S("other.check"), NULL));
	check = kt_library_check(library, KT_S("good.check"), &plugin);
	ck_assert_ptr_nonnull(check);
	ck_assert_str_eq(check->parameters[0].name, "dato");
	ck_assert_str_eq(plugin->plugin.name, "good");
	ck_assert_int_eq(check->check(NULL, NULL, NULL, 0), KT_VERDICT_PASS);
}
END_TEST

static const struct {
	const char *prefix;
	const char *name;
	const char *check;
} unknown_names[] = {
	{ "good", "third", "good.third" },
	{ "goo", "first", "goo.check" },
	{ "goods", "first", "goods.check" },
	{ "", "first", ".check" },
	{ "good", "", "good." },
	{ "good", "check", "good.first" },
	{ "good.", "first", "check" },
	{ "", "", "" },
};

START_TEST(finds_nothing_else)
{
	struct kt_string prefix = kt_string_of(unknown_names[_i].prefix);
	struct kt_string name = kt_string_of(unknown_names[_i].name);
	struct kt_string check = kt_string_of(unknown_names[_i].check);

	put_mock("good");
	ck_assert_int_eq(load(), KT_OK);
	ck_assert_ptr_null(kt_library_function(library, prefix, name, NULL));
	ck_assert_ptr_null(kt_library_check(library, check, NULL));
	ck_assert_ptr_null(
	    kt_library_check(library, (struct kt_string){ NULL, 0 }, NULL));
}
END_TEST

START_TEST(a_newer_minor_version_is_read_by_its_own_sizes)
{
	struct kt_value result = { KT_UNKNOWN, 0, { 0 } };
	const struct kt_function *function;

	put_mock("newer");
	ck_assert_int_eq(load(), KT_OK);
	function =
	    kt_library_function(library, KT_S("newer"), KT_S("second"), NULL);
	ck_assert_ptr_nonnull(function);
	ck_assert_int_eq(function->call(NULL, NULL, NULL, &result), KT_OK);
	ck_assert_int_eq(result.u.boolean, 1);
	ck_assert_ptr_nonnull(
	    kt_library_check(library, KT_S("newer.last"), NULL));
}
END_TEST

START_TEST(only_files_ending_in_so_are_read)
{
	write_file("README", "x", 1);
	write_file("good.so.bak", "x", 1);
	write_file("good.SO", "x", 1);
	write_file("so", "x", 1);
	ck_assert_int_eq(load(), KT_OK);
	ck_assert_uint_eq(library->count, built_in);
}
END_TEST

START_TEST(without_a_directory_only_what_is_built_in)
{
	ck_assert_int_eq(kt_library_load(NULL, &library, &failure), KT_OK);
	ck_assert_uint_eq(library->count, built_in);
	kt_library_destroy(library);
	library = NULL;
	ck_assert_int_eq(
	    kt_library_load(in_scratch("not-there"), &library, &failure),
	    KT_OK);
	ck_assert_uint_eq(library->count, built_in);
	kt_library_destroy(NULL);
}
END_TEST

static int open_files(void)
{
	DIR *files = opendir("/proc/self/fd");
	int count = 0;

	ck_assert_ptr_nonnull(files);
	while (readdir(files) != NULL)
		count++;
	closedir(files);
	return count;
}

START_TEST(nothing_stays_open)
{
	int before = open_files();

	put_mock("good");
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(load(), KT_OK);
		kt_library_destroy(library);
		library = NULL;
	}
	put_mock("null-callback");
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_int_eq(chmod(in_scratch("good.so"), 0666), 0);
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_int_eq(chmod(scratch, 0777), 0);
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_int_eq(open_files(), before);
	/* under a sanitizer libraries stay, and clang says so in its own way */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
	ck_assert_ptr_null(
	    dlopen(in_scratch("good.so"), RTLD_NOW | RTLD_NOLOAD));
#endif
}
END_TEST

/* ---- refused: what the plugin says ------------------------------------- */

static const struct {
	const char *mock;
	const char *da;
	const char *en;
} bad_plugins[] = {
	{ "wrong-major", "grænseflade 2.0", "interface 2.0" },
	{ "wrong-symbol", "grænseflade 2;", "interface 2;" },
	{ "no-symbol", "kontrakttjek_plugin_v1 mangler", "is no plugin" },
	{ "undefined", "kt_this_function_does_not_exist", "cannot be loaded" },
	{ "null-descriptor", "ingen beskrivelse", "no descriptor" },
	{ "small-size", "struct_size er 16", "struct_size is 16" },
	{ "large-size", "struct_size er 5000", "struct_size is 5000" },
	{ "null-name", "feltet name mangler", "name is missing" },
	{ "bad-name", "\"Bad_Name\" er ikke et navn", "is no name" },
	{ "null-callback", "functions[0].call mangler", "call is missing" },
	{ "duplicate-function", "\"first\" findes to gange", "there twice" },
	{ "misnamed", "hedde \"another-name.so\"", "calls itself" },
};

START_TEST(bad_plugin_is_refused)
{
	char file[64];

	put_mock(bad_plugins[_i].mock);
	snprintf(file, sizeof(file), "%s.so", bad_plugins[_i].mock);
	refused(file, bad_plugins[_i].da, bad_plugins[_i].en);
}
END_TEST

START_TEST(a_good_plugin_does_not_help_a_bad_one)
{
	put_mock("good");
	put_mock("null-callback");
	put_mock("other");
	refused("null-callback.so", "mangler", "missing");
}
END_TEST

START_TEST(prefix_is_unique)
{
	put_mock("good");
	put_mock("duplicate-prefix");
	refused(
	    "good.so", "præfikset \"good\" bruges også", "duplicate-prefix.so");
}
END_TEST

/* ---- refused: the file ------------------------------------------------- */

START_TEST(writable_for_others_is_refused)
{
	static const mode_t modes[] = { 0646, 0664, 0666, 0777 };

	put_mock("good");
	ck_assert_int_eq(chmod(in_scratch("good.so"), modes[_i]), 0);
	refused("good.so", "kan skrives", "is writable");
}
END_TEST

START_TEST(writable_directory_is_refused)
{
	static const mode_t modes[] = { 0702, 0720, 0777, 01777 };

	put_mock("good");
	ck_assert_int_eq(chmod(scratch, modes[_i]), 0);
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_ptr_nonnull(strstr(failure.message[KT_DA], "kan skrives"));
	ck_assert_str_eq(failure.file, scratch);
}
END_TEST

START_TEST(foreign_owner_is_refused)
{
	put_mock("good");
	if (geteuid() != 0)
		return; /* only root can give a file away */
	ck_assert_int_eq(chown(in_scratch("good.so"), 12345, 0), 0);
	refused("good.so", "bruger 12345", "user 12345");
	kt_error_clear(&failure);
	ck_assert_int_eq(chown(in_scratch("good.so"), 0, 0), 0);
	ck_assert_int_eq(chown(scratch, 12345, 0), 0);
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_ptr_nonnull(strstr(failure.message[KT_EN], "user 12345"));
}
END_TEST

START_TEST(links_and_odd_files_are_refused)
{
	char first[128];

	put_mock("good");
	switch (_i) {
	case 0:
		ck_assert_int_eq(symlink("good.so", in_scratch("a.so")), 0);
		refused("a.so", "symbolsk link", "symbolic link");
		break;
	case 1:
		ck_assert_int_eq(mkdir(in_scratch("a.so"), 0755), 0);
		refused("a.so", "almindelig fil", "regular file");
		break;
	case 2:
		ck_assert_int_eq(mkfifo(in_scratch("a.so"), 0600), 0);
		refused("a.so", "almindelig fil", "regular file");
		break;
	default:
		/* the same file under two names */
		snprintf(first, sizeof(first), "%s/good.so", scratch);
		ck_assert_int_eq(link(first, in_scratch("a.so")), 0);
		refused("a.so", "hedde \"good.so\"", "calls itself");
	}
}
END_TEST

static const struct {
	const char *text;
	const char *da;
} bad_files[] = {
	{ "", "ikke et delt bibliotek" },
	{ "not a library, but long enough to hold the header of one, so that "
	  "what is read is text and not the end of the file",
	    "ikke et delt bibliotek" },
	{ "\177ELF", "ikke et delt bibliotek" },
};

START_TEST(what_is_no_library_is_refused)
{
	write_file("a.so", bad_files[_i].text, strlen(bad_files[_i].text));
	refused("a.so", bad_files[_i].da, "shared library");
}
END_TEST

static const struct {
	size_t at;
	char byte;
} bad_headers[] = {
	{ 0, 'x' }, /* magic */
	{ 4, 1 }, /* a class of 32 bits */
	{ 16, 1 }, /* an object file */
	{ 16, 2 }, /* a program at a fixed place */
	{ 54, 1 }, /* size of a program header */
};

START_TEST(what_is_no_library_of_ours_is_refused)
{
	size_t size = put_mock("good");

	image[bad_headers[_i].at] = bad_headers[_i].byte;
	write_file("good.so", image, size);
	ck_assert_int_eq(load(), KT_E_USE);
	ck_assert_ptr_null(strstr(failure.message[KT_EN], "cannot be loaded"));
}
END_TEST

/* dlopen dies of such files with SIGBUS; at no length may it get that far. */
START_TEST(a_cut_file_is_refused)
{
	size_t size = put_mock("good");
	size_t step = size / 200 + 1;

	for (size_t cut = 0; cut < size; cut += step) {
		kt_error_clear(&failure);
		write_file("good.so", image, cut);
		ck_assert_msg(
		    load() == KT_E_USE, "loaded with %zu of %zu", cut, size);
		ck_assert_ptr_null(library);
	}
	kt_error_clear(&failure);
	write_file("good.so", image, size - 1);
	refused("good.so", "afkortet", "cut short");
	kt_error_clear(&failure);
	write_file("good.so", image, size);
	ck_assert_int_eq(load(), KT_OK);
}
END_TEST

START_TEST(directory_must_be_one)
{
	put_mock("good");
	switch (_i) {
	case 0:
		ck_assert_int_eq(
		    kt_library_load("plugins", &library, &failure), KT_E_USE);
		ck_assert_ptr_nonnull(
		    strstr(failure.message[KT_EN], "whole path"));
		break;
	case 1:
		ck_assert_int_eq(
		    kt_library_load(in_scratch("good.so"), &library, &failure),
		    KT_E_USE);
		break;
	default:
		ck_assert_int_eq(symlink(scratch, in_scratch("link")), 0);
		ck_assert_int_eq(
		    kt_library_load(in_scratch("link"), &library, &failure),
		    KT_E_USE);
	}
	ck_assert_ptr_null(library);
	ck_assert_str_ne(failure.message[KT_DA], "");
	ck_assert_str_ne(failure.file, "");
}
END_TEST

/* ---- descriptors ------------------------------------------------------- */

static kt_status answer(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	(void)host;
	(void)call;
	(void)arguments;
	(void)result;
	return KT_OK;
}

static kt_verdict judge(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	(void)host;
	(void)call;
	(void)state;
	(void)subject;
	return KT_VERDICT_PASS;
}

/* Everything that a test may want to spoil, writable. */
static struct sample {
	char name[80];
	struct kt_parameter parameters[3];
	struct kt_function functions[2];
	struct kt_check checks[2];
	struct kt_plugin plugin;
} sample;

static void make_sample(void)
{
	static const struct sample good = {
		"sample",
		{ { "a", KT_ANY, KT_PARAM_SEQUENCE },
		    { "b", KT_STRING, KT_PARAM_ACCEPTS_UNKNOWN },
		    { "c", KT_NODE, KT_PARAM_OPTIONAL } },
		{ { sizeof(struct kt_function), "f1", "da", "en", NULL, 3,
		      KT_BOOLEAN, 0, answer },
		    { sizeof(struct kt_function), "f2", "da", "en", NULL, 0,
			KT_DURATION, 0, answer } },
		{ { sizeof(struct kt_check), "c1", "da", "en", NULL, 3, NULL,
		      judge, NULL, NULL },
		    { sizeof(struct kt_check), "c2", "da", "en", NULL, 0, NULL,
			judge, NULL, NULL } },
		{ sizeof(struct kt_plugin), KT_ABI_MAJOR, KT_ABI_MINOR, NULL,
		    "sample", "1", "MIT", "da", "en", NULL, 2, NULL, 2 },
	};

	sample = good;
	sample.functions[0].parameters = sample.parameters;
	sample.checks[0].parameters = sample.parameters;
	sample.plugin.name = sample.name;
	sample.plugin.functions = sample.functions;
	sample.plugin.checks = sample.checks;
}

/* One line for each place. */
/* clang-format off */

/* Spoils the sample in one place; false after the last place. */
static bool spoil_plugin(int number)
{
	struct kt_plugin *p = &sample.plugin;

	switch (number) {
	case 0: p->struct_size = 0; break;
	case 1: p->struct_size = offsetof(struct kt_plugin, check_count); break;
	case 2: p->struct_size = 4097; break;
	case 3: p->abi_major = 0; break;
	case 4: p->prefix = NULL; break;
	case 5: p->version = NULL; break;
	case 6: p->licence = NULL; break;
	case 7: p->summary_da = NULL; break;
	case 8: p->summary_en = ""; break;
	case 9: p->functions = NULL; break;
	case 10: p->checks = NULL; break;
	case 11: p->function_count = SIZE_MAX; break;
	case 12: p->check_count = 1025; break;
	case 13: p->prefix = "1a"; break;
	case 14: p->prefix = "a b"; break;
	case 15: p->prefix = "a_b"; break;
	case 16: p->prefix = "å"; break;
	case 17: memset(sample.name, 'a', 65); break;
	default: return false;
	}
	return true;
}

static bool spoil_item(int number)
{
	struct kt_function *f = sample.functions;
	struct kt_check *c = sample.checks;

	switch (number) {
	case 0: f[0].struct_size -= sizeof(void *); break;
	case 1: f[1].struct_size += sizeof(void *); break;
	case 2: f[0].struct_size = 4104; break;
	case 3: f[0].struct_size += 1; break;
	case 4: f[1].name = NULL; break;
	case 5: f[1].name = "f1"; break;
	case 6: f[1].name = "-f"; break;
	case 7: f[1].summary_da = NULL; break;
	case 8: f[1].summary_en = NULL; break;
	case 9: f[1].call = NULL; break;
	case 10: f[1].result = KT_UNKNOWN; break;
	case 11: f[1].result = KT_NODE; break;
	case 12: f[1].result = KT_ANY; break;
	case 13: f[1].result = 77; break;
	case 14: f[1].parameter_count = 1; break;
	case 15: f[0].parameter_count = 33; break;
	case 16: c[0].struct_size = 8; break;
	case 17: c[1].struct_size = 8; break;
	case 18: c[1].name = "c1"; break;
	case 19: c[1].name = ""; break;
	case 20: c[1].summary_da = NULL; break;
	case 21: c[1].summary_en = NULL; break;
	case 22: c[1].check = NULL; break;
	case 23: c[1].parameter_count = 1; break;
	default: return false;
	}
	return true;
}

static bool spoil_parameter(int number)
{
	struct kt_parameter *p = sample.parameters;

	switch (number) {
	case 0: p[1].name = NULL; break;
	case 1: p[1].name = "B"; break;
	case 2: p[1].name = "a"; break;
	case 3: p[1].kind = KT_UNKNOWN; break;
	case 4: p[1].kind = KT_ANY + 1; break;
	case 5: p[1].flags = KT_PARAM_EXPRESSION; break;
	case 6: p[0].flags = KT_PARAM_OPTIONAL; break;
	default: return false;
	}
	return true;
}

/* clang-format on */

static kt_status accept_sample(struct kt_arena *arena, struct kt_plugin *out)
{
	kt_error_clear(&failure);
	return kt_descriptor_accept(arena, &sample.plugin, out, &failure);
}

START_TEST(descriptor_spoilt_anywhere_is_refused)
{
	static bool (*const spoil[])(
	    int) = { spoil_plugin, spoil_item, spoil_parameter };
	struct kt_plugin copy;
	struct kt_arena arena;

	kt_arena_init(&arena);
	make_sample();
	ck_assert_int_eq(accept_sample(&arena, &copy), KT_OK);
	for (int number = 0;; number++) {
		make_sample();
		if (!spoil[_i](number))
			break;
		ck_assert_msg(accept_sample(&arena, &copy) == KT_E_USE,
		    "table %d, place %d was accepted", _i, number);
		ck_assert_str_ne(failure.message[KT_DA], "");
		ck_assert_str_ne(failure.message[KT_EN], "");
	}
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(descriptor_outlives_its_source)
{
	struct kt_plugin copy;
	struct kt_arena arena;

	kt_arena_init(&arena);
	make_sample();
	ck_assert_int_eq(accept_sample(&arena, &copy), KT_OK);
	memset(&sample, 0x55, sizeof(sample));
	ck_assert_str_eq(copy.name, "sample");
	ck_assert_str_eq(copy.functions[1].name, "f2");
	ck_assert_str_eq(copy.functions[0].parameters[2].name, "c");
	ck_assert_str_eq(copy.checks[0].parameters[1].name, "b");
	ck_assert_uint_eq(copy.checks[0].parameters[0].kind, KT_ANY);
	kt_arena_finish(&arena);
}
END_TEST

START_TEST(descriptor_at_its_limits)
{
	static struct kt_parameter many[32];
	static char names[32][4];
	static char text[1025];
	struct kt_plugin copy;
	struct kt_arena arena;

	kt_arena_init(&arena);
	make_sample();
	memset(sample.name, 'a', 64);
	memset(text, 'b', 1024);
	sample.plugin.summary_da = text;
	for (int i = 0; i < 32; i++) {
		snprintf(names[i], sizeof(names[i]), "p%d", i);
		many[i] = (struct kt_parameter){ names[i], KT_DATE, 0 };
	}
	sample.functions[0].parameters = many;
	sample.functions[0].parameter_count = 32;
	ck_assert_int_eq(accept_sample(&arena, &copy), KT_OK);
	ck_assert_uint_eq(strlen(copy.name), 64);
	ck_assert_uint_eq(strlen(copy.summary_da), 1024);
	ck_assert_str_eq(copy.functions[0].parameters[31].name, "p31");
	kt_arena_finish(&arena);
}
END_TEST

/* A check has attributes, which have no order, and its parameters may be
 * expressions; nothing at all is a plugin too. */
START_TEST(descriptor_may_be_little)
{
	struct kt_plugin copy;
	struct kt_arena arena;

	kt_arena_init(&arena);
	make_sample();
	sample.plugin.function_count = 0;
	sample.plugin.functions = NULL;
	sample.parameters[0].flags = KT_PARAM_OPTIONAL | KT_PARAM_EXPRESSION;
	ck_assert_int_eq(accept_sample(&arena, &copy), KT_OK);
	sample.plugin.check_count = 0;
	sample.plugin.checks = NULL;
	ck_assert_int_eq(accept_sample(&arena, &copy), KT_OK);
	kt_arena_finish(&arena);
}
END_TEST

Suite *loader_suite(void)
{
	Suite *suite = suite_create("loader");
	TCase *good = tcase_create("good");
	TCase *bad = tcase_create("bad");
	TCase *descriptor = tcase_create("descriptor");

	tcase_add_checked_fixture(good, set_up, tear_down);
	tcase_add_test(good, loads_sorted_and_finds_by_name);
	tcase_add_loop_test(good, finds_nothing_else, 0, COUNT(unknown_names));
	tcase_add_test(good, a_newer_minor_version_is_read_by_its_own_sizes);
	tcase_add_test(good, only_files_ending_in_so_are_read);
	tcase_add_test(good, without_a_directory_only_what_is_built_in);
	tcase_add_test(good, nothing_stays_open);
	suite_add_tcase(suite, good);
	tcase_add_checked_fixture(bad, set_up, tear_down);
	tcase_add_loop_test(bad, bad_plugin_is_refused, 0, COUNT(bad_plugins));
	tcase_add_test(bad, a_good_plugin_does_not_help_a_bad_one);
	tcase_add_test(bad, prefix_is_unique);
	tcase_add_loop_test(bad, writable_for_others_is_refused, 0, 4);
	tcase_add_loop_test(bad, writable_directory_is_refused, 0, 4);
	tcase_add_test(bad, foreign_owner_is_refused);
	tcase_add_loop_test(bad, links_and_odd_files_are_refused, 0, 4);
	tcase_add_loop_test(
	    bad, what_is_no_library_is_refused, 0, COUNT(bad_files));
	tcase_add_loop_test(bad, what_is_no_library_of_ours_is_refused, 0,
	    sizeof(void *) == 8 ? COUNT(bad_headers) : 1);
	tcase_add_test(bad, a_cut_file_is_refused);
	tcase_add_loop_test(bad, directory_must_be_one, 0, 3);
	suite_add_tcase(suite, bad);
	tcase_add_loop_test(
	    descriptor, descriptor_spoilt_anywhere_is_refused, 0, 3);
	tcase_add_test(descriptor, descriptor_outlives_its_source);
	tcase_add_test(descriptor, descriptor_at_its_limits);
	tcase_add_test(descriptor, descriptor_may_be_little);
	suite_add_tcase(suite, descriptor);
	return suite;
}
