"""What must not be written: values under telling keys, and strings that look like credentials wherever they stand.

The rules are those of runtime/format/secrets.ts and runtime/node/record/redact.ts. Patterns are compiled when the first text
is looked at: most starts of Python never come to that.
"""

import re

# Shorter texts can hold none of the shapes.
SHORTEST_SECRET = 12

_SECRET_KEY = re.compile(
    r"pass(?:word|wd|phrase|code)|^(?:pass|pwd|pw|otp|auth|jwt|bearer|pin|ssn|card|cvv2?|cvc2?)$|secret|token"
    r"|(?:api|access|private|signing|encryption|account|ssh|license|master)[-_]?key|authori[sz]ation|cookies?$|^x-auth"
    r"|credential|(?:card|account|iban|routing)[-_]?(?:number|no)$|^iban$|session[-_]?(?:id|key)|connection[-_]?string"
    r"|mfa[-_]?code|one[-_]?time[-_]?code|recovery[-_]?code",
    re.IGNORECASE,
)

# Words that say of what follows them in a text that it is a secret.
_TELLING = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|secret|api[-_]?key"
    r"|(?:access|refresh|auth|id|session|csrf|client|bearer|secret)[-_]?(?:token|key|secret)"
    r"|private[-_]?key|signing[-_]?key|account[-_]?key|authorization|x-api-key|x-auth-token)"
)

# What begins with a mark of whoever gave it.
_MARKED = (
    r"eyJ[\w-]{8,}\.[\w-]{8,}",  # JSON Web Token
    r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z0-9]{16}\b",  # AWS
    r"\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}",  # GitHub
    r"\bgl(?:pat|ptt|dt|rt|soat)-[\w-]{16,}",  # GitLab
    r"\b[sprw]k_(?:live|test)_\w{10,}|\bwhsec_[\w+/=]{16,}",  # Stripe
    r"\bxox[abeoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}|hooks\.slack\.com/services/[\w/]{16,}",  # Slack
    r"\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}",  # Google
    r"\bSG\.[\w-]{16,}\.[\w-]{16,}",  # SendGrid
    r"\bSK[0-9a-f]{32}\b|\bAC[0-9a-f]{32}\b",  # Twilio
    r"\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{20,}",  # package registries
    r"\bsk-(?:ant-|proj-)?[\w-]{20,}|\bhf_[A-Za-z0-9]{30,}",  # models
    r"\b(?:dop|doo|dor)_v1_[0-9a-f]{40,}|\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|\bdapi[0-9a-f]{32}\b",
    r"\b(?:hvs|hvb|s)\.[A-Za-z0-9_-]{24,}|\blin_api_\w{20,}|\bATATT[\w=-]{20,}|\bkey-[0-9a-f]{32}\b|\bsq0[a-z]{3}-[\w-]{20,}",
    r"AGE-SECRET-KEY-1[A-Z0-9]{20,}",
    r"\b(?:[Bb]asic|BASIC)\s+(?=\S*[\d=]|\S*[a-z][A-Z])[\w+/=-]{8,}",
    r"//[^/\s:@\"']*:[^/\s@\"']+@",  # password in a URL
    r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----",
)
_ASSIGNED = (
    r"\b\d{8,10}:AA[\w-]{32,}",  # Telegram
    r"\bbearer\s+(?=\S*\d|\S{20})[\w+/=.~:-]{8,}",
    r"\b(?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?[\w-]+(?:[ \t]+[^\s\"',]+)?",
    r"\b(?:set-)?cookie[\"']?\s*:\s*[\"']?[^\s=;]+=[^\n\"']+",
    _TELLING + r"[\"']?\s*(?::\s*[\"'][^\"'\n]+[\"']|=\s*[\"']?(?!<redacted>)[^\s\"'&;,]{3,})",
    r"--(?:\w+-)*(?:" + _TELLING + r"|token)[= ]\s*(?!<redacted>)[^\s-]\S*",
    r"[?&;](?:token|sig|signature|code|key|auth)=(?!<redacted>)[^&\s;\"']{8,}",
    r"_TOKEN=\S{4,}",
)
_DIGITS = r"\b\d(?:[ -]?\d){12,18}\b"
# Issuers of payment cards by their first digits, with the lengths of their numbers (ISO/IEC 7812-1).
_ISSUED = (
    r"(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|62\d{14,17}|(?:50|5[6-9]|6\d)\d{10,17})\Z"
)
# A key with no name: long, in one piece, and more mixed than words, paths, hashes and identifiers are.
_PIECE = r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w+/=-]{32,256}\Z"
_RUN = r"[a-z]+|[A-Z]+|\d+|[^a-zA-Z\d]+"
# Runs of one kind of character, for each character: chance gives 0.6, and words in camel case 0.4.
_MIXED_RUNS = 0.5
# The secret keys of AWS, which have no mark.
_FORTY = r"(?=.*[/+])[\w+/]{40}\Z"
_FORTY_RUNS = 0.4


class Redactor:
    """
    `keys`: case-insensitive, `*` stands for anything; they come on top of the built-in ones, and before `keep`, which tells
    nothing. `values`: regular expressions of texts that are never written; those that are none are passed over.
    """

    def __init__(self, keys=(), keep=(), values=(), off=False):
        self._extra = _any_of(keys)
        self._keep = _any_of(keep)
        self._values = [shape for shape in map(_compiled, values) if shape is not None]
        self._off = bool(off)
        self._shapes = None

    @property
    def looks_at_all(self):
        """Whether every text has to be asked about, however short or plain."""
        return bool(self._values) and not self._off

    def is_secret_key(self, key):
        if self._off or not key:
            return False
        if self._extra and self._extra(key):
            return True
        return not (self._keep and self._keep(key)) and _SECRET_KEY.search(key) is not None

    def is_secret_text(self, text):
        if self._off:
            return False
        if any(shape.search(text) for shape in self._values):
            return True
        if len(text) < SHORTEST_SECRET:
            return False
        shapes = self._shapes = self._shapes or _Shapes()
        return shapes.find(text)


class _Shapes:
    def __init__(self):
        self._marked = re.compile("|".join(_MARKED), re.ASCII).search
        self._assigned = re.compile("|".join(_ASSIGNED), re.ASCII | re.IGNORECASE).search
        self._digits = re.compile(_DIGITS, re.ASCII).finditer
        self._issued = re.compile(_ISSUED, re.ASCII).match
        self._piece = re.compile(_PIECE, re.ASCII).match
        self._forty = re.compile(_FORTY, re.ASCII).match
        self._runs = re.compile(_RUN, re.ASCII).findall

    def find(self, text):
        if self._marked(text) or self._assigned(text):
            return True
        if self._piece(text):
            least = _FORTY_RUNS if self._forty(text) else _MIXED_RUNS
            if len(self._runs(text)) / len(text) >= least:
                return True
        return any(self._is_card(found.group()) for found in self._digits(text))

    def _is_card(self, text):
        digits = "".join(c for c in text if c.isdigit())
        return self._issued(digits) is not None and _passes_luhn([int(c) for c in digits])


def _any_of(keys):
    wild = ["".join(".*" if c == "*" else re.escape(c) for c in key) for key in keys]
    return re.compile(r"(?:%s)\Z" % "|".join(wild), re.IGNORECASE).match if wild else None


def _compiled(pattern):
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        return None


def _passes_luhn(digits):
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        if i % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total > 0 and total % 10 == 0
