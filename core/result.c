/*
 * The words and places of results. Everything that comes from the document is
 * masked here, before any report sees it.
 */
#include "judge.h"

#include <stdio.h>
#include <string.h>

#include "decimal.h"
#include "bounds.h"
#include "mask.h"
#include "profile.h"

static struct kt_arena *arena(struct kt_judging *j)
{
	return &j->out->arena;
}

static bool is_confidential(const struct kt_document_kind *kind,
    uint32_t name)
{
	for (size_t i = 0; i < kind->confidential_count; i++)
		if (kind->confidential[i] == name)
			return true;
	return false;
}

void kt_judging_secrets(struct kt_judging *j)
{
	const struct kt_document *d = j->document;
	const struct kt_document_kind *kind = j->out->kind;
	size_t count = 0;
	for (size_t i = 0; i < d->element_count; i++)
		count += is_confidential(kind, d->elements[i].name);
	if (count == 0)
		return;
	j->secrets = kt_arena_array(&j->document->arena, count,
	    sizeof(*j->secrets));
	for (size_t i = 0; i < d->element_count && j->secrets != NULL; i++) {
		if (!is_confidential(kind, d->elements[i].name))
			continue;
		struct kt_string text = kt_string_trim(
		    kt_document_text(d, kt_node_of_element(i)));
		/* a text this short would hide half the page */
		if (text.size >= 4)
			j->secrets[j->secret_count++] = text;
	}
}

struct kt_string kt_judging_text(struct kt_judging *j, struct kt_string s)
{
	if (s.data == NULL)
		return KT_S("");
	struct kt_string copy = kt_arena_copy(arena(j), s);
	if (copy.data == NULL)
		return KT_S("");
	for (size_t i = 0; i < j->secret_count; i++)
		kt_mask_secret((char *)(uintptr_t)copy.data, copy.size,
		    j->secrets[i]);
	return kt_mask(arena(j), copy);
}

static const char *in(const struct kt_judging *j, const char *da,
    const char *en)
{
	return j->language == KT_DA ? da : en;
}

static void add_line(struct kt_judging *j, struct kt_line **list,
    struct kt_string text)
{
	struct kt_line *line = kt_arena_alloc(arena(j), sizeof(*line));
	if (line == NULL)
		return;
	line->text = kt_judging_text(j, text);
	while (*list != NULL)
		list = &(*list)->next;
	*list = line;
}

/* ---- place ------------------------------------------------------------- */

/* The attribute of that name, or the child element. */
static struct kt_string label_part(struct kt_judging *j, kt_node clause,
    uint32_t name)
{
	const struct kt_document *d = j->document;
	kt_node part = name ? kt_document_attribute(d, clause, name) : 0;
	if (part != 0)
		return kt_document_text(d, part);
	struct kt_string local = name ? kt_names_local(d->names, name)
	                              : KT_S("");
	for (part = kt_document_first_child(d, clause); part != 0;
	     part = kt_document_next(d, part))
		if (kt_string_equal(local, kt_names_local(d->names,
		        kt_document_name(d, part))))
			return kt_string_trim(kt_document_text(d, part));
	return KT_S("");
}

/* "7. Afregning": of the clause around the node, or of the clause whose id is
 * the name of the section that the node stands in. */
static struct kt_string clause_label(struct kt_judging *j, kt_node clause)
{
	const struct kt_document_kind *kind = j->out->kind;
	struct kt_string n = label_part(j, clause, kind->label_number);
	struct kt_string h = label_part(j, clause, kind->label_heading);
	bool dot = n.size > 0 && n.data[n.size - 1] != '.';
	return kt_arena_printf(arena(j), "%.*s%s%s%.*s", KT_FMT(n),
	    dot ? "." : "", n.size > 0 && h.size > 0 ? " " : "", KT_FMT(h));
}

static kt_node clause_of_section(struct kt_judging *j, struct kt_string id)
{
	const struct kt_document *d = j->document;
	const struct kt_document_kind *kind = j->out->kind;
	kt_node child = kt_document_first_child(d, kt_document_root(d));
	for (; child != 0; child = kt_document_next(d, child)) {
		if (kt_document_name(d, child) != kind->label_element)
			continue;
		kt_node a = kt_document_attribute(d, child, kind->label_id);
		if (a != 0 && kt_string_equal(kt_document_text(d, a), id))
			return child;
	}
	return 0;
}

static struct kt_string label_of(struct kt_judging *j, kt_node node)
{
	const struct kt_document_kind *kind = j->out->kind;
	struct kt_place place = kt_place_of(j->document, kind, node);
	if (place.kind == KT_PLACE_CLAUSE)
		return clause_label(j, place.node);
	if (place.kind == KT_PLACE_DOCUMENT)
		return KT_S("");
	kt_node clause =
	    kind->label_element ? clause_of_section(j, place.id) : 0;
	return clause != 0 ? clause_label(j, clause) : place.id;
}

static bool is_leaf(const struct kt_document *d, kt_node node)
{
	size_t i = kt_node_index(node);
	return kt_node_is_attribute(node) || d->elements[i].end == i + 1;
}

/* A line of the source that may be shown. It is masked together with its
 * neighbours, since a number may be broken over two lines. */
static struct kt_string source_line(struct kt_judging *j, uint32_t number)
{
	struct kt_document *d = j->document;
	struct kt_string line = kt_document_line(d, number);
	struct kt_string before = number > 1 ? kt_document_line(d, number - 1)
	                                     : line;
	struct kt_string after = number < d->line_count
	    ? kt_document_line(d, number + 1)
	    : line;
	if (line.data == NULL || before.data == NULL || after.data == NULL)
		return KT_S("");
	struct kt_string window = { before.data,
		(size_t)(after.data - before.data) + after.size };
	struct kt_string copy = kt_arena_copy(&d->arena, window);
	if (copy.data == NULL)
		return KT_S("");
	kt_mask_source((char *)(uintptr_t)copy.data, copy.size);
	return (struct kt_string){ copy.data + (line.data - before.data),
		line.size };
}

static void set_place(struct kt_judging *j, struct kt_result *r, kt_node node,
    size_t offset, size_t size)
{
	struct kt_document *d = j->document;
	struct kt_string text = kt_document_text(d, node);
	r->from = kt_document_position(d, node);
	r->to = r->from;
	if (size > 0) {
		r->from = kt_document_text_position(d, node, offset);
		r->to = kt_document_text_position(d, node, offset + size);
	} else if (is_leaf(d, node) && text.size > 0) {
		r->to = kt_document_text_position(d, node, text.size);
	} else {
		struct kt_string name = kt_names_local(d->names,
		    kt_document_name(d, node));
		r->to.column += (uint32_t)kt_string_length(name) + 1;
	}
	struct kt_string prefix = j->out->kind ? j->out->kind->prefix
	                                       : KT_S("");
	r->path = kt_document_path(d, node, prefix, arena(j));
	r->label = kt_judging_text(j, label_of(j, node));
	r->line = kt_judging_text(j, source_line(j, r->from.line));
}

/* ---- severity ---------------------------------------------------------- */

static void set_severity(struct kt_judging *j, struct kt_result *r)
{
	const struct kt_rule *rule = j->rule;
	r->severity = kt_profile_severity(j->engine->settings.profile, rule);
	r->regraded = r->severity != rule->severity;
	r->proposal = rule->proposal ||
	    (j->edition != NULL && j->edition->draft);
	bool assumed = j->run.explanation != NULL && j->explanation.assumed;
	if ((r->proposal || assumed) && r->severity > KT_WARNING)
		r->severity = KT_WARNING;
	if (j->run.explanation == NULL)
		return;
	for (const struct kt_note *n = j->explanation.assumed_names;
	     n != NULL; n = n->next) {
		int index = kt_parameter_index(rule->pack, n->text[KT_DA]);
		add_line(j, &r->assumed, index < 0 ? n->text[KT_DA]
		    : rule->pack->parameters[index].title[j->language]);
	}
}

struct kt_result *kt_result_add(struct kt_judging *j, enum kt_state state,
    kt_node node, size_t offset, size_t size)
{
	struct kt_result *r = kt_arena_alloc(arena(j), sizeof(*r));
	if (r == NULL)
		return NULL;
	if (node == 0)
		node = j->run.subject;
	r->rule = j->rule;
	r->state = state;
	r->found = r->required = r->difference = KT_S("");
	r->message = r->advice = r->other_path = KT_S("");
	set_place(j, r, node, offset, size);
	kt_result_identify(j, r, node);
	set_severity(j, r);
	*j->results_end = r;
	j->results_end = &r->next;
	if (state == KT_STATE_FAIL)
		j->out->findings[r->severity]++;
	return r;
}

/* ---- values in words --------------------------------------------------- */

static int32_t digits_of(struct kt_string unit)
{
	return kt_string_starts(unit, KT_S("kr")) ? 2 : 0;
}

static struct kt_string values(struct kt_judging *j,
    const struct kt_sequence *s, struct kt_string unit, bool with_unit)
{
	struct kt_buffer out;
	kt_buffer_init(&out);
	bool number = false;
	for (size_t i = 0; i < s->count; i++) {
		struct kt_string text = kt_value_text(&s->items[i],
		    j->document, j->language, digits_of(unit),
		    &j->document->arena);
		number = s->items[i].kind == KT_DECIMAL;
		kt_buffer_printf(&out, "%s%.*s", i ? ", " : "", KT_FMT(text));
	}
	if (s->maybe_more && s->count > 0)
		kt_buffer_printf(&out, " …");
	/* durations say their unit themselves */
	if (with_unit && number && unit.size > 0)
		kt_buffer_printf(&out, " %.*s", KT_FMT(unit));
	struct kt_string text = kt_judging_text(j, kt_buffer_string(&out));
	kt_buffer_finish(&out);
	return text;
}

static struct kt_string found_text(struct kt_judging *j,
    const struct kt_comparison *c, struct kt_string unit, bool with_unit)
{
	struct kt_string text = values(j, &c->found, unit, with_unit);
	if (text.size > 0)
		return text;
	return kt_string_of(in(j, "ikke angivet", "not given"));
}

static const char *relation_words(const struct kt_judging *j,
    const struct kt_comparison *c)
{
	bool date = c->required.count > 0 &&
	    c->required.items[0].kind == KT_DATE;
	switch (c->relation) {
	case KT_IS_NOT:
		return in(j, "ikke ", "not ");
	case KT_AT_LEAST:
		return date ? in(j, "tidligst ", "no earlier than ")
		            : in(j, "mindst ", "at least ");
	case KT_AT_MOST:
		return date ? in(j, "senest ", "no later than ")
		            : in(j, "højst ", "at most ");
	case KT_MORE_THAN:
		return date ? in(j, "efter ", "after ")
		            : in(j, "mere end ", "more than ");
	case KT_LESS_THAN:
		return date ? in(j, "før ", "before ")
		            : in(j, "mindre end ", "less than ");
	case KT_ONE_OF:
		return in(j, "en af: ", "one of: ");
	default:
		return "";
	}
}

/* A path as a person may read it: without the rule's own variable in front
 * and without the question whether it is filled in. */
static struct kt_string readable_path(struct kt_judging *j,
    struct kt_string path)
{
	static const char filled[] = "[kendt(.)]";
	size_t size = sizeof(filled) - 1;
	if (path.size == 0)
		return KT_S("");
	const char *slash = memchr(path.data, '/', path.size);
	if (path.data[0] == '$' && slash != NULL) {
		path.size -= (size_t)(slash - path.data) + 1;
		path.data = slash + 1;
	}
	const char *at = memmem(path.data, path.size, filled, size);
	if (at == NULL)
		return path;
	return kt_arena_printf(arena(j), "%.*s%.*s", (int)(at - path.data),
	    path.data, (int)(path.data + path.size - at - (ptrdiff_t)size),
	    at + size);
}

static struct kt_string required_text(struct kt_judging *j,
    const struct kt_comparison *c, struct kt_string unit)
{
	struct kt_string path = readable_path(j, c->path);
	if (c->relation == KT_EXISTS)
		return kt_arena_printf(arena(j), in(j, "skal være angivet: %.*s",
		    "must be given: %.*s"), KT_FMT(path));
	if (c->relation == KT_EXISTS_NOT)
		return kt_arena_printf(arena(j), in(j, "må ikke være angivet: %.*s",
		    "must not be given: %.*s"), KT_FMT(path));
	struct kt_string text = values(j, &c->required, unit, true);
	if (text.size == 0)
		return KT_S("");
	return kt_arena_printf(arena(j), "%s%.*s", relation_words(j, c),
	    KT_FMT(text));
}

/* A difference with its sign, or without for use inside a sentence. */
static struct kt_string difference_text(struct kt_judging *j,
    const struct kt_comparison *c, struct kt_string unit, bool sign)
{
	if (!c->has_difference)
		return KT_S("");
	struct kt_value v = c->difference;
	int direction = 0;
	if (v.kind == KT_DECIMAL) {
		direction = kt_decimal_sign(v.u.decimal);
		v.u.decimal = kt_decimal_abs(v.u.decimal);
	} else {
		struct kt_duration *d = &v.u.duration;
		bool negative = d->months < 0 || d->seconds < 0;
		direction = negative ? -1 : d->months || d->seconds;
		if (negative)
			*d = (struct kt_duration){ -d->months, -d->seconds };
	}
	struct kt_sequence one = { .items = &v, .count = 1 };
	struct kt_string text = values(j, &one, unit, sign);
	if (!sign || direction == 0)
		return text;
	return kt_arena_printf(arena(j), "%s%.*s", direction < 0 ? "−" : "+",
	    KT_FMT(text));
}

/* ---- messages ---------------------------------------------------------- */

struct filling {
	struct kt_string found, required, difference;
};

/* The values of a named step, rounded where they do not end. */
static struct kt_string let_values(struct kt_judging *j,
    const struct kt_expr *expr)
{
	enum { MOST = 12 };
	struct kt_explanation *e = j->run.explanation;
	struct kt_value copies[MOST];
	struct kt_sequence shown = { .items = copies };
	size_t before = j->run.stack->count;
	j->run.explanation = NULL;
	struct kt_sequence found = kt_expr_sequence(expr, &j->run);
	for (size_t i = 0; i < found.count && i < MOST; i++) {
		struct kt_value v = found.items[i];
		if (v.kind == KT_DECIMAL)
			v.u.decimal = kt_decimal_round_half_up(v.u.decimal, 4);
		if (v.kind != KT_UNKNOWN)
			copies[shown.count++] = v;
	}
	shown.maybe_more = found.maybe_more || found.count > MOST;
	j->run.stack->count = before;
	j->run.explanation = e;
	struct kt_string text = values(j, &shown, KT_S(""), false);
	if (text.size > 0)
		return text;
	return kt_string_of(in(j, "(ukendt)", "(unknown)"));
}

static struct kt_string let_text(struct kt_judging *j, struct kt_string name)
{
	for (size_t i = 0; i < j->rule->let_count; i++) {
		if (!kt_string_equal(j->program->lets[i].name, name))
			continue;
		return let_values(j, j->program->lets[i].expr);
	}
	return KT_S("");
}

/* The template with its placeholders filled. */
static struct kt_string fill(struct kt_judging *j, struct kt_string template,
    const struct filling *with)
{
	struct kt_buffer out;
	kt_buffer_init(&out);
	struct kt_string rest = template;
	for (;;) {
		struct kt_string before = rest, name;
		bool more = kt_placeholder_next(&rest, &name);
		const char *brace =
		    more ? memchr(before.data, '{', before.size) : NULL;
		size_t plain = brace != NULL ? (size_t)(brace - before.data)
		                             : before.size;
		kt_buffer_add(&out, (struct kt_string){ before.data, plain });
		if (!more || brace == NULL)
			break;
		if (kt_string_equal(name, KT_S("fundet")))
			kt_buffer_add(&out, with->found);
		else if (kt_string_equal(name, KT_S("krav")))
			kt_buffer_add(&out, with->required);
		else if (kt_string_equal(name, KT_S("forskel")))
			kt_buffer_add(&out, with->difference);
		else
			kt_buffer_add(&out, let_text(j, name));
	}
	struct kt_string text = kt_judging_text(j, kt_buffer_string(&out));
	kt_buffer_finish(&out);
	return text;
}

static void set_texts(struct kt_judging *j, struct kt_result *r,
    const struct filling *with)
{
	r->message = fill(j, j->rule->message[j->language], with);
	r->advice = fill(j, j->rule->advice[j->language], with);
}

/* ---- notes ------------------------------------------------------------- */

static void add_note(struct kt_judging *j, struct kt_line **list,
    const struct kt_note *note)
{
	struct kt_string text = note->text[j->language];
	if (note->where == 0) {
		add_line(j, list, text);
		return;
	}
	struct kt_position at = kt_document_position(j->document, note->where);
	struct kt_string with_place = kt_arena_printf(&j->document->arena,
	    in(j, "%.*s (linje %u)", "%.*s (line %u)"), KT_FMT(text), at.line);
	add_line(j, list, with_place);
}

/* Named steps of the rule: what the calculation came by. */
static void add_lets(struct kt_judging *j, struct kt_result *r)
{
	for (size_t i = 0; i < j->rule->let_count; i++) {
		struct kt_string name = j->program->lets[i].name;
		struct kt_string value = let_text(j, name);
		if (value.size > 0 && value.size < 200)
			add_line(j, &r->notes,
			    kt_arena_printf(&j->document->arena,
			        "%.*s = %.*s", KT_FMT(name), KT_FMT(value)));
	}
}

static void add_steps(struct kt_judging *j, struct kt_result *r)
{
	for (const struct kt_note *n = j->explanation.steps; n != NULL;
	     n = n->next)
		add_note(j, &r->notes, n);
}

/* ---- findings ---------------------------------------------------------- */

/* A fact that is nowhere is told at the subject rather than at the root. */
static kt_node place_of(struct kt_judging *j, const struct kt_comparison *c)
{
	if (c == NULL || c->where == 0 ||
	    c->where == kt_document_root(j->document))
		return j->run.subject;
	return c->where;
}

/* The comparison that tells most: one of values, before one of presence,
 * which in "a or b" is often only the way out that was not taken. */
static const struct kt_comparison *main_comparison(const struct kt_judging *j)
{
	const struct kt_comparison *first = j->explanation.comparisons;
	for (const struct kt_comparison *c = first; c != NULL; c = c->next)
		if (c->relation != KT_EXISTS && c->relation != KT_EXISTS_NOT &&
		    (c->found.count > 0 || c->required.count > 0))
			return c;
	return first;
}

/* The further comparisons of one demand, a line each. */
static void add_others(struct kt_judging *j, struct kt_result *r,
    const struct kt_comparison *first, struct kt_string unit)
{
	const struct kt_comparison *c = j->explanation.comparisons;
	for (; c != NULL; c = c->next) {
		bool nothing = c->required.count == 0 && c->path.size == 0;
		if (c == first || nothing || c->relation == KT_EXISTS_NOT)
			continue;
		struct kt_position at =
		    kt_document_position(j->document, place_of(j, c));
		struct kt_string found = found_text(j, c, unit, true);
		struct kt_string required = required_text(j, c, unit);
		if (c->relation == KT_EXISTS) {
			add_line(j, &r->notes, kt_arena_printf(
			    &j->document->arena, in(j, "også: %.*s",
			        "also: %.*s"), KT_FMT(required)));
			continue;
		}
		add_line(j, &r->notes, kt_arena_printf(&j->document->arena,
		    in(j, "også linje %u: fundet %.*s; krav %.*s",
		        "also line %u: found %.*s; required %.*s"),
		    at.line, KT_FMT(found), KT_FMT(required)));
	}
}

void kt_result_of_test(struct kt_judging *j, const struct kt_demand *demand)
{
	const struct kt_comparison *c = main_comparison(j);
	struct kt_position at = kt_document_position(j->document,
	    place_of(j, c));
	/* several demands that fail in one place are one finding */
	if (j->finding != NULL && j->finding->from.line == at.line &&
	    j->finding->from.column == at.column) {
		add_others(j, j->finding, NULL,
		    demand->unit.size > 0 || c == NULL ? demand->unit
		                                       : c->unit);
		return;
	}
	struct kt_result *r = kt_result_add(j, KT_STATE_FAIL,
	    place_of(j, c), 0, 0);
	if (r == NULL)
		return;
	j->finding = r;
	struct filling with = { KT_S(""), KT_S(""), KT_S("") };
	if (c != NULL) {
		struct kt_string unit =
		    demand->unit.size > 0 ? demand->unit : c->unit;
		r->found = found_text(j, c, unit, true);
		r->required = required_text(j, c, unit);
		r->difference = difference_text(j, c, unit, true);
		with.found = found_text(j, c, unit, false);
		with.required = values(j, &c->required, unit, false);
		if (with.required.size == 0)
			with.required = r->required;
		with.difference = difference_text(j, c, unit, false);
		if (c->other != 0 && c->other != c->where) {
			r->other = kt_document_position(j->document, c->other);
			r->other_path = kt_document_path(j->document, c->other,
			    j->out->kind->prefix, arena(j));
		}
	}
	set_texts(j, r, &with);
	add_lets(j, r);
	add_steps(j, r);
	if (c != NULL)
		add_others(j, r, c,
		    demand->unit.size > 0 ? demand->unit : c->unit);
}

void kt_result_of_check(struct kt_judging *j)
{
	struct kt_result *last = NULL;
	for (const struct kt_reported *f = j->call.reported; f != NULL;
	     f = f->next) {
		struct kt_result *r = kt_result_add(j, KT_STATE_FAIL, f->where,
		    f->text_offset, f->text_size);
		if (r == NULL)
			return;
		last = r;
		r->found = kt_judging_text(j, f->found);
		r->required = kt_judging_text(j, f->required);
		struct filling with = { r->found, r->required, KT_S("") };
		set_texts(j, r, &with);
		if (f->note[j->language].size > 0)
			add_line(j, &r->notes, f->note[j->language]);
		if (f->other != 0) {
			r->other = kt_document_position(j->document, f->other);
			r->other_path = kt_document_path(j->document, f->other,
			    j->out->kind->prefix, arena(j));
		}
		add_lets(j, r);
	}
	if (last == NULL || j->call.report_count <= KT_MAX_FINDINGS)
		return;
	last->stands_for_more = true;
	add_line(j, &last->notes, kt_arena_printf(&j->document->arena,
		    in(j, "der er %zu fund af denne regel; kun de første %d vises",
		        "this rule has %zu findings; only the first %d are "
		        "shown"), j->call.report_count, KT_MAX_FINDINGS));
}

void kt_result_open(struct kt_judging *j, enum kt_state state)
{
	const struct kt_note *first = j->explanation.missing;
	struct kt_result *r = kt_result_add(j, state,
	    first != NULL ? first->where : 0, 0, 0);
	if (r == NULL)
		return;
	r->message = kt_judging_text(j, j->rule->title[j->language]);
	for (const struct kt_note *n = first; n != NULL; n = n->next)
		add_note(j, &r->reasons, n);
	if (j->run.status != KT_OK)
		add_line(j, &r->reasons,
		    kt_string_of(j->run.error.message[j->language]));
	if (r->reasons == NULL)
		add_line(j, &r->reasons, kt_string_of(in(j,
		    "en oplysning mangler eller kan ikke læses",
		    "a fact is missing or does not read")));
}
