// SPDX-License-Identifier: MIT
// The vocabulary with which an API tells outlive what it does to threads and memory.
// OWN(word) on a declaration, or on a parameter, is one word of it; docs/contract.md
// lists the words. It adds no code, and nothing at all where the compiler is not clang:
// outlive reads headers with clang, so it sees the words of every program.
#ifndef OWN_CONTRACT_H
#define OWN_CONTRACT_H

#if defined __clang__
#define OWN(...) __attribute__((annotate("own::" #__VA_ARGS__)))
#else
#define OWN(...)
#endif

#endif
