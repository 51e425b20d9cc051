// SPDX-License-Identifier: MIT
// threads.cc: the variant in C++: a std::thread that owns its payload by copy.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>

#include "bench.h"

using Payload = std::array<unsigned char, BENCH_PAYLOAD>;

static const Payload original{};

static std::thread start()
{
	return std::thread([payload = original]() mutable { *static_cast<volatile unsigned char *>(payload.data()) = 1; });
}

void run_cxx(unsigned n, bool at_once)
try {
	std::thread threads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		for (unsigned k = 0; k < step; k++)
			threads[k] = start();
		for (unsigned k = 0; k < step; k++)
			threads[k].join();
	}
} catch (const std::exception &failed) {
	std::fprintf(stderr, "error: std::thread: %s\n", failed.what());
	std::exit(2);
}
