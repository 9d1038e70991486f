"""Which files and functions are traced, and at which level."""

import os
import re
from collections import namedtuple

# What of a call is captured, besides how much of it.
Choices = namedtuple("Choices", "params returns receiver variables awaits")

DEPENDENCIES = re.compile(r"(?:^|/)(?:site-packages|dist-packages|node_modules|__pypackages__)/([^/]+)")


def _segments(pattern):
    """The regular expression of a glob: `*` and `?` within a folder, `**` across them, `[..]`, `{a,b}`."""
    out = []
    at = 0
    depth = 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            out.append("(?:.*/)?")
            at += 3
            continue
        if pattern.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        end = pattern.find("]", at + 2) if char == "[" else -1
        if end > 0:
            out.append("[" + pattern[at + 1 : end].replace("\\", "\\\\").replace("!", "^", pattern[at + 1] == "!") + "]")
            at = end + 1
            continue
        if char == "{":
            depth += 1
            out.append("(?:")
        elif char == "}" and depth:
            depth -= 1
            out.append(")")
        elif char == "," and depth:
            out.append("|")
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char))
        at += 1
    return "".join(out)


def glob(pattern):
    """A test of paths. A pattern without a slash means the file's name anywhere, as in .gitignore."""
    matches = re.compile(_segments(pattern) + r"\Z", re.DOTALL).match
    if "/" in pattern:
        return lambda path: matches(path) is not None
    return lambda path: matches(path.rpartition("/")[2]) is not None


def name_pattern(pattern):
    """`*` stands for anything within a function's name."""
    return re.compile("".join(".*" if c == "*" else re.escape(c) for c in pattern) + r"\Z", re.DOTALL).match


def _is_any(text):
    return text in ("", "_", "*")


def _function_pattern(pattern):
    """A test of (path, qualified name, last part of it, number of parameters) for one pattern over them."""
    module, wanted, arity = pattern["module"], pattern["function"], pattern["arity"]
    files = () if _is_any(module) else (glob(module), glob(module + ".*"), glob(module.replace(".", "/") + ".*"))
    name = None if _is_any(wanted) else name_pattern(wanted)

    def matches(path, qualified, own, parameters):
        if arity is not None and arity != parameters:
            return False
        if name is not None and name(qualified) is None and name(own) is None:
            return False
        return not files or any(match(path) for match in files)

    return matches


def highest_level(config):
    """The highest level that any rule of a configuration gives; 0: nothing will be traced, nor can be."""
    levels = config.get("levels", {})
    rules = [levels.get(one, {}) for one in ("languages", "files", "functions")]
    ruled = [level for rule in rules for level in rule.values()]
    return max(config.get("level", 0), config.get("liveLevel", 0), *ruled, 0)


class Scope:
    """Built from a `TracerConfig` of the recording format."""

    def __init__(self, config):
        root = os.path.realpath(config["projectDir"])
        self._roots = tuple({os.path.join(one, "") for one in (root, config["projectDir"])})
        self._dependencies = not config.get("excludeNodeModules", True)
        self._include = [glob(one) for one in config.get("include", ())]
        self._exclude = [glob(one) for one in config.get("exclude", ())]
        self._patterns = [_function_pattern(one) for one in config.get("patterns", ())]
        self._packages = frozenset(config.get("includePackages", ()))
        self._live_level = config.get("liveLevel", 0)
        self._excluded_names = [name_pattern(one) for one in config.get("excludeFunctions", ())]
        levels = config.get("levels", {})
        self._by_file = [(glob(one), (level, "file:" + one)) for one, level in levels.get("files", {}).items()]
        functions = levels.get("functions", {}).items()
        self._by_name = [(name_pattern(one), (level, "function:" + one)) for one, level in functions]
        languages = levels.get("languages", {})
        if "python" in languages:
            self._default = (languages["python"], "language:python")
        else:
            self._default = (config.get("level", 0), config.get("levelFrom") or "global")
        self._virtual = {}
        # All that a file's rewriting depends on besides its text.
        capture = config.get("capture", {})
        self.choices = Choices(
            capture.get("params", True),
            capture.get("returns", True),
            bool(capture.get("self")),
            capture.get("vars", True),
            capture.get("async", True),
        )
        keys = ("excludeFunctions", "patterns", "liveLevel")
        self.fingerprint = repr((root, self._default, levels, [config.get(key) for key in keys], self.choices))

    def path_of(self, file):
        """Relative to the project with forward slashes when inside it, else as it is."""
        for root in self._roots:
            if file.startswith(root):
                return file[len(root) :].replace(os.sep, "/")
        return file

    def covers(self, file):
        """Whether the file may be traced: in the project, no dependency, within the patterns."""
        path = self.path_of(file)
        if path == file:
            return False
        if not self._dependencies and self._is_foreign(path):
            return False
        if self._include and not any(match(path) for match in self._include):
            return False
        return not any(match(path) for match in self._exclude)

    def _is_foreign(self, path):
        """Whether the file is of a package that nobody asked for."""
        found = DEPENDENCIES.search(path)
        if found is not None:
            package = found.group(1)
            return package not in self._packages and package.partition(".")[0] not in self._packages
        return self._in_virtual_environment(path)

    def _in_virtual_environment(self, path):
        folder = path.rpartition("/")[0]
        while folder:
            known = self._virtual.get(folder)
            if known is None:
                known = os.path.exists(os.path.join(self._roots[0], folder, "pyvenv.cfg"))
                self._virtual[folder] = known
            if known:
                return True
            folder = folder.rpartition("/")[0]
        return False

    def level(self, path, name, parameters):
        """(level, rule that settled it, level that its text is rewritten for). The nearest rule wins."""
        names = (name, name.rpartition(".")[2])
        # Excluded is more than level 0: it cannot be switched on either.
        if any(match(one) for match in self._excluded_names for one in names):
            return 0, "function", 0
        if self._patterns and not any(match(path, *names, parameters) for match in self._patterns):
            return 0, "pattern", 0
        level, rule = self._by_rules(path, names)
        return level, rule, max(level, self._live_level)

    def _by_rules(self, path, names):
        """By function, file, language, then who asked for the run's."""
        names += (path + "#" + names[0], path + ":" + names[0])
        for match, level in self._by_name:
            if any(match(one) for one in names):
                return level
        for match, level in self._by_file:
            if match(path):
                return level
        return self._default
