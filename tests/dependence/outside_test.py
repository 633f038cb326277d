#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gas crises of 2009, 2014 and 2022 as they are publicly known against worlds/caspian. What the model gets wrong
is on docs/explanation/outside-checks.md, and a test fails when that changes either way.

Usage: tests/dependence/outside_test.py COMMAND [TEST...]
"""
import os
import sys
import unittest

import outside

COMMAND = [""]  # main puts the path here


class Outside(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = outside.Model(COMMAND[0])

    def hold(self, heading):
        for claim in outside.CLAIMS[heading]:
            with self.subTest(claim=claim.id):
                says, agrees = claim.check(self.model)
                self.assertEqual(agrees, claim.agrees, f"{claim.text}: the model says {says}")

    def test_transit_stop_of_january_2009(self):
        self.hold("January 2009: no Russian gas passes Ukraine")

    def test_ukraine_from_2014(self):
        self.hold("2014 to 2016: Ukraine buys in the west")

    def test_union_from_2022(self):
        self.hold("2022: the Union turns from Russian gas")

    def test_every_section_is_held(self):
        self.assertEqual(len(outside.CLAIMS), 3, "a section without a test of its own")

    def test_page_shows_these_answers(self):
        self.assertEqual(outside.shown()[1], "\n".join(outside.lines(self.model)) + "\n",
                         "run tests/dependence/outside.py COMMAND --write, and read the page again")

    def test_page_explains_every_disagreement(self):
        _, _, after = outside.shown()
        for claims in outside.CLAIMS.values():
            for claim in claims:
                self.assertEqual(f"`{claim.id}`" in after, not claim.agrees, claim.id)


class RankCorrelation(unittest.TestCase):
    def test_by_hand(self):
        self.assertEqual(outside.ranks([5, 1, 5, 0]), [3.5, 2, 3.5, 1])
        self.assertAlmostEqual(outside.rank_correlation([1, 2, 3], [10, 20, 90]), 1)
        # Spearman: 1 - 6 * (1 + 1 + 0) / (3 * 8).
        self.assertAlmostEqual(outside.rank_correlation([1, 2, 3], [2, 1, 3]), 0.5)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    COMMAND[0] = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
