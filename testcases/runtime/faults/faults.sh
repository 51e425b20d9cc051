#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# faults.sh KIND FILE: builds the runtime and a test of it in one, with what wrap.c wraps, by gcc
# as it is (plain), with a sanitizer (address) or against musl (musl), and runs it.
source "$SOURCE/testcases/runners/common.sh"

kind=$1 file=$2 here=$(dirname -- "${BASH_SOURCE[0]}")
compiler=(gcc -fexceptions)
case $kind in
plain) ;;
musl) compiler=(musl-gcc) ;; # not static: the library's own calls are none of own's
*) compiler+=("-fsanitize=$kind" -fno-sanitize-recover=all -fno-omit-frame-pointer) ;;
esac
command -v "${compiler[0]}" >/dev/null || { echo "skipped: no ${compiler[0]} here"; exit 77; }
mapfile -t wrapped < <(grep -hoE 'X\([a-z_]+,|__wrap_[a-z_]+' "$here"/wrap.[ch] | sed -E 's/^X\(|^__wrap_|,$//g' | sort -u)

must "${compiler[@]}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread "${wrapped[@]/#/-Wl,--wrap=}" -I"$SOURCE/runtime/include" \
	-I"$SOURCE/runtime/src" -I"$SOURCE/testcases/unit" "$SOURCE"/runtime/src/*.c "$here/wrap.c" "$file" -o "$scratch/test"
must "$scratch/test"
finish
