/*
 * What parsing alone costs at its best: every file into a libxml2 DOM and away
 * with it, in one process, with one parser for all.
 *
 *   dom FILE...
 */
#include <stdio.h>
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum { LONGEST = 64 * 1024 * 1024 };

static size_t read_file(const char *name, char *data)
{
	FILE *file = fopen(name, "rb");
	size_t size = 0;

	if (file != NULL) {
		size = fread(data, 1, LONGEST, file);
		fclose(file);
	}
	return size;
}

int main(int argc, char **argv)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	char *data = malloc(LONGEST);
	int wrong = parser == NULL || data == NULL;

	for (int i = 1; i < argc && !wrong; i++) {
		size_t size = read_file(argv[i], data);
		xmlDocPtr document =
		    xmlCtxtReadMemory(parser, data, (int)size, argv[i], NULL,
			XML_PARSE_NONET | XML_PARSE_COMPACT);

		wrong = document == NULL;
		xmlFreeDoc(document);
	}
	xmlFreeParserCtxt(parser);
	xmlCleanupParser();
	free(data);
	return wrong;
}
