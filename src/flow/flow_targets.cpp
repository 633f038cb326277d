// SPDX-License-Identifier: Apache-2.0
// The observed flows of a year that calibration and hindcasts hold the model against.
#include <algorithm>
#include <map>

#include "flow/calibration.hpp"
#include "flow/observation_use.hpp"
#include "world/evidence.hpp"

namespace isthmus::flow {
namespace {

/// The strongest of an observation's claims; without claims as weak as can be.
world::Evidence evidence_of(const world::World& world, const world::Observation& observation) {
    world::Evidence best = world::Evidence::kRecalled;
    for (const world::ClaimId claim : observation.provenance.claims) {
        best = std::min(best, world::evidence_of(world, claim));
    }
    return best;
}

} // namespace

std::vector<FlowTarget> flow_targets(const world::World& world, int year) {
    std::map<NamedFlow, std::vector<std::size_t>> observed;
    for (std::size_t i = 0; i < world.observations.size(); ++i) {
        const world::Observation& observation = world.observations[i];
        if (observation.year == year && !is_upper_bound(observation)) {
            observed[flow_named_by(observation)].push_back(i);
        }
    }
    std::vector<FlowTarget> result;
    for (const auto& [flow, all] : observed) {
        world::Evidence best = world::Evidence::kRecalled;
        for (const std::size_t i : all) {
            best = std::min(best, evidence_of(world, world.observations[i]));
        }
        FlowTarget target{flow, 0, {}, 0};
        for (const std::size_t i : all) {
            if (evidence_of(world, world.observations[i]) != best) continue;
            target.observations.push_back(i);
            target.observed += world.observations[i].value;
        }
        target.observed /= static_cast<double>(target.observations.size());
        target.left_out = all.size() - target.observations.size();
        result.push_back(std::move(target));
    }
    return result;
}

} // namespace isthmus::flow
