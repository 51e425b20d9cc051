#include <pthread.h>

struct worker { pthread_t thread; int result; };

int thread_begin(pthread_t *handle, void *(*entry)(void *), void *arg);
void log_error(int error);
