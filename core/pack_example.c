/*
 * <eksempel>: what a rule says of a changed base document.
 */
#include "pack_read.h"

#include <string.h>

static bool is_edit(struct pack_loader *l, kt_node node, struct kt_edit *edit)
{
	if (pack_is(l, node, W_SAET))
		edit->kind = KT_EDIT_SET;
	else if (pack_is(l, node, W_FJERN))
		edit->kind = KT_EDIT_REMOVE;
	else if (pack_is(l, node, W_INDSAET))
		edit->kind = KT_EDIT_INSERT;
	else
		return false;
	return true;
}

static kt_status read_edits(
    struct pack_loader *l, kt_node eksempel, struct kt_example *out)
{
	struct kt_arena *arena = &l->rules->arena;
	size_t count = pack_count(l, eksempel, W_SAET) +
		       pack_count(l, eksempel, W_FJERN) +
		       pack_count(l, eksempel, W_INDSAET);
	struct kt_edit *edits = kt_arena_array(arena, count, sizeof(*edits));
	kt_node node = kt_document_first_child(&l->document, eksempel);

	if (edits == NULL)
		return kt_fail_memory(l->error);
	out->edits = edits;
	for (; node != 0; node = kt_document_next(&l->document, node)) {
		struct kt_edit *edit = &edits[out->edit_count];
		kt_node path = pack_attribute(l, node, W_VEJ);

		if (out->edit_count == count || !is_edit(l, node, edit))
			continue;
		edit->path = pack_copy_value(l, node, W_VEJ);
		edit->text =
		    kt_arena_copy(arena, kt_document_text(&l->document, node));
		edit->at = pack_value_position(l, path);
		out->edit_count++;
	}
	return KT_OK;
}

static kt_status read_values(
    struct pack_loader *l, kt_node eksempel, struct kt_example *out)
{
	size_t count = pack_count(l, eksempel, W_VAERDI);
	struct kt_example_value *values =
	    kt_arena_array(&l->rules->arena, count, sizeof(*values));
	kt_node node = pack_child(l, eksempel, W_VAERDI);
	kt_status status = KT_OK;

	if (values == NULL)
		return kt_fail_memory(l->error);
	out->values = values;
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_VAERDI)) {
		struct kt_example_value *value = &values[out->value_count];

		status =
		    pack_value_parameter(l, node, l->pack, &value->parameter);
		for (size_t i = 0; i < out->value_count; i++) {
			if (status == KT_OK &&
			    values[i].parameter == value->parameter)
				status = PACK_REFUSE(l, node,
				    "værdien er givet to gange",
				    "the value is given twice");
		}
		if (status == KT_OK)
			status = pack_read_value(l, node,
			    &l->pack->parameters[value->parameter], KT_VERIFIED,
			    &value->value);
		out->value_count++;
	}
	return status;
}

static kt_status read_example(
    struct pack_loader *l, kt_node node, struct kt_example *out)
{
	kt_status status;

	out->outcome = pack_copy_value(l, node, W_UDFALD);
	out->base = pack_copy_value(l, node, W_PAA);
	out->also = pack_copy_value(l, node, W_OGSAA);
	out->at = pack_position(l, node);
	/* it is the name of a file in eksempler/ */
	if (!pack_is_id(out->base) || strstr(out->base.data, "..") != NULL)
		return PACK_REFUSE(l, pack_attribute(l, node, W_PAA),
		    "»%.*s« er intet navn på et dokument i eksempler",
		    "'%.*s' is no name of a document in eksempler",
		    KT_FMT(out->base));
	status = pack_date(l, node, W_PR, &out->has_as_of, &out->as_of);
	if (status == KT_OK)
		status = read_edits(l, node, out);
	if (status == KT_OK)
		status = read_values(l, node, out);
	return status;
}

kt_status pack_read_examples(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule)
{
	size_t count = pack_count(l, regel, W_EKSEMPEL);
	struct kt_example *examples =
	    kt_arena_array(&l->rules->arena, count, sizeof(*examples));
	kt_node node = pack_child(l, regel, W_EKSEMPEL);
	kt_status status = KT_OK;

	if (examples == NULL)
		return kt_fail_memory(l->error);
	rule->examples = examples;
	for (; node != 0 && status == KT_OK;
	     node = pack_next(l, node, W_EKSEMPEL))
		status =
		    read_example(l, node, &examples[rule->example_count++]);
	return status;
}
