/* Frames to disk. The file is opened for each flush, so that the app's descriptors are numbered as without us. */
#ifndef CALLSCAPE_SPOOL_H
#define CALLSCAPE_SPOOL_H
#include <sys/resource.h>

#include "gates.h"

static long long in_ns(struct timeval t) { return (long long)t.tv_sec * 1000000000 + (long long)t.tv_usec * 1000; }

static void seal(unsigned char *frame, int kind, int flags, uint32_t payload) {
    uint32_t head[3] = {SYNC_WORD, (uint32_t)kind | (uint32_t)flags << 8, payload};
    memcpy(frame, head, 12);
    uint32_t crc = crc32_of(frame + 4, 8, 0);
    crc = crc32_of(frame + FRAME_HEAD, payload, crc);
    memcpy(frame + 12, &crc, 4);
}

static int write_all(int fd, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 0;
        at += n;
        length -= (size_t)n;
    }
    return 1;
}

static int open_spool(Recorder *r) {
    return open(r->path_bytes, O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static int write_definitions(Recorder *r, int fd) {
    Py_ssize_t count = PyList_Size(definition_frames);
    for (; r->definitions < count; r->definitions++) {
        PyObject *frame = PyList_GetItem(definition_frames, r->definitions);
        if (!write_all(fd, PyBytes_AsString(frame), (size_t)PyBytes_Size(frame))) return 0;
    }
    return 1;
}

static int write_strings(Recorder *r, int fd) {
    if (r->next_string == r->first_pending) return 1;
    /* The buffer keeps room for both heads in front and the padding behind. */
    uint32_t payload = 8 + (uint32_t)r->pending_length;
    uint32_t head[2] = {r->first_pending, r->next_string - r->first_pending};
    memcpy(r->pending + FRAME_HEAD, head, 8);
    memset(r->pending + FRAME_HEAD + payload, 0, 4);
    seal((unsigned char *)r->pending, FRAME_STRINGS, 0, payload);
    if (!write_all(fd, r->pending, FRAME_HEAD + ((payload + 3u) & ~3u))) return 0;
    r->first_pending = r->next_string;
    r->pending_length = 0;
    return 1;
}

static int write_events(Recorder *r, int fd) {
    if (r->pos == 0) return 1;
    unsigned char *frame = (unsigned char *)r->words - FRAME_HEAD - EVENTS_HEAD;
    uint32_t head[2] = {r->sequence, r->pos};
    double base = (double)r->base;
    memcpy(frame + FRAME_HEAD, head, 8);
    memcpy(frame + FRAME_HEAD + 8, &base, 8);
    uint32_t payload = EVENTS_HEAD + r->pos * 4;
    seal(frame, FRAME_EVENTS, FLAG_TIMED, payload);
    if (!write_all(fd, frame, FRAME_HEAD + payload)) return 0;
    r->sequence++;
    r->pos = 0;
    r->base = r->previous;
    return 1;
}

static int write_text(int fd, int kind, char *frame, int length) {
    memset(frame + FRAME_HEAD + length, 0, 4);
    seal((unsigned char *)frame, kind, 0, (uint32_t)length);
    return write_all(fd, frame, FRAME_HEAD + ((size_t)(length + 3) & ~(size_t)3));
}

/* Room for a frame of text; grows where no signal interrupts. */
#define PLAIN_TEXT 1000
#define TEXT_OF_THROTTLED 160
static char *counters_frame;
static size_t counters_room;

static int make_room_for_counters(size_t throttled) {
    size_t room = PLAIN_TEXT + throttled * TEXT_OF_THROTTLED;
    if (room <= counters_room) return 1;
    char *grown = realloc(counters_frame, FRAME_HEAD + room * 2 + 4);
    if (!grown) return 0;
    counters_frame = grown;
    counters_room = room * 2;
    return 1;
}

static int put_throttled(char *text, size_t room, int64_t now);

static int write_counters(Recorder *r, int fd, double cost_ns) {
    char *text = counters_frame + FRAME_HEAD;
    int length = snprintf(
        text, PLAIN_TEXT,
        "{\"dropped\":%llu,\"sampled\":%llu,\"truncatedValues\":%llu,\"redactedValues\":%llu,"
        "\"instrumentedFiles\":%llu,\"instrumentedFunctions\":%llu,\"instrumentNs\":%llu,\"writeNs\":%llu,"
        "\"costPerCallNs\":%lld,\"maxClockErrorNs\":0,",
        (unsigned long long)r->dropped, (unsigned long long)r->left_out, (unsigned long long)r->truncated,
        (unsigned long long)r->redacted, options.files, options.functions, options.instrument_ns,
        (unsigned long long)r->write_ns, (long long)cost_ns);
    /* One thread tells it for all. */
    if (r->is_main)
        length += put_throttled(text + length, counters_room - (size_t)length, clock_ns());
    else
        length += sprintf(text + length, "\"throttled\":0}");
    r->last_counters = r->previous;
    return write_text(fd, FRAME_COUNTERS, counters_frame, length);
}

/* Figures of the process that cost little to know. */
static int write_metrics(Recorder *r, int fd) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 1;
    long long resident = 0, peak = (long long)usage.ru_maxrss;
#ifndef __APPLE__
    peak *= 1024;
#endif
    FILE *pages = fopen("/proc/self/statm", "re");
    if (pages) {
        if (fscanf(pages, "%*s %lld", &resident) != 1) resident = 0;
        fclose(pages);
    }
    resident *= sysconf(_SC_PAGESIZE);
    /* The system brings the peak up to date now and then only. */
    if (peak < resident) peak = resident;
    char frame[FRAME_HEAD + 404], *text = frame + FRAME_HEAD, known[60] = "";
    if (resident > 0) snprintf(known, sizeof known, "\"memory.rss\":%lld,", resident);
    int length = snprintf(text, 400,
                          "[{\"timeNs\":%lld,\"values\":{%s\"memory.rss.peak\":%lld,\"cpu.user\":%lld,\"cpu.system\":%lld}}]",
                          (long long)(clock_ns() - r->origin), known, peak, in_ns(usage.ru_utime),
                          in_ns(usage.ru_stime));
    return write_text(fd, FRAME_METRICS, frame, length);
}

/* Everything held back to disk; a failure ends the recording, not the app. */
static void flush(Recorder *r) {
    if (off || r->dead || r->writing || r->muted) return;
    r->writing = 1;
    int before = errno;
    int64_t start = clock_ns();
    write_pending(r);
    if (r->pos > 0) {
        int fd = open_spool(r);
        int fine = fd >= 0 && write_definitions(r, fd) && write_strings(r, fd) && write_events(r, fd);
        if (fine && r->previous - r->last_counters > COUNTERS_EVERY_NS)
            fine = write_counters(r, fd, 0) && (!r->is_main || write_metrics(r, fd));
        if (limits.on && fd >= 0) r->bytes = (uint64_t)lseek(fd, 0, SEEK_CUR);
        if (fd >= 0) close(fd);
        if (!fine) switch_off();
    }
    int64_t end = clock_ns();
    r->last_flush = end - r->origin;
    r->write_ns += (uint64_t)(end - start);
    r->writing = 0;
    errno = before;
}

static void switch_off(void) {
    off = 1;
    for (Recorder *r = recorders; r; r = r->next) r->pos = 0;
}

/* Appends a finished frame behind everything that was recorded before it. */
static int append_frame(Recorder *r, const char *frame, size_t length) {
    flush(r);
    if (off) return 0;
    int fd = open_spool(r);
    int fine = fd >= 0 && write_definitions(r, fd) && write_all(fd, frame, length);
    if (fd >= 0) close(fd);
    if (!fine) switch_off();
    return fine;
}

static void write_end(Recorder *r, const char *reason, const char *signal_name) {
    int fd = open_spool(r);
    if (fd < 0) return;
    char frame[FRAME_HEAD + 204], *text = frame + FRAME_HEAD;
    long long time = (long long)(clock_ns() - r->origin);
    int length = signal_name ? snprintf(text, 200, "{\"timeNs\":%lld,\"reason\":\"%s\",\"signal\":\"%s\"}",
                                        time, reason, signal_name)
                             : snprintf(text, 200, "{\"timeNs\":%lld,\"reason\":\"%s\"}", time, reason);
    if (write_counters(r, fd, 0)) write_text(fd, FRAME_END, frame, length);
    close(fd);
}

#endif
