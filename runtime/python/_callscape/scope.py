"""Which files and functions are traced, and at which level."""

import os
import re

DEPENDENCIES = re.compile(r"(?:^|/)(?:site-packages|dist-packages|node_modules|__pypackages__)/")


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


class Scope:
    """Built from a `TracerConfig` of the recording format."""

    def __init__(self, config):
        root = os.path.realpath(config["projectDir"])
        self._roots = tuple({os.path.join(one, "") for one in (root, config["projectDir"])})
        self._dependencies = not config.get("excludeNodeModules", True)
        self._include = [glob(one) for one in config.get("include", ())]
        self._exclude = [glob(one) for one in config.get("exclude", ())]
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
        self.capture_params = capture.get("params", True)
        self.capture_returns = capture.get("returns", True)
        self.fingerprint = repr(
            (root, self._default, levels, config.get("excludeFunctions"), self.capture_params, self.capture_returns)
        )

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
        if not self._dependencies and (DEPENDENCIES.search(path) or self._in_virtual_environment(path)):
            return False
        if self._include and not any(match(path) for match in self._include):
            return False
        return not any(match(path) for match in self._exclude)

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

    def level(self, path, name):
        """(level, rule that settled it). The nearest wins: function, file, language, then who asked for the run's."""
        names = (name, name.rpartition(".")[2])
        if any(match(one) for match in self._excluded_names for one in names):
            return 0, "function"
        names += (path + "#" + name, path + ":" + name)
        for match, level in self._by_name:
            if any(match(one) for one in names):
                return level
        for match, level in self._by_file:
            if match(path):
                return level
        return self._default
