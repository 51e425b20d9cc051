// The few declarations of libuv 1.44 that the cases need, so that the suite runs without libuv's headers.
// Signatures are the library's own (Unix).
#ifndef FAKE_UV_H
#define FAKE_UV_H

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdint.h>

typedef pthread_t uv_thread_t;
typedef void (*uv_thread_cb)(void *arg);

typedef enum { UV_THREAD_NO_FLAGS = 0x00, UV_THREAD_HAS_STACK_SIZE = 0x01 } uv_thread_create_flags;

struct uv_thread_options_s {
	unsigned int flags;
	size_t stack_size;
};
typedef struct uv_thread_options_s uv_thread_options_t;

typedef pthread_mutex_t uv_mutex_t;
typedef pthread_cond_t uv_cond_t;
typedef pthread_barrier_t uv_barrier_t;
typedef sem_t uv_sem_t;

extern int uv_mutex_init(uv_mutex_t *handle);
extern void uv_mutex_destroy(uv_mutex_t *handle);
extern void uv_mutex_lock(uv_mutex_t *handle);
extern void uv_mutex_unlock(uv_mutex_t *handle);
extern int uv_sem_init(uv_sem_t *sem, unsigned int value);
extern void uv_sem_destroy(uv_sem_t *sem);
extern void uv_sem_post(uv_sem_t *sem);
extern void uv_sem_wait(uv_sem_t *sem);
extern int uv_sem_trywait(uv_sem_t *sem);
extern int uv_cond_init(uv_cond_t *cond);
extern void uv_cond_destroy(uv_cond_t *cond);
extern void uv_cond_signal(uv_cond_t *cond);
extern void uv_cond_broadcast(uv_cond_t *cond);
extern void uv_cond_wait(uv_cond_t *cond, uv_mutex_t *mutex);
extern int uv_cond_timedwait(uv_cond_t *cond, uv_mutex_t *mutex, uint64_t timeout);
extern int uv_barrier_init(uv_barrier_t *barrier, unsigned int count);
extern void uv_barrier_destroy(uv_barrier_t *barrier);
extern int uv_barrier_wait(uv_barrier_t *barrier);

extern int uv_thread_create(uv_thread_t *tid, uv_thread_cb entry, void *arg);
extern int uv_thread_create_ex(uv_thread_t *tid, const uv_thread_options_t *params, uv_thread_cb entry, void *arg);
extern uv_thread_t uv_thread_self(void);
extern int uv_thread_join(uv_thread_t *tid);
extern int uv_thread_detach(uv_thread_t *tid);
extern int uv_thread_equal(const uv_thread_t *t1, const uv_thread_t *t2);
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_work_s uv_work_t;
typedef void (*uv_work_cb)(uv_work_t *req);
typedef void (*uv_after_work_cb)(uv_work_t *req, int status);
typedef enum { UV_RUN_DEFAULT = 0, UV_RUN_ONCE, UV_RUN_NOWAIT } uv_run_mode;

struct uv_work_s {
	void *data;
	uv_loop_t *loop;
	uv_work_cb work_cb;
	uv_after_work_cb after_work_cb;
};

extern uv_loop_t *uv_default_loop(void);
extern int uv_run(uv_loop_t *loop, uv_run_mode mode);
extern int uv_queue_work(uv_loop_t *loop, uv_work_t *req, uv_work_cb work_cb, uv_after_work_cb after_work_cb);
extern int uv_cancel(uv_work_t *req);
extern const char *uv_strerror(int err);

#endif
