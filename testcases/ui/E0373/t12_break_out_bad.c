// T12's mistake: the loop looks endless, but a `break` leads to the return.
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct shell {
	char prompt[16];
	unsigned commands;
};

static void *idle_watch(void *arg)
{
	struct shell *shell = arg;

	for (;;) {
		sleep(10);
		if (shell->commands == 0)
			fprintf(stderr, "%s idle\n", shell->prompt);
	}
	return NULL;
}

int main(void)
{
	struct shell shell = { .prompt = "$ " };
	char line[128];
	pthread_t tid;

	if (pthread_create(&tid, NULL, idle_watch, &shell) != 0) //~ ERROR E0373
		return 1;
	for (;;) {
		fputs(shell.prompt, stdout);
		if (!fgets(line, sizeof line, stdin))
			break;
		if (!strcmp(line, "quit\n"))
			break;
	}
	printf("\n");
	return 0;
}
// Not run: the process ends with main, so whether the thread still runs in between is a matter of microseconds.
