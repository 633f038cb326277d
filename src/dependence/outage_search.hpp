// SPDX-License-Identifier: Apache-2.0
// Branch and bound over sets of outages (Land & Doig 1960, best bound first; for interdiction of
// networks Wood 1993, Scaparra & Church 2008).
//
// Branching. Let S be solved. A larger set T is worth something else only where T \ S has an outage
// that *touches* S (outage_cases.hpp). So with u_1, u_2, ... those that touch S, every T that
// matters holds a first one of them: child i is S + u_i with u_1 .. u_{i-1} excluded below. No set
// is reached twice.
//
// Bounds. For each part the loss of net payoff of T is bounded by that of S and the ways of S that
// T \ S cuts, or by the base and all the ways that T cuts (outage_cases.hpp); for a set of which a
// subset with one outage less is known, by that subset as well; and where S has nothing of a part,
// by the worst set of that part alone (bound_parts()). What the loss of net payoff says about the
// value is outage_measure.hpp. Parts add up.
//
// Order. Sets are taken from the heap in waves of a fixed number, solved in parallel and judged in
// the order of the heap, so that the answer does not depend on threads. A set is dropped where its
// bound does not exceed the best value by more than the tolerance.
#pragma once

#include <functional>
#include <numeric>
#include <queue>

#include "dependence/outage_measure.hpp"

namespace isthmus::dependence {

struct SearchLimits {
    std::size_t k = 1; ///< outages at most, those of the root included
    std::size_t most_solved = 0;
    double tolerance = 0; ///< absolute
    std::function<void(std::size_t solved, double incumbent, double bound)> progress;
};
struct SearchResult {
    NumberSet best;
    double value = 0;
    double bound = 0; ///< at least `value`
    std::size_t visited = 0;
};

class OutageSearch {
  public:
    OutageSearch(OutageCases& cases, const OutageMeasure& measure)
        : cases_(cases), measure_(measure), parts_(cases.parts()) {
        std::iota(parts_.begin(), parts_.end(), 0);
    }

    /// The worst set of at most k outages that holds the root. `known`: a set to begin with, whose
    /// cases are solved; may be the root.
    Result<SearchResult> run(const NumberSet& root, const NumberSet& known,
                             const SearchLimits& limits);
    /// Finds the worst sets of up to k outages for each part by itself, as bounds for run().
    Diagnostics bound_parts(std::size_t k, const SearchLimits& limits);
    /// Proved: no set of at most k candidates is worth more.
    double coverage_bound(std::size_t k) const;

  private:
    struct Node {
        double bound = 0;
        NumberSet set;
        std::vector<bool> excluded; ///< by candidate; empty: none
    };
    struct Later {
        bool operator()(const Node& a, const Node& b) const {
            return a.bound != b.bound ? a.bound < b.bound : a.set > b.set;
        }
    };

    /// By part; null for those that do not count.
    using Cases = std::vector<const PartCase*>;

    Diagnostics solve(const std::vector<Node>& wave);
    std::vector<Node> next_wave();
    void judge(const Node& node);
    void add_leaves(const Node& node, const Cases& at);
    void add_branches(const Node& node, const Cases& at);
    std::vector<OutageNumber> touching(const Node& node, const Cases& at) const;
    /// By part and candidate: its share of a bound on the loss of net payoff, and what it adds to.
    struct Chords {
        double start = 0;
        std::vector<double> value;
        double most = 0; ///< of the r - 1 largest allowed
    };
    Chords chords(std::size_t part, const Node& node, const PartCase& at, std::size_t r) const;
    double leaf_bound(std::size_t part, const NumberSet& set, OutageNumber last,
                      const NumberSet& parent, const PartCase& at) const;
    double tightened(const Node& node);
    double tightened(std::size_t part, const NumberSet& set);
    bool pays(double bound) const { return bound > result_.value + limits_.tolerance; }
    void push(Node node);
    /// What no set can exceed: the best value, or what is left to look at.
    double proved() const;

    OutageCases& cases_;
    const OutageMeasure& measure_;
    std::vector<std::size_t> parts_; ///< those that count
    /// By part and number of outages: no set of them is worth more to the part.
    std::vector<std::vector<double>> part_worst_;
    SearchLimits limits_;
    SearchResult result_;
    std::priority_queue<Node, std::vector<Node>, Later> heap_;
};

} // namespace isthmus::dependence
