#include <stdio.h>
#include <string.h>

#include "names.h"
#include "suites.h"

START_TEST(ids_are_dense_from_one)
{
	struct kt_names *names = kt_names_create();

	ck_assert_ptr_nonnull(names);
	ck_assert_uint_eq(kt_names_find(names, KT_S(""), KT_S("pris")), 0);
	ck_assert_uint_eq(kt_names_intern(names, KT_S(""), KT_S("pris")), 1);
	ck_assert_uint_eq(
	    kt_names_intern(names, KT_S("urn:a"), KT_S("pris")), 2);
	ck_assert_uint_eq(kt_names_intern(names, KT_S(""), KT_S("takst")), 3);
	ck_assert_uint_eq(kt_names_intern(names, KT_S(""), KT_S("pris")), 1);
	ck_assert_uint_eq(kt_names_find(names, KT_S("urn:a"), KT_S("pris")), 2);
	ck_assert_uint_eq(kt_names_find(names, KT_S("urn:b"), KT_S("pris")), 0);
	kt_names_destroy(names);
}
END_TEST

START_TEST(space_and_local_do_not_run_together)
{
	struct kt_names *names = kt_names_create();
	uint32_t a = kt_names_intern(names, KT_S("urn:ab"), KT_S("c"));
	uint32_t b = kt_names_intern(names, KT_S("urn:a"), KT_S("bc"));

	ck_assert_uint_ne(a, b);
	ck_assert_str_eq(kt_names_space(names, a).data, "urn:ab");
	ck_assert_str_eq(kt_names_local(names, b).data, "bc");
	kt_names_destroy(names);
}
END_TEST

START_TEST(numbers_without_name_are_empty)
{
	struct kt_names *names = kt_names_create();

	ck_assert_uint_eq(kt_names_local(names, 0).size, 0);
	ck_assert_uint_eq(kt_names_local(names, 77).size, 0);
	ck_assert_uint_eq(kt_names_space(names, UINT32_MAX).size, 0);
	ck_assert_ptr_nonnull(kt_names_local(names, 77).data);
	kt_names_destroy(names);
	kt_names_destroy(NULL);
}
END_TEST

/* Names of every length, so that each end of the hash is reached; the slots
 * and the array grow many times under the strings that were given out. */
START_TEST(many_names_stay_where_they_are)
{
	enum { MANY = 20000 };
	static const char *first[MANY];
	struct kt_names *names = kt_names_create();
	char local[64];

	for (int i = 0; i < MANY; i++) {
		int size =
		    snprintf(local, sizeof(local), "%0*d", i % 40 + 5, i);
		struct kt_string name = { local, (size_t)size };
		struct kt_string space = i % 3 == 0   ? KT_S("")
					 : i % 3 == 1 ? KT_S("urn:et")
						      : KT_S("urn:to");

		ck_assert_uint_eq(
		    kt_names_intern(names, space, name), (uint32_t)i + 1);
		first[i] = kt_names_local(names, (uint32_t)i + 1).data;
	}
	for (int i = 0; i < MANY; i++) {
		struct kt_string kept = kt_names_local(names, (uint32_t)i + 1);

		snprintf(local, sizeof(local), "%0*d", i % 40 + 5, i);
		ck_assert_ptr_eq(kept.data, first[i]);
		ck_assert_str_eq(kept.data, local);
		ck_assert_uint_eq(kept.size, strlen(local));
		ck_assert_uint_eq(
		    kt_names_find(
			names, kt_names_space(names, (uint32_t)i + 1), kept),
		    (uint32_t)i + 1);
	}
	kt_names_destroy(names);
}
END_TEST

Suite *names_suite(void)
{
	Suite *suite = suite_create("names");
	TCase *core = tcase_create("core");

	tcase_add_test(core, ids_are_dense_from_one);
	tcase_add_test(core, space_and_local_do_not_run_together);
	tcase_add_test(core, numbers_without_name_are_empty);
	tcase_add_test(core, many_names_stay_where_they_are);
	suite_add_tcase(suite, core);
	return suite;
}
