char *s = "grüße"; /* Ã¤ is one, â‚ is cut */ int x;
