// SPDX-License-Identifier: Apache-2.0
// The report: one self-contained HTML page about an equilibrium. It loads nothing from anywhere,
// and the same equilibrium gives the same bytes.
#pragma once

#include <string>

#include "flow/equilibrium.hpp"

namespace isthmus::report {

struct ReportOptions {
    std::string title;    ///< empty: the world's title and the year
    std::string subtitle; ///< empty: the scenario's question or the world's description
    std::string version;  ///< of Isthmus, for the page's foot; empty: left out
    std::string command;  ///< that made the report, so that it can be repeated; empty: left out
    double explain_above = 0.5; ///< relative error from which an observation is explained
};

std::string html_report(const flow::Equilibrium& equilibrium, const ReportOptions& options = {});

} // namespace isthmus::report
