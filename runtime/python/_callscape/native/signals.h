/* Log records, details of operations, trace contexts. */
#ifndef CALLSCAPE_SIGNALS_H
#define CALLSCAPE_SIGNALS_H
#include "resumable.h"

/* Room for the values of a record, beyond which they are cut. */
static Capture begin_capture(Recorder *r) {
    Capture c;
    c.r = r;
    c.end = (int64_t)r->pos + options.max_words;
    c.depth = c.brief = 0;
    r->muted = 1;
    return c;
}

static void capture_attributes(Capture *c, PyObject *attributes) {
    if (PyDict_CheckExact(attributes))
        capture_fields(c, intern_utf8(c->r, "Object"), attributes);
    else
        put(c, V_NULL);
}

/* detail(attributes): what is known of the innermost open span. */
static PyObject *signal_detail(PyObject *module, PyObject *attributes) {
    Recorder *r = ready();
    if (r && r->depth > 0 && IS_SPAN(innermost(r))) {
        stays(r);
        uint32_t at = r->pos;
        r->pos += 2;
        Capture c = begin_capture(r);
        capture_attributes(&c, attributes);
        r->muted = 0;
        r->words[at] = -OP_DETAIL;
        r->words[at + 1] = (int32_t)(r->pos - at - 2);
    }
    Py_RETURN_NONE;
}

/* log(severity, logger, message, fields or None) */
static PyObject *signal_log(PyObject *module, PyObject *const *args, Py_ssize_t count) {
    Recorder *r = ready();
    if (r && TAG_OF(innermost(r)) != SILENT) {
        stays(r);
        uint32_t at = r->pos;
        double time = (double)(clock_ns() - r->origin);
        r->words[at] = -OP_LOG;
        memcpy(r->words + at + 2, &time, 8);
        r->words[at + 4] = (int32_t)PyLong_AsLong(args[0]);
        r->pos += 5;
        Capture c = begin_capture(r);
        capture_value(&c, args[1], NULL);
        capture_value(&c, args[2], NULL);
        capture_attributes(&c, args[3]);
        r->muted = 0;
        r->words[at + 1] = (int32_t)(r->pos - at - 2);
        if (r->previous - r->last_flush > options.flush_ns) flush_in_time(r);
    }
    Py_RETURN_NONE;
}

/* 24 bytes, most significant first, as words. */
static int context_words(PyObject *bytes, int32_t *words) {
    if (!PyBytes_Check(bytes) || PyBytes_Size(bytes) != CONTEXT_WORDS * 4) return 0;
    const unsigned char *at = (const unsigned char *)PyBytes_AsString(bytes);
    for (int i = 0; i < CONTEXT_WORDS; i++, at += 4)
        words[i] = (int32_t)((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]);
    return 1;
}

/* carries(trace id and span id): the innermost open span sends them on. */
static PyObject *signal_carries(PyObject *module, PyObject *context) {
    Recorder *r = ready();
    int32_t words[CONTEXT_WORDS];
    if (r && r->depth > 0 && IS_SPAN(innermost(r)) && context_words(context, words)) {
        stays(r);
        put_context(r, OP_CARRIES, words);
    }
    Py_RETURN_NONE;
}

/* continues(trace id and span id): what begins next at this depth goes on with them; None: nothing does any more. */
static PyObject *signal_continues(PyObject *module, PyObject *context) {
    Recorder *r = ready();
    if (r) r->context_depth = context_words(context, r->context) ? r->depth : NO_DEPTH;
    Py_RETURN_NONE;
}

#endif
