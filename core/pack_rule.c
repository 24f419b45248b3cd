/*
 * <regel>: everything but its expressions.
 */
#include "pack_read.h"

#include <string.h>

/* ---- attributes -------------------------------------------------------- */

static kt_status read_id(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	struct kt_string prefix = l->pack->prefix;
	struct kt_string id;

	id = rule->id = pack_copy_value(l, regel, W_ID);
	if (!pack_is_id(id))
		return PACK_REFUSE(l, pack_attribute(l, regel, W_ID),
		    "»%.*s« er intet id: bogstaver (A-Z), cifre, punktum, "
		    "bindestreg og understreg, et bogstav først, højst %d tegn",
		    "'%.*s' is no id: letters (A-Z), digits, full stop, hyphen "
		    "and underscore, a letter first, at most %d characters",
		    KT_FMT(id), (int)PACK_MAX_ID);
	if (!kt_string_starts(id, prefix) || id.size <= prefix.size ||
	    strchr("-._", id.data[prefix.size]) == NULL)
		return PACK_REFUSE(l, pack_attribute(l, regel, W_ID),
		    "id »%.*s« skal begynde med regelsættets præfiks, »%.*s-«",
		    "the id '%.*s' must begin with the pack's prefix, '%.*s-'",
		    KT_FMT(id), KT_FMT(prefix));
	return KT_OK;
}

static size_t count_tokens(struct kt_string text)
{
	struct kt_string token;
	size_t count = 0;

	while (pack_token(&text, &token))
		count++;
	return count;
}

static kt_status read_aliases(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	struct kt_string rest = pack_copy_value(l, regel, W_ALIAS);
	size_t count = count_tokens(rest);
	struct kt_string *aliases =
	    kt_arena_array(&l->rules->arena, count, sizeof(*aliases));
	struct kt_string token;

	if (aliases == NULL)
		return kt_fail_memory(l->error);
	while (pack_token(&rest, &token)) {
		if (!pack_is_id(token))
			return PACK_REFUSE(l, pack_attribute(l, regel, W_ALIAS),
			    "»%.*s« er intet id", "'%.*s' is no id",
			    KT_FMT(token));
		aliases[rule->alias_count++] = token;
	}
	rule->aliases = aliases;
	return KT_OK;
}

static kt_status refuse_kind(
    struct pack_loader *l, kt_node regel, struct kt_string name)
{
	struct pack_nearest nearest;

	pack_nearest_begin(&nearest, name);
	for (size_t i = 0; i < l->rules->kind_count; i++)
		pack_nearest_try(&nearest, l->rules->kinds[i].id);
	pack_nearest_end(l, &nearest);
	return PACK_REFUSE(l, pack_attribute(l, regel, W_DOKUMENT),
	    "dokumenttypen »%.*s« kendes ikke%s%.0s",
	    "the kind of document '%.*s' is not known%.0s%s", KT_FMT(name),
	    nearest.da, nearest.en);
}

static kt_status read_kinds(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	struct kt_string rest = pack_value(l, regel, W_DOKUMENT);
	struct kt_string token;

	rule->kinds = kt_arena_array(
	    &l->rules->arena, count_tokens(rest), sizeof(*rule->kinds));
	if (rule->kinds == NULL)
		return kt_fail_memory(l->error);
	while (pack_token(&rest, &token)) {
		const struct kt_document_kind *kind = pack_find_kind(l, token);

		if (kind == NULL)
			return refuse_kind(l, regel, token);
		for (size_t i = 0; i < rule->kind_count; i++) {
			if (rule->kinds[i] == kind)
				return PACK_REFUSE(l,
				    pack_attribute(l, regel, W_DOKUMENT),
				    "»%.*s« står to gange",
				    "'%.*s' stands twice", KT_FMT(token));
		}
		rule->kinds[rule->kind_count++] = kind;
	}
	if (rule->kind_count == 0)
		return PACK_REFUSE(l, pack_attribute(l, regel, W_DOKUMENT),
		    "reglen nævner ingen dokumenttype",
		    "the rule names no kind of document");
	return KT_OK;
}

static kt_status read_head(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	kt_status status = read_id(l, regel, rule);

	if (status == KT_OK)
		status = read_aliases(l, regel, rule);
	if (status == KT_OK)
		status = read_kinds(l, regel, rule);
	if (status == KT_OK)
		status = pack_period(l, regel, &rule->period);
	/* the schema allows the four names only */
	kt_severity_parse(pack_value(l, regel, W_ALVOR), &rule->severity);
	rule->proposal = pack_attribute(l, regel, W_STATUS) != 0;
	rule->waivable =
	    !pack_word_is(pack_value(l, regel, W_MAA_FRAVIGES), "nej");
	return status;
}

/* ---- text -------------------------------------------------------------- */

static kt_status read_sources(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	size_t count = pack_count(l, regel, W_KILDE);
	struct kt_source *sources =
	    kt_arena_array(&l->rules->arena, count, sizeof(*sources));
	kt_node node = pack_child(l, regel, W_KILDE);
	kt_status status = KT_OK;

	if (sources == NULL)
		return kt_fail_memory(l->error);
	if (node == 0)
		return PACK_REFUSE(l, regel, "reglen har ingen kilde",
		    "the rule has no source (kilde)");
	rule->sources = sources;
	for (; node != 0 && status == KT_OK; node = pack_next(l, node, W_KILDE))
		status = pack_source(
		    l, node, KT_ASSUMED, &sources[rule->source_count++]);
	return status;
}

static kt_status read_texts(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	const struct {
		enum pack_word word;
		bool required;
		struct kt_string *out;
	} texts[] = {
		{ W_TITEL, true, rule->title },
		{ W_HVORFOR, false, rule->why },
		{ W_BESKED, true, rule->message },
		{ W_RAAD, true, rule->advice },
	};
	kt_status status = read_sources(l, regel, rule);

	for (size_t i = 0;
	     i < sizeof(texts) / sizeof(*texts) && status == KT_OK; i++)
		status = pack_languages(
		    l, regel, texts[i].word, texts[i].required, texts[i].out);
	return status;
}

/* ---- placeholders ------------------------------------------------------ */

bool pack_is_placeholder(const struct kt_rule *rule, struct kt_string name)
{
	if (pack_word_is(name, "fundet") || pack_word_is(name, "krav") ||
	    pack_word_is(name, "forskel"))
		return true;
	for (size_t i = 0; i < rule->let_count; i++) {
		if (kt_string_equal(rule->let_names[i], name))
			return true;
	}
	return false;
}

/* The place of the text in one language among the children of the rule. */
static kt_node text_node(
    struct pack_loader *l, kt_node regel, enum pack_word word, int language)
{
	kt_node node = pack_child(l, regel, word);

	for (; node != 0; node = pack_next(l, node, word)) {
		kt_node english =
		    kt_document_attribute(&l->document, node, l->language);

		if ((english != 0) == (language == KT_EN))
			return node;
	}
	return regel;
}

static kt_status check_text(struct pack_loader *l, kt_node node,
    const struct kt_rule *rule, struct kt_string text)
{
	struct pack_nearest nearest;
	struct kt_string name;

	while (kt_placeholder_next(&text, &name)) {
		if (name.data == NULL)
			return PACK_REFUSE(l, node,
			    "»{« og »}« skal omgive navnet på en pladsholder",
			    "'{' and '}' must surround a placeholder's name");
		if (pack_is_placeholder(rule, name))
			continue;
		pack_nearest_begin(&nearest, name);
		pack_nearest_try(&nearest, KT_S("fundet"));
		pack_nearest_try(&nearest, KT_S("krav"));
		pack_nearest_try(&nearest, KT_S("forskel"));
		for (size_t i = 0; i < rule->let_count; i++)
			pack_nearest_try(&nearest, rule->let_names[i]);
		pack_nearest_end(l, &nearest);
		return PACK_REFUSE(l, node,
		    "pladsholderen {%.*s} kendes ikke (der er {fundet}, "
		    "{krav}, "
		    "{forskel} og navne på lad)%s%.0s",
		    "the placeholder {%.*s} is not known (there are {fundet}, "
		    "{krav}, {forskel} and names of lad)%.0s%s",
		    KT_FMT(name), nearest.da, nearest.en);
	}
	return KT_OK;
}

static kt_status check_placeholders(
    struct pack_loader *l, kt_node regel, const struct kt_rule *rule)
{
	kt_status status = KT_OK;

	for (int i = 0; i < KT_LANGUAGES && status == KT_OK; i++) {
		status = check_text(l, text_node(l, regel, W_BESKED, i), rule,
		    rule->message[i]);
		if (status == KT_OK)
			status = check_text(l, text_node(l, regel, W_RAAD, i),
			    rule, rule->advice[i]);
	}
	return status;
}

/* ---- steps ------------------------------------------------------------- */

static kt_status read_let(struct pack_loader *l, kt_node lad,
    const struct kt_rule *rule, struct kt_string *name, struct kt_string *text)
{
	*name = pack_copy_value(l, lad, W_NAVN);
	*text = pack_copy_value(l, lad, W_VAERDI);
	if (!pack_is_id(*name))
		return PACK_REFUSE(l, lad, "»%.*s« er intet navn",
		    "'%.*s' is no name", KT_FMT(*name));
	if (pack_is_placeholder(rule, *name))
		return PACK_REFUSE(l, lad, "navnet »%.*s« er taget",
		    "the name '%.*s' is taken", KT_FMT(*name));
	if (kt_parameter_index(l->pack, *name) >= 0)
		return PACK_REFUSE(l, lad, "»%.*s« er navnet på et parameter",
		    "'%.*s' is the name of a parameter", KT_FMT(*name));
	return KT_OK;
}

static kt_status read_steps(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	struct kt_arena *arena = &l->rules->arena;
	size_t lets = pack_count(l, regel, W_LAD);
	size_t conditions = pack_count(l, regel, W_NAAR);
	kt_node node = pack_child(l, regel, W_LAD);
	kt_status status = KT_OK;

	rule->let_names = kt_arena_array(arena, lets, sizeof(struct kt_string));
	rule->let_texts = kt_arena_array(arena, lets, sizeof(struct kt_string));
	rule->condition_texts =
	    kt_arena_array(arena, conditions, sizeof(struct kt_string));
	if (rule->let_names == NULL || rule->let_texts == NULL ||
	    rule->condition_texts == NULL)
		return kt_fail_memory(l->error);
	for (; node != 0 && status == KT_OK; node = pack_next(l, node, W_LAD)) {
		size_t i = rule->let_count;

		status = read_let(
		    l, node, rule, &rule->let_names[i], &rule->let_texts[i]);
		rule->let_count++;
	}
	node = pack_child(l, regel, W_NAAR);
	for (; node != 0; node = pack_next(l, node, W_NAAR))
		rule->condition_texts[rule->condition_count++] =
		    pack_copy_value(l, node, W_TEST);
	node = pack_child(l, regel, W_FOR_HVER);
	if (node != 0)
		rule->for_each_text = pack_copy_value(l, node, W_VEJ);
	if (status == KT_OK && pack_count(l, regel, W_FOR_HVER) > 1)
		status = PACK_REFUSE(l, pack_next(l, node, W_FOR_HVER),
		    "reglen har allerede et »for-hver«",
		    "the rule has a 'for-hver' already");
	return status;
}

/* ---- one rule ---------------------------------------------------------- */

static kt_status read_rule(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	kt_status status;

	rule->pack = l->pack;
	rule->file = l->file;
	rule->at = pack_position(l, regel);
	status = read_head(l, regel, rule);
	if (status == KT_OK)
		status = read_texts(l, regel, rule);
	if (status == KT_OK)
		status = read_steps(l, regel, rule);
	if (status == KT_OK)
		status = pack_read_demands(l, regel, rule);
	if (status == KT_OK)
		status = pack_compile_rule(l, regel, rule);
	if (status == KT_OK)
		status = check_placeholders(l, regel, rule);
	if (status == KT_OK)
		status = pack_read_examples(l, regel, rule);
	if (status == KT_OK && l->rules->arena.failed)
		status = kt_fail_memory(l->error);
	return status;
}

kt_status pack_load_rules(struct pack_loader *l, const char *path)
{
	kt_status status = pack_open(l, path, W_REGLER, W_REGLER);
	kt_node node = 0;

	if (status == KT_OK)
		node = pack_child(l, pack_root(l), W_REGEL);
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_REGEL)) {
		struct kt_rule *rule;

		if (!kt_grow(&l->rules_read, &l->rules_read_capacity,
			l->rules_read_count + 1, sizeof(*l->rules_read)))
			return kt_fail_memory(l->error);
		rule = &l->rules_read[l->rules_read_count++];
		memset(rule, 0, sizeof(*rule));
		status = read_rule(l, node, rule);
	}
	return status;
}
