// Item 5: what counts is the field, the element, the pointee that the thread reads; not the object around it.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_sdl.h"

struct buffer {
	char data[64];
	size_t used;
};

struct job {
	struct {
		int first;
		int last;
	} range;
	struct buffer *out;
	const char *name;
	int progress;
	int slots[4];
	struct job *next;
};

// Reads range.first and range.last, through `out` writes data and used.
static void *fill(void *arg)
{
	struct job *job = arg;

	usleep(20 * 1000);
	for (int i = job->range.first; i < job->range.last; i++)
		job->out->data[job->out->used++] = '.';
	return NULL;
}

// Reads the second slot.
static void *second_slot(void *arg)
{
	struct job *job = arg;

	usleep(20 * 1000);
	return job->slots[1] ? arg : NULL;
}

static int print_name(void *data)
{
	struct job *job = data;

	SDL_Delay(10);
	puts(job->name);
	return 0;
}

int other_field_ok(void)
{
	struct buffer out = { .used = 0 };
	struct job job = { .range = { 0, 10 }, .out = &out };
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, &job) != 0)
		return -1;
	job.progress = 1;
	job.name = "filling";
	job.slots[0] = 3;
	job.next = NULL;
	pthread_join(tid, NULL);
	return job.progress;
}

int nested_field_bad(void)
{
	struct buffer out = { .used = 0 };
	struct job job = { .range = { 0, 10 }, .out = &out };
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, &job) != 0)
		return -1;
	job.range.last = 5; //~ ERROR E0506
	pthread_join(tid, NULL);
	return job.progress;
}

// What the field points to.
int pointee_bad(void)
{
	struct buffer out = { .used = 0 };
	struct job job = { .range = { 0, 10 }, .out = &out };
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, &job) != 0)
		return -1;
	out.used = 0; //~ ERROR E0506
	pthread_join(tid, NULL);
	return (int)out.used;
}

// The pointer is turned to another buffer while the thread goes through it.
int pointer_bad(void)
{
	struct buffer out = { .used = 0 }, spare = { .used = 0 };
	struct job job = { .range = { 0, 10 }, .out = &out };
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, &job) != 0)
		return -1;
	job.out = &spare; //~ ERROR E0506
	pthread_join(tid, NULL);
	return (int)out.used;
}

// The local pointer that the address was passed in is not what was lent.
int own_pointer_ok(void)
{
	struct buffer out = { .used = 0 };
	struct job job = { .range = { 0, 10 }, .out = &out }, other = { .progress = 1 };
	struct job *current = &job;
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, current) != 0)
		return -1;
	current = &other;
	current->range.last = 3;
	pthread_join(tid, NULL);
	return (int)out.used;
}

int other_element_ok(void)
{
	struct job job = { .slots = { 1, 2, 3, 4 } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, second_slot, &job) != 0)
		return -1;
	job.slots[0] = 7;
	job.slots[2] = 7;
	pthread_join(tid, NULL);
	return job.slots[1];
}

int element_bad(void)
{
	struct job job = { .slots = { 1, 2, 3, 4 } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, second_slot, &job) != 0)
		return -1;
	job.slots[1] = 7; //~ ERROR E0506
	pthread_join(tid, NULL);
	return job.slots[1];
}

// All slots, and the thread's among them.
int FN_all_elements_bad(void)
{
	struct job job = { .slots = { 1, 2, 3, 4 } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, second_slot, &job) != 0)
		return -1;
	memset(job.slots, 0, sizeof job.slots); //~ GAP E0506: a call that writes an array of which one element is read
	pthread_join(tid, NULL);
	return job.slots[1];
}

int sdl_ok(void)
{
	struct job job = { .name = "first" };
	SDL_Thread *thread = SDL_CreateThread(print_name, "job", &job);

	job.progress++;
	SDL_WaitThread(thread, NULL);
	job.name = "second";
	return job.progress;
}

int sdl_bad(void)
{
	struct job job = { .name = "first" };
	SDL_Thread *thread = SDL_CreateThread(print_name, "job", &job);

	job.name = "second"; //~ ERROR E0506
	SDL_WaitThread(thread, NULL);
	return job.progress;
}

// On a path on which no thread was started there is nothing to mind.
int not_started_ok(void)
{
	struct job job = { .slots = { 1, 2, 3, 4 } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, second_slot, &job) != 0) {
		job.slots[1] = 0;
		return job.slots[1];
	}
	pthread_join(tid, NULL);
	return job.slots[1];
}
// Not run: SDL is not there when the suite runs.
