"""Turns a delivered CSV file into a Parquet file: ``python tools/export_parquet.py trips.csv``."""

import sys

import pyarrow.csv
import pyarrow.parquet

if __name__ == "__main__":
    table = pyarrow.csv.read_csv(sys.argv[1])
    pyarrow.parquet.write_table(table, sys.argv[1] + ".parquet")
