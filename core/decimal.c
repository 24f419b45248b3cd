#include "decimal.h"

/*
 * Calculation is done on sign and magnitude. A magnitude below 10^38 fits in
 * 128 bits; where two have to be brought to one scale, or multiplied, 256
 * bits hold every possible result (at most 76 digits), so that nothing can
 * overflow unnoticed. Most values are small amounts of money and never leave
 * the short paths.
 */
__extension__ typedef unsigned __int128 wide;

struct wide2 {
	wide high;
	wide low;
};

struct number {
	wide magnitude;
	bool negative;
	int32_t scale;
};

/* ---- 128 and 256 bits -------------------------------------------------- */

/* 10^n for n from 0 to 38 */
static wide ten(int32_t n)
{
	static const uint64_t tens[] = { 1u, 10u, 100u, 1000u, 10000u, 100000u,
		1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u,
		100000000000u, 1000000000000u, 10000000000000u,
		100000000000000u, 1000000000000000u, 10000000000000000u,
		100000000000000000u, 1000000000000000000u,
		10000000000000000000u };

	return n <= 19 ? (wide)tens[n] : (wide)tens[19] * tens[n - 19];
}

static bool is_short(wide a)
{
	return a <= UINT64_MAX;
}

static int compare2(struct wide2 a, struct wide2 b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

static struct wide2 add2(struct wide2 a, struct wide2 b)
{
	struct wide2 sum = { a.high + b.high, a.low + b.low };

	sum.high += sum.low < a.low;
	return sum;
}

/* a - b, where a is not less than b */
static struct wide2 subtract2(struct wide2 a, struct wide2 b)
{
	struct wide2 rest = { a.high - b.high, a.low - b.low };

	rest.high -= a.low < b.low;
	return rest;
}

static struct wide2 multiply2(wide a, wide b)
{
	uint64_t a_high = (uint64_t)(a >> 64);
	uint64_t b_high = (uint64_t)(b >> 64);
	wide low = (wide)(uint64_t)a * (uint64_t)b;
	wide middle1 = (wide)a_high * (uint64_t)b;
	wide middle2 = (wide)b_high * (uint64_t)a;
	wide middle = (low >> 64) + (uint64_t)middle1 + (uint64_t)middle2;
	struct wide2 product;

	product.low = middle << 64 | (uint64_t)low;
	product.high = (wide)a_high * b_high + (middle1 >> 64) +
		       (middle2 >> 64) + (middle >> 64);
	return product;
}

/* a * 10, where a is below 2^252 */
static struct wide2 times_ten(struct wide2 a)
{
	struct wide2 product = multiply2(a.low, 10);

	product.high += a.high * 10;
	return product;
}

/* Divides *a by ten and returns the remainder. */
static unsigned cut_digit(struct wide2 *a)
{
	uint64_t limbs[] = { (uint64_t)(a->high >> 64), (uint64_t)a->high,
		(uint64_t)(a->low >> 64), (uint64_t)a->low };
	uint64_t rest = 0;

	for (size_t i = 0; i < 4; i++) {
		wide part = (wide)rest << 64 | limbs[i];

		limbs[i] = (uint64_t)(part / 10);
		rest = (uint64_t)(part % 10);
	}
	a->high = (wide)limbs[0] << 64 | limbs[1];
	a->low = (wide)limbs[2] << 64 | limbs[3];
	return (unsigned)rest;
}

/* Bit by bit: only values of more than 128 bits come here. */
static struct wide2 divide2(struct wide2 a, struct wide2 b, struct wide2 *rest)
{
	struct wide2 quotient = { 0, 0 };

	*rest = quotient;
	for (int bit = 255; bit >= 0; bit--) {
		wide half = bit >= 128 ? a.high : a.low;

		/* rest < b < 2^255, so nothing is shifted out */
		*rest = add2(*rest, *rest);
		rest->low |= half >> (bit % 128) & 1;
		quotient = add2(quotient, quotient);
		if (compare2(*rest, b) >= 0) {
			*rest = subtract2(*rest, b);
			quotient.low |= 1;
		}
	}
	return quotient;
}

/* ---- in and out -------------------------------------------------------- */

static struct number load(struct kt_decimal a)
{
	wide bits = (wide)(uint64_t)a.high << 64 | a.low;
	struct number n = { bits, a.high < 0, a.scale };

	if (n.negative)
		n.magnitude = 0 - bits;
	/* a scale out of range is a plugin's mistake, for kt_decimal_valid to
	 * find; here it must only not lead out of the table of powers */
	if (n.scale < 0)
		n.scale = 0;
	else if (n.scale > KT_DECIMAL_MAX_SCALE)
		n.scale = KT_DECIMAL_MAX_SCALE;
	return n;
}

static struct kt_decimal store(struct number n)
{
	wide bits = n.negative ? 0 - n.magnitude : n.magnitude;
	struct kt_decimal a = { (int64_t)(uint64_t)(bits >> 64), (uint64_t)bits,
		n.scale, 0 };

	return a;
}

bool kt_decimal_valid(struct kt_decimal a)
{
	return a.scale >= 0 && a.scale <= KT_DECIMAL_MAX_SCALE &&
	       load(a).magnitude < ten(38);
}

/* Zeros after the point come off until the value fits, or it does not. */
static kt_status finish(struct wide2 magnitude, bool negative, int32_t scale,
    struct kt_decimal *out)
{
	struct number n;

	while (magnitude.high != 0 || magnitude.low >= ten(38) ||
	       scale > KT_DECIMAL_MAX_SCALE) {
		if (scale == 0 || cut_digit(&magnitude) != 0)
			return KT_E_LIMIT;
		scale--;
	}
	n.magnitude = magnitude.low;
	n.negative = negative;
	n.scale = scale;
	*out = store(n);
	return KT_OK;
}

static struct number strip(struct number n)
{
	if (n.magnitude == 0)
		n.scale = 0;
	while (n.scale > 0 && !is_short(n.magnitude) && n.magnitude % 10 == 0) {
		n.magnitude /= 10;
		n.scale--;
	}
	if (is_short(n.magnitude)) {
		uint64_t small = (uint64_t)n.magnitude;

		while (n.scale > 0 && small % 10 == 0) {
			small /= 10;
			n.scale--;
		}
		n.magnitude = small;
	}
	return n;
}

struct kt_decimal kt_decimal_of(int64_t number)
{
	struct kt_decimal a = { number < 0 ? -1 : 0, (uint64_t)number, 0, 0 };

	return a;
}

/* Adds the digits at the front of [at, end) to *n and returns what follows,
 * or NULL where they are too many. */
static const char *read_digits(
    const char *at, const char *end, struct number *n)
{
	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		if (n->magnitude >= ten(37))
			return NULL;
		n->magnitude = n->magnitude * 10 + (unsigned)(*at - '0');
	}
	return at;
}

bool kt_decimal_parse(struct kt_string text, struct kt_decimal *out)
{
	struct number n = { 0, false, 0 };
	const char *at = text.data;
	const char *end;
	const char *whole;
	const char *point;

	if (text.size == 0)
		return false;
	end = at + text.size;
	if (*at == '-' || *at == '+')
		n.negative = *at++ == '-';
	whole = at;
	at = read_digits(at, end, &n);
	if (at == NULL)
		return false;
	point = at;
	if (at < end && *at == '.') {
		at = read_digits(at + 1, end, &n);
		if (at == NULL || at - (point + 1) > KT_DECIMAL_MAX_SCALE)
			return false;
		n.scale = (int32_t)(at - (point + 1));
	}
	/* "5." and ".5" are xs:decimal, "." and "" are not */
	if (at != end || (point == whole && n.scale == 0))
		return false;
	*out = store(n);
	return true;
}

/* ---- calculation ------------------------------------------------------- */

static bool are_valid(struct kt_decimal a, struct kt_decimal b)
{
	return kt_decimal_valid(a) && kt_decimal_valid(b);
}

/* Both magnitudes at the greater of the two scales, which is returned. */
static int32_t align(
    struct number a, struct number b, struct wide2 *a_out, struct wide2 *b_out)
{
	int32_t scale = a.scale > b.scale ? a.scale : b.scale;

	*a_out = multiply2(a.magnitude, ten(scale - a.scale));
	*b_out = multiply2(b.magnitude, ten(scale - b.scale));
	return scale;
}

/* The same in 128 bits: false where it might not fit, or where the sum of
 * both might not. */
static bool align_short(struct number *a, struct number *b)
{
	int32_t by = a->scale - b->scale;

	if (by == 0)
		return true;
	if (!is_short(a->magnitude) || !is_short(b->magnitude) || by > 19 ||
	    by < -19)
		return false;
	if (by > 0) {
		b->magnitude *= ten(by);
		b->scale = a->scale;
	} else {
		a->magnitude *= ten(-by);
		a->scale = b->scale;
	}
	return true;
}

static kt_status sum(struct number a, struct number b, struct kt_decimal *out)
{
	struct wide2 x = { 0, 0 };
	struct wide2 y = { 0, 0 };
	int32_t scale = a.scale;

	if (align_short(&a, &b)) {
		scale = a.scale;
		x.low = a.magnitude;
		y.low = b.magnitude;
	} else {
		scale = align(a, b, &x, &y);
	}
	if (a.negative == b.negative)
		return finish(add2(x, y), a.negative, scale, out);
	if (compare2(x, y) >= 0)
		return finish(subtract2(x, y), a.negative, scale, out);
	return finish(subtract2(y, x), b.negative, scale, out);
}

kt_status kt_decimal_add(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	if (!are_valid(a, b))
		return KT_E_LIMIT;
	return sum(load(a), load(b), out);
}

kt_status kt_decimal_subtract(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	struct number subtrahend = load(b);

	if (!are_valid(a, b))
		return KT_E_LIMIT;
	subtrahend.negative = !subtrahend.negative;
	return sum(load(a), subtrahend, out);
}

kt_status kt_decimal_multiply(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	struct number x = load(a);
	struct number y = load(b);

	if (!are_valid(a, b))
		return KT_E_LIMIT;
	return finish(multiply2(x.magnitude, y.magnitude),
	    x.negative != y.negative, x.scale + y.scale, out);
}

/*
 * a / b with `digits` more digits than a, one digit at a time, as on paper:
 * false where the quotient has more than 75 of them, which are too many at any
 * scale.
 */
static bool divide_long(
    wide a, wide b, int32_t digits, struct wide2 *quotient, wide *rest)
{
	struct wide2 divisor = { 0, b };
	struct wide2 left = { 0, a % b };

	quotient->high = 0;
	quotient->low = a / b;
	for (; digits > 0; digits--) {
		struct wide2 digit = { 0, 0 };

		if (quotient->high >> 122 != 0)
			return false;
		left = times_ten(left);
		while (compare2(left, divisor) >= 0) {
			left = subtract2(left, divisor);
			digit.low++;
		}
		*quotient = add2(times_ten(*quotient), digit);
	}
	*rest = left.low;
	return true;
}

/*
 * Rounds a quotient, of which `rest` / `divisor` is left over, half down. It
 * loses as many digits first as must go to fit, but keeps 18 decimals.
 */
static struct wide2 round_quotient(
    struct wide2 quotient, wide rest, wide divisor, int32_t *scale)
{
	struct wide2 one = { 0, 1 };
	bool more_than_half = rest > divisor - rest;
	bool below = rest != 0;

	while (*scale > KT_DECIMAL_DIVIDE_SCALE &&
	       (quotient.high != 0 || quotient.low >= ten(38) ||
		   *scale > KT_DECIMAL_MAX_SCALE)) {
		unsigned digit = cut_digit(&quotient);

		more_than_half = digit > 5 || (digit == 5 && below);
		below = below || digit != 0;
		--*scale;
	}
	return more_than_half ? add2(quotient, one) : quotient;
}

kt_status kt_decimal_divide(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	struct number x = strip(load(a));
	struct number y = strip(load(b));
	struct wide2 quotient = { 0, 0 };
	struct kt_decimal result;
	kt_status status;
	int32_t scale = KT_DECIMAL_DIVIDE_SCALE;
	int32_t digits;
	wide rest;

	if (!are_valid(a, b))
		return KT_E_LIMIT;
	if (y.magnitude == 0)
		return KT_E_INPUT;
	if (x.scale > y.scale)
		scale += x.scale - y.scale;
	digits = scale - x.scale + y.scale;
	if (digits <= 38 && x.magnitude <= ten(38 - digits)) {
		wide dividend = x.magnitude * ten(digits);

		quotient.low = dividend / y.magnitude;
		rest = dividend % y.magnitude;
	} else if (!divide_long(
		       x.magnitude, y.magnitude, digits, &quotient, &rest)) {
		return KT_E_LIMIT;
	}
	quotient = round_quotient(quotient, rest, y.magnitude, &scale);
	status = finish(quotient, x.negative != y.negative, scale, &result);
	if (status == KT_OK)
		*out = kt_decimal_normalize(result);
	return status;
}

/* The whole quotient and the rest, both as magnitudes; the rest has the scale
 * that is returned. */
static int32_t divide_whole(struct number a, struct number b,
    struct wide2 *quotient, struct wide2 *rest)
{
	struct wide2 x;
	struct wide2 y;
	int32_t scale;

	if (align_short(&a, &b)) {
		quotient->high = 0;
		quotient->low = a.magnitude / b.magnitude;
		rest->high = 0;
		rest->low = a.magnitude % b.magnitude;
		return a.scale;
	}
	scale = align(a, b, &x, &y);
	*quotient = divide2(x, y, rest);
	return scale;
}

kt_status kt_decimal_idiv(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	struct wide2 quotient;
	struct wide2 rest;

	if (!are_valid(a, b))
		return KT_E_LIMIT;
	if (kt_decimal_is_zero(b))
		return KT_E_INPUT;
	divide_whole(load(a), load(b), &quotient, &rest);
	return finish(quotient, (a.high < 0) != (b.high < 0), 0, out);
}

kt_status kt_decimal_mod(
    struct kt_decimal a, struct kt_decimal b, struct kt_decimal *out)
{
	struct wide2 quotient;
	struct wide2 rest;
	int32_t scale;

	if (!are_valid(a, b))
		return KT_E_LIMIT;
	if (kt_decimal_is_zero(b))
		return KT_E_INPUT;
	scale = divide_whole(load(a), load(b), &quotient, &rest);
	return finish(rest, a.high < 0, scale, out);
}

struct kt_decimal kt_decimal_negate(struct kt_decimal a)
{
	struct number n = load(a);

	n.negative = !n.negative;
	return store(n);
}

struct kt_decimal kt_decimal_abs(struct kt_decimal a)
{
	return a.high < 0 ? kt_decimal_negate(a) : a;
}

/* ---- rounding ---------------------------------------------------------- */

enum rounding {
	FLOOR,
	CEILING,
	HALF_CEILING,
	HALF_UP, /* away from zero */
	HALF_EVEN
};

/* Whether the magnitude, cut at `kept`, has to go up by one. */
static bool goes_up(
    enum rounding rounding, bool negative, wide kept, int middle, bool exact)
{
	switch (rounding) {
	case FLOOR:
		return negative && !exact;
	case CEILING:
		return !negative && !exact;
	case HALF_CEILING:
		return middle > 0 || (middle == 0 && !negative);
	case HALF_UP:
		return middle >= 0;
	case HALF_EVEN:
		return middle > 0 || (middle == 0 && kept % 2 != 0);
	}
	return false;
}

static struct kt_decimal round_to(
    struct kt_decimal a, int32_t decimals, enum rounding rounding)
{
	struct number n = load(a);
	wide unit;
	wide rest;
	wide half;

	if (decimals < 0)
		decimals = 0;
	if (n.scale <= decimals)
		return store(n);
	unit = ten(n.scale - decimals);
	rest = n.magnitude % unit;
	half = unit / 2;
	n.magnitude /= unit;
	n.scale = decimals;
	/* one digit at least was cut, so one more cannot be too many */
	if (goes_up(rounding, n.negative, n.magnitude,
		(rest > half) - (rest < half), rest == 0))
		n.magnitude++;
	return store(n);
}

struct kt_decimal kt_decimal_floor(struct kt_decimal a)
{
	return round_to(a, 0, FLOOR);
}

struct kt_decimal kt_decimal_ceiling(struct kt_decimal a)
{
	return round_to(a, 0, CEILING);
}

struct kt_decimal kt_decimal_round(struct kt_decimal a)
{
	return round_to(a, 0, HALF_CEILING);
}

struct kt_decimal kt_decimal_round_half_up(
    struct kt_decimal a, int32_t decimals)
{
	return round_to(a, decimals, HALF_UP);
}

struct kt_decimal kt_decimal_round_half_even(
    struct kt_decimal a, int32_t decimals)
{
	return round_to(a, decimals, HALF_EVEN);
}

struct kt_decimal kt_decimal_normalize(struct kt_decimal a)
{
	return store(strip(load(a)));
}

/* ---- comparison -------------------------------------------------------- */

int kt_decimal_compare(struct kt_decimal a, struct kt_decimal b)
{
	struct number x = load(a);
	struct number y = load(b);
	struct wide2 x2 = { 0, 0 };
	struct wide2 y2 = { 0, 0 };

	if (x.negative != y.negative)
		return x.negative ? -1 : 1; /* there is no negative zero */
	if (align_short(&x, &y)) {
		x2.low = x.magnitude;
		y2.low = y.magnitude;
	} else {
		align(x, y, &x2, &y2);
	}
	return x.negative ? compare2(y2, x2) : compare2(x2, y2);
}

bool kt_decimal_is_zero(struct kt_decimal a)
{
	return a.high == 0 && a.low == 0;
}

int kt_decimal_sign(struct kt_decimal a)
{
	if (a.high < 0)
		return -1;
	return kt_decimal_is_zero(a) ? 0 : 1;
}

bool kt_decimal_is_integer(struct kt_decimal a)
{
	struct number n = load(a);

	return n.magnitude % ten(n.scale) == 0;
}

bool kt_decimal_to_int(struct kt_decimal a, int64_t *out)
{
	struct number n = load(a);
	wide most = (wide)INT64_MAX + n.negative;

	if (n.magnitude % ten(n.scale) != 0)
		return false;
	n.magnitude /= ten(n.scale);
	if (n.magnitude > most)
		return false;
	if (n.negative && n.magnitude == most)
		*out = INT64_MIN;
	else
		*out =
		    n.negative ? -(int64_t)n.magnitude : (int64_t)n.magnitude;
	return true;
}

/* ---- text -------------------------------------------------------------- */

/* All digits of a magnitude, padded with zeros in front to `least` of them;
 * returns how many. */
static int32_t write_digits(wide magnitude, int32_t least, char digits[80])
{
	char reversed[80];
	int32_t count = 0;

	while (magnitude != 0 || count < least) {
		/* nineteen digits at a time are cheap to take apart */
		uint64_t part = (uint64_t)(magnitude % ten(19));
		int32_t stop = count + 19;

		magnitude /= ten(19);
		while (part != 0 || (count < stop && magnitude != 0) ||
		       (count < least && count < stop)) {
			reversed[count++] = (char)('0' + part % 10);
			part /= 10;
		}
	}
	for (int32_t i = 0; i < count; i++)
		digits[i] = reversed[count - 1 - i];
	return count;
}

struct marks {
	char group; /* 0: none */
	char point;
};

static size_t write_number(struct number n, int32_t decimals,
    struct marks marks, char out[KT_DECIMAL_CHARS])
{
	char digits[80];
	int32_t count = write_digits(n.magnitude, n.scale + 1, digits);
	int32_t whole = count - n.scale;
	size_t size = 0;

	if (n.negative)
		out[size++] = '-';
	for (int32_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0 && marks.group != 0)
			out[size++] = marks.group;
		out[size++] = digits[i];
	}
	if (n.scale > 0 || decimals > 0)
		out[size++] = marks.point;
	for (int32_t i = 0; i < n.scale || i < decimals; i++)
		out[size++] = i < n.scale ? digits[whole + i] : '0';
	out[size] = '\0';
	return size;
}

size_t kt_decimal_format(struct kt_decimal a, char out[KT_DECIMAL_CHARS])
{
	struct marks marks = { 0, '.' };

	return write_number(strip(load(a)), 0, marks, out);
}

size_t kt_decimal_format_for(struct kt_decimal a, int32_t decimals,
    enum kt_language language, char out[KT_DECIMAL_CHARS])
{
	struct marks danish = { '.', ',' };
	struct marks english = { ',', '.' };

	/* longest: sign, 39 digits and 12 marks, point, 37 decimals */
	if (decimals > KT_DECIMAL_MAX_SCALE)
		decimals = KT_DECIMAL_MAX_SCALE;
	return write_number(strip(load(a)), decimals,
	    language == KT_EN ? english : danish, out);
}
