/*
 * Keeps the cost of recording within a share of the app's CPU time: the functions that are called most often are
 * counted only, but for one call of so many, until they are called less again. The twin of runtime/node/record/budget.ts,
 * for all threads together: only one runs code in Python at a time.
 */
#ifndef CALLSCAPE_BUDGET_H
#define CALLSCAPE_BUDGET_H
#include "spool.h"

/* CPU time between two decisions at least; of a process that does less than IDLE_NS in it, IDLE_WINDOW_NS of time. */
#define WINDOW_NS 8e6
#define IDLE_WINDOW_NS 50000000
#define IDLE_NS 1e6
#define LONGEST_WINDOW_NS 1000000000
/* CPU time whose share is granted in advance: a program that is short is recorded whole. What is left after it is not granted any more. */
#define ADVANCE_NS 500e6
/* A function is throttled only if it was called so often in a window; else its calls are not what costs. */
#define OFTEN 32
/* Of the budget: what is left to spans after throttling, what bringing functions back may fill again, what all samples may cost. */
#define AFTER_THROTTLING 0.5
#define REFILL 0.4
#define SAMPLES 0.2
/* Of the budget, what is left to spans if counting takes it all. */
#define LEAST 0.1
#define MIN_FACTOR 32u
#define MAX_FACTOR (1u << 20)
/* How long a function must stay cool before all its calls are recorded again; doubled each time it did not last. */
#define COOL_NS 100000000
#define MAX_COOL_NS 10000000000
/* ns of a captured word, with what looks for secrets; of writing a word to disk. */
#define CAPTURED_WORD_NS 8.0
#define WRITTEN_WORD_NS 2.0
#define WORDS_OF_CALL 4
/* Of what interpreting the inserted calls costs, the share that a call takes which is only counted. */
#define COUNTING 0.6

static struct {
    double share;
    /* ns: what is left of the advance. */
    double advance_ns;
    /* A callable of Python's that tells what the inserted calls cost without what they record; NULL once asked. */
    PyObject *measure;
    /* ns: of those, and of recording a call; 0 until measured. */
    double inserted_ns, call_ns;
    double window_cpu_ns;
    int64_t window_start;
    /* All that were ever throttled. */
    Function **throttled;
    size_t count, room;
} budget;

static double process_cpu_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double recorded_ns(Recorder *r);

/* What a call costs, once it matters. Runs code of ours, whose calls are not recorded. */
static void measure_calls(Recorder *r) {
    if (budget.call_ns > 0 || r->top > DEEP) return;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    r->muted = 1;
    PyObject *told = PyObject_CallObject(budget.measure, NULL);
    r->muted = 0;
    if (told) budget.inserted_ns = PyFloat_AsDouble(told);
    Py_XDECREF(told);
    PyErr_Restore(type, value, traceback);
    if (budget.inserted_ns < 10) budget.inserted_ns = 10;
    budget.call_ns = budget.inserted_ns + recorded_ns(r);
}

static double cost_of(const Function *f) {
    return f->calls * (budget.call_ns + WORDS_OF_CALL * WRITTEN_WORD_NS) + f->captured * (CAPTURED_WORD_NS + WRITTEN_WORD_NS);
}

/* A power of two that is at least so large. */
static uint32_t factor_for(double wanted) {
    uint32_t factor = MIN_FACTOR;
    while (factor < wanted && factor < MAX_FACTOR) factor *= 2;
    return factor;
}

static void set_factor(Throttle *t, uint32_t factor) {
    t->factor = factor;
    t->left = stretch(factor);
    if (factor > t->most_factor) t->most_factor = factor;
}

static int remember_throttled(Function *f) {
    if (budget.count == budget.room) {
        size_t room = budget.room ? budget.room * 2 : 64;
        Function **grown = realloc(budget.throttled, room * sizeof(Function *));
        if (!grown) return 0;
        budget.throttled = grown;
        budget.room = room;
    }
    f->throttle = calloc(1, sizeof(Throttle));
    if (!f->throttle) return 0;
    f->throttle->factor = 1;
    Py_INCREF((PyObject *)f);
    budget.throttled[budget.count++] = f;
    return make_room_for_counters(budget.count);
}

static void throttle(Function *f, int64_t now, double budget_ns) {
    double cost = cost_of(f) / f->calls;
    if (!f->throttle && !remember_throttled(f)) return;
    Throttle *t = f->throttle;
    set_factor(t, factor_for(f->calls * cost / (budget_ns * SAMPLES / (double)budget.count)));
    t->cool_ns = t->cool_ns == 0 ? COOL_NS : t->cool_ns * 2 > MAX_COOL_NS ? MAX_COOL_NS : t->cool_ns * 2;
    t->since = now;
    t->cool_since = 0;
    t->cost_ns = cost;
    set_gate(f);
}

static int by_cost(const void *a, const void *b) {
    double first = cost_of(*(Function *const *)a), second = cost_of(*(Function *const *)b);
    return first < second ? 1 : first > second ? -1 : 0;
}

static int throttle_hottest(int64_t now, double spent_ns, double budget_ns) {
    int changed = 0;
    qsort(window.called, window.count, sizeof(Function *), by_cost);
    for (size_t i = 0; i < window.count && spent_ns > budget_ns * AFTER_THROTTLING; i++) {
        Function *f = window.called[i];
        if (f->calls < OFTEN || f->off || (f->throttle && f->throttle->factor > 1)) continue;
        spent_ns -= cost_of(f);
        throttle(f, now, budget_ns);
        changed = 1;
    }
    return changed;
}

/* Fewer samples of the functions that have the most, where they cost too much. */
static void thin_samples(double budget_ns) {
    double all = 0, most = budget_ns * SAMPLES / budget.call_ns;
    for (size_t i = 0; i < budget.count; i++) all += budget.throttled[i]->throttle->samples;
    if (all <= most) return;
    double each = most / (double)budget.count;
    for (size_t i = 0; i < budget.count; i++) {
        Throttle *t = budget.throttled[i]->throttle;
        if (t->factor > 1 && t->samples > each) set_factor(t, factor_for(t->factor * (t->samples / (each > 1 ? each : 1))));
    }
}

static int by_heat(const void *a, const void *b) {
    const Throttle *first = (*(Function *const *)a)->throttle, *second = (*(Function *const *)b)->throttle;
    double difference = first->calls * first->cost_ns - second->calls * second->cost_ns;
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

static void restore_cool(int64_t now, double spent_ns, double budget_ns) {
    double room = budget_ns * REFILL - spent_ns;
    qsort(budget.throttled, budget.count, sizeof(Function *), by_heat);
    for (size_t i = 0; i < budget.count; i++) {
        Function *f = budget.throttled[i];
        Throttle *t = f->throttle;
        if (t->factor <= 1) continue;
        room -= t->calls * t->cost_ns;
        if (room < 0) {
            t->cool_since = 0;
            continue;
        }
        if (t->cool_since == 0) t->cool_since = budget.window_start;
        if (now - t->cool_since < t->cool_ns) continue;
        t->throttled_ns += now - t->since;
        t->since = t->cool_since = 0;
        t->factor = 1;
        set_gate(f);
    }
}

static void begin_window(int64_t now) {
    for (size_t i = 0; i < window.count; i++) {
        window.called[i]->calls = window.called[i]->captured = 0;
        Py_DECREF((PyObject *)window.called[i]);
    }
    window.count = 0;
    window.counted = 0;
    for (size_t i = 0; i < budget.count; i++) budget.throttled[i]->throttle->calls = budget.throttled[i]->throttle->samples = 0;
    budget.window_start = now;
    budget.window_cpu_ns = process_cpu_ns();
}

/* Whether a window has spent more than its budget and what is left of the advance. */
static int breaks_budget(double spent_ns, double budget_ns) {
    double over = spent_ns > budget_ns ? spent_ns - budget_ns : 0;
    int is_broken = over > budget.advance_ns;
    budget.advance_ns = is_broken ? 0 : budget.advance_ns - over;
    return is_broken;
}

/* Behind a flush. */
static void look_at_budget(Recorder *r) {
    int64_t now = clock_ns();
    double cpu = process_cpu_ns(), spent_cpu = cpu - budget.window_cpu_ns;
    int is_busy = spent_cpu >= WINDOW_NS;
    int64_t passed = now - budget.window_start;
    if (!is_busy && (passed < IDLE_WINDOW_NS || (spent_cpu > IDLE_NS && passed < LONGEST_WINDOW_NS))) return;
    if (cpu > ADVANCE_NS) budget.advance_ns = 0;
    measure_calls(r);
    if (budget.call_ns > 0) {
        double whole = (is_busy ? spent_cpu : WINDOW_NS) * budget.share, spent = 0;
        double left = whole - (double)window.counted * budget.inserted_ns * COUNTING;
        if (left < whole * LEAST) left = whole * LEAST;
        for (size_t i = 0; i < window.count; i++) spent += cost_of(window.called[i]);
        int changed = 0;
        if (is_busy && breaks_budget(spent, left)) {
            changed = throttle_hottest(now, spent, left);
            if (budget.count > 0) thin_samples(left);
        }
        if (budget.count > 0 && !changed) restore_cool(now, spent, left);
    }
    begin_window(now);
}

/* In a forked child: what its parent counted is not its own, nor what it has spent. */
static void forget_throttling(void) {
    budget.advance_ns = ADVANCE_NS * budget.share;
    int64_t now = clock_ns();
    for (size_t i = 0; i < budget.count; i++) {
        Throttle *t = budget.throttled[i]->throttle;
        t->counted = t->sampled = 0;
        t->throttled_ns = 0;
        if (t->since) t->since = now;
    }
    if (window.on) begin_window(now);
}

#endif
