# SPDX-License-Identifier: MIT
# Sourced by analyzer/run and testcases/run: what a fresh Debian needs, and the
# one way in which both configure and build.

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
packages=(cmake ninja-build gcc libc6-dev clang-19 libclang-19-dev libclang-rt-19-dev libjansson-dev libutf8proc-dev)

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 2; }

# Installs those of $packages that dpkg does not know as installed.
install_packages() {
	command -v dpkg-query >/dev/null || { say "no dpkg here: taking the packages for granted (${packages[*]})"; return 0; }
	local missing=() package as_root=()
	for package in "${packages[@]}"; do
		[[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
	done
	((${#missing[@]})) || return 0
	say "installing missing packages: ${missing[*]}"
	if ((EUID != 0)); then
		command -v sudo >/dev/null || die "neither root nor sudo; run: apt-get install ${missing[*]}"
		as_root=(sudo)
	fi
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 &&
		"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >&2 ||
		die "could not install: ${missing[*]}"
}

# configure_and_build FOLDER TARGET... -- CMAKE ARGUMENT...
# Quiet when all goes well; the folder's own log is shown when it does not.
configure_and_build() {
	local folder=$top/$1 targets=() generator=()
	shift
	while (($#)) && [[ $1 != -- ]]; do targets+=("$1"); shift; done
	[[ ${1-} != -- ]] || shift
	[[ -f $folder/CMakeCache.txt ]] || { ! command -v ninja >/dev/null || generator=(-G Ninja); }
	mkdir -p "$folder"
	if ! cmake "${generator[@]}" -S "$top" -B "$folder" "$@" >"$folder/configure.log" 2>&1; then
		cat "$folder/configure.log" >&2
		die "configuration failed"
	fi
	say "building ${targets[*]} in ${folder#"$top"/}/"
	cmake --build "$folder" --parallel "$(nproc)" --target "${targets[@]}" >"$folder/build.log" 2>&1 || {
		grep -v '^\[[0-9]*/[0-9]*\] ' "$folder/build.log" >&2
		die "build failed"
	}
	! grep -E 'warning:' "$folder/build.log" >&2 || true
}
