// Floating values are not followed.
double area(double r, int n, float *f)
{
	double pi = 3.14, a = pi * r * r;
	a += n;
	*f = (float)a;
	int big = a > 2.0;
	if (a < *f)
		a = -a;
	n = (int)(a / 2) + 1;
	return big ? a : n;
}
