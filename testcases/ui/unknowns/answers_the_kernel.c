// A thread that reads and writes descriptors may serve the very file system that a call asks on: then the call comes
// back when the thread has answered, and nobody here can see it. A thread that serves nothing is not asked.
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

struct session {
	int fd;
	const char *mountpoint;
};

static void *serve(void *arg)
{
	struct session session = *(struct session *)arg;
	char request[512];

	while (read(session.fd, request, sizeof request) > 0)
		if (write(session.fd, request, sizeof request) < 0)
			break;
	return NULL;
}

static void *count(void *arg)
{
	struct session session = *(struct session *)arg;
	return (void *)(long)session.fd;
}

static int ask(const char *path, long *size)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return -1;
	*size = (long)st.st_size;
	return 0;
}

int answered_perhaps(int fd, const char *path, pthread_t *thread, long *size)
{
	struct session session = {.fd = fd, .mountpoint = path};

	if (pthread_create(thread, NULL, serve, &session) != 0) //~ WARNING E0373
		return -1;
	return ask(session.mountpoint, size);
}

int never_asked_bad(int fd, const char *path, pthread_t *thread, long *size)
{
	struct session session = {.fd = fd, .mountpoint = path};

	if (pthread_create(thread, NULL, count, &session) != 0) //~ ERROR E0373
		return -1;
	return ask(session.mountpoint, size);
}

int asks_nothing_bad(int fd, const char *path, pthread_t *thread)
{
	struct session session = {.fd = fd, .mountpoint = path};

	if (pthread_create(thread, NULL, serve, &session) != 0) //~ ERROR E0373
		return -1;
	return 0;
}
