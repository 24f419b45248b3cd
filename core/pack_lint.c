#include "pack_lint.h"

#include "pack_reach.h"

#include "intake.h"
#include "moment.h"
#include "relaxng.h"

#include <stdlib.h>
#include <string.h>

struct remark {
	struct kt_string file;
	uint32_t line;
	enum kt_severity severity;
	struct kt_string text;
	size_t order; /* of being made */
};

struct linter {
	const struct kt_rules *rules;
	const struct kt_settings *settings;
	struct kt_relaxng *schema;
	struct kt_reach *reach;
	struct kt_buffer bytes;
	struct kt_arena arena; /* texts of remarks */
	struct remark *remarks;
	size_t remark_count, remark_capacity;
	const char *file; /* being validated */
	size_t counts[KT_FATAL]; /* by KT_INFO, KT_WARNING, KT_ERROR */
	struct kt_error *error;
};

/* `text` is in the arena, or lasts as long; data NULL: no memory, which is
 * seen at the end. */
static void add(struct linter *l, enum kt_severity severity,
    struct kt_string file, uint32_t line, struct kt_string text)
{
	if (text.data == NULL ||
	    !kt_grow(&l->remarks, &l->remark_capacity, l->remark_count + 1,
		sizeof(*l->remarks))) {
		l->arena.failed = true;
		return;
	}
	l->remarks[l->remark_count] = (struct remark){
		.file = file,
		.line = line,
		.severity = severity,
		.text = text,
		.order = l->remark_count,
	};
	l->remark_count++;
	l->counts[severity]++;
}

__attribute__((format_arg(2), format_arg(3))) static const char *choose(
    const struct linter *l, const char *da, const char *en)
{
	return l->settings->language == KT_DA ? da : en;
}

/* A remark on a rule: the text stands after its id. */
static void remark(struct linter *l, enum kt_severity severity,
    const struct kt_rule *rule, const char *da, const char *en)
{
	add(l, severity, rule->file, rule->at.line,
	    kt_arena_printf(
		&l->arena, "%.*s: %s", KT_FMT(rule->id), choose(l, da, en)));
}

/* ---- examples ---------------------------------------------------------- */

static bool has_example(const struct kt_rule *rule, struct kt_string outcome)
{
	for (size_t i = 0; i < rule->example_count; i++) {
		if (kt_string_equal(rule->examples[i].outcome, outcome))
			return true;
	}
	return false;
}

/* Whether a failing example names no other rule that fails there too. */
static bool fails_alone(const struct kt_rule *rule)
{
	for (size_t i = 0; i < rule->example_count; i++) {
		const struct kt_example *example = &rule->examples[i];

		if (kt_string_equal(example->outcome, KT_S("fund")) &&
		    kt_string_trim(example->also).size == 0)
			return true;
	}
	return false;
}

static void check_examples(struct linter *l, const struct kt_rule *rule)
{
	if (!has_example(rule, KT_S("overholdt")))
		remark(l, KT_ERROR, rule, "intet eksempel er overholdt",
		    "no example passes");
	if (!has_example(rule, KT_S("fund")))
		remark(l, KT_ERROR, rule, "intet eksempel giver et fund",
		    "no example gives a finding");
	else if (!fails_alone(rule))
		remark(l, KT_ERROR, rule,
		    "intet eksempel giver et fund, hvor reglen står alene",
		    "no example gives a finding by this rule alone");
}

/* ---- texts ------------------------------------------------------------- */

static bool mentions(struct kt_string text, struct kt_string wanted)
{
	struct kt_string name;

	while (kt_placeholder_next(&text, &name)) {
		if (kt_string_equal(name, wanted))
			return true;
	}
	return false;
}

static bool covers(struct kt_string text, struct kt_string other)
{
	struct kt_string name;

	while (kt_placeholder_next(&other, &name)) {
		if (!mentions(text, name))
			return false;
	}
	return true;
}

static bool same_placeholders(const struct kt_string text[KT_LANGUAGES])
{
	return covers(text[KT_DA], text[KT_EN]) &&
	       covers(text[KT_EN], text[KT_DA]);
}

/* Whether `wanted` stands in an expression outside quotes. */
static bool holds(struct kt_string expression, const char *wanted)
{
	size_t size = strlen(wanted);
	char quote = '\0';

	for (size_t i = 0; i < expression.size; i++) {
		char c = expression.data[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '\'' || c == '"')
			quote = c;
		else if (expression.size - i >= size &&
			 memcmp(expression.data + i, wanted, size) == 0)
			return true;
	}
	return false;
}

static bool is_comparison(struct kt_string expression)
{
	static const char *const operators[] = { "=", "<", ">", " eq ", " ne ",
		" lt ", " le ", " gt ", " ge " };

	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (holds(expression, operators[i]))
			return true;
	}
	return false;
}

static void check_texts(struct linter *l, const struct kt_rule *rule)
{
	bool compares = false;

	if (rule->why[KT_DA].size == 0)
		remark(l, KT_WARNING, rule, "»hvorfor« mangler på dansk",
		    "'hvorfor' is missing in Danish");
	if (rule->why[KT_EN].size == 0)
		remark(l, KT_WARNING, rule, "»hvorfor« mangler på engelsk",
		    "'hvorfor' is missing in English");
	if (!same_placeholders(rule->message))
		remark(l, KT_WARNING, rule,
		    "»besked« har ikke de samme pladsholdere på begge sprog",
		    "'besked' has not the same placeholders in both languages");
	if (!same_placeholders(rule->advice))
		remark(l, KT_WARNING, rule,
		    "»raad« har ikke de samme pladsholdere på begge sprog",
		    "'raad' has not the same placeholders in both languages");
	for (size_t i = 0; i < rule->demand_count; i++)
		compares =
		    compares || (rule->demands[i].check == NULL &&
				    is_comparison(rule->demands[i].text));
	if (compares && !mentions(rule->message[KT_DA], KT_S("fundet")))
		remark(l, KT_INFO, rule,
		    "kravet sammenligner, men »besked« nævner ikke {fundet}",
		    "the demand compares, but 'besked' does not tell {fundet}");
}

/* ---- sources ----------------------------------------------------------- */

static void check_source(
    struct linter *l, struct kt_string file, const struct kt_source *source)
{
	if (source->section.size > 0 || source->url.size > 0)
		return;
	add(l, KT_WARNING, file, source->at.line,
	    kt_string_of(choose(l, "kilden har hverken afsnit eller url",
		"the source has neither a section (afsnit) nor a url")));
}

/* ---- expressions ------------------------------------------------------- */

static void check_cost(struct linter *l, const struct kt_rule *rule)
{
	bool costly = holds(rule->for_each_text, "//");

	for (size_t i = 0; i < rule->let_count; i++)
		costly = costly || holds(rule->let_texts[i], "//");
	for (size_t i = 0; i < rule->condition_count; i++)
		costly = costly || holds(rule->condition_texts[i], "//");
	for (size_t i = 0; i < rule->demand_count; i++) {
		const struct kt_demand *demand = &rule->demands[i];

		costly = costly ||
			 (demand->check == NULL && holds(demand->text, "//"));
		for (size_t j = 0; j < demand->argument_count; j++)
			costly = costly ||
				 (demand->arguments[j].expression &&
				     holds(demand->arguments[j].text, "//"));
	}
	if (costly)
		remark(l, KT_INFO, rule,
		    "»//« gennemgår hele dokumentet; skriv vejen, hvis den "
		    "kendes",
		    "'//' walks the whole document; write the path where it "
		    "is known");
}

static bool demand_uses(const struct kt_demand *demand,
    const struct kt_program_demand *program, size_t parameter)
{
	if (program->test != NULL)
		return kt_expr_uses_parameter(program->test, parameter);
	for (size_t i = 0; i < demand->argument_count; i++) {
		if (program->arguments[i] != NULL &&
		    kt_expr_uses_parameter(program->arguments[i], parameter))
			return true;
	}
	return false;
}

static bool program_uses(const struct kt_rule *rule,
    const struct kt_program *program, size_t parameter)
{
	if (program->for_each != NULL &&
	    kt_expr_uses_parameter(program->for_each, parameter))
		return true;
	for (size_t i = 0; i < rule->let_count; i++) {
		if (kt_expr_uses_parameter(program->lets[i].expr, parameter))
			return true;
	}
	for (size_t i = 0; i < rule->condition_count; i++) {
		if (kt_expr_uses_parameter(program->conditions[i], parameter))
			return true;
	}
	for (size_t i = 0; i < rule->demand_count; i++) {
		if (demand_uses(
			&rule->demands[i], &program->demands[i], parameter))
			return true;
	}
	return false;
}

static bool pack_uses(const struct kt_pack *pack, size_t parameter)
{
	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct kt_rule *rule = &pack->rules[i];

		for (size_t j = 0; j < rule->program_count; j++) {
			if (program_uses(rule, &rule->programs[j], parameter))
				return true;
		}
	}
	return false;
}

static void check_parameters(struct linter *l, const struct kt_pack *pack)
{
	for (size_t i = 0; i < pack->parameter_count; i++) {
		const struct kt_parameter_info *info = &pack->parameters[i];

		if (pack_uses(pack, i))
			continue;
		add(l, KT_WARNING, info->file, info->at.line,
		    kt_arena_printf(&l->arena, "%s %.*s",
			choose(l, "ingen regel bruger parameteren",
			    "no rule uses the parameter"),
			KT_FMT(info->declaration.name)));
	}
}

/* ---- periods ----------------------------------------------------------- */

static bool overlap(const struct kt_period *a, const struct kt_period *b)
{
	if (a->has_to && b->has_from && kt_date_compare(a->to, b->from) < 0)
		return false;
	return !b->has_to || !a->has_from ||
	       kt_date_compare(b->to, a->from) >= 0;
}

static void check_use(
    struct linter *l, const struct kt_pack *pack, const struct kt_rule *rule)
{
	bool in_force = false;

	for (size_t i = 0; i < pack->edition_count; i++)
		in_force = in_force ||
			   overlap(&rule->period, &pack->editions[i].period);
	if (!in_force)
		remark(l, KT_WARNING, rule,
		    "reglen gælder ikke i nogen udgaves periode",
		    "the rule is not in force in any edition's period");
	for (size_t i = 0; i < rule->kind_count; i++) {
		for (size_t j = 0; j < rule->kind_count; j++) {
			if (rule->kinds[i]->base == rule->kinds[j])
				remark(l, KT_INFO, rule,
				    "en af dokumenttyperne ligger inde i en "
				    "anden",
				    "one of the kinds lies within another");
		}
	}
}

static void check_editions(struct linter *l, const struct kt_pack *pack)
{
	if (pack->edition_count == 0)
		add(l, KT_ERROR, pack->folder, 0,
		    kt_string_of(choose(l, "regelsættet har ingen udgave",
			"the pack has no edition")));
	for (size_t i = 1; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];
		const struct kt_edition *before = &pack->editions[i - 1];

		/* editions do not overlap, so the former one ends */
		if (kt_date_number(before->period.to) + 1 ==
		    kt_date_number(edition->period.from))
			continue;
		add(l, KT_WARNING, edition->file, edition->at.line,
		    kt_arena_printf(&l->arena, "%s %.*s - %.*s",
			choose(l, "der er dage uden udgave mellem",
			    "there are days without an edition between"),
			KT_FMT(before->id), KT_FMT(edition->id)));
	}
	for (size_t i = 0; i < pack->edition_count; i++) {
		const struct kt_edition *edition = &pack->editions[i];

		for (size_t j = 0; j < pack->parameter_count; j++) {
			if (edition->values[j].row_count > 0)
				check_source(l, edition->file,
				    &edition->value_sources[j]);
		}
	}
}

/* ---- RELAX NG ---------------------------------------------------------- */

static bool note(void *data, uint32_t line, struct kt_string message)
{
	struct linter *l = data;

	add(l, KT_ERROR, kt_string_of(l->file), line,
	    kt_arena_printf(&l->arena, "RELAX NG: %.*s", KT_FMT(message)));
	return !l->arena.failed;
}

static kt_status validate(struct linter *l, const char *path)
{
	kt_status status = kt_intake_file(path, &l->bytes, l->error);

	l->file = path;
	if (status == KT_OK)
		status = kt_relaxng_validate(l->schema,
		    kt_buffer_string(&l->bytes), path, note, l, l->error);
	return status;
}

static kt_status validate_in(
    struct linter *l, struct kt_string folder, const char *name)
{
	/* remarks keep the name */
	struct kt_string path =
	    kt_arena_printf(&l->arena, "%.*s/%s", KT_FMT(folder), name);

	return path.data == NULL ? kt_fail_memory(l->error)
				 : validate(l, path.data);
}

/* Each file once: rules of one file need not stand side by side. */
static kt_status validate_rules(struct linter *l, const struct kt_pack *pack)
{
	kt_status status = KT_OK;

	for (size_t i = 0; i < pack->rule_count && status == KT_OK; i++) {
		struct kt_string file = pack->rules[i].file;
		size_t j = 0;

		while (j < i && !kt_string_equal(pack->rules[j].file, file))
			j++;
		if (j == i)
			status = validate(l, file.data);
	}
	return status;
}

static kt_status validate_pack(struct linter *l, const struct kt_pack *pack)
{
	kt_status status = validate_in(l, pack->folder, "regelsaet.xml");

	if (status == KT_OK && pack->parameter_count > 0)
		status = validate(l, pack->parameters[0].file.data);
	for (size_t i = 0; i < pack->edition_count && status == KT_OK; i++)
		status = validate(l, pack->editions[i].file.data);
	return status == KT_OK ? validate_rules(l, pack) : status;
}

/* ---- all --------------------------------------------------------------- */

/* A path that no paper of the examples has anything for is untried. */
static void check_reach(struct linter *l, const struct kt_rule *rule)
{
	struct kt_string path = kt_reach_missing(l->reach, rule);

	if (path.size == 0)
		return;
	add(l, KT_WARNING, rule->file, rule->at.line,
	    kt_arena_printf(&l->arena,
		choose(l, "%.*s: vejen »%.*s« rammer intet i noget eksempel",
		    "%.*s: the path '%.*s' matches nothing in any example"),
		KT_FMT(rule->id), KT_FMT(path)));
}

static kt_status lint_pack(void *data, const struct kt_pack *pack)
{
	struct linter *l = data;
	kt_status status = validate_pack(l, pack);

	if (status != KT_OK)
		return status;
	check_editions(l, pack);
	check_parameters(l, pack);
	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct kt_rule *rule = &pack->rules[i];

		check_examples(l, rule);
		check_texts(l, rule);
		for (size_t j = 0; j < rule->source_count; j++)
			check_source(l, rule->file, &rule->sources[j]);
		check_cost(l, rule);
		check_reach(l, rule);
		check_use(l, pack, rule);
	}
	return KT_OK;
}

static kt_status lint(struct linter *l, const char *const *packs)
{
	struct kt_string path = kt_arena_printf(
	    &l->arena, "%.*s/skema/regler.rng", KT_FMT(l->rules->folder));
	kt_status status;

	if (path.data == NULL)
		return kt_fail_memory(l->error);
	status = kt_relaxng_load(path.data, &l->schema, l->error);
	if (status == KT_OK)
		status = validate_in(l, l->rules->folder, "dokumenter.xml");
	if (status == KT_OK)
		status = kt_reach_create(l->rules, &l->reach, l->error);
	if (status == KT_OK)
		status =
		    kt_rules_each_pack(l->rules, packs, lint_pack, l, l->error);
	return status;
}

static int compare_remarks(const void *a, const void *b)
{
	const struct remark *x = a;
	const struct remark *y = b;
	int order = kt_string_compare(x->file, y->file);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = (x->order > y->order) - (x->order < y->order);
	return order;
}

static void print(struct linter *l, struct kt_sink *out)
{
	static const char *const words[KT_FATAL][KT_LANGUAGES] = {
		{ "bemærkning", "info" },
		{ "advarsel", "warning" },
		{ "fejl", "error" },
	};
	enum kt_language language = l->settings->language;

	if (l->remark_count > 1)
		qsort(l->remarks, l->remark_count, sizeof(*l->remarks),
		    compare_remarks);
	for (size_t i = 0; i < l->remark_count; i++) {
		const struct remark *r = &l->remarks[i];

		kt_sink_printf(out, "%.*s:%u: %s: %.*s\n", KT_FMT(r->file),
		    (unsigned)r->line, words[r->severity][language],
		    KT_FMT(r->text));
	}
	kt_sink_printf(out,
	    choose(l, "%zu fejl, %zu advarsler, %zu bemærkninger\n",
		"%zu errors, %zu warnings, %zu remarks\n"),
	    l->counts[KT_ERROR], l->counts[KT_WARNING], l->counts[KT_INFO]);
}

kt_status kt_pack_lint(struct kt_rules *rules, const char *const *packs,
    const struct kt_settings *settings, struct kt_sink *out, size_t *errors,
    size_t *warnings, struct kt_error *error)
{
	struct linter l = {
		.rules = rules, .settings = settings, .error = error
	};
	kt_status status;

	kt_buffer_init(&l.bytes);
	kt_arena_init(&l.arena);
	status = lint(&l, packs);
	if (status == KT_OK && l.arena.failed)
		status = kt_fail_memory(error);
	if (status == KT_OK)
		print(&l, out);
	*errors = l.counts[KT_ERROR];
	*warnings = l.counts[KT_WARNING];
	kt_buffer_finish(&l.bytes);
	kt_arena_finish(&l.arena);
	kt_relaxng_destroy(l.schema);
	kt_reach_destroy(l.reach);
	free(l.remarks);
	if (status == KT_OK && out->failed)
		status = KT_E_OUTPUT;
	return status;
}
