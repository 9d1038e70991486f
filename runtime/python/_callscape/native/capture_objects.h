/* Values that can hold others, and what has no content to show. Part of capture.h. */

static int ancestor_level(Capture *c, PyObject *value) {
    for (int i = c->depth - 1; i >= 0; i--)
        if (c->ancestors[i] == value) return c->depth - i;
    return 0;
}

static void capture_named(Capture *c, int type, PyObject *value) {
    PyObject *name = PyObject_GetAttrString(value, "__name__");
    put_tag(c, type, name && PyUnicode_CheckExact(name) ? intern(c->r, name) : 0);
    Py_XDECREF(name);
    PyErr_Clear();
}

static void capture_error(Capture *c, PyObject *value) {
    /* `BaseException.args` itself: a subclass may have put a property of its own in front of it. */
    PyObject *descriptor = PyObject_GetAttrString(PyExc_BaseException, "args");
    PyObject *arguments = descriptor ? PyObject_CallMethod(descriptor, "__get__", "O", value) : NULL;
    put_tag(c, V_ERROR, class_id(c->r, Py_TYPE(value)));
    if (arguments && PyTuple_CheckExact(arguments) && PyTuple_Size(arguments) == 1)
        capture_value(c, PyTuple_GetItem(arguments, 0), NULL);
    else if (arguments && PyTuple_CheckExact(arguments) && PyTuple_Size(arguments) > 1)
        capture_items(c, arguments, 1);
    else
        put_tag(c, V_STRING, 0);
    put(c, 0);
    PyObject *cause = PyException_GetCause(value);
    if (cause)
        capture_value(c, cause, NULL);
    else
        put(c, V_NULL);
    Py_XDECREF(cause);
    Py_XDECREF(arguments);
    Py_XDECREF(descriptor);
    PyErr_Clear();
}

/*
 * What `look` (in Python, look.py) makes of a value: None, or (kind, text, payload): "typed" with a length, "date"
 * with ms, "pattern", or "fields" with a dictionary.
 */
static int capture_looked_at(Capture *c, PyObject *value) {
    if (c->r->top > DEEP) return 0;
    PyTypeObject *type = Py_TYPE(value);
    KnownClass *known = &c->r->classes[((uintptr_t)type >> 4) % KNOWN_CLASSES];
    class_id(c->r, type);
    if (known->type == type && known->is_blank) return 0;
    PyObject *seen = PyObject_CallFunctionObjArgs(options.look, value, NULL);
    int fine = 0;
    if (seen && PyTuple_CheckExact(seen)) {
        const char *kind = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(seen, 0), NULL);
        PyObject *text = PyTuple_GetItem(seen, 1), *payload = PyTuple_GetItem(seen, 2);
        fine = 1;
        if (kind && strcmp(kind, "typed") == 0) {
            put_tag(c, V_TYPED_ARRAY, intern(c->r, text));
            put(c, (uint32_t)PyLong_AsUnsignedLongMask(payload));
            put(c, 0);
        } else if (kind && strcmp(kind, "date") == 0) {
            put(c, V_DATE);
            put_double(c, PyFloat_AsDouble(payload));
        } else if (kind && strcmp(kind, "pattern") == 0)
            put_tag(c, V_REGEXP, intern(c->r, text));
        else
            capture_fields(c, class_id(c->r, Py_TYPE(value)), payload);
    }
    if (seen == Py_None && known->type == type && !(PyType_GetFlags(type) & Py_TPFLAGS_HEAPTYPE)) known->is_blank = 1;
    Py_XDECREF(seen);
    PyErr_Clear();
    return fine;
}

/* An instance by its slots; false where the class is not known to have some. */
static int capture_slots(Capture *c, PyObject *value) {
    PyObject *key = PyLong_FromVoidPtr(Py_TYPE(value));
    PyObject *names = key ? PyDict_GetItem(options.slot_names, key) : NULL;
    Py_XDECREF(key);
    Py_ssize_t count = names ? PyTuple_Size(names) : 0, read = 0;
    if (count <= 0) return 0;
    put_tag(c, V_OBJECT, class_id(c->r, Py_TYPE(value)));
    uint32_t size = c->r->pos, shown = 0;
    c->r->pos += 2;
    Py_INCREF(names);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GetItem(names, i);
        PyObject *item = PyObject_GenericGetAttr(value, name);
        PyErr_Clear();
        if (!item) continue;
        read++;
        if (shown < MAX_KEYS && !full(c)) {
            put(c, intern(c->r, name));
            capture_value(c, item, name);
            shown++;
        }
        Py_DECREF(item);
    }
    Py_DECREF(names);
    c->r->words[size] = (int32_t)read;
    c->r->words[size + 1] = (int32_t)shown;
    if (shown < read) c->r->truncated++;
    return 1;
}

static void capture_instance(Capture *c, PyObject *value) {
    if (c->brief) {
        c->r->truncated++;
        put_tag(c, V_CUT, class_id(c->r, Py_TYPE(value)));
        return;
    }
    const char *name = class_name(Py_TYPE(value));
    int table = strcmp(name, "DataFrame") == 0 || strcmp(name, "Series") == 0;
    if (table && capture_looked_at(c, value)) return;
    PyObject *fields = PyObject_GenericGetDict(value, NULL);
    PyErr_Clear();
    if (fields && PyDict_Check(fields) && PyDict_Size(fields) > 0)
        capture_fields(c, class_id(c->r, Py_TYPE(value)), fields);
    else if (!capture_slots(c, value) && !capture_looked_at(c, value)) {
        if (fields)
            capture_fields(c, class_id(c->r, Py_TYPE(value)), fields);
        else
            put_tag(c, V_OPAQUE, class_id(c->r, Py_TYPE(value)));
    }
    Py_XDECREF(fields);
}

static void capture_nested(Capture *c, PyObject *value) {
    if (PyDict_Check(value))
        capture_dict(c, value);
    else if (PyList_Check(value))
        capture_items(c, value, 0);
    else if (PyTuple_Check(value))
        capture_items(c, value, 1);
    else if (PyFrozenSet_CheckExact(value) || Py_TYPE(value) == &PySet_Type)
        capture_set(c, value);
    else if (PyType_FastSubclass(Py_TYPE(value), Py_TPFLAGS_BASE_EXC_SUBCLASS))
        capture_error(c, value);
    else
        capture_instance(c, value);
}

static void capture_bytes(Capture *c, PyObject *value, Py_ssize_t length) {
    /* Length only: bytes are rarely worth reading, and often are somebody's data. */
    put_tag(c, V_TYPED_ARRAY, class_id(c->r, Py_TYPE(value)));
    put(c, (uint32_t)length);
    put(c, 0);
}

static void capture_composite(Capture *c, PyObject *value) {
    PyTypeObject *type = Py_TYPE(value);
    if (PyLong_Check(value)) {
        capture_long(c, value);
        return;
    }
    if (PyFloat_Check(value)) {
        put(c, V_NUMBER);
        put_double(c, PyFloat_AsDouble(value));
        return;
    }
    if (PyUnicode_Check(value)) {
        capture_text(c, value);
        return;
    }
    if (type == &PyBytes_Type) {
        capture_bytes(c, value, PyBytes_Size(value));
        return;
    }
    if (type == &PyByteArray_Type) {
        capture_bytes(c, value, PyByteArray_Size(value));
        return;
    }
    if (type == options.function_type || type == &PyCFunction_Type) {
        capture_named(c, V_FUNCTION, value);
        return;
    }
    if (PyType_Check(value)) {
        put_tag(c, V_CLASS, class_id(c->r, (PyTypeObject *)value));
        return;
    }
    int level = ancestor_level(c, value);
    if (level) {
        put_tag(c, V_REFERENCE, (uint32_t)level);
        return;
    }
    if (c->depth >= MAX_DEPTH || full(c)) {
        c->r->truncated++;
        put_tag(c, V_CUT, class_id(c->r, type));
        return;
    }
    c->ancestors[c->depth++] = value;
    capture_nested(c, value);
    c->depth--;
}
