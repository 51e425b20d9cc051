// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// What was moved into a thread is the thread's: the sum is of no use to main there (E0382). The help says to let the
// thread hand it back, and that is what the other function does.
#include <stdio.h>
#include <stdlib.h>

#include <own/own.h>

struct account {
	int deposits[3];
	long balance;
};

OWN_TASK(add_up, struct account, account)
{
	for (int i = 0; i < 3; i++)
		account->balance += account->deposits[i];
}

long used_after_move_bad(void)
{
	struct account *account = calloc(1, sizeof *account), *same = account;
	own_thread *thread;

	if (!account)
		return -1;
	account->deposits[0] = 100;
	if (own_spawn_move(&thread, add_up, &account, free) != 0) {
		free(account);
		return -1;
	}
	own_join(&thread);
	return same->balance; //~ ERROR E0382
}

static long handed_back_ok(void)
{
	struct account account = { { 100, 20, 3 }, 0 };
	own_thread *thread;

	if (own_spawn_back(&thread, add_up, account) != 0)
		return -1;
	return own_join_back(&thread, &account) == 0 ? account.balance : -1;
}

int main(void)
{
	printf("the balance is %ld\n", handed_back_ok());
	return 0;
}
