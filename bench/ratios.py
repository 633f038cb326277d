#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the table of figures: goal, median, range and the ratio to each rival of the same run.

Usage: bench/ratios.py FIGURES.json [PROCESSES.csv]
FIGURES.json is what Google Benchmark writes with --benchmark_out_format=json; PROCESSES.csv has lines
"figure,wall,user,system" in seconds. Nothing fails on time: a figure over its goal is marked, the exit status
stays 0.
"""
import collections
import csv
import json
import statistics
import sys

# Seconds, by the first word of the figure's name; the names of single processes as bench/run gives them.
GOALS = {"read_check_build": 0.1, "solve": 0.15, "report_page": 1.0}
PROCESS_GOALS = {"report": 1.0, "build": 240.0, "tests": 180.0}
PROCESS_NAMES = {
    "check": "process: isthmus check",
    "solve": "process: isthmus solve, 2024",
    "report": "process: isthmus report, 2024",
    "build": "process: build from scratch",
    "tests": "process: all tests",
}
# Rivals in the same program and run. The cold program uses one thread, so one thread is compared with it.
RIVALS = {
    "solve": {"solve_over_arcs": "over arcs", "solve_one_thread": "one thread"},
    "solve_one_thread": {"cold_program": "one cold LP"},
}


def read_figures(path):
    """Wall and processor seconds of each repetition, by name without the benchmark library's suffixes."""
    unit = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    wall, processor, errors = collections.defaultdict(list), collections.defaultdict(list), {}
    for row in data["benchmarks"]:
        name = row["name"].split("/process_time")[0]
        if row.get("error_occurred"):
            errors[name] = row["error_message"]
        elif row["run_type"] == "iteration":
            wall[name].append(row["real_time"] * unit[row["time_unit"]])
            processor[name].append(row["cpu_time"] * unit[row["time_unit"]])
    return data["context"], wall, processor, errors


def read_processes(path):
    """Wall and processor seconds of each run, by figure."""
    wall, processor = collections.defaultdict(list), collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for figure, real, user, system in csv.reader(file):
            wall[figure].append(float(real))
            processor[figure].append(float(user) + float(system))
    return wall, processor


def duration(seconds):
    if seconds >= 60:
        return f"{int(seconds) // 60} min {int(seconds) % 60} s"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def ratios(name, wall):
    head, _, rest = name.partition("/")
    parts = []
    for rival, words in RIVALS.get(head, {}).items():
        seconds = wall.get(f"{rival}/{rest}")
        if seconds:
            ratio = statistics.median(wall[name]) / statistics.median(seconds)
            parts.append(f"{ratio:.2f} of {words}")
    return ", ".join(parts)


def row(name, goal, wall, processor, rivals=""):
    median = statistics.median(wall)
    mark = " (over)" if goal and median > goal else ""
    return [name, duration(goal) if goal else "", duration(median) + mark,
            f"{duration(min(wall))} - {duration(max(wall))}",
            duration(statistics.median(processor)), rivals]


def table(rows):
    widths = [max(len(line[i]) for line in rows) for i in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
             for line in rows]
    lines.insert(1, "-|-".join("-" * width for width in widths))
    return "\n".join(lines)


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    context, wall, processor, errors = read_figures(arguments[0])
    rows = [["figure", "goal", "median", "range", "processor", "ratio to rival"]]
    for name, seconds in sorted(wall.items()):
        goal = GOALS.get(name.split("/")[0])
        rows.append(row(name, goal, seconds, processor[name], ratios(name, wall)))
    if len(arguments) == 2:
        process_wall, process_processor = read_processes(arguments[1])
        for figure, seconds in process_wall.items():
            rows.append(row(PROCESS_NAMES.get(figure, figure), PROCESS_GOALS.get(figure), seconds,
                            process_processor[figure]))
    print(table(rows))
    repetitions = max((len(seconds) for seconds in wall.values()), default=0)
    load = context.get("load_avg") or [0]
    print(f"\n{repetitions} repetitions; {context['num_cpus']} processors of {context['mhz_per_cpu']} "
          f"MHz; load when it began {load[0]:.1f}; {context['date']}")
    for name, message in errors.items():
        print(f"{name}: no figure, {message}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
