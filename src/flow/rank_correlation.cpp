// SPDX-License-Identifier: Apache-2.0
#include "flow/rank_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isthmus::flow {

std::vector<double> mean_ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
        const double mean = static_cast<double>(first + last) / 2 + 1;
        for (; first <= last; ++first) ranks[order[first]] = mean;
    }
    return ranks;
}

std::optional<double> rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() < 2) return std::nullopt;
    const std::vector<double> ranks_a = mean_ranks(a);
    const std::vector<double> ranks_b = mean_ranks(b);
    const double mean = static_cast<double>(a.size() + 1) / 2;
    double both = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double of_a = ranks_a[i] - mean;
        const double of_b = ranks_b[i] - mean;
        both += of_a * of_b;
        square_a += of_a * of_a;
        square_b += of_b * of_b;
    }
    if (square_a == 0 || square_b == 0) return std::nullopt;
    return both / std::sqrt(square_a * square_b);
}

} // namespace isthmus::flow
