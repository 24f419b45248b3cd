/*
 * Inside the pack loader: one XML file at a time becomes structs. Not for use
 * outside core/pack*.c.
 */
#ifndef CORE_PACK_READ_H
#define CORE_PACK_READ_H

#include "pack.h"

/* Every name of skema/regler.rng, as an element and as an attribute. */
#define PACK_WORDS(X)                                                          \
	X(AARSAG, "aarsag")                                                    \
	X(AF, "af")                                                            \
	X(AFGOERENDE_DATO, "afgoerende-dato")                                  \
	X(AFSNIT, "afsnit")                                                    \
	X(ALIAS, "alias")                                                      \
	X(ALVOR, "alvor")                                                      \
	X(ANTAL, "antal")                                                      \
	X(ARGUMENT, "argument")                                                \
	X(BASISLINJE, "basislinje")                                            \
	X(BESKED, "besked")                                                    \
	X(DOKUMENT, "dokument")                                                \
	X(DOKUMENTTYPE, "dokumenttype")                                        \
	X(DOKUMENTTYPER, "dokumenttyper")                                      \
	X(EKSEMPEL, "eksempel")                                                \
	X(ELEMENT, "element")                                                  \
	X(ENHED, "enhed")                                                      \
	X(ER, "er")                                                            \
	X(ETIKET, "etiket")                                                    \
	X(FIL, "fil")                                                          \
	X(FINDES, "findes")                                                    \
	X(FINGERAFTRYK, "fingeraftryk")                                        \
	X(FJERN, "fjern")                                                      \
	X(FOERST, "foerst")                                                    \
	X(FOR_HVER, "for-hver")                                                \
	X(FORM, "form")                                                        \
	X(FORTROLIGT, "fortroligt")                                            \
	X(FRA, "fra")                                                          \
	X(FRAVIGELSE, "fravigelse")                                            \
	X(FRAVIGELSER, "fravigelser")                                          \
	X(GODKENDT_AF, "godkendt-af")                                          \
	X(HVORFOR, "hvorfor")                                                  \
	X(ID, "id")                                                            \
	X(IDENTITET, "identitet")                                              \
	X(INDSAET, "indsaet")                                                  \
	X(KENDT, "kendt")                                                      \
	X(KILDE, "kilde")                                                      \
	X(KLAUSUL, "klausul")                                                  \
	X(KRAV, "krav")                                                        \
	X(LAD, "lad")                                                          \
	X(MAA_FRAVIGES, "maa-fraviges")                                        \
	X(NAAR, "naar")                                                        \
	X(NAVN, "navn")                                                        \
	X(NAVNERUM, "navnerum")                                                \
	X(NOEGLE, "noegle")                                                    \
	X(NOTE, "note")                                                        \
	X(NUMMER, "nummer")                                                    \
	X(OGSAA, "ogsaa")                                                      \
	X(OM, "om")                                                            \
	X(OPRETTET, "oprettet")                                                \
	X(OVERSKRIFT, "overskrift")                                            \
	X(PAA, "paa")                                                          \
	X(PARAMETER, "parameter")                                              \
	X(PARAMETERVAERDIER, "parametervaerdier")                              \
	X(PARAMETRE, "parametre")                                              \
	X(PR, "pr")                                                            \
	X(PRAEFIKS, "praefiks")                                                \
	X(PROFIL, "profil")                                                    \
	X(PUNKT, "punkt")                                                      \
	X(RAAD, "raad")                                                        \
	X(RAEKKE, "raekke")                                                    \
	X(REFERENCE, "reference")                                              \
	X(REGEL, "regel")                                                      \
	X(REGELSAET, "regelsaet")                                              \
	X(REGLER, "regler")                                                    \
	X(ROD, "rod")                                                          \
	X(SAET, "saet")                                                        \
	X(SKEMA, "skema")                                                      \
	X(STATUS, "status")                                                    \
	X(TEST, "test")                                                        \
	X(TIL, "til")                                                          \
	X(TIL_OG_MED, "til-og-med")                                            \
	X(TITEL, "titel")                                                      \
	X(TJEK, "tjek")                                                        \
	X(TYPE, "type")                                                        \
	X(UDELAD, "udelad")                                                    \
	X(UDEN_UDGAVE, "uden-udgave")                                          \
	X(UDFALD, "udfald")                                                    \
	X(UDGAVE, "udgave")                                                    \
	X(UDGIVER, "udgiver")                                                  \
	X(UDLOEBER, "udloeber")                                                \
	X(URL, "url")                                                          \
	X(VAELG, "vaelg")                                                      \
	X(VAERDI, "vaerdi")                                                    \
	X(VEJ, "vej")                                                          \
	X(VERSION, "version")

enum pack_word {
#define PACK_WORD(name, text) W_##name,
	PACK_WORDS(PACK_WORD)
#undef PACK_WORD
	    W_COUNT
};

/* What is being loaded. One document at a time is open; what is kept of it is
 * copied to rules->arena. */
struct pack_loader {
	struct kt_rules *rules;
	struct kt_reader *reader;
	struct kt_document document;
	struct kt_buffer bytes;
	struct kt_string file; /* of the open document; in rules->arena */
	struct kt_error *error;
	uint32_t elements[W_COUNT];
	uint32_t attributes[W_COUNT];
	uint32_t language; /* xml:lang */
	struct kt_pack *pack; /* being loaded */
	struct kt_rule *rules_read; /* of that pack, in the order of reading */
	size_t rules_read_count, rules_read_capacity;
};

kt_status pack_loader_init(
    struct pack_loader *l, struct kt_rules *rules, struct kt_error *error);
void pack_loader_finish(struct pack_loader *l);

/* ---- refusing ---------------------------------------------------------- */

/* KT_E_USE, or KT_E_MEMORY where the arena has failed: then the error says
 * that, and nothing said later counts. */
kt_status pack_failure(struct pack_loader *l);
/* Adds the place of a node to the error and returns its status. */
kt_status pack_place(struct pack_loader *l, kt_node node);
/* return PACK_REFUSE(l, node, da, en, …); */
#define PACK_REFUSE(l, node, ...)                                              \
	(kt_fail((l)->error, pack_failure(l), __VA_ARGS__), pack_place(l, node))

/* ---- files ------------------------------------------------------------- */

/* Opens `path` as a file of the pack vocabulary with one of two root elements
 * (which may be the same). Any deviation from the schema is refused. */
kt_status pack_open(struct pack_loader *l, const char *path,
    enum pack_word root, enum pack_word or);

/* ---- nodes of the open document ---------------------------------------- */

kt_node pack_root(struct pack_loader *l);
bool pack_is(struct pack_loader *l, kt_node element, enum pack_word word);
/* First child or next sibling with that name; 0: none. */
kt_node pack_child(struct pack_loader *l, kt_node parent, enum pack_word word);
kt_node pack_next(struct pack_loader *l, kt_node node, enum pack_word word);
size_t pack_count(struct pack_loader *l, kt_node parent, enum pack_word word);
kt_node pack_attribute(
    struct pack_loader *l, kt_node element, enum pack_word word);
/* Trimmed text of an attribute, in the document; data NULL: not there. */
struct kt_string pack_value(
    struct pack_loader *l, kt_node element, enum pack_word word);
/* The same, copied; empty where it is not there. */
struct kt_string pack_copy_value(
    struct pack_loader *l, kt_node element, enum pack_word word);
/* The element's text with runs of white space made one space, copied. */
struct kt_string pack_copy_text(struct pack_loader *l, kt_node node);
struct kt_position pack_position(struct pack_loader *l, kt_node node);
/* Of the first character of an attribute's value. */
struct kt_position pack_value_position(struct pack_loader *l, kt_node node);
/* Text in both languages from children named `word`. One in each language at
 * most; `required`: both must be there and not empty. */
kt_status pack_languages(struct pack_loader *l, kt_node parent,
    enum pack_word word, bool required, struct kt_string out[KT_LANGUAGES]);
kt_status pack_date(struct pack_loader *l, kt_node element, enum pack_word word,
    bool *has, struct kt_date *out);
kt_status pack_period(
    struct pack_loader *l, kt_node element, struct kt_period *out);
/* verificeret or antaget; `otherwise` where it is left out. */
enum kt_status_of_value pack_value_status(
    struct pack_loader *l, kt_node element, enum kt_status_of_value otherwise);
kt_status pack_source(struct pack_loader *l, kt_node kilde,
    enum kt_status_of_value otherwise, struct kt_source *out);

enum { PACK_MAX_ID = 64 };
/* [A-Za-z_][A-Za-z0-9._-]*, at most PACK_MAX_ID bytes. */
bool pack_is_id(struct kt_string s);
/* The next white space separated token of *rest; false: none. */
bool pack_token(struct kt_string *rest, struct kt_string *token);
bool pack_word_is(struct kt_string text, const char *word);

/* Keeps the nearest of the names it is shown, for "did you mean". */
struct pack_nearest {
	struct kt_string wanted;
	struct kt_string best;
	size_t limit;
	/* "; mente du »x«?" and the same in English, or empty; a format takes
	 * both: "…%s%.0s" in Danish, "…%.0s%s" in English */
	const char *da, *en;
};
void pack_nearest_begin(struct pack_nearest *nearest, struct kt_string wanted);
void pack_nearest_try(struct pack_nearest *nearest, struct kt_string name);
void pack_nearest_end(struct pack_loader *l, struct pack_nearest *nearest);

/* ---- parts ------------------------------------------------------------- */

kt_status pack_load_kinds(struct pack_loader *l);
const struct kt_document_kind *pack_find_kind(
    struct pack_loader *l, struct kt_string id);

kt_status pack_load_parameters(struct pack_loader *l, const char *path);
/* *is_edition false: the file holds rules, nothing was read. */
kt_status pack_load_edition(struct pack_loader *l, const char *path,
    struct kt_edition *out, bool *is_edition);
/* Sorts and refuses editions that overlap. */
kt_status pack_settle_editions(struct pack_loader *l);
kt_status pack_load_user_values(struct pack_loader *l, const char *path);
/* One <vaerdi>: its content by the declaration. `otherwise` is the status of
 * one without; KT_EMPTY: refused. */
kt_status pack_read_value(struct pack_loader *l, kt_node vaerdi,
    const struct kt_parameter_info *info, enum kt_status_of_value otherwise,
    struct kt_parameter_value *out);
/* The parameter that a <vaerdi> names. */
kt_status pack_value_parameter(struct pack_loader *l, kt_node vaerdi,
    const struct kt_pack *pack, size_t *index);

kt_status pack_load_rules(struct pack_loader *l, const char *path);
/* {fundet}, {krav}, {forskel} or a lad read so far. */
bool pack_is_placeholder(const struct kt_rule *rule, struct kt_string name);
kt_status pack_read_examples(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule);
/* <krav> without its expressions. */
kt_status pack_read_demands(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule);
/* All expressions, for each vocabulary. */
kt_status pack_compile_rule(
    struct pack_loader *l, kt_node regel, struct kt_rule *rule);
/* Compiles the value of an attribute. */
kt_status pack_compile_value(struct pack_loader *l, kt_node attribute,
    const struct kt_scope *scope, const struct kt_expr **out);
#endif
