"""The sandboxed child for Python: locks itself down, loads one module and calls its functions.

It is started by main/findings/exercise/sandbox.ts, reads one order (JSON) from its input and answers on a pipe of its own, one
message a line, as protocol.ts says. Runs on Python 3.8 and newer with the standard library alone.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CHANNEL = 3


def main():
    order = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    write, dumps, leave = os.write, json.dumps, os._exit

    def tell(**message):
        # At once: the process may end, or never come back, in the next moment.
        write(CHANNEL, (dumps(dict(message, nonce=order["nonce"])) + "\n").encode("utf-8"))

    sys.path[0] = HERE
    import calls
    import lockdown

    root = os.getcwd()
    sys.path[0] = order["python"]["folder"]
    # Whatever the code writes goes nowhere; what it reads is at its end.
    sys.stdin = open(os.devnull, encoding="utf-8")
    lockdown.lock(root)
    try:
        import importlib

        module = importlib.import_module(order["python"]["module"])
    except BaseException as error:  # A module may end the process while it loads.
        tell(**{"is": "not-loaded", "reason": calls.told(error)})
        leave(0)
    tell(**{"is": "loaded"})
    for at in range(order["from"], len(order["targets"])):
        target = order["targets"][at]
        tell(**{"is": "begin", "target": at})
        ended = calls.exercise(module, target, order, tell)
        if isinstance(ended, str):
            tell(**{"is": "no-function", "target": at, "reason": ended})
        else:
            tell(**dict(ended, **{"is": "end", "target": at}))
    # Whatever the code has left running ends here.
    leave(0)


main()
