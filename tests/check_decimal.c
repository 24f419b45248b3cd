#include <string.h>

#include "decimal.h"
#include "suites.h"

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

/* 38 nines, the largest coefficient */
#define NINES "99999999999999999999999999999999999999"
#define MINUS_NINES "-99999999999999999999999999999999999999"
#define ONE_NINES "199999999999999999999999999999999999999"

/* A value of a test's own table, which must be readable. */
static struct kt_decimal decimal(const char *text)
{
	struct kt_decimal a = { 0, 0, 0, 0 };

	ck_assert_msg(kt_decimal_parse(kt_string_of(text), &a),
	    "not a decimal: %s", text);
	return a;
}

/* ---- text -------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *canonical;
	int32_t scale;
} readable[] = {
	{ "0", "0", 0 },
	{ "-0", "0", 0 },
	{ "-0.00", "0", 2 },
	{ "5", "5", 0 },
	{ "+5", "5", 0 },
	{ "5.", "5", 0 },
	{ ".5", "0.5", 1 },
	{ "-.5", "-0.5", 1 },
	{ "0.50", "0.5", 2 },
	{ "-1.25", "-1.25", 2 },
	{ "1234.50", "1234.5", 2 },
	{ "100", "100", 0 },
	{ "100.00", "100", 2 },
	{ "007", "7", 0 },
	{ "00000000000000000000000000000000000000000000000001.10", "1.1", 2 },
	{ "18446744073709551615", "18446744073709551615", 0 },
	{ "18446744073709551616", "18446744073709551616", 0 },
	{ "-10000000000000000000", "-10000000000000000000", 0 },
	{ "100000000000000000000000000000000000.00",
	    "100000000000000000000000000000000000", 2 },
	{ NINES, NINES, 0 },
	{ MINUS_NINES, MINUS_NINES, 0 },
	{ "9.9999999999999999999999999999999999999",
	    "9.9999999999999999999999999999999999999", 37 },
	{ "0.0000000000000000000000000000000000001",
	    "0.0000000000000000000000000000000000001", 37 },
	{ "-0.0000000000000000000100000000000000000", "-0.00000000000000000001",
	    37 },
};

START_TEST(decimal_reads_and_writes)
{
	char out[KT_DECIMAL_CHARS];
	struct kt_decimal a = decimal(readable[_i].text);
	size_t size = kt_decimal_format(a, out);

	ck_assert_msg(strcmp(out, readable[_i].canonical) == 0, "%s: %s",
	    readable[_i].text, out);
	ck_assert_msg(
	    size == strlen(out), "%s: length %zu", readable[_i].text, size);
	ck_assert_msg(a.scale == readable[_i].scale, "%s: scale %d",
	    readable[_i].text, (int)a.scale);
	ck_assert_msg(a.reserved == 0 && kt_decimal_valid(a), "%s: invalid",
	    readable[_i].text);
}
END_TEST

static const char *const unreadable[] = { "", "+", "-", ".", "-.", "+-1", "--1",
	"1-", "1..2", "1.2.3", " 1", "1 ", "1\n", "1,5", "1.000,50", "1e3",
	"1E3", "INF", "NaN", "0x10", "½", "١", "1_000", "1 000", "2000 kr.",
	"100000000000000000000000000000000000000", NINES "9", ONE_NINES,
	"0.00000000000000000000000000000000000001",
	"1.00000000000000000000000000000000000000" };

START_TEST(decimal_refuses)
{
	struct kt_decimal a = { 7, 7, 7, 0 };

	ck_assert_msg(!kt_decimal_parse(kt_string_of(unreadable[_i]), &a),
	    "'%s' was read", unreadable[_i]);
	ck_assert_msg(a.high == 7 && a.low == 7 && a.scale == 7,
	    "'%s' changed the result", unreadable[_i]);
}
END_TEST

START_TEST(decimal_reads_only_the_slice)
{
	struct kt_string slice = { "12345.678", 7 };
	struct kt_string none = { NULL, 0 };
	struct kt_decimal a;
	char out[KT_DECIMAL_CHARS];

	ck_assert(kt_decimal_parse(slice, &a));
	kt_decimal_format(a, out);
	ck_assert_str_eq(out, "12345.6");
	ck_assert(!kt_decimal_parse(none, &a));
	slice.size = 0;
	ck_assert(!kt_decimal_parse(slice, &a));
}
END_TEST

static const struct {
	const char *text;
	int32_t decimals;
	const char *danish;
	const char *english;
} for_persons[] = {
	{ "0", 0, "0", "0" },
	{ "0", 2, "0,00", "0.00" },
	{ "5", 0, "5", "5" },
	{ "-0.5", 0, "-0,5", "-0.5" },
	{ "999", 2, "999,00", "999.00" },
	{ "1000", 0, "1.000", "1,000" },
	{ "1234.5", 2, "1.234,50", "1,234.50" },
	{ "-1234.5", 2, "-1.234,50", "-1,234.50" },
	{ "-123456", 2, "-123.456,00", "-123,456.00" },
	{ "1234.50000", 2, "1.234,50", "1,234.50" },
	{ "2126.875", 2, "2.126,875", "2,126.875" },
	{ "11500000", 2, "11.500.000,00", "11,500,000.00" },
	{ "30.4166666666666667", 2, "30,4166666666666667",
	    "30.4166666666666667" },
	{ "12", -3, "12", "12" },
	{ MINUS_NINES, 60,
	    "-99.999.999.999.999.999.999.999.999.999.999.999.999,"
	    "0000000000000000000000000000000000000",
	    "-99,999,999,999,999,999,999,999,999,999,999,999,999."
	    "0000000000000000000000000000000000000" },
};

START_TEST(decimal_writes_for_persons)
{
	struct kt_decimal a = decimal(for_persons[_i].text);
	char out[KT_DECIMAL_CHARS];
	size_t size;

	size = kt_decimal_format_for(a, for_persons[_i].decimals, KT_DA, out);
	ck_assert_msg(strcmp(out, for_persons[_i].danish) == 0, "%s: %s",
	    for_persons[_i].text, out);
	ck_assert_uint_eq(size, strlen(out));
	kt_decimal_format_for(a, for_persons[_i].decimals, KT_EN, out);
	ck_assert_msg(strcmp(out, for_persons[_i].english) == 0, "%s: %s",
	    for_persons[_i].text, out);
}
END_TEST

/* ---- calculation ------------------------------------------------------- */

typedef kt_status (*operation)(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out);

static const struct {
	char sign;
	operation call;
} operations[] = {
	{ '+', kt_decimal_add },
	{ '-', kt_decimal_subtract },
	{ '*', kt_decimal_multiply },
	{ '/', kt_decimal_divide },
	{ '\\', kt_decimal_idiv },
	{ '%', kt_decimal_mod },
};

struct sum {
	const char *a;
	char sign;
	const char *b;
	const char *result; /* NULL: the status */
	kt_status status;
};

static void check_sum(const struct sum *sum)
{
	struct kt_decimal result = { 0, 0, 0, 0 };
	char out[KT_DECIMAL_CHARS] = "";
	kt_status status = KT_E_INTERNAL;

	for (int i = 0; i < COUNT(operations); i++) {
		if (operations[i].sign == sum->sign)
			status = operations[i].call(
			    decimal(sum->a), decimal(sum->b), &result);
	}
	ck_assert_msg(status == sum->status, "%s %c %s: status %d", sum->a,
	    sum->sign, sum->b, (int)status);
	if (sum->result == NULL)
		return;
	ck_assert_msg(kt_decimal_valid(result), "%s %c %s: invalid", sum->a,
	    sum->sign, sum->b);
	ck_assert_msg(sum->sign != '/' ||
			  result.scale == kt_decimal_normalize(result).scale,
	    "%s / %s: zeros at the end", sum->a, sum->b);
	kt_decimal_format(result, out);
	ck_assert_msg(strcmp(out, sum->result) == 0, "%s %c %s: %s", sum->a,
	    sum->sign, sum->b, out);
}

/* Figures of rulebook B, section 9: they are what users will calculate. */
static const struct sum money[] = {
	{ "6500000", '+', "675000", "7175000", KT_OK },
	{ "8418000", '-', "7648000", "770000", KT_OK },
	{ "770000", '/', "8000000", "0.09625", KT_OK },
	{ "365", '/', "12", "30.416666666666666667", KT_OK },
	{ "366", '/', "12", "30.5", KT_OK },
	{ "73796", '/', "30", "2459.866666666666666667", KT_OK },
	{ "73796", '/', "30.5", "2419.540983606557377049", KT_OK },
	{ "2461.00", '*', "0.954", "2347.794", KT_OK },
	{ "2530.00", '*', "0.954", "2413.62", KT_OK },
	{ "2050.00", '*', "1.0375", "2126.875", KT_OK },
	{ "2075.00", '*', "1.0375", "2152.8125", KT_OK },
	{ "4380", '*', "0.96", "4204.8", KT_OK },
	{ "11380000", '/', "4204.80", "2706.430745814307458143", KT_OK },
	{ "13090.00", '/', "7", "1870", KT_OK },
	{ "7405.50", '*', "365", "2703007.5", KT_OK },
	{ "2698080.00", '-', "2703007.50", "-4927.5", KT_OK },
	{ "-230", '/', "1300", "-0.176923076923076923", KT_OK },
	{ "8000000", '/', "1300", "6153.846153846153846154", KT_OK },
	{ "1100.01", '-', "1100.00", "0.01", KT_OK },
};

START_TEST(decimal_calculates_money)
{
	check_sum(&money[_i]);
}
END_TEST

static const struct sum sums[] = {
	{ "0.1", '+', "0.2", "0.3", KT_OK },
	{ "1.10", '-', "1.1", "0", KT_OK },
	{ "5", '-', "8.5", "-3.5", KT_OK },
	{ "-5", '-', "-8.5", "3.5", KT_OK },
	{ "-5", '+', "-8.5", "-13.5", KT_OK },
	{ "18446744073709551615", '+', "0.0000000000000000001", NULL,
	    KT_E_LIMIT },
	{ "18446744073709551615", '+', "0.000000000000000001",
	    "18446744073709551615.000000000000000001", KT_OK },
	/* neither fits at the scale of the other, but the sum does */
	{ "10000000000000000000000000000000000000", '-',
	    "9999999999999999999999999999999999999.9", "0.1", KT_OK },
	{ "100", '+', "1.0000000000000000000000000000000000000", "101", KT_OK },
	/* more than 128 bits, before the zeros come off */
	{ "34", '+', "9.0000000000000000000000000000000000000", "43", KT_OK },
	{ "18446744073709551615", '+', "0.00000000000000000000000",
	    "18446744073709551615", KT_OK },
	{ NINES, '+', "1", NULL, KT_E_LIMIT },
	{ MINUS_NINES, '-', "1", NULL, KT_E_LIMIT },
	{ NINES, '+', NINES, NULL, KT_E_LIMIT },
	{ NINES, '-', NINES, "0", KT_OK },
	{ NINES, '+', "0.1", NULL, KT_E_LIMIT },
	{ NINES, '+', "0.0", NINES, KT_OK },
	{ "-3", '*', "0.5", "-1.5", KT_OK },
	{ "-3", '*', "-0.5", "1.5", KT_OK },
	{ "-3", '*', "0", "0", KT_OK },
	{ "18446744073709551616", '*', "1000000000000000000",
	    "18446744073709551616000000000000000000", KT_OK },
	{ "18446744073709551616", '*', "18446744073709551616", NULL,
	    KT_E_LIMIT },
	{ "10000000000000000000", '*', "10000000000000000000", NULL,
	    KT_E_LIMIT },
	{ NINES, '*', NINES, NULL, KT_E_LIMIT },
	{ "0.0000000000000000001", '*', "0.0000000000000000001", NULL,
	    KT_E_LIMIT },
	{ "0.00000000000000000010", '*', "0.000000000000000001",
	    "0.0000000000000000000000000000000000001", KT_OK },
	{ "2500000000000000000000000000000.000000", '*', "4.000000",
	    "10000000000000000000000000000000", KT_OK },
};

START_TEST(decimal_adds_and_multiplies)
{
	check_sum(&sums[_i]);
}
END_TEST

/* The quotients are Saxon-HE 9.9.1.5's, as far as 38 digits go; but for it
 * 70.0 is 7 * 10^1, with one decimal more in the quotient. */
static const struct sum quotients[] = {
	{ "6", '/', "3", "2", KT_OK },
	{ "6.00", '/', "0.30", "20", KT_OK },
	{ "1", '/', "8", "0.125", KT_OK },
	{ "1", '/', "3", "0.333333333333333333", KT_OK },
	{ "2", '/', "3", "0.666666666666666667", KT_OK },
	{ "-2", '/', "3", "-0.666666666666666667", KT_OK },
	{ "2", '/', "-3", "-0.666666666666666667", KT_OK },
	{ "0", '/', "-3", "0", KT_OK },
	/* half goes down: 5 in the nineteenth place, and just above it */
	{ "1", '/', "2000000000000000000", "0", KT_OK },
	{ "3", '/', "524288", "0.000005722045898437", KT_OK },
	{ "1", '/', "524288", "0.000001907348632812", KT_OK },
	{ "-1", '/', "524288", "-0.000001907348632812", KT_OK },
	{ "1", '/', "524287", "0.000001907352270798", KT_OK },
	/* decimals of a beyond those of b are kept */
	{ "7395827563.8234", '/', "701.2", "10547386.713952367370222475756",
	    KT_OK },
	{ "-7688.61319", '/', "0.15", "-51257.421266666666666666667", KT_OK },
	{ "31816260.64", '/', "15.0", "2121084.04266666666666666667", KT_OK },
	{ "-69975059224164.87", '/', "-70.0",
	    "999643703202.35528571428571428571", KT_OK },
	{ "0.0027", '/', "368405297", "0.0000000000073288848504", KT_OK },
	{ "1.00", '/', "3.00", "0.333333333333333333", KT_OK },
	/* 35 decimals were due; five digits before the point leave 33 */
	{ "33333.333333333333333333", '/', "0.7",
	    "47619.047619047619047618571428571428571", KT_OK },
	{ "2419.540983606557377049", '/', "0.001", "2419540.983606557377049",
	    KT_OK },
	{ "33333.333333333333333333", '/', "3", "11111.111111111111111111",
	    KT_OK },
	{ "33333.333333333333333333", '/', "7",
	    "4761.9047619047619047618571428571428571", KT_OK },
	{ "10000000000000000000000000000000000000", '/', "4",
	    "2500000000000000000000000000000000000", KT_OK },
	{ "1", '/', "0.0000000000000000000000000000000000001",
	    "10000000000000000000000000000000000000", KT_OK },
	{ "10", '/', "0.0000000000000000000000000000000000001", NULL,
	    KT_E_LIMIT },
	/* cut at half, with nothing below, with digits below, with a rest */
	{ "6389785208.100517990378455037", '/', "65536",
	    "97500.384645088470312171249954223632812", KT_OK },
	{ "21095144405162490310.149873762141159421", '/', "3814697265625",
	    "5529965.5349469158598639285075027320953", KT_OK },
	{ "5294218178.151314785677526831", '/', "7001",
	    "756208.852756936835548853996714755035", KT_OK },
	{ "6517210980.037154030115843157", '/', "70001",
	    "93101.683976473965087867932700961414837", KT_OK },
	/* more than 256 bits, of which the lowest would look like a result */
	{ "75797739078992687739123462781871204329", '/',
	    "0.0000000000000000000000000000000000001", NULL, KT_E_LIMIT },
	{ NINES, '/', NINES, "1", KT_OK },
	{ NINES, '/', "1", NINES, KT_OK },
	{ NINES, '/', "3", "33333333333333333333333333333333333333", KT_OK },
	{ "1", '/', NINES, "0", KT_OK },
	/* ten times the rest needs more than 128 bits */
	{ "80000000000000000000000000000000000001", '/', NINES, "0.8", KT_OK },
	{ "12345678901234567890", '/', "99999999999999999999999999999999999997",
	    "0", KT_OK },
	{ "1000000000000000000000", '/', "3", NULL, KT_E_LIMIT },
	{ "100000000000000000000", '/', "3",
	    "33333333333333333333.333333333333333333", KT_OK },
	{ "1", '/', "0", NULL, KT_E_INPUT },
	{ "0", '/', "0.00", NULL, KT_E_INPUT },
};

START_TEST(decimal_divides)
{
	check_sum(&quotients[_i]);
}
END_TEST

static const struct sum whole[] = {
	{ "7", '\\', "2", "3", KT_OK },
	{ "-7", '\\', "2", "-3", KT_OK },
	{ "7", '\\', "-2", "-3", KT_OK },
	{ "-7", '\\', "-2", "3", KT_OK },
	{ "7.5", '\\', "0.25", "30", KT_OK },
	{ "0.5", '\\', "7", "0", KT_OK },
	{ "-0.5", '\\', "7", "0", KT_OK },
	{ NINES, '\\', "0.5", NULL, KT_E_LIMIT },
	{ NINES, '\\', "10.000000000000000000000000000000000000",
	    "9999999999999999999999999999999999999", KT_OK },
	{ "1", '\\', "0", NULL, KT_E_INPUT },
	{ "7", '%', "2", "1", KT_OK },
	{ "-7", '%', "2", "-1", KT_OK },
	{ "7", '%', "-2", "1", KT_OK },
	{ "-7.25", '%', "2", "-1.25", KT_OK },
	{ "10", '%', "0.3", "0.1", KT_OK },
	{ "6", '%', "3.00", "0", KT_OK },
	{ NINES, '%', "0.0000000000000000000000000000000000007",
	    "0.0000000000000000000000000000000000003", KT_OK },
	{ NINES, '%', "10.000000000000000000000000000000000000", "9", KT_OK },
	{ "0.0000000000000000000000000000000000001", '%', NINES,
	    "0.0000000000000000000000000000000000001", KT_OK },
	{ "1", '%', "0.0", NULL, KT_E_INPUT },
};

START_TEST(decimal_divides_to_whole_numbers)
{
	check_sum(&whole[_i]);
}
END_TEST

/* ---- rounding ---------------------------------------------------------- */

static const struct {
	const char *a;
	const char *floor;
	const char *ceiling;
	const char *round;
} to_whole[] = {
	{ "2.5", "2", "3", "3" },
	{ "-2.5", "-3", "-2", "-2" },
	{ "3.5", "3", "4", "4" },
	{ "-3.5", "-4", "-3", "-3" },
	{ "2.4999999", "2", "3", "2" },
	{ "-2.5000001", "-3", "-2", "-3" },
	{ "-0.1", "-1", "0", "0" },
	{ "0.1", "0", "1", "0" },
	{ "-0.5", "-1", "0", "0" },
	{ "7", "7", "7", "7" },
	{ "7.000", "7", "7", "7" },
	{ "-7.000", "-7", "-7", "-7" },
	{ NINES, NINES, NINES, NINES },
	{ "9.9999999999999999999999999999999999999", "9", "10", "10" },
};

START_TEST(decimal_rounds_to_whole_numbers)
{
	struct kt_decimal a = decimal(to_whole[_i].a);
	char out[KT_DECIMAL_CHARS];

	kt_decimal_format(kt_decimal_floor(a), out);
	ck_assert_msg(strcmp(out, to_whole[_i].floor) == 0, "floor %s: %s",
	    to_whole[_i].a, out);
	kt_decimal_format(kt_decimal_ceiling(a), out);
	ck_assert_msg(strcmp(out, to_whole[_i].ceiling) == 0, "ceiling %s: %s",
	    to_whole[_i].a, out);
	kt_decimal_format(kt_decimal_round(a), out);
	ck_assert_msg(strcmp(out, to_whole[_i].round) == 0, "round %s: %s",
	    to_whole[_i].a, out);
}
END_TEST

static const struct {
	const char *a;
	int32_t decimals;
	const char *half_up;
	const char *half_even;
} to_decimals[] = {
	{ "2.345", 2, "2.35", "2.34" },
	{ "-2.345", 2, "-2.35", "-2.34" },
	{ "2.335", 2, "2.34", "2.34" },
	{ "2.3450001", 2, "2.35", "2.35" },
	{ "2.3449999", 2, "2.34", "2.34" },
	{ "0.5", 0, "1", "0" },
	{ "-0.5", 0, "-1", "0" },
	{ "1.5", 0, "2", "2" },
	{ "-1.5", 0, "-2", "-2" },
	{ "9.995", 2, "10", "10" },
	{ "2.3", 2, "2.3", "2.3" },
	{ "1234", 2, "1234", "1234" },
	{ "15.5", -1, "16", "16" },
	{ "2706.430745814307458143", 2, "2706.43", "2706.43" },
	{ "2126.875", 2, "2126.88", "2126.88" },
	{ "2152.8125", 2, "2152.81", "2152.81" },
	{ "2413.985", 2, "2413.99", "2413.98" },
	{ "9.9999999999999999999999999999999999999", 36, "10", "10" },
	{ "0.0000000000000000000000000000000000005", 36,
	    "0.000000000000000000000000000000000001", "0" },
};

START_TEST(decimal_rounds_to_decimals)
{
	struct kt_decimal a = decimal(to_decimals[_i].a);
	int32_t decimals = to_decimals[_i].decimals;
	char out[KT_DECIMAL_CHARS];

	kt_decimal_format(kt_decimal_round_half_up(a, decimals), out);
	ck_assert_msg(strcmp(out, to_decimals[_i].half_up) == 0,
	    "%s to %d half up: %s", to_decimals[_i].a, (int)decimals, out);
	kt_decimal_format(kt_decimal_round_half_even(a, decimals), out);
	ck_assert_msg(strcmp(out, to_decimals[_i].half_even) == 0,
	    "%s to %d half even: %s", to_decimals[_i].a, (int)decimals, out);
}
END_TEST

/* ---- comparison -------------------------------------------------------- */

/* From the smallest to the greatest; each is compared with each. */
static const char *const ascending[] = { MINUS_NINES,
	"-9999999999999999999999999999999999999.9", "-10000000000000000000",
	"-1.5", "-1", "-0.0000000000000000000000000000000000001", "0",
	"0.0000000000000000000000000000000000001",
	"0.0000000000000000000000000000000000002", "0.1",
	"0.9999999999999999999999999999999999999", "1",
	"1.0000000000000000000000000000000000001", "9.9999",
	"18446744073709551615", "18446744073709551615.000000000000000001",
	"18446744073709551616", "34028236692093846346337460743176821145",
	"34028236692093846346337460743176821146",
	"99999999999999999999999999999999999998", NINES };

START_TEST(decimal_orders)
{
	for (int k = 0; k < COUNT(ascending); k++) {
		int order = kt_decimal_compare(
		    decimal(ascending[_i]), decimal(ascending[k]));

		ck_assert_msg(order == (_i > k) - (_i < k), "%s against %s: %d",
		    ascending[_i], ascending[k], order);
	}
}
END_TEST

static const char *const equals[][2] = {
	{ "1", "1.0" },
	{ "0", "-0.000" },
	{ "-1.5", "-1.50000000000000000000000000000000000" },
	{ "100", "100.0000000000000000000000000000000000" },
	{ "18446744073709551616", "18446744073709551616.00000000000000000" },
};

START_TEST(decimal_ignores_zeros_at_the_end)
{
	struct kt_decimal a = decimal(equals[_i][0]);
	struct kt_decimal b = decimal(equals[_i][1]);

	ck_assert_msg(kt_decimal_compare(a, b) == 0, "%s against %s",
	    equals[_i][0], equals[_i][1]);
	ck_assert_msg(kt_decimal_compare(b, a) == 0, "%s against %s",
	    equals[_i][1], equals[_i][0]);
	b = kt_decimal_normalize(b);
	ck_assert_msg(a.high == b.high && a.low == b.low && a.scale == b.scale,
	    "%s is not made %s", equals[_i][1], equals[_i][0]);
}
END_TEST

static const struct {
	const char *a;
	bool integer;
	bool fits;
	int64_t number;
	int sign;
} numbers[] = {
	{ "0", true, true, 0, 0 },
	{ "-0.00", true, true, 0, 0 },
	{ "31.00", true, true, 31, 1 },
	{ "-31", true, true, -31, -1 },
	{ "31.01", false, false, 0, 1 },
	{ "-0.5", false, false, 0, -1 },
	{ "9223372036854775807", true, true, INT64_MAX, 1 },
	{ "9223372036854775807.000", true, true, INT64_MAX, 1 },
	{ "9223372036854775808", true, false, 0, 1 },
	{ "-9223372036854775808", true, true, INT64_MIN, -1 },
	{ "-9223372036854775809", true, false, 0, -1 },
	{ "18446744073709551616", true, false, 0, 1 },
	{ MINUS_NINES, true, false, 0, -1 },
};

START_TEST(decimal_becomes_a_number)
{
	struct kt_decimal a = decimal(numbers[_i].a);
	int64_t number = 0;
	bool fits = kt_decimal_to_int(a, &number);

	ck_assert_msg(kt_decimal_is_integer(a) == numbers[_i].integer,
	    "%s: whole or not", numbers[_i].a);
	ck_assert_msg(
	    fits == numbers[_i].fits, "%s: fits or not", numbers[_i].a);
	ck_assert_msg(number == numbers[_i].number, "%s: %lld", numbers[_i].a,
	    (long long)number);
	ck_assert_msg(
	    kt_decimal_sign(a) == numbers[_i].sign, "%s: sign", numbers[_i].a);
	ck_assert_msg(kt_decimal_is_zero(a) == (numbers[_i].sign == 0),
	    "%s: zero or not", numbers[_i].a);
	if (fits)
		ck_assert_msg(kt_decimal_compare(kt_decimal_of(number), a) == 0,
		    "%s: not the same again", numbers[_i].a);
}
END_TEST

/* ---- laws -------------------------------------------------------------- */

/* The same numbers in every run, so that a failure can be repeated. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Mostly money, at times as long as they get. */
static struct kt_decimal random_decimal(uint64_t *state, char *text)
{
	uint64_t kind = next_random(state) % 4;
	size_t digits = 1 + next_random(state) % (kind == 0 ? 38 : 9);
	size_t point = next_random(state) % (kind == 1 ? 3 : digits);
	char *at = text;

	if (next_random(state) % 2 == 0)
		*at++ = '-';
	if (point >= digits)
		point = 0;
	for (size_t i = 0; i < digits; i++) {
		if (i > 0 && i == digits - point)
			*at++ = '.';
		*at++ = (char)('0' + next_random(state) % 10);
	}
	*at = '\0';
	return decimal(text);
}

static bool same(struct kt_decimal a, struct kt_decimal b)
{
	return kt_decimal_compare(a, b) == 0;
}

START_TEST(law_add_and_subtract_are_inverse)
{
	uint64_t state = 20231001;
	int counted = 0;

	for (int i = 0; i < 20000; i++) {
		char text[2][48];
		struct kt_decimal a = random_decimal(&state, text[0]);
		struct kt_decimal b = random_decimal(&state, text[1]);
		struct kt_decimal c;
		struct kt_decimal d;

		if (kt_decimal_add(a, b, &c) != KT_OK)
			continue;
		ck_assert_msg(kt_decimal_add(b, a, &d) == KT_OK && same(c, d),
		    "%s + %s the other way round", text[0], text[1]);
		ck_assert_msg(
		    kt_decimal_subtract(c, b, &d) == KT_OK && same(a, d),
		    "%s + %s - %s", text[0], text[1], text[1]);
		counted++;
	}
	ck_assert_int_gt(counted, 15000);
}
END_TEST

START_TEST(law_compare_is_the_sign_of_the_difference)
{
	uint64_t state = 20240101;

	for (int i = 0; i < 20000; i++) {
		char text[2][48];
		struct kt_decimal a = random_decimal(&state, text[0]);
		struct kt_decimal b = random_decimal(&state, text[1]);
		struct kt_decimal c;
		int order = kt_decimal_compare(a, b);

		ck_assert_msg(kt_decimal_compare(b, a) == -order, "%s, %s",
		    text[0], text[1]);
		ck_assert_msg(kt_decimal_compare(a, a) == 0, "%s", text[0]);
		ck_assert_msg(kt_decimal_compare(kt_decimal_negate(b),
				  kt_decimal_negate(a)) == order,
		    "-%s, -%s", text[0], text[1]);
		if (kt_decimal_subtract(a, b, &c) == KT_OK)
			ck_assert_msg(kt_decimal_sign(c) == order, "%s, %s",
			    text[0], text[1]);
	}
}
END_TEST

START_TEST(law_text_and_value_are_inverse)
{
	uint64_t state = 20260101;

	for (int i = 0; i < 20000; i++) {
		char text[48];
		char out[KT_DECIMAL_CHARS];
		struct kt_decimal a = random_decimal(&state, text);
		struct kt_decimal b;
		struct kt_decimal n = kt_decimal_normalize(a);

		kt_decimal_format(a, out);
		b = decimal(out);
		ck_assert_msg(
		    b.high == n.high && b.low == n.low && b.scale == n.scale,
		    "%s became %s", text, out);
	}
}
END_TEST

START_TEST(law_quotient_and_rest_make_the_whole)
{
	uint64_t state = 20270101;
	int counted = 0;

	for (int i = 0; i < 20000; i++) {
		char text[2][48];
		struct kt_decimal a = random_decimal(&state, text[0]);
		struct kt_decimal b = random_decimal(&state, text[1]);
		struct kt_decimal q;
		struct kt_decimal r;

		if (kt_decimal_is_zero(b) ||
		    kt_decimal_idiv(a, b, &q) != KT_OK ||
		    kt_decimal_mod(a, b, &r) != KT_OK)
			continue;
		ck_assert_msg(kt_decimal_compare(
				  kt_decimal_abs(r), kt_decimal_abs(b)) < 0,
		    "%s mod %s too large", text[0], text[1]);
		ck_assert_msg(kt_decimal_sign(r) * kt_decimal_sign(a) >= 0,
		    "%s mod %s: sign", text[0], text[1]);
		if (kt_decimal_multiply(q, b, &q) != KT_OK ||
		    kt_decimal_add(q, r, &q) != KT_OK)
			continue;
		ck_assert_msg(same(q, a), "%s, %s", text[0], text[1]);
		counted++;
	}
	ck_assert_int_gt(counted, 15000);
}
END_TEST

/* |a - a / b * b| is at most half a unit of the last place, times |b|. */
START_TEST(law_division_undoes_multiplication)
{
	struct kt_decimal half = decimal("0.0000000000000000005");
	uint64_t state = 20280101;
	int counted = 0;

	for (int i = 0; i < 20000; i++) {
		char text[2][48];
		struct kt_decimal a = random_decimal(&state, text[0]);
		struct kt_decimal b = random_decimal(&state, text[1]);
		struct kt_decimal q;
		struct kt_decimal error;
		struct kt_decimal most;

		if (kt_decimal_is_zero(b) ||
		    kt_decimal_divide(a, b, &q) != KT_OK ||
		    kt_decimal_multiply(q, b, &error) != KT_OK ||
		    kt_decimal_subtract(a, error, &error) != KT_OK ||
		    kt_decimal_multiply(half, b, &most) != KT_OK)
			continue;
		ck_assert_msg(kt_decimal_compare(kt_decimal_abs(error),
				  kt_decimal_abs(most)) <= 0,
		    "%s / %s", text[0], text[1]);
		counted++;
	}
	ck_assert_int_gt(counted, 10000);
}
END_TEST

START_TEST(law_rounding_stays_near)
{
	struct kt_decimal half = decimal("0.005");
	struct kt_decimal one = kt_decimal_of(1);
	uint64_t state = 20290101;

	for (int i = 0; i < 20000; i++) {
		char text[48];
		struct kt_decimal a = random_decimal(&state, text);
		struct kt_decimal d;

		if (kt_decimal_subtract(
			a, kt_decimal_round_half_up(a, 2), &d) != KT_OK)
			continue;
		ck_assert_msg(kt_decimal_compare(kt_decimal_abs(d), half) <= 0,
		    "%s to two decimals", text);
		ck_assert_msg(
		    kt_decimal_subtract(a, kt_decimal_floor(a), &d) == KT_OK &&
			kt_decimal_sign(d) >= 0 &&
			kt_decimal_compare(d, one) < 0,
		    "%s: floor", text);
		ck_assert_msg(same(kt_decimal_ceiling(a),
				  kt_decimal_negate(
				      kt_decimal_floor(kt_decimal_negate(a)))),
		    "%s: ceiling", text);
	}
}
END_TEST

/* ---- values from elsewhere --------------------------------------------- */

/* A plugin can hand in anything. */
static const struct kt_decimal strange[] = {
	{ INT64_MIN, 0, 0, 0 },
	{ INT64_MIN, 0, 37, 0 },
	{ INT64_MAX, UINT64_MAX, 37, 0 },
	{ INT64_MAX, UINT64_MAX, INT32_MAX, 0 },
	{ 0, 5, -1, 0 },
	{ -1, UINT64_MAX, INT32_MIN, 0 },
	{ 0, 5, 38, 0 },
	/* 10^38 */
	{ 0x4B3B4CA85A86C47A, 0x098A224000000000, 0, 0 },
	{ ~0x4B3B4CA85A86C47A, ~0x098A224000000000u + 1u, 0, 0 },
};

START_TEST(decimal_survives_strange_values)
{
	struct kt_decimal a = strange[_i];
	struct kt_decimal one = kt_decimal_of(1);
	struct kt_decimal out;
	char text[KT_DECIMAL_CHARS];
	int64_t number;

	ck_assert_msg(!kt_decimal_valid(a), "row %d is valid", _i);
	for (int i = 0; i < COUNT(operations); i++) {
		ck_assert_int_eq(operations[i].call(a, one, &out), KT_E_LIMIT);
		ck_assert_int_eq(operations[i].call(one, a, &out), KT_E_LIMIT);
	}
	for (int i = 0; i < COUNT(strange); i++)
		ck_assert_int_eq(kt_decimal_compare(a, strange[i]),
		    -kt_decimal_compare(strange[i], a));
	kt_decimal_normalize(kt_decimal_negate(kt_decimal_abs(a)));
	kt_decimal_round_half_even(kt_decimal_floor(a), INT32_MAX);
	kt_decimal_round_half_up(kt_decimal_round(a), INT32_MIN);
	kt_decimal_ceiling(a);
	kt_decimal_is_integer(a);
	kt_decimal_to_int(a, &number);
	ck_assert_uint_lt(kt_decimal_format(a, text), KT_DECIMAL_CHARS);
	ck_assert_uint_lt(
	    kt_decimal_format_for(a, INT32_MAX, KT_DA, text), KT_DECIMAL_CHARS);
}
END_TEST

START_TEST(decimal_of_numbers)
{
	char out[KT_DECIMAL_CHARS];

	kt_decimal_format(kt_decimal_of(INT64_MIN), out);
	ck_assert_str_eq(out, "-9223372036854775808");
	kt_decimal_format(kt_decimal_of(INT64_MAX), out);
	ck_assert_str_eq(out, "9223372036854775807");
	kt_decimal_format(kt_decimal_of(-1), out);
	ck_assert_str_eq(out, "-1");
	kt_decimal_format(kt_decimal_abs(decimal("-1.50")), out);
	ck_assert_str_eq(out, "1.5");
	kt_decimal_format(kt_decimal_negate(decimal("0.00")), out);
	ck_assert_str_eq(out, "0");
}
END_TEST

static TCase *calculation_case(void)
{
	TCase *tcase = tcase_create("calculation");

	tcase_add_loop_test(tcase, decimal_calculates_money, 0, COUNT(money));
	tcase_add_loop_test(tcase, decimal_adds_and_multiplies, 0, COUNT(sums));
	tcase_add_loop_test(tcase, decimal_divides, 0, COUNT(quotients));
	tcase_add_loop_test(
	    tcase, decimal_divides_to_whole_numbers, 0, COUNT(whole));
	tcase_add_loop_test(
	    tcase, decimal_rounds_to_whole_numbers, 0, COUNT(to_whole));
	tcase_add_loop_test(
	    tcase, decimal_rounds_to_decimals, 0, COUNT(to_decimals));
	tcase_add_loop_test(tcase, decimal_orders, 0, COUNT(ascending));
	tcase_add_loop_test(
	    tcase, decimal_ignores_zeros_at_the_end, 0, COUNT(equals));
	tcase_add_loop_test(tcase, decimal_becomes_a_number, 0, COUNT(numbers));
	return tcase;
}

Suite *decimal_suite(void)
{
	Suite *suite = suite_create("decimal");
	TCase *text = tcase_create("text");
	TCase *laws = tcase_create("laws");
	TCase *limits = tcase_create("limits");

	tcase_add_loop_test(text, decimal_reads_and_writes, 0, COUNT(readable));
	tcase_add_loop_test(text, decimal_refuses, 0, COUNT(unreadable));
	tcase_add_test(text, decimal_reads_only_the_slice);
	tcase_add_loop_test(
	    text, decimal_writes_for_persons, 0, COUNT(for_persons));
	suite_add_tcase(suite, text);
	suite_add_tcase(suite, calculation_case());
	tcase_add_test(laws, law_add_and_subtract_are_inverse);
	tcase_add_test(laws, law_compare_is_the_sign_of_the_difference);
	tcase_add_test(laws, law_text_and_value_are_inverse);
	tcase_add_test(laws, law_quotient_and_rest_make_the_whole);
	tcase_add_test(laws, law_division_undoes_multiplication);
	tcase_add_test(laws, law_rounding_stays_near);
	suite_add_tcase(suite, laws);
	tcase_add_loop_test(
	    limits, decimal_survives_strange_values, 0, COUNT(strange));
	tcase_add_test(limits, decimal_of_numbers);
	suite_add_tcase(suite, limits);
	return suite;
}
