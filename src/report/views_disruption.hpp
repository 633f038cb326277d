// SPDX-License-Identifier: Apache-2.0
// Views of disruption as tables: what the loss of a link or place does, the worst sets of several,
// and what capacities alone say. Money in MUSD a year, quantities as each commodity shows them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dependence/disruption.hpp"
#include "dependence/min_cut.hpp"
#include "dependence/n_minus_1.hpp"
#include "dependence/shortfall.hpp"
#include "dependence/survival.hpp"
#include "dependence/worst_outages.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// Links and places ranked by what is lost without them, the formula in the note; those that change
/// nothing are counted there.
ResultTable outage_table(const dependence::Baseline& base, const dependence::Disruption& n_minus_1);
/// Each outage in a row: loss of welfare, flow, and where the price rises most.
ResultTable outage_effect_table(const dependence::Baseline& base,
                                const dependence::Disruption& disruption);
/// Demand that is no longer served, by outage and commodity.
ResultTable unserved_table(const dependence::Baseline& base,
                           const dependence::Disruption& disruption);
/// Loss of each state by each outage; those below 0.05 MUSD are left out. The last row of an outage
/// is everybody's.
ResultTable outage_loss_table(const dependence::Baseline& base,
                              const dependence::Disruption& disruption);
/// Demands that are served less or pay another price, by outage.
ResultTable demand_effect_table(const dependence::Baseline& base,
                                const dependence::Disruption& disruption);
/// How long stores replace what each outage leaves unserved.
ResultTable survival_table(const dependence::Baseline& base,
                           const dependence::Disruption& disruption);
/// How many markets were solved, and the worst of their certificates.
ResultTable disruption_certificate_table(const dependence::Baseline& base,
                                         const dependence::Disruption& disruption);

/// The worst set of at most k outages with its proved bound.
ResultTable worst_outage_table(const dependence::Baseline& base,
                               const dependence::WorstOptions& options,
                               const dependence::WorstOutages& worst);

/// Regulation (EU) 2017/1938: the terms of the formula and its result; then each capacity in it.
std::vector<ResultTable> n_minus_1_tables(const dependence::Baseline& base,
                                          const dependence::NMinusOneOptions& options,
                                          const dependence::NMinusOneOfWorld& result);

/// The smallest capacity that parts two sides, link by link, with its sum.
ResultTable min_cut_table(const world::World& world, int year, world::CommodityId commodity,
                          const std::string& sides, const dependence::MinCut& cut);

/// Mean, value at risk and expected shortfall with their intervals; then the worst cases.
std::vector<ResultTable> shortfall_tables(const dependence::Baseline& base,
                                          const dependence::ShortfallOptions& options,
                                          const dependence::Shortfall& shortfall);

} // namespace isthmus::report
