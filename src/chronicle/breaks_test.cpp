// SPDX-License-Identifier: Apache-2.0
#include "chronicle/breaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace isthmus::chronicle {
namespace {

using Series = std::vector<double>;

Series levels(const std::vector<std::pair<int, double>>& parts) {
    Series series;
    for (const auto& [count, level] : parts) {
        series.insert(series.end(), static_cast<std::size_t>(count), level);
    }
    return series;
}

/// Alternating errors of one size: their mean is zero over every even number of periods.
Series with_errors(Series series, double size) {
    for (std::size_t i = 0; i < series.size(); ++i) series[i] += i % 2 == 0 ? size : -size;
    return series;
}

double squares_about_mean(const Series& series, std::size_t first, std::size_t last) {
    const double mean = std::accumulate(series.begin() + static_cast<std::ptrdiff_t>(first),
                                        series.begin() + static_cast<std::ptrdiff_t>(last), 0.0) /
                        static_cast<double>(last - first);
    double squares = 0;
    for (std::size_t i = first; i < last; ++i) squares += (series[i] - mean) * (series[i] - mean);
    return squares;
}

/// All ways to set the breaks, one after the other.
double least_squares(const Series& series, std::size_t first, std::size_t breaks,
                     std::size_t shortest) {
    if (breaks == 0) {
        return series.size() - first < shortest ? std::numeric_limits<double>::infinity()
                                                : squares_about_mean(series, first, series.size());
    }
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t at = first + shortest; at + shortest <= series.size(); ++at) {
        least = std::min(least, squares_about_mean(series, first, at) +
                                    least_squares(series, at, breaks - 1, shortest));
    }
    return least;
}

/// Annual flow of the Nile at Aswan, 1871-1970, in 100 million cubic metres (Cobb 1978).
const Series kNile = {1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110,
                      994,  1020, 960,  1180, 799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220,
                      1030, 1100, 774,  840,  874,  694,  940,  833,  701,  916,  692,  1020, 1050,
                      969,  831,  726,  456,  824,  702,  1120, 1100, 832,  764,  821,  768,  845,
                      864,  862,  698,  845,  744,  796,  1040, 759,  781,  865,  845,  944,  984,
                      897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,  1040, 860,  874,
                      848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,  1020,
                      906,  901,  1170, 912,  746,  919,  718,  714,  740};

TEST(Breaks, TheNileFellAfter1898) {
    ASSERT_EQ(kNile.size(), 100U);
    for (const BreakCriterion criterion : {BreakCriterion::kLwz, BreakCriterion::kBic}) {
        const auto found = find_breaks(kNile, {.criterion = criterion});
        ASSERT_TRUE(found.ok());
        EXPECT_EQ(found.value().min_segment, 15U);
        ASSERT_EQ(found.value().breaks.size(), 1U) << to_string(criterion);
        const Break& fall = found.value().breaks.front();
        EXPECT_EQ(1871 + fall.at - 1, 1898U) << "last year of the higher level";
        EXPECT_NEAR(fall.before, 1097.75, 0.005);
        EXPECT_NEAR(fall.after, 849.97, 0.005);
        ASSERT_TRUE(fall.earliest && fall.latest);
        EXPECT_EQ(fall.at - *fall.earliest, 3U);
        EXPECT_EQ(*fall.latest - fall.at, 3U);
    }
}

TEST(Breaks, SquaresOfTheNileAsPublished) {
    // Zeileis, Kleiber, Kraemer & Hornik (2003), segments of 15 % at least.
    const double published[] = {2835157, 1597457, 1552924, 1538097, 1507888, 1659994};
    const auto found = find_breaks(kNile);
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().fits.size(), std::size(published));
    for (std::size_t m = 0; m < std::size(published); ++m) {
        EXPECT_NEAR(found.value().fits[m].squares, published[m], 0.5) << m;
    }
    EXPECT_NEAR(*found.value().fits[1].f, 98 * (2835157.0 - 1597457) / 1597457, 0.01);
}

TEST(Breaks, ConstructedLevelsAreFound) {
    const Series series = with_errors(levels({{20, 0}, {14, 5}, {26, -3}}), 1);
    const auto found = find_breaks(series, {.min_segment = 4});
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().breaks.size(), 2U);
    EXPECT_EQ(found.value().breaks[0].at, 20U);
    EXPECT_EQ(found.value().breaks[1].at, 34U);
    EXPECT_NEAR(found.value().breaks[1].before, 5, 1e-12);
    EXPECT_NEAR(found.value().breaks[1].after, -3, 1e-12);
    EXPECT_NEAR(*found.value().autocorrelation, -59.0 / 60, 1e-9) << "the errors alternate";
}

TEST(Breaks, ExactLevelsNeedNoMoreBreaksThanTheyHave) {
    const auto found = find_breaks(levels({{10, 1.1}, {10, 2.3}, {10, 0.7}}), {.min_segment = 2});
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found.value().chosen, 2U);
    EXPECT_EQ(found.value().fits[2].squares, 0);
    EXPECT_FALSE(found.value().breaks[0].earliest);
    EXPECT_FALSE(found.value().autocorrelation);
}

TEST(Breaks, NoBreakInALevelOrInErrorsAlone) {
    for (const Series& series :
         {levels({{40, 3.7}}), levels({{40, 0}}), with_errors(levels({{40, 1}}), 2)}) {
        const auto found = find_breaks(series);
        ASSERT_TRUE(found.ok());
        EXPECT_TRUE(found.value().breaks.empty());
        EXPECT_EQ(found.value().segments.size(), 1U);
    }
}

TEST(Breaks, NoBetterBreaksByBruteForce) {
    SplitMix64 random(19);
    for (int trial = 0; trial < 40; ++trial) {
        Series series(12 + static_cast<std::size_t>(trial % 3));
        for (double& value : series) value = std::floor(20 * random.unit()) - 10;
        for (const std::size_t shortest : {2U, 3U, 4U}) {
            const auto found = find_breaks(series, {.min_segment = shortest, .most = 3});
            ASSERT_TRUE(found.ok());
            for (std::size_t m = 0; m < found.value().fits.size(); ++m) {
                const BreakFit& fit = found.value().fits[m];
                EXPECT_NEAR(fit.squares, least_squares(series, 0, m, shortest), 1e-8);
                ASSERT_EQ(fit.at.size(), m);
                std::size_t first = 0;
                double squares = 0;
                for (std::size_t i = 0; i <= m; ++i) {
                    const std::size_t last = i < m ? fit.at[i] : series.size();
                    ASSERT_GE(last, first + shortest);
                    squares += squares_about_mean(series, first, last);
                    first = last;
                }
                EXPECT_NEAR(fit.squares, squares, 1e-8) << "the breaks are those of the squares";
            }
        }
    }
}

TEST(Breaks, ShiftAndScaleDoNotMatter) {
    Series moved = kNile;
    for (double& value : moved) value = 1e6 - 0.01 * value;
    const auto found = find_breaks(moved);
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().breaks.size(), 1U);
    EXPECT_EQ(found.value().breaks[0].at, 28U);
    EXPECT_NEAR(found.value().fits[1].squares, 159.7457, 1e-3);
}

TEST(Breaks, TheQuantileIsThatOfItsDistribution) {
    // Bai 1997: P(argmax <= x) for x > 0 in closed form.
    const auto normal = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
    const auto below = [&](double x) {
        return 1 + std::sqrt(x / (2 * std::acos(-1.0))) * std::exp(-x / 8) -
               0.5 * (x + 5) * normal(-std::sqrt(x) / 2) +
               1.5 * std::exp(x) * normal(-1.5 * std::sqrt(x));
    };
    EXPECT_NEAR(below(11.03), 0.975, 2e-4);
    EXPECT_NEAR(below(1e-12), 0.5, 1e-5);
}

TEST(Breaks, WhatCannotBeAskedIsRefused) {
    for (const auto& [count, shortest] : {std::pair{10, 1}, {3, 2}, {0, 0}, {3, 0}, {9, 5}}) {
        const auto found =
            find_breaks(levels({{count, 1}}), {.min_segment = static_cast<std::size_t>(shortest)});
        ASSERT_FALSE(found.ok()) << count << " " << shortest;
        EXPECT_EQ(found.diagnostics().items().front().id, "E953");
    }
}

} // namespace
} // namespace isthmus::chronicle
