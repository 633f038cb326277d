// SPDX-License-Identifier: Apache-2.0
// What each kind of restriction needs, and what it does not use.
#include <fmt/format.h>

#include "world/checks.hpp"

namespace isthmus::world {

namespace {

enum class Use { kUnused, kOptional, kNeeded };

struct Needs {
    Use target, commodity, links, value; ///< value stands for its unit, too
};

Needs needs_of(RestrictionKind kind) {
    constexpr Use kNo = Use::kUnused, kMay = Use::kOptional, kMust = Use::kNeeded;
    switch (kind) {
    case RestrictionKind::kEmbargo:
        return {kMust, kMay, kNo, kNo};
    case RestrictionKind::kExportBan:
        return {kMust, kMay, kNo, kNo};
    case RestrictionKind::kTransitBan:
        return {kMust, kMay, kMust, kNo};
    case RestrictionKind::kClosure:
        return {kNo, kMay, kMust, kNo};
    case RestrictionKind::kQuota:
        return {kMust, kMust, kNo, kMust};
    case RestrictionKind::kSurcharge:
        return {kMust, kMust, kMust, kMust};
    case RestrictionKind::kPriceCap:
        return {kMust, kMust, kNo, kMust};
    case RestrictionKind::kRecord:
        break;
    }
    return {kMay, kMay, kMay, kMay};
}

void check_cell(const CheckContext& context, std::size_t row, std::string_view column, Use use) {
    const CellTable& table = context.table("restrictions");
    const bool empty = table.empty(row, column);
    const std::string& kind = table.text(row, "kind");
    if (use == Use::kNeeded && empty) {
        context.report("restrictions", row,
                       {.id = "E319",
                        .column = column,
                        .expected = fmt::format("a {} of the {}", column, kind)});
    }
    if (use != Use::kUnused || empty) return;
    context.report(
        "restrictions", row,
        {.id = "W307",
         .column = column,
         .found = table.text(row, column),
         .expected = fmt::format("nothing, for a restriction of kind {} does not use it", kind)});
}

} // namespace

void check_restrictions(const CheckContext& context) {
    const CellTable& table = context.table("restrictions");
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (!table["kind"].known_choices[i]) continue;
        const auto kind = table["kind"].choice<RestrictionKind>(i);
        const Needs needs = needs_of(kind);
        check_cell(context, i, "target", needs.target);
        check_cell(context, i, "commodity", needs.commodity);
        check_cell(context, i, "links", needs.links);
        check_cell(context, i, "value", needs.value);
        check_cell(context, i, "unit", needs.value);
        const Use note = kind == RestrictionKind::kRecord ? Use::kNeeded : Use::kOptional;
        check_cell(context, i, "note", note);
    }
}

} // namespace isthmus::world
