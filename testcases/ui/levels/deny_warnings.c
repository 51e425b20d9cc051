// args: -D warnings -A main_exits_first
// Levels: `warnings` stands for all warnings, findings that are warnings for want of proof among them; the later
// option wins.
#include <pthread.h>

void reap(pthread_t tid);

static void *work(void *arg)
{
	if (arg)
		++*(int *)arg;
	return NULL;
}

static int doubtful_bad(void)
{
	int x = 0;
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, &x) != 0) //~ ERROR E0373
		return -1;
	reap(tid);
	return x;
}

static int lost_bad(void)
{
	pthread_t tid;

	return pthread_create(&tid, NULL, work, NULL); //~ ERROR unjoined_thread
}

int main(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		return 1;
	pthread_detach(tid);
	return doubtful_bad() + lost_bad();
}
