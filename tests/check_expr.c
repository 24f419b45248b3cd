/*
 * The rule language: a table of expressions with their answers, every
 * operator with unknowns, what is refused at load, and explanations.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "document.h"
#include "expr/expr.h"
#include "intake.h"
#include "moment.h"
#include "suites.h"

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_reader *reader;
static struct kt_document document;
static struct kt_arena arena;
static struct kt_stack stack;

static struct kt_value text_items[3], number_items[1];
static struct kt_parameter_row rows[5];
static struct kt_parameter_value values[5];
static struct kt_parameter_declaration declarations[5];

static const struct kt_schema *find(void *data, struct kt_string space,
    struct kt_string root)
{
	(void)space;
	(void)root;
	return data;
}

static const char *data_file(const char *name)
{
	static char path[600];
	const char *folder = getenv("KT_TEST_DATA");
	snprintf(path, sizeof(path), "%s/%s", folder ? folder : "tests/data",
	    name);
	return path;
}

static struct kt_value of_text(const char *text)
{
	return (struct kt_value){ .kind = KT_STRING,
		.u.string = kt_string_of(text) };
}

static void declare(size_t i, const char *name, uint32_t kind, bool list,
    bool table)
{
	declarations[i] = (struct kt_parameter_declaration){
		.name = kt_string_of(name), .kind = kind, .list = list,
		.table = table, .unit = KT_S("kr.") };
}

static void set_parameters(void)
{
	declare(0, "tal", KT_DECIMAL, false, false);
	declare(1, "tomt", KT_DECIMAL, false, false);
	declare(2, "ord", KT_STRING, true, false);
	declare(3, "tabel", KT_STRING, false, true);
	declare(4, "antaget", KT_DECIMAL, false, false);
	number_items[0] = (struct kt_value){ .kind = KT_DECIMAL,
		.u.decimal = kt_decimal_of(14) };
	text_items[0] = of_text("x");
	text_items[1] = of_text("y");
	text_items[2] = of_text("q");
	rows[0] = (struct kt_parameter_row){ KT_S(""), KT_VERIFIED,
		number_items, 1 };
	rows[1] = (struct kt_parameter_row){ KT_S(""), KT_VERIFIED, text_items,
		3 };
	rows[2] = (struct kt_parameter_row){ KT_S("roed"), KT_VERIFIED,
		text_items, 2 };
	rows[3] = (struct kt_parameter_row){ KT_S("blaa"), KT_ASSUMED,
		text_items + 2, 1 };
	rows[4] = (struct kt_parameter_row){ KT_S(""), KT_ASSUMED,
		number_items, 1 };
	values[0] = (struct kt_parameter_value){ KT_VERIFIED, &rows[0], 1 };
	values[1] = (struct kt_parameter_value){ KT_EMPTY, NULL, 0 };
	values[2] = (struct kt_parameter_value){ KT_VERIFIED, &rows[1], 1 };
	values[3] = (struct kt_parameter_value){ KT_VERIFIED, &rows[2], 2 };
	values[4] = (struct kt_parameter_value){ KT_ASSUMED, &rows[4], 1 };
}

static void set_up(void)
{
	struct kt_error error;
	struct kt_buffer bytes;
	kt_error_clear(&error);
	kt_buffer_init(&bytes);
	kt_arena_init(&arena);
	kt_document_init(&document);
	names = kt_names_create();
	reader = kt_reader_create(names);
	ck_assert_int_eq(kt_schema_load(names, data_file("udtryk.rng"),
	    &schema, &error), KT_OK);
	struct kt_schema_source source = { find, schema };
	ck_assert_int_eq(kt_intake_file(data_file("udtryk.xml"), &bytes,
	    &error), KT_OK);
	kt_status status = kt_reader_read(reader, &source,
	    kt_buffer_string(&bytes), KT_S("udtryk.xml"), &document, &error);
	ck_assert_msg(status == KT_OK, "%s", error.message[KT_DA]);
	kt_buffer_finish(&bytes);
	set_parameters();
}

static void tear_down(void)
{
	kt_stack_finish(&stack);
	kt_document_finish(&document);
	kt_reader_destroy(reader);
	kt_schema_destroy(schema);
	kt_names_destroy(names);
	kt_arena_finish(&arena);
}

static const struct kt_expr *compile(const char *text, struct kt_error *error)
{
	const struct kt_expr *expr = NULL;
	struct kt_scope scope = { .names = names, .schema = schema,
		.parameters = declarations, .parameter_count = 5 };
	kt_error_clear(error);
	kt_expr_compile(&arena, &scope, kt_string_of(text), KT_S("t.xml"),
	    (struct kt_position){ 7, 20 }, &expr, error);
	return expr;
}

static void start(struct kt_run *run)
{
	memset(run, 0, sizeof(*run));
	run->document = &document;
	run->parameters = values;
	run->stack = &stack;
	stack.count = 0;
	kt_run_init(run, kt_document_root(&document),
	    (struct kt_date){ 2026, 11, 21 });
}

/* Truth as sandt, falsk, ?; values canonically, joined by |; "…" where there
 * may be more. */
static const char *answer(const char *text)
{
	static char out[2000];
	struct kt_error error;
	struct kt_run run;
	const struct kt_expr *expr = compile(text, &error);
	ck_assert_msg(expr != NULL, "%s: %s", text, error.message[KT_EN]);
	start(&run);
	if (kt_expr_kind(expr) == KT_BOOLEAN) {
		static const char *const words[] = { "falsk", "sandt", "?" };
		snprintf(out, sizeof(out), "%s", words[kt_expr_truth(expr,
		    &run)]);
		ck_assert_uint_eq(stack.count, 0);
		return out;
	}
	struct kt_sequence s = kt_expr_sequence(expr, &run);
	size_t size = 0;
	out[0] = '\0';
	for (size_t i = 0; i < s.count; i++) {
		char one[200] = "?";
		struct kt_value v = s.items[i];
		if (v.kind == KT_NODE && v.u.node != KT_DOCUMENT_NODE) {
			const struct kt_text_type *type =
			    kt_document_type(&document, v.u.node);
			v = kt_document_value(&document, v.u.node,
			    type ? type->kind : KT_STRING);
		}
		if (v.kind == KT_DECIMAL)
			kt_decimal_format(v.u.decimal, one);
		else if (v.kind == KT_DATE)
			kt_date_format(v.u.date, one);
		else if (v.kind == KT_DURATION)
			kt_duration_format(v.u.duration, one);
		else if (v.kind == KT_DATETIME)
			kt_datetime_format(v.u.datetime, one);
		else if (v.kind == KT_STRING)
			snprintf(one, sizeof(one), "%.*s",
			    KT_FMT(v.u.string));
		size += (size_t)snprintf(out + size, sizeof(out) - size,
		    "%s%s", i ? "|" : "", one);
	}
	if (s.maybe_more)
		snprintf(out + size, sizeof(out) - size, "…");
	return out;
}

/* ---- answers ----------------------------------------------------------- */

static const struct row {
	const char *expression;
	const char *expected;
} answers[] = {
	/* literals, arithmetic */
	{ "1 + 2 * 3", "7" }, { "(1 + 2) * 3", "9" }, { "-a", "-10" },
	{ "a - b", "7.5" }, { "a div 4", "2.5" }, { "a idiv 3", "3" },
	{ "a mod 3", "1" }, { "0.1 + 0.2", "0.3" }, { "1 div 3 * 3 = 1",
	    "falsk" }, { "b * b", "6.25" }, { "sum(n)", "6" },
	{ "sum(())", "0" }, { "avg(n)", "2" }, { "min(n)", "1" },
	{ "max((n, 7))", "7" }, { "count(n)", "3" }, { "count(post)", "4" },
	{ "abs(-2.5)", "2.5" }, { "round(2.5)", "3" }, { "round(-2.5)", "-2" },
	{ "floor(-1.5)", "-2" }, { "ceiling(1.2)", "2" },
	{ "round-half-to-even(2.345, 2)", "2.34" }, { "1 to 4", "1|2|3|4" },
	{ "number('12')", "12" }, { "@aar + 1", "2026" },
	/* paths */
	{ "/d/a", "10" }, { "a", "10" }, { "./a", "10" }, { "@id", "D1" },
	{ "post/@art", "x|y|z" }, { "//@art", "x|xx|y|z" },
	{ "post[@art = 'y']/beloeb", "250.5…" },
	{ "post[exists(@art)][@art = 'y']/beloeb", "250.5" },
	{ "post[1]/beloeb", "100" }, { "post[last()]/beloeb", "1" },
	{ "post[2]/preceding-sibling::post/@art", "x" },
	{ "post[1]/following-sibling::post[1]/@art", "y" },
	{ "//post/beloeb", "100|7.5|250.5|?|1" },
	{ "post/post/../@art", "x" }, { "post/post/ancestor::post/@art", "x" },
	{ "count(descendant::post)", "5" }, { "count(//*) > 10", "sandt" },
	{ "a | b | a", "10|2.5" }, { "(b | a)[1]", "10" },
	{ "for $p in post[exists(dato)] return $p/beloeb * 2", "200|501" },
	{ "klausul[@id = 'k1']/felt", "30 dage" },
	{ "local-name(post[1]/beloeb)", "beloeb" },
	{ "post[post/@art = 'xx']/@art", "x…" },
	/* text */
	{ "string-length(kode)", "4" }, { "normalize-space(navn)",
	    "Ærø Kommune" }, { "upper-case(normalize-space(navn))",
	    "ÆRØ KOMMUNE" }, { "lower-case('ÆØÅ')", "æøå" },
	{ "contains(navn, 'Kom')", "sandt" }, { "starts-with(kode, 'ro')",
	    "sandt" }, { "ends-with(kode, 'ed')", "sandt" },
	{ "substring('Ærøskøbing', 2, 3)", "røs" }, { "substring('abc', 2)",
	    "bc" }, { "substring('abc', 0, 2)", "a" },
	{ "substring-before('a=b', '=')", "a" }, { "substring-after('a=b', '=')",
	    "b" }, { "translate('æble', 'æb', 'ab')", "able" },
	{ "translate('a-b', '-', '')", "ab" }, { "concat('x', 1, 'y')", "x1y" },
	{ "string-join(post/@art, '+')", "x+y+z" },
	{ "matches(kode, '^r+d$')", "falsk" }, { "matches(kode, 'OE')",
	    "falsk" }, { "matches(kode, '^r.{2}d$')", "sandt" },
	{ "string(b)", "2.5" }, { "string(2.50)", "2.5" },
	/* sequences */
	{ "distinct-values((1, 2, 1))", "1|2" }, { "reverse(n)", "3|2|1" },
	{ "index-of((3, 2, 3), 3)", "1|3" }, { "count((n, post))", "7" },
	{ "n[. > 1]", "2|3" }, { "n[position() > 1]", "2|3" },
	{ "n = (2, 9)", "sandt" }, { "n != 1", "sandt" }, { "n > 3", "falsk" },
	{ "not(n > 3)", "sandt" }, { "some $x in n satisfies $x = 2",
	    "sandt" }, { "every $x in n satisfies $x > 0", "sandt" },
	{ "some $x in n, $y in n satisfies $x + $y = 6", "sandt" },
	{ "every $x in () satisfies false()", "sandt" },
	{ "exists(n)", "sandt" }, { "empty(n)", "falsk" }, { "empty(())",
	    "sandt" },
	/* dates and durations */
	{ "slut - start", "P334D" }, { "start + varsel", "2026-02-28" },
	{ "start + xs:duration('P1M1D')", "2026-03-01" },
	{ "year-from-date(start)", "2026" }, { "slut gt start", "sandt" },
	{ "start = xs:date('2026-01-31')", "sandt" },
	{ "frist + xs:duration('P5D')", "P35D" }, { "frist div 2", "P15D" },
	{ "days-from-duration(frist)", "30" },
	{ "months-from-duration(xs:duration('P14M'))", "2" },
	{ "current-date()", "2026-11-21" }, { "frist ge xs:duration('P14D')",
	    "sandt" }, { "varsel ge xs:duration('P28D')", "sandt" },
	{ "varsel ge frist", "?" }, { "varsel le xs:duration('P31D')",
	    "sandt" }, { "varsel lt xs:duration('P28D')", "falsk" },
	{ "frist = varsel", "?" }, { "varsel = varsel", "sandt" },
	/* choice */
	{ "if (a > 5) then 'stor' else 'lille'", "stor" },
	{ "if (kode = 'roed') then a else b", "10" },
	/* parameters */
	{ "a < $tal", "sandt" }, { "@id = $ord", "falsk" },
	{ "post/@art = $ord", "sandt" }, { "opslag($tabel, kode)", "x|y" },
	{ "opslag($tabel, 'groen')", "…" }, { "har-opslag($tabel, 'groen')",
	    "falsk" }, { "har-opslag($tabel, kode)", "sandt" },
	{ "post[1]/@art = opslag($tabel, kode)", "sandt" },
	{ "a = $tomt", "?" }, { "exists($tomt)", "falsk" },
	{ "kendt($tomt)", "falsk" }, { "kendt($tal)", "sandt" },
	/* what is missing, empty or unreadable */
	{ "tom = 1", "?" }, { "mangler = 1", "?" }, { "galt = start", "?" },
	{ "exists(tom)", "sandt" }, { "exists(mangler)", "falsk" },
	{ "empty(mangler)", "sandt" }, { "kendt(tom)", "falsk" },
	{ "kendt(galt)", "falsk" }, { "kendt(a)", "sandt" },
	{ "kendt(mangler)", "falsk" }, { "count(mangler)", "0" },
	{ "sum(post/beloeb)", "?" }, { "sum((a, b))", "12.5" },
	{ "max(post/beloeb)", "?" }, { "a div 0", "?" }, { "tom + 1", "?" },
	{ "n eq 1", "?" }, { "a eq 10", "sandt" }, { "concat('a', tom)", "?" },
	{ "post[beloeb > 200]/@art", "y…" },
	{ "exists(post[beloeb > 200])", "sandt" },
	{ "exists(post[beloeb > 1000])", "?" },
	{ "count(post[beloeb > 200])", "?" },
	{ "post[beloeb > 200] and a = 10", "sandt" },
	{ "every $p in post satisfies $p/beloeb > 0", "?" },
	{ "every $p in post satisfies $p/beloeb > 50", "falsk" },
	{ "some $p in post satisfies $p/beloeb > 200", "sandt" },
	{ "some $p in post satisfies $p/beloeb > 1000", "?" },
	{ "if (tom = 1) then 1 else 2", "…" },
	{ "post/beloeb = 250.5", "sandt" }, { "post/beloeb = 3", "?" },
};

START_TEST(gives_the_answer)
{
	const struct row *row = &answers[_i];
	ck_assert_msg(strcmp(answer(row->expression), row->expected) == 0,
	    "%s: %s, expected %s", row->expression, answer(row->expression),
	    row->expected);
}
END_TEST

/* ---- every connective with unknowns ------------------------------------ */

/* T, F and U as conditions on the document. */
static const char *const conditions[] = { "a = 2", "a = 10", "tom = 1" };
static const char *const shown[] = { "falsk", "sandt", "?" };
enum { F, T, U };

START_TEST(follows_kleene)
{
	static const int and_table[3][3] = { { F, F, F }, { F, T, U },
		{ F, U, U } };
	static const int or_table[3][3] = { { F, T, U }, { T, T, T },
		{ U, T, U } };
	static const int not_table[3] = { T, F, U };
	char text[300];
	for (int a = 0; a < 3; a++) {
		snprintf(text, sizeof(text), "not(%s)", conditions[a]);
		ck_assert_str_eq(answer(text), shown[not_table[a]]);
		snprintf(text, sizeof(text), "boolean(%s)", conditions[a]);
		ck_assert_str_eq(answer(text), shown[a]);
		for (int b = 0; b < 3; b++) {
			snprintf(text, sizeof(text), "%s and %s",
			    conditions[a], conditions[b]);
			ck_assert_str_eq(answer(text), shown[and_table[a][b]]);
			snprintf(text, sizeof(text), "%s or %s", conditions[a],
			    conditions[b]);
			ck_assert_str_eq(answer(text), shown[or_table[a][b]]);
			/* both branches the same, the test decides nothing
			 * more than that it must be known */
			snprintf(text, sizeof(text),
			    "if (%s) then %s else %s", conditions[a],
			    conditions[b], conditions[b]);
			ck_assert_str_eq(answer(text),
			    shown[a == U ? U : b]);
		}
	}
}
END_TEST

/* Every operator that takes values: unknown on either side. */
START_TEST(unknown_spreads)
{
	static const char *const operators[] = { "=", "!=", "<", "<=", ">",
		">=", "eq", "ne", "lt", "le", "gt", "ge" };
	static const char *const arithmetic[] = { "+", "-", "*", "div", "idiv",
		"mod" };
	static const char *const unknown[] = { "tom", "mangler", "$tomt",
		"(a div 0)", "sum(post/beloeb)", "n[7]" };
	char text[300];
	for (size_t u = 0; u < 6; u++) {
		for (size_t i = 0; i < 12; i++) {
			snprintf(text, sizeof(text), "%s %s 1", unknown[u],
			    operators[i]);
			ck_assert_msg(strcmp(answer(text), "?") == 0, "%s",
			    text);
			snprintf(text, sizeof(text), "1 %s %s", operators[i],
			    unknown[u]);
			ck_assert_msg(strcmp(answer(text), "?") == 0, "%s",
			    text);
		}
		for (size_t i = 0; i < 6; i++) {
			snprintf(text, sizeof(text), "(%s %s 2) = 1",
			    unknown[u], arithmetic[i]);
			ck_assert_msg(strcmp(answer(text), "?") == 0, "%s",
			    text);
			snprintf(text, sizeof(text), "(2 %s %s) = 1",
			    arithmetic[i], unknown[u]);
			ck_assert_msg(strcmp(answer(text), "?") == 0, "%s",
			    text);
		}
	}
}
END_TEST

/* every/some: all mixtures of three items that are true, false, unknown. */
START_TEST(quantifiers_follow_kleene)
{
	static const char *const item[] = { "2", "10", "tom" };
	char text[300];
	for (int n = 0; n < 27; n++) {
		int k[3] = { n % 3, n / 3 % 3, n / 9 };
		bool t = false, f = false, u = false;
		for (int i = 0; i < 3; i++) {
			t |= k[i] == T;
			f |= k[i] == F;
			u |= k[i] == U;
		}
		snprintf(text, sizeof(text),
		    "every $x in (%s, %s, %s) satisfies $x = 10", item[k[0]],
		    item[k[1]], item[k[2]]);
		ck_assert_msg(strcmp(answer(text), shown[f ? F : u ? U : T]) ==
		    0, "%s: %s", text, answer(text));
		snprintf(text, sizeof(text),
		    "some $x in (%s, %s, %s) satisfies $x = 10", item[k[0]],
		    item[k[1]], item[k[2]]);
		ck_assert_msg(strcmp(answer(text), shown[t ? T : u ? U : F]) ==
		    0, "%s: %s", text, answer(text));
		snprintf(text, sizeof(text), "(%s, %s, %s) = 10", item[k[0]],
		    item[k[1]], item[k[2]]);
		ck_assert_msg(strcmp(answer(text), shown[t ? T : u ? U : F]) ==
		    0, "%s: %s", text, answer(text));
	}
}
END_TEST

/* ---- refused at load --------------------------------------------------- */

static const struct refusal {
	const char *expression;
	uint32_t column; /* in the file; the expression begins at 20 */
	const char *says;
} refusals[] = {
	{ "belob", 20, "no \"belob\"" }, { "post/belob", 25, "beloeb" },
	{ "@idd", 20, "no @\"idd\"" }, { "a = 'x'", 22, "compared" },
	{ "start = '2026-01-01'", 26, "compared" }, { "a + navn", 22,
	    "arithmetic" }, { "post = 1", 20, "no value" },
	{ "a and b + 1", 26, "condition" }, { "kode = 'groen'", 27,
	    "code list" }, { "1 +", 23, "expected here" }, { "(1", 22,
	    "expected \")\"" }, { "a b", 22, "should end" },
	{ "$ukendt", 20, "unknown variable" }, { "fn(1)", 20,
	    "outside the language" }, { "contain(navn, 'x')", 20, "contains?" },
	{ "id:cvr-ok('1')", 20, "no loaded plugin" }, { "'abc", 20,
	    "closing quote" }, { "1e3", 21, "letters" }, { "a # b", 22,
	    "does not belong" }, { "namespace::x", 20, "outside" },
	{ "xs:date('2026-02-30')", 28, "does not read" },
	{ "xs:float(1)", 20, "outside" }, { "count()", 20, "lacks" },
	{ "count(n, n)", 29, "fewer" }, { "opslag($ord, 'x')", 27, "table" },
	{ "$tabel = 'x'", 20, "opslag" }, { "matches(navn, '(')", 34,
	    "pattern" }, { "q:a", 20, "prefix" }, { "a/b", 22, "no \"b\"" },
	{ "not(a + 1)", 24, "condition" }, { "(: x", 24, "comment" },
	{ "if (a = 1) then 2", 37, "else" }, { "every $x in n", 33,
	    "satisfies" }, { "sum(navn)", 24, "number is expected" },
	{ "navn/string()", 25, "" },
};

START_TEST(refuses_with_place)
{
	const struct refusal *r = &refusals[_i];
	struct kt_error error;
	ck_assert_msg(compile(r->expression, &error) == NULL, "%s compiled",
	    r->expression);
	ck_assert_int_eq(error.status, KT_E_USE);
	ck_assert_str_eq(error.file, "t.xml");
	ck_assert_uint_eq(error.line, 7);
	ck_assert_msg(error.column == r->column, "%s: column %u, expected %u",
	    r->expression, error.column, r->column);
	ck_assert_msg(strstr(error.message[KT_EN], r->says) != NULL,
	    "%s: %s", r->expression, error.message[KT_EN]);
	ck_assert(error.message[KT_DA][0] != '\0');
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
	struct kt_error error;
	char text[4000] = "";
	for (int i = 0; i < 1500; i++)
		strcat(text, "(");
	ck_assert(compile(text, &error) == NULL);
	strcpy(text, "a");
	for (int i = 0; i < 1500; i++)
		strcat(text, "[1");
	ck_assert(compile(text, &error) == NULL);
}
END_TEST

/* ---- explanations ------------------------------------------------------ */

static struct kt_explanation explanation;

static void explain(const char *text, enum kt_truth expected)
{
	struct kt_error error;
	static struct kt_run run;
	const struct kt_expr *expr = compile(text, &error);
	ck_assert_msg(expr != NULL, "%s", error.message[KT_EN]);
	start(&run);
	ck_assert_int_eq(kt_expr_truth(expr, &run), expected);
	kt_explanation_init(&explanation, &arena);
	run.explanation = &explanation;
	kt_expr_explain(expr, &run, expected);
}

static const char *shown_value(const struct kt_sequence *s)
{
	static char out[200];
	struct kt_string text = { "", 0 };
	if (s->count > 0)
		text = kt_value_text(&s->items[0], &document, KT_DA, 2,
		    &arena);
	snprintf(out, sizeof(out), "%.*s", KT_FMT(text));
	return out;
}

START_TEST(tells_found_required_difference)
{
	explain("$tal le a", KT_FALSE);
	const struct kt_comparison *c = explanation.comparisons;
	ck_assert_ptr_nonnull(c);
	ck_assert_str_eq(shown_value(&c->found), "10,00");
	ck_assert_str_eq(shown_value(&c->required), "14,00");
	ck_assert_int_eq(c->relation, KT_AT_LEAST);
	ck_assert(c->has_difference);
	ck_assert_int_eq(kt_decimal_compare(c->difference.u.decimal,
	    kt_decimal_of(-4)), 0);
	ck_assert(kt_string_equal(c->unit, KT_S("kr.")));
	ck_assert_uint_eq(kt_document_position(&document, c->where).line, 3);
	ck_assert(!explanation.assumed);
	ck_assert_ptr_null(c->next);
}
END_TEST

START_TEST(tells_only_the_false_branch)
{
	explain("a = 10 and frist ge xs:duration('P40D') and b = 3", KT_FALSE);
	const struct kt_comparison *c = explanation.comparisons;
	ck_assert_str_eq(shown_value(&c->found), "30 dage");
	ck_assert_ptr_nonnull(c->next);
	ck_assert_str_eq(shown_value(&c->next->found), "2,50");
	ck_assert_ptr_null(c->next->next);
}
END_TEST

START_TEST(tells_what_is_missing)
{
	explain("mangler = 1 or tom = 2 or galt = start or a = $tomt",
	    KT_UNDECIDED);
	static const char *const expected[] = { "mangler: mangler",
		"er ikke udfyldt: tom", "kan ikke læses som dato: galt",
		"parameteren er ikke udfyldt: tomt" };
	const struct kt_note *note = explanation.missing;
	for (size_t i = 0; i < 4; i++) {
		ck_assert_ptr_nonnull(note);
		ck_assert_msg(kt_string_equal(note->text[KT_DA],
		    kt_string_of(expected[i])), "%.*s",
		    KT_FMT(note->text[KT_DA]));
		note = note->next;
	}
	ck_assert_ptr_null(note);
}
END_TEST

START_TEST(tells_what_should_be_there)
{
	explain("exists(mangler)", KT_FALSE);
	ck_assert_int_eq(explanation.comparisons->relation, KT_EXISTS);
	ck_assert(kt_string_equal(explanation.comparisons->path,
	    KT_S("mangler")));
	explain("not(exists(a))", KT_FALSE);
	ck_assert_int_eq(explanation.comparisons->relation, KT_EXISTS_NOT);
	ck_assert_str_eq(shown_value(&explanation.comparisons->found),
	    "10,00");
	explain("not(a = 10)", KT_FALSE);
	ck_assert_int_eq(explanation.comparisons->relation, KT_IS_NOT);
	explain("every $p in post[exists(dato)] satisfies $p/beloeb < 200",
	    KT_FALSE);
	ck_assert_str_eq(shown_value(&explanation.comparisons->found),
	    "250,50");
}
END_TEST

START_TEST(tells_what_is_assumed)
{
	explain("a = 10 and a ge $antaget", KT_FALSE);
	ck_assert(explanation.assumed);
	ck_assert(kt_string_equal(explanation.assumed_names->text[KT_DA],
	    KT_S("antaget")));
	/* an assumed value that decided nothing is not blamed */
	explain("a = 11 and b lt $antaget", KT_FALSE);
	ck_assert(!explanation.assumed);
	explain("'z' = opslag($tabel, 'blaa')", KT_FALSE);
	ck_assert(explanation.assumed);
	explain("'z' = opslag($tabel, 'roed')", KT_FALSE);
	ck_assert(!explanation.assumed);
}
END_TEST

START_TEST(work_is_limited)
{
	struct kt_error error;
	struct kt_run run;
	const struct kt_expr *expr = compile(
	    "every $x in 1 to 9000, $y in 1 to 9000 satisfies $x + $y > 0",
	    &error);
	ck_assert_ptr_nonnull(expr);
	start(&run);
	run.steps_left = 100000;
	ck_assert_int_eq(kt_expr_truth(expr, &run), KT_UNDECIDED);
	ck_assert_int_eq(run.status, KT_E_LIMIT);
}
END_TEST

Suite *expr_suite(void)
{
	Suite *suite = suite_create("expr");
	TCase *core = tcase_create("answers");
	tcase_add_checked_fixture(core, set_up, tear_down);
	tcase_add_loop_test(core, gives_the_answer, 0,
	    sizeof(answers) / sizeof(answers[0]));
	suite_add_tcase(suite, core);
	TCase *unknown = tcase_create("unknown");
	tcase_add_checked_fixture(unknown, set_up, tear_down);
	tcase_add_test(unknown, follows_kleene);
	tcase_add_test(unknown, unknown_spreads);
	tcase_add_test(unknown, quantifiers_follow_kleene);
	suite_add_tcase(suite, unknown);
	TCase *load = tcase_create("load");
	tcase_add_checked_fixture(load, set_up, tear_down);
	tcase_add_loop_test(load, refuses_with_place, 0,
	    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(load, deep_nesting_is_refused);
	suite_add_tcase(suite, load);
	TCase *why = tcase_create("explanation");
	tcase_add_checked_fixture(why, set_up, tear_down);
	tcase_add_test(why, tells_found_required_difference);
	tcase_add_test(why, tells_only_the_false_branch);
	tcase_add_test(why, tells_what_is_missing);
	tcase_add_test(why, tells_what_should_be_there);
	tcase_add_test(why, tells_what_is_assumed);
	tcase_add_test(why, work_is_limited);
	suite_add_tcase(suite, why);
	return suite;
}
