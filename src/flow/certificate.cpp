// SPDX-License-Identifier: Apache-2.0
#include "flow/certificate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace isthmus::flow {
namespace {

/// Collects the three residuals in absolute terms and the sizes they are held against.
class Check {
  public:
    Check(const Problem& problem, const Solution& solution)
        : problem_(problem),
          solution_(solution),
          balance_(problem.vertices.size()),
          shared_rent_(problem.arcs.size()),
          served_(problem.demands.size()),
          obliged_(problem.deliveries.size()) {
        for (const VertexId id : problem.vertices.ids()) {
            balance_[id.index()] = problem.vertices[id].injection;
        }
        limit_flow();
    }

    Certificate run() {
        resources();
        obligations();
        supplies();
        arcs();
        deliveries();
        demands();
        for (const VertexId id : problem_.vertices.ids()) {
            violation(std::abs(balance_[id.index()]));
            price(solution_.price[id]);
            bound_ += problem_.vertices[id].injection * solution_.price[id];
        }
        return certificate();
    }

  private:
    /// No flow of a sensible solution exceeds what can enter; that bounds activities without a
    /// bound of their own.
    void limit_flow() {
        for (const Vertex& vertex : problem_.vertices)
            most_flow_ += std::max(0.0, vertex.injection);
        for (const SupplyCurve& supply : problem_.supplies) most_flow_ += supply.curve.limit;
    }

    void violation(double amount) { primal_ = std::max(primal_, amount); }

    /// An activity with a gain per unit, between bounds: its best value joins the bound on welfare,
    /// and what it loses against that the dual residual.
    void activity(double gain, double at_price, double quantity, double lower, double upper) {
        violation(std::max(lower - quantity, quantity - upper));
        largest_flow_ = std::max(largest_flow_, std::abs(quantity));
        const double most = std::isinf(upper) ? std::max(most_flow_, quantity) : upper;
        // A gain within the dual tolerance says that the costs are right to that tolerance, not
        // that all goods of the world should move: it counts at the quantity that there is.
        const bool within = std::abs(gain) <= kCertificateTolerance * (1 + std::abs(at_price));
        const double preferred = gain > 0 ? most : lower;
        bound_ += gain * (within ? quantity : preferred);
        const double room = gain > 0 ? most - quantity : quantity - lower;
        // Slackness is judged by price where there is room to move at all.
        if (room > kRoom * std::max(1.0, most_flow_)) dual_ = std::max(dual_, std::abs(gain));
    }

    void price(double value) { largest_price_ = std::max(largest_price_, std::abs(value)); }

    void resources() {
        for (const ResourceId id : problem_.resources.ids()) {
            const Resource& resource = problem_.resources[id];
            const double rent = solution_.resource_rent[id];
            if (rent < 0) dual_ = std::max(dual_, -rent);
            double load = 0;
            for (const ResourceUse& use : resource.uses) {
                load += use.use * solution_.flow[use.arc];
                shared_rent_[use.arc.index()] += use.use * rent;
            }
            if (resource.has_curve) {
                taker(resource.curve, load, rent, 1);
            } else {
                violation(load - resource.limit);
                if (!std::isinf(resource.limit)) bound_ += rent * resource.limit;
                if (resource.limit - load > kRoom * std::max(1.0, most_flow_)) {
                    dual_ = std::max(dual_, rent);
                }
            }
        }
    }

    void obligations() {
        for (const ObligationId id : problem_.obligations.ids()) {
            const Obligation& obligation = problem_.obligations[id];
            const double rent = solution_.obligation_rent[id];
            double sum = 0;
            for (const DeliveryId delivery : obligation.deliveries) {
                sum += solution_.delivery[delivery];
                obliged_[delivery.index()] += rent;
            }
            violation(std::max(obligation.lower - sum, sum - obligation.upper));
            const double side = rent >= 0 ? obligation.lower : obligation.upper;
            if (rent != 0) bound_ -= rent * (std::isinf(side) ? most_flow_ : side);
            const double room = std::abs(sum - side);
            if (room > kRoom * std::max(1.0, most_flow_)) dual_ = std::max(dual_, std::abs(rent));
        }
    }

    /// A supplier (sign +1: rising cost, sells at the price) or consumer (sign -1: falling benefit,
    /// buys at it).
    void taker(const Curve& curve, double quantity, double at_price, double sign) {
        violation(std::max(-quantity, quantity - curve.limit));
        largest_flow_ = std::max(largest_flow_, quantity);
        price(at_price);
        const double value = curve.integral(std::clamp(quantity, 0.0, curve.limit));
        const double best = curve.quantity_at(at_price);
        welfare_ -= sign * value;
        scale_ += std::abs(value);
        bound_ += sign * (at_price * best - curve.integral(best));
        // The marginal value at the quantity has to meet the price unless a bound or a jump of the
        // curve lies between.
        const double step = kRoom * std::max(curve.limit, quantity);
        const double before = curve.marginal(std::max(0.0, quantity - step));
        const double after = curve.marginal(std::min(curve.limit, quantity + step));
        const double low = std::min(before, after);
        const double high = std::max(before, after);
        const bool at_zero = quantity <= step;
        const bool at_limit = quantity >= curve.limit - step;
        const bool price_may_be_lower = sign > 0 ? at_zero : at_limit;
        const bool price_may_be_higher = sign > 0 ? at_limit : at_zero;
        if (at_price < low && !price_may_be_lower) dual_ = std::max(dual_, low - at_price);
        if (at_price > high && !price_may_be_higher) dual_ = std::max(dual_, at_price - high);
    }

    void supplies() {
        for (const SupplyId id : problem_.supplies.ids()) {
            const SupplyCurve& supply = problem_.supplies[id];
            balance_[supply.vertex.index()] += solution_.supply[id];
            taker(supply.curve, solution_.supply[id], solution_.price[supply.vertex], 1);
        }
    }

    void arcs() {
        for (const ArcId id : problem_.arcs.ids()) {
            const Arc& arc = problem_.arcs[id];
            const double flow = solution_.flow[id];
            balance_[arc.from.index()] -= flow;
            balance_[arc.to.index()] += (1 - arc.loss) * flow;
            price(arc.cost);
            welfare_ -= arc.cost * flow;
            scale_ += std::abs(arc.cost * flow);
            const double gain = (1 - arc.loss) * solution_.price[arc.to] -
                                solution_.price[arc.from] - arc.cost - shared_rent_[id.index()];
            // What a shared capacity allows bounds the flow; its rent already carries the scarcity.
            activity(gain, solution_.price[arc.from], flow, arc.lower,
                     std::min(arc.upper, shared_limit(id)));
        }
    }

    double shared_limit(ArcId id) {
        if (arc_limit_.empty()) {
            arc_limit_.assign(problem_.arcs.size(), kInfinity);
            for (const Resource& resource : problem_.resources) {
                const double most = resource.has_curve ? resource.curve.limit : resource.limit;
                for (const ResourceUse& use : resource.uses) {
                    if (use.use <= 0) continue;
                    double& limit = arc_limit_[use.arc.index()];
                    limit = std::min(limit, most / use.use);
                }
            }
        }
        return arc_limit_[id.index()];
    }

    void deliveries() {
        for (const DeliveryId id : problem_.deliveries.ids()) {
            const Delivery& delivery = problem_.deliveries[id];
            const double quantity = solution_.delivery[id];
            balance_[delivery.vertex.index()] -= quantity;
            served_[delivery.demand.index()] += quantity;
            const double gain = solution_.demand_price[delivery.demand] + obliged_[id.index()] -
                                solution_.price[delivery.vertex];
            activity(gain, solution_.price[delivery.vertex], quantity, 0, delivery.upper);
        }
    }

    void demands() {
        for (const DemandId id : problem_.demands.ids()) {
            const double quantity = solution_.demand[id];
            violation(std::abs(served_[id.index()] - quantity));
            taker(problem_.demands[id].curve, quantity, solution_.demand_price[id], -1);
        }
    }

    Certificate certificate() const {
        Certificate result;
        result.primal_residual = primal_ / std::max(1.0, largest_flow_);
        result.dual_residual = dual_ / std::max(1.0, largest_price_);
        result.welfare = welfare_;
        result.welfare_bound = bound_;
        result.scale = std::max(1.0, scale_);
        result.gap = std::abs(bound_ - welfare_) / result.scale;
        return result;
    }

    // Less than this share of all flow is no room to move: it is the rounding of quantities.
    static constexpr double kRoom = 1e-7;

    const Problem& problem_;
    const Solution& solution_;
    std::vector<double> balance_, shared_rent_, served_, obliged_, arc_limit_;
    double most_flow_ = 0, largest_flow_ = 0, largest_price_ = 0;
    double primal_ = 0, dual_ = 0, welfare_ = 0, bound_ = 0, scale_ = 0;
};

} // namespace

Certificate certify(const Problem& problem, const Solution& solution) {
    return Check(problem, solution).run();
}

} // namespace isthmus::flow
