// A random program (csmith, seed 7292), with every type made long.
void show(long);
void *memset(void *, int, unsigned long);
static long safe_unary_minus(long a) { return 0 - a; }
static long safe_add(long a, long b) { return a + b; }
static long safe_sub(long a, long b) { return a - b; }
static long safe_mul(long a, long b) { return a * b; }
static long safe_div(long a, long b) { return b == 0 || b == -1 ? a : a / b; }
static long safe_mod(long a, long b) { return b == 0 || b == -1 ? a : a % b; }
static long safe_lshift(long a, long b) { return b < 0 || b > 63 ? a : (long)((unsigned long)a << b); }
static long safe_rshift(long a, long b) { return b < 0 || b > 63 ? a : a >> b; }
struct S0 {
	long f0;
	long f1;
	long f2;
};
static long g_9 = 1L;
static long g_16 = 0L;
static struct S0 g_26 = {0L, 1L, 1L};
static long g_28[3][2] = {{7L, 7L}, {7L, 7L}, {7L, 7L}};
static long g_30 = 7222195897986381054L;
static long g_45[1] = {(-3575301219959289261L)};
static long *g_53 = &g_26.f2;
static long g_57 = 208L;
static long g_108 = 76L;
static long g_109 = 3627855980L;
static long *g_123 = &g_57;
static long *g_124 = &g_57;
static long **g_140 = &g_123;
static long g_155 = 3068389946L;
static long g_159 = 0L;
static long **g_167 = (void *)0L;
static long func_1(void);
static struct S0 func_2(long p_3, long p_4, long p_5, long p_6, long p_7);
static long *func_10(long *p_11, long p_12, long p_13);
static long func_1(void)
{
	long l_8 = 1L;
	struct S0 *l_169 = &g_26;
	(*l_169) = ((60461L <= 0L), func_2(l_8, g_9, g_9, g_9, l_8));
	return l_8;
}
static struct S0 func_2(long p_3, long p_4, long p_5, long p_6, long p_7)
{
	long *l_14[2];
	struct S0 l_15 = {1788962114L, 0L, 2132448922L};
	long **l_128 = &l_14[1];
	long **l_135[2];
	long **l_137 = &g_123;
	const long l_138 = 251L;
	long **l_141 = &g_124;
	long *l_142 = (void *)0L;
	long ***l_168 = &g_167;
	int i;
	for (i = 0L; i < 2L; i++)
		l_14[i] = (void *)0L;
	for (i = 0L; i < 2L; i++)
		l_135[i] = &g_123;
	(*l_128) = func_10(l_14[1], g_9, (g_16 = (l_15, (g_9, 1L))));
	if (((safe_div(g_108, (((142L & g_45[0]) <= (g_28[1][1] >= p_3)) || p_4))), p_3)) {
		long l_132 = 56616L;
		long ***l_136[3];
		long **l_139 = &g_123;
		int i;
		for (i = 0L; i < 3L; i++)
			l_136[i] = &l_135[1];
		for (g_26.f0 = 0L; (g_26.f0 <= 1L); g_26.f0 += 1L) {
			return l_15;
		}
		for (g_26.f0 = 1L; (g_26.f0 >= 0L); g_26.f0 -= 1L) {
			long l_131 = 681275651L;
			l_132 &= (l_131 < p_3);
			for (p_7 = 0L; (p_7 <= 0L); p_7 += 1L) {
				int i, j;
				if (g_28[(g_26.f0 + 1L)][(p_7 + 1L)])
					break;
				if ((*g_53))
					continue;
				if ((*g_53))
					break;
			}
		}
		(*g_53) |=
			(p_6 >
		     ((safe_div((((l_137 = (l_135[1] = l_135[1])) == (l_138, (l_141 = (g_140 = l_139)))) & g_57), g_45[0])) |
		      l_132));
	} else {
		long *l_154 = &g_155;
		long *l_158 = &g_159;
		long *l_160[4];
		long l_161[3][1][3] = {{{220L, 220L, 5L}}, {{220L, 220L, 5L}}, {{220L, 220L, 5L}}};
		long *l_162 = &g_108;
		long l_163 = 2240855125L;
		long l_164 = 1L;
		int i, j, k;
		for (i = 0L; i < 4L; i++)
			l_160[i] = &g_26.f1;
		(*l_128) = func_10(l_142, p_3, p_6);
		l_164 |=
			(l_163 =
		         (p_5 ^
		          (safe_lshift(
					  (safe_mul(
						  g_26.f0,
						  (safe_mod(((*l_162) =
		                                 (((+((((safe_sub((g_16 &= ((safe_lshift(((*l_158) = ((*l_128) == (((*l_154)--),
		                                                                                                   (*l_128)))),
		                                                                         2L)),
		                                                            p_5)),
		                                                  p_4)) |
		                                        (-4040640258773988622L)) >= (-3278412975715323820L)) &
		                                      l_161[2][0][1])) &
		                                   6L) &&
		                                  p_5)),
		                            l_161[2][0][1])))),
					  p_3))));
		(*g_53) ^= (safe_lshift(l_161[2][0][1], 0L));
	}
	(*l_168) = g_167;
	return l_15;
}
static long *func_10(long *p_11, long p_12, long p_13)
{
	long l_19 = 9L;
	long *l_54[1][1];
	const struct S0 *l_95 = &g_26;
	long l_103 = 7982L;
	long *l_122 = (void *)0L;
	long **l_121[4] = {&l_122, &l_122, &l_122, &l_122};
	long l_127 = 3238997166L;
	int i, j;
	for (i = 0L; i < 1L; i++) {
		for (j = 0L; j < 1L; j++)
			l_54[i][j] = &l_19;
	}
	for (p_13 = 20L; (p_13 < 28L); p_13 = safe_add(p_13, 7L)) {
		long *l_27 = &g_28[1][1];
		long *l_29 = &g_30;
		long **const l_55 = &l_54[0][0];
		long l_98[3][4] = {{1L, 1L, 1L, 1L}, {1L, 1L, 1L, 1L}, {1L, 1L, 1L, 1L}};
		int i, j;
	}
	for (p_13 = 0L; (p_13 <= 0L); p_13 += 1L) {
		long l_107 = (-5L);
		if ((*g_53))
			break;
		for (p_12 = 0L; (p_12 <= 0L); p_12 += 1L) {
			long l_106 = 255L;
			if ((*g_53))
				break;
			l_107 |= (l_103 == (safe_div(p_13, (g_28[2][1] ^ ((*g_53) <= l_106)))));
		}
		g_109++;
		for (g_9 = 0L; (g_9 <= 0L); g_9 += 1L) {
			long l_116[4];
			int i;
			for (i = 0L; i < 4L; i++)
				l_116[i] = 1L;
			for (l_19 = 0L; (l_19 >= 0L); l_19 -= 1L) {
				long l_112 = 1L;
				long l_113 = (-5L);
				long l_114 = 6L;
				long l_115[2][1][3];
				int i, j, k;
				for (i = 0L; i < 2L; i++) {
					for (j = 0L; j < 1L; j++) {
						for (k = 0L; k < 3L; k++)
							l_115[i][j][k] = 3254912916L;
					}
				}
				l_54[l_19][l_19] = &l_19;
				--l_116[3];
			}
		}
	}
	p_13 = ((*g_53) = ((safe_rshift(((g_124 = (g_123 = &p_12)) == &p_12), 3L)) ==
	                   (p_13 != (((safe_sub(l_127, (*g_53))), p_12) < (-7L)))));
	return g_53;
}
int main(void)
{
	int i, j, k;
	func_1();
	show(g_9);
	show(g_16);
	show(g_26.f0);
	show(g_26.f1);
	show(g_26.f2);
	for (i = 0L; i < 3L; i++) {
		for (j = 0L; j < 2L; j++) {
			show(g_28[i][j]);
		}
	}
	show(g_30);
	for (i = 0L; i < 1L; i++) {
		show(g_45[i]);
	}
	show(g_57);
	show(g_108);
	show(g_109);
	show(g_155);
	show(g_159);

	return 0L;
}
