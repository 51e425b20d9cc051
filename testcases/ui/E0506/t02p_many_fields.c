// T2': an entry that reads more fields than are told apart, and gives the object to an unseen function: what
// neither is known to read may be assigned.
#include <pthread.h>

struct pages {
	struct {
		int a, b, c, d, e, f, g;
	} p, q, r, s, t, u, v;
	int count;
};

void trace(const struct pages *pages);

#define ALL(x) ((x).a + (x).b + (x).c + (x).d + (x).e + (x).f + (x).g)

static void *pages_sum(void *arg)
{
	struct pages *pages = arg;

	trace(pages);
	return (void *)(long)(ALL(pages->p) + ALL(pages->q) + ALL(pages->r) + ALL(pages->s) + ALL(pages->t) +
	                      ALL(pages->u) + ALL(pages->v));
}

int unread_field_ok(struct pages *pages)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, pages_sum, pages) != 0)
		return -1;
	pages->count = 7;
	return pthread_join(tid, NULL);
}

int read_field_bad(struct pages *pages)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, pages_sum, pages) != 0)
		return -1;
	pages->p.a = 7; //~ ERROR E0506
	return pthread_join(tid, NULL);
}
