# SPDX-License-Identifier: Apache-2.0
"""The likely mistakes, and what is said of them."""
import json
import os
import subprocess

from command_test import CommandTest, BAD_INPUT, COMMAND, ENVIRONMENT, OK, USAGE


class Mistakes(CommandTest):
    def test_what_is_wrong_cannot_command_the_terminal(self):
        self.append("w/actors.csv", '"bad\x1b[2Jid",Name,state,,,,,')
        result = self.run_command("check", "w")
        self.assertEqual(result.returncode, BAD_INPUT)
        self.assertIn("bad", result.stderr)
        self.assertNotIn("\x1b", result.stderr)

    def test_misspelt_words(self):
        cases = [(["chekc", "w"], "'check'"), (["solve", "w", "--yaer", "2024"], "'--year'"),
                 (["solve", "w", "--year=2024", "--jsn"], "'--json'"),
                 (["solve", "w", "--year", "2024", "--scenario", "bypas"], "'bypass'"),
                 (["solve", "w", "--year", "2024", "--commodity", "gass"], "'gas'"),
                 (["solve", "w", "--year", "2024", "--table", "flow"], "'flows'"),
                 (["solve", "w", "--year", "2024", "--format", "jsn"], "'json'"),
                 (["solve", "w", "--year", "2024", "--solver", "clpp"], "'clp'"),
                 (["solve", "w", "--year", "2042"], "'2024'"), (["explain", "westren", "w"], "'western'"),
                 (["explain", "capacities/westren", "w"], "'western'"), (["explain", "E9999x"], ""),
                 (["schema", "capacitys"], "'capacities'"), (["new", "x", "--from", "tutorail"], "'tutorial'"),
                 (["compare", "w", "--year", "2024", "--scenario", "bypas"], "'bypass'")]
        for arguments, match in cases:
            with self.subTest(arguments):
                result = self.fails(USAGE, *arguments)
                self.assertIn(f"did you mean {match}" if match else "[E60", result.stderr)

    def test_misspelt_world(self):
        self.fails(BAD_INPUT, "check", "ww", says=["[E201]", "did you mean 'w'"])
        self.fails(BAD_INPUT, "check", self.folder / "v" / "nothing", says=["[E201]", "no such folder"])
        self.fails(BAD_INPUT, "check", "w/links.csv", says=["[E201]", "a file"])
        (self.folder / "empty").mkdir()
        self.fails(BAD_INPUT, "check", "empty", says=["[E201]", "world.toml"])

    def test_years_outside_and_years_that_are_none(self):
        for year in ["1066", "20x4", "", "-5", "99999999999", "2024.5"]:
            with self.subTest(year):
                self.fails(USAGE, "solve", "w", f"--year={year}", says=["2024"])

    def test_something_is_missing(self):
        self.fails(USAGE, "solve", "w", says=["--year YEAR", "for example"])
        self.fails(USAGE, "explain", says=["ID"])
        self.fails(USAGE, "new", says=["FOLDER"])
        self.fails(USAGE, "compare", "w", "--year", "2024", says=["two things"])
        self.fails(USAGE, "--quiet", says=["a command"])
        self.fails(USAGE, "solve", "w", "--year")

    def test_too_much(self):
        self.fails(USAGE, "check", "w", "w", says=["no further argument"])
        self.fails(USAGE, "compare", "w", "--year", "1", "--year", "2", "--year", "3", says=["[E603]"])
        self.fails(USAGE, "solve", "w", "--year", "2024", "--json", "--format", "csv", says=["--json"])
        self.fails(USAGE, "solve", "w", "--year", "2024", "--threads", "0", says=["1 to"])
        self.fails(USAGE, "solve", "w", "--year", "2024", "--threads", "many", says=["1 to"])

    def test_world_left_out(self):
        self.fails(USAGE, "check", says=["folder of a world", "isthmus new"])
        inside = self.run_ok("solve", "--year", "2024", cwd=self.folder / "w").stdout
        self.assertEqual(inside, self.run_ok("solve", "w", "--year", "2024").stdout)
        self.assertEqual(inside, self.run_ok("solve", "w/", "--year", "2024").stdout)
        self.assertEqual(inside, self.run_ok("solve", "w/world.toml", "--year", "2024").stdout)

    def test_three_errors_are_told_at_once(self):
        self.edit("w/links.csv", "western,Western line,pipeline", "western,Western line,pipelin")
        self.edit("w/capacities.csv", "trunk,gas,forward,,,20", "trunk,gas,forward,,,-20")
        self.append("w/ownership.csv", "nothing,middleland,1,,,made-up,")
        for arguments in (["check", "w"], ["solve", "w", "--year", "2024"]):
            result = self.fails(BAD_INPUT, *arguments, says=["3 errors", "isthmus explain"])
            lines = [line for line in result.stderr.splitlines() if line.startswith("error:")]
            self.assertEqual(len(lines), 3, result.stderr)
            for line, file, number in zip(lines, ["capacities", "links", "ownership"], [2, 4, 7]):
                self.assertRegex(line, rf"^error: w/{file}\.csv:{number}: column '\w+': .*\[E\d\d\d\]$")

    def test_errors_as_json(self):
        self.edit("w/capacities.csv", "trunk,gas,forward,,,20", "trunk,gas,forward,,,twenty")
        result = self.run_command("check", "w", "--json")
        self.assertEqual(result.returncode, BAD_INPUT)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["errors"], 1)
        row = answer["tables"]["diagnostics"]["rows"][0]
        self.assertEqual((row["level"], row["file"], row["line"], row["found"]),
                         ("error", "w/capacities.csv", 2, "twenty"))

    def test_scenario_with_an_unknown_link(self):
        scenario = self.folder / "w" / "scenarios" / "shut.toml"
        scenario.write_text('id = "shut"\ntitle = "t"\nquestion = "q"\n[[close]]\nlink = "westren"\n')
        says = ["scenarios/shut.toml:5", "[E235]", "western"]
        self.fails(BAD_INPUT, "solve", "w", "--year", "2024", "--scenario", "shut", says=says)
        result = self.run_command("check", "w")
        self.assertEqual(result.returncode, BAD_INPUT)
        for text in says:
            self.assertIn(text, result.stderr)

    def test_scenario_that_is_no_file(self):
        (self.folder / "broken.toml").write_text("id = \n")
        self.fails(BAD_INPUT, "solve", "w", "--year", "2024", "--scenario", "broken.toml", says=["broken.toml:1"])

    def test_output_that_cannot_be_written(self):
        (self.folder / "file").write_text("here")
        self.fails(ENVIRONMENT, "report", "w", "--year", "2024", "--out", "file/page.html", says=["[E402]"])
        self.fails(ENVIRONMENT, "solve", "w", "--year", "2024", "--out", "file/deeper/x.json", says=["[E402]"])
        self.fails(ENVIRONMENT, "new", "file/world", says=["[E402]"])
        self.assertEqual((self.folder / "file").read_text(), "here")

    def test_full_disk_on_standard_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([COMMAND[0], "schema"], stdout=full, stderr=subprocess.PIPE, text=True,
                                    check=False)
        self.assertEqual(result.returncode, ENVIRONMENT)
        self.assertIn("standard output", result.stderr)
        self.assertIn("[E402]", result.stderr)

    def test_closed_pipe_is_harmless(self):
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run([COMMAND[0], "schema"], stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
        self.assertEqual((result.returncode, result.stderr), (OK, b""))

    def test_unreadable_world(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        (self.folder / "w" / "links.csv").chmod(0)
        self.fails(ENVIRONMENT, "check", "w", says=["links.csv", "[E401]"])
