// Arrays decay to the address of their first element; an index is a constant, a variable or a temporary.
int global_index;

int sum(int n, int grid[][4])
{
	int line[8], square[3][3];
	int *first = line, *third = line + 2, (*row)[3] = square;
	line[0] = 1;
	line[n] = line[n + 1];
	line[global_index] = 2[line];
	square[1][n] = row[1][2];
	(*row)[1] = grid[n][2];
	return *first + *third + (int)(third - first);
}
