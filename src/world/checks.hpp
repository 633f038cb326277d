// SPDX-License-Identifier: Apache-2.0
// Internal to the module: checks of meaning on typed rows. Rows with holes (NaN, invalid ids) are
// skipped where the hole matters, because the hole has been reported.
#pragma once

#include <cstdint>
#include <vector>

#include "world/cells.hpp"
#include "world/read.hpp"
#include "world/world.hpp"

namespace isthmus::world {

struct CheckContext {
    const World& world;
    const Cells& cells;
    const Gaps& gaps; ///< a check does not ask for rows of a table that could not be read
    Diagnostics& diagnostics;

    const CellTable& table(std::string_view name) const { return cells[name]; }
    void report(std::string_view table, std::size_t row, Finding finding) const {
        isthmus::world::report(diagnostics, cells[table].origin(row), std::move(finding));
    }
    bool readable(std::string_view table) const { return !gaps.tables.contains(table); }
};

void check_places(const CheckContext& context);
void check_links(const CheckContext& context);
void check_service(const CheckContext& context);
void check_trade(const CheckContext& context);
void check_restrictions(const CheckContext& context);
void check_evidence(const CheckContext& context);

/// One number for a link and a commodity, both valid, as the key of a hash map.
inline std::uint64_t link_commodity(LinkId link, CommodityId commodity) {
    return (static_cast<std::uint64_t>(link.index()) << 32) | commodity.index();
}

/// The days from the first of the world's first year to the last of its last.
Period world_period(const Manifest& manifest);
/// The days of `whole` that none of `covers` holds, as few periods as possible, in order.
std::vector<Period> uncovered(const Period& whole, std::vector<Period> covers);
/// "2019-01-01 to 2020-12-31", with "start" and "end" for open ends.
std::string show(const Period& period);
/// A day as YYYY-MM-DD.
std::string show_day(Day day);

} // namespace isthmus::world
