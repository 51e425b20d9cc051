#include <pthread.h>

struct job {
	int number;
	int *count;
	pthread_t thread;
};

void reap(struct job *job);
void reap_handle(pthread_t thread);
void look(int *count);

void finish(struct job *job) { reap(job); }
void finish_in_two(struct job *job) { finish(job); }
void finish_handle(pthread_t thread) { reap_handle(thread); }
void finish_member(struct job *job) { reap_handle(job->thread); }
void log_count(struct job *job) { look(job->count); }
