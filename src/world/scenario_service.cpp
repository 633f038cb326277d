// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_service.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"
#include "world/scenario_restrictions.hpp"

namespace isthmus::world {

namespace {

const std::vector<std::string> kLinkKeys{"link", "links", "node", "corridor", "project"};

std::string in_what_capacity(const Operation& operation) {
    constexpr std::string_view kDefault = "legal_regime";
    std::string capacity = operation.text("capacity", false);
    if (capacity.empty()) return std::string(kDefault);
    return is_choice(operation, "capacity", capacity, "consent_capacity") ? capacity : "";
}

struct Consenter {
    const std::string& link;
    const std::string& actor;
    const std::string& capacity;
};

RowTest is_consent(const Table& consents, const Consenter& who) {
    const std::size_t link = *consents.schema->find_column("link");
    const std::size_t actor = *consents.schema->find_column("actor");
    const std::size_t capacity = *consents.schema->find_column("capacity");
    return [=](const Row& row) {
        return row.cells[link] == who.link && row.cells[actor] == who.actor &&
               row.cells[capacity] == who.capacity;
    };
}

/// Adds the days of the period on which the actor need not agree yet; says whether there are any.
bool add_consent(ScenarioEditor& editor, const Operation& operation, const Consenter& who,
                 const Dates& dates) {
    Table& consents = editor.table("consents");
    const RowTest is_same = is_consent(consents, who);
    std::vector<Period> covered;
    for (const Row& row : consents.rows) {
        if (is_same(row)) covered.push_back(ScenarioEditor::period_of(consents, row));
    }
    const std::vector<Period> gaps = uncovered(dates.period, covered);
    for (const Period& gap : gaps) {
        Row row =
            editor.make_row(operation, consents,
                            {{"link", who.link}, {"actor", who.actor}, {"capacity", who.capacity}});
        ScenarioEditor::narrow(consents, row, dates);
        ScenarioEditor::narrow(consents, row, gap);
        consents.rows.push_back(std::move(row));
    }
    return !gaps.empty();
}

} // namespace

void set_service(ScenarioEditor& editor, const Operation& operation,
                 const std::vector<std::string>& links, const ServiceChange& change) {
    const bool closing = change.status == "closed";
    Table& table = editor.table("link_status");
    for (const std::string& link : links) {
        ScenarioEditor::cut_out(table, change.dates,
                                [&](const Row& row) { return table.cell(row, "link") == link; });
        editor.add_row(operation, "link_status",
                       {{"link", link},
                        {"status", change.status},
                        {"from", change.dates.from},
                        {"to", change.dates.to},
                        {"by", change.by}});
    }
    if (!closing) lift_closures(editor, operation, links, change.dates);
}

void close_links(ScenarioEditor& editor, const Operation& operation) {
    std::vector<std::string> keys = kLinkKeys;
    keys.insert(keys.end(), {"from", "to", "by"});
    operation.check_keys(keys);
    const std::optional<LinkSelection> selection = select_links(editor, operation, kLinkKeys);
    const std::optional<Dates> dates = operation.dates();
    const std::optional<std::string> by = editor.known_name(operation, "by", "actors", false);
    if (selection && dates && by) {
        set_service(editor, operation, selection->links, {"closed", *dates, *by});
    }
}

void open_links(ScenarioEditor& editor, const Operation& operation) {
    std::vector<std::string> keys = kLinkKeys;
    keys.insert(keys.end(), {"from", "to"});
    operation.check_keys(keys);
    const std::optional<LinkSelection> selection = select_links(editor, operation, kLinkKeys);
    const std::optional<Dates> dates = operation.dates();
    if (selection && dates) set_service(editor, operation, selection->links, {"open", *dates, {}});
}

void change_consents(ScenarioEditor& editor, const Operation& operation) {
    std::vector<std::string> keys = kLinkKeys;
    keys.emplace_back("node_kind");
    const std::vector<std::string> link_keys = keys;
    keys.insert(keys.end(), {"add", "remove", "capacity", "from", "to"});
    operation.check_keys(keys);
    const std::optional<LinkSelection> selection = select_links(editor, operation, link_keys);
    const std::optional<Dates> dates = operation.dates();
    const std::string capacity = in_what_capacity(operation);
    const std::optional<std::string> way = operation.only_of({"add", "remove"});
    if (!way) return;
    const auto actors = editor.known_names(operation, *way, {"actors"}, true);
    if (!selection || !dates || capacity.empty() || !actors) return;
    Table& consents = editor.table("consents");
    for (const std::string& actor : *actors) {
        bool changed = false;
        for (const std::string& link : selection->links) {
            const Consenter who{link, actor, capacity};
            const bool here = *way == "add" ? add_consent(editor, operation, who, *dates)
                                            : ScenarioEditor::cut_out(consents, *dates,
                                                                      is_consent(consents, who));
            changed = changed || here;
        }
        if (changed) continue;
        report_no_effect(operation, *way, actor,
                         fmt::format("an actor that {} agree to one of the links as {}",
                                     *way == "add" ? "need not" : "has to", capacity));
    }
}

} // namespace isthmus::world
