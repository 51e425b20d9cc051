// T8 more than one step away: a pointer in a struct in a struct, a list on the stack, argv-like arrays, a buffer.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct buffer {
	char *base;
	size_t used, size;
};

struct channel {
	struct buffer in;
	struct buffer *out;
};

struct session {
	int id;
	struct channel channel;
};

static void *session_pump(void *arg)
{
	struct session *s = arg;
	struct buffer *out = s->channel.out;

	usleep(20 * 1000);
	while (out->used < out->size)
		out->base[out->used++] = 'x';
	return NULL;
}

// Only the innermost buffer is local.
int innermost_bad(struct buffer *out)
{
	char bytes[128];
	struct session *s = calloc(1, sizeof *s);
	pthread_t tid;

	if (!s)
		return -1;
	out->base = bytes;
	out->size = sizeof bytes;
	s->channel.out = out;
	if (pthread_create(&tid, NULL, session_pump, s)) { //~ ERROR E0373
		free(s);
		return -1;
	}
	return pthread_detach(tid);
}

int innermost_ok(struct buffer *out)
{
	char bytes[128];
	struct session *s = calloc(1, sizeof *s);
	pthread_t tid;

	if (!s)
		return -1;
	out->base = bytes;
	out->size = sizeof bytes;
	s->channel.out = out;
	if (pthread_create(&tid, NULL, session_pump, s)) {
		free(s);
		return -1;
	}
	pthread_join(tid, NULL);
	out->base = NULL;
	free(s);
	return 0;
}

struct node {
	const char *word;
	struct node *next;
};

static void *print_words(void *arg)
{
	struct node *const *head = arg;

	usleep(20 * 1000);
	for (const struct node *n = *head; n; n = n->next)
		if (n->word[0])
			puts(n->word);
	return NULL;
}

// The list head is static, its first node is not.
static struct node *word_list;

int list_on_stack_bad(void)
{
	struct node node = { "alpha", NULL };
	pthread_t tid;

	word_list = &node;
	if (pthread_create(&tid, NULL, print_words, &word_list) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int list_on_stack_ok(void)
{
	struct node last = { "omega", NULL };
	struct node first = { "alpha", &last };
	pthread_t tid;

	word_list = &first;
	if (pthread_create(&tid, NULL, print_words, &word_list) == 0)
		pthread_join(tid, NULL);
	word_list = NULL;
	return 0;
}

// An argument vector: the array is on the heap, the number that was printed into a local is not.
static void *exec_args(void *arg)
{
	char **argv = arg;

	usleep(20 * 1000);
	for (; *argv; argv++)
		if (**argv == '-')
			puts(*argv);
	return NULL;
}

int argv_bad(int depth)
{
	char option[32];
	char **argv = calloc(3, sizeof *argv);
	pthread_t tid;

	if (!argv)
		return -1;
	snprintf(option, sizeof option, "--depth=%d", depth);
	argv[0] = "fetch";
	argv[1] = option;
	if (pthread_create(&tid, NULL, exec_args, argv)) { //~ ERROR E0373
		free(argv);
		return -1;
	}
	return pthread_detach(tid);
}

int argv_ok(int depth)
{
	char option[32];
	char **argv = calloc(3, sizeof *argv);
	pthread_t tid;

	if (!argv)
		return -1;
	snprintf(option, sizeof option, "--depth=%d", depth);
	argv[0] = "fetch";
	argv[1] = strdup(option);
	if (pthread_create(&tid, NULL, exec_args, argv)) {
		free(argv[1]);
		free(argv);
		return -1;
	}
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
static struct buffer run_buffer;
RUN_MAIN(RUN_BAD(innermost_bad(&run_buffer)) RUN_BAD(list_on_stack_bad()) RUN_BAD(argv_bad(3))
		RUN_OK(innermost_ok(&run_buffer)) RUN_OK(list_on_stack_ok()) RUN_OK(argv_ok(3)))
#endif
