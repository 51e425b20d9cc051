// Calls: by name and by pointer, recursion, structs by value, variadic and K&R functions,
// what does not return, _Generic, and the builtins that are values or objects.
#include <stdatomic.h>
void show(long);
void exit(int) __attribute__((noreturn));
void *malloc(unsigned long), *calloc(unsigned long, unsigned long);
void free(void *);

typedef long operation(long, long);
static long add(long a, long b) { return a + b; }
static long sub(long a, long b) { return a - b; }
static operation *const operations[] = {add, &sub, 0};
static operation *choose(long n) { return n ? add : *sub; }
static long apply(operation f, long a, long b) { return f ? (**f)(a, b) : -1; }

static long factorial(long n) { return n < 2 ? 1 : n * factorial(n - 1); }
static long odd(long n);
static long even(long n) { return n == 0 || odd(n - 1); }
static long odd(long n) { return n != 0 && even(n - 1); }

static long old(a, b) long a, b; { return a * 10 + b; }
static long variadic(long n, ...) { return n * 2; }
static void assign(long *to, long from) { *to = from; }
static inline long small(long n) { return n + 1; }

#define NAME(x) _Generic((x), long: 1, int: 2, char *: 3, default: 4)
static long narrow(int n) { return n * 100; }
#define CALL(x) _Generic((x), long: small, default: narrow)(x)

static void selection(void)
{
	long l = 4;
	int i = 3;
	char c = 'c';
	show(NAME(l) * 1000 + NAME(i) * 100 + NAME(&c) * 10 + NAME(c));
	show(CALL(l) + CALL(i));
	_Generic(l, int: i, long: l) = 9;
	show(l);
}

static void builtins(long n)
{
	if (__builtin_expect(n > 2, 1))
		show(1);
	show(__builtin_choose_expr(1, n, add));
	show(__builtin_types_compatible_p(long, typeof(n)) + __builtin_offsetof(struct { long a, b; }, b));
	long sum, *p = &n;
	(void)__builtin_add_overflow(n, 4, &sum);
	show(sum);
	(void)__builtin_mul_overflow(sum, *p, p);
	show(n);
	typeof(n) other = n + 1;
	__auto_type third = other + 1;
	show(third);
	__builtin_prefetch(&n);
	switch (n & 1) {
	case 0: show(2); break;
	case 1: show(3); break;
	default: __builtin_unreachable();
	}
}

static void atomics(void)
{
	atomic_long shared = 5;
	long plain = 1, expected = 4;
	show(atomic_fetch_add(&shared, 2) * 10 + shared);
	show(__atomic_add_fetch(&plain, 3, __ATOMIC_SEQ_CST) * 10 + plain);
	show(__sync_fetch_and_or(&plain, 3) * 10 + __sync_sub_and_fetch(&plain, 1));
	show(atomic_exchange(&shared, 8) * 10 + atomic_load(&shared));
	show(atomic_compare_exchange_strong(&shared, &expected, 6) * 100 + expected * 10 + shared);
	show(atomic_compare_exchange_strong(&shared, &expected, 6) * 100 + expected * 10 + shared);
	show(__sync_bool_compare_and_swap(&plain, 6, 2) * 10 + __sync_val_compare_and_swap(&plain, 2, 9));
	show(plain);
	shared++;
	shared += 2;
	show(shared-- * 100 + shared);
	__atomic_store_n(&plain, 3, __ATOMIC_RELEASE);
	long out;
	__atomic_load(&plain, &out, __ATOMIC_ACQUIRE);
	atomic_store(&shared, out + 1);
	show(shared * 10 + __sync_lock_test_and_set(&plain, 4));
	__sync_lock_release(&plain);
	show(plain);
	atomic_flag flag = ATOMIC_FLAG_INIT;
	show(atomic_flag_test_and_set(&flag) * 10 + atomic_flag_test_and_set(&flag));
	atomic_flag_clear(&flag);
	show(atomic_flag_test_and_set(&flag));
}

struct list { long value; struct list *next; };

static void heap(void)
{
	struct list *head = 0;
	for (long i = 0; i < 4; i++) {
		struct list *item = malloc(sizeof *item);
		*item = (struct list){i, head};
		head = item;
	}
	for (struct list **at = &head; *at;)
		if ((*at)->value == 2) {
			struct list *gone = *at;
			*at = gone->next;
			free(gone);
		} else {
			at = &(*at)->next;
		}
	for (struct list *next; head; head = next) {
		show(head->value);
		next = head->next;
		free(head);
	}
	long *room = calloc(3, sizeof *room);
	room[1] = 4;
	*(room + 2) += 3;
	show(room[0] * 100 + room[1] * 10 + room[2]);
	free(room);
}

static _Thread_local long own = 3;
extern long elsewhere;
long elsewhere = 12;
static void stop(void) { show(4321); exit(0); }

int main(void)
{
	for (long i = 0; i < 3; i++)
		show(apply(operations[i], 7, 2) + choose(i)(5, 1));
	show((long)(choose(1) == add) + (choose(0) != sub) * 10);
	show(factorial(6));
	show(even(6) * 10 + odd(6));
	show(old(3, 4) + variadic(5, 6, "x", 7.0));
	long x, a[2];
	assign(&x, 5), assign(a, 6), assign(a + 1, x);
	show(x * 100 + a[0] * 10 + a[1]);
	show((a[0] > 2 ? add : sub)(3, 2));
	selection();
	builtins(5);
	atomics();
	heap();
	own += elsewhere++;
	show(own * 100 + elsewhere);
	if (own)
		stop();
	show(-1);
}
