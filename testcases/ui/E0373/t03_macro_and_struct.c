// T3 behind a project's own thread macros, and with the handle in a struct that ends with the function.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(_WIN32)
#error "the other half of a portability header"
#else
typedef pthread_t thread_handle;
#define thread_create(handle, fn, arg) pthread_create((handle), NULL, (fn), (arg))
#define thread_join(handle) pthread_join((handle), NULL)
#endif

#define START_OR_RETURN(handle, fn, arg)                              \
	do {                                                          \
		int start_rc_ = thread_create(&(handle), (fn), (arg)); \
		if (start_rc_) {                                      \
			errno = start_rc_;                            \
			return -1;                                    \
		}                                                     \
	} while (0)

struct frame {
	int width, height;
	unsigned char pixels[64];
};

struct encoder {
	thread_handle thread;
	struct frame frame;
	size_t written;
};

static void *encode_frame(void *arg)
{
	struct frame *frame = arg;

	usleep(20 * 1000);
	for (int i = 0; i < frame->width * frame->height; i++)
		frame->pixels[i] ^= 0x55;
	return NULL;
}

static void *encode(void *arg)
{
	struct encoder *enc = arg;

	encode_frame(&enc->frame);
	enc->written = sizeof enc->frame.pixels;
	return NULL;
}

int macro_start_bad(void)
{
	struct frame frame = { .width = 8, .height = 8 };
	thread_handle handle;

	START_OR_RETURN(handle, encode_frame, &frame); //~ ERROR E0373
	return frame.pixels[0];
}

int handle_in_struct_bad(void)
{
	struct encoder enc;

	memset(&enc, 0, sizeof enc);
	enc.frame.width = enc.frame.height = 8;
	if (thread_create(&enc.thread, encode, &enc)) { //~ ERROR E0373
		perror("encoder");
		return -1;
	}
	return (int)enc.written;
}

// Only the middle of the object is lent; the object is what dies.
int inner_member_bad(void)
{
	struct encoder enc = { .frame = { .width = 4, .height = 4 } };

	return thread_create(&enc.thread, encode_frame, &enc.frame); //~ ERROR E0373
}

int macro_start_ok(void)
{
	struct frame frame = { .width = 8, .height = 8 };
	thread_handle handle;

	START_OR_RETURN(handle, encode_frame, &frame);
	thread_join(handle);
	return frame.pixels[0];
}

int handle_in_struct_ok(void)
{
	struct encoder enc;

	memset(&enc, 0, sizeof enc);
	enc.frame.width = enc.frame.height = 8;
	if (thread_create(&enc.thread, encode, &enc))
		return -1;
	if (thread_join(enc.thread))
		abort();
	return (int)enc.written;
}

int inner_member_ok(struct encoder *enc)
{
	struct frame scratch = enc->frame;
	int rc = thread_create(&enc->thread, encode_frame, &scratch);

	if (rc == 0) {
		rc = thread_join(enc->thread);
		enc->frame = scratch;
	}
	return rc;
}

#ifdef RUN
#include "../include/run.h"
static struct encoder run_encoder = { .frame = { .width = 2, .height = 2 } };
RUN_MAIN(RUN_BAD(macro_start_bad()) RUN_BAD(handle_in_struct_bad()) RUN_BAD(inner_member_bad())
		RUN_OK(macro_start_ok()) RUN_OK(handle_in_struct_ok()) RUN_OK(inner_member_ok(&run_encoder)))
#endif
