/* Values as FORMAT.md's "Values". Runs no code of the app and raises nothing. */
#ifndef CALLSCAPE_CAPTURE_H
#define CALLSCAPE_CAPTURE_H
#include "strings.h"

#define MAX_DEPTH 4
#define MAX_KEYS 24
#define MAX_ITEMS 16
#define MAX_TEXT 1024
/* Of a string there is always room for so much, however little of the budget is left. */
#define MIN_TEXT 64
/*
 * A function's captures share an allowance: the first calls are captured in full, and one that is called all the time
 * earns a few words with each call. While it has too little for a look into a value its captures are brief: plain values
 * and short texts, and of others what they are and how long. So what capture costs is bounded by the number of calls, not
 * by what they are called with. What is left out is counted as truncated. Errors are captured in full.
 */
#define FIRST_ALLOWANCE 4096
#define EARNED_WORDS 4
#define BRIEF_BELOW 256
/* Words of a brief capture, at most, but for the number of the values. */
#define BRIEF_WORDS 12
/* Characters of a text that a brief capture looks up. */
#define BRIEF_TEXT 16
/* Characters of a key. */
#define MAX_KEY 128
/* Shorter strings can hold no secret that shows by its shape. */
#define SHORTEST_SECRET 12

typedef struct {
    Recorder *r;
    /* The budget ends at this word; text written elsewhere shortens it. */
    int64_t end;
    int depth, brief;
    PyObject *ancestors[MAX_DEPTH + 1];
} Capture;

static void capture_value(Capture *c, PyObject *value, PyObject *key);

static inline void put(Capture *c, uint32_t word) { c->r->words[c->r->pos++] = (int32_t)word; }
static inline void put_tag(Capture *c, int type, uint32_t x) { put(c, x << 8 | (uint32_t)type); }

static void put_double(Capture *c, double value) {
    memcpy(c->r->words + c->r->pos, &value, 8);
    c->r->pos += 2;
}

static inline int full(Capture *c) { return (int64_t)c->r->pos >= c->end; }

/* A verdict of Python's, kept by key. */
static int key_is_secret(PyObject *key) {
    if (!PyUnicode_CheckExact(key)) return 0;
    PyObject *known = PyDict_GetItem(options.key_verdicts, key);
    if (known) return known == Py_True;
    PyObject *verdict = PyObject_CallFunctionObjArgs(options.is_secret_key, key, NULL);
    if (verdict && PyDict_Size(options.key_verdicts) < 10000) PyDict_SetItem(options.key_verdicts, key, verdict);
    int secret = verdict == Py_True;
    if (!verdict) PyErr_Clear();
    Py_XDECREF(verdict);
    return secret;
}

#include "secrets.h"

static int text_is_secret(Recorder *r, PyObject *text) {
    Py_ssize_t length;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &length);
    if (!bytes) PyErr_Clear();
    if (bytes && !options.looks_at_all && !may_be_secret((const unsigned char *)bytes, (size_t)length)) return 0;
    if (r->top > DEEP) return 1;
    PyObject *verdict = PyObject_CallFunctionObjArgs(options.is_secret_text, text, NULL);
    int secret = verdict == Py_True;
    if (!verdict) PyErr_Clear();
    Py_XDECREF(verdict);
    return secret;
}

static void capture_long(Capture *c, PyObject *value) {
    int overflow;
    long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (!overflow && number >= -(1 << 23) && number < (1 << 23)) {
        put_tag(c, V_INT24, (uint32_t)number & 0xffffff);
    } else if (!overflow && number >= INT32_MIN && number <= INT32_MAX) {
        put(c, V_INT32);
        put(c, (uint32_t)number);
    } else if (!overflow && number >= -(1LL << 53) && number <= (1LL << 53)) {
        put(c, V_NUMBER);
        put_double(c, (double)number);
    } else {
        /* `int` itself: a subclass may print in its own way. Long ones take long to write in digits. */
        PyObject *bits = PyObject_CallMethod((PyObject *)&PyLong_Type, "bit_length", "O", value);
        PyObject *digits = bits && PyLong_AsLong(bits) <= 256 ? PyNumber_ToBase(value, 10) : NULL;
        put_tag(c, V_BIGINT, digits ? intern(c->r, digits) : intern_utf8(c->r, "large"));
        Py_XDECREF(bits);
        Py_XDECREF(digits);
        PyErr_Clear();
    }
}

/* Length in UTF-16 units; beyond 64 Ki characters those outside the basic plane count once. */
static uint32_t utf16_length(PyObject *text, Py_ssize_t characters) {
    if (characters > 65536) return (uint32_t)characters;
    PyObject *bytes = PyUnicode_AsEncodedString(text, "utf-16-le", "surrogatepass");
    Py_ssize_t units = bytes ? PyBytes_Size(bytes) / 2 : characters;
    Py_XDECREF(bytes);
    PyErr_Clear();
    return (uint32_t)units;
}

static void capture_text(Capture *c, PyObject *value) {
    Py_ssize_t length = PyUnicode_GetLength(value);
    if (c->brief && length > BRIEF_TEXT) {
        c->r->truncated++;
        put_tag(c, V_STRING_CUT, 0);
        put(c, (uint32_t)length);
        return;
    }
    int64_t limit = (c->end - (int64_t)c->r->pos) * 8;
    limit = limit < MIN_TEXT ? MIN_TEXT : limit > MAX_TEXT ? MAX_TEXT : limit;
    int cut = length > limit;
    PyObject *kept = cut                           ? PyUnicode_Substring(value, 0, (Py_ssize_t)limit)
                     : PyUnicode_CheckExact(value) ? (Py_INCREF(value), value)
                                                   : PyUnicode_FromObject(value);
    if (!kept) {
        PyErr_Clear();
        put(c, V_NULL);
        return;
    }
    if ((length >= SHORTEST_SECRET || options.looks_at_all) && !PyDict_GetItem(c->r->string_ids, kept) && text_is_secret(c->r, kept)) {
        c->r->redacted++;
        put(c, V_REDACTED);
    } else {
        c->end -= (cut ? limit : length) >> 3;
        put_tag(c, cut ? V_STRING_CUT : V_STRING, intern(c->r, kept));
        if (cut) {
            c->r->truncated++;
            put(c, utf16_length(value, length));
        }
    }
    Py_DECREF(kept);
}

/* Lists and tuples, and their subclasses, read as what they are underneath. */
static void capture_items(Capture *c, PyObject *value, int tuple) {
    Recorder *r = c->r;
    uint32_t tag = r->pos++;
    Py_ssize_t length = tuple ? PyTuple_Size(value) : PyList_Size(value);
    put(c, (uint32_t)length);
    uint32_t shown = 0;
    for (Py_ssize_t i = 0; i < length && !c->brief && shown < MAX_ITEMS && !full(c); i++, shown++) {
        PyObject *item = tuple ? PyTuple_GetItem(value, i) : PyList_GetItem(value, i);
        if (!item) {
            PyErr_Clear();
            break;
        }
        Py_INCREF(item);
        capture_value(c, item, NULL);
        Py_DECREF(item);
    }
    r->words[tag] = (int32_t)(shown << 8 | (uint32_t)(tuple ? V_TUPLE : V_ARRAY));
    if (shown < (uint32_t)length) r->truncated++;
}

static void capture_dict(Capture *c, PyObject *value) {
    Recorder *r = c->r;
    uint32_t tag = r->pos++;
    Py_ssize_t size = PyDict_Size(value), at = 0;
    put(c, (uint32_t)size);
    uint32_t shown = 0;
    PyObject *key, *item;
    while (!c->brief && shown < MAX_ITEMS && !full(c) && PyDict_Next(value, &at, &key, &item)) {
        Py_INCREF(key);
        Py_INCREF(item);
        capture_value(c, key, NULL);
        capture_value(c, item, key);
        Py_DECREF(key);
        Py_DECREF(item);
        shown++;
    }
    r->words[tag] = (int32_t)(shown << 8 | V_MAP);
    if (shown < (uint32_t)size) r->truncated++;
}

static void capture_set(Capture *c, PyObject *value) {
    Recorder *r = c->r;
    uint32_t tag = r->pos++;
    Py_ssize_t size = PySet_Size(value);
    put(c, (uint32_t)size);
    uint32_t shown = 0;
    PyObject *iterator = c->brief ? NULL : PyObject_GetIter(value);
    while (iterator && shown < MAX_ITEMS && !full(c)) {
        PyObject *item = PyIter_Next(iterator);
        if (!item) break;
        capture_value(c, item, NULL);
        Py_DECREF(item);
        shown++;
    }
    PyErr_Clear();
    Py_XDECREF(iterator);
    r->words[tag] = (int32_t)(shown << 8 | V_SET);
    if (shown < (uint32_t)size) r->truncated++;
}

/* An instance by its own attributes, which are read from its dictionary. */
static void capture_fields(Capture *c, uint32_t class_name_id, PyObject *fields) {
    Recorder *r = c->r;
    put_tag(c, V_OBJECT, class_name_id);
    put(c, (uint32_t)PyDict_Size(fields));
    uint32_t count = r->pos++, shown = 0;
    Py_ssize_t at = 0;
    PyObject *key, *item;
    while (shown < MAX_KEYS && !full(c) && PyDict_Next(fields, &at, &key, &item)) {
        if (!PyUnicode_CheckExact(key)) continue;
        Py_INCREF(key);
        Py_INCREF(item);
        PyObject *name = PyUnicode_GetLength(key) > MAX_KEY ? PyUnicode_Substring(key, 0, MAX_KEY) : NULL;
        PyErr_Clear();
        put(c, intern(r, name ? name : key));
        Py_XDECREF(name);
        capture_value(c, item, key);
        Py_DECREF(key);
        Py_DECREF(item);
        shown++;
    }
    r->words[count] = (int32_t)shown;
    if (shown < (uint32_t)PyDict_Size(fields)) r->truncated++;
}

#include "capture_objects.h"

/* `key`: the name that the value has, or NULL; it decides on redaction. */
static void capture_value(Capture *c, PyObject *value, PyObject *key) {
    if (value == Py_None) {
        put(c, V_NULL);
        return;
    }
    if (key && key_is_secret(key)) {
        c->r->redacted++;
        put(c, V_REDACTED);
        return;
    }
    PyTypeObject *type = Py_TYPE(value);
    if (type == &PyLong_Type)
        capture_long(c, value);
    else if (type == &PyUnicode_Type)
        capture_text(c, value);
    else if (type == &PyBool_Type)
        put(c, value == Py_True ? V_TRUE : V_FALSE);
    else if (type == &PyFloat_Type) {
        put(c, V_NUMBER);
        put_double(c, PyFloat_AsDouble(value));
    } else
        capture_composite(c, value);
}

/* A capture from word `at` on; its words are charged to the function's allowance behind it. */
static inline Capture open_capture(Recorder *r, Function *f, uint32_t at) {
    f->allowance += EARNED_WORDS;
    if (f->allowance > FIRST_ALLOWANCE || options.full) f->allowance = FIRST_ALLOWANCE;
    int brief = f->allowance < BRIEF_BELOW;
    int64_t words = brief ? BRIEF_WORDS : f->allowance > options.max_words ? options.max_words : f->allowance;
    Capture c;
    c.r = r;
    c.end = (int64_t)at + words;
    c.depth = 0;
    c.brief = brief;
    return c;
}

static void charge(Function *f, Capture *c, uint32_t start, int64_t end) {
    f->allowance -= (int64_t)(c->r->pos - start) + (end - c->end);
    f->captured += c->r->pos - start;
    if (f->allowance < 0) f->allowance = 0;
}

static void capture_operation(Recorder *r, Function *f, int op, PyObject *value) {
    uint32_t at = r->pos;
    Capture c = open_capture(r, f, at + 2);
    if (op == OP_ERROR && c.brief) {
        c.brief = 0;
        c.end = (int64_t)at + options.max_words;
    }
    int64_t end = c.end;
    r->pos += 2;
    r->muted = 1;
    capture_value(&c, value, NULL);
    r->muted = 0;
    r->words[at] = -op;
    r->words[at + 1] = (int32_t)(r->pos - at - 2);
    charge(f, &c, at, end);
}

static void capture_step(Recorder *r, Function *f, int op, int32_t owner, long variable, PyObject *value) {
    uint32_t at = r->pos;
    Capture c = open_capture(r, f, at + 4);
    int64_t end = c.end;
    r->pos += 4;
    r->muted = 1;
    capture_value(&c, value, PyTuple_GetItem(f->variables, variable));
    r->muted = 0;
    r->words[at] = -op;
    r->words[at + 1] = (int32_t)(r->pos - at - 2);
    r->words[at + 2] = owner;
    r->words[at + 3] = (int32_t)variable;
    charge(f, &c, at, end);
}

/* Once for each function: names are asked for with every call. */
static void judge_names(Function *f) {
    f->names_judged = 1;
    for (Py_ssize_t i = 0; i < PyTuple_Size(f->names) && i < 64; i++)
        if (key_is_secret(PyTuple_GetItem(f->names, i))) f->secret_names |= (uint64_t)1 << i;
}

static void capture_arguments(Recorder *r, Function *f, PyObject *const *values, Py_ssize_t count) {
    uint32_t at = r->pos;
    Capture c = open_capture(r, f, at + 3);
    int64_t end = c.end;
    r->pos += 3;
    Py_ssize_t shown = 0;
    r->muted = 1;
    /* The budget bounds composite values; this bounds their number. */
    if (unlikely(!f->names_judged)) judge_names(f);
    for (; shown < count && shown < SLACK / 8; shown++) {
        int is_secret = shown < 64 ? (f->secret_names >> shown & 1) != 0 : key_is_secret(PyTuple_GetItem(f->names, shown));
        if (unlikely(is_secret) && values[shown] != Py_None) {
            r->redacted++;
            put(&c, V_REDACTED);
        } else
            capture_value(&c, values[shown], NULL);
    }
    r->muted = 0;
    r->words[at] = -OP_ARGS;
    r->words[at + 1] = (int32_t)(r->pos - at - 2);
    r->words[at + 2] = (int32_t)shown;
    charge(f, &c, at, end);
}

#endif
