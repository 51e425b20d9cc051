// SPDX-License-Identifier: MIT
// T22: a handle lies in an object that is too large to be followed: somebody holds it.
#include <pthread.h>
#include <stddef.h>

struct resource {
	pthread_t thread;
	int f0, f1, f2, f3, f4, f5, f6, f7, f8, f9;
	int f10, f11, f12, f13, f14, f15, f16, f17, f18, f19;
	int f20, f21, f22, f23, f24, f25, f26, f27, f28, f29;
	int f30, f31, f32, f33, f34, f35, f36, f37, f38, f39;
	int f40, f41, f42, f43, f44, f45, f46, f47, f48, f49;
	int f50, f51, f52, f53, f54, f55, f56, f57, f58, f59;
	int f60, f61, f62, f63, f64, f65, f66, f67, f68, f69;
	int f70, f71, f72, f73, f74, f75, f76, f77, f78, f79;
	int f80, f81, f82, f83, f84, f85, f86, f87, f88, f89;
	int f90, f91, f92, f93, f94, f95, f96, f97, f98, f99;
	int f100, f101, f102, f103, f104, f105, f106, f107, f108, f109;
	int f110, f111, f112, f113, f114, f115, f116, f117, f118, f119;
	int f120, f121, f122, f123, f124, f125, f126, f127, f128, f129;
};

static void *work(void *arg)
{
	return arg;
}

int first_of_many_ok(struct resource *all, int n)
{
	for (int i = 0; i < n; i++) {
		if (i == 0 && pthread_create(&all[i].thread, NULL, work, NULL) != 0)
			return 1;
		all[i].f0 = i; all[i].f1 = i; all[i].f2 = i; all[i].f3 = i; all[i].f4 = i;
		all[i].f5 = i; all[i].f6 = i; all[i].f7 = i; all[i].f8 = i; all[i].f9 = i;
		all[i].f10 = i; all[i].f11 = i; all[i].f12 = i; all[i].f13 = i; all[i].f14 = i;
		all[i].f15 = i; all[i].f16 = i; all[i].f17 = i; all[i].f18 = i; all[i].f19 = i;
		all[i].f20 = i; all[i].f21 = i; all[i].f22 = i; all[i].f23 = i; all[i].f24 = i;
		all[i].f25 = i; all[i].f26 = i; all[i].f27 = i; all[i].f28 = i; all[i].f29 = i;
		all[i].f30 = i; all[i].f31 = i; all[i].f32 = i; all[i].f33 = i; all[i].f34 = i;
		all[i].f35 = i; all[i].f36 = i; all[i].f37 = i; all[i].f38 = i; all[i].f39 = i;
		all[i].f40 = i; all[i].f41 = i; all[i].f42 = i; all[i].f43 = i; all[i].f44 = i;
		all[i].f45 = i; all[i].f46 = i; all[i].f47 = i; all[i].f48 = i; all[i].f49 = i;
		all[i].f50 = i; all[i].f51 = i; all[i].f52 = i; all[i].f53 = i; all[i].f54 = i;
		all[i].f55 = i; all[i].f56 = i; all[i].f57 = i; all[i].f58 = i; all[i].f59 = i;
		all[i].f60 = i; all[i].f61 = i; all[i].f62 = i; all[i].f63 = i; all[i].f64 = i;
		all[i].f65 = i; all[i].f66 = i; all[i].f67 = i; all[i].f68 = i; all[i].f69 = i;
		all[i].f70 = i; all[i].f71 = i; all[i].f72 = i; all[i].f73 = i; all[i].f74 = i;
		all[i].f75 = i; all[i].f76 = i; all[i].f77 = i; all[i].f78 = i; all[i].f79 = i;
		all[i].f80 = i; all[i].f81 = i; all[i].f82 = i; all[i].f83 = i; all[i].f84 = i;
		all[i].f85 = i; all[i].f86 = i; all[i].f87 = i; all[i].f88 = i; all[i].f89 = i;
		all[i].f90 = i; all[i].f91 = i; all[i].f92 = i; all[i].f93 = i; all[i].f94 = i;
		all[i].f95 = i; all[i].f96 = i; all[i].f97 = i; all[i].f98 = i; all[i].f99 = i;
		all[i].f100 = i; all[i].f101 = i; all[i].f102 = i; all[i].f103 = i; all[i].f104 = i;
		all[i].f105 = i; all[i].f106 = i; all[i].f107 = i; all[i].f108 = i; all[i].f109 = i;
		all[i].f110 = i; all[i].f111 = i; all[i].f112 = i; all[i].f113 = i; all[i].f114 = i;
		all[i].f115 = i; all[i].f116 = i; all[i].f117 = i; all[i].f118 = i; all[i].f119 = i;
		all[i].f120 = i; all[i].f121 = i; all[i].f122 = i; all[i].f123 = i; all[i].f124 = i;
		all[i].f125 = i; all[i].f126 = i; all[i].f127 = i; all[i].f128 = i; all[i].f129 = i;
	}
	return 0;
}

int kept_beside_bad(struct resource *all, int n)
{
	for (int i = 0; i < n; i++) {
		pthread_t thread;
		if (i == 0 && pthread_create(&thread, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
			return 1;
		all[i].f0 = i; all[i].f1 = i; all[i].f2 = i; all[i].f3 = i; all[i].f4 = i;
		all[i].f5 = i; all[i].f6 = i; all[i].f7 = i; all[i].f8 = i; all[i].f9 = i;
		all[i].f10 = i; all[i].f11 = i; all[i].f12 = i; all[i].f13 = i; all[i].f14 = i;
		all[i].f15 = i; all[i].f16 = i; all[i].f17 = i; all[i].f18 = i; all[i].f19 = i;
		all[i].f20 = i; all[i].f21 = i; all[i].f22 = i; all[i].f23 = i; all[i].f24 = i;
		all[i].f25 = i; all[i].f26 = i; all[i].f27 = i; all[i].f28 = i; all[i].f29 = i;
		all[i].f30 = i; all[i].f31 = i; all[i].f32 = i; all[i].f33 = i; all[i].f34 = i;
		all[i].f35 = i; all[i].f36 = i; all[i].f37 = i; all[i].f38 = i; all[i].f39 = i;
		all[i].f40 = i; all[i].f41 = i; all[i].f42 = i; all[i].f43 = i; all[i].f44 = i;
		all[i].f45 = i; all[i].f46 = i; all[i].f47 = i; all[i].f48 = i; all[i].f49 = i;
		all[i].f50 = i; all[i].f51 = i; all[i].f52 = i; all[i].f53 = i; all[i].f54 = i;
		all[i].f55 = i; all[i].f56 = i; all[i].f57 = i; all[i].f58 = i; all[i].f59 = i;
		all[i].f60 = i; all[i].f61 = i; all[i].f62 = i; all[i].f63 = i; all[i].f64 = i;
		all[i].f65 = i; all[i].f66 = i; all[i].f67 = i; all[i].f68 = i; all[i].f69 = i;
		all[i].f70 = i; all[i].f71 = i; all[i].f72 = i; all[i].f73 = i; all[i].f74 = i;
		all[i].f75 = i; all[i].f76 = i; all[i].f77 = i; all[i].f78 = i; all[i].f79 = i;
		all[i].f80 = i; all[i].f81 = i; all[i].f82 = i; all[i].f83 = i; all[i].f84 = i;
		all[i].f85 = i; all[i].f86 = i; all[i].f87 = i; all[i].f88 = i; all[i].f89 = i;
		all[i].f90 = i; all[i].f91 = i; all[i].f92 = i; all[i].f93 = i; all[i].f94 = i;
		all[i].f95 = i; all[i].f96 = i; all[i].f97 = i; all[i].f98 = i; all[i].f99 = i;
		all[i].f100 = i; all[i].f101 = i; all[i].f102 = i; all[i].f103 = i; all[i].f104 = i;
		all[i].f105 = i; all[i].f106 = i; all[i].f107 = i; all[i].f108 = i; all[i].f109 = i;
		all[i].f110 = i; all[i].f111 = i; all[i].f112 = i; all[i].f113 = i; all[i].f114 = i;
		all[i].f115 = i; all[i].f116 = i; all[i].f117 = i; all[i].f118 = i; all[i].f119 = i;
		all[i].f120 = i; all[i].f121 = i; all[i].f122 = i; all[i].f123 = i; all[i].f124 = i;
		all[i].f125 = i; all[i].f126 = i; all[i].f127 = i; all[i].f128 = i; all[i].f129 = i;
	}
	return 0;
}
