# SPDX-License-Identifier: Apache-2.0
"""What a project is worth to every player."""
import csv
import io

from command_test import CommandTest, SOURCE, USAGE

GAS = SOURCE / "worlds" / "eurasian-gas"
ONE = ["value-of", GAS, "nabucco"]


class ValueOf(CommandTest):
    def near(self, one, other, scale):
        self.assertAlmostEqual(one, other, delta=3e-6 * max(1, abs(scale)))  # tables have seven digits

    def items(self, tables):
        return {row["item"]: row for row in tables["project_summary"]["rows"]}

    def test_one_project_adds_up(self):
        for arguments in [ONE, ["value-of", "w", "bypass"], [*ONE, "--players", "turkey,iraq,balkans,azerbaijan"]]:
            with self.subTest(arguments):
                tables = self.tables(*arguments)
                items, players = self.items(tables), tables["project_players"]["rows"]
                total = sum(row["with"] for row in players)
                for row in players:
                    self.near(row["with"] - row["without"], row["change"], total)
                self.near(sum(row["change"] for row in players), items["gain"]["value"], total)
                for share in ["share_with", "share_without"]:
                    self.assertAlmostEqual(sum(row[share] for row in players), 100, places=4)

    def test_yearly_cost(self):
        """cost r / (1 - (1 + r)^-n); without interest the cost is spread evenly."""
        items = self.items(self.tables(*ONE))
        self.near(items["annuity"]["value"], items["cost"]["value"] * 0.08 / (1 - 1.08 ** -25), items["cost"]["value"])
        items = self.items(self.tables(*ONE, "--rate", "0", "--life", "40"))
        self.near(items["annuity"]["value"], items["cost"]["value"] / 40, items["cost"]["value"])

    def test_is_the_change_of_the_leverage(self):
        """Shapley values of the worlds with and without the bypass, by the scenario and by the project."""
        def leverage(*more):
            rows = self.tables("leverage", "w", "--year", "2024", "--players", "northland,middleland,westland,eastland",
                               *more)["leverage"]["rows"]
            return {row["player"]: row["shapley"] for row in rows}
        without, with_it = leverage(), leverage("--scenario", "bypass")
        rows = self.tables("value-of", "w", "bypass", "--players", "northland,middleland,westland,eastland")
        self.assertEqual({row["player"] for row in rows["project_players"]["rows"]}, set(without))
        for row in rows["project_players"]["rows"]:
            self.near(row["without"], without[row["player"]], 1000)
            self.near(row["with"], with_it[row["player"]], 1000)

    def test_who_is_bypassed(self):
        """Those who lose and need not be asked play too, though nobody named them."""
        for arguments, losers in [(["w", "bypass"], {"middleland"}), ([GAS, "nord-stream"], {"ukraine", "belarus"})]:
            tables = self.tables("value-of", *arguments)
            change = {row["player"]: row["change"] for row in tables["project_players"]["rows"]}
            for loser in losers:
                self.assertLess(change[loser], -1)

    def test_forms(self):
        tables = self.tables(*ONE)
        self.run_ok(*ONE, "--out", "one")
        self.assertEqual({path.stem for path in (self.folder / "one").iterdir()}, set(tables))
        printed = self.run_ok(*ONE, "--format", "csv")
        self.assertEqual(printed.stdout, (self.folder / "one" / "project_players.csv").read_text(encoding="utf-8"))
        self.assertIn("--out FOLDER", printed.stderr)
        text = self.run_ok(*ONE).stdout
        for row in tables["project_players"]["rows"]:
            self.assertIn(row["name"], text)

    def test_all_projects(self):
        """Each once, in the order of the world; the overview and the findings agree."""
        with (GAS / "projects.csv").open(encoding="utf-8", newline="") as file:
            ids = [row["id"] for row in csv.DictReader(file)]
        arguments = ["value-of", GAS, "--all"]
        answer = self.run_ok(*arguments, "--json").stdout
        tables = self.tables(*arguments)
        self.assertEqual([row["project"] for row in tables["projects"]["rows"]], ids)
        self.assertEqual([row["project"] for row in tables["project_findings"]["rows"]], ids)
        self.run_ok(*arguments, "--out", "all")
        self.assertEqual({path.stem for path in (self.folder / "all").iterdir()}, set(tables))
        printed = list(csv.DictReader(io.StringIO(self.run_ok(*arguments, "--format", "csv").stdout)))
        self.assertEqual([row["project"] for row in printed], ids)
        for threads in ["1", "3"]:
            self.assertEqual(self.run_ok(*arguments, "--json", "--threads", threads).stdout, answer)

    def test_same_bytes(self):
        first = self.run_ok(*ONE, "--json").stdout
        for threads in ["1", "2", "3"]:
            self.assertEqual(self.run_ok(*ONE, "--json", "--threads", threads).stdout, first)

    def test_mistakes(self):
        cases = [([SOURCE / "worlds" / "caspian", "btc"], ["[E602]", "'btc'", "did you mean 'project-btc'"]),
                 ([GAS, "nabuco"], ["[E602]", "'nabuco'", "did you mean 'nabucco'"]),
                 ([GAS], ["[E601]", "--all"]), ([GAS, "nabucco", "--all"], ["[E601]", "'nabucco'", "--all"]),
                 ([GAS, "nabucco", "--rate", "-1"], ["--rate -1", "0 to 100"]),
                 ([GAS, "nabucco", "--rate", "x"], ["--rate x", "0 to 100"]),
                 ([GAS, "nabucco", "--life", "0"], ["--life 0", "1 to"]),
                 ([GAS, "nabucco", "--year", "2042"], ["--year 2042", "2009"]),
                 ([GAS, "nabucco", "--players", "turky"], ["[E702]", "did you mean 'turkey'"]),
                 ([GAS, "nabucco", "--commodity", "gass"], ["[E602]", "did you mean 'gas'"])]
        for arguments, says in cases:
            with self.subTest(arguments):
                self.fails(USAGE, "value-of", *arguments, says=says)

    def test_project_without_capacity(self):
        self.append("w/projects.csv", "talk,Talk of a line,proposed,,100,MUSD,,made-up,")
        self.fails(USAGE, "value-of", "w", "talk", says=["[E713]", "'talk'", "project_capacities"])
        rows = {row["project"]: row for row in self.tables("value-of", "w", "--all")["projects"]["rows"]}
        self.assertIsNone(rows["talk"].get("gain"))
        self.assertIsNotNone(rows["bypass"]["gain"])

    def test_project_without_a_cost(self):
        """What is not known is not nothing."""
        self.edit("w/projects.csv", ",2000,MUSD", ",,")
        items = self.items(self.tables("value-of", "w", "bypass"))
        self.assertNotIn("value", {k: v for k, v in items.get("annuity", {}).items() if v is not None})
