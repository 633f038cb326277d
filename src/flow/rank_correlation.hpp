// SPDX-License-Identifier: Apache-2.0
// Spearman's rank correlation.
#pragma once

#include <optional>
#include <vector>

namespace isthmus::flow {

/// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> mean_ranks(const std::vector<double>& values);

/// The product-moment correlation of mean ranks (Spearman 1904; Kendall 1948, chapter 3, on ties),
/// in [-1, 1]. Nothing where fewer than two pairs are given or one side is constant. Both have the
/// same length.
std::optional<double> rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

} // namespace isthmus::flow
