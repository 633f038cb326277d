// SPDX-License-Identifier: Apache-2.0
// Internal to the module: what a change of one part of a market's problem does to a result, from
// the tilted solutions: d/deps of dL/dp, and the direct effect on a payoff.
#pragma once

#include <optional>
#include <vector>

#include "provenance/tilt.hpp"

namespace isthmus::provenance {

/// What one more unit of something adds to what an arc's shipper pays.
struct PriceChange {
    double resource = 0, tariff = 0, other = 0;
};

/// A curve with a number of its row a little higher and a little lower, and the distance between.
struct CurveChange {
    flow::Curve up, down;
    double distance = 0;
};

class CaseSlopes {
  public:
    explicit CaseSlopes(const TiltedCase& of);

    const flow::Market& market() const { return of_.base->market; }
    const TiltedCase& of() const { return of_; }

    Sides price(flow::ArcId arc, const PriceChange& change) const;
    /// The fee of the arc that goes to this actor.
    Sides fee(flow::ArcId arc, world::ActorId actor) const;
    Sides loss(flow::ArcId arc) const { return loss_[arc]; }
    Sides limit(flow::ResourceId resource) const { return limit_[resource]; }
    /// The use of a resource by one of its arcs.
    Sides use(flow::ResourceId resource, flow::ArcId arc) const;
    Sides lower(flow::ObligationId obligation) const { return lower_[obligation]; }
    Sides upper(flow::ObligationId obligation) const { return upper_[obligation]; }
    Sides supply(flow::SupplyId supply, const CurveChange& change) const;
    Sides demand(flow::DemandId demand, const CurveChange& change) const;
    /// A rising cost of the load of these arcs.
    Sides load(const std::vector<flow::ArcId>& arcs, const CurveChange& change) const;
    /// Money that the link's payees share out, a year; only of what counts as margin.
    double earnings(flow::ArcId arc) const;

  private:
    const TiltedCase& of_;
    IdVector<flow::ArcTag, Sides> flow_, loss_;
    IdVector<flow::ResourceTag, Sides> limit_;
    IdVector<flow::ObligationTag, Sides> lower_, upper_;
    IdVector<flow::ArcTag, double> rent_; ///< of the base
};

inline Sides& operator+=(Sides& to, const Sides& more) {
    to[0] += more[0];
    to[1] += more[1];
    return to;
}
inline Sides operator*(double factor, Sides sides) {
    return {factor * sides[0], factor * sides[1]};
}

} // namespace isthmus::provenance
