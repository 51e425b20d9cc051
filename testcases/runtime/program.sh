#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# program.sh COMPILER FILE: a program on own. COMPILER builds it without a warning against the
# library as it is built; it succeeds, and prints what FILE's .out says, to the line. With
# `// order: any` among its first lines threads print side by side, and the order of lines is
# left open. COMPILER may be `thread`: clang with its thread sanitizer, over the library too.
source "$SOURCE/testcases/runners/common.sh"

compiler=$1 file=$2
library=("$BUILD/runtime/libown.a")
command=("$compiler")
if [[ $compiler == thread ]]; then
	command=(clang-19 -g -fsanitize=thread)
	library=("$SOURCE"/runtime/src/*.c)
fi
command -v "${command[0]}" >/dev/null || { echo "skipped: no ${command[0]} here"; exit 77; }

must "${command[@]}" -std=c11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -fexceptions -pthread \
	-I"$SOURCE/runtime/include" "$file" "${library[@]}" -o "$scratch/program"
if ((failed == 0)); then
	timeout 600 "$scratch/program" >"$scratch/printed" 2>"$scratch/err" || { fail "exit status $?"; cat "$scratch/err"; }
	order=(cat)
	[[ $(directive order "$file") != any ]] || order=(sort)
	"${order[@]}" "$scratch/printed" >"$scratch/lines"
	golden "${file%.c}.out" "$scratch/lines"
fi
finish
