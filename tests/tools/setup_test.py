# SPDX-License-Identifier: Apache-2.0
"""./study and ./check with stand-ins for apt, cmake and ctest: what they install, say and exit with."""
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = PROJECT / "tools" / "packages.txt"
NOBODY = 65534

# Each stand-in writes what it was called with to the file `calls`.
STAND_INS = {
    "dpkg-query": 'for name; do [ -e "$HERE/installed/$name" ] && echo "$name installed"; done; exit 0',
    "apt-get": 'echo "apt-get $*" >>"$HERE/calls"; exit "${APT_STATUS:-0}"',
    "sudo": '[ -z "$NO_SUDO" ] || exit 1; [ "$1" = -n ] && shift; exec "$@"',
    "cmake": 'echo "cmake $*" >>"$HERE/calls"; echo "a line of cmake"; exit "${CMAKE_STATUS:-0}"',
    "ctest": 'while [ "$1" != --output-junit ]; do shift; done; printf "%s" "$JUNIT" >"$2"\n'
             'exit "$CTEST_STATUS"',
}


def packages(*groups):
    rows = [line.split(maxsplit=2) for line in PACKAGES.read_text().splitlines()]
    return [row[1] for row in rows if row and row[0] in groups]


class SetupTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in ("study", "check", "tools/setup.sh", "tools/packages.txt"):
            (self.root / name).parent.mkdir(exist_ok=True)
            shutil.copy(PROJECT / name, self.root / name)
        for folder in ("stand-ins", "installed", "worlds/caspian"):
            (self.root / folder).mkdir(parents=True)
        for name, body in STAND_INS.items():
            self.stand_in(name, body)
        self.install(packages("build", "test", "fuzz"))
        self.environment = {"PATH": f"{self.root}/stand-ins:/usr/bin:/bin", "HERE": str(self.root),
                            "ISTHMUS_FUZZ_SECONDS": "0", "TERM": "xterm", "CI": "true"}

    def stand_in(self, name, body):
        path = self.root / "stand-ins" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def install(self, names):
        for name in names:
            (self.root / "installed" / name).touch()

    def remove(self, *names):
        for name in names:
            (self.root / "installed" / name).unlink()

    def run_script(self, *command, **environment):
        return subprocess.run(command, cwd=self.root, env=self.environment | environment, text=True,
                              capture_output=True, check=False, stdin=subprocess.DEVNULL)

    def calls(self):
        path = self.root / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def built(self, body='touch "$6"'):
        """A stand-in for the built command; $6 is where the report goes."""
        path = self.root / "build" / "release" / "bin" / "isthmus"
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def test_each_package_has_a_group_and_a_reason(self):
        for line in PACKAGES.read_text().splitlines():
            if line and not line.startswith("#"):
                self.assertRegex(line, r"^(build|test|fuzz|bench) +[a-z0-9.+-]+ +\S.*")

    def test_nothing_missing_asks_nothing_of_apt(self):
        self.built()
        done = self.run_script("./study")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.calls(), ["cmake --preset release",
                                        "cmake --build build/release --target bin/isthmus"])
        self.assertIn(f"The report: {self.root.resolve()}/results/caspian-2024.html", done.stdout)

    def test_report_is_not_written_twice(self):
        self.built()
        self.run_script("./study")
        self.assertIn("nothing has changed", self.run_script("./study").stdout)
        os.utime(self.root / "worlds" / "caspian", (4e9, 4e9))
        self.assertNotIn("nothing has changed", self.run_script("./study").stdout)

    def test_missing_packages_are_installed_once(self):
        self.built()
        self.remove("cmake", "libcsv-dev", "chromium")
        self.run_script("./study")
        update, install = self.calls()[:2]
        self.assertEqual(update, "apt-get update")
        self.assertRegex(install, r"^apt-get install --yes --no-install-recommends .* cmake libcsv-dev$")

    def test_no_install(self):
        self.built()
        self.remove("cmake")
        self.assertEqual(self.run_script("./study", "--no-install").returncode, 0)
        self.assertFalse([call for call in self.calls() if call.startswith("apt-get")])

    def test_failed_installation_says_how_to_go_on(self):
        self.remove("cmake")
        done = self.run_script("./study", APT_STATUS="100")
        self.assertEqual(done.returncode, 100)
        self.assertIn('The step "Packages: installing 1" of ./study failed.', done.stderr)
        self.assertIn("--no-install", done.stderr)

    def test_failed_step_names_itself_its_log_and_the_way_on(self):
        done = self.run_script("./study", CMAKE_STATUS="3")
        self.assertEqual(done.returncode, 3)
        self.assertIn("    a line of cmake\n", done.stdout)
        self.assertIn('The step "Configuring" of ./study failed.', done.stderr)
        log = done.stderr.split("Its log:")[1].split()[0]
        self.assertEqual((self.root / log).read_text(), "a line of cmake\n")
        self.assertIn("To go on:", done.stderr)

    def test_without_apt_the_packages_are_named(self):
        tools = self.root / "tools-only"
        tools.mkdir()
        for name in ("awk", "bash", "cat", "dirname", "env", "flock", "mkdir", "nproc", "sed", "tr"):
            (tools / name).symlink_to(shutil.which(name))
        done = self.run_script("./study", PATH=str(tools))
        self.assertEqual(done.returncode, 1)
        for name in packages("build"):
            self.assertIn(f"    {name}\n", done.stderr)
        self.assertIn("./study --no-install", done.stderr)

    def test_without_root_or_sudo_the_administrator_gets_the_command(self):
        self.remove("cmake")
        self.root.chmod(0o777)
        command = ["./study"]
        if os.geteuid() == 0:
            for folder in ("stand-ins", "installed", "tools"):
                (self.root / folder).chmod(0o755)
            command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
        done = self.run_script(*command, NO_SUDO="1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("apt-get install --no-install-recommends cmake", done.stderr)
        self.assertEqual(self.calls(), [])
        again = self.run_script(*command)
        self.assertIn("Packages: installing 1", again.stdout)
        self.assertEqual(self.calls()[0], "apt-get update")

    def test_closing_line_is_what_ctest_recorded(self):
        cases = ['status="run">', 'status="run">', 'status="fail">', 'status="disabled">',
                 'status="notrun">\n<skipped message="SKIP_RETURN_CODE=77"/>',
                 'status="notrun">\n<skipped message="Fixture dependency failed"/>']
        record = "".join(f'<testcase name="a" {case}\n<system-out>&lt;testcase </system-out>\n</testcase>\n'
                         for case in cases)
        done = self.run_script("./check", JUNIT=record, CTEST_STATUS="8")
        self.assertEqual(done.returncode, 8, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[-1], "2 passed, 2 failed, 2 skipped")
        done = self.run_script("./check", JUNIT=f'<testcase {cases[0]}\n', CTEST_STATUS="0")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.splitlines()[-1], "1 passed, 0 failed")

    def test_no_closing_line_where_no_test_ran(self):
        done = self.run_script("./check", CMAKE_STATUS="1")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("passed", done.stdout)

    def test_closed_standard_input(self):
        self.built()
        done = self.run_script("bash", "-c", "exec 0<&-; ./study")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_interruption_ends_the_step_and_says_so(self):
        self.stand_in("cmake", 'echo $$ >"$HERE/cmake.pid"; sleep 60')
        running = subprocess.Popen(["./study"], cwd=self.root, env=self.environment, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, start_new_session=True)
        pid = self.root / "cmake.pid"
        for _ in range(100):
            if pid.exists() and pid.read_text().endswith("\n"):
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        self.assertIn("run ./study again to go on", running.communicate(timeout=10)[1])
        self.assertEqual(running.returncode, 130)
        for _ in range(20):
            if not pathlib.Path("/proc", pid.read_text().strip()).exists():
                return
            time.sleep(0.1)
        self.fail("the step's command is still running")

    def on_a_terminal(self, **environment):
        """What ./study shows on a terminal of its own."""
        try:
            child, terminal = pty.fork()
        except OSError:
            self.skipTest("this system gives no terminals")
        if child == 0:
            os.chdir(self.root)
            os.execve("./study", ["./study"], self.environment | environment)
        shown = b""
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        return shown.decode()

    def test_colour_only_where_wanted(self):
        self.built()
        self.assertNotIn("\x1b", self.run_script("./study").stdout)
        self.assertIn("\x1b[32m", self.on_a_terminal())
        self.assertNotRegex(self.on_a_terminal(NO_COLOR="1"), "\x1b\\[[0-9]+m")


if __name__ == "__main__":
    unittest.main()
