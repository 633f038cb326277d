# SPDX-License-Identifier: Apache-2.0
"""Worlds are made, checked and solved."""
import csv
import io
import json
import re
import shutil
import subprocess

from command_test import CommandTest, NO, USAGE


class Worlds(CommandTest):
    def test_new_check_and_solve(self):
        result = self.run_ok("new", "mine")
        self.assertEqual(result.stdout, "")
        self.assertIn("isthmus check mine", result.stderr)
        self.assertEqual(self.files("mine"), self.files("w"))
        checked = self.run_ok("check", "mine", "--strict")
        self.assertEqual(checked.stderr, "")
        self.run_ok("solve", "mine", "--year", "2024")

    def files(self, folder):
        base = self.folder / folder
        return {str(path.relative_to(base)): path.read_bytes() for path in base.rglob("*") if path.is_file()}

    def test_new_from_a_folder_and_from_a_name(self):
        self.append("w/actors.csv", "another,Another,state,")
        self.run_ok("new", "copy", "--from", "w")
        self.assertEqual(self.files("copy"), self.files("w"))
        self.run_ok("new", "named", "--from", "tutorial")
        self.assertNotEqual(self.files("named"), self.files("w"))

    def test_names_that_a_shell_must_quote(self):
        result = self.run_ok("new", "мой мир & it's")
        self.assertIn("isthmus check 'мой мир & it'\\''s'\n", result.stderr)
        self.run_ok("check", "мой мир & it's")

    def test_new_never_overwrites(self):
        before = self.files("w")
        self.fails(USAGE, "new", "w", says=["[E604]", "nothing was changed"])
        self.assertEqual(self.files("w"), before)
        (self.folder / "taken").write_text("text")
        self.fails(USAGE, "new", "taken", says=["[E604]"])
        (self.folder / "dangling").symlink_to("nowhere")
        self.fails(USAGE, "new", "dangling", says=["[E604]"])
        (self.folder / "empty").mkdir()
        self.run_ok("new", "empty")
        self.run_ok("new", "deep/er/world")
        self.assertEqual([path.name for path in self.folder.rglob(".isthmus*")], [])

    def test_check_summary(self):
        tables = self.tables("check", "w")
        rows = {row["table"]: row["rows"] for row in tables["tables"]["rows"]}
        self.assertEqual((rows["links"], rows["nodes"]), (5, 5))
        shares = {row["evidence"]: row["share"] for row in tables["evidence"]["rows"]}
        self.assertEqual(list(shares), ["stated", "derived", "estimate", "recalled"])
        self.assertAlmostEqual(sum(shares.values()), 100)
        text = self.run_ok("check", "w").stdout
        self.assertIn("Years 2024 to 2024, base year 2024", text)

    def test_scenarios(self):
        names = [row["name"] for row in self.tables("scenarios", "w")["scenarios"]["rows"]]
        self.assertEqual(names, ["bypass", "western-closed"])

    def test_schema(self):
        self.assertIn("capacities", self.run_ok("schema").stdout)
        one = self.run_ok("schema", "capacities").stdout
        self.assertIn("direction", one)
        self.assertNotIn("value_of_time", one)
        everything = json.loads(self.run_ok("schema", "--format", "json").stdout)
        self.assertIn("capacities", json.dumps(everything))
        one = self.run_ok("schema", "capacities", "--json").stdout
        self.assertIn("direction", json.dumps(json.loads(one)))
        self.assertNotIn("value_of_time", one)
        page = self.run_ok("schema", "capacities", "--format", "markdown").stdout
        self.assertIn("| ", page)
        self.assertNotIn("value_of_time", page)
        self.assertIn("bcm/a", self.run_ok("schema", "units").stdout)
        self.assertIn("bcm/a", self.run_ok("schema", "units", "--json").stdout)

    def test_datapackage(self):
        package = json.loads(self.run_ok("datapackage", "w").stdout)
        self.assertIn("links", [resource["name"] for resource in package["resources"]])
        self.assertEqual(self.run_ok("datapackage", "w", "--write").stdout, "")
        self.assertEqual(json.loads((self.folder / "w" / "datapackage.json").read_text()), package)
        self.run_ok("check", "w")


class Solving(CommandTest):
    def flows(self, *arguments):
        return {row["link"]: row["flow"] for row in self.tables("solve", "w", "--year", "2024", *arguments)
                ["flows"]["rows"]}

    def test_tutorial_by_hand(self):
        flows = self.flows()
        for link, flow in {"trunk": 10, "eastern": 4, "western": 6, "regasification": 2}.items():
            self.assertAlmostEqual(flows[link], flow, places=4)
        closed = self.flows("--scenario", "western-closed")
        self.assertAlmostEqual(closed["eastern"], 5, places=4)
        by_file = self.flows("--scenario", "w/scenarios/western-closed.toml")
        self.assertEqual(closed, by_file)

    def test_forms_hold_the_same_numbers(self):
        arguments = ["solve", "w", "--year", "2024", "--table", "flows"]
        from_json = self.tables(*arguments)["flows"]["rows"]
        result = self.run_ok(*arguments, "--format", "csv")
        from_csv = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual([row["link"] for row in from_csv], [row["link"] for row in from_json])
        for text, number in zip(from_csv, from_json):
            self.assertEqual(float(text["flow"]), number["flow"])
            self.assertEqual(text["claims"].split(";"), number["claims"])
        text = self.run_ok(*arguments).stdout
        self.assertIn("Western line", text)

    def test_csv_on_standard_output_is_one_table(self):
        result = self.run_ok("solve", "w", "--year", "2024", "--format", "csv")
        self.assertEqual(len({len(row) for row in csv.reader(io.StringIO(result.stdout))}), 1)
        self.assertIn("--table", result.stderr)
        self.fails(USAGE, "solve", "w", "--year", "2024", "--format", "csv", "--table", "flows", "--table", "prices",
                   says=["one table"])

    def test_files(self):
        result = self.run_ok("solve", "w", "--year", "2024", "--out", "out")
        self.assertEqual(result.stdout, "")
        self.assertIn("out", result.stderr)
        names = sorted(path.name for path in (self.folder / "out").iterdir())
        self.assertIn("payoffs.csv", names)
        self.assertEqual(len(names), len(self.tables("solve", "w", "--year", "2024")))
        for name in names:
            with (self.folder / "out" / name).open(encoding="utf-8", newline="") as file:
                self.assertGreaterEqual(len(list(csv.reader(file))), 1)
        self.run_ok("solve", "w", "--year", "2024", "--out", "year.json")
        self.assertIn("flows", json.loads((self.folder / "year.json").read_text())["tables"])
        self.run_ok("solve", "w", "--year", "2024", "--table", "prices", "--out", "prices.csv")
        self.assertTrue((self.folder / "prices.csv").read_text().startswith("node,"))

    def test_ranges(self):
        rows = self.tables("solve", "w", "--year", "2024", "--table", "flows", "--ranges")["flows"]["rows"]
        for row in rows:
            self.assertLessEqual(row["flow_low"], row["flow"] + 1e-4)
            self.assertGreaterEqual(row["flow_high"], row["flow"] - 1e-4)

    def test_links_without_flow_are_counted_in_text(self):
        self.run_ok("new", "closed")
        (self.folder / "closed" / "scenarios" / "both.toml").write_text(
            'id = "both"\ntitle = "t"\nquestion = "q"\n[[change]]\ntable = "costs"\nwhere = {link = "regasification"}\n'
            'set = {cost = 5000, tariff = 5000}\n')
        arguments = ["solve", "closed", "--year", "2024", "--scenario", "both", "--table", "flows"]
        short = self.run_ok(*arguments).stdout
        self.assertIn("--all", short)
        self.assertNotIn("Regasification", short)
        self.assertIn("Regasification", self.run_ok(*arguments, "--all").stdout)

    def test_same_bytes(self):
        arguments = ["solve", "w", "--year", "2024", "--json", "--separate-suppliers"]
        first = self.run_ok(*arguments).stdout
        for threads in ["1", "2", "7"]:
            self.assertEqual(self.run_ok(*arguments, "--threads", threads).stdout, first)
        page = self.run_ok("report", "w", "--year", "2024", "--out", "-").stdout
        self.assertEqual(self.run_ok("report", "w", "--year", "2024", "--out", "-", "--threads", "7").stdout, page)

    def test_contract_that_cannot_be_met(self):
        (self.folder / "w" / "contracts.csv").write_text(
            "id,name,seller,buyer,commodity,minimum,unit,claims\n"
            "too-much,Too much,northland,eastland,gas,15,bcm/a,made-up\n")
        self.fails(NO, "solve", "w", "--year", "2024", says=["[E510]", "Too much"])
        result = self.fails(NO, "solve", "w", "--year", "2024", "--save-lp", "infeasible.mps")
        self.assertIn("infeasible", result.stderr)
        self.assertEqual(list(self.folder.glob("results/*")), [])

    def glpsol(self, file):
        solved = subprocess.run(["glpsol", "--freemps", file, "-o", "solution.txt"], cwd=self.folder, text=True,
                                capture_output=True, check=True)
        self.assertIn("OPTIMAL LP SOLUTION FOUND", solved.stdout)
        text = (self.folder / "solution.txt").read_text()
        return float(re.search(r"Objective:.*= *(\S+) \(MINimum\)", text)[1])

    def check_saved(self, *arguments):
        """Each program that is written has, by another solver, the minimum that the command names."""
        if not shutil.which("glpsol"):
            self.skipTest("glpsol is not installed")
        result = self.run_ok("solve", *arguments, "--save-lp", "lp/year.mps", "--table", "welfare")
        named = re.findall(r"^Wrote (\S+\.mps): .*minimum (\S+)$", result.stderr, re.M)
        self.assertEqual(sorted(name for name, _ in named),
                         sorted(str(path.relative_to(self.folder)) for path in self.folder.glob("lp/*")))
        for file, minimum in named:
            self.assertAlmostEqual(self.glpsol(file) / float(minimum), 1, places=7)
        return named

    def test_another_solver_finds_the_same_minimum(self):
        named = self.check_saved("w", "--year", "2024")
        self.assertEqual([name for name, _ in named], ["lp/year.mps"])
        # Even steps are a coarser curve: their minimum is near the welfare of the curves, not equal to it.
        rows = self.tables("solve", "w", "--year", "2024")["welfare"]["rows"]
        welfare = next(row["value"] for row in rows if row["part"] == "welfare")
        self.assertAlmostEqual(-float(named[0][1]) / welfare, 1, delta=0.1)

    def test_several_programs_are_numbered(self):
        self.append("w/commodities.csv", self.second_commodity())
        for table, column in [("supply", 1), ("demand", 1), ("capacities", 1), ("costs", 1)]:
            path = self.folder / "w" / f"{table}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            more = [row[:column] + ["gas2"] + row[column + 1:] for row in rows[1:]]
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows + more)
        named = self.check_saved("w", "--year", "2024")
        self.assertEqual([name for name, _ in named], ["lp/year-1.mps", "lp/year-2.mps"])

    def second_commodity(self):
        with (self.folder / "w" / "commodities.csv").open(encoding="utf-8", newline="") as file:
            row = list(csv.reader(file))[1]
        self.assertEqual(row[0], "gas")
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(["gas2", "More gas", *row[2:]])
        return out.getvalue()
