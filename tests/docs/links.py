#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds links of the project's Markdown pages to files or headings that do not exist. Nothing is fetched.

Usage: tests/docs/links.py
"""
import pathlib
import re
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = {"build", "results", "LICENSES"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = ("http://", "https://", "mailto:")


def pages():
    for page in sorted(SOURCE.rglob("*.md")):
        parts = page.relative_to(SOURCE).parts
        if parts[0] not in SKIPPED and not any(part.startswith(".") for part in parts):
            yield page


def text_of(page):
    """Without fenced blocks, whose brackets are no links."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(page):
    """The ids that headings get, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text_of(page), re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        anchor, again = plain.replace(" ", "-"), 1
        while anchor in found:
            anchor, again = f"{plain.replace(' ', '-')}-{again}", again + 1
        found.add(anchor)
    return found


def broken(page):
    for target in LINK.findall(text_of(page)):
        if target.startswith(ELSEWHERE):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield target, "no such file"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield target, "no such heading"


def main():
    if len(sys.argv) > 1:
        print(__doc__.strip())
        return 2
    faults = [(page, *fault) for page in pages() for fault in broken(page)]
    for page, target, what in faults:
        print(f"{page.relative_to(SOURCE)}: {what}: {target}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
