// The few declarations of libuv 1.44 that the cases need, so that the suite runs without libuv's headers.
// Signatures are the library's own (Unix).
#ifndef FAKE_UV_H
#define FAKE_UV_H

#include <pthread.h>
#include <stddef.h>

typedef pthread_t uv_thread_t;
typedef void (*uv_thread_cb)(void *arg);

typedef enum { UV_THREAD_NO_FLAGS = 0x00, UV_THREAD_HAS_STACK_SIZE = 0x01 } uv_thread_create_flags;

struct uv_thread_options_s {
	unsigned int flags;
	size_t stack_size;
};
typedef struct uv_thread_options_s uv_thread_options_t;

extern int uv_thread_create(uv_thread_t *tid, uv_thread_cb entry, void *arg);
extern int uv_thread_create_ex(uv_thread_t *tid, const uv_thread_options_t *params, uv_thread_cb entry, void *arg);
extern uv_thread_t uv_thread_self(void);
extern int uv_thread_join(uv_thread_t *tid);
extern int uv_thread_equal(const uv_thread_t *t1, const uv_thread_t *t2);
extern const char *uv_strerror(int err);

#endif
