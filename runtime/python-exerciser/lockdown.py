"""Takes from this process what exercised code may not do: write, start processes, reach a network, read what is not the project's.

An audit hook cannot be taken away again; limits of the system are a second wall where there are any. It guards against
accidents, not against malice: code that is written to break out of a Python process can.
"""

import os
import sys
import sysconfig

MEGABYTE = 1 << 20

# Nothing of these is ever allowed, by the beginning of the event's name.
DENIED = (
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.startfile",
    "subprocess.", "pty.", "signal.pthread_kill", "syslog.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.chflags", "os.lockf", "os.mkfifo", "os.mknod", "os.setxattr", "os.removexattr", "os.utime",
    "shutil.", "tempfile.", "fcntl.",
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostby",
    "socket.getnameinfo", "socket.sethostname", "ftplib.", "http.client.", "imaplib.", "nntplib.", "poplib.", "smtplib.",
    "telnetlib.", "urllib.", "webbrowser.",
    "ctypes.", "gc.get_", "sys.addaudithook", "sys._current_frames", "sys.setprofile", "sys.settrace", "sys.remote_exec",
    "cpython.", "code.__new__", "winreg.", "msvcrt.", "_winapi.", "mmap.",
)

WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


def lock(root):
    """From here on. `root` is the folder that may be read, besides Python's own."""
    limit()
    allowed = tuple(os.path.realpath(path) + os.sep for path in readable(root))
    devices = ("/dev/null", "/dev/urandom", "/dev/zero", "/proc/meminfo", "/proc/cpuinfo")
    sys.addaudithook(make_hook(allowed, devices))


def readable(root):
    paths = sysconfig.get_paths()
    own = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib") if name in paths]
    # The folders that modules come from, a virtual environment's and those that its settings add.
    return [root, os.path.dirname(os.path.abspath(__file__)), *own, *(p for p in sys.path if p), "/usr/share/zoneinfo"]


def limit():
    """No file may get a byte, and memory and the number of open files have an end. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    wanted = (("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0), ("RLIMIT_NOFILE", 64), ("RLIMIT_AS", 1024 * MEGABYTE), ("RLIMIT_NPROC", 0))
    for name, most in wanted:
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            # A system that sets a lower one, or none: the others, and the hook, still stand.
            continue


def make_hook(allowed, devices):
    """All that the hook needs is its own: nothing that the exercised code can reach changes what it says."""
    denied, writing, separator = DENIED, WRITING, os.sep
    real, decode, absolute = os.path.realpath, os.fsdecode, os.path.abspath
    unix = 1  # socket.AF_UNIX: an event loop wakes itself by a pair of them, and may not connect them to anything.

    def refuse(what):
        raise PermissionError("the sandbox allows no " + what)

    def may_read(path):
        if isinstance(path, int):
            return True
        try:
            name = absolute(decode(path))
        except (TypeError, ValueError):
            return False
        if name in devices:
            return True
        return (real(name) + separator).startswith(allowed)

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
            if not isinstance(path, int) and (writes or (isinstance(flags, int) and flags & writing)):
                refuse("writing")
            if not may_read(path):
                refuse("reading of what is not the project's")
        elif event in ("os.listdir", "os.scandir", "os.walk", "os.chdir"):
            path = arguments[0] if arguments else "."
            if not may_read("." if path is None else path):
                refuse("reading of what is not the project's")
        elif event == "socket.__new__":
            if arguments[1] != unix:
                refuse("network")
        elif event == "sqlite3.connect":
            if arguments[0] != ":memory:":
                refuse("writing")
        elif event == "import":
            if arguments[0] in ("ctypes", "_ctypes"):
                refuse("code that is not Python's")
        elif event.startswith(denied):
            refuse(event)

    return hook
