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

typedef uint32_t Uint32;
typedef int SDL_TimerID;
typedef Uint32 (*SDL_TimerCallback)(Uint32 interval, void *param);
extern SDL_TimerID SDL_AddTimer(Uint32 interval, SDL_TimerCallback callback, void *param);
extern bool SDL_RemoveTimer(SDL_TimerID id);
extern void SDL_Quit(void);

#ifdef FAKE_SDL3
typedef struct SDL_Mutex SDL_Mutex;
typedef struct SDL_Semaphore SDL_Semaphore;
extern SDL_Mutex *SDL_CreateMutex(void);
extern void SDL_LockMutex(SDL_Mutex *mutex);
extern void SDL_UnlockMutex(SDL_Mutex *mutex);
extern void SDL_DestroyMutex(SDL_Mutex *mutex);
extern SDL_Semaphore *SDL_CreateSemaphore(uint32_t initial_value);
extern void SDL_SignalSemaphore(SDL_Semaphore *sem);
extern void SDL_WaitSemaphore(SDL_Semaphore *sem);
extern bool SDL_WaitSemaphoreTimeout(SDL_Semaphore *sem, int32_t timeoutMS);
extern void SDL_DestroySemaphore(SDL_Semaphore *sem);
#else
typedef struct SDL_mutex SDL_mutex;
typedef struct SDL_cond SDL_cond;
typedef struct SDL_semaphore SDL_sem;
extern SDL_mutex *SDL_CreateMutex(void);
extern int SDL_LockMutex(SDL_mutex *mutex);
extern int SDL_UnlockMutex(SDL_mutex *mutex);
extern void SDL_DestroyMutex(SDL_mutex *mutex);
extern SDL_cond *SDL_CreateCond(void);
extern int SDL_CondSignal(SDL_cond *cond);
extern int SDL_CondWait(SDL_cond *cond, SDL_mutex *mutex);
extern void SDL_DestroyCond(SDL_cond *cond);
extern SDL_sem *SDL_CreateSemaphore(uint32_t initial_value);
extern int SDL_SemPost(SDL_sem *sem);
extern int SDL_SemWait(SDL_sem *sem);
#define SDL_MUTEX_TIMEDOUT 1
extern int SDL_SemWaitTimeout(SDL_sem *sem, uint32_t ms);
extern void SDL_DestroySemaphore(SDL_sem *sem);
#endif
extern void *SDL_calloc(size_t nmemb, size_t size);
extern void SDL_free(void *mem);
extern void SDL_Delay(uint32_t ms);

#endif
