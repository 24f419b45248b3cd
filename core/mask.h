/*
 * CPR numbers never reach an output. Every string that a person or a machine
 * may see passes through here.
 */
#ifndef CORE_MASK_H
#define CORE_MASK_H

#include "base.h"

/* `s` with the digits of every CPR number replaced by X, same length in
 * bytes; `s` itself where there is none. Ten digits with a day and month that
 * exist (replacement numbers with day + 60 too), written together, with
 * hyphen or space after the sixth; digits on either side make it another
 * number. data NULL where memory has run out. */
struct kt_string kt_mask(struct kt_arena *arena, struct kt_string s);
/* The same in place. */
void kt_mask_in_place(char *data, size_t size);
/* The same for XML source, where a number may be split by markup, written with
 * character references or broken over lines; the size stays. */
void kt_mask_source(char *data, size_t size);
/* Wherever `secret` stands, letters and digits become X; the width stays, so
 * that a caret still points at the right place. */
void kt_mask_secret(char *data, size_t size, struct kt_string secret);

#endif
