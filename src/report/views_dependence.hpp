// SPDX-License-Identifier: Apache-2.0
// Views of dependence as tables: who loses what when another withdraws towards it, at once and
// after rerouting, and how exposed and how diversified each one's trade is. Money in MUSD a year,
// quantities as each commodity shows them. Tables in long form hold every pair; `Only` narrows
// them. Losses below what certificates vouch for are shown as zero.
#pragma once

#include <cstddef>
#include <optional>

#include "dependence/dependence.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// Narrows a table to one who depends, to one on whom, and to a commodity; places in the
/// dependence.
struct Only {
    std::optional<std::size_t> of, on, commodity;
};

enum class DependenceMeasure {
    kSensitivity,   ///< loss before rerouting, per cent of own payoff
    kVulnerability, ///< loss after rerouting, per cent of own payoff
    kExposure,      ///< (imports from + exports to the other) / (all imports + all exports)
    kThrough,       ///< share of imports and exports that needs the other's consent on the way
};

/// For people: rows who depend, columns on whom, per cent. Of one commodity, or of all together.
ResultTable dependence_matrix_table(const dependence::Dependence& dependence,
                                    DependenceMeasure measure,
                                    std::optional<std::size_t> commodity = {});
/// Every ordered pair, in total (commodity "all") and by commodity: both measures, absolute and as
/// shares of own payoff, with their parts, and the marks with their explanation.
ResultTable dependence_table(const dependence::Dependence& dependence, const Only& only = {});
/// The first rows of the same in total by the share lost after rerouting, with fewer columns.
ResultTable largest_dependence_table(const dependence::Dependence& dependence, std::size_t most,
                                     const Only& only = {});
/// One pair by commodity, both measures with their parts.
ResultTable pair_dependence_table(const dependence::Dependence& dependence, std::size_t of,
                                  std::size_t on);
/// Pairs that lose more after rerouting than before, with the price that moved against them, and
/// those where a minimum take was excused.
ResultTable dependence_mark_table(const dependence::Dependence& dependence, const Only& only = {});
/// Each pair once, the more dependent side first, by the larger share.
ResultTable asymmetry_table(const dependence::Dependence& dependence, const Only& only = {});
/// What every player gains or loses by each withdrawal, with everyone else and everybody: the
/// changes add up to the last row. Changes below 0.05 MUSD are left out.
ResultTable withdrawal_table(const dependence::Dependence& dependence, const Only& only = {});
/// For people: the players that gain most from a withdrawal, each pair told once.
ResultTable gainer_table(const dependence::Dependence& dependence, std::size_t most,
                         const Only& only = {});
/// Shares of trade: imports from, exports to, trade through, carriage for the other. Pairs without
/// such trade are left out.
ResultTable exposure_table(const dependence::Dependence& dependence, const Only& only = {});
/// Herfindahl indices over partners and routes, and the number of independent vectors.
ResultTable diversification_table(const dependence::Dependence& dependence, const Only& only = {});
/// The independent vectors themselves.
ResultTable vector_table(const dependence::Dependence& dependence, const Only& only = {});
/// Payoffs in the year as it is, which losses are held against; they add up to welfare.
ResultTable dependence_payoff_table(const dependence::Dependence& dependence);
/// Number of experiments and the worst of their certificates.
ResultTable dependence_certificate_table(const dependence::Dependence& dependence);

} // namespace isthmus::report
