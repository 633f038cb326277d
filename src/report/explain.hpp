// SPDX-License-Identifier: Apache-2.0
// Internal to the module: why a modelled flow differs from an observed one, said from the
// equilibrium itself.
//
// Reasons, in the order in which they are looked for:
//   too little  the link had no service; nothing that may use it can reach it; its capacity lies
//   below what was observed;
//               its capacity or a group's binds; carriage over it costs more than it brings (by how
//               much)
//   too much    the capacity binds, so the model would send more; alternatives that leave the same
//   place are full;
//               a minimum take is served over it; nothing in the world holds it back
// A note on the observation comes last.
#pragma once

#include <string>
#include <vector>

#include "flow/equilibrium.hpp"

namespace isthmus::report {

class Explainer {
  public:
    explicit Explainer(const flow::Equilibrium& equilibrium);

    /// Sentences for one observation; empty where model and observation agree within `kAgreement`.
    std::string explain(const flow::ObservedFlow& observed) const;

    /// A relative error up to which nothing needs explaining.
    static constexpr double kAgreement = 0.1;

  private:
    struct Use {
        std::vector<flow::ArcId> arcs; ///< that the observation counts
        double flow = 0;
        double full_share = 0; ///< largest load over limit among the capacities that cover them
        double rent = 0;       ///< largest rent among these
        std::string tightest;  ///< name of that capacity
        double own_limit = flow::kInfinity; ///< of the link itself
    };
    Use use_of(const world::Observation& observation) const;
    std::vector<std::string> too_little(const world::Observation& observation,
                                        const Use& use) const;
    std::vector<std::string> too_much(const world::Observation& observation, const Use& use) const;
    /// What a unit sent over the best of the arcs would lose, in canonical price; at most 0 where
    /// none would.
    double loss_of_best(const std::vector<flow::ArcId>& arcs) const;
    std::string resource_name(flow::ResourceId id) const;

    const flow::Equilibrium& equilibrium_;
    const world::World& world_;
    IdVector<flow::ArcTag, double> arc_rent_; ///< scarcity a unit pays on the arc
    IdVector<flow::ArcTag, std::vector<flow::ResourceId>> arc_resources_;
    IdVector<flow::ResourceTag, double> load_;
};

} // namespace isthmus::report
