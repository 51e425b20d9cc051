// args: --models user_model.sum
// A user's model file: functions of another library, and one built-in that it corrects.
#include <stddef.h>

struct job {
	unsigned long id;
	int count;
};

int job_start(struct job *job, void (*run)(void *), void *data);
void job_stop(struct job *job);
void job_panic(const char *why);
void g_thread_yield(void); // does not come back, says the model

static void add(void *arg) { ++*(int *)arg; }

int started_bad(struct job *job)
{
	int x = 0;
	return job_start(job, add, &x); //~ ERROR E0373
}

int stopped_ok(void)
{
	int x = 0;
	struct job job;
	if (job_start(&job, add, &x) != 0)
		job_panic("no job");
	job_stop(&job);
	return x;
}

int panic_ok(void)
{
	int x = 0;
	struct job job;
	if (job_start(&job, add, &x) == 0)
		job_panic("never comes back");
	return x;
}

int corrected_ok(void)
{
	int x = 0;
	struct job job;
	if (job_start(&job, add, &x) == 0)
		g_thread_yield();
	return x;
}
