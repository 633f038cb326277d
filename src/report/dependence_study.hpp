// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the experiments that the report's sections on dependence and disruption
// rest on, made on one baseline. What cannot be computed leaves a reason instead: the report goes
// on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dependence/dependence.hpp"
#include "dependence/disruption.hpp"
#include "report/html_report.hpp"

namespace isthmus::report {

/// Outages whose effects on states are told.
inline constexpr std::size_t kOutagesTold = 20;

struct DependenceStudy {
    std::optional<dependence::Baseline> base;
    std::optional<dependence::Dependence> dependence;
    std::string dependence_reason;                    ///< why there is none
    std::optional<dependence::Disruption> disruption; ///< N-1, without losses of states
    std::optional<dependence::Disruption> worst; ///< those that cost most, with losses of states
    std::string disruption_reason;
};

/// What the options ask for, of the commodities of the market and as many players as the section on
/// leverage has; outages at the central places only, and of links with an end there. The world must
/// outlive the study.
DependenceStudy dependence_study(const flow::Equilibrium& equilibrium, const ReportOptions& options,
                                 const std::vector<world::NodeId>& central = {});

} // namespace isthmus::report
