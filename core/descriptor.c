#include "descriptor.h"

#include <stdio.h>
#include <string.h>

/* The smallest struct of each kind that version 1.0 knows, and the largest
 * that anybody could mean: a size outside is no size but garbage. */
#define THROUGH(type, field)                                                   \
	(offsetof(type, field) + sizeof(((type *)NULL)->field))

enum {
	PLUGIN_SIZE = THROUGH(struct kt_plugin, check_count),
	FUNCTION_SIZE = THROUGH(struct kt_function, call),
	CHECK_SIZE = THROUGH(struct kt_check, release),
	LARGEST_SIZE = 4096,
	LONGEST_NAME = 64,
	LONGEST_TEXT = 1024,
	MOST_ITEMS = 1024,
	MOST_PARAMETERS = 32
};

/* Names end up in rules, as prefix:name() and as tjek="plugin.name". */
static bool is_name(const char *text)
{
	size_t size = strnlen(text, LONGEST_NAME + 1);

	if (size == 0 || size > LONGEST_NAME || text[0] < 'a' || text[0] > 'z')
		return false;
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

/* Replaces *text by the arena's own copy. `owner` and `field` say what a
 * message should name: "functions[2]." and "summary_da". */
static kt_status keep_text(struct kt_arena *arena, const char **text,
    const char *owner, const char *field, struct kt_error *error)
{
	struct kt_string copy;
	size_t size;

	if (*text == NULL || **text == '\0') {
		return kt_fail(error, KT_E_USE, "feltet %s%s mangler",
		    "the field %s%s is missing", owner, field);
	}
	size = strnlen(*text, LONGEST_TEXT + 1);
	if (size > LONGEST_TEXT) {
		return kt_fail(error, KT_E_USE,
		    "feltet %s%s er længere end %d tegn",
		    "the field %s%s is longer than %d characters", owner, field,
		    LONGEST_TEXT);
	}
	copy = kt_arena_copy(arena, (struct kt_string){ *text, size });
	if (copy.data == NULL)
		return kt_fail_memory(error);
	*text = copy.data;
	return KT_OK;
}

static kt_status keep_name(struct kt_arena *arena, const char **name,
    const char *owner, const char *field, struct kt_error *error)
{
	kt_status status = keep_text(arena, name, owner, field, error);

	if (status == KT_OK && !is_name(*name)) {
		status = kt_fail(error, KT_E_USE,
		    "%s%s \"%.80s\" er ikke et navn: små bogstaver a-z, tal "
		    "og bindestreg, højst %d tegn, et bogstav først",
		    "%s%s \"%.80s\" is no name: small letters a-z, digits and "
		    "hyphen, at most %d characters, a letter first",
		    owner, field, *name, LONGEST_NAME);
	}
	return status;
}

static kt_status keep_summaries(struct kt_arena *arena, const char **da,
    const char **en, const char *owner, struct kt_error *error)
{
	kt_status status = keep_text(arena, da, owner, "summary_da", error);

	if (status == KT_OK)
		status = keep_text(arena, en, owner, "summary_en", error);
	return status;
}

/* `of_check`: parameters are attributes, which have no order. */
static kt_status verify_parameter(const struct kt_parameter *parameters,
    size_t index, bool of_check, const char *owner, struct kt_error *error)
{
	const struct kt_parameter *parameter = &parameters[index];

	if (parameter->kind <= KT_UNKNOWN || parameter->kind > KT_ANY) {
		return kt_fail(error, KT_E_USE,
		    "%sparameters: \"%s\" har en ukendt art (%u)",
		    "%sparameters: \"%s\" has an unknown kind (%u)", owner,
		    parameter->name, (unsigned)parameter->kind);
	}
	if (!of_check && (parameter->flags & KT_PARAM_EXPRESSION) != 0) {
		return kt_fail(error, KT_E_USE,
		    "%sparameters: \"%s\" er et udtryk; det kan kun et tjeks "
		    "parameter være",
		    "%sparameters: \"%s\" is an expression, which only the "
		    "parameter of a check can be",
		    owner, parameter->name);
	}
	if (!of_check && index > 0 &&
	    (parameter->flags & KT_PARAM_OPTIONAL) == 0 &&
	    (parameters[index - 1].flags & KT_PARAM_OPTIONAL) != 0) {
		return kt_fail(error, KT_E_USE,
		    "%sparameters: \"%s\" er krævet efter en, der kan "
		    "udelades",
		    "%sparameters: \"%s\" is required after one that may be "
		    "left out",
		    owner, parameter->name);
	}
	for (size_t i = 0; i < index; i++) {
		if (strcmp(parameters[i].name, parameter->name) == 0) {
			return kt_fail(error, KT_E_USE,
			    "%sparameters: navnet \"%s\" findes to gange",
			    "%sparameters: the name \"%s\" is there twice",
			    owner, parameter->name);
		}
	}
	return KT_OK;
}

static kt_status keep_parameters(struct kt_arena *arena,
    const struct kt_parameter **parameters, size_t count, bool of_check,
    const char *owner, struct kt_error *error)
{
	struct kt_parameter *copy;
	kt_status status = KT_OK;

	if (count > MOST_PARAMETERS || (count > 0 && *parameters == NULL)) {
		return kt_fail(error, KT_E_USE,
		    "feltet %sparameters mangler eller er længere end %d",
		    "the field %sparameters is missing or longer than %d",
		    owner, MOST_PARAMETERS);
	}
	copy = kt_arena_array(arena, count, sizeof(*copy));
	if (copy == NULL)
		return kt_fail_memory(error);
	for (size_t i = 0; i < count && status == KT_OK; i++) {
		copy[i] = (*parameters)[i];
		status = keep_name(
		    arena, &copy[i].name, owner, "parameters.name", error);
		if (status == KT_OK) {
			status =
			    verify_parameter(copy, i, of_check, owner, error);
		}
	}
	*parameters = copy;
	return status;
}

static kt_status keep_function(struct kt_arena *arena,
    struct kt_function *function, const char *owner, struct kt_error *error)
{
	kt_status status =
	    keep_name(arena, &function->name, owner, "name", error);

	if (status == KT_OK) {
		status = keep_summaries(arena, &function->summary_da,
		    &function->summary_en, owner, error);
	}
	if (status == KT_OK) {
		status = keep_parameters(arena, &function->parameters,
		    function->parameter_count, false, owner, error);
	}
	if (status == KT_OK && function->call == NULL) {
		status = kt_fail(error, KT_E_USE, "feltet %scall mangler",
		    "the field %scall is missing", owner);
	}
	if (status == KT_OK &&
	    (function->result < KT_BOOLEAN || function->result > KT_DURATION)) {
		status = kt_fail(error, KT_E_USE,
		    "feltet %sresult er ingen art, en funktion kan give (%u)",
		    "the field %sresult is no kind that a function can give "
		    "(%u)",
		    owner, (unsigned)function->result);
	}
	return status;
}

static kt_status keep_check(struct kt_arena *arena, struct kt_check *check,
    const char *owner, struct kt_error *error)
{
	kt_status status = keep_name(arena, &check->name, owner, "name", error);

	if (status == KT_OK) {
		status = keep_summaries(arena, &check->summary_da,
		    &check->summary_en, owner, error);
	}
	if (status == KT_OK) {
		status = keep_parameters(arena, &check->parameters,
		    check->parameter_count, true, owner, error);
	}
	if (status == KT_OK && check->check == NULL) {
		status = kt_fail(error, KT_E_USE, "feltet %scheck mangler",
		    "the field %scheck is missing", owner);
	}
	return status;
}

/* An array of structs that each begin with their size. The plugin's elements
 * lie as far apart as its own struct is long, which may be longer or shorter
 * than ours: `stride` is the size of the first, and all must have it. */
struct items {
	const char *source;
	size_t count;
	size_t least; /* of struct_size */
	size_t size; /* of our struct */
	const char *what; /* "functions" */
};

/* Copies the elements into our own structs, what we do not know left out and
 * what the plugin does not know zero. */
static kt_status copy_items(struct kt_arena *arena, const struct items *items,
    void **out, struct kt_error *error)
{
	size_t stride = 0;
	char *copy;

	if (items->count > MOST_ITEMS ||
	    (items->count > 0 && items->source == NULL)) {
		return kt_fail(error, KT_E_USE,
		    "feltet %s mangler eller er længere end %d",
		    "the field %s is missing or longer than %d", items->what,
		    MOST_ITEMS);
	}
	copy = kt_arena_array(arena, items->count, items->size);
	if (copy == NULL)
		return kt_fail_memory(error);
	if (items->count > 0)
		memcpy(&stride, items->source, sizeof(stride));
	for (size_t i = 0; i < items->count; i++) {
		const char *source = items->source + i * stride;
		size_t size;

		memcpy(&size, source, sizeof(size));
		if (size != stride || size < items->least ||
		    size > LARGEST_SIZE || size % _Alignof(void *) != 0) {
			return kt_fail(error, KT_E_USE,
			    "%s[%zu].struct_size er %zu; ventede %zu til %d og "
			    "samme størrelse i hele rækken",
			    "%s[%zu].struct_size is %zu; expected %zu to %d "
			    "and the same size in the whole array",
			    items->what, i, size, items->least, LARGEST_SIZE);
		}
		memcpy(copy + i * items->size, source,
		    size < items->size ? size : items->size);
	}
	*out = copy;
	return KT_OK;
}

static kt_status fail_twice(
    struct kt_error *error, const char *what, const char *name)
{
	return kt_fail(error, KT_E_USE, "%s: navnet \"%s\" findes to gange",
	    "%s: the name \"%s\" is there twice", what, name);
}

static kt_status keep_functions(
    struct kt_arena *arena, struct kt_plugin *plugin, struct kt_error *error)
{
	struct items items = { (const char *)plugin->functions,
		plugin->function_count, FUNCTION_SIZE,
		sizeof(struct kt_function), "functions" };
	struct kt_function *functions = NULL;
	void *copy = NULL;
	kt_status status = copy_items(arena, &items, &copy, error);

	functions = copy;
	for (size_t i = 0; status == KT_OK && i < items.count; i++) {
		char owner[40];

		snprintf(owner, sizeof(owner), "functions[%zu].", i);
		status = keep_function(arena, &functions[i], owner, error);
		for (size_t j = 0; status == KT_OK && j < i; j++) {
			if (strcmp(functions[i].name, functions[j].name) == 0)
				status = fail_twice(
				    error, "functions", functions[i].name);
		}
	}
	plugin->functions = functions;
	return status;
}

static kt_status keep_checks(
    struct kt_arena *arena, struct kt_plugin *plugin, struct kt_error *error)
{
	struct items items = { (const char *)plugin->checks,
		plugin->check_count, CHECK_SIZE, sizeof(struct kt_check),
		"checks" };
	struct kt_check *checks = NULL;
	void *copy = NULL;
	kt_status status = copy_items(arena, &items, &copy, error);

	checks = copy;
	for (size_t i = 0; status == KT_OK && i < items.count; i++) {
		char owner[40];

		snprintf(owner, sizeof(owner), "checks[%zu].", i);
		status = keep_check(arena, &checks[i], owner, error);
		for (size_t j = 0; status == KT_OK && j < i; j++) {
			if (strcmp(checks[i].name, checks[j].name) == 0)
				status =
				    fail_twice(error, "checks", checks[i].name);
		}
	}
	plugin->checks = checks;
	return status;
}

/* What stands before the arrays: sizes, version, texts. */
static kt_status keep_head(
    struct kt_arena *arena, struct kt_plugin *plugin, struct kt_error *error)
{
	kt_status status;

	if (plugin->abi_major != KT_ABI_MAJOR) {
		return kt_fail(error, KT_E_USE,
		    "er bygget til plugin-grænseflade %u.%u; dette program "
		    "har %u.%u, og det første tal skal være ens",
		    "is built for plugin interface %u.%u; this program has "
		    "%u.%u, and the first number must be equal",
		    (unsigned)plugin->abi_major, (unsigned)plugin->abi_minor,
		    KT_ABI_MAJOR, KT_ABI_MINOR);
	}
	status = keep_name(arena, &plugin->name, "", "name", error);
	if (status == KT_OK)
		status = keep_name(arena, &plugin->prefix, "", "prefix", error);
	if (status == KT_OK)
		status =
		    keep_text(arena, &plugin->version, "", "version", error);
	if (status == KT_OK)
		status =
		    keep_text(arena, &plugin->licence, "", "licence", error);
	if (status == KT_OK) {
		status = keep_summaries(
		    arena, &plugin->summary_da, &plugin->summary_en, "", error);
	}
	return status;
}

kt_status kt_descriptor_accept(struct kt_arena *arena,
    const struct kt_plugin *source, struct kt_plugin *out,
    struct kt_error *error)
{
	kt_status status;
	size_t size;

	if (source == NULL) {
		return kt_fail(error, KT_E_USE, "giver ingen beskrivelse",
		    "gives no descriptor");
	}
	/* nothing but the size is read before the size is known */
	memcpy(&size, source, sizeof(size));
	if (size < PLUGIN_SIZE || size > LARGEST_SIZE) {
		return kt_fail(error, KT_E_USE,
		    "struct_size er %zu; ventede %d til %d",
		    "struct_size is %zu; expected %d to %d", size, PLUGIN_SIZE,
		    LARGEST_SIZE);
	}
	memset(out, 0, sizeof(*out));
	memcpy(out, source, size < sizeof(*out) ? size : sizeof(*out));
	status = keep_head(arena, out, error);
	if (status == KT_OK)
		status = keep_functions(arena, out, error);
	if (status == KT_OK)
		status = keep_checks(arena, out, error);
	return status;
}
