// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the ways of goods through one market, in names that hold in every world,
// so that the ways of several equilibria can be matched.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "flow/consents.hpp"
#include "flow/equilibrium.hpp"
#include "flow/path_flows.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

/// A link in one direction, by its id.
struct WayStep {
    std::string link;
    bool backward = false;
    auto operator<=>(const WayStep&) const = default;
};

/// Whose goods go where over which links; all texts are ids.
struct Way {
    std::string commodity;
    std::string supplier; ///< of a fuel, or the shipper of freight
    std::string origin, destination;
    std::string consumer;
    std::vector<WayStep> steps; ///< none where the goods are consumed where they come from
    auto operator<=>(const Way&) const = default;
};

class ComparedMarket {
  public:
    /// The equilibrium must outlive this.
    explicit ComparedMarket(const flow::Equilibrium& equilibrium);

    const flow::Equilibrium& equilibrium() const { return equilibrium_; }
    const flow::Market& market() const { return equilibrium_.market; }
    const world::World& world() const { return *equilibrium_.market.world; }
    const std::vector<flow::ResourceId>& resources(flow::ArcId arc) const {
        return resources_[arc];
    }
    const std::vector<flow::ObligationId>& obligations(flow::DeliveryId delivery) const {
        return obligations_[delivery];
    }
    /// Sum of use times flow.
    double load(flow::ResourceId resource) const;
    const IdVector<world::LinkTag, Standing>& standing() const;
    const flow::LinkConsents& consents() const;

    Way way(const flow::PathFlow& path) const;
    /// The way's parts in this market, without quantities; nothing where the market lacks it or it
    /// is shut.
    std::optional<flow::PathFlow> find(const Way& way) const;
    /// The market's demand of the way's consumer at its end; invalid where there is none.
    flow::DemandId demand(const Way& way) const;
    /// What the way's supplier puts out at its beginning; invalid where there is nothing.
    flow::SupplyId supply(const Way& way) const;

  private:
    using Place = std::tuple<std::string, std::string, std::string>; ///< commodity, node, actor
    bool search(const Way& way, flow::VertexId at, std::size_t step, flow::PathFlow& path) const;

    const flow::Equilibrium& equilibrium_;
    IdVector<flow::VertexTag, std::vector<flow::ArcId>> out_;
    IdVector<flow::VertexTag, std::vector<flow::DeliveryId>> deliveries_;
    IdVector<flow::ArcTag, std::vector<flow::ResourceId>> resources_;
    IdVector<flow::DeliveryTag, std::vector<flow::ObligationId>> obligations_;
    std::map<Place, std::vector<flow::SupplyId>> supplies_;
    mutable std::optional<IdVector<world::LinkTag, Standing>> standing_; ///< made when asked for
    mutable std::optional<flow::LinkConsents> consents_;                 ///< likewise
};

/// The ways that add up to the market's flows. Where goods mix, which went where is not unique: as
/// much as possible of what the reference's ways carry is taken to stay on them, and only the rest
/// is decomposed anew, so that nothing seems to move that need not have.
std::vector<flow::PathFlow> ways_like(const ComparedMarket& market, const ComparedMarket& reference,
                                      const std::vector<flow::PathFlow>& reference_paths);

} // namespace isthmus::report
