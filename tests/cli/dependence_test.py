# SPDX-License-Identifier: Apache-2.0
"""Who depends on whom, and which link matters, on the tutorial world, whose figures can be worked out by hand."""
import csv
import io

from command_test import CommandTest, SOURCE, USAGE

DEPEND = ["depend", "w", "--year", "2024"]
DISRUPT = ["disrupt", "w", "--year", "2024"]
PLAYERS = ["northland", "middleland", "eastland", "westland"]
WELFARE = 2820


class Dependence(CommandTest):
    def pairs(self, *more):
        rows = self.tables(*DEPEND, *more)["dependence"]["rows"]
        return {(row["actor"], row["on"], row["commodity"]): row for row in rows}

    def test_by_hand(self):
        """Without the pipeline West buys 4 of LNG at 420, where it bought 8 at 220."""
        pair = self.pairs()["westland", "northland", "all"]
        self.assertAlmostEqual(pair["vulnerability"], 1200, places=2)
        self.assertAlmostEqual(pair["vulnerability_share"], 75, places=3)
        self.assertAlmostEqual(pair["price"], 800, places=2)
        self.assertAlmostEqual(pair["volume"], 400, places=2)

    def test_every_pair_adds_up(self):
        pairs = self.pairs()
        self.assertEqual({key[:2] for key in pairs}, {(i, j) for i in PLAYERS for j in PLAYERS if i != j})
        for (actor, on, _), row in pairs.items():
            with self.subTest(actor=actor, on=on):
                for whole, parts in [("vulnerability", ["price", "volume", "rent"]),
                                     ("sensitivity", ["sensitivity_price", "sensitivity_volume", "sensitivity_rent"])]:
                    self.assertAlmostEqual(row[whole], sum(row[part] for part in parts), places=2)

    def test_everybody_loses_no_more_by_rerouting(self):
        rows = self.tables(*DEPEND)["withdrawals"]["rows"]
        everybody = [row for row in rows if row["who"] == "everybody"]
        self.assertTrue(everybody)
        for row in everybody:
            self.assertLessEqual(row["change_at_once"], row["change"] + 1e-3)
            self.assertLess(row["change"], 1e-3)

    def test_marks_are_explained(self):
        tables = self.tables(*DEPEND)
        marked = {(row["actor"], row["on"]) for row in tables["dependence"]["rows"] if row["reversal"]}
        explained = {(row["actor"], row["on"]): row["explanation"] for row in tables["dependence_marks"]["rows"]}
        self.assertIn(("northland", "westland"), marked)
        self.assertEqual(marked, set(explained))
        self.assertIn("the price of gas at Northland field", explained["northland", "westland"])

    def test_one_actor_in_depth(self):
        for option, column in [("--of", "actor"), ("--on", "on")]:
            for name in ["dependence", "withdrawals", "exposure"]:
                rows = self.tables(*DEPEND, option, "eastland")[name]["rows"]
                self.assertEqual({row[column] for row in rows}, {"eastland"}, name)
        text = self.run_ok(*DEPEND, "--of", "eastland").stdout
        self.assertIn("trunk; eastern", text)
        text = self.run_ok(*DEPEND, "--of", "westland", "--on", "northland").stdout
        self.assertIn("Westland without Northland", text)
        self.assertIn("1,200.0", text)

    def test_who_is_asked_about_is_looked_at(self):
        """Though the named players are others."""
        rows = self.tables(*DEPEND, "--players", "northland,westland", "--of", "eastland")["dependence"]["rows"]
        self.assertEqual({(row["actor"], row["on"]) for row in rows},
                         {("eastland", "northland"), ("eastland", "westland")})

    def test_matrix(self):
        """The wide form holds the numbers of the long one."""
        pairs = self.pairs()
        for measure in ["vulnerability", "sensitivity"]:
            text = self.run_ok(*DEPEND, "--matrix", "--measure", measure, "--format", "csv").stdout
            rows = {row["actor"]: row for row in csv.DictReader(io.StringIO(text))}
            self.assertEqual(set(rows), set(PLAYERS))
            for i in PLAYERS:
                for j in PLAYERS:
                    cell = rows[i]["on_" + j]
                    if i == j:
                        self.assertEqual(cell, "")
                    else:
                        self.assertEqual(float(cell), pairs[i, j, "all"][measure + "_share"])

    def test_exposure(self):
        """West has 6 of its 8 from Northland, all of it through Middleland."""
        rows = self.tables(*DEPEND)["exposure"]["rows"]
        share = {(row["actor"], row["on"], row["commodity"], row["kind"]): row["share"] for row in rows}
        self.assertAlmostEqual(share["westland", "northland", "gas", "imports"], 75, places=3)
        self.assertAlmostEqual(share["westland", "middleland", "gas", "through"], 75, places=3)
        self.assertNotIn(("eastland", "westland", "gas", "imports"), share)
        self.assertIn("Herfindahl", self.run_ok(*DEPEND, "--measure", "exposure").stdout)

    def test_forms(self):
        tables = self.tables(*DEPEND)
        self.run_ok(*DEPEND, "--out", "d")
        self.assertEqual({path.stem for path in (self.folder / "d").iterdir()}, set(tables))
        printed = self.run_ok(*DEPEND, "--format", "csv")
        self.assertEqual(printed.stdout, (self.folder / "d" / "dependence.csv").read_text(encoding="utf-8"))
        self.assertIn("--out FOLDER", printed.stderr)
        self.assertNotIn("vectors", {row["property"] for row in tables["dependence_certificate"]["rows"]})

    def test_same_bytes(self):
        first = self.run_ok(*DEPEND, "--json").stdout
        for threads in ["1", "3"]:
            self.assertEqual(self.run_ok(*DEPEND, "--json", "--threads", threads).stdout, first)

    def test_a_scenario(self):
        """With a line around Middleland, West depends less on it."""
        without = self.pairs()["westland", "middleland", "all"]["vulnerability_share"]
        with_it = self.pairs("--scenario", "bypass")["westland", "middleland", "all"]["vulnerability_share"]
        self.assertLess(with_it, without - 10)

    def test_the_report_has_the_matrix(self):
        self.run_ok("report", "w", "--year", "2024", "--out", "r.html", "--no-leverage")
        page = (self.folder / "r.html").read_text(encoding="utf-8")
        for text in ['id="dependence"', 'id="disruption"', 'id="dependence-map-title"', "Westland without Northland"]:
            self.assertIn(text, page)
        self.run_ok("report", "w", "--year", "2024", "--out", "s.html", "--no-leverage", "--no-dependence",
                    "--no-disruption")
        page = (self.folder / "s.html").read_text(encoding="utf-8")
        self.assertNotIn('id="dependence"', page)
        self.assertNotIn('id="disruption"', page)
        self.assertIn("--no-dependence --no-disruption", page)


class DependenceMistakes(CommandTest):
    def test_names(self):
        for option in ["--of", "--on"]:
            self.fails(USAGE, *DEPEND, option, "westlnad", says=["[E602]", "did you mean 'westland'"])
        self.fails(USAGE, *DEPEND, "--players", "westlnad,northland", says=["westland"])
        self.fails(USAGE, *DEPEND, "--commodity", "gass", says=["[E602]", "did you mean 'gas'"])

    def test_a_company_counts_for_its_home(self):
        world = SOURCE / "worlds" / "caspian"
        self.fails(USAGE, "depend", world, "--year", "2024", "--of", "gazprom", says=["[E602]", "company", "'russia'"])

    def test_towards_itself(self):
        self.fails(USAGE, *DEPEND, "--of", "eastland", "--on", "eastland", says=["[E840]", "itself"])

    def test_too_few_and_twice(self):
        self.fails(USAGE, *DEPEND, "--players", "northland", says=["two players"])
        self.fails(USAGE, *DEPEND, "--players", "northland,northland", says=["[E702]", "twice"])
        self.fails(USAGE, *DEPEND, "--player-count", "1", says=["[E603]", "2 to"])

    def test_words_and_numbers(self):
        self.fails(USAGE, *DEPEND, "--measure", "sensitivty", says=["[E603]", "did you mean 'sensitivity'"])
        self.fails(USAGE, *DEPEND, "--top", "0", says=["[E603]"])
        self.fails(USAGE, *DEPEND, "--threads", "0", says=["[E603]"])
        self.fails(USAGE, "depend", "w", "--year", "2042", says=["[E603]", "2024"])
        self.fails(USAGE, "depend", "w", says=["--year YEAR"])

    def test_all_mistakes_at_once(self):
        self.fails(USAGE, *DEPEND, "--of", "nobody", "--commodity", "gass", says=["--of nobody", "gass"])


class Disruption(CommandTest):
    def test_by_hand(self):
        """Without the trunk East has nothing and West 4 of LNG, worth 600 x 4 / 2."""
        tables = self.tables(*DISRUPT)
        rows = {row["id"]: row for row in tables["outages"]["rows"]}
        self.assertAlmostEqual(rows["trunk"]["loss"], WELFARE - 1200, places=2)
        self.assertAlmostEqual(rows["trunk"]["score"], 100 * 1620 / WELFARE, places=3)
        self.assertEqual(rows["trunk"]["rank"], rows["field"]["rank"])
        self.assertEqual([row["score"] for row in tables["outages"]["rows"]],
                         sorted((row["score"] for row in rows.values()), reverse=True))
        unserved = {row["outage"]: row["unserved"] for row in tables["unserved"]["rows"]}
        self.assertAlmostEqual(unserved["trunk"], 8, places=3)

    def test_losses_add_up(self):
        sums = {}
        for row in self.tables(*DISRUPT)["outage_losses"]["rows"]:
            sign = -1 if row["state"] == "everybody" else 1
            sums[row["outage"]] = sums.get(row["outage"], 0) + sign * row["loss"]
        self.assertGreater(len(sums), 5)
        for outage, total in sums.items():
            self.assertAlmostEqual(total, 0, delta=0.3, msg=outage)

    def test_filters(self):
        def found(*more):
            return {row["id"] for row in self.tables(*DISRUPT, *more)["outages"]["rows"]}
        self.assertEqual(found("--links-only"), {"trunk", "eastern", "western", "regasification"})
        self.assertEqual(found("--mode", "pipeline"), {"trunk", "eastern", "western"})
        self.assertEqual(found("--in", "eastland"), {"eastern", "east"})
        self.assertIn("The first 2 of", self.run_ok(*DISRUPT, "--top", "2").stdout)

    def test_one_outage_in_depth(self):
        tables = self.tables(*DISRUPT, "--outage", "trunk")
        places = {row["node"]: row for row in tables["demand_effects"]["rows"]}
        self.assertAlmostEqual(places["west"]["price_after"], 420, places=2)
        self.assertIsNone(places["east"]["price_after"])
        self.assertIsNone(tables["survival"]["rows"][0]["days"])
        both = self.tables(*DISRUPT, "--outage", "links/trunk,regasification")["outage_effects"]["rows"]
        self.assertEqual(both[0]["outage"], "trunk; regasification")
        self.assertAlmostEqual(both[0]["loss"], WELFARE, places=1)
        twice = self.tables(*DISRUPT, "--outage", "trunk", "--outage", "trunk")["outage_effects"]["rows"]
        self.assertEqual(twice, tables["outage_effects"]["rows"])

    def test_stores(self):
        """West misses 4 bcm of 8; a store of half of that lasts half a year."""
        (self.folder / "w" / "storage.csv").write_text(
            "node,commodity,actor,from,to,volume,unit,claims,note\nwest,gas,westland,,,2,bcm,made-up,\n",
            encoding="utf-8")
        rows = {row["state"]: row for row in self.tables(*DISRUPT, "--outage", "trunk")["survival"]["rows"]}
        self.assertAlmostEqual(rows["westland"]["days"], 366 / 2, delta=1)
        self.assertAlmostEqual(rows["westland"]["volume"], 2, places=3)
        self.assertIsNone(rows["eastland"]["days"])

    def test_the_worst_two(self):
        row, = self.tables(*DISRUPT, "--k", "2", "--links-only")["worst_outages"]["rows"]
        self.assertEqual(row["outages"], "trunk; regasification")
        self.assertEqual(row["proved"], "yes")
        self.assertAlmostEqual(row["value"], WELFARE, places=1)
        row, = self.tables(*DISRUPT, "--k", "1", "--by", "unserved", "--for", "eastland", "--commodity",
                           "gas")["worst_outages"]["rows"]
        self.assertAlmostEqual(row["value"], 4, places=3)
        self.assertEqual(row["unit"], "bcm/a")

    def test_least_cut(self):
        rows = self.tables(*DISRUPT, "--min-cut", "northland:westland", "--commodity", "gas")["min_cut"]["rows"]
        self.assertEqual([row["id"] for row in rows], ["western", None])
        self.assertAlmostEqual(rows[-1]["taken"], 10, places=4)
        rows = self.tables(*DISRUPT, "--min-cut", "field:east,west", "--commodity", "gas")["min_cut"]["rows"]
        self.assertAlmostEqual(rows[-1]["taken"], 20, places=4)

    def test_infrastructure_standard(self):
        """100 (EP + P + LNG - I) / D_max, recomputed from the printed terms."""
        arguments = [*DISRUPT, "--n-1-formula", "westland", "--commodity", "gas"]
        terms = {row["term"]: row["value"] for row in self.tables(*arguments)["n_minus_1"]["rows"]}
        self.assertIsNone(terms["S"])
        self.assertAlmostEqual(terms["N-1"], 100 * (terms["EP"] + terms["P"] + terms["LNG"] - terms["I"]) /
                               terms["D_max"], places=3)
        doubled = {row["term"]: row["value"]
                   for row in self.tables(*arguments, "--peak-factor", "4")["n_minus_1"]["rows"]}
        self.assertAlmostEqual(doubled["N-1"], terms["N-1"] / 2, places=4)

    def test_expected_shortfall(self):
        def measures(*more):
            rows = self.tables(*DISRUPT, "--failure-probability", "0.1", *more)["shortfall"]["rows"]
            return {row["measure"]: row for row in rows}
        rows = measures()
        self.assertLess(rows["mean"]["value"], rows["expected_shortfall"]["value"])
        self.assertLessEqual(rows["value_at_risk"]["value"], rows["expected_shortfall"]["value"] + 1e-6)
        self.assertEqual(rows, measures("--threads", "1"))
        self.assertNotEqual(rows["mean"]["value"], measures("--seed", "2")["mean"]["value"])
        self.assertLess(measures("--level", "0.5")["expected_shortfall"]["value"],
                        rows["expected_shortfall"]["value"])

    def test_forms_and_same_bytes(self):
        tables = self.tables(*DISRUPT)
        self.run_ok(*DISRUPT, "--out", "d")
        self.assertEqual({path.stem for path in (self.folder / "d").iterdir()}, set(tables))
        printed = self.run_ok(*DISRUPT, "--format", "csv").stdout
        self.assertEqual(printed, (self.folder / "d" / "outages.csv").read_text(encoding="utf-8"))
        first = self.run_ok(*DISRUPT, "--json").stdout
        for threads in ["1", "3"]:
            self.assertEqual(self.run_ok(*DISRUPT, "--json", "--threads", threads).stdout, first)


class DisruptionMistakes(CommandTest):
    def test_names(self):
        self.fails(USAGE, *DISRUPT, "--outage", "trnk", says=["[E602]", "did you mean 'trunk'"])
        self.fails(USAGE, *DISRUPT, "--outage", "nodes/trunk", says=["[E602]"])
        self.fails(USAGE, *DISRUPT, "--in", "eastlnad", says=["[E602]", "did you mean 'eastland'"])
        self.fails(USAGE, *DISRUPT, "--min-cut", "northland:wst", "--commodity", "gas", says=["did you mean 'west'"])
        self.fails(USAGE, *DISRUPT, "--n-1-formula", "wesland", "--commodity", "gas", says=["'westland'"])

    def test_how_many(self):
        for k in ["0", "-1", "21", "two", "1.5"]:
            self.fails(USAGE, *DISRUPT, f"--k={k}", says=["[E603]", "1 to 20"])
        for probability in ["1.5", "-0.1", "often"]:
            self.fails(USAGE, *DISRUPT, f"--failure-probability={probability}", says=["[E603]", "0 to 1"])

    def test_one_question_at_a_time(self):
        self.fails(USAGE, *DISRUPT, "--k", "2", "--outage", "trunk", says=["[E601]", "--outage with --k"])
        self.fails(USAGE, *DISRUPT, "--by", "unserved", says=["[E601]", "--k"])

    def test_one_commodity(self):
        for question in [["--min-cut", "northland:westland"], ["--n-1-formula", "westland"],
                         ["--k", "1", "--by", "unserved"]]:
            self.fails(USAGE, *DISRUPT, *question, says=["[E601]", "one --commodity"])

    def test_two_sides(self):
        self.fails(USAGE, *DISRUPT, "--min-cut", "northland", "--commodity", "gas", says=["[E603]", "colon"])
        result = self.run_command(*DISRUPT, "--min-cut", "northland:northland", "--commodity", "gas")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("[E814]", result.stderr)

    def test_words_and_years(self):
        self.fails(USAGE, *DISRUPT, "--mode", "pipline", says=["[E603]", "did you mean 'pipeline'"])
        self.fails(USAGE, *DISRUPT, "--by", "welfar", says=["[E603]", "did you mean 'welfare'"])
        self.fails(USAGE, "disrupt", "w", "--year", "2042", says=["[E603]", "2024"])
        self.fails(USAGE, "disrupt", "w", says=["--year YEAR"])
