#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that run_docs.py sees what it should: blocks, files, elisions, wrong outputs."""
import pathlib
import sys
import tempfile
import unittest

import run_docs

TICKS = "```"


class Matching(unittest.TestCase):
    def test_elided_lines_and_text(self):
        printed = ["one", "two 2.5 apples", "three"]
        for shown in (["one", "two 2.5 apples", "three"], ["...", "three"], ["one", "..."],
                      ["one", "two ... apples", "three"], ["one", "two 2.5 apples", "three", "..."], ["...", "two ...", "..."]):
            self.assertTrue(run_docs.matches(shown, printed), shown)
        for shown in ([], ["one"], ["one", "...", "two 2.5 apples"], ["one", "two .* apples", "three"],
                      ["..."] * 2 + ["four"],
                      ["one", "...", "one", "three"], ["...", "three", "...", "three"]):
            self.assertFalse(run_docs.matches(shown, printed), shown)
        self.assertTrue(run_docs.matches([], []))


class Pages(unittest.TestCase):
    def faults(self, text):
        """What is wrong with a page of that text."""
        with tempfile.TemporaryDirectory(prefix="isthmus-page-") as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text(text, encoding="utf-8")
            return run_docs.PageRun(page, pathlib.Path(sys.executable), False).run()

    def test_commands_files_and_folder(self):
        text = f"""Write `a/b.csv`:

{TICKS}csv
x,y
{TICKS}

{TICKS}console
$ cd a
$ cat b.csv
x,y
$ printf '%s\\n' one \\
    two
one
two
$ false
$ echo $?
1
{TICKS}
"""
        self.assertEqual(self.faults(text), [])

    def test_wrong_output_is_a_fault(self):
        found = self.faults(f"{TICKS}console\n$ echo 1\n2\n{TICKS}\n")
        self.assertEqual(len(found), 1)
        self.assertIn("page.md:2:", found[0])

    def test_failing_command_is_a_fault(self):
        self.assertIn("exit code 3", self.faults(f"{TICKS}sh\n(exit 3)  # no\n{TICKS}\n")[0])

    def test_code_needs_a_file_or_a_reason(self):
        code = f"{TICKS}python\nprint(1)\n{TICKS}\n"
        self.assertEqual(len(self.faults(code)), 1)
        self.assertEqual(self.faults("<!-- not run: an outline -->\n" + code), [])


if __name__ == "__main__":
    unittest.main()
