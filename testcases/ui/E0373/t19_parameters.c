// T19: a parameter is a local of its function; what a pointer parameter points to is not.
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct point {
	double x, y;
};

static void *plot_point(void *arg)
{
	struct point *p = arg;

	usleep(20 * 1000);
	p->x += p->y;
	return NULL;
}

static void *plot_fd(void *arg)
{
	int *fd = arg;
	ssize_t n;

	usleep(20 * 1000);
	n = write(*fd, ".", 1);
	return n == 1 ? arg : NULL;
}

static void *plot_indirect(void *arg)
{
	struct point **p = arg;

	usleep(20 * 1000);
	(*p)->x = 0;
	return NULL;
}

int struct_parameter_bad(struct point p)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, plot_point, &p) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int scalar_parameter_bad(int fd)
{
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, plot_fd, &fd); //~ ERROR E0373

	if (rc)
		fprintf(stderr, "cannot plot to %d\n", fd);
	return rc;
}

// The address of the pointer, not the pointer.
int pointer_parameter_bad(struct point *p)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, plot_indirect, &p)) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int pointee_ok(struct point *p)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, plot_point, p) != 0)
		return -1;
	return pthread_detach(tid);
}

int parameter_array_ok(struct point points[], size_t n)
{
	pthread_t tid;

	if (n < 2 || pthread_create(&tid, NULL, plot_point, &points[1]) != 0)
		return -1;
	return pthread_detach(tid);
}

double struct_parameter_ok(struct point p)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, plot_point, &p) != 0)
		return -1;
	pthread_join(tid, NULL);
	return p.x;
}

int scalar_parameter_ok(int fd)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, plot_fd, &fd))
		return -1;
	return pthread_join(tid, NULL);
}

#ifdef RUN
#include "../include/run.h"
static struct point run_points[2];
RUN_MAIN(RUN_BAD(struct_parameter_bad(run_points[0])) RUN_BAD(scalar_parameter_bad(2))
		RUN_BAD(pointer_parameter_bad(run_points)) RUN_OK(pointee_ok(run_points))
		RUN_OK(parameter_array_ok(run_points, 2)) RUN_OK(struct_parameter_ok(run_points[0]))
		RUN_OK(scalar_parameter_ok(2)))
#endif
