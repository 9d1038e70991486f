/* Calls that must leave no frame of ours in the app's tracebacks. */
#ifndef CALLSCAPE_CALLS_H
#define CALLSCAPE_CALLS_H
#include "recorder.h"

/* Runs the script that `prepare` gives as (code, globals), then calls finish(exception or None). */
static PyObject *run_main(PyObject *self, PyObject *unused) {
    PyObject *script = PyObject_CallObject(PyTuple_GetItem(self, 0), NULL);
    if (!script) return NULL;
    PyObject *globals = PyTuple_GetItem(script, 1);
    PyObject *result = PyEval_EvalCode(PyTuple_GetItem(script, 0), globals, globals);
    PyObject *type = NULL, *value = NULL, *traceback = NULL;
    if (!result) {
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
    }
    PyObject *done = PyObject_CallFunctionObjArgs(PyTuple_GetItem(self, 1), value ? value : Py_None, NULL);
    if (!done) PyErr_Clear();
    Py_XDECREF(done);
    Py_DECREF(script);
    if (!result) PyErr_Restore(type, value, traceback);
    return result;
}

static PyMethodDef run_main_definition = {"_run_module_as_main", run_main, METH_VARARGS, NULL};

/* main_runner(prepare, finish) -> a callable that takes any arguments. */
static PyObject *main_runner(PyObject *module, PyObject *args) {
    if (PyTuple_Size(args) != 2) return PyErr_Format(PyExc_TypeError, "prepare and finish");
    return PyCFunction_NewEx(&run_main_definition, args, NULL);
}

/* Calls before(*args), whose failure counts for nothing, and then the original. */
static PyObject *call_wrapped(PyObject *self, PyObject *args, PyObject *named) {
    PyObject *done = PyObject_CallObject(PyTuple_GetItem(self, 0), args);
    if (!done) PyErr_Clear();
    Py_XDECREF(done);
    return PyObject_Call(PyTuple_GetItem(self, 1), args, named);
}

/* wrap_call(before, original) -> a built-in function of the same name, text and module. */
static PyObject *wrap_call(PyObject *module, PyObject *args) {
    PyObject *before, *original;
    if (!PyArg_ParseTuple(args, "OO", &before, &original)) return NULL;
    PyObject *name = PyObject_GetAttrString(original, "__name__");
    PyObject *text = PyObject_GetAttrString(original, "__doc__");
    PyObject *place = PyObject_GetAttrString(original, "__module__");
    const char *own_name = name ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    const char *own_text = text && text != Py_None ? PyUnicode_AsUTF8AndSize(text, NULL) : NULL;
    /* Where a built-in function keeps its signature. */
    PyObject *signature = PyObject_GetAttrString(original, "__text_signature__");
    PyObject *full = own_name && signature && PyUnicode_Check(signature)
                         ? PyUnicode_FromFormat("%s%U\n--\n\n%s", own_name, signature, own_text ? own_text : "")
                         : NULL;
    if (full) own_text = PyUnicode_AsUTF8AndSize(full, NULL);
    PyErr_Clear();
    PyObject *made = NULL;
    /* Lives as long as the process, as what it wraps does. */
    PyMethodDef *definition = own_name && place ? calloc(1, sizeof(PyMethodDef)) : NULL;
    if (definition) {
        definition->ml_name = strdup(own_name);
        definition->ml_meth = (PyCFunction)(void *)call_wrapped;
        definition->ml_flags = METH_VARARGS | METH_KEYWORDS;
        definition->ml_doc = own_text ? strdup(own_text) : NULL;
        made = PyCFunction_NewEx(definition, args, place);
    }
    Py_XDECREF(signature);
    Py_XDECREF(full);
    Py_XDECREF(name);
    Py_XDECREF(text);
    Py_XDECREF(place);
    return made;
}

#endif
