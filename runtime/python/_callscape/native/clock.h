/*
 * The time of events: CLOCK_MONOTONIC, by the processor's own counter between two readings of it. The kernel does the same
 * arithmetic in two to three times the time, which is most of what recording a call costs.
 */
#ifndef CALLSCAPE_CLOCK_H
#define CALLSCAPE_CLOCK_H
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static inline int64_t clock_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>

/* Between two readings, at most; less while the counter's rate has been measured for a short time only. */
#define LONGEST_TRUST_NS 20e6
#define TRUSTED_SHARE 0.125
/* Before this the rate is not known well enough. */
#define FIRST_RATE_NS 2e6
/* A rate that differs so much means that the machine has slept. */
#define SAME_RATE 1e-3
/* A reading that took more counts, about a microsecond, was interrupted: nobody knows when in it the clock was read. */
#define LONGEST_READING 4096
#define READINGS 3

static struct {
    /* A reading: the counter, and ns. */
    uint64_t count;
    int64_t ns;
    /* Counts for which it holds; 0: the counter is not used (yet). ns of a count, times 2^32. */
    uint64_t trusted, rate;
    uint64_t first_count;
    int64_t first_ns;
    /* Whether the system itself keeps time by the counter, and so has found it to be even: not asked, no, yes. */
    enum { UNKNOWN, UNEVEN, EVEN } is_even;
} counter;

static inline uint64_t read_count(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* Whether the processor says that its counter runs at one rate in all states of its own. */
static int is_invariant(void) {
    unsigned a, b, c, d = 0;
    return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1u << 8);
}

/* A guest of KVM keeps time by the counter as well, with the rate that its host tells it. */
static int is_kept_by_counter(void) {
    char name[16] = "";
    FILE *source = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
    if (!source) return 0;
    int known = fgets(name, sizeof name, source) != NULL;
    fclose(source);
    return known && (strcmp(name, "tsc\n") == 0 || (strcmp(name, "kvm-clock\n") == 0 && is_invariant()));
}

static void begin_rate(uint64_t count, int64_t ns) {
    counter.first_count = count;
    counter.first_ns = ns;
    counter.trusted = 0;
}

/* Reads the clock, and learns the counter's rate from it. */
static int64_t read_clock(void) {
    if (counter.is_even == UNKNOWN) counter.is_even = is_kept_by_counter() ? EVEN : UNEVEN;
    if (counter.is_even == UNEVEN) return clock_ns();
    uint64_t before, took;
    int64_t ns;
    int readings = 0;
    do {
        before = read_count();
        ns = clock_ns();
        took = read_count() - before;
    } while (took > LONGEST_READING && ++readings < READINGS);
    if (took > LONGEST_READING) return ns;
    /* Halfway through the reading. */
    uint64_t count = before + took / 2;
    if (counter.first_count == 0) {
        begin_rate(count, ns);
        return ns;
    }
    double passed = (double)(ns - counter.first_ns);
    if (passed < FIRST_RATE_NS) return ns;
    double rate = passed / (double)(count - counter.first_count) * 4294967296.0;
    double known = (double)counter.rate;
    if (counter.trusted && (rate > known * (1 + SAME_RATE) || rate < known * (1 - SAME_RATE))) {
        begin_rate(count, ns);
        return ns;
    }
    double trust = passed * TRUSTED_SHARE < LONGEST_TRUST_NS ? passed * TRUSTED_SHARE : LONGEST_TRUST_NS;
    counter.rate = (uint64_t)rate;
    counter.trusted = (uint64_t)(trust * 4294967296.0 / rate);
    counter.count = count;
    counter.ns = ns;
    return ns;
}

/* ns of CLOCK_MONOTONIC. May be a few ns before an earlier answer: whoever compares has to bear that. */
static inline int64_t event_ns(void) {
    uint64_t passed = read_count() - counter.count;
    if (__builtin_expect(passed >= counter.trusted, 0)) return read_clock();
    return counter.ns + (int64_t)(passed * counter.rate >> 32);
}

/* The same where the clock itself need not be read for it: whether that is so. */
static inline int quick_ns(int64_t *ns) {
    uint64_t passed = read_count() - counter.count;
    *ns = counter.ns + (int64_t)(passed * counter.rate >> 32);
    return passed < counter.trusted;
}

#else
static inline int64_t event_ns(void) { return clock_ns(); }

static inline int quick_ns(int64_t *ns) {
    *ns = clock_ns();
    return 1;
}
#endif

#endif
