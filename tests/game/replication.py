#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The games of worlds/eurasian-gas that are held against published results, and every number of the comparison.

Usage: tests/game/replication.py COMMAND            prints them
       tests/game/replication.py COMMAND --write    puts them into docs/explanation/replication.md
"""
import csv
import json
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WORLD = SOURCE / "worlds" / "eurasian-gas"
PAGE = SOURCE / "docs" / "explanation" / "replication.md"
A = ("russia", "ukraine", "belarus", "poland", "centre")
B = A + ("germany", "west", "italy", "balkans", "turkey", "norway", "azerbaijan", "turkmenistan", "iraq")
SETTINGS = {"A present": (A, "present"), "A merged": (A, "merged"), "A out": (A, "out"),
            "B present": (B, "present"), "B merged": (B, "merged"), "B out": (B, "out")}
ANNUITY = 0.10 / (1 - 1.10 ** -25)  # est-annuity: ten per cent over 25 years
# Buyers in the Union that the lines of the south and east lead to.
EUROPE = ("germany", "west", "italy", "centre", "balkans")


class Games:
    """Games of this world, each computed once."""

    def __init__(self, command):
        self.command, self.known = command, {}

    def table(self, setting, scenario=""):
        """Rows of the table `leverage` by player, with `most`: what a player adds to all others."""
        if (setting, scenario) not in self.known:
            players, others = SETTINGS[setting]
            arguments = [self.command, "leverage", WORLD, "--year", "2009", "--players", ",".join(players), "--others",
                         others, "--json", *(["--scenario", scenario] if scenario else [])]
            printed = subprocess.run(list(map(str, arguments)), capture_output=True, text=True, check=True).stdout
            tables = json.loads(printed)["tables"]
            rows = {row["player"]: row for row in tables["leverage"]["rows"]}
            for row in tables["contributions"]["rows"]:
                rows[row["player"]]["most"] = row[max((key for key in row if key.startswith("joining_")),
                                                      key=lambda key: int(key.removeprefix("joining_")))]
            self.known[setting, scenario] = rows
        return self.known[setting, scenario]

    def value(self, setting, scenario, player, column="shapley"):
        return self.table(setting, scenario)[player][column]

    def change(self, setting, scenario, player, column="shapley", against=""):
        """Of a player's value from one scenario to another, million US dollars a year."""
        return self.value(setting, scenario, player, column) - self.value(setting, against, player, column)

    def changes(self, setting, scenario, players, column="shapley", against=""):
        return sum(self.change(setting, scenario, player, column, against) for player in players)

    def total(self, setting, scenario=""):
        return sum(row["shapley"] for row in self.table(setting, scenario).values())


def rows_of(table):
    with (WORLD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def charge(*projects):
    """Of the capital of projects, million US dollars a year."""
    return ANNUITY * sum(float(row["cost"]) for row in rows_of("projects") if row["id"] in projects)


def sponsors(project):
    """Shares of the cost by sponsor, for those who play."""
    return {row["actor"]: float(row["share"]) for row in rows_of("project_sponsors")
            if row["project"] == project and row["actor"] in B}


def lines(games):
    def row(label, *cells):
        return f"  {label:<34}" + "".join(f"{round(cell):>11,}" if isinstance(cell, float) else f"{cell:>11}"
                                          for cell in cells)

    yield "1 Shares of all gains with the lines that exist, per cent (Shapley value; nucleolus)"
    yield row("", "Russia", "Ukraine", "Belarus", "Russia", "Ukraine", "Belarus")
    for setting in SETTINGS:
        yield row(setting, *(games.value(setting, "", player, column) for column in ("gain_share", "nucleolus_share")
                             for player in ("russia", "ukraine", "belarus")))

    yield "2, 3 Change of the Shapley value and of the nucleolus, million US dollars a year"
    yield row("", "Russia", "Ukraine", "Belarus", "Russia", "Ukraine", "Belarus")
    for setting in ("A present", "B merged", "B out"):
        for scenario in ("northern-options", "investment-options", "direct-access", "transit-competition"):
            yield row(f"{setting}: {scenario}", *(games.change(setting, scenario, player, column)
                      for column in ("shapley", "nucleolus") for player in ("russia", "ukraine", "belarus")))

    yield "4, 5, 6 Gain of the sponsors against the charge, million US dollars a year"
    yield row("", "charge", "sponsors", "of all", "Russia", "nucleolus")
    for setting in ("B present", "B merged", "B out"):
        for name, project, scenario, against, projects in (
                ("Nord Stream", "nord-stream", "nord-stream", "", ("nord-stream",)),
                ("South Stream", "south-stream", "south-stream", "", ("south-stream",)),
                ("South after Nord", "south-stream", "nord-and-south-stream", "nord-stream", ("south-stream",)),
                ("Nabucco", "nabucco", "nabucco", "", ("nabucco", "scp-expansion"))):
            paid_by = sponsors(project)
            yield row(f"{setting}: {name}", charge(*projects),
                      games.changes(setting, scenario, paid_by, "shapley", against),
                      games.total(setting, scenario) - games.total(setting, against),
                      games.change(setting, scenario, "russia", "shapley", against),
                      games.changes(setting, scenario, paid_by, "nucleolus", against))

    yield "6, 8 Who gains by Nabucco and the Trans-Caspian line, million US dollars a year"
    yield row("", "Turkey", "Iraq", "Azerb.", "Turkmen.", "Europe", "Russia")
    for setting in ("B present", "B merged"):  # Georgia is no player of B: with the others out the Caspian is shut off
        for scenario in ("nabucco", "nabucco-trans-caspian", "trans-caspian", "iran-turkey-2"):
            yield row(f"{setting}: {scenario}", *(games.change(setting, scenario, player)
                      for player in ("turkey", "iraq", "azerbaijan", "turkmenistan")),
                      games.changes(setting, scenario, EUROPE), games.change(setting, scenario, "russia"))

    yield "6 Sponsors of Nabucco in the Union: their part of the charge and their gain, million US dollars a year"
    for setting in ("B present", "B merged", "B out"):
        paid_by = {player: share for player, share in sponsors("nabucco").items() if player in EUROPE}
        yield row(setting, charge("nabucco") * sum(paid_by.values()), games.changes(setting, "nabucco", paid_by))

    yield "7 Nord Stream where more ways through Belarus can be had already, million US dollars a year"
    yield row("", "Russia", "Germany", "Russia", "Germany")
    for setting in ("B present", "B merged", "B out"):
        yield row(setting, *(games.change(setting, "northern-options", player, column, "transit-competition")
                             for column in ("shapley", "nucleolus") for player in ("russia", "germany")))

    yield "7 What Ukraine adds to all others, and its gain by the nucleolus, million US dollars a year"
    yield row("", "adds", "nucleolus", "adds with", "nucleolus")
    yield row("", "", "", "N. Stream", "with it")
    for setting in ("A present", "B merged", "B out"):
        yield row(setting, *(cell for scenario in ("", "nord-stream")
                             for cell in (games.value(setting, scenario, "ukraine", "most")
                                          - games.value(setting, scenario, "ukraine", "alone"),
                                          games.value(setting, scenario, "ukraine", "nucleolus_gain"))))


def shown():
    """The page before, in and after its block of numbers."""
    before, rest = PAGE.read_text(encoding="utf-8").split("```text\n", 1)
    block, after = rest.split("```\n", 1)
    return before, block.rstrip("\n"), after


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--write"]):
        sys.exit(__doc__)
    block = "\n".join(lines(Games(sys.argv[1])))
    if sys.argv[2:]:
        before, _, after = shown()
        PAGE.write_text(f"{before}```text\n{block}\n```\n{after}", encoding="utf-8")
    else:
        print(block)


if __name__ == "__main__":
    main()
