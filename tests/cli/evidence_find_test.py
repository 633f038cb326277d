# SPDX-License-Identifier: Apache-2.0
"""Search in documents: every script, every way of typing, and terminals that stay as they are."""
from command_test import BAD_INPUT, ENVIRONMENT, USAGE, CommandTest

DOCUMENT = """The Old Pipeline

The trunk pipe-
line of Northland crosses Middleland; the pipcline is old.

در خط‌لوله و خـط لولة و خطلوله

Трубопровод и трубопровoд: Каспии\u0306, \033[31m рост\033[0m 1998¹.

Bakı, İSTANBUL. ᲗᲑᲘᲚᲘᲡᲘ. ԵՐԵՎԱՆ. الغاز الطبيعي.
"""


class EvidenceFind(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "old.txt").write_text(DOCUMENT, encoding="utf-8")

    def rows(self, query, *arguments):
        tables = self.tables("evidence", "find", query, "w", "--file", "old.txt", *arguments)
        return tables["found"]["rows"]

    def found(self, query, *arguments):
        return [row["found"] for row in self.rows(query, *arguments)]

    def test_phrases_in_every_script(self):
        self.assertEqual(self.found("old pipeline")[0], "Old Pipeline")
        self.assertEqual(self.found("خط لوله", "--errors", "0"), ["خط‌لوله", "خـط لولة", "خطلوله"])
        self.assertEqual(self.found("ТРУБОПРОВОД"), ["Трубопровод", "трубопровoд"])
        self.assertEqual(self.found("каспий", "--errors", "0"), ["Каспии\u0306"])
        for query, answer in [("bakı", "Bakı"), ("istanbul", "İSTANBUL"), ("თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ"),
                              ("Երևան", "ԵՐԵՎԱՆ"), ("الطبیعی", "الطبيعي"), ("1998", "1998"), ("۱۹۹۸", "1998")]:
            with self.subTest(query):
                self.assertEqual(self.found(query), [answer])

    def test_rows_say_where(self):
        first, second, third = self.rows("pipeline")
        self.assertEqual((first["source"], first["paragraph"], first["position"], first["length"], first["errors"]),
                         ("old.txt", 1, 6, 8, 0))
        self.assertEqual((second["found"], second["paragraph"]), ("pipe- line", 2))
        self.assertEqual((third["found"], third["errors"]), ("pipcline", 1))
        self.assertIn("northland", second["entities"].split())
        self.assertIn("crosses Middleland", second["passage"])

    def test_options(self):
        self.assertEqual(len(self.rows("pipeline", "--errors", "0")), 2)
        self.assertEqual(len(self.rows("pipeline", "--limit", "1")), 1)
        text = self.run_ok("evidence", "find", "pipeline", "w", "--file", "old.txt", "--limit", "1").stdout
        self.assertIn("3 places of pipeline in 1 document", text)
        self.assertIn("--limit", text)
        self.assertEqual([row["match"] for row in self.rows("old trunk")], ["words"])
        self.assertEqual(self.rows("nothing of the kind"), [])

    def test_names(self):
        self.assertEqual(self.found("northland", "--names"), ["Northland"])
        self.assertEqual(self.found("Middleland", "--names"), ["Middleland"])
        self.fails(USAGE, "evidence", "find", "nrthland", "w", "--names", "--file", "old.txt",
                   says=["E602", "did you mean 'northland'?"])

    def test_several_files(self):
        (self.folder / "new.html").write_text("<html><body><p>A new <b>pipe</b>line</p></body></html>", encoding="utf-8")
        rows = self.rows("pipeline", "--file", "new.html", "--errors", "0")
        self.assertEqual([row["source"] for row in rows], ["old.txt", "old.txt", "new.html"])

    def test_nothing_of_a_document_commands_the_terminal(self):
        for arguments in [[], ["--format", "csv"]]:
            text = self.run_ok("evidence", "find", "рост", "w", "--file", "old.txt", *arguments).stdout
            self.assertIn("рост", text)
            self.assertNotIn("\033", text)

    def test_text_from_right_to_left_is_isolated_for_people_only(self):
        arguments = ["evidence", "find", "خط لوله", "w", "--file", "old.txt"]
        text = self.run_ok(*arguments).stdout
        self.assertIn("\u2068خـط لولة\u2069", text)
        for line in text.splitlines():
            self.assertEqual(line.count("\u2068"), line.count("\u2069"), line)
        for form in ["csv", "json"]:
            self.assertNotIn("\u2068", self.run_ok(*arguments, "--format", form).stdout)

    def test_mistakes(self):
        find = ["evidence", "find"]
        self.fails(USAGE, *find, "pipeline", "w", says=["E920", "isthmus evidence add"])
        self.fails(USAGE, *find, "«…»", "w", "--file", "old.txt", says=["E901"])
        self.fails(USAGE, *find, "abc", "w", "--file", "old.txt", "--errors", "3", says=["E902", "3 letters"])
        self.fails(USAGE, *find, "abc", "w", "--file", "old.txt", "--errors", "many", "--limit", "0",
                   says=["--errors many", "--limit 0"])
        self.fails(USAGE, *find, "abc", "w", "--file", "old.txt", "--language", "xx", says=["E903"])
        self.fails(ENVIRONMENT, *find, "abc", "w", "--file", "gone.txt", says=["gone.txt"])
        (self.folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
        self.fails(BAD_INPUT, *find, "abc", "w", "--file", "picture.png", says=["E910", "picture.png"])
