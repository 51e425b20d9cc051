// Bit-fields are fields; all members of a union are one cell, of an anonymous one too.
union word { int number; char bytes[4]; struct { short low, high; } half; };
struct message {
	unsigned kind : 3, : 5, size : 8;
	union { int code; void *pointer; struct { int a, b; }; };
	struct { int inner; };
	union word word;
};

int decode(struct message *m, void *p)
{
	struct message local;
	local.kind = 3;
	local.size = m->size;
	local.pointer = p;
	local.b = m->code;
	local.inner = 4;
	local.word.half.high = m->word.number;
	return local.word.bytes[0];
}
