/* Level 3: calls of what is not traced. */
#ifndef CALLSCAPE_SITES_H
#define CALLSCAPE_SITES_H
#include "spans.h"

/* Stands in for what is called, and records the call as a span of its own. */
typedef struct {
    PyObject_HEAD
    Function *place;
    PyObject *callee;
} Site;

static PyTypeObject *site_type;
/* Exported by every CPython, though not part of the limited API; NULL elsewhere: then attributes are asked. */
static PyObject *(*function_code)(PyObject *), *(*method_function)(PyObject *);

/* Code of traced functions, by address; the objects are kept. Open addressing, room a power of two. */
static PyObject **codes;
static size_t codes_room, codes_count;

static size_t code_slot(PyObject **table, size_t room, PyObject *code) {
    size_t at = ((uintptr_t)code >> 4) * 0x9e3779b97f4a7c15u >> 20 & (room - 1);
    while (table[at] && table[at] != code) at = (at + 1) & (room - 1);
    return at;
}

static int keep_code(PyObject *code) {
    if (codes_count * 2 >= codes_room) {
        size_t room = codes_room ? codes_room * 2 : 1024;
        PyObject **grown = calloc(room, sizeof(PyObject *));
        if (!grown) return 0;
        for (size_t i = 0; i < codes_room; i++)
            if (codes[i]) grown[code_slot(grown, room, codes[i])] = codes[i];
        free(codes);
        codes = grown;
        codes_room = room;
    }
    size_t at = code_slot(codes, codes_room, code);
    if (!codes[at]) {
        Py_INCREF(code);
        codes[at] = code;
        codes_count++;
    }
    return 1;
}

static PyObject *add_codes(PyObject *module, PyObject *list) {
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++)
        if (!keep_code(PyList_GetItem(list, i))) break;
    Py_RETURN_NONE;
}

static int is_traced_code(PyObject *code) {
    return codes_room && codes[code_slot(codes, codes_room, code)] == code;
}

static int is_traced_function(PyObject *function) {
    PyObject *code = function_code ? function_code(function) : PyObject_GetAttrString(function, "__code__");
    int traced = code && is_traced_code(code);
    if (!function_code) Py_XDECREF(code);
    PyErr_Clear();
    return traced;
}

/* Whether calling it begins a traced function at once, which is a span itself. */
static int is_traced(PyObject *callee) {
    PyTypeObject *type = Py_TYPE(callee);
    if (type == options.function_type) return is_traced_function(callee);
    if ((PyObject *)type == options.method_type && method_function) {
        PyObject *function = method_function(callee);
        return Py_TYPE(function) == options.function_type && is_traced_function(function);
    }
    if (!PyType_Check(callee)) return 0;
    PyObject *verdict = PyObject_CallFunctionObjArgs(options.is_traced_class, callee, NULL);
    int traced = verdict == Py_True;
    Py_XDECREF(verdict);
    PyErr_Clear();
    return traced;
}

/* is_traced(callable), for what Python has to look into itself. */
static PyObject *ask_traced(PyObject *module, PyObject *callee) { return PyBool_FromLong(is_traced(callee)); }

static PyObject *site_of(PyObject *self, PyObject *callee) {
    Function *place = (Function *)self;
    Recorder *r = off ? NULL : ready();
    int recorded = r != NULL && has_details(r) && !is_traced(callee) && !(place->gated && admit(r, place, SITE) >= HIDDEN);
    Site *site = recorded ? (Site *)PyType_GenericAlloc(site_type, 0) : NULL;
    Py_INCREF(callee);
    if (!site) {
        PyErr_Clear();
        return callee;
    }
    Py_INCREF(self);
    site->place = (Function *)self;
    site->callee = callee;
    return (PyObject *)site;
}

static PyObject *site_call(PyObject *self, PyObject *args, PyObject *named) {
    Site *site = (Site *)self;
    Recorder *r = ready();
    int recorded = r != NULL && push(r, self);
    if (recorded) {
        noted(site->place);
        event(r, site->place->id);
        entered(r);
    }
    PyObject *result = PyObject_Call(site->callee, args, named);
    /* The call may have forked, or ended the recording. */
    r = recorded ? ready() : NULL;
    if (r && ends(r, self)) {
        stays(r);
        leave_span(r, result ? -OP_EXIT : -OP_THROW);
    }
    return result;
}

static void site_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF((PyObject *)((Site *)self)->place);
    Py_XDECREF(((Site *)self)->callee);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static int site_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(((Site *)self)->callee);
    return 0;
}

static PyType_Slot site_slots[] = {
    {Py_tp_dealloc, site_dealloc}, {Py_tp_traverse, site_traverse}, {Py_tp_call, site_call}, {0, NULL}};
static PyType_Spec site_spec = {"_callscape_recorder.Site", sizeof(Site), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                                site_slots};

static void prepare_sites(void) {
    function_code = (PyObject * (*)(PyObject *)) dlsym(RTLD_DEFAULT, "PyFunction_GetCode");
    method_function = (PyObject * (*)(PyObject *)) dlsym(RTLD_DEFAULT, "PyMethod_Function");
}

#endif
