#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# rust.sh X.rs: the Rust twin of a case. rustc reports exactly the codes that stand behind
# `//~ ERROR` on the lines, so that the codes of outlive keep meaning what they mean there.
# Exit 77 means skipped: no rustc.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

command -v rustc >/dev/null || exit 77
grep -nE '//~ ERROR' "$1" | sed -E 's|^([0-9]+):.*//~ ERROR ([A-Z0-9]+).*|\1: \2|' >"$scratch/expected"
rustc --edition 2021 --emit=metadata --error-format=short -A warnings -o "$scratch/out" "$1" 2>"$scratch/err"
sed -nE 's/^.*:([0-9]+):[0-9]+: error\[(E[0-9]+)\].*/\1: \2/p' "$scratch/err" >"$scratch/found"
diff -u --label expected --label found "$scratch/expected" "$scratch/found" || { fail "rustc says otherwise"; cat "$scratch/err"; }
[[ -s $scratch/expected ]] || fail "the twin expects no error"
finish
