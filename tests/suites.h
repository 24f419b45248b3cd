/*
 * One suite per module; tests/main.c runs them all.
 */
#ifndef TESTS_SUITES_H
#define TESTS_SUITES_H

#include <check.h>

Suite *base_suite(void);
Suite *decimal_suite(void);
Suite *moment_suite(void);
Suite *names_suite(void);
Suite *intake_suite(void);
Suite *schema_suite(void);
Suite *document_suite(void);
Suite *reader_suite(void);
Suite *issues_suite(void);
Suite *mask_suite(void);
Suite *fingerprint_suite(void);
Suite *json_suite(void);
Suite *profile_suite(void);
Suite *report_suite(void);
Suite *expr_suite(void);
Suite *loader_suite(void);
Suite *pack_suite(void);
Suite *pack_run_suite(void);
Suite *plugin_identitet_suite(void);
Suite *plugin_ordlyd_suite(void);
Suite *plugin_struktur_suite(void);
Suite *plugin_takst_suite(void);
Suite *plugin_tekst_suite(void);
Suite *plugin_tid_suite(void);
Suite *diff_suite(void);
Suite *waiver_suite(void);

#endif
