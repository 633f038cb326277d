// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_records.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/text.hpp"

namespace isthmus::world {
namespace {

using Ids = std::set<std::string, std::less<>>;

bool has_id(const Table& table, std::string_view id) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [&](const Row& row) { return table.cell(row, "id") == id; });
}

/// Ids that the table had and no longer has: nothing, quickly, for the many that a scenario leaves
/// as they are.
Ids removed_from(const Table& before, const Table& after) {
    const auto same_id = [&](const Row& a, const Row& b) {
        return before.cell(a, "id") == after.cell(b, "id");
    };
    if (std::equal(before.rows.begin(), before.rows.end(), after.rows.begin(), after.rows.end(),
                   same_id)) {
        return {};
    }
    Ids removed;
    for (const Row& row : before.rows) removed.insert(before.cell(row, "id"));
    for (const Row& row : after.rows) removed.erase(after.cell(row, "id"));
    return removed;
}

/// What became of the ids of all tables, each looked at once.
class Removals {
  public:
    Removals(const Tables& before, const Tables& after) : before_(before), after_(after) {}

    /// Ids that one of the tables had and none of them has any longer.
    Ids of(const std::vector<std::string>& tables) {
        Ids removed;
        for (const std::string& name : tables) {
            const auto [place, is_new] = by_table_.try_emplace(name);
            if (is_new) place->second = removed_from(before_.at(name), after_.at(name));
            removed.insert(place->second.begin(), place->second.end());
        }
        std::erase_if(removed, [&](const std::string& id) {
            return std::any_of(tables.begin(), tables.end(), [&](const std::string& name) {
                return has_id(after_.at(name), id);
            });
        });
        return removed;
    }

  private:
    const Tables& before_;
    const Tables& after_;
    std::map<std::string, Ids> by_table_;
};

} // namespace

void forget_removed(const Tables& before, Tables& tables) {
    Removals removals(before, tables);
    for (const char* name : {"agreements", "events", "aliases"}) {
        Table& table = tables.tables.at(name);
        for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
            const Column& column = table.schema->columns[i];
            if (column.type != ColumnType::kList || column.name == "claims") continue;
            const Ids removed = removals.of(column.references);
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
