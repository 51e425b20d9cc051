	if (ready)
		start(&thread,	work, &job);
  	return;
