/* What rewritten functions call; `rewrite.py` says where. Each is bound to its Function. Nothing here raises. */
#ifndef CALLSCAPE_SPANS_H
#define CALLSCAPE_SPANS_H
#include "capture.h"

static PyTypeObject *function_type;

static inline void event(Recorder *r, int32_t word) {
    stamp(r);
    r->words[r->pos++] = word;
}

static void capture_handled_error(Recorder *r, Function *f) {
    PyObject *type, *value, *traceback;
    PyErr_GetExcInfo(&type, &value, &traceback);
    if (value && value != Py_None) capture_operation(r, f, OP_ERROR, value);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

static PyObject *span_enter(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (likely(r != NULL) && push(r, f)) {
        event(r, f->id);
        if (count > 0 && f->names) capture_arguments(r, f, args, count);
        if (unlikely(r->previous - r->last_flush > options.flush_ns)) flush(r);
    }
    Py_RETURN_NONE;
}

static inline void leave_span(Recorder *r, int32_t word) {
    event(r, word);
    r->depth--;
    settle(r);
}

static PyObject *span_return(PyObject *self, PyObject *value) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (likely(r != NULL) && is_top(r, f)) {
        if (f->capture_returns) capture_operation(r, f, OP_RETURN, value);
        leave_span(r, -OP_EXIT);
    }
    Py_INCREF(value);
    return value;
}

static PyObject *span_throw(PyObject *self, PyObject *unused) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (r != NULL && is_top(r, f)) {
        if (f->names) capture_handled_error(r, f);
        leave_span(r, -OP_THROW);
    }
    Py_RETURN_NONE;
}

/* A value that is returned through a `finally`: the exit comes later. */
static PyObject *span_keep(PyObject *self, PyObject *value) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (r != NULL && is_top(r, f) && f->capture_returns) capture_operation(r, f, OP_RETURN, value);
    Py_INCREF(value);
    return value;
}

static PyObject *span_throw_through(PyObject *self, PyObject *unused) {
    Recorder *r = ready();
    if (r == NULL || !is_top(r, self)) Py_RETURN_NONE;
    PyObject *result = span_throw(self, unused);
    r->thrown_at = r->depth + 1;
    return result;
}

static PyObject *span_finally(PyObject *self, PyObject *unused) {
    Recorder *r = ready();
    if (r == NULL) Py_RETURN_NONE;
    if (r->thrown_at == r->depth + 1)
        r->thrown_at = 0;
    else if (is_top(r, self))
        leave_span(r, -OP_EXIT);
    Py_RETURN_NONE;
}

static PyObject *span_back(PyObject *self, PyObject *unused) {
    Recorder *r = ready();
    if (r != NULL) is_top(r, self);
    Py_RETURN_NONE;
}

static void function_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((Function *)self)->names);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyType_Slot function_slots[] = {{Py_tp_dealloc, function_dealloc}, {0, NULL}};
static PyType_Spec function_spec = {"_callscape_recorder.Function", sizeof(Function), 0, Py_TPFLAGS_DEFAULT,
                                    function_slots};

#endif
