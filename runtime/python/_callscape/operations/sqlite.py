"""`sqlite3` of the standard library."""

from .statements import statement_name

# Paths of open connections that are remembered, by the connection's identity.
_MAX_PATHS = 1000


def module_hooks(operations):
    paths = {}

    def connected(database, connection):
        if len(paths) > _MAX_PATHS:
            paths.clear()
        if isinstance(database, str):
            paths[id(connection)] = database

    def attributes(connection, text=None):
        known = {"db.system.name": "sqlite"}
        path = paths.get(id(connection))
        if path is not None:
            known["db.namespace"] = path
        if text is not None:
            known["db.query.text"] = text
        return known

    def executed(connection, text, *_, **__):
        if type(text) is not str:
            return None
        name, verb = statement_name(text)
        return operations.of("database", "sqlite", "sqlite3", name, verb), attributes(connection, text)

    def ends_transaction(name):
        def begin(connection, *_, **__):
            return operations.of("database", "sqlite", "sqlite3", name, name), attributes(connection)

        return begin

    def hook(module):
        names = ("execute", "executemany", "executescript")
        operations.around(module.Cursor, names, lambda cursor, *args, **_: executed(cursor.connection, *args))
        operations.around(module.Connection, names, executed)
        operations.around(module.Connection, ("commit",), ends_transaction("COMMIT"))
        operations.around(module.Connection, ("rollback",), ends_transaction("ROLLBACK"))
        operations.replace(module, "after", connected, "connect")

    return {"sqlite3.dbapi2": hook}
