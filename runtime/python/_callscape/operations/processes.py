"""Commands that are run: from their start to the moment at which their exit code is known."""

import os
import re

_OPTION = re.compile(r"--?([\w-]+)(=|\Z)")


def module_hooks(operations):
    recorder = operations.recorder
    running = {}

    def masked(arguments):
        """Without the values of options that are called like secrets."""
        shown = []
        hides_next = False
        for argument in arguments:
            option = _OPTION.match(argument)
            is_secret = option is not None and operations.redactor.is_secret_key(option.group(1))
            if hides_next and option is None:
                argument = "<redacted>"
            elif is_secret and option.group(2):
                argument = argument[: option.end()] + "<redacted>"
            hides_next = is_secret and not option.group(2)
            shown.append(argument)
        return shown

    def begin(process, args, *_, **__):
        listed = [args] if isinstance(args, (str, bytes, os.PathLike)) else list(args)
        texts = [os.fsdecode(one) for one in listed]
        # One text is a command line, of which the first word is what is run.
        program = texts[0] if len(texts) > 1 or not isinstance(args, str) else texts[0].split(None, 1)[0]
        name = os.path.basename(program) or program
        span = operations.of("process", "process", "subprocess", name, "process")["begin"]()
        recorder.detail({"process.command_args": masked(texts), "process.executable.name": name})
        return process, span

    def started(token, result, error):
        process, span = token
        if error is not None:
            recorder.fail(span, error)
            return
        recorder.detail({"process.pid": process.pid})
        recorder.leave(span, None)
        running[id(process)] = span

    def ended(process, _):
        span = running.pop(id(process), None)
        if span is not None:
            recorder.again(span, None)
            recorder.detail({"process.exit.code": process.returncode})
            recorder.done(span, None)

    def hook(module):
        operations.replace(module.Popen, "around", (begin, started), "__init__")
        operations.replace(module.Popen, "after", ended, "_handle_exitstatus")

    return {"subprocess": hook}
