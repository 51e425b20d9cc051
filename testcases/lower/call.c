// Calls: direct, through pointers, with results stored where they go.
typedef int (*handler)(int, ...);
struct ops { handler run; handler table[2]; };
int direct(int, ...);
void nothing(void);
struct pair { int a, b; } make(void);

int call(struct ops *ops, handler h, int i)
{
	int r = direct(1, 2, i);
	nothing();
	r = h(r);
	(*h)(r);
	(&direct)(3);
	ops->run(i);
	r = ops->table[i](make().b);
	h = direct;
	return ((int (*)(int))h)(r) ? direct(0) : make().a;
}
