/* One thread's recorder: its buffer, its shadow stack, its spool. All of it is guarded by the GIL. */
#ifndef CALLSCAPE_RECORDER_H
#define CALLSCAPE_RECORDER_H
#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x03080000
#endif
#include <Python.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "crc.h"
#include "format.h"

/* In the limited API's headers from 3.10 on, and exported by every version since 3.7. */
#ifndef METH_FASTCALL
#define METH_FASTCALL 0x0080
#endif
extern const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
extern PyObject *PyObject_GenericGetDict(PyObject *, void *);

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Words of a buffer, besides the room for one captured list of values. */
#define CAPACITY (64 * 1024)
/* Words that the largest step may write beyond its budget. */
#define SLACK 1024
/* An idle thread's last events reach the disk when its stack is empty and so many ns have passed. */
#define IDLE_FLUSH_NS 2000000
#define COUNTERS_EVERY_NS 1000000000

/* No depth at all. */
#define NO_DEPTH 0xffffffffu

/* A trace id and a span id. */
#define CONTEXT_WORDS 6

#define KNOWN_CLASSES 256
/*
 * Open spans above which no code in Python is called for a value: it may be the app's recursion that has made them so many,
 * and Python 3.8 ends a process that goes much further beyond its limit.
 */
#define DEEP 250

typedef struct {
    void *type;
    uint32_t id;
    /* A class in C of which Python can tell nothing more. */
    int is_blank;
    char name[32];
} KnownClass;

typedef struct Recorder {
    int32_t *words;
    /* Next word, and where a flush is due. */
    uint32_t pos, limit;
    /* ns since the origin: P of FORMAT.md, and the P that the frame began with. */
    int64_t previous, base;
    /* On the monotonic clock. */
    int64_t origin;
    int64_t last_flush, last_counters;
    /* Innermost last: what an exit must match. Only compared, never followed. */
    void **stack;
    uint32_t depth, stack_room;
    /* `depth` + 1 at which a function with a `finally` has just thrown; 0: none. */
    uint32_t thrown_at;
    uint32_t sequence, next_mark, generation;
    /* What begins when so many spans are open is a child of the span that `link_mark` names; NO_DEPTH: nothing is. */
    uint32_t link_depth, link_mark;
    /* What begins when so many spans are open goes on with this trace context; NO_DEPTH: nothing does. */
    uint32_t context_depth;
    int32_t context[CONTEXT_WORDS];
    /* Definition frames written so far. */
    Py_ssize_t definitions;
    PyObject *string_ids;
    uint32_t next_string, first_pending;
    char *pending;
    size_t pending_length, pending_room, string_bytes;
    PyObject *path;
    char *path_bytes;
    int dead, writing, is_main;
    /* Since the clock was looked at for them. */
    uint32_t steps;
    /* While a value is written nothing else is recorded: a finalizer or the library's own code may run meanwhile. */
    int muted;
    uint64_t dropped, truncated, redacted, write_ns;
    struct Recorder *next;
    KnownClass classes[KNOWN_CLASSES];
} Recorder;

typedef struct {
    PyObject_HEAD
    int32_t id;
    int capture_returns;
    /* Words that captures of this function may still take; see capture.h. */
    int64_t allowance;
    /* Names of the captured parameters, or NULL; and of the variables that steps set. */
    PyObject *names, *variables;
    /* A bit for each of the first parameters whose name tells that its value is a secret; and whether they are known. */
    uint64_t secret_names;
    int names_judged;
} Function;

/* What `setup` was told. */
static struct {
    PyObject *open_thread, *is_secret_key, *is_secret_text, *look, *slot_names, *key_verdicts;
    PyTypeObject *function_type, *coroutine_type, *generator_type, *plain_type;
    PyObject *method_type;
    /* Tells whether a class begins with a traced function. */
    PyObject *is_traced_class;
    /* has_special and bound_special of special.py. */
    PyObject *special;
    uint32_t pid;
    int64_t flush_ns;
    uint32_t max_words;
    unsigned long long files, functions, instrument_ns;
} options;

static _Thread_local Recorder *current;
static Recorder *recorders;
/* Encoded DEFINITIONS frames of the process, in order; every spool gets all that exist before its next events. */
static PyObject *definition_frames;
static int off = 1;

static inline int64_t clock_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static Recorder *open_recorder(void);
static void flush(Recorder *r);
static void switch_off(void);

/* The thread's recorder with room for an event, or NULL when nothing is recorded. */
static inline Recorder *ready(void) {
    if (unlikely(off)) return NULL;
    Recorder *r = current;
    if (unlikely(r == NULL)) r = open_recorder();
    if (unlikely(r != NULL && r->pos >= r->limit)) flush(r);
    return likely(r != NULL && !r->muted && !r->dead) ? r : NULL;
}

static void wide_delta(Recorder *r, int64_t time) {
    double now = (double)time;
    r->words[r->pos] = (int32_t)WIDE_DELTA;
    memcpy(r->words + r->pos + 1, &now, 8);
    memcpy(r->words + r->pos + 3, &now, 8);
    r->pos += 5;
    r->previous = time;
}

/* The delta in front of a timed word. */
static inline void stamp(Recorder *r) {
    int64_t time = clock_ns() - r->origin;
    int64_t delta = time - r->previous;
    if (likely(delta < (int64_t)LARGEST_DELTA)) {
        r->words[r->pos++] = (int32_t)(uint32_t)delta;
        r->previous = time;
    } else
        wide_delta(r, time);
}

/* After an event: on time to disk. */
static inline void settle(Recorder *r) {
    int64_t waited = r->previous - r->last_flush;
    if (unlikely(waited > options.flush_ns || (r->depth == 0 && waited > IDLE_FLUSH_NS))) flush(r);
}

static int grow_stack(Recorder *r) {
    uint32_t room = r->stack_room ? r->stack_room * 2 : 256;
    void **grown = realloc(r->stack, room * sizeof(void *));
    if (!grown) {
        switch_off();
        return 0;
    }
    r->stack = grown;
    r->stack_room = room;
    return 1;
}

/* Puts a span back on the stack. */
static inline int restore(Recorder *r, void *key) {
    if (unlikely(r->depth == r->stack_room) && !grow_stack(r)) return 0;
    r->stack[r->depth++] = key;
    return 1;
}

/* The parent from elsewhere, before the word that begins a span. */
static void place_parent(Recorder *r) {
    r->words[r->pos++] = r->depth == 0 ? -OP_LINK : -OP_BELOW;
    r->words[r->pos++] = (int32_t)r->link_mark;
}

static void put_context(Recorder *r, int op, const int32_t *context) {
    r->words[r->pos] = -op;
    memcpy(r->words + r->pos + 1, context, CONTEXT_WORDS * 4);
    r->pos += 1 + CONTEXT_WORDS;
}

/* Behind the word that begins a span. */
static inline void entered(Recorder *r) {
    if (unlikely(r->depth - 1 == r->context_depth)) put_context(r, OP_CONTINUES, r->context);
}

/* Opens a span whose words come next. */
static inline int push(Recorder *r, void *key) {
    if (unlikely(r->depth == r->link_depth)) place_parent(r);
    return restore(r, key);
}

/* Ends what stands above the innermost `key`: functions whose end nobody told. False when `key` is not open here. */
static int unwind_to(Recorder *r, void *key) {
    uint32_t at = r->depth;
    while (at > 0 && r->stack[at - 1] != key) at--;
    if (at == 0) return 0;
    if (at < r->depth) {
        r->words[r->pos++] = -OP_UNWIND;
        r->words[r->pos++] = (int32_t)(r->depth - at);
        r->depth = at;
    }
    return 1;
}

static inline int is_top(Recorder *r, void *key) {
    return likely(r->depth > 0 && r->stack[r->depth - 1] == key) || unwind_to(r, key);
}

#endif
