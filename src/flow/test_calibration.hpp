// SPDX-License-Identifier: Apache-2.0
// Small worlds with observed flows for the tests of corrections, calibration and hindcasts.
#pragma once

#include <string>

#include "flow/test_world.hpp"

namespace isthmus::flow {

/// Two pipelines side by side from a field to a market. Supply costs 10 q, demand pays 600 - 30 q,
/// so that with a cost c of transport q = (600 - c) / 40: 14.75 by the northern line at 10.
class TwoLines : public TestWorld {
  public:
    explicit TwoLines(double north_capacity = 100, double south_capacity = 100) {
        state("seller").state("buyer").node("field", "seller").node("market", "buyer", 10);
        link("north", "field", "market", "gas", north_capacity, 10, "forward");
        link("south", "field", "market", "gas", south_capacity, 20, "forward");
        gas_supply("field", "seller", 10, 100, 1, 40).gas_demand("market", "buyer", 10, 300, -1);
    }
};

inline void observe(TestWorld& world, const std::string& link, double value,
                    const std::string& note = "", int year = 2020) {
    world.add("observations", {{"id", link + "-" + std::to_string(year)},
                               {"link", link},
                               {"commodity", "gas"},
                               {"year", std::to_string(year)},
                               {"value", format_number(value)},
                               {"unit", "bcm/a"},
                               {"note", note}});
}

inline void correct(TestWorld& world, const std::string& link, double flow, double correction,
                    double slope, const std::string& direction = "both") {
    world.add("corrections", {{"link", link},
                              {"commodity", "gas"},
                              {"direction", direction},
                              {"from", "2020"},
                              {"flow", format_number(flow)},
                              {"unit", "bcm/a"},
                              {"correction", format_number(correction)},
                              {"slope", format_number(slope)},
                              {"price_unit", "USD/1000m3"}});
}

} // namespace isthmus::flow
