// More ends of storage on ways out than each jump writes by itself: they share, and all still
// happens in order. 128 variables with cleanups are left in 129 ways, then by break and goto.
void show(long);

static long sum;
static void leave(long *p) { sum = (sum * 31 + *p) % 1000003; }

#define EIGHT(m, a) m(a##0) m(a##1) m(a##2) m(a##3) m(a##4) m(a##5) m(a##6) m(a##7)
#define ALL(m) EIGHT(m, 10) EIGHT(m, 11) EIGHT(m, 12) EIGHT(m, 13) EIGHT(m, 14) EIGHT(m, 15) EIGHT(m, 16) EIGHT(m, 17) \
	EIGHT(m, 20) EIGHT(m, 21) EIGHT(m, 22) EIGHT(m, 23) EIGHT(m, 24) EIGHT(m, 25) EIGHT(m, 26) EIGHT(m, 27)
#define DECLARE(n) long v##n __attribute__((cleanup(leave))) = n;
#define RETURN(n) if (way == n) return v##n + 1;
#define BREAK(n) if (way == n) { total += v##n; break; }
#define GOTO(n) if (way == n) { total -= v##n; goto out; }
#define WAY(n) show(returns(n)), show(sum), show(jumps(n)), show(sum);

static long returns(long way)
{
	ALL(DECLARE)
	ALL(RETURN)
	return -1;
}

static void no_value(long way)
{
	ALL(DECLARE)
#undef RETURN
#define RETURN(n) if (way == n) return;
	ALL(RETURN)
	sum++;
}

static long jumps(long way)
{
	long total = 0;
	for (long i = 0; i < 2; i++) {
		ALL(DECLARE)
		if (i == 0) {
			total++;
			continue;
		}
		switch (way & 1) {
		case 0: ALL(GOTO)
		}
		ALL(BREAK)
		total *= 2;
	}
	total += 5;
out:
	return total;
}

int main(void)
{
	ALL(WAY)
	WAY(0)
	no_value(111), no_value(1);
	show(sum);
	return 0;
}
