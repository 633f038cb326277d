# SPDX-License-Identifier: Apache-2.0
"""Sources of results for bibliographies: isthmus cite."""
import json
import re

from command_test import CommandTest, NO, SOURCE, USAGE

CASPIAN = SOURCE / "worlds" / "caspian"
TITLES = {"persian": "خطوط لوله & «نفت» {۵۰ %}", "braces": "Half { open } } brace_under $5 #3 ~ ^ \\ end",
          "quotes": 'He said "pipe", she said \'line\'', "russian": "Транзит: 100 %"}
#: Of csl-data.json for CSL 1.0.2: the types and variables that are written.
CSL_TYPES = {"article-journal", "article-newspaper", "report", "dataset", "entry-encyclopedia", "software"}
CSL_TEXTS = {"title", "container-title", "publisher", "language", "URL", "version", "note"}


def read_bibtex(text):
    """Entries as {key: (type, {field: value})}, by BibTeX's own rule: braces nest, whatever the backslashes."""
    entries, at = {}, 0
    while (start := text.find("@", at)) >= 0:
        kind, key = re.compile(r"@(\w+)\{([^,\s]+),").match(text, start).groups()
        fields, at = {}, text.index(",", start) + 1
        while (field := re.compile(r"\s*(\w+) = ").match(text, at)):
            at = field.end()
            if text[at] == "{":
                depth, begin = 0, at
                while True:
                    depth += {"{": 1, "}": -1}.get(text[at], 0)
                    at += 1
                    if depth == 0:
                        break
                value = text[begin + 1:at - 1]
            else:
                value = re.compile(r"\w+").match(text, at).group()
                at += len(value)
            fields[field.group(1)] = value
            at += text[at] == ","
        if key in entries:
            raise ValueError(f"twice {key}")
        entries[key] = (kind, fields)
    return entries


def shown(value):
    """What TeX shows of a value."""
    names = {"\\textbraceleft{}": "\1", "\\textbraceright{}": "\2", "\\textasciitilde{}": "~",
             "\\textasciicircum{}": "^", "\\textbackslash{}": "\3"}
    for name, character in names.items():
        value = value.replace(name, character)
    value = re.sub(r"\\([%&#_$])", r"\1", value).replace("{", "").replace("}", "")
    return value.replace("\1", "{").replace("\2", "}").replace("\3", "\\")


class Cite(CommandTest):
    def add_sources(self):
        for name, title in TITLES.items():
            quoted = title.replace('"', '""')
            self.append("w/sources.csv", f'{name},"{quoted}","Press, Radio and ""TV""",fa-IR,2024-04-09,'
                                         f"https://example.org/{name}?a=1&b={{2}},press")
            self.append("w/claims.csv", f"claim-{name},western,link,note,1,,2024,,,{name},,stated,")
        self.edit("w/links.csv", "western,Western line,pipeline,hub,west,forward,600,made-up",
                  "western,Western line,pipeline,hub,west,forward,600,made-up;" +
                  ";".join("claim-" + name for name in TITLES))

    def test_bibtex(self):
        self.add_sources()
        result = self.run_ok("cite", "w", "western")
        entries = read_bibtex(result.stdout)
        self.assertEqual(set(entries), {*TITLES, "world-tutorial", "isthmus"})
        for name, title in TITLES.items():
            kind, fields = entries[name]
            self.assertEqual(kind, "article")
            self.assertEqual(shown(fields["title"]), title)
            self.assertEqual(shown(fields["journal"]), 'Press, Radio and "TV"')
            self.assertTrue(fields["journal"].startswith("{"), "a body, not names with commas")
            self.assertEqual((fields["year"], fields["month"], fields["day"]), ("2024", "apr", "9"))
            self.assertEqual(fields["url"], f"https://example.org/{name}?a=1&b=%7B2%7D")
            self.assertEqual(fields["langid"], "persian")
        self.assertIn("1 claim of the compilers' estimates", result.stderr)
        self.assertIn("% Not cited", result.stdout)

    def test_csl_json(self):
        self.add_sources()
        items = {item["id"]: item for item in json.loads(self.run_ok("cite", "w", "--format", "csl-json").stdout)}
        for name, title in TITLES.items():
            self.assertEqual(items[name]["title"], title)
            self.assertEqual(items[name]["issued"], {"date-parts": [[2024, 4, 9]]})
            self.assertEqual(items[name]["type"], "article-newspaper")
        self.assertEqual(items["isthmus"]["type"], "software")
        self.assertEqual(items["world-tutorial"]["type"], "dataset")
        self.check_csl(items.values())

    def check_csl(self, items):
        """As csl-data.json has it."""
        for item in items:
            self.assertIn(item["type"], CSL_TYPES)
            for key, value in item.items():
                if key in CSL_TEXTS:
                    self.assertIsInstance(value, str)
                    self.assertTrue(value)
                elif key == "author":
                    for name in value:
                        self.assertEqual(set(name), {"literal"})
                elif key == "issued":
                    self.assertEqual(set(value), {"date-parts"})
                    for part in value["date-parts"]:
                        self.assertTrue(1 <= len(part) <= 3 and all(isinstance(number, int) for number in part))
                else:
                    self.assertIn(key, ("id", "type"))

    def test_files_by_their_endings(self):
        self.add_sources()
        for ending, form in [("bib", "bibtex"), ("json", "csl-json"), ("txt", "text")]:
            self.run_ok("cite", "w", "--out", f"refs.{ending}")
            written = (self.folder / f"refs.{ending}").read_text(encoding="utf-8")
            self.assertEqual(written, self.run_ok("cite", "w", "--format", form).stdout)
        self.fails(USAGE, "cite", "w", "--out", "refs.docx", says=["E972"])
        self.assertFalse((self.folder / "refs.docx").exists())

    def test_what(self):
        self.add_sources()
        self.assertEqual(set(read_bibtex(self.run_ok("cite", "w", "links/western").stdout)),
                         {*TITLES, "world-tutorial", "isthmus"})
        self.assertEqual(set(read_bibtex(self.run_ok("cite", "w", "persian").stdout)),
                         {"persian", "world-tutorial", "isthmus"})
        self.fails(USAGE, "cite", "w", "westren", says=["western"])
        self.fails(USAGE, "cite", "w", "--format", "bibtx", says=["bibtex"])
        self.fails(NO, "cite", "w", "eastern", says=["E971", "1 claim of the compilers' estimates"])

    def test_a_year(self):
        whole = read_bibtex(self.run_ok("cite", CASPIAN).stdout)
        year = read_bibtex(self.run_ok("cite", CASPIAN, "--year", "2024", "--commodity", "gas").stdout)
        self.assertLess(set(year), set(whole))
        self.assertGreater(len(year), 20)
        one = read_bibtex(self.run_ok("cite", CASPIAN, "btc", "--year", "2024").stdout)
        self.assertLess(set(one), set(read_bibtex(self.run_ok("cite", CASPIAN, "btc").stdout)))
        self.assertFalse({"recalled", "isthmus-compilers"} & set(whole), "no documents")
        self.assertTrue(all(re.fullmatch(r"[A-Za-z0-9._:-]+", key) for key in whole))
        self.check_csl(json.loads(self.run_ok("cite", CASPIAN, "--format", "csl-json").stdout))

    def test_same_bytes(self):
        self.assertEqual(self.run_ok("cite", CASPIAN, "--year", "2024").stdout,
                         self.run_ok("cite", CASPIAN, "--year", "2024", "--threads", "2").stdout)
