// SPDX-License-Identifier: Apache-2.0
#include "flow/market_year.hpp"

#include <algorithm>

namespace isthmus::flow {

using world::FlowDirection;
using world::LinkId;

namespace {

Period intersection(const Period& a, const Period& b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

double days(const Period& period) {
    return period.first > period.last ? 0 : static_cast<double>(period.last - period.first) + 1;
}

/// What is left of the periods without the days of `hole`.
std::vector<Period> subtract(const std::vector<Period>& periods, const Period& hole) {
    std::vector<Period> result;
    for (const Period& period : periods) {
        if (!period.overlaps(hole)) {
            result.push_back(period);
            continue;
        }
        if (period.first < hole.first) result.push_back({period.first, hole.first - 1});
        if (hole.last < period.last) result.push_back({hole.last + 1, period.last});
    }
    return result;
}

bool applies(FlowDirection direction, bool backward) {
    if (direction == FlowDirection::kBoth) return true;
    return (direction == FlowDirection::kBackward) == backward;
}

} // namespace

MarketYear::MarketYear(const world::World& world, int year)
    : world_(world),
      year_(year),
      day_(reference_day(year)),
      whole_year_(Period::of_year(year)),
      service_(world.links.size()),
      open_(world.links.size()),
      capacities_(world.links.size()),
      group_capacity_(world.capacity_groups.size(), kInfinity),
      ownership_rows_(world.links.size()),
      consent_rows_(world.links.size()) {
    for (const auto id : world.restrictions.ids()) {
        const auto& restriction = world.restrictions[id];
        if (restriction.kind != world::RestrictionKind::kClosure &&
            restriction.kind != world::RestrictionKind::kRecord &&
            restriction.period.contains(day_)) {
            restrictions_.push_back(id);
        }
    }
    find_service();
    find_capacities();
    find_group_capacities();
    index_costs();
}

void MarketYear::find_service() {
    for (const auto& row : world_.link_status) {
        if (row.period.contains(whole_year_.last)) service_[row.link].status = row.status;
        if (row.status == world::Status::kClosed) continue;
        const Period open = intersection(row.period, whole_year_);
        if (days(open) > 0) open_[row.link].push_back(open);
    }
    for (const auto& restriction : world_.restrictions) {
        if (restriction.kind != world::RestrictionKind::kClosure) continue;
        for (const LinkId link : restriction.links) {
            open_[link] = subtract(open_[link], restriction.period);
            if (restriction.period.contains(whole_year_.last)) {
                service_[link].status = world::Status::kClosed;
            }
        }
    }
    for (const LinkId link : world_.links.ids()) {
        double open_days = 0;
        for (const Period& period : open_[link]) open_days += days(period);
        service_[link].open_share = open_days / days(whole_year_);
    }
}

void MarketYear::find_capacities() {
    for (const auto& row : world_.capacities) {
        double weighted_days = 0;
        for (const Period& open : open_[row.link]) {
            weighted_days += days(intersection(open, row.period));
        }
        const double limit = row.capacity * weighted_days / days(whole_year_);
        if (limit <= 0) continue;
        auto& list = capacities_[row.link];
        const auto same = std::find_if(list.begin(), list.end(), [&](const YearCapacity& other) {
            return other.commodity == row.commodity && other.direction == row.direction;
        });
        if (same == list.end()) {
            list.push_back({row.commodity, row.direction, limit});
        } else {
            same->limit += limit;
        }
    }
}

void MarketYear::find_group_capacities() {
    IdVector<world::GroupTag, double> covered(world_.capacity_groups.size());
    IdVector<world::GroupTag, double> sum(world_.capacity_groups.size());
    for (const auto& row : world_.group_capacities) {
        const double share_of_year = share(row.period);
        covered[row.group] += share_of_year;
        sum[row.group] += share_of_year * row.capacity;
    }
    for (const auto group : world_.capacity_groups.ids()) {
        // Days without a row have no limit of the group's own; the rest of the year stands for
        // them.
        if (covered[group] > 0) group_capacity_[group] = sum[group] / covered[group];
    }
}

void MarketYear::index_costs() {
    for (std::size_t i = 0; i < world_.costs.size(); ++i) {
        cost_rows_[{world_.costs[i].link, world_.costs[i].commodity}].push_back(i);
    }
    for (std::size_t i = 0; i < world_.fees.size(); ++i) {
        fee_rows_[{world_.fees[i].link, world_.fees[i].commodity}].push_back(i);
    }
    for (std::size_t i = 0; i < world_.mode_costs.size(); ++i) {
        mode_rows_[{world_.mode_costs[i].mode, world_.mode_costs[i].commodity}].push_back(i);
    }
    for (std::size_t i = 0; i < world_.ownership.size(); ++i) {
        if (world_.ownership[i].period.contains(day_)) {
            ownership_rows_[world_.ownership[i].link].push_back(i);
        }
    }
    for (std::size_t i = 0; i < world_.consents.size(); ++i) {
        if (world_.consents[i].period.contains(day_)) {
            consent_rows_[world_.consents[i].link].push_back(i);
        }
    }
}

std::optional<YearCost> MarketYear::stated_cost(LinkId link, world::CommodityId commodity,
                                                bool backward) const {
    const auto rows = cost_rows_.find({link, commodity});
    if (rows == cost_rows_.end()) return std::nullopt;
    YearCost cost;
    double covered = 0;
    for (const std::size_t index : rows->second) {
        const world::Cost& row = world_.costs[index];
        if (!applies(row.direction, backward)) continue;
        const double weight = share(row.period);
        covered += weight;
        cost.price.resource += weight * row.cost;
        cost.price.tariff += weight * row.tariff;
        cost.price.time += weight * row.days * world_.commodities[commodity].value_of_time;
        cost.loss += weight * row.loss;
    }
    if (covered <= 0) return std::nullopt;
    cost.price.resource /= covered;
    cost.price.tariff /= covered;
    cost.price.time /= covered;
    cost.loss /= covered;
    return cost;
}

std::optional<YearCost> MarketYear::mode_cost(LinkId link, world::CommodityId commodity) const {
    const world::Link& of = world_.links[link];
    const auto rows = mode_rows_.find({of.mode, commodity});
    if (rows == mode_rows_.end()) return std::nullopt;
    YearCost cost;
    double covered = 0;
    for (const std::size_t index : rows->second) {
        const world::ModeCost& row = world_.mode_costs[index];
        const double weight = share(row.period);
        covered += weight;
        cost.price.resource += weight * (row.fixed + row.per_km * of.length_km);
        const double moving = row.km_per_day > 0 ? of.length_km / row.km_per_day : 0;
        cost.price.time +=
            weight * (row.days_fixed + moving) * world_.commodities[commodity].value_of_time;
    }
    if (covered <= 0) return std::nullopt;
    cost.price.resource /= covered;
    cost.price.time /= covered;
    cost.price.tariff = cost.price.resource;
    return cost;
}

std::optional<YearCost> MarketYear::cost(LinkId link, world::CommodityId commodity,
                                         bool backward) const {
    std::optional<YearCost> cost = stated_cost(link, commodity, backward);
    if (!cost) cost = mode_cost(link, commodity);
    if (!cost) return std::nullopt;
    const auto rows = fee_rows_.find({link, commodity});
    if (rows != fee_rows_.end()) {
        for (const std::size_t index : rows->second) {
            cost->price.fees += share(world_.fees[index].period) * world_.fees[index].fee;
        }
    }
    return cost;
}

std::vector<Payee> MarketYear::payees(LinkId link) const {
    std::vector<Payee> result;
    double total = 0;
    for (const std::size_t index : ownership_rows_[link]) {
        result.push_back({world_.ownership[index].actor, world_.ownership[index].share});
        total += world_.ownership[index].share;
    }
    for (const auto capacity : {world::ConsentCapacity::kOperator, world::ConsentCapacity::kOwner,
                                world::ConsentCapacity::kTerritory}) {
        if (!result.empty()) break;
        for (const std::size_t index : consent_rows_[link]) {
            if (world_.consents[index].capacity != capacity) continue;
            result.push_back({world_.consents[index].actor, 1});
            total += 1;
        }
    }
    for (Payee& payee : result) payee.share /= total;
    return result;
}

namespace {

/// Linear between two anchors, for the numbers that both kinds of series have.
struct Mix {
    double weight; ///< of the later anchor
    double operator()(double earlier, double later) const {
        return earlier + weight * (later - earlier);
    }
    std::optional<double> operator()(const std::optional<double>& earlier,
                                     const std::optional<double>& later) const {
        if (earlier && later) return (*this)(*earlier, *later);
        return weight < 0.5 ? earlier : later;
    }
};

void mix_row(world::Supply& row, const world::Supply& later, const Mix& mix) {
    row.quantity = mix(row.quantity, later.quantity);
    row.capacity = mix(row.capacity, later.capacity);
    row.price = mix(row.price, later.price);
    row.floor_price = mix(row.floor_price, later.floor_price);
    row.elasticity = mix(row.elasticity, later.elasticity);
}

template <typename Row> void mix_row(Row& row, const Row& later, const Mix& mix) {
    row.quantity = mix(row.quantity, later.quantity);
    row.price = mix(row.price, later.price);
    row.choke_price = mix(row.choke_price, later.choke_price);
    row.elasticity = mix(row.elasticity, later.elasticity);
}

template <typename Row> YearRow<Row> mixed(const std::vector<const Row*>& anchors, int year) {
    const Row* before = nullptr;
    const Row* after = nullptr;
    for (const Row* anchor : anchors) {
        if (anchor->year <= year && (!before || anchor->year > before->year)) before = anchor;
        if (anchor->year >= year && (!after || anchor->year < after->year)) after = anchor;
    }
    YearRow<Row> result;
    if (!before) return result;
    if (!after) {
        result.state = YearRow<Row>::State::kMissing;
        return result;
    }
    result.state = YearRow<Row>::State::kPresent;
    result.row = *before;
    result.row.year = year;
    if (after->year > before->year) {
        const double weight = static_cast<double>(year - before->year) /
                              static_cast<double>(after->year - before->year);
        mix_row(result.row, *after, Mix{weight});
    }
    return result;
}

} // namespace

YearRow<world::Supply> at_year(const std::vector<const world::Supply*>& anchors, int year) {
    return mixed(anchors, year);
}
YearRow<world::Demand> at_year(const std::vector<const world::Demand*>& anchors, int year) {
    return mixed(anchors, year);
}
YearRow<world::FreightDemand> at_year(const std::vector<const world::FreightDemand*>& anchors,
                                      int year) {
    return mixed(anchors, year);
}

} // namespace isthmus::flow
