// A wrapper of a wrapper in another file: the outer one says the same as the inner.
#include "chain.h"

int begin(struct worker *worker, void *(*entry)(void *), void *arg)
{
	int error = thread_begin(&worker->thread, entry, arg);
	if (error)
		log_error(error);
	return error;
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	return (void *)(long)worker->result;
}

int begin_work(struct worker *worker)
{
	return begin(worker, work, worker);
}
