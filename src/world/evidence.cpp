// SPDX-License-Identifier: Apache-2.0
#include "world/evidence.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace isthmus::world {
namespace {

/// Whether the claim says this number, in this unit where both name one.
bool states(const Claim& claim, double number, const std::string& unit) {
    if (!unit.empty() && !claim.unit.empty() && claim.unit != unit) return false;
    const auto value = parse_number(claim.value);
    return value && *value == number;
}

std::optional<Evidence> cell_evidence(const World& world, const std::vector<ClaimId>& claims,
                                      const Table& table, const Row& row, std::size_t column) {
    std::optional<Evidence> weakest, best;
    const Column& of = table.schema->columns[column];
    const auto number =
        of.type == ColumnType::kNumber ? parse_number(row.cells[column]) : std::optional<double>();
    const std::string unit = number ? unit_of(table, row, of) : std::string();
    for (const ClaimId claim : claims) {
        const Evidence one = evidence_of(world, claim);
        weakest = weakest ? std::max(*weakest, one) : one;
        if (number && states(world.claims[claim], *number, unit)) {
            best = best ? std::min(*best, one) : one;
        }
    }
    return best ? best : weakest;
}

void add_row(EvidenceSummary& summary, const World& world, const Table& table, std::size_t index) {
    const Row& row = table.rows[index];
    const std::vector<ClaimId> claims = cited_claims(world, table, row);
    if (claims.empty()) return;
    if (std::all_of(claims.begin(), claims.end(), [&](ClaimId claim) {
            return evidence_of(world, claim) == Evidence::kRecalled;
        })) {
        summary.recalled_rows.emplace_back(table.schema->name, index);
    }
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        if (table.schema->columns[i].type != ColumnType::kNumber || row.cells[i].empty()) continue;
        ++summary.numbers;
        switch (*cell_evidence(world, claims, table, row, i)) {
        case Evidence::kStated:
            ++summary.stated;
            break;
        case Evidence::kDerived:
            ++summary.derived;
            break;
        case Evidence::kCalibrated:
            ++summary.calibrated;
            break;
        case Evidence::kEstimate:
            ++summary.estimate;
            break;
        case Evidence::kRecalled:
            ++summary.recalled;
            break;
        }
    }
}

} // namespace

std::string unit_of(const Table& table, const Row& row, const Column& column) {
    if (!column.unit.starts_with('@')) return column.unit;
    const std::size_t slash = column.unit.find('/');
    const std::string named = column.unit.substr(1, slash == std::string::npos ? slash : slash - 1);
    const std::string rest = slash == std::string::npos ? "" : column.unit.substr(slash);
    const auto place = table.schema->find_column(named);
    return place ? table.cell(row, *place) + rest : column.unit;
}

std::string_view to_string(Evidence evidence) {
    switch (evidence) {
    case Evidence::kStated:
        return "stated";
    case Evidence::kDerived:
        return "derived";
    case Evidence::kCalibrated:
        return "calibrated";
    case Evidence::kEstimate:
        return "estimate";
    case Evidence::kRecalled:
        return "recalled";
    }
    return {};
}

std::string_view meaning(Evidence evidence) {
    switch (evidence) {
    case Evidence::kStated:
        return "a document states it";
    case Evidence::kDerived:
        return "computed from what documents state";
    case Evidence::kCalibrated:
        return "fitted to observed flows; the claim says to which";
    case Evidence::kEstimate:
        return "nobody states it; the claim gives the reasoning";
    case Evidence::kRecalled:
        return "from general knowledge; no document was seen";
    }
    return {};
}

Evidence evidence_of(const World& world, ClaimId id) {
    const Claim& claim = world.claims[id];
    if (claim.confidence == Confidence::kCalibrated) return Evidence::kCalibrated;
    const SourceKind kind = world.sources[claim.source].kind;
    if (kind == SourceKind::kRecalled) return Evidence::kRecalled;
    if (kind == SourceKind::kEstimate || claim.confidence == Confidence::kEstimate) {
        return Evidence::kEstimate;
    }
    return claim.confidence == Confidence::kDerived ? Evidence::kDerived : Evidence::kStated;
}

std::vector<ClaimId> cited_claims(const World& world, const Table& table, const Row& row) {
    std::vector<ClaimId> claims;
    if (!table.schema->find_column("claims")) return claims;
    for (const std::string& id : split(table.cell(row, "claims"), ';')) {
        const ClaimId claim = world.find<ClaimTag>("claims", id);
        if (claim.valid()) claims.push_back(claim);
    }
    return claims;
}

std::optional<Evidence> evidence_of(const World& world, const Table& table, const Row& row,
                                    std::size_t column) {
    return cell_evidence(world, cited_claims(world, table, row), table, row, column);
}

std::size_t EvidenceSummary::count(Evidence evidence) const {
    switch (evidence) {
    case Evidence::kStated:
        return stated;
    case Evidence::kDerived:
        return derived;
    case Evidence::kCalibrated:
        return calibrated;
    case Evidence::kEstimate:
        return estimate;
    case Evidence::kRecalled:
        return recalled;
    }
    return 0;
}

EvidenceSummary summarise_evidence(const World& world) {
    EvidenceSummary summary;
    for (const TableSchema& schema : schema()) {
        if (!schema.find_column("claims")) continue;
        const Table& table = world.tables.at(schema.name);
        for (std::size_t i = 0; i < table.rows.size(); ++i) add_row(summary, world, table, i);
    }
    return summary;
}

} // namespace isthmus::world
