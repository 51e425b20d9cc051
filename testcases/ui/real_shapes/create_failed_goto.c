// Real shape: create fails and jumps to the label behind the join; everything else jumps to the label before it.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct mount {
	const char *source, *target;
	int status;
};

static void *mount_run(void *arg)
{
	struct mount *m = arg;

	usleep(20 * 1000);
	m->status = strcmp(m->source, m->target);
	return NULL;
}

static int prepare(const char *target)
{
	return access(target, F_OK);
}

int ladder_ok(const char *source, const char *target)
{
	struct mount m = { source, target, 0 };
	char *copy = NULL;
	pthread_t tid;
	int ret;

	ret = pthread_create(&tid, NULL, mount_run, &m);
	if (ret) {
		ret = -ret;
		goto out;
	}
	copy = strdup(target);
	if (!copy) {
		ret = -ENOMEM;
		goto join;
	}
	ret = prepare(copy);
	if (ret < 0)
		goto join;
	ret = 0;
join:
	pthread_join(tid, NULL);
	if (!ret)
		ret = m.status;
	free(copy);
out:
	return ret;
}

int tested_twice_ok(const char *source, const char *target)
{
	struct mount m = { source, target, 0 };
	pthread_t tid;
	int err = pthread_create(&tid, NULL, mount_run, &m);

	if (err)
		fprintf(stderr, "mounting %s in the foreground\n", source);
	if (prepare(target) < 0)
		fprintf(stderr, "%s: not there\n", target);
	if (!err)
		err = pthread_join(tid, NULL);
	else
		mount_run(&m);
	return err;
}

// The error after the create takes the label that was meant for the create's own failure.
int wrong_label_bad(const char *source, const char *target)
{
	struct mount m = { source, target, 0 };
	pthread_t tid;
	int ret;

	ret = pthread_create(&tid, NULL, mount_run, &m); //~ ERROR E0373
	if (ret)
		goto out;
	ret = prepare(target);
	if (ret < 0)
		goto out;
	pthread_join(tid, NULL);
out:
	return ret;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(wrong_label_bad("/a", "/nonexistent")) RUN_OK(ladder_ok("/a", "/nonexistent"))
		RUN_OK(ladder_ok("/", "/")) RUN_OK(tested_twice_ok("/", "/")))
#endif
