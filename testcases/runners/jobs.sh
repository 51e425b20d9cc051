#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# jobs.sh SCRIPT: runs SCRIPT with bash in an empty scratch folder. It finds the program
# in $OUTLIVE and the source tree in $SOURCE; exit status 0 is success, 77 skipped.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
mkdir "$scratch/work" && cd "$scratch/work" || exit 2
bash "$1"
exit $?
