/* One thread's recorder: its buffer, its shadow stack, its spool. All of it is guarded by the GIL. */
#ifndef CALLSCAPE_RECORDER_H
#define CALLSCAPE_RECORDER_H
#define PY_SSIZE_T_CLEAN
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
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

#include "clock.h"
#include "crc.h"
#include "format.h"

/* In the limited API's headers from 3.10 on, and exported by every version since 3.7. */
#ifndef METH_FASTCALL
#define METH_FASTCALL 0x0080
#endif
extern const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
extern PyObject *PyObject_GenericGetDict(PyObject *, void *);

/* Headers of 3.12 and later take None for immortal, which it is not in older versions that run the same binary. */
#undef Py_RETURN_NONE
#define Py_RETURN_NONE return Py_INCREF(Py_None), Py_None

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

/* What an entry of the stack is, in the lowest bits of its key's address. */
enum {
    /* An open span. */
    OPEN,
    /* An open span of which calls out and steps are not recorded. */
    BARE,
    /* A call without a span: what it calls stands below the span around it. */
    HIDDEN,
    /* A call that is left out with all that it calls. */
    SILENT,
};
#define TAG_OF(entry) ((uintptr_t)(entry) & 3)
#define KEY_OF(entry) ((void *)((uintptr_t)(entry) & ~(uintptr_t)3))
#define TAGGED(key, tag) ((void *)((uintptr_t)(key) | (uintptr_t)(tag)))
#define IS_SPAN(entry) (TAG_OF(entry) < HIDDEN)

/* Functions whose counts can wait at once to be written. */
#define PENDING 64

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

typedef struct {
    int32_t function;
    uint32_t calls;
} Count;

/* Where the words of an open span begin, so that a short one can be taken back. */
typedef struct {
    /* STAYS: it is not taken back any more. */
    uint32_t pos, sequence;
    /* P before its entry, and its time. */
    int64_t previous, time;
} Beginning;
#define STAYS 0xffffffffu

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
    /* Entries of the stack, and the open spans among them. */
    uint32_t top, depth, stack_room;
    /* `top` + 1 at which a function with a `finally` has just thrown; 0: none. */
    uint32_t thrown_at;
    /* Beside the stack where short spans are taken back, else NULL; and that of the span that begins next. */
    Beginning *beginnings, beginning;
    /* Calls below the innermost open span that have no span, to be written before the next event. */
    uint32_t pending_count;
    Count counts[PENDING];
    /* Of the limits: traces, spans and bytes of the spool so far, and calls that were left out. */
    uint32_t roots;
    uint64_t spans, bytes, left_out;
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

enum { TAKES_ARGUMENTS = 1, TAKES_RETURNS = 2, TAKES_ERRORS = 4 };

struct Throttle;

typedef struct {
    PyObject_HEAD
    int32_t id;
    /* Which values are captured now. */
    uint8_t takes;
    /* Whether a call has to ask `admit`; and, if so, whether nothing is recorded of it, or nothing but the call and values. */
    uint8_t gated, off, bare;
    /* Recorded in this window of the budget: calls, and words of their values. */
    uint32_t calls, captured;
    /* Place in `counts` where it stood last. */
    uint32_t count_at;
    /* NULL until it has been throttled. */
    struct Throttle *throttle;
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
    /* Values are captured in full however often a function is called. */
    int full;
    /* No text is plain, or too short, before Python has been asked about it. */
    int looks_at_all;
    unsigned long long files, functions, instrument_ns;
} options;

/*
 * Libraries that are loaded later find a thread's variables by a call, which is a good part of what an event costs; glibc keeps
 * room for the few that want to be found directly.
 */
#ifdef __GLIBC__
#define NEAR __attribute__((tls_model("initial-exec")))
#else
#define NEAR
#endif
static _Thread_local Recorder *current NEAR;
static Recorder *recorders;
/* Encoded DEFINITIONS frames of the process, in order; every spool gets all that exist before its next events. */
static PyObject *definition_frames;
static int off = 1;

static Recorder *open_recorder(void);
static void flush(Recorder *r);
/* The same, and what is looked at from time to time: the budget, and whether somebody asks for other levels. */
static void flush_in_time(Recorder *r);
static void switch_off(void);

/* The thread's recorder with room for an event, or NULL when nothing is recorded. */
static inline Recorder *ready(void) {
    if (unlikely(off)) return NULL;
    Recorder *r = current;
    if (unlikely(r == NULL)) r = open_recorder();
    if (unlikely(r != NULL && r->pos >= r->limit)) flush_in_time(r);
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

/* The calls without a span, behind what was recorded before them. */
static void write_pending(Recorder *r) {
    for (uint32_t i = 0; i < r->pending_count; i++) {
        r->words[r->pos++] = -OP_COUNTED;
        r->words[r->pos++] = r->counts[i].function;
        r->words[r->pos++] = (int32_t)r->counts[i].calls;
    }
    r->pending_count = 0;
}

/* The delta in front of a timed word. */
static inline void stamp(Recorder *r) {
    if (unlikely(r->pending_count)) write_pending(r);
    int64_t time = event_ns() - r->origin;
    int64_t delta = time - r->previous;
    if (unlikely(delta < 0)) {
        time = r->previous;
        delta = 0;
    }
    if (likely(delta < (int64_t)LARGEST_DELTA)) {
        r->words[r->pos++] = (int32_t)(uint32_t)delta;
        r->previous = time;
    } else
        wide_delta(r, time);
}

/* After an event: on time to disk. */
static inline void settle(Recorder *r) {
    int64_t waited = r->previous - r->last_flush;
    if (unlikely(waited > options.flush_ns || (r->depth == 0 && waited > IDLE_FLUSH_NS))) flush_in_time(r);
}

static int grow_stack(Recorder *r) {
    uint32_t room = r->stack_room ? r->stack_room * 2 : 256;
    void **grown = realloc(r->stack, room * sizeof(void *));
    if (grown) r->stack = grown;
    Beginning *beginnings = r->beginnings ? realloc(r->beginnings, room * sizeof(Beginning)) : NULL;
    if (beginnings) r->beginnings = beginnings;
    if (!grown || (r->beginnings && !beginnings)) {
        switch_off();
        return 0;
    }
    r->stack_room = room;
    return 1;
}

/* Puts an entry on the stack: a span that goes on, or a call without one. */
static inline int restore(Recorder *r, void *entry) {
    if (unlikely(r->top == r->stack_room) && !grow_stack(r)) return 0;
    if (unlikely(r->beginnings != NULL)) {
        r->beginnings[r->top] = r->beginning;
        r->beginning.pos = STAYS;
    }
    r->stack[r->top++] = entry;
    r->depth += IS_SPAN(entry);
    return 1;
}

/* The parent from elsewhere, before the word that begins a span. */
static void place_parent(Recorder *r) {
    write_pending(r);
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
static inline int push(Recorder *r, void *entry) {
    if (unlikely(r->depth == r->link_depth)) place_parent(r);
    return restore(r, entry);
}

static inline void *innermost(Recorder *r) { return r->top > 0 ? r->stack[r->top - 1] : NULL; }

/* Whether calls out and steps are recorded where the app is now. */
static inline int has_details(Recorder *r) { return TAG_OF(innermost(r)) == OPEN; }

/* Spans that are open now are not taken back any more, however short they are. */
static inline void stays(Recorder *r) {
    if (likely(r->beginnings == NULL)) return;
    for (uint32_t at = r->top; at > 0 && r->beginnings[at - 1].pos != STAYS; at--) r->beginnings[at - 1].pos = STAYS;
}

/* Ends what stands above the innermost `key`: functions whose end nobody told. False when no span of `key` is open here. */
static int unwind_to(Recorder *r, void *key) {
    uint32_t at = r->top, spans = 0;
    while (at > 0 && KEY_OF(r->stack[at - 1]) != key) spans += IS_SPAN(r->stack[--at]);
    if (at == 0) return 0;
    if (spans > 0) {
        stays(r);
        write_pending(r);
        r->words[r->pos++] = -OP_UNWIND;
        r->words[r->pos++] = (int32_t)spans;
        r->depth -= spans;
    }
    r->top = at;
    return IS_SPAN(r->stack[at - 1]);
}

static inline int is_top(Recorder *r, void *key) {
    return likely(r->top > 0 && r->stack[r->top - 1] == key) || unwind_to(r, key);
}

/* Where `key` ends: whether it has a span, whose words are to be written. A call without one leaves the stack here. */
static inline int ends(Recorder *r, void *key) {
    if (is_top(r, key)) return 1;
    if (r->top > 0 && KEY_OF(r->stack[r->top - 1]) == key) r->top--;
    return 0;
}

/* The innermost open span leaves the stack. */
static inline void pop(Recorder *r) {
    r->top--;
    r->depth--;
}

#endif
