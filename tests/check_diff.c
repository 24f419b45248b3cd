/*
 * The same document judged twice: by the test pack's edition of 2025, where
 * the deadline is assumed and the amount verified, and by that of 2026, a
 * draft without either.
 */
#include <string.h>

#include "diff.h"
#include "pack_files.h"
#include "suites.h"

#define DAY_2025                                                               \
	{                                                                      \
		2025, 6, 1                                                     \
	}
#define DAY_2026                                                               \
	{                                                                      \
		2026, 6, 1                                                     \
	}
#define DAY_2028                                                               \
	{                                                                      \
		2028, 6, 1                                                     \
	}

static struct pack_folder folder;
static struct kt_judgement before, after;
static struct kt_changes changes;

static void judge(
    struct kt_date date, const char *text, struct kt_judgement *out)
{
	struct kt_settings settings = { .language = KT_EN,
		.has_as_of = true,
		.as_of = date,
		.today = date };

	pack_folder_judge(&folder, &settings, text, "b.xml", out);
	ck_assert_msg(out->status == KT_OK, "%s", out->error.message[KT_EN]);
}

static void compare(
    struct kt_date first, struct kt_date second, const char *text, bool values)
{
	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	ck_assert_msg(pack_folder_load(&folder, values) == KT_OK, "%s",
	    folder.error.message[KT_EN]);
	judge(first, text, &before);
	judge(second, text, &after);
	ck_assert_int_eq(kt_diff(&before, &after, &changes), KT_OK);
}

static void teardown(void)
{
	kt_changes_finish(&changes);
	kt_judgement_finish(&before);
	kt_judgement_finish(&after);
	pack_folder_remove(&folder);
}

static const struct kt_change *change(
    size_t i, enum kt_change_kind kind, const char *rule)
{
	ck_assert_uint_lt(i, changes.count);
	ck_assert_str_eq(
	    kt_change_name(changes.items[i].kind), kt_change_name(kind));
	ck_assert(
	    kt_string_equal(changes.items[i].rule->id, kt_string_of(rule)));
	return &changes.items[i];
}

static void assert_counts(
    size_t new, size_t gone, size_t state, size_t grade, size_t content)
{
	ck_assert_uint_eq(changes.counts[KT_CHANGE_NEW], new);
	ck_assert_uint_eq(changes.counts[KT_CHANGE_GONE], gone);
	ck_assert_uint_eq(changes.counts[KT_CHANGE_STATE], state);
	ck_assert_uint_eq(changes.counts[KT_CHANGE_GRADE], grade);
	ck_assert_uint_eq(changes.counts[KT_CHANGE_CONTENT], content);
	ck_assert_uint_eq(changes.count, new + gone + state + grade + content);
}

#define LETTER(content)                                                        \
	"<brev xmlns=\"urn:prove:brev:1\"><dato>2025-03-01</dato>" content     \
	"</brev>"
static const char late[] = LETTER("<frist>P13D</frist>");
static const char fine[] = LETTER("<frist>P20D</frist>");
static const char dear[] =
    LETTER("<beloeb>90</beloeb><post><beloeb>200</beloeb></post>");

START_TEST(test_same)
{
	compare((struct kt_date)DAY_2025, (struct kt_date){ 2025, 6, 2 }, late,
	    false);
	assert_counts(0, 0, 0, 0, 0);
}
END_TEST

/* A finding that can no longer be decided is one change, although the two are
 * told at different places. */
START_TEST(test_undecided)
{
	const struct kt_change *c;

	compare(
	    (struct kt_date)DAY_2025, (struct kt_date)DAY_2026, late, false);
	assert_counts(0, 0, 1, 0, 0);
	c = change(0, KT_CHANGE_STATE, "PRV-002");
	ck_assert_int_eq(c->before->state, KT_STATE_FAIL);
	ck_assert_int_eq(c->after->state, KT_STATE_UNDECIDED);
	ck_assert_ptr_null(c->otherwise);
}
END_TEST

START_TEST(test_new)
{
	const struct kt_change *c;

	compare(
	    (struct kt_date)DAY_2025, (struct kt_date)DAY_2026, fine, false);
	assert_counts(1, 0, 0, 0, 0);
	c = change(0, KT_CHANGE_NEW, "PRV-002");
	ck_assert_ptr_null(c->before);
	ck_assert_int_eq(c->after->state, KT_STATE_UNDECIDED);
	ck_assert_int_eq(c->otherwise->state, KT_STATE_PASS);
}
END_TEST

START_TEST(test_gone)
{
	const struct kt_change *c;

	/* the rule is out of force in 2028 */
	compare(
	    (struct kt_date)DAY_2025, (struct kt_date)DAY_2028, late, false);
	assert_counts(0, 1, 0, 0, 0);
	c = change(0, KT_CHANGE_GONE, "PRV-002");
	ck_assert_ptr_null(c->after);
	ck_assert_int_eq(c->otherwise->state, KT_STATE_NOT_SELECTED);
	ck_assert(kt_string_equal(c->otherwise->reason,
	    KT_S("the rule is not in force on the deciding date")));
}
END_TEST

/* With --parameters the amount of 2026 is 75: what was at most 100.50 is now
 * too dear by more, and 90 is new. */
START_TEST(test_demand)
{
	const struct kt_change *c;

	compare((struct kt_date)DAY_2025, (struct kt_date)DAY_2026, dear, true);
	assert_counts(1, 0, 0, 0, 1);
	c = change(0, KT_CHANGE_NEW, "PRV-001");
	ck_assert_ptr_nonnull(strstr(c->after->found.data, "90"));
	c = change(1, KT_CHANGE_CONTENT, "PRV-001");
	ck_assert(!kt_string_equal(c->before->required, c->after->required));
	ck_assert(
	    !kt_string_equal(c->before->difference, c->after->difference));
	ck_assert(kt_string_equal(c->before->found, c->after->found));
}
END_TEST

START_TEST(test_grade)
{
	const struct kt_change *c;
	struct kt_result *result;

	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	ck_assert_int_eq(pack_folder_load(&folder, false), KT_OK);
	judge((struct kt_date)DAY_2025, late, &before);
	judge((struct kt_date)DAY_2025, late, &after);
	result = pack_result(&after, "PRV-002", 0);
	result->severity = KT_FATAL;
	ck_assert_int_eq(kt_diff(&before, &after, &changes), KT_OK);
	assert_counts(0, 0, 0, 1, 0);
	c = change(0, KT_CHANGE_GRADE, "PRV-002");
	ck_assert_int_eq(c->before->severity, KT_WARNING);
	ck_assert_int_eq(c->after->severity, KT_FATAL);
}
END_TEST

/* Several findings of one rule at one place are paired by what they say. */
START_TEST(test_pairs)
{
	struct kt_rule rule = { .id = KT_S("R-1") };
	struct kt_result a[3] = { 0 };
	struct kt_result b[2] = { 0 };
	const char *const texts_a[] = { "to", "en", "tre" };
	const char *const texts_b[] = { "tre", "en" };

	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	for (int i = 0; i < 3; i++)
		a[i] = (struct kt_result){ .rule = &rule,
			.state = KT_STATE_FAIL,
			.message = kt_string_of(texts_a[i]),
			.next = i < 2 ? &a[i + 1] : NULL };
	for (int i = 0; i < 2; i++)
		b[i] = (struct kt_result){ .rule = &rule,
			.state = KT_STATE_FAIL,
			.message = kt_string_of(texts_b[i]),
			.next = i < 1 ? &b[i + 1] : NULL };
	before.results = a;
	after.results = b;
	ck_assert_int_eq(kt_diff(&before, &after, &changes), KT_OK);
	assert_counts(0, 1, 0, 0, 0);
	ck_assert(
	    kt_string_equal(changes.items[0].before->message, KT_S("to")));
}
END_TEST

/* Not every two findings of a rule are one: at another place it is another. */
START_TEST(test_places)
{
	struct kt_rule rule = { .id = KT_S("R-1") };
	struct kt_result a = {
		.rule = &rule, .state = KT_STATE_FAIL, .from = { 1, 1 }
	};
	struct kt_result b = {
		.rule = &rule, .state = KT_STATE_FAIL, .from = { 2, 1 }
	};

	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	before.results = &a;
	after.results = &b;
	ck_assert_int_eq(kt_diff(&before, &after, &changes), KT_OK);
	assert_counts(1, 1, 0, 0, 0);
}
END_TEST

/* At one place, a finding is paired with a finding and what is undecided with
 * what is undecided, whatever they say. */
START_TEST(test_states)
{
	struct kt_rule rule = { .id = KT_S("R-1") };
	struct kt_result a[] = {
		{ .rule = &rule,
		    .state = KT_STATE_UNDECIDED,
		    .message = KT_S("a"),
		    .next = &a[1] },
		{ .rule = &rule, .state = KT_STATE_FAIL, .message = KT_S("b") },
	};
	struct kt_result b[] = {
		{ .rule = &rule,
		    .state = KT_STATE_FAIL,
		    .message = KT_S("a"),
		    .next = &b[1] },
		{ .rule = &rule,
		    .state = KT_STATE_UNDECIDED,
		    .message = KT_S("b") },
	};

	pack_folder_write(&folder, NULL, NULL, NULL, NULL);
	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	before.results = a;
	after.results = b;
	ck_assert_int_eq(kt_diff(&before, &after, &changes), KT_OK);
	assert_counts(0, 0, 0, 0, 2);
}
END_TEST

Suite *diff_suite(void)
{
	Suite *suite = suite_create("diff");
	TCase *tests = tcase_create("judgements");

	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_test(tests, test_same);
	tcase_add_test(tests, test_undecided);
	tcase_add_test(tests, test_new);
	tcase_add_test(tests, test_gone);
	tcase_add_test(tests, test_demand);
	tcase_add_test(tests, test_grade);
	tcase_add_test(tests, test_pairs);
	tcase_add_test(tests, test_places);
	tcase_add_test(tests, test_states);
	suite_add_tcase(suite, tests);
	return suite;
}
