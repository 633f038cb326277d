#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a file of GDELT 2.0 with chronicle_bench, pandas and DuckDB in turn and prints medians and ratios.

Usage: bench/chronicle_rivals.py measure PROGRAM FILE [--repetitions N]
       bench/chronicle_rivals.py read pandas|arrow|duckdb FILE ANSWER
All answer the same question: rows with an identifier that was there before left out, events between two
different countries by pair and month with their number, mentions and sum of Goldstein values. `read` is one
answer in a process of its own, which `measure` times from its start to its end. Answers that differ stop the
run.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

THREADS = 2
COLUMNS = {"id": 0, "day": 1, "source": 7, "target": 17, "goldstein": 30, "mentions": 31}
MUST_SECONDS, MUST_BYTES = 20.0, 500e6


def read_pandas(file, answer, arrow):
    import csv

    import pandas

    types = {"id": "int64", "day": "int32", "source": "str", "target": "str", "goldstein": "float64",
             "mentions": "int64"}
    if arrow:
        import pyarrow
        from pyarrow import csv as arrow_csv

        pyarrow.set_cpu_count(THREADS)
        names = [f"c{i}" for i in range(61)]
        places = {f"c{place}": name for name, place in COLUMNS.items()}
        kinds = {"int64": pyarrow.int64(), "int32": pyarrow.int32(), "float64": pyarrow.float64(),
                 "str": pyarrow.dictionary(pyarrow.int32(), pyarrow.string())}
        table = arrow_csv.read_csv(
            file, read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(places), strings_can_be_null=False,
                column_types={column: kinds[types[name]] for column, name in places.items()}))
        rows = table.rename_columns([places[column] for column in table.column_names]).to_pandas()
    else:
        rows = pandas.read_csv(
            file, sep="\t", header=None, usecols=list(COLUMNS.values()), quoting=csv.QUOTE_NONE,
            keep_default_na=False, na_values={COLUMNS["goldstein"]: [""]},
            dtype={COLUMNS[name]: "category" if kind == "str" else kind for name, kind in types.items()})
        rows.columns = [name for name, _ in sorted(COLUMNS.items(), key=lambda item: item[1])]
    rows = rows.drop_duplicates("id")
    rows["source"], rows["target"] = rows["source"].astype("str"), rows["target"].astype("str")
    rows = rows[(rows.source != "") & (rows.target != "") & (rows.source != rows.target)]
    rows = rows.assign(month=rows.day // 100)
    groups = rows.groupby(["source", "target", "month"], sort=True)
    result = groups.agg(events=("id", "size"), mentions=("mentions", "sum"), sum=("goldstein", "sum"))
    result["millionths"] = (result["sum"] * 1e6).round().astype("int64")
    result.drop(columns="sum").to_csv(answer)


def read_duckdb(file, answer):
    import duckdb

    names = {place: name for name, place in COLUMNS.items()}
    types = {"id": "BIGINT", "day": "INTEGER", "goldstein": "DOUBLE", "mentions": "BIGINT"}
    columns = {names.get(i, f"c{i}"): types.get(names.get(i), "VARCHAR") for i in range(61)}
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute(
        f"""COPY (
            SELECT source, target, day // 100 AS month, count(*) AS events, sum(mentions)::BIGINT AS mentions,
                   round(sum(goldstein) * 1e6)::BIGINT AS millionths
            FROM (SELECT DISTINCT ON (id) id, day, source, target, goldstein, mentions
                  FROM read_csv(?, delim = '\t', quote = '', escape = '', header = false,
                                auto_detect = false, columns = {columns}))
            WHERE source <> '' AND target <> '' AND source <> target
            GROUP BY ALL ORDER BY ALL) TO '{answer}' (HEADER)""", [file])


def run(command):
    """(seconds by the clock, processor seconds of all threads, largest memory in bytes) of a process."""
    began = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with status {process.returncode}.")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def contenders(program, file, folder):
    """Name, command and file of the answer of each, ours first."""
    for threads in (THREADS, 1):
        answer = folder / f"ours-{threads}.csv"
        name = f"isthmus, {threads} thread{'s' if threads > 1 else ''}"
        yield name, [program, "read", file, str(threads), answer], answer
    for rival, name in (("duckdb", f"DuckDB, {THREADS} threads"), ("arrow", f"pandas by Arrow, {THREADS} threads"),
                        ("pandas", "pandas, 1 thread")):
        answer = folder / f"{rival}.csv"
        yield name, [sys.executable, __file__, "read", rival, file, answer], answer


def measure(program, file, repetitions):
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repetitions):
            expected = None
            for name, command, answer in contenders(program, file, pathlib.Path(folder)):
                figures.setdefault(name, []).append(run(command))
                text = sorted(answer.read_text(encoding="utf-8").splitlines())
                expected = expected or text
                if text != expected:
                    sys.exit(f"{name} has another answer than isthmus.")
    size = os.path.getsize(file)
    print(f"{size / 1e9:.2f} GB, {len(expected) - 1} pairs and months, medians of {repetitions}")
    print("| | clock | processor | memory | clock / ours | processor / ours |")
    print("|---|---|---|---|---|---|")
    ours = None
    for name, runs in figures.items():
        seconds, processor, memory = (statistics.median(values) for values in zip(*runs))
        ours = ours or (seconds, processor)
        met = ""
        if name.startswith("isthmus"):
            met = " (met)" if seconds < MUST_SECONDS and memory < MUST_BYTES else " (missed)"
        print(f"| {name} | {seconds:.2f} s{met} | {processor:.2f} s | {memory / 1e6:.0f} MB |"
              f" {seconds / ours[0]:.1f} | {processor / ours[1]:.1f} |")
    print(flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = parser.add_subparsers(dest="part", required=True)
    measuring = parts.add_parser("measure")
    measuring.add_argument("program")
    measuring.add_argument("file")
    measuring.add_argument("--repetitions", type=int, default=5)
    reading = parts.add_parser("read")
    reading.add_argument("rival", choices=["pandas", "arrow", "duckdb"])
    reading.add_argument("file")
    reading.add_argument("answer")
    options = parser.parse_args()
    if options.part == "measure":
        measure(options.program, options.file, options.repetitions)
    elif options.rival == "duckdb":
        read_duckdb(options.file, options.answer)
    else:
        read_pandas(options.file, options.answer, options.rival == "arrow")


if __name__ == "__main__":
    main()
