#ifndef FAIL_H
#define FAIL_H

// None of these says in its declaration that it does not return.
void fail(const char *format, ...);
void fail_errno(int error, const char *what);
void complain(const char *what);

// Returns only when `error` is 0.
void check(int error, const char *what);
// Returns only when `ok` is not 0.
void require(int ok, const char *what);
// Returns its argument, or not at all.
void *need(void *memory);
// With status 0 it only prints, like error(3).
void report(int status, const char *what);

#define MUST(call) check((call), #call)
#define REQUIRE(condition) require(!!(condition), #condition)

#endif
