// A block comes from one of several calls, and its callers see one new block.
#include <stddef.h>
#include <stdlib.h>

struct pool { int n; struct pool *next; };

void *allocate(size_t size)
{
	char *block = NULL;
	if (size > 4096)
		block = aligned_alloc(4096, size);
	else
		block = malloc(size);
	return block;
}

struct pool *pool_new(int n)
{
	struct pool *pool = n > 8 ? calloc(1, sizeof *pool) : malloc(sizeof *pool);
	if (!pool)
		return NULL;
	pool->n = n;
	pool->next = pool;
	return pool;
}

// The caller gets one of the two in another way as well.
struct pool *one_of_two(int n, struct pool **spare)
{
	struct pool *first = malloc(sizeof *first), *second = malloc(sizeof *second);
	*spare = second;
	return n ? first : second;
}
