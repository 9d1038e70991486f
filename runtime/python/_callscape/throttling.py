"""Keeps the cost of recording within a share of the app's CPU time, in Python: the twin of native/budget.h."""

from time import monotonic_ns, process_time_ns

WINDOW_NS = 8000000
IDLE_WINDOW_NS = 50000000
IDLE_NS = 1000000
LONGEST_WINDOW_NS = 1000000000
# CPU time whose share is granted in advance: a program that is short is recorded whole. What is left of it after that time is not granted any more.
ADVANCE_NS = 500000000
OFTEN = 32
AFTER_THROTTLING = 0.5
REFILL = 0.4
SAMPLES = 0.2
LEAST = 0.1
MIN_FACTOR = 32
MAX_FACTOR = 1 << 20
COOL_NS = 100000000
MAX_COOL_NS = 10000000000
# Of the events that a flush writes, every so many tells which functions are called.
EVERY = 8
# Of what recording a call costs, the share that one takes which is only counted.
COUNTING = 0.5
# Of making the events of a call into words and writing them.
WRITING_NS = 60


class _Throttled:
    """`since`: None while it is not."""

    def __init__(self):
        self.most_factor = 1
        self.since = self.cool_since = None
        self.cool_ns = COOL_NS // 2
        self.throttled_ns = 0
        self.cost_ns = 0.0
        # At the beginning of this window.
        self.counted = self.sampled = 0


class Throttling:
    """`gates` by function id; `call_ns()`: what recording a call costs."""

    def __init__(self, share, gates, call_ns):
        # It counts what recording adds to the app; what is measured is both together.
        self._share = share / (1 + share)
        # What is left of the advance.
        self._advance_ns = ADVANCE_NS * self._share
        self._gates = gates
        self._measure = call_ns
        self._call_ns = 0
        self._by_id = {}
        self._calls = {}
        self._values_ns = 0
        self._start = monotonic_ns()
        self._cpu = process_time_ns()

    def report(self):
        """As `throttled` of the recorder gives it."""
        now = monotonic_ns()
        for identity, one in self._by_id.items():
            gate = self._gates[identity]
            ns = one.throttled_ns + (0 if one.since is None else now - one.since)
            yield identity, one.most_factor, ns, gate.counted, gate.sampled, one.since is not None

    def gates_throttled(self):
        return [identity for identity, one in self._by_id.items() if one.since is not None]

    def note(self, events, word_of, values_ns):
        """The raw events of a flush, whose values have taken so long to look into."""
        calls = self._calls
        for word in events[:: 2 * EVERY]:
            if type(word) is tuple:
                word = word[1].function if word[0] == 4 else -1
            if type(word) is bytes:
                word = word_of[word]
            if word >= 0:
                calls[word] = calls.get(word, 0) + EVERY
        self._values_ns += values_ns

    def look(self):
        now = monotonic_ns()
        cpu = process_time_ns()
        spent_cpu = cpu - self._cpu
        is_busy = spent_cpu >= WINDOW_NS
        passed = now - self._start
        if not is_busy and (passed < IDLE_WINDOW_NS or (spent_cpu > IDLE_NS and passed < LONGEST_WINDOW_NS)):
            return
        if cpu > ADVANCE_NS:
            self._advance_ns = 0
        if self._call_ns == 0:
            self._call_ns = self._measure() + WRITING_NS
        whole = (spent_cpu if is_busy else WINDOW_NS) * self._share
        hidden = sum(gate.counted + gate.armed - gate.left - one.counted for gate, one in self._throttled())
        left = max(whole - hidden * self._call_ns * COUNTING, whole * LEAST)
        recorded = sum(self._calls.values())
        call_ns = self._call_ns + self._values_ns / max(1, recorded)
        spent = recorded * call_ns
        changed = False
        if is_busy and self._breaks(spent, left):
            changed = self._throttle_hottest(now, spent, left, call_ns)
            self._thin_samples(left, call_ns)
        if not changed:
            self._restore_cool(now, spent, left)
        self._calls = {}
        self._values_ns = 0
        for gate, one in self._throttled():
            one.counted, one.sampled = gate.counted + gate.armed - gate.left, gate.sampled
        self._start = now
        self._cpu = process_time_ns()

    def forget(self):
        """In a forked child: what its parent counted is not its own, nor what it has spent."""
        self._advance_ns = ADVANCE_NS * self._share
        for identity, one in self._by_id.items():
            gate = self._gates[identity]
            gate.counted = gate.sampled = one.counted = one.sampled = one.throttled_ns = 0
            gate.armed = gate.left
            one.since = one.since and monotonic_ns()

    def _breaks(self, spent, left):
        """Whether a window has spent more than its budget and what is left of the advance."""
        over = max(0, spent - left)
        is_broken = over > self._advance_ns
        self._advance_ns = max(0, self._advance_ns - over)
        return is_broken

    def _throttled(self):
        for identity, one in self._by_id.items():
            if one.since is not None:
                yield self._gates[identity], one

    def _throttle_hottest(self, now, spent, left, call_ns):
        changed = False
        for identity, calls in sorted(self._calls.items(), key=lambda one: -one[1]):
            if spent <= left * AFTER_THROTTLING:
                break
            gate = self._gates.get(identity)
            if gate is None or calls < OFTEN or gate.factor > 1 or gate.off:
                continue
            one = self._by_id.setdefault(identity, _Throttled())
            factor = _factor_for(calls * call_ns / max(1.0, left * SAMPLES / len(self._by_id)))
            self._set_factor(gate, one, factor)
            one.since, one.cool_since, one.cost_ns = now, None, call_ns
            one.cool_ns = min(MAX_COOL_NS, one.cool_ns * 2)
            spent -= calls * call_ns
            changed = True
        return changed

    def _thin_samples(self, left, call_ns):
        most = left * SAMPLES / call_ns
        throttled = [(gate, one, gate.sampled - one.sampled) for gate, one in self._throttled()]
        if sum(samples for _, _, samples in throttled) <= most:
            return
        each = max(1.0, most / len(throttled))
        for gate, one, samples in throttled:
            if samples > each:
                self._set_factor(gate, one, _factor_for(gate.factor * samples / each))

    def _set_factor(self, gate, one, factor):
        self._put_count(gate)
        gate.set(gate.off, gate.bare, factor)
        one.most_factor = max(one.most_factor, factor)

    @staticmethod
    def _put_count(gate):
        """With a single thread; others put theirs themselves when they notice."""
        gate.recorder.put_count(gate, gate.recorder.buffer())

    def _restore_cool(self, now, spent, left):
        room = left * REFILL - spent
        heat = [
            ((gate.counted + gate.armed - gate.left - one.counted + gate.sampled - one.sampled) * one.cost_ns, gate, one)
            for gate, one in self._throttled()
        ]
        for would_cost, gate, one in sorted(heat, key=lambda one: one[0]):
            room -= would_cost
            if room < 0:
                one.cool_since = None
                continue
            if one.cool_since is None:
                one.cool_since = self._start
            if now - one.cool_since < one.cool_ns:
                continue
            one.throttled_ns += now - one.since
            one.since = one.cool_since = None
            self._put_count(gate)
            gate.set(gate.off, gate.bare, 1)


def _factor_for(wanted):
    factor = MIN_FACTOR
    while factor < wanted and factor < MAX_FACTOR:
        factor *= 2
    return factor
