// T1: the same rule through GLib, libuv and SDL: other names, other results, joined or not.
#include <stdio.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"
#include "../include/fake_uv.h"

struct scale_job {
	const float *in;
	float *out;
	int count;
	float gain;
};

static void scale(struct scale_job *job)
{
	for (int i = 0; i < job->count; i++)
		job->out[i] = job->in[i] * job->gain;
}

static gpointer scale_glib(gpointer data)
{
	scale(data);
	return NULL;
}

static void scale_uv(void *data)
{
	scale(data);
}

static int scale_sdl(void *data)
{
	scale(data);
	return 0;
}

static const float input[256];
static float output[256];

void glib_new_ok(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	GThread *thread = g_thread_new("scale", scale_glib, &job);

	g_thread_join(thread);
}

gboolean glib_try_new_ok(GError **error)
{
	struct scale_job job = { input, output, 256, 0.5f };
	GThread *thread = g_thread_try_new("scale", scale_glib, &job, error);

	if (!thread)
		return FALSE;
	g_thread_join(g_steal_pointer(&thread));
	return TRUE;
}

int uv_create_ok(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	uv_thread_options_t options = { .flags = UV_THREAD_HAS_STACK_SIZE, .stack_size = 1 << 20 };
	uv_thread_t tid;
	int r;

	r = uv_thread_create_ex(&tid, &options, scale_uv, &job);
	if (r) {
		fprintf(stderr, "uv_thread_create_ex: %s\n", uv_strerror(r));
		return r;
	}
	return uv_thread_join(&tid);
}

int sdl_wait_ok(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	int status = -1;
	SDL_Thread *thread = SDL_CreateThread(scale_sdl, "scale", &job);

	if (thread == NULL) {
		fprintf(stderr, "SDL_CreateThread: %s\n", SDL_GetError());
		return -1;
	}
	SDL_WaitThread(thread, &status);
	return status;
}

// g_thread_unref drops the reference; it does not wait.
void glib_unref_bad(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	GThread *thread = g_thread_new("scale", scale_glib, &job); //~ ERROR E0373

	g_thread_unref(thread);
}

int uv_no_join_bad(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	uv_thread_t tid;
	int r = uv_thread_create(&tid, scale_uv, &job); //~ ERROR E0373

	if (r)
		fprintf(stderr, "uv_thread_create: %s\n", uv_strerror(r));
	return r;
}

int sdl_detach_bad(void)
{
	struct scale_job job = { input, output, 256, 0.5f };
	SDL_Thread *thread = SDL_CreateThread(scale_sdl, "scale", &job); //~ ERROR E0373

	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	return 0;
}
