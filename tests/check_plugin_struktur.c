#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/struktur linked in. */
const struct kt_plugin *kt_plugin_struktur(void);

/* ---- functions --------------------------------------------------------- */

static const struct {
	const char *function;
	const char *argument;
	const char *expected;
} calls[] = {
	{ "fortloebende", "1|2|3", "true" },
	{ "fortloebende", "7|8", "true" },
	{ "fortloebende", "7", "true" },
	{ "fortloebende", "", "true" },
	{ "fortloebende", "0|1.0|2", "true" },
	{ "fortloebende", "-1|0|1", "true" },
	{ "fortloebende", "1|3", "false" },
	{ "fortloebende", "1|1", "false" },
	{ "fortloebende", "2|1", "false" },
	{ "fortloebende", "1|1.5|2", "false" },
	{ "fortloebende", "1|?|3", "unknown" },
	/* what may still come can fill a gap */
	{ "fortloebende", "1|3|*", "unknown" },
	{ "fortloebende", "1|2|*", "unknown" },
	{ "fortloebende", "2|1|*", "false" },
	{ "fortloebende", "2|1|2|*", "false" },
	{ "fortloebende", "1|1|*", "false" },
	{ "fortloebende", "99999999999999999999999999999999999999|1",
	    "error 2" },
	{ "entydige", "a|b|c", "true" },
	{ "entydige", "", "true" },
	{ "entydige", "a|b|a", "false" },
	{ "entydige", "a| a ", "false" },
	{ "entydige", "a|A", "true" },
	{ "entydige", "a|aa", "true" },
	{ "entydige", "1|1.0", "false" },
	{ "entydige", "1|2|a", "true" },
	{ "entydige", "a|?|b", "unknown" },
	{ "entydige", "a|?|a", "false" },
	{ "entydige", "a|b|*", "unknown" },
	{ "entydige", "a|a|*", "false" },
	{ "entydige", "<x", "false" },
	{ "entydige", "<x[1]|<y", "true" },
	{ "entydige", "<x[1]|en", "false" },
	{ "entydige", "<tom", "unknown" },
};

START_TEST(answer)
{
	struct fake *fake =
	    fake_create("<k><x>en</x><y>to</y><x> en </x><tom/></k>");
	const char *actual = fake_function(
	    fake, kt_plugin_struktur(), calls[_i].function, calls[_i].argument);

	ck_assert_msg(strcmp(actual, calls[_i].expected) == 0,
	    "%s(%s) is %s, not %s", calls[_i].function, calls[_i].argument,
	    actual, calls[_i].expected);
	fake_destroy(fake);
}
END_TEST

/* ---- skema ------------------------------------------------------------- */

static const struct {
	uint32_t kind;
	const char *node;
	const char *name;
	const char *nearest;
	const char *allowed;
	const char *selected; /* the word of `slags` that chooses it */
	const char *found;
	const char *da;
	const char *en;
} issues[] = {
	{ KT_ISSUE_UNKNOWN_ELEMENT, "a", "betalinsfrist", "betalingsfrist", "",
	    "navne", "betalinsfrist -> betalingsfrist\n",
	    "Ukendt navn \"betalinsfrist\"; mente du \"betalingsfrist\"?\n",
	    "Unknown name \"betalinsfrist\"; did you mean "
	    "\"betalingsfrist\"?\n" },
	{ KT_ISSUE_UNKNOWN_ELEMENT, "a", "xyz", "", "", "navne", "xyz -> \n",
	    "Ukendt navn \"xyz\"\n", "Unknown name \"xyz\"\n" },
	{ KT_ISSUE_MISPLACED_ELEMENT, "a", "slut", "", "", "pladser",
	    "slut -> \n", "\"slut\" er ikke tilladt her\n",
	    "\"slut\" is not allowed here\n" },
	{ KT_ISSUE_UNKNOWN_ATTRIBUTE, "@x", "x", "y", "", "attributter",
	    "x -> y\n", "Ukendt attribut \"x\"; mente du \"y\"?\n",
	    "Unknown attribute \"x\"; did you mean \"y\"?\n" },
	{ KT_ISSUE_MISSING_ATTRIBUTE, "a", "id", "", "", "attributter",
	    "id -> \n", "Her mangler attributten \"id\"\n",
	    "The attribute is missing here: \"id\"\n" },
	{ KT_ISSUE_VALUE, "a", "foruden", "forud", "en af: forud, bagud",
	    "vaerdier", "foruden -> forud\n",
	    "Værdien passer ikke: her skal stå en af: forud, bagud; mente du "
	    "\"forud\"?\n",
	    "The value does not fit: expected en af: forud, bagud; did you "
	    "mean \"forud\"?\n" },
	{ KT_ISSUE_VALUE, "a", "2026-02-30", "", "dato", "vaerdier",
	    "2026-02-30 -> \n", "Værdien passer ikke: her skal stå dato\n",
	    "The value does not fit: expected dato\n" },
	{ KT_ISSUE_TEXT, "a", "løst", "", "", "tekst", "løst -> \n",
	    "Her må ikke stå tekst\n", "No text is allowed here\n" },
	{ 40, "a", "nyt", "", "", NULL, "nyt -> \n",
	    "Passer ikke til skemaet: \"nyt\"\n",
	    "Does not fit the schema: \"nyt\"\n" },
};

static struct fake *issue_fake(int i)
{
	struct fake *fake = fake_create("<k><a x='1'/><b/></k>");

	fake_issue(fake, issues[i].kind, issues[i].node, issues[i].name,
	    issues[i].nearest, issues[i].allowed);
	return fake;
}

static void schema_says(
    struct fake *fake, const char *subject, const char *verdict)
{
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_struktur(), "skema", subject), verdict);
}

START_TEST(issue_becomes_a_finding)
{
	struct fake *fake = issue_fake(_i);

	schema_says(fake, ".", "fund");
	ck_assert_str_eq(fake_findings(fake), issues[_i].node);
	ck_assert_str_eq(fake_found(fake), issues[_i].found);
	ck_assert_str_eq(fake_notes(fake, KT_DA), issues[_i].da);
	ck_assert_str_eq(fake_notes(fake, KT_EN), issues[_i].en);
	schema_says(fake, "a", "fund");
	schema_says(fake, "b", "overholdt");
	fake_destroy(fake);
}
END_TEST

START_TEST(issue_is_selected_by_kind)
{
	static const char *const words[] = { "navne", "pladser", "vaerdier",
		"attributter", "tekst" };
	struct fake *fake = issue_fake(_i);

	for (int i = 0; i < COUNT(words); i++) {
		bool chosen = issues[_i].selected != NULL &&
			      strcmp(words[i], issues[_i].selected) == 0;

		fake_set(fake, "slags", words[i]);
		schema_says(fake, ".", chosen ? "fund" : "overholdt");
	}
	fake_set(fake, "slags", " navne  pladser vaerdier attributter tekst ");
	schema_says(
	    fake, ".", issues[_i].selected != NULL ? "fund" : "overholdt");
	fake_destroy(fake);
}
END_TEST

START_TEST(schema_kinds_must_be_known)
{
	static const char *const lists[] = { "", " ", "alle", "navne,tekst",
		"navne alle", "Navne" };
	struct fake *fake = fake_create("<k/>");

	fake_set(fake, "slags", lists[_i]);
	schema_says(fake, ".", "refused");
	fake_destroy(fake);
}
END_TEST

START_TEST(schema_notes_are_cut_between_characters)
{
	char name[600];
	struct fake *fake = fake_create("<k><a/></k>");

	for (size_t i = 0; i < sizeof(name) - 2; i += 2)
		memcpy(name + i, "\xC3\xA5", 3);
	name[0] = 'x'; /* so that the cut falls into a character */
	name[1] = 'y';
	name[2] = 'z';
	memmove(name + 3, name + 4, sizeof(name) - 4);
	fake_issue(fake, KT_ISSUE_UNKNOWN_ELEMENT, "a", name, name, name);
	schema_says(fake, ".", "fund");
	ck_assert_ptr_nonnull(
	    strstr(fake_notes(fake, KT_DA), "å…\"; mente du"));
	fake_destroy(fake);
	fake = fake_create("<k><a/></k>");
	fake_issue(fake, KT_ISSUE_VALUE, "a", name, name, name);
	schema_says(fake, ".", "fund");
	ck_assert_ptr_nonnull(strstr(fake_notes(fake, KT_EN), "å…\"?\n"));
	fake_destroy(fake);
}
END_TEST

START_TEST(schema_reports_all_and_stops_when_full)
{
	struct fake *fake = fake_create("<k><a/><b/><a/></k>");

	fake_issue(fake, KT_ISSUE_TEXT, "a[1]", "", "", "");
	fake_issue(fake, KT_ISSUE_TEXT, "b", "", "", "");
	fake_issue(fake, KT_ISSUE_TEXT, "a[2]", "", "", "");
	schema_says(fake, ".", "fund");
	ck_assert_str_eq(fake_findings(fake), "a[1]; b; a[2]");
	fake_finding_limit(fake, 2);
	schema_says(fake, ".", "fund");
	ck_assert_str_eq(fake_findings(fake), "a[1]; b");
	fake_finding_limit(fake, 0);
	schema_says(fake, ".", "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

/* ---- pladsholdere ------------------------------------------------------ */

/* Rulebook A, SKA-PLA-001. */
#define LIST "[…]|<…>|XX…|____|indsæt|udfyldes|Klik her|dd.mm.åååå|{…}"

static const struct {
	const char *xml;
	const char *patterns;
	const char *verdict;
	const char *findings;
} places[] = {
	{ "<a>Silkeborg Kommune</a>", LIST, "overholdt", "" },
	{ "<a>[kommunens navn]</a>", LIST, "fund", "a \"[kommunens navn]\"" },
	{ "<a>den [dato], kl. [tid]</a>", LIST, "fund",
	    "a \"[dato]\"; a \"[tid]\"" },
	{ "<a>[…] og [...]</a>", LIST, "fund", "a \"[…]\"; a \"[...]\"" },
	{ "<a>[] [ ] [uden slut</a>", LIST, "overholdt", "" },
	{ "<a>[en [to] tre]</a>", LIST, "fund", "a \"[to]\"" },
	{ "<a>&lt;navn&gt; &lt;…&gt; &lt;...&gt;</a>", LIST, "fund",
	    "a \"<navn>\"; a \"<…>\"; a \"<...>\"" },
	{ "<a>&lt;ålborg&gt;</a>", LIST, "fund", "a \"<ålborg>\"" },
	{ "<a>3 &lt; 5 og 7 &gt; 6</a>", LIST, "overholdt", "" },
	{ "<a>{navn}</a>", LIST, "fund", "a \"{navn}\"" },
	{ "<a>{navn}</a>", "[…]", "overholdt", "" },
	{ "<a>____ ______ __</a>", LIST, "fund", "a \"____\"; a \"______\"" },
	{ "<a>a___b</a>", "__", "fund", "a \"___\"" },
	{ "<a>kr. XX pr. xxx døgn</a>", LIST, "fund", "a \"XX\"; a \"xxx\"" },
	{ "<a>XXXXXX-XXXX</a>", "XX", "fund", "a \"XXXXXX\"; a \"XXXX\"" },
	{ "<a>AXX XXA åXX XXå X 1XX X1X</a>", LIST, "overholdt", "" },
	{ "<a>9XX XXå</a>", LIST, "overholdt", "" },
	{ "<a>X XXab</a>", "X|XXab", "fund", "a \"X\"; a \"XXab\"" },
	{ "<a>a-b</a>", "a b", "overholdt", "" },
	{ "<a>AFSNIT A, À</a>", "afsnit a|à", "fund",
	    "a \"AFSNIT A\"; a \"À\"" },
	{ "<a>XX× ×XX</a>", "XX", "fund", "a \"XX\"; a \"XX\"" },
	{ "<a>Indsæt navn, INDSÆT dato</a>", LIST, "fund",
	    "a \"Indsæt\"; a \"INDSÆT\"" },
	{ "<a>indsættes genindsæt</a>", LIST, "overholdt", "" },
	{ "<a>klik\n   her og Klik\xC2\xA0her</a>", LIST, "fund",
	    "a \"klik\n   her\"; a \"Klik\xC2\xA0her\"" },
	{ "<a>klikher</a>", LIST, "overholdt", "" },
	{ "<a>DD.MM.ÅÅÅÅ</a>", LIST, "fund", "a \"DD.MM.ÅÅÅÅ\"" },
	{ "<a>dd.mm.ååååå dd.mm.ååå dd mm.åååå</a>", LIST, "overholdt", "" },
	{ "<a>* *</a>", "*", "uafklaret", "" },
	{ "<a>en (?) to</a>", "(?)", "fund", "a \"(?)\"" },
	{ "<a>indsæt navn her</a>", "indsæt|indsæt navn", "fund",
	    "a \"indsæt navn\"" },
	/* read as one where text and elements mix, else apart */
	{ "<a>[kommunens <b>navn</b>]</a>", LIST, "fund",
	    "a \"[kommunens navn]\"" },
	{ "<a>x <b>[navn]</b> <c><d>XX</d></c></a>", LIST, "fund",
	    "b \"[navn]\"; d \"XX\"" },
	{ "<a><b>XX</b><c>1234</c></a>", LIST, "fund", "b \"XX\"" },
	{ "<a><b/><b>XX</b><c>1234</c></a>", LIST, "fund", "b[2] \"XX\"" },
	{ "<a><b>[en</b><c>to]</c></a>", LIST, "overholdt", "" },
	{ "<a>\n<b/>\n<b>XX</b>\n<c>1</c>\n</a>", LIST, "fund", "b[2] \"XX\"" },
	{ "<a/>", LIST, "overholdt", "" },
	{ "<a>x</a>", "XX|?", "uafklaret", "" },
	{ "<a>XX</a>", "XX|?", "fund", "a \"XX\"" },
	{ "<a>x</a>", "XX|*", "uafklaret", "" },
	{ "<a>x</a>", "", "uafklaret", "" },
	{ "<a>x</a>", "XX|  ", "ikke-tjekket", "" },
	{ "<a>x</a>", "error", "ikke-tjekket", "" },
};

static struct fake *placeholder_fake(const char *xml, const char *patterns)
{
	static char whole[512];
	struct fake *fake;

	snprintf(whole, sizeof(whole), "<k>%s</k>", xml);
	fake = fake_create(whole);
	fake_set(fake, "i", ".");
	fake_set(fake, "moenstre", patterns);
	return fake;
}

static void placeholders_are(
    struct fake *fake, const char *verdict, const char *findings)
{
	const char *actual =
	    fake_check(fake, kt_plugin_struktur(), "pladsholdere", ".");

	ck_assert_str_eq(fake_findings(fake), findings);
	ck_assert_str_eq(actual, verdict);
}

START_TEST(placeholder)
{
	struct fake *fake =
	    placeholder_fake(places[_i].xml, places[_i].patterns);

	placeholders_are(fake, places[_i].verdict, places[_i].findings);
	fake_destroy(fake);
}
END_TEST

START_TEST(placeholders_where_the_rule_says)
{
	struct fake *fake =
	    placeholder_fake("<a x='[id]'>XX</a><b>XX</b>", LIST);

	placeholders_are(fake, "fund", "a \"XX\"; b \"XX\"");
	fake_set(fake, "i", "b|@x");
	placeholders_are(fake, "fund", "b \"XX\"; @x \"[id]\"");
	fake_set(fake, "i", "z");
	placeholders_are(fake, "ikke-relevant", "");
	fake_set(fake, "i", "z|*");
	placeholders_are(fake, "uafklaret", "");
	fake_set(fake, "i", "z|?");
	placeholders_are(fake, "uafklaret", "");
	fake_set(fake, "i", "error");
	placeholders_are(fake, "ikke-tjekket", "");
	fake_set(fake, "i", ".");
	fake_memory(fake, 0);
	placeholders_are(fake, "ikke-tjekket", "");
	fake_destroy(fake);
}
END_TEST

START_TEST(brackets_have_a_longest_content)
{
	char xml[300];
	struct fake *fake;

	snprintf(xml, sizeof(xml), "<a>[%0200d]</a>", 1);
	fake = placeholder_fake(xml, "[…]");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_struktur(), "pladsholdere", "."),
	    "fund");
	fake_destroy(fake);
	snprintf(xml, sizeof(xml), "<a>[%0201d]</a>", 1);
	fake = placeholder_fake(xml, "[…]");
	placeholders_are(fake, "overholdt", "");
	fake_destroy(fake);
}
END_TEST

/* ---- entydig ----------------------------------------------------------- */

static const struct {
	const char *xml;
	const char *values;
	const char *verdict;
	const char *findings;
	const char *found;
} twice[] = {
	{ "<a>1</a><a>2</a>", "<a", "overholdt", "", "" },
	{ "<a>1</a><a>2</a><a> 1 </a>", "<a", "fund", "a[3]~a[1]", "1 -> \n" },
	{ "<a>1</a><a>1</a><a>1</a>", "<a", "fund", "a[2]~a[1]; a[3]~a[1]",
	    "1 -> \n1 -> \n" },
	{ "<a>b</a><a>c</a><a>b</a><a>c</a>", "<a", "fund",
	    "a[3]~a[1]; a[4]~a[2]", "b -> \nc -> \n" },
	{ "<a>1</a><b id='1'/>", "<a|<@id", "fund", "@id~a", "1 -> \n" },
	{ "<a>A</a><a>a</a>", "<a", "overholdt", "", "" },
	{ "<a>1</a><a>\r\n\t1\t\n\r</a>", "<a", "fund", "a[2]~a[1]",
	    "1 -> \n" },
	{ "", "1|2.0|2", "fund", "k", "2 -> \n" },
	{ "", "en|to|en", "fund", "k", "en -> \n" },
	{ "", "<a", "ikke-relevant", "", "" },
	{ "", "*", "uafklaret", "", "" },
	{ "<a>1</a>", "<a|*", "uafklaret", "", "" },
	{ "<a>1</a><a>1</a>", "<a|*", "fund", "a[2]~a[1]", "1 -> \n" },
	{ "<a>1</a>", "<a|?", "uafklaret", "", "" },
	{ "<a>1</a><a/><a/>", "<a", "uafklaret", "", "" },
	{ "<a>1</a>", "error", "ikke-tjekket", "", "" },
};

START_TEST(duplicate)
{
	char xml[256];
	struct fake *fake;

	snprintf(xml, sizeof(xml), "<k>%s</k>", twice[_i].xml);
	fake = fake_create(xml);
	fake_set(fake, "i", twice[_i].values);
	ck_assert_str_eq(fake_check(fake, kt_plugin_struktur(), "entydig", "."),
	    twice[_i].verdict);
	ck_assert_str_eq(fake_findings(fake), twice[_i].findings);
	ck_assert_str_eq(fake_found(fake), twice[_i].found);
	fake_destroy(fake);
}
END_TEST

START_TEST(duplicates_without_memory)
{
	struct fake *fake = fake_create("<k><a>1</a><a>1</a></k>");

	fake_set(fake, "i", "<a");
	fake_memory(fake, 0);
	ck_assert_str_eq(fake_check(fake, kt_plugin_struktur(), "entydig", "."),
	    "ikke-tjekket");
	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_struktur(), "entydige", "<a"),
	    "error 1");
	fake_destroy(fake);
}
END_TEST

Suite *plugin_struktur_suite(void)
{
	Suite *suite = suite_create("plugin_struktur");
	TCase *functions = tcase_create("functions");
	TCase *schema = tcase_create("skema");
	TCase *text = tcase_create("pladsholdere");
	TCase *unique = tcase_create("entydig");

	tcase_add_loop_test(functions, answer, 0, COUNT(calls));
	suite_add_tcase(suite, functions);
	tcase_add_loop_test(schema, issue_becomes_a_finding, 0, COUNT(issues));
	tcase_add_loop_test(
	    schema, issue_is_selected_by_kind, 0, COUNT(issues));
	tcase_add_loop_test(schema, schema_kinds_must_be_known, 0, 6);
	tcase_add_test(schema, schema_notes_are_cut_between_characters);
	tcase_add_test(schema, schema_reports_all_and_stops_when_full);
	suite_add_tcase(suite, schema);
	tcase_add_loop_test(text, placeholder, 0, COUNT(places));
	tcase_add_test(text, placeholders_where_the_rule_says);
	tcase_add_test(text, brackets_have_a_longest_content);
	suite_add_tcase(suite, text);
	tcase_add_loop_test(unique, duplicate, 0, COUNT(twice));
	tcase_add_test(unique, duplicates_without_memory);
	suite_add_tcase(suite, unique);
	return suite;
}
