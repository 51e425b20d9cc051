#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# green.sh KIND FILE: own-green with a test of it. As it is built (plain), or together with own in
# one program under a sanitizer of clang (address, undefined). Not under thread, helgrind or drd:
# they would have to see inside of Boost.Fiber's library, which is not built for them.
source "$SOURCE/testcases/runners/common.sh"

kind=$1 file=$2
includes=(-I"$SOURCE/runtime/include" -I"$SOURCE/runtime/src" -I"$SOURCE/testcases/unit")
c=(-std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fexceptions -O1 -g -pthread "${includes[@]}")
if [[ $kind == plain ]]; then
	must gcc "${c[@]}" "$file" -L"$BUILD/runtime/green" -L"$BUILD/runtime" -lown-green -lown -o "$scratch/test" \
		-Wl,-rpath,"$BUILD/runtime/green:$BUILD/runtime"
else
	command -v clang++-19 >/dev/null || { echo "skipped: no clang++-19 here"; exit 77; }
	sanitize=(-fsanitize="$kind" -fno-sanitize-recover=all -fno-omit-frame-pointer)
	must clang++-19 -std=c++14 -O1 -g "${sanitize[@]}" -I"$SOURCE/runtime/include" -c "$SOURCE/runtime/green/green.cc" \
		-o "$scratch/green.o"
	for source in "$SOURCE"/runtime/src/*.c "$file"; do
		must clang-19 "${c[@]}" "${sanitize[@]}" -c "$source" -o "$scratch/$(basename -- "$source").o"
	done
	must clang++-19 "${sanitize[@]}" -pthread "$scratch"/*.o -lboost_fiber -lboost_context -o "$scratch/test"
fi
must timeout 600 "$scratch/test"
finish
