// SPDX-License-Identifier: MIT
// threads: the statements that call an API, each in that API's words.
#include "write/write.h"

const ApiText apis[APIS] = {
#define API(id, returns_handle, never_fails, ...) {__VA_ARGS__},
#include "plan/api.def"
};
const bool api_returns_handle[APIS] = {
#define API(id, returns_handle, ...) returns_handle,
#include "plan/api.def"
};
const bool api_never_fails[APIS] = {
#define API(id, returns_handle, never_fails, ...) never_fails,
#include "plan/api.def"
};

// ---- threads -----------------------------------------------------------------------------------------------------

// Puts handle, entry and payload into the API's own call.
static const char *api_call(Writer *w, const char *pattern, const char *handle, const char *value, const char *entry,
                            const char *payload)
{
	Buf out = {.arena = w->arena};
	for (const char *c = pattern; *c; c++)
		if (*c != '%')
			buf_putc(&out, *c);
		else
			switch (*++c) {
			case 'h': buf_puts(&out, handle); break;
			case 'v': buf_puts(&out, value); break;
			case 'e': buf_puts(&out, entry); break;
			default: buf_puts(&out, payload); break;
			}
	return out.text;
}

static const char *payload_text(Writer *w, Expr payload)
{
	const char *text = expr_text(w, payload);
	switch (form(w, 8)) {
	case 1: line(w, "void *given%d = %s;", w->temps, text); return TEXT(w, "given%d", w->temps++);
	case 2: return TEXT(w, "(void *)(%s)", text);
	default: return text;
	}
}

static const char *call_text(Writer *w, const Stmt *stmt)
{
	Buf out = {.arena = w->arena};
	buf_printf(&out, "%s(", fn_name(w, stmt->callee));
	for (int i = 0; i < stmt->nargs; i++)
		buf_printf(&out, "%s%s", i ? ", " : "", expr_text(w, stmt->args[i]));
	if (w->plan->fns[stmt->callee].takes_entry)
		buf_printf(&out, ", %s", entry_name(w, stmt->entry));
	buf_putc(&out, ')');
	return out.text;
}

// A start whose result is an int: tested at once, or kept and tested.
static void int_start_write(Writer *w, const Stmt *stmt, const char *call)
{
	bool c11 = w->plan->api == API_C11 && stmt->kind == STMT_SPAWN;
	const char *success = c11 && form(w, 3) != 1 ? "thrd_success" : "0", *result = NULL;
	bool tested = stmt->body.n || stmt->other.n;
	belongs(w, stmt, false);
	if (stmt->result != NONE) {
		result = var_name(w, stmt->result);
		if (!tested || form(w, 2) == 0) {
			line(w, "%s = %s;", result, call);
			call = result;
		} else {
			call = TEXT(w, "(%s = %s)", result, call);
		}
	} else if (tested && form(w, 4) == 1) {
		line(w, "int error%d = %s;", w->temps, call);
		call = TEXT(w, "error%d", w->temps++);
	}
	if (!tested) {
		if (!result)
			line(w, form(w, 4) == 1 ? "(void)%s;" : "%s;", call);
		return;
	}
	bool first = stmt->other.n && (!stmt->body.n || form(w, 3) != 1);
	const char *test = form(w, 3) == 1 && success[0] == '0'
	                       ? TEXT(w, first ? "if (%s)" : "if (!%s)", call)
	                       : TEXT(w, "if (%s %s %s)", call, first ? "!=" : "==", success);
	branches_write(w, test, first ? &stmt->other : &stmt->body, first ? &stmt->body : &stmt->other);
}

// A start that returns the handle.
static void handle_start_write(Writer *w, const Stmt *stmt, const char *call)
{
	const char *handle = place_text(w, stmt->to);
	bool fails = !api_never_fails[w->plan->api], tested = (stmt->other.n && fails) || stmt->body.n;
	belongs(w, stmt, false);
	if (!tested || stmt->result != NONE || form(w, 2) == 0)
		line(w, "%s = %s;", handle, call);
	else
		handle = TEXT(w, "(%s = %s)", handle, call);
	if (stmt->result != NONE)
		line(w, "%s = %s;", var_name(w, stmt->result), fails ? TEXT(w, "%s ? 0 : -1", handle) : "0");
	if (!tested)
		return;
	if (handle[0] == '*')
		handle = TEXT(w, "(%s)", handle);
	bool first = stmt->other.n && fails;
	const char *test = form(w, 2) ? TEXT(w, "if (%s %s NULL)", handle, first ? "==" : "!=")
	                              : TEXT(w, "if (%s%s)", first ? "!" : "", handle);
	branches_write(w, test, first ? &stmt->other : &stmt->body,
	               first   ? &stmt->body
	               : fails ? &stmt->other
	                       : &(StmtList){0});
}

void start_write(Writer *w, const Stmt *stmt)
{
	if (stmt->kind == STMT_CALL) {
		const char *call = call_text(w, stmt);
		if (w->plan->fns[stmt->callee].returns_int) {
			int_start_write(w, stmt, call);
		} else {
			belongs(w, stmt, false);
			line(w, "%s;", call);
		}
		return;
	}
	const char *payload = payload_text(w, stmt->value);
	const char *call =
		api_call(w, apis[w->plan->api].create, address_text(w, stmt->to), "", entry_name(w, stmt->entry), payload);
	if (!strchr(payload, ',') && form(w, 6) == 1 && w->plan->api == API_PTHREAD)
		call = TEXT(w, "START(%s, %s, %s)", address_text(w, stmt->to), entry_name(w, stmt->entry), payload);
	if (api_returns_handle[w->plan->api])
		handle_start_write(w, stmt, call);
	else
		int_start_write(w, stmt, call);
}

void handle_write(Writer *w, const Stmt *stmt)
{
	const ApiText *api = &apis[w->plan->api];
	const char *call = api_call(w, stmt->kind == STMT_JOIN ? api->join : api->detach, address_text(w, stmt->from),
	                            place_text(w, stmt->from), "", "");
	bool tells = !api_returns_handle[w->plan->api];
	belongs(w, stmt, false);
	switch (tells ? form(w, 8) : 0) {
	case 1: line(w, "if (%s != 0) abort();", call); break;
	case 2: line(w, "CHECK(%s == 0);", call); break;
	case 3: line(w, "(void)%s;", call); break;
	case 4: line(w, "use(%s);", call); break;
	default: line(w, "%s;", call); break;
	}
}

// ---- handshakes -----------------------------------------------------------------------------------------------------

typedef struct SyncText {
	const char *sem, *lock, *cond, *gate; // types
	const char *sem_init, *post, *sem_destroy;
	const char *lock_init, *cond_init, *take, *give, *wait, *wake, *timed;
	const char *gate_init, *meet, *gate_destroy;
} SyncText;

static const SyncText posix = {
	"sem_t ",
	"pthread_mutex_t ",
	"pthread_cond_t ",
	"pthread_barrier_t ",
	"sem_init(&%s, 0, 0);",
	"sem_post(&%s);",
	"sem_destroy(&%s);",
	"pthread_mutex_init(&%s, NULL);",
	"pthread_cond_init(&%s, NULL);",
	"pthread_mutex_lock(&%s);",
	"pthread_mutex_unlock(&%s);",
	"pthread_cond_wait(&%s, &%s);",
	"pthread_cond_signal(&%s);",
	"pthread_cond_timedwait(&%s, &%s, &soon);",
	"pthread_barrier_init(&%s, NULL, %d);",
	"pthread_barrier_wait(&%s);",
	"pthread_barrier_destroy(&%s);",
};
static const SyncText c11 = {
	.lock = "mtx_t ",
	.cond = "cnd_t ",
	.lock_init = "mtx_init(&%s, 0);",
	.cond_init = "cnd_init(&%s);",
	.take = "mtx_lock(&%s);",
	.give = "mtx_unlock(&%s);",
	.wait = "cnd_wait(&%s, &%s);",
	.wake = "cnd_signal(&%s);",
	.timed = "cnd_timedwait(&%s, &%s, &soon);",
};
static const SyncText uv = {
	"uv_sem_t ",
	"uv_mutex_t ",
	"uv_cond_t ",
	"uv_barrier_t ",
	"uv_sem_init(&%s, 0);",
	"uv_sem_post(&%s);",
	"uv_sem_destroy(&%s);",
	"uv_mutex_init(&%s);",
	"uv_cond_init(&%s);",
	"uv_mutex_lock(&%s);",
	"uv_mutex_unlock(&%s);",
	"uv_cond_wait(&%s, &%s);",
	"uv_cond_signal(&%s);",
	"uv_cond_timedwait(&%s, &%s, 1000);",
	"uv_barrier_init(&%s, %d);",
	"uv_barrier_wait(&%s);",
	"uv_barrier_destroy(&%s);",
};

static const SyncText *sync_of(const Writer *w)
{
	return w->plan->api == API_C11 ? &c11 : w->plan->api == API_UV ? &uv : &posix;
}

// A pattern of the tables above with one place, or a condition and its lock.
static const char *sync_call(Writer *w, const char *pattern, const char *first, const char *second, int number)
{
	Buf out = {.arena = w->arena};
	for (const char *c = pattern; *c; c++)
		if (*c != '%')
			buf_putc(&out, *c);
		else if (*++c == 'd')
			buf_printf(&out, "%d", number);
		else {
			buf_puts(&out, first);
			first = second;
		}
	return out.text;
}

static const char *latch_part(Writer *w, Place latch, const char *part)
{
	return TEXT(w, "%s%s", place_text(w, latch), part);
}

void init_write(Writer *w, const Stmt *stmt)
{
	const SyncText *sync = sync_of(w);
	const char *place = place_text(w, stmt->to);
	if (stmt->to.field == FIELD_GATE) {
		line(w, "%s", sync_call(w, sync->gate_init, place, "", stmt->number));
	} else if (stmt->to.field == FIELD_LOCK) {
		line(w, "%s", sync_call(w, sync->lock_init, place, "", 0));
	} else if (stmt->to.field == FIELD_LATCH) {
		line(w, "%s", sync_call(w, sync->lock_init, latch_part(w, stmt->to, "_lock"), "", 0));
		line(w, "%s", sync_call(w, sync->cond_init, latch_part(w, stmt->to, "_cond"), "", 0));
		line(w, "%s = 0;", place);
	} else {
		line(w, "%s", sync_call(w, sync->sem_init, place, "", 0));
	}
}

static void latch_wait_write(Writer *w, const Stmt *stmt)
{
	const SyncText *sync = sync_of(w);
	const char *lock = latch_part(w, stmt->from, "_lock"), *cond = latch_part(w, stmt->from, "_cond");
	const char *flag = place_text(w, stmt->from);
	line(w, "%s", sync_call(w, sync->take, lock, "", 0));
	if (stmt->how == WAIT_IGNORED) {
		line(w, "%s", sync_call(w, sync->timed, cond, lock, 0));
	} else {
		line(w, stmt->number == 1 && form(w, 2) == 0 ? "while (!%s)" : "while (%s < %d)", flag, stmt->number);
		line(w, "\t%s", sync_call(w, sync->wait, cond, lock, 0));
	}
	line(w, "%s", sync_call(w, sync->give, lock, "", 0));
}

static void sem_wait_write(Writer *w, const Stmt *stmt)
{
	const char *place = place_text(w, stmt->from);
	bool is_uv = w->plan->api == API_UV;
	switch ((Waiting)stmt->how) {
	case WAIT_SURE:
		if (is_uv)
			line(w, "uv_sem_wait(&%s);", place);
		else if (form(w, 2) == 0)
			line(w, "while (sem_wait(&%s) != 0) ;", place);
		else
			line(w, "while (sem_wait(&%s) < 0 && errno == EINTR) ;", place);
		break;
	case WAIT_IGNORED:
		line(w,
		     is_uv        ? "uv_sem_trywait(&%s);"
		     : form(w, 2) ? "sem_trywait(&%s);"
		                  : "sem_timedwait(&%s, &soon);",
		     place);
		break;
	case WAIT_TESTED:
		branches_write(w,
		               TEXT(w,
		                    is_uv                  ? "if (uv_sem_trywait(&%s) != 0)"
		                    : w->surface->runnable ? "if (asked_wait(&%s) != 0)"
		                                           : "if (sem_timedwait(&%s, &soon) != 0)",
		                    place),
		               &stmt->other, &(StmtList){0});
		break;
	}
}

void wait_write(Writer *w, const Stmt *stmt)
{
	if (stmt->from.field == FIELD_GATE)
		line(w, "%s", sync_call(w, sync_of(w)->meet, place_text(w, stmt->from), "", 0));
	else if (stmt->from.field == FIELD_LATCH)
		latch_wait_write(w, stmt);
	else
		sem_wait_write(w, stmt);
}

void destroy_write(Writer *w, const Stmt *stmt)
{
	const SyncText *sync = sync_of(w);
	const char *place = place_text(w, stmt->from);
	belongs(w, stmt, false);
	if (stmt->from.field == FIELD_LATCH)
		line(w, "%s_destroy(&%s_cond);", sync == &posix ? "pthread_cond" : sync == &uv ? "uv_cond" : "cnd", place);
	else
		line(w, "%s",
		     sync_call(w, stmt->from.field == FIELD_GATE ? sync->gate_destroy : sync->sem_destroy, place, "", 0));
}

void locked_write(Writer *w, const char *lock, const char *text)
{
	const SyncText *sync = sync_of(w);
	if (lock)
		line(w, "%s", sync_call(w, sync->take, lock, "", 0));
	line(w, "%s", text);
	if (lock)
		line(w, "%s", sync_call(w, sync->give, lock, "", 0));
}

void set_write(Writer *w, const Stmt *stmt)
{
	const char *text = TEXT(w, "%s = %s;", place_text(w, stmt->to), expr_text(w, stmt->value));
	if (stmt->lock.var != NONE)
		line(w, "%s", sync_call(w, sync_of(w)->take, place_text(w, stmt->lock), "", 0));
	belongs(w, stmt, false);
	line(w, "%s", text);
	if (stmt->lock.var != NONE)
		line(w, "%s", sync_call(w, sync_of(w)->give, place_text(w, stmt->lock), "", 0));
}

void post_write(Writer *w, const Stmt *stmt)
{
	line(w, "%s", sync_call(w, sync_of(w)->post, place_text(w, stmt->from), "", 0));
}

// The entry is let in.
void await_write(Writer *w, const char *place)
{
	if (sync_of(w) == &uv)
		line(w, "uv_sem_wait(&%s);", place);
	else
		line(w, "while (sem_wait(&%s) != 0) ;", place);
}

void unref_write(Writer *w, const char *block)
{
	line(w, "if (__atomic_sub_fetch(&%s->%s, 1, __ATOMIC_ACQ_REL) == 0)", block, w->field_names[FIELD_REFS]);
	line(w, "\t%s(%s);", api_never_fails[w->plan->api] ? "g_free" : "free", block);
}

// An entry's signal: its last touch of the sync object.
void signal_write(Writer *w, Field field, const char *place)
{
	const SyncText *sync = sync_of(w);
	if (field == FIELD_GATE) {
		line(w, "%s", sync_call(w, sync->meet, place, "", 0));
	} else if (field == FIELD_LATCH) {
		line(w, "%s", sync_call(w, sync->take, TEXT(w, "%s_lock", place), "", 0));
		line(w, form(w, 2) ? "%s++;" : "%s += 1;", place);
		line(w, "%s", sync_call(w, sync->wake, TEXT(w, "%s_cond", place), "", 0));
		line(w, "%s", sync_call(w, sync->give, TEXT(w, "%s_lock", place), "", 0));
	} else {
		line(w, "%s", sync_call(w, sync->post, place, "", 0));
	}
}

// The members of the struct that a sync object needs.
void sync_field_write(Writer *w, Field field)
{
	const SyncText *sync = sync_of(w);
	const char *name = w->field_names[field];
	switch (field) {
	case FIELD_SEM:
	case FIELD_OTHER: line(w, "%s%s;", sync->sem, name); break;
	case FIELD_GATE: line(w, "%s%s;", sync->gate, name); break;
	case FIELD_LOCK: line(w, "%s%s;", sync->lock, name); break;
	case FIELD_LATCH:
		line(w, "%s%s_lock;", sync->lock, name);
		line(w, "%s%s_cond;", sync->cond, name);
		line(w, "int %s;", name);
		break;
	case FIELD_SELF:
	case FIELD_N:
	case FIELD_SPARE:
	case FIELD_P:
	case FIELD_NEXT:
	case FIELD_THREAD:
	case FIELD_STATE:
	case FIELD_FN:
	case FIELD_ARG:
	case FIELD_REFS:
	case FIELDS: break;
	}
}
