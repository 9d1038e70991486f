"""Work done by modules of the standard library that are written in Python, which are traced as if they were the app's own."""

import configparser
import difflib
import fractions
import html.parser
import io
import json.decoder
import json.encoder
import json.scanner
import pprint
import statistics
import string
import textwrap

from measure import measure

PROSE = " ".join("word%d is followed by another, longer sentence." % n for n in range(120))
PAGE = "".join("<div class='c%d'><a href='/%d'>link %d</a><br/> text &amp; more</div>" % (n, n, n) for n in range(150))
BEFORE = ["line %d of the text" % (n * 7 % 90) for n in range(90)]
AFTER = ["line %d of the text" % (n * 5 % 90) for n in range(90)]
DATA = {"list": [{"id": n, "name": "item %d" % n, "tags": ["a", "b"]} for n in range(60)]}
SETTINGS = "".join("[part%d]\nkey = %d\nother = %%(key)s more\n" % (n, n) for n in range(60))


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.extend(attributes)


class PlainEncoder(json.encoder.JSONEncoder):
    def iterencode(self, value, _one_shot=False):
        return super().iterencode(value, False)


def work():
    textwrap.fill(PROSE, 60)
    parser = Links()
    parser.feed(PAGE)
    list(difflib.unified_diff(BEFORE, AFTER))
    text = "".join(PlainEncoder(indent=1).iterencode(DATA))
    decoder = json.decoder.JSONDecoder()
    decoder.scan_once = json.scanner.py_make_scanner(decoder)
    decoder.parse_string = json.decoder.py_scanstring
    decoder.decode(text)
    settings = configparser.ConfigParser()
    settings.read_file(io.StringIO(SETTINGS))
    [settings.get(name, "other") for name in settings.sections()]
    sum(fractions.Fraction(1, n) for n in range(1, 120))
    statistics.pstdev([n / 3 for n in range(200)])
    pprint.pformat(DATA)
    string.Template("$a and $b").substitute(a=1, b=2)


measure(work, 0)
