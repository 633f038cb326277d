// SPDX-License-Identifier: Apache-2.0
// Views of leverage as tables: who holds the lever, by which concept, and why.
#pragma once

#include <string_view>
#include <vector>

#include "game/leverage.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// Solution concepts by the words of the command line, in the order of the table.
struct Concept {
    std::string_view id, title, meaning;
    /// By player; empty where the game has none.
    std::vector<double> (*values)(const game::Leverage&);
};
const std::vector<Concept>& concepts();

/// Value alone, Shapley value and nucleolus with each one's gain over being alone, in money and as
/// a share of all gains; the change of the Shapley gain since `against`, of the same players, if
/// any.
ResultTable leverage_table(const game::Leverage& leverage, const game::Leverage* against = nullptr);
/// One column for each named concept, all where none is named.
ResultTable concept_table(const game::Leverage& leverage,
                          const std::vector<std::string>& names = {});
/// Superadditivity, monotonicity, convexity and the core, with the coalitions that break them.
ResultTable game_property_table(const game::Leverage& leverage);
/// What each player would lose without each other one; pairs below 0.05 MUSD are left out.
ResultTable partner_table(const game::Leverage& leverage);
/// Mean marginal contribution of each player by the number of those already there.
ResultTable contribution_table(const game::Leverage& leverage);
/// What each consent of one player is worth to it.
ResultTable consent_table(const game::Leverage& leverage, std::size_t player,
                          const game::ConsentWorths& worths);
/// Parts of the game: commodities, players, how the values were computed and checked.
ResultTable game_part_table(const game::Leverage& leverage);
/// Sentences on players, others, contracts, restrictions, unions and severed relations.
ResultTable assumption_table(const game::Leverage& leverage);
/// Estimates with half-widths, and how they came about.
ResultTable sampled_table(const game::SampledLeverage& leverage);

/// "Azerbaijan + Georgia + Turkey"; "everybody", "nobody".
std::string coalition_name(const game::WorldGame& game, game::Coalition coalition);

} // namespace isthmus::report
