#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# help.sh CASE: what outlive's help says of own is worth following. Each suggestion in the
# findings of testcases/CASE is applied to the case (apply.awk), once with a plain handle and
# once with one that joins itself; the outcome compiles without a warning, and the finding is
# gone. With OWN_AUTO, the handle is not lost either.
source "$SOURCE/testcases/runners/common.sh"

here=$SOURCE/testcases/runtime/help
case=$SOURCE/testcases/$1
read -ra flags <<<"$(directive flags "$case")"
read -ra arguments <<<"$(directive args "$case")"
applied=$scratch/applied.c
cd -- "$(dirname -- "$case")" || exit 2

# Paths in the flags of a case are from its folder, so outlive runs here.
check() { "$OUTLIVE" check "${arguments[@]}" "$@" -- -pthread -I. -I"$SOURCE/runtime/include" "${flags[@]}" 2>"$scratch/err"; }

# try CODE AT SPAWN SUGGESTED AUTOMATIC: status 3 where it cannot be applied by a script.
try() {
	awk -v spawn="$3" -v suggested="$4" -v automatic="$5" -f "$here/apply.awk" "$case" >"$applied" || return
	must gcc -std=c11 -D_GNU_SOURCE -Wall -Werror -fexceptions -pthread -I. -I"$SOURCE/runtime/include" "${flags[@]}" \
		-c "$applied" -o "$scratch/applied.o"
	check --format=short "$applied" >"$scratch/short"
	(($? < 2)) || { fail "outlive fails"; cat "$scratch/err"; }
	gone "$1" $(($2 + 1))
	[[ -z $5 ]] || gone unjoined_thread $(($3 + 1))
}

gone() { ! grep -E "^[^ ]*:$2:[0-9]+: .*\[$1\]$" "$scratch/short" || fail "with '$suggested' applied, $1 is still there"; }

count=0
check --format=human --color=never "$(basename -- "$case")" | awk -f "$here/suggestions.awk" >"$scratch/suggestions"
while IFS=$'\t' read -r code at spawn suggested; do
	for automatic in '' 1; do
		[[ $automatic || $suggested != OWN_AUTO ]] || continue
		try "$code" "$at" "$spawn" "$suggested" "$automatic"
		case $? in
		0) count=$((count + 1)) ;;
		3) ;;
		*) fail "$1:$spawn lends something else than '$suggested' is about" ;;
		esac
	done
done <"$scratch/suggestions"
echo "$count applied, of $(wc -l <"$scratch/suggestions") suggestions"
((count)) || fail "nothing to apply in $1"
finish
