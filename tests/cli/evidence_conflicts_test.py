# SPDX-License-Identifier: Apache-2.0
"""Claims that contradict each other: isthmus evidence conflicts, and the same in explain."""
import csv

from command_test import CommandTest, SOURCE, USAGE

CASPIAN = SOURCE / "worlds" / "caspian"


class Conflicts(CommandTest):
    def add(self, table, **cells):
        path = self.folder / "w" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = list(reader.fieldnames), list(reader)
        columns += [column for column in cells if column not in columns]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows([*rows, cells])

    def dispute(self):
        self.add("sources", id="gazette", title="Газета «Запад», 100 %", kind="press", published="2023-05")
        self.add("sources", id="bureau", title="دفتر آمار", kind="statistics", language="fa")
        for claim, value, source, more in [("ten", "10", "gazette", {}), ("twelve", "12", "bureau", {}),
                                           ("mad", "2000", "bureau", {"plausibility": "implausible",
                                                                      "note": "More than the world has"})]:
            self.add("claims", id=claim, subject="western", kind="link", property="capacity", value=value,
                     unit="bcm/a", source=source, confidence="stated", **{"from": "2020", "to": "2026"}, **more)
        self.edit("w/capacities.csv", "western,gas,forward,,,10,bcm/a,,made-up,",
                  "western,gas,forward,,,10,bcm/a,,ten,The loop line is not built")

    def test_which_is_used_and_why(self):
        self.dispute()
        tables = self.tables("evidence", "conflicts", "w")
        rows = {(row["claim"], row["against"]): row for row in tables["contradictions"]["rows"]}
        self.assertEqual(set(rows), {("ten", "twelve"), ("ten", "mad"), ("twelve", "mad")})
        row = rows["ten", "twelve"]
        self.assertEqual((row["goes_first"], row["rule"], row["used"], row["comparison"]),
                         ("twelve", "kind of source", "ten", "numbers"))
        self.assertAlmostEqual(row["difference"], 20)
        self.assertAlmostEqual(row["factor"], 1.2)
        self.assertIn("twelve would go first: statistics goes before press", row["why"])
        self.assertIn("The loop line is not built", row["why"])
        self.assertEqual(row["claims"], ["ten", "twelve"])
        self.assertEqual(tables["contradictions"]["rows"][0]["against"], "mad", "the largest first")
        self.assertEqual([row["claim"] for row in tables["implausible"]["rows"]], ["mad"])
        explained = self.tables("explain", "western", "w")["contradictions"]["rows"]
        self.assertIn(row["why"], [each["why"] for each in explained])

    def test_for_people(self):
        self.dispute()
        text = self.run_ok("evidence", "conflicts", "w").stdout
        for words in ["Газета «Запад», 100 %", "دفتر آمار", "20.0 %", "200.0 times", "implausible", "More than the"]:
            self.assertIn(words, text)
        text = self.run_ok("evidence", "conflicts", "w", "--limit", "1").stdout
        self.assertIn("The first 1 of 3", " ".join(text.split()))

    def test_choosing(self):
        self.dispute()
        def count(*arguments):
            return len(self.tables("evidence", "conflicts", "w", *arguments)["contradictions"]["rows"])
        self.assertEqual(count("--subject", "western"), 3)
        self.assertEqual(count("--subject", "eastern"), 0)
        self.assertEqual(count("--property", "capacity"), 3)
        self.assertEqual(count("--used"), 2, "no row follows twelve or mad")
        self.assertIn("No claims contradict each other", self.run_ok("evidence", "conflicts", "w", "--subject",
                                                                     "eastern").stdout)

    def test_mistakes(self):
        self.fails(USAGE, "evidence", "conflicts", "w", "--subject", "westren", says=["western"])
        self.fails(USAGE, "evidence", "conflicts", "w", "--property", "capacty", says=["--property"])
        self.fails(USAGE, "evidence", "conflicts", "w", "--limit", "0", says=["--limit"])

    def test_cells_that_rest_on_less(self):
        self.dispute()
        self.edit("w/capacities.csv", "western,gas,forward,,,10,bcm/a,,ten,The loop line is not built",
                  "western,gas,forward,,,10,bcm/a,,made-up,")
        rows = self.tables("evidence", "conflicts", "w", "--check")["weak_cells"]["rows"]
        self.assertEqual([(row["about"], row["column"], row["claim"], row["evidence"]) for row in rows],
                         [("western/gas/forward", "capacity", "twelve", "estimate")])
        told = self.run_ok("evidence", "conflicts", "w", "--check")
        self.assertIn("W970", told.stderr)
        self.assertEqual(told.stdout, "")
        self.edit("w/capacities.csv", "western,gas,forward,,,10,bcm/a,,made-up,",
                  "western,gas,forward,,,10,bcm/a,,made-up,ten and twelve count the loop line")
        self.assertIn("No cell", self.run_ok("evidence", "conflicts", "w", "--check").stdout)

    def test_default_world(self):
        """Known by hand: two lengths of one pipeline, and the largest is the implausible claim."""
        rows = self.tables("evidence", "conflicts", CASPIAN)["contradictions"]["rows"]
        lengths = [row for row in rows if row["claims"] == ["btc-length", "btc-length-alt"]]
        self.assertEqual(len(lengths), 1)
        self.assertEqual(lengths[0]["goes_first"], "btc-length")
        self.assertAlmostEqual(lengths[0]["factor"], 1776 / 1768, places=5)
        sized = [row["factor"] for row in rows if row["factor"] is not None and row["comparison"] != "perhaps a change"]
        self.assertEqual(sized, sorted(sized, reverse=True))
        for row in rows:
            if row["comparison"] in ("other bases", "words", "dates"):
                self.assertIsNone(row["difference"])
