// SPDX-License-Identifier: Apache-2.0
// Claims and sources that nothing cites: one line each, because a world under work may have many.
#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

void report_uncited(const CheckContext& context, std::string_view table, std::string_view id,
                    const std::vector<bool>& cited) {
    constexpr std::size_t kShown = 3;
    std::size_t count = 0;
    std::vector<std::string> first;
    for (std::size_t i = 0; i < cited.size(); ++i) {
        if (cited[i]) continue;
        ++count;
        if (first.size() < kShown) first.push_back(context.table(table).text(i, "id"));
    }
    if (count == 0) return;
    const RowOrigin file{context.table(table).origin(0).file, 0};
    isthmus::world::report(context.diagnostics, file,
                           {.id = id,
                            .column = "id",
                            .found = fmt::format("{} of {}", count, cited.size()),
                            .expected = fmt::format("{} that something cites", table),
                            .hint = fmt::format("first {}", join(first, ", "))});
}

} // namespace

void check_evidence(const CheckContext& context) {
    // Whether something is cited is known only where everything could be read.
    if (!context.gaps.tables.empty()) return;
    std::vector<bool> claims(context.world.claims.size());
    for (const auto& [name, table] : context.cells.tables) {
        if (!table.table->schema->find_column("claims")) continue;
        for (const std::vector<ListItem>& items : table["claims"].lists) {
            for (const ListItem& item : items) claims[item.row] = true;
        }
    }
    std::vector<bool> sources(context.world.sources.size());
    for (const Claim& claim : context.world.claims) {
        if (claim.source.valid()) sources[claim.source.index()] = true;
    }
    report_uncited(context, "claims", "W304", claims);
    report_uncited(context, "sources", "W305", sources);
}

} // namespace isthmus::world
