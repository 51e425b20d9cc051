// A random program (csmith, seed 7318), with every type made long.
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
	long f3;
};
static long g_23 = 1L;
static long g_38 = 21365L;
static struct S0 g_49[2][2][1] = {{{{9L, (-5L), 0L, 72L}}, {{48545L, 0L, 654267698L, 242L}}},
                                  {{{9L, (-5L), 0L, 72L}}, {{48545L, 0L, 654267698L, 242L}}}};
static long *g_55 = (void *)0L;
static long *const *const g_54 = &g_55;
static long g_62 = 0L;
static long g_64 = 106L;
static long g_68[2][4][4] = {{{4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L}},
                             {{4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L},
                              {4294967295L, 4294967295L, 4294967295L, 4294967295L}}};
static long g_75 = 4L;
static long g_103[4] = {38506L, 38506L, 38506L, 38506L};
static long g_104[2] = {0L, 0L};
static long func_1(void);
static struct S0 func_2(long p_3, long p_4);
static long func_5(struct S0 p_6, long p_7, const long p_8);
static struct S0 func_9(long p_10, long p_11, struct S0 p_12, long p_13, long p_14);
static long func_1(void)
{
	long l_15 = (-2L);
	struct S0 l_16 = {1L, (-3298635459940692674L), 1L, 255L};
	struct S0 *l_84 = &g_49[1][1][0];
	long l_90 = 1L;
	long *l_91 = &l_90;
	long l_92 = 2661430502L;
	long *l_93 = &g_23;
	long l_94 = (-1L);
	long *l_95 = (void *)0L;
	long *l_96 = (void *)0L;
	long *l_97 = &l_92;
	long *l_98 = &l_90;
	long *l_99 = &l_90;
	long *l_100 = (void *)0L;
	long *l_101 = &l_90;
	long *l_102[4][2] = {{&g_23, &g_23}, {&g_23, &g_23}, {&g_23, &g_23}, {&g_23, &g_23}};
	long l_105 = 1L;
	int i, j;
	(*l_84) = func_2(
		(func_5(((*l_84) = func_9(
					 l_15, l_15, l_16,
					 (safe_div(((((safe_mul((safe_rshift(l_15, 3L)), g_23)) != 27144L), g_23) & l_15), 41543022L)),
					 l_16.f3)),
	            l_16.f2, l_16.f1) ||
	     889559735L),
		l_15);
	++l_105;
	return g_64;
}
static struct S0 func_2(long p_3, long p_4)
{
	long *l_86 = &g_23;
	long **l_87 = &g_55;
	long ***l_89 = &l_87;
	long ****l_88 = &l_89;
	(*l_87) = l_86;
	(*l_88) = &l_87;
	return g_49[1][0][0];
}
static long func_5(struct S0 p_6, long p_7, const long p_8)
{
	long l_85 = 2L;
	return l_85;
}
static struct S0 func_9(long p_10, long p_11, struct S0 p_12, long p_13, long p_14)
{
	long l_24[3][2] = {{61L, 61L}, {61L, 61L}, {61L, 61L}};
	long l_37 = 1617955853L;
	long l_67 = 3791026385L;
	const struct S0 l_81 = {45790L, 5137938315718406878L, 2L, 255L};
	struct S0 *l_82 = (void *)0L;
	struct S0 *l_83 = &g_49[1][0][0];
	int i, j;
	for (p_14 = 1L; (p_14 >= 0L); p_14 -= 1L) {
		long l_32 = 1119420368L;
		long l_35 = 2285339085L;
		long l_36 = 1L;
		struct S0 l_47[3] = {{3470L, (-8466580058519288104L), 7L, 0L},
		                     {3470L, (-8466580058519288104L), 7L, 0L},
		                     {3470L, (-8466580058519288104L), 7L, 0L}};
		long **l_59 = &g_55;
		long **l_80 = &g_55;
		int i;
		for (p_12.f2 = 1L; (p_12.f2 >= 0L); p_12.f2 -= 1L) {
			long *l_29 = &g_23;
			long *l_30 = &g_23;
			long *l_31 = (void *)0L;
			long *l_33 = &g_23;
			long *l_34[4] = {&g_23, &g_23, &g_23, &g_23};
			int i;
			for (g_23 = 0L; (g_23 <= 1L); g_23 += 1L) {
				long *l_26 = &g_23;
				long **l_25 = &l_26;
				(*l_25) = &p_14;
			}
			for (p_12.f3 = 0L; (p_12.f3 <= 1L); p_12.f3 += 1L) {
				long *l_27 = &g_23;
				long **l_28 = &l_27;
				(*l_27) ^= 8L;
				(*l_28) = l_27;
				return p_12;
			}
			--g_38;
			for (l_32 = 0L; (l_32 <= 1L); l_32 += 1L) {
				struct S0 *l_48[3];
				int i, j;
				for (i = 0L; i < 3L; i++)
					l_48[i] = (void *)0L;
				g_23 &= l_24[p_12.f2][p_14];
				g_49[1][0][0] = (((safe_lshift(((g_23, (void *)0L) == (void *)0L), 1L)) >=
				                  ((((((((safe_div(((safe_div(((*l_33) != g_23), 53798L)) ^ (-7164294142228219301L)),
				                                   g_38)) < g_38) ^
				                        (-4782016569295413618L)) ||
				                       l_35),
				                      (void *)0L) != &p_14) <= (-2188059074310435260L)) != l_24[2][1])),
				                 l_47[1]);
			}
		}
		if (((((safe_add((safe_lshift(g_49[1][0][0].f0, 15L)),
		                 ((((void *)0L == &g_23) ^ (&l_36 == &p_14)) != g_49[1][0][0].f2))),
		       g_54) == (void *)0L) == g_49[1][0][0].f3)) {
			long **l_58 = &g_55;
			long *l_60 = (void *)0L;
			long *l_61 = &g_62;
			long *l_63 = &g_64;
			long *l_65 = &g_49[1][0][0].f3;
			if ((safe_div(((*l_63) = ((*l_61) = (l_58 != l_59))), ((*l_65) = g_49[1][0][0].f1)))) {
				return g_49[1][0][0];
			} else {
				long *l_66[2];
				int i;
				for (i = 0L; i < 2L; i++)
					l_66[i] = &l_36;
				g_68[0][3][1]++;
			}
			g_75 ^= (safe_mul((((((((safe_div((g_49[1][0][0].f1 >= 0L), g_23)), (*g_54)) == &p_14) == 32624L) & l_67),
			                    (-5189521530456319986L)) |
			                   p_11),
			                  l_32));
			for (l_67 = 0L; (l_67 <= 1L); l_67 += 1L) {
				long **l_76 = &g_55;
				(*l_76) = (*g_54);
				if (p_10)
					break;
			}
		} else {
			for (g_62 = 1L; (g_62 >= 0L); g_62 -= 1L) {
				long *l_77 = &l_35;
				int i, j;
				(*l_77) = l_24[g_62][p_14];
			}
			for (p_12.f3 = 0L; (p_12.f3 <= 1L); p_12.f3 += 1L) {
				long *l_79 = &l_37;
				(*l_59) = &p_14;
				if ((**g_54))
					break;
				(*l_79) ^= (~62752L);
			}
		}
		(*l_80) = (*g_54);
		for (p_10 = 0L; (p_10 <= 1L); p_10 += 1L) {
			return g_49[0][0][0];
		}
	}
	(*l_83) = l_81;
	g_49[1][0][0] = g_49[1][0][0];
	return p_12;
}
int main(void)
{
	int i, j, k;
	func_1();
	show(g_23);
	show(g_38);
	for (i = 0L; i < 2L; i++) {
		for (j = 0L; j < 2L; j++) {
			for (k = 0L; k < 1L; k++) {
				show(g_49[i][j][k].f0);
				show(g_49[i][j][k].f1);
				show(g_49[i][j][k].f2);
				show(g_49[i][j][k].f3);
			}
		}
	}
	show(g_62);
	show(g_64);
	for (i = 0L; i < 2L; i++) {
		for (j = 0L; j < 4L; j++) {
			for (k = 0L; k < 4L; k++) {
				show(g_68[i][j][k]);
			}
		}
	}
	show(g_75);
	for (i = 0L; i < 4L; i++) {
		show(g_103[i]);
	}
	for (i = 0L; i < 2L; i++) {
		show(g_104[i]);
	}

	return 0L;
}
