"""The client of Redis. Keys are recorded, values are not."""

_SHOWN = (str, bytes, int)


def module_hooks(operations):
    def attributes(client, text):
        place = client.connection_pool.connection_kwargs
        return {
            "db.system.name": "redis",
            "db.query.text": text,
            "server.address": place.get("host"),
            "server.port": place.get("port"),
            "db.namespace": place.get("db"),
        }

    def command(client, *args, **_):
        name = _text(args[0]).upper()
        key = args[1] if len(args) > 1 and type(args[1]) in _SHOWN else None
        text = name if key is None else "%s %s" % (name, _text(key))
        return operations.of("cache", "redis", "redis", name, "command"), attributes(client, text)

    def pipeline(client, *_, **__):
        names = [_text(one[0][0]).upper() for one in client.command_stack]
        return operations.of("cache", "redis", "redis", "PIPELINE", "PIPELINE"), attributes(client, "\n".join(names))

    def hook(module):
        operations.around(module.Redis, ("execute_command",), command)
        operations.around(module.Pipeline, ("execute",), pipeline)

    return {"redis.client": hook}


def _text(value):
    return value.decode("utf-8", "replace") if type(value) is bytes else str(value) if type(value) in _SHOWN else "?"
