/* Which calls get a span: levels that change while the app runs, limits, and what the budget leaves of hot functions. */
#ifndef CALLSCAPE_GATES_H
#define CALLSCAPE_GATES_H
#include "capture.h"

/* A call of a function, of a generator or coroutine, of what is not traced, or what is awaited. */
enum { CALL, RESUMABLE, SITE, AWAIT };

/* How a function is throttled; see budget.h. Times in ns on the monotonic clock. */
typedef struct Throttle {
    /* One call in about `factor` has a span; 1: all have. `left`: calls until the next one. */
    uint32_t factor, left, most_factor;
    /* In this window: calls, and those that had a span. */
    uint32_t calls, samples;
    /* Of one recorded call, ns. */
    double cost_ns;
    /* 0: it is not throttled, or not cool. */
    int64_t since, cool_since;
    int64_t cool_ns;
    /* Totals up to `since`, and calls without and with a span while throttled. */
    int64_t throttled_ns;
    uint64_t counted, sampled;
} Throttle;

/* What is left out on purpose, by each thread. */
static struct {
    int on;
    double sample_rate;
    uint32_t max_depth;
    int64_t min_duration_ns;
    uint64_t max_spans, max_bytes;
} limits;

/* Functions that were called in this window of the budget; each is kept alive. */
static struct {
    int on;
    Function **called;
    size_t count, room;
    /* Calls that were only counted. */
    uint64_t counted;
} window;

/* Of the calls without a span, every so many looks at the time: nothing else may be recorded. */
#define LOOK_EVERY 8

static uint32_t random_state = 0x9e3779b9u;

/* Calls to the next sample. Of one length they would meet a program's own rhythm always at the same place. */
static uint32_t stretch(uint32_t factor) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return factor / 2 + 1 + random_state % factor;
}

static void note_first(Function *f) {
    if (window.count == window.room) {
        size_t room = window.room ? window.room * 2 : 256;
        Function **grown = realloc(window.called, room * sizeof(Function *));
        if (!grown) return;
        window.called = grown;
        window.room = room;
    }
    Py_INCREF((PyObject *)f);
    window.called[window.count++] = f;
}

/* A call that has a span. */
static inline void noted(Function *f) {
    if (unlikely(f->calls++ == 0) && window.on) note_first(f);
}

/* A call that has none, below the innermost open span. */
static void count_call(Recorder *r, int32_t function, uint32_t *at, uint32_t calls) {
    if (*at < r->pending_count && r->counts[*at].function == function) {
        r->counts[*at].calls += calls;
        return;
    }
    for (uint32_t i = 0; i < r->pending_count; i++)
        if (r->counts[i].function == function) {
            r->counts[*at = i].calls += calls;
            return;
        }
    if (r->pending_count == PENDING) write_pending(r);
    r->counts[*at = r->pending_count++] = (Count){function, calls};
}

/* Takes the innermost open span back if it has been too short: then it is counted below the one around it. */
static int takes_back(Recorder *r, Function *f) {
    Beginning b = r->beginnings[r->top - 1];
    if (b.pos == STAYS || b.sequence != r->sequence || clock_ns() - r->origin - b.time >= limits.min_duration_ns) {
        stays(r);
        return 0;
    }
    pop(r);
    uint32_t at = b.pos, place = 0;
    for (; r->words[at] == -OP_COUNTED && at < r->pos; at += 3)
        count_call(r, r->words[at + 1], &place, (uint32_t)r->words[at + 2]);
    r->pos = b.pos;
    r->previous = b.previous;
    r->spans--;
    r->left_out++;
    count_call(r, f->id, &f->count_at, 1);
    return 1;
}

/* Shares that follow each other in steps of the golden ratio spread evenly and repeat no pattern. */
static int is_sampled(Recorder *r) {
    double place = r->roots++ * 0.6180339887498949;
    return limits.sample_rate >= 1 || place - (double)(uint64_t)place < limits.sample_rate;
}

/* What the limits say: OPEN, HIDDEN or SILENT. */
static int within_limits(Recorder *r, Function *f, int what) {
    int is_root = r->top == 0 && r->link_depth != 0;
    if (r->spans >= limits.max_spans || r->bytes >= limits.max_bytes || (is_root && !is_sampled(r))) {
        r->left_out++;
        return SILENT;
    }
    if (r->depth < limits.max_depth) return OPEN;
    if (what == CALL || what == RESUMABLE) count_call(r, f->id, &f->count_at, 1);
    r->left_out++;
    /* What a coroutine calls later would look as if nothing were around it. */
    return what == RESUMABLE ? SILENT : HIDDEN;
}

static void look_if_late(Recorder *r);

/* How a call of a gated function is recorded: as what it stands on the stack. */
static int admit(Recorder *r, Function *f, int what) {
    static unsigned int unrecorded = 0;
    if (TAG_OF(innermost(r)) == SILENT) {
        r->left_out++;
        return SILENT;
    }
    if (f->off) {
        if (++unrecorded % LOOK_EVERY == 0) look_if_late(r);
        return HIDDEN;
    }
    int tag = limits.on ? within_limits(r, f, what) : OPEN;
    if (tag != OPEN) return tag;
    Throttle *t = f->throttle;
    if (t && t->factor > 1) {
        t->calls++;
        if (--t->left > 0) {
            t->counted++;
            window.counted++;
            count_call(r, f->id, &f->count_at, 1);
            if (t->left % LOOK_EVERY == 0) look_if_late(r);
            return HIDDEN;
        }
        t->left = stretch(t->factor);
        t->sampled++;
        t->samples++;
    }
    if (limits.on) {
        r->spans++;
        if (r->beginnings && what == CALL)
            r->beginning = (Beginning){r->pos, r->sequence, r->previous, clock_ns() - r->origin};
    }
    return f->bare ? BARE : OPEN;
}

static int is_traced_code(PyObject *code);

/* Whether the exception that is handled comes from a traced function which this one has called, and so has been told. */
static int comes_from_below(void) {
    PyObject *type, *value, *at;
    PyErr_GetExcInfo(&type, &value, &at);
    Py_XDECREF(type);
    Py_XDECREF(value);
    int is_below = 0, is_first = 1;
    while (at && at != Py_None && !is_below) {
        PyObject *next = PyObject_GetAttrString(at, "tb_next");
        PyObject *frame = is_first ? NULL : PyObject_GetAttrString(at, "tb_frame");
        PyObject *code = frame ? PyObject_GetAttrString(frame, "f_code") : NULL;
        is_below = code && is_traced_code(code);
        is_first = 0;
        Py_XDECREF(code);
        Py_XDECREF(frame);
        Py_DECREF(at);
        at = next;
    }
    Py_XDECREF(at);
    PyErr_Clear();
    return is_below;
}

/*
 * A throttled call without a span throws: errors are always recorded, so it gets one of no duration, and is not counted.
 * False where nothing is to be written.
 */
static int reveals(Recorder *r, Function *f) {
    Throttle *t = f->throttle;
    if (!t || t->factor <= 1 || f->count_at >= r->pending_count || r->counts[f->count_at].function != f->id) return 0;
    if (r->counts[f->count_at].calls == 0 || comes_from_below()) return 0;
    if (--r->counts[f->count_at].calls == 0) r->counts[f->count_at] = r->counts[--r->pending_count];
    t->counted--;
    window.counted--;
    t->sampled++;
    return 1;
}

/* `admit` is asked only where it matters. */
static void set_gate(Function *f) {
    f->gated = f->off || f->bare || limits.on || (f->throttle && f->throttle->factor > 1);
}

static void forget_function(Function *f) {
    free(f->throttle);
    f->throttle = NULL;
}

#endif
