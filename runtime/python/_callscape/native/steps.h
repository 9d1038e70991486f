/* Levels 4 and 5: lines that run, and what variables hold. */
#ifndef CALLSCAPE_STEPS_H
#define CALLSCAPE_STEPS_H
#include "spans.h"

/* Steps have no time: the clock is looked at after so many. */
#define STEPS_PER_SETTLE 1024

static PyObject *step_line(PyObject *module, PyObject *number) {
    Recorder *r = ready();
    if (r && has_details(r)) {
        r->words[r->pos++] = -OP_LINE;
        r->words[r->pos++] = (int32_t)PyLong_AsLong(number);
        if (unlikely(++r->steps % STEPS_PER_SETTLE == 0) && clock_ns() - r->origin - r->last_flush > options.flush_ns)
            flush_in_time(r);
    }
    Py_RETURN_NONE;
}

static void set_variable(Function *f, int op, int32_t owner, PyObject *const *args) {
    Recorder *r = ready();
    long variable = PyLong_AsLong(args[0]);
    if (r && has_details(r) && f->variables && variable < PyTuple_Size(f->variables)) capture_step(r, f, op, owner, variable, args[1]);
}

/* (variable, value) of the function whose span is the innermost one. */
static PyObject *step_set(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    set_variable((Function *)self, OP_SET, 0, args);
    Py_RETURN_NONE;
}

/* (variable, value) of the module. */
static PyObject *step_set_module(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    set_variable((Function *)self, OP_SET_MODULE, ((Function *)self)->id, args);
    Py_RETURN_NONE;
}

/* (variable, value that is about to be assigned) -> the value. */
static PyObject *step_assign(PyObject *self, PyObject *const *args, Py_ssize_t count) {
    set_variable((Function *)self, OP_SET, 0, args);
    Py_INCREF(args[1]);
    return args[1];
}

#endif
