// T12': `main` returns while a thread uses its locals. Returning from main ends its objects, before the process ends.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

struct backup {
	const char *source;
	int files;
};

static void *backup_run(void *arg)
{
	struct backup *backup = arg;

	for (int i = 0; i < 3; i++) {
		sleep(1);
		backup->files++;
	}
	printf("%s: %d files\n", backup->source, backup->files);
	return NULL;
}

int main(void)
{
	struct backup backup = { "/home", 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, backup_run, &backup) != 0) //~ ERROR E0373
		return 1;
	printf("backup started\n");
}
