#include "layout.h"

enum {
	EXCERPT_COLUMNS = 160, /* at most, whatever the terminal */
	EXCERPT_LEAST = 40, /* at least, however narrow it is */
	GUTTER = 9 /* "   1234 | " */
};

/* ---- characters -------------------------------------------------------- */

/* Length and smallest value of a sequence by its first byte; 0: none. */
static size_t sequence_length(unsigned char first, uint32_t *smallest)
{
	if (first < 0x80) {
		*smallest = 0;
		return 1;
	}
	if (first >= 0xC2 && first < 0xE0) {
		*smallest = 0x80;
		return 2;
	}
	if (first >= 0xE0 && first < 0xF0) {
		*smallest = 0x800;
		return 3;
	}
	if (first >= 0xF0 && first < 0xF5) {
		*smallest = 0x10000;
		return 4;
	}
	return 0;
}

size_t kt_layout_character(const char *data, size_t size, uint32_t *character)
{
	static const unsigned char masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	unsigned char first = (unsigned char)data[0];
	uint32_t smallest = 0;
	size_t length = sequence_length(first, &smallest);
	uint32_t value;

	if (length == 0 || length > size)
		return 0;
	value = first & masks[length];
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)data[i];

		if ((next & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3Fu);
	}
	if (value < smallest || value > 0x10FFFF ||
	    (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*character = value;
	return length;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(
    uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	}
	return false;
}

static bool is_harmful(uint32_t character)
{
	static const struct range ranges[] = { { 0, 0x1F }, { 0x7F, 0x9F },
		{ 0x061C, 0x061C }, { 0x200E, 0x200F }, { 0x2028, 0x202E },
		{ 0x2066, 0x2069 }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB } };

	return in_ranges(character, ranges, sizeof(ranges) / sizeof(ranges[0]));
}

static size_t columns_of(uint32_t character)
{
	static const struct range none[] = { { 0x0300, 0x036F },
		{ 0x200B, 0x200D }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F } };
	static const struct range wide[] = { { 0x1100, 0x115F },
		{ 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
		{ 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 },
		{ 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD } };

	if (character < 0x0300)
		return 1;
	if (in_ranges(character, none, sizeof(none) / sizeof(none[0])))
		return 0;
	return in_ranges(character, wide, sizeof(wide) / sizeof(wide[0])) ? 2
									  : 1;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One character of a text as it may be shown; never empty. */
struct shown {
	struct kt_string text;
	size_t size; /* bytes of the original */
	size_t columns;
};

static struct shown show(struct kt_string text, size_t at)
{
	struct shown shown = { KT_S("\xEF\xBF\xBD"), 1, 1 };
	uint32_t character = 0;
	size_t length;

	if (text.data[at] > ' ' && text.data[at] <= '~') {
		shown.text = (struct kt_string){ text.data + at, 1 };
		return shown;
	}
	length =
	    kt_layout_character(text.data + at, text.size - at, &character);
	if (length == 0)
		return shown;
	shown.size = length;
	if (is_blank(text.data[at])) {
		shown.text = KT_S(" ");
	} else if (!is_harmful(character)) {
		shown.text = (struct kt_string){ text.data + at, length };
		shown.columns = columns_of(character);
	}
	return shown;
}

size_t kt_layout_columns(struct kt_string text)
{
	size_t columns = 0;

	for (size_t at = 0; at < text.size;) {
		struct shown shown = show(text, at);

		columns += shown.columns;
		at += shown.size;
	}
	return columns;
}

/* ---- paragraphs -------------------------------------------------------- */

void kt_layout_blanks(struct kt_sink *sink, size_t count)
{
	static const char blanks[] = "                                ";

	while (count > 0) {
		size_t some =
		    count < sizeof(blanks) - 1 ? count : sizeof(blanks) - 1;

		kt_sink_add(sink, (struct kt_string){ blanks, some });
		count -= some;
	}
}

static void add_word(struct kt_sink *sink, struct kt_string word)
{
	size_t plain = 0; /* begin of what is not written yet */

	for (size_t at = 0; at < word.size;) {
		struct shown shown = show(word, at);

		if (shown.text.data != word.data + at) {
			kt_sink_add(sink, (struct kt_string){ word.data + plain,
					      at - plain });
			kt_sink_add(sink, shown.text);
			plain = at + shown.size;
		}
		at += shown.size;
	}
	kt_sink_add(sink,
	    (struct kt_string){ word.data + plain, word.size - plain });
}

/* Takes the next word off *text; empty at the end. */
static struct kt_string next_word(struct kt_string *text)
{
	struct kt_string word;

	*text = kt_string_trim(*text);
	word = (struct kt_string){ text->data, 0 };
	while (word.size < text->size && !is_blank(text->data[word.size]))
		word.size++;
	text->data += word.size;
	text->size -= word.size;
	return word;
}

static void add_words(struct kt_sink *sink, struct kt_string text, size_t at,
    size_t indent, size_t width)
{
	struct kt_string word = next_word(&text);
	bool first = true;

	for (; word.size > 0; word = next_word(&text)) {
		size_t columns = kt_layout_columns(word);

		if (!first && width > 0 && at + 1 + columns > width) {
			kt_sink_add(sink, KT_S("\n"));
			kt_layout_blanks(sink, indent);
			at = indent;
		} else if (!first) {
			kt_sink_add(sink, KT_S(" "));
			at++;
		}
		add_word(sink, word);
		at += columns;
		first = false;
	}
}

void kt_layout_name(struct kt_sink *sink, struct kt_string name)
{
	add_word(sink, name);
}

void kt_layout_plain(struct kt_sink *sink, struct kt_string text)
{
	add_words(sink, text, 0, 0, 0);
}

void kt_layout_paragraph(struct kt_sink *sink, struct kt_string text, size_t at,
    size_t indent, size_t width)
{
	add_words(sink, text, at, indent, width);
	kt_sink_add(sink, KT_S("\n"));
}

void kt_layout_cell(struct kt_sink *sink, struct kt_string text, size_t columns)
{
	size_t used = kt_layout_columns(text);

	kt_layout_plain(sink, text);
	kt_layout_blanks(sink, used < columns ? columns - used : 1);
}

/* ---- a place in a line ------------------------------------------------- */

/* Characters [begin, end) of the line are shown, and [from, to) are marked;
 * all count from 0. */
struct window {
	size_t begin, end, from, to, length;
};

static struct window choose(const struct kt_excerpt *excerpt)
{
	size_t room = EXCERPT_COLUMNS;
	struct window w = { 0 };

	if (excerpt->width > 0 && excerpt->width < room + GUTTER + 2)
		room = excerpt->width > EXCERPT_LEAST + GUTTER + 2
			   ? excerpt->width - GUTTER - 2
			   : EXCERPT_LEAST;
	for (size_t at = 0; at < excerpt->line.size; w.length++)
		at += show(excerpt->line, at).size;
	w.from = excerpt->from.column > 0 ? excerpt->from.column - 1 : 0;
	if (w.from > w.length)
		w.from = w.length;
	w.to = w.length;
	if (excerpt->to.line == excerpt->from.line && excerpt->to.column > 0 &&
	    excerpt->to.column - 1 < w.length)
		w.to = excerpt->to.column - 1;
	if (w.to <= w.from)
		w.to = w.from + 1; /* a place without extent */
	w.end = w.length;
	if (w.length > room) {
		/* a third before the place, the rest after its beginning */
		if (w.from > room / 3)
			w.begin = w.from - room / 3;
		if (w.begin + room > w.length)
			w.begin = w.length - room;
		w.end = w.begin + room;
	}
	return w;
}

/* Columns up to the mark and of the mark itself. */
struct mark {
	size_t before, under;
};

static struct mark show_window(
    struct kt_sink *sink, struct kt_string line, const struct window *w)
{
	struct mark mark = { 0 };
	size_t at = 0;

	if (w->begin > 0) {
		kt_sink_add(sink, KT_S("…"));
		mark.before = 1;
	}
	for (size_t i = 0; at < line.size && i < w->end; i++) {
		struct shown shown = show(line, at);

		at += shown.size;
		if (i < w->begin)
			continue;
		kt_sink_add(sink, shown.text);
		if (i < w->from)
			mark.before += shown.columns;
		else if (i < w->to)
			mark.under += shown.columns;
	}
	if (w->end < w->length)
		kt_sink_add(sink, KT_S("…"));
	if (mark.under == 0)
		mark.under = 1;
	return mark;
}

void kt_layout_excerpt(struct kt_sink *sink, const struct kt_excerpt *excerpt)
{
	struct kt_string line = excerpt->line;
	struct window window;
	struct mark mark;

	/* blanks at the end are not worth a column */
	while (line.size > 0 && is_blank(line.data[line.size - 1]))
		line.size--;
	window = choose(&(struct kt_excerpt){
	    line, excerpt->from, excerpt->to, excerpt->width, excerpt->color });
	kt_sink_printf(sink, "%6u | ", (unsigned)excerpt->from.line);
	mark = show_window(sink, line, &window);
	kt_sink_add(sink, KT_S("\n       | "));
	kt_layout_blanks(sink, mark.before);
	if (excerpt->color)
		kt_sink_add(sink, KT_S("\033[1;32m"));
	for (size_t i = 0; i < mark.under; i++)
		kt_sink_add(sink, KT_S("^"));
	if (excerpt->color)
		kt_sink_add(sink, KT_S("\033[0m"));
	kt_sink_add(sink, KT_S("\n"));
}
