# SPDX-License-Identifier: Apache-2.0
"""Which claim, if wrong, changes the answer: `isthmus explain` of a result."""
import csv
import json

from command_test import CommandTest, USAGE


class ExplainResults(CommandTest):
    def explained(self, path, *more):
        return self.tables("explain", path, "w", "--year", "2024", *more)

    def influence(self, tables, about, prop):
        return [row for row in tables["influences"]["rows"] if row["about"].startswith(about) and row["property"] == prop][0]

    def test_a_flow(self):
        tables = self.explained("flow/western")
        self.assertEqual(list(tables), ["result", "influences", "influence_claims", "alternatives"])
        result = tables["result"]["rows"][0]
        self.assertEqual((result["result"], result["unit"]), ("flow/western/gas", "bcm/a"))
        self.assertAlmostEqual(result["value"], 6, places=4)
        tariff = self.influence(tables, "western", "tariff")
        for column, change in (("predicted", -0.12), ("up", -0.12), ("down", 0.12)):
            self.assertAlmostEqual(tariff[column], change, places=4)
        self.assertEqual((tariff["value"], tariff["unit"], tariff["evidence"]), ("50", "USD/1000m3", "estimate"))
        self.assertEqual(tariff["claims"], ["made-up"])
        self.assertRegex(tariff["at"], r"^w/costs\.csv:\d+$")

    def test_every_kind_of_result(self):
        for path, unit, value in [("price/west", "USD/1000m3", 220), ("price/west/gas", "USD/1000m3", 220),
                                  ("payoff/middleland", "MUSD/a", 120), ("welfare", "MUSD/a", 2820),
                                  ("dependence/westland/middleland", "MUSD/a", 1200),
                                  ("flow/western/gas/forward", "bcm/a", 6)]:
            with self.subTest(path):
                tables = self.explained(path)
                row = tables["result"]["rows"][0]
                self.assertEqual(row["unit"], unit)
                self.assertAlmostEqual(row["value"], value, places=2)
                self.assertEqual(len(tables["influences"]["rows"]), 10)

    def test_values_are_those_of_the_other_commands(self):
        payoffs = {row["actor"]: row for row in self.tables("solve", "w", "--year", "2024")["payoffs"]["rows"]}
        self.assertEqual(self.explained("payoff/westland")["result"]["rows"][0]["value"], payoffs["westland"]["total"])
        lost = self.tables("depend", "w", "--year", "2024", "--of", "westland", "--on", "northland", "--no-vectors")
        row = lost["dependence"]["rows"][0]
        self.assertAlmostEqual(self.explained("dependence/westland/northland")["result"]["rows"][0]["value"],
                               row["vulnerability"], places=2)

    def test_top_and_step(self):
        few = self.explained("flow/western", "--top", "3", "--step", "1")["influences"]["rows"]
        self.assertEqual([row["change"] for row in few], ["+1 %"] * 3)
        for row in few:
            self.assertAlmostEqual(row["predicted"], row["up"], delta=0.02 * abs(row["predicted"]))

    def test_scenario(self):
        rows = self.explained("flow/bypass", "--scenario", "bypass")["influences"]["rows"]
        self.assertTrue(any(row["about"].startswith("bypass") for row in rows))
        self.fails(USAGE, "explain", "flow/bypass", "w", "--year", "2024", says=["flow/bypass"])

    def append_row(self, file, **cells):
        with (self.folder / "w" / file).open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        self.assertLessEqual(set(cells), set(header))
        self.append(f"w/{file}", ",".join(cells.get(column, "") for column in header))

    def test_what_if_the_other_claim_is_right(self):
        for paper, value in (("one", "5"), ("two", "8")):
            self.append_row("sources.csv", id=paper, title=f"Paper {paper}", kind="press")
            self.append_row("claims.csv", id=f"{paper}-capacity", subject="western", kind="link", property="capacity",
                            value=value, unit="bcm/a", source=paper, confidence="stated",
                            **{"from": "2024", "to": "2024"})
        self.edit("w/capacities.csv", "western,gas,forward,,,10,bcm/a,,made-up,", "western,gas,forward,,,5,bcm/a,,one-capacity,")
        tables = self.explained("flow/western")
        self.assertAlmostEqual(tables["result"]["rows"][0]["value"], 5, places=4)
        self.assertEqual(tables["influence_claims"]["rows"][0]["claim"], "one-capacity")
        other = tables["alternatives"]["rows"][0]
        self.assertEqual((other["followed"], other["claim"], other["source"]), ("one-capacity", "two-capacity", "two"))
        # By the derivative 8 would flow; solved again, the 6 that are wanted.
        self.assertAlmostEqual(other["predicted"], 3, places=3)
        self.assertAlmostEqual(other["result"], 6, places=3)

    def test_text_and_csv(self):
        text = self.run_ok("explain", "flow/western", "w", "--year", "2024").stdout
        for heading in ("Numbers that matter most", "Claims that matter most", "If a contradicting claim were right"):
            self.assertIn(heading, text)
        self.assertIn("It is the only optimal value.", text)
        result = self.run_ok("explain", "flow/western", "w", "--year", "2024", "--format", "csv")
        self.assertTrue(result.stdout.startswith("table,about,property,"))
        self.assertIn("--out", result.stderr)
        self.run_ok("explain", "flow/western", "w", "--year", "2024", "--out", "answers")
        self.assertEqual({file.name for file in (self.folder / "answers").iterdir()},
                         {"result.csv", "influences.csv", "influence_claims.csv", "alternatives.csv"})

    def test_same_bytes_whatever_the_threads(self):
        answers = {self.run_ok("explain", "dependence/westland/middleland", "w", "--year", "2024", "--json",
                               "--threads", threads).stdout for threads in ("1", "2", "5")}
        self.assertEqual(len(answers), 1)
        self.assertEqual(json.loads(answers.pop())["year"], 2024)

    def test_mistakes(self):
        for arguments, says in [
                (["flow/westren", "w", "--year", "2024"], "'western'"), (["payoff/westlnd", "w", "--year", "2024"], "'westland'"),
                (["price/hub", "w", "--year", "2024"], "price/hub"), (["flow/western", "w"], "--year 2024"),
                (["flow/western/gas/up", "w", "--year", "2024"], "forward"),
                (["dependence/westland", "w", "--year", "2024"], "dependence/I/J"),
                (["dependence/westland/westland", "w", "--year", "2024"], "itself"),
                (["flow/western", "w", "--year", "2024", "--top", "0"], "--top"),
                (["flow/western", "w", "--year", "2024", "--step", "95"], "--step"),
                (["western", "w", "--top", "3"], "--top")]:
            with self.subTest(arguments):
                self.fails(USAGE, "explain", *arguments, says=[says])
