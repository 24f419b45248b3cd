#include "profile.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pack_read.h"

/* ---- asking ------------------------------------------------------------ */

static struct kt_profile_rule *row_of(
    const struct kt_profile *profile, const struct kt_rule *rule)
{
	size_t pack = (size_t)(rule->pack - profile->packs->packs);

	return &profile->rules[pack][rule - rule->pack->rules];
}

bool kt_profile_leaves_out(
    const struct kt_profile *profile, const struct kt_rule *rule)
{
	return profile != NULL && row_of(profile, rule)->left_out;
}

enum kt_severity kt_profile_severity(
    const struct kt_profile *profile, const struct kt_rule *rule)
{
	return profile != NULL ? row_of(profile, rule)->severity
			       : rule->severity;
}

uint32_t kt_profile_rank(
    const struct kt_profile *profile, const struct kt_rule *rule)
{
	return profile != NULL ? row_of(profile, rule)->rank : 0;
}

/* ---- names of rules ---------------------------------------------------- */

/* A pack, a rule, or the beginning of rules. */
static bool is_named(const struct kt_rule *rule, struct kt_string name)
{
	return kt_string_equal(rule->pack->id, name) ||
	       kt_rule_is_named(rule, name);
}

static bool is_known(const struct kt_rules *rules, struct kt_string name)
{
	return kt_rules_pack(rules, name) != NULL || kt_rules_name(rules, name);
}

static kt_status refuse_unknown(
    struct pack_loader *l, kt_node place, struct kt_string name)
{
	const struct kt_rules *rules = l->rules;
	struct pack_nearest nearest;

	pack_nearest_begin(&nearest, name);
	for (size_t i = 0; i < rules->pack_count; i++)
		pack_nearest_try(&nearest, rules->packs[i].id);
	for (size_t i = 0; i < rules->id_count; i++)
		pack_nearest_try(&nearest, rules->ids[i].id);
	pack_nearest_end(l, &nearest);
	return PACK_REFUSE(l, place,
	    "der er hverken regelsæt eller regel »%.*s«%s%.0s",
	    "there is neither pack nor rule '%.*s'%.0s%s", KT_FMT(name),
	    nearest.da, nearest.en);
}

/* ---- making the table -------------------------------------------------- */

struct making {
	struct pack_loader *loader;
	struct kt_profile *profile;
	kt_node node; /* of the part at hand */
	const struct kt_profile_part *part;
	uint32_t next_rank;
};

/* What the part says about one rule that it names. */
static kt_status apply_to_rule(
    struct making *m, const struct kt_rule *rule, struct kt_string name)
{
	struct kt_profile_rule *row = row_of(m->profile, rule);
	bool fatal = rule->severity == KT_FATAL;
	bool by_id = kt_string_equal(rule->id, name);

	switch (m->part->act) {
	case KT_PROFILE_SELECT:
		row->left_out = false;
		break;
	case KT_PROFILE_LEAVE_OUT:
		if (fatal && by_id)
			return PACK_REFUSE(m->loader, m->node,
			    "%.*s er fatal og kan ikke udelades",
			    "%.*s is fatal and cannot be left out",
			    KT_FMT(name));
		row->left_out = !fatal;
		break;
	case KT_PROFILE_GRADE:
		if (fatal && by_id && m->part->severity != KT_FATAL)
			return PACK_REFUSE(m->loader, m->node,
			    "%.*s er fatal og kan ikke gøres mildere",
			    "%.*s is fatal and cannot be made milder",
			    KT_FMT(name));
		if (!fatal)
			row->severity = m->part->severity;
		break;
	case KT_PROFILE_FIRST:
		if (row->rank == UINT32_MAX)
			row->rank = m->next_rank;
		break;
	}
	return KT_OK;
}

static kt_status apply_name(struct making *m, struct kt_string name)
{
	struct kt_rules *rules = m->loader->rules;
	kt_status status = KT_OK;

	if (!is_known(rules, name))
		return refuse_unknown(m->loader, m->node, name);
	for (size_t p = 0; p < rules->pack_count; p++) {
		const struct kt_pack *pack = &rules->packs[p];

		for (size_t r = 0; r < pack->rule_count; r++) {
			const struct kt_rule *rule = &pack->rules[r];

			if (status == KT_OK && is_named(rule, name))
				status = apply_to_rule(m, rule, name);
		}
	}
	return status;
}

static kt_status apply_part(struct making *m)
{
	struct kt_string rest = m->part->rules;
	struct kt_string name;
	size_t count = 0;
	kt_status status = KT_OK;

	for (; status == KT_OK && pack_token(&rest, &name); count++)
		status = apply_name(m, name);
	/* what stands in one part is told by place */
	m->next_rank++;
	if (status == KT_OK && count == 0)
		return PACK_REFUSE(
		    m->loader, m->node, "»regler« er tom", "'regler' is empty");
	return status;
}

/* With a selection, what is not chosen is left out. */
static kt_status begin_table(struct making *m, bool selects)
{
	struct kt_rules *rules = m->loader->rules;
	struct kt_profile *profile = m->profile;

	profile->packs = rules;
	profile->rules = kt_arena_array(
	    &rules->arena, rules->pack_count + 1, sizeof(*profile->rules));
	if (profile->rules == NULL)
		return kt_fail_memory(m->loader->error);
	for (size_t p = 0; p < rules->pack_count; p++) {
		const struct kt_pack *pack = &rules->packs[p];
		struct kt_profile_rule *rows = kt_arena_array(
		    &rules->arena, pack->rule_count + 1, sizeof(*rows));

		if (rows == NULL)
			return kt_fail_memory(m->loader->error);
		for (size_t r = 0; r < pack->rule_count; r++) {
			enum kt_severity severity = pack->rules[r].severity;

			rows[r].severity = severity;
			rows[r].left_out = selects && severity != KT_FATAL;
			rows[r].rank = UINT32_MAX;
		}
		profile->rules[p] = rows;
	}
	return KT_OK;
}

/* ---- reading ----------------------------------------------------------- */

static const enum pack_word act_words[] = { W_VAELG, W_UDELAD, W_ALVOR,
	W_FOERST };
enum { ACTS = sizeof(act_words) / sizeof(*act_words) };

static bool find_act(
    struct pack_loader *l, kt_node node, enum kt_profile_act *out)
{
	for (int i = 0; i < ACTS; i++) {
		if (pack_is(l, node, act_words[i])) {
			*out = (enum kt_profile_act)i;
			return true;
		}
	}
	return false;
}

static kt_status read_part(
    struct pack_loader *l, kt_node node, struct kt_profile_part *out)
{
	bool explained =
	    out->act == KT_PROFILE_LEAVE_OUT || out->act == KT_PROFILE_GRADE;

	out->rules = pack_copy_value(l, node, W_REGLER);
	out->at = pack_position(l, node);
	/* the schema allows no other word */
	kt_severity_parse(pack_value(l, node, W_ER), &out->severity);
	return pack_languages(l, node, W_HVORFOR, explained, out->why);
}

static kt_status read_parts(struct making *m)
{
	struct pack_loader *l = m->loader;
	kt_node root = pack_root(l);
	struct kt_profile_part *parts;
	size_t count = 0;
	bool selects = pack_child(l, root, W_VAELG) != 0;
	kt_status status = begin_table(m, selects);

	for (int i = 0; i < ACTS; i++)
		count += pack_count(l, root, act_words[i]);
	parts = kt_arena_array(&l->rules->arena, count + 1, sizeof(*parts));
	if (parts == NULL)
		return kt_fail_memory(l->error);
	m->profile->parts = parts;
	/* what is chosen comes before what is left out, wherever it stands */
	for (int act = 0; act < ACTS; act++) {
		kt_node node = kt_document_first_child(&l->document, root);

		for (; node != 0 && status == KT_OK;
		     node = kt_document_next(&l->document, node)) {
			struct kt_profile_part *part =
			    &parts[m->profile->part_count];

			if (!find_act(l, node, &part->act) ||
			    (int)part->act != act)
				continue;
			m->node = node;
			m->part = part;
			m->profile->part_count++;
			status = read_part(l, node, part);
			if (status == KT_OK)
				status = apply_part(m);
		}
	}
	return status;
}

static kt_status read_profile(struct pack_loader *l, const char *path,
    struct kt_string id, struct kt_profile *out)
{
	struct making making = { .loader = l, .profile = out };
	kt_status status = pack_open(l, path, W_PROFIL, W_PROFIL);

	if (status != KT_OK)
		return status;
	out->file = l->file;
	out->id = pack_copy_value(l, pack_root(l), W_ID);
	if (!kt_string_equal(out->id, id))
		return PACK_REFUSE(l, pack_attribute(l, pack_root(l), W_ID),
		    "id skal være filens navn, »%.*s«",
		    "the id must be the name of the file, '%.*s'", KT_FMT(id));
	status = pack_languages(l, pack_root(l), W_TITEL, true, out->title);
	if (status == KT_OK)
		status =
		    pack_languages(l, pack_root(l), W_OM, true, out->about);
	return status == KT_OK ? read_parts(&making) : status;
}

/* ---- the folder -------------------------------------------------------- */

struct names {
	struct kt_string *items; /* ids, by name */
	size_t count, capacity;
};

static int compare_names(const void *a, const void *b)
{
	return kt_string_compare(
	    *(const struct kt_string *)a, *(const struct kt_string *)b);
}

static kt_status list_names(
    struct kt_rules *rules, struct names *names, struct kt_error *error)
{
	static const char ending[] = ".xml";
	struct kt_string path = kt_arena_printf(
	    &rules->arena, "%.*s/profiler", KT_FMT(rules->folder));
	DIR *folder = path.data != NULL ? opendir(path.data) : NULL;
	kt_status status = KT_OK;
	struct dirent *entry;

	if (path.data == NULL || (folder == NULL && errno == ENOMEM))
		return kt_fail_memory(error);
	while (folder != NULL && status == KT_OK &&
	       (entry = readdir(folder)) != NULL) {
		struct kt_string id = kt_string_of(entry->d_name);
		size_t size = sizeof(ending) - 1;

		if (id.size <= size || id.data[0] == '.' ||
		    strcmp(id.data + id.size - size, ending) != 0)
			continue;
		id.size -= size;
		id = kt_arena_copy(&rules->arena, id);
		if (id.data == NULL ||
		    !kt_grow(&names->items, &names->capacity, names->count + 1,
			sizeof(*names->items)))
			status = kt_fail_memory(error);
		else
			names->items[names->count++] = id;
	}
	if (folder != NULL)
		closedir(folder);
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items),
		    compare_names);
	return status;
}

static kt_status load_one(struct kt_rules *rules, struct kt_string id,
    const struct kt_profile **out, struct kt_error *error)
{
	struct kt_profile *profile =
	    kt_arena_alloc(&rules->arena, sizeof(*profile));
	struct kt_string path = kt_arena_printf(&rules->arena,
	    "%.*s/profiler/%.*s.xml", KT_FMT(rules->folder), KT_FMT(id));
	struct pack_loader loader;
	kt_status status;

	if (profile == NULL || path.data == NULL)
		return kt_fail_memory(error);
	status = pack_loader_init(&loader, rules, error);
	if (status == KT_OK)
		status = read_profile(&loader, path.data, id, profile);
	pack_loader_finish(&loader);
	if (status == KT_E_INPUT || status == KT_E_LIMIT)
		status = error->status = KT_E_USE;
	*out = profile;
	return status;
}

static kt_status refuse_id(struct kt_rules *rules, const struct names *names,
    struct kt_string id, struct kt_error *error)
{
	struct pack_loader loader = { .rules = rules, .error = error };
	struct pack_nearest nearest;

	pack_nearest_begin(&nearest, id);
	for (size_t i = 0; i < names->count; i++)
		pack_nearest_try(&nearest, names->items[i]);
	pack_nearest_end(&loader, &nearest);
	return kt_fail(error, KT_E_USE,
	    "profilen »%.*s« findes ikke%s%.0s (se: kontrakttjek list "
	    "profiles)",
	    "there is no profile '%.*s'%.0s%s (see: kontrakttjek list "
	    "profiles)",
	    KT_FMT(id), nearest.da, nearest.en);
}

kt_status kt_profile_load(struct kt_rules *rules, struct kt_string id,
    const struct kt_profile **out, struct kt_error *error)
{
	struct names names = { 0 };
	kt_status status = list_names(rules, &names, error);
	bool found = false;

	*out = NULL;
	for (size_t i = 0; i < names.count; i++)
		found |= kt_string_equal(names.items[i], id);
	if (status == KT_OK)
		status = found ? load_one(rules, id, out, error)
			       : refuse_id(rules, &names, id, error);
	free(names.items);
	if (status != KT_OK)
		*out = NULL;
	return status;
}

kt_status kt_profiles_load(struct kt_rules *rules,
    const struct kt_profile ***out, size_t *count, struct kt_error *error)
{
	struct names names = { 0 };
	kt_status status = list_names(rules, &names, error);

	*count = 0;
	*out = kt_arena_array(&rules->arena, names.count + 1, sizeof(**out));
	if (*out == NULL)
		status = kt_fail_memory(error);
	for (size_t i = 0; i < names.count && status == KT_OK; i++) {
		status =
		    load_one(rules, names.items[i], &(*out)[*count], error);
		*count += status == KT_OK;
	}
	free(names.items);
	return status;
}
