/*
 * The content of one element pattern: which children and attributes it can
 * have and what text, through every reference and choice.
 */
#include "schema_build.h"

#include <string.h>

enum { MAX_REFERENCES = 100 }; /* inside one element, inside each other */

static kt_status walk(
    struct builder *b, kt_node node, struct kt_text_facts *facts);

static kt_status merge_children(
    struct builder *b, size_t from, size_t middle, enum joint joint)
{
	size_t end = b->child_count;

	if (joint == JOINT_ONE_OF) {
		for (size_t i = from; i < middle; i++) {
			bool both = false;

			for (size_t k = middle; k < end && !both; k++)
				both = b->children[k].child.name ==
				       b->children[i].child.name;
			b->children[i].child.required &= both;
		}
	}
	b->child_count = middle;
	for (size_t k = middle; k < end; k++) {
		struct found_child later = b->children[k];
		size_t i = from;

		while (i < b->child_count &&
		       b->children[i].child.name != later.child.name)
			i++;
		if (i == b->child_count) {
			if (joint == JOINT_ONE_OF)
				later.child.required = false;
			b->children[b->child_count++] = later;
			continue;
		}
		if (b->children[i].child.declaration != later.child.declaration)
			return kt_build_fail(b, later.node,
			    "elementet %.*s er erklæret på to måder inden i "
			    "samme element",
			    "the element %.*s is declared in two ways within "
			    "one element",
			    kt_names_local(b->names, later.child.name));
		if (joint == JOINT_ONE_OF) {
			b->children[i].child.required &= later.child.required;
			b->children[i].child.repeated |= later.child.repeated;
		} else {
			b->children[i].child.required |= later.child.required;
			b->children[i].child.repeated = true;
		}
	}
	return KT_OK;
}

static kt_status merge_attributes(
    struct builder *b, size_t from, size_t middle, enum joint joint)
{
	size_t end = b->attribute_count;

	if (joint == JOINT_ONE_OF) {
		for (size_t i = from; i < middle; i++) {
			bool both = false;

			for (size_t k = middle; k < end && !both; k++)
				both = b->attributes[k].name ==
				       b->attributes[i].name;
			b->attributes[i].required &= both;
		}
	}
	b->attribute_count = middle;
	for (size_t k = middle; k < end; k++) {
		struct found_attribute later = b->attributes[k];
		size_t i = from;

		while (i < b->attribute_count &&
		       b->attributes[i].name != later.name)
			i++;
		if (i == b->attribute_count) {
			if (joint == JOINT_ONE_OF)
				later.required = false;
			b->attributes[b->attribute_count++] = later;
			continue;
		}
		if (joint == JOINT_ALL)
			return kt_build_fail(b, later.node,
			    "attributten %.*s er erklæret to gange på samme "
			    "element",
			    "the attribute %.*s is declared twice on one "
			    "element",
			    kt_names_local(b->names, later.name));
		b->attributes[i].required &= later.required;
		if (!kt_text_facts_merge(&b->attributes[i].facts, &later.facts,
			false, &b->scratch))
			return kt_fail_memory(b->error);
	}
	return KT_OK;
}

/* All parts of a pattern; what they find is merged as `joint` says. */
kt_status kt_build_walk(struct builder *b, kt_node node, enum joint joint,
    struct kt_text_facts *facts)
{
	size_t from_child = b->child_count;
	size_t from_attribute = b->attribute_count;
	kt_node part = kt_document_first_child(&b->rng, node);
	bool first = true;

	for (; part != 0; part = kt_document_next(&b->rng, part)) {
		struct kt_text_facts more = { 0 };
		size_t child = b->child_count;
		size_t attribute = b->attribute_count;
		bool one_of = joint == JOINT_ONE_OF && !first;
		enum joint how = one_of ? JOINT_ONE_OF : JOINT_ALL;
		kt_status status;

		if (kt_build_pattern(b, part) == PATTERN_FOREIGN)
			continue;
		status = walk(b, part, &more);
		if (status == KT_OK)
			status = merge_children(b, from_child, child, how);
		if (status == KT_OK)
			status =
			    merge_attributes(b, from_attribute, attribute, how);
		if (status != KT_OK)
			return status;
		if (!kt_text_facts_merge(facts, &more, one_of, &b->scratch))
			return kt_fail_memory(b->error);
		first = false;
	}
	return KT_OK;
}

/* optional, zeroOrMore, oneOrMore. */
static kt_status walk_occurrence(struct builder *b, kt_node node,
    enum pattern pattern, struct kt_text_facts *facts)
{
	size_t child = b->child_count;
	size_t attribute = b->attribute_count;
	kt_status status = kt_build_walk(b, node, JOINT_ALL, facts);

	for (size_t i = child; i < b->child_count; i++) {
		if (pattern != PATTERN_ONE_OR_MORE)
			b->children[i].child.required = false;
		if (pattern != PATTERN_OPTIONAL)
			b->children[i].child.repeated = true;
	}
	for (size_t i = attribute; i < b->attribute_count; i++)
		if (pattern != PATTERN_ONE_OR_MORE)
			b->attributes[i].required = false;
	if (pattern != PATTERN_ONE_OR_MORE && kt_text_facts_any(facts))
		facts->empty = true;
	return status;
}

static kt_status walk_reference(
    struct builder *b, kt_node node, struct kt_text_facts *facts)
{
	struct kt_string name = kt_build_attribute(b, node, b->name);
	const struct define *found = kt_build_find(b, name);
	kt_status status;

	if (found == NULL)
		return kt_build_fail(b, node,
		    "<ref> til %.*s, som ikke er defineret",
		    "<ref> to %.*s, which is not defined", name);
	if (b->references >= MAX_REFERENCES)
		return kt_build_fail(b, node,
		    "<ref> til %.*s går i ring uden et element imellem",
		    "<ref> to %.*s goes in a circle without an element "
		    "between",
		    name);
	b->references++;
	status = kt_build_walk(b, found->node, JOINT_ALL, facts);
	b->references--;
	return status;
}

static kt_status walk_element(struct builder *b, kt_node node)
{
	struct found_child found = { .node = node };
	kt_status status = kt_build_declare(b, node, &found.child.declaration);

	if (status != KT_OK)
		return status;
	if (!kt_grow(&b->children, &b->child_capacity, b->child_count + 1,
		sizeof(*b->children)))
		return kt_fail_memory(b->error);
	found.child.name = b->declarations[found.child.declaration].name;
	found.child.required = true;
	b->children[b->child_count++] = found;
	return KT_OK;
}

static kt_status walk_attribute(struct builder *b, kt_node node)
{
	struct found_attribute found = { .node = node, .required = true };
	size_t children = b->child_count;
	size_t attributes = b->attribute_count;
	bool empty = false;
	kt_status status = kt_build_name(b, node, true, &found.name);

	if (status == KT_OK)
		status = kt_build_walk(b, node, JOINT_ALL, &found.facts);
	if (status != KT_OK)
		return status;
	if (b->child_count != children || b->attribute_count != attributes)
		return kt_build_fail_pattern(b, node);
	for (kt_node part = kt_document_first_child(&b->rng, node); part != 0;
	     part = kt_document_next(&b->rng, part))
		empty = empty || kt_build_pattern(b, part) != PATTERN_FOREIGN;
	if (!empty)
		found.facts.text = true; /* without content: any text */
	else if (!kt_text_facts_any(&found.facts))
		found.facts.empty = true;
	if (!kt_grow(&b->attributes, &b->attribute_capacity,
		b->attribute_count + 1, sizeof(*b->attributes)))
		return kt_fail_memory(b->error);
	b->attributes[b->attribute_count++] = found;
	return KT_OK;
}

static kt_status walk_text(struct builder *b, kt_node node,
    enum pattern pattern, struct kt_text_facts *facts)
{
	bool facets = false;

	for (kt_node part = kt_document_first_child(&b->rng, node); part != 0;
	     part = kt_document_next(&b->rng, part)) {
		enum pattern inner = kt_build_pattern(b, part);

		if (inner == PATTERN_PARAM && pattern == PATTERN_DATA)
			facets = true;
		else if (inner != PATTERN_FOREIGN)
			return kt_build_fail_pattern(b, part);
	}
	if (pattern == PATTERN_TEXT)
		facts->text = true;
	else if (pattern == PATTERN_DATA)
		*facts = kt_text_facts_of_data(
		    kt_build_attribute(b, node, b->type), facets);
	else if (pattern == PATTERN_VALUE &&
		 !kt_text_facts_add_code(facts,
		     kt_string_trim(kt_document_text(&b->rng, node)),
		     &b->scratch))
		return kt_fail_memory(b->error);
	return KT_OK;
}

/* One pattern: what it finds is added to the children and attributes, and
 * what it says of text to *facts, which arrives empty. */
static kt_status walk(
    struct builder *b, kt_node node, struct kt_text_facts *facts)
{
	enum pattern pattern = kt_build_pattern(b, node);
	kt_status status;

	switch (pattern) {
	case PATTERN_ELEMENT:
		return walk_element(b, node);
	case PATTERN_ATTRIBUTE:
		return walk_attribute(b, node);
	case PATTERN_REF:
		return walk_reference(b, node, facts);
	case PATTERN_OPTIONAL:
	case PATTERN_ZERO_OR_MORE:
	case PATTERN_ONE_OR_MORE:
		return walk_occurrence(b, node, pattern, facts);
	case PATTERN_CHOICE:
		return kt_build_walk(b, node, JOINT_ONE_OF, facts);
	case PATTERN_GROUP:
	case PATTERN_INTERLEAVE:
		return kt_build_walk(b, node, JOINT_ALL, facts);
	case PATTERN_MIXED:
		status = kt_build_walk(b, node, JOINT_ALL, facts);
		facts->text = true;
		return status;
	case PATTERN_LIST:
		status = kt_build_walk(b, node, JOINT_ALL, facts);
		facts->list = true;
		return status;
	case PATTERN_TEXT:
	case PATTERN_EMPTY:
	case PATTERN_DATA:
	case PATTERN_VALUE:
		return walk_text(b, node, pattern, facts);
	default:
		return kt_build_fail_pattern(b, node);
	}
}
