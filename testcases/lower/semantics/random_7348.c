// A random program (csmith, seed 7348), with every type made long.
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
struct S1 {
	long f0;
	long f1;
};
static long g_2 = (-7L);
static long g_5 = 3707970700L;
static long g_16[4] = {(-1L), (-1L), (-1L), (-1L)};
static long g_27 = (-8L);
static long g_32[2] = {(-1L), (-1L)};
static long g_35 = 1237626974L;
static long g_37[2] = {1398657619L, 1398657619L};
static long g_60[2][1] = {{1L}, {1L}};
static long g_75 = 6440591047038143968L;
static long g_80 = 40256L;
static long g_83 = (-1L);
static struct S1 g_90 = {3L, 208L};
static struct S1 *g_89 = &g_90;
static struct S0 g_116[2] = {{13283L, 4L, 661125417L}, {13283L, 4L, 661125417L}};
static struct S0 *g_115[3][2][4] = {
	{{(void *)0L, &g_116[1], (void *)0L, (void *)0L}, {&g_116[1], &g_116[1], &g_116[0], &g_116[1]}},
	{{&g_116[1], (void *)0L, (void *)0L, &g_116[1]}, {(void *)0L, &g_116[1], (void *)0L, (void *)0L}},
	{{&g_116[1], &g_116[1], &g_116[0], &g_116[1]}, {&g_116[1], (void *)0L, (void *)0L, &g_116[1]}}};
static long func_1(void);
static long func_8(long p_9, long p_10, long p_11, long p_12);
static struct S0 func_13(struct S1 p_14);
static long func_17(long p_18, long p_19, long p_20);
static long func_1(void)
{
	long l_121 = (-1L);
	long l_122 = (-1L);
	for (g_2 = 26L; (g_2 == 27L); ++g_2) {
		struct S1 l_15 = {(-2145360022340713696L), 189L};
		for (g_5 = (-28L); (g_5 <= (-27L)); g_5 = safe_add(g_5, 9L)) {
			long l_58 = 0L;
			long *l_59 = &g_60[0][0];
			long *l_118 = &g_83;
			(*l_118) = func_8(
				g_5,
				((((*l_59) &= ((func_13(l_15),
			                    (safe_rshift((((safe_rshift(((safe_div(g_27, l_15.f1)) ^ g_2), g_16[3])), 9353L), l_58),
			                                 1L))) <= 317957762L)) |
			      248L) == (-1L)),
				l_15.f0, l_58);
			for (l_58 = 20L; (l_58 == 39L); l_58 = safe_add(l_58, 3L)) {
				return l_121;
			}
			if (l_15.f0)
				continue;
		}
		if (g_2)
			break;
	}
	return l_122;
}
static long func_8(long p_9, long p_10, long p_11, long p_12)
{
	long l_61 = 5L;
	long l_97 = 1L;
	l_61 &= g_60[0][0];
	for (g_35 = 0L; (g_35 <= 3L); g_35 += 1L) {
		struct S1 l_62 = {4L, 6L};
		struct S1 *l_63 = &l_62;
		struct S0 **l_117 = &g_115[0][0][0];
		(*l_63) = l_62;
		for (l_61 = 0L; (l_61 <= 3L); l_61 += 1L) {
			long l_73 = (-3347701184265191480L);
			long l_76 = 246L;
			long *l_79 = &g_80;
			long *l_81 = (void *)0L;
			long *l_82 = &g_83;
			int i;
			for (l_62.f0 = 0L; (l_62.f0 <= 3L); l_62.f0 += 1L) {
				long l_71 = 2307739345L;
				long *l_72 = &g_60[0][0];
				long l_74 = 3199751613L;
				g_75 = (safe_rshift(
					(!(safe_mul((l_74 &= (((((*l_72) &= (((((safe_sub(22898L, l_71)) || 2672765622057140430L) <= g_5) ==
				                                          (-4621928104425267543L)) |
				                                         0L)) <= 1L) <= g_5) &&
				                          l_73)),
				                1L))),
					7L));
				if (l_76)
					continue;
			}
			(*l_82) ^=
				((g_16[g_35] = p_10) ||
			     ((1076594807L <=
			       (((((*l_79) = (g_60[0][0] & (safe_mod(((g_37[0], (void *)0L) != (void *)0L), g_27)))) <= p_9) |
			         p_9) > g_37[1])) ||
			      l_73));
			for (l_73 = 14L; (l_73 != 2L); l_73--) {
				long l_95 = 0L;
				long *l_96 = (void *)0L;
				long *l_104 = &l_62.f1;
				long *l_107 = &g_60[1][0];
				long *l_114 = &g_75;
				(*l_82) = (safe_unary_minus((safe_mul(
					(g_89 == (void *)0L),
					(safe_lshift(g_90.f0, ((l_97 = ((g_32[1] = (((safe_sub((&p_11 == l_79), g_27)), g_75), l_95)),
				                                    p_10)) >= l_95)))))));
				(*l_82) &=
					(safe_lshift(((*l_107) = (safe_div(1555049286000931477L, (safe_add(254L, ((*l_104)--)))))),
				                 (((*l_114) = (safe_mod((safe_lshift(p_9, (safe_add(g_27, p_11)))), l_97))), g_27)));
				if (p_9)
					continue;
			}
		}
		(*l_117) = g_115[2][1][2];
	}
	for (p_12 = 0L; (p_12 <= 3L); p_12 += 1L) {
		int i;
		return g_16[p_12];
	}
	return p_11;
}
static struct S0 func_13(struct S1 p_14)
{
	long l_23 = 7L;
	long *l_49 = &g_35;
	long l_50 = (-9L);
	struct S0 l_51[2][2][2] = {
		{{{65534L, 246L, 3366116195L}, {1L, 174L, 8L}}, {{1L, 174L, 8L}, {65534L, 246L, 3366116195L}}},
		{{{1L, 174L, 8L}, {1L, 174L, 8L}}, {{65534L, 246L, 3366116195L}, {1L, 174L, 8L}}}};
	int i, j, k;
lbl_42:
	for (p_14.f1 = 0L; (p_14.f1 <= 3L); p_14.f1 += 1L) {
		long l_33 = (-1L);
		long *l_40 = &g_35;
		for (p_14.f0 = 0L; (p_14.f0 <= 3L); p_14.f0 += 1L) {
			long *l_26 = &g_27;
			long l_28 = 5L;
			int i;
			g_32[1] &= func_17(
				g_16[p_14.f1],
				(safe_mul((l_23 <= (safe_mul((((*l_26) = g_2) && (g_16[1] > (-3L))), 65528L))), g_16[p_14.f1])), l_28);
		}
		for (p_14.f0 = 0L; (p_14.f0 <= 3L); p_14.f0 += 1L) {
			if ((l_33, 0L)) {
				long *l_34 = &g_35;
				long *l_36 = (void *)0L;
				g_37[1]--;
			} else {
				long **l_41 = &l_40;
				(*l_41) = l_40;
			}
			if ((*l_40))
				continue;
			if (g_35)
				goto lbl_42;
		}
	}
	l_50 &= ((*l_49) = ((safe_add((g_27 = (safe_mul(((safe_mul(g_2, g_35)) >= p_14.f1), 35217L))),
	                              (-4703043152681942849L))) < l_23));
	return l_51[1][1][1];
}
static long func_17(long p_18, long p_19, long p_20)
{
	for (p_18 = (-1L); (p_18 <= 6L); p_18 = safe_add(p_18, 8L)) {
		long l_31 = 0L;
		return l_31;
	}
	return p_19;
}
int main(void)
{
	int i, j, k;
	func_1();
	show(g_2);
	show(g_5);
	for (i = 0L; i < 4L; i++) {
		show(g_16[i]);
	}
	show(g_27);
	for (i = 0L; i < 2L; i++) {
		show(g_32[i]);
	}
	show(g_35);
	for (i = 0L; i < 2L; i++) {
		show(g_37[i]);
	}
	for (i = 0L; i < 2L; i++) {
		for (j = 0L; j < 1L; j++) {
			show(g_60[i][j]);
		}
	}
	show(g_75);
	show(g_80);
	show(g_83);
	show(g_90.f0);
	show(g_90.f1);
	for (i = 0L; i < 2L; i++) {
		show(g_116[i].f0);
		show(g_116[i].f1);
		show(g_116[i].f2);
	}

	return 0L;
}
