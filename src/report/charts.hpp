// SPDX-License-Identifier: Apache-2.0
// Internal to the module: charts as inline SVG, made from result tables. Each says in words what it
// shows.
#pragma once

#include <string>

#include "report/table.hpp"

namespace isthmus::report {

/// Stacked bars of the parts of each actor's payoff, largest totals first.
std::string payoff_chart(const ResultTable& payoffs, std::size_t most);
/// The same of what carriage earns alone: margins, scarcity rents and fees.
std::string transport_chart(const ResultTable& payoffs, std::size_t most);

/// Modelled against observed flows of one commodity, both axes logarithmic, with the band of half
/// to one and a half.
std::string fit_chart(const ResultTable& observations, const std::string& commodity,
                      const std::string& name, const std::string& id);

} // namespace isthmus::report
