// SPDX-License-Identifier: Apache-2.0
#include "dependence/outage_search.hpp"

#include <algorithm>
#include <numeric>

namespace isthmus::dependence {
namespace {

// Enough for any machine's threads to share; a wave that is too large solves sets that an earlier
// one would have ruled out.
constexpr std::size_t kWave = 16;

/// Sum of the r largest of the values that are allowed.
double largest_sum(std::vector<double> values, std::size_t r) {
    r = std::min(r, values.size());
    std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(r), values.end(),
                      std::greater<>());
    return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(r), 0.0);
}

} // namespace

Result<SearchResult> OutageSearch::run(const NumberSet& root, const NumberSet& known,
                                       const SearchLimits& limits) {
    limits_ = limits;
    result_ = {};
    heap_ = {};
    Diagnostics diagnostics = solve({{0, root, {}}, {0, known, {}}});
    if (!diagnostics.empty()) return diagnostics;
    for (const NumberSet& start : {root, known}) {
        double value = 0;
        for (const std::size_t part : parts_) {
            value += measure_.value(part, *cases_.find(part, start));
        }
        if (start == root || value > result_.value) {
            result_.best = start;
            result_.value = value;
        }
    }
    judge({flow::kInfinity, root, {}});
    while (cases_.solved() < limits_.most_solved) {
        const std::vector<Node> wave = next_wave();
        if (wave.empty()) break;
        diagnostics = solve(wave);
        if (!diagnostics.empty()) return diagnostics;
        for (const Node& node : wave) judge(node);
        if (limits_.progress) {
            limits_.progress(cases_.solved(), result_.value, proved());
        }
    }
    result_.bound = proved();
    return result_;
}

double OutageSearch::proved() const {
    return heap_.empty() ? result_.value : std::max(result_.value, heap_.top().bound);
}

Diagnostics OutageSearch::solve(const std::vector<Node>& wave) {
    std::vector<std::pair<std::size_t, NumberSet>> wanted;
    for (const Node& node : wave) {
        for (const std::size_t part : parts_) {
            wanted.emplace_back(part, node.set);
        }
    }
    return cases_.solve(wanted);
}

void OutageSearch::push(Node node) {
    if (pays(node.bound)) heap_.push(std::move(node));
}

std::vector<OutageSearch::Node> OutageSearch::next_wave() {
    std::vector<Node> wave;
    while (wave.size() < kWave && !heap_.empty()) {
        if (!pays(heap_.top().bound)) {
            heap_ = {};
            break;
        }
        Node node = heap_.top();
        heap_.pop();
        const double bound = std::min(node.bound, tightened(node));
        // Back to its place where others now come first.
        const bool lower = bound < node.bound && !heap_.empty() && bound < heap_.top().bound;
        node.bound = bound;
        if (lower) {
            push(std::move(node));
        } else if (pays(node.bound)) {
            wave.push_back(std::move(node));
        }
    }
    return wave;
}

double OutageSearch::tightened(const Node& node) {
    if (node.set.size() < limits_.k) return node.bound;
    double sum = 0;
    for (const std::size_t part : parts_) sum += tightened(part, node.set);
    return sum;
}

double OutageSearch::tightened(std::size_t part, const NumberSet& set) {
    if (const PartCase* solved = cases_.find(part, set)) return measure_.value(part, *solved);
    double least = cases_.cancellation(part, cases_.base_case(part), set);
    for (const OutageNumber last : set) {
        const NumberSet fewer = without(set, last);
        const PartCase* of = cases_.find(part, fewer);
        if (of == nullptr || !cases_.meets_minimum_takes(part, *of, fewer, {last})) continue;
        least =
            std::min(least, measure_.net_loss(part, *of) + cases_.cancellation(part, *of, {last}));
    }
    return measure_.bound(part, least);
}

void OutageSearch::judge(const Node& node) {
    ++result_.visited;
    Cases at(cases_.parts());
    double value = 0;
    for (const std::size_t part : parts_) {
        at[part] = cases_.find(part, node.set);
        value += measure_.value(part, *at[part]);
    }
    if (value > result_.value) {
        result_.value = value;
        result_.best = node.set;
    }
    if (node.set.size() + 1 == limits_.k) {
        add_leaves(node, at);
    } else if (node.set.size() < limits_.k) {
        add_branches(node, at);
    }
}

std::vector<OutageNumber> OutageSearch::touching(const Node& node, const Cases& at) const {
    std::vector<OutageNumber> result;
    for (std::size_t i = 0; i < cases_.candidates().size(); ++i) {
        const auto number = static_cast<OutageNumber>(i);
        if (!node.excluded.empty() && node.excluded[i]) continue;
        if (std::binary_search(node.set.begin(), node.set.end(), number)) continue;
        const bool touches = std::any_of(at.begin(), at.end(), [&](const PartCase* of) {
            return of != nullptr && of->touched[i];
        });
        if (touches) result.push_back(number);
    }
    return result;
}

double OutageSearch::leaf_bound(std::size_t part, const NumberSet& set, OutageNumber last,
                                const NumberSet& parent, const PartCase& at) const {
    if (!at.touched[last]) return measure_.value(part, at);
    double least = flow::kInfinity;
    if (cases_.meets_minimum_takes(part, at, parent, {last})) {
        least = measure_.net_loss(part, at) + cases_.cancellation(part, at, {last});
    }
    if (!parent.empty()) {
        least = std::min(least, cases_.cancellation(part, cases_.base_case(part), set));
    }
    return measure_.bound(part, least);
}

void OutageSearch::add_leaves(const Node& node, const Cases& at) {
    for (const OutageNumber last : touching(node, at)) {
        Node leaf{0, with(node.set, last), {}};
        for (const std::size_t part : parts_) {
            leaf.bound += leaf_bound(part, leaf.set, last, node.set, *at[part]);
        }
        push(std::move(leaf));
    }
}

OutageSearch::Chords OutageSearch::chords(std::size_t part, const Node& node, const PartCase& at,
                                          std::size_t r) const {
    Chords result;
    if (node.set.empty() || cases_.meets_any_minimum_takes(part, at)) {
        result.start = measure_.net_loss(part, at);
        result.value = cases_.chord_values(part, at, r);
    } else {
        result.value = cases_.chord_values(part, cases_.base_case(part), limits_.k);
        for (const OutageNumber number : node.set) result.start += result.value[number];
    }
    std::vector<double> allowed = result.value;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        if (!node.excluded.empty() && node.excluded[i]) allowed[i] = 0;
    }
    for (const OutageNumber number : node.set) allowed[number] = 0;
    result.most = largest_sum(std::move(allowed), r - 1);
    return result;
}

void OutageSearch::add_branches(const Node& node, const Cases& at) {
    const std::size_t more = limits_.k - node.set.size();
    std::vector<Chords> of(at.size());
    std::vector<bool> untouched(at.size());
    for (const std::size_t part : parts_) {
        of[part] = chords(part, node, *at[part], more);
        untouched[part] = cases_.present(part, node.set).empty();
    }
    const auto bound = [&](OutageNumber number) {
        double sum = 0;
        for (const std::size_t part : parts_) {
            double most =
                measure_.bound(part, of[part].start + of[part].value[number] + of[part].most);
            const std::size_t there = cases_.present(part, {number}).empty() ? more - 1 : more;
            if (untouched[part] && part < part_worst_.size() && there < part_worst_[part].size()) {
                most = std::min(most, part_worst_[part][there]);
            }
            sum += most;
        }
        return sum;
    };
    std::vector<std::pair<double, OutageNumber>> order;
    for (const OutageNumber number : touching(node, at)) order.emplace_back(-bound(number), number);
    std::sort(order.begin(), order.end());
    std::vector<bool> excluded = node.excluded;
    excluded.resize(cases_.candidates().size());
    for (const auto& [negative, number] : order) {
        push({-negative, with(node.set, number), excluded});
        excluded[number] = true;
    }
}

Diagnostics OutageSearch::bound_parts(std::size_t k, const SearchLimits& limits) {
    const std::vector<std::size_t> all = parts_;
    std::vector<std::vector<double>> worst(all.size());
    for (const std::size_t part : all) {
        parts_ = {part};
        NumberSet known;
        worst[part].push_back(0);
        for (std::size_t size = 1; size <= k; ++size) {
            SearchLimits alone = limits;
            alone.k = size;
            const auto result = run({}, known, alone);
            if (!result) return result.diagnostics();
            worst[part].push_back(result.value().bound);
            known = result.value().best;
        }
    }
    parts_ = all;
    part_worst_ = std::move(worst);
    return {};
}

double OutageSearch::coverage_bound(std::size_t k) const {
    double sum = 0;
    for (std::size_t part = 0; part < cases_.parts(); ++part) {
        sum += measure_.bound(part,
                              largest_sum(cases_.chord_values(part, cases_.base_case(part), k), k));
    }
    return sum;
}

} // namespace isthmus::dependence
