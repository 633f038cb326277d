// SPDX-License-Identifier: Apache-2.0
#include "flow/rank_correlation.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace isthmus::flow {
namespace {

TEST(RankCorrelation, EqualValuesShareTheMeanOfTheirRanks) {
    EXPECT_EQ(mean_ranks({30, 10, 20, 20, 40}), (std::vector<double>{4, 1, 2.5, 2.5, 5}));
    EXPECT_EQ(mean_ranks({7, 7, 7}), (std::vector<double>{2, 2, 2}));
    EXPECT_TRUE(mean_ranks({}).empty());
}

// Kendall & Gibbons (1990), Rank Correlation Methods, chapter 3: two rankings of ten with ties.
// Squared differences add up to 13; ties take 2 and 7 from (n^3 - n) / 6 = 165, so that
// rho = (165 - 13 - 2 - 7) / sqrt((165 - 4) (165 - 14)) = 0.917.
TEST(RankCorrelation, PublishedExampleWithTies) {
    const std::vector<double> a{1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5};
    const std::vector<double> b{1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10};
    EXPECT_NEAR(*rank_correlation(a, b), 143 / std::sqrt(161.0 * 151.0), 1e-12);
    EXPECT_NEAR(*rank_correlation(a, b), 0.917, 5e-4);
}

TEST(RankCorrelation, Ends) {
    EXPECT_DOUBLE_EQ(*rank_correlation({1, 2, 3}, {10, 20, 300}), 1);
    EXPECT_DOUBLE_EQ(*rank_correlation({1, 2, 3}, {5, 4, 3}), -1);
    EXPECT_FALSE(rank_correlation({1}, {1}).has_value());
    EXPECT_FALSE(rank_correlation({1, 2, 3}, {4, 4, 4}).has_value());
}

} // namespace
} // namespace isthmus::flow
