# SPDX-License-Identifier: MIT
# Sourced by analyzer/run and testcases/run: what a fresh Debian needs, and the
# one way in which both configure and build.

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
packages=(cmake ninja-build gcc libc6-dev clang-19 libclang-19-dev libclang-rt-19-dev libjansson-dev libutf8proc-dev)
# Without these, the tests that want them are skipped.
test_packages=(g++ clang-14 llvm-19 musl-tools valgrind libc6-dbg relacy-dev libboost-fiber1.81-dev mandoc pkg-config)

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 2; }

# Prints those of its arguments that dpkg does not know as installed.
missing_packages() {
	local package
	for package; do
		[[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s\n' "$package"
	done
}

# apt_get ARGUMENT...: as root, quietly.
apt_get() {
	local as_root=()
	((EUID == 0)) || as_root=(sudo)
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >&2
}

may_install() { ((EUID == 0)) || command -v sudo >/dev/null; }

# Installs those of $packages that are missing.
install_packages() {
	command -v dpkg-query >/dev/null || { say "no dpkg here: taking the packages for granted (${packages[*]})"; return 0; }
	local missing
	mapfile -t missing < <(missing_packages "${packages[@]}")
	((${#missing[@]})) || return 0
	say "installing missing packages: ${missing[*]}"
	may_install || die "neither root nor sudo; run: apt-get install ${missing[*]}"
	apt_get update && apt_get install -y --no-install-recommends "${missing[@]}" || die "could not install: ${missing[*]}"
}

# Installs those of $test_packages that are missing and can be had; the rest is told.
install_test_packages() {
	command -v dpkg-query >/dev/null || return 0
	local missing package known=()
	mapfile -t missing < <(missing_packages "${test_packages[@]}")
	((${#missing[@]})) || return 0
	say "installing packages for tests: ${missing[*]}"
	if may_install && apt_get update; then
		for package in "${missing[@]}"; do
			[[ -z $(apt-cache madison "$package" 2>/dev/null) ]] || known+=("$package")
		done
		((!${#known[@]})) || apt_get install -y --no-install-recommends "${known[@]}" || true
	fi
	mapfile -t missing < <(missing_packages "${test_packages[@]}")
	((!${#missing[@]})) || say "tests are skipped that want: ${missing[*]}"
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
