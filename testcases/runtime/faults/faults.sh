#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# faults.sh KIND FILE: builds the runtime and a test of it in one, with what wrap.c wraps, by gcc
# as it is (plain) or with a sanitizer (address), and runs it.
source "$SOURCE/testcases/runners/common.sh"

kind=$1 file=$2 here=$(dirname -- "${BASH_SOURCE[0]}")
compiler=(gcc -fexceptions)
[[ $kind == plain ]] || compiler+=("-fsanitize=$kind" -fno-sanitize-recover=all -fno-omit-frame-pointer)
mapfile -t wrapped < <(grep -hoE 'X\([a-z_]+,|__wrap_[a-z_]+' "$here"/wrap.[ch] | sed -E 's/^X\(|^__wrap_|,$//g' | sort -u)

must "${compiler[@]}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread "${wrapped[@]/#/-Wl,--wrap=}" -I"$SOURCE/runtime/include" \
	-I"$SOURCE/runtime/src" -I"$SOURCE/testcases/unit" "$SOURCE"/runtime/src/*.c "$here/wrap.c" "$file" -o "$scratch/test"
must "$scratch/test"
finish
