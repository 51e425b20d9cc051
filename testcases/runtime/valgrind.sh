#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# valgrind.sh FILE [FLAG...]: builds the runtime and a test of it in one, tells helgrind and drd
# what atomic operations order, and runs it under memcheck, helgrind and drd: nothing may be
# reported, and nothing is suppressed beside what valgrind itself comes with.
source "$SOURCE/testcases/runners/common.sh"

file=$1
shift
echo '#include <valgrind/helgrind.h>' >"$scratch/try.c"
if ! command -v valgrind >/dev/null || ! gcc -fsyntax-only "$scratch/try.c" 2>/dev/null; then
	echo "skipped: no valgrind here"
	exit 77
fi

must gcc -std=c11 -D_GNU_SOURCE -DOWN_VALGRIND -fexceptions -O1 -g -pthread "$@" -I"$SOURCE/runtime/include" \
	-I"$SOURCE/runtime/src" -I"$SOURCE/testcases/unit" "$SOURCE"/runtime/src/*.c "$file" -o "$scratch/test"
options=(--error-exitcode=9 --quiet --fair-sched=try --child-silent-after-fork=yes)
leaks=(--leak-check=full --show-leak-kinds=definite,indirect,possible)
for tool in memcheck helgrind drd; do
	((failed == 0)) || break
	must valgrind --tool="$tool" "${options[@]}" "${leaks[@]}" "$scratch/test"
	[[ ! -s $scratch/must ]] || { fail "$tool says something:"; cat "$scratch/must"; }
	leaks=() # memcheck's alone
done
finish
