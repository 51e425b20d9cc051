// The wait stands in a function that the spawner hands out, and that something unseen may
// call before the storage ends: no error, but a warning that names it.
#include <pthread.h>
#include <stdatomic.h>

struct object;
struct object *object_new(void);
void object_on_end(struct object *object, void (*notify)(void *data), void *data);
void object_end(struct object *object);

struct data {
	atomic_int started, ending, finished, other;
};

static void wait_for_thread(void *argument)
{
	struct data *data = argument;
	while (!atomic_load(&data->started))
		continue;
	atomic_store(&data->ending, 1);
	while (!atomic_load(&data->finished))
		continue;
}

static void wait_for_other(void *argument)
{
	struct data *data = argument;
	while (!atomic_load(&data->other))
		continue;
}

static void join_given(void *argument)
{
	pthread_join(*(pthread_t *)argument, NULL);
}

static void *run(void *argument)
{
	struct data *data = argument;
	atomic_store(&data->started, 1);
	while (!atomic_load(&data->ending))
		continue;
	atomic_store(&data->finished, 1);
	return NULL;
}

static void start(pthread_t *thread, struct data *data)
{
	pthread_create(thread, NULL, run, data);
}

void waits_in_callback(struct object *object)
{
	struct data data = {0};
	pthread_t thread;
	object_on_end(object, wait_for_thread, &data);
	start(&thread, &data); //~ WARNING E0373 borrows `data`
	pthread_detach(thread);
	object_end(object);
}

void joins_in_callback(struct object *object)
{
	struct data data = {0};
	pthread_t thread;
	start(&thread, &data); //~ WARNING E0373 borrows `data`
	object_on_end(object, join_given, &thread);
	object_end(object);
}

void nothing_called_after_bad(struct object *object)
{
	struct data data = {0};
	pthread_t thread;
	object_on_end(object, wait_for_thread, &data);
	object_end(object);
	start(&thread, &data); //~ ERROR E0373 borrows `data`
	pthread_detach(thread);
}

void waits_for_something_else_bad(struct object *object)
{
	struct data data = {0};
	pthread_t thread;
	object_on_end(object, wait_for_other, &data);
	start(&thread, &data); //~ ERROR E0373 borrows `data`
	pthread_detach(thread);
	object_end(object);
}

void not_handed_out_bad(struct object *object)
{
	struct data data = {0};
	pthread_t thread;
	start(&thread, &data); //~ ERROR E0373 borrows `data`
	pthread_detach(thread);
	object_end(object);
}
