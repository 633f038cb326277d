# SPDX-License-Identifier: Apache-2.0
"""Questions asked on the command line, and comparisons of many sides."""
import json

from command_test import CommandTest, BAD_INPUT, NO, SOURCE, USAGE

CASPIAN = SOURCE / "worlds" / "caspian"
YEAR = ["--year", "2024"]


class WhatIf(CommandTest):
    def ask(self, *arguments, world="w"):
        return self.tables("what-if", world, *YEAR, *arguments)

    def changes(self, tables, table="compare_payoffs", key="actor", value="total_change"):
        return {row[key]: row[value] for row in tables[table]["rows"]}

    def test_close(self):
        """By hand in the tutorial, section 13."""
        tables = self.ask("--close", "western")
        change = self.changes(tables)
        for actor, by_hand in {"westland": -1200, "overseas": 600, "northland": -375, "eastland": 225,
                               "middleland": -120}.items():
            self.assertAlmostEqual(change[actor], by_hand, delta=0.05)
        self.assertEqual(tables["what_if"]["rows"][0]["change"], "closes link western (Western line)")
        why = {row["way"]: row["why"] for row in tables["compare_ways"]["rows"]}
        self.assertEqual(why["trunk > western"], "western closed")

    def test_is_the_comparison_with_the_scenario(self):
        """Each option is one operation: the file that --save writes gives the same tables."""
        questions = [["--close", "western"], ["--open", "links/bypass"], ["--build", "bypass"],
                     ["--withdraw", "middleland:westland"], ["--embargo", "westland:northland:gas"],
                     ["--scale", "capacity:western=0.3"], ["--scale", "demand:west:gas=1.25"],
                     ["--scale", "tariff:western=2", "--scale", "supply:northland=0.5"]]
        for number, question in enumerate(questions):
            with self.subTest(question):
                file = f"saved-{number}.toml"
                tables = self.ask(*question, "--save", file)
                again = self.tables("compare", "w", *YEAR, "--scenario", file)
                for name in ["compare_flows", "compare_ways", "compare_payoffs", "compare_welfare"]:
                    self.assertEqual(tables[name]["rows"], again[name]["rows"], name)
                self.assertTrue(tables["compare_flows"]["rows"])

    def test_from_a_scenario(self):
        both = self.ask("--close", "western", "--scenario", "bypass")
        self.run_ok("what-if", "w", *YEAR, "--close", "western", "--save", "shut.toml")
        again = self.tables("compare", "w", *YEAR, "--scenario", "bypass", "--scenario", "bypass+shut.toml")
        self.assertEqual(both["compare_flows"]["rows"], again["compare_flows"]["rows"])

    def test_names(self):
        cases = {"btc-pipeline": "closes link btc ", "BTC": "closes link btc ", "links/btc": "closes link btc ",
                 "project-btc": "closes project project-btc ", "btk": "closes project btk "}
        for typed, understood in cases.items():
            with self.subTest(typed):
                arguments = ["what-if", CASPIAN, *YEAR, "--commodity", "grain", "--close", typed]
                answer = json.loads(self.run_ok(*arguments, "--json").stdout)
                self.assertTrue(answer["tables"]["what_if"]["rows"][0]["change"].startswith(understood))

    def test_names_that_are_none_or_several(self):
        self.fails(USAGE, "what-if", "w", *YEAR, "--close", "westren", says=["[E602]", "'western'"])
        self.fails(USAGE, "what-if", CASPIAN, *YEAR, "--close", "suez", says=["[E831]", "link suez-red-sea"])
        self.fails(USAGE, "what-if", "w", *YEAR, "--withdraw", "northlnd:westland", says=["[E602]", "'northland'"])
        self.fails(USAGE, "what-if", "w", *YEAR, "--build", "western", says=["[E602]", "a project"])
        self.fails(USAGE, "what-if", "w", *YEAR, "--embargo", "westland:northland:gass", says=["--embargo", "'gas'"])

    def test_questions_without_sense(self):
        cases = [(USAGE, [], ["at least one change"]),
                 (USAGE, ["--close", "bypass"], ["[E830]", "out of service in all of 2024"]),
                 (USAGE, ["--open", "western"], ["[E830]", "in service in all of 2024"]),
                 (USAGE, ["--close", "western", "--close", "links/western"], ["each change once"]),
                 (BAD_INPUT, ["--withdraw", "northland:northland"], ["[E239]", "--withdraw northland:northland"]),
                 (USAGE, ["--build", "bypass", "--build", "bypass"], ["each change once"]),
                 (USAGE, ["--withdraw", ":westland"], ["[E603]", "BY:TOWARDS"]),
                 (USAGE, ["--embargo", "westland"], ["[E603]", "BY:AGAINST"]),
                 (USAGE, ["--scale", "western=2"], ["[E603]", "WHAT:NAME=FACTOR"]),
                 (USAGE, ["--scale", "demand:west=-1"], ["[E603]"]),
                 (USAGE, ["--scale", "capcity:western=2"], ["'capacity'"]),
                 (USAGE, ["--close", "western", "--with", "leverge"], ["'leverage'"]),
                 (USAGE, ["--close", "western", "--players", "northland"], ["--with"])]
        for code, arguments, says in cases:
            with self.subTest(arguments):
                self.fails(code, "what-if", "w", *YEAR, *arguments, says=says)
        self.fails(USAGE, "what-if", "w", "--year", "2099", "--close", "western", says=["[E603]", "2024"])
        self.fails(BAD_INPUT, "what-if", CASPIAN, *YEAR, "--build", "project-btc", says=["[E240]", "--build"])

    def test_all_mistakes_at_once(self):
        result = self.fails(USAGE, "what-if", "w", *YEAR, "--close", "a-b", "--open", "western", "--embargo", "x")
        self.assertEqual(result.stderr.count("error: "), 3)

    def test_save_overwrites_nothing(self):
        (self.folder / "there.toml").write_text("mine", encoding="utf-8")
        self.fails(USAGE, "what-if", "w", *YEAR, "--close", "western", "--save", "there.toml", says=["[E604]"])
        self.assertEqual((self.folder / "there.toml").read_text(encoding="utf-8"), "mine")

    def test_contracts_that_cannot_be_met(self):
        """An obligation of Westland that the western line alone can serve."""
        (self.folder / "w" / "contracts.csv").write_text(
            "id,name,seller,buyer,commodity,node,from,to,minimum,maximum,unit,claims,note\n", encoding="utf-8")
        self.append("w/contracts.csv", "deal,Deal,northland,westland,gas,,,,3,,bcm/a,made-up,")
        asked = ["what-if", "w", *YEAR, "--close", "western"]
        self.fails(NO, *asked, says=["[E510]", "--suspend-contracts"])
        tables = self.tables(*asked, "--suspend-contracts")
        self.assertEqual([row["asked"] for row in tables["what_if"]["rows"]],
                         ["--close western", "--suspend-contracts"])
        self.assertAlmostEqual(self.changes(tables, "compare_flows", "link", "flow_change")["western"], -6, delta=1e-3)

    def test_text_is_short_and_files_are_whole(self):
        text = self.run_ok("what-if", CASPIAN, *YEAR, "--commodity", "crude", "--close", "btc").stdout
        self.assertLess(len(text.splitlines()), 100)
        self.assertIn("rows; --json", text)
        self.assertLess(text.index("Who gains"), text.index("Flows that moved"))
        self.run_ok("what-if", "w", *YEAR, "--close", "western", "--out", "all")
        self.assertTrue((self.folder / "all" / "what_if.csv").exists())
        self.assertTrue((self.folder / "all" / "compare_ways.csv").exists())

    def test_leverage(self):
        """The change of the Shapley gains is that of `isthmus leverage`."""
        tables = self.ask("--open", "bypass", "--with", "leverage")
        change = self.changes(tables, "compare_leverage", "player", "gain_change")
        there = self.tables("leverage", "w", *YEAR, "--scenario", "bypass")["leverage"]["rows"]
        here = {row["player"]: row["gain"] for row in self.tables("leverage", "w", *YEAR)["leverage"]["rows"]}
        for row in there:
            self.assertAlmostEqual(change[row["player"]], row["gain"] - here[row["player"]], delta=0.01)

    def test_dependence(self):
        tables = self.ask("--open", "bypass", "--with", "dependence", "--players",
                          "northland,middleland,eastland,westland")
        rows = tables["compare_dependence"]["rows"]
        westland = {row["partner"]: row for row in rows if row["player"] == "westland"}
        self.assertLess(westland["middleland"]["vulnerability_change"], 0, "the bypass is a way around")


class CompareMany(CommandTest):
    def test_all_years_of_all_scenarios(self):
        asked = ["compare", CASPIAN, "--commodity", "grain", "--year", "2023", "--year", "2024"]
        sides = self.tables(*asked, "--scenario", "base", "--scenario", "suez-shut")["compare_sides"]["rows"]
        self.assertEqual([row["side"] for row in sides],
                         ["2023 base", "2024 base", "2023 suez-shut", "2024 suez-shut"])

    def test_more_than_two(self):
        asked = ["compare", "w", *YEAR, "--scenario", "base", "--scenario", "bypass", "--scenario", "western-closed",
                 "--scenario", "bypass+western-closed"]
        tables = self.tables(*asked)
        flows = {row["link"]: row for row in tables["compare_flows"]["rows"]}
        self.assertAlmostEqual(flows["western"]["flow_base"], 6, delta=1e-3)
        self.assertAlmostEqual(flows["western"]["flow_change_bypass"], -5, delta=1e-3)
        self.assertAlmostEqual(flows["bypass"]["flow_bypass_western_closed"], 5, delta=1e-3)
        two = self.tables("compare", "w", *YEAR, "--scenario", "bypass")
        for row in two["compare_payoffs"]["rows"]:
            many = {each["actor"]: each for each in tables["compare_payoffs"]["rows"]}[row["actor"]]
            self.assertEqual(many["total_change_bypass"], row["total_change"])
        text = self.run_ok(*asked).stdout
        self.assertIn("Flow, change bypass+western-closed", text)
        self.assertNotIn("Flow, bypass ", text)

    def test_refuses_the_same_side_twice(self):
        self.fails(USAGE, "compare", "w", *YEAR, *YEAR, says=["each side once"])

    def test_unknown_parts_of_a_combination(self):
        self.fails(USAGE, "compare", "w", *YEAR, "--scenario", "bypas+western-closd",
                   says=["'bypass'", "'western-closed'"])

    def test_order_of_a_combination_and_its_name(self):
        flows = self.tables("solve", "w", *YEAR, "--scenario", "bypass+western-closed")["flows"]["rows"]
        again = self.tables("solve", "w", *YEAR, "--scenario", "western-closed+bypass")["flows"]["rows"]
        self.assertEqual([row["flow"] for row in flows], [row["flow"] for row in again])
