/*
 * Stand-ins for what a generator or coroutine waits for. Each step through one resumes the waiting span first and
 * suspends it when the step has yielded, so that what runs in the step has the right parent.
 */
#ifndef CALLSCAPE_DELEGATES_H
#define CALLSCAPE_DELEGATES_H
#include "resumable.h"

/* `inner`: an iterator or coroutine, an async iterator, or an async context manager. */
typedef struct {
    PyObject_HEAD
    Span *span;
    PyObject *inner;
    /* The await itself, where that is a span: suspended and resumed within the other. NULL: it is none. */
    Span *await;
} Delegate;

static PyTypeObject *delegate_type, *each_type, *manage_type;
/* PyIter_Send, in the limited API from 3.10 on; NULL before. */
typedef int (*SendFunction)(PyObject *, PyObject *, PyObject **);
static SendFunction iter_send;

static PyObject *make_delegate(PyTypeObject *type, PyObject *span, PyObject *inner) {
    Delegate *made = (Delegate *)PyType_GenericAlloc(type, 0);
    if (!made) {
        Py_DECREF(inner);
        return NULL;
    }
    Py_INCREF(span);
    made->span = (Span *)span;
    made->inner = inner;
    made->await = NULL;
    return (PyObject *)made;
}

static void delegate_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Delegate *d = (Delegate *)self;
    PyObject_GC_UnTrack(self);
    Py_XDECREF((PyObject *)d->span);
    Py_XDECREF((PyObject *)d->await);
    Py_XDECREF(d->inner);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static int delegate_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(((Delegate *)self)->inner);
    return 0;
}

static int delegate_clear(PyObject *self) {
    Py_CLEAR(((Delegate *)self)->inner);
    return 0;
}

/* What is looked up on the stand-in and not its own is found on what it stands for: `cr_await`, `gi_frame`. */
static PyObject *delegate_attribute(PyObject *self, PyObject *name) {
    PyObject *own = PyObject_GenericGetAttr(self, name);
    if (own || !((Delegate *)self)->inner || !PyErr_ExceptionMatches(PyExc_AttributeError)) return own;
    PyErr_Clear();
    return PyObject_GetAttr(((Delegate *)self)->inner, name);
}

static PyObject *itself(PyObject *self) {
    Py_INCREF(self);
    return self;
}

static void begin_step(Delegate *d) {
    resume(d->span);
    if (d->await) resume(d->await);
}

/* `result`: what it yielded, NULL when it has ended, normally or by an exception. */
static PyObject *end_step(Delegate *d, PyObject *result) {
    if (!result) {
        if (d->await) finish(d->await, PyErr_ExceptionMatches(PyExc_StopIteration) ? -OP_EXIT : -OP_THROW, 0, NULL);
        return NULL;
    }
    if (d->await) suspend(d->await);
    suspend(d->span);
    return result;
}

/* A step of what is delegated to: gives what it yielded, or NULL with StopIteration or another exception. */
static PyObject *step(Delegate *d, PyObject *value) {
    if (!d->inner) return NULL;
    begin_step(d);
    PyObject *result = NULL;
    if (iter_send) {
        int outcome = iter_send(d->inner, value, &result);
        if (outcome == 0) {
            /* Made by hand: a tuple or an exception as the value would be taken for the arguments. */
            PyObject *stop = PyObject_CallFunctionObjArgs(PyExc_StopIteration, result, NULL);
            if (stop) PyErr_SetObject(PyExc_StopIteration, stop);
            Py_XDECREF(stop);
            Py_CLEAR(result);
        }
    } else if (value == Py_None && PyIter_Check(d->inner))
        result = PyObject_CallMethod(d->inner, "__next__", NULL);
    else
        result = PyObject_CallMethod(d->inner, "send", "(O)", value);
    return end_step(d, result);
}

static PyObject *delegate_next(PyObject *self) { return step((Delegate *)self, Py_None); }
static PyObject *delegate_send(PyObject *self, PyObject *value) { return step((Delegate *)self, value); }

/* The exception that throw's arguments mean: one, or a class, a value and a traceback. New reference. */
static PyObject *thrown_exception(PyObject *args) {
    PyObject *type = NULL, *value = NULL, *traceback = NULL, *made;
    if (!PyArg_UnpackTuple(args, "throw", 1, 3, &type, &value, &traceback)) return NULL;
    if (!PyExceptionClass_Check(type)) {
        Py_INCREF(type);
        return type;
    }
    if (value && PyObject_IsInstance(value, type) == 1) {
        Py_INCREF(value);
        made = value;
    } else if (value && value != Py_None)
        made = PyTuple_Check(value) ? PyObject_CallObject(type, value) : PyObject_CallFunctionObjArgs(type, value, NULL);
    else
        made = PyObject_CallObject(type, NULL);
    if (made && traceback && traceback != Py_None) PyException_SetTraceback(made, traceback);
    return made;
}

static PyObject *delegate_throw(PyObject *self, PyObject *args) {
    Delegate *d = (Delegate *)self;
    PyObject *exception = thrown_exception(args);
    if (!exception) return NULL;
    begin_step(d);
    PyObject *method = d->inner ? PyObject_GetAttrString(d->inner, "throw") : NULL;
    PyObject *result = NULL;
    if (method)
        result = PyObject_CallFunctionObjArgs(method, exception, NULL);
    else if (!PyErr_Occurred() || PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    }
    Py_XDECREF(method);
    Py_DECREF(exception);
    return end_step(d, result);
}

static PyObject *delegate_close(PyObject *self, PyObject *unused) {
    Delegate *d = (Delegate *)self;
    begin_step(d);
    PyObject *method = d->inner ? PyObject_GetAttrString(d->inner, "close") : NULL;
    if (!method) {
        if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_WriteUnraisable(d->inner);
        PyErr_Clear();
        if (d->await) finish(d->await, -OP_EXIT, 0, NULL);
        Py_RETURN_NONE;
    }
    PyObject *result = PyObject_CallObject(method, NULL);
    Py_DECREF(method);
    if (d->await) finish(d->await, result ? -OP_EXIT : -OP_THROW, 0, NULL);
    return result;
}

/* Special methods as the interpreter finds them; special.py does it. */
static int has_special(PyObject *value, const char *name) {
    PyObject *verdict = PyObject_CallFunction(PyTuple_GetItem(options.special, 0), "Os", value, name);
    int has = verdict == Py_True;
    if (!verdict) PyErr_Clear();
    Py_XDECREF(verdict);
    return has;
}

static PyObject *bound_special(PyObject *value, const char *name) {
    return PyObject_CallFunction(PyTuple_GetItem(options.special, 1), "Os", value, name);
}

/* A method without arguments that has a slot. Slots of classes in C can be asked for from Python 3.10 on only. */
static int has_method(PyObject *value, int slot, const char *name) {
    PyTypeObject *type = Py_TYPE(value);
    if (iter_send || PyType_GetFlags(type) & Py_TPFLAGS_HEAPTYPE) return PyType_GetSlot(type, slot) != NULL;
    return has_special(value, name);
}

static PyObject *call_method(PyObject *value, int slot, const char *name) {
    PyTypeObject *type = Py_TYPE(value);
    if (iter_send || PyType_GetFlags(type) & Py_TPFLAGS_HEAPTYPE)
        return ((unaryfunc)PyType_GetSlot(type, slot))(value);
    PyObject *method = bound_special(value, name);
    PyObject *result = method ? PyObject_CallObject(method, NULL) : NULL;
    Py_XDECREF(method);
    return result;
}

static int has_flag(PyObject *value, const char *code_attribute, long flag) {
    PyObject *code = PyObject_GetAttrString(value, code_attribute);
    PyObject *flags = code ? PyObject_GetAttrString(code, "co_flags") : NULL;
    int has = flags && (PyLong_AsLong(flags) & flag) != 0;
    Py_XDECREF(flags);
    Py_XDECREF(code);
    PyErr_Clear();
    return has;
}

static PyObject *as_it_is(PyObject *value) {
    Py_INCREF(value);
    return value;
}

/* What `await value` waits for, on behalf of `span`; `value` itself where awaiting it is an error of the app's. */
static PyObject *wait_for(PyObject *span, PyObject *value) {
    if (off || !is_span(span) || ((Span *)span)->state != RUNNING) return as_it_is(value);
    if (Py_TYPE(value) == options.coroutine_type) {
        PyObject *awaited = PyObject_GetAttrString(value, "cr_await");
        int busy = awaited != Py_None;
        Py_XDECREF(awaited);
        PyErr_Clear();
        return busy ? as_it_is(value) : make_delegate(delegate_type, span, as_it_is(value));
    }
    /* 0x100: CO_ITERABLE_COROUTINE, a generator by types.coroutine. */
    if (Py_TYPE(value) == options.generator_type)
        return has_flag(value, "gi_code", 0x100) ? make_delegate(delegate_type, span, as_it_is(value)) : as_it_is(value);
    if (!has_method(value, Py_am_await, "__await__")) return as_it_is(value);
    PyObject *iterator = call_method(value, Py_am_await, "__await__");
    if (!iterator) return NULL;
    int is_coroutine = Py_TYPE(iterator) == options.coroutine_type;
    if (is_coroutine || !PyIter_Check(iterator)) {
        if (is_coroutine)
            PyErr_SetString(PyExc_TypeError, "__await__() returned a coroutine");
        else
            PyErr_Format(PyExc_TypeError, "__await__() returned non-iterator of type '%.100s'",
                         class_name(Py_TYPE(iterator)));
        Py_DECREF(iterator);
        return NULL;
    }
    return make_delegate(delegate_type, span, iterator);
}

static PyObject *span_wait(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    return wait_for(args[0], args[1]);
}

/* The same for (span, span of the await itself, value). */
static PyObject *span_waited(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    PyObject *waiting = wait_for(args[0], args[2]);
    if (!is_span(args[1])) return waiting;
    if (waiting && waiting != args[2] && Py_TYPE(waiting) == delegate_type) {
        Py_INCREF(args[1]);
        ((Delegate *)waiting)->await = (Span *)args[1];
    } else
        finish((Span *)args[1], waiting ? -OP_EXIT : -OP_THROW, 0, NULL);
    return waiting;
}

static PyObject *span_delegate(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    PyObject *value = args[1];
    if (off || !is_span(args[0]) || Py_TYPE(value) == options.coroutine_type) return as_it_is(value);
    PyObject *iterator = Py_TYPE(value) == options.generator_type ? as_it_is(value) : PyObject_GetIter(value);
    return iterator ? make_delegate(delegate_type, args[0], iterator) : NULL;
}

static PyObject *span_each(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    if (off || !is_span(args[0]) || !has_method(args[1], Py_am_aiter, "__aiter__")) return as_it_is(args[1]);
    PyObject *iterator = call_method(args[1], Py_am_aiter, "__aiter__");
    if (!iterator) return NULL;
    if (!has_method(iterator, Py_am_anext, "__anext__")) {
        PyErr_Format(PyExc_TypeError,
                     "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
                     class_name(Py_TYPE(iterator)));
        Py_DECREF(iterator);
        return NULL;
    }
    return make_delegate(each_type, args[0], iterator);
}

static PyObject *span_manage(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    int manages = !off && is_span(args[0]) && has_special(args[1], "__aenter__") && has_special(args[1], "__aexit__");
    return manages ? make_delegate(manage_type, args[0], as_it_is(args[1])) : as_it_is(args[1]);
}

static PyObject *waiting_for(Delegate *d, PyObject *awaitable) {
    if (!awaitable) return NULL;
    PyObject *result = wait_for((PyObject *)d->span, awaitable);
    Py_DECREF(awaitable);
    return result;
}

/* As the interpreter reports that the awaitable of `__anext__` failed to be one. */
static void blame_next(const char *type_name) {
    PyObject *type, *cause, *traceback, *error_type, *error, *error_traceback;
    PyErr_Fetch(&type, &cause, &traceback);
    PyErr_NormalizeException(&type, &cause, &traceback);
    if (traceback) PyException_SetTraceback(cause, traceback);
    PyErr_Format(PyExc_TypeError, "'async for' received an invalid object from __anext__: %.100s", type_name);
    PyErr_Fetch(&error_type, &error, &error_traceback);
    PyErr_NormalizeException(&error_type, &error, &error_traceback);
    Py_INCREF(cause);
    PyException_SetContext(error, cause);
    PyException_SetCause(error, cause);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    PyErr_Restore(error_type, error, error_traceback);
}

static PyObject *each_next(PyObject *self) {
    Delegate *d = (Delegate *)self;
    PyObject *awaitable = call_method(d->inner, Py_am_anext, "__anext__");
    if (!awaitable) return NULL;
    PyObject *result = wait_for((PyObject *)d->span, awaitable);
    if (!result) blame_next(class_name(Py_TYPE(awaitable)));
    Py_DECREF(awaitable);
    return result;
}

static PyObject *manage_enter(PyObject *self, PyObject *unused) {
    Delegate *d = (Delegate *)self;
    PyObject *method = bound_special(d->inner, "__aenter__");
    PyObject *awaitable = method ? PyObject_CallObject(method, NULL) : NULL;
    Py_XDECREF(method);
    return waiting_for(d, awaitable);
}

static PyObject *manage_leave(PyObject *self, PyObject *args) {
    Delegate *d = (Delegate *)self;
    PyObject *type, *value, *traceback;
    if (!PyArg_UnpackTuple(args, "__aexit__", 3, 3, &type, &value, &traceback)) return NULL;
    PyObject *method = bound_special(d->inner, "__aexit__");
    if (!method) return NULL;
    PyObject *awaitable = PyObject_CallFunctionObjArgs(method, type, value, traceback, NULL);
    Py_DECREF(method);
    return waiting_for(d, awaitable);
}

static PyMethodDef delegate_methods[] = {{"send", delegate_send, METH_O, NULL},
                                         {"throw", delegate_throw, METH_VARARGS, NULL},
                                         {"close", delegate_close, METH_NOARGS, NULL},
                                         {NULL, NULL, 0, NULL}};
static PyMethodDef manage_methods[] = {{"__aenter__", manage_enter, METH_NOARGS, NULL},
                                       {"__aexit__", manage_leave, METH_VARARGS, NULL},
                                       {NULL, NULL, 0, NULL}};

#define DELEGATE_SLOTS \
    {Py_tp_dealloc, delegate_dealloc}, {Py_tp_traverse, delegate_traverse}, {Py_tp_clear, delegate_clear}

static PyType_Slot delegate_slots[] = {DELEGATE_SLOTS,
                                       {Py_tp_getattro, delegate_attribute},
                                       {Py_tp_iter, itself},
                                       {Py_am_await, itself},
                                       {Py_tp_iternext, delegate_next},
                                       {Py_tp_methods, delegate_methods},
                                       {0, NULL}};
static PyType_Slot each_slots[] = {DELEGATE_SLOTS, {Py_am_aiter, itself}, {Py_am_anext, each_next}, {0, NULL}};
static PyType_Slot manage_slots[] = {DELEGATE_SLOTS, {Py_tp_methods, manage_methods}, {0, NULL}};
#define DELEGATE_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static PyType_Spec delegate_spec = {"_callscape_recorder.Delegate", sizeof(Delegate), 0, DELEGATE_FLAGS, delegate_slots};
static PyType_Spec each_spec = {"_callscape_recorder.Each", sizeof(Delegate), 0, DELEGATE_FLAGS, each_slots};
static PyType_Spec manage_spec = {"_callscape_recorder.Manage", sizeof(Delegate), 0, DELEGATE_FLAGS, manage_slots};

#endif
