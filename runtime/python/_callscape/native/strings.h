/* Ids for strings, written once each; and class names. */
#ifndef CALLSCAPE_STRINGS_H
#define CALLSCAPE_STRINGS_H
#include "recorder.h"

/* Kept strings, at most; then the table is forgotten and ids go on, so that nothing of the app's stays alive. */
#define MAX_STRINGS 20000
#define MAX_STRING_BYTES 8000000
#define LAST_STRING_ID 0xffffff

static int keep_pending(Recorder *r, const char *bytes, size_t length) {
    size_t needed = FRAME_HEAD + 8 + r->pending_length + 4 + length + 4;
    if (needed > r->pending_room) {
        size_t room = needed * 2 + 4096;
        char *grown = realloc(r->pending, room);
        if (!grown) return 0;
        r->pending = grown;
        r->pending_room = room;
    }
    char *at = r->pending + FRAME_HEAD + 8 + r->pending_length;
    uint32_t stated = (uint32_t)length;
    memcpy(at, &stated, 4);
    memcpy(at + 4, bytes, length);
    r->pending_length += 4 + length;
    return 1;
}

/* Id of an exact `str`; 0, the empty string, when it cannot be had. */
static uint32_t intern(Recorder *r, PyObject *text) {
    PyObject *known = PyDict_GetItem(r->string_ids, text);
    if (known) return (uint32_t)PyLong_AsUnsignedLong(known);
    if (r->next_string >= LAST_STRING_ID) return 0;
    Py_ssize_t length;
    PyObject *replaced = NULL;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &length);
    if (!bytes) {
        /* Lone surrogates. */
        PyErr_Clear();
        replaced = PyUnicode_AsEncodedString(text, "utf-8", "replace");
        if (!replaced) {
            PyErr_Clear();
            return 0;
        }
        bytes = PyBytes_AsString(replaced);
        length = PyBytes_Size(replaced);
    }
    if (length == 0) {
        Py_XDECREF(replaced);
        return 0;
    }
    if (PyDict_Size(r->string_ids) >= MAX_STRINGS || r->string_bytes > MAX_STRING_BYTES) {
        PyDict_Clear(r->string_ids);
        r->string_bytes = 0;
    }
    uint32_t id = r->next_string;
    PyObject *number = PyLong_FromUnsignedLong(id);
    int fine = number && PyDict_SetItem(r->string_ids, text, number) == 0 && keep_pending(r, bytes, (size_t)length);
    if (fine) {
        r->next_string++;
        r->string_bytes += (size_t)length;
    } else
        PyErr_Clear();
    Py_XDECREF(number);
    Py_XDECREF(replaced);
    return fine ? id : 0;
}

static uint32_t intern_utf8(Recorder *r, const char *text) {
    PyObject *string = PyUnicode_FromString(text);
    if (!string) {
        PyErr_Clear();
        return 0;
    }
    uint32_t id = intern(r, string);
    Py_DECREF(string);
    return id;
}

/*
 * The name of a class without its module. `tp_name` is the first field behind the object's head in every version of
 * CPython that this binary can be loaded by; the limited API has a function for it only from 3.11 on, and to ask the
 * class for `__name__` could run code of its metaclass.
 */
static const char *class_name(PyTypeObject *type) {
    const char *name = *(const char **)((char *)type + sizeof(PyVarObject));
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

/* Ids of the names of classes that were met last, by where the class is; another may have come there since. */
static uint32_t class_id(Recorder *r, PyTypeObject *type) {
    const char *name = class_name(type);
    KnownClass *known = &r->classes[((uintptr_t)type >> 4) % KNOWN_CLASSES];
    if (known->type == type && strcmp(known->name, name) == 0) return known->id;
    uint32_t id = intern_utf8(r, name);
    if (strlen(name) < sizeof known->name) {
        known->type = type;
        known->id = id;
        known->is_blank = 0;
        strcpy(known->name, name);
    }
    return id;
}

#endif
