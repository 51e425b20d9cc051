// T5: an early return or goto between spawn and join skips the join. pthreads, cleanup by goto.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reader {
	int fd;
	int eof;
	size_t total;
	char block[256];
};

static void *reader_loop(void *arg)
{
	struct reader *r = arg;
	ssize_t n;

	usleep(20 * 1000);
	while (!r->eof) {
		n = read(r->fd, r->block, sizeof r->block);
		if (n <= 0)
			r->eof = 1;
		else
			r->total += (size_t)n;
	}
	return NULL;
}

// `return` where the output cannot be opened: the reader is still reading into `r`.
int copy_stream_bad(int in, const char *out_path)
{
	struct reader r = { .fd = in };
	pthread_t tid;
	FILE *out;
	int rc;

	rc = pthread_create(&tid, NULL, reader_loop, &r); //~ ERROR E0373
	if (rc)
		return -rc;
	out = fopen(out_path, "w");
	if (!out)
		return -errno;
	pthread_join(tid, NULL);
	fprintf(out, "%zu\n", r.total);
	fclose(out);
	return 0;
}

// The label stands behind the join.
int copy_checked_bad(int in, size_t limit)
{
	struct reader r = { .fd = in };
	pthread_t tid;
	char *copy = NULL;
	int ret = -1;

	if (pthread_create(&tid, NULL, reader_loop, &r) != 0) //~ ERROR E0373
		goto out;
	copy = malloc(limit);
	if (!copy) {
		ret = -ENOMEM;
		goto out;
	}
	pthread_join(tid, NULL);
	memcpy(copy, r.block, limit < sizeof r.block ? limit : sizeof r.block);
	ret = 0;
out:
	free(copy);
	return ret;
}

// Leaving a loop over the input by `return` in the middle.
int copy_lines_bad(int in, FILE *lines)
{
	struct reader r = { .fd = in };
	char line[128];
	pthread_t tid;

	if (pthread_create(&tid, NULL, reader_loop, &r)) //~ ERROR E0373
		return -1;
	while (fgets(line, sizeof line, lines)) {
		if (line[0] == '#')
			continue;
		if (strchr(line, '\0') - line < 2)
			return -EINVAL;
	}
	pthread_join(tid, NULL);
	return (int)r.total;
}

int copy_stream_ok(int in, const char *out_path)
{
	struct reader r = { .fd = in };
	pthread_t tid;
	FILE *out;
	int rc;

	out = fopen(out_path, "w");
	if (!out)
		return -errno;
	rc = pthread_create(&tid, NULL, reader_loop, &r);
	if (rc) {
		fclose(out);
		return -rc;
	}
	pthread_join(tid, NULL);
	fprintf(out, "%zu\n", r.total);
	fclose(out);
	return 0;
}

int copy_checked_ok(int in, size_t limit)
{
	struct reader r = { .fd = in };
	pthread_t tid;
	char *copy = NULL;
	int ret = -1;

	if (pthread_create(&tid, NULL, reader_loop, &r) != 0)
		goto out;
	copy = malloc(limit);
	if (!copy) {
		ret = -ENOMEM;
		goto join;
	}
	ret = 0;
join:
	pthread_join(tid, NULL);
	if (copy)
		memcpy(copy, r.block, limit < sizeof r.block ? limit : sizeof r.block);
out:
	free(copy);
	return ret;
}

int copy_lines_ok(int in, FILE *lines)
{
	struct reader r = { .fd = in };
	char line[128];
	pthread_t tid;
	int ret = 0;

	if (pthread_create(&tid, NULL, reader_loop, &r))
		return -1;
	while (fgets(line, sizeof line, lines)) {
		if (strchr(line, '\0') - line < 2) {
			ret = -EINVAL;
			break;
		}
	}
	pthread_join(tid, NULL);
	return ret ? ret : (int)r.total;
}

#ifdef RUN
#include "../include/run.h"
static FILE *run_lines(void)
{
	FILE *f = tmpfile();

	fputs("#\n\n", f);
	rewind(f);
	return f;
}
RUN_MAIN(RUN_BAD(copy_stream_bad(0, "/nonexistent/file")) RUN_BAD(copy_lines_bad(0, run_lines()))
		RUN_OK(copy_stream_ok(-1, "/dev/null")) RUN_OK(copy_checked_ok(-1, 64))
		RUN_OK(copy_lines_ok(-1, run_lines())))
#endif
