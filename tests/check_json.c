#include <string.h>

#include "json.h"
#include "json_reader.h"
#include "suites.h"

static struct kt_buffer text;
static struct kt_sink sink;
static struct kt_json json;

static bool collect(void *data, struct kt_string bytes)
{
	kt_buffer_add(data, bytes);
	return !((struct kt_buffer *)data)->failed;
}

static void setup(void)
{
	kt_buffer_init(&text);
	sink = (struct kt_sink){ collect, &text, false };
	kt_json_init(&json, &sink);
}

static void teardown(void)
{
	kt_buffer_finish(&text);
}

START_TEST(test_structure)
{
	kt_json_object(&json);
	kt_json_number(kt_json_key(&json, "n"), 18446744073709551615u);
	kt_json_array(kt_json_key(&json, "list"));
	kt_json_bool(&json, true);
	kt_json_null(&json);
	kt_json_date(&json, (struct kt_date){ 2026, 3, 1 });
	kt_json_array_end(&json);
	kt_json_object(kt_json_key(&json, "empty"));
	kt_json_object_end(&json);
	kt_json_optional(kt_json_key(&json, "nothing"), KT_S(""));
	kt_json_object_end(&json);
	kt_json_finish(&json);
	ck_assert_str_eq(text.data, "{\n"
				    "  \"n\": 18446744073709551615,\n"
				    "  \"list\": [\n"
				    "    true,\n"
				    "    null,\n"
				    "    \"2026-03-01\"\n"
				    "  ],\n"
				    "  \"empty\": {},\n"
				    "  \"nothing\": null\n"
				    "}\n");
	ck_assert(json_valid(text.data));
}
END_TEST

static const struct {
	const char *name;
	struct kt_string in;
	const char *out;
} strings[] = {
	{ "plain", { "blåbær", 8 }, "\"blåbær\"" },
	{ "quote and backslash", { "a\"b\\c", 5 }, "\"a\\\"b\\\\c\"" },
	{ "control", { "\n\r\t\001\x1F\x7F", 6 },
	    "\"\\n\\r\\t\\u0001\\u001f\\u007f\"" },
	{ "zero", { "a\0b", 3 }, "\"a\\u0000b\"" },
	{ "four bytes", { "\xF0\x9F\x99\x82", 4 }, "\"\xF0\x9F\x99\x82\"" },
	{ "latin-1", { "bl\xE5", 3 }, "\"bl\xEF\xBF\xBD\"" },
	{ "cut off", { "\xE2\x82", 2 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "overlong", { "\xC0\xAF", 2 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "surrogate", { "\xED\xA0\x80", 3 },
	    "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "too large", { "\xF4\x90\x80\x80", 4 },
	    "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "empty", { "", 0 }, "\"\"" },
};

START_TEST(test_string)
{
	kt_json_string(&json, strings[_i].in);
	ck_assert_msg(strcmp(text.data, strings[_i].out) == 0, "%s: %s",
	    strings[_i].name, text.data);
	ck_assert_msg(json_valid(text.data), "%s", strings[_i].name);
}
END_TEST

START_TEST(test_too_deep)
{
	for (int i = 0; i < KT_JSON_DEPTH; i++)
		kt_json_array(&json);
	ck_assert(!sink.failed);
	kt_json_array(&json);
	ck_assert(sink.failed);
}
END_TEST

/* The tests' own reader must not be one that says yes to everything. */
START_TEST(test_reader)
{
	static const char *const bad[] = { "", "{", "[1,]", "{\"a\":}",
		"{\"a\" 1}", "[1 2]", "\"a", "\"\\x\"", "\"\t\"", "01", "nul",
		"{} {}", "{a:1}" };
	char out[16];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!json_valid(bad[i]), "%s", bad[i]);
	ck_assert(json_find(
	    "{\"a\": [0, {\"b\": \"x\"}]}", "a[1].b", out, sizeof(out)));
	ck_assert_str_eq(out, "\"x\"");
	ck_assert(!json_find("{\"a\": []}", "a[0]", out, sizeof(out)));
	ck_assert(!json_find("{\"a\": 1}", "b", out, sizeof(out)));
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("Core");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_structure);
	tcase_add_loop_test(
	    tc, test_string, 0, (int)(sizeof(strings) / sizeof(strings[0])));
	tcase_add_test(tc, test_too_deep);
	tcase_add_test(tc, test_reader);
	suite_add_tcase(suite, tc);
	return suite;
}
