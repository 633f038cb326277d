#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well `isthmus evidence read` finds what the seed claims have, document by document.

Usage: bench/reading_scores.py COMMAND SHARED [--world FOLDER] [--misses]

SHARED holds sources/*.txt and facts/politics/seed_claims.csv. docs/explanation/reading.md defines the scores.
"""
import argparse
import csv
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
REVIEWED = ROOT / "tests" / "evidence" / "reviewed_readings.csv"
UNITS = ROOT / "rules" / "reading" / "units.csv"

# Language and date of publication of the four documents, by the number that their names begin with.
DOCUMENTS = {"000": ("fa", "1998"), "001": ("en", "2022-02-27"), "002": ("en", "2024-04-23"), "003": ("ru", "2025-12")}
HEAD = (("claims", "amounts", "amounts", "dates", "dates", "dates", "references", "subject", "property"),
        ("recall", "strict", "reviewed", "recall", "strict", "reviewed", "recall", "as seed", "as seed"))
DATE_KINDS = {"year", "date", "period"}
NOT_SCORED = {"number", "ordinal", "citation"}
COUNTS = {"count", "countries", "persons", "documents", "trains", "wagons", "ships", "trucks", "vehicles", "aircraft"}
OTHER_NAMES = {"bn USD": "BUSD"}


def unit_factors():
    with open(UNITS, encoding="utf-8") as file:
        return {row["unit"]: (row["base"], float(row["factor"])) for row in csv.DictReader(file)}


FACTORS = unit_factors()


def canonical(value, unit):
    """A number with its base unit, or text as it is."""
    unit = OTHER_NAMES.get(unit, unit)
    base, factor = FACTORS.get(unit, (unit, 1.0))
    if base in COUNTS:
        base = "count"
    try:
        return round(float(value) * factor, 9), base
    except ValueError:
        return value, base


def same(a, b):
    numbers = isinstance(a[0], float) and isinstance(b[0], float)
    return a[1] == b[1] and (abs(a[0] - b[0]) <= 1e-9 * max(1, abs(b[0])) if numbers else a[0] == b[0])


def near(a, b):
    return abs(int(a) - int(b)) <= 1  # sentences run over page breaks


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def paragraphs_of(path):
    text = path.read_text(encoding="utf-8")
    return [part for part in re.split(r"\n[ \t\r]*\n", text) if part.strip()]


def plain_digits(text):
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in text)


class Document:
    def __init__(self, path, arguments, seed, reviewed):
        self.name = path.name
        number = path.name[:3]
        language, date = DOCUMENTS[number]
        output = subprocess.run([arguments.command, "evidence", "read", str(path), arguments.world, "--language", language,
                                 "--date", date, "--min-score", "0", "--json"], capture_output=True, text=True)
        if output.returncode != 0:
            sys.exit(output.stderr)
        everything = json.loads(output.stdout)["tables"]["proposals"]["rows"]
        shown = [row for row in everything if row["score"] >= 0.5]
        self.amounts = [row for row in shown if row["kind"] not in DATE_KINDS | NOT_SCORED]
        self.dates = [row for row in shown if row["kind"] in DATE_KINDS]
        self.citations = [row for row in everything if row["kind"] == "citation"]
        self.seed = [row for row in seed if row["source"] == path.name]
        self.reviewed = [row for row in reviewed if row["document"] == number]
        self.paragraphs = paragraphs_of(path)

    # Amounts

    def numeric_claims(self):
        return [row for row in self.seed if is_number(row["value"])]

    def claim_found(self, claim):
        rows = self.dates if claim["unit"] == "year" else self.amounts
        return any(near(row["paragraph"], claim["paragraph"]) and
                   same(canonical(row["value"], row["unit"]), canonical(claim["value"], claim["unit"])) for row in rows)

    def same_as_seed(self, column):
        """Found numeric claims whose proposal has the seed's subject or property, word for word."""
        count = 0
        for claim in self.numeric_claims():
            count += any(near(row["paragraph"], claim["paragraph"]) and row[column] == claim[column] and
                         same(canonical(row["value"], row["unit"]), canonical(claim["value"], claim["unit"]))
                         for row in self.amounts + self.dates)
        return count

    def amount_right(self, row, claims):
        return any(near(row["paragraph"], claim["paragraph"]) and
                   same(canonical(row["value"], row["unit"]), canonical(claim["value"], claim["unit"])) for claim in claims)

    # Dates

    def said_dates(self, citations=False):
        """Dates of seed claims whose year stands in their paragraph, once each."""
        dates = set()
        for claim in self.seed:
            if (claim["property"] == "cites") != citations:
                continue
            text = plain_digits(self.paragraphs[int(claim["paragraph"]) - 1])
            for date in (claim["from"], claim["to"]):
                if date and date[:4] in text:
                    dates.add((claim["paragraph"], date))
        return sorted(dates)

    def date_found(self, paragraph, date, rows):
        return any(near(row["paragraph"], paragraph) and self.date_matches(row, date) for row in rows)

    @staticmethod
    def date_matches(row, date):
        return any(part.startswith(date) or date.startswith(part) for part in row["value"].split("/"))

    def date_right(self, row, dates):
        return any(near(row["paragraph"], paragraph) and self.date_matches(row, date) for paragraph, date in dates)

    def all_dates(self):
        return [(claim["paragraph"], date) for claim in self.seed for date in (claim["from"], claim["to"]) if date]

    def scores(self):
        claims = self.numeric_claims()
        reviewed_amounts = [row for row in self.reviewed if row["unit"] != "date"]
        reviewed_dates = [(row["paragraph"], row["value"]) for row in self.reviewed if row["unit"] == "date"]
        strict = [row for row in self.amounts if self.amount_right(row, self.seed)]
        right = [row for row in self.amounts if row in strict or self.amount_right(row, reviewed_amounts)]
        said = self.said_dates()
        strict_dates = [row for row in self.dates if self.date_right(row, self.all_dates())]
        right_dates = [row for row in self.dates if row in strict_dates or self.date_right(row, reviewed_dates)]
        cited = self.said_dates(citations=True)
        self.missed = [claim["id"] for claim in claims if not self.claim_found(claim)]
        self.missed += [f"date {p}: {d}" for p, d in said if not self.date_found(p, d, self.dates)]
        self.wrong = [row for row in self.amounts + self.dates if row not in right + right_dates]
        self.not_listed = [row for row in self.amounts + self.dates if row not in strict + strict_dates]
        return {"claims": len(claims), "claims_found": len([c for c in claims if self.claim_found(c)]),
                "amounts": len(self.amounts), "amounts_strict": len(strict), "amounts_right": len(right),
                "said": len(said), "said_found": len([d for d in said if self.date_found(*d, self.dates)]),
                "dates": len(self.dates), "dates_strict": len(strict_dates), "dates_right": len(right_dates),
                "subjects": self.same_as_seed("subject"), "properties": self.same_as_seed("property"),
                "cited": len(cited), "cited_found": len([d for d in cited if self.date_found(*d, self.citations)])}


def share(part, whole):
    return part / whole if whole else float("nan")


def measure(arguments):
    """Scores by document and their sum under "all"."""
    shared = pathlib.Path(arguments.shared)
    with open(shared / "facts" / "politics" / "seed_claims.csv", encoding="utf-8") as file:
        seed = list(csv.DictReader(file))
    with open(REVIEWED, encoding="utf-8") as file:
        reviewed = list(csv.DictReader(file))
    documents = [Document(path, arguments, seed, reviewed) for path in sorted((shared / "sources").glob("*.txt"))]
    result = {document.name: document.scores() for document in documents}
    result["all"] = {key: sum(scores[key] for scores in result.values()) for key in next(iter(result.values()))}
    return documents, result


def ratios(scores):
    return {"recall": share(scores["claims_found"], scores["claims"]),
            "precision": share(scores["amounts_right"], scores["amounts"]),
            "strict_precision": share(scores["amounts_strict"], scores["amounts"]),
            "date_recall": share(scores["said_found"], scores["said"]),
            "date_precision": share(scores["dates_right"], scores["dates"]),
            "date_strict_precision": share(scores["dates_strict"], scores["dates"]),
            "citation_recall": share(scores["cited_found"], scores["cited"]),
            "subject": share(scores["subjects"], scores["claims"]),
            "property": share(scores["properties"], scores["claims"])}


def line(name, scores):
    def part(found, whole):
        return f"{scores[found]}/{scores[whole]}"
    cells = [part("claims_found", "claims"), part("amounts_strict", "amounts"), part("amounts_right", "amounts"),
             part("said_found", "said"), part("dates_strict", "dates"), part("dates_right", "dates"),
             part("cited_found", "cited"), part("subjects", "claims"), part("properties", "claims")]
    return f"{name[:8]:9}" + "".join(f"{cell:>11}" for cell in cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command")
    parser.add_argument("shared")
    parser.add_argument("--world", default=str(ROOT / "worlds" / "caspian"))
    parser.add_argument("--misses", action="store_true", help="also what was missed and what is wrong")
    arguments = parser.parse_args()
    documents, result = measure(arguments)
    for titles in HEAD:
        print(f"{'':9}" + "".join(f"{title:>11}" for title in titles))
    for name, scores in result.items():
        print(line(name, scores))
    print("share    " + "".join(f"{ratios(result['all'])[key]:11.2f}" for key in
                                ("recall", "strict_precision", "precision", "date_recall", "date_strict_precision",
                                 "date_precision", "citation_recall", "subject", "property")))
    if arguments.misses:
        for document in documents:
            for missed in document.missed:
                print(f"{document.name[:3]} missed {missed}")
            for row in document.not_listed:
                mark = "wrong" if row in document.wrong else "reviewed"
                print(f"{document.name[:3]} {mark}: para {row['paragraph']} {row['kind']} {row['value']} {row['unit']} {row['score']}")


if __name__ == "__main__":
    main()
