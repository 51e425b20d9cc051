// switch: fall-through, nested cases, ranges, default in the middle, jumps into scopes.
void show(long);

static void fall(long n)
{
	switch (n) {
	case 1: show(1);
	case 2: show(2); break;
	default: show(99);
	case 3: show(3); break;
	case 4:
	case 5: show(45);
	case -7 ... -3: show(-5); break;
	}
}

// Duff's device: cases inside a loop, and inside scopes with storage of their own.
static void device(long n)
{
	long to[16] = {0}, *p = to, rounds = (n + 3) / 4;
	switch (n % 4) {
	case 0:
		do {
			*p++ = 1;
	case 3: *p++ = 2;
	case 2: *p++ = 3;
	case 1: *p++ = 4;
		} while (--rounds > 0);
	}
	for (long i = 0; i < 9; i++)
		show(to[i]);
}

static long into_scopes(long n)
{
	long sum = 0;
	switch (n) {
		long never = 5;
	case 0: {
		long a = 1;
		sum += a;
	case 1:
		a = 2;
		sum += a * 10;
		if (sum > 20) {
			long b = 3;
			sum += b;
	case 2:
			b = 4;
			sum += b * 100;
		} else if (sum) {
	default:
			never = 6;
			sum += never * 1000;
		}
	}
	}
	return sum;
}

static long in_loop(long n)
{
	long sum = 0;
	for (long i = 0; i < n; i++) {
		switch (i & 3) {
		case 0: continue;
		case 1: sum += 1; break;
		case 2:
			if (i > 5)
				return sum * 1000;
			sum += 10;
			goto next;
		}
		sum += 100;
	next:;
	}
	return sum;
}

static long nested(long a, long b)
{
	switch (a) {
	case 1:
		switch (b) {
		case 1: return 11;
		case 2: break;
		default: return 19;
		}
		return 12;
	case 2:
		switch (b)
		case 1: return 21;
		return 29;
	}
	switch (b) {}
	switch (3) {
	case 3: return 30;
	case 4: return 40;
	}
	return 0;
}

enum colour { RED, GREEN = 5, BLUE };

static long names(enum colour c)
{
	switch (c) {
	case RED: return 1;
	case GREEN: return 2;
	case BLUE: return 3;
	}
	return 4;
}

static long effects(long n)
{
	switch (n++) {
	case 3: n += 10;
	}
	switch (({ long m = n; m--; m + 1; })) {
	case 14: return n * 2;
	}
	switch (n > 2 ? n : (n = 8)) {
	case 8: n++;
	}
	return n;
}

int main(void)
{
	for (long n = -4; n < 7; n++)
		fall(n);
	for (long n = 1; n < 9; n++)
		device(n);
	for (long n = 0; n < 4; n++)
		show(into_scopes(n));
	for (long n = 0; n < 12; n++)
		show(in_loop(n));
	for (long a = 0; a < 4; a++)
		for (long b = 0; b < 4; b++)
			show(nested(a, b));
	show(names(RED) + 10 * names(GREEN) + 100 * names(BLUE) + 1000 * names((enum colour)3));
	show(effects(3));
	show(effects(0));
	show(effects(20));
	return 0;
}
