/*
 * The words of an expression.
 */
#include "expr/internal.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static bool in_name(char c)
{
	return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

static char peek(const struct kt_lexer *lexer, size_t ahead)
{
	size_t at = lexer->at + ahead;
	return at < lexer->text.size ? lexer->text.data[at] : '\0';
}

static bool trouble(struct kt_lexer *lexer, const char *da, const char *en)
{
	lexer->trouble[KT_DA] = da;
	lexer->trouble[KT_EN] = en;
	return false;
}

/* White space and (: comments :), which may nest. */
static bool skip(struct kt_lexer *lexer)
{
	size_t depth = 0;
	for (;;) {
		if (peek(lexer, 0) == '(' && peek(lexer, 1) == ':') {
			depth++;
			lexer->at += 2;
		} else if (depth > 0 && peek(lexer, 0) == ':' &&
		    peek(lexer, 1) == ')') {
			depth--;
			lexer->at += 2;
		} else if (lexer->at < lexer->text.size &&
		    (depth > 0 || is_space(peek(lexer, 0)))) {
			lexer->at++;
		} else {
			break;
		}
	}
	if (depth > 0)
		return trouble(lexer, "kommentaren \"(:\" slutter ikke",
		    "the comment \"(:\" does not end");
	return true;
}

static struct kt_string name(struct kt_lexer *lexer)
{
	size_t begin = lexer->at;
	while (lexer->at < lexer->text.size && in_name(peek(lexer, 0)))
		lexer->at++;
	return (struct kt_string){ lexer->text.data + begin,
		lexer->at - begin };
}

static bool number(struct kt_lexer *lexer, struct kt_token *out)
{
	size_t begin = lexer->at;
	while (is_digit(peek(lexer, 0)))
		lexer->at++;
	if (peek(lexer, 0) == '.') {
		lexer->at++;
		while (is_digit(peek(lexer, 0)))
			lexer->at++;
	}
	if (starts_name(peek(lexer, 0)))
		return trouble(lexer,
		    "et tal må ikke gå over i bogstaver (ingen eksponenter)",
		    "a number may not run into letters (no exponents)");
	out->kind = TOKEN_NUMBER;
	out->text = (struct kt_string){ lexer->text.data + begin,
		lexer->at - begin };
	return true;
}

/* A doubled quote stands for one. */
static bool string(struct kt_lexer *lexer, struct kt_token *out)
{
	char quote = peek(lexer, 0);
	size_t begin = ++lexer->at;
	size_t doubled = 0;
	for (;; lexer->at++) {
		if (lexer->at >= lexer->text.size) {
			lexer->at = begin - 1;
			return trouble(lexer, "teksten mangler sit slut-anførselstegn",
			    "the string has no closing quote");
		}
		if (peek(lexer, 0) != quote)
			continue;
		if (peek(lexer, 1) != quote)
			break;
		doubled++;
		lexer->at++;
	}
	struct kt_string raw = { lexer->text.data + begin, lexer->at - begin };
	lexer->at++;
	out->kind = TOKEN_STRING;
	out->text = raw;
	if (doubled == 0)
		return true;
	char *copy = kt_arena_alloc(lexer->arena, raw.size + 1);
	if (copy == NULL)
		return trouble(lexer, "ikke mere hukommelse", "out of memory");
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		copy[size++] = raw.data[i];
		if (raw.data[i] == quote)
			i++;
	}
	out->text = (struct kt_string){ copy, size };
	return true;
}

static bool symbol(struct kt_lexer *lexer, struct kt_token *out)
{
	static const char *const symbols[] = { "//", "::", "!=", "<=", ">=",
		"..", "/", "=", "<", ">", "(", ")", "[", "]", ",", "|", "+",
		"-", "*", "@", "." };
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		size_t size = strlen(symbols[i]);
		if (lexer->text.size - lexer->at < size ||
		    memcmp(lexer->text.data + lexer->at, symbols[i], size) != 0)
			continue;
		out->kind = TOKEN_SYMBOL;
		out->text = (struct kt_string){ symbols[i], size };
		lexer->at += size;
		return true;
	}
	return trouble(lexer, "tegnet hører ikke til i et udtryk",
	    "the character does not belong in an expression");
}

/* A name, or prefix:name where no second colon follows (an axis). */
static void qualified_name(struct kt_lexer *lexer, struct kt_token *out)
{
	out->kind = TOKEN_NAME;
	out->text = name(lexer);
	if (peek(lexer, 0) != ':' || !starts_name(peek(lexer, 1)))
		return;
	lexer->at++;
	out->prefix = out->text;
	out->text = name(lexer);
}

bool kt_lexer_next(struct kt_lexer *lexer, struct kt_token *out)
{
	*out = (struct kt_token){ .kind = TOKEN_END };
	if (!skip(lexer))
		return false;
	out->at = lexer->at;
	char c = peek(lexer, 0);
	bool good = true;
	if (lexer->at >= lexer->text.size) {
		out->kind = TOKEN_END;
	} else if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
		good = number(lexer, out);
	} else if (c == '\'' || c == '"') {
		good = string(lexer, out);
	} else if (c == '$') {
		lexer->at++;
		if (!starts_name(peek(lexer, 0)))
			return trouble(lexer, "efter \"$\" skal der stå et navn",
			    "\"$\" must be followed by a name");
		out->text = name(lexer);
		out->kind = TOKEN_VARIABLE;
	} else if (starts_name(c)) {
		qualified_name(lexer, out);
	} else {
		good = symbol(lexer, out);
	}
	out->end = lexer->at;
	return good;
}
