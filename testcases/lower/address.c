// Addresses, dereferences and members: one dereference at the root of a place.
struct node { int value; struct node *next; int data[4]; };

int walk(struct node *head, int **table, int n)
{
	struct node local, *last = &local;
	int *element = &head->data[n];
	*element = head->next->next->value;
	last->value = (*head).value;
	(&local)->value = *&n;
	*table[2] = local.data[1];
	table[n][3] = **table;
	return last->next->data[n];
}
