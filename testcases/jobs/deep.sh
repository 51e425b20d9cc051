#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Deep nesting is analysed, or is one failed unit; it never ends the run.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

echo 'int good(void) { return 0; }' >good.c

repeat() {
	head -c $(($2 * ${#1})) < <(yes "$1" | tr -d '\n')
}

printf 'int parens(int x) { return %sx%s; }\n' "$(repeat '(' 10000)" "$(repeat ')' 10000)" >parens.c
printf 'int plus(int x) { return x%s; }\n' "$(repeat '+x' 20000)" >plus.c
{
	echo 'int elses(int x) {'
	echo 'if (x == 0) return 0;'
	for ((i = 1; i <= 8000; i++)); do
		echo "else if (x == $i) return $i;"
	done
	echo 'return -1; }'
} >elses.c
printf 'int nots(int x) { return %sx; }\n' "$(repeat '!' 8000)" >nots.c
printf 'void blocks(void) { %s%s }\n' "$(repeat '{' 5000)" "$(repeat '}' 5000)" >blocks.c

printf 'int dims(int n) { int a%s; a%s = n; return 0; }\n' "$(repeat '[1]' 1200)" "$(repeat '[0]' 1200)" >dims.c
{
	echo 'struct s0 { int f; };'
	for ((i = 1; i < 1200; i++)); do echo "struct s$i { struct s$((i - 1)) f; };"; done
	printf 'int structs(struct s1199 *p) { struct s1199 s = %s1%s; return p%s + s%s; }\n' "$(repeat '{' 1200)" \
		"$(repeat '}' 1200)" "->$(repeat 'f.' 1199)f" ".$(repeat 'f.' 1199)f"
} >structs.c

for file in parens plus elses nots blocks dims structs; do
	run check good.c $file.c -- -fbracket-depth=100000
	case $status in
	0) want_units 2 2 ;;
	3)
		want_units 1 2
		want err "$file.c: not analysed: "
		;;
	*) fail "exit status $status" ;;
	esac
done

# Above clang's own limit it is an error like any other.
run check good.c parens.c
want_status 3
want err 'parens.c: analysed in part: '

# One long line is positioned alike with and without an end.
chain() {
	printf 'static int f0(int x) { return x; }'
	for ((i = 1; i <= 2000; i++)); do
		printf ' int f%d(int x) { return f%d(x); }' $i $((i - 1))
	done
}
chain >line.c
run check --dump=mir line.c
want_status 0
mv out endless.mir
echo >>line.c
run check --dump=mir line.c
cmp -s out endless.mir || fail "other positions without a newline at the end of the file"
want out 'fn @f2000(x "int" @1:73795-73796)'

finish
