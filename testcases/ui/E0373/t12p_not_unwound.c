// T12': without -fexceptions the end of a thread passes by the cleanup attributes of its frames.
#include <pthread.h>
#include <stddef.h>

struct pair {
	int left, right;
};

static void *add(void *arg)
{
	struct pair *pair = arg;
	pair->left += pair->right;
	return NULL;
}

static void join(pthread_t *thread)
{
	pthread_join(*thread, NULL);
}

void passed_by_bad(int right)
{
	struct pair pair = {1, right};
	pthread_t thread;
	if (pthread_create(&thread, NULL, add, &pair) != 0) //~ ERROR E0373
		return;
	__attribute__((cleanup(join))) pthread_t joined = thread;
	if (right < 0)
		pthread_exit(NULL);
}

void returned_ok(int right)
{
	struct pair pair = {1, right};
	pthread_t thread;
	if (pthread_create(&thread, NULL, add, &pair) != 0)
		return;
	__attribute__((cleanup(join))) pthread_t joined = thread;
}
