/*
 * Built with a header of a later minor version: every struct has grown at its
 * end. The loader must find each element where the plugin put it.
 */
#define MOCK_NAME "newer"
#define MOCK_ENTRY
#include "mock.h"

struct newer_function {
	struct kt_function known;
	const char *appended[3];
};

struct newer_check {
	struct kt_check known;
	const char *appended;
};

struct newer_plugin {
	struct kt_plugin known;
	const char *appended[2];
};

static const struct newer_function functions[] = {
	{ { sizeof(struct newer_function), "first", "Første", "First",
	      mock_parameters, 2, KT_BOOLEAN, 0, mock_call },
	    { "a", "b", "c" } },
	{ { sizeof(struct newer_function), "second", "Anden", "Second", NULL, 0,
	      KT_DECIMAL, 0, mock_call },
	    { "a", "b", "c" } },
};

static const struct newer_check checks[] = {
	{ { sizeof(struct newer_check), "check", "Tjek", "Check",
	      mock_parameters, 1, NULL, mock_check, NULL, NULL },
	    "a" },
	{ { sizeof(struct newer_check), "last", "Sidste", "Last", NULL, 0, NULL,
	      mock_check, NULL, NULL },
	    "a" },
};

static const struct newer_plugin newer = {
	{ sizeof(struct newer_plugin), KT_ABI_MAJOR, KT_ABI_MINOR + 1,
	    MOCK_NAME, MOCK_PREFIX, "1.1", "MIT", "Til test", "For tests",
	    (const struct kt_function *)(const void *)functions, 2,
	    (const struct kt_check *)(const void *)checks, 2 },
	{ "x", "y" },
};

KT_PLUGIN(newer.known)
