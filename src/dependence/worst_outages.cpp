// SPDX-License-Identifier: Apache-2.0
#include "dependence/worst_outages.hpp"

#include <algorithm>

#include "dependence/outage_search.hpp"

namespace isthmus::dependence {
namespace {

// With two outages the second one is bounded by its own solution; there is nothing to gain.
constexpr std::size_t kPartsFrom = 3;

Diagnostics no_outages() {
    return one({"E810", "", 0, "", "k = 0", "at least one outage", ""});
}

/// Adds the worst one to what is out, k times.
Result<SearchResult> greedy(OutageSearch& search, SearchLimits limits, std::size_t k) {
    SearchResult result;
    for (std::size_t size = 1; size <= k; ++size) {
        limits.k = size;
        auto step = search.run(result.best, result.best, limits);
        if (!step) return step.diagnostics();
        const std::size_t visited = result.visited + step.value().visited;
        const bool stuck = size > 1 && step.value().best == result.best;
        result = std::move(step).value();
        result.visited = visited;
        if (stuck) break;
    }
    return result;
}

WorstOutages told(const OutageCases& cases, const SearchResult& found, double tolerance) {
    WorstOutages result;
    for (const OutageNumber number : found.best) {
        result.outages.push_back(cases.candidates()[number]);
    }
    result.value = found.value;
    result.bound = found.bound;
    result.exact = found.bound <= found.value + tolerance;
    result.candidates = cases.candidates().size();
    result.solved = cases.solved();
    result.visited = found.visited;
    result.certificate = cases.worst_certificate();
    return result;
}

Result<WorstOutages> worst(const Baseline& base, const WorstOptions& options, bool exact) {
    if (options.k == 0) return no_outages();
    const CaseOptions how{options.solver, flow::PriceRule::kAny, options.threads};
    const auto measure = OutageMeasure::make(base, options.objective, how);
    if (!measure) return measure.diagnostics();
    OutageCases cases(base, outages_in_service(base, options.candidates), how);
    OutageSearch search(cases, measure.value());
    const double tolerance = kWorstTolerance * measure.value().scale();
    SearchLimits limits{options.k, options.most_solved, tolerance, options.progress};

    // Of a greedy step only the bound over all sets of k is proved.
    const double most = search.coverage_bound(options.k);
    SearchLimits steps = limits;
    if (options.progress) {
        steps.progress = [&](std::size_t solved, double incumbent, double) {
            options.progress(solved, incumbent, std::max(incumbent, most));
        };
    }
    auto found = greedy(search, steps, options.k);
    if (!found) return found.diagnostics();
    SearchResult result = std::move(found).value();
    const double coverage = std::max(result.value, most);
    if (exact) {
        const std::size_t visited = result.visited;
        if (options.k >= kPartsFrom && base.parts.size() > 1) {
            const Diagnostics diagnostics = search.bound_parts(options.k - 1, steps);
            if (!diagnostics.empty()) return diagnostics;
        }
        auto searched = search.run({}, result.best, limits);
        if (!searched) return searched.diagnostics();
        result = std::move(searched).value();
        result.visited += visited;
        result.bound = std::min(result.bound, coverage);
    } else {
        result.bound = coverage;
    }
    return told(cases, result, tolerance);
}

} // namespace

Result<WorstOutages> worst_outages(const Baseline& base, const WorstOptions& options) {
    return worst(base, options, options.k <= kMostExact);
}

Result<WorstOutages> greedy_outages(const Baseline& base, const WorstOptions& options) {
    return worst(base, options, false);
}

} // namespace isthmus::dependence
