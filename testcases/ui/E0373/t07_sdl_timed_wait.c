// T7: SDL's timed wait, tried again while it says too late. What it says of an error proves nothing.
#include <stdio.h>

#include "../include/fake_sdl.h"

struct boot {
	SDL_sem *ready;
	int number;
};

static SDL_sem *ready;

static int boot(void *data)
{
	struct boot *boot = data;
	int number = boot->number;
	SDL_SemPost(boot->ready);
	return number;
}

int tried_again_ok(int number)
{
	struct boot lent = {ready, number};
	SDL_Thread *thread = SDL_CreateThread(boot, "boot", &lent);
	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	while (SDL_SemWaitTimeout(ready, 1000) == SDL_MUTEX_TIMEDOUT)
		puts("still waiting");
	return 0;
}

int given_up_bad(int number)
{
	struct boot lent = {ready, number};
	SDL_Thread *thread = SDL_CreateThread(boot, "boot", &lent); //~ ERROR E0373
	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	if (SDL_SemWaitTimeout(ready, 1000) == SDL_MUTEX_TIMEDOUT)
		return -1;
	return 0;
}
