// SPDX-License-Identifier: Apache-2.0
#include "report/views_value_of.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

namespace {

using game::ProjectOutcome;
using game::ProjectValue;
using game::Verdict;
using world::World;

constexpr const char* kMoneyNote = "Million US dollars a year.";

std::string basis(const World& world, int year) {
    const std::string title = fmt::format("{}, {}", world.manifest().title, year);
    return world.scenario.empty() ? title : title + ", scenario " + world.scenario;
}

Cell cell(const std::optional<double>& value) {
    return value ? Cell(*value) : Cell();
}

/// For tables that hold many: a few words.
const char* verdict_text(Verdict verdict) {
    switch (verdict) {
    case Verdict::kNoEffect:
        return "no effect";
    case Verdict::kCostUnknown:
        return "cost unknown";
    case Verdict::kSponsors:
        return "its sponsors gain enough";
    case Verdict::kRedistributes:
        return "its sponsors gain enough, from others";
    case Verdict::kOthers:
        return "only with others who gain";
    case Verdict::kTooDear:
        return "too dear for all who gain";
    }
    return "";
}

std::string names(const ProjectValue& value, const std::vector<std::size_t>& players) {
    std::vector<std::string> list;
    for (const std::size_t player : players) list.push_back(value.players[player].name);
    return join(list, ", ");
}

Cell text_cell(const std::string& text) {
    return text.empty() ? Cell() : Cell(text);
}

ResultTable summary_table(const World& world, const ProjectValue& value) {
    const world::Project& project = world.projects[value.project];
    ResultTable table{"project_summary",
                      fmt::format("{}: {}", project.name, basis(world, value.year)),
                      value.finding,
                      {text("item", "Item", "What the row says, for programs"),
                       text("title", "", "What the row says"),
                       number("value", "Value", "@unit", 1, "Where it is a number"),
                       text("unit", "Unit"), text("who", "Who", "Where it is a list of players")},
                      {}};
    const auto claims = claim_ids(world, project.provenance.claims);
    const auto amount = [&](const char* item, const char* title, const std::optional<double>& of,
                            const char* unit) {
        table.rows.push_back({{item, title, cell(of), of ? Cell(unit) : Cell(), Cell()}, claims});
    };
    const auto who = [&](const char* item, const char* title, const std::string& list) {
        table.rows.push_back({{item, title, Cell(), Cell(), text_cell(list)}, claims});
    };
    amount("gain", "Gain of all players", value.gain(), "MUSD/a");
    amount("cost", "Capital cost", value.cost, "MUSD");
    amount("annuity", "Yearly cost", value.yearly_cost, "MUSD/a");
    amount("rate", "Rate of interest", value.financing.rate * 100, "%");
    amount("life", "Life", value.financing.life, "years");
    amount("sponsors_gain", "Gain of the sponsors' states", value.sponsors_gain(), "MUSD/a");
    who("verdict", "Verdict", verdict_text(value.verdict));
    who("payers", "Fewest whose gains cover the cost", names(value, value.payers));
    who("blockers", "Lose and must agree", names(value, value.blockers));
    who("bypassed", "Lose and need not be asked", names(value, value.bypassed));
    return table;
}

const char* stand(const ProjectValue& value, std::size_t player) {
    const auto in = [&](const std::vector<std::size_t>& list) {
        return std::find(list.begin(), list.end(), player) != list.end();
    };
    if (in(value.gainers)) return "gains";
    if (in(value.blockers)) return "loses, must agree";
    if (in(value.bypassed)) return "loses, need not be asked";
    return "no change";
}

ResultTable player_table(const World& world, const ProjectValue& value) {
    ResultTable table{
        "project_players",
        fmt::format("Bargaining power without and with {}: {}", world.projects[value.project].name,
                    basis(world, value.year)),
        fmt::format("Shapley values in the market of its commodities. {}", kMoneyNote),
        {text("player", "Player", "Id of the state or bloc"), text("name", "Name"),
         number("without", "Without", "MUSD", 0, "Shapley value without the project"),
         number("with", "With", "MUSD", 0, "Shapley value with the project in service all year"),
         number("change", "Change", "MUSD", 1, "Its strategic value to the player"),
         number("share_without", "Share without", "%", 1, "Of what all gain together, v(N)"),
         number("share_with", "Share with", "%", 1, "Of what all gain together, v(N)"),
         text("stand", "Stands", "Whether it gains, and whether its consent is needed")},
        {}};
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < value.players.size(); ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return value.rank(a) > value.rank(b); });
    const auto share = [](double part, double whole) {
        return whole > 0 ? Cell(100 * part / whole) : Cell();
    };
    for (const std::size_t i : order) {
        table.rows.push_back(
            {{value.players[i].id, value.players[i].name, value.without[i], value.with[i],
              value.change(i), share(value.without[i], value.all_without),
              share(value.with[i], value.all_with), stand(value, i)},
             {}});
    }
    return table;
}

ResultTable sponsor_table(const World& world, const ProjectValue& value) {
    ResultTable table{"project_sponsors",
                      fmt::format("Sponsors of {}: {}", world.projects[value.project].name,
                                  basis(world, value.year)),
                      "Companies count for their home state. Million US dollars a year. A sponsor "
                      "without a gain takes no part in the game.",
                      {text("sponsor", "Sponsor", "Id of the state"), text("name", "Name"),
                       number("share", "Share of the cost", "%", 1, "Empty: unknown"),
                       number("payment", "Pays", "MUSD", 1, "Its share of the yearly cost"),
                       number("gain", "Gains", "MUSD", 1,
                              "Change of the Shapley value of the player that it counts for"),
                       text("covers", "Covered", "Whether its gain covers what it pays")},
                      {}};
    for (const game::SponsorStake& sponsor : value.sponsors) {
        ResultRow row;
        row.cells = {world.actors[sponsor.state].id, world.actors[sponsor.state].name,
                     sponsor.share ? Cell(100 * *sponsor.share) : Cell(), cell(sponsor.payment),
                     cell(sponsor.gain)};
        row.cells.push_back(sponsor.payment && sponsor.gain
                                ? Cell(*sponsor.gain >= *sponsor.payment ? "yes" : "no")
                                : Cell());
        for (const world::ProjectSponsor& stated : world.project_sponsors) {
            if (stated.project != value.project || world.state_of(stated.actor) != sponsor.state) {
                continue;
            }
            const auto claims = claim_ids(world, stated.provenance.claims);
            row.claims.insert(row.claims.end(), claims.begin(), claims.end());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable assumption_table(const World& world, const ProjectValue& value) {
    ResultTable table{"project_assumptions",
                      fmt::format("What this hangs on: {}, {}", world.projects[value.project].name,
                                  basis(world, value.year)),
                      "",
                      {text("assumption", "Assumption")},
                      {}};
    for (const std::string& sentence : value.assumptions) {
        table.rows.push_back({{sentence}, {}});
    }
    return table;
}

ResultTable overview(const World& world, int year, const std::vector<ProjectOutcome>& outcomes) {
    ResultTable table{
        "projects",
        "What projects are worth in bargaining power: " + basis(world, year),
        "Changes of Shapley values when the project is in service all year against when it is "
        "absent. Million US dollars a year. Without figures: the world has neither links nor "
        "capacities of it for the commodities asked for.",
        {text("project", "Project", "Id of the project"), text("name", "Name"),
         text("status", "Status", "At the base year"), text("start", "Start"),
         number("gain", "Gain of all", "MUSD", 1, "Change of v(N)"),
         number("annuity", "Yearly cost", "MUSD", 1, "Of capital; empty: unknown"),
         number("sponsors_gain", "Sponsors gain", "MUSD", 1,
                "Their states; empty where none takes part"),
         text("winner", "Gains most"), number("winner_gain", "Gain", "MUSD", 1, "Of that player"),
         text("loser", "Loses most"), number("loser_loss", "Change", "MUSD", 1, "Of that player"),
         text("blockers", "Lose and must agree"), text("verdict", "Verdict")},
        {}};
    for (const ProjectOutcome& outcome : outcomes) {
        const world::Project& project = world.projects[outcome.project];
        ResultRow row;
        row.cells = {project.id, project.name,
                     table_cell(world, "projects", project.provenance.row, "status"),
                     text_cell(table_cell(world, "projects", project.provenance.row, "start"))};
        row.claims = claim_ids(world, project.provenance.claims);
        if (!outcome.value) {
            row.cells.resize(table.columns.size());
            table.rows.push_back(std::move(row));
            continue;
        }
        const ProjectValue& value = *outcome.value;
        const auto most = [&](const std::vector<std::size_t>& players) {
            if (players.empty()) return std::pair(Cell(), Cell());
            return std::pair(Cell(value.players[players.front()].name),
                             Cell(value.change(players.front())));
        };
        const auto winner = most(value.gainers), loser = most(value.losers);
        for (const Cell& next :
             {Cell(value.gain()), cell(value.yearly_cost), cell(value.sponsors_gain()),
              winner.first, winner.second, loser.first, loser.second,
              text_cell(names(value, value.blockers)), Cell(verdict_text(value.verdict))}) {
            row.cells.push_back(next);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable finding_table(const World& world, int year,
                          const std::vector<ProjectOutcome>& outcomes) {
    ResultTable table{"project_findings",
                      "What the model says of each project: " + basis(world, year),
                      "",
                      {text("project", "Project"), text("finding", "Finding")},
                      {}};
    for (const ProjectOutcome& outcome : outcomes) {
        if (!outcome.value) continue;
        table.rows.push_back({{world.projects[outcome.project].id, outcome.value->finding}, {}});
    }
    return table;
}

ResultTable change_table(const World& world, int year,
                         const std::vector<ProjectOutcome>& outcomes) {
    ResultTable table{
        "project_changes",
        "Changes of bargaining power by project and player: " + basis(world, year),
        fmt::format("Players whose power does not change are left out. {}", kMoneyNote),
        {text("project", "Project"), text("player", "Player"), text("name", "Name"),
         number("without", "Without", "MUSD", 0, "Shapley value without the project"),
         number("with", "With", "MUSD", 0, "Shapley value with the project in service all year"),
         number("change", "Change", "MUSD", 1, "Its strategic value to the player"),
         text("stand", "Stands", "Whether it gains, and whether its consent is needed")},
        {}};
    for (const ProjectOutcome& outcome : outcomes) {
        if (!outcome.value) continue;
        const ProjectValue& value = *outcome.value;
        std::vector<std::size_t> order = value.gainers;
        order.insert(order.end(), value.losers.rbegin(), value.losers.rend());
        for (const std::size_t i : order) {
            table.rows.push_back(
                {{world.projects[outcome.project].id, value.players[i].id, value.players[i].name,
                  value.without[i], value.with[i], value.change(i), stand(value, i)},
                 {}});
        }
    }
    return table;
}

} // namespace

std::vector<ResultTable> project_value_tables(const World& world, const ProjectValue& value) {
    return {summary_table(world, value), player_table(world, value), sponsor_table(world, value),
            assumption_table(world, value)};
}

std::vector<ResultTable> project_values_tables(const World& world, int year,
                                               const std::vector<ProjectOutcome>& outcomes) {
    return {overview(world, year, outcomes), finding_table(world, year, outcomes),
            change_table(world, year, outcomes)};
}

} // namespace isthmus::report
