// SPDX-License-Identifier: Apache-2.0
// Where a number comes from: the rows that mention a thing, the claims behind them, and what
// contradicts these.
#pragma once

#include <string>
#include <vector>

#include "report/table.hpp"
#include "world/evidence.hpp"

namespace isthmus::cli {

/// The row of a table with that id, such as links/western.
struct Thing {
    std::string table, id;

    std::string path() const { return table + "/" + id; }
};
/// Things of that id, in the order of the schema's tables; several tables may have one.
std::vector<Thing> find_things(const world::World& world, const std::string& id);
/// Ids that share a part with the text, or whose name holds it: "similar: a, b". Empty where there
/// is none.
std::string similar_ids(const world::World& world, const std::string& text);
/// Its name where its table has names, else its id.
std::string name_of(const world::World& world, const Thing& thing);

/// One row of the world's tables.
struct RowPlace {
    std::string table;
    std::size_t row = 0;
    bool operator==(const RowPlace&) const = default;
};
/// Rows with the thing's id or a reference to it, in the order of tables and rows; claims and
/// sources apart.
std::vector<RowPlace> rows_that_mention(const world::World& world, const Thing& thing);
/// Rows of a table in which every part is a cell of the key or a reference.
std::vector<RowPlace> rows_at(const world::World& world, const std::string& table,
                              const std::vector<std::string>& parts);

/// The claims that a row cites.
std::vector<world::ClaimId> claims_of(const world::World& world, const RowPlace& place);
/// Everything in the rows, a line for each cell that says something.
report::ResultTable row_table(const world::World& world, const std::vector<RowPlace>& places);

report::ResultTable claim_table(const world::World& world,
                                const std::vector<world::ClaimId>& claims);
/// Claims about the same property of the same subject at the same time with another value.
report::ResultTable contradiction_table(const world::World& world,
                                        const std::vector<world::ClaimId>& claims);

} // namespace isthmus::cli
