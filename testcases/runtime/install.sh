#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# install.sh: an installed own serves a project of others: by find_package with the static and
# the shared library in C and C++, and by pkg-config; the shared library gives out nothing but
# the interface, and each function of the headers has its page of the manual. The same for
# own-green, where it is built.
source "$SOURCE/testcases/runners/common.sh"

prefix=$scratch/prefix
consumer=$SOURCE/testcases/runtime/consumer
must "$CMAKE" --install "$BUILD" --prefix "$prefix" --component own
library=$(find "$prefix" -name libown.a -printf %h)

for shared in OFF ON; do
	must "$CMAKE" -S "$consumer" -B "$scratch/$shared" -DCMAKE_PREFIX_PATH="$prefix" -DBUILD_SHARED_LIBS=$shared
	must "$CMAKE" --build "$scratch/$shared"
	must "$scratch/$shared/in_c"
	for program in in_cc green_in_c green_in_cc; do
		[[ ! -e $scratch/$shared/$program ]] || must "$scratch/$shared/$program"
	done
	[[ ! -e $library/libown-green.so || -e $scratch/$shared/green_in_cc ]] || fail "find_package(own) lacks own::green"
done

export PKG_CONFIG_PATH=$library/pkgconfig
if command -v pkg-config >/dev/null; then
	read -ra flags <<<"$(pkg-config --cflags --libs own)"
	[[ " ${flags[*]} " == *" -fexceptions "* ]] || fail "own.pc lacks the flag that scopes need: ${flags[*]}"
	must cc -std=c11 -Werror "$consumer/main.c" "${flags[@]}" -Wl,-rpath,"$library" -o "$scratch/by_pkg_config"
	must "$scratch/by_pkg_config"
fi
if command -v pkg-config >/dev/null && [[ -e $library/libown-green.so ]]; then
	read -ra flags <<<"$(pkg-config --cflags --libs own-green)"
	must cc -std=c11 -Werror "$consumer/green.c" "${flags[@]}" -Wl,-rpath,"$library" -o "$scratch/green_by_pkg_config"
	must "$scratch/green_by_pkg_config"
fi

for shared in "$library"/libown*.so; do
	others=$(nm -D --defined-only "$shared" | awk '$3 !~ /^own_/ { print $3 }')
	[[ -z $others ]] || fail "${shared##*/} gives out $others"
done
# A call for a thread's own data allocates where the library was loaded late.
! nm -D "$library/libown.so" | grep __tls_get_addr || fail "libown.so reaches thread-local data by a call"

grep -hoE '^(#define|.*[ *])(own_[a-z_]+|OWN_(TASK|DROP|AUTO|SCOPE|GREEN_AUTO|GREEN_SCOPE))(\(| )' "$prefix"/include/own/*.h |
	grep -oE '(own_[a-z_]+|OWN_[A-Z_]+)' | grep -vE '(own|OWN)__|^own_(thread|entry|drop|scope|green|fiber|green_scope)$' |
	sort -u >"$scratch/names"
(($(wc -l <"$scratch/names") > 30)) || fail "few functions found: $(tr '\n' ' ' <"$scratch/names")"
while read -r name; do
	page=$prefix/share/man/man3/$name.3
	if [[ ! -s $page ]]; then
		fail "no page for $name"
	elif command -v mandoc >/dev/null; then
		(cd "$prefix/share/man" && must mandoc -T lint -W error "man3/$name.3")
	fi
done <"$scratch/names"
finish
