#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# golden.sh KIND FILE: what is printed for FILE must equal the file beside it.
#   lower   x.c     front_tool prints x.mir, which survives a round trip and the verifier
#   sum     x.c     outlive prints x.sum for the program of x.c, x_*.c and x.*.c
#   models  x.sum   a model file: accepted, and the same when printed and read again;
#                   or refused with x.err on standard error
#   render  x.diag  diag_tool prints those of x.txt, x.unicode.txt, x.color.txt, x.short.txt that exist,
#                   and the text form of what it read, which reads the same
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

kind=$1
file=$(basename -- "$2")
stem=${file%.*}
cd -- "$(dirname -- "$2")" || exit 2

check_lower() {
	local flags
	read -ra flags <<<"$(directive flags "$file")"
	"$TOOLS/front_tool" "$file" "${flags[@]}" >"$scratch/mir" || fail "front_tool: exit status $?"
	golden "$stem.mir" "$scratch/mir"
	must "$TOOLS/ir_tool" roundtrip "$scratch/mir"
	must "$TOOLS/ir_tool" verify "$scratch/mir"
}

# Printing what was read, and reading that again, changes nothing.
check_sum_roundtrip() {
	"$TOOLS/sum_tool" "$1" >"$scratch/once.sum" && "$TOOLS/sum_tool" "$scratch/once.sum" >"$scratch/twice.sum" ||
		fail "sum_tool cannot read $1, or not what it printed for it"
	diff -u "$scratch/once.sum" "$scratch/twice.sum" || fail "$1 changes when it is printed and read again"
}

check_sum() {
	local files=("$file") further flags arguments
	for further in "$stem"_*.c "$stem".*.c; do
		[[ ! -e $further ]] || files+=("$further")
	done
	read -ra flags <<<"$(directive flags "$file")"
	read -ra arguments <<<"$(directive args "$file")"
	"$OUTLIVE" check --dump=sum "${arguments[@]}" "${files[@]}" -- -pthread "${flags[@]}" >"$scratch/sum" 2>"$scratch/err"
	(($? <= 1)) || { fail "outlive: exit status $?"; cat "$scratch/err"; }
	golden "$stem.sum" "$scratch/sum"
	check_sum_roundtrip "$scratch/sum"
}

check_models() {
	local status=0
	printf 'int unit;\n' >"$scratch/unit.c"
	"$OUTLIVE" check --models "$file" "$scratch/unit.c" >"$scratch/out" 2>"$scratch/err" || status=$?
	if [[ ! -e $stem.err ]]; then
		((status == 0)) || { fail "refused, exit status $status"; cat "$scratch/err"; }
		check_sum_roundtrip "$file"
		return
	fi
	((status == 2)) || fail "exit status $status, wanted 2"
	grep -v '^analysed ' "$scratch/err" >"$scratch/errors"
	golden "$stem.err" "$scratch/errors"
}

check_render() {
	local form options
	[[ -z ${BLESS-} || -e $stem.txt ]] || : >"$stem.txt"
	for form in txt unicode.txt color.txt short.txt; do
		[[ -e $stem.$form ]] || continue
		options=()
		case $form in
		txt) ;;
		short.txt) options=(--format short) ;;
		*) options=("--${form%.txt}") ;;
		esac
		"$TOOLS/diag_tool" "$file" "${options[@]}" >"$scratch/text" || fail "diag_tool ${options[*]}: exit status $?"
		golden "$stem.$form" "$scratch/text"
	done
	"$TOOLS/diag_tool" "$file" --format diag >"$scratch/once" &&
		"$TOOLS/diag_tool" "$scratch/once" --format diag >"$scratch/twice" ||
		fail "diag_tool cannot read $file, or not what it printed for it"
	diff -u "$scratch/once" "$scratch/twice" || fail "$file changes when it is printed and read again"
	[[ -e $stem.txt ]] || fail "no golden file $stem.txt; run testcases/run --bless"
}

"check_$kind"
finish
