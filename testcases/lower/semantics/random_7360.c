// A random program (csmith, seed 7360), with every type made long.
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
};
static long g_7 = 3909771852L;
static long g_12[1] = {3L};
static long g_30 = 1L;
static struct S0 g_33[4][1] = {{{-1L}}, {{-1L}}, {{-1L}}, {{-1L}}};
static long g_48[3][2] = {{33294L, 33294L}, {33294L, 33294L}, {33294L, 33294L}};
static long g_50 = 1L;
static long g_62 = 7L;
static long *g_76 = &g_7;
static long **g_75 = &g_76;
static long g_85 = 2265669059L;
static long g_97 = 0L;
static long g_98[4] = {246L, 246L, 246L, 246L};
static long g_99 = 1L;
static long g_111 = (-1L);
static long g_122 = 3401409011L;
static long g_123 = 46269L;
static long g_124 = (-6L);
static long func_1(void);
static struct S0 func_2(long p_3, struct S0 p_4, long p_5, long p_6);
static struct S0 func_18(long p_19, long p_20);
static long func_1(void)
{
	struct S0 l_8 = {174L};
	long l_9 = 0L;
	struct S0 *l_68 = &l_8;
	long l_113 = 1206602113L;
	long *l_120[4];
	long l_121 = 161L;
	int i;
	for (i = 0L; i < 4L; i++)
		l_120[i] = &l_113;
	(*l_68) = (g_33[1][0] = func_2(g_7, l_8, (l_9 = l_8.f0), g_7));
	for (g_62 = 0L; (g_62 == 13L); g_62 = safe_add(g_62, 1L)) {
		long l_83 = (-1L);
		long *l_88 = &g_7;
		long *l_89 = &l_83;
		long *l_90 = &l_83;
		long *l_91 = &l_83;
		long *l_92 = &g_7;
		long *l_93 = &l_83;
		long *l_94 = &l_83;
		long *l_95[1][2];
		long l_96 = 1L;
		long *l_109 = (void *)0L;
		long *l_110 = (void *)0L;
		struct S0 *l_112 = &l_8;
		int i, j;
		for (i = 0L; i < 1L; i++) {
			for (j = 0L; j < 2L; j++)
				l_95[i][j] = &l_9;
		}
		for (l_9 = 0L; (l_9 <= (-21L)); --l_9) {
			long l_84 = 17753L;
			g_7 ^= (5L || 0L);
			(*g_76) = ((((safe_add((g_75 != &g_76), (safe_mul(((safe_lshift((safe_mod(l_83, g_62)), g_12[0])), l_8.f0),
			                                                  l_83)))) < l_84) <= g_7) >= g_12[0]);
			++g_85;
		}
		g_99++;
		if ((~(l_113 |=
		       ((safe_sub(
					((((safe_div(
						   (g_7,
		                    ((g_111 = ((safe_lshift(((**g_75) && (2553918205L < ((l_8.f0 >= g_7) <= l_8.f0))), g_97)) ||
		                               g_98[0])) == l_9)),
						   l_8.f0)),
		               &l_8) != l_112) > g_98[0]),
					29L)) &&
		        g_99)))) {
			return l_113;
		} else {
			if (l_9)
				break;
			for (g_85 = 0L; (g_85 <= 0L); g_85 += 1L) {
				long *l_119 = &g_48[0][0];
				long **l_118 = &l_119;
				(*l_90) = (safe_sub(((((**g_75) ^ (safe_rshift((l_9 && (((*l_118) = (void *)0L) != (void *)0L)), 3L))) |
				                      (*g_76)) < 202L),
				                    g_62));
				if ((**g_75))
					break;
				if ((*g_76))
					break;
			}
			if ((*g_76))
				continue;
		}
	}
	g_124++;
	return g_30;
}
static struct S0 func_2(long p_3, struct S0 p_4, long p_5, long p_6)
{
	long l_10 = 247L;
	long *l_11[1];
	long l_13 = 1906331954L;
	struct S0 l_67 = {98L};
	int i;
	for (i = 0L; i < 1L; i++)
		l_11[i] = &g_12[0];
lbl_58:
	l_13 = ((g_12[0] |= ((g_7 && 0L) >= ((52L <= g_7) != l_10))) <= 5552743877333835775L);
	for (p_6 = 0L; (p_6 <= 0L); p_6 += 1L) {
		long *l_61[2];
		struct S0 *l_66 = &g_33[1][0];
		int i;
		for (i = 0L; i < 2L; i++)
			l_61[i] = &g_7;
		for (p_4.f0 = 0L; (p_4.f0 <= 0L); p_4.f0 += 1L) {
			long l_15 = (-6L);
			for (p_5 = 0L; (p_5 >= 0L); p_5 -= 1L) {
				long *l_14 = (void *)0L;
				long l_21 = 62058L;
				struct S0 *l_57 = &g_33[2][0];
				int i;
				l_15--;
				(*l_57) = func_18((l_21 &= (g_12[p_4.f0] ^ g_12[p_4.f0])), g_12[p_6]);
			}
		}
		for (p_5 = 0L; (p_5 >= 0L); p_5 -= 1L) {
			if (p_5) {
				if (l_10)
					goto lbl_58;
			} else {
				long *l_60 = &g_7;
				long **l_59[4][2] = {
					{&l_60, (void *)0L}, {&l_60, (void *)0L}, {&l_60, (void *)0L}, {&l_60, (void *)0L}};
				struct S0 *l_65 = (void *)0L;
				int i, j;
				l_61[1] = &p_5;
				g_62++;
				l_66 = l_65;
			}
			for (p_4.f0 = 0L; (p_4.f0 <= 0L); p_4.f0 += 1L) {
				if (p_5)
					break;
			}
		}
	}
	return l_67;
}
static struct S0 func_18(long p_19, long p_20)
{
	long l_46[2];
	struct S0 l_56 = {0L};
	int i;
	for (i = 0L; i < 2L; i++)
		l_46[i] = (-9L);
	for (g_7 = (-6L); (g_7 > 0L); g_7 = safe_add(g_7, 6L)) {
		long l_40 = 9L;
		struct S0 l_55 = {156L};
		for (p_19 = 0L; (p_19 != (-12L)); p_19--) {
			long *l_31 = (void *)0L;
			long *l_53 = (void *)0L;
			long *l_54 = &l_40;
			if (((void *)0L != &g_7)) {
				long **l_26 = (void *)0L;
				long *l_28 = &g_7;
				long **l_27 = &l_28;
				(*l_27) = &g_7;
			} else {
				long *l_29[3];
				long **l_32 = &l_29[1];
				int i;
				for (i = 0L; i < 3L; i++)
					l_29[i] = (void *)0L;
				g_30 = g_12[0];
				(*l_32) = l_31;
				return g_33[1][0];
			}
			for (g_30 = (-7L); (g_30 != 17L); g_30 = safe_add(g_30, 6L)) {
				long l_45 = 2951539500L;
				long *l_47[2][1];
				long *l_49 = &g_50;
				long *l_51 = &g_12[0];
				long l_52 = (-1L);
				int i, j;
				for (i = 0L; i < 2L; i++) {
					for (j = 0L; j < 1L; j++)
						l_47[i][j] = &g_48[2][0];
				}
				l_52 ^= ((safe_sub(
							 ((*l_51) =
				                  (((((*l_49) = ((((547375304L |
				                                    (safe_rshift((l_45 = (((l_40 <= g_7) ^
				                                                           ((safe_add((safe_sub(l_45, l_46[1])), 4L)) <
				                                                            g_12[0])) == 1189767296173872589L)),
				                                                 7L))) == g_30) |
				                                  l_46[1]) != g_12[0])) <= p_20) &&
				                    58863L) < p_20)),
							 g_7)),
				         g_12[0]);
			}
			(*l_54) &= l_46[1];
		}
		return l_55;
	}
	return l_56;
}
int main(void)
{
	int i, j, k;
	func_1();
	show(g_7);
	for (i = 0L; i < 1L; i++) {
		show(g_12[i]);
	}
	show(g_30);
	for (i = 0L; i < 4L; i++) {
		for (j = 0L; j < 1L; j++) {
			show(g_33[i][j].f0);
		}
	}
	for (i = 0L; i < 3L; i++) {
		for (j = 0L; j < 2L; j++) {
			show(g_48[i][j]);
		}
	}
	show(g_50);
	show(g_62);
	show(g_85);
	show(g_97);
	for (i = 0L; i < 4L; i++) {
		show(g_98[i]);
	}
	show(g_99);
	show(g_111);
	show(g_122);
	show(g_123);
	show(g_124);

	return 0L;
}
