"""Whether a request to a host is to say which span has sent it, as runtime/node/parents/requests/destinations.ts has it."""

import re
import socket

# Names and addresses that lead nowhere else: RFC 6761, 6890 and 4291.
_LOOPBACK = re.compile(r"(?:(?:.+\.)?localhost|(?:::ffff:)?127(?:\.\d+){3}|0\.0\.0\.0|::1?)\Z")


def destinations(hosts):
    """A test of names. `hosts`: names, `*.name` for all below one, `*` for every host, and `local` for this machine."""
    patterns = [pattern.lower() for pattern in hosts]

    def matches(pattern, host):
        if pattern == "local":
            return _LOOPBACK.match(host) is not None or host == socket.gethostname().lower()
        return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))

    def is_destination(name):
        host = name.strip("[]").lower()
        return any(matches(pattern, host) for pattern in patterns)

    return is_destination
