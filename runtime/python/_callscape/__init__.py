"""The tracer inside a Python app; `sitecustomize.py` beside this package starts it."""

TRACER_VERSION = "0.1.0"
