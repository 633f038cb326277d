# SPDX-License-Identifier: Apache-2.0
"""Reports, comparisons and explanations."""
import csv

from command_test import CommandTest, SOURCE, USAGE


class Answers(CommandTest):
    def test_report(self):
        result = self.run_ok("report", "w", "--year", "2024")
        self.assertEqual(result.stdout, "")
        self.assertIn("results/tutorial-2024.html", result.stderr)
        page = (self.folder / "results" / "tutorial-2024.html").read_text(encoding="utf-8")
        self.assertTrue(page.lower().startswith("<!doctype html>"))
        self.run_ok("report", "w", "--year", "2024", "--scenario", "bypass")
        self.assertTrue((self.folder / "results" / "tutorial-2024-bypass.html").exists())

    def test_compare(self):
        tables = self.tables("compare", "w", "--year", "2024", "--scenario", "bypass")
        moved = {row["link"]: row for row in tables["compare_flows"]["rows"]}
        self.assertEqual(set(moved), {"trunk", "western", "bypass"})
        gains = {row["actor"]: row for row in tables["compare_payoffs"]["rows"]}
        change = [key for key in gains["northland"] if "change" in key][0]
        self.assertAlmostEqual(gains["northland"][change], 50, places=2)
        self.assertAlmostEqual(gains["middleland"][change], -100, places=2)
        self.assertEqual(self.tables("compare", "w", "--year", "2024", "--scenario", "base", "--scenario", "bypass"),
                         tables)

    def test_compare_two_scenarios_backwards(self):
        there = self.tables("compare", "w", "--year", "2024", "--scenario", "bypass", "--scenario", "western-closed")
        back = self.tables("compare", "w", "--year", "2024", "--scenario", "western-closed", "--scenario", "bypass")
        self.assertEqual(len(there["compare_flows"]["rows"]), len(back["compare_flows"]["rows"]))

    def test_explain_diagnostics(self):
        text = self.run_ok("explain", "E214").stdout
        self.assertTrue(text.startswith("E214: unknown reference\n"))
        self.assertIn("exit code 3", text)
        self.assertEqual(self.run_ok("explain", "e214").stdout, text)
        self.fails(USAGE, "explain", "E999", says=["diagnostic"])
        with (SOURCE / "errors" / "diagnostics.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.assertIn(row["title"], self.run_ok("explain", row["id"]).stdout)

    def rows(self, *arguments):
        return self.tables("explain", *arguments)

    def test_explain_a_link(self):
        tables = self.rows("western", "w")
        rows = {(row["table"], row["property"]): row for row in tables["rows"]["rows"]}
        capacity = rows["capacities", "capacity"]
        self.assertEqual((capacity["value"], capacity["unit"], capacity["evidence"], capacity["claims"]),
                         ("10", "bcm/a", "estimate", ["made-up"]))
        self.assertRegex(capacity["at"], r"^w/capacities\.csv:\d+$")
        self.assertTrue({"links", "link_status", "consents", "costs", "ownership", "observations"} <=
                        {table for table, _ in rows})
        self.assertEqual([row["id"] for row in tables["claims"]["rows"]], ["made-up"])
        self.assertEqual(tables["contradictions"]["rows"], [])

    def test_explain_anything(self):
        for name in ["hub", "northland", "gas", "bypass", "tutorial", "made-up", "western-2024", "capacities/western",
                     "costs/western/gas", "links/western"]:
            with self.subTest(name):
                tables = self.rows(name, "w")
                self.assertTrue(tables["rows"]["rows"] or tables["claims"]["rows"])
        self.assertEqual({row["table"] for row in self.rows("capacities/western", "w")["rows"]["rows"]}, {"capacities"})

    def test_explain_with_a_year(self):
        tables = self.rows("western", "w", "--year", "2024")
        self.assertAlmostEqual(tables["flows"]["rows"][0]["flow"], 6, places=4)
        self.assertEqual(len(tables["flows"]["rows"]), 1)
        prices = self.rows("west", "w", "--year", "2024")["prices"]["rows"]
        self.assertAlmostEqual(prices[0]["price"], 220, places=2)
        payoffs = self.rows("northland", "w", "--year", "2024")["payoffs"]["rows"]
        self.assertAlmostEqual(payoffs[0]["total"], 500, places=2)

    def claim(self, **cells):
        """A claim of a document, on top of the tutorial's own reasoning."""
        def append(file, row):
            with (self.folder / "w" / file).open(encoding="utf-8", newline="") as lines:
                header = next(csv.reader(lines))
            self.assertLessEqual(set(row), set(header))
            self.append(f"w/{file}", ",".join(row.get(column, "") for column in header))
        if "paper" not in (self.folder / "w" / "sources.csv").read_text(encoding="utf-8"):
            append("sources.csv", {"id": "paper", "title": "A paper", "kind": "press"})
        append("claims.csv", {"kind": "link", "source": "paper", "confidence": "stated", **cells})

    def test_contradictions(self):
        def claim(**cells):
            self.claim(**{"subject": "western", "property": "capacity", **cells})
        claim(id="a", value="10", unit="bcm/a", **{"from": "2020", "to": "2024"})
        claim(id="b", value="12", unit="bcm/a", **{"from": "2023", "to": "2025"})
        claim(id="c", value="12", unit="bcm/a", **{"from": "2010", "to": "2012"})
        claim(id="d", value="10.0", unit="bcm/a", **{"from": "2020", "to": "2024"})
        claim(id="e", value="7", unit="bcm/a", property="flow")
        claim(id="f", value="99", unit="bcm/a", confidence="estimate", **{"from": "2030", "to": "2031"})
        claim(id="g", value="98", unit="bcm/a", confidence="estimate", **{"from": "2030", "to": "2031"})
        claim(id="h", value="20", unit="bcm/a", **{"from": "2025", "to": "2029"})  # follows on b
        rows = self.rows("western", "w")["contradictions"]["rows"]
        self.assertEqual({frozenset((row["claim"], row["against"])) for row in rows},
                         {frozenset("ab"), frozenset("bd")})
        self.assertAlmostEqual(rows[0]["difference"], 20)

    def test_claims_have_names_of_their_own(self):
        """Documents call the line by another name: found through the claim that the link's row cites."""
        def claim(**cells):
            self.claim(**{"subject": "pipeline-west", **cells})
        claim(id="a", property="length", value="600", unit="km")
        claim(id="b", property="capacity", value="10", unit="bcm/a")
        self.edit("w/links.csv", "western,Western line,pipeline,hub,west,forward,600,made-up",
                  "western,Western line,pipeline,hub,west,forward,600,made-up;a")
        self.assertEqual({row["id"] for row in self.rows("western", "w")["claims"]["rows"]}, {"made-up", "a", "b"})
        by_subject = self.rows("pipeline-west", "w")
        self.assertEqual({row["id"] for row in by_subject["claims"]["rows"]}, {"made-up", "a", "b"})
        self.assertEqual({row["about"] for row in by_subject["rows"]["rows"]}, {"western"})

    def test_names_in_any_script(self):
        self.edit("w/links.csv", "Western line", '"Линия ""Запад"" & خط, غربی"')
        text = self.run_ok("explain", "western", "w").stdout
        self.assertIn('Линия "Запад" & خط, غربی', text)
        flows = self.tables("solve", "w", "--year", "2024")["flows"]["rows"]
        self.assertIn('Линия "Запад" & خط, غربی', [row["name"] for row in flows])
