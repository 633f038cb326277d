// SPDX-License-Identifier: Apache-2.0
// The year as it is, solved so that experiments on it are quick: commodities that share no capacity
// apart, every supplier's goods apart, and the ways that goods take.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "flow/certificate.hpp"
#include "flow/consents.hpp"
#include "flow/market.hpp"
#include "flow/path_flows.hpp"
#include "flow/payoff.hpp"
#include "flow/solve.hpp"

namespace isthmus::dependence {

/// Commodities that share capacities.
struct Part {
    std::vector<world::CommodityId> commodities; ///< in the order of the world
    flow::Market market;
    flow::Solution solution;
    std::vector<flow::PathFlow> paths; ///< of the solution
    flow::Certificate certificate;
    double welfare = 0; ///< MUSD a year
};

struct Baseline {
    const world::World* world = nullptr;
    int year = 0;
    std::vector<Part> parts;
    flow::LinkConsents servants; ///< flow::servants_on() the reference day
    Day day() const { return reference_day(year); }
};

struct BaselineOptions {
    std::vector<world::CommodityId> commodities; ///< empty: all
    std::string solver;                          ///< empty: the default
    unsigned threads = 2;
};

/// Errors as flow::equilibrium. The world must outlive the baseline.
Result<Baseline> baseline(const world::World& world, int year, const BaselineOptions& options = {});

/// A changed market of one part, solved.
struct Outcome {
    flow::Solution solution;
    flow::Certificate certificate;
    double welfare = 0; ///< MUSD a year
};

/// Solves a market that was made from a part's by shutting, withdrawing or bounding; `open` are
/// ways that are still there (they are tried first). Runs on the calling thread. E520 where the
/// certificate fails, E521 where there is no optimum. With PriceRule::kAny prices certify the
/// quantities but divide no payoffs.
Result<Outcome> solve_again(const flow::Market& market, const std::vector<flow::PathFlow>& open,
                            flow::PriceRule prices, const std::string& solver = {});

} // namespace isthmus::dependence
