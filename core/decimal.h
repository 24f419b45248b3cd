/*
 * Exact decimals: a 128-bit coefficient and a scale. No binary floating
 * point. What does not fit in 38 digits is KT_E_LIMIT, never a wrong number.
 */
#ifndef CORE_DECIMAL_H
#define CORE_DECIMAL_H

#include "base.h"

enum { KT_DECIMAL_MAX_SCALE = 37, KT_DECIMAL_DIVIDE_SCALE = 18 };

struct kt_decimal kt_decimal_of(int64_t number);
/* Whether the coefficient and the scale are within the limits: to be asked of
 * a value that a plugin made. Every function here survives one that is not. */
bool kt_decimal_valid(struct kt_decimal a);
/* [+-]digits[.digits], nothing around it (xs:decimal, so ".5" and "5." too).
 * The scale is the number of decimals written. */
bool kt_decimal_parse(struct kt_string text, struct kt_decimal *out);

kt_status kt_decimal_add(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
kt_status kt_decimal_subtract(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
kt_status kt_decimal_multiply(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
/* Exact where the quotient ends within 18 decimals, and as many more as a has
 * more decimals than b (zeros at the end not counted); else rounded there, half
 * down. So does Saxon 9.9. Where 38 digits cannot hold that many decimals, it
 * is rounded to those they can hold, but not below 18: then KT_E_LIMIT. b = 0:
 * KT_E_INPUT. */
kt_status kt_decimal_divide(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
/* XPath idiv (truncating) and mod (sign of a). b = 0: KT_E_INPUT. */
kt_status kt_decimal_idiv(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
kt_status kt_decimal_mod(struct kt_decimal a, struct kt_decimal b,
    struct kt_decimal *out);
struct kt_decimal kt_decimal_negate(struct kt_decimal a);
struct kt_decimal kt_decimal_abs(struct kt_decimal a);
struct kt_decimal kt_decimal_floor(struct kt_decimal a);
struct kt_decimal kt_decimal_ceiling(struct kt_decimal a);
/* fn:round: to a whole number, half towards positive infinity. */
struct kt_decimal kt_decimal_round(struct kt_decimal a);
/* To `decimals` (0 or more) decimals, half away from zero: money. */
struct kt_decimal kt_decimal_round_half_up(struct kt_decimal a,
    int32_t decimals);
/* fn:round-half-to-even with 0 or more decimals. */
struct kt_decimal kt_decimal_round_half_even(struct kt_decimal a,
    int32_t decimals);
/* Trailing zeros after the point taken off. */
struct kt_decimal kt_decimal_normalize(struct kt_decimal a);

int kt_decimal_compare(struct kt_decimal a, struct kt_decimal b);
bool kt_decimal_is_zero(struct kt_decimal a);
int kt_decimal_sign(struct kt_decimal a); /* -1, 0, 1 */
bool kt_decimal_is_integer(struct kt_decimal a);
/* False where it is no whole number that fits. */
bool kt_decimal_to_int(struct kt_decimal a, int64_t *out);

enum { KT_DECIMAL_CHARS = 96 };
/* Canonical xs:decimal as XPath casts it to a string: "5", "0.5", "-1.25".
 * Returns the length; `out` is zero-terminated. */
size_t kt_decimal_format(struct kt_decimal a, char out[KT_DECIMAL_CHARS]);
/* For a person: Danish "1.234,50" or English "1,234.50", keeping at least
 * `decimals` decimals and all significant ones. */
size_t kt_decimal_format_for(struct kt_decimal a, int32_t decimals,
    enum kt_language language, char out[KT_DECIMAL_CHARS]);

#endif
