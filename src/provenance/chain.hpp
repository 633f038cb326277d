// SPDX-License-Identifier: Apache-2.0
// Internal to the module: from the numbers of the world's rows to the parts of a market's problem
// that they enter, as flow/market_year.hpp and flow/market.hpp build it (the chain rule). The tests
// hold it against markets that are built with changed cells.
#pragma once

#include <map>
#include <vector>

#include "flow/market_year.hpp"
#include "provenance/case_slopes.hpp"
#include "provenance/gradient.hpp"

namespace isthmus::provenance {

/// Slopes of a result by parameter, added up over the result's cases.
class SlopeSum {
  public:
    explicit SlopeSum(const world::World& world) : world_(world) {}

    /// `typed` is the row's number in canonical units, `slope` that of the result by it, and
    /// `factor` the canonical number of one of the cell's units, for cells that hold 0.
    void add(std::string_view table, std::size_t row, std::string_view column, double typed,
             const Sides& slope, double factor = 0);

    std::vector<Derivative> derivatives() const;

  private:
    const world::World& world_;
    std::map<Parameter, Derivative> sum_;
};

/// Adds `sign` times the slopes of one case.
void add_slopes(const flow::MarketYear& year, const CaseSlopes& slopes, double sign, SlopeSum& sum);

/// Internal to the chain: rows of links, and rows of trade.
class LinkChain {
  public:
    LinkChain(const flow::MarketYear& year, const CaseSlopes& slopes, double sign, SlopeSum& sum);
    void run();

  private:
    template <typename Visit>
    void each_arc(world::LinkId link, world::CommodityId commodity, Visit visit) const;
    void capacities();
    void groups();
    void costs();
    void mode_costs();
    void values_of_time();
    void fees();
    void ownership();
    void corrections();
    void surcharges();
    bool has_stated_cost(world::LinkId link, world::CommodityId commodity, bool backward) const;
    double covered_by_costs(const world::Cost& row, bool backward) const;

    const world::World& world_;
    const flow::MarketYear& year_;
    const CaseSlopes& slopes_;
    double sign_;
    SlopeSum& sum_;
    IdVector<world::LinkTag, std::vector<flow::ArcId>> arcs_of_;
    std::map<std::pair<world::LinkId, world::CommodityId>, std::vector<std::size_t>> cost_rows_;
};

class TradeChain {
  public:
    TradeChain(const flow::MarketYear& year, const CaseSlopes& slopes, double sign, SlopeSum& sum)
        : world_(*slopes.market().world), year_(year), slopes_(slopes), sign_(sign), sum_(sum) {}
    void run();

  private:
    void supply();
    void demand();
    void freight();
    void contracts();
    void restrictions();

    const world::World& world_;
    const flow::MarketYear& year_;
    const CaseSlopes& slopes_;
    double sign_;
    SlopeSum& sum_;
};

} // namespace isthmus::provenance
