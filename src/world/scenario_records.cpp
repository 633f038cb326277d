// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_records.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace isthmus::world {
namespace {

using Ids = std::set<std::string, std::less<>>;

Ids ids_of(const Table& table) {
    Ids ids;
    for (const Row& row : table.rows) ids.insert(table.cell(row, "id"));
    return ids;
}

/// Ids that one of the tables had and none of them has any longer.
Ids removed_ids(const Tables& before, const Tables& after, const std::vector<std::string>& names) {
    Ids removed, left;
    for (const std::string& name : names) {
        removed.merge(ids_of(before.at(name)));
        left.merge(ids_of(after.at(name)));
    }
    std::erase_if(removed, [&](const std::string& id) { return left.contains(id); });
    return removed;
}

} // namespace

void forget_removed(const Tables& before, Tables& tables) {
    for (const char* name : {"agreements", "events", "aliases"}) {
        Table& table = tables.tables.at(name);
        for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
            const Column& column = table.schema->columns[i];
            if (column.type != ColumnType::kList || column.name == "claims") continue;
            const Ids removed = removed_ids(before, tables, column.references);
            if (removed.empty()) continue;
            std::erase_if(table.rows, [&](Row& row) {
                std::vector<std::string> items = split(row.cells[i], ';');
                const std::size_t gone = std::erase_if(
                    items, [&](const std::string& item) { return removed.contains(item); });
                if (gone > 0) row.cells[i] = join(items, ";");
                return gone > 0 && items.empty() && column.required;
            });
        }
    }
}

} // namespace isthmus::world
