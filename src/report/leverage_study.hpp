// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the games that the report's section on leverage rests on. One year in
// full, with few enough players that the page stays quick; the same players and commodities in
// another year or world for the change, and in every fifth year of the world for the course of
// time. A game that cannot be built leaves a reason instead: the report goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "game/leverage.hpp"
#include "report/html_report.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// Exact values of all coalitions of so many take a fraction of a second on a real world, and
/// eleven years of them have to.
inline constexpr std::size_t kReportPlayers = 10;

/// What cooperation adds for each player in one year.
struct YearOfGains {
    int year = 0;
    /// By player of the report's year, MUSD; nothing where it had no stake in this year, or counted
    /// for another player. Empty where the year has no game.
    std::vector<std::optional<double>> gains;
    double all = 0;     ///< their sum
    std::string reason; ///< why there is no game
};

struct LeverageStudy {
    std::optional<game::Leverage> leverage;
    std::string reason; ///< why there is none

    std::string against_name; ///< "2014", "the world without the scenario"; empty: nothing is
    std::optional<game::Leverage> against; ///< of the same players
    std::string against_reason;

    std::vector<YearOfGains> years; ///< ascending; with the report's own year
};

/// Half of the players are those who matter most, the others those who matter most of `central`, so
/// that a page about a region speaks of its states. Held against what the options say; else a
/// scenario against the year ahead of it, and a year against ten years before where the world has
/// that. The worlds must outlive the study.
LeverageStudy leverage_study(const flow::Equilibrium& equilibrium, const ReportOptions& options,
                             const std::vector<world::ActorId>& central = {});

/// Players by years, in per cent of all gains of the year; the players in the order of `leverage`
/// (a leverage_table). Years without a game are columns of missing cells.
ResultTable gain_share_table(const LeverageStudy& study, const ResultTable& leverage);
/// The same in MUSD.
ResultTable gain_year_table(const LeverageStudy& study, const ResultTable& leverage);

/// Why there is no study, in the words of the first error.
std::string first_reason(const Diagnostics& diagnostics);
/// What the market is about, so that `--commodity` holds in the studies as well.
std::vector<world::CommodityId> commodities_of(const flow::Market& market);

} // namespace isthmus::report
