# SPDX-License-Identifier: Apache-2.0
"""Documents that a user holds: made known to a world, claims anchored in them, passages found again."""
import csv
import json

from command_test import BAD_INPUT, CommandTest, ENVIRONMENT, NO, USAGE

TEXT = """Of the western line

The western line was laid in three summers by two companies, and it follows the old road along the river.

In 2024 it carried 7.5 bcm of gas, a little more than the year before. The owners want a second line beside it.

Its compressors were made abroad and are worn.
"""
CLAIM = "{id},western,link,{property},{value},{unit},2024,,,line-book,{locator},stated,\n"


class EvidenceTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.book = self.folder / "held" / "book.txt"
        self.book.parent.mkdir()
        self.book.write_text(TEXT, encoding="utf-8")

    def add(self, *more):
        return self.tables("evidence", "add", self.book, "w", "--id", "line-book", "--kind", "official", *more)

    def rows(self, table):
        with (self.folder / "w" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def anchor(self):
        self.add()
        columns = (self.folder / "w" / "claims.csv").read_text(encoding="utf-8").splitlines()[0]
        self.assertEqual(columns, "id,subject,kind,property,value,unit,from,to,object,source,locator,confidence,note")
        with (self.folder / "w" / "claims.csv").open("a", encoding="utf-8") as file:
            file.write(CLAIM.format(id="b-flow", property="flow", value="7.5", unit="bcm/a", locator="para 3: flow"))
            file.write(CLAIM.format(id="b-builders", property="built_by", value="", unit="", locator="para 2"))
            file.write(CLAIM.format(id="b-vague", property="state", value="worn", unit="", locator="page 1"))
        return self.tables("evidence", "anchor", "w")


class EvidenceDocuments(EvidenceTest):
    def test_add(self):
        row = self.add("--publisher", "The company", "--published", "2024-11")["document"]["rows"][0]
        self.assertEqual((row["source"], row["state"], row["format"], row["language"], row["paragraphs"],
                          row["title"]),
                         ("line-book", "new source", "text", "en", 4, "Of the western line"))
        source = self.rows("sources")[-1]
        self.assertEqual((source["title"], source["publisher"], source["published"], source["language"]),
                         ("Of the western line", "The company", "2024-11", "en"))
        document = self.rows("documents")[-1]
        self.assertEqual((document["source"], document["format"], len(document["digest"])), ("line-book", "text", 64))
        copies = (self.folder / "w" / ".copies.csv").read_text(encoding="utf-8")
        self.assertEqual(copies, f"source,path\nline-book,{self.book.resolve()}\n")
        self.run_ok("check", "w")

    def test_add_again(self):
        self.add()
        before = {file.name: file.read_bytes() for file in (self.folder / "w").glob("*.csv")}
        row = self.tables("evidence", "add", self.book, "w")["document"]["rows"][0]
        self.assertEqual((row["source"], row["state"]), ("line-book", "known"))
        self.book.write_text("\ufeff" + TEXT.replace("\n", "\r\n"), encoding="utf-8")
        row = self.tables("evidence", "add", self.book, "w")["document"]["rows"][0]
        self.assertEqual(row["state"], "known, saved anew")
        self.assertEqual({file.name: file.read_bytes() for file in (self.folder / "w").glob("*.csv")}, before)

    def test_add_page(self):
        page = self.folder / "page.html"
        page.write_text("<html><head><meta charset=windows-1251><title>О дороге</title></head>"
                        "<body><nav>меню</nav><p>Дорога идёт вдоль реки.<p>Её строили три года.</body>",
                        encoding="windows-1251")
        row = self.tables("evidence", "add", page, "w", "--id", "page", "--kind", "press")["document"]["rows"][0]
        self.assertEqual((row["format"], row["paragraphs"], row["title"]), ("html", 2, "О дороге"))

    def test_anchor_and_check(self):
        tables = self.anchor()
        self.assertEqual(tables["anchored"]["rows"], [{"source": "line-book", "anchored": 2, "not_anchored": 1}])
        self.assertEqual([row["claim"] for row in tables["not_anchored"]["rows"]], ["b-vague"])
        self.assertEqual({row["claim"] for row in self.rows("anchors")}, {"b-flow", "b-builders"})
        for word in ("compressors", "summers", "carried"):
            self.assertNotIn(word, (self.folder / "w" / "anchors.csv").read_text(encoding="utf-8"))
        tables = self.tables("evidence", "check", "w", "--all")
        document = tables["documents"]["rows"][0]
        self.assertEqual((document["copy"], document["verified"], document["not_anchored"]), ("same file", 2, 1))
        self.assertEqual([(row["claim"], row["status"], row["paragraph"]) for row in tables["passages"]["rows"]],
                         [("b-flow", "verified", 3), ("b-builders", "verified", 2)])
        self.assertEqual(self.tables("evidence", "check", "w")["passages"]["rows"], [])
        self.run_ok("check", "w")

    def test_check_after_setting_anew(self):
        self.anchor()
        anew = TEXT.replace(" the ", "\nthe\u00a0").replace("companies", "com-\npanies")
        self.book.write_text(anew, encoding="utf-8")
        self.assertEqual(self.tables("evidence", "check", "w")["documents"]["rows"][0]["verified"], 2)

    def test_check_after_changes(self):
        self.anchor()
        self.book.write_text(TEXT.replace("7.5", "9.1").replace("The western line was", "It was"), encoding="utf-8")
        result = self.run_command("evidence", "check", "w", "--json")
        self.assertEqual(result.returncode, NO)
        rows = {row["claim"]: row for row in json.loads(result.stdout)["tables"]["passages"]["rows"]}
        self.assertEqual((rows["b-flow"]["status"], rows["b-flow"]["paragraph"]), ("changed", 3))
        self.assertIn("7.5 is not there", rows["b-flow"]["note"])
        self.assertEqual(rows["b-builders"]["status"], "changed")
        self.book.write_text(TEXT.split("In 2024")[0], encoding="utf-8")
        result = self.run_command("evidence", "check", "w")
        self.assertEqual(result.returncode, NO)
        self.assertRegex(result.stdout, r"b-flow +line-book +missing")

    def test_check_without_copies(self):
        self.anchor()
        (self.folder / "w" / ".copies.csv").unlink()
        result = self.run_ok("evidence", "check", "w")
        self.assertRegex(result.stdout, r"line-book +no copy")
        self.assertIn("--copies", result.stderr)
        other = self.folder / "elsewhere" / "deep"
        other.mkdir(parents=True)
        self.book.rename(other / "renamed.bin")
        row = self.tables("evidence", "check", "w", "--copies", self.folder / "elsewhere")["documents"]["rows"][0]
        self.assertEqual((row["copy"], row["verified"]), ("same file", 2))

    def test_anchor_again(self):
        self.anchor()
        before = (self.folder / "w" / "anchors.csv").read_bytes()
        self.assertIn("0 anchors", self.run_ok("evidence", "anchor", "w").stderr)
        self.assertIn("2 anchors", self.run_ok("evidence", "anchor", "w", "--again").stderr)
        self.assertEqual((self.folder / "w" / "anchors.csv").read_bytes(), before)

    def test_formats(self):
        self.anchor()
        result = self.run_ok("evidence", "check", "w", "--all", "--format", "csv")
        self.assertEqual(result.stdout.splitlines()[0], "claim,source,status,resemblance,paragraph,shift,note")
        self.run_ok("evidence", "check", "w", "--out", "results")
        self.assertTrue((self.folder / "results" / "documents.csv").exists())


class EvidenceDocumentsMistakes(EvidenceTest):
    def test_add(self):
        add = ["evidence", "add", self.book, "w"]
        self.fails(USAGE, *add, says=["--id", "E918"])
        self.fails(USAGE, *add, "--id", "line-book", says=["--kind", "E918"])
        self.fails(USAGE, *add, "--id", "line-book", "--kind", "offical", says=["official", "E603"])
        self.fails(BAD_INPUT, *add, "--id", "line-book", "--kind", "press", "--published", "May", says=["published"])
        self.fails(BAD_INPUT, *add, "--id", "Line Book", "--kind", "press", says=["sources.csv"])
        self.fails(ENVIRONMENT, "evidence", "add", "nothing.txt", "w", "--id", "x", "--kind", "press", says=["E401"])
        self.fails(BAD_INPUT, "evidence", "add", self.book, "nowhere", "--id", "x", "--kind", "press", says=["E201"])
        self.assertFalse((self.folder / "w" / ".copies.csv").exists())

    def test_add_what_is_no_document(self):
        for content, says in ((b"", "E910"), (b"PK\x03\x04" + bytes(range(256)) * 20, "E910"),
                              (b"\x81\x8d\x8f\x90\x9d" + bytes(range(1, 256)) * 20, "E917"),
                              (b"%PDF-1.4\nnothing", "E914")):
            self.book.write_bytes(content)
            self.fails(BAD_INPUT, "evidence", "add", self.book, "w", "--id", "x", "--kind", "press", says=[says])

    def test_add_another_document(self):
        self.add()
        self.book.write_text(TEXT + "\nAn afterword.\n", encoding="utf-8")
        add = ["evidence", "add", self.book, "w", "--id", "line-book"]
        self.fails(USAGE, *add, says=["--replace", "E916"])
        self.fails(USAGE, *add, "--replace", "--title", "Another title", says=["E604"])
        self.run_ok(*add, "--replace")
        self.assertEqual(len([row for row in self.rows("documents") if row["source"] == "line-book"]), 1)

    def test_check_and_anchor(self):
        self.fails(USAGE, "evidence", "anchor", "w", says=["E920"])
        self.anchor()
        self.fails(USAGE, "evidence", "check", "w", "--source", "line-bok", says=["line-book", "E602"])
        self.fails(ENVIRONMENT, "evidence", "check", "w", "--copies", "nothing", says=["E401"])
        self.edit("w/anchors.csv", ",1:", ",7:")
        self.fails(BAD_INPUT, "evidence", "check", "w", says=["E919"])
        self.book.unlink()
        self.fails(ENVIRONMENT, "evidence", "check", "w", says=["E401", "line-book"])
