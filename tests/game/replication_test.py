#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The qualitative results of Hubert & Ikonnikova (2011), Hubert & Cobanli (2014) and Cobanli (2014) that hold in
worlds/eurasian-gas, and the one that does not; docs/explanation/replication.md discusses them.

Usage: tests/game/replication_test.py COMMAND [TEST...]
"""
import os
import sys
import unittest

import replication
from replication import EUROPE, SETTINGS, charge, sponsors

COMMAND = [""]  # main puts the path here
CHAIN = ("A present", "B merged", "B out")  # settings that represent the customers of the direct line
LARGE = ("B present", "B merged", "B out")


class Replication(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.games = replication.Games(COMMAND[0])

    def test_transit_states_are_strong_with_the_lines_that_exist(self):
        for setting in SETTINGS:
            gain = {player: row["gain"] for player, row in self.games.table(setting).items()}
            self.assertGreater(gain["ukraine"], gain["russia"] / 2, setting)
            self.assertGreater(gain["belarus"], gain["russia"] / 8, setting)

    def test_russia_gains_and_transit_states_lose_by_investment_options(self):
        for setting in CHAIN:
            for scenario in ("northern-options", "investment-options"):
                with self.subTest(setting=setting, scenario=scenario):
                    self.assertGreater(self.games.change(setting, scenario, "russia"), 3000)
                    self.assertLess(self.games.change(setting, scenario, "ukraine"), -3000)
                    self.assertLess(self.games.change(setting, scenario, "belarus"), 0)

    def test_direct_access_matters_more_to_russia_than_competition_of_transit_states(self):
        for setting in CHAIN:
            direct, competition = (self.games.change(setting, scenario, "russia")
                                   for scenario in ("direct-access", "transit-competition"))
            self.assertGreater(direct, 3 * competition, setting)
            self.assertGreater(competition, 0, setting)

    def test_nord_stream_is_worth_more_than_its_charge_to_russia_and_to_germany(self):
        for setting in LARGE:
            self.assertGreater(self.games.changes(setting, "nord-stream", sponsors("nord-stream")),
                               3 * charge("nord-stream"), setting)
            for player in ("russia", "germany"):
                self.assertGreater(self.games.change(setting, "nord-stream", player), charge("nord-stream"), setting)

    def test_nord_stream_moves_more_than_it_creates(self):
        for setting in LARGE:
            created = self.games.total(setting, "nord-stream") - self.games.total(setting)
            self.assertGreater(created, 0, setting)
            self.assertLess(created, charge("nord-stream") / 2, setting)

    def test_south_stream_is_worth_less_by_the_dollar_and_less_again_after_nord_stream(self):
        for setting in LARGE:
            north = self.games.changes(setting, "nord-stream", sponsors("nord-stream")) / charge("nord-stream")
            south = self.games.changes(setting, "south-stream", sponsors("south-stream")) / charge("south-stream")
            after = self.games.changes(setting, "nord-and-south-stream", sponsors("south-stream"),
                                       against="nord-stream") / charge("south-stream")
            self.assertGreater(north, 1.5 * south, setting)
            self.assertGreater(south, 1.2 * after, setting)

    def test_nabucco_does_not_pay_its_european_sponsors(self):
        for setting in LARGE:
            paid_by = {player: share for player, share in sponsors("nabucco").items() if player in EUROPE}
            self.assertLess(self.games.changes(setting, "nabucco", paid_by), charge("nabucco") * sum(paid_by.values()))
            self.assertLess(self.games.change(setting, "nabucco", "russia"), 0, setting)
            self.assertGreater(self.games.change(setting, "nabucco", "turkey"),
                               self.games.changes(setting, "nabucco", EUROPE), setting)

    def test_trans_caspian_line_with_nabucco_is_the_best_way_west_for_turkmenistan(self):
        for setting in ("B present", "B merged"):
            best = self.games.change(setting, "nabucco-trans-caspian", "turkmenistan")
            for other in ("trans-caspian", "iran-turkey-2", "nabucco"):
                self.assertGreater(best, 1.5 * self.games.change(setting, other, "turkmenistan"), setting)
            self.assertGreater(self.games.change(setting, "nabucco-trans-caspian", "turkey"),
                               1.25 * self.games.changes(setting, "nabucco-trans-caspian", EUROPE), setting)

    def test_shapley_value_credits_belarus_with_more_than_the_nucleolus_does(self):
        for setting in SETTINGS:
            row = self.games.table(setting)["belarus"]
            self.assertGreater(row["gain_share"], row["nucleolus_share"], setting)

    def test_nucleolus_does_give_nord_stream_relevance_here(self):
        """Against Hubert & Cobanli: the nucleolus follows what Ukraine adds to all others."""
        for setting in CHAIN:
            adds = [self.games.value(setting, scenario, "ukraine", "most")
                    - self.games.value(setting, scenario, "ukraine", "alone") for scenario in ("", "nord-stream")]
            has = [self.games.value(setting, scenario, "ukraine", "nucleolus_gain") for scenario in ("", "nord-stream")]
            self.assertLess(adds[1], 0.6 * adds[0], setting)
            self.assertLess(has[1], 0.7 * has[0], setting)
            for one, other in zip(has, adds):
                self.assertTrue(0.35 < one / other < 0.51, f"{setting}: {one} of {other}")

    def test_nucleolus_has_direct_access_near_competition_of_transit_states(self):
        def ratio(column):
            direct, competition = (self.games.change("A present", scenario, "russia", column)
                                   for scenario in ("direct-access", "transit-competition"))
            return direct / competition
        self.assertLess(ratio("nucleolus"), 1)
        self.assertGreater(ratio("shapley"), 5)

    def test_page_shows_these_numbers(self):
        self.assertEqual(replication.shown()[1], "\n".join(replication.lines(self.games)),
                         "run tests/game/replication.py COMMAND --write, and read the page again")


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    COMMAND[0] = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
