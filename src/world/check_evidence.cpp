// SPDX-License-Identifier: Apache-2.0
// Claims and sources that nothing cites: one line each, because a world under work may have many.
#include <set>
#include <string_view>
#include <utility>

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

/// A claim about the same property of the same subject as one that is cited bears witness to it or
/// against it, and is there for that.
void count_witnesses(const World& world, std::vector<bool>& cited) {
    std::set<std::pair<std::string_view, std::string_view>> topics;
    for (std::size_t i = 0; i < cited.size(); ++i) {
        const Claim& claim = world.claims[ClaimId(i)];
        if (cited[i]) topics.emplace(claim.subject, claim.property);
    }
    for (std::size_t i = 0; i < cited.size(); ++i) {
        const Claim& claim = world.claims[ClaimId(i)];
        cited[i] = cited[i] || topics.contains({claim.subject, claim.property});
    }
}

/// Numbers may not rest on what is marked as implausible; the chronicle may tell that it was said.
void report_implausible(const CheckContext& context, const CellTable& table) {
    const CellColumn& cited = table["claims"];
    for (std::size_t row = 0; row < table.size(); ++row) {
        for (const ListItem& item : cited.lists[row]) {
            if (item.row == kNoRow) continue;
            const Claim& claim = context.world.claims[ClaimId(item.row)];
            if (claim.plausibility == ClaimPlausibility::kPlausible) continue;
            isthmus::world::report(context.diagnostics, table.origin(row),
                                   {.id = "E326",
                                    .column = "claims",
                                    .found = claim.id,
                                    .expected = "claims that are plausible",
                                    .hint = "its note: " + claim.note});
        }
    }
}

} // namespace

void check_evidence(const CheckContext& context) {
    for (const auto& [name, table] : context.cells.tables) {
        if (table.table->schema->find_column("claims")) report_implausible(context, table);
    }
    // Whether something is cited is known only where everything could be read.
    if (!context.gaps.tables.empty()) return;
    std::vector<bool> claims(context.world.claims.size());
    for (const Anchor& anchor : context.world.anchors) {
        if (anchor.claim.valid()) claims[anchor.claim.index()] = true;
    }
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
    count_witnesses(context.world, claims);
    report_uncited(context, "claims", "W304", claims);
    report_uncited(context, "sources", "W305", sources);
}

} // namespace isthmus::world
