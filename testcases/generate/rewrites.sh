#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# rewrites.sh KIND [CASE...]: every case of ui/ and seed/ is rewritten by `rewrite KIND`, which changes its text and
# not what it does. The findings must stay: file, line, level, code and words, names put back.
source "$(dirname -- "${BASH_SOURCE[0]}")/../runners/common.sh"

export kind=$1 scratch
cases=("${@:2}")
grep -ohE '[A-Za-z_][A-Za-z_0-9]*' "$SOURCE"/analyzer/models/*.sum | sort -u >"$scratch/names"

# A tree in which the case stands alone, with what it includes. Prints the case's folder.
make_tree() {
	local top=$scratch/${1//\//_} from=$SOURCE/testcases/$1
	local folder=$top/testcases/${1%/*}
	mkdir -p "$folder"
	ln -s "$SOURCE/runtime" "$SOURCE/analyzer" "$top/"
	[[ $1 != ui/* ]] || ln -s "$SOURCE/testcases/ui/include" "$top/testcases/ui/"
	cp -r "$from" "${from%/*}"/auxiliary "${from%/*}"/*.sum "$folder/" 2>/dev/null
	cp "${from%.c}".more.c "${from%.c}"_more.c "$folder/" 2>/dev/null
	echo "$folder"
}

# Findings without columns; what the rewrite itself put into names is taken out.
findings() {
	local status=0
	"$OUTLIVE" check -j1 --format=short "$@" 2>/dev/null || status=$?
	echo "exit status $status"
}
plain() { sed -E 's/^([^:]*:[0-9]+):[0-9]+:/\1:/; s/_second\.c:/.c:/; s/_renamed//g' | LC_ALL=C sort -u; }

# Prints `same`, `none` (nothing to rewrite), or what differs.
rewrite_case() {
	local path=$SOURCE/testcases/$1 file further flags arguments second=() status=0 folder
	file=${1##*/}
	read -ra further <<<"$(directive files "$path")"
	read -ra flags <<<"$(directive flags "$path")"
	read -ra arguments <<<"$(directive args "$path")"
	[[ $kind != second || ${#further[@]} == 0 ]] || { echo none; return; }
	[[ $kind != rename || ${arguments[*]} != *--models* ]] || { echo none; return; }
	folder=$(make_tree "$1")
	cd -- "$folder" || return
	findings "${arguments[@]}" "$file" "${further[@]}" -- -pthread "${flags[@]}" | plain >before
	"$TOOLS/rewrite" "$kind" "$scratch/names" . "$file" "${further[@]}" -- -pthread "${flags[@]}" >flags || status=$?
	((status != 3)) || { echo none; return; }
	((status == 0)) || { echo "$1: rewrite: exit status $status"; return; }
	mapfile -t -O "${#flags[@]}" flags <flags
	[[ $kind != second ]] || second=("${file%.c}_second.c")
	findings "${arguments[@]}" "$file" "${further[@]}" "${second[@]}" -- -pthread "${flags[@]}" | plain >after
	cmp -s before after && { echo same; return; }
	echo "$1: '$kind' changes what is found"
	diff before after | sed 's/^/    /'
}
export -f directive make_tree findings plain rewrite_case

((${#cases[@]})) || mapfile -t cases < <(cd "$SOURCE/testcases" && find ui seed -name '*.c' -not -path '*/auxiliary/*' | sort)
# Further files of a program are no cases.
further=$(cd "$SOURCE/testcases" && sed -sn '1,10s|^// files: *||p' ui/*/*.c | tr ' ' '\n' | sed -n 's|^.*/||; /./s|^|/|p' | sort -u)
printf '%s\n' "${cases[@]}" | grep -vE '\.more\.c$|_more\.c$' | grep -vFf <(printf '%s\n' "$further") |
	xargs -d '\n' -n1 -P2 bash -c 'rewrite_case "$1"' rewrite_case >"$scratch/results"
! grep -vE '^(same|none)$' "$scratch/results" || fail "rewriting has an effect"
same=$(grep -c '^same$' "$scratch/results")
((same >= ${#cases[@]} / 20)) || fail "only $same of ${#cases[@]} cases were rewritten"
echo "$same of ${#cases[@]} cases rewritten by '$kind'"
finish
