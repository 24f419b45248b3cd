/*
 * test and lint: what rule keepers run on their packs.
 */
#include "cli/cli.h"
#include "pack_lint.h"
#include "pack_test.h"

typedef kt_status pack_work(struct kt_rules *rules, const char *const *packs,
    const struct kt_settings *settings, struct kt_sink *out, size_t *first,
    size_t *second, struct kt_error *error);

static int work_on_packs(const struct kt_options *options, pack_work *work,
    size_t *first, size_t *second)
{
	struct kt_sink sink = kt_cli_stdout();
	struct kt_settings settings = kt_session_settings(options);
	struct kt_session session;
	struct kt_error error;
	int code = kt_session_open(options, &session);

	for (size_t i = 0; code == KT_EXIT_OK && i < options->argument_count;
	     i++) {
		if (kt_rules_pack(session.rules,
			kt_string_of(options->arguments[i])) == NULL)
			code = kt_session_unknown_pack(
			    options, &session, options->arguments[i]);
	}
	kt_error_clear(&error);
	if (code == KT_EXIT_OK &&
	    work(session.rules,
		options->argument_count > 0 ? options->arguments : NULL,
		&settings, &sink, first, second, &error) != KT_OK)
		code = kt_cli_fail(options, &error);
	kt_session_close(&session);
	return code;
}

int kt_cmd_test(const struct kt_options *options)
{
	size_t passed = 0;
	size_t failed = 0;
	int code = work_on_packs(options, kt_pack_test, &passed, &failed);

	if (code != KT_EXIT_OK)
		return code;
	if (passed + failed == 0) {
		kt_cli_say(options, "der er ingen eksempler at køre",
		    "there are no examples to run");
		return KT_EXIT_INCOMPLETE;
	}
	return failed > 0 ? KT_EXIT_FINDINGS : KT_EXIT_OK;
}

int kt_cmd_lint(const struct kt_options *options)
{
	size_t errors = 0;
	size_t warnings = 0;
	int code = work_on_packs(options, kt_pack_lint, &errors, &warnings);

	return code == KT_EXIT_OK && errors > 0 ? KT_EXIT_FINDINGS : code;
}
