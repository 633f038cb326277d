// SPDX-License-Identifier: Apache-2.0
#include "report/explain.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/naming.hpp"
#include "report/table.hpp"

namespace isthmus::report {

namespace {

constexpr double kFull = 0.999;   ///< of a limit
constexpr double kNothing = 1e-4; ///< canonical quantity that counts as none
constexpr double kNoRent = 1e-6;  ///< MUSD per canonical quantity
constexpr std::size_t kMostNames = 3;

std::string quantity(const world::Commodity& commodity, double canonical) {
    return fmt::format("{} {}", show_number(commodity.shown_quantity(canonical), 2),
                       commodity.unit.name);
}

std::string price(const world::Commodity& commodity, double canonical) {
    return fmt::format("{} {}", show_number(commodity.shown_price(canonical), 2),
                       commodity.price_unit.name);
}

} // namespace

Explainer::Explainer(const flow::Equilibrium& equilibrium)
    : equilibrium_(equilibrium),
      world_(*equilibrium.market.world),
      arc_rent_(equilibrium.market.arcs.size()),
      arc_resources_(equilibrium.market.arcs.size()),
      load_(equilibrium.market.resources.size()) {
    const flow::Problem& problem = equilibrium.market.problem;
    for (const auto id : problem.resources.ids()) {
        for (const flow::ResourceUse& use : problem.resources[id].uses) {
            arc_rent_[use.arc] += use.use * equilibrium.solution.resource_rent[id];
            arc_resources_[use.arc].push_back(id);
            load_[id] += use.use * equilibrium.solution.flow[use.arc];
        }
    }
}

std::string Explainer::resource_name(flow::ResourceId id) const {
    const flow::MarketResource& resource = equilibrium_.market.resources[id];
    return resource.group.valid() ? world_.capacity_groups[resource.group].name
                                  : world_.links[resource.link].name;
}

Explainer::Use Explainer::use_of(const world::Observation& observation) const {
    const flow::Market& market = equilibrium_.market;
    Use use;
    for (const auto id : market.arcs.ids()) {
        const flow::MarketArc& arc = market.arcs[id];
        const flow::Layer& layer = market.layers[arc.layer];
        if (arc.link != observation.link || layer.commodity != observation.commodity) continue;
        if (observation.direction != world::FlowDirection::kBoth &&
            (observation.direction == world::FlowDirection::kBackward) != arc.backward) {
            continue;
        }
        if (observation.supplier.valid() &&
            std::none_of(layer.suppliers.begin(), layer.suppliers.end(), [&](world::ActorId actor) {
                return actor == observation.supplier ||
                       world_.state_of(actor) == observation.supplier;
            })) {
            continue;
        }
        use.arcs.push_back(id);
        use.flow += equilibrium_.solution.flow[id];
        for (const auto resource : arc_resources_[id]) {
            const double limit = market.problem.resources[resource].limit;
            if (market.resources[resource].link.valid()) {
                use.own_limit = std::min(use.own_limit, limit);
            }
            const double share = limit > 0 ? load_[resource] / limit : 1;
            if (share > use.full_share) {
                use.full_share = share;
                use.tightest = resource_name(resource);
                use.rent = equilibrium_.solution.resource_rent[resource];
            }
        }
    }
    return use;
}

double Explainer::loss_of_best(const std::vector<flow::ArcId>& arcs) const {
    double best = flow::kInfinity;
    for (const auto id : arcs) {
        const flow::Arc& arc = equilibrium_.market.problem.arcs[id];
        const auto& prices = equilibrium_.solution.price;
        best = std::min(best, prices[arc.from] + arc.cost + arc_rent_[id] -
                                  (1 - arc.loss) * prices[arc.to]);
    }
    return best;
}

std::vector<std::string> Explainer::too_little(const world::Observation& observation,
                                               const Use& use) const {
    const world::Commodity& commodity = world_.commodities[observation.commodity];
    const flow::LinkService& service = equilibrium_.market.service[observation.link];
    std::vector<std::string> reasons;
    if (service.open_share <= 0) {
        reasons.emplace_back("The world has the link out of service all year.");
        return reasons;
    }
    if (service.open_share < 1) {
        reasons.push_back(fmt::format("The link is in service for {} % of the year.",
                                      show_number(100 * service.open_share, 0)));
    }
    if (use.arcs.empty()) {
        reasons.emplace_back("No capacity, supply or permitted buyer in the world connects over it "
                             "for this commodity and owner.");
        return reasons;
    }
    if (use.own_limit < observation.value) {
        reasons.push_back(fmt::format("The capacity of {} lies below what was observed.",
                                      quantity(commodity, use.own_limit)));
    } else if (use.full_share >= kFull) {
        reasons.push_back(fmt::format("{} is full.", use.tightest));
    }
    const double loss = loss_of_best(use.arcs);
    if (use.flow <= kNothing && loss > kNoRent) {
        reasons.push_back(fmt::format("A cheaper way is open: goods sent over it would lose {} at "
                                      "the prices found.",
                                      price(commodity, loss)));
    } else if (reasons.empty()) {
        reasons.push_back(use.flow <= kNothing
                              ? "It would just break even; other ways serve the same buyers at the "
                                "same cost."
                              : "The goods that reach it are fewer: supply behind it or demand "
                                "ahead of it is lower than in fact, or other ways take the rest at "
                                "the same cost.");
    }
    return reasons;
}

std::vector<std::string> Explainer::too_much(const world::Observation& observation,
                                             const Use& use) const {
    const world::Commodity& commodity = world_.commodities[observation.commodity];
    const flow::Market& market = equilibrium_.market;
    std::vector<std::string> reasons;
    if (use.full_share >= kFull) {
        reasons.push_back(use.rent > kNoRent
                              ? fmt::format("The model fills {} and would send more (rent {}): a "
                                            "cost, a limit or a contract that held it back is "
                                            "missing.",
                                            use.tightest, price(commodity, use.rent))
                              : fmt::format("The model fills {}.", use.tightest));
    }
    std::vector<std::string> full;
    std::vector<world::NodeId> starts;
    for (const auto id : use.arcs) {
        if (equilibrium_.solution.flow[id] <= kNothing) continue;
        const world::NodeId from = market.vertices[market.problem.arcs[id].from].node;
        if (std::find(starts.begin(), starts.end(), from) == starts.end()) starts.push_back(from);
    }
    for (const auto id : market.resources.ids()) {
        const flow::MarketResource& resource = market.resources[id];
        if (!resource.link.valid() || resource.link == observation.link ||
            resource.commodity != observation.commodity) {
            continue;
        }
        const double limit = market.problem.resources[id].limit;
        if (load_[id] < kFull * limit || equilibrium_.solution.resource_rent[id] <= kNoRent)
            continue;
        const flow::Arc& arc = market.problem.arcs[market.problem.resources[id].uses.front().arc];
        const world::NodeId from = market.vertices[arc.from].node;
        if (std::find(starts.begin(), starts.end(), from) == starts.end()) continue;
        full.push_back(fmt::format("{} ({})", resource_name(id), quantity(commodity, limit)));
    }
    if (!full.empty()) {
        if (full.size() > kMostNames) full.resize(kMostNames);
        reasons.push_back("Other ways from the same place are full: " + join(full, ", ") + ".");
    }
    if (reasons.empty()) {
        reasons.emplace_back(
            "It is the cheapest way in the model and nothing in the world holds it "
            "back: its cost is too low, or a contract or limit is missing.");
    }
    return reasons;
}

std::string Explainer::explain(const flow::ObservedFlow& observed) const {
    if (std::abs(observed.relative_error()) <= kAgreement) return {};
    const world::Observation& observation = world_.observations[observed.observation];
    std::vector<std::string> sentences;
    const Use use = use_of(observation);
    const auto reasons = observed.modelled < observed.observed ? too_little(observation, use)
                                                               : too_much(observation, use);
    sentences.insert(sentences.end(), reasons.begin(), reasons.end());
    if (!observation.provenance.note.empty()) {
        sentences.push_back("Note: " + observation.provenance.note);
        if (sentences.back().back() != '.') sentences.back() += '.';
    }
    return join(sentences, " ");
}

} // namespace isthmus::report
