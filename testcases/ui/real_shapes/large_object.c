// A constructor fills more fields of new objects than a summary tells apart, and starts a thread.
#include <pthread.h>
#include <stdlib.h>

#define EACH_PART(X) X(p0) X(p1) X(p2) X(p3) X(p4) X(p5) X(p6) X(p7) X(p8) X(p9) X(q0) X(q1) X(q2) X(q3)

struct part {
	int a, b, c, d, e, f, g, h;
};

struct table {
#define FIELD(name) struct part name;
	EACH_PART(FIELD)
};

struct object {
	struct table *first, *second, *third;
	pthread_t thread;
	int *job;
};

static void *work(void *arg)
{
	struct object *object = arg;
	return (void *)(long)*object->job;
}

static void *allocate(size_t size)
{
	void *block = malloc(size);
	if (!block)
		exit(1);
	return block;
}

static struct object *object_new(int value, int *job)
{
	struct object *object = allocate(sizeof *object);
	struct table *table;
#define SET(part) \
	table->part.a = table->part.b = table->part.c = table->part.d = value; \
	table->part.e = table->part.f = table->part.g = table->part.h = value;
	object->job = job;
	table = object->first = allocate(sizeof *table);
	EACH_PART(SET)
	table = object->second = allocate(sizeof *table);
	EACH_PART(SET)
	table = object->third = allocate(sizeof *table);
	EACH_PART(SET)
	if (pthread_create(&object->thread, NULL, work, object) != 0)
		exit(1);
	return object;
}

static void object_free(struct object *object)
{
	pthread_join(object->thread, NULL);
	free(object->first);
	free(object->second);
	free(object->third);
	free(object);
}

int joined_ok(int value)
{
	int job = value;
	struct object *object = object_new(value, &job);
	object_free(object);
	return job;
}

int not_joined_bad(int value)
{
	int job = value;
	struct object *object = object_new(value, &job); //~ ERROR E0373 borrows `job`
	return object->third->q3.d;
}
