#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what the docs tell a reader to type and compares what they show.

Usage: tests/docs/run_docs.py COMMAND [--write] [PAGE...]
  COMMAND  the built isthmus; its folder comes first on PATH
  --write  puts what was printed into the pages where it differs and nothing is elided
  PAGE     by default README.md and all pages of docs/ but the generated and the decisions

Each page runs in a folder of its own that holds a copy of worlds/. In a page,
  - a console block holds commands after "$ ", each followed by what it prints on both streams; a command
    that fails must be followed by "$ echo $?"; a line "..." stands for any lines, "..." in a line for any text;
  - an sh block holds commands only, each of which must succeed;
  - a block of another language after a line that ends in `path/of/file`: is that file;
  - <!-- not run: reason --> before a block leaves it out. Blocks of CODE languages need one or the other;
  - <!-- needs: program --> anywhere skips the page where the program is not installed (exit code 77).
"""
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LEFT_OUT = {"decisions", "reference"}
CODE = {"python", "r", "csv", "toml", "json", "cpp", "cmake"}
FENCE = re.compile(r"^```(\w*)\s*$")
FILE_LINE = re.compile(r"`([\w./-]+\.\w+)`:$")
NOT_RUN = re.compile(r"^<!-- not run: .+ -->$")
NEEDS = re.compile(r"^<!-- needs: (\S+) -->$", re.M)
SKIPPED = 77  # as ctest is told
LONGEST = 300  # seconds a command may take


@dataclasses.dataclass
class Block:
    language: str
    line: int  # of the first line inside, from 1
    lines: list
    file: str = ""
    skipped: bool = False


@dataclasses.dataclass
class Command:
    line: int
    text: str
    expected: list


def blocks_of(text):
    """The fenced blocks of a page, each with what the line before it says."""
    found, before, current = [], "", None
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if current is not None:
            if line == "```":
                found.append(current)
                current = None
            else:
                current.lines.append(line)
        elif fence:
            file = FILE_LINE.search(before)
            current = Block(fence[1], number + 1, [], file[1] if file else "", bool(NOT_RUN.match(before)))
            before = ""
        elif line.strip():
            before = line.strip()
    return found


def commands_of(block):
    """Commands of a console or sh block; a line that ends in a backslash goes on in the next."""
    commands, unfinished = [], False
    for offset, line in enumerate(block.lines):
        starts = line.startswith("$ ") if block.language == "console" else bool(line.split("#")[0].strip())
        if unfinished:
            commands[-1].text += "\n" + line.removeprefix("> ")
        elif starts:
            commands.append(Command(block.line + offset, line.removeprefix("$ "), []))
        elif block.language == "console" and commands:
            commands[-1].expected.append(line)
        elif block.language == "console":
            raise ValueError(f"line {block.line + offset}: a console block begins with '$ '")
        unfinished = line.endswith("\\") and (starts or unfinished)
    return commands


def line_matches(expected, actual):
    pattern = ".*".join(re.escape(part) for part in expected.rstrip().split("..."))
    return re.fullmatch(pattern, actual.rstrip()) is not None


def matches(expected, actual):
    """Whether printed lines are what a page shows, where a line "..." stands for any number of lines."""
    parts = [[]]  # runs of lines between the elisions
    for line in expected:
        if line.strip() == "...":
            parts.append([])
        else:
            parts[-1].append(line)

    def stands_at(part, at):
        return at >= 0 and len(actual) >= at + len(part) and all(map(line_matches, part, actual[at:]))

    if len(parts) == 1:
        return len(actual) == len(expected) and stands_at(parts[0], 0)
    if not stands_at(parts[0], 0):
        return False
    free = len(parts[0])
    for part in parts[1:-1]:  # the earliest place leaves most room for the rest
        free = next((at for at in range(free, len(actual) + 1) if stands_at(part, at)), None)
        if free is None:
            return False
        free += len(part)
    last = len(actual) - len(parts[-1])
    return last >= free and stands_at(parts[-1], last)


class Shell:
    """Runs commands one by one as one session would: the folder and $? carry over."""

    def __init__(self, root, command):
        self.folder, self.status = root, 0
        self.state = root.parent / "folder"
        path = f"{command.resolve().parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}

    def run(self, text):
        script = f"(exit {self.status})\n{text}\nstatus=$?; pwd >'{self.state}'; exit $status"
        result = subprocess.run(["bash", "-c", script], cwd=self.folder, env=self.environment, encoding="utf-8",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                timeout=LONGEST, check=False)
        self.folder = pathlib.Path(self.state.read_text(encoding="utf-8").strip())
        self.status = result.returncode
        return result.stdout.splitlines()


class PageRun:
    def __init__(self, page, command, write):
        self.page, self.write = page, write
        self.command = command
        self.lines = page.read_text(encoding="utf-8").splitlines()
        self.changes, self.faults = [], []

    def fault(self, line, text):
        self.faults.append(f"{os.path.relpath(self.page, SOURCE)}:{line}: {text}")

    def run(self):
        with tempfile.TemporaryDirectory(prefix="isthmus-docs-") as folder:
            root = pathlib.Path(folder) / "page"
            shutil.copytree(SOURCE / "worlds", root / "worlds")
            shell = Shell(root, self.command)
            for block in blocks_of("\n".join(self.lines)):
                self.run_block(block, shell)
        if self.changes:
            self.rewrite()
        return self.faults

    def run_block(self, block, shell):
        if block.skipped:
            return
        if block.language in ("console", "sh"):
            commands = commands_of(block)
            for command, following in zip(commands, [*commands[1:], None]):
                self.run_one(command, following, shell, block.language == "console")
        elif block.file:
            file = shell.folder / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        elif block.language in CODE:
            self.fault(block.line, f"a {block.language} block that no line names as a file and no comment leaves out")

    def run_one(self, command, following, shell, compare):
        printed = shell.run(command.text)
        told = following is not None and following.text == "echo $?"
        if shell.status != 0 and not told:
            self.fault(command.line, f"exit code {shell.status}: {command.text}\n" + "\n".join(printed))
        if not compare:
            return
        shown = command.expected
        while shown and not shown[-1].strip():
            shown = shown[:-1]
        if matches(shown, [line.rstrip() for line in printed]):
            return
        if self.write and not any("..." in line for line in shown):
            first = command.line + command.text.count("\n")
            self.changes.append((first, first + len(command.expected), [line.rstrip() for line in printed]))
            return
        self.fault(command.line, "\n".join([f"$ {command.text}", "--- shown", *shown, "--- printed", *printed]))

    def rewrite(self):
        for first, last, printed in reversed(self.changes):
            self.lines[first:last] = printed
        self.page.write_text("\n".join(self.lines) + "\n", encoding="utf-8")


def default_pages():
    pages = [SOURCE / "README.md", SOURCE / "HACKING.md"]
    for page in sorted((SOURCE / "docs").rglob("*.md")):
        if page.relative_to(SOURCE / "docs").parts[0] not in LEFT_OUT:
            pages.append(page)
    return pages


def main():
    words = [word for word in sys.argv[1:] if word != "--write"]
    if not words or "-h" in words or "--help" in words:
        print(__doc__.strip())
        return 0 if words else 2
    pages = [pathlib.Path(word).resolve() for word in words[1:]] or default_pages()
    failed, skipped = 0, 0
    for page in pages:
        missing = [name for name in NEEDS.findall(page.read_text(encoding="utf-8")) if not shutil.which(name)]
        if missing:
            skipped += 1
            print(f"{os.path.relpath(page, SOURCE)}: skipped, {' and '.join(missing)} not installed")
            continue
        faults = PageRun(page, pathlib.Path(words[0]), "--write" in sys.argv).run()
        failed += len(faults)
        print("\n\n".join(faults) if faults else f"{os.path.relpath(page, SOURCE)}: as shown")
    return 1 if failed else SKIPPED if skipped == len(pages) else 0


if __name__ == "__main__":
    sys.exit(main())
