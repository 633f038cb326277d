// SPDX-License-Identifier: Apache-2.0
// Markets of the parts of a baseline with sets of outages, each solved once and kept.
//
// Outages are numbered as they stand in a list of candidates. A *case* is one part with a set of
// them out. Two facts save solving:
// - A part does not change where nothing of it is shut: sets are cut down to what is *present* in
// the
//   part.
// - Where x solves the case of S, and the outage o touches neither a way of x nor a way of the base
//   that a minimum take rests on, x solves the case of S + o as well: it stays feasible in a
//   smaller set, and the minimum takes are the same.
// - Sets that leave the same of use are alike (outage_reach.hpp).
//
// Bounds. N is the net social payoff (the objective of flow/problem.hpp; flow::welfare adds to it
// what tariffs and fees bring above cost). Let x solve the case of S, and let R be out as well.
// Sending nothing over the ways of x that R cuts is feasible in S + R as far as capacities go, and
// also meets the minimum takes there where meets_minimum_takes() says so, or S is empty (minimum
// takes are excused by just the base's flow that is cut). So with c_d and c_s what the cut ways
// bring to demand d and take from supply s, and t what their transport costs,
//     N(S) - N(S + R) <= sum_d [B_d(y_d) - B_d(y_d - c_d)] - sum_s [C_s(z_s) - C_s(z_s - c_s)] - t,
// rising costs of load like those of supply. The bracket of d is convex in c_d and the one of s
// concave in c_s, both 0 at 0. For all R of at
// most r outages c_d is at most the sum of the r largest c_d of single ones, and up to there each
// bracket is bounded by its chord; the bound becomes a sum over ways, and at most the sum over the
// outages in R of `chord_value`, negative ways left out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "dependence/outage.hpp"
#include "dependence/outage_reach.hpp"

namespace isthmus::dependence {

/// The market of a part without the outages, minimum takes excused, and the ways of the base that
/// are left.
struct ShutPart {
    flow::Market market;
    std::vector<flow::PathFlow> open;
};
ShutPart shut(const Part& part, const OutageSet& outages);
/// Adds to the hints of diagnostics what is out.
Diagnostics naming_outages(const Diagnostics& diagnostics, const world::World& world,
                           const OutageSet& outages);

/// Place in the list of candidates.
using OutageNumber = std::uint32_t;
/// Each once, in order.
using NumberSet = std::vector<OutageNumber>;

NumberSet with(const NumberSet& set, OutageNumber more);
NumberSet without(const NumberSet& set, OutageNumber less);

/// Goods that go one way, and the candidates of which each one would stop them.
struct CaseWay {
    flow::SupplyId supply;
    flow::DemandId demand;
    flow::DeliveryId delivery;
    double entering = 0, delivered = 0;
    double transport = 0; ///< MUSD a year for all of it, paid
    /// What of it loads resources that have a curve.
    std::vector<std::pair<flow::ResourceId, double>> loads;
    NumberSet cut_by;
};

/// A part with a set of outages, solved.
struct PartCase {
    double net_payoff = 0, welfare = 0; ///< MUSD a year
    flow::Certificate certificate;
    IdVector<flow::DemandTag, double> consumed;
    IdVector<flow::SupplyTag, double> supplied;
    IdVector<flow::ResourceTag, double> loads; ///< of the ways, on resources that have a curve
    std::vector<CaseWay> ways;
    std::vector<std::vector<std::uint32_t>> ways_of; ///< by candidate: which ways it cuts
    std::vector<bool> touched; ///< by candidate: whether the case changes when it is out too
    std::vector<flow::PathFlow> paths;
};

struct CaseOptions {
    std::string solver;
    flow::PriceRule prices = flow::PriceRule::kAny;
    unsigned threads = 2;
    bool ways = true; ///< false: cases other than the base keep totals and what touches them alone
};

class OutageCases {
  public:
    OutageCases(const Baseline& base, OutageSet candidates, CaseOptions options);

    const Baseline& base() const { return base_; }
    const OutageSet& candidates() const { return candidates_; }
    std::size_t parts() const { return base_.parts.size(); }
    /// Of the set, what the part has.
    NumberSet present(std::size_t part, const NumberSet& set) const;
    const PartCase& base_case(std::size_t part) const { return *cases_.at({part, {}}); }
    /// The case if it is solved, or follows from one that is; else null.
    const PartCase* find(std::size_t part, const NumberSet& set);
    /// Solves what is missing, in parallel, the same on any number of threads. E520, E521.
    Diagnostics solve(const std::vector<std::pair<std::size_t, NumberSet>>& cases);
    /// The case of a set in which much may be out that changes nothing: from the base, what touches
    /// the case is taken out, until nothing more of the set does. Null where that needs a case that
    /// is not solved, which is then told.
    const PartCase* resolve(std::size_t part, const NumberSet& set, NumberSet& wanted);
    std::size_t solved() const { return solved_; }
    const flow::Certificate& worst_certificate() const { return worst_; }

    /// Bound on N(S) - N(S + R): the exact value of cutting R's ways of the case of S.
    double cancellation(std::size_t part, const PartCase& of, const NumberSet& more) const;
    /// Whether what is left of the case of S when R is out meets the minimum takes of S + R.
    bool meets_minimum_takes(std::size_t part, const PartCase& of, const NumberSet& out,
                             const NumberSet& more) const;
    /// The same for every R of candidates.
    bool meets_any_minimum_takes(std::size_t part, const PartCase& of) const;
    /// By way: its share of the bound above for any set of at most r candidates more; 0 for those
    /// that none cuts.
    std::vector<double> way_chords(std::size_t part, const PartCase& of, std::size_t r) const;
    /// By candidate: its share of the bound above for any set of at most r candidates more.
    std::vector<double> chord_values(std::size_t part, const PartCase& of, std::size_t r) const;

  private:
    using Key = std::pair<std::size_t, NumberSet>;

    PartCase finish(std::size_t part, flow::Solution solution, std::vector<flow::PathFlow> paths,
                    double welfare, const flow::Certificate& certificate) const;
    OutageSet outages(const NumberSet& set) const;
    Result<PartCase> solve_case(std::size_t part, const NumberSet& set) const;
    NumberSet cut_by(std::size_t part, const flow::PathFlow& path) const;
    void index_candidates();
    void index_rising_costs();
    void mark_minimum_takes(std::size_t part);

    const Baseline& base_;
    OutageSet candidates_;
    CaseOptions options_;
    IdVector<world::LinkTag, OutageNumber> link_number_; ///< kNone where it is no candidate
    IdVector<world::NodeTag, OutageNumber> node_number_;
    std::vector<std::vector<bool>> present_; ///< by part and candidate
    /// By part and arc: uses of resources that have a curve.
    std::vector<IdVector<flow::ArcTag, std::vector<std::pair<flow::ResourceId, double>>>> rising_;
    std::vector<std::vector<bool>> obliged_;  ///< by part and delivery: a minimum take counts it
    std::vector<std::vector<bool>> holds_up_; ///< likewise: cuts base ways of a minimum take
    std::map<Key, std::shared_ptr<const PartCase>> cases_; ///< shared by sets that are alike
    std::vector<OutageReach> reach_;                       ///< by part
    /// By part and what is of use, the case that answers for all alike.
    std::map<std::pair<std::size_t, std::vector<bool>>, std::shared_ptr<const PartCase>> alike_;
    std::size_t solved_ = 0;
    flow::Certificate worst_;
};

/// The larger of each residual.
void take_worse(flow::Certificate& worst, const flow::Certificate& other);

} // namespace isthmus::dependence
