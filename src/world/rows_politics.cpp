// SPDX-License-Identifier: Apache-2.0
// Agreements, events, and the other names of things.
#include "world/rows.hpp"

namespace isthmus::world {
namespace {

std::vector<RowName> row_names(const Cells& cells, const CellColumn& column, std::size_t row) {
    std::vector<RowName> names;
    for (const ListItem& item : column.lists[row]) {
        if (item.row == kNoRow) continue;
        const std::string& table = column.column->references[item.reference];
        names.push_back({table, cells[table].text(item.row, "id")});
    }
    return names;
}

} // namespace

void make_politics(World& world, const Cells& cells) {
    const CellTable& agreements = cells["agreements"];
    for (std::size_t i = 0; i < agreements.size(); ++i) {
        world.agreements.push_back({.id = agreements.text(i, "id"),
                                    .name = agreements.text(i, "name"),
                                    .kind = agreements["kind"].choice<AgreementKind>(i),
                                    .parties = parties(agreements["parties"], i),
                                    .signed_on = agreements["signed"].dates[i],
                                    .from = agreements["from"].dates[i],
                                    .to = agreements["to"].dates[i],
                                    .opens = row_names(cells, agreements["opens"], i),
                                    .closes = row_names(cells, agreements["closes"], i),
                                    .provenance = provenance(agreements, i)});
    }
    const CellTable& events = cells["events"];
    for (std::size_t i = 0; i < events.size(); ++i) {
        world.events.push_back({.id = events.text(i, "id"),
                                .date = events["date"].dates[i].value_or(Date{}),
                                .source = parties(events["source_actor"], i),
                                .target = parties(events["target_actor"], i),
                                .code = events.text(i, "code"),
                                .goldstein = events["goldstein"].number(i),
                                .summary = events.text(i, "summary"),
                                .opens = row_names(cells, events["opens"], i),
                                .closes = row_names(cells, events["closes"], i),
                                .provenance = provenance(events, i)});
    }
    const CellTable& aliases = cells["aliases"];
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        Alias alias{.things = {},
                    .language = aliases.text(i, "language"),
                    .name = aliases.text(i, "name"),
                    .kind = aliases["kind"].choice<AliasKind>(i)};
        for (const RowName& thing : row_names(cells, aliases["things"], i)) {
            alias.things.push_back(thing.id);
        }
        world.aliases.push_back(std::move(alias));
    }
}

} // namespace isthmus::world
