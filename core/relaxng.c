#include "relaxng.h"

#include "intake.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>

struct kt_relaxng {
	xmlRelaxNGPtr schema;
};

/* What libxml2 has to say while it works. */
struct listener {
	bool (*note)(void *data, uint32_t line, struct kt_string message);
	void *data;
	bool stopped;
	bool no_memory;
};

enum {
	PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR |
			XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES
};

/* libxml2 2.12 made the error const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

static void hear(void *data, error_pointer said)
{
	struct listener *listener = data;
	struct kt_string message = kt_string_trim(kt_string_of(said->message));
	uint32_t line = said->line < 0 ? 0 : (uint32_t)said->line;

	if (said->code == XML_ERR_NO_MEMORY)
		listener->no_memory = true;
	if (listener->no_memory || listener->stopped || listener->note == NULL)
		return;
	listener->stopped = !listener->note(listener->data, line, message);
}

/* libxml2 tells of missing memory past the handlers of its contexts, to the
 * thread's, and prints where there is none. */
struct kept_handler {
	xmlStructuredErrorFunc function;
	void *data;
};

static struct kept_handler listen_to_thread(struct listener *listener)
{
	struct kept_handler kept = { xmlStructuredError,
		xmlStructuredErrorContext };

	xmlSetStructuredErrorFunc(listener, hear);
	return kept;
}

static void restore(struct kept_handler kept)
{
	xmlSetStructuredErrorFunc(kept.data, kept.function);
}

/* NULL: the bytes do not parse, or there is no memory. */
static xmlDocPtr parse(struct kt_string bytes, const char *name, bool *memory)
{
	struct listener listener = { 0 };
	struct kept_handler kept;
	xmlDocPtr document = NULL;

	if (bytes.size <= INT32_MAX) {
		kept = listen_to_thread(&listener);
		document = xmlReadMemory(
		    bytes.data, (int)bytes.size, name, NULL, PARSE_OPTIONS);
		restore(kept);
	}
	*memory = !listener.no_memory;
	if (listener.no_memory) {
		xmlFreeDoc(document);
		document = NULL;
	}
	return document;
}

static kt_status make_schema(struct kt_relaxng *relaxng, xmlDocPtr document,
    const char *path, struct kt_error *error)
{
	struct listener listener = { 0 };
	struct kept_handler kept = listen_to_thread(&listener);
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(document);

	if (parser != NULL) {
		xmlRelaxNGSetParserStructuredErrors(parser, hear, &listener);
		relaxng->schema = xmlRelaxNGParse(parser);
		xmlRelaxNGFreeParserCtxt(parser);
	}
	restore(kept);
	if (parser == NULL || listener.no_memory)
		return kt_fail_memory(error);
	if (relaxng->schema != NULL)
		return KT_OK;
	kt_fail(error, KT_E_USE, "libxml2 godtager ikke skemaet",
	    "libxml2 does not accept the schema");
	return kt_fail_at(error, kt_string_of(path), 0, 0);
}

static kt_status load(struct kt_relaxng *relaxng, struct kt_string bytes,
    const char *path, struct kt_error *error)
{
	bool memory;
	xmlDocPtr document = parse(bytes, path, &memory);
	kt_status status;

	if (document != NULL) {
		status = make_schema(relaxng, document, path, error);
		/* libxml2 works on a copy of the schema's tree */
		xmlFreeDoc(document);
		return status;
	}
	if (!memory)
		return kt_fail_memory(error);
	kt_fail(error, KT_E_USE, "skemaet kan ikke læses",
	    "the schema cannot be read");
	return kt_fail_at(error, kt_string_of(path), 0, 0);
}

kt_status kt_relaxng_load(
    const char *path, struct kt_relaxng **out, struct kt_error *error)
{
	struct kt_relaxng *relaxng = calloc(1, sizeof(*relaxng));
	struct kt_buffer bytes;
	kt_status status;

	*out = NULL;
	if (relaxng == NULL)
		return kt_fail_memory(error);
	kt_buffer_init(&bytes);
	status = kt_intake_file(path, &bytes, error);
	if (status == KT_OK)
		status = load(relaxng, kt_buffer_string(&bytes), path, error);
	kt_buffer_finish(&bytes);
	if (status != KT_OK) {
		kt_relaxng_destroy(relaxng);
		return status;
	}
	*out = relaxng;
	return KT_OK;
}

void kt_relaxng_destroy(struct kt_relaxng *relaxng)
{
	if (relaxng == NULL)
		return;
	xmlRelaxNGFree(relaxng->schema);
	free(relaxng);
}

kt_status kt_relaxng_validate(struct kt_relaxng *relaxng,
    struct kt_string bytes, const char *name,
    bool (*note)(void *data, uint32_t line, struct kt_string message),
    void *data, struct kt_error *error)
{
	struct listener listener = { .note = note, .data = data };
	struct kept_handler kept;
	xmlRelaxNGValidCtxtPtr validator;
	bool memory;
	xmlDocPtr document = parse(bytes, name, &memory);

	if (document == NULL && !memory)
		return kt_fail_memory(error);
	if (document == NULL) {
		kt_fail(error, KT_E_INPUT, "libxml2 kan ikke læse dokumentet",
		    "libxml2 cannot read the document");
		return kt_fail_at(error, kt_string_of(name), 0, 0);
	}
	kept = listen_to_thread(&listener);
	validator = xmlRelaxNGNewValidCtxt(relaxng->schema);
	if (validator != NULL) {
		xmlRelaxNGSetValidStructuredErrors(validator, hear, &listener);
		xmlRelaxNGValidateDoc(validator, document);
		xmlRelaxNGFreeValidCtxt(validator);
	}
	restore(kept);
	xmlFreeDoc(document);
	if (validator == NULL || listener.no_memory)
		return kt_fail_memory(error);
	return KT_OK;
}
