"""Names for statements of SQL: the same for those that differ in values only."""

import re

_BLANK = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]+")
_NAME = r"((?:[\w$]+|\"[^\"]+\"|`[^`]+`|\[[^\]]+\])(?:\.(?:[\w$]+|\"[^\"]+\"|`[^`]+`|\[[^\]]+\]))*)"
_EXISTS = r"(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"
_TARGETS = {
    "SELECT": re.compile(r"\bFROM\s+" + _NAME, re.IGNORECASE),
    "DELETE": re.compile(r"\bFROM\s+" + _NAME, re.IGNORECASE),
    "INSERT": re.compile(r"\bINTO\s+" + _NAME, re.IGNORECASE),
    "REPLACE": re.compile(r"\bINTO\s+" + _NAME, re.IGNORECASE),
    "UPDATE": re.compile(r"UPDATE\s+(?:OR\s+\w+\s+)?" + _NAME, re.IGNORECASE),
    "PRAGMA": re.compile(r"PRAGMA\s+" + _NAME, re.IGNORECASE),
}
_DEFINITION = re.compile(r"\w+\s+(?:\w+\s+)*?(?:TABLE|VIEW|INDEX|TRIGGER)\s+" + _EXISTS + _NAME, re.IGNORECASE)
# Only the beginning is looked at: names stand there.
_LOOKED_AT = 2000


_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


def without_values(text):
    """The text of a statement that a driver has put its values into."""
    return _LITERAL.sub("?", text)


def statement_name(text):
    """(name, verb): `SELECT orders` and `SELECT`."""
    text = text[:_LOOKED_AT]
    start = _BLANK.match(text).end()
    word = _WORD.match(text, start)
    if word is None:
        return "statement", "statement"
    verb = word.group().upper()
    pattern = _DEFINITION if verb in ("CREATE", "DROP", "ALTER") else _TARGETS.get(verb)
    found = pattern.search(text, start) if pattern else None
    return ("%s %s" % (verb, found.group(1).translate(_QUOTES)), verb) if found else (verb, verb)


_QUOTES = {ord(quote): None for quote in '"`[]'}
