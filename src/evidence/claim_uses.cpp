// SPDX-License-Identifier: Apache-2.0
#include "evidence/claim_uses.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/claim_values.hpp"
#include "world/evidence.hpp"

namespace isthmus::evidence {
namespace {

using world::Column;
using world::ColumnType;

std::string cell_if_any(const world::Table& table, const world::Row& row, std::string_view column) {
    const auto at = table.schema->find_column(column);
    return at ? table.cell(row, *at) : std::string();
}

/// Density and heat by which the row's numbers convert: those of its grade, else of its commodity.
Quality quality_of(const world::World& world, const world::Table& table, const world::Row& row) {
    Quality quality;
    const auto commodity =
        world.find<world::CommodityTag>("commodities", cell_if_any(table, row, "commodity"));
    if (commodity.valid()) quality = world.commodities[commodity].quality;
    const auto grade = world.find<world::GradeTag>("grades", cell_if_any(table, row, "grade"));
    if (!grade.valid()) return quality;
    const Quality& own = world.grades[grade].quality;
    if (own.barrels_per_tonne) quality.barrels_per_tonne = own.barrels_per_tonne;
    if (own.gross_calorific_value) quality.gross_calorific_value = own.gross_calorific_value;
    if (own.net_calorific_value) quality.net_calorific_value = own.net_calorific_value;
    return quality;
}

/// Half a unit of the last digit that a cell shows; at least what counts as the same number.
double rounding_of(const std::string& cell, double number) {
    const std::size_t point = cell.find('.');
    const std::size_t decimals = point == std::string::npos ? 0 : cell.size() - point - 1;
    constexpr double kExact = 1e-9;
    constexpr double kMostRelative = 0.02; // 1.4 is no rounding of 1
    const double half = 0.5 * std::pow(10.0, -static_cast<double>(decimals)) * (1 + kExact);
    return std::min(half, kMostRelative * std::abs(number)) + kExact * std::abs(number);
}

struct Place {
    const world::World& world;
    const world::Table& table;
    const world::Row& row;
};

bool says_number(const Place& at, const Column& column, const std::string& cell,
                 const world::Claim& claim) {
    const auto claimed = number_of(claim);
    const auto number = parse_number(cell);
    if (!claimed || !number) return false;
    const std::string unit = world::unit_of(at.table, at.row, column);
    if (*claimed == *number && (unit.empty() || claim.unit.empty() || unit == claim.unit)) {
        return true;
    }
    if (unit.empty() || claim.unit.empty() || unit == claim.unit) return false;
    const auto factor = claim_factor(claim.unit, unit, quality_of(at.world, at.table, at.row));
    return factor &&
           std::abs(*claimed * *factor - *number) <= rounding_of(cell, *claimed * *factor);
}

bool says(const Place& at, std::size_t index, const world::Claim& claim) {
    const Column& column = at.table.schema->columns[index];
    const std::string& cell = at.row.cells[index];
    if (cell.empty() || claim.value.empty()) return false;
    switch (column.type) {
    case ColumnType::kNumber:
        return says_number(at, column, cell, claim);
    case ColumnType::kDate: {
        const auto stated = date_of(claim), date = parse_date(cell);
        return stated && date &&
               Period::between(*stated, *stated).overlaps(Period::between(*date, *date));
    }
    case ColumnType::kChoice:
    case ColumnType::kReference:
        return cell == trim(claim.value);
    default:
        return false;
    }
}

void add_uses(ClaimUses& uses, const Place& at, std::size_t row) {
    for (const world::ClaimId id : world::cited_claims(at.world, at.table, at.row)) {
        bool said = false;
        for (std::size_t i = 0; i < at.row.cells.size(); ++i) {
            if (!says(at, i, at.world.claims[id])) continue;
            uses[id].push_back({at.table.schema->name, row, i});
            said = true;
        }
        if (!said) uses[id].push_back({at.table.schema->name, row, std::nullopt});
    }
}

/// Columns of observations that say what was measured.
bool is_measured(const std::string& column) {
    return column == "link" || column == "commodity" || column == "direction" ||
           column == "supplier";
}

} // namespace

ClaimUses claim_uses(const world::World& world) {
    ClaimUses uses(world.claims.size());
    for (const world::TableSchema& schema : world::schema()) {
        if (!schema.find_column("claims")) continue;
        const world::Table& table = world.tables.at(schema.name);
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            add_uses(uses, {world, table, table.rows[row]}, row);
        }
    }
    return uses;
}

bool is_said(const std::vector<ClaimUse>& uses) {
    return std::any_of(uses.begin(), uses.end(),
                       [](const ClaimUse& use) { return use.column.has_value(); });
}

std::vector<world::ClaimId> named_in_note(const world::World& world, world::ClaimId claim) {
    constexpr std::string_view kOfIds = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    const std::string& note = world.claims[claim].note;
    std::vector<world::ClaimId> named;
    for (std::size_t at = note.find_first_of(kOfIds); at != std::string::npos;) {
        const std::size_t end = std::min(note.find_first_not_of(kOfIds, at), note.size());
        std::string word = note.substr(at, end - at);
        while (word.ends_with('.')) word.pop_back(); // of the sentence
        const auto id = world.find<world::ClaimTag>("claims", word);
        if (id.valid() && std::find(named.begin(), named.end(), id) == named.end()) {
            named.push_back(id);
        }
        at = note.find_first_of(kOfIds, end);
    }
    return named;
}

std::string identity_of(const world::World& world, const ClaimUse& use) {
    const world::Table& table = world.tables.at(use.table);
    const world::Row& row = table.rows[use.row];
    std::vector<std::string> parts;
    const bool measured = use.table == "observations";
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const Column& column = table.schema->columns[i];
        const auto& key = table.schema->key;
        const bool wanted = measured ? is_measured(column.name)
                                     : std::find(key.begin(), key.end(), column.name) != key.end();
        if (!wanted || column.name == "year" || column.name == "claims") continue;
        const std::string& cell = table.cell(row, i);
        if (!cell.empty()) parts.push_back(cell);
    }
    return join(parts, "/");
}

std::string to_string(const world::World& world, const ClaimUse& use) {
    const world::Table& table = world.tables.at(use.table);
    const world::Row& row = table.rows[use.row];
    std::string from = cell_if_any(table, row, "from"), to = cell_if_any(table, row, "to");
    const std::string year = cell_if_any(table, row, "year");
    std::string dates = year;
    if (year.empty() && !table.schema->dated) from = to = "";
    if (dates.empty() && !from.empty()) dates = to.empty() ? "from " + from : from + " to " + to;
    if (dates.empty() && !to.empty()) dates = "until " + to;
    std::string out = fmt::format("{} {}", use.table, identity_of(world, use));
    if (!dates.empty()) out += fmt::format(" ({})", dates);
    if (use.column) out += fmt::format(": {}", table.schema->columns[*use.column].name);
    return out;
}

std::string note_of(const world::World& world, const ClaimUse& use) {
    const world::Table& table = world.tables.at(use.table);
    return cell_if_any(table, table.rows[use.row], "note");
}

Period period_of(const world::Table& table, const world::Row& row) {
    if (const auto year = parse_integer(cell_if_any(table, row, "year"))) {
        return Period::of_year(*year);
    }
    if (!table.schema->dated) return {};
    return Period::between(parse_date(cell_if_any(table, row, "from")),
                           parse_date(cell_if_any(table, row, "to")));
}

} // namespace isthmus::evidence
