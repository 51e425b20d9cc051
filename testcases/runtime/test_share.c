// SPDX-License-Identifier: MIT
// Sharing: the last of several owners ends the object, whichever thread it is.
#include "own_test.h"

#include <stdint.h>

struct config {
	int number;
	atomic_int *ends;
};

OWN_DROP(config_end, struct config, c) { atomic_fetch_add(c->ends, 1); }

static atomic_int sum;

OWN_TASK(read_config, struct config, c) { sum += c->number; }

// The task gives its share up before it ends.
struct reader {
	struct config *config;
};

OWN_TASK(read_and_let_go, struct reader, r)
{
	sum += r->config->number;
	own_unshare(&r->config);
}

static void one_owner_ends_it(void)
{
	atomic_int ends = 0;
	struct config *c = own_share_new(((struct config){3, &ends}), config_end);
	CHECK(c && c->number == 3 && ends == 0);
	own_unshare(&c);
	CHECK(c == NULL && ends == 1);
	own_unshare(&c);
	CHECK(ends == 1);
}

static void the_last_owner_ends_it(void)
{
	atomic_int ends = 0;
	struct config *a = own_share_new(((struct config){3, &ends}), config_end), *b = own_share(a), *c = own_share(b);
	CHECK(a == b && b == c);
	own_unshare(&b);
	own_unshare(&a);
	CHECK(ends == 0 && c->number == 3);
	own_share_drop(c);
	CHECK(ends == 1);
}

static void threads_are_owners(void)
{
	enum { READERS = 20 };
	atomic_int ends = 0;
	own_thread *t[2 * READERS] = {NULL};
	struct config *c = own_share_new(((struct config){1, &ends}), config_end);
	sum = 0;
	for (int i = 0; i < READERS; i++) {
		struct config *share = own_share(c);
		CHECK(own_spawn_move(&t[i], read_config, &share, own_share_drop) == 0);
		CHECK(share == NULL);
	}
	for (int i = READERS; i < 2 * READERS; i++)
		CHECK(own_spawn(&t[i], read_and_let_go, (struct reader){own_share(c)}, NULL) == 0);
	own_unshare(&c);
	for (int i = 0; i < 2 * READERS; i++)
		CHECK(own_join(&t[i]) == 0);
	CHECK(sum == 2 * READERS && ends == 1);
}

struct wide {
	_Alignas(128) char byte;
};

static void plain_values_are_shared(void)
{
	int *i = own_share_new(5, NULL), *j = own_share(i);
	struct wide wide = {'w'}, *w = own_share_new(wide, NULL);
	CHECK(*j == 5 && (uintptr_t)w % 128 == 0 && w->byte == 'w');
	*i = 6;
	CHECK(*j == 6);
	own_unshare(&i);
	own_unshare(&j);
	own_unshare(&w);
}

static void nothing_is_shared(void)
{
	int *none = NULL, byte = 0;
	CHECK(own_share(none) == NULL);
	own_unshare(&none);
	own_share_drop(NULL);
	own__unshare(NULL);
	CHECK(own__share_new(&byte, SIZE_MAX, 1, NULL) == NULL);
	CHECK(own__share_new(&byte, 1, 8192, NULL) == NULL);
	CHECK(own__share_new(&byte, 1, 0, NULL) == NULL);
}

int main(void)
{
	one_owner_ends_it();
	the_last_owner_ends_it();
	threads_are_owners();
	plain_values_are_shared();
	nothing_is_shared();
	return TEST_RESULT;
}
