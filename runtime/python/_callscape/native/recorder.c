/*
 * The recorder in C, for any CPython from 3.8 on through the limited API. recorder.py is its twin: both offer the same
 * functions and write the same stream.
 */
#include "recorder.h"

#include <dlfcn.h>

#include "delegates.h"
#include "sites.h"
#include "steps.h"
#include "handovers.h"
#include "signals.h"
#include "calls.h"
#include "quick.h"
#include "threads.h"

/* setup(open_thread, is_secret_key, is_secret_text, look, slot_names, is_traced_class, special methods, types, flush_ns, max_words) */
static PyObject *setup(PyObject *module, PyObject *args) {
    PyObject *open_thread, *is_secret_key, *is_secret_text, *look, *function, *coroutine, *generator, *method, *is_traced_class, *slot_names, *special;
    long long flush_ns;
    unsigned int max_words;
    if (!PyArg_ParseTuple(args, "OOOOOOO!(OOOO)LI", &open_thread, &is_secret_key, &is_secret_text, &look, &slot_names, &is_traced_class, &PyTuple_Type, &special, &function,
                          &coroutine, &generator, &method, &flush_ns, &max_words))
        return NULL;
    Py_INCREF(open_thread);
    Py_INCREF(is_secret_key);
    Py_INCREF(is_secret_text);
    Py_INCREF(look);
    Py_INCREF(slot_names);
    options.slot_names = slot_names;
    options.open_thread = open_thread;
    options.is_secret_key = is_secret_key;
    options.is_secret_text = is_secret_text;
    options.look = look;
    options.function_type = (PyTypeObject *)function;
    options.coroutine_type = (PyTypeObject *)coroutine;
    options.generator_type = (PyTypeObject *)generator;
    options.method_type = method;
    Py_INCREF(is_traced_class);
    options.is_traced_class = is_traced_class;
    Py_INCREF(special);
    options.special = special;
    options.pid = (uint32_t)getpid();
    options.flush_ns = flush_ns;
    options.max_words = max_words < 16 ? 16 : max_words;
    options.key_verdicts = PyDict_New();
    definition_frames = PyList_New(0);
    if (!options.key_verdicts || !definition_frames || !make_room_for_counters(0)) return NULL;
    off = 0;
    watch_signals();
    return PyBool_FromLong(open_recorder() != NULL);
}

static PyMethodDef function_operations[] = {
    {"e", (PyCFunction)(void *)span_enter, METH_FASTCALL, NULL},
    {"r", span_return, METH_O, NULL},
    {"p", span_keep, METH_O, NULL},
    {"x", span_failed, METH_O, NULL},
    {"begin", (PyCFunction)(void *)span_begin, METH_FASTCALL, NULL},
    {"await", (PyCFunction)(void *)span_await, METH_FASTCALL, NULL},
    {"c", site_of, METH_O, NULL},
    {"s", (PyCFunction)(void *)step_set, METH_FASTCALL, NULL},
    {"S", (PyCFunction)(void *)step_set_module, METH_FASTCALL, NULL},
    {"w", (PyCFunction)(void *)step_assign, METH_FASTCALL, NULL},
};
#define FUNCTION_OPERATIONS (sizeof function_operations / sizeof *function_operations)

/* function(id, names of captured parameters or None, what is captured, is a lambda, names of variables, has calls out or steps) -> {operation: what to put there} */
static PyObject *make_function(PyObject *module, PyObject *args) {
    /* Whether it is a lambda, or has calls out or steps, matters to the twin only. */
    int id, takes, is_lambda, is_deep;
    PyObject *names, *variables;
    if (!PyArg_ParseTuple(args, "iOipO!p", &id, &names, &takes, &is_lambda, &PyTuple_Type, &variables, &is_deep))
        return NULL;
    Function *f = (Function *)PyType_GenericAlloc(function_type, 0);
    if (!f) return NULL;
    f->id = id;
    f->takes = (uint8_t)takes;
    f->allowance = FIRST_ALLOWANCE;
    set_gate(f);
    if (names != Py_None) {
        Py_INCREF(names);
        f->names = names;
    }
    Py_INCREF(variables);
    f->variables = variables;
    PyObject *made = PyDict_New();
    for (size_t i = 0; made && i < FUNCTION_OPERATIONS; i++) {
        PyObject *bound = PyCFunction_NewEx(&function_operations[i], (PyObject *)f, NULL);
        if (!bound || PyDict_SetItemString(made, function_operations[i].ml_name, bound) < 0) Py_CLEAR(made);
        Py_XDECREF(bound);
    }
    Through *through = (Through *)PyType_GenericAlloc(through_type, 0);
    if (through) {
        Py_INCREF((PyObject *)f);
        through->function = f;
    }
    if (!through || !made || PyDict_SetItemString(made, "t", (PyObject *)f) < 0 ||
        PyDict_SetItemString(made, "q", (PyObject *)through) < 0)
        Py_CLEAR(made);
    Py_XDECREF((PyObject *)through);
    Py_DECREF((PyObject *)f);
    return made;
}

static PyObject *capture_in_full(PyObject *module, PyObject *unused) {
    options.full = 1;
    Py_RETURN_NONE;
}

static PyObject *look_at_all_texts(PyObject *module, PyObject *unused) {
    options.looks_at_all = 1;
    Py_RETURN_NONE;
}

static PyObject *add_definitions(PyObject *module, PyObject *frame) {
    if (!PyBytes_Check(frame) || PyList_Append(definition_frames, frame) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *set_totals(PyObject *module, PyObject *args) {
    if (!PyArg_ParseTuple(args, "KKK", &options.files, &options.functions, &options.instrument_ns)) return NULL;
    Py_RETURN_NONE;
}

static PyObject *write_frame(PyObject *module, PyObject *frame) {
    if (!PyBytes_Check(frame)) return PyErr_Format(PyExc_TypeError, "a frame is bytes");
    Recorder *r = ready();
    if (r) append_frame(r, PyBytes_AsString(frame), (size_t)PyBytes_Size(frame));
    Py_RETURN_NONE;
}

static PyObject *end_threads(PyObject *module, PyObject *unused) {
    if (!off) end_other_threads();
    Py_RETURN_NONE;
}

/* type_modified(type): its dictionary has been changed behind its back. */
static PyObject *type_modified(PyObject *module, PyObject *type) {
    if (PyType_Check(type)) PyType_Modified((PyTypeObject *)type);
    Py_RETURN_NONE;
}

/* All threads' buffers: what os._exit, exec or a fork is about to drop. */
static PyObject *flush_all(PyObject *module, PyObject *unused) {
    for (Recorder *r = recorders; r; r = r->next) flush(r);
    Py_RETURN_NONE;
}

static PyObject *after_fork(PyObject *module, PyObject *unused) {
    if (!off) forked();
    Py_RETURN_NONE;
}

static PyObject *stop(PyObject *module, PyObject *unused) {
    switch_off();
    Py_RETURN_NONE;
}

/* (ns since the thread's origin, dropped, left out, truncated values, redacted values, ns spent writing) of this thread. */
static PyObject *counts(PyObject *module, PyObject *unused) {
    Recorder *r = ready();
    if (!r) Py_RETURN_NONE;
    return Py_BuildValue("LKKKKK", (long long)(clock_ns() - r->origin), (unsigned long long)r->dropped, (unsigned long long)r->left_out,
                         (unsigned long long)r->truncated, (unsigned long long)r->redacted,
                         (unsigned long long)r->write_ns);
}

/* ns that recording one call takes at level 1, without the inserted calls themselves. */
static double recorded_ns(Recorder *r) {
    enum { CALLS = 2000 };
    flush(r);
    uint32_t top = r->top, depth = r->depth;
    int64_t previous = r->previous, base = r->base, start = clock_ns();
    Function f;
    memset(&f, 0, sizeof f);
    for (int i = 0; i < CALLS && !off; i++) {
        if (push(r, &f)) event(r, 0);
        if (is_top(r, &f)) event(r, -OP_EXIT);
        r->top = top;
        r->depth = depth;
        r->pos = 0;
    }
    r->previous = previous;
    r->base = base;
    return (double)(clock_ns() - start) / CALLS;
}

static PyObject *measure_cost(PyObject *module, PyObject *unused) {
    Recorder *r = ready();
    return PyLong_FromLong(r ? (long)(recorded_ns(r) + budget.inserted_ns) : 0);
}

static PyMethodDef module_methods[] = {
    {"setup", setup, METH_VARARGS, NULL},
    {"function", make_function, METH_VARARGS, NULL},
    {"add_definitions", add_definitions, METH_O, NULL},
    {"set_totals", set_totals, METH_VARARGS, NULL},
    {"write_frame", write_frame, METH_O, NULL},
    {"end_threads", end_threads, METH_NOARGS, NULL},
    {"flush_all", flush_all, METH_NOARGS, NULL},
    {"after_fork", after_fork, METH_NOARGS, NULL},
    {"stop", stop, METH_NOARGS, NULL},
    {"counts", counts, METH_NOARGS, NULL},
    {"measure_cost", measure_cost, METH_NOARGS, NULL},
    {"capture_in_full", capture_in_full, METH_NOARGS, NULL},
    {"look_at_all_texts", look_at_all_texts, METH_NOARGS, NULL},
    {"born", born, METH_O, NULL},
    {"keep_budget", keep_budget, METH_VARARGS, NULL},
    {"limit", set_limits, METH_VARARGS, NULL},
    {"watch_levels", watch_levels, METH_VARARGS, NULL},
    {"watch_memory", watch_memory, METH_O, NULL},
    {"switch_level", switch_level, METH_VARARGS, NULL},
    {"throttled", tell_throttled, METH_NOARGS, NULL},
    {"main_runner", main_runner, METH_VARARGS, NULL},
    {"wrap_call", wrap_call, METH_VARARGS, NULL},
    {"handover", make_handover, METH_VARARGS, NULL},
    {"started", process_started, METH_O, NULL},
    {"was_started", process_was_started, METH_NOARGS, NULL},
    {"detail", signal_detail, METH_O, NULL},
    {"log", (PyCFunction)(void *)signal_log, METH_FASTCALL, NULL},
    {"carries", signal_carries, METH_O, NULL},
    {"continues", signal_continues, METH_O, NULL},
    {"fail", (PyCFunction)(void *)span_failed_by, METH_FASTCALL, NULL},
    {"line", step_line, METH_O, NULL},
    {"add_codes", add_codes, METH_O, NULL},
    {"is_traced", ask_traced, METH_O, NULL},
    {"type_modified", type_modified, METH_O, NULL},
    {"waited", (PyCFunction)(void *)span_waited, METH_FASTCALL, NULL},
    {"done", (PyCFunction)(void *)span_done, METH_FASTCALL, NULL},
    {"keep", (PyCFunction)(void *)span_keep_value, METH_FASTCALL, NULL},
    {"leave", (PyCFunction)(void *)span_leave, METH_FASTCALL, NULL},
    {"again", (PyCFunction)(void *)span_again, METH_FASTCALL, NULL},
    {"wake", span_wake, METH_O, NULL},
    {"wait", (PyCFunction)(void *)span_wait, METH_FASTCALL, NULL},
    {"delegate", (PyCFunction)(void *)span_delegate, METH_FASTCALL, NULL},
    {"each", (PyCFunction)(void *)span_each, METH_FASTCALL, NULL},
    {"manage", (PyCFunction)(void *)span_manage, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot guard_slots[] = {{Py_tp_dealloc, guard_dealloc}, {0, NULL}};
static PyType_Spec guard_spec = {"_callscape_recorder.Guard", sizeof(Guard), 0, Py_TPFLAGS_DEFAULT, guard_slots};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_callscape_recorder", NULL, -1, module_methods,
                                 NULL, NULL, NULL, NULL};

__attribute__((visibility("default"))) PyMODINIT_FUNC PyInit__callscape_recorder(void) {
    crc_prepare();
    iter_send = (SendFunction)dlsym(RTLD_DEFAULT, "PyIter_Send");
    prepare_sites();
    function_type = (PyTypeObject *)PyType_FromSpec(&function_spec);
    site_type = (PyTypeObject *)PyType_FromSpec(&site_spec);
    through_type = (PyTypeObject *)PyType_FromSpec(&through_spec);
    span_type = (PyTypeObject *)PyType_FromSpec(&span_spec);
    guard_type = (PyTypeObject *)PyType_FromSpec(&guard_spec);
    link_type = (PyTypeObject *)PyType_FromSpec(&link_spec);
    wrapped_type = (PyTypeObject *)PyType_FromSpec(&wrapped_spec);
    delegate_type = (PyTypeObject *)PyType_FromSpec(&delegate_spec);
    each_type = (PyTypeObject *)PyType_FromSpec(&each_spec);
    manage_type = (PyTypeObject *)PyType_FromSpec(&manage_spec);
    if (!function_type || !site_type || !through_type || !span_type || !guard_type || !link_type || !wrapped_type || !delegate_type ||
        !each_type || !manage_type || !prepare_handovers())
        return NULL;
    return PyModule_Create(&definition);
}
