# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command share: a folder of their own, and running the command in it."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
COMMAND = [""]  # test_cli.py puts the path here
OK, NO, USAGE, BAD_INPUT, ENVIRONMENT, NUMERICAL, INTERRUPTED, INTERNAL = 0, 1, 2, 3, 4, 5, 6, 70


class CommandTest(unittest.TestCase):
    """Each test has a folder of its own with a fresh copy of the tutorial world in `w`."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="isthmus-cli-"))
        self.addCleanup(self.remove)
        shutil.copytree(SOURCE / "worlds" / "tutorial", self.folder / "w")

    def remove(self):
        for path in [self.folder, *self.folder.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(self.folder)

    def run_command(self, *arguments, cwd=None, env=None, **more):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
        return subprocess.run([COMMAND[0], *map(str, arguments)], cwd=cwd or self.folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              timeout=120, **more)

    def run_ok(self, *arguments, **more):
        result = self.run_command(*arguments, **more)
        self.assertEqual(result.returncode, OK, result.stderr)
        return result

    def fails(self, code, *arguments, says=(), **more):
        """Fails with the exit code, says all of these on standard error and nothing on standard output."""
        result = self.run_command(*arguments, **more)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        for text in says:
            self.assertIn(text, result.stderr)
        return result

    def tables(self, *arguments):
        return json.loads(self.run_ok(*arguments, "--json").stdout)["tables"]

    def edit(self, file, old, new):
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, file, line):
        with (self.folder / file).open("a", encoding="utf-8") as out:
            out.write(line + "\n")
