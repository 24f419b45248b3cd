/*
 * A plugin for the tests of the loader. A mock defines what is different about
 * it and includes this file; MOCK_NAME is required.
 */
#include <kontrakttjek/plugin.h>

#ifndef MOCK_PREFIX
#define MOCK_PREFIX MOCK_NAME
#endif
#ifndef MOCK_MAJOR
#define MOCK_MAJOR KT_ABI_MAJOR
#endif
#ifndef MOCK_SIZE
#define MOCK_SIZE sizeof(struct kt_plugin)
#endif
#ifndef MOCK_CALL
#define MOCK_CALL mock_call
#endif
#ifndef MOCK_SECOND
#define MOCK_SECOND "second"
#endif
#ifndef MOCK_DESCRIPTOR
#define MOCK_DESCRIPTOR mock
#endif

kt_status mock_call(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result);
kt_verdict mock_check(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject);

kt_status mock_call(const struct kt_host *host, struct kt_call *call,
    const struct kt_argument *arguments, struct kt_value *result)
{
	(void)host;
	(void)call;
	(void)arguments;
	result->kind = KT_BOOLEAN;
	result->u.boolean = 1;
	return KT_OK;
}

kt_verdict mock_check(const struct kt_host *host, struct kt_call *call,
    void *state, kt_node subject)
{
	(void)host;
	(void)call;
	(void)state;
	(void)subject;
	return KT_VERDICT_PASS;
}

static const struct kt_parameter mock_parameters[] = {
	{ "dato", KT_DATE, 0 },
	{ "rest", KT_DECIMAL, KT_PARAM_OPTIONAL | KT_PARAM_SEQUENCE },
};

static const struct kt_function mock_functions[] = {
	{ sizeof(struct kt_function), "first", "Første", "First",
	    mock_parameters, 2, KT_BOOLEAN, 0, MOCK_CALL },
	{ sizeof(struct kt_function), MOCK_SECOND, "Anden", "Second", NULL, 0,
	    KT_DECIMAL, 0, mock_call },
};

static const struct kt_check mock_checks[] = {
	{ sizeof(struct kt_check), "check", "Tjek", "Check", mock_parameters,
	    1, NULL, mock_check, NULL, NULL },
};

const struct kt_plugin mock = { MOCK_SIZE, MOCK_MAJOR, KT_ABI_MINOR, MOCK_NAME,
	MOCK_PREFIX, "1.0", "MIT", "Til test", "For tests", mock_functions, 2,
	mock_checks, 1 };

#ifndef MOCK_ENTRY
KT_PLUGIN(MOCK_DESCRIPTOR)
#endif
