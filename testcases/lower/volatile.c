// Accesses to volatile and _Atomic objects say so, fields and elements too.
#include <stdatomic.h>
#include <stdbool.h>

struct shared {
	volatile bool ready;
	atomic_int count;
	volatile int steps[4];
	int plain;
};

extern volatile bool stop;
int next(void);

int accesses(struct shared *s, volatile struct shared *all, volatile int *p, int i)
{
	struct shared own = {0};
	own.ready = true;
	own.count = next();
	own.steps[i] = own.plain;
	own.count++;
	s->ready = own.ready;
	s->count += 2;
	s->plain = s->count;
	all->plain = *p;
	*p = s->steps[1];
	stop = true;
	while (!s->ready && !stop)
		i--;
	return i;
}
