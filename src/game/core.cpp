// SPDX-License-Identifier: Apache-2.0
#include "game/core.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "game/least_core.hpp"

namespace isthmus::game {
namespace {

/// The dual of the least core puts the same weight t on every player: divided by t it is balanced.
BalancedCollection balanced_collection(const ValueTable& table, const LeastCore& least) {
    BalancedCollection collection;
    double weight = 0;
    for (std::size_t row = 0; row < least.tight.size(); ++row) {
        weight += least.weights[row] * static_cast<double>(coalition_size(least.tight[row]));
    }
    weight /= static_cast<double>(table.players());
    std::vector<double> of_player(table.players());
    collection.excess = -table[table.grand()];
    for (std::size_t row = 0; row < least.tight.size(); ++row) {
        const Coalition coalition = least.tight[row];
        const double share = least.weights[row] / weight;
        collection.coalitions.push_back(coalition);
        collection.weights.push_back(share);
        collection.excess += share * table[coalition];
        for_each_player(coalition, [&](std::size_t player) { of_player[player] += share; });
    }
    for (const double sum : of_player) {
        collection.imbalance = std::max(collection.imbalance, std::abs(sum - 1));
    }
    return collection;
}

} // namespace

Result<CoreReport> core(const ValueTable& table, std::string_view solver) {
    const Result<LeastCore> solved = least_core(table, solver);
    if (!solved) return solved.diagnostics();
    const LeastCore& least = solved.value();
    CoreReport report;
    report.epsilon = least.epsilon;
    const double all = std::abs(table[table.grand()]);
    if (all > 0) report.epsilon_share = least.epsilon / all;
    report.payoff = least.payoff;
    report.empty = least.epsilon > kCoreTolerance * value_scale(table);
    if (report.empty) report.witness = balanced_collection(table, least);
    return report;
}

CoreMembership core_membership(const ValueTable& table, std::span<const double> payoff) {
    const double tolerance = kCoreTolerance * value_scale(table);
    CoreMembership membership;
    membership.undistributed = excess(table, payoff, table.grand());
    membership.blocking = largest_excess(table, payoff);
    membership.member =
        std::abs(membership.undistributed) <= tolerance && membership.blocking.excess <= tolerance;
    return membership;
}

} // namespace isthmus::game
