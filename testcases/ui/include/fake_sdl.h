// The few declarations of SDL's threads that the cases need, so that the suite runs without SDL's headers.
// By default SDL 2 (SDL_CreateThread is a function); with FAKE_SDL3 it is SDL 3's macro over another name.
#ifndef FAKE_SDL_H
#define FAKE_SDL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct SDL_Thread SDL_Thread;
typedef int (*SDL_ThreadFunction)(void *data);

#ifdef FAKE_SDL3
typedef void (*SDL_FunctionPointer)(void);
#define SDL_BeginThreadFunction NULL
#define SDL_EndThreadFunction NULL
extern SDL_Thread *SDL_CreateThreadRuntime(SDL_ThreadFunction fn, const char *name, void *data,
		SDL_FunctionPointer pfnBeginThread, SDL_FunctionPointer pfnEndThread);
#define SDL_CreateThread(fn, name, data)                                                                  \
	SDL_CreateThreadRuntime((fn), (name), (data), (SDL_FunctionPointer)(SDL_BeginThreadFunction),     \
			(SDL_FunctionPointer)(SDL_EndThreadFunction))
#else
extern SDL_Thread *SDL_CreateThread(SDL_ThreadFunction fn, const char *name, void *data);
extern SDL_Thread *SDL_CreateThreadWithStackSize(SDL_ThreadFunction fn, const char *name, const size_t stacksize,
		void *data);
#endif
extern void SDL_WaitThread(SDL_Thread *thread, int *status);
extern void SDL_DetachThread(SDL_Thread *thread);
extern const char *SDL_GetError(void);
extern void SDL_Delay(uint32_t ms);

#endif
