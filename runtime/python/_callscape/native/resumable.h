/* Spans of generators and coroutines. A Span is one activation; it knows the thread that its words go to. */
#ifndef CALLSCAPE_RESUMABLE_H
#define CALLSCAPE_RESUMABLE_H
#include "spans.h"

enum { RUNNING, SUSPENDED, DONE };

typedef struct {
    PyObject_HEAD
    Function *function;
    Recorder *home;
    uint32_t generation, mark;
    int state;
    /* As on the stack. */
    int tag;
} Span;

static PyTypeObject *span_type;

static PyObject *begin_span(Function *f, int what, PyObject *const *args, Py_ssize_t count) {
    Span *span = (Span *)PyType_GenericAlloc(span_type, 0);
    if (!span) return NULL;
    Py_INCREF(f);
    span->function = f;
    span->state = DONE;
    Recorder *r = ready();
    if (r == NULL || (what == AWAIT && !has_details(r))) return (PyObject *)span;
    span->home = r;
    span->generation = r->generation;
    span->tag = f->gated ? admit(r, f, what) : OPEN;
    if (span->tag >= HIDDEN) {
        if (restore(r, TAGGED(span, span->tag))) span->state = RUNNING;
    } else if (push(r, TAGGED(span, span->tag))) {
        noted(f);
        stays(r);
        span->mark = r->next_mark++;
        span->state = RUNNING;
        stamp(r);
        r->words[r->pos++] = -OP_ENTER_ASYNC;
        r->words[r->pos++] = f->id;
        r->words[r->pos++] = (int32_t)span->mark;
        entered(r);
        if (count > 0 && f->takes & TAKES_ARGUMENTS) capture_arguments(r, f, args, count);
        if (r->previous - r->last_flush > options.flush_ns) flush_in_time(r);
    }
    return (PyObject *)span;
}

static PyObject *span_begin(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    return begin_span((Function *)self, RESUMABLE, args, count);
}

/* Begins what is awaited. */
static PyObject *span_await(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    return begin_span((Function *)self, AWAIT, args, 0);
}

static void span_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Span *span = (Span *)self;
    /* A dropped frame: its address may be used again, and must not stand on the stack then. */
    if (span->state == RUNNING && current && span->home == current && !current->muted && ends(current, span)) {
        write_pending(current);
        current->words[current->pos++] = -OP_UNWIND;
        current->words[current->pos++] = 1;
        pop(current);
    }
    Py_XDECREF((PyObject *)span->function);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static inline int is_span(PyObject *value) { return Py_TYPE(value) == span_type; }

/* On its own thread, in its own process. Elsewhere a generator runs unseen, but for its end. */
static inline int at_home(Span *span, Recorder *r) { return span->home == r && span->generation == r->generation; }

static void suspend(Span *span) {
    Recorder *r = ready();
    if (r == NULL || span->state != RUNNING || !at_home(span, r)) return;
    int recorded = ends(r, span);
    if (!recorded && span->tag < HIDDEN) return;
    span->state = SUSPENDED;
    if (recorded) leave_span(r, -OP_SUSPEND);
}

/* The span goes on; a call without one as well. */
static int wake_on(Recorder *r, Span *span) {
    if (!restore(r, TAGGED(span, span->tag))) return 0;
    if (span->tag >= HIDDEN) return 1;
    event(r, -OP_RESUME);
    r->words[r->pos++] = (int32_t)span->mark;
    return 1;
}

static void resume(Span *span) {
    Recorder *r = ready();
    if (r != NULL && span->state == SUSPENDED && at_home(span, r) && wake_on(r, span)) span->state = RUNNING;
}

static void finish(Span *span, int32_t word, int op, PyObject *value) {
    if (span->state == DONE || off) return;
    Recorder *r = span->home;
    int state = span->state;
    span->state = DONE;
    if (r->dead || r->muted || span->generation != r->generation) return;
    if (r->pos >= r->limit) flush_in_time(r);
    if (off) return;
    /* If suspended it was resumed on another thread; its end belongs where it began. */
    if (state == SUSPENDED && (span->tag >= HIDDEN || !wake_on(r, span))) return;
    if (!ends(r, span)) return;
    if (op == OP_ERROR)
        capture_handled_error(r, span->function);
    else if (op == OP_THROW)
        capture_operation(r, span->function, OP_ERROR, value);
    else if (op)
        capture_operation(r, span->function, op, value);
    leave_span(r, word);
}

static PyObject *span_done(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    Span *span = (Span *)args[0];
    if (is_span(args[0])) finish(span, -OP_EXIT, span->function->takes & TAKES_RETURNS ? OP_RETURN : 0, args[1]);
    Py_INCREF(args[1]);
    return args[1];
}

static PyObject *span_fail(PyObject *self) {
    Span *span = (Span *)self;
    PyObject *type, *value, *traceback;
    PyErr_GetExcInfo(&type, &value, &traceback);
    /* How a generator ends that nobody asks any more: no error. */
    int closed = value && PyErr_GivenExceptionMatches(value, PyExc_GeneratorExit);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    if (closed)
        finish(span, -OP_EXIT, 0, NULL);
    else
        finish(span, -OP_THROW, span->function->takes & TAKES_ERRORS ? OP_ERROR : 0, NULL);
    Py_RETURN_NONE;
}

/* fail(span, error) */
static PyObject *span_failed_by(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    if (is_span(args[0])) finish((Span *)args[0], -OP_THROW, OP_THROW, args[1]);
    Py_RETURN_NONE;
}

static PyObject *span_keep_value(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    if (is_span(args[0])) {
        Span *span = (Span *)args[0];
        Recorder *r = ready();
        if (r && span->state == RUNNING && span->function->takes & TAKES_RETURNS && at_home(span, r) && is_top(r, span))
            capture_operation(r, span->function, OP_RETURN, args[1]);
    }
    Py_INCREF(args[1]);
    return args[1];
}

static PyObject *span_close(PyObject *span) {
    finish((Span *)span, -OP_EXIT, 0, NULL);
    Py_RETURN_NONE;
}

static PyObject *span_returned(PyObject *span) {
    Recorder *r = ready();
    if (r && ((Span *)span)->state == RUNNING && at_home((Span *)span, r)) is_top(r, span);
    Py_RETURN_NONE;
}

static PyObject *span_leave(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    if (is_span(args[0])) suspend((Span *)args[0]);
    Py_INCREF(args[1]);
    return args[1];
}

static PyObject *span_again(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    if (is_span(args[0])) resume((Span *)args[0]);
    Py_INCREF(args[1]);
    return args[1];
}

static PyObject *span_wake(PyObject *module, PyObject *span) {
    if (is_span(span)) resume((Span *)span);
    Py_RETURN_NONE;
}

static PyType_Slot span_slots[] = {{Py_tp_dealloc, span_dealloc},
                                   {Py_nb_negative, span_fail},
                                   {Py_nb_positive, span_returned},
                                   {Py_nb_invert, span_close},
                                   {0, NULL}};
static PyType_Spec span_spec = {"_callscape_recorder.Span", sizeof(Span), 0, Py_TPFLAGS_DEFAULT, span_slots};

#endif
