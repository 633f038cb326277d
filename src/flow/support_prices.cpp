// SPDX-License-Identifier: Apache-2.0
#include "flow/support_prices.hpp"

#include <algorithm>
#include <cmath>

#include "flow/tie_break.hpp"

namespace isthmus::flow {
namespace {

class ChangeProgram {
  public:
    ChangeProgram(const Problem& problem, const Block& block, const QuantityTolerance& tolerance,
                  const Solution& solution)
        : problem_(problem), block_(block), tolerance_(tolerance), solution_(solution) {
        vertex_row_.assign(problem.vertices.size(), 0);
        demand_row_.assign(problem.demands.size(), 0);
        for (const VertexId id : block.vertices) vertex_row_[id.index()] = add_balance();
        for (const DemandId id : block.demands) demand_row_[id.index()] = add_balance();
        add_resources();
        add_obligations();
        for (const ArcId id : block.arcs) add_arc(id);
        for (const DeliveryId id : block.deliveries) add_delivery(id);
        add_curves();
        add_box();
    }

    const LinearProgram& program() const { return lp_; }
    std::size_t balances() const { return weight_.size(); }
    double weight(std::size_t row) const { return weight_[row]; }
    double box() const { return kPriceBox * largest_; }

    std::size_t row(VertexId id) const { return vertex_row_[id.index()]; }
    std::size_t row(DemandId id) const { return demand_row_[id.index()]; }
    /// Rent of the i-th resource or obligation of the block, 0 where it does not bind.
    double resource_rent(std::size_t i, const LpSolution& solution) const {
        return resource_row_[i] == kNone ? 0 : std::max(0.0, -solution.row_dual[resource_row_[i]]);
    }
    double obligation_rent(std::size_t i, const LpSolution& solution) const {
        return obligation_row_[i] == kNone ? 0 : solution.row_dual[obligation_row_[i]];
    }

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    struct Use {
        std::size_t row;
        double use;
    };

    std::size_t add_balance() {
        weight_.push_back(generic_weight(weight_.size()));
        return lp_.add_row(weight_.back(), weight_.back());
    }

    void add_resources() {
        uses_.resize(problem_.arcs.size());
        for (const ResourceId id : block_.resources) {
            const Resource& resource = problem_.resources[id];
            double load = 0;
            for (const ResourceUse& use : resource.uses) load += use.use * solution_.flow[use.arc];
            load_.push_back(load);
            std::size_t row = kNone;
            if (resource.has_curve) {
                row = lp_.add_row(0, 0);
            } else if (load >= resource.limit || is_at(load, resource.limit)) {
                row = lp_.add_row(-kInfinity, 0);
            }
            resource_row_.push_back(row);
            if (row == kNone) continue;
            for (const ResourceUse& use : resource.uses) {
                uses_[use.arc.index()].push_back({row, use.use});
            }
        }
    }

    void add_obligations() {
        obliged_.resize(problem_.deliveries.size());
        for (const ObligationId id : block_.obligations) {
            const Obligation& obligation = problem_.obligations[id];
            double sum = 0;
            for (const DeliveryId delivery : obligation.deliveries) {
                sum += solution_.delivery[delivery];
            }
            std::size_t row = kNone;
            // Deliveries are not negative, so a sum is never kept at zero from below.
            const bool least =
                obligation.lower > 0 && (sum <= obligation.lower || is_at(sum, obligation.lower));
            const bool most = sum >= obligation.upper || is_at(sum, obligation.upper);
            if (least || most) row = lp_.add_row(least ? 0 : -kInfinity, most ? 0 : kInfinity);
            obligation_row_.push_back(row);
            if (row == kNone) continue;
            for (const DeliveryId delivery : obligation.deliveries) {
                obliged_[delivery.index()].push_back({row, 1});
            }
        }
    }

    /// Columns for more and for less of a quantity whose cost is `up` above it and `down` below it.
    template <typename Entries>
    void add_change(double up, double down, bool more, bool less, Entries entries) {
        largest_ = std::max({largest_, std::abs(up), std::abs(down)});
        if (more) {
            lp_.add_column(up, 0, kInfinity);
            entries(1.0);
        }
        if (less) {
            lp_.add_column(-down, 0, kInfinity);
            entries(-1.0);
        }
    }

    void add_arc(ArcId id) {
        const Arc& arc = problem_.arcs[id];
        const double flow = solution_.flow[id];
        // Generic weights lie in [1, 2), so twice the tie-break covers the cost that the quantities
        // are optimal for.
        const double slack = 2 * tolerance_.tie_break * (1 + std::abs(arc.cost));
        const bool more = flow < arc.upper && !is_at(flow, arc.upper);
        const bool less = flow > arc.lower && !is_at(flow, arc.lower);
        add_change(arc.cost + slack, arc.cost - slack, more, less, [&](double sign) {
            lp_.add_entry(row(arc.from), -sign);
            lp_.add_entry(row(arc.to), sign * (1 - arc.loss));
            for (const Use& use : uses_[id.index()]) lp_.add_entry(use.row, sign * use.use);
        });
    }

    void add_delivery(DeliveryId id) {
        const Delivery& delivery = problem_.deliveries[id];
        const double quantity = solution_.delivery[id];
        const bool more = quantity < delivery.upper && !is_at(quantity, delivery.upper);
        const bool less = !is_at(quantity, 0);
        add_change(tolerance_.tie_break, -tolerance_.tie_break, more, less, [&](double sign) {
            lp_.add_entry(row(delivery.vertex), -sign);
            lp_.add_entry(row(delivery.demand), sign);
            for (const Use& use : obliged_[id.index()]) lp_.add_entry(use.row, sign);
        });
    }

    /// `sign` +1: more costs (supply, load); -1: more benefits (demand). One more unit enters
    /// `balance` with `entry`.
    void add_curve(const Curve& curve, double quantity, double step, double sign,
                   std::size_t balance, double entry) {
        const double above = sign * curve.marginal(std::min(curve.limit, quantity + step));
        const double below = sign * curve.marginal(std::max(0.0, quantity - step));
        const double slack = tolerance_.tie_break * (1 + std::abs(above));
        const bool more = quantity < curve.limit && !is_at(quantity, curve.limit);
        const bool less = quantity > 0 && !is_at(quantity, 0);
        add_change(std::max(above, below) + slack, std::min(above, below) - slack, more, less,
                   [&](double way) { lp_.add_entry(balance, way * entry); });
    }

    void add_curves() {
        auto step = tolerance_.curve_steps.begin();
        for (const SupplyId id : block_.supplies) {
            const SupplyCurve& supply = problem_.supplies[id];
            add_curve(supply.curve, solution_.supply[id], *step++, 1, row(supply.vertex), 1);
        }
        for (const DemandId id : block_.demands) {
            add_curve(problem_.demands[id].curve, solution_.demand[id], *step++, -1, row(id), -1);
        }
        for (std::size_t i = 0; i < block_.resources.size(); ++i) {
            const Resource& resource = problem_.resources[block_.resources[i]];
            if (!resource.has_curve) continue;
            add_curve(resource.curve, load_[i], *step++, 1, resource_row_[i], -1);
        }
    }

    void add_box() {
        largest_ = std::max(largest_, 1.0);
        for (std::size_t balance = 0; balance < balances(); ++balance) {
            for (const double sign : {1.0, -1.0}) {
                lp_.add_column(box(), 0, kInfinity);
                lp_.add_entry(balance, sign);
            }
        }
    }

    const Problem& problem_;
    const Block& block_;
    const QuantityTolerance& tolerance_;
    const Solution& solution_;
    LinearProgram lp_;
    std::vector<double> weight_, load_;
    std::vector<std::size_t> vertex_row_, demand_row_, resource_row_, obligation_row_;
    std::vector<std::vector<Use>> uses_, obliged_;
    double largest_ = 0;
};

} // namespace

bool is_at(double quantity, double bound) {
    return std::isfinite(bound) && std::abs(quantity - bound) <= kAtBound * (1 + std::abs(bound));
}

LpStatus find_support_prices(const Problem& problem, const Block& block,
                             const QuantityTolerance& tolerance, std::string_view solver_name,
                             Solution& solution) {
    const ChangeProgram change(problem, block, tolerance, solution);
    const auto solver = make_lp_solver(solver_name, change.program());
    const LpSolution top = solver->solve();
    if (top.status != LpStatus::kOptimal) return top.status;
    for (std::size_t row = 0; row < change.balances(); ++row) {
        solver->set_row(row, -change.weight(row), -change.weight(row));
    }
    const LpSolution bottom = solver->solve();
    if (bottom.status != LpStatus::kOptimal) return bottom.status;

    const auto middle = [](double a, double b) { return (a + b) / 2; };
    const auto end = [&](double price) {
        return std::abs(price) >= change.box() * (1 - kAtBound) ? std::copysign(kInfinity, price)
                                                                : price;
    };
    for (const VertexId id : block.vertices) {
        const double high = top.row_dual[change.row(id)];
        const double low = bottom.row_dual[change.row(id)];
        solution.price[id] = middle(low, high);
        solution.price_low[id] = end(std::min(low, high));
        solution.price_high[id] = end(std::max(low, high));
    }
    for (const DemandId id : block.demands) {
        const double high = top.row_dual[change.row(id)];
        const double low = bottom.row_dual[change.row(id)];
        solution.demand_price[id] = middle(low, high);
        solution.demand_price_low[id] = end(std::min(low, high));
        solution.demand_price_high[id] = end(std::max(low, high));
    }
    for (std::size_t i = 0; i < block.resources.size(); ++i) {
        solution.resource_rent[block.resources[i]] =
            middle(change.resource_rent(i, top), change.resource_rent(i, bottom));
    }
    for (std::size_t i = 0; i < block.obligations.size(); ++i) {
        solution.obligation_rent[block.obligations[i]] =
            middle(change.obligation_rent(i, top), change.obligation_rent(i, bottom));
    }
    return LpStatus::kOptimal;
}

} // namespace isthmus::flow
