"""What must not be written: values under telling keys, and strings that look like credentials wherever they stand."""

import re

_SECRET_KEY = re.compile(
    r"pass(?:word|wd|phrase)|^pwd$|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authori[sz]ation|^cookie$"
    r"|set-?cookie|credential|card[-_]?(?:number|no)|^card$|^cvv2?$|^cvc2?$|^ssn$|^pin$|session[-_]?id",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # JSON Web Token
    r"|\b(?:[Bb]earer|[Bb]asic|BEARER|BASIC)\s+[\w+/=.~-]{8,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"  # AWS access key id
    r"|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}"
    r"|\b[sprw]k_(?:live|test)_\w{10,}"  # Stripe
    r"|\bxox[abprs]-[\w-]{10,}"  # Slack
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|//[^/\s:@]+:[^/\s@]+@"  # password in a URL
)
_CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b", re.ASCII)


class Redactor:
    """`keys`: case-insensitive, `*` stands for anything; they come on top of the built-in ones."""

    def __init__(self, keys):
        wild = ["".join(".*" if c == "*" else re.escape(c) for c in key) for key in keys]
        self._extra = re.compile("(?:%s)\\Z" % "|".join(wild), re.IGNORECASE).match if wild else None

    def is_secret_key(self, key):
        return bool(_SECRET_KEY.search(key) or (self._extra and self._extra(key)))

    def is_secret_text(self, text):
        if _SECRET_TEXT.search(text):
            return True
        digits = _CARD.search(text)
        return digits is not None and _passes_luhn([int(c) for c in digits.group() if c.isdigit()])


def _passes_luhn(digits):
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        if i % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total > 0 and total % 10 == 0
