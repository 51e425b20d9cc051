#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# contract_example.sh: the example of docs/contract.md, cut out of the page: each compiler takes
# it without a warning, and outlive says of it what the page says.
source "$SOURCE/testcases/runners/common.sh"

# block N: the Nth fenced block of the page.
block() {
	awk -v n="$1" '/^```/ { fences++; next } fences == 2 * n - 1' "$SOURCE/docs/contract.md"
}

cd -- "$scratch" || exit 2
block 1 >worker.h
block 2 >use.c
block 3 >said
for compiler in gcc clang-14 clang-19; do
	! command -v "$compiler" >/dev/null ||
		must "$compiler" -std=c11 -Wall -Wextra -Werror -I"$SOURCE/runtime/include" -c use.c -o use.o
done
"$OUTLIVE" check --format=short use.c -- -I"$SOURCE/runtime/include" >printed 2>err
(($? == 1)) || { fail "outlive finds nothing"; cat err; }
diff -u said printed || fail "the page says something else"
finish
