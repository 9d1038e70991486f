/* What rewritten functions call; `rewrite.py` says where. Each is bound to its Function. Nothing here raises. */
#ifndef CALLSCAPE_SPANS_H
#define CALLSCAPE_SPANS_H
#include "gates.h"

static PyTypeObject *function_type, *through_type;

/* What the handlers of a function that exits in a `finally` talk to. */
typedef struct {
    PyObject_HEAD
    Function *function;
} Through;

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
    if (unlikely(r == NULL)) Py_RETURN_NONE;
    int tag = unlikely(f->gated) ? admit(r, f, CALL) : OPEN;
    if (unlikely(tag >= HIDDEN))
        restore(r, TAGGED(f, tag));
    else if (push(r, TAGGED(f, tag))) {
        noted(f);
        event(r, f->id);
        entered(r);
        if (count > 0 && f->takes & TAKES_ARGUMENTS) capture_arguments(r, f, args, count);
        if (unlikely(r->previous - r->last_flush > options.flush_ns)) flush_in_time(r);
    }
    Py_RETURN_NONE;
}

static inline void leave_span(Recorder *r, int32_t word) {
    event(r, word);
    pop(r);
    settle(r);
}

static PyObject *span_return(PyObject *self, PyObject *value) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (likely(r != NULL) && ends(r, f) && !(unlikely(r->beginnings != NULL) && takes_back(r, f))) {
        if (f->takes & TAKES_RETURNS) capture_operation(r, f, OP_RETURN, value);
        leave_span(r, -OP_EXIT);
    }
    Py_INCREF(value);
    return value;
}

/* A span of no duration begins. */
static int opens(Recorder *r, Function *f) {
    if (!push(r, f)) return 0;
    noted(f);
    event(r, f->id);
    entered(r);
    return 1;
}

static PyObject *span_throw(PyObject *self) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    uint32_t top = r ? r->top : 0;
    if (r != NULL && (ends(r, f) || (r->top < top && reveals(r, f) && opens(r, f)))) {
        stays(r);
        if (f->takes & TAKES_ERRORS) capture_handled_error(r, f);
        leave_span(r, -OP_THROW);
    }
    Py_RETURN_NONE;
}

/* Ends by this exception, which may not be one that is being handled. */
static PyObject *span_failed(PyObject *self, PyObject *error) {
    Recorder *r = ready();
    if (r != NULL && ends(r, self)) {
        stays(r);
        capture_operation(r, (Function *)self, OP_ERROR, error);
        leave_span(r, -OP_THROW);
    }
    Py_RETURN_NONE;
}

/* A value that is returned through a `finally`: the exit comes later. */
static PyObject *span_keep(PyObject *self, PyObject *value) {
    Function *f = (Function *)self;
    Recorder *r = ready();
    if (r != NULL && is_top(r, f) && f->takes & TAKES_RETURNS) capture_operation(r, f, OP_RETURN, value);
    Py_INCREF(value);
    return value;
}

/* For a function that exits in a `finally`, which runs next and must not exit again. */
static PyObject *span_throw_through(PyObject *self) {
    Recorder *r = ready();
    if (r == NULL) Py_RETURN_NONE;
    uint32_t top = r->top;
    PyObject *result = span_throw((PyObject *)((Through *)self)->function);
    if (r->top < top) r->thrown_at = r->top + 1;
    return result;
}

static PyObject *span_finally(PyObject *self) {
    Function *f = ((Through *)self)->function;
    Recorder *r = ready();
    if (r == NULL) Py_RETURN_NONE;
    if (r->thrown_at == r->top + 1)
        r->thrown_at = 0;
    else if (ends(r, f) && !(r->beginnings != NULL && takes_back(r, f)))
        leave_span(r, -OP_EXIT);
    Py_RETURN_NONE;
}

static PyObject *span_back(PyObject *self) {
    Recorder *r = ready();
    if (r != NULL) is_top(r, self);
    Py_RETURN_NONE;
}

static PyObject *span_back_through(PyObject *self) { return span_back((PyObject *)((Through *)self)->function); }

static void through_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF((PyObject *)((Through *)self)->function);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyType_Slot through_slots[] = {{Py_tp_dealloc, through_dealloc},
                                      {Py_nb_negative, span_throw_through},
                                      {Py_nb_positive, span_back_through},
                                      {Py_nb_invert, span_finally},
                                      {0, NULL}};
static PyType_Spec through_spec = {"_callscape_recorder.Through", sizeof(Through), 0, Py_TPFLAGS_DEFAULT, through_slots};

static void function_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    forget_function((Function *)self);
    Py_XDECREF(((Function *)self)->names);
    Py_XDECREF(((Function *)self)->variables);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

#endif
