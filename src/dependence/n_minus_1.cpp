// SPDX-License-Identifier: Apache-2.0
#include "dependence/n_minus_1.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "dependence/open_network.hpp"
#include "dependence/outage.hpp"

namespace isthmus::dependence {
namespace {

using Kind = NMinusOneTerm::Kind;
using world::NodeId;

class Terms {
  public:
    Terms(const Baseline& base, const NMinusOneOptions& options)
        : base_(base),
          world_(*base.world),
          options_(options),
          days_(days_of(base.year)),
          year_(world_, base.year) {
        for (const world::Node& node : world_.nodes) {
            const auto state = world_.controller(node.territory, base.day());
            inside_.push_back(std::find(options.states.begin(), options.states.end(), state) !=
                              options.states.end());
        }
    }

    Result<NMinusOneOfWorld> run() {
        add_entries();
        add_production();
        add_storage();
        std::stable_sort(result_.terms.begin(), result_.terms.end(),
                         [](const auto& a, const auto& b) { return a.kind < b.kind; });
        add_up();
        const auto percent = n_minus_1_percent(result_.capacities);
        if (!percent) return percent.diagnostics();
        result_.percent = percent.value();
        return std::move(result_);
    }

  private:
    bool inside(NodeId node) const { return inside_[node.index()]; }

    /// Links from outside. What comes as LNG counts with what its terminal sends out.
    void add_entries() {
        const std::vector<OpenLink> links = open_links(year_, options_.commodity);
        std::map<NodeId, double> landed, sent_out;
        for (const OpenLink& link : links) {
            if (inside(link.from)) {
                if (inside(link.to)) sent_out[link.from] += link.capacity;
                continue;
            }
            if (!inside(link.to)) continue;
            if (world_.links[link.link].mode == world::Mode::kLng) {
                landed[link.to] += link.capacity;
            } else {
                result_.terms.push_back(
                    {Kind::kEntry, link.link, link.to, {}, link.capacity / days_});
            }
        }
        for (const auto& [node, capacity] : landed) {
            const bool terminal = sent_out.count(node) != 0 && !consumes(node);
            const double most = terminal ? std::min(capacity, sent_out[node]) : capacity;
            result_.terms.push_back({Kind::kLng, {}, node, {}, most / days_});
        }
        share_groups();
    }

    bool consumes(NodeId node) const {
        return std::any_of(world_.demand.begin(), world_.demand.end(), [&](const auto& row) {
            return row.node == node && row.commodity == options_.commodity;
        });
    }

    /// Entries that a group bounds together are lowered in proportion.
    void share_groups() {
        for (const auto group : world_.capacity_groups.ids()) {
            const double limit = year_.group_capacity(group) / days_;
            if (std::isinf(limit)) continue;
            double load = 0;
            for (const NMinusOneTerm& term : result_.terms) {
                load += use_of(group, term) * term.capacity;
            }
            if (load <= limit) continue;
            for (NMinusOneTerm& term : result_.terms) {
                if (use_of(group, term) <= 0) continue;
                term.capacity *= limit / load;
                term.group = world_.capacity_groups[group].id;
            }
        }
    }

    double use_of(world::GroupId group, const NMinusOneTerm& term) const {
        double use = 0;
        for (const world::GroupMember& member : world_.group_members) {
            if (member.group == group && term.link.valid() && member.link == term.link &&
                member.commodity == options_.commodity) {
                use += member.use;
            }
        }
        return use;
    }

    void add_production() {
        for (const Part& part : base_.parts) {
            for (const auto id : part.market.supplies.ids()) {
                const flow::MarketSupply& supply = part.market.supplies[id];
                if (supply.commodity != options_.commodity || !inside(supply.node)) continue;
                const double limit = part.market.problem.supplies[id].curve.limit;
                if (limit <= 0) continue;
                result_.terms.push_back({Kind::kProduction, {}, supply.node, {}, limit / days_});
            }
        }
    }

    void add_storage() {
        double volume = 0;
        for (const world::Storage& store : world_.storage) {
            if (store.commodity != options_.commodity || !inside(store.node) ||
                !store.period.contains(base_.day())) {
                continue;
            }
            volume += store.volume;
            if (!options_.withdrawal_days) continue;
            result_.terms.push_back(
                {Kind::kStorage, {}, store.node, {}, store.volume / *options_.withdrawal_days});
        }
        if (volume <= 0) {
            result_.missing.emplace_back("storage: the world has no stores there in that year");
        } else if (!options_.withdrawal_days) {
            result_.missing.push_back(fmt::format(
                "storage withdrawal: the world has volumes ({}) and no rates",
                format_fixed(world_.commodities[options_.commodity].shown_quantity(volume), 2)));
        }
    }

    void add_up() {
        DailyCapacities& sums = result_.capacities;
        for (std::size_t i = 0; i < result_.terms.size(); ++i) {
            const NMinusOneTerm& term = result_.terms[i];
            double& sum = term.kind == Kind::kEntry        ? sums.entry
                          : term.kind == Kind::kProduction ? sums.production
                          : term.kind == Kind::kStorage    ? sums.storage
                                                           : sums.lng;
            sum += term.capacity;
            if (term.kind != Kind::kStorage && term.capacity > sums.largest) {
                sums.largest = term.capacity;
                result_.largest = i;
            }
        }
        double consumed = 0;
        for (const Part& part : base_.parts) {
            for (const auto id : part.market.demands.ids()) {
                const flow::MarketDemand& demand = part.market.demands[id];
                if (demand.commodity == options_.commodity && inside(demand.node)) {
                    consumed += part.solution.demand[id];
                }
            }
        }
        sums.peak_demand = options_.peak_demand.value_or(consumed / days_ * options_.peak_factor);
        sums.demand_measures = options_.demand_measures;
    }

    const Baseline& base_;
    const world::World& world_;
    const NMinusOneOptions& options_;
    double days_;
    flow::MarketYear year_;
    std::vector<bool> inside_; ///< by node
    NMinusOneOfWorld result_;
};

} // namespace

Result<double> n_minus_1_percent(const DailyCapacities& capacities) {
    const double demand = capacities.peak_demand - capacities.demand_measures;
    for (const double term : {capacities.entry, capacities.production, capacities.storage,
                              capacities.lng, capacities.largest, capacities.demand_measures}) {
        if (std::isfinite(term) && term >= 0) continue;
        return one(
            {"E812", "", 0, "", format_number(term), "capacities a day of zero or more", ""});
    }
    if (!std::isfinite(demand) || demand <= 0) {
        return one({"E812", "", 0, "", "a peak day of " + format_number(demand),
                    "demand on the peak day above zero, after demand-side measures", ""});
    }
    const double left = capacities.entry + capacities.production + capacities.storage +
                        capacities.lng - capacities.largest;
    constexpr double kPercent = 100;
    return left / demand * kPercent;
}

Result<NMinusOneOfWorld> n_minus_1_of_world(const Baseline& base, const NMinusOneOptions& options) {
    const bool fuel =
        options.commodity.valid() &&
        base.world->commodities[options.commodity].kind == world::CommodityKind::kFuel;
    if (!fuel || options.states.empty()) {
        return one({"E813", "", 0, "", fuel ? "no state" : "no fuel", "a fuel and a state", ""});
    }
    return Terms(base, options).run();
}

} // namespace isthmus::dependence
