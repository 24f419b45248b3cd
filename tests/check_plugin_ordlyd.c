#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../plugins/ordlyd/ordlyd.h"
#include "fake_host.h"
#include "bounds.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/ordlyd linked in. */
const struct kt_plugin *kt_plugin_ordlyd(void);

/* The plugin does not see the host's limits and must not have others. */
_Static_assert((int)ORDLYD_MATCH_LIMIT == (int)KT_MAX_REGEX_MATCHES &&
		   (int)ORDLYD_DEPTH_LIMIT == (int)KT_MAX_REGEX_DEPTH &&
		   (int)ORDLYD_HEAP_LIMIT == (int)KT_MAX_REGEX_HEAP,
    "limits");

#define NBSP "\xC2\xA0"

/* ---- patterns ---------------------------------------------------------- */

static const struct {
	const char *text;
	const char *pattern;
	const char *count;
} searches[] = {
	{ "Der er en løbende måned.", "løbende måned", "1" },
	{ "Der er en LØBENDE MÅNED.", "løbende måned", "1" },
	{ "Der er en LØBENDE MÅNED.", "(?-i)løbende måned", "0" },
	{ "løbende måned og løbende måned", "løbende måned", "2" },
	/* a space is any white space, as much as there is */
	{ "en løbende\n    måned", "løbende måned", "1" },
	{ "14" NBSP "dage", "14 dage", "1" },
	{ "14 \xE2\x80\xAF dage", "14 dage", "1" },
	{ "14dage", "14 dage", "0" },
	{ "14dage 14 dage 14  dage", "14 ?dage", "2" },
	{ "14dage 14 dage 14  dage", "14 *dage", "3" },
	{ "14dage 14 dage 14  dage", "14 {2}dage", "1" },
	{ "14 dage 14  dage", "14  ?dage", "2" },
	{ "14\ndage 14" NBSP "dage", "14 ?dage", "2" },
	{ "14   dage 14  dage", "14 {2}dage", "1" },
	{ "a]b a b axb", "[^] ]b", "1" },
	{ "a {x} b", "a {x} b", "1" },
	{ "a b", "a\\ b", "1" },
	{ "a\nb", "a\\ b", "0" },
	{ "a\nb", "\\Qa b\\E", "0" },
	{ "a b", "\\Qa b\\E", "1" },
	{ "a b a-b a\nb", "a[ -]b", "2" },
	{ "a b a]b", "a[] ]b", "2" },
	{ "a b a\nb a\xC2\xA0"
	  "b",
	    "a[[:space:] ]b", "3" },
	{ "a b", "(?x) a [ ] b", "1" },
	{ "a b", "(?x) a b", "0" },
	{ "ab", "(?x) a b", "1" },
	/* a lookbehind has a fixed length: one white space for each */
	{ "den 1. og den\n2.", "(?<=den )[0-9]", "2" },
	{ "den  1.", "(?<=den )[0-9]", "0" },
	/* lines mean nothing in text */
	{ "fra\nden 1.", "fra.den", "1" },
	{ "fra\n\n  1.", "fra.+1", "1" },
	{ "  1. marts  ", "^1\\. marts$", "1" },
	{ "\n1. marts\n", "^1", "1" },
	/* letters beyond ASCII */
	{ "på ny", "\\bpå\\b", "1" },
	{ "på ny", "\\bp\\b", "0" },
	{ "øre ørentvist", "øre\\b", "1" },
	{ "på x", "\\bå\\s", "0" },
	{ "æøå", "^\\w+$", "1" },
	{ "æøå", "^[[:alpha:]]+$", "1" },
	{ "\\b", "\\\\b", "1" },
	{ "ÆØÅ", "æøå", "1" },
	{ "", "a", "0" },
	{ "aaa", "a", "3" },
	{ "aaaa", "aa", "2" },
	{ "c", "[^ab]", "1" },
};

START_TEST(pattern_finds)
{
	char xml[256];
	struct fake *fake;

	snprintf(xml, sizeof(xml), "<k><a>%s</a></k>", searches[_i].text);
	fake = fake_create(xml);
	ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(), "antal", "a",
			     searches[_i].pattern),
	    searches[_i].count);
	ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(), "findes", "a",
			     searches[_i].pattern),
	    strcmp(searches[_i].count, "0") == 0 ? "false" : "true");
	fake_destroy(fake);
}
END_TEST

static const struct {
	const char *pattern;
	const char *da;
} bad_patterns[] = {
	{ "a(b", "ved byte 4" },
	{ "a b(c", "ved byte 6" },
	{ "[a-", "ved byte" },
	{ "a\\C", "ved byte" },
	{ "*a", "ved byte" },
	{ "\xC3(", "ved byte" },
	{ "(*UCP)a", "(*…)" },
	{ "a(*LIMIT_MATCH=1)", "(*…)" },
	{ "abc\\K", "\\K" },
	{ "a\\Kb\\.", "\\K" },
	{ "(?<=a b*)c", "ved byte" },
	/* what fits nothing at all fits everywhere */
	{ "a*", "ingen tekst" },
	{ "^(?!.*opsigelse)", "ingen tekst" },
	{ "", "tomt" },
	{ "\\b", "ingen tekst" },
	/* compiled sizes */
	{ "(?:(?:a{1,200}){1,200}){1,20}", "ved byte" },
	{ "(?:abcdefgh){1,60000}", "too large" },
};

START_TEST(pattern_is_refused)
{
	struct fake *fake = fake_create("<k><a>abc</a></k>");

	ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(), "findes", "a",
			     bad_patterns[_i].pattern),
	    "error 4");
	ck_assert_msg(
	    strstr(fake_reasons(fake, KT_DA), bad_patterns[_i].da) != NULL,
	    "%s says nothing of %s", fake_reasons(fake, KT_DA),
	    bad_patterns[_i].da);
	fake_set(fake, "i", "a");
	fake_set(fake, "moenster", bad_patterns[_i].pattern);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_ordlyd(), "forbudt", "."), "refused");
	ck_assert_ptr_nonnull(
	    strstr(fake_reasons(fake, KT_DA), bad_patterns[_i].da));
	fake_set(fake, "moenster", NULL);
	fake_set(fake, "moenstre", bad_patterns[_i].pattern);
	if (strchr(bad_patterns[_i].pattern, '|') == NULL &&
	    bad_patterns[_i].pattern[0] != '\0') {
		ck_assert_str_eq(
		    fake_check(fake, kt_plugin_ordlyd(), "forbudt", "."),
		    "ikke-tjekket");
		ck_assert_ptr_nonnull(
		    strstr(fake_reasons(fake, KT_DA), bad_patterns[_i].da));
	}
	fake_destroy(fake);
}
END_TEST

START_TEST(pattern_has_a_longest)
{
	static char pattern[ORDLYD_LONGEST_PATTERN + 2];
	struct fake *fake = fake_create("<k><a>abc</a></k>");

	memset(pattern, 'a', ORDLYD_LONGEST_PATTERN);
	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_ordlyd(), "findes", "a", pattern),
	    "false");
	pattern[ORDLYD_LONGEST_PATTERN] = 'a';
	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_ordlyd(), "findes", "a", pattern),
	    "error 4");
	fake_destroy(fake);
}
END_TEST

START_TEST(functions_search_all_nodes)
{
	struct fake *fake =
	    fake_create("<k><a>en</a><a>to en <b>en</b></a><c>en</c></k>");
	const struct kt_plugin *p = kt_plugin_ordlyd();

	ck_assert_str_eq(fake_function(fake, p, "antal", "a", "en"), "3");
	ck_assert_str_eq(fake_function(fake, p, "antal", "x", "en"), "0");
	ck_assert_str_eq(fake_function(fake, p, "findes", "x", "en"), "false");
	/* there may be more: found is found, the rest is open */
	ck_assert_str_eq(fake_function(fake, p, "findes", "a|*", "en"), "true");
	ck_assert_str_eq(
	    fake_function(fake, p, "findes", "a|*", "tre"), "unknown");
	ck_assert_str_eq(
	    fake_function(fake, p, "antal", "a|*", "en"), "unknown");
	ck_assert_str_eq(fake_function(fake, p, "antal", "a", "?"), "unknown");
	fake_destroy(fake);
}
END_TEST

/* ---- limits ------------------------------------------------------------ */

static const struct {
	const char *pattern;
	size_t size; /* of the text: below and above ORDLYD_JIT_FROM */
} heavy[] = {
	{ "^(a+)+$", 40 },
	{ "^(a+)+$", 40000 },
	{ "^(?:a|aa)+$", 40 },
	{ "^(?:.*a){20}[bc]", 300 },
	{ "(a|a)*[bc]", 40 },
	{ "^(?:(.)|b)*[xy]", 100000 },
};

/* A pattern that runs wild has not found out that there is nothing. */
START_TEST(a_limit_is_no_answer)
{
	size_t size = heavy[_i].size;
	char *xml = malloc(size + 32);
	struct fake *fake;

	ck_assert_ptr_nonnull(xml);
	memcpy(xml, "<k><a>", 6);
	memset(xml + 6, 'a', size);
	strcpy(xml + 6 + size, "!</a></k>");
	fake = fake_create(xml);
	ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(), "findes", "a",
			     heavy[_i].pattern),
	    "error 2");
	ck_assert_ptr_nonnull(strstr(fake_reasons(fake, KT_DA), "grænsen"));
	fake_set(fake, "i", "a");
	fake_set(fake, "moenster", heavy[_i].pattern);
	ck_assert_str_eq(fake_check(fake, kt_plugin_ordlyd(), "forbudt", "."),
	    "ikke-tjekket");
	ck_assert_ptr_nonnull(
	    strstr(fake_reasons(fake, KT_DA), heavy[_i].pattern));
	ck_assert_str_eq(fake_check(fake, kt_plugin_ordlyd(), "kraevet", "."),
	    "ikke-tjekket");
	ck_assert_str_eq(fake_findings(fake), "");
	fake_set(fake, "alle", "ja");
	ck_assert_str_eq(fake_check(fake, kt_plugin_ordlyd(), "kraevet", "."),
	    "ikke-tjekket");
	ck_assert_str_eq(fake_findings(fake), "");
	fake_destroy(fake);
	free(xml);
}
END_TEST

/* Long texts are searched by machine code, short ones are not. */
START_TEST(long_text_gives_the_same_answer)
{
	static const char *const patterns[] = { "løbende måned", "måned\\b",
		"[0-9]+ dage", "a(?=b)", "(?<=den )[0-9]", "findes ikke",
		"(?:a|b)+c", "X{3}$" };
	static const char *const counts[] = { "1", "1", "2", "1", "1", "0", "1",
		"1" };
	static const char words[] = "en LØBENDE\n måned, 14 dage eller 30" NBSP
				    "dage; den 1. ab bac XXX";
	size_t size = ORDLYD_JIT_FROM;
	char *xml = malloc(size + 2 * sizeof(words) + 64);
	struct fake *fake;

	ck_assert_ptr_nonnull(xml);
	memcpy(xml, "<k><a>", 6);
	memset(xml + 6, '.', size);
	sprintf(xml + 6 + size, "%s</a><b>%s</b></k>", words, words);
	fake = fake_create(xml);
	for (int i = 0; i < COUNT(patterns); i++) {
		ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(),
				     "antal", "a", patterns[i]),
		    counts[i]);
		ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(),
				     "antal", "b", patterns[i]),
		    counts[i]);
	}
	fake_destroy(fake);
	free(xml);
}
END_TEST

/* What the machine code's stack has no room for is searched without it. */
START_TEST(deep_search_goes_on_without_machine_code)
{
	size_t size = ORDLYD_JIT_FROM;
	size_t deep = 2000;
	char *xml = malloc(size + deep + 64);
	struct fake *fake;

	ck_assert_ptr_nonnull(xml);
	memcpy(xml, "<k><a>", 6);
	memset(xml + 6, '.', size);
	memset(xml + 6 + size, 'q', deep);
	strcpy(xml + 6 + size + deep, "z</a></k>");
	fake = fake_create(xml);
	ck_assert_str_eq(fake_function(fake, kt_plugin_ordlyd(), "findes", "a",
			     "(?:(q)|b)+z"),
	    "true");
	fake_destroy(fake);
	free(xml);
}
END_TEST

/* The interpreter and the machine code reach limits at different points; which
 * of them is asked depends on how much was searched before, and the answer must
 * not. The first runs are the interpreter's, the last the machine code's. */
START_TEST(answer_does_not_depend_on_what_came_before)
{
	/* at some length only the one can answer, or only the other */
	static const char *const patterns[] = { "^(?:a|aa)+$",
		"^(?:.*a){6}[cd]" };
	size_t size = 2 * ORDLYD_JIT_FROM;
	char *xml = malloc(size + 128);
	struct fake *fake;
	const char *first;

	ck_assert_ptr_nonnull(xml);
	memcpy(xml, "<k><a>", 6);
	memset(xml + 6, 'a', (size_t)_i);
	strcpy(xml + 6 + _i, "!</a><b>");
	memset(xml + strlen(xml), 'b', size);
	strcpy(xml + 6 + _i + 8 + size, "</b></k>");
	fake = fake_create(xml);
	for (int i = 0; i < COUNT(patterns); i++) {
		fake_set(fake, "moenster", patterns[i]);
		fake_set(fake, "i", "a");
		fake_prepare(fake, kt_plugin_ordlyd(), "forbudt");
		first = fake_check_again(fake, ".");
		fake_set(fake, "i", "b");
		ck_assert_str_eq(fake_check_again(fake, "."), "overholdt");
		fake_set(fake, "i", "a");
		ck_assert_str_eq(fake_check_again(fake, "."), first);
	}
	fake_destroy(fake);
	free(xml);
}
END_TEST

/* ---- checks ------------------------------------------------------------ */

static const struct {
	const char *check;
	const char *xml;
	const char *nodes;
	const char *pattern; /* NULL: left out */
	const char *patterns; /* NULL: left out */
	const char *option; /* "name=value" or NULL */
	const char *verdict;
	const char *findings;
} rules[] = {
	{ "forbudt", "<a>Fri opsigelse</a>", "a", "opsigelse", NULL, NULL,
	    "fund", "a \"opsigelse\"" },
	{ "forbudt", "<a>OPSIGELSE, opsigelse</a><a>opsigelse</a>", "a",
	    "opsigelse", NULL, NULL, "fund",
	    "a[1] \"OPSIGELSE\"; a[1] \"opsigelse\"; a[2] \"opsigelse\"" },
	{ "forbudt", "<a>OPSIGELSE, opsigelse</a>", "a", "opsigelse", NULL,
	    "versaler=ja", "fund", "a \"opsigelse\"" },
	{ "forbudt", "<a>OPSIGELSE, opsigelse</a>", "a", "opsigelse", NULL,
	    "versaler=nej", "fund", "a \"OPSIGELSE\"; a \"opsigelse\"" },
	{ "forbudt", "<a>x</a><b>opsigelse</b>", "a", "opsigelse", NULL, NULL,
	    "overholdt", "" },
	{ "forbudt", "<a>en to</a>", "a", NULL, "to|en|tre", NULL, "fund",
	    "a \"to\"; a \"en\"" },
	{ "forbudt", "<a>en to</a>", "a", "en", "to", NULL, "fund",
	    "a \"en\"; a \"to\"" },
	{ "forbudt", "<a>x <b>en <c>to</c></b></a>", "a", "to|en to", NULL,
	    NULL, "fund", "b \"en to\"" },
	{ "forbudt", "<a>x <b>en <c>to</c></b></a>", "a", "to", NULL, NULL,
	    "fund", "c \"to\"" },
	{ "forbudt", "<a x='en to'/>", "@x", "to", NULL, NULL, "fund",
	    "@x \"to\"" },
	{ "forbudt", "<a>x</a>", "z", "to", NULL, NULL, "ikke-relevant", "" },
	{ "forbudt", "<a>x</a>", "*", "to", NULL, NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a|*", "to", NULL, NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a|*", "x", NULL, NULL, "fund", "a \"x\"" },
	{ "forbudt", "<a>x</a>", "a|?", "to", NULL, NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a", NULL, "to|?", NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a", NULL, "?|to", NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a", NULL, "x|?", NULL, "fund", "a \"x\"" },
	{ "forbudt", "<a>x</a>", "a", NULL, "to|*", NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "a", NULL, "", NULL, "uafklaret", "" },
	{ "forbudt", "<a>x</a>", "error", "x", NULL, NULL, "ikke-tjekket", "" },
	{ "forbudt", "<a>x</a>", "a", NULL, "error", NULL, "ikke-tjekket", "" },
	/* a bad pattern later in the list spoils what came before it */
	{ "forbudt", "<a>x</a>", "a", NULL, "x|(", NULL, "ikke-tjekket",
	    "a \"x\"" },
	{ "forbudt", "<a>x</a>", "a", NULL, NULL, NULL, "refused", "" },
	{ "forbudt", "<a>x</a>", "a", "x", NULL, "versaler=måske", "refused",
	    "" },
	{ "kraevet", "<a>Fri opsigelse</a>", "a", "opsigelse", NULL, NULL,
	    "overholdt", "" },
	{ "kraevet", "<a>Fri</a><a>OPSIGELSE</a>", "a", "opsigelse", NULL, NULL,
	    "overholdt", "" },
	{ "kraevet", "<a>Fri</a><a>OPSIGELSE</a>", "a", "opsigelse", NULL,
	    "versaler=ja", "fund", "a[1]" },
	{ "kraevet", "<a>Fri</a><a>Varsel</a>", "a[2]", "opsigelse", NULL, NULL,
	    "fund", "a[2]" },
	{ "kraevet", "<a>Fri</a>", "z", "opsigelse", NULL, NULL, "fund", "k" },
	{ "kraevet", "<a>Fri</a>", "*", "opsigelse", NULL, NULL, "uafklaret",
	    "" },
	{ "kraevet", "<a>Fri</a>", "a|*", "opsigelse", NULL, NULL, "uafklaret",
	    "" },
	{ "kraevet", "<a>Fri</a>", "a|*", "fri", NULL, NULL, "overholdt", "" },
	{ "kraevet", "<a>Fri</a>", "?|a", "opsigelse", NULL, NULL, "uafklaret",
	    "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "tre|to", NULL,
	    "overholdt", "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "tre|fire", NULL, "fund",
	    "a[1]" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "tre|?", NULL,
	    "uafklaret", "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "?|to", NULL, "overholdt",
	    "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "to|?", NULL, "overholdt",
	    "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", NULL, "", NULL, "uafklaret",
	    "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", "en", "to", "alle=ja",
	    "overholdt", "" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", "en", "tre|fire", "alle=ja",
	    "fund", "a[1]; a[1]" },
	{ "kraevet", "<a>en</a><a>to</a>", "a", "en", "tre|fire", "alle=nej",
	    "overholdt", "" },
	{ "kraevet", "<a>en</a>", "a", NULL, "en|?", "alle=ja", "uafklaret",
	    "" },
	{ "kraevet", "<a>en</a>", "a", NULL, "to|?", "alle=ja", "fund", "a" },
	{ "kraevet", "<a>en</a>", "a|*", NULL, "en|to", "alle=ja", "uafklaret",
	    "" },
	{ "kraevet", "<a>en</a>", "z", NULL, "en|to", "alle=ja", "fund",
	    "k; k" },
	{ "kraevet", "<a>en</a>", "a", "en", NULL, "alle=begge", "refused",
	    "" },
	{ "kraevet", "<a>en</a>", "error", "en", NULL, NULL, "ikke-tjekket",
	    "" },
};

static void set_option(struct fake *fake, const char *option)
{
	const char *value = option != NULL ? strchr(option, '=') : NULL;
	static char name[32];

	if (value == NULL)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)(value - option), option);
	fake_set(fake, name, value + 1);
}

START_TEST(check)
{
	char xml[256];
	struct fake *fake;
	const char *verdict;

	snprintf(xml, sizeof(xml), "<k>%s</k>", rules[_i].xml);
	fake = fake_create(xml);
	fake_set(fake, "i", rules[_i].nodes);
	fake_set(fake, "moenster", rules[_i].pattern);
	fake_set(fake, "moenstre", rules[_i].patterns);
	set_option(fake, rules[_i].option);
	verdict = fake_check(fake, kt_plugin_ordlyd(), rules[_i].check, ".");
	ck_assert_msg(strcmp(verdict, rules[_i].verdict) == 0,
	    "%s of %s in %s is %s, not %s", rules[_i].check,
	    rules[_i].pattern != NULL ? rules[_i].pattern : rules[_i].patterns,
	    rules[_i].xml, verdict, rules[_i].verdict);
	ck_assert_str_eq(fake_findings(fake), rules[_i].findings);
	fake_destroy(fake);
}
END_TEST

START_TEST(missing_wording_says_what_and_why)
{
	struct fake *fake = fake_create("<k><a>en</a></k>");
	static char long_list[2000];

	fake_set(fake, "i", "a");
	fake_set(fake, "moenstre", "to|tre");
	fake_check(fake, kt_plugin_ordlyd(), "kraevet", ".");
	ck_assert_str_eq(fake_found(fake), " -> to | tre\n");
	ck_assert_str_eq(fake_notes(fake, KT_DA), "Ordlyden står ikke her\n");
	fake_set(fake, "i", "z");
	fake_check(fake, kt_plugin_ordlyd(), "kraevet", ".");
	ck_assert_str_eq(fake_notes(fake, KT_EN),
	    "There is no section in which the wording could stand\n");
	for (size_t i = 0; i < 166; i++)
		memcpy(long_list + i * 11, "abcdefghij|", 12);
	fake_set(fake, "moenstre", long_list);
	fake_check(fake, kt_plugin_ordlyd(), "kraevet", ".");
	ck_assert_uint_lt(strlen(fake_found(fake)), 530);
	ck_assert_ptr_nonnull(strstr(fake_found(fake), "abcdefghij | …\n"));
	fake_destroy(fake);
}
END_TEST

/* More patterns than are remembered, again and again. */
START_TEST(patterns_are_remembered_and_forgotten)
{
	struct fake *fake = fake_create("<k><a>p7 p77 p100</a></k>");
	static char list[1000];
	size_t size = 0;

	for (int i = 0; i < 100; i++)
		size += (size_t)sprintf(list + size, "p%d\\b|", i);
	fake_set(fake, "i", "a");
	fake_set(fake, "moenstre", list);
	fake_prepare(fake, kt_plugin_ordlyd(), "forbudt");
	for (int i = 0; i < 3; i++) {
		ck_assert_str_eq(fake_check_again(fake, "."), "fund");
		ck_assert_str_eq(fake_findings(fake), "a \"p7\"; a \"p77\"");
	}
	fake_set(fake, "moenstre", "p100|p7\\b");
	ck_assert_str_eq(fake_check_again(fake, "."), "fund");
	ck_assert_str_eq(fake_findings(fake), "a \"p100\"; a \"p7\"");
	fake_release(fake);
	fake_destroy(fake);
}
END_TEST

START_TEST(enough_findings_end_the_search)
{
	struct fake *fake = fake_create("<k><a>x x x x</a></k>");

	fake_set(fake, "i", "a");
	fake_set(fake, "moenster", "x");
	fake_finding_limit(fake, 2);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_ordlyd(), "forbudt", "."), "fund");
	ck_assert_str_eq(fake_findings(fake), "a \"x\"; a \"x\"");
	fake_finding_limit(fake, 0);
	ck_assert_str_eq(fake_check(fake, kt_plugin_ordlyd(), "forbudt", "."),
	    "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

Suite *plugin_ordlyd_suite(void)
{
	Suite *suite = suite_create("plugin_ordlyd");
	TCase *patterns = tcase_create("patterns");
	TCase *limits = tcase_create("limits");
	TCase *checks = tcase_create("checks");

	tcase_add_loop_test(patterns, pattern_finds, 0, COUNT(searches));
	tcase_add_loop_test(
	    patterns, pattern_is_refused, 0, COUNT(bad_patterns));
	tcase_add_test(patterns, pattern_has_a_longest);
	tcase_add_test(patterns, functions_search_all_nodes);
	suite_add_tcase(suite, patterns);
	tcase_add_loop_test(limits, a_limit_is_no_answer, 0, COUNT(heavy));
	tcase_add_test(limits, long_text_gives_the_same_answer);
	tcase_add_loop_test(
	    limits, answer_does_not_depend_on_what_came_before, 10, 30);
	tcase_add_test(limits, deep_search_goes_on_without_machine_code);
	suite_add_tcase(suite, limits);
	tcase_add_loop_test(checks, check, 0, COUNT(rules));
	tcase_add_test(checks, missing_wording_says_what_and_why);
	tcase_add_test(checks, patterns_are_remembered_and_forgotten);
	tcase_add_test(checks, enough_findings_end_the_search);
	suite_add_tcase(suite, checks);
	return suite;
}
