#include "fake_host.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "moment.h"

enum {
	MOST_NODES = 512,
	MOST_VALUES = 256,
	MOST_ARGUMENTS = 16,
	MOST_CHARS = (int)KT_DECIMAL_CHARS + (int)KT_MOMENT_CHARS
};

struct node {
	struct kt_string name;
	bool attribute;
	size_t parent; /* number; 0: none */
	size_t first_child;
	size_t next;
	size_t first_attribute;
	size_t begin, end; /* of its text or value */
};

struct piece {
	struct piece *next;
};

struct setting {
	struct kt_string name;
	struct kt_string value;
};

struct fake {
	const char *xml;
	struct node nodes[MOST_NODES]; /* [0] is no node */
	size_t node_count;
	char *text; /* of elements; never moves */
	char *values; /* of attributes */
	size_t text_size, values_size;
	struct setting settings[MOST_ARGUMENTS];
	size_t setting_count;
	struct kt_issue issues[16];
	size_t issue_count;
	struct kt_date today;
	long memory_left, findings_left;
	struct piece *pieces;
	struct kt_value value_store[MOST_VALUES];
	size_t value_count;
	struct kt_buffer reasons[KT_LANGUAGES], steps[KT_LANGUAGES];
	struct kt_buffer notes[KT_LANGUAGES];
	struct kt_buffer findings, found, answer;
	size_t reason_count, finding_count;
	const struct kt_check *check;
	void *state;
};

/* The handles that plugins see are the fake itself. */
static struct fake *of_call(struct kt_call *call)
{
	ck_assert_ptr_nonnull(call);
	return (struct fake *)(void *)call;
}

static struct fake *of_rule(struct kt_rule *rule)
{
	ck_assert_ptr_nonnull(rule);
	return (struct fake *)(void *)rule;
}

/* ---- reading the document ---------------------------------------------- */

static struct node *node_of(struct fake *fake, kt_node node)
{
	ck_assert_msg(node > 0 && node <= fake->node_count,
	    "the plugin asks for node %lu, which is none", (unsigned long)node);
	return &fake->nodes[node];
}

static size_t add_node(struct fake *fake, struct kt_string name, size_t parent)
{
	size_t number = ++fake->node_count;

	ck_assert_uint_lt(number, MOST_NODES);
	fake->nodes[number] = (struct node){ .name = name, .parent = parent };
	return number;
}

/* Puts `number` at the end of the list that begins at *first. */
static void append(struct fake *fake, size_t *first, size_t number)
{
	while (*first != 0)
		first = &fake->nodes[*first].next;
	*first = number;
}

static const char *copy_text(
    const char *at, char stop, char *text, size_t *size)
{
	for (; *at != stop; at++) {
		ck_assert_msg(*at != '\0', "the test's document ends early");
		text[*size] = *at;
		if (strncmp(at, "&lt;", 4) == 0) {
			text[*size] = '<';
			at += 3;
		} else if (strncmp(at, "&gt;", 4) == 0) {
			text[*size] = '>';
			at += 3;
		} else if (strncmp(at, "&amp;", 5) == 0) {
			at += 4;
		}
		(*size)++;
	}
	return at;
}

static struct kt_string read_name(const char **at)
{
	struct kt_string name = { *at, strcspn(*at, " =/>") };

	ck_assert_uint_gt(name.size, 0);
	*at += name.size;
	return name;
}

static const char *read_attributes(
    struct fake *fake, const char *at, size_t element)
{
	while (*at == ' ') {
		size_t number;
		struct kt_string name;

		at++;
		name = read_name(&at);
		number = add_node(fake, name, element);
		ck_assert(at[0] == '=' && (at[1] == '\'' || at[1] == '"'));
		fake->nodes[number].attribute = true;
		fake->nodes[number].begin = fake->values_size;
		at = copy_text(at + 2, at[1], fake->values, &fake->values_size);
		fake->nodes[number].end = fake->values_size;
		append(fake, &fake->nodes[element].first_attribute, number);
		at++;
	}
	return at;
}

/* `at` is at '<'; returns what comes after the element. */
static const char *read_element(
    struct fake *fake, const char *at, size_t parent)
{
	struct kt_string name;
	size_t number;

	at++;
	name = read_name(&at);
	number = add_node(fake, name, parent);
	if (parent != 0)
		append(fake, &fake->nodes[parent].first_child, number);
	at = read_attributes(fake, at, number);
	fake->nodes[number].begin = fake->nodes[number].end = fake->text_size;
	if (at[0] == '/')
		return at + 2;
	at++;
	for (;;) {
		at = copy_text(at, '<', fake->text, &fake->text_size);
		if (at[1] == '/')
			break;
		at = read_element(fake, at, number);
	}
	fake->nodes[number].end = fake->text_size;
	at += 2;
	ck_assert_msg(
	    strncmp(at, name.data, name.size) == 0 && at[name.size] == '>',
	    "the test's document is not well-formed at %.20s", at);
	return at + name.size + 1;
}

static struct kt_string text_of(struct fake *fake, const struct node *node)
{
	const char *base = node->attribute ? fake->values : fake->text;

	return (
	    struct kt_string){ base + node->begin, node->end - node->begin };
}

/* ---- values from text -------------------------------------------------- */

static struct kt_value read_text(struct kt_string text, uint32_t kind)
{
	struct kt_value value = { kind, 0, { 0 } };
	bool good = true;

	text = kt_string_trim(text);
	switch (kind) {
	case KT_BOOLEAN:
		value.u.boolean = kt_string_equal(text, KT_S("true"));
		break;
	case KT_DECIMAL:
		good = kt_decimal_parse(text, &value.u.decimal);
		break;
	case KT_STRING:
		value.u.string = text;
		break;
	case KT_DATE:
		good = kt_date_parse(text, &value.u.date);
		break;
	case KT_DATETIME:
		good = kt_datetime_parse(text, &value.u.datetime);
		break;
	case KT_DURATION:
		good = kt_duration_parse(text, &value.u.duration);
		break;
	default:
		ck_abort_msg("no value of kind %u in tests", (unsigned)kind);
	}
	if (!good)
		value.kind = KT_UNKNOWN;
	return value;
}

static bool matches_name(
    struct fake *fake, size_t number, struct kt_string name)
{
	const struct node *node = &fake->nodes[number];
	bool attribute = name.size > 0 && name.data[0] == '@';

	if (attribute) {
		name.data++;
		name.size--;
	}
	return node->attribute == attribute &&
	       kt_string_equal(node->name, name);
}

static struct kt_value *add_value(struct fake *fake)
{
	ck_assert_uint_lt(fake->value_count, MOST_VALUES);
	return &fake->value_store[fake->value_count++];
}

/* "name", "name[2]", "@name" or "." as nodes in document order. */
static void add_nodes(struct fake *fake, struct kt_string name)
{
	const char *bracket = memchr(name.data, '[', name.size);
	long wanted = 0;
	long seen = 0;

	if (bracket != NULL) {
		wanted = strtol(bracket + 1, NULL, 10);
		name.size = (size_t)(bracket - name.data);
	}
	for (size_t i = 1; i <= fake->node_count; i++) {
		if (!(kt_string_equal(name, KT_S(".")) && i == 1) &&
		    !matches_name(fake, i, name))
			continue;
		if (wanted == 0 || ++seen == wanted) {
			*add_value(fake) =
			    (struct kt_value){ KT_NODE, 0, { .node = i } };
		}
	}
}

static void add_item(struct fake *fake, struct kt_string item, uint32_t kind)
{
	if (kt_string_equal(item, KT_S("?"))) {
		*add_value(fake) = (struct kt_value){ KT_UNKNOWN, 0, { 0 } };
		return;
	}
	if (kind == KT_ANY && kt_string_starts(item, KT_S("<"))) {
		item.data++;
		item.size--;
		kind = KT_NODE;
	} else if (kind == KT_ANY) {
		kind = read_text(item, KT_DECIMAL).kind == KT_DECIMAL
			   ? KT_DECIMAL
			   : KT_STRING;
	}
	if (kind == KT_NODE)
		add_nodes(fake, item);
	else
		*add_value(fake) = read_text(item, kind);
}

/* NULL: left out. */
static struct kt_argument read_argument(
    struct fake *fake, const char *text, const struct kt_parameter *parameter)
{
	struct kt_argument argument = { &fake->value_store[fake->value_count],
		0, 0, 0 };
	size_t first = fake->value_count;

	if (text == NULL)
		return argument;
	if ((parameter->flags & KT_PARAM_SEQUENCE) == 0) {
		add_item(fake, kt_string_of(text), parameter->kind);
	} else {
		while (*text != '\0') {
			struct kt_string item = { text, strcspn(text, "|") };

			text += item.size;
			text += *text == '|';
			if (kt_string_equal(item, KT_S("*")))
				argument.maybe_more = 1;
			else
				add_item(fake, item, parameter->kind);
		}
	}
	argument.count = fake->value_count - first;
	return argument;
}

/* ---- services ---------------------------------------------------------- */

static void *host_alloc(struct kt_call *call, size_t size)
{
	struct fake *fake = of_call(call);
	struct piece *piece;

	if (fake->memory_left == 0)
		return NULL;
	if (fake->memory_left > 0)
		fake->memory_left--;
	piece = malloc(sizeof(*piece) + size);
	ck_assert_ptr_nonnull(piece);
	piece->next = fake->pieces;
	fake->pieces = piece;
	/* nothing promises zeros */
	memset(piece + 1, 0xA5, size);
	return piece + 1;
}

static void add_line(struct kt_buffer *lines, const char *da, const char *en)
{
	const char *texts[KT_LANGUAGES] = { da, en };

	for (int i = 0; i < KT_LANGUAGES; i++) {
		ck_assert_ptr_nonnull(texts[i]);
		ck_assert_str_ne(texts[i], "");
		kt_buffer_printf(&lines[i], "%s\n", texts[i]);
	}
}

static kt_status host_unknown(
    struct kt_call *call, const char *da, const char *en)
{
	struct fake *fake = of_call(call);

	add_line(fake->reasons, da, en);
	fake->reason_count++;
	return KT_OK;
}

static void host_explain(struct kt_call *call, const char *da, const char *en)
{
	add_line(of_call(call)->steps, da, en);
}

static kt_status host_fail(struct kt_rule *rule, const char *da, const char *en)
{
	add_line(of_rule(rule)->reasons, da, en);
	return KT_E_USE;
}

static kt_node host_root(struct kt_call *call)
{
	(void)of_call(call);
	return 1;
}

static kt_node host_parent(struct kt_call *call, kt_node node)
{
	return node_of(of_call(call), node)->parent;
}

static kt_node host_first_child(struct kt_call *call, kt_node node)
{
	return node_of(of_call(call), node)->first_child;
}

static kt_node host_next(struct kt_call *call, kt_node node)
{
	const struct node *n = node_of(of_call(call), node);

	return n->attribute ? 0 : n->next;
}

static kt_node host_attribute_at(
    struct kt_call *call, kt_node element, size_t index)
{
	struct fake *fake = of_call(call);
	size_t number = node_of(fake, element)->first_attribute;

	while (number != 0 && index-- > 0)
		number = fake->nodes[number].next;
	return number;
}

static struct kt_string host_name(struct kt_call *call, kt_node node)
{
	return node_of(of_call(call), node)->name;
}

static struct kt_string host_text(struct kt_call *call, kt_node node)
{
	struct fake *fake = of_call(call);

	return text_of(fake, node_of(fake, node));
}

static struct kt_string host_attribute(
    struct kt_call *call, kt_node node, const char *name)
{
	struct fake *fake = of_call(call);
	size_t number = node_of(fake, node)->first_attribute;

	while (number != 0 &&
	       !kt_string_equal(fake->nodes[number].name, kt_string_of(name)))
		number = fake->nodes[number].next;
	if (number == 0)
		return (struct kt_string){ NULL, 0 };
	return text_of(fake, &fake->nodes[number]);
}

static struct kt_position host_position(struct kt_call *call, kt_node node)
{
	(void)node_of(of_call(call), node);
	return (struct kt_position){ 1, (uint32_t)node };
}

static int32_t host_issues_complete(struct kt_call *call)
{
	(void)call;
	return 1;
}

static size_t host_issue_count(struct kt_call *call)
{
	return of_call(call)->issue_count;
}

static void host_issue(struct kt_call *call, size_t index, struct kt_issue *out)
{
	ck_assert_uint_lt(index, of_call(call)->issue_count);
	*out = of_call(call)->issues[index];
}

static struct kt_value host_parse(
    struct kt_call *call, struct kt_string text, uint32_t kind)
{
	(void)of_call(call);
	return read_text(text, kind);
}

static struct kt_value host_read(
    struct kt_call *call, kt_node node, uint32_t kind)
{
	struct kt_value value = read_text(host_text(call, node), kind);

	if (value.kind == KT_UNKNOWN || host_text(call, node).size == 0) {
		value.kind = KT_UNKNOWN;
		host_unknown(call, "kan ikke læses", "cannot be read");
	}
	return value;
}

static struct kt_string host_format(
    struct kt_call *call, const struct kt_value *value, int32_t english)
{
	enum kt_language language = english ? KT_EN : KT_DA;
	char *out = host_alloc(call, MOST_CHARS);
	struct kt_string text = { out, 0 };

	if (out == NULL)
		return text;
	out[0] = '\0';
	switch (value->kind) {
	case KT_BOOLEAN:
		return value->u.boolean ? KT_S("true") : KT_S("false");
	case KT_DECIMAL:
		text.size =
		    kt_decimal_format_for(value->u.decimal, 0, language, out);
		return text;
	case KT_STRING:
		return value->u.string;
	case KT_DATE:
		text.size = kt_date_format_for(value->u.date, language, out);
		return text;
	case KT_DURATION:
		text.size =
		    kt_duration_format_for(value->u.duration, language, out);
		return text;
	default:
		ck_abort_msg("no format of kind %u", (unsigned)value->kind);
	}
	return text;
}

static kt_status host_decimal(enum kt_decimal_op op, const struct kt_decimal *a,
    const struct kt_decimal *b, struct kt_decimal *out)
{
	int64_t decimals;

	ck_assert_int_eq(a->reserved, 0);
	ck_assert_int_eq(b->reserved, 0);
	switch (op) {
	case KT_ADD:
		return kt_decimal_add(*a, *b, out);
	case KT_SUBTRACT:
		return kt_decimal_subtract(*a, *b, out);
	case KT_MULTIPLY:
		return kt_decimal_multiply(*a, *b, out);
	case KT_DIVIDE:
		return kt_decimal_divide(*a, *b, out);
	case KT_ROUND_HALF_UP:
		if (!kt_decimal_to_int(*b, &decimals) || decimals < 0 ||
		    decimals > KT_DECIMAL_MAX_SCALE)
			return KT_E_INPUT;
		*out = kt_decimal_round_half_up(*a, (int32_t)decimals);
		return KT_OK;
	}
	return KT_E_INTERNAL;
}

static int32_t host_decimal_compare(
    const struct kt_decimal *a, const struct kt_decimal *b)
{
	return kt_decimal_compare(*a, *b);
}

static kt_status host_date_add(const struct kt_date *date,
    const struct kt_duration *duration, struct kt_date *out)
{
	return kt_date_add(*date, *duration, out);
}

static int64_t host_date_number(const struct kt_date *date)
{
	ck_assert(kt_date_valid(*date));
	return kt_date_number(*date);
}

static struct kt_date host_today(struct kt_call *call)
{
	return of_call(call)->today;
}

static struct kt_string host_argument(struct kt_rule *rule, const char *name)
{
	struct fake *fake = of_rule(rule);

	for (size_t i = 0; i < fake->setting_count; i++) {
		if (kt_string_equal(fake->settings[i].name, kt_string_of(name)))
			return fake->settings[i].value;
	}
	return (struct kt_string){ NULL, 0 };
}

static struct kt_rule *host_rule(struct kt_call *call)
{
	return (struct kt_rule *)(void *)of_call(call);
}

/* The fake knows no rule language: the text is a list as in arguments. */
static kt_status host_evaluate(struct kt_call *call, const char *name,
    kt_node subject, struct kt_sequence *out)
{
	struct fake *fake = of_call(call);
	struct kt_string text = host_argument(host_rule(call), name);
	const struct kt_parameter *parameter = NULL;
	struct kt_argument argument;

	(void)node_of(fake, subject);
	for (size_t i = 0; i < fake->check->parameter_count; i++) {
		if (strcmp(fake->check->parameters[i].name, name) == 0)
			parameter = &fake->check->parameters[i];
	}
	ck_assert_msg(parameter != NULL, "%s is not declared", name);
	ck_assert_msg((parameter->flags & KT_PARAM_EXPRESSION) != 0,
	    "%s is no expression", name);
	ck_assert_msg(text.data != NULL, "%s is left out", name);
	if (kt_string_equal(text, KT_S("error")))
		return KT_E_LIMIT;
	argument = read_argument(fake, text.data, parameter);
	out->items = argument.items;
	out->count = argument.count;
	out->maybe_more = argument.maybe_more;
	out->reserved = 0;
	return KT_OK;
}

/* ---- findings ---------------------------------------------------------- */

static void add_place(struct fake *fake, size_t number)
{
	const struct node *node = &fake->nodes[number];
	size_t before = 0;
	size_t all = 0;

	for (size_t i = 1; i <= fake->node_count; i++) {
		const struct node *other = &fake->nodes[i];

		if (other->attribute != node->attribute ||
		    !kt_string_equal(other->name, node->name))
			continue;
		all++;
		before += i < number;
	}
	kt_buffer_printf(&fake->findings, "%s%.*s", node->attribute ? "@" : "",
	    KT_FMT(node->name));
	if (all > 1)
		kt_buffer_printf(&fake->findings, "[%zu]", before + 1);
}

/* A passage lies within the text and begins and ends between characters. */
static void add_passage(
    struct fake *fake, struct kt_string text, const struct kt_finding *finding)
{
	size_t end = finding->text_offset + finding->text_size;

	if (finding->text_size == 0)
		return;
	ck_assert_uint_le(end, text.size);
	ck_assert(
	    ((unsigned char)text.data[finding->text_offset] & 0xC0) != 0x80);
	ck_assert(
	    end == text.size || ((unsigned char)text.data[end] & 0xC0) != 0x80);
	kt_buffer_printf(&fake->findings, " \"%.*s\"", (int)finding->text_size,
	    text.data + finding->text_offset);
}

static kt_status host_report(
    struct kt_call *call, const struct kt_finding *finding)
{
	struct fake *fake = of_call(call);
	size_t where = finding->where != 0 ? (size_t)finding->where : 1;

	ck_assert_uint_eq(finding->struct_size, sizeof(*finding));
	ck_assert_msg(finding->note_da.size > 0 || finding->note_en.size == 0,
	    "a note in one language only");
	ck_assert_msg(finding->note_en.size > 0 || finding->note_da.size == 0,
	    "a note in one language only");
	if (fake->findings_left == 0)
		return KT_E_LIMIT;
	if (fake->findings_left > 0)
		fake->findings_left--;
	if (fake->findings.size > 0)
		kt_buffer_add(&fake->findings, KT_S("; "));
	add_place(fake, where);
	if (finding->other != 0) {
		kt_buffer_add(&fake->findings, KT_S("~"));
		add_place(fake, (size_t)finding->other);
	}
	add_passage(fake, text_of(fake, node_of(fake, where)), finding);
	kt_buffer_printf(&fake->found, "%.*s -> %.*s\n", KT_FMT(finding->found),
	    KT_FMT(finding->required));
	kt_buffer_printf(
	    &fake->notes[KT_DA], "%.*s\n", KT_FMT(finding->note_da));
	kt_buffer_printf(
	    &fake->notes[KT_EN], "%.*s\n", KT_FMT(finding->note_en));
	fake->finding_count++;
	return KT_OK;
}

static const struct kt_host host = { .struct_size = sizeof(struct kt_host),
	.abi_major = KT_ABI_MAJOR,
	.abi_minor = KT_ABI_MINOR,
	.alloc = host_alloc,
	.unknown = host_unknown,
	.explain = host_explain,
	.report = host_report,
	.root = host_root,
	.parent = host_parent,
	.first_child = host_first_child,
	.next = host_next,
	.name = host_name,
	.text = host_text,
	.attribute = host_attribute,
	.position = host_position,
	.issue_count = host_issue_count,
	.issues_complete = host_issues_complete,
	.issue = host_issue,
	.read = host_read,
	.parse = host_parse,
	.format = host_format,
	.decimal = host_decimal,
	.decimal_compare = host_decimal_compare,
	.date_add = host_date_add,
	.date_number = host_date_number,
	.instant = kt_instant,
	.today = host_today,
	.argument = host_argument,
	.rule = host_rule,
	.evaluate = host_evaluate,
	.fail = host_fail,
	.attribute_at = host_attribute_at };

/* ---- what tests call --------------------------------------------------- */

struct fake *fake_create(const char *xml)
{
	struct fake *fake = calloc(1, sizeof(*fake));
	size_t room = strlen(xml) + 1;

	ck_assert_ptr_nonnull(fake);
	fake->xml = xml;
	fake->text = malloc(room);
	fake->values = malloc(room);
	ck_assert(fake->text != NULL && fake->values != NULL);
	fake->memory_left = fake->findings_left = -1;
	fake_today(fake, "2026-01-01");
	ck_assert_str_eq(read_element(fake, xml, 0), "");
	return fake;
}

static void clear(struct fake *fake, bool finish)
{
	struct kt_buffer *buffers[] = { &fake->reasons[KT_DA],
		&fake->reasons[KT_EN], &fake->steps[KT_DA], &fake->steps[KT_EN],
		&fake->notes[KT_DA], &fake->notes[KT_EN], &fake->findings,
		&fake->found };

	for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++) {
		if (finish)
			kt_buffer_finish(buffers[i]);
		else
			kt_buffer_clear(buffers[i]);
	}
	while (fake->pieces != NULL) {
		struct piece *next = fake->pieces->next;

		free(fake->pieces);
		fake->pieces = next;
	}
	fake->reason_count = fake->finding_count = fake->value_count = 0;
}

void fake_destroy(struct fake *fake)
{
	if (fake == NULL)
		return;
	fake_release(fake);
	clear(fake, true);
	kt_buffer_finish(&fake->answer);
	free(fake->text);
	free(fake->values);
	free(fake);
}

void fake_today(struct fake *fake, const char *date)
{
	ck_assert(kt_date_parse(kt_string_of(date), &fake->today));
}

void fake_set(struct fake *fake, const char *name, const char *value)
{
	size_t i = 0;

	while (i < fake->setting_count &&
	       !kt_string_equal(fake->settings[i].name, kt_string_of(name)))
		i++;
	ck_assert_uint_lt(i, MOST_ARGUMENTS);
	if (i == fake->setting_count)
		fake->setting_count++;
	fake->settings[i].name = kt_string_of(name);
	fake->settings[i].value =
	    (struct kt_string){ value, value != NULL ? strlen(value) : 0 };
}

static kt_node find_node(struct fake *fake, const char *name)
{
	size_t first = fake->value_count;

	add_nodes(fake, kt_string_of(name));
	ck_assert_msg(fake->value_count > first, "there is no %s", name);
	fake->value_count = first;
	return fake->value_store[first].u.node;
}

void fake_issue(struct fake *fake, uint32_t kind, const char *node,
    const char *name, const char *nearest, const char *allowed)
{
	ck_assert_uint_lt(fake->issue_count, 16);
	fake->issues[fake->issue_count++] = (struct kt_issue){ kind, 0,
		find_node(fake, node), kt_string_of(name),
		kt_string_of(nearest), kt_string_of(allowed),
		kt_string_of(allowed) };
}

void fake_memory(struct fake *fake, long count)
{
	fake->memory_left = count;
}

void fake_finding_limit(struct fake *fake, long count)
{
	fake->findings_left = count;
}

static const char *answer_text(struct fake *fake, const struct kt_value *value)
{
	char text[MOST_CHARS] = "";

	switch (value->kind) {
	case KT_UNKNOWN:
		ck_assert_msg(fake->reason_count > 0, "unknown without reason");
		return "unknown";
	case KT_BOOLEAN:
		return value->u.boolean ? "true" : "false";
	case KT_DECIMAL:
		kt_decimal_format(value->u.decimal, text);
		break;
	case KT_DATE:
		kt_date_format(value->u.date, text);
		break;
	case KT_STRING:
		kt_buffer_clear(&fake->answer);
		kt_buffer_printf(
		    &fake->answer, "%.*s", KT_FMT(value->u.string));
		return fake->answer.size > 0 ? fake->answer.data : "";
	default:
		ck_abort_msg("an answer of kind %u", (unsigned)value->kind);
	}
	kt_buffer_clear(&fake->answer);
	kt_buffer_add(&fake->answer, kt_string_of(text));
	return fake->answer.data;
}

static const struct kt_function *find_function(
    const struct kt_plugin *plugin, const char *name)
{
	for (size_t i = 0; i < plugin->function_count; i++) {
		if (strcmp(plugin->functions[i].name, name) == 0)
			return &plugin->functions[i];
	}
	ck_abort_msg("there is no function %s", name);
	return NULL;
}

const char *fake_function_of(struct fake *fake, const struct kt_plugin *plugin,
    const char *name, const char *const *arguments)
{
	const struct kt_function *function = find_function(plugin, name);
	struct kt_argument given[MOST_ARGUMENTS];
	struct kt_value result = { KT_UNKNOWN, 0, { 0 } };
	bool left_out = false;
	kt_status status;

	clear(fake, false);
	for (size_t i = 0; i < function->parameter_count; i++) {
		const struct kt_parameter *p = &function->parameters[i];

		left_out = left_out || arguments[i] == NULL;
		ck_assert_msg(!left_out || (p->flags & KT_PARAM_OPTIONAL) != 0,
		    "%s: argument %zu is missing", name, i + 1);
		given[i] =
		    read_argument(fake, left_out ? NULL : arguments[i], p);
		for (size_t j = 0; j < given[i].count; j++) {
			if (given[i].items[j].kind == KT_UNKNOWN &&
			    (p->flags & KT_PARAM_ACCEPTS_UNKNOWN) == 0)
				return "unknown";
		}
	}
	ck_assert_msg(left_out || arguments[function->parameter_count] == NULL,
	    "%s: too many arguments", name);
	status = function->call(
	    &host, (struct kt_call *)(void *)fake, given, &result);
	if (status != KT_OK) {
		kt_buffer_clear(&fake->answer);
		kt_buffer_printf(&fake->answer, "error %d", (int)status);
		return fake->answer.data;
	}
	ck_assert(result.kind == KT_UNKNOWN || result.kind == function->result);
	return answer_text(fake, &result);
}

const char *fake_prepare(
    struct fake *fake, const struct kt_plugin *plugin, const char *name)
{
	fake_release(fake);
	clear(fake, false);
	for (size_t i = 0; i < plugin->check_count; i++) {
		if (strcmp(plugin->checks[i].name, name) == 0)
			fake->check = &plugin->checks[i];
	}
	ck_assert_msg(fake->check != NULL, "there is no check %s", name);
	if (fake->check->prepare == NULL ||
	    fake->check->prepare(
		&host, (struct kt_rule *)(void *)fake, &fake->state) == KT_OK)
		return "prepared";
	/* release is not called after a failed prepare */
	fake->check = NULL;
	fake->state = NULL;
	return "refused";
}

const char *fake_check_again(struct fake *fake, const char *subject)
{
	kt_verdict verdict;

	clear(fake, false);
	verdict = fake->check->check(&host, (struct kt_call *)(void *)fake,
	    fake->state, find_node(fake, subject));
	switch (verdict) {
	case KT_VERDICT_PASS:
		ck_assert_uint_eq(fake->finding_count, 0);
		return "overholdt";
	case KT_VERDICT_FAIL:
		ck_assert_uint_gt(fake->finding_count, 0);
		return "fund";
	case KT_VERDICT_UNKNOWN:
		ck_assert_uint_gt(fake->reason_count, 0);
		return "uafklaret";
	case KT_VERDICT_IRRELEVANT:
		return "ikke-relevant";
	default:
		ck_assert_int_eq(verdict, KT_VERDICT_ERROR);
		ck_assert_uint_gt(fake->reason_count, 0);
		return "ikke-tjekket";
	}
}

void fake_release(struct fake *fake)
{
	if (fake->check != NULL && fake->check->release != NULL)
		fake->check->release(&host, fake->state);
	fake->check = NULL;
	fake->state = NULL;
}

const char *fake_check(struct fake *fake, const struct kt_plugin *plugin,
    const char *name, const char *subject)
{
	const char *verdict = fake_prepare(fake, plugin, name);

	if (fake->check == NULL)
		return verdict;
	verdict = fake_check_again(fake, subject);
	fake_release(fake);
	return verdict;
}

static const char *text_in(const struct kt_buffer *buffer)
{
	return buffer->size > 0 ? buffer->data : "";
}

const char *fake_findings(struct fake *fake)
{
	return text_in(&fake->findings);
}

const char *fake_reasons(struct fake *fake, enum kt_language language)
{
	return text_in(&fake->reasons[language]);
}

const char *fake_steps(struct fake *fake, enum kt_language language)
{
	return text_in(&fake->steps[language]);
}

const char *fake_notes(struct fake *fake, enum kt_language language)
{
	return text_in(&fake->notes[language]);
}

const char *fake_found(struct fake *fake)
{
	return text_in(&fake->found);
}
