/*
 * Generates expressions of the rule language over a document in which the
 * facts they use are present, answers them, and writes the same expressions as
 * one XQuery, so that an XPath 2.0 processor can be asked too.
 *
 *   forskel SCHEMA DOCUMENT COUNT SEED QUERY-OUT ANSWERS-OUT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "document.h"
#include "expr/expr.h"
#include "intake.h"
#include "moment.h"

enum { MAX_LEAVES = 2000, MAX_TEXT = 1500 };

static struct kt_names *names;
static struct kt_schema *schema;
static struct kt_document document;
static struct kt_arena arena;
static struct kt_stack stack;
static uint64_t seed;

struct leaf {
	const char *path;
	const char *name;
	uint32_t kind;
	bool days; /* a duration without months */
};
static struct leaf leaves[MAX_LEAVES];
static size_t leaf_count;

static uint32_t roll(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* ---- generating -------------------------------------------------------- */

/* A text that is built by replacing %b %n %s %d %q with what is generated. */
static void grow(char *out, char type, int depth);

static void expand(char *out, const char *shape, int depth)
{
	size_t size = 0;
	for (const char *c = shape; *c != '\0' && size < MAX_TEXT - 2; c++) {
		if (*c != '%') {
			out[size++] = *c;
			continue;
		}
		char part[MAX_TEXT];
		grow(part, *++c, depth - 1);
		int n = snprintf(out + size, MAX_TEXT - size, "%s", part);
		size += (size_t)n;
		if (size >= MAX_TEXT)
			size = MAX_TEXT - 1;
	}
	out[size] = '\0';
}

static const struct leaf *a_leaf(uint32_t kind)
{
	for (int tries = 0; tries < 4000; tries++) {
		const struct leaf *l = &leaves[roll((uint32_t)leaf_count)];
		if (kind == KT_ANY || l->kind == kind)
			return l;
	}
	return NULL;
}

static void leaf(char *out, char type)
{
	static const char *const literals[] = { "2", "0.5", "17", "3.25",
		"100", "7" };
	static const char *const words[] = { "'a'", "'Køber'", "' x y '",
		"'30 dage'", "'ÆØÅ'" };
	const struct leaf *l = NULL;
	switch (type) {
	case 'n':
		if (roll(3) > 0 && (l = a_leaf(KT_DECIMAL)) != NULL)
			snprintf(out, MAX_TEXT, "xs:decimal(%s)", l->path);
		else
			snprintf(out, MAX_TEXT, "%s", literals[roll(6)]);
		break;
	case 's':
		if (roll(3) > 0 && (l = a_leaf(KT_STRING)) != NULL)
			snprintf(out, MAX_TEXT, "string(%s)", l->path);
		else
			snprintf(out, MAX_TEXT, "%s", words[roll(5)]);
		break;
	case 'd':
		if (roll(3) > 0 && (l = a_leaf(KT_DATE)) != NULL)
			snprintf(out, MAX_TEXT, "xs:date(%s)", l->path);
		else
			snprintf(out, MAX_TEXT, "xs:date('20%02u-%02u-%02u')",
			    20 + roll(10), 1 + roll(12), 1 + roll(28));
		break;
	case 'q':
		snprintf(out, MAX_TEXT, "(1, 4, 2.5, 4)");
		break;
	case 'p':
		l = a_leaf(KT_ANY);
		if (roll(2) == 0)
			snprintf(out, MAX_TEXT, "%s", l->path);
		else
			snprintf(out, MAX_TEXT, "//%s", l->name);
		break;
	default:
		l = a_leaf(KT_DECIMAL);
		if (l != NULL && roll(2) == 0)
			snprintf(out, MAX_TEXT, "%s > %s", l->path,
			    literals[roll(6)]);
		else
			snprintf(out, MAX_TEXT, "true()");
		break;
	}
}

static const char *const booleans[] = { "%n = %n", "%n < %n", "%n ge %n",
	"%n != %n", "%s eq %s", "%s lt %s", "%d le %d", "%d gt %d", "%d = %d",
	"not(%b)", "(%b and %b)", "(%b or %b)", "exists(%p)", "empty(%p)",
	"contains(%s, 'e')", "starts-with(%s, 'S')", "ends-with(%s, 'e')",
	"matches(%s, '[0-9]+')", "(if (%b) then %b else %b)",
	"(some $x in %q satisfies $x > %n)",
	"(every $y in %q satisfies ($y < %n or %b))", "%q = %q", "%q > %n",
	"count(%p) ge %n", "(%d - %d) lt xs:dayTimeDuration('P90D')",
	"boolean(%p)", "(some $z in %p satisfies string-length($z) > %n)" };
static const char *const numbers[] = { "(%n + %n)", "(%n - %n)", "(%n * %n)",
	"(%n div 8)", "(%n div 3)", "(%n idiv 3)", "(%n mod 7)", "-%n",
	"count(%p)", "sum(%q)", "min(%q)", "max(%q)", "avg(%q)", "abs(%n)",
	"round(%n)", "floor(%n)", "ceiling(%n)", "round-half-to-even(%n, 2)",
	"string-length(%s)", "year-from-date(%d)", "month-from-date(%d)",
	"day-from-date(%d)", "days-from-duration(%d - %d)", "count(%q)",
	"(if (%b) then %n else %n)", "count(%p/preceding-sibling::*)",
	"count(%p/ancestor::*)", "%q[2]", "%q[last()]", "count(%p/..)",
	"count(%p[position() < 3])", "sum(for $v in %q return $v * $v)",
	"count(distinct-values(%q))", "sum(distinct-values(%q))" };
static const char *const texts[] = { "concat(%s, '-', %s)",
	"substring(%s, 3, 6)", "substring(%s, 1 + abs(%n))", "normalize-space(%s)",
	"upper-case(%s)", "lower-case(%s)", "substring-before(%s, 'e')",
	"substring-after(%s, 'e')", "translate(%s, 'aeø', 'AE')",
	"string-join((%s, %s), '+')", "string(%n)", "string(%d)",
	"(if (%b) then %s else %s)", "local-name(%p)[1]" };
static const char *const dates[] = { "(%d + xs:dayTimeDuration('P10D'))",
	"(%d - xs:dayTimeDuration('P40D'))",
	"(%d + xs:yearMonthDuration('P1M'))",
	"(%d + xs:yearMonthDuration('P13M'))", "max((%d, %d))",
	"(if (%b) then %d else %d)" };
/* the order of distinct-values() is left open by XPath: only sums of it */
static const char *const sequences[] = { "(%n, %n, 3)",
	"reverse(%q)", "(1 to 5)", "(for $w in %q return $w + 1)",
	"%q[. > 2]", "(%q, %n)", "index-of(%q, 4)",
	"(for $u in %q return ($u, %n))" };
static const char *const paths[] = { "%p", "(%p | %p)", "%p/.." };

#define COUNT(list) (uint32_t)(sizeof(list) / sizeof((list)[0]))

static void grow(char *out, char type, int depth)
{
	if (depth <= 0) {
		leaf(out, type);
		return;
	}
	switch (type) {
	case 'b':
		expand(out, booleans[roll(COUNT(booleans))], depth);
		break;
	case 'n':
		expand(out, numbers[roll(COUNT(numbers))], depth);
		break;
	case 's':
		expand(out, texts[roll(COUNT(texts) - 1)], depth);
		break;
	case 'd':
		expand(out, dates[roll(COUNT(dates))], depth);
		break;
	case 'q':
		expand(out, sequences[roll(COUNT(sequences))], depth);
		break;
	default:
		expand(out, paths[roll(3)], depth > 1 ? 1 : depth);
		break;
	}
}

/* ---- answering --------------------------------------------------------- */

static void put(FILE *file, struct kt_string s)
{
	for (size_t i = 0; i < s.size; i++)
		fputc(strchr("\n\r\t", s.data[i]) != NULL && s.data[i] != '\0'
		        ? ' '
		        : s.data[i], file);
}

static void put_value(FILE *file, struct kt_value v)
{
	char text[128];
	size_t size = 0;
	switch (v.kind) {
	case KT_NODE:
		if (v.u.node != KT_DOCUMENT_NODE)
			put(file, kt_document_text(&document, v.u.node));
		else
			put(file, (struct kt_string){ document.text.data,
			    document.text.size });
		return;
	case KT_STRING:
		put(file, v.u.string);
		return;
	case KT_BOOLEAN:
		fputs(v.u.boolean ? "true" : "false", file);
		return;
	case KT_DECIMAL:
		size = kt_decimal_format(v.u.decimal, text);
		break;
	case KT_DATE:
		size = kt_date_format(v.u.date, text);
		break;
	default:
		fputs("?", file);
		return;
	}
	put(file, (struct kt_string){ text, size });
}

/* False: outside what both engines can answer (a number that is too large). */
static bool answer(const char *text, FILE *file, unsigned index)
{
	static struct kt_run run;
	struct kt_error error;
	const struct kt_expr *expr = NULL;
	struct kt_scope scope = { .names = names, .schema = schema };
	kt_error_clear(&error);
	kt_expr_compile(&arena, &scope, kt_string_of(text), KT_S("generated"),
	    (struct kt_position){ 1, 1 }, &expr, &error);
	if (expr == NULL) {
		return false;
	}
	memset(&run, 0, sizeof(run));
	run.document = &document;
	run.stack = &stack;
	stack.count = 0;
	kt_run_init(&run, kt_document_root(&document),
	    (struct kt_date){ 2026, 11, 21 });
	struct kt_sequence s = { 0 };
	struct kt_value truth = { .kind = KT_BOOLEAN };
	if (kt_expr_kind(expr) == KT_BOOLEAN) {
		enum kt_truth t = kt_expr_truth(expr, &run);
		truth.u.boolean = t == KT_TRUE;
		s = (struct kt_sequence){ &truth, 1, t == KT_UNDECIDED, 0 };
	} else {
		s = kt_expr_sequence(expr, &run);
	}
	for (size_t i = 0; i < s.count; i++)
		s.maybe_more |= s.items[i].kind == KT_UNKNOWN;
	if (run.status != KT_OK || s.maybe_more)
		return false;
	fprintf(file, "%u\t", index);
	for (size_t i = 0; i < s.count; i++) {
		fputs(i > 0 ? "|" : "", file);
		put_value(file, s.items[i]);
	}
	fputc('\n', file);
	return true;
}

/* ---- the document's facts ---------------------------------------------- */

static void add_leaf(kt_node node)
{
	const struct kt_text_type *type = kt_document_type(&document, node);
	if (type == NULL || leaf_count == MAX_LEAVES)
		return;
	struct kt_value v = kt_document_value(&document, node, type->kind);
	if (v.kind == KT_UNKNOWN ||
	    (v.kind == KT_STRING && v.u.string.size == 0))
		return;
	/* the schema's strings keep their white space, XPath's too; ours are
	 * trimmed, so only those without are facts for both */
	struct kt_string raw = kt_document_text(&document, node);
	if (v.kind == KT_STRING && raw.size != v.u.string.size)
		return;
	struct leaf *l = &leaves[leaf_count++];
	l->kind = type->kind;
	l->path = kt_document_path(&document, node, KT_S(""), &arena).data;
	uint32_t name = kt_document_name(&document, node);
	l->name = kt_arena_printf(&arena, "%s%s",
	    kt_node_is_attribute(node) ? "@" : "",
	    kt_names_local(names, name).data).data;
}

static const struct kt_schema *find(void *data, struct kt_string space,
    struct kt_string root)
{
	(void)space;
	(void)root;
	return data;
}

static bool load(const char *schema_file, const char *file)
{
	struct kt_error error;
	struct kt_buffer bytes;
	kt_error_clear(&error);
	kt_buffer_init(&bytes);
	kt_arena_init(&arena);
	kt_document_init(&document);
	names = kt_names_create();
	struct kt_reader *reader = kt_reader_create(names);
	if (kt_schema_load(names, schema_file, &schema, &error) != KT_OK ||
	    kt_intake_file(file, &bytes, &error) != KT_OK) {
		fprintf(stderr, "%s\n", error.message[KT_EN]);
		return false;
	}
	struct kt_schema_source source = { find, schema };
	if (kt_reader_read(reader, &source, kt_buffer_string(&bytes),
	        kt_string_of(file), &document, &error) != KT_OK) {
		fprintf(stderr, "%s\n", error.message[KT_EN]);
		return false;
	}
	kt_buffer_finish(&bytes);
	kt_reader_destroy(reader);
	for (size_t i = 0; i < document.element_count; i++)
		add_leaf(kt_node_of_element(i));
	for (size_t i = 0; i < document.attribute_count; i++)
		add_leaf(kt_node_of_attribute(i));
	return leaf_count > 0;
}

int main(int argc, char **argv)
{
	if (argc != 7 || !load(argv[1], argv[2]))
		return 2;
	unsigned wanted = (unsigned)atoi(argv[3]), made = 0;
	seed = (uint64_t)atoll(argv[4]);
	FILE *query = fopen(argv[5], "w"), *answers = fopen(argv[6], "w");
	if (query == NULL || answers == NULL)
		return 2;
	fprintf(query, "declare default element namespace \"%s\";\n"
	    "declare option saxon:output \"omit-xml-declaration=yes\";\n"
	    "declare function local:put($n as xs:integer, $v as item()*) {\n"
	    "  concat($n, '\t', string-join(for $i in $v return "
	    "translate(string($i), '&#10;&#9;&#13;', '   '), '|'), '&#10;')\n"
	    "};\nstring-join((\n", schema->space.data);
	for (unsigned tries = 0; made < wanted && tries < wanted * 20; tries++) {
		static const char types[] = "bnsdqp";
		char text[MAX_TEXT];
		grow(text, types[roll(6)], 1 + (int)roll(4));
		if (strlen(text) >= MAX_TEXT - 2 ||
		    !answer(text, answers, made))
			continue;
		fprintf(query, "%s/.[1]/local:put(%u, (%s))\n",
		    made ? "," : "", made, text);
		made++;
	}
	fprintf(query, "), '')\n");
	if (fclose(query) != 0 || fclose(answers) != 0)
		return 2;
	printf("%u\n", made);
	kt_stack_finish(&stack);
	kt_document_finish(&document);
	kt_schema_destroy(schema);
	kt_names_destroy(names);
	kt_arena_finish(&arena);
	return made == wanted ? 0 : 1;
}
