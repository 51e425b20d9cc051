// Handles go to the first free place of a table, and whoever waits for all takes them from there.
// Writing the first place says nothing of the others. The shape of userspace-rcu's tests.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define N 4096
pthread_t map[N];
pthread_mutex_t map_lock;

static pthread_t create_thread(void *(*func)(void *), void *arg)
{
	pthread_t tid;
	int i;
	pthread_mutex_lock(&map_lock);
	for (i = 0; i < N; i++)
		if (map[i] == 0)
			break;
	if (i >= N) {
		pthread_mutex_unlock(&map_lock);
		exit(-1);
	}
	map[i] = 1;
	if (pthread_create(&tid, NULL, func, arg) != 0)
		exit(-1);
	map[i] = tid;
	pthread_mutex_unlock(&map_lock);
	return tid;
}

static void *wait_thread(pthread_t tid)
{
	int i;
	void *vp;
	for (i = 0; i < N; i++)
		if (map[i] == tid)
			break;
	if (i >= N)
		exit(-1);
	if (pthread_join(tid, &vp) != 0)
		exit(-1);
	map[i] = 0;
	return vp;
}

static void wait_all_threads(void)
{
	int i;
	pthread_t tid;
	for (i = 0; i < N; i++) {
		tid = map[i];
		if (tid != 0 && tid != 1)
			(void)wait_thread(tid);
	}
}
volatile int go;

static void *reader(void *arg)
{
	while (!go)
		continue;
	return arg;
}

static void *writer(void *arg)
{
	while (!go)
		continue;
	return arg;
}

int stress_ok(int n)
{
	for (int i = 0; i < n; i++)
		create_thread(reader, NULL);
	create_thread(writer, NULL);
	go = 1;
	wait_all_threads();
	return 0;
}

pthread_t last[2];

static void start_at(pthread_t *where)
{
	if (pthread_create(where, NULL, reader, NULL) != 0)
		exit(-1);
}

int one_place_bad(void)
{
	pthread_t first;
	start_at(&first); //~ WARNING unjoined_thread
	start_at(&first);
	pthread_join(first, NULL);
	return 0;
}

int backwards_ok(void)
{
	start_at(&last[1]);
	start_at(&last[0]);
	pthread_join(last[0], NULL);
	pthread_join(last[1], NULL);
	return 0;
}

int backwards_bad(void)
{
	pthread_t local[2];
	start_at(&local[1]); //~ WARNING unjoined_thread
	start_at(&local[0]);
	pthread_join(local[0], NULL);
	return 0;
}
