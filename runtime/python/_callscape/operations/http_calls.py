"""Requests of `http.client`, which urllib, urllib3 and requests send theirs by; and those that `http.server` takes.

A request is one span from its first line to the head of its answer; between them it waits. To the hosts of `contextHosts` it
carries a W3C trace context, unless the app sends one itself, and what a server calls for a request goes on with the one that came with it.
Where requests have no spans by choice, the span around them is what sends the context.
"""

import os
import re
from _thread import get_ident

from .destinations import destinations

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def parse_traceparent(text):
    """Trace id and span id in 24 bytes, or None."""
    found = _TRACEPARENT.match(text.strip().lower()) if text else None
    if found is None:
        return None
    context = bytes.fromhex(found.group(1) + found.group(2))
    return context if any(context[:16]) and any(context[16:]) else None


def module_hooks(operations):
    recorder = operations.recorder
    is_destination = destinations(operations.context_hosts)
    sending = {}
    # Trace ids of the requests that threads are answering.
    answering = {}

    def shown_path(path):
        """Without the values of parameters that are called like secrets."""
        head, mark, query = path.partition("?")
        parts = [part.partition("=") for part in query.split("&")]
        is_secret = operations.redactor.is_secret_key
        masked = [name + sign + ("<redacted>" if sign and is_secret(name) else value) for name, sign, value in parts]
        return head + mark + "&".join(masked)

    def begin(connection, method, url, *_, **__):
        host, port = connection.host, connection.port
        scheme = "https" if hasattr(connection, "_context") else "http"
        name = "%s %s" % (method, host)
        span = operations.of("http", "http", "http.client", name, method)["begin"]()
        path = url if url.startswith("/") else "/" + url.partition("://")[2].partition("/")[2]
        attributes = {"http.request.method": method, "server.address": host, "server.port": port}
        attributes["url.full"] = "%s://%s:%s%s" % (scheme, host, port, shown_path(path))
        recorder.detail(attributes)
        sending[id(connection)] = span
        return connection

    def begun(connection, _, error):
        if error is not None:
            fail(connection, error)

    def fail(connection, error):
        span = sending.pop(id(connection), None)
        if span is not None:
            recorder.again(span, None)
            recorder.fail(span, error)

    def put_context(connection, *_, **__):
        if is_destination(connection.host) and not any(line.lower().startswith(b"traceparent:") for line in connection._buffer):
            context = answering.get(get_ident(), b"") or os.urandom(16)
            context += os.urandom(8)
            connection.putheader("traceparent", "00-%s-%s-01" % (context[:16].hex(), context[16:].hex()))
            recorder.carries(context)

    def send_context(connection, *_, **__):
        if id(connection) not in sending:
            return None
        put_context(connection)
        return connection

    def sent(connection, _, error):
        if error is not None:
            fail(connection, error)
        else:
            recorder.leave(sending[id(connection)], None)

    def await_answer(connection):
        # With arguments, as urllib3 tries it first, it is a mistake that Python answers.
        span = sending.get(id(connection))
        if span is None:
            return None
        recorder.again(span, None)
        return connection

    def answered(connection, response, error):
        if error is not None:
            fail(connection, error)
            return
        span = sending.pop(id(connection))
        recorder.detail({"http.response.status_code": response.status})
        recorder.done(span, None)

    def client(module):
        connection = module.HTTPConnection
        if not operations.records("http"):
            operations.replace(connection, "around", (put_context, begun), "endheaders")
            return
        operations.replace(connection, "around", (begin, begun), "putrequest")
        operations.replace(connection, "around", (send_context, sent), "endheaders")
        operations.replace(connection, "around", (await_answer, answered), "getresponse")

    def came(handler, is_valid):
        context = parse_traceparent(handler.headers.get("traceparent")) if is_valid else None
        recorder.continues(context)
        answering[get_ident()] = context[:16] if context else b""

    def takes(_):
        return get_ident()

    def gave(thread, _, __):
        answering.pop(thread, None)
        recorder.continues(None)

    def server(module):
        handler = module.BaseHTTPRequestHandler
        operations.replace(handler, "after", came, "parse_request")
        operations.replace(handler, "around", (takes, gave), "handle_one_request")

    def wsgi(module):
        # It reads requests in a way of its own.
        operations.replace(module.WSGIRequestHandler, "around", (takes, gave), "handle")

    return {"http.client": client, "http.server": server, "wsgiref.simple_server": wsgi}
