"""Drivers of databases that follow Python's DB-API, and SQLAlchemy for drivers that are not known here."""

from .statements import statement_name, without_values

# What SQLAlchemy calls the drivers whose own calls are recorded.
_HOOKED = frozenset(("pysqlite", "psycopg", "psycopg2", "pymysql"))
_EXECUTE = ("execute", "executemany")


def module_hooks(operations):
    def statement(system, module, text, more):
        if isinstance(text, bytes):
            # As `execute_values` of psycopg2 does it.
            text = without_values(text.decode("utf-8", "replace"))
        if type(text) is not str:
            return None
        name, verb = statement_name(text)
        attributes = {"db.system.name": system, "db.query.text": text}
        attributes.update(more)
        return operations.of("database", system, module, name, verb), attributes

    def cursor_hook(system, module, class_names, place):
        def begin(cursor, text, *_, **__):
            return statement(system, module, text, place(cursor))

        def hook(library):
            for name in class_names:
                kind = getattr(library, name, None)
                if kind is not None:
                    operations.around(kind, _EXECUTE, begin)

        return hook

    def dialect_hook(library):
        def begin(dialect, cursor, text, *_, **__):
            return None if dialect.driver in _HOOKED else statement(dialect.name, "sqlalchemy", text, {})

        operations.around(library.DefaultDialect, ("do_execute", "do_executemany"), begin)

    return {
        "psycopg2": lambda library: cursor_hook("postgresql", "psycopg2", ("cursor",), _postgres)(library.extensions),
        "psycopg.cursor": cursor_hook("postgresql", "psycopg", ("Cursor",), _postgres),
        "pymysql.cursors": cursor_hook("mysql", "pymysql", ("Cursor", "SSCursor"), _mysql),
        "sqlalchemy.engine.default": dialect_hook,
    }


def _postgres(cursor):
    info = cursor.connection.info
    return {"server.address": info.host, "server.port": info.port, "db.namespace": info.dbname}


def _mysql(cursor):
    connection = cursor.connection
    namespace = connection.db.decode("utf-8", "replace") if isinstance(connection.db, bytes) else connection.db
    return {"server.address": connection.host, "server.port": connection.port, "db.namespace": namespace}
