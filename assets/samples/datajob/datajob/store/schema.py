"""The tables of the job."""

SCHEMA = """
CREATE TABLE station (code TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL);
CREATE TABLE trip (
    id INTEGER PRIMARY KEY,
    start TEXT NOT NULL REFERENCES station(code),
    region TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    metres INTEGER NOT NULL
);
CREATE INDEX trip_by_start ON trip(start);
"""
