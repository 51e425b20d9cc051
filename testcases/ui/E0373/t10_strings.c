// T10 for strings and buffers: strdup or memcpy in the wrapper, or only the pointer.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *announce(void *arg)
{
	char *text = arg;

	usleep(20 * 1000);
	if (text[0] != '\0')
		fprintf(stderr, "%s\n", text);
	free(text);
	return NULL;
}

static void *announce_borrowed(void *arg)
{
	const char *text = arg;

	usleep(20 * 1000);
	for (size_t i = 0; text[i]; i++)
		fputc(text[i], stderr);
	fputc('\n', stderr);
	return NULL;
}

static int announce_async(const char *text)
{
	char *copy = strdup(text);
	pthread_t tid;

	if (!copy)
		return -1;
	if (pthread_create(&tid, NULL, announce, copy)) {
		free(copy);
		return -1;
	}
	return pthread_detach(tid);
}

static int announce_async_nocopy(const char *text)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, announce_borrowed, (void *)text))
		return -1;
	return pthread_detach(tid);
}

// By hand, with length and memcpy.
static int announce_bytes(const char *text, size_t length)
{
	char *copy = malloc(length + 1);
	pthread_t tid;

	if (!copy)
		return -1;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (pthread_create(&tid, NULL, announce, copy) != 0) {
		free(copy);
		return -1;
	}
	pthread_detach(tid);
	return 0;
}

int strdup_ok(int n)
{
	char text[32];

	snprintf(text, sizeof text, "%d files", n);
	return announce_async(text);
}

int bytes_ok(int n)
{
	char text[32];
	int length = snprintf(text, sizeof text, "%d files", n);

	return announce_bytes(text, (size_t)length);
}

int literal_nocopy_ok(void)
{
	return announce_async_nocopy("done");
}

int nocopy_bad(int n)
{
	char text[32];

	snprintf(text, sizeof text, "%d files", n);
	return announce_async_nocopy(text); //~ ERROR E0373
}

// The pointer points into the middle of the local buffer.
int tail_nocopy_bad(const char *path)
{
	char text[128];
	char *slash;

	snprintf(text, sizeof text, "./%s", path);
	slash = strrchr(text, '/');
	return announce_async_nocopy(slash + 1); //~ ERROR E0373
}

// The copy is a local array too.
int copied_to_local_bad(const char *path)
{
	char copy[128];
	const char *shown;

	strncpy(copy, path, sizeof copy - 1);
	copy[sizeof copy - 1] = '\0';
	shown = copy[0] == '/' ? &copy[1] : copy;
	return announce_async_nocopy(shown); //~ ERROR E0373
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(nocopy_bad(3)) RUN_BAD(tail_nocopy_bad("a/b")) RUN_BAD(copied_to_local_bad("/a/b"))
		RUN_OK(strdup_ok(3)) RUN_OK(bytes_ok(3)) RUN_OK(literal_nocopy_ok()))
#endif
