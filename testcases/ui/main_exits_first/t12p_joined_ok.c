// T12', right: main joins on every way out; one way out is exit.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *save(void *arg)
{
	(void)arg;
	puts("saved");
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, save, NULL) != 0)
		return 1;
	if (argc > 2) {
		fprintf(stderr, "%s: too many arguments\n", argv[0]);
		exit(2);
	}
	if (argc > 1)
		puts("one argument");
	return pthread_join(tid, NULL) != 0;
}
