/*
 * Every limit of the checker, in one place. Each is named in the message that
 * tells of reaching it.
 */
#ifndef CORE_BOUNDS_H
#define CORE_BOUNDS_H

enum {
	KT_MAX_FILE_SIZE = 256 * 1024 * 1024, /* bytes of one document */
	KT_MAX_DEPTH = 128,                   /* nested elements */
	KT_MAX_ATTRIBUTES = 256,              /* on one element */
	KT_MAX_NAME = 512,                    /* bytes of a name */
	KT_MAX_ATTRIBUTE_SIZE = 1024 * 1024,  /* bytes of one value */
	KT_MAX_TAG_SIZE = 4 * 1024 * 1024,    /* bytes between < and > */
	KT_MAX_ELEMENTS = 32 * 1024 * 1024,
	KT_MAX_NAMESPACES = 64,               /* declarations in a document */
	KT_MAX_ISSUES = 1000,      /* deviations from the schema that are kept */
	KT_MAX_EXPRESSION = 16 * 1024, /* bytes of one expression */
	KT_MAX_EXPRESSION_DEPTH = 200, /* nested brackets and steps */
	KT_MAX_SEQUENCE = 1000000, /* items that one expression may hold */
	KT_MAX_RULE_STEPS = 50 * 1000 * 1000, /* work of one rule on a document */
	KT_MAX_FINDINGS = 1000,    /* kept of one rule on one document */
	KT_MAX_REGEX_MATCHES = 1000000,    /* PCRE2 match limit */
	KT_MAX_REGEX_DEPTH = 10000,        /* PCRE2 depth limit */
	KT_MAX_REGEX_HEAP = 20 * 1024      /* PCRE2 heap limit, KiB */
};

#endif
