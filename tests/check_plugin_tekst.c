#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* Named by the Makefile: plugins/tekst linked in. */
const struct kt_plugin *kt_plugin_tekst(void);

/* ---- paragraphs: rulebook A, 10.4 -------------------------------------- */

/* Items of a fake argument stand apart by '|', as the names of an act do: one
 * item for each name. */
static const char acts[] =
    "SEL=serviceloven|SEL=lov om social service|SEL=SEL|"
    "BL=barnets lov|BL=BL|ABL=almenboligloven|ABL=almen boligloven|"
    "ABL=lov om almene boliger|ABL=ABL|REN=renteloven|"
    "KSL=kommunestyrelsesloven";

struct reference {
	const char *text;
	const char *context;
	const char *expected;
};

static const struct reference references[] = {
	{ "§ 108", "SEL", "SEL-108" },
	{ "§108", "", "unknown" },
	{ "serviceloven, §§ 109 og 110", "", "SEL-109 SEL-110" },
	{ "§§ 101, 103-104, 107-110", "SEL",
	    "SEL-101 SEL-103 SEL-104 SEL-107 SEL-108 SEL-109 SEL-110" },
	{ "§§ 82-85", "SEL", "SEL-82 SEL-83 SEL-84 SEL-85" },
	/* a footnote that names both acts: the paragraphs that each has */
	{ "§108+ §105 incl. §85", "SEL-108|ABL-105|SEL-85",
	    "SEL-108 ABL-105 SEL-85" },
	{ "§108+ §105 incl. §85", "SEL|ABL", "unknown" },
	{ "almen\n  boliglovens §105 med hjælp efter servicelovens\n § 85", "",
	    "ABL-105 SEL-85" },
	{ "Barnets Lov §43, stk. 1 nr. 6 og stk. 3", "", "BL-43-1-6 BL-43-3" },
	{ "§ 43, stk.1, nr.6", "BL", "BL-43-1-6" },
	{ "§ 43 stk 1 nr 6", "BL", "BL-43-1-6" },
	{ "§43,1,6", "BL", "BL-43-1-6" },
	{ "§ 108, stk. 2, 3. pkt.", "SEL", "SEL-108-2" },
	{ "servicelovens § 107", "", "SEL-107" },
	{ "SEL §107", "", "SEL-107" },
	{ "serviceloven, § 107", "", "SEL-107" },
	{ "lov om social service § 107", "", "SEL-107" },
	{ "lov om almene boliger § 105, stk. 2", "", "ABL-105-2" },
	{ "almenboliglovens § 105, stk. 2", "", "ABL-105-2" },
	{ "ABL § 105(2)", "", "ABL-105-2" },
	{ "§ 85a", "SEL", "SEL-85a" },
	{ "§ 85 a", "SEL", "SEL-85a" },
	{ "§85 A", "SEL", "SEL-85a" },
	{ "§§ 82 a, 82 b og 82 d", "SEL", "SEL-82a SEL-82b SEL-82d" },
	{ "§107/108", "SEL", "SEL-107 SEL-108" },
	{ "§§ 107 eller 108", "SEL", "SEL-107 SEL-108" },
	{ "paragraf 107", "SEL", "SEL-107" },
	{ "par. 107", "SEL", "SEL-107" },
	{ "en §110 plads", "SEL-110", "SEL-110" },
	{ "et §110-tilbud", "SEL-110", "SEL-110" },
	{ "et §110-tilbud", "SEL-107", "unknown" },
	{ "et § 60-selskab efter kommunestyrelsesloven", "", "KSL-60" },
	{ "renteloven, § 3 b", "", "REN-3b" },
	{ "servicelovens § 66, stk. 1, nr. 6", "", "SEL-66-1-6" },
	{ "§\xC2\xA0"
	  "107",
	    "SEL", "SEL-107" },
	{ "kapitel 10.1, lov nr. 747 og afsnit 4", "SEL", "" },
	{ "stk. 2", "SEL", "unknown" },
	{ "servicelovens § 107 gælder, jf. dog stk. 2", "",
	    "SEL-107 SEL-107-2" },
	{ "servicelovens § 107. Se også stk. 2", "", "unknown" },
	{ "107", "SEL", "" },
	{ "§§ 43", "BL", "BL-43" },
};

static const struct reference more_references[] = {
	/* the act after the reference, and shared by those joined to it */
	{ "§ 107 i serviceloven", "", "SEL-107" },
	{ "§ 43, stk. 1, nr. 6, i barnets lov", "", "BL-43-1-6" },
	{ "§ 107 (serviceloven)", "", "SEL-107" },
	{ "§ 107, lov om social service", "", "SEL-107" },
	{ "§ 85 og § 107 i serviceloven", "", "SEL-85 SEL-107" },
	{ "servicelovens § 85 og § 107", "", "SEL-85 SEL-107" },
	{ "servicelovens § 85, jf. § 107", "", "SEL-85 SEL-107" },
	{ "servicelovens § 107, barnets lov § 43", "", "SEL-107 BL-43" },
	{ "§ 107, barnets lov § 43", "", "unknown" },
	{ "servicelovens § 107 og § 43 i barnets lov", "", "SEL-107 BL-43" },
	/* where the act is printed stands between */
	{ "lov om social service, jf. lovbekendtgørelse nr. 1129 af 22. "
	  "september 2025, § 107",
	    "", "SEL-107" },
	{ "serviceloven (LBK 1129 af 22/09/2025) § 107", "", "SEL-107" },
	{ "servicelovens bestemmelser i § 107", "", "SEL-107" },
	/* no further than that */
	{ "Efter serviceloven skal kommunen handle; det følger af § 107", "",
	    "unknown" },
	{ "Serviceloven gælder. § 107 er vigtig", "", "unknown" },
	{ "loven er klar, og efter § 107 skal der betales", "", "unknown" },
	/* an act that is named but not ours */
	{ "straffelovens § 152", "SEL", "" },
	{ "forvaltningsloven, §§ 27 og 28", "SEL", "" },
	{ "lov om kommunernes styrelse § 60", "SEL", "" },
	{ "bekendtgørelse om magtanvendelse, § 5", "SEL", "" },
	{ "§ 152 i straffeloven", "SEL", "" },
	{ "lovens § 5", "", "unknown" },
	/* abbreviations only in capitals, and as words */
	{ "bl. § 43", "", "unknown" },
	{ "ISEL § 43", "", "unknown" },
	{ "SEL-107-2 og BL-43-1-6", "", "SEL-107-2 BL-43-1-6" },
	/* "i" is a word, and so is what follows a letter */
	{ "§ 85 i serviceloven", "", "SEL-85" },
	{ "§ 107 A/S", "SEL", "SEL-107" },
	/* lists end where something else is counted */
	{ "§§ 107 og 108, 14 dage før", "SEL", "SEL-107 SEL-108" },
	{ "§§ 107 og 108 og 2. marts", "SEL", "SEL-107 SEL-108" },
	{ "§ 107, 108", "SEL", "SEL-107" },
	{ "§ 107 og 30 dage", "SEL", "SEL-107" },
	{ "§§ 82 a-82 d", "SEL", "SEL-82a SEL-82b SEL-82c SEL-82d" },
	{ "§§ 107 til 109", "SEL", "SEL-107 SEL-108 SEL-109" },
	{ "§§ 110-107", "SEL", "SEL-110" },
	{ "§ 43, stk. 1-3", "BL", "BL-43-1 BL-43-2 BL-43-3" },
	{ "§ 43, stk. 1 og 2", "BL", "BL-43-1 BL-43-2" },
	{ "§ 43, stk. 1, nr. 1-4 og nr. 6", "BL",
	    "BL-43-1-1 BL-43-1-2 BL-43-1-3 BL-43-1-4 BL-43-1-6" },
	{ "§ 108, stk. 2, litra a", "SEL", "SEL-108-2" },
	{ "§ 32, nr. 7", "BL", "BL-32" },
	{ "3 stk. 4 mm skruer", "SEL", "" },
	{ "§ 15030", "SEL", "unknown" },
	{ "§", "SEL", "unknown" },
	{ "paragraffen siger", "SEL", "" },
	{ "§ 1-100000", "SEL", "SEL-1" },
};

static void refers(const struct reference *r)
{
	struct fake *fake = fake_create("<k/>");
	const char *actual = fake_function(
	    fake, kt_plugin_tekst(), "noegler", r->text, acts, r->context);

	ck_assert_msg(strcmp(actual, r->expected) == 0,
	    "\"%s\" (%s) is \"%s\", not \"%s\"", r->text, r->context, actual,
	    r->expected);
	fake_destroy(fake);
}

START_TEST(reference_of_the_rulebook)
{
	refers(&references[_i]);
}
END_TEST

START_TEST(reference)
{
	refers(&more_references[_i]);
}
END_TEST

START_TEST(references_stand_in_elements)
{
	struct fake *fake = fake_create("<k><p>servicelovens <f>§ 107</f></p>"
					"<p>§ 108 i <f>serviceloven</f></p>"
					"<q>barnets lov</q><q>§ 43</q></k>");

	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_tekst(), "noegler", "<p", acts),
	    "SEL-107 SEL-108");
	/* two elements are two texts */
	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_tekst(), "noegler", "<q", acts),
	    "unknown");
	ck_assert_str_eq(fake_reasons(fake, KT_EN),
	    "a paragraph in the text stands without an act or number\n");
	ck_assert_str_eq(
	    fake_function(fake, kt_plugin_tekst(), "noegler", "<p|*", acts),
	    "unknown");
	fake_destroy(fake);
}
END_TEST

struct paragraphs {
	const char *text;
	const char *old; /* NULL: left out */
	const char *verdict;
	const char *findings;
	const char *found;
	const char *reasons;
};

static const struct paragraphs paragraph_checks[] = {
	{ "servicelovens § 107", NULL, "overholdt", "", "", "" },
	{ "ophold efter § 108 betales", NULL, "uafklaret", "", "",
	    "§ 108: loven er ikke nævnt ved siden af paragraffen\n" },
	{ "se stk. 2", NULL, "uafklaret", "", "",
	    "stk. 2: der er ingen paragraf, stykket hører til\n" },
	{ "efter servicelovens § og", NULL, "fund", "p \"§\"", "§ -> \n", "" },
	{ "et § 60-selskab", NULL, "overholdt", "", "", "" },
	{ "efter servicelovens § 66, stk. 1, nr. 6, gives",
	    "SEL-66=BL-43|"
	    "SEL-66-1-6=X",
	    "fund", "p \"§ 66, stk. 1, nr. 6\"", "§ 66, stk. 1, nr. 6 -> X\n",
	    "" },
	{ "efter servicelovens § 66, stk. 1, nr. 9", "SEL-66=BL-43", "fund",
	    "p \"§ 66, stk. 1, nr. 9\"", "§ 66, stk. 1, nr. 9 -> BL-43\n", "" },
	{ "servicelovens §§ 65-67", "SEL-66=BL-43", "fund", "p \"§§ 65-67\"",
	    "§§ 65-67 -> BL-43\n", "" },
	{ "servicelovens § 66 a", "SEL-66=BL-43", "overholdt", "", "", "" },
	{ "servicelovens § 107", "SEL-66=BL-43", "overholdt", "", "", "" },
	{ "barnets lov § 66", "SEL-66=BL-43", "overholdt", "", "", "" },
	/* open only where it could be an old one */
	{ "efter § 108", "SEL-66=BL-43", "overholdt", "", "", "" },
	{ "efter § 66", "SEL-66-1-6=BL-43", "uafklaret", "", "",
	    "§ 66: loven er ikke nævnt ved siden af paragraffen\n" },
	{ "efter § 6", "SEL-66=BL-43", "overholdt", "", "", "" },
	{ "servicelovens § 107", "*", "uafklaret", "", "",
	    "det er ikke oplyst, hvilke paragraffer der er afløst\n" },
	{ "servicelovens § 107", "SEL-66|?", "uafklaret", "", "",
	    "det er ikke oplyst, hvilke paragraffer der er afløst\n" },
	{ "servicelovens § 66", "SEL-66|*", "fund", "p \"§ 66\"", "§ 66 -> \n",
	    "det er ikke oplyst, hvilke paragraffer der er afløst\n" },
};

START_TEST(paragraphs_are_judged)
{
	const struct paragraphs *c = &paragraph_checks[_i];
	struct fake *fake;
	char xml[400];

	snprintf(xml, sizeof(xml), "<k><p>%s</p></k>", c->text);
	fake = fake_create(xml);
	fake_set(fake, "i", "p");
	fake_set(fake, "love", acts);
	fake_set(fake, "udtryk", "§ 60-selskab");
	if (c->old != NULL)
		fake_set(fake, "gamle", c->old);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."),
	    c->verdict);
	ck_assert_str_eq(fake_findings(fake), c->findings);
	ck_assert_str_eq(fake_found(fake), c->found);
	ck_assert_str_eq(fake_reasons(fake, KT_DA), c->reasons);
	fake_destroy(fake);
}
END_TEST

START_TEST(a_template_may_leave_the_number_out)
{
	struct fake *fake =
	    fake_create("<k><p>servicelovens § <f/> gælder</p></k>");

	fake_set(fake, "i", "p");
	fake_set(fake, "love", acts);
	fake_set(fake, "uden-nummer", "true");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."),
	    "overholdt");
	fake_set(fake, "uden-nummer", "false");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."), "fund");
	ck_assert_str_eq(fake_notes(fake, KT_EN),
	    "There is no number after the paragraph sign\n");
	fake_set(fake, "i", "q");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."),
	    "ikke-relevant");
	fake_set(fake, "i", "p");
	fake_set(fake, "love", "*");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."), "fund");
	fake_set(fake, "love", "error");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "paragraffer", "."),
	    "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

/* ---- weekdays: rulebook A, LOV-UND-002 --------------------------------- */

#define DAYS                                                                   \
	"nytaarsdag|skaertorsdag|langfredag|paaskedag|2. paaskedag|"           \
	"kristi himmelfartsdag|pinsedag|2. pinsedag|juledag|2. juledag"

struct weekdays {
	const char *arguments[6];
	const char *expected;
};

static const struct weekdays weekdays[] = {
	{ { "2026-03-02", "3", "?", "?", DAYS }, "2026-03-05" },
	{ { "2026-03-02", "0", "?", "?", DAYS }, "2026-03-02" },
	{ { "2026-03-02", "1", "?", "?", DAYS }, "2026-03-03" },
	/* Thursday: Friday, Monday, Tuesday, unless Saturday counts */
	{ { "2026-03-05", "3", "?", "?", DAYS }, "unknown" },
	{ { "2026-03-05", "3", "nej", "?", DAYS }, "2026-03-10" },
	{ { "2026-03-05", "3", "ja", "?", DAYS }, "2026-03-09" },
	{ { "2026-03-05", "3", "måske", "?", DAYS }, "unknown" },
	/* from Saturday and Sunday the first day is Monday */
	{ { "2026-03-07", "1", "?", "?", DAYS }, "2026-03-09" },
	{ { "2026-03-08", "1", "?", "?", DAYS }, "2026-03-09" },
	/* 2 to 6 April 2026 are holidays, 3 April a Friday */
	{ { "2026-04-01", "1", "nej", "nej", DAYS }, "2026-04-07" },
	{ { "2026-04-01", "1", "nej", "ja", DAYS }, "2026-04-02" },
	{ { "2026-04-01", "1", "nej", "?", DAYS }, "unknown" },
	{ { "2026-04-01", "1", "ja", "nej", DAYS }, "2026-04-04" },
	{ { "2026-04-01", "1", "nej", "nej", "" }, "2026-04-02" },
	/* other holidays of 2026 */
	{ { "2025-12-31", "1", "nej", "nej", DAYS }, "2026-01-02" },
	{ { "2026-05-13", "1", "nej", "nej", DAYS }, "2026-05-15" },
	{ { "2026-05-22", "1", "nej", "nej", DAYS }, "2026-05-26" },
	{ { "2026-12-24", "1", "nej", "nej", DAYS }, "2026-12-28" },
	/* the fourth Friday after Easter, as long as it is named */
	{ { "2023-05-04", "1", "nej", "nej", DAYS }, "2023-05-05" },
	{ { "2023-05-04", "1", "nej", "nej", "Store Bededag" }, "2023-05-08" },
	{ { "2026-06-04", "1", "nej", "nej", "grundlovsdag" }, "2026-06-08" },
	{ { "2026-06-04", "1", "nej", "nej", "06-05" }, "2026-06-08" },
	{ { "2026-06-04", "1", "nej", "nej", "Grundlovsdag|06-08" },
	    "2026-06-09" },
	{ { "2026-06-04", "1", "nej", "nej", "sankt hans" }, "unknown" },
	{ { "2026-06-04", "1", "nej", "nej", "*" }, "unknown" },
	/* Easter early, late and in a year of 400 */
	{ { "2008-03-20", "1", "nej", "nej", "langfredag|2. påskedag" },
	    "2008-03-25" },
	{ { "2038-04-22", "1", "nej", "nej", "langfredag|2. påskedag" },
	    "2038-04-27" },
	{ { "2000-04-20", "1", "nej", "nej", "langfredag|2. påskedag" },
	    "2000-04-25" },
	{ { "2026-03-02", "1.5", "nej", "nej", DAYS }, "unknown" },
	{ { "2026-03-02", "-1", "nej", "nej", DAYS }, "unknown" },
	{ { "2026-03-02", "367", "nej", "nej", DAYS }, "unknown" },
	{ { "9999-12-30", "3", "nej", "nej", "" }, "error 2" },
};

START_TEST(weekday_deadline)
{
	const struct weekdays *c = &weekdays[_i];
	struct fake *fake = fake_create("<k/>");
	const char *actual =
	    fake_function_of(fake, kt_plugin_tekst(), "hverdage", c->arguments);

	ck_assert_msg(strcmp(actual, c->expected) == 0,
	    "hverdage(%s, %s, %s, %s) is %s, not %s", c->arguments[0],
	    c->arguments[1], c->arguments[2], c->arguments[3], actual,
	    c->expected);
	fake_destroy(fake);
}
END_TEST

START_TEST(weekday_deadline_tells_its_day)
{
	struct fake *fake = fake_create("<k/>");

	fake_function(fake, kt_plugin_tekst(), "hverdage", "2026-03-02", "3",
	    "?", "?", DAYS);
	ck_assert_str_eq(
	    fake_steps(fake, KT_DA), "sidste hverdag er den 5. marts 2026\n");
	fake_function(fake, kt_plugin_tekst(), "hverdage", "2026-03-05", "3",
	    "?", "?", DAYS);
	ck_assert_str_eq(fake_reasons(fake, KT_EN),
	    "the last weekday is 9 March 2026 or 10 March 2026: whether "
	    "Saturdays and holidays count is not settled\n");
	fake_destroy(fake);
}
END_TEST

/* ---- wording ----------------------------------------------------------- */

struct wording {
	const char *place;
	const char *wording;
	const char *expected;
};

static const struct wording wordings[] = {
	{ "Fristen er 30 dage.", "Fristen er 30 dage.", "true" },
	{ "Fristen er 45 dage.", "Fristen er 30 dage.", "false" },
	{ "  Fristen\n er 30\xC2\xA0"
	  "dage .",
	    "fristen ER 30 dage.", "true" },
	{ "Fristen er <f navn='a'>30 dage</f> netto.",
	    "Fristen er {frist} netto.", "true" },
	{ "Fristen er <f navn='a'/> netto.", "Fristen er netto.", "true" },
	{ "Fristen er <f til='a'>30 dage</f>, netto.", "Fristen er, netto.",
	    "true" },
	{ "Fristen er <b>30 dage</b>.", "Fristen er 30 dage.", "true" },
	{ "<p>Første.</p><p>Andet.</p>", "Første. Andet.", "true" },
	{ "betalings-\n frist", "betalingsfrist", "true" },
	{ "betalings\xC2\xAD"
	  "frist",
	    "betalingsfrist", "true" },
	{ "for- og bagud", "for og bagud", "false" },
	{ "det »gule« ark", "det \"gule\" ark", "true" },
	{ "det “gule” ark", "det ’gule’ ark", "true" },
	{ "10–12", "10-12", "true" },
	{ "e\xCC\x81"
	  "n pa\xCC\x8A",
	    "én på", "true" },
	{ "en to", "ento", "false" },
	{ "Leverandøren kan", "Leverandøren skal", "false" },
	{ "Leverandøren skal ikke", "Leverandøren skal", "false" },
	{ "", "", "true" },
	{ "", "Fristen", "false" },
	{ "a {b", "a {b", "true" },
	{ "30,5", "305", "false" },
	/* a mark that turns the text around is seen */
	{ "skal\xE2\x80\xAE ikke", "skal ikke", "false" },
	/* a letter of another alphabet is another letter */
	{ "sk\xD0\xB0l", "skal", "false" },
};

START_TEST(wording)
{
	const struct wording *c = &wordings[_i];
	struct fake *fake;
	const char *actual;
	char xml[400];

	snprintf(xml, sizeof(xml), "<k><p>%s</p></k>", c->place);
	fake = fake_create(xml);
	actual =
	    fake_function(fake, kt_plugin_tekst(), "ens", "p[1]", c->wording);
	ck_assert_msg(strcmp(actual, c->expected) == 0,
	    "\"%s\" against \"%s\" is %s", c->place, c->wording, actual);
	fake_destroy(fake);
}
END_TEST

START_TEST(wording_names_the_first_difference)
{
	struct fake *fake = fake_create("<k><p>Betalingsfristen er 45 dage, "
					"regnet fra modtagelsen.</p></k>");

	fake_function(fake, kt_plugin_tekst(), "ens", "p",
	    "Betalingsfristen er 30 dage, regnet fra modtagelsen.");
	ck_assert_str_eq(fake_steps(fake, KT_DA),
	    "første forskel: \"45 dage, regnet fra modtagelsen.\" i stedet "
	    "for \"30 dage, regnet fra modtagelsen.\"\n");
	fake_function(fake, kt_plugin_tekst(), "ens", "p",
	    "Betalingsfristen er 45 dage, regnet fra modtagelsen. CPR "
	    "150308-4000");
	ck_assert_ptr_null(strstr(fake_steps(fake, KT_DA), "4000"));
	fake_destroy(fake);
}
END_TEST

/* ---- dates ------------------------------------------------------------- */

struct dates {
	const char *text;
	const char *verdict;
	const char *findings;
};

static const struct dates dates[] = {
	{ "mandag den 2. marts 2026", "overholdt", "" },
	{ "tirsdag den 2. marts 2026", "fund",
	    "p \"tirsdag den 2. marts 2026\"" },
	{ "Søndag, den 2. marts 2026 ", "fund",
	    "p \"Søndag, den 2. marts 2026\"" },
	{ "tirs. d. 2. marts 2026", "fund", "p \"tirs. d. 2. marts 2026\"" },
	{ "man. 2. mar. 2026", "overholdt", "" },
	{ "tirsdag den 02.03.2026", "fund", "p \"tirsdag den 02.03.2026\"" },
	{ "mandag den 2/3 2026", "overholdt", "" },
	{ "tirsdag den 2/3 2026", "fund", "p \"tirsdag den 2/3 2026\"" },
	{ "tirsdag den 2/3-2026", "fund", "p \"tirsdag den 2/3-2026\"" },
	{ "tirsdag 2026-03-02", "fund", "p \"tirsdag 2026-03-02\"" },
	{ "2. marts 2026 (tirsdag)", "fund", "p \"2. marts 2026 (tirsdag)\"" },
	{ "2. marts 2026 (mandag)", "overholdt", "" },
	{ "tirsdag\n den\xC2\xA0"
	  "2. ma\xC2\xAD"
	  "rts 2026.",
	    "fund",
	    "p \"tirsdag\n den\xC2\xA0"
	    "2. ma\xC2\xAD"
	    "rts 2026\"" },
	/* days that do not exist */
	{ "den 31. april 2026", "fund", "p \"31. april 2026\"" },
	{ "den 29. februar 2026", "fund", "p \"29. februar 2026\"" },
	{ "den 29. februar 2028", "overholdt", "" },
	{ "den 29. februar 2100", "fund", "p \"29. februar 2100\"" },
	{ "den 30. februar", "fund", "p \"30. februar\"" },
	{ "den 32. maj 2026", "fund", "p \"32. maj 2026\"" },
	{ "31.04.2026", "fund", "p \"31.04.2026\"" },
	{ "02.13.2026", "fund", "p \"02.13.2026\"" },
	{ "2026-02-30", "fund", "p \"2026-02-30\"" },
	{ "tirsdag den 31. april 2026", "fund",
	    "p \"tirsdag den 31. april 2026\"" },
	/* without a year */
	{ "den 1. maj", "uafklaret", "" },
	{ "mandag den 2. marts", "uafklaret", "" },
	{ "hvert år den 1. januar", "overholdt", "" },
	{ "den 1. januar hvert år reguleres", "overholdt", "" },
	{ "Det sker hvert år. Vi mødes den 1. maj", "uafklaret", "" },
	{ "Vi mødes den 1. maj. Hvert år er nyt", "uafklaret", "" },
	{ "1.-31. marts 2026", "overholdt", "" },
	{ "fra 1. marts til 31. august 2026", "overholdt", "" },
	{ "den 1. marts til og med den 31. august 2026", "overholdt", "" },
	{ "den 1. marts til 31. august", "uafklaret", "" },
	/* a century that is not there */
	{ "mandag den 02.03.26", "overholdt", "" },
	{ "tirsdag den 02.03.26", "uafklaret", "" }, /* a Tuesday in 1926 */
	{ "fredag den 02.03.26", "fund", "p \"fredag den 02.03.26\"" },
	/* what looks like a date and is none */
	{ "2/3 af prisen", "overholdt", "" },
	{ "tirsdag den 2/3", "uafklaret", "" },
	{ "sag 27.57.08-G01-12-26", "overholdt", "" },
	{ "1.234.567 kr. og 12-34-56", "overholdt", "" },
	{ "side 45. Marts er kold", "overholdt", "" },
	{ "i 2025-26 og § 31. Aprilvejr", "overholdt", "" },
	{ "nr. 3 Jan Hansen og 3 maj-blomster", "uafklaret", "" },
	{ "150308-4000", "overholdt", "" },
	{ "det kan man. Den 2. marts 2026 er en mandag", "overholdt", "" },
	{ "mandagen er fri; tirsdag er 2. marts 2026", "overholdt", "" },
	{ "fra fredag til søndag den 5. april 2026", "overholdt", "" },
	{ "", "overholdt", "" },
};

START_TEST(dates_are_judged)
{
	const struct dates *c = &dates[_i];
	struct fake *fake;
	const char *actual;
	char xml[400];

	snprintf(xml, sizeof(xml), "<k><p>%s</p></k>", c->text);
	fake = fake_create(xml);
	fake_set(fake, "i", "p");
	fake_set(fake, "gentages", "hvert år|årligt");
	actual = fake_check(fake, kt_plugin_tekst(), "datoer", ".");
	ck_assert_msg(strcmp(actual, c->verdict) == 0, "\"%s\" is %s: %s %s",
	    c->text, actual, fake_findings(fake), fake_reasons(fake, KT_DA));
	ck_assert_str_eq(fake_findings(fake), c->findings);
	fake_destroy(fake);
}
END_TEST

START_TEST(dates_tell_what_is_wrong)
{
	struct fake *fake =
	    fake_create("<k><p>tirsdag den <f>2. marts 2026</f></p>"
			"<p>den 31. april 2026</p><p>den 1. maj</p></k>");

	fake_set(fake, "i", "p");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "fund");
	ck_assert_str_eq(fake_findings(fake),
	    "p[1] \"tirsdag den 2. marts 2026\"; p[2] \"31. april 2026\"");
	ck_assert_str_eq(fake_found(fake),
	    "tirsdag den 2. marts 2026 -> mandag den 2. marts 2026\n"
	    "31. april 2026 -> \n");
	ck_assert_str_eq(fake_notes(fake, KT_DA),
	    "Den 2. marts 2026 er en mandag\n"
	    "Den dag findes ikke i kalenderen\n");
	ck_assert_str_eq(fake_notes(fake, KT_EN),
	    "2 March 2026 is a Monday\n"
	    "There is no such day in the calendar\n");
	ck_assert_str_eq(
	    fake_reasons(fake, KT_DA), "datoen 1.5. har intet årstal\n");
	fake_destroy(fake);
}
END_TEST

struct field {
	const char *felt;
	const char *path;
	const char *value;
	const char *verdict;
};

static const struct field date_fields[] = {
	{ "2. marts 2026", "a/b", "2026-03-02", "overholdt" },
	{ "mandag den 2. marts 2026", "a/b", "2026-03-02", "overholdt" },
	{ "02.03.2026", "a/b", "2026-03-02", "overholdt" },
	{ "02.03.26", "a/b", "2026-03-02", "overholdt" },
	{ "02.03.26", "a/b", "2025-03-02", "fund" },
	{ "2/3 2026", "/k/a/b", "2026-03-02", "overholdt" },
	{ "2026-03-02", "a/b", "2026-03-02", "overholdt" },
	{ "3. marts 2026", "a/b", "2026-03-02", "fund" },
	{ "2. marts 2025", "a/b", "2026-03-02", "fund" },
	{ "2. marts", "a/b", "2026-03-02", "uafklaret" },
	{ "3. marts", "a/b", "2026-03-02", "fund" },
	{ "snarest", "a/b", "2026-03-02", "uafklaret" },
	{ "senest 2. marts 2026", "a/b", "2026-03-02", "overholdt" },
	{ "2. marts 2026 eller 3. marts 2026", "a/b", "2026-03-02",
	    "uafklaret" },
	{ "2. marts 2026", "a/c", "2026-03-02", "uafklaret" },
	{ "2. marts 2026", "a/b", "", "uafklaret" },
	{ "indtil videre", "a/c", "2026-03-02", "overholdt" },
	{ "", "a/b", "2026-03-02", "overholdt" },
	{ "2. marts 2026 kl. 14", "a/b", "2026-03-02T14:00:00", "overholdt" },
	{ "2. marts 2026, kl. 14.30", "a/b", "2026-03-02T14:00:00", "fund" },
	{ "2. marts 2026", "a/b", "2026-03-02T14:00:00", "overholdt" },
	{ "30 dage", "a/b", "P30D", "overholdt" },
	{ "31. april 2026", "a/b", "2026-05-01", "fund" },
};

START_TEST(dates_are_those_of_their_fields)
{
	const struct field *c = &date_fields[_i];
	struct fake *fake;
	const char *actual;
	char xml[400];

	snprintf(xml, sizeof(xml),
	    "<k><a><b>%s</b></a><p>Fra <f navn='n' til='%s'>%s</f>.</p></k>",
	    c->value, c->path, c->felt);
	fake = fake_create(xml);
	fake_set(fake, "i", "q");
	fake_set(fake, "felter", "f");
	actual = fake_check(fake, kt_plugin_tekst(), "datoer", ".");
	/* an empty field and no text are nothing to judge */
	if (strcmp(actual, "ikke-relevant") == 0)
		actual = c->felt[0] == '\0' ? "overholdt" : actual;
	ck_assert_msg(strcmp(actual, c->verdict) == 0, "%s against %s is %s",
	    c->felt, c->value, actual);
	fake_destroy(fake);
}
END_TEST

START_TEST(dates_point_to_their_field)
{
	struct fake *fake = fake_create(
	    "<k><a><b>2026-03-02</b></a>"
	    "<p>Fra <f navn='n' til='a/b'>1. marts 2026</f>.</p></k>");

	fake_set(fake, "i", "p");
	fake_set(fake, "felter", "f");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "fund");
	ck_assert_str_eq(fake_findings(fake), "f~b");
	ck_assert_str_eq(fake_found(fake), "1. marts 2026 -> 2. marts 2026\n");
	fake_set(fake, "felter", "f|*");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "fund");
	fake_set(fake, "felter", "q|*");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "uafklaret");
	fake_set(fake, "felter", "error");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "ikke-tjekket");
	fake_set(fake, "felter", "f");
	fake_finding_limit(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "datoer", "."), "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

/* ---- fields ------------------------------------------------------------ */

static const struct field fields[] = {
	/* amounts */
	{ "3.320,00", "a/b", "3320.00", "overholdt" },
	{ "3.320,00 kr.", "a/b", "3320.00", "overholdt" },
	{ "kr. 3.320,-", "a/b", "3320.00", "overholdt" },
	{ "3 320,00 kroner", "a/b", "3320.00", "overholdt" },
	{ "3320", "a/b", "3320.00", "overholdt" },
	{ "3.320", "a/b", "3320.00", "overholdt" },
	{ "3.320", "a/b", "3.32", "uafklaret" },
	{ "3.320", "a/b", "3321", "fund" },
	{ "3.302,00", "a/b", "3320.00", "fund" },
	{ "33,20", "a/b", "3320", "fund" },
	{ "986,75", "a/b", "986.75", "overholdt" },
	{ "1,2 mio. kr.", "a/b", "1200000.00", "overholdt" },
	{ "1.234.567,89", "a/b", "1234567.89", "overholdt" },
	{ "ca. 3.320", "a/b", "3320.00", "uafklaret" },
	{ "efter aftale", "a/b", "3320.00", "uafklaret" },
	{ "-5", "a/b", "5", "uafklaret" },
	/* percentages and numbers */
	{ "2,5 %", "a/b", "2.50", "overholdt" },
	{ "2,5 pct.", "a/b", "2.50", "overholdt" },
	{ "25 procent", "a/b", "0.25", "overholdt" },
	{ "25 procent", "a/b", "0.20", "fund" },
	{ "37 timer", "a/b", "37.00", "overholdt" },
	{ "36 timer", "a/b", "37.00", "fund" },
	{ "tre", "a/b", "3", "overholdt" },
	{ "enogtyve", "a/b", "21", "overholdt" },
	{ "enogtyve", "a/b", "22", "fund" },
	{ "30 døgn", "a/b", "30", "overholdt" },
	/* periods */
	{ "30 dage", "a/b", "P30D", "overholdt" },
	{ "30 kalenderdage", "a/b", "P30D", "overholdt" },
	{ "30 (tredive) dage", "a/b", "P30D", "overholdt" },
	{ "30 dages varsel", "a/b", "P30D", "overholdt" },
	{ "netto 30 dage", "a/b", "P30D", "overholdt" },
	{ "tredive dage", "a/b", "P30D", "overholdt" },
	{ "to uger", "a/b", "P14D", "overholdt" },
	{ "14 dage", "a/b", "P30D", "fund" },
	{ "en måned", "a/b", "P1M", "overholdt" },
	{ "1 måned", "a/b", "P1M", "overholdt" },
	{ "3 måneder", "a/b", "P3M", "overholdt" },
	{ "3 måneder", "a/b", "P6M", "fund" },
	{ "et kvartal", "a/b", "P3M", "overholdt" },
	{ "1 år", "a/b", "P12M", "overholdt" },
	{ "halvandet år", "a/b", "P18M", "overholdt" },
	{ "et halvt år", "a/b", "P6M", "overholdt" },
	{ "1 år og 6 måneder", "a/b", "P18M", "overholdt" },
	{ "24 timer", "a/b", "P1D", "overholdt" },
	{ "30 dage", "a/b", "P1M", "uafklaret" },
	{ "14 dage", "a/b", "P1M", "fund" },
	{ "90 dage", "a/b", "P3M", "uafklaret" },
	{ "93 dage", "a/b", "P3M", "fund" },
	{ "12 måneder", "a/b", "P365D", "uafklaret" },
	{ "5 hverdage", "a/b", "P5D", "uafklaret" },
	{ "snarest", "a/b", "P30D", "uafklaret" },
	{ "30", "a/b", "P30D", "uafklaret" },
	/* names and codes */
	{ "Silkeborg Kommune", "a/b", "Silkeborg Kommune", "overholdt" },
	{ "silkeborg  KOMMUNE", "a/b", "Silkeborg Kommune", "overholdt" },
	{ "Silkeborg Kommunes", "a/b", "Silkeborg Kommune", "overholdt" },
	{ "Århus Kommune", "a/b", "Aarhus Kommune", "overholdt" },
	{ "Skive Kommune", "a/b", "Silkeborg Kommune", "fund" },
	{ "Fonden Hald", "a/b", "Fonden Hald Egehus", "fund" },
	{ "bagud", "a/b", "bagud", "overholdt" },
	{ "forud", "a/b", "bagud", "fund" },
	{ "døgn", "a/b", "doegn", "overholdt" },
	{ "måned", "a/b", "doegn", "fund" },
	{ "løbende måned", "a/b", "loebende-maaned", "overholdt" },
	{ "månedsvis bagud", "a/b", "bagud", "uafklaret" },
	{ "kalenderdøgnet", "a/b", "kalenderdoegn", "uafklaret" },
	{ "omfattet", "a/b", "ja", "uafklaret" },
	{ "nej", "a/b", "ja", "fund" },
	{ "0740", "a/b", "0740", "overholdt" },
	{ "0741", "a/b", "0740", "fund" },
	{ "Silkeborg", "a/b", "0740", "uafklaret" },
	{ "5798 0099 9901 6", "a/b", "5798009999016", "uafklaret" },
	/* paragraphs */
	{ "servicelovens § 107", "a/b", "SEL-107", "overholdt" },
	{ "SEL-107", "a/b", "SEL-107", "overholdt" },
	{ "servicelovens § 108", "a/b", "SEL-107", "fund" },
	{ "servicelovens § 107, stk. 2", "a/b", "SEL-107", "overholdt" },
	{ "servicelovens § 107", "a/b", "SEL-107-2", "overholdt" },
	{ "servicelovens § 1", "a/b", "SEL-107", "fund" },
	{ "barnets lov § 107", "a/b", "SEL-107", "fund" },
	{ "§ 107", "a/b", "SEL-107", "uafklaret" },
	{ "straffelovens § 107", "a/b", "SEL-107", "uafklaret" },
	{ "loven", "a/b", "SEL-107", "uafklaret" },
	/* places */
	{ "30 dage", "a/c", "P30D", "uafklaret" },
	{ "30 dage", "a/b", "", "uafklaret" },
	{ "30 dage", "a", "P30D", "uafklaret" },
	{ "30 dage", "", "P30D", "uafklaret" },
	{ "30 dage", "///", "P30D", "uafklaret" },
	{ "30 dage", "/k/a/b", "P30D", "overholdt" },
	{ "30 dage", "a/b[1]", "P30D", "overholdt" },
	{ "30 dage", "a/b[2]", "P30D", "uafklaret" },
	{ "", "a/b", "P30D", "ikke-relevant" },
	{ "2. marts 2026", "a/b", "2026-03-03", "fund" },
};

static struct fake *with_field(const struct field *c, char *xml, size_t room)
{
	struct fake *fake;

	snprintf(xml, room,
	    "<k><a><b>%s</b></a><p>Fra <f navn='n' til='%s'>%s</f>.</p></k>",
	    c->value, c->path, c->felt);
	fake = fake_create(xml);
	fake_set(fake, "i", "f");
	fake_set(fake, "love", acts);
	return fake;
}

START_TEST(fields_agree)
{
	const struct field *c = &fields[_i];
	char xml[400];
	struct fake *fake = with_field(c, xml, sizeof(xml));
	const char *actual = fake_check(fake, kt_plugin_tekst(), "felter", ".");

	ck_assert_msg(strcmp(actual, c->verdict) == 0,
	    "\"%s\" against \"%s\" is %s: %s", c->felt, c->value, actual,
	    fake_reasons(fake, KT_DA));
	fake_destroy(fake);
}
END_TEST

START_TEST(fields_tell_what_is_wrong)
{
	static const struct {
		struct field field;
		const char *found;
		const char *reasons;
	} cases[] = {
		{ { "14 dage", "a/b", "P30D", "fund" }, "14 dage -> 30 dage\n",
		    "" },
		{ { "3.302,00", "a/b", "3320.00", "fund" },
		    "3.302,00 -> 3.320\n", "" },
		{ { "forud", "a/b", "bagud", "fund" }, "forud -> bagud\n", "" },
		{ { "snarest", "a/b", "P30D", "uafklaret" }, "",
		    "teksten i feltet til a/b kan ikke sammenlignes med "
		    "feltet\n" },
		{ { "snarest", "a/x", "P30D", "uafklaret" }, "",
		    "teksten i feltet til a/x hører til et felt, der ikke står "
		    "i dokumentet\n" },
		{ { "150308-4000", "a/b", "150308-4001", "fund" }, " -> \n",
		    "" },
		{ { "snarest", "150308-4000", "P30D", "uafklaret" }, "",
		    "teksten i feltet til  hører til et felt, der ikke står "
		    "i dokumentet\n" },
	};

	for (int i = 0; i < COUNT(cases); i++) {
		char xml[400];
		struct fake *fake =
		    with_field(&cases[i].field, xml, sizeof(xml));

		ck_assert_str_eq(
		    fake_check(fake, kt_plugin_tekst(), "felter", "."),
		    cases[i].field.verdict);
		ck_assert_str_eq(fake_found(fake), cases[i].found);
		ck_assert_str_eq(fake_reasons(fake, KT_DA), cases[i].reasons);
		fake_destroy(fake);
	}
}
END_TEST

struct paper {
	const char *xml;
	const char *verdict;
	const char *findings;
};

static const struct paper papers[] = {
	/* one of several places is enough */
	{ "<k><b>1</b><b>2</b><f til='b'>2</f></k>", "overholdt", "" },
	{ "<k><b>1</b><b>2</b><f til='b'>3</f></k>", "fund", "f~b[1]" },
	{ "<k><b>1</b><b/><f til='b'>1</f></k>", "overholdt", "" },
	{ "<k><b>1</b><b>P1M</b><f til='b'>3</f></k>", "uafklaret", "" },
	{ "<k><b x='5'/><f til='b/@x'>5</f></k>", "overholdt", "" },
	{ "<k><b x='5'/><f til='b/@x'>6</f></k>", "fund", "f~@x" },
	{ "<k><b x='5'/><f til='b/@y'>6</f></k>", "uafklaret", "" },
	{ "<k><l>SEL-85</l><l>ABL-105-2</l><f til='l'>almenboliglovens § 105, "
	  "stk. 2, og servicelovens § 85</f></k>",
	    "overholdt", "" },
	{ "<k><l>SEL-85</l><l>ABL-105-2</l><f til='l'>servicelovens §§ 85 og "
	  "86</f></k>",
	    "fund", "f~l[1]" },
	/* the same name */
	{ "<k><f navn='n'>30 dage</f><f navn='n'>30 dage</f></k>", "overholdt",
	    "" },
	{ "<k><f navn='n'>30 dage</f><f navn='n'>14 dage</f></k>", "fund",
	    "f[2]~f[1]" },
	{ "<k><f navn='n'>30 dage</f><f navn='m'>14 dage</f></k>", "overholdt",
	    "" },
	{ "<k><f navn='n'>tredive dage</f><f navn='n'>30 dage</f></k>",
	    "overholdt", "" },
	{ "<k><f navn='n'>30 dage</f><f navn='n'>snarest</f></k>", "uafklaret",
	    "" },
	{ "<k><f navn='n'>30 dage</f><f navn='n'/></k>", "overholdt", "" },
	{ "<k><f navn='n'>1. marts 2026</f><f navn='n'>2026-03-01</f></k>",
	    "overholdt", "" },
	{ "<k><f navn='n'>1. marts 2026</f><f navn='n'>2. marts 2026</f></k>",
	    "fund", "f[2]~f[1]" },
	{ "<k><f navn='n'>1. marts</f><f navn='n'>1. marts 2026</f></k>",
	    "uafklaret", "" },
	{ "<k><f navn='n'>Odder</f><f navn='n'>ODDER</f></k>", "overholdt",
	    "" },
	{ "<k><f navn='n'>Odder</f><f navn='n'>Samsø</f><f navn='n'>Odder</f>"
	  "<f navn='n'>Lemvig</f></k>",
	    "fund", "f[2]~f[1]; f[4]~f[1]" },
	{ "<k><f navn='n'>løbende måned + 1 måned</f><f navn='n'>1 måned</f>"
	  "</k>",
	    "fund", "f[2]~f[1]" },
	{ "<k><f navn='n'>2027-28</f><f navn='n'>2026</f></k>", "fund",
	    "f[2]~f[1]" },
	/* other targets are other things; one finding for one fault */
	{ "<k><b>1</b><c>2</c><f navn='n' til='b'>1</f><f navn='n' til='c'>2"
	  "</f></k>",
	    "overholdt", "" },
	{ "<k><b>1</b><f navn='n' til='b'>1</f><f navn='n' til='b'>2</f></k>",
	    "fund", "f[2]~b" },
	{ "<k><b>1</b><f navn='n' til='b'>1</f><f navn='n'>2</f></k>", "fund",
	    "f[1]~f[2]" },
	{ "<k><b>1</b><f navn='n' til='b'>2</f><f navn='n' til='b'>2</f></k>",
	    "fund", "f[1]~b; f[2]~b" },
	/* from the end of the month */
	{ "<k><v><b>P1M</b><r>lm</r></v><f til='v/b'>løbende måned + 1 måned"
	  "</f></k>",
	    "overholdt", "" },
	{ "<k><v><b>P1M</b><r>mo</r></v><f til='v/b'>løbende måned plus en "
	  "måned</f></k>",
	    "fund", "f~b" },
	{ "<k><v><b>P1M</b></v><f til='v/b'>løbende måned plus en måned</f>"
	  "</k>",
	    "uafklaret", "" },
	{ "<k><v><b>P3M</b><r>lm</r></v><f til='v/b'>løbende måned + 1 måned"
	  "</f></k>",
	    "fund", "f~b" },
	{ "<k><v><b>P1M</b><r>lm</r></v><f til='v/b'>løbende måned</f></k>",
	    "uafklaret", "" },
	{ "<k><v><b>P1M</b><r>lm</r></v><f til='v/b'>1 måned</f></k>",
	    "overholdt", "" },
	{ "<k><f>ledig</f></k>", "ikke-relevant", "" },
	{ "<k/>", "ikke-relevant", "" },
};

START_TEST(fields_of_a_paper)
{
	const struct paper *c = &papers[_i];
	struct fake *fake = fake_create(c->xml);
	const char *actual;

	fake_set(fake, "i", "f");
	fake_set(fake, "love", acts);
	fake_set(fake, "loebende", "r=lm");
	actual = fake_check(fake, kt_plugin_tekst(), "felter", ".");
	ck_assert_msg(strcmp(actual, c->verdict) == 0, "%s is %s: %s %s",
	    c->xml, actual, fake_findings(fake), fake_reasons(fake, KT_DA));
	ck_assert_str_eq(fake_findings(fake), c->findings);
	fake_destroy(fake);
}
END_TEST

START_TEST(fields_without_acts_leave_paragraphs_open)
{
	struct fake *fake = fake_create("<k><b>SEL-107</b>"
					"<f til='b'>servicelovens § 107</f>"
					"</k>");

	fake_set(fake, "i", "f");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "uafklaret");
	fake_set(fake, "love", "?");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "uafklaret");
	fake_set(fake, "love", acts);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "overholdt");
	fake_destroy(fake);
}
END_TEST

START_TEST(fields_take_good_arguments_only)
{
	struct fake *fake = fake_create("<k><b>2026-03-01</b>"
					"<f til='b'>2. marts 2026</f>"
					"<f til='b'>3. marts</f></k>");

	fake_set(fake, "i", "f");
	fake_set(fake, "undtagen", "dato");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "overholdt");
	fake_set(fake, "undtagen", "tal");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "refused");
	fake_set(fake, "undtagen", "dato");
	fake_set(fake, "loebende", "regnet-fra");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "refused");
	fake_set(fake, "loebende", "r=lm");
	fake_set(fake, "i", "f|*");
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "uafklaret");
	fake_memory(fake, 0);
	ck_assert_str_eq(
	    fake_check(fake, kt_plugin_tekst(), "felter", "."), "ikke-tjekket");
	fake_destroy(fake);
}
END_TEST

/* ---- numbers in words -------------------------------------------------- */

static const struct dates twice[] = {
	{ "5 (fem)", "overholdt", "" },
	{ "5 (seks)", "fund", "p \"5 (seks)\"" },
	{ "seks (5)", "fund", "p \"seks (5)\"" },
	{ "30 (tredive) dage", "overholdt", "" },
	{ "30 (fyrre) dage", "fund", "p \"30 (fyrre)\"" },
	{ "30 dage (tredive dage)", "overholdt", "" },
	{ "30 dage (fyrre dage)", "fund", "p \"30 dage (fyrre dage)\"" },
	{ "tre måneder (4 måneder)", "fund", "p \"tre måneder (4 måneder)\"" },
	{ "tre måneder (1)", "overholdt", "" },
	{ "3 måneder (fire)", "fund", "p \"3 måneder (fire)\"" },
	{ "21 (enogtyve)", "overholdt", "" },
	{ "21 (en og tyve)", "overholdt", "" },
	{ "en-og-tyve (21)", "overholdt", "" },
	{ "hundrede og tyve (120)", "overholdt", "" },
	{ "120 (et hundrede og tyve)", "overholdt", "" },
	{ "121 (hundredetyve)", "fund", "p \"121 (hundredetyve)\"" },
	{ "femoghalvtreds (55)", "overholdt", "" },
	{ "57 (syvoghalvfems)", "fund", "p \"57 (syvoghalvfems)\"" },
	{ "3.320,00 kr. (tre tusinde tre hundrede og tyve kr.)", "overholdt",
	    "" },
	{ "1.250.000,00 (en million)", "overholdt", "" },
	{ "2 (to) eller 3 (fire)", "fund", "p \"3 (fire)\"" },
	{ "30 dage (en måned)", "overholdt", "" },
	{ "2026 (to gange)", "overholdt", "" },
	{ "en kontrakt (2)", "overholdt", "" },
	{ "mål (seks)", "overholdt", "" },
	{ "5 (jf. seks)", "overholdt", "" },
	{ "5 (6)", "overholdt", "" },
	{ "5\xC2\xA0"
	  "( seks )",
	    "fund",
	    "p \"5\xC2\xA0"
	    "( seks )\"" },
	{ "x5 (seks)", "overholdt", "" },
	{ "5 (seks", "overholdt", "" },
	{ "5 (", "overholdt", "" },
	{ "(", "overholdt", "" },
	{ "to hundrede tilbud (200)", "overholdt", "" },
	{ "tolv (12), tretten (13), tres (60), ti (10), nul (0)", "overholdt",
	    "" },
};

START_TEST(numbers_said_twice)
{
	const struct dates *c = &twice[_i];
	struct fake *fake;
	const char *actual;
	char xml[400];

	snprintf(xml, sizeof(xml), "<k><p>%s</p></k>", c->text);
	fake = fake_create(xml);
	fake_set(fake, "i", "p");
	actual = fake_check(fake, kt_plugin_tekst(), "talord", ".");
	ck_assert_msg(strcmp(actual, c->verdict) == 0, "\"%s\" is %s: %s",
	    c->text, actual, fake_findings(fake));
	ck_assert_str_eq(fake_findings(fake), c->findings);
	fake_destroy(fake);
}
END_TEST

/* ---- long and broken texts --------------------------------------------- */

/* `piece` again and again in one element. */
static char *long_text(const char *piece, size_t times)
{
	size_t size = strlen(piece);
	char *xml = malloc(size * times + 32);
	char *at = xml;

	ck_assert_ptr_nonnull(xml);
	at += sprintf(at, "<k><p>");
	for (size_t i = 0; i < times; i++) {
		memcpy(at, piece, size);
		at += size;
	}
	strcpy(at, "</p></k>");
	return xml;
}

START_TEST(long_texts_take_as_long_as_they_are)
{
	static const char *const pieces[] = { "1. maj ", "mandag den ", "§ ",
		"§§ 1-200, ", "stk. 2 ", "servicelovens ", "lov om ", "(",
		"5 (", "en ", "hundrede og ", "1.", "2/", "x", "\xC2\xA0",
		"§ 1, ", "§§ 1, ", "hvert år den 1. maj " };
	static const char *const checks[] = { "datoer", "talord", "paragraffer",
		"felter" };

	for (int i = 0; i < COUNT(pieces); i++) {
		char *xml = long_text(pieces[i], 20000);
		struct fake *fake = fake_create(xml);

		fake_set(fake, "i", "p");
		fake_set(fake, "love", acts);
		fake_set(fake, "gentages", "hvert år|årligt|hver");
		fake_set(fake, "gamle", "SEL-66=BL-43");
		for (int k = 0; k < COUNT(checks); k++)
			fake_check(fake, kt_plugin_tekst(), checks[k], ".");
		fake_function(fake, kt_plugin_tekst(), "noegler", "<p", acts);
		fake_function(fake, kt_plugin_tekst(), "ens", "p", pieces[i]);
		fake_destroy(fake);
		free(xml);
	}
}
END_TEST

/* Every part of a text that uses every form, cut off at either end. */
START_TEST(broken_texts_are_read_to_their_end)
{
	static const char text[] =
	    "tirs. d. 2. marts, 2026 (mandag) 02.03.26 2/3-2026 2026-03-02 "
	    "5 (seks) 3.320,00 kr. (to hundrede og fem) § 43,1,6 §§ 82 a-82 d, "
	    "stk. 1, nr. 2-4, 3. pkt., litra a, i barnets lov, jf. SEL-107-2-1 "
	    "løbende måned + halvandet år \xC3\xA5\xE2\x80\x93\xC2";

	for (size_t from = 0; from < sizeof(text) - 1; from++) {
		struct fake *fake;
		char xml[sizeof(text) + 64];

		if (((unsigned char)text[from] & 0xC0) == 0x80)
			continue;
		snprintf(xml, sizeof(xml), "<k><p til='p' navn='x'>%s</p></k>",
		    text + from);
		fake = fake_create(xml);
		fake_set(fake, "i", "p");
		fake_set(fake, "felter", "p");
		fake_set(fake, "love", acts);
		fake_check(fake, kt_plugin_tekst(), "paragraffer", ".");
		fake_check(fake, kt_plugin_tekst(), "felter", ".");
		fake_function(
		    fake, kt_plugin_tekst(), "noegler", text + from, acts);
		fake_function(fake, kt_plugin_tekst(), "ens", "p", text);
		fake_destroy(fake);
	}
}
END_TEST

Suite *plugin_tekst_suite(void)
{
	Suite *suite = suite_create("plugin_tekst");
	TCase *functions = tcase_create("functions");
	TCase *checks = tcase_create("checks");

	tcase_add_loop_test(
	    functions, reference_of_the_rulebook, 0, COUNT(references));
	tcase_add_loop_test(functions, reference, 0, COUNT(more_references));
	tcase_add_test(functions, references_stand_in_elements);
	tcase_add_loop_test(functions, weekday_deadline, 0, COUNT(weekdays));
	tcase_add_test(functions, weekday_deadline_tells_its_day);
	tcase_add_loop_test(functions, wording, 0, COUNT(wordings));
	tcase_add_test(functions, wording_names_the_first_difference);
	suite_add_tcase(suite, functions);
	tcase_add_loop_test(
	    checks, paragraphs_are_judged, 0, COUNT(paragraph_checks));
	tcase_add_test(checks, a_template_may_leave_the_number_out);
	tcase_add_loop_test(checks, dates_are_judged, 0, COUNT(dates));
	tcase_add_test(checks, dates_tell_what_is_wrong);
	tcase_add_loop_test(
	    checks, dates_are_those_of_their_fields, 0, COUNT(date_fields));
	tcase_add_test(checks, dates_point_to_their_field);
	tcase_add_loop_test(checks, fields_agree, 0, COUNT(fields));
	tcase_add_test(checks, fields_tell_what_is_wrong);
	tcase_add_loop_test(checks, fields_of_a_paper, 0, COUNT(papers));
	tcase_add_test(checks, fields_without_acts_leave_paragraphs_open);
	tcase_add_test(checks, fields_take_good_arguments_only);
	tcase_add_loop_test(checks, numbers_said_twice, 0, COUNT(twice));
	tcase_add_test(checks, long_texts_take_as_long_as_they_are);
	tcase_add_test(checks, broken_texts_are_read_to_their_end);
	suite_add_tcase(suite, checks);
	return suite;
}
