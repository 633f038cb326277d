#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the pages of docs/reference/ and compares them with those that are there.

Usage: tests/docs/reference_pages.py COMMAND [--write]
  COMMAND  the built isthmus, which prints schema.md and cli.md (but for the names of the solvers, which differ
           from build to build); diagnostics.md comes from errors/*.csv
  --write  replaces the pages
"""
import csv
import difflib
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FOLDER = SOURCE / "docs" / "reference"
DIAGNOSTICS_HEAD = """# Diagnostics

This page is generated from `errors/diagnostics.csv` and `errors/exit_codes.csv` by
`tests/docs/reference_pages.py`; `isthmus explain E214` says the same of one.

Errors stop the command before any result is shown; warnings do not. A message names file, line and
column where it can, what was found, what was expected and the nearest match.
"""


def printed(command, *arguments):
    return subprocess.run([command, *arguments], stdout=subprocess.PIPE, check=True, text=True,
                          encoding="utf-8", timeout=60).stdout


def rows(name):
    with (SOURCE / "errors" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def escaped(text):
    return text.replace("|", "\\|")


def diagnostics_page():
    codes = {row["name"]: row for row in rows("exit_codes.csv")}
    kinds = sorted(rows("diagnostics.csv"), key=lambda row: row["id"])
    lines = [DIAGNOSTICS_HEAD, "| id | what it says |", "| --- | --- |"]
    for kind in kinds:
        anchor = f"{kind['id']} {kind['title']}".lower()
        anchor = "".join(c if c.isalnum() else "-" for c in anchor if c.isalnum() or c in " -")
        lines.append(f"| [{kind['id']}](#{anchor}) | {escaped(kind['title'])} |")
    for kind in kinds:
        code = codes[kind["exit_code"]]["code"]
        lines += ["", f"## {kind['id']} {kind['title']}", "", f"{kind['level'].capitalize()}; exit code {code}.", "",
                  kind["help"]]
    lines += ["", "## Exit codes", "", "The exit code of a run is that of its first error.", "",
              "| code | name | meaning |", "| --- | --- | --- |"]
    lines += [f"| {code['code']} | {code['name']} | {escaped(code['meaning'])} |" for code in codes.values()]
    return "\n".join(lines) + "\n"


def main():
    words = [word for word in sys.argv[1:] if word != "--write"]
    if len(words) != 1 or words[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 2
    command = words[0]
    pages = {"schema.md": printed(command, "schema", "--format", "markdown"),
             "cli.md": re.sub(r"`--solver [^`]*`", "`--solver NAME`", printed(command, "--markdown-help")),
             "diagnostics.md": diagnostics_page()}
    stale = 0
    for name, text in pages.items():
        path = FOLDER / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == text:
            print(f"docs/reference/{name}: as generated")
        elif "--write" in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"docs/reference/{name}: written")
        else:
            stale += 1
            print(*difflib.unified_diff(old.splitlines(), text.splitlines(), f"docs/reference/{name}", "generated",
                                        lineterm="", n=1), sep="\n")
    if stale:
        print("Run tests/docs/reference_pages.py COMMAND --write")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
