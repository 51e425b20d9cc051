// A thread that hands its object to an unknown function, and uses more fields of it than are told apart: what it does
// with the further ones is known of no field in particular.
#include <pthread.h>
#include <stdlib.h>

#define TEN(d) int d##0, d##1, d##2, d##3, d##4, d##5, d##6, d##7, d##8, d##9;
#define SUM(d) (s->d##0 + s->d##1 + s->d##2 + s->d##3 + s->d##4 + s->d##5 + s->d##6 + s->d##7 + s->d##8 + s->d##9)

struct settings {
	TEN(a) TEN(b) TEN(c) TEN(d) TEN(e) TEN(f) TEN(g)
	int unread;
};

void watch(struct settings *settings);

static void *sums(void *arg)
{
	struct settings *s = arg;

	watch(s);
	return (void *)(size_t)(SUM(a) + SUM(b) + SUM(c) + SUM(d) + SUM(e) + SUM(f) + SUM(g));
}

int writes_another_field_ok(void)
{
	struct settings *s = calloc(1, sizeof *s);
	pthread_t thread;

	if (!s || pthread_create(&thread, NULL, sums, s))
		abort();
	s->unread = 1;
	pthread_join(thread, NULL);
	free(s);
	return 0;
}

int writes_what_is_read_bad(void)
{
	struct settings *s = calloc(1, sizeof *s);
	pthread_t thread;

	if (!s || pthread_create(&thread, NULL, sums, s))
		abort();
	s->b3 = 1; //~ ERROR E0506
	pthread_join(thread, NULL);
	free(s);
	return 0;
}
