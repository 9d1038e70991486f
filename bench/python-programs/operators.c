/*
 * What being told of a call by operators costs alone: the operators that the recorder in C is told by, of a type that does nothing.
 * Built as the recorder is: the limited API of 3.8, so that one binary serves all versions.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *entered(PyObject *self) {
    (void)self;
    /* Py_RETURN_NONE of newer headers would not count it. */
    Py_INCREF(Py_None);
    return Py_None;
}

static PyObject *returned(PyObject *self, PyObject *value) {
    (void)self;
    Py_INCREF(value);
    return value;
}

static PyType_Slot slots[] = {{Py_nb_invert, entered}, {Py_nb_negative, entered}, {Py_mp_subscript, returned}, {0, NULL}};
static PyType_Spec spec = {"operators.Told", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "operators", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_operators(void) {
    PyObject *made = PyModule_Create(&module);
    PyObject *type = PyType_FromSpec(&spec);
    if (made == NULL || type == NULL || PyModule_AddObject(made, "Told", type) < 0) return NULL;
    return made;
}
