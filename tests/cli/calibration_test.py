# SPDX-License-Identifier: Apache-2.0
"""What observed flows say of costs, and how well a year is predicted from another."""
import csv
import io

from command_test import CommandTest, NO, SOURCE, USAGE

CASPIAN = SOURCE / "worlds" / "caspian"


class Calibrate(CommandTest):
    def rows(self, *arguments):
        tables = self.tables("calibrate", "w", "--year", "2024", *arguments)
        return {row["link"]: row for row in tables["calibration"]["rows"]}

    def observe(self, link, value):
        """Puts another value in the tutorial world's observation of a link."""
        path = self.folder / "w" / "observations.csv"
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            if row[1] == link:
                row[6] = str(value)
        path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")

    def test_tutorial_needs_no_correction(self):
        """Its observations are the model's own flows."""
        for row in self.rows().values():
            self.assertAlmostEqual(row["before"], row["observed"], delta=0.01)
            self.assertAlmostEqual(row["after"], row["observed"], delta=0.02 * row["observed"])
            self.assertAlmostEqual(row["correction"], 0, delta=0.01)
            self.assertEqual(row["state"], "met")

    def test_less_than_the_model_says(self):
        """A flow that is lower than the costs explain needs a positive correction, and then comes out."""
        for link, value in [("trunk", 8), ("eastern", 3), ("western", 5)]:
            self.observe(link, value)
        rows = self.rows()
        self.assertGreater(sum(rows[link]["correction"] for link in ["trunk", "eastern", "western"]), 10)
        for row in rows.values():
            self.assertAlmostEqual(row["after"], row["observed"], delta=0.02 * row["observed"])
            self.assertLessEqual(row["elasticity"], 0.01)

    def test_scenario_reproduces_the_flows(self):
        self.observe("regasification", 1.5)
        result = self.run_ok("calibrate", "w", "--year", "2024", "--out", "w/scenarios/fitted.toml")
        self.assertIn("Wrote", result.stderr)
        self.assertIn("Correction", result.stdout)
        self.run_ok("check", "w")
        after = {row["link"]: row["after"] for row in self.rows().values()}
        flows = self.tables("solve", "w", "--year", "2024", "--scenario", "fitted")
        for row in flows["observations"]["rows"]:
            self.assertAlmostEqual(row["modelled"], after[row["link"]], delta=1e-3)
        welfare = {row["part"]: row["value"] for row in flows["welfare"]["rows"]}
        self.assertAlmostEqual(welfare["sum"], welfare["welfare"], delta=1e-5 * welfare["welfare"])
        self.assertAlmostEqual(sum(row["total"] for row in flows["payoffs"]["rows"]), welfare["welfare"],
                               delta=1e-5 * welfare["welfare"])
        self.assertGreater(welfare["correction"], 0)

    def test_table_in_a_file(self):
        self.run_ok("calibrate", "w", "--year", "2024", "--out", "table.csv")
        rows = list(csv.DictReader(io.StringIO((self.folder / "table.csv").read_text(encoding="utf-8"))))
        self.assertEqual(len(rows), 4)
        self.assertEqual([row["rank"] for row in rows], ["1", "2", "3", "4"])

    def test_mistakes(self):
        self.fails(USAGE, "calibrate", "w", "--year", "2024", "--elasticity", "0", says=["E603", "above 0"])
        self.fails(NO, "calibrate", CASPIAN, "--year", "2004", says=["E820", "2025"])

    def test_same_bytes(self):
        first = self.run_ok("calibrate", "w", "--year", "2024", "--threads", "1").stdout
        self.assertEqual(first, self.run_ok("calibrate", "w", "--year", "2024", "--threads", "5").stdout)


class Hindcast(CommandTest):
    def test_caspian_crude(self):
        """The columns hang together: error, persistence and winner follow from the flows."""
        tables = self.tables("hindcast", CASPIAN, "--from", "2022", "--to", "2023", "--commodity", "crude")
        flows = tables["hindcast_flows"]["rows"]
        self.assertGreaterEqual(len(flows), 5)
        for row in flows:
            error = abs(row["predicted"] - row["after"]) / row["after"]
            persistence = abs(row["before"] - row["after"]) / row["after"]
            self.assertAlmostEqual(row["error"], 100 * error, delta=1e-3)
            self.assertAlmostEqual(row["persistence_error"], 100 * persistence, delta=1e-3)
            if row["winner"] != "draw":
                self.assertEqual(row["winner"], "model" if error < persistence else "persistence")
        score = next(row for row in tables["hindcast_scores"]["rows"]
                     if row["scope"] == "all" and row["commodity"] == "crude")
        observed = sum(row["after"] for row in flows)
        missed = sum(abs(row["predicted"] - row["after"]) for row in flows)
        self.assertAlmostEqual(score["error"], 100 * missed / observed, delta=1e-3)
        self.assertEqual(score["flows"], len(flows))

    def test_several_pairs(self):
        tables = self.tables("hindcast", CASPIAN, "--from", "2021", "--to", "2022", "--from", "2022", "--to", "2023",
                             "--commodity", "crude")
        self.assertEqual({row["years"] for row in tables["hindcast_scores"]["rows"]}, {"2021-2022", "2022-2023", "all"})

    def test_mistakes(self):
        self.fails(USAGE, "hindcast", CASPIAN, "--from", "2021", "--to", "2022", "--to", "2023", says=["E601"])
        self.fails(USAGE, "hindcast", CASPIAN, "--from", "2021", "--to", "2021", says=["E603", "different"])
        self.fails(NO, "hindcast", CASPIAN, "--from", "2008", "--to", "2040", "--commodity", "crude",
                   says=["E821", "2024"])
