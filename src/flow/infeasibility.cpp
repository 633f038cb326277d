// SPDX-License-Identifier: Apache-2.0
#include "flow/infeasibility.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/block_program.hpp"

namespace isthmus::flow {
namespace {

// A shortfall below this is the solver's tolerance, not a missing quantity.
constexpr double kNoShortfall = 1e-7;

/// The elastic program with no costs but those of the slacks.
class ElasticProgram {
  public:
    ElasticProgram(const Problem& problem, const Block& block)
        : block_(block),
          program_(problem, block, true),
          solver_(make_lp_solver(lp_solver_names().front(), program_.program())) {
        const LinearProgram& lp = program_.program();
        for (std::size_t column = 0; column < lp.columns(); ++column) {
            solver_->set_column(column, 0, lp.lower[column], lp.upper[column]);
        }
        for (std::size_t i = 0; i < block.obligations.size(); ++i) hold(i, true);
    }

    /// Whether missing an obligation counts.
    void hold(std::size_t obligation, bool counts) {
        solver_->set_column(program_.slack_column(obligation), counts ? 1 : 0, 0, kInfinity);
    }

    LpSolution solve() { return solver_->solve(); }
    double slack(const LpSolution& solution, std::size_t obligation) const {
        return solution.value[program_.slack_column(obligation)];
    }
    std::vector<double> rents(const LpSolution& solution) const {
        return program_.read_rents(solution);
    }

  private:
    const Block& block_;
    BlockProgram program_;
    std::unique_ptr<LpSolver> solver_;
};

std::string quantity(const world::Commodity& commodity, double canonical) {
    return fmt::format(
        "{} {}", format_number(std::stod(format_fixed(commodity.shown_quantity(canonical), 3))),
        commodity.unit.name);
}

std::string resource_name(const Market& market, ResourceId id) {
    const MarketResource& resource = market.resources[id];
    const world::World& world = *market.world;
    if (resource.group.valid()) return world.capacity_groups[resource.group].name;
    const auto& commodity = world.commodities[resource.commodity];
    return fmt::format("{} ({})", world.links[resource.link].name,
                       quantity(commodity, market.problem.resources[id].limit));
}

/// Links that carry the commodity in some year but are not in service in this one, with who shut
/// them.
std::string closed_links(const Market& market, world::CommodityId commodity) {
    const world::World& world = *market.world;
    std::vector<std::string> names;
    for (const auto& status : world.link_status) {
        if (status.status != world::Status::kClosed || market.service[status.link].open_share > 0 ||
            !status.period.overlaps(Period::of_year(market.year))) {
            continue;
        }
        const bool carries = std::any_of(
            world.capacities.begin(), world.capacities.end(), [&](const world::Capacity& row) {
                return row.link == status.link && row.commodity == commodity;
            });
        if (!carries) continue;
        const auto& table = world.tables.at("link_status");
        const auto& since = table.cell(table.rows[status.provenance.row], "from");
        const std::string by =
            status.by.valid() ? " by " + world.actors[status.by].name : std::string();
        names.push_back(fmt::format("{}{}{}{}", world.links[status.link].name,
                                    since.empty() ? "" : " since ", since, by));
    }
    return join(names, "; ");
}

} // namespace

Infeasibility find_infeasibility(const Problem& problem, std::size_t block_index) {
    const std::vector<Block> parts = blocks(problem);
    const Block& block = parts[block_index];
    ElasticProgram elastic(problem, block);
    LpSolution solution = elastic.solve();
    Infeasibility result;
    if (solution.status != LpStatus::kOptimal) return result;
    for (std::size_t i = 0; i < block.obligations.size(); ++i) {
        const double missed = elastic.slack(solution, i);
        if (missed <= kNoShortfall) continue;
        const double required = problem.obligations[block.obligations[i]].lower;
        result.shortfalls.push_back({block.obligations[i], required, required - missed});
    }
    const std::vector<double> rents = elastic.rents(solution);
    for (std::size_t i = 0; i < block.resources.size(); ++i) {
        if (rents[i] > kNoShortfall) result.limits.push_back(block.resources[i]);
    }
    // Deletion filter: an obligation without which the rest still conflicts is not part of the
    // conflict.
    std::vector<bool> kept(block.obligations.size(), true);
    for (std::size_t i = 0; i < block.obligations.size(); ++i) {
        elastic.hold(i, false);
        solution = elastic.solve();
        kept[i] = solution.objective <= kNoShortfall;
        if (kept[i]) elastic.hold(i, true);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i]) result.conflict.push_back(block.obligations[i]);
    }
    return result;
}

Diagnostics explain_infeasibility(const Market& market, std::size_t block) {
    const world::World& world = *market.world;
    const Infeasibility found = find_infeasibility(market.problem, block);
    const auto contract_of = [&](ObligationId id) -> const world::Contract& {
        return world.contracts[market.obligations[id].contract];
    };
    std::vector<std::string> limits, conflict;
    for (const ResourceId id : found.limits) limits.push_back(resource_name(market, id));
    for (const ObligationId id : found.conflict) {
        if (market.obligations[id].contract.valid()) conflict.push_back(contract_of(id).name);
    }
    Diagnostics diagnostics;
    for (const Shortfall& shortfall : found.shortfalls) {
        const world::Contract& contract = contract_of(shortfall.obligation);
        const auto& commodity = world.commodities[contract.commodity];
        const auto& origin = world.tables.at("contracts").rows[contract.provenance.row].origin;
        std::string hint;
        if (!limits.empty()) hint = "limited by " + join(limits, "; ");
        const std::string closed = closed_links(market, contract.commodity);
        if (!closed.empty()) hint += (hint.empty() ? "closed: " : ". Closed: ") + closed;
        if (conflict.size() > 1) hint += ". Cannot be met together: " + join(conflict, "; ");
        diagnostics.add({"E510", origin.file, origin.line, "minimum",
                         fmt::format("{}: minimum take of {} in {}", contract.name,
                                     quantity(commodity, shortfall.required), market.year),
                         fmt::format("at most the {} that can reach {}",
                                     quantity(commodity, std::max(0.0, shortfall.possible)),
                                     world.actors[contract.buyer].name),
                         hint});
    }
    return diagnostics;
}

} // namespace isthmus::flow
