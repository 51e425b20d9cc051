// A position is the place in the main source: of a macro where it is used, of its argument where it is written.
#define NULL ((void *)0)
#define CHECK(call)                                                                                                    \
	do {                                                                                                           \
		int rc_ = (call);                                                                                      \
		if (rc_ != 0)                                                                                          \
			return rc_;                                                                                    \
	} while (0)
#define CALL(f, ...) f(__VA_ARGS__)
#define FIRST (list[0])

int start(int *, void *);

int run(int n)
{
	int list[2];
	CHECK(start(&n, NULL));
	CALL(start, list,
	     &n);
	return FIRST;
}
