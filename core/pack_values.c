/*
 * Parameters, editions and their values.
 */
#include "pack_read.h"

#include "moment.h"

#include <stdlib.h>
#include <string.h>

/* ---- parametre.xml ----------------------------------------------------- */

static const struct value_type {
	const char *name;
	uint32_t kind;
	const char *unit;
} value_types[] = {
	{ "tal", KT_DECIMAL, "" },
	{ "beloeb", KT_DECIMAL, "kr." },
	{ "procent", KT_DECIMAL, "pct." },
	{ "tekst", KT_STRING, "" },
	{ "ja-nej", KT_STRING, "" },
	{ "dato", KT_DATE, "" },
	{ "varighed", KT_DURATION, "" },
};

static const struct value_type *find_type(struct kt_string name)
{
	for (size_t i = 0; i < sizeof(value_types) / sizeof(*value_types);
	     i++) {
		if (pack_word_is(name, value_types[i].name))
			return &value_types[i];
	}
	return &value_types[0]; /* the schema allows no other */
}

static kt_status read_parameter(
    struct pack_loader *l, kt_node node, struct kt_parameter_info *out)
{
	struct kt_string type = pack_value(l, node, W_TYPE);
	struct kt_string form = pack_value(l, node, W_FORM);
	const struct value_type *found = find_type(type);
	struct kt_parameter_declaration *d = &out->declaration;
	kt_status status;

	d->name = pack_copy_value(l, node, W_NAVN);
	d->kind = found->kind;
	out->yes_no = pack_word_is(type, "ja-nej");
	d->list = pack_word_is(form, "liste");
	d->table = pack_word_is(form, "tabel");
	d->unit = pack_copy_value(l, node, W_ENHED);
	if (pack_attribute(l, node, W_ENHED) == 0)
		d->unit = kt_string_of(found->unit);
	out->file = l->file;
	out->at = pack_position(l, node);
	if (!pack_is_id(d->name))
		return PACK_REFUSE(l, node,
		    "parameterens navn »%.*s« skal være bogstaver (a-z), "
		    "cifre, punktum og bindestreg, begynde med et bogstav og "
		    "være højst %d tegn",
		    "the parameter's name '%.*s' must be letters (a-z), "
		    "digits, full stops and hyphens, begin with a letter, and "
		    "have at most %d characters",
		    KT_FMT(d->name), (int)PACK_MAX_ID);
	status = pack_languages(l, node, W_TITEL, true, out->title);
	memcpy(d->title, out->title, sizeof(d->title));
	if (status == KT_OK)
		status = pack_languages(l, node, W_FINDES, false, out->where);
	return status;
}

static int compare_parameters(const void *a, const void *b)
{
	const struct kt_parameter_info *x = a;
	const struct kt_parameter_info *y = b;
	int order = kt_string_compare(x->declaration.name, y->declaration.name);

	/* of two with one name, the later one comes last */
	if (order == 0)
		order = (x->at.line > y->at.line) - (x->at.line < y->at.line);
	return order;
}

static kt_status settle_parameters(struct pack_loader *l, size_t count)
{
	struct kt_parameter_info *parameters = l->pack->parameters;
	struct kt_parameter_declaration *declarations;

	qsort(parameters, count, sizeof(*parameters), compare_parameters);
	for (size_t i = 1; i < count; i++) {
		struct kt_string name = parameters[i].declaration.name;

		if (!kt_string_equal(name, parameters[i - 1].declaration.name))
			continue;
		kt_fail(l->error, pack_failure(l),
		    "parameteren »%.*s« er erklæret to gange",
		    "the parameter '%.*s' is declared twice", KT_FMT(name));
		return kt_fail_at(l->error, l->file, parameters[i].at.line,
		    parameters[i].at.column);
	}
	declarations =
	    kt_arena_array(&l->rules->arena, count, sizeof(*declarations));
	if (declarations == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < count; i++)
		declarations[i] = parameters[i].declaration;
	l->pack->declarations = declarations;
	l->pack->parameter_count = count;
	return KT_OK;
}

kt_status pack_load_parameters(struct pack_loader *l, const char *path)
{
	kt_status status = pack_open(l, path, W_PARAMETRE, W_PARAMETRE);
	size_t count, i = 0;
	kt_node node;

	if (status != KT_OK)
		return status;
	count = pack_count(l, pack_root(l), W_PARAMETER);
	l->pack->parameters = kt_arena_array(
	    &l->rules->arena, count, sizeof(*l->pack->parameters));
	if (l->pack->parameters == NULL)
		return kt_fail_memory(l->error);
	node = pack_child(l, pack_root(l), W_PARAMETER);
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_PARAMETER))
		status = read_parameter(l, node, &l->pack->parameters[i++]);
	if (status == KT_OK)
		status = settle_parameters(l, count);
	return status;
}

/* ---- one value --------------------------------------------------------- */

/* Reads the text of `node` (element or attribute) as the declaration says. */
static kt_status read_item(struct pack_loader *l, kt_node node,
    const struct kt_parameter_info *info, struct kt_value *out)
{
	struct kt_string text =
	    kt_string_trim(kt_document_text(&l->document, node));
	struct kt_text_type type = { .kind = info->declaration.kind };
	struct kt_string name = info->declaration.name;
	struct kt_string da, en;

	text = kt_arena_copy(&l->rules->arena, text);
	if (text.data == NULL)
		return kt_fail_memory(l->error);
	if (info->yes_no && !pack_word_is(text, "ja") &&
	    !pack_word_is(text, "nej"))
		return PACK_REFUSE(l, node,
		    "»%.*s« er ingen værdi for »%.*s«: ventet ja eller nej",
		    "'%.*s' is no value of '%.*s': expected ja or nej",
		    KT_FMT(text), KT_FMT(name));
	if (text.size > 0 && kt_text_read(info->declaration.kind, text, out))
		return KT_OK;
	da = kt_arena_copy(&l->rules->arena,
	    kt_text_type_describe(&type, KT_DA, &l->rules->arena));
	en = kt_arena_copy(&l->rules->arena,
	    kt_text_type_describe(&type, KT_EN, &l->rules->arena));
	if (da.data == NULL || en.data == NULL)
		return kt_fail_memory(l->error);
	return PACK_REFUSE(l, node,
	    "»%.*s« er ingen værdi for »%.*s«: ventet %s%.0s",
	    "'%.*s' is no value of '%.*s': expected %.0s%s", KT_FMT(text),
	    KT_FMT(name), da.data, en.data);
}

/* The <punkt> children of a list or a row. */
static kt_status read_items(struct pack_loader *l, kt_node parent,
    const struct kt_parameter_info *info, struct kt_parameter_row *out)
{
	size_t count = pack_count(l, parent, W_PUNKT);
	struct kt_value *items =
	    kt_arena_array(&l->rules->arena, count, sizeof(*items));
	kt_node node = pack_child(l, parent, W_PUNKT);
	kt_status status = KT_OK;

	if (items == NULL)
		return kt_fail_memory(l->error);
	for (size_t i = 0; i < count && status == KT_OK; i++) {
		status = read_item(l, node, info, &items[i]);
		node = pack_next(l, node, W_PUNKT);
	}
	out->items = items;
	out->count = count;
	return status;
}

static kt_status read_row(struct pack_loader *l, kt_node raekke,
    const struct kt_parameter_info *info, struct kt_parameter_value *value)
{
	struct kt_parameter_row *rows = (struct kt_parameter_row *)value->rows;
	struct kt_parameter_row *row = &rows[value->row_count];

	row->key = pack_copy_value(l, raekke, W_NOEGLE);
	row->status = pack_value_status(l, raekke, value->status);
	if (row->key.size == 0)
		return PACK_REFUSE(l, raekke, "rækkens nøgle er tom",
		    "the row's key is empty");
	for (size_t i = 0; i < value->row_count; i++) {
		if (kt_string_equal(rows[i].key, row->key))
			return PACK_REFUSE(l, raekke,
			    "nøglen »%.*s« står to gange",
			    "the key '%.*s' stands twice", KT_FMT(row->key));
	}
	if (row->status == KT_EMPTY)
		return PACK_REFUSE(l, raekke,
		    "hverken værdien eller rækken »%.*s« har en status",
		    "neither the value nor the row '%.*s' has a status",
		    KT_FMT(row->key));
	value->row_count++;
	return read_items(l, raekke, info, row);
}

static kt_status read_table(struct pack_loader *l, kt_node vaerdi,
    const struct kt_parameter_info *info, struct kt_parameter_value *out)
{
	kt_node node = pack_child(l, vaerdi, W_RAEKKE);
	kt_status status = KT_OK;

	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_RAEKKE))
		status = read_row(l, node, info, out);
	if (status == KT_OK && out->status == KT_EMPTY)
		out->status = KT_VERIFIED;
	/* the value is as certain as its least certain row */
	for (size_t i = 0; i < out->row_count; i++) {
		if (out->rows[i].status < out->status)
			out->status = out->rows[i].status;
	}
	return status;
}

/* Whether the content has the form of the declaration. */
static kt_status check_form(
    struct pack_loader *l, kt_node vaerdi, const struct kt_parameter_info *info)
{
	const struct kt_parameter_declaration *declaration = &info->declaration;
	bool is = pack_attribute(l, vaerdi, W_ER) != 0;
	bool items = pack_child(l, vaerdi, W_PUNKT) != 0;
	bool rows = pack_child(l, vaerdi, W_RAEKKE) != 0;
	const char *wanted = "er=\"…\"";

	if (declaration->list)
		wanted = "<punkt>";
	else if (declaration->table)
		wanted = "<raekke>";
	if (items == declaration->list && rows == declaration->table &&
	    is == (!declaration->list && !declaration->table))
		return KT_OK;
	return PACK_REFUSE(l, vaerdi,
	    "»%.*s« skrives med %s og intet andet (et tomt parameter har "
	    "ingen <vaerdi>)",
	    "'%.*s' is written with %s and nothing else (an empty parameter "
	    "has no <vaerdi>)",
	    KT_FMT(declaration->name), wanted);
}

kt_status pack_read_value(struct pack_loader *l, kt_node vaerdi,
    const struct kt_parameter_info *info, enum kt_status_of_value otherwise,
    struct kt_parameter_value *out)
{
	const struct kt_parameter_declaration *declaration = &info->declaration;
	size_t count = declaration->table ? pack_count(l, vaerdi, W_RAEKKE) : 1;
	struct kt_parameter_row *rows =
	    kt_arena_array(&l->rules->arena, count, sizeof(*rows));
	struct kt_value *item = kt_arena_alloc(&l->rules->arena, sizeof(*item));
	kt_status status = check_form(l, vaerdi, info);

	if (rows == NULL || item == NULL)
		return kt_fail_memory(l->error);
	*out = (struct kt_parameter_value){ .rows = rows };
	out->status = pack_value_status(l, vaerdi, otherwise);
	if (status != KT_OK)
		return status;
	if (declaration->table)
		return read_table(l, vaerdi, info, out);
	if (out->status == KT_EMPTY)
		return PACK_REFUSE(l, vaerdi,
		    "»%.*s« har ingen status (verificeret eller antaget)",
		    "'%.*s' has no status (verificeret or antaget)",
		    KT_FMT(declaration->name));
	out->row_count = 1;
	rows->key = KT_S("");
	rows->status = out->status;
	if (declaration->list)
		return read_items(l, vaerdi, info, rows);
	rows->items = item;
	rows->count = 1;
	return read_item(l, pack_attribute(l, vaerdi, W_ER), info, item);
}

kt_status pack_value_parameter(struct pack_loader *l, kt_node vaerdi,
    const struct kt_pack *pack, size_t *index)
{
	struct kt_string name = pack_value(l, vaerdi, W_NAVN);
	int found = kt_parameter_index(pack, name);
	struct pack_nearest nearest;

	if (found >= 0) {
		*index = (size_t)found;
		return KT_OK;
	}
	pack_nearest_begin(&nearest, name);
	for (size_t i = 0; i < pack->parameter_count; i++)
		pack_nearest_try(&nearest, pack->declarations[i].name);
	pack_nearest_end(l, &nearest);
	return PACK_REFUSE(l, vaerdi,
	    "regelsættet %.*s har intet parameter »%.*s«%s%.0s",
	    "pack %.*s has no parameter '%.*s'%.0s%s", KT_FMT(pack->id),
	    KT_FMT(name), nearest.da, nearest.en);
}

/* ---- editions ---------------------------------------------------------- */

/* One <vaerdi> of an edition or of a user's file into `edition`. `seen` marks
 * the parameters that the file has given. */
static kt_status take_value(struct pack_loader *l, kt_node vaerdi,
    const struct kt_pack *pack, struct kt_edition *edition, bool *seen)
{
	kt_node kilde = pack_child(l, vaerdi, W_KILDE);
	struct kt_parameter_value *value;
	size_t index;
	kt_status status = pack_value_parameter(l, vaerdi, pack, &index);

	if (status != KT_OK)
		return status;
	if (seen[index])
		return PACK_REFUSE(l, vaerdi, "»%.*s« er givet to gange",
		    "'%.*s' is given twice",
		    KT_FMT(pack->declarations[index].name));
	seen[index] = true;
	if (kilde == 0)
		return PACK_REFUSE(l, vaerdi, "»%.*s« har ingen kilde",
		    "'%.*s' has no source (kilde)",
		    KT_FMT(pack->declarations[index].name));
	value = &edition->values[index];
	status = pack_read_value(
	    l, vaerdi, &pack->parameters[index], KT_EMPTY, value);
	if (status == KT_OK)
		status = pack_source(
		    l, kilde, value->status, &edition->value_sources[index]);
	return status;
}

static kt_status read_values(struct pack_loader *l, struct kt_edition *edition)
{
	size_t count = l->pack->parameter_count;
	kt_node node = pack_child(l, pack_root(l), W_VAERDI);
	bool *seen = calloc(count + 1, sizeof(*seen));
	kt_status status = KT_OK;

	edition->values =
	    kt_arena_array(&l->rules->arena, count, sizeof(*edition->values));
	edition->value_sources = kt_arena_array(
	    &l->rules->arena, count, sizeof(*edition->value_sources));
	if (seen == NULL || edition->values == NULL ||
	    edition->value_sources == NULL)
		status = kt_fail_memory(l->error);
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_VAERDI)) {
		if (pack_attribute(l, node, W_REGELSAET) != 0 ||
		    pack_attribute(l, node, W_UDGAVE) != 0)
			status = PACK_REFUSE(l, node,
			    "»regelsaet« og »udgave« hører til i en fil til "
			    "--parameters",
			    "'regelsaet' and 'udgave' belong in a file for "
			    "--parameters");
		else
			status = take_value(l, node, l->pack, edition, seen);
	}
	free(seen);
	return status;
}

kt_status pack_load_edition(struct pack_loader *l, const char *path,
    struct kt_edition *out, bool *is_edition)
{
	kt_status status = pack_open(l, path, W_UDGAVE, W_REGLER);
	kt_node root;

	*is_edition = status == KT_OK && pack_is(l, pack_root(l), W_UDGAVE);
	if (!*is_edition)
		return status;
	root = pack_root(l);
	out->id = pack_copy_value(l, root, W_ID);
	out->draft = pack_word_is(pack_value(l, root, W_STATUS), "udkast");
	out->file = l->file;
	out->at = pack_position(l, root);
	if (out->id.size == 0)
		return PACK_REFUSE(l, root, "udgavens id er tomt",
		    "the edition's id is empty");
	status = pack_languages(l, root, W_TITEL, true, out->title);
	if (status == KT_OK)
		status = pack_period(l, root, &out->period);
	if (status == KT_OK)
		status = read_values(l, out);
	return status;
}

static int compare_editions(const void *a, const void *b)
{
	const struct kt_edition *x = a;
	const struct kt_edition *y = b;
	int order = kt_date_compare(x->period.from, y->period.from);

	if (order == 0)
		order = kt_string_compare(x->file, y->file);
	return order;
}

/* Refuses the edition, which is in a file read before. */
static kt_status refuse_edition(struct pack_loader *l,
    const struct kt_edition *edition, const struct kt_edition *other,
    const char *da, const char *en)
{
	kt_fail(l->error, pack_failure(l), da, en, KT_FMT(edition->id),
	    KT_FMT(other->id), KT_FMT(other->file));
	return kt_fail_at(
	    l->error, edition->file, edition->at.line, edition->at.column);
}

kt_status pack_settle_editions(struct pack_loader *l)
{
	struct kt_edition *editions = l->pack->editions;
	size_t count = l->pack->edition_count;

	if (count > 1)
		qsort(editions, count, sizeof(*editions), compare_editions);
	for (size_t i = 1; i < count; i++) {
		const struct kt_period *before = &editions[i - 1].period;

		/* the schema demands a first day */
		if (!before->has_to ||
		    kt_date_compare(before->to, editions[i].period.from) >= 0)
			return refuse_edition(l, &editions[i], &editions[i - 1],
			    "udgaven %.*s overlapper udgaven %.*s (%.*s)",
			    "edition %.*s overlaps edition %.*s (%.*s)");
		for (size_t j = 0; j < i; j++) {
			if (kt_string_equal(editions[i].id, editions[j].id))
				return refuse_edition(l, &editions[i],
				    &editions[j],
				    "udgaven %.*s har samme id som %.*s (%.*s)",
				    "edition %.*s has the id of %.*s (%.*s)");
		}
	}
	return KT_OK;
}

/* ---- the user's values ------------------------------------------------- */

static kt_status find_edition(struct pack_loader *l, kt_node vaerdi,
    struct kt_pack **pack, struct kt_edition **edition)
{
	struct kt_string id = pack_value(l, vaerdi, W_REGELSAET);
	struct kt_string name = pack_value(l, vaerdi, W_UDGAVE);
	struct pack_nearest nearest;

	if (id.data == NULL || name.data == NULL)
		return PACK_REFUSE(l, vaerdi,
		    "værdien skal have »regelsaet« og »udgave«",
		    "the value must have 'regelsaet' and 'udgave'");
	*pack = kt_rules_pack(l->rules, id);
	if (*pack == NULL) {
		pack_nearest_begin(&nearest, id);
		for (size_t i = 0; i < l->rules->pack_count; i++)
			pack_nearest_try(&nearest, l->rules->packs[i].id);
		pack_nearest_end(l, &nearest);
		return PACK_REFUSE(l, vaerdi,
		    "der er intet regelsæt »%.*s«%s%.0s",
		    "there is no pack '%.*s'%.0s%s", KT_FMT(id), nearest.da,
		    nearest.en);
	}
	pack_nearest_begin(&nearest, name);
	for (size_t i = 0; i < (*pack)->edition_count; i++) {
		*edition = &(*pack)->editions[i];
		if (kt_string_equal((*edition)->id, name))
			return KT_OK;
		pack_nearest_try(&nearest, (*edition)->id);
	}
	pack_nearest_end(l, &nearest);
	return PACK_REFUSE(l, vaerdi,
	    "regelsættet %.*s har ingen udgave »%.*s«%s%.0s",
	    "pack %.*s has no edition '%.*s'%.0s%s", KT_FMT((*pack)->id),
	    KT_FMT(name), nearest.da, nearest.en);
}

/* Where the marks of an edition's values begin in one array for all. */
static size_t first_mark(
    const struct kt_rules *rules, const struct kt_edition *edition)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->pack_count; i++) {
		const struct kt_pack *pack = &rules->packs[i];

		for (size_t j = 0; j < pack->edition_count; j++) {
			if (&pack->editions[j] == edition)
				return count;
			count += pack->parameter_count;
		}
	}
	return count;
}

kt_status pack_load_user_values(struct pack_loader *l, const char *path)
{
	kt_status status =
	    pack_open(l, path, W_PARAMETERVAERDIER, W_PARAMETERVAERDIER);
	bool *seen = NULL;
	kt_node node;

	if (status != KT_OK)
		return status;
	seen = calloc(first_mark(l->rules, NULL) + 1, sizeof(*seen));
	if (seen == NULL)
		return kt_fail_memory(l->error);
	node = pack_child(l, pack_root(l), W_VAERDI);
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_VAERDI)) {
		struct kt_pack *pack = NULL;
		struct kt_edition *edition = NULL;

		status = find_edition(l, node, &pack, &edition);
		if (status == KT_OK)
			status = take_value(l, node, pack, edition,
			    seen + first_mark(l->rules, edition));
	}
	free(seen);
	return status;
}
