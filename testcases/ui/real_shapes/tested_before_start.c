// What a callee has tested before it starts a thread (`fd != -1`) its caller knows of the field, too.
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct session {
	pthread_t thread;
	int wake, error;
};

static void *work(void *arg)
{
	struct session *session = arg;
	session->error = session->wake < 0;
	return NULL;
}

static int session_start(struct session *session)
{
	session->wake = eventfd(0, EFD_CLOEXEC);
	if (session->wake == -1)
		return -1;
	if (pthread_create(&session->thread, NULL, work, session) != 0) {
		close(session->wake);
		session->wake = -1;
		return -1;
	}
	return 0;
}

static void session_wait(struct session *session)
{
	if (session->wake == -1)
		return;
	pthread_join(session->thread, NULL);
	close(session->wake);
	session->wake = -1;
}

int joined_ok(void)
{
	struct session *session = calloc(1, sizeof *session);
	if (!session)
		return 1;
	session->wake = -1;
	if (session_start(session) == 0)
		session_wait(session);
	free(session);
	return 0;
}

static void session_wait_wrong(struct session *session)
{
	if (session->wake != -1)
		return;
	pthread_join(session->thread, NULL);
}

int not_joined_bad(void)
{
	struct session *session = calloc(1, sizeof *session);
	if (!session)
		return 1;
	session->wake = -1;
	if (session_start(session) == 0)
		session_wait_wrong(session);
	free(session); //~ ERROR E0505
	return 0;
}

static int session_restart(struct session *session)
{
	session_wait(session);
	return session_start(session);
}

int restarted_ok(struct session *session, int log)
{
	if (session_restart(session) != 0)
		return 1;
	for (int i = 0; i < log; i++)
		write(2, ".", 1);
	session_wait(session);
	free(session);
	return 0;
}
