// T12': the thread is started in a function of its own, and main's way out does not wait.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_t logger;
static char line[128];

static void *log_lines(void *arg)
{
	FILE *file = arg;

	for (int i = 0; i < 10; i++) {
		fprintf(file, "%s\n", line);
		sleep(1);
	}
	return NULL;
}

static int logger_start(void)
{
	return pthread_create(&logger, NULL, log_lines, stderr);
}

static void logger_wait(void)
{
	pthread_join(logger, NULL);
}

int main(int argc, char **argv)
{
	if (logger_start() != 0) //~ WARNING main_exits_first
		return 1;
	if (argc < 2) {
		fprintf(stderr, "nothing to do\n");
		return 2;
	}
	strncpy(line, argv[1], sizeof line - 1);
	logger_wait();
	return 0;
}
