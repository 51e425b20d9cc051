// Structs, unions, bit-fields, arrays, initialisers and designators, literals, pointers.
void show(long);

struct point { long x, y; };
struct line { struct point from, to[2]; long weight; };
union number { long all; unsigned long same; };
struct bits { long a : 5, : 3, b : 7; unsigned c : 1; };
struct anonymous { long kind; union { long one; long two; }; struct { long in, side; }; };

static void show_point(struct point p) { show(p.x * 100 + p.y); }

static void show_line(const struct line *l)
{
	show_point(l->from);
	show_point(l->to[0]);
	show_point(*(l->to + 1));
	show(l->weight);
}

static struct point moved(struct point p, long by)
{
	p.x += by;
	p.y -= by;
	return p;
}

static void copies(void)
{
	struct point a = {1, 2}, b = a, c;
	c = b;
	b.x = 9;
	show_point(a), show_point(b), show_point(c);
	show_point(moved(a, 3));
	show_point(a);
	show(moved(b, 1).y);
	struct line l = {a, {b, [1] = c}, 5}, m = l, *p = &m;
	p->to[1] = (struct point){7, 8};
	p->from = p->to[1];
	p->to[1].y++;
	show_line(&l), show_line(&m);
	*p = l;
	show_line(p);
	struct point pair[2] = {a, b}, *q = pair;
	pair[0] = pair[1];
	*q++ = moved(*q, 0);
	show_point(pair[0]), show_point(*q);
	c = (b.x = 4, b);
	show_point(c);
	show_point(a.x ? b : a);
	a = b = (struct point){.y = 3};
	show_point(a);
}

static void initialisers(long n)
{
	struct line zero = {0}, flat = {1, 2, 3, 4, 5, 6, 7}, part = {.weight = n, .to[1].y = 2, .from = {n, n + 1}};
	struct line some = {.to = {[1] = {.y = 5}, [0].x = n}, 11}, again = {.from.x = 1, .from.x = n + 2, 4};
	show_line(&zero), show_line(&flat), show_line(&part), show_line(&some), show_line(&again);
	long array[] = {1, [3] = n, 5}, range[8] = {[1 ... 3] = 1, [5] = 2}, matrix[2][3] = {{1, 2}, {n}}, row[2][2] = {1, 2, 3};
	show(sizeof array / sizeof *array);
	for (long i = 0; i < 5; i++)
		show(array[i] * 100 + (i == 4 ? range[5] : 0));
	for (long i = 0; i < 6; i++)
		show(matrix[i / 3][i % 3]);
	show(row[0][0] + row[0][1] * 10 + row[1][0] * 100 + row[1][1] * 1000);
	struct bits bits = {3, .c = 1};
	bits.b = bits.a + 20;
	bits.a -= 5;
	show(bits.a * 100 + bits.b + bits.c);
	union number u = {5}, v = {.same = 6};
	u.all += v.all;
	show(u.same);
	v = u;
	v.same++;
	show(v.all * 100 + u.all);
	struct anonymous x = {1, {2}, {3, 4}}, y = {.two = 5, .side = 6};
	x.two++;
	x.in += x.one;
	show(x.kind * 1000 + x.one * 100 + x.in * 10 + x.side);
	show(y.kind * 1000 + y.one * 100 + y.in * 10 + y.side);
	long scalar = {n};
	show(scalar);
}

static long sum(const long *p, long n)
{
	long total = 0;
	while (n-- > 0)
		total = total * 10 + *p++;
	return total;
}

static void pointers(void)
{
	long a[5] = {1, 2, 3, 4, 5}, *p = a, *end = a + 5, **pp = &p, m[2][3] = {{1, 2, 3}, {4, 5, 6}}, (*row)[3] = m;
	show(*p + p[1] * 10 + *(p + 2) * 100 + 3 [p] * 1000 + (&a[4])[0] * 10000);
	show(end - p);
	for (long *i = a; i != end; i++)
		show(*i);
	for (long *i = end; i-- > a;)
		show(*i);
	++*pp;
	**pp = 7;
	show(sum(a, 5));
	p += 2;
	p -= 1;
	show(*p-- * 10 + *p);
	show(p == a && p < end && &a[1] > p && !(p > a) && p != 0 && p);
	show(sum(m[1], 3) + sum(*row, 3) * 1000 + sum(row[1] + 1, 2));
	row++;
	show((*row)[2] * 10 + row[-1][0]);
	long *q = *row;
	q[1] = 9;
	show(m[1][1]);
	show(sum(&m[0][1], 2));
	long **none = 0;
	show(!none + (none ? **none : 3));
	long *slots[3] = {&a[0], [2] = &a[2]};
	*slots[2] = 8;
	show(a[2] * 10 + !slots[1]);
	struct line l = {.weight = 1}, *lp = &l;
	long *y = &lp->to[1].y;
	*y = 5;
	show(l.to[1].y);
	struct point *t = &lp->to[0];
	t[1].y++;
	(t + 1)->x = 3;
	show_point(lp->to[1]);
}

static void literals(long n)
{
	long *p = (long[]){n, n + 1, n + 2};
	p[1] *= 2;
	show(sum(p, 3));
	struct point *q = &(struct point){.y = n};
	q->x = 4;
	show_point(*q);
	show_point((struct point){n, 1});
	show(sum((long[3]){1, n}, 3));
	show(((struct line){.to[1] = {2, 3}}).to[1].y);
	if (n > 2 && (p = &(long){n + 5}))
		show(*p);
	long *r = n > 3 ? &(long){1} : &(long){2};
	show(*r);
	(struct point){1, 2};
	show((long){n} + *&(long){3});
}

static long table[4] = {3, 1, [3] = 2};
static struct line file_line = {.to = {{1, 2}}, .weight = 4};
static long *into = &table[1], *literal = &(long){77};
static struct point *points[2] = {&file_line.to[0], &file_line.from};

static void statics(void)
{
	show(table[0] * 1000 + table[1] * 100 + table[2] * 10 + *(into + 2));
	show_line(&file_line);
	show(*literal);
	points[1]->y = 6;
	show_point(file_line.from), show_point(*points[0]);
	for (long i = 0; i < 3; i++) {
		static long kept = 5, *self = &kept, more[2];
		++*self;
		more[1] += kept;
		show(kept * 100 + more[1]);
	}
}

static void sizes(long n)
{
	for (long i = 1; i < n; i++) {
		long vla[i], square[i][n - i], k = 0;
		for (long *p = vla; p < vla + i; p++)
			*p = k++;
		for (k = 0; k < n - i; k++)
			square[i - 1][k] = k + vla[i - 1];
		show(vla[i - 1] * 100 + square[i - 1][n - i - 1]);
		if (i == 3)
			break;
	}
	long *room = __builtin_alloca(n * sizeof *room);
	for (long i = 0; i < n; i++)
		room[i] = i * i;
	show(room[n - 1] + *(room + 1));
}

int main(void)
{
	copies();
	initialisers(3);
	pointers();
	literals(2);
	literals(5);
	statics();
	sizes(6);
	return 0;
}
