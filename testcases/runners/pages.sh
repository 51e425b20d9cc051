#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pages.sh docs/codes/CODE.md: each block of C in a page of `outlive explain` is what the
# page says. All compile; a ```c,erroneous block gets exactly the page's code (where that
# rule is there yet), a ```c,right block nothing.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

code=$(basename -- "$1" .md)

awk -v folder="$scratch" '
/^```c,(erroneous|right)$/ { file = sprintf("%s/%s%d.c", folder, substr($0, 6), ++n); next }
/^```/ { file = ""; next }
file != "" { print > file }' "$1"

cd "$scratch" || exit 2
shopt -s nullglob
for block in erroneous*.c right*.c; do
	must clang-19 -fsyntax-only -pthread -Wall -Wextra -Wno-unused-parameter "$block"
	"$OUTLIVE" check --format=short "$block" -- -pthread >found 2>err
	(($? <= 1)) || { fail "outlive failed on $block"; cat err; }
	reported=$(sed -nE 's/^.*: (error|warning): .* \[([A-Za-z0-9_]+)\]$/\2/p' found | sort -u | paste -sd' ')
	wanted=
	[[ $block == right* ]] || wanted=$code
	[[ $reported == "$wanted" ]] || { fail "$block: wanted '$wanted', reported '$reported'"; cat "$block" found; }
done
[[ -e erroneous1.c ]] || fail "the page has no erroneous example"
finish
