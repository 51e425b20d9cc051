// SPDX-License-Identifier: MIT
// The whole interface of own-green as C++ sees it.
#include <own/green.h>

#include <cstdlib>

namespace {

struct job {
	int number;
	int *to;
};

OWN_TASK(add, job, j) { __atomic_fetch_add(j->to, j->number, __ATOMIC_RELAXED); }
OWN_TASK(twice, int, i) { *i *= 2; }
OWN_TASK(wait_for_stop, int, i)
{
	while (!own_green_stop_requested())
		own_green_park();
	own_green_yield();
	own_green_fail(*i);
}
OWN_DROP(job_end, job, j) { __atomic_fetch_add(j->to, 1000, __ATOMIC_RELAXED); }

bool owned(own_green *green)
{
	int to = 0;
	job j = {1, &to};
	own_fiber *f[3] = {};
	own_fiber_options options = own_fiber_options();
	job *moved = static_cast<job *>(std::malloc(sizeof *moved)), *prepared = own_green_prepare(job);
	job *abandoned = own_green_prepare(job);
	if (!moved || !prepared || !abandoned)
		return false;
	*moved = *prepared = j;
	own_green_abandon(&abandoned);
	options.stack_size = 1 << 20;
	bool good = own_green_spawn_opts(green, &f[0], add, j, job_end, &options) == 0 &&
	            own_green_spawn_move(green, &f[1], add, &moved, std::free) == 0 &&
	            own_green_start(green, &f[2], add, &prepared, nullptr) == 0;
	for (own_fiber *&fiber : f)
		good = own_green_join(&fiber) == 0 && good;
	return good && !moved && !prepared && !abandoned && to == 1003;
}

bool handed_back(own_green *green)
{
	own_fiber *f = nullptr;
	int value = 21;
	return own_green_spawn_back(green, &f, twice, value) == 0 && own_green_join_back(&f, &value) == 0 && value == 42;
}

bool borrowed(own_green *green)
{
	int a = 1, b = 2;
	OWN_GREEN_SCOPE(scope, green)
	{
		own_fiber *f = nullptr;
		if (own_green_scope_spawn(&scope, twice, &a) != 0 ||
		    own_green_scope_spawn_opts(&scope, &f, twice, &b, nullptr) != 0 || own_green_join(&f) != 0)
			return false;
	}
	return a == 2 && b == 4;
}

bool told(own_green *green)
{
	OWN_GREEN_AUTO waits = nullptr;
	own_fiber *f = nullptr;
	int code = 0;
	if (own_green_spawn(green, &f, wait_for_stop, 5, nullptr) != 0)
		return false;
	if (own_green_spawn(green, &waits, twice, 1, nullptr) != 0)
		return false;
	own_green_unpark(f);
	own_green_request_stop(f);
	return own_green_join_code(&f, &code) == EOWNERDEAD && code == 5;
}

} // namespace

int main()
{
	own_green *green = nullptr;
	if (own_green_begin(&green, nullptr) != 0)
		return 1;
	bool good = owned(green) && handed_back(green) && borrowed(green) && told(green);
	return own_green_end(&green) == 0 && good ? 0 : 1;
}
