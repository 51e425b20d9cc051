// Real shape: a table of kinds, each with a size of its own; a check of the size that none of them fails comes between
// the start of a thread and its join.
#include <pthread.h>

static void *work(void *arg)
{
	int *job = arg;
	return (void *)(long)*job;
}

#define KINDS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20)

#define RUN(function, least)                                 \
	function                                             \
	{                                                    \
		int job = kind, size;                        \
		pthread_t thread;                            \
                                                             \
		if (pthread_create(&thread, 0, work, &job))  \
			return -1;                           \
		switch (kind) {                              \
			KINDS(SIZE)                          \
		default: size = 1; break;                    \
		}                                            \
		if (size < (least))                          \
			return -1;                           \
		pthread_join(thread, 0);                     \
		return size;                                 \
	}
#define SIZE(n) case n: size = 3 * n; break;

RUN(int all_fit_ok(int kind), 1)
RUN(int smallest_left_bad(int kind), 2) //~ ERROR E0373
