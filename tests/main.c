/*
 * Runs every suite. The table is made by the Makefile from the names of
 * tests/check_*.c. CK_RUN_SUITE and CK_RUN_CASE choose some of them; a name
 * that fits none would run nothing and look like success, so it fails here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "suites.h"

extern Suite *(*const kt_suites[])(void);

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	char *plugins = realpath(KT_TEST_BUILD "/tests/plugins", NULL);
	int failed;
	int run;

	/* where tests find things; run from the top of the source tree */
	if (plugins != NULL)
		setenv("KT_TEST_PLUGINS", plugins, 0);
	setenv("KT_TEST_DATA", "tests/data", 0);
	free(plugins);
	/* the loader refuses folders that the group may write */
	umask(022);

	for (size_t i = 0; kt_suites[i] != NULL; i++)
		srunner_add_suite(runner, kt_suites[i]());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	run = srunner_ntests_run(runner);
	srunner_free(runner);
	if (run == 0) {
		fprintf(stderr, "no test was run\n");
		return EXIT_FAILURE;
	}
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
