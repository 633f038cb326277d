// SPDX-License-Identifier: Apache-2.0
#include "dependence/part_base.hpp"

#include <algorithm>
#include <cmath>

namespace isthmus::dependence {

bool PathParties::needs(std::size_t party) const {
    return std::binary_search(parties.begin(), parties.end(), party);
}

PartBase::PartBase(const Part& part, const Partners& partners)
    : part_(&part), accounts_(dependence::accounts(part, part.market, part.solution, partners)) {
    add_paths(partners);
    add_carriage();
    add_rents();
    adding_up_error_ = std::abs(sum(accounts_) - part.welfare) / part.certificate.scale;
}

void PartBase::add_paths(const Partners& partners) {
    const flow::Market& market = part_->market;
    for (const flow::PathFlow& path : part_->paths) {
        PathParties of;
        of.supplier = partners.supplier(market, market.supplies[path.supply].layer);
        of.buyer = partners.buyer(market, market.problem.deliveries[path.delivery].demand);
        for (const flow::ArcId arc : path.arcs) {
            if (!market.arcs[arc].link.valid()) continue;
            const auto& more = partners.consenting(market.arcs[arc].link);
            of.parties.insert(of.parties.end(), more.begin(), more.end());
        }
        std::sort(of.parties.begin(), of.parties.end());
        of.parties.erase(std::unique(of.parties.begin(), of.parties.end()), of.parties.end());
        paths_.push_back(std::move(of));
    }
}

void PartBase::add_carriage() {
    const flow::Market& market = part_->market;
    const flow::Problem& problem = market.problem;
    for (const flow::MarketArc& arc : market.arcs) {
        if (arc.link.valid()) carriage_[{root(market, arc.layer), arc.link, arc.backward}] = {};
    }
    quantities_.supply = IdVector<flow::SupplyTag, double>(problem.supplies.size());
    quantities_.demand = IdVector<flow::DemandTag, double>(problem.demands.size());
    for (const flow::PathFlow& path : part_->paths) {
        quantities_.supply[path.supply] += path.entering;
        quantities_.demand[problem.deliveries[path.delivery].demand] += path.delivered;
        double here = path.entering;
        for (const flow::ArcId arc : path.arcs) {
            if (market.arcs[arc].link.valid()) carriage_at(arc).flow += here;
            here *= 1 - problem.arcs[arc].loss;
        }
    }
}

Carriage& PartBase::carriage_at(flow::ArcId own) {
    const flow::MarketArc& of = part_->market.arcs[own];
    return carriage_.at({root(part_->market, of.layer), of.link, of.backward});
}

/// Arcs of one carriage use the same capacities, so that they have the same rents.
void PartBase::add_rents() {
    const flow::Problem& problem = part_->market.problem;
    IdVector<flow::ArcTag, double> rents(problem.arcs.size()), corrections = rents;
    for (const flow::ResourceId id : problem.resources.ids()) {
        const flow::Resource& resource = problem.resources[id];
        for (const flow::ResourceUse& use : resource.uses) {
            (resource.has_curve ? corrections : rents)[use.arc] +=
                use.use * part_->solution.resource_rent[id];
        }
    }
    for (const flow::ArcId arc : problem.arcs.ids()) {
        if (!part_->market.arcs[arc].link.valid()) continue;
        carriage_at(arc).rent = rents[arc];
        carriage_at(arc).correction = corrections[arc];
    }
}

bool PartBase::cuts(std::size_t by, std::size_t towards) const {
    return std::any_of(paths_.begin(), paths_.end(), [&](const PathParties& path) {
        const bool theirs = path.supplier == towards || path.buyer == towards;
        const bool between = (path.supplier == by && path.buyer == towards) ||
                             (path.supplier == towards && path.buyer == by);
        return between || (theirs && path.needs(by)) ||
               (path.supplier == by && path.needs(towards));
    });
}

const Carriage& PartBase::carriage(const flow::Market& market, flow::ArcId arc) const {
    static const Carriage kNone;
    const flow::MarketArc& of = market.arcs[arc];
    if (!of.link.valid()) return kNone;
    return carriage_.at({root(market, of.layer), of.link, of.backward});
}

} // namespace isthmus::dependence
