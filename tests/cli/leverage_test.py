# SPDX-License-Identifier: Apache-2.0
"""Who holds the lever: tables, options and mistakes."""
import csv
import io

from command_test import CommandTest, BAD_INPUT, ENVIRONMENT, SOURCE, USAGE

GAS = SOURCE / "worlds" / "eurasian-gas"
CASPIAN = SOURCE / "worlds" / "caspian"
TUTORIAL = ["leverage", "w", "--year", "2024"]
SMALL = ["leverage", GAS, "--year", "2009", "--players", "russia,ukraine,belarus,poland,norway"]
TABLES = {"leverage", "concepts", "contributions", "partners", "game_properties", "game_parts", "assumptions"}
EFFICIENT = {"shapley", "nucleolus", "prenucleolus", "owen", "myerson", "position", "least_core", "tau",
             "banzhaf_normalised"}


class GameTest(CommandTest):
    def rows(self, *arguments):
        """Of the first table, by player."""
        return {row["player"]: row for row in self.tables(*arguments)["leverage"]["rows"]}

    def column(self, name, *arguments):
        return {player: row[name] for player, row in self.rows(*arguments).items()}

    def assert_same(self, one, other, tolerance=3e-6):
        """Tables have seven digits."""
        self.assertEqual(set(one), set(other))
        largest = max(map(abs, one.values()))
        for player, value in one.items():
            self.assertAlmostEqual(value / largest, other[player] / largest, delta=tolerance, msg=player)


class Leverage(GameTest):
    def total(self, tables):
        return sum(row["shapley"] for row in tables["leverage"]["rows"])

    def check_consistent(self, tables):
        rows, total = tables["leverage"]["rows"], self.total(tables)
        near = abs(total) * 3e-6
        self.assertAlmostEqual(sum(row["nucleolus"] for row in rows), total, delta=near)
        for share in ["gain_share", "nucleolus_share"]:
            self.assertAlmostEqual(sum(row[share] for row in rows), 100, places=4)
        for row in rows:
            self.assertAlmostEqual(row["shapley"] - row["alone"], row["gain"], delta=near)
        concepts = tables["concepts"]["rows"]
        self.assertEqual({row["player"] for row in concepts}, {row["player"] for row in rows})
        for name in EFFICIENT & set(concepts[0]):
            self.assertAlmostEqual(sum(row[name] for row in concepts), total, delta=near, msg=name)
        joined = {row["player"]: row for row in tables["contributions"]["rows"]}
        for row in rows:
            steps = joined[row["player"]]
            joining = [value for key, value in steps.items() if key.startswith("joining_")]
            self.assertEqual(len(joining), len(rows))
            self.assertAlmostEqual(sum(joining) / len(joining), row["shapley"], delta=near)
            self.assertAlmostEqual(joining[0], row["alone"], delta=near)
        losses = {(row["player"], row["partner"]): row["loss"] for row in tables["partners"]["rows"]}
        for (one, other), loss in losses.items():
            self.assertAlmostEqual(losses[other, one], loss, delta=near, msg=f"{one}, {other}")

    def test_tables_agree_with_each_other(self):
        for arguments in [TUTORIAL, SMALL, [*SMALL, "--others", "out"]]:
            with self.subTest(arguments):
                tables = self.tables(*arguments)
                self.assertEqual(set(tables), TABLES)
                self.check_consistent(tables)

    def test_tutorial_by_hand(self):
        """Without the way round, nothing is carried without Northland, Middleland and a buyer; with the
        western line shut there are two games of two sides each, whose gains are halved or shared by three."""
        shut = self.column("shapley", *TUTORIAL, "--scenario", "western-closed")
        self.assertAlmostEqual(shut["westland"], shut["everyone-else"], places=3)
        for player in ["northland", "middleland", "eastland"]:
            self.assertAlmostEqual(shut[player], 250, places=3)
        symmetric = self.column("shapley", *TUTORIAL)
        self.assertAlmostEqual(symmetric["northland"], symmetric["middleland"], places=3)

    def test_text(self):
        text = self.run_ok(*TUTORIAL).stdout
        tables = self.tables(*TUTORIAL)
        for name in TABLES:
            self.assertIn(tables[name]["title"], text)
        for row in tables["leverage"]["rows"]:
            self.assertIn(row["name"], text)
        self.assertNotIn("nan", text)

    def test_forms_hold_the_same_numbers(self):
        self.run_ok(*SMALL, "--out", "all")
        tables = self.tables(*SMALL)
        self.assertEqual({path.stem for path in (self.folder / "all").iterdir()}, set(tables))
        for name, table in tables.items():
            with (self.folder / "all" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                written = list(csv.DictReader(file))
            self.assertEqual(len(written), len(table["rows"]), name)
            for text, row in zip(written, table["rows"]):
                self.assertLessEqual(set(row), set(text))
                for key, value in row.items():
                    if isinstance(value, float):
                        self.assertAlmostEqual(float(text[key]), value, delta=1e-6 * max(1, abs(value)))
        printed = self.run_ok(*SMALL, "--format", "csv").stdout
        self.assertEqual(printed, (self.folder / "all" / "leverage.csv").read_text(encoding="utf-8"))
        self.run_ok(*SMALL, "--out", "one.json")
        self.assertEqual((self.folder / "one.json").read_text(encoding="utf-8"), self.run_ok(*SMALL, "--json").stdout)

    def test_same_bytes(self):
        for arguments in [SMALL, [*SMALL, "--why", "ukraine"], [*SMALL, "--samples", "400", "--seed", "7"],
                          [*SMALL, "--outsiders", "trading"]]:
            with self.subTest(arguments):
                first = self.run_ok(*arguments, "--json").stdout
                for threads in ["1", "2", "3"]:
                    self.assertEqual(self.run_ok(*arguments, "--json", "--threads", threads).stdout, first)

    def test_each_concept(self):
        every = self.tables(*SMALL)["concepts"]
        names = [column["name"] for column in every["columns"][2:]]
        self.assertLessEqual(EFFICIENT, set(names))
        for name in names:
            option = name.replace("_", "-")
            printed = self.run_ok(*SMALL, "--concept", option, "--format", "csv").stdout
            rows = list(csv.DictReader(io.StringIO(printed)))
            self.assertEqual(list(rows[0]), ["player", "name", name])
            for row, whole in zip(rows, every["rows"]):
                if whole.get(name) is None:
                    self.assertEqual(row[name], "")
                else:
                    self.assertAlmostEqual(float(row[name]), whole[name], delta=1e-6 * max(1, abs(whole[name])))
        two = self.tables(*SMALL, "--concept", "tau", "--concept", "shapley")["concepts"]["columns"]
        self.assertEqual({column["name"] for column in two}, {"player", "name", "tau", "shapley"})

    def test_concept_beyond_its_limit(self):
        """Ten players have 45 relations, more than an exact position value can have: that is said."""
        result = self.run_command("leverage", GAS, "--year", "2009", "--player-count", "9", "--concept", "position",
                                  "--format", "csv")
        self.assertIn("24", result.stderr)

    def blocs(self):
        (self.folder / "w" / "blocs.csv").write_text(
            "id,name,kind,note\nwater,Both ends of the western line,economic,\n")
        (self.folder / "w" / "memberships.csv").write_text(
            "actor,bloc,role,from,to,claims,note\n"
            "northland,water,member,,,made-up,\nwestland,water,member,,,made-up,\n")

    def test_unions(self):
        """The Owen values of a union of two add up to the Shapley value of the union as one player, in the
        game between it and the rest; without unions they are the Shapley values."""
        apart = self.tables(*TUTORIAL)["concepts"]["rows"]
        self.assert_same({row["player"]: row["owen"] for row in apart},
                         {row["player"]: row["shapley"] for row in apart})
        self.blocs()
        owen = {row["player"]: row["owen"]
                for row in self.tables(*TUTORIAL, "--unions", "water")["concepts"]["rows"]}
        as_one = self.column("shapley", *TUTORIAL, "--players", "water,middleland,eastland")
        self.assertAlmostEqual(owen["northland"] + owen["westland"], as_one["water"], places=3)
        for player in ["middleland", "eastland", "everyone-else"]:
            self.assertAlmostEqual(owen[player], as_one[player], places=3)
        self.fails(USAGE, *TUTORIAL, "--unions", "watre", says=["watre'", "did you mean 'water'"])
        self.fails(USAGE, *TUTORIAL, "--players", "water,northland", says=["[E702]", "'northland'", "'water'"])

    def test_against(self):
        """The change since is the difference of two runs, and none against itself."""
        shut = self.column("shapley", *TUTORIAL, "--scenario", "western-closed")
        here = self.column("shapley", *TUTORIAL)
        rows = self.rows(*TUTORIAL, "--scenario", "western-closed", "--against-scenario", "base")
        self.assert_same({player: row["shapley"] for player, row in rows.items()}, shut)
        self.assert_same({player: row["shapley_other"] for player, row in rows.items()}, here)
        self.assert_same({player: row["shapley_change"] for player, row in rows.items()},
                         {player: shut[player] - here[player] for player in shut})
        same = self.rows(*TUTORIAL, "--against-year", "2024")
        for player, row in rows.items():
            self.assertAlmostEqual(row["share_change"], row["gain_share"] - same[player]["gain_share"], places=4)
        for row in same.values():
            self.assertAlmostEqual(row["shapley_change"], 0, places=6)

    def test_against_another_year(self):
        """The same players in both years, also one with nothing at stake in one of them."""
        def gas(year, *more):
            return self.rows("leverage", CASPIAN, "--year", year, "--commodity", "gas", "--players",
                             "azerbaijan,georgia,turkey", *more)
        before, after = gas("1998"), gas("2024", "--against-year", "1998")
        self.assertEqual(set(before), set(after))
        for player, row in after.items():
            scale = max(abs(row["shapley"]), abs(row["shapley_other"]))
            self.assertAlmostEqual(row["shapley_other"], before[player]["shapley"], delta=1e-6 * scale)
            self.assertAlmostEqual(row["shapley"] - row["shapley_other"], row["shapley_change"], delta=3e-6 * scale)

    def test_why(self):
        """With one consent only in the way, its worth is what the holder has by it."""
        path = self.folder / "w" / "consents.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        others = [row for row in rows if row[1] != "middleland"]
        self.assertLess(len(others), len(rows))
        kept = [row for row in rows if row[:2] == ["western", "middleland"]]
        self.assertEqual(len(kept), 1)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(others + kept)
        tables = self.tables(*TUTORIAL, "--players", "northland,middleland,eastland,westland", "--why", "middleland")
        power = {row["player"]: row["shapley"] for row in tables["leverage"]["rows"]}["middleland"]
        self.assertGreater(power, 1)
        worths = {row["link"]: row["worth"] for row in tables["consents"]["rows"]}
        self.assertAlmostEqual(worths["western"], power, places=3)

    def test_outsiders_are_told(self):
        """Who reads the answer sees which game it is of."""
        trading = self.run_ok(*TUTORIAL, "--outsiders", "trading").stdout
        self.assertNotEqual(trading, self.run_ok(*TUTORIAL).stdout)
        self.assertIn("trad", trading.split("What the game assumes")[1])

    def test_others(self):
        """Everyone else is one player more, always there, or nowhere; who is out adds nothing."""
        merged, present, out = (self.rows(*SMALL, "--others", word) for word in ["merged", "present", "out"])
        named = {"russia", "ukraine", "belarus", "poland", "norway"}
        self.assertEqual(set(merged), named | {"everyone-else"})
        self.assertEqual((set(present), set(out)), (named, named))
        all_of = lambda rows: sum(row["shapley"] for row in rows.values())
        self.assertGreater(all_of(merged), all_of(out))
        self.assert_same(self.column("shapley", *SMALL), {p: row["shapley"] for p, row in merged.items()})

    def test_restrictions_stand(self):
        """An embargo keeps the seller and the buyer apart."""
        lifted = self.column("gain", *TUTORIAL)
        (self.folder / "w" / "restrictions.csv").write_text(
            "id,name,kind,imposed_by,target,commodity,links,from,to,value,unit,claims,note\n"
            "ban,Ban,embargo,westland,northland,gas,,,,,,made-up,\n")
        self.assert_same(self.column("gain", *TUTORIAL, "--restrictions", "lifted"), lifted)
        standing = self.column("gain", *TUTORIAL, "--restrictions", "standing")
        self.assertLess(standing["westland"], lifted["westland"] - 1)
        self.assertLess(sum(standing.values()), sum(lifted.values()) - 1)

    def test_outsiders_trading(self):
        """w(S) = P(S) - v(N without S) with the same P for S and its complement, which adds nothing to a
        Shapley value: it is the same, and what a player has alone is not."""
        open_to_both = [*SMALL, "--others", "present"]
        out, trading = self.rows(*open_to_both), self.rows(*open_to_both, "--outsiders", "trading")
        self.assert_same({player: row["shapley"] for player, row in out.items()},
                         {player: row["shapley"] for player, row in trading.items()})
        self.assertTrue(any(abs(trading[player]["alone"] - out[player]["alone"]) > 1 for player in out))

    def test_samples(self):
        """Estimates add up to the whole, come near the exact values, and follow the seed alone."""
        exact = self.column("shapley", *SMALL)
        rows = self.rows(*SMALL, "--samples", "4000")
        total = sum(exact.values())
        self.assertAlmostEqual(sum(row["shapley"] for row in rows.values()), total, delta=total * 1e-6)
        for player, row in rows.items():
            # Three times the half-width of a simultaneous interval at 95 %.
            self.assertLess(abs(row["shapley"] - exact[player]), 3 * row["shapley_half_width"] + total * 1e-6, player)
        one, two = (self.run_ok(*SMALL, "--samples", "400", "--seed", seed, "--json").stdout for seed in "12")
        self.assertNotEqual(one, two)
        self.assertEqual(self.run_ok(*SMALL, "--samples", "400", "--json").stdout, one)


class LeverageMistakes(GameTest):
    def caspian(self, *players, code=USAGE, says=()):
        return self.fails(code, "leverage", CASPIAN, "--year", "2024", "--players", ",".join(players), says=says)

    def test_players(self):
        self.caspian("azerbaidjan", "turkey", says=["[E702]", "'azerbaidjan'", "did you mean 'azerbaijan'"])
        self.caspian("socar", "turkey", says=["[E702]", "'socar'", "companies", "'azerbaijan'"])
        self.caspian("turkey", "russia", "turkey", says=["[E702]", "'turkey'", "once"])
        self.caspian("eu", "turkey", "bulgaria", says=["[E702]", "'bulgaria'", "'eu'"])

    def test_words_and_numbers(self):
        cases = [(["--commodity", "gass"], ["[E602]", "'gas'"]), (["--concept", "shaply"], ["[E603]", "'shapley'"]),
                 (["--player-count", "0"], ["--player-count 0", "from 1 to"]),
                 (["--player-count", "99"], ["--player-count 99", "from 1 to"]),
                 (["--player-count", "x"], ["--player-count x", "from 1 to"]),
                 (["--samples", "0"], ["--samples 0", "from 1 to"]), (["--samples", "x"], ["--samples x", "from 1 to"]),
                 (["--samples", "9", "--seed", "x"], ["--seed x", "from 0 to"]),
                 (["--threads", "0"], ["--threads 0", "from 1 to"]),
                 (["--others", "mergd"], ["--others mergd", "did you mean 'merged'"]),
                 (["--restrictions", "lift"], ["--restrictions lift", "did you mean 'lifted'"]),
                 (["--outsiders", "tradin"], ["--outsiders tradin", "'trading'"]),
                 (["--why", "westlan"], ["--why westlan", "did you mean 'westland'"]),
                 (["--why", "turkey"], ["--why turkey", "westland, northland"]),
                 (["--unions", "eaeu"], ["eaeu'", "bloc"]),
                 (["--against-scenario", "bypas"], ["did you mean 'bypass'"]),
                 (["--against-year", "2042"], ["--against-year 2042", "2024"])]
        for arguments, says in cases:
            with self.subTest(arguments):
                self.fails(USAGE, *TUTORIAL, *arguments, says=says)
        self.fails(USAGE, "leverage", "w", "--year", "2042", says=["--year 2042", "2024"])
        self.fails(USAGE, "leverage", "w", says=["--year YEAR"])
        self.fails(BAD_INPUT, "leverage", "ww", "--year", "2024", says=["[E201]", "did you mean 'w'"])

    def test_too_many_players(self):
        """Says what exact work would take, and how to have an estimate instead."""
        states = """azerbaijan georgia armenia russia iran turkey kazakhstan turkmenistan uzbekistan kyrgyzstan
            tajikistan afghanistan pakistan india china mongolia ukraine belarus moldova romania bulgaria greece italy
            austria hungary slovakia czechia poland germany france netherlands belgium spain united-kingdom norway
            finland latvia lithuania serbia united-states""".split()
        self.assertEqual(len(states), 40)
        result = self.caspian(*states, says=["[E701]", "--samples"])
        self.assertRegex(result.stderr, r"\d [GT]B\b")
        self.assertRegex(result.stderr, r"\d (hours|days|years)\b")

    def test_samples_answer_one_question_only(self):
        for more in [["--outsiders", "trading"], ["--why", "westland"], ["--concept", "tau"],
                     ["--against-scenario", "bypass"], ["--journal", "run"]]:
            with self.subTest(more):
                self.fails(USAGE, *TUTORIAL, "--samples", "100", *more, says=["--samples", more[0]])

    def test_journals(self):
        self.fails(ENVIRONMENT, *TUTORIAL, "--journal", "nowhere/run", says=["[E402]", "nowhere/run"])
        for text in ["a letter of mine\n" * 9, "short\n", "x"]:
            (self.folder / "letter").write_text(text)
            self.fails(USAGE, *TUTORIAL, "--journal", "letter", says=["[E710]", "letter"])
            self.assertEqual((self.folder / "letter").read_text(), text)
        before = (self.folder / "w" / "world.toml").read_bytes()
        self.fails(USAGE, *TUTORIAL, "--journal", "w/world.toml", says=["[E710]", "w/world.toml"])
        self.assertEqual((self.folder / "w" / "world.toml").read_bytes(), before)
        (self.folder / "deep").mkdir()
        self.fails(USAGE, *TUTORIAL, "--journal", "deep", says=["[E710]", "deep"])
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"w", "letter", "deep"})

    def test_journal_in_the_folder_of_the_world(self):
        """Would be no table of it, so that the next command would refuse the world."""
        self.fails(USAGE, "leverage", "--year", "2024", "--journal", "run", cwd=self.folder / "w", says=["[E710]"])
        self.fails(USAGE, *TUTORIAL, "--journal", "w/run", says=["[E710]", "w/run"])
        self.run_ok("check", "w")
