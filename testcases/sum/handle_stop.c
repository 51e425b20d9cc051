#include <pthread.h>

extern pthread_t background;
int background_start(int *n);

void background_stop(void) { pthread_join(background, NULL); }

int background_run(void)
{
	int n = 1;
	if (background_start(&n))
		return -1;
	background_stop();
	return n;
}
