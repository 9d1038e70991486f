/*
 * How nearly all calls of level 1 begin and end: nothing is gated, linked or due, and the words only have to be written. Each
 * of the two asks all of that before it changes anything, and otherwise leaves the whole event to its twin in spans.h.
 * Neither calls anything, so that the compiler saves no registers.
 */
#ifndef CALLSCAPE_QUICK_H
#define CALLSCAPE_QUICK_H
#include "spans.h"

static inline int is_quick(Recorder *r) {
    return r != NULL && r->pos < r->limit && !(off | r->muted | r->dead) && !r->pending_count && r->beginnings == NULL;
}

/* The delta of an event that happens now. False where the clock has to be read, the delta is large or a flush is due. */
static inline int quick_delta(Recorder *r, uint64_t *delta) {
    int64_t now;
    if (unlikely(!quick_ns(&now))) return 0;
    now -= r->origin;
    /* A negative one is large as well. */
    *delta = (uint64_t)(now - r->previous);
    return *delta < LARGEST_DELTA && now - r->last_flush <= options.flush_ns;
}

static inline void quick_event(Recorder *r, uint64_t delta, int32_t word) {
    int32_t *at = r->words + r->pos;
    at[0] = (int32_t)(uint32_t)delta;
    at[1] = word;
    r->pos += 2;
    r->previous += (int64_t)delta;
}

/* ~function: a call begins that has no values. */
static PyObject *quick_enter(PyObject *self) {
    Function *f = (Function *)self;
    Recorder *r = current;
    uint64_t delta;
    if (unlikely(!is_quick(r) || f->gated || f->calls == 0 || r->top == r->stack_room || r->depth == r->link_depth ||
                 r->depth == r->context_depth || !quick_delta(r, &delta)))
        return span_enter(self, NULL, 0);
    quick_event(r, delta, f->id);
    r->stack[r->top++] = f;
    r->depth++;
    f->calls++;
    Py_RETURN_NONE;
}

/* function[value]: the call returns this. What leaves the stack empty may have been idle. */
static PyObject *quick_return(PyObject *self, PyObject *value) {
    Function *f = (Function *)self;
    Recorder *r = current;
    uint64_t delta;
    if (unlikely(!is_quick(r) || f->takes & TAKES_RETURNS || r->depth <= 1 || r->stack[r->top - 1] != (void *)f ||
                 !quick_delta(r, &delta)))
        return span_return(self, value);
    quick_event(r, delta, -OP_EXIT);
    pop(r);
    Py_INCREF(value);
    return value;
}

static PyType_Slot function_slots[] = {{Py_tp_dealloc, function_dealloc},
                                       {Py_nb_negative, span_throw},
                                       {Py_nb_positive, span_back},
                                       {Py_nb_invert, quick_enter},
                                       {Py_mp_subscript, quick_return},
                                       {0, NULL}};
static PyType_Spec function_spec = {"_callscape_recorder.Function", sizeof(Function), 0, Py_TPFLAGS_DEFAULT,
                                    function_slots};

#endif
