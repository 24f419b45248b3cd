/*
 * From a rules folder to struct kt_rules: which files there are, in which
 * order they are read, and what must be unique over all of them.
 */
#include "pack_read.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- folders ----------------------------------------------------------- */

struct file {
	struct kt_string name; /* in rules->arena */
	bool edition;
};

struct file_list {
	struct file *files; /* sorted bytewise */
	size_t count, capacity;
};

static int compare_files(const void *a, const void *b)
{
	return kt_string_compare(
	    ((const struct file *)a)->name, ((const struct file *)b)->name);
}

static kt_status add_name(
    struct pack_loader *l, struct file_list *list, const char *name)
{
	struct kt_string copy =
	    kt_arena_copy(&l->rules->arena, kt_string_of(name));

	if (copy.data == NULL || !kt_grow(&list->files, &list->capacity,
				     list->count + 1, sizeof(*list->files)))
		return kt_fail_memory(l->error);
	list->files[list->count++] = (struct file){ copy, false };
	return KT_OK;
}

/* All names in a folder but hidden ones. */
static kt_status list_folder(
    struct pack_loader *l, const char *path, struct file_list *list)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	kt_status status = KT_OK;

	if (folder == NULL && errno == ENOMEM)
		return kt_fail_memory(l->error);
	if (folder == NULL) {
		kt_fail(l->error, KT_E_USE, "mappen kan ikke læses: %s",
		    "cannot read the folder: %s", strerror(errno));
		return kt_fail_at(l->error, kt_string_of(path), 0, 0);
	}
	while (status == KT_OK && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] != '.')
			status = add_name(l, list, entry->d_name);
	}
	closedir(folder);
	if (status == KT_OK && list->count > 1)
		qsort(list->files, list->count, sizeof(*list->files),
		    compare_files);
	return status;
}

static bool ends_with(struct kt_string s, const char *end)
{
	size_t size = strlen(end);

	return s.size >= size && memcmp(s.data + s.size - size, end, size) == 0;
}

static struct kt_string join(
    struct pack_loader *l, struct kt_string folder, struct kt_string name)
{
	return kt_arena_printf(
	    &l->rules->arena, "%.*s/%.*s", KT_FMT(folder), KT_FMT(name));
}

/* ---- one pack ---------------------------------------------------------- */

static kt_status load_manifest(struct pack_loader *l, const char *path)
{
	struct kt_pack *pack = l->pack;
	struct kt_string publisher[KT_LANGUAGES];
	kt_status status = pack_open(l, path, W_REGELSAET, W_REGELSAET);
	kt_node root;

	if (status != KT_OK)
		return status;
	root = pack_root(l);
	pack->id = pack_copy_value(l, root, W_ID);
	pack->prefix = pack_copy_value(l, root, W_PRAEFIKS);
	pack->version = pack_copy_value(l, root, W_VERSION);
	pack->undecided_without_edition =
	    !pack_word_is(pack_value(l, root, W_UDEN_UDGAVE), "ikke-valgt");
	if (!pack_is_id(pack->id))
		return PACK_REFUSE(l, pack_attribute(l, root, W_ID),
		    "»%.*s« er intet id", "'%.*s' is no id", KT_FMT(pack->id));
	if (!pack_is_id(pack->prefix))
		return PACK_REFUSE(l, pack_attribute(l, root, W_PRAEFIKS),
		    "»%.*s« er intet præfiks", "'%.*s' is no prefix",
		    KT_FMT(pack->prefix));
	for (const struct kt_pack *other = l->rules->packs; other < pack;
	     other++) {
		if (kt_string_equal(other->id, pack->id) ||
		    kt_string_equal(other->id, pack->prefix) ||
		    kt_string_equal(other->prefix, pack->id) ||
		    kt_string_equal(other->prefix, pack->prefix))
			return PACK_REFUSE(l, root,
			    "id eller præfiks er det samme som i %.*s",
			    "the id or prefix is that of %.*s",
			    KT_FMT(other->folder));
	}
	status = pack_languages(l, root, W_TITEL, true, pack->title);
	if (status == KT_OK)
		status = pack_languages(l, root, W_UDGIVER, false, publisher);
	if (status == KT_OK)
		pack->publisher = publisher[KT_DA];
	return status;
}

/* Of editions by the name of the file; one that holds rules all the same, say
 * on editions of a contract, is a file of rules. */
static bool may_be_edition(struct kt_string name)
{
	return kt_string_starts(name, KT_S("udgave-")) &&
	       ends_with(name, ".xml");
}

static bool is_rules(const struct file *file)
{
	return ends_with(file->name, ".xml") && !file->edition &&
	       !pack_word_is(file->name, "regelsaet.xml") &&
	       !pack_word_is(file->name, "parametre.xml");
}

static kt_status load_editions(struct pack_loader *l, struct file_list *files)
{
	struct kt_pack *pack = l->pack;
	kt_status status = KT_OK;

	/* at most one per file */
	pack->editions = kt_arena_array(
	    &l->rules->arena, files->count, sizeof(*pack->editions));
	if (pack->editions == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < files->count && status == KT_OK; i++) {
		struct file *file = &files->files[i];
		struct kt_string path = join(l, pack->folder, file->name);

		if (!may_be_edition(file->name))
			continue;
		if (path.data == NULL)
			return kt_fail_memory(l->error);
		status = pack_load_edition(l, path.data,
		    &pack->editions[pack->edition_count], &file->edition);
		pack->edition_count += file->edition;
	}
	return status == KT_OK ? pack_settle_editions(l) : status;
}

static int compare_rules(const void *a, const void *b)
{
	return kt_string_compare(
	    ((const struct kt_rule *)a)->id, ((const struct kt_rule *)b)->id);
}

/* The rules of the pack, from all its files, in their place. */
static kt_status settle_rules(struct pack_loader *l)
{
	struct kt_pack *pack = l->pack;
	size_t count = l->rules_read_count;

	pack->rules =
	    kt_arena_array(&l->rules->arena, count, sizeof(*pack->rules));
	if (pack->rules == NULL)
		return kt_fail_memory(l->error);
	if (count > 0)
		memcpy(
		    pack->rules, l->rules_read, count * sizeof(*pack->rules));
	if (count > 1)
		qsort(pack->rules, count, sizeof(*pack->rules), compare_rules);
	pack->rule_count = count;
	l->rules_read_count = 0;
	return KT_OK;
}

static kt_status load_files(struct pack_loader *l, struct file_list *files)
{
	struct kt_pack *pack = l->pack;
	struct kt_string path = join(l, pack->folder, KT_S("regelsaet.xml"));
	kt_status status;

	if (path.data == NULL)
		return kt_fail_memory(l->error);
	status = load_manifest(l, path.data);
	for (size_t i = 0; i < files->count && status == KT_OK; i++) {
		if (!pack_word_is(files->files[i].name, "parametre.xml"))
			continue;
		path = join(l, pack->folder, files->files[i].name);
		if (path.data == NULL)
			return kt_fail_memory(l->error);
		status = pack_load_parameters(l, path.data);
	}
	if (status == KT_OK)
		status = load_editions(l, files);
	for (size_t i = 0; i < files->count && status == KT_OK; i++) {
		if (!is_rules(&files->files[i]))
			continue;
		path = join(l, pack->folder, files->files[i].name);
		if (path.data == NULL)
			return kt_fail_memory(l->error);
		status = pack_load_rules(l, path.data);
	}
	return status == KT_OK ? settle_rules(l) : status;
}

static kt_status load_pack(struct pack_loader *l, struct kt_string folder)
{
	struct file_list files = { 0 };
	kt_status status;

	l->pack = &l->rules->packs[l->rules->pack_count];
	l->pack->folder = folder;
	status = list_folder(l, folder.data, &files);
	if (status == KT_OK)
		status = load_files(l, &files);
	free(files.files);
	if (status == KT_OK)
		l->rules->pack_count++;
	return status;
}

/* ---- all packs --------------------------------------------------------- */

static bool has_manifest(struct pack_loader *l, struct kt_string folder)
{
	struct kt_string path = join(l, folder, KT_S("regelsaet.xml"));
	struct stat about;

	return path.data != NULL && lstat(path.data, &about) == 0;
}

static int compare_packs(const void *a, const void *b)
{
	return kt_string_compare(
	    ((const struct kt_pack *)a)->id, ((const struct kt_pack *)b)->id);
}

static kt_status load_packs(struct pack_loader *l)
{
	struct kt_rules *rules = l->rules;
	struct file_list names = { 0 };
	kt_status status = list_folder(l, rules->folder.data, &names);

	if (status == KT_OK) {
		rules->packs = kt_arena_array(
		    &rules->arena, names.count, sizeof(*rules->packs));
		if (rules->packs == NULL)
			status = kt_fail_memory(l->error);
	}
	for (size_t i = 0; i < names.count && status == KT_OK; i++) {
		struct kt_string folder =
		    join(l, rules->folder, names.files[i].name);

		if (has_manifest(l, folder))
			status = load_pack(l, folder);
		if (rules->arena.failed)
			status = kt_fail_memory(l->error);
	}
	free(names.files);
	if (status == KT_OK && rules->pack_count > 1)
		qsort(rules->packs, rules->pack_count, sizeof(*rules->packs),
		    compare_packs);
	return status;
}

/* Packs and rules stand where they stay: now they can point at each other. */
static size_t link_rules(struct kt_rules *rules)
{
	size_t ids = 0;

	for (size_t i = 0; i < rules->pack_count; i++) {
		struct kt_pack *pack = &rules->packs[i];

		for (size_t j = 0; j < pack->rule_count; j++) {
			struct kt_rule *rule = &pack->rules[j];

			rule->pack = pack;
			for (size_t k = 0; k < rule->demand_count; k++)
				rule->demands[k].rule = rule;
			ids += 1 + rule->alias_count;
		}
	}
	return ids;
}

static void add_id(
    struct kt_rules *rules, struct kt_rule *rule, struct kt_string id)
{
	rules->ids[rules->id_count++] = (struct kt_rule_id){ id, rule };
}

/* Of two rules with one id, the one that stands later. */
static bool stands_before(const struct kt_rule *a, const struct kt_rule *b)
{
	int order = kt_string_compare(a->file, b->file);

	if (order != 0)
		return order < 0;
	return a->at.line < b->at.line ||
	       (a->at.line == b->at.line && a->at.column < b->at.column);
}

static int compare_ids(const void *a, const void *b)
{
	const struct kt_rule_id *x = a;
	const struct kt_rule_id *y = b;
	int order = kt_string_compare(x->id, y->id);

	if (order == 0 && x->rule != y->rule)
		order = stands_before(x->rule, y->rule) ? -1 : 1;
	return order;
}

static kt_status index_rules(struct pack_loader *l)
{
	struct kt_rules *rules = l->rules;
	size_t count = link_rules(rules);

	rules->ids = kt_arena_array(&rules->arena, count, sizeof(*rules->ids));
	if (rules->ids == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < rules->pack_count; i++) {
		struct kt_pack *pack = &rules->packs[i];

		for (size_t j = 0; j < pack->rule_count; j++) {
			struct kt_rule *rule = &pack->rules[j];

			add_id(rules, rule, rule->id);
			for (size_t k = 0; k < rule->alias_count; k++)
				add_id(rules, rule, rule->aliases[k]);
		}
	}
	if (count > 1)
		qsort(rules->ids, count, sizeof(*rules->ids), compare_ids);
	for (size_t i = 1; i < count; i++) {
		const struct kt_rule *rule = rules->ids[i].rule;
		const struct kt_rule *other = rules->ids[i - 1].rule;

		if (!kt_string_equal(rules->ids[i].id, rules->ids[i - 1].id))
			continue;
		kt_fail(l->error, pack_failure(l),
		    "id »%.*s« er brugt før (%.*s:%u)",
		    "the id '%.*s' is taken (%.*s:%u)",
		    KT_FMT(rules->ids[i].id), KT_FMT(other->file),
		    (unsigned)other->at.line);
		return kt_fail_at(
		    l->error, rule->file, rule->at.line, rule->at.column);
	}
	return KT_OK;
}

/* ---- everything -------------------------------------------------------- */

static kt_status load_pack_schema(struct pack_loader *l)
{
	struct kt_string path =
	    join(l, l->rules->folder, KT_S("skema/regler.rng"));

	if (path.data == NULL)
		return kt_fail_memory(l->error);
	return kt_schema_load(
	    l->rules->names, path.data, &l->rules->pack_schema, l->error);
}

static kt_status load_all(
    struct pack_loader *l, const char *folder, const char *user_values)
{
	struct kt_string path = kt_string_of(folder);
	kt_status status;

	while (path.size > 1 && path.data[path.size - 1] == '/')
		path.size--;
	l->rules->folder = kt_arena_copy(&l->rules->arena, path);
	if (l->rules->folder.data == NULL)
		return kt_fail_memory(l->error);
	status = load_pack_schema(l);
	if (status == KT_OK)
		status = pack_load_kinds(l);
	if (status == KT_OK)
		status = load_packs(l);
	if (status == KT_OK)
		status = index_rules(l);
	if (status == KT_OK && user_values != NULL)
		status = pack_load_user_values(l, user_values);
	if (status == KT_OK && l->rules->arena.failed)
		status = kt_fail_memory(l->error);
	return status;
}

kt_status kt_rules_load(const char *folder, const char *user_values,
    struct kt_names *names, const struct kt_library *library,
    struct kt_rules **out, struct kt_error *error)
{
	struct kt_rules *rules = calloc(1, sizeof(*rules));
	struct kt_error own;
	struct pack_loader loader;
	kt_status status;

	*out = NULL;
	if (rules == NULL)
		return kt_fail_memory(error);
	kt_error_clear(&own);
	kt_arena_init(&rules->arena);
	rules->names = names;
	rules->library = library;
	status = pack_loader_init(&loader, rules, &own);
	if (status == KT_OK)
		status = load_all(&loader, folder, user_values);
	pack_loader_finish(&loader);
	if (status == KT_OK) {
		*out = rules;
		return KT_OK;
	}
	/* to the reader it is a document; to the caller it is the pack */
	if (status == KT_E_INPUT || status == KT_E_LIMIT)
		status = own.status = KT_E_USE;
	if (error != NULL && error->status == KT_OK)
		*error = own;
	kt_rules_destroy(rules);
	return status;
}
