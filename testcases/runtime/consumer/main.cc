// SPDX-License-Identifier: MIT
// The whole interface as C++ sees it.
#include <own/own.h>

#include <cstdlib>

namespace {

struct job {
	int number;
	int *to;
};

struct pair {
	int a, b;
};

OWN_TASK(add, job, j) { __atomic_fetch_add(j->to, j->number, __ATOMIC_RELAXED); }
OWN_TASK(read_only, const pair, p) { (void)(p->a + p->b); }
OWN_TASK(swap, pair, p)
{
	int a = p->a;
	p->a = p->b;
	p->b = a;
}
OWN_DROP(job_end, job, j) { __atomic_fetch_add(j->to, 1000, __ATOMIC_RELAXED); }

void *plain_posix(void *p)
{
	__atomic_fetch_add(static_cast<job *>(p)->to, 1, __ATOMIC_RELAXED);
	return nullptr;
}

int plain_c11(void *p) { return plain_posix(p) ? 1 : 0; }
void plain(void *p) { plain_posix(p); }

template <class T> int spawn_any(own_thread **thread, const T &value)
{
	return own_spawn(thread, plain, value, nullptr);
}

bool owned()
{
	int to = 0;
	job j = {1, &to};
	own_thread *t[5] = {};
	job *moved = static_cast<job *>(std::malloc(sizeof *moved)), *prepared = own_prepare(job);
	if (!moved || !prepared)
		return false;
	*moved = *prepared = j;
	bool good = own_spawn(&t[0], add, j, job_end) == 0 && own_spawn_move(&t[1], plain_posix, &moved, std::free) == 0 &&
	            own_start(&t[2], add, &prepared, nullptr) == 0 && own_spawn(&t[3], plain_c11, j, NULL) == 0 &&
	            spawn_any(&t[4], j) == 0;
	for (own_thread *&thread : t)
		good = own_join(&thread) == 0 && good;
	return good && !moved && !prepared && to == 1005;
}

bool handed_back()
{
	own_thread *t = nullptr;
	pair p = {1, 2};
	own_options options = own_options();
	options.name = "swap";
	if (own_spawn_back_opts(&t, swap, p, &options) != 0 || own_join_back(&t, &p) != 0)
		return false;
	return p.a == 2 && p.b == 1;
}

bool borrowed()
{
	const pair constant = {1, 2};
	pair p = {1, 2};
	OWN_AUTO t = nullptr;
	OWN_SCOPE(scope)
	{
		if (own_scope_spawn(&scope, swap, &p) != 0 || own_scope_spawn(&scope, read_only, &constant) != 0)
			return false;
	}
	return own_spawn(&t, read_only, p, nullptr) == 0 && p.a == 2;
}

bool shared()
{
	pair *a = own_share_new((pair{1, 2}), nullptr), *b = own_share(a);
	own_thread *t = nullptr;
	if (!a || own_spawn_move(&t, read_only, &b, own_share_drop) != 0)
		return false;
	own_unshare(&a);
	return own_join(&t) == 0 && !a && !b;
}

} // namespace

int main() { return owned() && handed_back() && borrowed() && shared() && own_parallelism() > 0 ? 0 : 1; }
