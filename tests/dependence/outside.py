#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is publicly known of the gas crises of 2009, 2014 and 2022, and what worlds/caspian says of each.

A claim is a sentence that somebody else published, with a test of it on the answers of the command. Figures that
were written down without the document at hand are marked `recalled`. The tests compare orders, signs and wide
ranges, since a year of the model is no fortnight of January.

Usage: tests/dependence/outside.py COMMAND            prints every claim with what the model says
       tests/dependence/outside.py COMMAND --write    puts that into docs/explanation/outside-checks.md
"""
import json
import pathlib
import subprocess
import sys
from typing import Callable, NamedTuple

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WORLD = SOURCE / "worlds" / "caspian"
PAGE = SOURCE / "docs" / "explanation" / "outside-checks.md"
STOP = "ukraine-transit-stopped-2009"

# Share of its gas supply that a state missed in January 2009, per cent: recalled from SEC(2009) 977 and Pirani,
# Stern & Yafimava (2009, NG 27). That those above 95 lost all deliveries is in the press of 7 January as well.
MISSED = {"bulgaria": 100, "serbia": 100, "north-macedonia": 100, "moldova": 100, "slovakia": 97, "greece": 80,
          "czechia": 71, "austria": 66, "hungary": 45, "croatia": 40, "romania": 34, "poland": 33, "italy": 25,
          "france": 15, "germany": 10, "belgium": 0, "netherlands": 0, "united-kingdom": 0, "spain": 0, "norway": 0}
NO_OTHER_SOURCE = ("bulgaria", "serbia", "north-macedonia", "moldova", "slovakia")
SOME_OTHER_SOURCE = ("romania", "poland", "italy", "france", "germany")
UNTOUCHED = ("belgium", "netherlands", "united-kingdom", "spain", "norway")
# Where each state of the table takes its gas; Norway's demand is not in the world.
MARKET = {"bulgaria": "sofia", "serbia": "belgrade", "north-macedonia": "skopje", "moldova": "chisinau",
          "slovakia": "bratislava", "greece": "athens", "czechia": "prague", "austria": "baumgarten",
          "hungary": "budapest", "croatia": "zagreb", "romania": "bucharest", "poland": "warsaw", "italy": "rome",
          "france": "paris", "germany": "germany-gas-market", "belgium": "zeebrugge", "netherlands": "ttf",
          "united-kingdom": "bacton", "spain": "madrid"}
MEMBERS = ("hungary", "slovakia", "austria", "czechia", "germany", "italy", "france", "spain", "poland", "bulgaria",
           "belgium", "lithuania", "greece", "romania")
SUPPLIERS = ("russia", "norway", "united-states", "azerbaijan", "algeria", "qatar")


class Model:
    """Answers of the command, each asked for once."""

    def __init__(self, command):
        self.command, self.known = command, {}

    def tables(self, *arguments):
        if arguments not in self.known:
            printed = subprocess.run([self.command, arguments[0], str(WORLD), "--commodity", "gas", "--json",
                                      *arguments[1:]], capture_output=True, text=True, check=True).stdout
            self.known[arguments] = json.loads(printed)["tables"]
        return self.known[arguments]

    def at_once(self, state):
        """Share of its payoff that a state loses when Ukraine withdraws in 2009, before anybody reroutes."""
        tables = self.tables("depend", "--year", "2009", "--on", "ukraine", "--no-vectors", "--players",
                             ",".join(("ukraine", *MISSED)))
        return only(row["sensitivity_share"] for row in tables["dependence"]["rows"]
                    if (row["actor"], row["on"], row["commodity"]) == (state, "ukraine", "gas"))

    def _consumed(self, state, *scenario):
        rows = self.tables("solve", "--year", "2009", "--table", "prices", *scenario)["prices"]["rows"]
        return only(row["consumed"] for row in rows if row["node"] == MARKET[state])

    def shortfall(self, state):
        """Share of its consumption that a state loses when the stop lasts the year, per cent."""
        return 100 * (1 - self._consumed(state, "--scenario", STOP) / self._consumed(state))

    def gain_by_stop(self, state):
        """Million US dollars in the year."""
        rows = self.tables("compare", "--year", "2009", "--scenario", STOP)["compare_payoffs"]["rows"]
        return only(row["total_change"] for row in rows if row["actor"] == state)

    def _trade(self, year, who, on, kind, direction, players):
        rows = self.tables("depend", "--year", str(year), direction, who if direction == "--of" else on, "--no-vectors",
                           "--players", ",".join(players))["exposure"]["rows"]
        # Only partners that somebody deals with have a row.
        return next((row for row in rows if (row["actor"], row["on"], row["kind"], row["commodity"])
                     == (who, on, kind, "gas")), {"share": 0.0, "amount": 0.0})

    def imports(self, who, supplier, year, players, column="share"):
        """Of `who` from `supplier`: per cent of its imports, or bcm in the column `amount`."""
        return self._trade(year, who, supplier, "imports", "--of", (who, *players))[column]

    def eu_imports(self, supplier, year, column="share"):
        return self.imports("eu", supplier, year, SUPPLIERS, column)

    def ukraine_imports(self, supplier, year, column="share"):
        return self.imports("ukraine", supplier, year, ("russia", "eu"), column)

    def member_imports(self, member, year):
        """Per cent of a member's imports that come from Russia."""
        return self._trade(year, member, "russia", "imports", "--on", ("russia", *MEMBERS))["share"]

    def russian_exports(self, buyer, year):
        return self._trade(year, "russia", buyer, "exports", "--of", ("russia", "eu", "china", "turkey"))["share"]

    def armenian_imports(self, year):
        return self.imports("armenia", "russia", year, ("russia", "iran"))

    def ukraine_vulnerability(self, year):
        rows = self.tables("depend", "--year", str(year), "--of", "ukraine", "--no-vectors", "--players",
                           "ukraine,russia,eu")["dependence"]["rows"]
        return only(row["vulnerability_share"] for row in rows if (row["on"], row["commodity"]) == ("russia", "gas"))

    def reverse_flow(self, start, year):
        """Towards Ukraine on the line that begins at a place in the west, bcm a year."""
        links = {"Velke Kapusany": "uzhhorod-velke-kapusany", "Budapest": "uzhhorod-budapest",
                 "Warsaw": "uzhhorod-warsaw"}
        rows = self.tables("solve", "--year", str(year), "--table", "flows")["flows"]["rows"]
        return sum(row["flow"] for row in rows if (row["link"], row["from"]) == (links[start], start))


class Claim(NamedTuple):
    id: str
    text: str
    source: str
    check: Callable  # of a Model: what it says, and whether that agrees
    agrees: bool     # what is known of the model as it stands; the page explains every False


def only(values):
    found = list(values)
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows where one was expected")
    return found[0]


def ranks(values):
    """From 1 upwards, ties shared."""
    return [sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
            for value in values]


def rank_correlation(one, other):
    """Spearman's."""
    one, other = ranks(one), ranks(other)
    mean = (len(one) + 1) / 2
    covariance = sum((x - mean) * (y - mean) for x, y in zip(one, other))
    return covariance / (sum((x - mean) ** 2 for x in one) * sum((y - mean) ** 2 for y in other)) ** 0.5


def below(lower, higher, of, unit="%"):
    """Whether the largest of `lower` is below the smallest of `higher`, with both in words."""
    most, least = max(lower, key=of), min(higher, key=of)
    return (f"{most} {of(most):.1f} {unit}, {least} {of(least):.1f} {unit}", of(most) < of(least))


def change(values, test, unit="%"):
    """`values` by year, in words, and what `test` says of them in order."""
    return ", ".join(f"{year}: {value:.1f} {unit}" for year, value in values.items()), test(*values.values())


def order_of_january(model):
    value = rank_correlation([model.at_once(state) for state in MISSED], list(MISSED.values()))
    return f"rank correlation {value:.2f} over {len(MISSED)} states", value > 0.8


def untouched(model):
    worst = max(UNTOUCHED, key=model.at_once)
    return f"at most {model.at_once(worst):.1f} %", model.at_once(worst) < 1


def france_felt_it(model):
    return f"France {model.at_once('france'):.1f} %", model.at_once("france") > 1


def gains(*states):
    def check(model):
        return (", ".join(f"{state} {model.gain_by_stop(state):+,.0f} MUSD" for state in states),
                all(model.gain_by_stop(state) > 0 for state in states))
    return check


def loses(*states):
    def check(model):
        return gains(*states)(model)[0], all(model.gain_by_stop(state) < 0 for state in states)
    return check


def largest_way(year):
    def check(model):
        flows = {place: model.reverse_flow(place, year) for place in ("Velke Kapusany", "Budapest", "Warsaw")}
        return (", ".join(f"{place} {flow:.1f} bcm" for place, flow in flows.items()),
                max(flows.values()) > 0 and max(flows, key=flows.get) == "Velke Kapusany")
    return check


def order_of_suppliers(*suppliers):
    def check(model):
        shares = [model.eu_imports(supplier, 2023) for supplier in suppliers]
        return (", ".join(f"{supplier} {share:.1f} %" for supplier, share in zip(suppliers, shares)),
                shares == sorted(shares, reverse=True))
    return check


def member_in(member, year, low, high):
    def check(model):
        share = model.member_imports(member, year)
        return f"{share:.1f} %", low <= share <= high
    return check


def eu_imports(supplier, test, column="share", unit="%"):
    return lambda model: change({year: model.eu_imports(supplier, year, column) for year in (2021, 2023)}, test, unit)


PRESS_2009 = "Associated Press, 7 January 2009"
INTERFAX = "Interfax-Ukraine after Ukrtransgaz, January 2016"
COUNCIL = "Council of the Union, Where does the EU's gas come from"
EUROSTAT = "Commission, REPowerEU analysis of 2022: 43.5, 23.6, 6.6 % in 2021"

CLAIMS = {
    "January 2009: no Russian gas passes Ukraine": [
        Claim("2009-order", "At once, states miss as much as was counted: all in the Balkans, two thirds in Austria, a "
              "tenth in Germany, none in Spain", "SEC(2009) 977, recalled", order_of_january, True),
        Claim("2009-groups", "At once, who has no other source (Bulgaria, Serbia, North Macedonia, Moldova, Slovakia) "
              "loses more than who has (Romania, Poland, Italy, France, Germany)", PRESS_2009 + "; SEC(2009) 977, "
              "recalled", lambda model: below(SOME_OTHER_SOURCE, NO_OTHER_SOURCE, model.at_once), True),
        Claim("2009-untouched", "At once, Belgium, the Netherlands, Britain, Spain and Norway lose nothing",
              "SEC(2009) 977, recalled", untouched, True),
        Claim("2009-france", "At once, France misses some 15 %", "SEC(2009) 977, recalled", france_felt_it, False),
        Claim("2009-year-balkans", "If it lasted: the south-east and Slovakia miss a larger share than Belgium, the "
              "Netherlands, Britain and Spain", "SEC(2009) 977, recalled; the stress test of October 2014 says so of a "
              "longer stop", lambda model: below(UNTOUCHED[:4], NO_OTHER_SOURCE + ("hungary", "romania", "greece"),
                                                 model.shortfall), True),
        Claim("2009-year-centre", "Likewise Austria and Czechia", "SEC(2009) 977, recalled",
              lambda model: below(UNTOUCHED[:4], ("austria", "czechia"), model.shortfall), False),
        Claim("2009-norway", "Norway gains", "SEC(2009) 977, recalled: it sent more", gains("norway"), True),
        Claim("2009-ukraine", "Ukraine loses", "Pirani, Stern & Yafimava 2009, recalled", loses("ukraine"), True),
        Claim("2009-russia", "Russia loses, by 1.5 billion dollars in the fortnight", "Gazprom's own count, recalled",
              loses("russia"), False),
    ],
    "2014 to 2016: Ukraine buys in the west": [
        Claim("2014-before", "In 2013 more than nine tenths of Ukraine's imports come from Russia", "26 of 28 bcm, "
              "recalled; the west sold 2.0 bcm (FGSZ and PGNiG, January 2014)",
              lambda model: change({2013: model.ukraine_imports("russia", 2013)}, lambda share: share > 90), True),
        Claim("2014-fall", "In 2014 it is about three quarters", "14.5 of 19.6 bcm, " + INTERFAX,
              lambda model: change({2014: model.ukraine_imports("russia", 2014)}, lambda share: 65 < share < 85), True),
        Claim("2014-west-first", "In 2015 the west sells more than Russia", "10.3 against 6.1 bcm, " + INTERFAX,
              lambda model: below(("russia",), ("eu",), lambda who: model.ukraine_imports(who, 2015)), False),
        Claim("2014-none", "In 2016 nothing comes from Russia and the imports go on", "Ukrtransgaz, 2016 and 2017",
              lambda model: (f"Russia {model.ukraine_imports('russia', 2016):.1f} %, the Union "
                             f"{model.ukraine_imports('eu', 2016, 'amount'):.1f} bcm",
                             model.ukraine_imports("russia", 2016) == 0 and
                             model.ukraine_imports("eu", 2016, "amount") > 5), True),
        Claim("2014-volume", "In 2016 the west sells about 11 bcm (9 to 13)", "Ukrtransgaz, recalled",
              lambda model: change({2016: model.ukraine_imports("eu", 2016, "amount")},
                                   lambda amount: 9 < amount < 13, "bcm"), False),
        Claim("2014-slovakia-2015", "In 2015 nearly all of it comes by Slovakia", "9.7 of 10.3 bcm, " + INTERFAX,
              largest_way(2015), False),
        Claim("2014-slovakia-2016", "In 2016 most of it comes by Slovakia", "9.2 of 13.1 bcm in eleven months of 2017, "
              "Ukrtransgaz", largest_way(2016), True),
        Claim("2014-dependence", "What Ukraine would lose without Russia, after rerouting, falls from 2013 to 2016",
              "no published number; follows from the imports",
              lambda model: change({year: model.ukraine_vulnerability(year) for year in (2013, 2016)},
                                   lambda before, after: after < before), True),
    ],
    "2022: the Union turns from Russian gas": [
        Claim("2022-level", "In 2021 Russia has over two fifths of the Union's imports (40 to 48 %)", EUROSTAT,
              lambda model: change({2021: model.eu_imports("russia", 2021)}, lambda share: 40 <= share <= 48), True),
        Claim("2022-fall", "In 2023 it has less than half of that share", "below 15 %, " + COUNCIL,
              eu_imports("russia", lambda before, after: after < before / 2), True),
        Claim("2022-norway", "Norway's share grows", "23.6 to 30 %, " + COUNCIL,
              eu_imports("norway", lambda before, after: after > before), True),
        Claim("2022-states", "That of the United States at least doubles", "6.6 to 19.4 %, " + COUNCIL,
              eu_imports("united-states", lambda before, after: after >= 2 * before), True),
        Claim("2022-azerbaijan", "Azerbaijan sends more", "8 to 12 bcm, recalled",
              eu_imports("azerbaijan", lambda before, after: after > before, "amount", "bcm"), True),
        Claim("2022-first", "In 2023 Norway is first and the United States second, before Russia", COUNCIL,
              order_of_suppliers("norway", "united-states", "russia"), False),
        Claim("2022-qatar", "Qatar has about a twentieth in 2023 (3 to 8 %)", "recalled",
              lambda model: change({2023: model.eu_imports("qatar", 2023)}, lambda share: 3 <= share <= 8), False),
        Claim("2022-most", "In 2023 Slovakia, Austria and Hungary take a larger share from Russia than Germany, Italy, "
              "France, Spain, Poland, Bulgaria", "69 % and 60 % in Slovakia and Austria, Hungarian press of 2024",
              lambda model: below(("germany", "italy", "france", "spain", "poland", "bulgaria"),
                                  ("slovakia", "austria", "hungary"),
                                  lambda member: model.member_imports(member, 2023)), True),
        Claim("2022-austria", "Austria takes some three fifths from Russia in 2023 (45 to 75 %)", "the same",
              member_in("austria", 2023, 45, 75), False),
        Claim("2022-czechia", "Czechia takes little from Russia in 2023 (below 30 %)", "recalled",
              member_in("czechia", 2023, 0, 30), False),
        Claim("2022-spain", "Spain takes Russian LNG in 2023 (above 5 %)", "Spain, France and Belgium took four fifths "
              "of it, IEEFA, February 2024", member_in("spain", 2023, 5, 40), False),
        Claim("2022-china", "China's share of Russia's exports at least doubles from 2021 to 2023", "Power of Siberia "
              "carried 10 and 23 bcm, recalled",
              lambda model: change({year: model.russian_exports("china", year) for year in (2021, 2023)},
                                   lambda before, after: after >= 2 * before), True),
        Claim("2022-armenia", "Armenia goes on taking most from Russia", "the rest is Iranian, against electricity; "
              "recalled", lambda model: change({year: model.armenian_imports(year) for year in (2021, 2023)},
                                               lambda before, after: min(before, after) > 70), True),
    ],
}


def lines(model):
    for heading, claims in CLAIMS.items():
        yield f"### {heading}"
        yield ""
        yield "| | claim | published | the model | |"
        yield "| --- | --- | --- | --- | --- |"
        for claim in claims:
            says, agrees = claim.check(model)
            verdict = "agrees" if agrees else "**disagrees**"
            yield f"| `{claim.id}` | {claim.text} | {claim.source} | {says} | {verdict} |"
        yield ""


def shown():
    """The page before, in and after its tables."""
    before, rest = PAGE.read_text(encoding="utf-8").split("<!-- tables -->\n", 1)
    block, after = rest.split("<!-- end of tables -->\n", 1)
    return before, block, after


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--write"]):
        sys.exit(__doc__)
    block = "\n".join(lines(Model(sys.argv[1]))) + "\n"
    if sys.argv[2:]:
        before, _, after = shown()
        PAGE.write_text(f"{before}<!-- tables -->\n{block}<!-- end of tables -->\n{after}", encoding="utf-8")
    else:
        print(block, end="")


if __name__ == "__main__":
    main()
