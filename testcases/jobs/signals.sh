#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# signals.sh: a run that is ended by a signal, or whose output nobody reads, takes its workers
# along; a worker that somebody kills is tried once more and costs its unit alone.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"
set -m # background jobs take SIGINT, as in a terminal

mkfifo never.h
echo '#include "never.h"' >hang.c
echo 'int good(void) { return 0; }' >good.c

# begin: a run whose worker waits for the text of never.h, which file 9 could give it.
begin() {
	last=(check -j1 hang.c good.c)
	"$OUTLIVE" "${last[@]}" >out 2>err &
	driver=$!
	exec 9>never.h
}

# Writing succeeds as long as somebody reads, or has not yet been told to end.
wait_for_worker() {
	while printf ' ' >&9; do :; done 2>/dev/null
	exec 9>&-
}

trap '' PIPE
for signal in INT TERM HUP QUIT KILL; do
	begin
	kill -s $signal $driver
	wait $driver 2>/dev/null
	status=$?
	want_status $((128 + $(kill -l $signal)))
	wait_for_worker
	[[ ! -s out ]] || fail "something on standard output after SIG$signal"
done

# children PROCESS: those that it started.
children() { cat /proc/"$1"/task/*/children; }

begin
read -r nursery < <(children $driver)
for attempt in 1 2; do
	((attempt == 1)) || exec 9>never.h # when the second worker is there
	read -r worker < <(children "$nursery")
	kill -s KILL "$worker"
	wait_for_worker
done
wait $driver
status=$?
want_status 3
want err 'hang.c: not analysed: worker killed by signal 9'
want_units 1 2

# Nobody reads what is printed.
"$OUTLIVE" check --dump=mir good.c 2>err > >(exec true)
status=$?
((status == 2 || status == 0)) || fail "exit status $status when nobody reads"
finish
