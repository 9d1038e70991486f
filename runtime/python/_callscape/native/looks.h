/* What is looked at from time to time, behind a flush: the budget, and whether somebody asks for other levels. */
#ifndef CALLSCAPE_LOOKS_H
#define CALLSCAPE_LOOKS_H
#include <sys/stat.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include "budget.h"

/* Between two looks at the file that asks for other levels. */
#define LEVELS_EVERY_NS 50000000

/* Some ms late, and several times as quick. */
#ifdef CLOCK_MONOTONIC_COARSE
#define COARSE_CLOCK CLOCK_MONOTONIC_COARSE
#else
#define COARSE_CLOCK CLOCK_MONOTONIC
#endif

static struct {
    char *path;
    /* Of Python's: reads the file and sets the levels. NULL: nobody can ask. */
    PyObject *changed;
    int64_t looked;
    struct timespec modified;
    off_t size;
} levels;

/* Writes the frame that a function of Python's may give, which is told the time. */
static void ask_for_frame(Recorder *r, PyObject *function, int64_t now) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    r->muted = 1;
    PyObject *frame = PyObject_CallFunction(function, "L", (long long)(now - r->origin));
    r->muted = 0;
    if (!frame) PyErr_Clear();
    if (frame && PyBytes_Check(frame)) append_frame(r, PyBytes_AsString(frame), (size_t)PyBytes_Size(frame));
    Py_XDECREF(frame);
    PyErr_Restore(type, value, traceback);
}

static void look_at_levels(Recorder *r) {
    if (!levels.changed || r->top > DEEP) return;
    int64_t now = clock_ns();
    struct stat found;
    if (now - levels.looked < LEVELS_EVERY_NS) return;
    levels.looked = now;
    if (stat(levels.path, &found) != 0) return;
#ifdef __APPLE__
    struct timespec modified = found.st_mtimespec;
#else
    struct timespec modified = found.st_mtim;
#endif
    if (modified.tv_sec == levels.modified.tv_sec && modified.tv_nsec == levels.modified.tv_nsec && found.st_size == levels.size)
        return;
    levels.modified = modified;
    levels.size = found.st_size;
    ask_for_frame(r, levels.changed, now);
}

/* Between two questions whether a profile of memory is due. */
#define MEMORY_EVERY_NS 500000000

static struct {
    /* Of Python's: gives the frame if it is. NULL: no memory is recorded. */
    PyObject *take;
    int64_t asked;
} memory;

/* A profile is of the process: all of them stand in the spool of its main thread. */
static void look_at_memory(Recorder *r) {
    if (!memory.take || !r->is_main || r->top > DEEP) return;
    int64_t now = clock_ns();
    if (now - memory.asked < MEMORY_EVERY_NS) return;
    memory.asked = now;
    ask_for_frame(r, memory.take, now);
}

static void flush_in_time(Recorder *r) {
    static int is_looking = 0;
    int before = errno;
    flush(r);
    if (off || is_looking || r->muted || r->dead) return;
    is_looking = 1;
    if (window.on) look_at_budget(r);
    look_at_levels(r);
    look_at_memory(r);
    is_looking = 0;
    errno = before;
}

/* Where no flush has come for a while. */
static void look_if_late(Recorder *r) {
    struct timespec t;
    clock_gettime(COARSE_CLOCK, &t);
    if ((int64_t)t.tv_sec * 1000000000 + t.tv_nsec - r->origin - r->last_flush > LEVELS_EVERY_NS) flush_in_time(r);
}

/* The totals of a COUNTERS frame from `throttled` on, and its end. */
static int put_throttled(char *text, size_t room, int64_t now) {
    int length = snprintf(text, room, "\"throttled\":%zu", budget.count);
    for (size_t i = 0; i < budget.count && (size_t)length + TEXT_OF_THROTTLED < room; i++) {
        const Throttle *t = budget.throttled[i]->throttle;
        long long ns = (long long)(t->throttled_ns + (t->since ? now - t->since : 0));
        length += snprintf(text + length, TEXT_OF_THROTTLED,
                           "%s{\"function\":%d,\"factor\":%u,\"ns\":%lld,\"counted\":%llu,\"sampled\":%llu,\"active\":%s}",
                           i ? "," : ",\"throttledFunctions\":[", (int)budget.throttled[i]->id, t->most_factor, ns,
                           (unsigned long long)t->counted, (unsigned long long)t->sampled, t->factor > 1 ? "true" : "false");
    }
    return length + sprintf(text + length, budget.count ? "]}" : "}");
}

/* keep_budget(share, measure): what recording may add to the CPU time of the app; what is measured is both together. */
static PyObject *keep_budget(PyObject *module, PyObject *args) {
    if (!PyArg_ParseTuple(args, "dO", &budget.share, &budget.measure)) return NULL;
    budget.share /= 1 + budget.share;
    budget.advance_ns = ADVANCE_NS * budget.share;
    Py_INCREF(budget.measure);
    window.on = 1;
    budget.window_start = clock_ns();
    budget.window_cpu_ns = process_cpu_ns();
    Py_RETURN_NONE;
}

/* limit(sample rate, depth, ns, spans, bytes), before `setup` */
static PyObject *set_limits(PyObject *module, PyObject *args) {
    long long duration;
    unsigned long long spans, bytes;
    if (!PyArg_ParseTuple(args, "dILKK", &limits.sample_rate, &limits.max_depth, &duration, &spans, &bytes)) return NULL;
    limits.on = 1;
    limits.min_duration_ns = duration;
    limits.max_spans = spans;
    limits.max_bytes = bytes;
    Py_RETURN_NONE;
}

/* watch_levels(path in bytes, changed) */
static PyObject *watch_levels(PyObject *module, PyObject *args) {
    const char *path;
    if (!PyArg_ParseTuple(args, "yO", &path, &levels.changed)) return NULL;
    Py_INCREF(levels.changed);
    levels.path = strdup(path);
    if (!levels.path) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

/* watch_memory(take) */
static PyObject *watch_memory(PyObject *module, PyObject *take) {
    Py_INCREF(take);
    memory.take = take;
    Py_RETURN_NONE;
}

/* switch_level(what `function` gave as `t`, off, bare, what is captured) -> whether that changes anything */
static PyObject *switch_level(PyObject *module, PyObject *args) {
    PyObject *function;
    int is_off, bare, takes;
    if (!PyArg_ParseTuple(args, "Oppi", &function, &is_off, &bare, &takes)) return NULL;
    if (Py_TYPE(function) != function_type) return PyErr_Format(PyExc_TypeError, "no function of the recorder");
    Function *f = (Function *)function;
    int changes = f->off != is_off || f->bare != bare || f->takes != takes;
    f->off = (uint8_t)is_off;
    f->bare = (uint8_t)bare;
    f->takes = (uint8_t)takes;
    set_gate(f);
    return PyBool_FromLong(changes);
}

/* born(path) -> ns since 1970 at which the file was made, or -1 where the system does not tell. */
static PyObject *born(PyObject *module, PyObject *path) {
    long long ns = -1;
    PyObject *bytes = NULL;
    if (!PyUnicode_FSConverter(path, &bytes)) return NULL;
#if defined(__APPLE__)
    struct stat found;
    if (stat(PyBytes_AsString(bytes), &found) == 0)
        ns = (long long)found.st_birthtimespec.tv_sec * 1000000000 + found.st_birthtimespec.tv_nsec;
#elif defined(STATX_BTIME) && defined(SYS_statx)
    struct statx found;
    if (syscall(SYS_statx, AT_FDCWD, PyBytes_AsString(bytes), 0, STATX_BTIME, &found) == 0 && found.stx_mask & STATX_BTIME)
        ns = (long long)found.stx_btime.tv_sec * 1000000000 + found.stx_btime.tv_nsec;
#endif
    Py_DECREF(bytes);
    return PyLong_FromLongLong(ns);
}

/* throttled() -> ((function id, factor, ns, counted, sampled, is throttled still), ...) */
static PyObject *tell_throttled(PyObject *module, PyObject *unused) {
    PyObject *list = PyList_New(0);
    int64_t now = clock_ns();
    for (size_t i = 0; list && i < budget.count; i++) {
        const Throttle *t = budget.throttled[i]->throttle;
        long long ns = (long long)(t->throttled_ns + (t->since ? now - t->since : 0));
        PyObject *one = Py_BuildValue("iILKKO", (int)budget.throttled[i]->id, t->most_factor, ns, (unsigned long long)t->counted,
                                      (unsigned long long)t->sampled, t->factor > 1 ? Py_True : Py_False);
        if (!one || PyList_Append(list, one) < 0) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

#endif
