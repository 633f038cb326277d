// SPDX-License-Identifier: Apache-2.0
#include "report/dependence_cells.hpp"

#include <cmath>

#include <fmt/format.h>

#include "report/columns.hpp"

namespace isthmus::report {

using dependence::Dependence;
using dependence::PairDependence;
using dependence::TradeShares;

std::string dependence_basis(const Dependence& dependence) {
    const world::World& world = *dependence.world;
    const std::string text = fmt::format("{}, {}", world.manifest().title, dependence.year);
    return world.scenario.empty() ? text : fmt::format("{}, scenario {}", text, world.scenario);
}

double clean(double loss, const Dependence& dependence, std::size_t player) {
    return std::abs(loss) <= dependence.negligible_loss(player) ? 0 : loss;
}

Cell percent(std::optional<double> share) {
    return share ? Cell(kHundred * *share) : Cell();
}

std::string commodity_id(const Dependence& dependence, std::size_t commodity) {
    if (commodity == dependence.commodities.size()) return std::string(kAll);
    return dependence.world->commodities[dependence.commodities[commodity]].id;
}

/// All together first, then each.
std::vector<std::size_t> commodities_of(const Dependence& dependence, const Only& only) {
    if (only.commodity) return {*only.commodity};
    std::vector<std::size_t> places = {dependence.commodities.size()};
    for (std::size_t k = 0; k < dependence.commodities.size(); ++k) places.push_back(k);
    return places;
}

const TradeShares& shares_of(const PairDependence& pair, std::size_t commodity) {
    return commodity == pair.exposure.by_commodity.size() ? pair.exposure.total
                                                          : pair.exposure.by_commodity[commodity];
}

std::vector<ResultColumn> pair_columns() {
    return {text("actor", "Actor", "Id of the state or bloc that depends"), text("name", "Who"),
            text("on", "On", "Id of the one that withdraws towards it"),
            text("on_name", "On whom")};
}

std::vector<Cell> pair_cells(const Dependence& dependence, const PairDependence& pair) {
    const game::Player &one = dependence.players[pair.i], &other = dependence.players[pair.j];
    return {one.id, one.name, other.id, other.name};
}

} // namespace isthmus::report
