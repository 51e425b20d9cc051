// T12's mistake: exit() on the error path, plain return on the other.
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

struct spinner {
	const char *frames;
	unsigned position;
};

static int spin(void *arg)
{
	struct spinner *spinner = arg;

	for (;;) {
		spinner->position = (spinner->position + 1) % 4;
		fputc(spinner->frames[spinner->position], stderr);
		thrd_sleep(&(struct timespec){ .tv_nsec = 100 * 1000 * 1000 }, NULL);
	}
}

int main(int argc, char **argv)
{
	struct spinner spinner = { "|/-\\", 0 };
	thrd_t thr;

	if (thrd_create(&thr, spin, &spinner) != thrd_success) //~ ERROR E0373
		exit(1);
	if (argc > 1) {
		fprintf(stderr, "%s: no such option\n", argv[1]);
		exit(2);
	}
	puts("done");
	return 0;
}
