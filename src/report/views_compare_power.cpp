// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_power.hpp"

#include <cmath>

#include "report/columns.hpp"
#include "report/views_compare_tables.hpp"

namespace isthmus::report {

namespace {

/// Below this share of all that is divided a value is rounding.
constexpr double kNoise = 1e-9;

double without_noise(double value, double scale) {
    return std::abs(value) < kNoise * std::abs(scale) ? 0 : value;
}

/// A share in per cent; nothing of what is as good as nothing.
Cell percent(double part, double whole) {
    constexpr double kLeast = 0.05; // MUSD; shown as 0.0
    if (std::abs(whole) <= kLeast) return {};
    return 100 * part / whole;
}

} // namespace

ResultTable compare_leverage(const std::vector<const flow::Equilibrium*>& equilibria,
                             const std::vector<const game::Leverage*>& leverages) {
    const ComparedSides sides(equilibria);
    const ResultColumn gain = number("gain", "Gain", "MUSD", 0, "Shapley value beyond alone");
    const ResultColumn part = number("share", "Share", "%", 1, "Of all gains");
    ResultTable table{"compare_leverage",
                      "Who gains and loses bargaining power: " + sides.bases(),
                      "The gain is what a player's Shapley value adds to what it has alone.",
                      {text("player", "Player", "Id of the state or bloc"), text("name", "Name")},
                      {}};
    sides.add_columns(table.columns, gain);
    sides.add_columns(table.columns, part);
    const game::Leverage& reference = *leverages.front();
    for (std::size_t player = 0; player < reference.players(); ++player) {
        const game::Player& of = reference.game.players[player];
        ResultRow row{{of.id, of.name}, {}};
        std::vector<Cell> gains, shares;
        for (const game::Leverage* leverage : leverages) {
            const double all = leverage->values.total[leverage->values.total.grand()];
            const double value = without_noise(leverage->gain(player), all);
            gains.emplace_back(value);
            shares.push_back(percent(value, leverage->properties.cooperation_surplus));
        }
        sides.add_cells(row.cells, gains, gain.decimals);
        sides.add_cells(row.cells, shares, part.decimals);
        table.rows.push_back(std::move(row));
    }
    sort_by_change(table, sides, gain.name);
    return table;
}

ResultTable compare_dependence(const std::vector<const flow::Equilibrium*>& equilibria,
                               const std::vector<const dependence::Dependence*>& dependences) {
    const ComparedSides sides(equilibria);
    const ResultColumn before = number("sensitivity", "Sensitivity", "MUSD", 1,
                                       "Loss when the partner withdraws, before rerouting");
    const ResultColumn after = number("vulnerability", "Vulnerability", "MUSD", 1,
                                      "Loss when the partner withdraws, after rerouting");
    const ResultColumn part =
        number("vulnerability_share", "Of own payoff", "%", 1, "Vulnerability");
    ResultTable table{
        "compare_dependence",
        "Whose dependence changes: " + sides.bases(),
        "What a player loses when the partner withdraws towards it. Below zero: it gains. Pairs in "
        "which nothing changes are left out.",
        {text("player", "Player", "Id of who depends"), text("name", "Name"),
         text("partner", "On", "Id of who withdraws"), text("partner_name", "Partner's name")},
        {}};
    for (const ResultColumn* column : {&before, &after, &part}) {
        sides.add_columns(table.columns, *column);
    }
    const auto& players = dependences.front()->players;
    for (std::size_t i = 0; i < players.size(); ++i) {
        for (std::size_t j = 0; j < players.size(); ++j) {
            if (i == j) continue;
            std::vector<Cell> sensitivities, vulnerabilities, shares;
            for (const dependence::Dependence* side : dependences) {
                const dependence::PairDependence& pair = side->pair(i, j);
                const double loss =
                    without_noise(pair.vulnerability.loss.total.total(), side->welfare);
                const std::optional<double> relative = side->relative(i, loss);
                sensitivities.emplace_back(
                    without_noise(pair.sensitivity.loss.total.total(), side->welfare));
                vulnerabilities.emplace_back(loss);
                Cell& share = shares.emplace_back();
                if (relative) share = 100 * *relative;
            }
            ResultRow row{{players[i].id, players[i].name, players[j].id, players[j].name}, {}};
            const bool sooner = sides.add_cells(row.cells, sensitivities, before.decimals);
            const bool later = sides.add_cells(row.cells, vulnerabilities, after.decimals);
            sides.add_cells(row.cells, shares, part.decimals);
            if (sooner || later) table.rows.push_back(std::move(row));
        }
    }
    sort_by_change(table, sides, after.name);
    return table;
}

} // namespace isthmus::report
