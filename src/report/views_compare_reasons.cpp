// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_reasons.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/date.hpp"
#include "report/views_compare_sides.hpp"

namespace isthmus::report {

namespace {

using flow::PathFlow;
using flow::ResourceId;
using world::World;

/// Prices are shown with two decimals; a smaller change is none.
constexpr int kPriceDecimals = 2;
/// Shares of the year and quantities that differ by less are equal up to rounding.
constexpr double kSame = 1e-6;
/// Names the amount that calibration adds; the link's id follows.
constexpr const char* kCorrection = "correction of ";

world::ActorId actor_of(const World& world, const std::string& id) {
    return world.find<world::ActorTag>("actors", id);
}
world::LinkId link_of(const World& world, const std::string& id) {
    return world.find<world::LinkTag>("links", id);
}

bool concerns(const World& world, world::CommodityId commodity, const Way& way) {
    return !commodity.valid() || world.commodities[commodity].id == way.commodity;
}

/// Whether a restriction in force keeps goods off the way (flow/market_layers.cpp: may_serve,
/// may_use).
bool forbids(const World& world, const world::Restriction& row, Day day, const Way& way) {
    if (!concerns(world, row.commodity, way)) return false;
    const auto supplier = actor_of(world, way.supplier), consumer = actor_of(world, way.consumer);
    if (!supplier.valid() || !consumer.valid()) return false;
    const auto covers = [&](const std::vector<world::Party>& parties, world::ActorId actor) {
        return world.covers(parties, actor, day);
    };
    switch (row.kind) {
    case world::RestrictionKind::kEmbargo:
        return covers(row.target, supplier) && covers(row.imposed_by, consumer);
    case world::RestrictionKind::kExportBan:
        return covers(row.imposed_by, supplier) && covers(row.target, consumer);
    case world::RestrictionKind::kTransitBan:
        return covers(row.target, supplier) &&
               std::any_of(way.steps.begin(), way.steps.end(), [&](const WayStep& step) {
                   return std::find(row.links.begin(), row.links.end(),
                                    link_of(world, step.link)) != row.links.end();
               });
    default:
        return false;
    }
}

/// Whether a withdrawal keeps goods off the way (flow/withdrawal.hpp: carriage, sale, purchase,
/// custom).
bool forbids(const ComparedMarket& market, const world::Withdrawal& row, Day day, const Way& way) {
    const World& world = market.world();
    if (!concerns(world, row.commodity, way)) return false;
    const auto supplier = actor_of(world, way.supplier), consumer = actor_of(world, way.consumer);
    if (!supplier.valid() || !consumer.valid()) return false;
    const auto by = [&](world::ActorId actor) { return world.covers(row.by, actor, day); };
    const auto towards = [&](world::ActorId actor) {
        return !by(actor) && (row.towards.empty() || world.covers(row.towards, actor, day));
    };
    const auto needs = [&](const auto& side) {
        return std::any_of(way.steps.begin(), way.steps.end(), [&](const WayStep& step) {
            const auto link = link_of(world, step.link);
            if (!link.valid()) return false;
            const auto& actors = market.consents()[link];
            return std::any_of(actors.begin(), actors.end(), side);
        });
    };
    const bool carriage = (towards(supplier) || towards(consumer)) && needs(by);
    const bool custom = by(supplier) && needs(towards);
    return carriage || custom || (by(supplier) && towards(consumer)) ||
           (towards(supplier) && by(consumer));
}

/// Names of the restrictions and withdrawals that keep goods off the way, with their ids.
std::set<std::pair<std::string, std::string>> bans(const ComparedMarket& market, const Way& way) {
    const World& world = market.world();
    const Day day = reference_day(market.market().year);
    std::set<std::pair<std::string, std::string>> result;
    for (const world::Restriction& row : world.restrictions) {
        if (row.period.contains(day) && forbids(world, row, day, way)) {
            result.insert({row.id, row.name});
        }
    }
    for (const world::Withdrawal& row : world.withdrawals) {
        if (row.period.contains(day) && forbids(market, row, day, way)) {
            result.insert({row.id, row.name});
        }
    }
    return result;
}

/// What a resource is called in every world.
std::string resource_name(const ComparedMarket& market, ResourceId id) {
    const flow::MarketResource& of = market.market().resources[id];
    if (of.group.valid()) return market.world().capacity_groups[of.group].id;
    return market.world().links[of.link].id;
}

/// The two sides of one way: where it carries more, and where less.
class Reasoning {
  public:
    Reasoning(const ComparedMarket& reference, const ComparedMarket& other, const Way& way,
              bool gained)
        : reference_(reference),
          other_(other),
          better_(gained ? other : reference),
          worse_(gained ? reference : other),
          way_(way),
          gained_(gained),
          commodity_(commodity()) {}

    WayReason run() {
        for (const auto find : {&Reasoning::service, &Reasoning::ban, &Reasoning::capacity}) {
            std::string text = (this->*find)();
            if (!text.empty()) return {WayReason::Kind::kObstacle, std::move(text)};
        }
        std::string curve = ends();
        if (!curve.empty()) return {WayReason::Kind::kCurve, std::move(curve)};
        const auto before = reference_.find(way_), after = other_.find(way_);
        if (!before || !after) {
            return {WayReason::Kind::kObstacle, before ? "no such way any more" : "a new way"};
        }
        std::string price = largest_amount(*before, *after);
        if (!price.empty()) return {WayReason::Kind::kPrice, std::move(price)};
        return {WayReason::Kind::kTie, "costs as much as the ways that are used"};
    }

  private:
    const world::Commodity& commodity() const {
        const World& world = better_.world();
        return world.commodities[world.find<world::CommodityTag>("commodities", way_.commodity)];
    }

    // --- 1. what stands in the way --------------------------------------------------------------

    static double open_share(const ComparedMarket& market, const std::string& link) {
        const auto id = link_of(market.world(), link);
        return id.valid() ? market.market().service[id].open_share : 0;
    }

    std::string service() {
        for (const WayStep& step : way_.steps) {
            const double before = open_share(reference_, step.link);
            const double after = open_share(other_, step.link);
            if (gained_ ? after <= before + kSame : after >= before - kSame) continue;
            const auto id = link_of(worse_.world(), step.link);
            const std::string by = id.valid() ? worse_.standing()[id].by : "";
            if (after <= 0)
                return by.empty() ? step.link + " closed" : step.link + " closed by " + by;
            if (before <= 0) return step.link + " opened";
            return fmt::format("{} in service {:.0f} % of the year, {:.0f} % before", step.link,
                               100 * after, 100 * before);
        }
        return {};
    }

    std::string ban() {
        const auto there = bans(better_, way_);
        for (const auto& each : bans(worse_, way_)) {
            if (there.contains(each)) continue;
            return fmt::format("{}: {}", gained_ ? "no longer" : "forbidden", each.second);
        }
        return {};
    }

    std::string capacity() {
        const auto worse = worse_.find(way_), better = better_.find(way_);
        if (!worse || !better) return {};
        for (const flow::ArcId arc : worse->arcs) {
            for (const ResourceId id : worse_.resources(arc)) {
                const auto same = counterpart(id, *better);
                const double limit = worse_.market().problem.resources[id].limit;
                if (!same.valid() || !binds(worse_, id)) continue;
                const double wider = better_.market().problem.resources[same].limit;
                if (limit >= wider * (1 - kSame)) continue;
                return fmt::format("capacity of {} {} than before", resource_name(worse_, id),
                                   gained_ ? "larger" : "smaller") +
                       amounts(gained_ ? limit : wider, gained_ ? wider : limit, id);
            }
        }
        return {};
    }

    static bool binds(const ComparedMarket& market, ResourceId id) {
        const flow::Resource& resource = market.market().problem.resources[id];
        const double limit = resource.limit;
        return !resource.has_curve && std::isfinite(limit) &&
               market.load(id) >= limit * (1 - kSame);
    }

    /// The resource of the same name and direction on the way in the other market.
    ResourceId counterpart(ResourceId id, const PathFlow& better) const {
        const auto direction = worse_.market().resources[id].direction;
        for (const flow::ArcId arc : better.arcs) {
            for (const ResourceId same : better_.resources(arc)) {
                if (!better_.market().problem.resources[same].has_curve &&
                    resource_name(better_, same) == resource_name(worse_, id) &&
                    better_.market().resources[same].direction == direction) {
                    return same;
                }
            }
        }
        return {};
    }

    /// ": 10.00 after 20.00 bcm/a"; nothing for a group, which is counted in a unit of its own.
    std::string amounts(double before, double after, ResourceId id) const {
        if (worse_.market().resources[id].group.valid()) return {};
        return fmt::format(": {} after {} {}", show_number(commodity_.shown_quantity(after), 2),
                           show_number(commodity_.shown_quantity(before), 2), commodity_.unit.name);
    }

    // --- 2. the ends ----------------------------------------------------------------------------

    /// A curve that gives another quantity at the reference's price, in the direction that counts.
    std::string moved(const flow::Curve& before, const flow::Curve& after, double price,
                      const char* what, const std::string& place) const {
        const double from = before.quantity_at(price), to = after.quantity_at(price);
        if (gained_ ? to <= from * (1 + kSame) : to >= from * (1 - kSame)) return {};
        return fmt::format("{} {} at {}: {} after {} {} at {} {}", gained_ ? "more" : "less", what,
                           place, show_number(commodity_.shown_quantity(to), 2),
                           show_number(commodity_.shown_quantity(from), 2), commodity_.unit.name,
                           show_number(commodity_.shown_price(price), 2),
                           commodity_.price_unit.name);
    }

    std::string ends() {
        const auto demand = reference_.demand(way_), asked = other_.demand(way_);
        const flow::Problem& first = reference_.market().problem;
        const flow::Problem& second = other_.market().problem;
        const flow::Solution& solution = reference_.equilibrium().solution;
        if (!demand.valid() || !asked.valid()) {
            return fmt::format("{} at {}", demand.valid() ? "nothing asked for" : "asked for",
                               way_.destination);
        }
        std::string text = moved(first.demands[demand].curve, second.demands[asked].curve,
                                 solution.demand_price[demand], "asked for", way_.destination);
        if (!text.empty()) return text;
        const auto supply = reference_.supply(way_), offered = other_.supply(way_);
        if (!supply.valid() || !offered.valid()) {
            return fmt::format("{} at {}", supply.valid() ? "nothing supplied" : "supplied",
                               way_.origin);
        }
        if (reference_.market().layers[reference_.market().supplies[supply].layer].origin.valid()) {
            return {}; // freight is there for the asking
        }
        return moved(first.supplies[supply].curve, second.supplies[offered].curve,
                     solution.price[first.supplies[supply].vertex], "supplied", way_.origin);
    }

    // --- 3. amounts of money --------------------------------------------------------------------

    /// What one unit over the way pays, or earns less, under one name.
    struct Amount {
        std::string what; ///< "scarcity rent of btc"
        double shown = 0; ///< as people look at it
        double cost = 0;  ///< of one unit that enters the way
    };

    static void add(std::vector<Amount>& to, const std::string& what, double shown, double cost) {
        for (Amount& each : to) {
            if (each.what != what) continue;
            each.shown += shown;
            each.cost += cost;
            return;
        }
        to.push_back({what, shown, cost});
    }

    std::vector<Amount> amounts(const ComparedMarket& side, const PathFlow& path) const {
        const flow::Problem& problem = side.market().problem;
        const flow::Solution& solution = side.equilibrium().solution;
        std::vector<Amount> result;
        double kept = 1;
        for (const flow::ArcId arc : path.arcs) {
            for (const ResourceId id : side.resources(arc)) {
                const auto& uses = problem.resources[id].uses;
                const auto use = std::find_if(uses.begin(), uses.end(),
                                              [&](const auto& each) { return each.arc == arc; });
                const double rent = use->use * solution.resource_rent[id];
                // A resource with a curve is a correction of calibration, no scarcity.
                const char* what =
                    problem.resources[id].has_curve ? kCorrection : "scarcity rent of ";
                add(result, what + resource_name(side, id), rent, kept * rent);
            }
            const flow::MarketArc& of = side.market().arcs[arc];
            if (of.link.valid()) {
                const std::string& link = side.world().links[of.link].id;
                const double cost = problem.arcs[arc].cost - of.price.correction;
                add(result, "cost of carriage over " + link, cost, kept * cost);
                add(result, kCorrection + link, of.price.correction, kept * of.price.correction);
            }
            kept *= 1 - problem.arcs[arc].loss;
        }
        for (const flow::ObligationId id : side.obligations(path.delivery)) {
            const double rent = solution.obligation_rent[id];
            add(result, "rent of " + obligation_name(side, id), std::abs(rent), -kept * rent);
        }
        const double origin = solution.price[problem.supplies[path.supply].vertex];
        add(result, "price at " + way_.origin, origin, origin);
        if (way_.destination != way_.origin) {
            const double price = solution.demand_price[problem.deliveries[path.delivery].demand];
            add(result, "price at " + way_.destination, price, -kept * price);
        }
        return result;
    }

    static std::string obligation_name(const ComparedMarket& side, flow::ObligationId id) {
        const flow::MarketObligation& of = side.market().obligations[id];
        return of.contract.valid() ? "contract " + side.world().contracts[of.contract].id
                                   : "quota " + side.world().restrictions[of.restriction].id;
    }

    std::string largest_amount(const PathFlow& before, const PathFlow& after) const {
        std::vector<Amount> was = amounts(reference_, before);
        const std::vector<Amount> is = amounts(other_, after);
        const Amount* found = nullptr;
        double largest = 0;
        for (const Amount& each : is) add(was, each.what, 0, 0); // names that are new
        std::vector<Amount> now = was;
        for (Amount& each : now) each.shown = each.cost = 0;
        for (const Amount& each : is) add(now, each.what, each.shown, each.cost);
        std::size_t at = 0;
        for (std::size_t i = 0; i < was.size(); ++i) {
            const double dearer = now[i].cost - was[i].cost;
            const double against = commodity_.shown_price(gained_ ? -dearer : dearer);
            if (!visible(against, kPriceDecimals) || against <= largest) continue;
            largest = against;
            found = &was[i];
            at = i;
        }
        if (found == nullptr) return {};
        return fmt::format("{}: {} after {} {}", found->what,
                           show_number(commodity_.shown_price(now[at].shown), kPriceDecimals),
                           show_number(commodity_.shown_price(found->shown), kPriceDecimals),
                           commodity_.price_unit.name);
    }

    const ComparedMarket& reference_;
    const ComparedMarket& other_;
    const ComparedMarket& better_;
    const ComparedMarket& worse_;
    const Way& way_;
    const bool gained_;
    const world::Commodity& commodity_;
};

} // namespace

WayReason why_moved(const ComparedMarket& reference, const ComparedMarket& other, const Way& way,
                    bool gained) {
    return Reasoning(reference, other, way, gained).run();
}

} // namespace isthmus::report
