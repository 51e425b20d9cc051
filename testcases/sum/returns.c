// What comes back: an argument, a field, an address in it, fresh memory or NULL, a global, a number.
#include <stdlib.h>

struct node { struct node *next; int value; int values[2]; };
static struct node root;
struct node *current;

void *itself(void *p) { return p; }
struct node *next(struct node *node) { return node->next; }
int value(const struct node *node) { return node->value; }
int *address(struct node *node) { return &node->values[1]; }
struct node *fresh(void) { return malloc(sizeof(struct node)); }
struct node *of_root(void) { return &root; }
struct node *of_current(void) { return current; }
struct node *either(int which, struct node *a, struct node *b) { return which ? a : b; }
struct node *next_or_itself(struct node *node) { return node->next ? node->next : node; }
const char *text(void) { return "text"; }
int sign(int n) { return n < 0 ? -1 : n > 0; }
void *as_number(long n) { return (void *)n; }

struct node *filled(struct node *next, int value)
{
	struct node *node = calloc(1, sizeof *node);
	if (!node)
		return NULL;
	node->next = next;
	node->value = value;
	return node;
}

void out(struct node **to, struct node *node) { *to = node; }
int swap(struct node **a, struct node **b)
{
	struct node *before = *a;
	*a = *b;
	*b = before;
	return before != NULL;
}
