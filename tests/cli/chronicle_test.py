# SPDX-License-Identifier: Apache-2.0
"""What happened between actors, on the tutorial world with some history, and on event files made here."""
import csv
import io
import json
import xml.etree.ElementTree as tree

from command_test import BAD_INPUT, CommandTest, SOURCE, USAGE

TABLES = {
    "aliases.csv": """things,language,name,kind,note
northland,ru,Северия,,
northland,fa,شمالستان,,
westland,en,The Port,metonym,
eastland,ru,Восто,stem,
westland,en,Land,,
eastland,en,Land,,
""",
    "events.csv": """id,date,source_actor,target_actor,code,goldstein,summary,opens,closes,claims,note
treaty,1999-05-03,northland,westland,057,8,A treaty of friendship,,,{claim},
demand,2001,westland,northland,010,0,A statement,,,{claim},
cut,2003-01-02,northland,westland;eastland,163,-8,Gas is cut,,trunk,remembered,Not on purpose
trade,2003-06-07,westland,northland,061,6.4,Trade goes on,,,{claim},
""",
    "agreements.csv": """id,name,kind,parties,signed,from,to,opens,closes,claims,note
transit-treaty,Transit treaty,transit,northland;westland,2000-02,2001-01-01,2024-06-12,western,,{claim},
""",
    "restrictions.csv": """id,name,kind,imposed_by,target,commodity,links,from,to,value,unit,claims,note
dispute,Transit dispute,closure,northland,westland,,trunk,2024-06-20,2024-07,,,{claim},
""",
}


def gdelt_row(number, day, source, target, code, quad, goldstein, mentions):
    cells = [""] * 58
    cells[0], cells[1] = str(number), day
    cells[7], cells[17] = source, target
    cells[26], cells[29], cells[30], cells[31], cells[32] = code, str(quad), str(goldstein), str(mentions), "1"
    return "\t".join(cells)


class WithHistory(CommandTest):
    def setUp(self):
        super().setUp()
        claims = csv.DictReader(io.StringIO((self.folder / "w" / "claims.csv").read_text(encoding="utf-8")))
        claim = next(claims)["id"]
        for name, text in TABLES.items():
            (self.folder / "w" / name).write_text(text.format(claim=claim), encoding="utf-8")
        self.append("w/sources.csv", "memory,From memory,,,,,recalled")
        header = (self.folder / "w" / "claims.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        row = {"id": "remembered", "subject": "world", "kind": "event", "property": "date", "source": "memory",
               "confidence": "stated"}
        self.append("w/claims.csv", ",".join(row.get(column, "") for column in header))

    def write_gdelt(self):
        rows = [gdelt_row(year * 100 + month, f"{year}{month:02}15", "NRT", "WST", *event, 3)
                for year in range(1994, 2008) for month in (2, 9)
                for event in [("057", 1, 8.0) if year < 2001 else ("190", 4, -10.0)]]
        rows += [rows[0], "one\ttwo", gdelt_row(7, "20011399", "NRT", "WST", "042", 1, 1.9, 2),
                 gdelt_row(8, "20010101", "XYZ", "WST", "042", 1, 1.9, 2)]
        (self.folder / "gdelt.CSV").write_text("\n".join(rows) + "\n", encoding="utf-8")
        actors = list(csv.DictReader(io.StringIO((self.folder / "w/actors.csv").read_text(encoding="utf-8"))))
        for actor in actors:
            actor["iso3166"] = {"northland": "NRT", "westland": "WST"}.get(actor["id"], actor.get("iso3166", ""))
        with (self.folder / "w/actors.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, actors[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(actors)


class Chronicle(WithHistory):
    def kinds(self, *arguments):
        rows = self.tables("chronicle", *arguments)["timeline"]["rows"]
        return [(row["date"], row["kind"], row["id"]) for row in rows]

    def test_two_actors(self):
        self.assertEqual(self.kinds("northland", "westland", "w", "--from", "1999", "--to", "2003"),
                         [("1999-05-03", "event", "treaty"), ("2000-02", "signed", "transit-treaty"),
                          ("2001", "event", "demand"), ("2001-01-01", "in force", "transit-treaty"),
                          ("2003-01-02", "event", "cut"), ("2003-06-07", "event", "trade")])

    def test_text_shows_evidence_notes_and_series(self):
        text = self.run_ok("chronicle", "northland", "westland", "w", "--to", "2010").stdout
        for part in ["Timeline of Northland and Westland", "recalled", "Not on purpose", "010: +0.0",
                     "Events by year, Northland and Westland"]:
            self.assertIn(part, text)

    def test_series_by_hand(self):
        rows = self.tables("chronicle", "northland", "westland", "w")["series"]["rows"]
        self.assertEqual([row["period"] for row in rows], ["1999", "2000", "2001", "2002", "2003"])
        last = rows[-1]
        self.assertEqual((last["events"], last["sum"], last["cooperation"], last["conflict"], last["mean"]),
                         (2, -1.6, 6.4, -8, -0.8))
        self.assertEqual((last["material_cooperation"], last["material_conflict"]), (1, 1))
        self.assertEqual((rows[1]["events"], rows[1]["sum"], rows[1]["mean"]), (0, 0, None))

    def test_directions(self):
        rows = self.tables("chronicle", "northland", "westland", "w", "--directed")["series"]["rows"]
        sums = {(row["source"], row["period"]): row["sum"] for row in rows}
        self.assertEqual(sums["northland", "2003"], -8)
        self.assertEqual(sums["westland", "2003"], 6.4)

    def test_codes_stay_text_in_csv(self):
        text = self.run_ok("chronicle", "northland", "westland", "w", "--table", "timeline", "--format", "csv").stdout
        codes = {row["id"]: row["code"] for row in csv.DictReader(io.StringIO(text))}
        self.assertEqual(codes["demand"], "010")
        self.assertEqual(codes["transit-treaty"], "")

    def test_csv_is_the_series(self):
        result = self.run_ok("chronicle", "northland", "westland", "w", "--format", "csv")
        self.assertIn("Only the table series", result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 6)

    def test_one_actor(self):
        tables = self.tables("chronicle", "eastland", "w")
        self.assertEqual({row["id"] for row in tables["timeline"]["rows"] if row["kind"] == "event"}, {"cut"})
        self.assertEqual([(row["source"], row["target"]) for row in tables["pairs"]["rows"]],
                         [("eastland", "northland")])

    def test_no_actors_lists_pairs(self):
        rows = self.tables("chronicle", "w")["pairs"]["rows"]
        self.assertEqual([(row["source"], row["target"], row["events"]) for row in rows],
                         [("northland", "westland", 4), ("eastland", "northland", 1)])
        self.assertNotIn("Timeline", self.run_ok("chronicle", "w").stdout)

    def test_the_current_folder_is_the_world(self):
        here = self.run_ok("chronicle", "northland", "westland", "--json", cwd=self.folder / "w").stdout
        named = self.run_ok("chronicle", "northland", "westland", "w", "--json").stdout
        self.assertEqual(here, named)
        self.run_ok("chronicle", cwd=self.folder / "w")

    def test_names_in_any_script(self):
        wanted = self.run_ok("chronicle", "northland", "w", "--json").stdout
        for name in ["Северия", "северия", "شمالستان", "NORTHLAND", "Northland"]:
            self.assertEqual(self.run_ok("chronicle", name, "w", "--json").stdout, wanted, name)
        wanted = self.run_ok("chronicle", "eastland", "westland", "w", "--json").stdout
        self.assertEqual(self.run_ok("chronicle", "Восточной", "the port", "w", "--json").stdout, wanted)

    def test_at_a_day(self):
        tables = self.tables("chronicle", "northland", "westland", "w", "--at", "2024-06-12")
        self.assertEqual([row["id"] for row in tables["standing"]["rows"]], ["transit-treaty"])
        tables = self.tables("chronicle", "northland", "westland", "w", "--at", "2024-06-13")
        self.assertEqual(tables["standing"]["rows"], [])
        self.assertNotIn("changes", tables)

    def test_at_a_month_says_what_changes(self):
        tables = self.tables("chronicle", "northland", "westland", "w", "--at", "2024-06")
        only = {row["id"]: row["only"] for row in tables["standing"]["rows"]}
        self.assertEqual(only, {"transit-treaty": "until 2024-06-12", "dispute": "from 2024-06-20"})
        self.assertEqual([(row["date"], row["kind"]) for row in tables["changes"]["rows"]],
                         [("2024-06-12", "agreement ends"), ("2024-06-20", "restriction begins")])
        trunk = [(row["days"], row["status"], row["by"]) for row in tables["standing_links"]["rows"]
                 if row["link"] == "trunk"]
        self.assertEqual(trunk, [("2024-06-01 to 2024-06-19", "open", None),
                                 ("2024-06-20 to 2024-06-30", "closed", "Northland")])
        reasons = {(row["link"], row["effect"], row["id"]) for row in tables["link_reasons"]["rows"]}
        self.assertIn(("trunk", "shuts", "dispute"), reasons)
        self.assertIn(("western", "opens", "transit-treaty"), reasons)
        self.assertIn("until 2024-06-12", self.run_ok("chronicle", "northland", "westland", "w", "--at",
                                                      "2024-06").stdout)

    def test_event_file_beside_the_world(self):
        self.write_gdelt()
        result = self.run_ok("chronicle", "northland", "westland", "w", "--events", "gdelt.CSV", "--json")
        tables = json.loads(result.stdout)["tables"]
        reading = tables["reading"]["rows"][0]
        self.assertEqual([reading[name] for name in ("rows", "events", "duplicates", "malformed")], [32, 29, 1, 2])
        self.assertEqual([reading[name] for name in ("bad_columns", "bad_date")], [1, 1])
        self.assertIn("gdelt.CSV:30", result.stderr)
        self.assertEqual(tables["unmapped"]["rows"], [{"country": "XYZ", "events": 1}])
        self.assertEqual(len(tables["file_series"]["rows"]), 14)
        first = tables["file_series"]["rows"][0]
        self.assertEqual((first["period"], first["events"], first["reports"], first["sum"]), ("1994", 2, 6, 16))
        beside = {row["period"]: row for row in tables["side_by_side"]["rows"]}
        self.assertEqual((beside["1994"]["events"], beside["1994"]["file_events"]), (None, 2))
        self.assertEqual((beside["2003"]["events"], beside["2003"]["file_events"]), (2, 2))
        found = [(row["period"], row["before"], row["after"]) for row in tables["file_breaks"]["rows"]]
        self.assertEqual(found, [("2001", 16, -20)])

    def test_event_file_without_actors(self):
        self.write_gdelt()
        rows = self.tables("chronicle", "w", "--events", "gdelt.CSV")["file_pairs"]["rows"]
        self.assertEqual([(row["source"], row["target"], row["events"]) for row in rows],
                         [("northland", "westland", 28), ("XYZ", "westland", 1)])

    def test_other_values(self):
        rows = self.tables("chronicle", "northland", "westland", "w", "--goldstein", "icews")["series"]["rows"]
        self.assertEqual(rows[0]["period"], "1999")
        self.assertNotEqual(rows[-1]["sum"], None)

    def test_chart(self):
        self.write_gdelt()
        self.run_ok("chronicle", "northland", "westland", "w", "--events", "gdelt.CSV", "--chart", "c.svg")
        text = (self.folder / "c.svg").read_text(encoding="utf-8")
        root = tree.fromstring(text)
        names = [child.tag.split("}")[1] for child in root][:2]
        self.assertEqual(names, ["title", "desc"])
        self.assertIn("break at 2001 from a mean of 16.0 to", root[1].text)

    def test_no_breaks(self):
        self.assertNotIn("breaks", self.tables("chronicle", "northland", "westland", "w", "--no-breaks"))

    def test_folder(self):
        self.run_ok("chronicle", "northland", "westland", "w", "--out", "results")
        names = {path.name for path in (self.folder / "results").iterdir()}
        self.assertLessEqual({"timeline.csv", "series.csv", "breaks.csv", "breaks_choice.csv"}, names)

    def test_same_bytes(self):
        self.write_gdelt()
        call = ["chronicle", "northland", "westland", "w", "--events", "gdelt.CSV", "--json", "--threads"]
        self.assertEqual(self.run_ok(*call, "1").stdout, self.run_ok(*call, "3").stdout)


class ChronicleOfTheCaspian(CommandTest):
    WORLD = SOURCE / "worlds" / "caspian"

    def rows_of(self, table):
        with (self.WORLD / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def test_every_event_is_told_once(self):
        told = [row["id"] for row in self.tables("chronicle", self.WORLD)["timeline"]["rows"] if row["kind"] == "event"]
        self.assertEqual(sorted(told), sorted(row["id"] for row in self.rows_of("events")))

    def test_two_with_each_other(self):
        tables = self.tables("chronicle", "azerbaijan", "russia", self.WORLD, "--from", "1991")
        dates = [row["date"] for row in tables["timeline"]["rows"]]
        self.assertEqual(dates, sorted(dates))
        told = {row["id"] for row in tables["timeline"]["rows"] if row["kind"] == "event"}
        named = {row["id"] for row in self.rows_of("events")
                 if {"azerbaijan", "russia"} in [{a, b} for a in row["source_actor"].split(";")
                                                 for b in row["target_actor"].split(";")]}
        self.assertLessEqual(named, told)
        self.assertGreater(len(named), 50)
        through = {row["id"] for row in tables["timeline"]["rows"] if row["through"]}
        self.assertLessEqual(told - named, through)
        self.assertEqual(sum(row["events"] for row in tables["series"]["rows"]), len(told))

    def test_what_memory_gave_is_marked(self):
        rows = self.tables("chronicle", self.WORLD)["timeline"]["rows"]
        marked = {row["id"] for row in rows if row["evidence"] == "recalled" and row["kind"] == "event"}
        claims = {row["id"]: row["source"] for row in self.rows_of("claims")}
        kinds = {row["id"]: row["kind"] for row in self.rows_of("sources")}
        recalled = {row["id"] for row in self.rows_of("events")
                    if any(kinds[claims[claim]] == "recalled" for claim in row["claims"].split(";"))}
        self.assertTrue(recalled)
        self.assertEqual(marked, recalled)

    def test_the_mandate_ended_in_june_2024(self):
        def only(at):
            rows = self.tables("chronicle", "azerbaijan", "russia", self.WORLD, "--at", at)["standing"]["rows"]
            return {row["name"]: row["only"] for row in rows if row["kind"] == "agreement"}
        self.assertEqual(only("2024-06")["Russian peacekeeping mandate"], "until 2024-06-12")
        self.assertIsNone(only("2024-06-12")["Russian peacekeeping mandate"])
        self.assertNotIn("Russian peacekeeping mandate", only("2024-06-13"))

    def test_a_shut_railway_names_who_shut_it(self):
        rows = self.tables("chronicle", "armenia", "turkey", self.WORLD, "--at", "2010-05-05")["standing_links"]["rows"]
        railway = next(row for row in rows if row["link"] == "kars-gyumri-rail")
        self.assertEqual(railway["status"], "closed")
        self.assertEqual(railway["by"], "Türkiye")

    def test_names_in_any_script(self):
        wanted = self.run_ok("chronicle", "azerbaijan", "iran", self.WORLD, "--json").stdout
        for a, b in [("Азербайджан", "ایران"),
                     ("Azərbaycan", "Иран")]:
            self.assertEqual(self.run_ok("chronicle", a, b, self.WORLD, "--json").stdout, wanted, a + b)


class ChronicleMistakes(WithHistory):
    def test_unknown_name(self):
        self.fails(USAGE, "chronicle", "nortland", "w", says=["E602", "did you mean 'northland'?"])
        self.fails(USAGE, "chronicle", "Севереия", "w", says=["E602", "did you mean 'Северия'?"])
        self.fails(USAGE, "chronicle", "xx", "yy", "w", says=["'xx'", "'yy'"])

    def test_ambiguous_name(self):
        self.fails(USAGE, "chronicle", "land", "w", says=["E951", "eastland", "westland"])

    def test_oneself(self):
        self.fails(USAGE, "chronicle", "northland", "Северия", "w", says=["E952"])

    def test_world_that_is_none(self):
        self.fails(BAD_INPUT, "chronicle", "northland", "westland", "./v", says=["E201"])
        self.fails(BAD_INPUT, "chronicle", "northland", "westland", "eastland", says=["E201"])
        self.fails(USAGE, "chronicle", "northland", says=["E601"])

    def test_dates(self):
        self.fails(USAGE, "chronicle", "northland", "w", "--from", "1.2.1999", says=["E950"])
        self.fails(USAGE, "chronicle", "northland", "w", "--at", "2024-13", says=["E950"])
        self.fails(USAGE, "chronicle", "northland", "w", "--from", "2001", "--to", "2000", says=["E950"])
        self.fails(USAGE, "chronicle", "northland", "w", "--from", "2001", "--at", "2000", says=["E601"])

    def test_breaks(self):
        self.fails(USAGE, "chronicle", "northland", "westland", "w", "--min-segment", "9", says=["E953"])
        self.fails(USAGE, "chronicle", "northland", "westland", "w", "--min-segment", "1", says=["E603"])

    def test_chart_of_nobody(self):
        self.fails(USAGE, "chronicle", "w", "--chart", "c.svg", says=["E954"])
        self.assertFalse((self.folder / "c.svg").exists())

    def test_words(self):
        for option, word in [("--by", "week"), ("--goldstein", "gdlet"), ("--measure", "sums"),
                             ("--criterion", "aic"), ("--table", "timelin")]:
            self.fails(USAGE, "chronicle", "northland", "w", option, word, says=[f"{option} {word}"])

    def test_file_that_is_none(self):
        (self.folder / "notes.txt").write_text("nothing of the kind\n", encoding="utf-8")
        self.fails(BAD_INPUT, "chronicle", "northland", "w", "--events", "notes.txt", says=["E940"])
