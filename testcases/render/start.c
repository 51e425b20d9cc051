#include <pthread.h>

static void *worker(void *data)
{
    struct job *job = data;
    job->done = 1;
    return NULL;
}

int start(void)
{
    struct job job = {0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, worker, &job)) return -1;
    log_started();

    return 0;
}

int run(int count)
{
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        struct job job = {
            .number = i,
            .total = count,
        };
        // the handle is lost
        spawn(&thread, worker,
              &job,
              count);
    }
    return count;
}
