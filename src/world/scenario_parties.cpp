// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_parties.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"
#include "world/scenario_restrictions.hpp"

namespace isthmus::world {

namespace {

const std::vector<std::string> kParties{"actors", "blocs"};

/// The states that a list of actors and blocs stands for on some day of the period, each with how
/// it comes in: companies by their home, members by their bloc.
using States = std::map<std::string, std::string>;

std::string home_of(const ScenarioEditor& editor, const std::string& actor) {
    const Row* row = editor.find("actors", actor);
    if (row == nullptr) return actor;
    const std::string& home = editor.table("actors").cell(*row, "home");
    return home.empty() ? actor : home;
}

States states_of(const ScenarioEditor& editor, const std::vector<std::string>& parties,
                 const Period& period) {
    States states;
    const auto add = [&](const std::string& actor, const std::string& bloc) {
        const std::string state = home_of(editor, actor);
        std::string how;
        if (state != actor) how = fmt::format("'{}' is the home of '{}'", state, actor);
        if (!bloc.empty()) how = fmt::format("'{}' is a member of '{}'", actor, bloc);
        states.emplace(state, how);
    };
    const Table& memberships = editor.table("memberships");
    for (const std::string& party : parties) {
        if (editor.find("actors", party) != nullptr) {
            add(party, {});
            continue;
        }
        for (const Row& row : memberships.rows) {
            if (memberships.cell(row, "bloc") == party &&
                memberships.cell(row, "role") == "member" &&
                ScenarioEditor::period_of(memberships, row).overlaps(period)) {
                add(memberships.cell(row, "actor"), party);
            }
        }
    }
    return states;
}

/// The states on one side; a side of blocs without members is reported.
std::optional<States> side(const ScenarioEditor& editor, const Operation& operation,
                           std::string_view key, const std::vector<std::string>& parties,
                           const Period& period) {
    States states = states_of(editor, parties, period);
    if (!states.empty() || parties.empty()) return states;
    report_no_effect(operation, key, join(parties, ", "), "a bloc with members on " + show(period));
    return std::nullopt;
}

/// Whether nobody is on both sides.
bool are_apart(const Operation& operation, const std::vector<std::string>& towards,
               const States& first, const States& second) {
    for (const auto& [state, how] : second) {
        const auto same = first.find(state);
        if (same == first.end()) continue;
        std::vector<std::string> reasons;
        for (const std::string& reason : {same->second, how}) {
            if (!reason.empty()) reasons.push_back(reason);
        }
        operation.report({.id = "E239",
                          .column = "towards",
                          .found = join(towards, ", "),
                          .expected = fmt::format("others than '{}', which withdraws", state),
                          .hint = join(reasons, " and ")});
        return false;
    }
    return true;
}

/// The membership of an actor in a bloc, whatever the role.
RowTest is_membership(const Table& table, const std::string& actor, const std::string& bloc) {
    return [&table, &actor, &bloc](const Row& row) {
        return table.cell(row, "actor") == actor && table.cell(row, "bloc") == bloc;
    };
}

std::string role_of(const Operation& operation) {
    constexpr std::string_view kDefault = "member";
    std::string role = operation.text("role", false);
    if (role.empty()) return std::string(kDefault);
    return is_choice(operation, "role", role, "membership_role") ? role : "";
}

void join_bloc(ScenarioEditor& editor, const Operation& operation, const std::string& actor,
               const std::string& bloc, const Dates& dates) {
    Table& table = editor.table("memberships");
    const std::string role = role_of(operation);
    if (role.empty()) return;
    const RowTest is_same = is_membership(table, actor, bloc);
    const bool is_in = std::any_of(table.rows.begin(), table.rows.end(), [&](const Row& row) {
        const Period period = ScenarioEditor::period_of(table, row);
        return is_same(row) && table.cell(row, "role") == role &&
               period.first <= dates.period.first && period.last >= dates.period.last;
    });
    if (is_in) {
        report_no_effect(
            operation, "join", dates.from,
            fmt::format("days on which '{}' is not yet a {} of '{}'", actor, role, bloc));
        return;
    }
    ScenarioEditor::cut_out(table, dates, is_same);
    editor.add_row(
        operation, "memberships",
        {{"actor", actor}, {"bloc", bloc}, {"role", role}, {"from", dates.from}, {"to", dates.to}});
}

/// From the first of the days on, the actor is no longer in the bloc.
void leave_bloc(ScenarioEditor& editor, const Operation& operation, const std::string& actor,
                const std::string& bloc, const Dates& dates) {
    Table& table = editor.table("memberships");
    if (ScenarioEditor::cut_out(table, dates, is_membership(table, actor, bloc))) return;
    report_no_effect(operation, "leave", dates.from,
                     fmt::format("a day on which '{}' is in '{}'", actor, bloc));
}

} // namespace

void withdraw(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"actor", "towards", "commodity", "from", "to"});
    const auto by = editor.known_names(operation, "actor", kParties, true);
    const auto towards = editor.known_names(operation, "towards", kParties, false);
    const auto commodity = editor.known_name(operation, "commodity", "commodities", false);
    const auto dates = operation.dates();
    if (!by || !towards || !commodity || !dates) return;
    const auto first = side(editor, operation, "actor", *by, dates->period);
    const auto second = side(editor, operation, "towards", *towards, dates->period);
    if (!first || !second || !are_apart(operation, *towards, *first, *second)) return;
    std::string name =
        fmt::format("{} towards {}", shown_names(editor, *by),
                    towards->empty() ? "everybody else" : shown_names(editor, *towards));
    if (!commodity->empty()) {
        name += ": " +
                editor.table("commodities").cell(*editor.find("commodities", *commodity), "name");
    }
    editor.add_row(operation, "withdrawals",
                   {{"id", editor.made_id("withdrawals", "withdrawal")},
                    {"name", name},
                    {"by", join(*by, ";")},
                    {"towards", join(*towards, ";")},
                    {"commodity", *commodity},
                    {"from", dates->from},
                    {"to", dates->to}});
}

void change_membership(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"actor", "bloc", "join", "leave", "role"});
    const auto actor = editor.known_name(operation, "actor", "actors", true);
    const auto bloc = editor.known_name(operation, "bloc", "blocs", true);
    const bool joins = operation.has("join"), leaves = operation.has("leave");
    if (!joins && !leaves) {
        operation.report("E238", "join", "at least one of join, leave");
        return;
    }
    if (!joins && operation.has("role")) {
        operation.report("E238", "role", "join, which the role is for");
        return;
    }
    std::optional<Dates> dates = operation.dates(joins ? "join" : "leave", joins ? "leave" : "");
    if (!actor || !bloc || !dates) return;
    if (!joins) return leave_bloc(editor, operation, *actor, *bloc, *dates);
    if (leaves) {
        // The day of leaving is the first outside.
        dates->period.last = parse_date(dates->to)->first_day() - 1;
        dates->to = show_day(dates->period.last);
    }
    if (dates->period.last < dates->period.first) {
        operation.report("E205", "leave", "a date after " + dates->from);
        return;
    }
    join_bloc(editor, operation, *actor, *bloc, *dates);
}

void end_contract(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"end", "from"});
    const auto id = editor.known_name(operation, "end", "contracts", true);
    const auto dates = operation.dates("from", "");
    if (!id || !dates) return;
    Table& contracts = editor.table("contracts");
    std::vector<Row> kept;
    bool found = false;
    for (Row& row : contracts.rows) {
        const Period period = ScenarioEditor::period_of(contracts, row);
        if (contracts.cell(row, "id") != *id || period.last < dates->period.first) {
            kept.push_back(std::move(row));
            continue;
        }
        found = true;
        if (period.first >= dates->period.first) continue;
        ScenarioEditor::narrow(contracts, row, {Period().first, dates->period.first - 1});
        editor.cite(operation, contracts, row);
        kept.push_back(std::move(row));
    }
    contracts.rows = std::move(kept);
    if (found) return;
    report_no_effect(operation, "from", dates->from,
                     fmt::format("a day on which the contract '{}' still runs", *id));
}

} // namespace isthmus::world
