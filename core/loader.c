#include "loader.h"

#include "descriptor.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A leak in a library that is gone has no name: under a sanitizer libraries
 * stay until the process ends. */
#if defined(__SANITIZE_ADDRESS__)
#define KEEP_LIBRARIES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEEP_LIBRARIES 1
#endif
#endif

enum { MOST_HEADERS = 128, LAST_MAJOR = 9 };

/* ---- files ------------------------------------------------------------- */

/* Whoever can write the file or its directory decides what runs here. */
static kt_status verify_owner(
    const struct stat *info, bool directory, struct kt_error *error)
{
	if (directory ? !S_ISDIR(info->st_mode) : !S_ISREG(info->st_mode)) {
		return kt_fail(error, KT_E_USE,
		    directory ? "er ikke en mappe"
			      : "er ikke en almindelig fil",
		    directory ? "is not a directory" : "is not a regular file");
	}
	if (info->st_uid != 0 && info->st_uid != geteuid()) {
		return kt_fail(error, KT_E_USE,
		    "ejes af bruger %lu; plugins og deres mappe skal ejes af "
		    "root eller den, der kører programmet",
		    "is owned by user %lu; plugins and their directory must "
		    "be owned by root or by whoever runs the program",
		    (unsigned long)info->st_uid);
	}
	if ((info->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
		return kt_fail(error, KT_E_USE,
		    "kan skrives af gruppen eller alle (rettigheder %03o); "
		    "det må plugins og deres mappe ikke",
		    "is writable for group or others (mode %03o); plugins "
		    "and their directory must not be",
		    (unsigned)(info->st_mode & 0777));
	}
	return KT_OK;
}

static bool read_at(int file, void *data, size_t size, uint64_t at)
{
	return at <= INT64_MAX &&
	       pread(file, data, size, (off_t)at) == (ssize_t)size;
}

static bool lies_within(uint64_t at, uint64_t length, uint64_t size)
{
	return at <= size && length <= size - at;
}

/* The loader maps what the headers promise and dies with SIGBUS where a cut
 * file does not hold it, so the promise is checked first. */
static bool is_whole(int file, const ElfW(Ehdr) * header, uint64_t size)
{
	if (header->e_phentsize != sizeof(ElfW(Phdr)) ||
	    header->e_phnum > MOST_HEADERS)
		return false;
	for (uint64_t i = 0; i < header->e_phnum; i++) {
		ElfW(Phdr) part;
		uint64_t at = header->e_phoff + i * sizeof(part);

		if (!read_at(file, &part, sizeof(part), at) ||
		    !lies_within(part.p_offset, part.p_filesz, size))
			return false;
	}
	return lies_within(header->e_shoff,
	    (uint64_t)header->e_shnum * header->e_shentsize, size);
}

static kt_status verify_library(int file, uint64_t size, struct kt_error *error)
{
	const unsigned char class =
	    sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;
	ElfW(Ehdr) header;

	if (!read_at(file, &header, sizeof(header), 0) ||
	    memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
	    header.e_ident[EI_CLASS] != class || header.e_type != ET_DYN) {
		return kt_fail(error, KT_E_USE,
		    "er ikke et delt bibliotek til denne maskine",
		    "is not a shared library for this machine");
	}
	if (!is_whole(file, &header, size)) {
		return kt_fail(error, KT_E_USE,
		    "er afkortet eller beskadiget: indholdet er kortere, end "
		    "filens eget hoved siger",
		    "is cut short or damaged: its content is shorter than its "
		    "own header says");
	}
	return KT_OK;
}

static kt_status verify_file(
    int directory, const char *name, struct kt_error *error)
{
	int file = openat(
	    directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat info;
	kt_status status;

	if (file < 0 && errno == ELOOP) {
		return kt_fail(error, KT_E_USE,
		    "er et symbolsk link; læg selve filen i mappen",
		    "is a symbolic link; put the file itself into the "
		    "directory");
	}
	if (file < 0 || fstat(file, &info) != 0) {
		status = kt_fail(error, KT_E_USE, "kan ikke åbnes: %s",
		    "cannot be opened: %s", strerror(errno));
	} else {
		status = verify_owner(&info, false, error);
		if (status == KT_OK) {
			status =
			    verify_library(file, (uint64_t)info.st_size, error);
		}
	}
	if (file >= 0)
		close(file);
	return status;
}

/* ---- loading ----------------------------------------------------------- */

/* Names and prefixes are one space across all plugins. */
static kt_status verify_unique(const struct kt_library *library,
    const struct kt_loaded_plugin *added, struct kt_error *error)
{
	for (size_t i = 0; i < library->count; i++) {
		const struct kt_loaded_plugin *other = &library->plugins[i];

		if (other == added)
			continue;
		if (strcmp(other->plugin.name, added->plugin.name) == 0) {
			return kt_fail(error, KT_E_USE,
			    "to plugins hedder \"%s\"; det andet: %s",
			    "two plugins are called \"%s\"; the other: %s",
			    added->plugin.name, other->file.data);
		}
		if (strcmp(other->plugin.prefix, added->plugin.prefix) == 0) {
			return kt_fail(error, KT_E_USE,
			    "præfikset \"%s\" bruges også af pluginnet "
			    "\"%s\" %s",
			    "the prefix \"%s\" is also that of the plugin "
			    "\"%s\" %s",
			    added->plugin.prefix, other->plugin.name,
			    other->file.data);
		}
	}
	return KT_OK;
}

static kt_status accept_plugin(struct kt_library *library,
    struct kt_loaded_plugin *loaded, kt_plugin_entry entry,
    struct kt_error *error)
{
	kt_status status = kt_descriptor_accept(
	    &library->arena, entry(), &loaded->plugin, error);

	if (status == KT_OK)
		status = verify_unique(library, loaded, error);
	return status;
}

static kt_status find_entry(
    void *handle, kt_plugin_entry *entry, struct kt_error *error)
{
	void *symbol = dlsym(handle, "kontrakttjek_plugin_v1");

	if (symbol != NULL) {
		/* ISO C has no cast from an object to a function */
		memcpy(entry, &symbol, sizeof(*entry));
		return KT_OK;
	}
	for (int major = 0; major <= LAST_MAJOR; major++) {
		char name[32];

		snprintf(name, sizeof(name), "kontrakttjek_plugin_v%d", major);
		if (dlsym(handle, name) != NULL) {
			return kt_fail(error, KT_E_USE,
			    "er bygget til plugin-grænseflade %d; dette "
			    "program har %u. Byg pluginnet med programmets "
			    "egen plugin.h",
			    "is built for plugin interface %d; this program "
			    "has %u. Build the plugin with the program's own "
			    "plugin.h",
			    major, KT_ABI_MAJOR);
		}
	}
	return kt_fail(error, KT_E_USE,
	    "er ikke et plugin til kontrakttjek: symbolet "
	    "kontrakttjek_plugin_v%u mangler",
	    "is no plugin of kontrakttjek: the symbol "
	    "kontrakttjek_plugin_v%u is missing",
	    KT_ABI_MAJOR);
}

/* The file is called what the plugin calls itself, so that a name in a
 * message leads to the file. */
static kt_status verify_file_name(
    const struct kt_plugin *plugin, const char *file, struct kt_error *error)
{
	size_t size = strlen(plugin->name);

	if (strncmp(file, plugin->name, size) == 0 &&
	    strcmp(file + size, ".so") == 0)
		return KT_OK;
	return kt_fail(error, KT_E_USE,
	    "pluginnet kalder sig \"%s\"; så skal filen hedde \"%s.so\"",
	    "the plugin calls itself \"%s\"; then the file must be \"%s.so\"",
	    plugin->name, plugin->name);
}

/* One of the files; `loaded` is counted as soon as it holds a handle, so that
 * destroying the library closes it. */
static kt_status load_file(struct kt_library *library, int directory,
    const char *path, const char *name, struct kt_error *error)
{
	struct kt_loaded_plugin *loaded = &library->plugins[library->count];
	kt_plugin_entry entry = NULL;
	kt_status status = verify_file(directory, name, error);

	loaded->file = kt_arena_printf(&library->arena, "%s/%s", path, name);
	if (loaded->file.data == NULL)
		return kt_fail_memory(error);
	if (status == KT_OK) {
		loaded->handle =
		    dlopen(loaded->file.data, RTLD_NOW | RTLD_LOCAL);
		if (loaded->handle == NULL) {
			const char *reason = dlerror();

			status = kt_fail(error, KT_E_USE,
			    "kan ikke indlæses: %s", "cannot be loaded: %s",
			    reason != NULL ? reason : "?");
		} else {
			library->count++;
			status = find_entry(loaded->handle, &entry, error);
		}
	}
	if (status == KT_OK)
		status = accept_plugin(library, loaded, entry, error);
	if (status == KT_OK)
		status = verify_file_name(&loaded->plugin, name, error);
	if (status != KT_OK)
		kt_fail_at(error, loaded->file, 0, 0);
	return status;
}

static kt_status load_built_in(
    struct kt_library *library, kt_plugin_entry entry, struct kt_error *error)
{
	struct kt_loaded_plugin *loaded = &library->plugins[library->count++];

	loaded->file = KT_S("");
	if (accept_plugin(library, loaded, entry, error) == KT_OK)
		return KT_OK;
	return kt_fail_at(error, KT_S("(built-in plugin)"), 0, 0);
}

/* ---- directory --------------------------------------------------------- */

struct file_list {
	const char **names;
	size_t count;
	size_t capacity;
};

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_in_so(const char *name)
{
	size_t size = strlen(name);

	return size >= 3 && strcmp(name + size - 3, ".so") == 0;
}

/* The order of a directory differs between machines, so names are sorted. */
static kt_status list_files(struct kt_arena *arena, DIR *directory,
    struct file_list *list, struct kt_error *error)
{
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(directory)) != NULL) {
		struct kt_string name;

		if (!ends_in_so(entry->d_name))
			continue;
		name = kt_arena_copy(arena, kt_string_of(entry->d_name));
		if (name.data == NULL ||
		    !kt_grow(&list->names, &list->capacity, list->count + 1,
			sizeof(*list->names)))
			return kt_fail_memory(error);
		list->names[list->count++] = name.data;
	}
	if (errno != 0) {
		return kt_fail(error, KT_E_USE,
		    "mappen med plugins kan ikke læses: %s",
		    "the plugin directory cannot be read: %s", strerror(errno));
	}
	if (list->count > 0)
		qsort(list->names, list->count, sizeof(*list->names), by_bytes);
	return KT_OK;
}

/* *out is NULL where there is no directory at all. */
static kt_status open_directory(
    const char *path, DIR **out, struct kt_error *error)
{
	struct stat info;
	kt_status status;
	int directory;

	*out = NULL;
	if (path == NULL)
		return KT_OK;
	if (path[0] != '/') {
		return kt_fail(error, KT_E_USE,
		    "mappen med plugins skal angives med hele stien fra /",
		    "the plugin directory must be given with its whole path "
		    "from /");
	}
	directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0 && errno == ENOENT)
		return KT_OK;
	if (directory < 0 || fstat(directory, &info) != 0) {
		status = kt_fail(error, KT_E_USE,
		    "mappen med plugins kan ikke åbnes (et symbolsk link "
		    "følges ikke): %s",
		    "the plugin directory cannot be opened (a symbolic link "
		    "is not followed): %s",
		    strerror(errno));
	} else {
		status = verify_owner(&info, true, error);
	}
	if (status == KT_OK && (*out = fdopendir(directory)) == NULL)
		status = kt_fail_memory(error);
	if (*out == NULL && directory >= 0)
		close(directory);
	return status;
}

/* ---- library ----------------------------------------------------------- */

static int by_plugin_name(const void *a, const void *b)
{
	const struct kt_loaded_plugin *x = a;
	const struct kt_loaded_plugin *y = b;

	return strcmp(x->plugin.name, y->plugin.name);
}

static kt_status load_all(struct kt_library *library, const char *path,
    DIR *directory, const struct file_list *list, struct kt_error *error)
{
	kt_status status = KT_OK;
	size_t built_in = 0;

	while (kt_static_plugins[built_in] != NULL)
		built_in++;
	library->plugins = kt_arena_array(
	    &library->arena, built_in + list->count, sizeof(*library->plugins));
	if (library->plugins == NULL)
		return kt_fail_memory(error);
	for (size_t i = 0; i < built_in && status == KT_OK; i++) {
		status = load_built_in(library, kt_static_plugins[i], error);
	}
	for (size_t i = 0; i < list->count && status == KT_OK; i++) {
		status = load_file(
		    library, dirfd(directory), path, list->names[i], error);
	}
	if (status == KT_OK && library->count > 0) {
		qsort(library->plugins, library->count,
		    sizeof(*library->plugins), by_plugin_name);
	}
	return status;
}

kt_status kt_library_load(
    const char *directory, struct kt_library **out, struct kt_error *error)
{
	struct file_list list = { NULL, 0, 0 };
	struct kt_library *library;
	DIR *opened = NULL;
	kt_status status;

	*out = NULL;
	library = calloc(1, sizeof(*library));
	if (library == NULL)
		return kt_fail_memory(error);
	kt_arena_init(&library->arena);
	status = open_directory(directory, &opened, error);
	if (status == KT_OK && opened != NULL)
		status = list_files(&library->arena, opened, &list, error);
	if (status == KT_OK)
		status = load_all(library, directory, opened, &list, error);
	/* an error without a file is one of the directory */
	if (status != KT_OK)
		kt_fail_at(error, kt_string_of(directory), 0, 0);
	if (opened != NULL)
		closedir(opened);
	free(list.names);
	if (status == KT_OK)
		*out = library;
	else
		kt_library_destroy(library);
	return status;
}

void kt_library_destroy(struct kt_library *library)
{
	if (library == NULL)
		return;
#ifndef KEEP_LIBRARIES
	for (size_t i = 0; i < library->count; i++) {
		if (library->plugins[i].handle != NULL)
			dlclose(library->plugins[i].handle);
	}
#endif
	kt_arena_finish(&library->arena);
	free(library);
}

/* ---- finding ----------------------------------------------------------- */

static bool is_called(struct kt_string name, const char *text)
{
	return kt_string_equal(name, kt_string_of(text));
}

const struct kt_function *kt_library_function(const struct kt_library *library,
    struct kt_string prefix, struct kt_string name,
    const struct kt_loaded_plugin **plugin)
{
	for (size_t i = 0; i < library->count; i++) {
		const struct kt_loaded_plugin *loaded = &library->plugins[i];
		const struct kt_plugin *p = &loaded->plugin;

		if (!is_called(prefix, p->prefix))
			continue;
		for (size_t j = 0; j < p->function_count; j++) {
			if (!is_called(name, p->functions[j].name))
				continue;
			if (plugin != NULL)
				*plugin = loaded;
			return &p->functions[j];
		}
	}
	return NULL;
}

const struct kt_check *kt_library_check(const struct kt_library *library,
    struct kt_string name, const struct kt_loaded_plugin **plugin)
{
	const char *dot = NULL;
	struct kt_string owner;

	if (name.size > 0)
		dot = memchr(name.data, '.', name.size);
	if (dot == NULL)
		return NULL;
	owner = (struct kt_string){ name.data, (size_t)(dot - name.data) };
	name.data = dot + 1;
	name.size -= owner.size + 1;
	for (size_t i = 0; i < library->count; i++) {
		const struct kt_loaded_plugin *loaded = &library->plugins[i];
		const struct kt_plugin *p = &loaded->plugin;

		if (!is_called(owner, p->name))
			continue;
		for (size_t j = 0; j < p->check_count; j++) {
			if (!is_called(name, p->checks[j].name))
				continue;
			if (plugin != NULL)
				*plugin = loaded;
			return &p->checks[j];
		}
	}
	return NULL;
}
