// Atomic operations are the loads and stores that they are.
#include <stdatomic.h>
#include <stdbool.h>

int atomics(atomic_int *shared, int *plain)
{
	atomic_int own = 0;
	own++;
	atomic_store(shared, 3);
	int old = atomic_fetch_add(&own, 2);
	int expected = 1;
	if (atomic_compare_exchange_strong(shared, &expected, 5))
		old = atomic_exchange(shared, old);
	__atomic_store_n(plain, 4, __ATOMIC_SEQ_CST);
	old = __sync_add_and_fetch(plain, 1);
	if (__sync_bool_compare_and_swap(plain, 1, 2))
		__sync_lock_release(plain);
	__atomic_load(plain, &old, __ATOMIC_RELAXED);
	return atomic_load_explicit(shared, memory_order_relaxed);
}

bool flags(atomic_flag *flag, bool *plain)
{
	__atomic_clear(plain, __ATOMIC_RELEASE);
	if (__atomic_test_and_set(plain, __ATOMIC_ACQUIRE))
		atomic_flag_clear(flag);
	return atomic_flag_test_and_set(flag);
}
