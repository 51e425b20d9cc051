#include <pthread.h>

struct thread { pthread_t id; };

static inline int thread_start(struct thread *thread, void *(*entry)(void *), void *arg)
{
	return pthread_create(&thread->id, NULL, entry, arg);
}

static inline void thread_join(struct thread *thread)
{
	pthread_join(thread->id, NULL);
}
