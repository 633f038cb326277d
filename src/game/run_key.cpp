// SPDX-License-Identifier: Apache-2.0
#include "game/run_key.hpp"

#include "game/journal.hpp"

namespace isthmus::game {

namespace {

void add_curve(Digest& digest, const flow::Curve& curve) {
    digest.add(curve.constant);
    digest.add(curve.slope);
    digest.add(curve.power);
    digest.add(curve.lowest);
    digest.add(curve.highest);
    digest.add(curve.limit);
}

} // namespace

std::uint64_t run_key(const CoalitionProblem& part) {
    Digest digest;
    digest.add(part.players);
    digest.add(part.problem.vertices.size());
    digest.add(part.problem.arcs.size());
    for (const flow::ArcId id : part.problem.arcs.ids()) {
        const flow::Arc& arc = part.problem.arcs[id];
        digest.add(arc.from.index());
        digest.add(arc.to.index());
        digest.add(arc.cost);
        digest.add(arc.loss);
        digest.add(arc.upper);
        digest.add(part.arc_consent[id]);
    }
    digest.add(part.problem.supplies.size());
    for (const flow::SupplyId id : part.problem.supplies.ids()) {
        digest.add(part.problem.supplies[id].vertex.index());
        add_curve(digest, part.problem.supplies[id].curve);
        digest.add(part.supply_consent[id]);
    }
    digest.add(part.problem.demands.size());
    for (const flow::DemandId id : part.problem.demands.ids()) {
        add_curve(digest, part.problem.demands[id].curve);
        digest.add(part.demand_consent[id]);
    }
    for (const flow::Delivery& delivery : part.problem.deliveries) {
        digest.add(delivery.vertex.index());
        digest.add(delivery.demand.index());
        digest.add(delivery.upper);
    }
    for (const flow::Resource& resource : part.problem.resources) {
        digest.add(resource.limit);
        digest.add(resource.uses.size());
        for (const flow::ResourceUse& use : resource.uses) {
            digest.add(use.arc.index());
            digest.add(use.use);
        }
    }
    for (const flow::Obligation& obligation : part.problem.obligations) {
        digest.add(obligation.lower);
        digest.add(obligation.upper);
        for (const flow::DeliveryId delivery : obligation.deliveries) digest.add(delivery.index());
    }
    return digest.value();
}

std::uint64_t run_key(const CoalitionNetwork& network) {
    Digest digest;
    digest.add(network.players);
    digest.add(network.quantity_unit.value_or(0));
    digest.add(network.price_unit.value_or(0));
    for (const NetworkArc& arc : network.arcs) {
        digest.add(arc.from);
        digest.add(arc.to);
        digest.add(arc.capacity);
        digest.add(arc.cost);
        digest.add(arc.loss);
        digest.add(arc.consent);
    }
    for (const NetworkNode& node : network.nodes) {
        digest.add(node.consent);
        digest.add(node.supplied);
        digest.add(node.self_surplus);
        digest.add(node.steps.size());
        for (const flow::Step& step : node.steps) {
            digest.add(step.width);
            digest.add(step.value);
        }
    }
    return digest.value();
}

} // namespace isthmus::game
