#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# model.sh [MUTANT]: builds the model of the protocol between threads and searches it; then
# each mutant must be found. With the name of a mutant, that one alone.
source "$SOURCE/testcases/runners/common.sh"

here=$(dirname -- "${BASH_SOURCE[0]}")
command -v g++ >/dev/null || { echo "skipped: no g++ here"; exit 77; }
echo '#include <relacy/relacy.hpp>' >"$scratch/try.cc"
g++ -std=c++11 -w -fsyntax-only "$scratch/try.cc" 2>/dev/null || { echo "skipped: no Relacy (relacy-dev) here"; exit 77; }

# C++11: Relacy replaces operator delete in the forms of its day. And it knows freed memory by
# what destructors leave there, which gcc would not store.
must g++ -std=c++11 -O1 -fno-lifetime-dse -Wall -Wextra -I"$SOURCE/runtime/src" "$here/model.cc" -o "$scratch/model"
if [[ $failed -eq 0 ]]; then
	"$scratch/model" "$@" || fail "the model"
fi
finish
