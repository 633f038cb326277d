// SPDX-License-Identifier: Apache-2.0
#include "flow/equilibrium.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "flow/failed_solve.hpp"

namespace isthmus::flow {
namespace {

/// Reads the error off before the market moves into the result.
Equilibrium finish(Market market, Solved solved) {
    Equilibrium result;
    result.certificate = certify(market.problem, solved.solution);
    result.welfare = welfare(market, solved.solution);
    result.payoffs = payoffs(market, solved.solution);
    result.payoffs_by_state = payoffs_by_state(market, result.payoffs);
    double sum = 0;
    for (const Payoff& payoff : result.payoffs) sum += payoff.total();
    result.adding_up_error = std::abs(sum - result.welfare) / result.certificate.scale;
    result.market = std::move(market);
    result.solution = std::move(solved.solution);
    result.statistics = solved.statistics;
    return result;
}

} // namespace

Result<Equilibrium> equilibrium(const world::World& world, int year,
                                const EquilibriumOptions& options) {
    Result<Market> built = build_market(world, year, options.market);
    if (!built) return built.diagnostics();
    Market market = std::move(built).value();
    Solved solved = solve(market.problem, options.solve);
    if (solved.status != LpStatus::kOptimal) {
        return unsolved(market, solved,
                        "write the problem with --save-lp and re-solve it with another solver");
    }
    Equilibrium result = finish(std::move(market), std::move(solved));
    if (!result.certificate.holds() || result.adding_up_error > kCertificateTolerance) {
        const Certificate& certificate = result.certificate;
        return one({"E520", "", 0, "",
                    fmt::format("primal residual {:.2e}, dual residual {:.2e}, gap {:.2e}, "
                                "adding-up {:.2e}",
                                certificate.primal_residual, certificate.dual_residual,
                                certificate.gap, result.adding_up_error),
                    fmt::format("each at most {:.0e}", kCertificateTolerance),
                    "the solution is not shown, since it is not certified"});
    }
    return result;
}

namespace {

using FlowKey = std::tuple<world::LinkId, world::CommodityId, bool>;

FlowKey key_of(const Market& market, ArcId id) {
    const MarketArc& arc = market.arcs[id];
    return {arc.link, market.layers[arc.layer].commodity, arc.backward};
}

std::map<FlowKey, std::vector<ArcId>> arcs_by_flow(const Market& market) {
    std::map<FlowKey, std::vector<ArcId>> result;
    for (const ArcId id : market.arcs.ids()) {
        if (market.arcs[id].link.valid()) result[key_of(market, id)].push_back(id);
    }
    return result;
}

} // namespace

std::vector<LinkFlow> link_flows(const Equilibrium& equilibrium) {
    const Market& market = equilibrium.market;
    const Solution& solution = equilibrium.solution;
    std::vector<double> rent(market.arcs.size()), correction(market.arcs.size());
    std::vector<double> limit(market.arcs.size(), kInfinity);
    for (const ResourceId id : market.resources.ids()) {
        const Resource& resource = market.problem.resources[id];
        for (const ResourceUse& use : resource.uses) {
            // What a rising correction adds is a cost to the shipper, no scarcity of the link.
            std::vector<double>& to = resource.has_curve ? correction : rent;
            to[use.arc.index()] += use.use * solution.resource_rent[id];
            if (resource.has_curve) continue;
            if (market.resources[id].link.valid()) {
                limit[use.arc.index()] = std::min(limit[use.arc.index()], resource.limit);
            }
        }
    }
    std::vector<LinkFlow> result;
    for (const auto& [key, arcs] : arcs_by_flow(market)) {
        LinkFlow row;
        std::tie(row.link, row.commodity, row.backward) = key;
        double paid = 0, tariff = 0;
        for (const ArcId id : arcs) {
            const ArcPrice& price = market.arcs[id].price;
            row.flow += solution.flow[id];
            paid += (price.paid() + correction[id.index()]) * solution.flow[id];
            tariff += (price.tariff + price.fees) * solution.flow[id];
            row.rent = std::max(row.rent, rent[id.index()]);
        }
        row.capacity = limit[arcs.front().index()];
        const ArcPrice& first = market.arcs[arcs.front()].price;
        row.paid = row.flow > 0 ? paid / row.flow : first.paid() + correction[arcs.front().index()];
        row.tariff_and_fees = row.flow > 0 ? tariff / row.flow : first.tariff + first.fees;
        result.push_back(row);
    }
    return result;
}

std::vector<LayerFlow> layer_flows(const Equilibrium& equilibrium) {
    const Market& market = equilibrium.market;
    std::vector<LayerFlow> result;
    for (const auto& [key, arcs] : arcs_by_flow(market)) {
        for (const ArcId id : arcs) {
            const MarketArc& arc = market.arcs[id];
            const double flow = equilibrium.solution.flow[id];
            if (flow > 0) result.push_back({arc.link, arc.layer, arc.backward, flow});
        }
    }
    return result;
}

std::vector<FlowRange> link_flow_ranges(const Equilibrium& equilibrium) {
    std::vector<std::vector<ArcId>> sums;
    for (auto& [key, arcs] : arcs_by_flow(equilibrium.market)) sums.push_back(arcs);
    return flow_ranges(equilibrium.market.problem, equilibrium.solution, sums);
}

std::vector<NodePrice> node_prices(const Equilibrium& equilibrium) {
    const Market& market = equilibrium.market;
    const Solution& solution = equilibrium.solution;
    using Key = std::tuple<world::CommodityId, world::NodeId, world::NodeId>;
    std::map<Key, NodePrice> rows;
    const auto row_of = [&](world::CommodityId commodity, world::NodeId node,
                            world::NodeId origin) -> NodePrice& {
        NodePrice& row = rows[{commodity, node, origin}];
        row.commodity = commodity;
        row.node = node;
        row.origin = origin;
        return row;
    };
    for (const DemandId id : market.demands.ids()) {
        const MarketDemand& demand = market.demands[id];
        NodePrice& row = row_of(demand.commodity, demand.node, demand.origin);
        row.consumed += solution.demand[id];
        row.price = solution.demand_price[id];
        row.low = solution.demand_price_low[id];
        row.high = solution.demand_price_high[id];
    }
    for (const SupplyId id : market.supplies.ids()) {
        const MarketSupply& supply = market.supplies[id];
        if (market.layers[supply.layer].origin.valid()) continue;
        NodePrice& row = row_of(supply.commodity, supply.node, {});
        if (row.consumed == 0 && row.supplied <= solution.supply[id]) {
            const VertexId vertex = market.problem.supplies[id].vertex;
            row.price = solution.price[vertex];
            row.low = solution.price_low[vertex];
            row.high = solution.price_high[vertex];
        }
        row.supplied += solution.supply[id];
    }
    std::vector<NodePrice> result;
    for (const auto& [key, row] : rows) result.push_back(row);
    return result;
}

std::vector<BindingConstraint> binding_constraints(const Equilibrium& equilibrium) {
    const Market& market = equilibrium.market;
    const Solution& solution = equilibrium.solution;
    const world::World& world = *market.world;
    // A rent below this (MUSD per unit) is the rounding of prices.
    constexpr double kNoRent = 1e-4;
    std::vector<BindingConstraint> result;
    for (const ResourceId id : market.resources.ids()) {
        const double rent = solution.resource_rent[id];
        if (rent <= kNoRent || market.problem.resources[id].has_curve) continue;
        const MarketResource& resource = market.resources[id];
        const double limit = market.problem.resources[id].limit;
        const std::string& name = resource.group.valid() ? world.capacity_groups[resource.group].id
                                                         : world.links[resource.link].id;
        result.push_back({id, {}, name, resource.commodity, limit, rent, rent * limit});
    }
    for (const ObligationId id : market.obligations.ids()) {
        const double rent = solution.obligation_rent[id];
        if (std::abs(rent) <= kNoRent) continue;
        const MarketObligation& obligation = market.obligations[id];
        const Obligation& bounds = market.problem.obligations[id];
        const double limit = rent > 0 ? bounds.lower : bounds.upper;
        const bool contract = obligation.contract.valid();
        result.push_back({{},
                          id,
                          contract ? world.contracts[obligation.contract].id
                                   : world.restrictions[obligation.restriction].id,
                          contract ? world.contracts[obligation.contract].commodity
                                   : world.restrictions[obligation.restriction].commodity,
                          limit,
                          rent,
                          std::abs(rent) * limit});
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const auto& a, const auto& b) { return a.value > b.value; });
    return result;
}

std::vector<ObservedFlow> observed_flows(const Equilibrium& equilibrium) {
    const Market& market = equilibrium.market;
    const world::World& world = *market.world;
    const std::vector<LayerFlow> flows = layer_flows(equilibrium);
    std::vector<ObservedFlow> result;
    for (std::size_t i = 0; i < world.observations.size(); ++i) {
        const world::Observation& observation = world.observations[i];
        if (observation.year != market.year) continue;
        ObservedFlow row{i, observation.value, 0};
        for (const LayerFlow& flow : flows) {
            const Layer& layer = market.layers[flow.layer];
            if (flow.link != observation.link || layer.commodity != observation.commodity) continue;
            const bool same_way =
                observation.direction == world::FlowDirection::kBoth ||
                (observation.direction == world::FlowDirection::kBackward) == flow.backward;
            const auto supplies = [&](world::ActorId actor) {
                return world.state_of(actor) == world.state_of(observation.supplier);
            };
            const bool same_owner =
                !observation.supplier.valid() ||
                std::any_of(layer.suppliers.begin(), layer.suppliers.end(), supplies);
            if (same_way && same_owner) row.modelled += flow.flow;
        }
        result.push_back(row);
    }
    return result;
}

std::string layer_name(const Market& market, LayerId id) {
    const Layer& layer = market.layers[id];
    const world::World& world = *market.world;
    if (layer.origin.valid()) return world.nodes[layer.origin].name;
    std::vector<std::string> names;
    for (const world::ActorId actor : layer.suppliers) names.push_back(world.actors[actor].name);
    return join(names, ", ");
}

} // namespace isthmus::flow
