/* The life of a recorder: opened by its thread's first event, closed when the interpreter clears the thread's state. */
#ifndef CALLSCAPE_THREADS_H
#define CALLSCAPE_THREADS_H
#include <signal.h>

#include "looks.h"

static PyTypeObject *guard_type;

typedef struct {
    PyObject_HEAD
    Recorder *recorder;
} Guard;

static void release(Recorder *r) {
    r->dead = 1;
    if (current == r) current = NULL;
    Py_CLEAR(r->string_ids);
    free(r->words ? (char *)r->words - FRAME_HEAD - EVENTS_HEAD : NULL);
    free(r->stack);
    free(r->beginnings);
    free(r->pending);
    free(r->path_bytes);
    r->words = NULL;
    r->stack = NULL;
    r->beginnings = NULL;
    r->pending = NULL;
    r->path_bytes = NULL;
    for (Recorder **at = &recorders; *at; at = &(*at)->next)
        if (*at == r) {
            *at = r->next;
            break;
        }
    /* The struct itself stays: a generator may still point to the thread that it began on. */
}

static void guard_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Recorder *r = ((Guard *)self)->recorder;
    if (r && !r->dead) {
        flush(r);
        if (!off && !r->is_main) write_end(r, "exit", NULL);
        release(r);
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Asks Python to begin a spool: `open_thread(origin) -> (path in bytes, whether this is the main thread)`. */
static int ask_for_spool(Recorder *r) {
    PyObject *answer = PyObject_CallFunction(options.open_thread, "L", (long long)r->origin);
    if (!answer) return 0;
    const char *path;
    int is_main;
    int fine = PyArg_ParseTuple(answer, "yp", &path, &is_main);
    if (fine) {
        r->path_bytes = strdup(path);
        r->is_main = is_main;
    }
    Py_DECREF(answer);
    return fine && r->path_bytes != NULL;
}

static void reset(Recorder *r) {
    r->pos = 0;
    r->top = r->depth = 0;
    r->thrown_at = 0;
    r->beginning.pos = STAYS;
    r->pending_count = 0;
    r->roots = 0;
    r->spans = r->bytes = r->left_out = 0;
    r->link_depth = NO_DEPTH;
    r->link_mark = 0;
    r->context_depth = NO_DEPTH;
    r->sequence = 0;
    r->next_mark = 1;
    r->definitions = 0;
    r->next_string = r->first_pending = 1;
    r->pending_length = 0;
    r->string_bytes = 0;
    memset(r->classes, 0, sizeof r->classes);
    r->dropped = r->truncated = r->redacted = r->write_ns = 0;
    r->previous = r->base = r->last_flush = r->last_counters = 0;
    r->origin = clock_ns();
}

static void enter_waiting_link(Recorder *r);

static Recorder *open_recorder(void) {
    static _Thread_local int opening = 0;
    /* Not while opening: the callback may run code that is traced itself. */
    if (opening) return NULL;
    opening = 1;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Recorder *r = calloc(1, sizeof(Recorder));
    PyObject *thread = PyThreadState_GetDict();
    Guard *guard = NULL;
    if (r && thread) {
        reset(r);
        size_t words = CAPACITY + options.max_words + SLACK;
        char *memory = malloc(FRAME_HEAD + EVENTS_HEAD + words * 4);
        if (memory) r->words = (int32_t *)(memory + FRAME_HEAD + EVENTS_HEAD);
        r->limit = CAPACITY;
        if (limits.min_duration_ns > 0) r->beginnings = malloc(sizeof(Beginning));
        r->string_ids = PyDict_New();
        if (r->words && r->string_ids) guard = (Guard *)PyType_GenericAlloc(guard_type, 0);
    }
    int fine = guard != NULL && ask_for_spool(r);
    if (fine) {
        guard->recorder = r;
        PyObject *key = PyLong_FromVoidPtr(&recorders);
        fine = key && PyDict_SetItem(thread, key, (PyObject *)guard) == 0;
        Py_XDECREF(key);
    }
    if (fine) {
        r->next = recorders;
        recorders = r;
        current = r;
        enter_waiting_link(r);
    } else if (r) {
        PyErr_Clear();
        if (guard) guard->recorder = NULL;
        release(r);
        r = NULL;
    }
    Py_XDECREF((PyObject *)guard);
    PyErr_Restore(type, value, traceback);
    opening = 0;
    return r;
}

/* The process ends: threads that go on until it does have their ends here. */
static void end_other_threads(void) {
    for (Recorder *r = recorders; r && !off; r = r->next) {
        if (r == current || r->dead) continue;
        flush(r);
        write_end(r, "exit", NULL);
        r->dead = 1;
    }
}

/* In a forked child: the spans that are open belong to the parent's spool, and a new one begins. */
static void forked(void) {
    for (Recorder *r = recorders; r;) {
        Recorder *next = r->next;
        if (r != current) {
            /* Its thread is not in this process. */
            r->dead = 1;
            r->pos = 0;
        }
        r = next;
    }
    options.pid = (uint32_t)getpid();
    recorders = current;
    if (!current) return;
    current->next = NULL;
    current->generation++;
    reset(current);
    forget_throttling();
    PyDict_Clear(current->string_ids);
    free(current->path_bytes);
    current->path_bytes = NULL;
    if (!ask_for_spool(current)) {
        PyErr_Clear();
        switch_off();
    }
}

/* Signals that end a process by default: what is held back goes to disk first. */
static const struct {
    int number;
    const char *name;
} fatal[] = {{SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"},   {SIGQUIT, "SIGQUIT"}, {SIGALRM, "SIGALRM"},
             {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"}, {SIGABRT, "SIGABRT"}};

static void on_fatal(int number) {
    const char *name = NULL;
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        if (fatal[i].number == number) name = fatal[i].name;
    for (Recorder *r = recorders; r && !off; r = r->next) {
        if (r->writing || r->dead || r->muted) continue;
        int fd = open_spool(r);
        if (fd < 0) continue;
        write_pending(r);
        /* Reads finished Python objects only, which no interrupted code can be changing. */
        if (write_definitions(r, fd) && write_strings(r, fd)) write_events(r, fd);
        close(fd);
        write_end(r, "signal", name);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_signals(void) {
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        struct sigaction action;
        if (sigaction(fatal[i].number, NULL, &action) != 0 || action.sa_handler != SIG_DFL) continue;
        memset(&action, 0, sizeof action);
        action.sa_handler = on_fatal;
        sigemptyset(&action.sa_mask);
        sigaction(fatal[i].number, &action, NULL);
    }
}

#endif
