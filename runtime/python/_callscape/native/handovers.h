/*
 * What runs later, or on another thread, on behalf of a span. A Link names the span that has handed something over; while
 * that runs, what begins at the depth it began at (the recorder's `link_depth`) is a child of that span.
 */
#ifndef CALLSCAPE_HANDOVERS_H
#define CALLSCAPE_HANDOVERS_H
#include "resumable.h"

/* Kinds of channels; see "Between threads and processes" in FORMAT.md. */
#define CHANNEL_PROCESS 1u
#define CHANNEL_PORT 6u
#define CHANNEL_PID_BITS 28

typedef struct {
    PyObject_HEAD
    Recorder *home;
    uint32_t generation, mark;
    /* Number of the handover between threads, which is a channel of one message; -1: it stays on its thread. */
    int64_t number;
    /* The mark names nothing else. */
    int owns_mark;
    /* From within a trace that is left out, as is what runs on its behalf. */
    int is_silent;
} Link;

static PyTypeObject *link_type, *wrapped_type;
static uint32_t next_handover;

static void send_words(Recorder *r, uint32_t mark, uint32_t kind, uint32_t pid, uint32_t number) {
    int32_t *at = r->words + r->pos;
    at[0] = -OP_SENT;
    at[1] = (int32_t)mark;
    at[2] = (int32_t)(kind << CHANNEL_PID_BITS | pid);
    at[3] = (int32_t)number;
    at[4] = 0;
    r->pos += 5;
}

/* The mark by which what follows refers to the sender of a message. */
static uint32_t receive_words(Recorder *r, uint32_t kind, uint32_t pid, uint32_t number) {
    int32_t *at = r->words + r->pos;
    at[0] = -OP_RECEIVED;
    at[1] = (int32_t)r->next_mark;
    at[2] = (int32_t)(kind << CHANNEL_PID_BITS | pid);
    at[3] = (int32_t)number;
    at[4] = 0;
    at[5] = 0;
    r->pos += 6;
    return r->next_mark++;
}

/* A thread that has recorded nothing yet gets its spool when it does: it may never. */
static _Thread_local Link *waiting_link;

/* A link to the innermost open span; NULL without an error where there is none. */
static Link *new_link(int crosses) {
    Recorder *r = current || waiting_link ? ready() : NULL;
    int is_silent = r != NULL && TAG_OF(innermost(r)) == SILENT;
    if (r == NULL || (!is_silent && r->depth == 0 && r->link_depth != 0)) return NULL;
    Link *link = (Link *)PyType_GenericAlloc(link_type, 0);
    if (!link) {
        PyErr_Clear();
        return NULL;
    }
    link->home = r;
    link->generation = r->generation;
    /* Where no span is open but those around the event loop, it is who has scheduled what runs that goes on. */
    link->number = -1;
    link->is_silent = is_silent;
    if (is_silent) return link;
    stays(r);
    link->owns_mark = r->depth != r->link_depth;
    link->mark = link->owns_mark ? r->next_mark++ : r->link_mark;
    if (link->owns_mark) {
        r->words[r->pos++] = -OP_MARK;
        r->words[r->pos++] = (int32_t)link->mark;
    }
    link->number = crosses ? (int64_t)next_handover++ : -1;
    if (crosses) send_words(r, link->mark, CHANNEL_PORT, options.pid, (uint32_t)link->number);
    return link;
}

static void link_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Link *link = (Link *)self;
    Recorder *r = current;
    if (r && !off && link->owns_mark && link->home == r && link->generation == r->generation && !r->muted && r->pos < r->limit) {
        r->words[r->pos++] = -OP_FORGET;
        r->words[r->pos++] = (int32_t)link->mark;
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/*
 * A function of the library in the place of another. `mode` says what is done around the call:
 *   schedule  a link to the current span stands in the context variable `what`, for a callback to inherit
 *   send      the same, for a callback that another thread may run
 *   callback  runs below the link that the handle's context holds in `what`
 *   stash     a link that another thread may use is kept in the dictionary `what`, by the first argument
 *   stashed   runs below the link that was kept for the first argument
 *   after     calls what(first argument, result) behind the call
 *   around    `what` is (begin, end): calls begin(*args, **kwargs), and with what that gave, unless it is None,
 *             end(it, result or None, exception or None)
 */
enum { SCHEDULE, SEND, CALLBACK, STASH, STASHED, AFTER, AROUND };

typedef struct {
    PyObject_HEAD
    PyObject *original, *what;
    int mode;
} Wrapped;

static PyObject *name_context, *name_context_attribute, *name_get, *name_set, *name_reset;

/* What begins from now on is a child of the span that the link names. */
static void enter_link(Recorder *r, Link *link) {
    if (link->is_silent) {
        restore(r, TAGGED(link, SILENT));
        return;
    }
    uint32_t from = 0;
    if (link->home == r && link->generation == r->generation)
        from = link->mark;
    else if (link->number >= 0)
        from = receive_words(r, CHANNEL_PORT, options.pid, (uint32_t)link->number);
    if (!from) return;
    r->link_mark = from;
    r->link_depth = r->depth;
}

static void enter_waiting_link(Recorder *r) {
    if (waiting_link) enter_link(r, waiting_link);
}

static PyObject *run_below(Wrapped *w, Link *link, PyObject *args, PyObject *named) {
    Recorder *r = current ? ready() : NULL;
    uint32_t base = NO_DEPTH, mark = 0;
    Link *outer = waiting_link;
    if (r) {
        base = r->link_depth;
        mark = r->link_mark;
        if (link) enter_link(r, link);
    } else if (!current)
        waiting_link = link;
    PyObject *result = PyObject_Call(w->original, args, named);
    waiting_link = outer;
    if (link && link->is_silent && current) ends(current, link);
    if (current && (r == current || !r)) {
        current->link_depth = base;
        current->link_mark = mark;
    }
    return result;
}

static PyObject *run_scheduling(Wrapped *w, PyObject *args, PyObject *named) {
    PyObject *context = named ? PyDict_GetItem(named, name_context) : NULL;
    Link *link = context && context != Py_None ? NULL : new_link(w->mode == SEND);
    PyObject *token = link ? PyObject_CallMethodObjArgs(w->what, name_set, (PyObject *)link, NULL) : NULL;
    Py_XDECREF((PyObject *)link);
    if (!token) PyErr_Clear();
    PyObject *result = PyObject_Call(w->original, args, named);
    if (token) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyObject *done = PyObject_CallMethodObjArgs(w->what, name_reset, token, NULL);
        if (!done) PyErr_Clear();
        Py_XDECREF(done);
        PyErr_Restore(type, value, traceback);
        Py_DECREF(token);
    }
    return result;
}

static PyObject *run_callback(Wrapped *w, PyObject *args, PyObject *named) {
    PyObject *context = PyObject_GetAttr(PyTuple_GetItem(args, 0), name_context_attribute);
    PyObject *link = context ? PyObject_CallMethodObjArgs(context, name_get, w->what, NULL) : NULL;
    PyErr_Clear();
    PyObject *result = run_below(w, link && Py_TYPE(link) == link_type ? (Link *)link : NULL, args, named);
    Py_XDECREF(link);
    Py_XDECREF(context);
    return result;
}

static PyObject *run_stashing(Wrapped *w, PyObject *args, PyObject *named) {
    Link *link = new_link(1);
    PyObject *key = PyLong_FromVoidPtr(PyTuple_GetItem(args, 0));
    if (key && link) PyDict_SetItem(w->what, key, (PyObject *)link);
    Py_XDECREF((PyObject *)link);
    PyErr_Clear();
    PyObject *result = PyObject_Call(w->original, args, named);
    if (!result && link && key) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        if (PyDict_DelItem(w->what, key) < 0) PyErr_Clear();
        PyErr_Restore(type, value, traceback);
    }
    Py_XDECREF(key);
    return result;
}

static PyObject *run_stashed(Wrapped *w, PyObject *args, PyObject *named) {
    PyObject *key = PyLong_FromVoidPtr(PyTuple_GetItem(args, 0));
    PyObject *link = key ? PyDict_GetItem(w->what, key) : NULL;
    Py_XINCREF(link);
    if (link && PyDict_DelItem(w->what, key) < 0) PyErr_Clear();
    Py_XDECREF(key);
    PyErr_Clear();
    PyObject *result = run_below(w, (Link *)link, args, named);
    Py_XDECREF(link);
    return result;
}

static PyObject *run_around(Wrapped *w, PyObject *args, PyObject *named) {
    PyObject *begun = PyObject_Call(PyTuple_GetItem(w->what, 0), args, named);
    PyErr_Clear();
    PyObject *result = PyObject_Call(w->original, args, named);
    if (begun && begun != Py_None && PyTuple_GetItem(w->what, 1) != Py_None) {
        PyObject *type = NULL, *value = NULL, *traceback = NULL;
        if (!result) {
            PyErr_Fetch(&type, &value, &traceback);
            PyErr_NormalizeException(&type, &value, &traceback);
        }
        PyObject *done = PyObject_CallFunctionObjArgs(PyTuple_GetItem(w->what, 1), begun, result ? result : Py_None,
                                                      value ? value : Py_None, NULL);
        if (!done) PyErr_Clear();
        Py_XDECREF(done);
        if (!result) PyErr_Restore(type, value, traceback);
    }
    Py_XDECREF(begun);
    return result;
}

static PyObject *run_after(Wrapped *w, PyObject *args, PyObject *named) {
    PyObject *result = PyObject_Call(w->original, args, named);
    if (!result) return NULL;
    PyObject *first = PyTuple_Size(args) > 0 ? PyTuple_GetItem(args, 0) : Py_None;
    PyObject *done = PyObject_CallFunctionObjArgs(w->what, first, result, NULL);
    if (!done) PyErr_Clear();
    Py_XDECREF(done);
    return result;
}

static PyObject *wrapped_call(PyObject *self, PyObject *args, PyObject *named) {
    Wrapped *w = (Wrapped *)self;
    if (off || (PyTuple_Size(args) == 0 && w->mode < AFTER)) return PyObject_Call(w->original, args, named);
    switch (w->mode) {
        case SCHEDULE:
        case SEND:
            return run_scheduling(w, args, named);
        case CALLBACK:
            return run_callback(w, args, named);
        case STASH:
            return run_stashing(w, args, named);
        case STASHED:
            return run_stashed(w, args, named);
        case AROUND:
            return run_around(w, args, named);
        default:
            return run_after(w, args, named);
    }
}

/* As a function of a class: bound to the instance. */
static PyObject *wrapped_bind(PyObject *self, PyObject *instance, PyObject *owner) {
    if (instance == NULL || instance == Py_None) {
        Py_INCREF(self);
        return self;
    }
    return PyObject_CallFunctionObjArgs(options.method_type, self, instance, NULL);
}

/* Whatever is asked of it, but for being called, the original answers. */
static PyObject *wrapped_attribute(PyObject *self, PyObject *name) {
    return PyObject_GetAttr(((Wrapped *)self)->original, name);
}

static PyObject *wrapped_shown(PyObject *self) { return PyObject_Repr(((Wrapped *)self)->original); }

static void wrapped_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((Wrapped *)self)->original);
    Py_XDECREF(((Wrapped *)self)->what);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* handover(mode, original, what) -> what to put in the place of `original`. */
static PyObject *make_handover(PyObject *module, PyObject *args) {
    static const char *modes[] = {"schedule", "send", "callback", "stash", "stashed", "after", "around"};
    const char *mode;
    PyObject *original, *what;
    if (!PyArg_ParseTuple(args, "sOO", &mode, &original, &what)) return NULL;
    Wrapped *made = (Wrapped *)PyType_GenericAlloc(wrapped_type, 0);
    if (!made) return NULL;
    Py_INCREF(original);
    Py_INCREF(what);
    made->original = original;
    made->what = what;
    for (int i = 0; i <= AROUND; i++)
        if (strcmp(mode, modes[i]) == 0) made->mode = i;
    return (PyObject *)made;
}

/* started(pid): the innermost open span has started a process. */
static PyObject *process_started(PyObject *module, PyObject *pid) {
    unsigned long number = PyLong_AsUnsignedLong(pid);
    if (PyErr_Occurred()) return NULL;
    Recorder *r = ready();
    if (r && r->depth > 0 && TAG_OF(innermost(r)) != SILENT) {
        stays(r);
        send_words(r, 0, CHANNEL_PROCESS, (uint32_t)number, 0);
    }
    Py_RETURN_NONE;
}

/* was_started(): another traced process has started this one; what this thread begins belongs to the span that did. */
static PyObject *process_was_started(PyObject *module, PyObject *unused) {
    Recorder *r = ready();
    if (r) {
        r->link_mark = receive_words(r, CHANNEL_PROCESS, options.pid, 0);
        r->link_depth = 0;
    }
    Py_RETURN_NONE;
}

static int prepare_handovers(void) {
    name_context = PyUnicode_InternFromString("context");
    name_context_attribute = PyUnicode_InternFromString("_context");
    name_get = PyUnicode_InternFromString("get");
    name_set = PyUnicode_InternFromString("set");
    name_reset = PyUnicode_InternFromString("reset");
    return name_context && name_context_attribute && name_get && name_set && name_reset;
}

static PyType_Slot link_slots[] = {{Py_tp_dealloc, link_dealloc}, {0, NULL}};
static PyType_Spec link_spec = {"_callscape_recorder.Link", sizeof(Link), 0, Py_TPFLAGS_DEFAULT, link_slots};
static PyType_Slot wrapped_slots[] = {{Py_tp_dealloc, wrapped_dealloc},   {Py_tp_call, wrapped_call},
                                      {Py_tp_descr_get, wrapped_bind},    {Py_tp_getattro, wrapped_attribute},
                                      {Py_tp_repr, wrapped_shown},        {0, NULL}};
static PyType_Spec wrapped_spec = {"_callscape_recorder.Wrapped", sizeof(Wrapped), 0, Py_TPFLAGS_DEFAULT, wrapped_slots};

#endif
