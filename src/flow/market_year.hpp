// SPDX-License-Identifier: Apache-2.0
// What a world's dated rows amount to in one year: service days, capacities, unit costs, payees and
// curves.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "flow/market.hpp"

namespace isthmus::flow {

/// One capacity of a link for a commodity, averaged over the days of the year in which the link is
/// in service.
struct YearCapacity {
    world::CommodityId commodity;
    world::FlowDirection direction = world::FlowDirection::kBoth;
    double limit = 0;
};

/// Everything of one link and commodity that does not depend on whose goods they are.
struct YearCost {
    ArcPrice price;
    double loss = 0;
};

class MarketYear {
  public:
    MarketYear(const world::World& world, int year);

    const world::World& world() const { return world_; }
    int year() const { return year_; }
    Day day() const { return day_; }

    const LinkService& service(world::LinkId link) const { return service_[link]; }
    const IdVector<world::LinkTag, LinkService>& services() const { return service_; }
    /// Capacities above zero of a link in service.
    const std::vector<YearCapacity>& capacities(world::LinkId link) const {
        return capacities_[link];
    }
    /// Capacity of a group; infinite where no row covers the year.
    double group_capacity(world::GroupId group) const { return group_capacity_[group]; }
    /// Cost over a link: a row of `costs` where the year has one, else the mode's; nothing where
    /// both are missing.
    std::optional<YearCost> cost(world::LinkId link, world::CommodityId commodity,
                                 bool backward) const;
    /// Owners by share; without owners the operators, else the consenting owners, else the
    /// territories, in equal shares.
    std::vector<Payee> payees(world::LinkId link) const;
    /// Restrictions other than closures that hold on the reference day.
    const std::vector<world::RestrictionId>& restrictions() const { return restrictions_; }
    /// Share of the year that a period covers.
    double share(const Period& period) const { return period.share_of_year(year_); }

  private:
    using LinkCommodity = std::pair<world::LinkId, world::CommodityId>;

    void find_service();
    void find_capacities();
    void find_group_capacities();
    void index_costs();
    std::vector<Period> open_periods(world::LinkId link) const;
    std::optional<YearCost> stated_cost(world::LinkId link, world::CommodityId commodity,
                                        bool backward) const;
    std::optional<YearCost> mode_cost(world::LinkId link, world::CommodityId commodity) const;

    const world::World& world_;
    int year_;
    Day day_;
    Period whole_year_;
    IdVector<world::LinkTag, LinkService> service_;
    IdVector<world::LinkTag, std::vector<Period>> open_;
    IdVector<world::LinkTag, std::vector<YearCapacity>> capacities_;
    IdVector<world::GroupTag, double> group_capacity_;
    std::vector<world::RestrictionId> restrictions_;
    std::map<LinkCommodity, std::vector<std::size_t>> cost_rows_, fee_rows_;
    std::map<std::pair<world::Mode, world::CommodityId>, std::vector<std::size_t>> mode_rows_;
    IdVector<world::LinkTag, std::vector<std::size_t>> ownership_rows_, consent_rows_;
};

/// The row of a yearly series at a year, linear between its anchors.
template <typename Row> struct YearRow {
    enum class State { kNotYet, kPresent, kMissing };
    State state = State::kNotYet;
    Row row;
};
YearRow<world::Supply> at_year(const std::vector<const world::Supply*>& anchors, int year);
YearRow<world::Demand> at_year(const std::vector<const world::Demand*>& anchors, int year);
YearRow<world::FreightDemand> at_year(const std::vector<const world::FreightDemand*>& anchors,
                                      int year);

} // namespace isthmus::flow
