// T1: one thread borrows a local and is joined on every path. pthreads, error paths and cleanup labels.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct digest_job {
	const unsigned char *data;
	size_t size;
	unsigned sum;
};

static void *digest_run(void *arg)
{
	struct digest_job *job = arg;
	unsigned sum = 0;

	usleep(20 * 1000);
	for (size_t i = 0; i < job->size; i++)
		sum = sum * 31 + job->data[i];
	job->sum = sum;
	return NULL;
}

static const unsigned char header_bytes[] = "PACK\0\0\0\2";

int header_digest_ok(unsigned *sum)
{
	struct digest_job job = { .data = header_bytes, .size = sizeof header_bytes };
	pthread_t tid;
	int rc;

	rc = pthread_create(&tid, NULL, digest_run, &job);
	if (rc != 0) {
		fprintf(stderr, "pthread_create: %s\n", strerror(rc));
		return -rc;
	}
	pthread_join(tid, NULL);
	*sum = job.sum;
	return 0;
}

// Both ways out pass the join.
int file_digest_ok(FILE *in, unsigned *sum)
{
	struct digest_job job = { .data = header_bytes, .size = sizeof header_bytes };
	pthread_t tid;
	int ret = 0;

	if (pthread_create(&tid, NULL, digest_run, &job))
		return -EAGAIN;
	if (fseek(in, 0, SEEK_END) < 0) {
		ret = -errno;
		goto out;
	}
	if (ftell(in) == 0)
		ret = -EINVAL;
out:
	pthread_join(tid, NULL);
	*sum = job.sum;
	return ret;
}

// The join result is looked at; a join that reports failure still counts as ended.
int strict_digest_ok(unsigned *sum)
{
	struct digest_job job = { .data = header_bytes, .size = sizeof header_bytes };
	pthread_t tid;

	if (pthread_create(&tid, NULL, digest_run, &job) != 0)
		return -1;
	if (pthread_join(tid, NULL) != 0) {
		perror("pthread_join");
		return -1;
	}
	*sum = job.sum;
	return 0;
}

// The join is only made when somebody asked for the result.
int optional_digest_bad(unsigned *sum)
{
	struct digest_job job = { .data = header_bytes, .size = sizeof header_bytes };
	pthread_t tid;

	if (pthread_create(&tid, NULL, digest_run, &job) != 0) //~ ERROR E0373
		return -1;
	if (sum) {
		pthread_join(tid, NULL);
		*sum = job.sum;
	}
	return 0;
}

// The wrong handle (at run time the first join is long enough most of the time): the second create went to `writer`, the joins both name `reader`'s.
int crossed_handles_bad(void)
{
	static struct digest_job shared;
	struct digest_job job = { .data = header_bytes, .size = sizeof header_bytes };
	pthread_t reader, writer;

	if (pthread_create(&reader, NULL, digest_run, &shared) != 0)
		return -1;
	if (pthread_create(&writer, NULL, digest_run, &job) == 0) //~ ERROR E0373
		printf("writer started\n");
	pthread_join(reader, NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
static unsigned run_sum;
RUN_MAIN(RUN_BAD(optional_digest_bad(NULL))
		RUN_OK(header_digest_ok(&run_sum)) RUN_OK(file_digest_ok(stdin, &run_sum))
		RUN_OK(strict_digest_ok(&run_sum)))
#endif
