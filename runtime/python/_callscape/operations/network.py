"""Connections of sockets."""

import sys


def module_hooks(operations):
    def connect(socket, address, *_):
        attributes = {"network.transport": "unix" if type(address) in (str, bytes) else "ip"}
        if type(address) is tuple and len(address) >= 2:
            attributes["server.address"], attributes["server.port"] = address[0], address[1]
        elif type(address) is str:
            attributes["server.address"] = address
        return operations.of("network", "socket", "socket", "connect", "connect"), attributes

    def hook(module):
        # The class in Python gets a method of its own in front of the one in C that it inherits.
        inherited = module.socket.connect
        module.socket.connect = inherited
        operations.around(module.socket, ("connect",), connect)

    return {"socket": hook} if sys.platform != "win32" else {}
