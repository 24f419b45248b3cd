/*
 * What is told about waivers.
 */
#include "waiver.h"

#include "moment.h"

/* Both are checked as formats where the answer is one. */
__attribute__((format_arg(2), format_arg(3))) static const char *pick(
    enum kt_language language, const char *da, const char *en)
{
	return language == KT_EN ? en : da;
}

static void add_date(
    struct kt_buffer *out, struct kt_date date, enum kt_language language)
{
	char text[KT_MOMENT_CHARS];

	kt_date_format_for(date, language, text);
	kt_buffer_printf(out, "%s", text);
}

void kt_words_waiver(struct kt_buffer *out, const struct kt_waiver *waiver,
    enum kt_language language)
{
	if (waiver->origin == KT_WAIVER_OF_BASELINE) {
		kt_buffer_printf(out,
		    pick(language, "kendt fra basislinjen (%.*s, linje %u)",
			"known from the baseline (%.*s, line %u)"),
		    KT_FMT(waiver->file), (unsigned)waiver->at.line);
		return;
	}
	kt_buffer_printf(out,
	    pick(language, "godkendt af %.*s til og med ",
		"approved by %.*s until and including "),
	    KT_FMT(waiver->approved_by));
	add_date(out, waiver->until, language);
	kt_buffer_printf(out, ": %.*s", KT_FMT(waiver->reason));
	if (waiver->reference.size > 0)
		kt_buffer_printf(out, " (%.*s)", KT_FMT(waiver->reference));
	if (waiver->origin == KT_WAIVER_OF_DOCUMENT)
		kt_buffer_printf(out,
		    pick(language, " [står i papiret, linje %u]",
			" [stands in the paper, line %u]"),
		    (unsigned)waiver->at.line);
	else
		kt_buffer_printf(out,
		    pick(language, " [%.*s, linje %u]", " [%.*s, line %u]"),
		    KT_FMT(waiver->file), (unsigned)waiver->at.line);
}

static void add_which(struct kt_buffer *out, const struct kt_waiver *waiver,
    enum kt_language language)
{
	if (waiver->origin == KT_WAIVER_OF_DOCUMENT)
		kt_buffer_printf(out,
		    pick(language, "fravigelsen af %.*s i papiret, linje %u,",
			"the waiver of %.*s in the paper, line %u,"),
		    KT_FMT(waiver->rule), (unsigned)waiver->at.line);
	else if (waiver->origin == KT_WAIVER_OF_FILE)
		kt_buffer_printf(out,
		    pick(language, "fravigelsen af %.*s (%.*s, linje %u)",
			"the waiver of %.*s (%.*s, line %u)"),
		    KT_FMT(waiver->rule), KT_FMT(waiver->file),
		    (unsigned)waiver->at.line);
	else
		kt_buffer_printf(out,
		    pick(language, "basislinjens fund af %.*s (%.*s, linje %u)",
			"the baseline's finding of %.*s (%.*s, line %u)"),
		    KT_FMT(waiver->rule), KT_FMT(waiver->file),
		    (unsigned)waiver->at.line);
}

static const char *flaw_text(
    enum kt_waiver_flaw flaw, enum kt_language language)
{
	switch (flaw) {
	case KT_WAIVER_NO_RULE:
		return pick(language, "der er ingen sådan regel",
		    "there is no such rule");
	case KT_WAIVER_NO_REASON:
		return pick(language, "årsagen mangler eller er for kort",
		    "the reason is missing or too short");
	case KT_WAIVER_NO_APPROVER:
		return pick(language, "det står ikke, hvem der har godkendt",
		    "it does not say who approved");
	case KT_WAIVER_NO_DATE:
		return pick(language, "sidste dag mangler eller kan ikke læses",
		    "the last day is missing or does not read");
	case KT_WAIVER_WHOLE:
		break;
	}
	return pick(language, "fundet må ikke fraviges",
	    "the finding cannot be waived");
}

void kt_words_waiver_use(struct kt_buffer *out, const struct kt_waiver *waiver,
    enum kt_waiver_use use, enum kt_language language)
{
	if (use <= KT_WAIVER_UNUSED && waiver->flaw != KT_WAIVER_WHOLE)
		use = KT_WAIVER_REFUSED;
	add_which(out, waiver, language);
	switch (use) {
	case KT_WAIVER_CHANGED:
		kt_buffer_printf(out, "%s",
		    pick(language,
			" gælder ikke mere: klausulen er ændret, siden den "
			"blev godkendt",
			" no longer counts: the clause has changed since it "
			"was approved"));
		break;
	case KT_WAIVER_EXPIRED:
		kt_buffer_printf(
		    out, "%s", pick(language, " udløb ", " expired on "));
		add_date(out, waiver->until, language);
		break;
	case KT_WAIVER_REFUSED:
		kt_buffer_printf(out,
		    pick(language, " gælder ikke: %s", " does not count: %s"),
		    flaw_text(waiver->flaw, language));
		break;
	case KT_WAIVER_USED:
		if (waiver->used < waiver->count)
			kt_buffer_printf(out,
			    pick(language, ": kun %zu af %zu findes endnu",
				": only %zu of %zu are still found"),
			    waiver->used, waiver->count);
		break;
	case KT_WAIVER_UNUSED:
	case KT_WAIVER_NOT_IN_PLAY:
		kt_buffer_printf(out, "%s",
		    waiver->origin == KT_WAIVER_OF_BASELINE
			? pick(language, " findes ikke mere",
			      " is no longer found")
			: pick(language, " bruges ikke: intet fund passer",
			      " is not used: no finding fits"));
		break;
	}
}

/* ---- what is left over ------------------------------------------------- */

bool kt_is_stale(const struct kt_waiver *waiver)
{
	if (waiver->use == KT_WAIVER_USED)
		return waiver->used < waiver->count;
	return waiver->use != KT_WAIVER_NOT_IN_PLAY;
}

void kt_stale_init(struct kt_stale_list *list)
{
	*list = (struct kt_stale_list){ 0 };
	kt_arena_init(&list->arena);
	list->end = &list->first;
}

void kt_stale_finish(struct kt_stale_list *list)
{
	kt_arena_finish(&list->arena);
}

static void add_stale(struct kt_stale_list *list,
    const struct kt_waiver *waiver, enum kt_language language)
{
	struct kt_stale *stale = kt_arena_alloc(&list->arena, sizeof(*stale));
	struct kt_buffer text;

	if (stale == NULL)
		return;
	kt_buffer_init(&text);
	kt_words_waiver_use(&text, waiver, waiver->use, language);
	if (text.failed)
		list->arena.failed = true;
	else
		stale->text =
		    kt_arena_copy(&list->arena, kt_buffer_string(&text));
	kt_buffer_finish(&text);
	stale->kind = waiver->origin == KT_WAIVER_OF_BASELINE ? "basislinje"
							      : "fravigelse";
	stale->use = kt_waiver_use_name(waiver->use);
	stale->rule = kt_arena_copy(&list->arena, waiver->rule);
	stale->file = kt_arena_copy(&list->arena, waiver->file);
	stale->line = waiver->at.line;
	*list->end = stale;
	list->end = &stale->next;
	list->count++;
}

void kt_stale_add(struct kt_stale_list *list, const struct kt_waiver *items,
    size_t count, enum kt_language language)
{
	for (size_t i = 0; i < count; i++) {
		if (kt_is_stale(&items[i]))
			add_stale(list, &items[i], language);
	}
}
