/*
 * Files of waivers and baselines. One thing that does not hold, and nothing of
 * the file counts.
 */
#include "waiver.h"

#include "decimal.h"
#include "fingerprint.h"
#include "mask.h"
#include "moment.h"
#include "pack_read.h"

struct reading {
	struct pack_loader loader;
	struct kt_waivers *out;
};

static struct kt_string masked_value(
    struct pack_loader *l, kt_node node, enum pack_word word)
{
	struct kt_string value = pack_value(l, node, word);

	if (value.data == NULL)
		return KT_S("");
	value = kt_collapse(&l->rules->arena, value);
	return value.data == NULL ? KT_S("") : kt_mask(&l->rules->arena, value);
}

/* ---- one entry --------------------------------------------------------- */

static kt_status refuse_rule(
    struct pack_loader *l, kt_node node, struct kt_string rule)
{
	struct pack_nearest nearest;

	pack_nearest_begin(&nearest, rule);
	for (size_t i = 0; i < l->rules->id_count; i++)
		pack_nearest_try(&nearest, l->rules->ids[i].id);
	pack_nearest_end(l, &nearest);
	return PACK_REFUSE(l, node, "reglen »%.*s« findes ikke%s%.0s",
	    "there is no rule '%.*s'%.0s%s", KT_FMT(rule), nearest.da,
	    nearest.en);
}

/* What waivers and baselines have in common. */
static kt_status read_entry(
    struct reading *r, kt_node node, struct kt_waiver *out)
{
	struct pack_loader *l = &r->loader;

	out->rule = masked_value(l, node, W_REGEL);
	out->clause = masked_value(l, node, W_KLAUSUL);
	out->fingerprint = masked_value(l, node, W_FINGERAFTRYK);
	out->document = out->path = KT_S("");
	out->reason = out->approved_by = out->reference = KT_S("");
	out->file = kt_mask(&l->rules->arena, l->file);
	out->at = pack_position(l, node);
	if (!kt_rules_name(l->rules, out->rule))
		return refuse_rule(
		    l, pack_attribute(l, node, W_REGEL), out->rule);
	if (out->fingerprint.size > 0 && !kt_is_fingerprint(out->fingerprint))
		return PACK_REFUSE(l, pack_attribute(l, node, W_FINGERAFTRYK),
		    "fingeraftrykket er ikke 32 bogstaver fra a til p",
		    "the fingerprint is not 32 letters from a to p");
	return KT_OK;
}

static kt_status read_dates(
    struct pack_loader *l, kt_node node, struct kt_waiver *out)
{
	kt_node until = pack_attribute(l, node, W_UDLOEBER);
	bool has_until = false;
	kt_status status =
	    pack_date(l, node, W_OPRETTET, &out->has_created, &out->created);

	if (status == KT_OK)
		status =
		    pack_date(l, node, W_UDLOEBER, &has_until, &out->until);
	/* the schema lets none be without a last day */
	if (status == KT_OK && out->has_created &&
	    kt_date_compare(out->created, out->until) > 0)
		return PACK_REFUSE(l, until,
		    "fravigelsen udløber, før den er oprettet",
		    "the waiver expires before it is created");
	return status;
}

static kt_status read_waiver(
    struct reading *r, kt_node node, struct kt_waiver *out)
{
	struct pack_loader *l = &r->loader;
	kt_node reason = pack_child(l, node, W_AARSAG);
	kt_status status = read_entry(r, node, out);

	if (status != KT_OK)
		return status;
	out->document = masked_value(l, node, W_DOKUMENT);
	out->path = masked_value(l, node, W_VEJ);
	out->approved_by = masked_value(l, node, W_GODKENDT_AF);
	out->reference = masked_value(l, node, W_REFERENCE);
	if (reason != 0)
		out->reason =
		    kt_mask(&l->rules->arena, pack_copy_text(l, reason));
	if (out->document.size == 0 && out->fingerprint.size == 0)
		return PACK_REFUSE(l, node,
		    "fravigelsen skal have »dokument« eller »fingeraftryk«",
		    "the waiver must have 'dokument' or 'fingeraftryk'");
	if (out->approved_by.size == 0)
		return PACK_REFUSE(
		    l, node, "»godkendt-af« er tom", "'godkendt-af' is empty");
	if (kt_string_length(out->reason) < KT_WAIVER_REASON)
		return PACK_REFUSE(l, reason != 0 ? reason : node,
		    "årsagen mangler eller er kortere end %d tegn",
		    "the reason is missing or shorter than %d characters",
		    (int)KT_WAIVER_REASON);
	return read_dates(l, node, out);
}

static kt_status read_known(
    struct reading *r, kt_node node, struct kt_waiver *out)
{
	struct pack_loader *l = &r->loader;
	kt_status status = read_entry(r, node, out);
	struct kt_decimal number;
	int64_t count = 0;

	out->origin = KT_WAIVER_OF_BASELINE;
	if (status != KT_OK)
		return status;
	out->document = masked_value(l, node, W_FIL);
	if (!kt_decimal_parse(pack_value(l, node, W_ANTAL), &number) ||
	    !kt_decimal_to_int(number, &count) || count < 1)
		return PACK_REFUSE(l, pack_attribute(l, node, W_ANTAL),
		    "»antal« er intet antal", "'antal' is no count");
	out->count = (size_t)count;
	if (out->document.size == 0 || out->fingerprint.size == 0)
		return PACK_REFUSE(l, node,
		    "»fil« og »fingeraftryk« må ikke være tomme",
		    "'fil' and 'fingeraftryk' must not be empty");
	return KT_OK;
}

/* ---- a file ------------------------------------------------------------ */

static kt_status read_all(struct reading *r, const char *path,
    enum pack_word root, enum pack_word entry,
    kt_status (*read)(struct reading *, kt_node, struct kt_waiver *))
{
	struct pack_loader *l = &r->loader;
	kt_status status = pack_open(l, path, root, root);
	kt_node node;

	if (status != KT_OK)
		return status;
	r->out->file = l->file;
	r->out->items = kt_arena_array(&l->rules->arena,
	    pack_count(l, pack_root(l), entry) + 1, sizeof(*r->out->items));
	if (r->out->items == NULL)
		return kt_fail_memory(l->error);
	node = pack_child(l, pack_root(l), entry);
	for (; node != 0 && status == KT_OK; node = pack_next(l, node, entry)) {
		status = read(r, node, &r->out->items[r->out->count]);
		r->out->count++;
	}
	if (status == KT_OK && l->rules->arena.failed)
		status = kt_fail_memory(l->error);
	return status;
}

static kt_status load(struct kt_rules *rules, const char *path,
    enum pack_word root, enum pack_word entry,
    kt_status (*read)(struct reading *, kt_node, struct kt_waiver *),
    struct kt_waivers *out, struct kt_error *error)
{
	struct reading reading = { .out = out };
	kt_status status;

	*out = (struct kt_waivers){ 0 };
	status = pack_loader_init(&reading.loader, rules, error);
	if (status == KT_OK)
		status = read_all(&reading, path, root, entry, read);
	pack_loader_finish(&reading.loader);
	if (status == KT_E_INPUT || status == KT_E_LIMIT)
		status = error->status = KT_E_USE;
	if (status != KT_OK)
		out->count = 0;
	return status;
}

kt_status kt_waivers_load(struct kt_rules *rules, const char *path,
    struct kt_waivers *out, struct kt_error *error)
{
	return load(
	    rules, path, W_FRAVIGELSER, W_FRAVIGELSE, read_waiver, out, error);
}

kt_status kt_baseline_load(struct kt_rules *rules, const char *path,
    struct kt_waivers *out, struct kt_error *error)
{
	return load(rules, path, W_BASISLINJE, W_KENDT, read_known, out, error);
}
