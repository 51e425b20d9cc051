// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// order: any
// Read-only configuration that several threads share. Each has a share of it, main gives up its own as soon as all are
// started, and whoever is last ends the configuration: nobody has to know who that is.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <own/own.h>

enum { SERVERS = 3 };

struct configuration {
	char *host;
	int port;
};

OWN_DROP(configuration_end, struct configuration, configuration)
{
	printf("the configuration of %s ends\n", configuration->host);
	free(configuration->host);
}

OWN_TASK(serve, const struct configuration, configuration)
{
	printf("serving %s on port %d\n", configuration->host, configuration->port);
}

static const struct configuration *configuration_new(const char *host, int port)
{
	struct configuration given = { strdup(host), port };
	struct configuration *shared = given.host ? own_share_new(given, configuration_end) : NULL;

	if (!shared)
		free(given.host);
	return shared;
}

int main(void)
{
	own_thread *servers[SERVERS] = { NULL };
	const struct configuration *configuration = configuration_new("example.org", 8080);
	int failed = 0;

	if (!configuration)
		return 1;
	for (int i = 0; i < SERVERS; i++) {
		const struct configuration *share = own_share(configuration);
		if (own_spawn_move(&servers[i], serve, &share, own_share_drop) != 0) {
			own_unshare(&share);
			failed = 1;
		}
	}
	own_unshare(&configuration);
	for (int i = 0; i < SERVERS; i++)
		if (servers[i] && own_join(&servers[i]) != 0)
			failed = 1;
	return failed;
}
