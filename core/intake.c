#include "intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding.h"
#include "bounds.h"

void kt_intake_init(struct kt_intake *intake)
{
	*intake = (struct kt_intake){ 0 };
	kt_buffer_init(&intake->source);
}

void kt_intake_finish(struct kt_intake *intake)
{
	kt_buffer_finish(&intake->source);
	free(intake->tags);
	free(intake->attributes);
	kt_intake_init(intake);
}

struct kt_position kt_intake_position(struct kt_string source, size_t offset)
{
	struct kt_position at = { 1, 1 };
	const char *line = source.data;
	const char *end;
	const char *next;

	if (offset > source.size)
		offset = source.size;
	if (offset == 0)
		return at;
	end = source.data + offset;
	while ((next = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		line = next + 1;
		at.line++;
	}
	at.column += (uint32_t)kt_string_length(
	    (struct kt_string){ line, (size_t)(end - line) });
	return at;
}

/* ---- files ------------------------------------------------------------- */

static kt_status refuse_open(
    const char *path, int number, struct kt_error *error)
{
	const char *da = "filen kan ikke åbnes (fejl %d fra systemet)";
	const char *en = "the file cannot be opened (system error %d)";

	if (number == ENOENT || number == ENOTDIR) {
		da = "filen findes ikke";
		en = "the file does not exist";
	} else if (number == EACCES || number == EPERM) {
		da = "der er ikke adgang til filen";
		en = "there is no access to the file";
	} else if (number == ELOOP) {
		da = "filen er et symbolsk link, og dem følger programmet ikke";
		en = "the file is a symbolic link, and those are not followed";
	} else if (number == ENXIO) {
		da = "det er ikke en almindelig fil";
		en = "it is not a regular file";
	}
	kt_fail(error, KT_E_INPUT, da, en, number);
	return kt_fail_at(error, kt_string_of(path), 0, 0);
}

static kt_status refuse_size(struct kt_string name, struct kt_error *error)
{
	kt_fail(error, KT_E_LIMIT,
	    "filen fylder mere end %d byte (grænsen KT_MAX_FILE_SIZE)",
	    "the file is larger than %d bytes (the limit KT_MAX_FILE_SIZE)",
	    (int)KT_MAX_FILE_SIZE);
	return kt_fail_at(error, name, 0, 0);
}

/* Until the end, whatever size the file was said to have. */
static kt_status read_all(int file, const char *path, size_t expected,
    struct kt_buffer *bytes, struct kt_error *error)
{
	enum { FIRST = 64 * 1024 };
	size_t room = expected > 0 ? expected + 2 : FIRST;

	for (;;) {
		ssize_t got;

		if (!kt_grow(&bytes->data, &bytes->capacity, room, 1))
			return kt_fail_memory(error);
		got = read(file, bytes->data + bytes->size,
		    bytes->capacity - bytes->size - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			kt_fail(error, KT_E_INPUT,
			    "filen kan ikke læses (fejl %d fra systemet)",
			    "the file cannot be read (system error %d)", errno);
			return kt_fail_at(error, kt_string_of(path), 0, 0);
		}
		bytes->size += (size_t)got;
		bytes->data[bytes->size] = '\0';
		if (got == 0)
			return KT_OK;
		if (bytes->size > KT_MAX_FILE_SIZE)
			return refuse_size(kt_string_of(path), error);
		if (bytes->capacity - bytes->size == 1)
			room = bytes->capacity + 1;
	}
}

static kt_status read_regular(
    int file, const char *path, struct kt_buffer *bytes, struct kt_error *error)
{
	struct stat status;

	if (fstat(file, &status) != 0)
		return refuse_open(path, errno, error);
	if (!S_ISREG(status.st_mode)) {
		kt_fail(error, KT_E_INPUT,
		    S_ISDIR(status.st_mode) ? "det er en mappe, ikke en fil"
					    : "det er ikke en almindelig fil",
		    S_ISDIR(status.st_mode) ? "it is a folder, not a file"
					    : "it is not a regular file");
		return kt_fail_at(error, kt_string_of(path), 0, 0);
	}
	if (status.st_size > KT_MAX_FILE_SIZE)
		return refuse_size(kt_string_of(path), error);
	return read_all(file, path, (size_t)status.st_size, bytes, error);
}

kt_status kt_intake_file(
    const char *path, struct kt_buffer *bytes, struct kt_error *error)
{
	kt_status status;
	int file;

	kt_buffer_clear(bytes);
	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, path, 0, bytes, error);
	/* non-blocking: opening a pipe must not wait for a writer */
	file = open(
	    path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (file < 0)
		return refuse_open(path, errno, error);
	status = read_regular(file, path, bytes, error);
	close(file);
	return status;
}
