// Real shape: several threads over one local, each with a handle of its own, joined in any order.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pipe_ends {
	int in, out;
	long copied, dropped;
};

static void *copy_in(void *arg)
{
	struct pipe_ends *p = arg;

	usleep(20 * 1000);
	p->copied += p->in;
	return NULL;
}

static void *copy_out(void *arg)
{
	struct pipe_ends *p = arg;

	usleep(25 * 1000);
	p->dropped += p->out;
	return NULL;
}

long reverse_order_ok(int in, int out)
{
	struct pipe_ends p = { in, out, 0, 0 };
	pthread_t a, b;

	if (pthread_create(&a, NULL, copy_in, &p) != 0)
		return -1;
	if (pthread_create(&b, NULL, copy_out, &p) != 0) {
		pthread_join(a, NULL);
		return -1;
	}
	pthread_join(b, NULL);
	pthread_join(a, NULL);
	return p.copied + p.dropped;
}

long unchecked_ok(int in, int out)
{
	struct pipe_ends p = { in, out, 0, 0 };
	pthread_t a, b;

	pthread_create(&a, NULL, copy_in, &p);
	pthread_create(&b, NULL, copy_out, &p);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return p.copied;
}

long nested_ok(int in, int out)
{
	struct pipe_ends p = { in, out, 0, 0 };
	pthread_t a, b;

	if (!pthread_create(&a, NULL, copy_in, &p)) {
		if (!pthread_create(&b, NULL, copy_out, &p))
			pthread_join(b, NULL);
		pthread_join(a, NULL);
	}
	return p.copied;
}

// `a` is joined twice, `b` never.
long same_twice_bad(int in, int out)
{
	struct pipe_ends p = { in, out, 0, 0 };
	pthread_t a, b;

	pthread_create(&a, NULL, copy_in, &p);
	pthread_create(&b, NULL, copy_out, &p); //~ ERROR E0373
	pthread_join(a, NULL);
	pthread_join(a, NULL);
	return p.copied;
}
