// Pointers that are stepped over arrays, and container_of.
struct item { int key; struct link { struct link *next; } link; };

int walk(struct item *at, struct item *end, int n)
{
	int sum = 0;
	for (; at < end; at++)
		sum += at->key;
	while (end-- != at)
		sum += *&end->key + (end - 1)->key + (n + at)->key;
	struct link *l = &at->link;
	struct item *owner = (struct item *)((char *)l - __builtin_offsetof(struct item, link));
	char *p = (char *)0 + 4;
	return sum + owner->key + (int)(p - (char *)end) + at[-1].key + (at - n)->key;
}
