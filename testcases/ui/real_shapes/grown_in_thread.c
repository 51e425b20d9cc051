// Real shape: the thread makes its buffer larger, replaces it, or frees it and says so by NULL; the spawner takes
// what is there after the join. The block that was there before is gone, and nobody asks for it.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct reader {
	char *text;
	size_t size, used;
	char *error;
	sem_t replaced;
};

static void *grow(void *arg)
{
	struct reader *reader = arg;

	while (reader->used < 100) {
		if (reader->used == reader->size) {
			char *more = realloc(reader->text, reader->size * 2);

			if (!more)
				return NULL;
			reader->text = more;
			reader->size *= 2;
		}
		reader->text[reader->used++] = '.';
	}
	return reader;
}

static int replace(void *arg)
{
	struct reader *reader = arg;

	free(reader->text);
	reader->text = strdup("replaced");
	return reader->text == NULL;
}

static void *clear(void *arg)
{
	struct reader *reader = arg;

	usleep(20 * 1000);
	free(reader->text);
	reader->text = NULL;
	return NULL;
}

static void *only_free(void *arg)
{
	struct reader *reader = arg;

	free(reader->text);
	return NULL;
}

static struct reader reader_new(void)
{
	struct reader reader = { .text = malloc(16), .size = 16 };

	if (!reader.text)
		abort();
	reader.text[0] = 0;
	return reader;
}

size_t grown_ok(void)
{
	struct reader reader = reader_new();
	size_t used;
	pthread_t tid;

	if (pthread_create(&tid, NULL, grow, &reader) == 0)
		pthread_join(tid, NULL);
	used = reader.used + (reader.text[0] == '.');
	free(reader.text);
	return used;
}

size_t replaced_ok(void)
{
	struct reader reader = reader_new();
	size_t length = 0;
	thrd_t thr;

	if (thrd_create(&thr, replace, &reader) == thrd_success)
		thrd_join(thr, NULL);
	if (reader.text)
		length = strlen(reader.text);
	free(reader.text);
	return length;
}

void cleared_ok(void)
{
	struct reader reader = reader_new();
	pthread_t tid;

	if (pthread_create(&tid, NULL, clear, &reader) == 0)
		pthread_join(tid, NULL);
	free(reader.text);
}

// Freed by the thread, which leaves the pointer as it was.
void freed_twice_bad(void)
{
	struct reader reader = reader_new();
	pthread_t tid;

	if (pthread_create(&tid, NULL, only_free, &reader) != 0)
		abort();
	pthread_join(tid, NULL);
	free(reader.text); //~ ERROR E0382
}

// A second pointer to the block that the thread has replaced.
int old_pointer_bad(void)
{
	struct reader reader = reader_new();
	char *first = reader.text;
	thrd_t thr;

	if (thrd_create(&thr, replace, &reader) != thrd_success)
		abort();
	thrd_join(thr, NULL);
	free(reader.text);
	return first[0]; //~ ERROR E0382
}

// Freed while the thread grows it.
void freed_meanwhile_bad(void)
{
	struct reader reader = reader_new();
	pthread_t tid;

	if (pthread_create(&tid, NULL, clear, &reader) != 0)
		abort();
	free(reader.text); //~ ERROR E0382
	pthread_join(tid, NULL);
}

// ... or makes it larger.
void freed_while_grown_bad(void)
{
	struct reader reader = reader_new();
	pthread_t tid;

	if (pthread_create(&tid, NULL, grow, &reader) != 0)
		abort();
	free(reader.text); //~ ERROR E0505
	pthread_join(tid, NULL);
}

static void *replace_and_post(void *arg)
{
	struct reader *reader = arg;

	replace(reader);
	sem_post(&reader->replaced);
	return NULL;
}

// It is the new one that is freed.
void freed_after_wait_ok(void)
{
	struct reader reader = reader_new();
	pthread_t tid;

	sem_init(&reader.replaced, 0, 0);
	if (pthread_create(&tid, NULL, replace_and_post, &reader) != 0)
		abort();
	while (sem_wait(&reader.replaced) != 0)
		;
	free(reader.text);
	pthread_join(tid, NULL);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((freed_twice_bad(), 0)) RUN_BAD(old_pointer_bad()) RUN_BAD((freed_meanwhile_bad(), 0))
		RUN_OK(grown_ok()) RUN_OK(replaced_ok()) RUN_OK((cleared_ok(), 0)) RUN_OK((freed_after_wait_ok(), 0)))
#endif
