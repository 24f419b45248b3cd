/*
 * The expressions of a rule, compiled once for each vocabulary of its kinds,
 * and its demands.
 */
#include "pack_read.h"

/* ---- expressions ------------------------------------------------------- */

static kt_status compile(struct pack_loader *l, const struct kt_scope *scope,
    struct kt_string text, struct kt_position at, const struct kt_expr **out)
{
	struct kt_arena *arena = &l->rules->arena;
	kt_status status;

	/* the program may point into its text */
	text = kt_arena_copy(arena, text);
	if (text.data == NULL)
		return kt_fail_memory(l->error);
	status =
	    kt_expr_compile(arena, scope, text, l->file, at, out, l->error);
	if (status != KT_OK)
		kt_fail_at(l->error, l->file, at.line, at.column);
	return status;
}

kt_status pack_compile_value(struct pack_loader *l, kt_node attribute,
    const struct kt_scope *scope, const struct kt_expr **out)
{
	return compile(l, scope, kt_document_text(&l->document, attribute),
	    pack_value_position(l, attribute), out);
}

/* A condition: true or false, or a path that gives a node or none. */
static kt_status compile_truth(struct pack_loader *l, kt_node attribute,
    const struct kt_scope *scope, const struct kt_expr **out)
{
	kt_status status = pack_compile_value(l, attribute, scope, out);
	uint32_t kind;

	if (status != KT_OK)
		return status;
	kind = kt_expr_kind(*out);
	if (kind != KT_BOOLEAN && kind != KT_NODE)
		return PACK_REFUSE(l, attribute,
		    "udtrykket er hverken sandt eller falsk",
		    "the expression is neither true nor false");
	return KT_OK;
}

/* ---- for-hver, lad, naar ----------------------------------------------- */

static kt_status compile_for_each(struct pack_loader *l, kt_node regel,
    struct kt_scope *scope, struct kt_program *program)
{
	kt_node node = pack_child(l, regel, W_FOR_HVER);
	kt_status status;

	if (node == 0)
		return KT_OK;
	node = pack_attribute(l, node, W_VEJ);
	status = pack_compile_value(l, node, scope, &program->for_each);
	if (status != KT_OK)
		return status;
	scope->declarations =
	    kt_expr_declarations(program->for_each, &scope->declaration_count);
	if (kt_expr_kind(program->for_each) != KT_NODE ||
	    scope->declaration_count == 0)
		return PACK_REFUSE(l, node,
		    "»for-hver« skal være en vej til elementer",
		    "'for-hver' must be a path to elements");
	return KT_OK;
}

static kt_status compile_steps(struct pack_loader *l, kt_node regel,
    const struct kt_rule *rule, struct kt_scope *scope,
    struct kt_program *program)
{
	struct kt_let *lets =
	    kt_arena_array(&l->rules->arena, rule->let_count, sizeof(*lets));
	kt_node node = kt_document_first_child(&l->document, regel);
	kt_status status = KT_OK;
	size_t conditions = 0;

	program->conditions = kt_arena_array(&l->rules->arena,
	    rule->condition_count, sizeof(*program->conditions));
	if (lets == NULL || program->conditions == NULL)
		return kt_fail_memory(l->error);
	program->lets = scope->lets = lets;
	for (; node != 0 && status == KT_OK;
	     node = kt_document_next(&l->document, node)) {
		if (pack_is(l, node, W_LAD)) {
			/* a step sees those before it */
			struct kt_let *let = &lets[scope->let_count];

			let->name = rule->let_names[scope->let_count];
			status = pack_compile_value(l,
			    pack_attribute(l, node, W_VAERDI), scope,
			    &let->expr);
			scope->let_count++;
		} else if (pack_is(l, node, W_NAAR)) {
			status =
			    compile_truth(l, pack_attribute(l, node, W_TEST),
				scope, &program->conditions[conditions++]);
		}
	}
	return status;
}

/* ---- krav, without expressions ----------------------------------------- */

static kt_status refuse_check(
    struct pack_loader *l, kt_node krav, struct kt_string name)
{
	const struct kt_library *library = l->rules->library;
	struct kt_arena *arena = &l->rules->arena;
	struct kt_string plugins = KT_S("");
	struct pack_nearest nearest;

	pack_nearest_begin(&nearest, name);
	for (size_t i = 0; library != NULL && i < library->count; i++) {
		const struct kt_plugin *plugin = &library->plugins[i].plugin;

		plugins = kt_arena_printf(arena, "%.*s%s%s", KT_FMT(plugins),
		    plugins.size == 0 ? "" : ", ", plugin->name);
		for (size_t j = 0; j < plugin->check_count; j++)
			pack_nearest_try(&nearest,
			    kt_arena_printf(arena, "%s.%s", plugin->name,
				plugin->checks[j].name));
	}
	pack_nearest_end(l, &nearest);
	if (plugins.size == 0)
		plugins = KT_S("-");
	return PACK_REFUSE(l, krav,
	    "intet plugin har tjekket »%.*s«%s%.0s (plugins: %.*s)",
	    "no plugin has the check '%.*s'%.0s%s (plugins: %.*s)",
	    KT_FMT(name), nearest.da, nearest.en, KT_FMT(plugins));
}

static const struct kt_parameter *find_parameter(
    const struct kt_check *check, struct kt_string name)
{
	for (size_t i = 0; i < check->parameter_count; i++) {
		if (pack_word_is(name, check->parameters[i].name))
			return &check->parameters[i];
	}
	return NULL;
}

/* Whether plain text can be read as the kind that the check declares. */
static bool fits(const struct kt_parameter *parameter, struct kt_string text)
{
	struct kt_value value;

	switch (parameter->kind) {
	case KT_DECIMAL:
	case KT_DATE:
	case KT_TIME:
	case KT_DATETIME:
	case KT_DURATION:
		return text.size > 0 &&
		       kt_text_read(parameter->kind, text, &value);
	default:
		return true;
	}
}

static kt_status read_argument(struct pack_loader *l, kt_node node,
    struct kt_demand *demand, struct kt_check_argument *out)
{
	const struct kt_parameter *parameter;
	struct pack_nearest nearest;

	out->name = pack_copy_value(l, node, W_NAVN);
	out->text = kt_arena_copy(&l->rules->arena,
	    kt_string_trim(kt_document_text(&l->document, node)));
	for (const struct kt_check_argument *other = demand->arguments;
	     other < out; other++) {
		if (kt_string_equal(other->name, out->name))
			return PACK_REFUSE(l, node,
			    "argumentet »%.*s« står to gange",
			    "the argument '%.*s' stands twice",
			    KT_FMT(out->name));
	}
	parameter = find_parameter(demand->check, out->name);
	if (parameter == NULL) {
		pack_nearest_begin(&nearest, out->name);
		for (size_t i = 0; i < demand->check->parameter_count; i++)
			pack_nearest_try(&nearest,
			    kt_string_of(demand->check->parameters[i].name));
		pack_nearest_end(l, &nearest);
		return PACK_REFUSE(l, node,
		    "tjekket %.*s har intet argument »%.*s«%s%.0s",
		    "the check %.*s has no argument '%.*s'%.0s%s",
		    KT_FMT(demand->text), KT_FMT(out->name), nearest.da,
		    nearest.en);
	}
	out->expression = (parameter->flags & KT_PARAM_EXPRESSION) != 0;
	if (!out->expression && !fits(parameter, out->text))
		return PACK_REFUSE(l, node,
		    "»%.*s« er ingen værdi for argumentet »%.*s«",
		    "'%.*s' is no value of the argument '%.*s'",
		    KT_FMT(out->text), KT_FMT(out->name));
	return KT_OK;
}

static kt_status read_arguments(
    struct pack_loader *l, kt_node krav, struct kt_demand *demand)
{
	size_t count = pack_count(l, krav, W_ARGUMENT);
	kt_node node = pack_child(l, krav, W_ARGUMENT);
	kt_status status = KT_OK;

	demand->arguments =
	    kt_arena_array(&l->rules->arena, count, sizeof(*demand->arguments));
	if (demand->arguments == NULL)
		return kt_fail_memory(l->error);
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_ARGUMENT))
		status = read_argument(l, node, demand,
		    &demand->arguments[demand->argument_count++]);
	if (status != KT_OK)
		return status;
	for (size_t i = 0; i < demand->check->parameter_count; i++) {
		const struct kt_parameter *wanted =
		    &demand->check->parameters[i];
		bool given = (wanted->flags & KT_PARAM_OPTIONAL) != 0;

		for (size_t j = 0; j < count && !given; j++)
			given = pack_word_is(
			    demand->arguments[j].name, wanted->name);
		if (!given)
			return PACK_REFUSE(l, krav,
			    "tjekket %.*s mangler argumentet »%s«",
			    "the check %.*s lacks the argument '%s'",
			    KT_FMT(demand->text), wanted->name);
	}
	return KT_OK;
}

static kt_status read_demand(
    struct pack_loader *l, kt_node krav, struct kt_demand *out)
{
	kt_node test = pack_attribute(l, krav, W_TEST);
	kt_node check = pack_attribute(l, krav, W_TJEK);

	if ((test != 0) == (check != 0))
		return PACK_REFUSE(l, krav,
		    "»krav« skal have enten »test« eller »tjek«",
		    "'krav' must have either 'test' or 'tjek'");
	out->unit = pack_copy_value(l, krav, W_ENHED);
	if (test != 0) {
		kt_node argument = pack_child(l, krav, W_ARGUMENT);

		out->text = pack_copy_value(l, krav, W_TEST);
		if (argument != 0)
			return PACK_REFUSE(l, argument,
			    "»argument« hører til et »tjek«",
			    "'argument' belongs to a 'tjek'");
		return KT_OK;
	}
	out->text = pack_copy_value(l, krav, W_TJEK);
	if (l->rules->library != NULL)
		out->check = kt_library_check(
		    l->rules->library, out->text, &out->plugin);
	if (out->check == NULL)
		return refuse_check(l, check, out->text);
	return read_arguments(l, krav, out);
}

kt_status pack_read_demands(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	size_t count = pack_count(l, regel, W_KRAV);
	kt_node node = pack_child(l, regel, W_KRAV);
	kt_status status = KT_OK;

	if (node == 0)
		return PACK_REFUSE(
		    l, regel, "»krav« mangler", "'krav' is missing");
	rule->demands =
	    kt_arena_array(&l->rules->arena, count, sizeof(*rule->demands));
	if (rule->demands == NULL)
		return kt_fail_memory(l->error);
	for (; node != 0 && status == KT_OK; node = pack_next(l, node, W_KRAV))
		status =
		    read_demand(l, node, &rule->demands[rule->demand_count++]);
	return status;
}

/* ---- krav, its expressions --------------------------------------------- */

static kt_status compile_argument(struct pack_loader *l, kt_node node,
    const struct kt_scope *scope, const struct kt_parameter *parameter,
    const struct kt_expr **out)
{
	struct kt_string whole = kt_document_text(&l->document, node);
	struct kt_string text = kt_string_trim(whole);
	size_t offset = (size_t)(text.data - whole.data);
	kt_status status = compile(l, scope, text,
	    kt_document_text_position(&l->document, node, offset), out);
	uint32_t kind;

	if (status != KT_OK)
		return status;
	/* a node is read as the kind that is wanted */
	kind = kt_expr_kind(*out);
	if (parameter->kind == KT_ANY || kind == parameter->kind ||
	    kind == KT_UNKNOWN ||
	    (kind == KT_NODE && parameter->kind != KT_BOOLEAN))
		return KT_OK;
	return PACK_REFUSE(l, node,
	    "udtrykket er ikke af den type, som argumentet »%s« skal have",
	    "the expression is not of the type that argument '%s' must have",
	    parameter->name);
}

static kt_status compile_demand(struct pack_loader *l, kt_node krav,
    const struct kt_scope *scope, const struct kt_demand *demand,
    struct kt_program_demand *out)
{
	kt_node node = pack_child(l, krav, W_ARGUMENT);
	kt_status status = KT_OK;

	if (demand->check == NULL)
		return compile_truth(
		    l, pack_attribute(l, krav, W_TEST), scope, &out->test);
	out->arguments = kt_arena_array(
	    &l->rules->arena, demand->argument_count, sizeof(*out->arguments));
	if (out->arguments == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < demand->argument_count && status == KT_OK; i++) {
		const struct kt_check_argument *argument =
		    &demand->arguments[i];

		if (argument->expression)
			status = compile_argument(l, node, scope,
			    find_parameter(demand->check, argument->name),
			    &out->arguments[i]);
		node = pack_next(l, node, W_ARGUMENT);
	}
	return status;
}

/* ---- vocabularies ------------------------------------------------------ */

/* Declarations that the root may have in the rule's kinds of one schema. */
static size_t collect_roots(const struct kt_rules *rules,
    const struct kt_rule *rule, const struct kt_schema *schema, uint32_t *roots)
{
	size_t count = 0;

	for (size_t i = 0; i < rule->kind_count; i++) {
		const struct kt_document_kind *kind = rule->kinds[i];
		uint32_t root;
		size_t j = 0;

		if (kind->schema != schema)
			continue;
		root = kt_schema_root(schema,
		    kt_names_find(rules->names, schema->space, kind->root));
		while (j < count && roots[j] != root)
			j++;
		if (j == count)
			roots[count++] = root;
	}
	return count;
}

static kt_status compile_program(struct pack_loader *l, kt_node regel,
    const struct kt_rule *rule, struct kt_program *program)
{
	struct kt_arena *arena = &l->rules->arena;
	struct kt_scope scope = kt_rules_scope(l->rules, program->schema);
	uint32_t *roots =
	    kt_arena_array(arena, rule->kind_count, sizeof(*roots));
	kt_node node = pack_child(l, regel, W_KRAV);
	kt_status status;

	program->demands = kt_arena_array(
	    arena, rule->demand_count, sizeof(*program->demands));
	if (roots == NULL || program->demands == NULL)
		return kt_fail_memory(l->error);
	scope.parameters = l->pack->declarations;
	scope.parameter_count = l->pack->parameter_count;
	scope.declarations = roots;
	scope.declaration_count =
	    collect_roots(l->rules, rule, program->schema, roots);
	status = compile_for_each(l, regel, &scope, program);
	if (status == KT_OK)
		status = compile_steps(l, regel, rule, &scope, program);
	for (size_t i = 0; i < rule->demand_count && status == KT_OK; i++) {
		status = compile_demand(
		    l, node, &scope, &rule->demands[i], &program->demands[i]);
		node = pack_next(l, node, W_KRAV);
	}
	return status;
}

kt_status pack_compile_rule(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	kt_status status = KT_OK;

	rule->programs = kt_arena_array(
	    &l->rules->arena, rule->kind_count, sizeof(*rule->programs));
	if (rule->programs == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < rule->kind_count && status == KT_OK; i++) {
		const struct kt_schema *schema = rule->kinds[i]->schema;
		struct kt_program *program;

		if (kt_rule_program(rule, schema) != NULL)
			continue;
		program = &rule->programs[rule->program_count++];
		program->schema = schema;
		status = compile_program(l, regel, rule, program);
	}
	return status;
}
