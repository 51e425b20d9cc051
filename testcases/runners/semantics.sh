#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# semantics.sh COMPILER FILE: the program FILE shows numbers; its IR must show the same when run_tool
# follows it. A line `// unknown: N` says how many of them the IR leaves open, none else.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

compiler=$1 file=$2
unknown=$(directive unknown "$file")
printf '#include <stdio.h>\nvoid show(long n) { printf("%%ld\\n", n); }\n' >"$scratch/show.c"
must "$compiler" -std=gnu11 -O0 -w -fwrapv -o "$scratch/program" "$file" "$scratch/show.c"
"$scratch/program" >"$scratch/numbers" || fail "the program: exit status $?"
[[ -s $scratch/numbers ]] || fail "the program shows nothing"
"$TOOLS/front_tool" "$file" -std=gnu11 >"$scratch/mir" 2>"$scratch/err" || fail "front_tool: exit status $?"
[[ ! -s $scratch/err ]] || { fail "clang has something against it"; cat "$scratch/err"; }

# The comparison itself: with its last number changed, the program is another.
sed '$s/.*/31415926/' "$scratch/numbers" >"$scratch/changed"
"$TOOLS/run_tool" "$scratch/mir" "$scratch/numbers" >"$scratch/verdict" || { fail "the IR"; cat "$scratch/verdict"; }
grep -q "unknown ${unknown:-0}," "$scratch/verdict" || { fail "not ${unknown:-0} unknown"; cat "$scratch/verdict"; }
"$TOOLS/run_tool" "$scratch/mir" "$scratch/changed" >"$scratch/verdict" && fail "another number passes"
finish
