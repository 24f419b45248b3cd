/*
 * Where a field points: "pris/takst/beloeb", from the root of the document. A
 * step may be a name, a name with a number ("takst[2]") or, last, "@name".
 */
#include "tekst.h"

#include <string.h>

enum { MOST_STEPS = 16 };

struct step {
	struct kt_string name;
	size_t number; /* from 1; 0: all of that name */
	int attribute;
};

/* Takes the next step off *path; 0: there is none. */
static int next_step(struct kt_string *path, struct step *out)
{
	const char *slash;
	const char *bracket;

	memset(out, 0, sizeof(*out));
	while (path->size > 0 && path->data[0] == '/') {
		path->data++;
		path->size--;
	}
	if (path->size == 0)
		return 0;
	slash = memchr(path->data, '/', path->size);
	out->name.data = path->data;
	out->name.size =
	    slash != NULL ? (size_t)(slash - path->data) : path->size;
	path->data += out->name.size;
	path->size -= out->name.size;
	if (out->name.data[0] == '@') {
		out->attribute = 1;
		out->name.data++;
		out->name.size--;
	}
	bracket = memchr(out->name.data, '[', out->name.size);
	if (bracket != NULL) {
		const char *end = out->name.data + out->name.size;

		out->name.size = (size_t)(bracket - out->name.data);
		for (bracket++; bracket < end && tekst_is_digit(*bracket) &&
				out->number < 1000000;
		     bracket++)
			out->number =
			    out->number * 10 + (size_t)(*bracket - '0');
	}
	return 1;
}

static void add(struct tekst_maal *out, kt_node node)
{
	if (out->count < TEKST_MOST_TARGETS)
		out->nodes[out->count++] = node;
	else
		out->more = 1;
}

static void add_attribute(struct tekst_run *run, kt_node node,
    const struct step *step, struct tekst_maal *out)
{
	const struct kt_host *host = run->host;

	for (size_t i = 0;
	     KT_HAS(host, struct kt_host, attribute_at) && tekst_may(run, 1);
	     i++) {
		kt_node attribute = host->attribute_at(run->call, node, i);

		if (attribute == 0)
			return;
		if (tekst_compare(
			host->name(run->call, attribute), step->name) == 0)
			add(out, attribute);
	}
}

static void add_children(struct tekst_run *run, kt_node node,
    const struct step *step, struct tekst_maal *out)
{
	const struct kt_host *host = run->host;
	kt_node child = host->first_child(run->call, node);
	size_t seen = 0;

	for (; child != 0 && tekst_may(run, 1);
	     child = host->next(run->call, child)) {
		if (tekst_compare(host->name(run->call, child), step->name) !=
		    0)
			continue;
		seen++;
		if (step->number == 0 || step->number == seen)
			add(out, child);
	}
}

void tekst_sti(
    struct tekst_run *run, struct kt_string path, struct tekst_maal *out)
{
	const struct kt_host *host = run->host;
	kt_node root = host->root(run->call);
	struct step step;
	int first = 1;

	memset(out, 0, sizeof(*out));
	add(out, root);
	for (int i = 0; i < MOST_STEPS && out->count > 0; i++) {
		struct tekst_maal from = *out;

		if (!next_step(&path, &step)) {
			/* no step at all leads nowhere */
			out->count = i > 0 ? out->count : 0;
			return;
		}
		/* "/kontrakt/pris" begins with the root itself */
		if (first && tekst_compare(
				 host->name(run->call, root), step.name) == 0) {
			first = 0;
			continue;
		}
		first = 0;
		memset(out, 0, sizeof(*out));
		out->more = from.more;
		for (size_t k = 0; k < from.count; k++) {
			if (step.attribute)
				add_attribute(run, from.nodes[k], &step, out);
			else
				add_children(run, from.nodes[k], &step, out);
		}
	}
	if (path.size > 0)
		memset(out, 0, sizeof(*out));
}
