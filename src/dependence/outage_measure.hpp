// SPDX-License-Identifier: Apache-2.0
// What makes a set of outages bad, by part, and how bad it can be at most where only its loss of
// net social payoff N is bounded.
//
// Let l be a bound on N - N(S), all of one part, base without an argument.
// - Net payoff: l itself.
// - Welfare W = N + M, where M(x) is what users pay for the transport x above its real cost. The
//   market does not maximise W, so M(S) is bounded apart (Lagrangian relaxation; Geoffrion 1974):
//   for any m > 0 and phi(m) = max of N(x) - m M(x) over all x of the base market without minimum
//   takes, M(S) >= (N(S) - phi(m)) / m, and so
//       W - W(S) <= l (1 + 1/m) + M + (phi(m) - N) / m;
//   the least over a list of m. Where no margin is below zero M(S) >= 0 holds as well. No x has
//   more welfare than phi(-1).
// - Unserved demand of some demands D. Prices p support the base, so each x that is feasible there
//   has N(x) <= N - sum_{d in D} h_d(u_d) with u_d what d loses and
//       h_d(u) = B_d(y_d) - B_d(y_d - u) - p_d u >= 0;
//   minimum takes that are excused give at most R = sum of their rents times their bounds. So
//   sum h_d(u_d) <= l + R, and by weak duality for any v > 0
//       sum u_d <= (l + R) / v + sum_d max_u [u - h_d(u) / v];
//   the least over a list of v, and no more than the base consumes.
#pragma once

#include "dependence/outage_cases.hpp"
#include "dependence/worst_outages.hpp"

namespace isthmus::dependence {

class OutageMeasure {
  public:
    /// Solves a few markets for the multipliers. E811, E520, E521.
    static Result<OutageMeasure> make(const Baseline& base, const OutageObjective& objective,
                                      const CaseOptions& options);

    double value(std::size_t part, const PartCase& of) const;
    /// The most that a case of the part can be worth whose loss of net payoff is at most this.
    double bound(std::size_t part, double net_loss) const;
    /// No case of the part is worth less: what excused minimum takes and other tariffs can gain. Of
    /// welfare only.
    double least(std::size_t part) const { return least_[part]; }
    /// Loss of net payoff of a case.
    double net_loss(std::size_t part, const PartCase& of) const;
    /// What values are compared with: total of the base, above zero.
    double scale() const { return scale_; }

  private:
    /// value <= slope * net_loss + constant
    struct Line {
        double slope = 1, constant = 0;
    };
    OutageMeasure(const Baseline& base, const OutageObjective& objective)
        : base_(&base), objective_(objective) {}
    Diagnostics add_margin_lines(const CaseOptions& options);
    void add_unserved_lines();
    std::vector<flow::DemandId> demands_meant(const Part& part) const;

    const Baseline* base_;
    OutageObjective objective_;
    std::vector<std::vector<Line>> lines_;             ///< by part: the least of them counts
    std::vector<std::vector<flow::DemandId>> demands_; ///< by part, of unserved demand
    std::vector<double> least_;                        ///< by part
    double scale_ = 1;
};

} // namespace isthmus::dependence
