// A goto out of scopes ends them, whichever comes first, label or goto.
int open_it(int *), close_it(int);

int work(int n)
{
	int fd, rc = -1;
	if (open_it(&fd))
		goto fail;
	for (int i = 0; i < n; i++) {
		int part = i;
		if (open_it(&part))
			goto close;
		{
			int deep = part;
			if (open_it(&deep))
				goto fail;
		}
	}
	rc = 0;
close:
	close_it(fd);
fail:
	return rc;
}
