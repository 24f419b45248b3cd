/*
 * Changes the source text of a well-formed document at one node, so that an
 * example differs from its base in nothing but what it says.
 */
#ifndef CORE_PACK_EDIT_H
#define CORE_PACK_EDIT_H

#include "pack.h"

/* `document` with `edit` made at `node`, as UTF-8 source in `out` (cleared
 * first; out->failed: no memory). `attribute` not empty: the element `node`
 * gets that attribute, which it does not have, with the edit's text. False
 * where the edit cannot be made: something inserted into an attribute. */
bool kt_edit_apply(const struct kt_document *document, kt_node node,
    struct kt_string attribute, const struct kt_edit *edit,
    struct kt_buffer *out);

/* Where the element stands in the source, from '<' to after its end. */
void kt_edit_span(const struct kt_document *document, kt_node element,
    size_t *begin, size_t *end);

#endif
