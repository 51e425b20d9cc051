// What a function hands to a pool or to a loop is told as such to its callers.
typedef struct { void (*func)(void *data, void *user_data); void *user_data; int exclusive; } GThreadPool;

int g_thread_pool_push(GThreadPool *pool, void *data, void *error);
unsigned g_idle_add(int (*function)(void *data), void *data);

static int once(void *data)
{
	*(int *)data = 0;
	return 0;
}

void push(GThreadPool *pool, void *data)
{
	g_thread_pool_push(pool, data, 0);
}

void add(int *number)
{
	g_idle_add(once, number);
}
