// flags: -I../../../runtime/include
// order: any
// The seed's first program on own without its last line: nobody joins, and still the thread counts to its end. The
// handle is one that joins itself where its block ends, so there is no join to forget.
#include <stdio.h>

#include <own/own.h>

static const struct timespec moment = { .tv_nsec = 1000000 };

OWN_TASK(count_in_thread, int, end)
{
	for (int i = 1; i < *end; i++) {
		printf("hi number %d from the spawned thread!\n", i);
		own_sleep(&moment);
	}
}

int main(void)
{
	OWN_AUTO handle = NULL;

	if (own_spawn(&handle, count_in_thread, 10, NULL) != 0)
		return 1;
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		own_sleep(&moment);
	}
	return 0;
}
