// The few declarations of GLib 2.74 that the cases need, so that the suite runs without GLib's headers.
// Signatures and macros are the library's own.
#ifndef FAKE_GLIB_H
#define FAKE_GLIB_H

#include <stddef.h>

typedef char gchar;
typedef int gint;
typedef long glong;
typedef gint gboolean;
typedef unsigned int guint;
typedef void *gpointer;
typedef const void *gconstpointer;
typedef size_t gsize;
typedef struct _GThread GThread;
typedef struct _GError GError;
typedef gpointer (*GThreadFunc)(gpointer data);

struct _GError {
	unsigned int domain;
	gint code;
	gchar *message;
};

#define GINT_TO_POINTER(i) ((gpointer)(glong)(i))
#define GPOINTER_TO_INT(p) ((gint)(glong)(p))
#define FALSE (0)
#define TRUE (!FALSE)

GThread *g_thread_ref(GThread *thread);
void g_thread_unref(GThread *thread);
GThread *g_thread_new(const gchar *name, GThreadFunc func, gpointer data);
GThread *g_thread_try_new(const gchar *name, GThreadFunc func, gpointer data, GError **error);
gpointer g_thread_join(GThread *thread);

typedef union _GMutex {
	gpointer p;
	guint i[2];
} GMutex;
typedef struct _GCond {
	gpointer p;
	guint i[2];
} GCond;
typedef struct _GAsyncQueue GAsyncQueue;

void g_mutex_init(GMutex *mutex);
void g_mutex_clear(GMutex *mutex);
void g_mutex_lock(GMutex *mutex);
void g_mutex_unlock(GMutex *mutex);
void g_cond_init(GCond *cond);
void g_cond_clear(GCond *cond);
void g_cond_wait(GCond *cond, GMutex *mutex);
gboolean g_cond_wait_until(GCond *cond, GMutex *mutex, long long end_time);
void g_cond_signal(GCond *cond);
void g_cond_broadcast(GCond *cond);
long long g_get_monotonic_time(void);
GAsyncQueue *g_async_queue_new(void);
void g_async_queue_push(GAsyncQueue *queue, gpointer data);
gpointer g_async_queue_pop(GAsyncQueue *queue);
void g_async_queue_unref(GAsyncQueue *queue);

gint g_atomic_int_get(const volatile gint *atomic);
void g_atomic_int_set(volatile gint *atomic, gint newval);

gpointer g_malloc0(gsize n_bytes);
void g_free(gpointer mem);
gchar *g_strdup(const gchar *str);
void g_error_free(GError *error);
void g_clear_error(GError **err);
void g_usleep(unsigned long microseconds);
#define g_new0(struct_type, n_structs) ((struct_type *)g_malloc0(sizeof(struct_type) * (n_structs)))

typedef void (*GFunc)(gpointer data, gpointer user_data);
typedef struct _GThreadPool {
	GFunc func;
	gpointer user_data;
	gboolean exclusive;
} GThreadPool;

GThreadPool *g_thread_pool_new(GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error);
gboolean g_thread_pool_push(GThreadPool *pool, gpointer data, GError **error);
guint g_thread_pool_unprocessed(GThreadPool *pool);
void g_thread_pool_free(GThreadPool *pool, gboolean immediate, gboolean wait_);

typedef gboolean (*GSourceFunc)(gpointer user_data);
typedef void (*GDestroyNotify)(gpointer data);
typedef struct _GMainLoop GMainLoop;

#define G_PRIORITY_DEFAULT 0
guint g_timeout_add(guint interval, GSourceFunc function, gpointer data);
guint g_timeout_add_full(gint priority, guint interval, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint g_idle_add(GSourceFunc function, gpointer data);
gboolean g_source_remove(guint tag);
void g_main_loop_run(GMainLoop *loop);

static inline gpointer(g_steal_pointer)(gpointer pp)
{
	gpointer *ptr = (gpointer *)pp;
	gpointer ref = *ptr;

	*ptr = NULL;
	return ref;
}
#define g_steal_pointer(pp) ((__typeof__(*pp))(g_steal_pointer)(pp))

#define g_clear_pointer(pp, destroy)             \
	do {                                     \
		__typeof__((pp)) _pp = (pp);     \
		__typeof__(*(pp)) _ptr = *_pp;   \
		*_pp = NULL;                     \
		if (_ptr)                        \
			(destroy)(_ptr);         \
	} while (0)

#define _GLIB_AUTOPTR_FUNC_NAME(TypeName) glib_autoptr_cleanup_##TypeName
#define _GLIB_AUTOPTR_CLEAR_FUNC_NAME(TypeName) glib_autoptr_clear_##TypeName
#define _GLIB_AUTOPTR_TYPENAME(TypeName) TypeName##_autoptr
#define _GLIB_CLEANUP(func) __attribute__((cleanup(func)))
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(TypeName, func)                                                             \
	typedef TypeName *_GLIB_AUTOPTR_TYPENAME(TypeName);                                                       \
	static __attribute__((unused)) inline void _GLIB_AUTOPTR_CLEAR_FUNC_NAME(TypeName)(TypeName * _ptr)       \
	{                                                                                                         \
		if (_ptr)                                                                                         \
			(func)(_ptr);                                                                             \
	}                                                                                                         \
	static __attribute__((unused)) inline void _GLIB_AUTOPTR_FUNC_NAME(TypeName)(TypeName * *_ptr)            \
	{                                                                                                         \
		_GLIB_AUTOPTR_CLEAR_FUNC_NAME(TypeName)(*_ptr);                                                   \
	}
#define g_autoptr(TypeName) _GLIB_CLEANUP(_GLIB_AUTOPTR_FUNC_NAME(TypeName)) _GLIB_AUTOPTR_TYPENAME(TypeName)

// As in GLib: the cleanup drops the reference. It does not join.
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GThread, g_thread_unref)

#endif
