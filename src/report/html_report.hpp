// SPDX-License-Identifier: Apache-2.0
// The report: one self-contained HTML page about an equilibrium. It loads nothing from anywhere,
// and the same equilibrium gives the same bytes.
#pragma once

#include <optional>
#include <string>

#include "flow/equilibrium.hpp"

namespace isthmus::report {

struct ReportOptions {
    std::string title;    ///< empty: the world's title and the year
    std::string subtitle; ///< empty: the scenario's question or the world's description
    std::string version;  ///< of Isthmus, for the page's foot; empty: left out
    std::string command;  ///< that made the report, so that it can be repeated; empty: left out
    double explain_above = 0.5; ///< relative error from which an observation is explained
    bool leverage = true;       ///< the section on who holds the lever, which solves many markets
    bool dependence = true;     ///< the section on who depends on whom, likewise
    bool disruption = true;     ///< the section on which link matters, likewise
    /// Year that its gains are held against. Without one: the same year of `leverage_base` where
    /// that is given, else ten years before where the world has that.
    std::optional<int> leverage_against;
    /// World that they are held against: of a scenario, the world without it. None: the report's.
    const world::World* leverage_base = nullptr;
};

std::string html_report(const flow::Equilibrium& equilibrium, const ReportOptions& options = {});

} // namespace isthmus::report
