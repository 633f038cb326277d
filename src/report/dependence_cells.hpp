// SPDX-License-Identifier: Apache-2.0
// Internal to the module: cells and rows that the views of dependence share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/views_dependence.hpp"

namespace isthmus::report {

inline constexpr double kHundred = 100;         ///< per cent
inline constexpr std::string_view kAll = "all"; ///< commodities together

/// "Caspian, 2024, scenario suez-shut".
std::string dependence_basis(const dependence::Dependence& dependence);
/// A loss of a player, zero where it is negligible.
double clean(double loss, const dependence::Dependence& dependence, std::size_t player);
Cell percent(std::optional<double> share);

/// Places of commodities: the number of commodities stands for all together.
std::string commodity_id(const dependence::Dependence& dependence, std::size_t commodity);
/// All together first, then each; or the one asked for.
std::vector<std::size_t> commodities_of(const dependence::Dependence& dependence, const Only& only);
const dependence::TradeShares& shares_of(const dependence::PairDependence& pair,
                                         std::size_t commodity);

std::vector<ResultColumn> pair_columns();
std::vector<Cell> pair_cells(const dependence::Dependence& dependence,
                             const dependence::PairDependence& pair);

template <typename Visit>
void for_each_pair(const dependence::Dependence& dependence, const Only& only, const Visit& visit) {
    for (std::size_t i = 0; i < dependence.players.size(); ++i) {
        if (only.of && *only.of != i) continue;
        for (std::size_t j = 0; j < dependence.players.size(); ++j) {
            if (i == j || (only.on && *only.on != j)) continue;
            visit(dependence.pair(i, j));
        }
    }
}

} // namespace isthmus::report
