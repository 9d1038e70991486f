"""The tracer of a process: finds what to rewrite, numbers it, and tells the recorder."""

import ast
import os
import sys
import time
import types
from _thread import allocate_lock, get_ident
from functools import partial
from itertools import count

from . import TRACER_VERSION, frames
from .binding import bind
from .buffers import THROTTLED
from .cache import CodeCache
from .costs import native_ns
from .file_changes import FileChanges
from .limits import limits_of
from .live_levels import LiveLevels
from .look import look, slot_names
from .process_metrics import ProcessMetrics, metrics_frame
from .redact import Redactor
from .rewrite import Rewriter
from .scope import Scope
from .special import bound_special, has_special
from .traced_classes import TracedClasses

# Kinds of functions that are no functions of the app, but what stands in them, or around them.
PLACES = frozenset(("call", "await", "module"))

# What is captured of a call.
TAKES_ARGUMENTS, TAKES_RETURNS, TAKES_ERRORS = 1, 2, 4

# However long a launcher lets a flush wait, a process that is killed loses at most this much.
LONGEST_FLUSH_MS = 50


class Tracer:
    """`recorder`: the module of the recorder in C, or a `recorder.Recorder`."""

    def __init__(self, config, recorder, native):
        self.recorder = recorder
        self.scope = Scope(config)
        self._config = config
        self._by_operators = native
        self._cache = CodeCache(config.get("cacheDir") or "", (self.scope.fingerprint, native))
        self._lock = allocate_lock()
        self._main_thread = get_ident()
        self._threads = count(1)
        self._parent = None
        self._files = 0
        # All that have an id, and those of them that are functions of the app.
        self._functions = 0
        self._own_functions = 0
        self._instrument_ns = 0
        self._ended = False
        self._metrics = ProcessMetrics()
        self._libraries = {}
        self.memory = None
        if config.get("memory"):
            # Loaded only then: every start would take longer.
            from .memory import Memory

            self.memory = Memory()
        self.live_levels = LiveLevels(config["spoolDir"], recorder)
        self._changes = FileChanges(config, recorder.born)
        self.exit_code = None
        self.context_hosts = config.get("contextHosts", ("local",))
        rules = config.get("redact") or {}
        self.redactor = Redactor(
            config.get("redactKeys", ()), rules.get("keep", ()), rules.get("values", ()), rules.get("off", False)
        )
        self._takes = _takes(config.get("capture", {}))
        self._arrange(native)
        self.live_levels.watch()

    def _arrange(self, native):
        """Tells the recorder what it has to know before it begins."""
        config, recorder, redactor = self._config, self.recorder, self.redactor
        capture = config.get("capture", {})
        flush_ns = int(min(config.get("flushMs", 100), LONGEST_FLUSH_MS) * 1e6)
        max_words = int(capture.get("maxBytes", 4096)) // 4
        limits = limits_of(config)
        if limits:
            recorder.limit(*limits)
        if capture.get("full"):
            recorder.capture_in_full()
        if redactor.looks_at_all:
            recorder.look_at_all_texts()
        if native:
            kinds = (types.FunctionType, types.CoroutineType, types.GeneratorType, types.MethodType)
            secrets = (redactor.is_secret_key, redactor.is_secret_text)
            traced = TracedClasses(recorder.is_traced)
            recorder.setup(self._open_thread, *secrets, look, slot_names, traced, (has_special, bound_special), kinds, flush_ns, max_words)
        else:
            recorder.setup(self._open_thread, redactor, look, flush_ns, max_words)
        if 0 < config.get("budget", 0) < 1:
            recorder.keep_budget(config["budget"], partial(native_ns, recorder))

    def _open_thread(self, origin_ns):
        """Begins the spool of the current thread, whose times count from `origin_ns` of the monotonic clock."""
        unix_ns = time.time_ns() - (time.monotonic_ns() - origin_ns)
        is_main = get_ident() == self._main_thread
        number = 0 if is_main else next(self._threads)
        name = "%d-%d-%s.spool" % (os.getpid(), number, os.urandom(4).hex())
        path = os.path.join(self._config["spoolDir"], name)
        info = frames.json_frame(frames.PROCESS, self._process_info(number, unix_ns))
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            os.write(fd, frames.MAGIC + info)
        finally:
            os.close(fd)
        return os.fsencode(path), is_main

    def _process_info(self, number, unix_ns):
        info = {
            "pid": os.getpid(),
            "ppid": os.getppid(),
            "threadId": number,
            "threadName": _thread_name() if number else "main",
            "runtime": "python",
            "runtimeVersion": sys.version.split()[0],
            "platform": sys.platform,
            "arch": os.uname().machine if hasattr(os, "uname") else "",
            "argv": list(getattr(sys, "orig_argv", None) or [sys.executable, *getattr(sys, "argv", ())]),
            "cwd": _working_folder(),
            "originUnixNs": str(unix_ns),
            "clock": "exact",
            "tickNs": 0,
            "level": self._config["level"],
            "tracerVersion": TRACER_VERSION,
        }
        if self._parent is not None:
            info["parent"] = self._parent
        elif number:
            info["parent"] = {"pid": os.getpid(), "threadId": 0}
        return info

    def write_metrics(self):
        counts = self.recorder.counts()
        if counts is not None:
            self.recorder.write_frame(metrics_frame(counts[0], self._metrics.sample()))

    def start_memory(self):
        """From now on, if the settings ask for it: call last of all, so that nothing of the tracer's own is counted."""
        if self.memory is None:
            return
        if self.memory.start():
            self.recorder.watch_memory(self._due_memory)
        else:
            self._say_no_memory("The program follows its own memory with tracemalloc")

    def _due_memory(self, time_ns):
        profile = self.memory.take(time_ns)
        return profile and frames.json_frame(frames.ALLOCATIONS, profile)

    def end_memory(self, reason=None):
        """The last profile, in the spool of the main thread as all of them."""
        if self.memory is None:
            return
        counts = self.recorder.counts()
        if counts is not None and get_ident() == self._main_thread:
            profile = self.memory.profile(counts[0])
            if profile:
                self.recorder.write_frame(frames.json_frame(frames.ALLOCATIONS, profile))
        self.memory.stop()
        if reason:
            self._say_no_memory(reason)

    def memory_hooks(self):
        """What `loader.hook_modules` is to call."""
        return {} if self.memory is None else {"tracemalloc": self.memory.hide(self._yield_memory)}

    def _yield_memory(self):
        self.end_memory("From some time on the program follows its own memory with tracemalloc")

    def _say_no_memory(self, reason):
        self.recorder.write_frame(frames.json_frame(frames.SKIPPED, [{"file": "memory by function", "reason": reason}]))

    def captures(self, what):
        """Whether what the settings call so is recorded."""
        return self._config.get("capture", {}).get(what, True)

    def covers(self, path):
        return self.scope.covers(path) and self._changes.may_trace(path)

    def code_for(self, source, path, file, variant="", parse=None, cached=True):
        """Rewritten code of a file of the scope, or None: then Python compiles it as it would without us.

        `source` in bytes; `path` as the code is to name its file, `file` the same absolute; `parse()`: gives the tree.
        """
        start = time.perf_counter_ns()
        try:
            key = self._cache.key(path, source, variant)
            entry = self._cache.read(key) if cached else None
            if entry is None:
                entry = self._rewrite(source, path, file, parse)
                self._cache.write(key, entry)
            return self._install(entry, file)
        except SyntaxError:
            # Python says it better: it compiles the file again and shows the error.
            return None
        except Exception as fault:
            self.skip(file, "%s: %s" % (type(fault).__name__, fault))
            return None
        finally:
            self._instrument_ns += time.perf_counter_ns() - start
            self.recorder.set_totals(self._files - len(self._libraries), self._own_functions, self._instrument_ns)

    def _rewrite(self, source, path, file, parse):
        tree = parse() if parse else compile(source, path, "exec", ast.PyCF_ONLY_AST, True)
        relative = self.scope.path_of(file)
        scope = self.scope
        rewriter = Rewriter(
            source, lambda name, parameters: scope.level(relative, name, parameters), scope.choices, self._by_operators
        )
        code = compile(rewriter.module(tree), path, "exec", 0, True)
        return rewriter.functions, rewriter.levels, rewriter.untouched, code

    def _install(self, entry, file):
        functions, levels, untouched, code = entry
        relative = self.scope.path_of(file)
        if untouched:
            reasons = [{"file": relative, "reason": "%s: %s" % (name, reason)} for name, reason in untouched]
            self.recorder.write_frame(frames.json_frame(frames.SKIPPED, reasons))
        if not functions:
            return code
        with self._lock:
            file_id, first = self._files, self._functions
            self._files += 1
            self._functions += len(functions)
            self._own_functions += sum(one["kind"] not in PLACES for one in functions)
        described = [dict(one, id=first + i, file=file_id) for i, one in enumerate(functions)]
        definition = {"id": file_id, "path": relative, "language": "python"}
        self.recorder.add_definitions(
            frames.json_frame(frames.DEFINITIONS, {"files": [definition], "functions": described})
        )
        if self.memory is not None:
            self.memory.define(code.co_filename, first, functions, PLACES)
        made = {}
        traced = []

        def resolve(operation, index):
            if index < 0:
                return getattr(self.recorder, operation)
            if index not in made:
                made[index] = self._function(first + index, functions[index], levels[index], relative)
            return made[index][operation]

        bound = bind(code, resolve, traced.append)
        self.recorder.add_codes(traced)
        return bound

    def _function(self, identity, one, up_to, path):
        """The operations of a function of the app, or of a place in it, at the level that it has now."""
        values = up_to >= 2 and one["kind"] not in PLACES
        takes = self._takes if values else 0
        names = tuple(one["params"]) if takes & TAKES_ARGUMENTS else None
        variables = tuple(variable["name"].rpartition(".")[2] for variable in one.get("variables", ()))
        operations = self.recorder.function(identity, names, takes, one["kind"] == "arrow", variables, up_to >= 3)
        self.live_levels.define(operations["t"], path, one["name"], one["level"], up_to, takes)
        return operations

    def define_operation(self, kind, system, module, name):
        """A function of the kind `operation`; gives what the recorder offers for it."""
        definitions = {}
        with self._lock:
            index = self._functions
            self._functions += 1
            if module not in self._libraries:
                self._libraries[module] = self._files
                self._files += 1
                definitions["files"] = [{"id": self._libraries[module], "path": module, "language": "python"}]
        function = {"id": index, "file": self._libraries[module], "name": name, "line": 0, "column": 0, "endLine": 0}
        function.update({"kind": "operation", "async": False, "generator": False, "params": []})
        function["operation"] = {"kind": kind, "system": system}
        definitions["functions"] = [function]
        self.recorder.add_definitions(frames.json_frame(frames.DEFINITIONS, definitions))
        return self.recorder.function(index, None, 0, False, (), True)

    def skip(self, file, reason):
        """The recording says that a file of the scope runs as it is."""
        try:
            skipped = [{"file": self.scope.path_of(file), "reason": reason}]
            self.recorder.write_frame(frames.json_frame(frames.SKIPPED, skipped))
        except Exception:
            self.recorder.stop()

    def end(self, reason=None, code=None):
        """Everything to disk, and how the process ended. What the interpreter tears down later is not recorded."""
        try:
            self._end(reason, code)
        except Exception:
            # A fault of ours is not the app's.
            self.recorder.stop()

    def _end(self, reason, code):
        recorder = self.recorder
        recorder.flush_all()
        counts = recorder.counts()
        if not self._ended:
            self.end_memory()
            self.write_metrics()
            recorder.end_threads()
        if self._ended or counts is None:
            return
        self._ended = True
        time_ns, dropped, left_out, truncated, redacted, write_ns = counts
        cost_ns = recorder.measure_cost()
        throttled = [dict(zip(THROTTLED, one)) for one in recorder.throttled()]
        counters = {
            "dropped": dropped,
            "sampled": left_out,
            "throttled": len(throttled),
            "truncatedValues": truncated,
            "redactedValues": redacted,
            "instrumentedFiles": self._files - len(self._libraries),
            "instrumentedFunctions": self._own_functions,
            "instrumentNs": self._instrument_ns,
            "writeNs": write_ns,
            "costPerCallNs": cost_ns,
            "maxClockErrorNs": 0,
        }
        if throttled:
            counters["throttledFunctions"] = throttled
        if code is None:
            code = self.exit_code
        uncaught = getattr(sys, "last_type", None) is not None and self.exit_code is None
        end = {"timeNs": time_ns, "reason": reason or ("uncaught" if uncaught else "exit")}
        if code is not None or uncaught:
            end["code"] = 1 if code is None else code
        recorder.write_frame(frames.json_frame(frames.COUNTERS, counters) + frames.json_frame(frames.END, end))
        recorder.stop()

    def after_fork_in_child(self):
        self._lock = allocate_lock()
        self._parent = {"pid": os.getppid(), "threadId": 0}
        self._main_thread = get_ident()
        self._threads = count(1)
        self._ended = False
        if self.memory is not None:
            self.memory.after_fork()
        self.recorder.after_fork()
        self.recorder.was_started()


def _takes(capture):
    kinds = (("params", TAKES_ARGUMENTS), ("returns", TAKES_RETURNS), ("errors", TAKES_ERRORS))
    return sum(bit for key, bit in kinds if capture.get(key, True))


def _thread_name():
    threading = sys.modules.get("threading")
    # `current_thread` would make up a thread where there is none.
    thread = getattr(threading, "_active", {}).get(get_ident())
    name = getattr(thread, "_name", None)
    return name if type(name) is str else "thread"


def _working_folder():
    try:
        return os.getcwd()
    except OSError:
        return ""
