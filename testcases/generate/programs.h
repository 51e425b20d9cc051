// SPDX-License-Identifier: MIT
// What generated programs use: the names of five thread APIs, declared here so that no
// system header is read (twenty thousand programs would read it two hundred times). With
// RUN, programs of POSIX threads can be built and run.
#ifndef PROGRAMS_H
#define PROGRAMS_H

#ifdef RUN
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// One run is replayed: each create, allocation, timed wait and question takes the next answer.
extern const char *answers;
static inline int more(int question)
{
	(void)question;
	return *answers++;
}
static inline void work(void) {}
static inline void use(int value) { __asm__ volatile("" : : "r"(value) : "memory"); }
static inline void nap(void) { usleep(20000); }
static inline int asked_create(pthread_t *thread, const pthread_attr_t *attr, void *(*entry)(void *), void *arg)
{
	return *answers++ ? (pthread_create)(thread, attr, entry, arg) : EAGAIN;
}
#define pthread_create asked_create
static inline void *asked_malloc(size_t size) { return *answers++ ? malloc(size) : NULL; }
static inline void *asked_calloc(size_t n, size_t size) { return *answers++ ? calloc(n, size) : NULL; }
static inline int asked_wait(sem_t *sem) { return *answers++ ? sem_wait(sem) : -1; }
// Threads that outlive the call get the time to touch what they borrowed; a report ends the
// process, and takes its time.
static inline void linger(int wrong)
{
	usleep(wrong ? 10000000 : 300000);
	_exit(0);
}
#else
#define NULL ((void *)0)
typedef unsigned long size_t;
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void free(void *block);
void *memcpy(void *to, const void *from, size_t n);
_Noreturn void exit(int status);
_Noreturn void abort(void);
_Noreturn void _exit(int status);
int *__errno_location(void);
#define errno (*__errno_location())
#define EINTR 4
struct timespec {
	long tv_sec, tv_nsec;
};
typedef unsigned long pthread_t;
typedef struct {
	int state[14];
} pthread_attr_t;
int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*entry)(void *), void *arg);
int pthread_join(pthread_t thread, void **result);
int pthread_detach(pthread_t thread);
typedef struct {
	int state[10];
} pthread_mutex_t;
typedef struct {
	int state[12];
} pthread_cond_t;
typedef struct {
	int state[8];
} pthread_barrier_t;
typedef struct {
	int state[8];
} sem_t;
int pthread_mutex_init(pthread_mutex_t *lock, const void *attr);
int pthread_mutex_destroy(pthread_mutex_t *lock);
int pthread_mutex_lock(pthread_mutex_t *lock);
int pthread_mutex_unlock(pthread_mutex_t *lock);
int pthread_cond_init(pthread_cond_t *cond, const void *attr);
int pthread_cond_destroy(pthread_cond_t *cond);
int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock);
int pthread_cond_signal(pthread_cond_t *cond);
int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *lock, const struct timespec *until);
int pthread_barrier_init(pthread_barrier_t *barrier, const void *attr, unsigned count);
int pthread_barrier_wait(pthread_barrier_t *barrier);
int pthread_barrier_destroy(pthread_barrier_t *barrier);
int sem_init(sem_t *sem, int shared, unsigned value);
int sem_post(sem_t *sem);
int sem_wait(sem_t *sem);
int sem_trywait(sem_t *sem);
int sem_timedwait(sem_t *sem, const struct timespec *until);
int sem_destroy(sem_t *sem);
typedef unsigned long thrd_t;
typedef struct {
	int state[10];
} mtx_t;
typedef struct {
	int state[12];
} cnd_t;
enum { thrd_success, thrd_busy, thrd_error, thrd_nomem, thrd_timedout };
int thrd_create(thrd_t *thread, int (*entry)(void *), void *arg);
int thrd_join(thrd_t thread, int *result);
int thrd_detach(thrd_t thread);
int mtx_init(mtx_t *lock, int type);
void mtx_destroy(mtx_t *lock);
int mtx_lock(mtx_t *lock);
int mtx_unlock(mtx_t *lock);
int cnd_init(cnd_t *cond);
void cnd_destroy(cnd_t *cond);
int cnd_wait(cnd_t *cond, mtx_t *lock);
int cnd_signal(cnd_t *cond);
int cnd_timedwait(cnd_t *cond, mtx_t *lock, const struct timespec *until);
typedef unsigned long uv_thread_t;
typedef sem_t uv_sem_t;
typedef pthread_mutex_t uv_mutex_t;
typedef pthread_cond_t uv_cond_t;
typedef pthread_barrier_t uv_barrier_t;
int uv_thread_create(uv_thread_t *thread, void (*entry)(void *), void *arg);
int uv_thread_join(uv_thread_t *thread);
int uv_thread_detach(uv_thread_t *thread);
int uv_sem_init(uv_sem_t *sem, unsigned value);
void uv_sem_post(uv_sem_t *sem);
void uv_sem_wait(uv_sem_t *sem);
int uv_sem_trywait(uv_sem_t *sem);
void uv_sem_destroy(uv_sem_t *sem);
int uv_mutex_init(uv_mutex_t *lock);
void uv_mutex_lock(uv_mutex_t *lock);
void uv_mutex_unlock(uv_mutex_t *lock);
int uv_cond_init(uv_cond_t *cond);
void uv_cond_wait(uv_cond_t *cond, uv_mutex_t *lock);
void uv_cond_signal(uv_cond_t *c);
int uv_cond_timedwait(uv_cond_t *cond, uv_mutex_t *lock, unsigned long ns);
void uv_cond_destroy(uv_cond_t *cond);
int uv_barrier_init(uv_barrier_t *barrier, unsigned count);
int uv_barrier_wait(uv_barrier_t *barrier);
void uv_barrier_destroy(uv_barrier_t *barrier);
typedef struct GThread GThread;
GThread *g_thread_new(const char *name, void *(*entry)(void *), void *arg);
GThread *g_thread_try_new(const char *name, void *(*entry)(void *), void *arg, void **error);
void *g_thread_join(GThread *thread);
void g_thread_unref(GThread *thread);
void *g_malloc0(size_t size);
void g_free(void *block);
typedef struct SDL_Thread SDL_Thread;
SDL_Thread *SDL_CreateThread(int (*entry)(void *), const char *name, void *arg);
void SDL_WaitThread(SDL_Thread *thread, int *status);
void SDL_DetachThread(SDL_Thread *thread);
int more(int question);
void work(void);
void use(int value);
#endif

#define START(handle, entry, arg) pthread_create((handle), NULL, (entry), (arg))
#define CHECK(holds)  \
	do {              \
		if (!(holds)) \
			abort();  \
	} while (0)
#define DIE(why) \
	do {         \
		work();  \
		exit(1); \
	} while (0)
static struct timespec soon __attribute__((unused));
static __attribute__((unused)) void die(const char *why)
{
	if (why)
		work();
	exit(1);
}

#endif
