"""Puts the recorder in C into CACHE_DIR, unless it is there: python build_recorder.py CACHE_DIR

What a package brings is taken where it can be loaded, else it is built. Prints the binary's path. Run it before an app is
started with the tracer. Exit code 1 with a reason on stderr: the recorder in Python will do.

python build_recorder.py --prebuild: builds what a package for this system is to bring.
"""

import os
import shutil
import subprocess
import sys
import sysconfig

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from _callscape import native  # noqa: E402


def build(cache_dir):
    """Path of the binary, copied or built if need be. Raises OSError or RuntimeError, with what the compiler said."""
    if not native.is_supported():
        raise RuntimeError("this Python cannot load the recorder's binary")
    path = native.binary_path(cache_dir)
    if os.path.exists(path):
        return path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = "%s.%d" % (path, os.getpid())
    prebuilt = os.path.join(native.PREBUILT, native.binary_name())
    if os.path.exists(prebuilt):
        shutil.copyfile(prebuilt, temporary)
        os.replace(temporary, path)
        # One that was linked with a newer C library than there is here is not loaded.
        if native.load(cache_dir) is not None:
            return path
        os.remove(path)
    compile_into(path, temporary)
    return path


def compile_into(path, temporary):
    compiler = (os.environ.get("CC") or "cc").split()
    flags = ["-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-DPy_LIMITED_API=0x03080000"]
    if sys.platform == "darwin":
        flags += ["-undefined", "dynamic_lookup"]
    source = os.path.join(native.SOURCES, "recorder.c")
    command = [*compiler, *flags, "-I", sysconfig.get_paths()["include"], source, "-o", temporary]
    if sys.platform.startswith("linux"):
        command.append("-ldl")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError("the compiler failed:\n" + done.stdout.decode("utf-8", "replace"))
    os.replace(temporary, path)


def prebuild():
    """Path of the binary in the folder that is packaged, or why there is none for this system. Raises as `build` does."""
    if not native.is_supported():
        return "No package for this system brings the recorder in C."
    shutil.rmtree(native.PREBUILT, ignore_errors=True)
    os.makedirs(native.PREBUILT)
    path = os.path.join(native.PREBUILT, native.binary_name())
    compile_into(path, "%s.%d" % (path, os.getpid()))
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        print(prebuild() if sys.argv[1] == "--prebuild" else build(sys.argv[1]))
    except (OSError, RuntimeError) as error:
        sys.exit("The recorder in C was not built: %s" % error)
