// flags: -I../../../runtime/include
// The seed's first program on own with the join before main's loop: main is blocked until the thread has counted, then
// counts itself. Nothing is mixed, and nothing runs at the same time.
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
	own_thread *handle;

	if (own_spawn(&handle, count_in_thread, 10, NULL) != 0 || own_join(&handle) != 0)
		return 1;
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		own_sleep(&moment);
	}
	return 0;
}
