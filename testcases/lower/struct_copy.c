// Records are copied whole.
struct inner { int a[2]; };
struct outer { struct inner in; struct outer *next; };
struct outer global;
struct outer by_value(struct outer);

void copy(struct outer *p, struct outer o)
{
	struct outer local = o;
	*p = local;
	local = *p->next;
	local.in = p->in;
	p->in = global.in;
	global = *p = o;
	local = by_value(*p);
	*p->next = by_value(local);
}

int elements(int i)
{
	return by_value(global).in.a[i] + *by_value(global).in.a;
}
