#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct name {
	struct kt_string space;
	struct kt_string local;
	uint64_t hash;
};

struct kt_names {
	struct name *names; /* [0] is unused */
	size_t count; /* with [0] */
	size_t capacity;
	uint32_t *slots; /* indexes into names; 0 is a free slot */
	size_t slot_count; /* a power of two, at least twice the names */
	uint64_t seed;
	struct kt_arena arena; /* the strings */
};

enum { FIRST_SLOTS = 1024 };

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ (h >> 29);
}

static uint64_t hash_bytes(uint64_t h, struct kt_string s)
{
	size_t i = 0;
	uint64_t word;

	for (; i + sizeof(word) <= s.size; i += sizeof(word)) {
		memcpy(&word, s.data + i, sizeof(word));
		h = mix(h, word);
	}
	word = (uint64_t)s.size << 56;
	if (i < s.size) {
		memcpy(&word, s.data + i, s.size - i);
		word ^= (uint64_t)s.size << 56;
	}
	return mix(h, word);
}

/* Names come from documents, so the seed is random: nobody can prepare names
 * that all fall into one slot. Numbers do not depend on it. */
static uint64_t hash_name(const struct kt_names *names, struct kt_string space,
    struct kt_string local)
{
	return hash_bytes(hash_bytes(names->seed, space), local);
}

static uint64_t random_seed(const void *fallback)
{
	uint64_t seed = 0;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(seed))
		seed = (uint64_t)(uintptr_t)fallback;
	return seed;
}

struct kt_names *kt_names_create(void)
{
	struct kt_names *names = calloc(1, sizeof(*names));

	if (names == NULL)
		return NULL;
	kt_arena_init(&names->arena);
	names->count = 1;
	names->slot_count = FIRST_SLOTS;
	names->slots = calloc(names->slot_count, sizeof(*names->slots));
	names->seed = random_seed(names);
	if (names->slots == NULL ||
	    !kt_grow(&names->names, &names->capacity, FIRST_SLOTS / 2,
		sizeof(*names->names))) {
		kt_names_destroy(names);
		return NULL;
	}
	memset(&names->names[0], 0, sizeof(names->names[0]));
	names->names[0].space = KT_S("");
	names->names[0].local = KT_S("");
	return names;
}

void kt_names_destroy(struct kt_names *names)
{
	if (names == NULL)
		return;
	kt_arena_finish(&names->arena);
	free(names->slots);
	free(names->names);
	free(names);
}

/* The slot of the name, or the free one where it would go. */
static size_t find_slot(const struct kt_names *names, uint64_t hash,
    struct kt_string space, struct kt_string local)
{
	size_t mask = names->slot_count - 1;
	size_t slot = (size_t)hash & mask;

	while (names->slots[slot] != 0) {
		const struct name *name = &names->names[names->slots[slot]];

		if (name->hash == hash && kt_string_equal(name->local, local) &&
		    kt_string_equal(name->space, space))
			break;
		slot = (slot + 1) & mask;
	}
	return slot;
}

static bool grow_slots(struct kt_names *names)
{
	size_t count = names->slot_count * 2;
	uint32_t *slots = calloc(count, sizeof(*slots));

	if (slots == NULL)
		return false;
	for (size_t i = 1; i < names->count; i++) {
		size_t slot = (size_t)names->names[i].hash & (count - 1);

		while (slots[slot] != 0)
			slot = (slot + 1) & (count - 1);
		slots[slot] = (uint32_t)i;
	}
	free(names->slots);
	names->slots = slots;
	names->slot_count = count;
	return true;
}

/* Most names of a run share a few namespaces: kept once. */
static struct kt_string keep_space(
    struct kt_names *names, struct kt_string space)
{
	enum { LOOK_BACK = 8 };
	size_t stop = names->count > LOOK_BACK ? names->count - LOOK_BACK : 0;

	for (size_t i = names->count; i > stop; i--)
		if (kt_string_equal(names->names[i - 1].space, space))
			return names->names[i - 1].space;
	return kt_arena_copy(&names->arena, space);
}

uint32_t kt_names_intern(
    struct kt_names *names, struct kt_string space, struct kt_string local)
{
	uint64_t hash = hash_name(names, space, local);
	size_t slot = find_slot(names, hash, space, local);
	struct name *name;

	if (names->slots[slot] != 0)
		return names->slots[slot];
	if (names->count >= UINT32_MAX ||
	    !kt_grow(&names->names, &names->capacity, names->count + 1,
		sizeof(*names->names)))
		return 0;
	if ((names->count + 1) * 2 > names->slot_count) {
		if (!grow_slots(names))
			return 0;
		slot = find_slot(names, hash, space, local);
	}
	name = &names->names[names->count];
	name->hash = hash;
	name->space = keep_space(names, space);
	name->local = kt_arena_copy(&names->arena, local);
	if (name->space.data == NULL || name->local.data == NULL)
		return 0;
	names->slots[slot] = (uint32_t)names->count;
	return (uint32_t)names->count++;
}

uint32_t kt_names_find(const struct kt_names *names, struct kt_string space,
    struct kt_string local)
{
	uint64_t hash = hash_name(names, space, local);

	return names->slots[find_slot(names, hash, space, local)];
}

struct kt_string kt_names_local(const struct kt_names *names, uint32_t name)
{
	return name < names->count ? names->names[name].local : KT_S("");
}

struct kt_string kt_names_space(const struct kt_names *names, uint32_t name)
{
	return name < names->count ? names->names[name].space : KT_S("");
}
