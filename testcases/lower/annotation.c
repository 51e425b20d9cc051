// Annotations of the runtime are kept with the function and its parameters.
#define OWN(x) __attribute__((annotate("own::" x)))
OWN("spawn") int start(void *(*entry)(void *) OWN("entry"), void *arg OWN("move"));
OWN("test") int wrap(void *arg OWN("payload")) { return start(0, arg); }
__attribute__((annotate("other"))) int other(void);
void *make(int) __attribute__((malloc));

void *use(const char *p) { return make(wrap((void *)p) + other()); }
