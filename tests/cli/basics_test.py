# SPDX-License-Identifier: Apache-2.0
"""Help, colour, completion, interruption."""
import fcntl
import os
import pty
import re
import shutil
import signal
import subprocess

from command_test import CommandTest, COMMAND, INTERRUPTED, OK, USAGE


class Basics(CommandTest):
    def commands(self):
        text = self.run_ok("--help").stdout
        return re.findall(r"^  ([a-z-]+(?: [a-z]+)?)(?:  |$)", text.split("Commands:")[1].split("Options:")[0], re.M)

    def test_help_begins_with_examples(self):
        self.assertGreaterEqual(len(self.commands()), 9)
        for command in [[], *(name.split() for name in self.commands())]:
            text = self.run_ok(*command, "--help").stdout
            self.assertLess(text.index("Examples:"), text.index("Usage:"))
            self.assertLessEqual(max(map(len, text.splitlines())), 92, text)

    def test_help_in_every_way(self):
        expected = self.run_ok("solve", "--help").stdout
        self.assertEqual(self.run_ok("help", "solve").stdout, expected)
        self.assertEqual(self.run_ok("solve", "-h").stdout, expected)
        self.assertEqual(self.run_ok("solve", "w", "--yaer", "1", "--help").stdout, expected)
        self.assertEqual(self.run_ok().stdout, self.run_ok("--help").stdout)

    def test_commands_of_two_words(self):
        group = self.run_ok("evidence").stdout
        self.assertEqual(self.run_ok("evidence", "--help").stdout, group)
        self.assertIn("evidence conflicts", group)
        expected = self.run_ok("evidence", "conflicts", "--help").stdout
        self.assertIn("Usage: isthmus evidence conflicts", expected)
        self.assertEqual(self.run_ok("help", "evidence", "conflicts").stdout, expected)
        self.assertEqual(self.run_ok("--quiet", "evidence", "conflicts", "-h").stdout, expected)
        self.fails(USAGE, "evidence", "conflict", says=["evidence conflict", "did you mean 'evidence conflicts'?"])
        self.fails(USAGE, "evidnce", "find", says=["evidnce", "did you mean 'evidence'?"])

    def test_version(self):
        self.assertRegex(self.run_ok("--version").stdout, r"^isthmus \d+\.\d+\.\d+\n$")

    def test_global_options_stand_anywhere(self):
        for arguments in (["--quiet", "scenarios", "w"], ["scenarios", "w", "--quiet"]):
            self.assertEqual(self.run_ok(*arguments).stderr, "")

    def test_quiet_leaves_out_talk_but_not_errors(self):
        self.assertEqual(self.run_ok("new", "other", "--quiet").stderr, "")
        self.assertIn("[E604]", self.run_command("new", "other", "--quiet").stderr)

    def test_no_escape_sequences_without_a_terminal(self):
        result = self.run_ok("solve", "w", "--year", "2024")
        self.assertNotIn("\033", result.stdout + result.stderr)

    def on_terminal(self, *arguments, **env):
        main, other = pty.openpty()
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        with subprocess.Popen([COMMAND[0], *arguments], stdin=other, stdout=other, stderr=other,
                              cwd=self.folder, env={**environment, "TERM": "xterm", **env}) as process:
            os.close(other)
            text = b""
            while True:
                try:
                    data = os.read(main, 65536)
                except OSError:  # the terminal's other side is closed
                    break
                if not data:
                    break
                text += data
            self.assertEqual(process.wait(), OK)
        os.close(main)
        return text.decode()

    def test_colour_and_progress_on_a_terminal_only(self):
        solve = ["solve", "w", "--year", "2024"]
        self.assertIn("\033[1m", self.on_terminal(*solve))
        self.assertIn("Solving", self.on_terminal(*solve))
        self.assertNotIn("Solving", self.on_terminal(*solve, "--quiet"))
        self.assertNotIn("\033[1m", self.on_terminal(*solve, "--no-color"))
        self.assertNotIn("\033[1m", self.on_terminal(*solve, NO_COLOR="1"))
        self.assertNotIn("\033", self.on_terminal(*solve, TERM="dumb"))

    def test_man_page(self):
        page = self.run_ok("--man").stdout
        self.assertTrue(page.startswith(".TH ISTHMUS 1"))
        for command in self.commands():
            escaped = command.replace("-", "\\-")
            self.assertIn(f".SS {escaped}\n", page)
        if shutil.which("man") and shutil.which("groff"):
            (self.folder / "isthmus.1").write_text(page)
            shown = subprocess.run(["man", "--warnings", "-l", "isthmus.1"], cwd=self.folder, text=True,
                                   capture_output=True, check=True, env={**os.environ, "MANWIDTH": "80"})
            self.assertEqual(shown.stderr, "")

    def test_markdown_reference(self):
        page = self.run_ok("--markdown-help").stdout
        for command in self.commands():
            self.assertIn(f"## isthmus {command}\n", page)
        self.assertIn("| 70 |", page)

    def complete(self, *words):
        script = self.run_ok("--completion", "bash").stdout
        (self.folder / "complete.bash").write_text(script)
        program = ('source complete.bash; COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); '
                   '_isthmus; printf "%s\\n" "${COMPREPLY[@]}"')
        result = subprocess.run(["bash", "-c", program, "bash", "isthmus", *words], cwd=self.folder,
                                capture_output=True, text=True, check=True)
        self.assertEqual(result.stderr, "")
        return result.stdout.split()

    def test_completion(self):
        self.assertEqual(self.complete("sch"), ["schema"])
        self.assertEqual(self.complete("solve", "w", "--ye"), ["--year"])
        self.assertEqual(self.complete("solve", "w", "--format", "c"), ["csv"])
        self.assertEqual(self.complete("solve", "w", "--scenario", ""), ["bypass", "western-closed"])
        self.assertEqual(self.complete("schema", "capacity_"), ["capacity_groups"])
        self.assertEqual(self.complete("evid"), ["evidence"])
        self.assertEqual(self.complete("evidence", "conf"), ["conflicts"])
        self.assertEqual(self.complete("evidence", "conflicts", "--lim"), ["--limit"])
        self.assertEqual(self.complete("evidence", "conflicts", "--format", "c"), ["csv"])
        self.fails(USAGE, "--completion", "fish", says=["bash"])


class Interruption(CommandTest):
    def test_interrupted_while_writing(self):
        """The reader takes one byte and stops; the command waits in a full pipe until it is interrupted."""
        for number in [signal.SIGINT, signal.SIGTERM]:
            reader, writer = os.pipe()
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
            with subprocess.Popen([COMMAND[0], "schema", "--json"], stdout=writer, stderr=subprocess.PIPE) as process:
                os.close(writer)
                os.read(reader, 1)
                process.send_signal(number)
                self.assertEqual(process.wait(), INTERRUPTED)
                self.assertIn(b"interrupted", process.stderr.read())
            os.close(reader)

    def test_ignored_where_the_shell_asks_for_it(self):
        reader, writer = os.pipe()
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
        ignore = lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)
        with subprocess.Popen([COMMAND[0], "schema", "--json"], stdout=writer, preexec_fn=ignore) as process:
            os.close(writer)
            with os.fdopen(reader, "rb") as data:
                data.read(1)
                process.send_signal(signal.SIGINT)
                data.read()
            self.assertEqual(process.wait(), OK)
