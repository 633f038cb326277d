// SPDX-License-Identifier: Apache-2.0
#include "game/sampling.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "game/coalition.hpp"
#include "game/voting.hpp"

namespace isthmus::game {
namespace {

using Game = std::function<double(Coalition)>;

class FunctionOf : public ValueFunction {
  public:
    explicit FunctionOf(const Game& game) : game_(game) {}
    double value(Coalition coalition) override { return game_(coalition); }

  private:
    const Game& game_;
};

ValueFactory factory_of(const Game& game) {
    return [&game] { return std::make_unique<FunctionOf>(game); };
}

SampledValues sample(std::size_t players, const Game& game, const SamplingOptions& options) {
    auto result = sampled_values(players, factory_of(game), options);
    EXPECT_TRUE(result.ok());
    return result.ok() ? std::move(result).value() : SampledValues{};
}

/// A fixed number of permutations by one thread.
SamplingOptions draws(std::size_t permutations, std::uint64_t seed = 1) {
    SamplingOptions options;
    options.target = {0, 0, 0, 0};
    options.max_permutations = permutations;
    options.seed = seed;
    options.threads = 1;
    return options;
}

std::uint64_t mixed(std::uint64_t z) {
    z = (z + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/// Superadditive and monotone, neither convex nor concave: buyers of decreasing want, each served
/// by routes that need the consent of up to four players.
double routes_value(std::size_t players, Coalition coalition) {
    double value = 0;
    for (std::uint64_t buyer = 0; buyer < players / 2; ++buyer) {
        double open = 0;
        for (std::uint64_t route = 0; route < 4; ++route) {
            const std::uint64_t draw = mixed(1000 * buyer + route);
            Coalition consent = player_bit(buyer);
            for (unsigned shift = 0; shift < 24; shift += 8)
                consent |= player_bit((draw >> shift & 0xFF) % players);
            if (is_subset(consent, coalition)) open += 1 + static_cast<double>(draw >> 62);
        }
        value += static_cast<double>(buyer + 1) * (1 - std::exp(-open / 2));
    }
    return value;
}

struct Exact {
    std::vector<double> shapley, banzhaf;
};
/// By all subsets.
Exact exact_values(std::size_t players, const Game& game) {
    Exact exact{std::vector<double>(players), std::vector<double>(players)};
    std::vector<double> weights{1 / static_cast<double>(players)}; // s! (n-s-1)! / n!
    for (std::size_t size = 1; size < players; ++size)
        weights.push_back(weights.back() * static_cast<double>(size) /
                          static_cast<double>(players - size));
    for (Coalition coalition = 0; coalition < grand_coalition(players); ++coalition) {
        const double value = game(coalition);
        for (std::size_t player = 0; player < players; ++player) {
            if (contains(coalition, player)) continue;
            const double contribution = game(coalition | player_bit(player)) - value;
            exact.shapley[player] += weights[coalition_size(coalition)] * contribution;
            exact.banzhaf[player] += std::ldexp(contribution, 1 - static_cast<int>(players));
        }
    }
    return exact;
}

bool all_inside(const SampledConcept& estimate, const std::vector<double>& exact) {
    for (std::size_t player = 0; player < exact.size(); ++player)
        if (std::abs(estimate.values[player] - exact[player]) >
            estimate.half_widths[player] + 1e-12)
            return false;
    return true;
}

/// Sum of squared half-widths: the variance of the estimate but for a factor.
double spread(const SampledConcept& estimate) {
    return std::inner_product(estimate.half_widths.begin(), estimate.half_widths.end(),
                              estimate.half_widths.begin(), 0.0);
}

TEST(Sampling, StudentQuantilesOfTheTables) {
    // Abramowitz & Stegun 1964, table 26.10.
    EXPECT_NEAR(student_quantile(0.05, 1), 12.706, 5e-4);
    EXPECT_NEAR(student_quantile(0.05, 2), 4.303, 5e-4);
    EXPECT_NEAR(student_quantile(0.05, 10), 2.228, 5e-4);
    EXPECT_NEAR(student_quantile(0.01, 7), 3.499, 5e-4);
    EXPECT_NEAR(student_quantile(0.001, 5), 6.869, 5e-4);
    EXPECT_NEAR(student_quantile(0.05, 120), 1.980, 5e-4);
    EXPECT_NEAR(student_quantile(0.05, 1'000'000), 1.960, 3e-3);
}

TEST(Sampling, IntervalsCoverTheExactValuesAtTheirLevel) {
    constexpr std::size_t kPlayers = 8;
    const Game game = [](Coalition coalition) { return routes_value(kPlayers, coalition); };
    const Exact exact = exact_values(kPlayers, game);
    constexpr int kSeeds = 200;
    int shapley = 0, banzhaf = 0;
    for (int seed = 0; seed < kSeeds; ++seed) {
        SamplingOptions options = draws(1280, static_cast<std::uint64_t>(seed));
        options.level = 0.9;
        const SampledValues result = sample(kPlayers, game, options);
        shapley += all_inside(result.shapley, exact.shapley) ? 1 : 0;
        banzhaf += all_inside(result.banzhaf, exact.banzhaf) ? 1 : 0;
    }
    // 0.9 less three standard errors of 200 draws; below 1, or the intervals mean nothing.
    EXPECT_GE(shapley, static_cast<int>(kSeeds * 0.9 - 3 * std::sqrt(kSeeds * 0.09)));
    EXPECT_GE(banzhaf, static_cast<int>(kSeeds * 0.9 - 3 * std::sqrt(kSeeds * 0.09)));
    EXPECT_LT(shapley + banzhaf, 2 * kSeeds);
}

TEST(Sampling, IntervalsCoverWhenTheyDecideWhereToStop) {
    constexpr std::size_t kPlayers = 8;
    const Game game = [](Coalition coalition) { return routes_value(kPlayers, coalition); };
    const Exact exact = exact_values(kPlayers, game);
    constexpr int kSeeds = 100;
    int inside = 0;
    for (int seed = 0; seed < kSeeds; ++seed) {
        SamplingOptions options = draws(100'000, static_cast<std::uint64_t>(seed));
        options.level = 0.9;
        options.target.share_of_grand = 0.006;
        const SampledValues result = sample(kPlayers, game, options);
        EXPECT_TRUE(result.target_met);
        EXPECT_GT(result.batches, 16U);
        inside += all_inside(result.shapley, exact.shapley) ? 1 : 0;
    }
    EXPECT_GE(inside, 81);
}

TEST(Sampling, EveryMethodIsWithoutBias) {
    constexpr std::size_t kPlayers = 7;
    const Game game = [](Coalition coalition) { return routes_value(kPlayers, coalition); };
    const Exact exact = exact_values(kPlayers, game);
    for (const SamplingMethod method :
         {SamplingMethod::kPlain, SamplingMethod::kAntithetic, SamplingMethod::kStratified,
          SamplingMethod::kStratifiedAntithetic}) {
        SamplingOptions options = draws(100'000, 5);
        options.method = method;
        options.level = 0.999;
        const SampledValues result = sample(kPlayers, game, options);
        EXPECT_TRUE(all_inside(result.shapley, exact.shapley));
        EXPECT_TRUE(all_inside(result.banzhaf, exact.banzhaf));
        EXPECT_LT(
            *std::max_element(result.shapley.half_widths.begin(), result.shapley.half_widths.end()),
            0.01 * result.grand);
    }
}

TEST(Sampling, ReductionsDoNotWidenTheIntervals) {
    constexpr std::size_t kPlayers = 20;
    const Game game = [](Coalition coalition) { return routes_value(kPlayers, coalition); };
    const auto spread_of = [&](SamplingMethod method) {
        SamplingOptions options = draws(8'000);
        options.method = method;
        return spread(sample(kPlayers, game, options).shapley);
    };
    const double plain = spread_of(SamplingMethod::kPlain);
    EXPECT_LT(spread_of(SamplingMethod::kAntithetic), plain);
    EXPECT_LT(spread_of(SamplingMethod::kStratified), plain);
    EXPECT_LT(spread_of(SamplingMethod::kStratifiedAntithetic), 0.5 * plain);
}

TEST(Sampling, AntitheticOrdersAreExactForPairs) {
    // v = number of pairs present, of a ring: i comes after j in one order, before j in its
    // reverse.
    for (const std::size_t players : {9U, 10U}) {
        const Game game = [players](Coalition coalition) {
            double pairs = 0;
            for_each_player(coalition, [&](std::size_t player) {
                pairs += contains(coalition, (player + 1) % players) ? 1 : 0;
            });
            return pairs;
        };
        for (const SamplingMethod method :
             {SamplingMethod::kAntithetic, SamplingMethod::kStratifiedAntithetic}) {
            SamplingOptions options = draws(1);
            options.method = method;
            const SampledValues result = sample(players, game, options);
            for (const double value : result.shapley.values) EXPECT_NEAR(value, 1, 1e-13);
        }
    }
}

TEST(Sampling, GameOfSizeIsExactByStratification) {
    // v = |S|^2: a contribution depends on the position alone, and every position comes once.
    const Game game = [](Coalition coalition) {
        const double size = static_cast<double>(coalition_size(coalition));
        return size * size;
    };
    for (const SamplingMethod method :
         {SamplingMethod::kStratified, SamplingMethod::kStratifiedAntithetic}) {
        for (const std::size_t players : {2U, 3U, 12U, 13U, 64U}) {
            SamplingOptions options = draws(1);
            options.method = method;
            const SampledValues result = sample(players, game, options);
            const double expected = static_cast<double>(players);
            for (std::size_t player = 0; player < players; ++player) {
                EXPECT_NEAR(result.shapley.values[player], expected, 1e-11);
                EXPECT_NEAR(result.shapley.half_widths[player], 0, 1e-11);
                EXPECT_NEAR(result.banzhaf.values[player], expected, 1e-11);
            }
        }
    }
    SamplingOptions plain = draws(1);
    plain.method = SamplingMethod::kPlain;
    EXPECT_GT(sample(12, game, plain).shapley.half_widths[0], 0.1);
}

TEST(Sampling, AdditiveGameIsExactWithTheFewestPermutations) {
    for (const std::size_t players : {1U, 2U, 3U, 5U, 31U, 64U}) {
        const Game game = [](Coalition coalition) {
            double sum = 0;
            for_each_player(coalition, [&](std::size_t player) {
                sum += 1 + static_cast<double>(player) * 0.25;
            });
            return sum;
        };
        SamplingOptions options = draws(1);
        options.target.absolute = 1e-9;
        const SampledValues result = sample(players, game, options);
        EXPECT_TRUE(result.target_met);
        EXPECT_EQ(result.batches, 2U);
        for (std::size_t player = 0; player < players; ++player) {
            EXPECT_NEAR(result.shapley.values[player], 1 + static_cast<double>(player) * 0.25,
                        1e-11);
            EXPECT_NEAR(result.banzhaf.values[player], 1 + static_cast<double>(player) * 0.25,
                        1e-11);
        }
    }
}

TEST(Sampling, EfficiencyAndPlayersWithoutPowerAreExact) {
    const Game game = [](Coalition coalition) { // player 29 is in nothing; v of nobody is not 0
        return 3 + routes_value(29, coalition & ~player_bit(29));
    };
    const SampledValues result = sample(30, game, draws(200));
    const std::vector<double>& values = result.shapley.values;
    EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0), result.grand - 3,
                1e-12 * result.grand);
    EXPECT_EQ(values[29], 0);
    EXPECT_EQ(result.banzhaf.values[29], 0);
    EXPECT_EQ(result.shapley.half_widths[29], 0);
}

TEST(Sampling, SameBytesForAnyNumberOfThreads) {
    // The last digits of this function depend on what it was asked before, as a warm solver's may.
    class Remembering : public ValueFunction {
      public:
        double value(Coalition coalition) override {
            last_ = routes_value(24, coalition) + 1e-9 * last_;
            return last_;
        }

      private:
        double last_ = 0;
    };
    const ValueFactory factory = [] { return std::make_unique<Remembering>(); };
    SamplingOptions options = draws(1'500, 11);
    options.target.share_of_grand = 1e-6;
    const auto one = sampled_values(24, factory, options);
    ASSERT_TRUE(one.ok());
    for (const unsigned threads : {2U, 3U}) {
        options.threads = threads;
        const auto more = sampled_values(24, factory, options);
        ASSERT_TRUE(more.ok());
        EXPECT_EQ(one.value().shapley.values, more.value().shapley.values);
        EXPECT_EQ(one.value().shapley.half_widths, more.value().shapley.half_widths);
        EXPECT_EQ(one.value().banzhaf.values, more.value().banzhaf.values);
        EXPECT_EQ(one.value().permutations, more.value().permutations);
    }
    options.seed = 12;
    const auto other = sampled_values(24, factory, options);
    ASSERT_TRUE(other.ok());
    EXPECT_NE(one.value().shapley.values, other.value().shapley.values);
}

TEST(Sampling, StatesWhatItDid) {
    const Game game = [](Coalition coalition) { return routes_value(20, coalition); };
    std::size_t evaluated = 0;
    const Game counting = [&](Coalition coalition) {
        ++evaluated;
        return game(coalition);
    };
    std::vector<std::size_t> reports;
    SamplingOptions options = draws(1'000, 77);
    options.level = 0.99;
    options.progress = [&](const Progress& progress) {
        reports.push_back(progress.done);
        EXPECT_LE(progress.done, progress.total);
    };
    const SampledValues result = sample(20, counting, options);
    EXPECT_EQ(result.permutations, 960U); // whole batches of 60
    EXPECT_EQ(result.batches, 16U);
    EXPECT_EQ(batch_permutations(20), 60U);
    EXPECT_EQ(result.coalitions, 42U + 960U * 17U);
    EXPECT_EQ(result.coalitions, evaluated);
    EXPECT_EQ(result.seed, 77U);
    EXPECT_EQ(result.level, 0.99);
    EXPECT_EQ(result.grand, game(grand_coalition(20)));
    EXPECT_FALSE(result.target_met);
    ASSERT_EQ(reports.size(), 16U);
    EXPECT_EQ(reports.back(), 16U);
}

TEST(Sampling, TargetsAreReachedAndNotBefore) {
    const Game game = [](Coalition coalition) { return routes_value(16, coalition); };
    SamplingOptions options = draws(200'000);
    options.target.absolute = 0.15;
    const SampledValues absolute = sample(16, game, options);
    EXPECT_TRUE(absolute.target_met);
    for (const double width : absolute.shapley.half_widths) EXPECT_LE(width, 0.15);
    options.target.absolute = 0.05;
    const SampledValues finer = sample(16, game, options);
    EXPECT_GT(finer.permutations, 3 * absolute.permutations);

    options.target = {0, 0, 0.01, 2};
    const SampledValues relative = sample(16, game, options);
    EXPECT_TRUE(relative.target_met);
    std::vector<double> values = relative.shapley.values;
    std::sort(values.begin(), values.end());
    for (std::size_t player = 0; player < 16; ++player) {
        const double value = relative.shapley.values[player];
        if (value >= values[14]) {
            EXPECT_LE(relative.shapley.half_widths[player], 0.01 * value);
        }
    }
}

TEST(Sampling, ElectoralCollegeAgreesWithGeneratingFunctions) {
    // 51 voters of 3 to 54 electors, too many for all coalitions.
    std::vector<std::int64_t> electors;
    for (std::int64_t voter = 0; voter < 51; ++voter)
        electors.push_back(3 + (51 - voter) * (51 - voter) / 51);
    const std::int64_t sum = std::accumulate(electors.begin(), electors.end(), std::int64_t{0});
    const VotingGame voting = weighted_game(electors, sum / 2 + 1);
    const auto exact = voting_power(voting);
    ASSERT_TRUE(exact.ok());
    const Game game = [&](Coalition coalition) { return wins(voting, coalition) ? 1.0 : 0.0; };
    SamplingOptions options = draws(8'000);
    options.level = 0.999;
    const SampledValues result = sample(51, game, options);
    EXPECT_TRUE(all_inside(result.shapley, exact.value().shapley_shubik));
    EXPECT_TRUE(all_inside(result.banzhaf, exact.value().penrose));
    EXPECT_LT(result.shapley.half_widths[0], 0.02);
}

TEST(Sampling, Refusals) {
    const Game game = [](Coalition) { return 0.0; };
    const auto id_of = [&](std::size_t players, const SamplingOptions& options) {
        const auto result = sampled_values(players, factory_of(game), options);
        return result.ok() ? std::string() : result.diagnostics().items().at(0).id;
    };
    SamplingOptions options;
    EXPECT_EQ(id_of(0, options), "E702");
    EXPECT_EQ(id_of(65, options), "E702");
    options.level = 1;
    EXPECT_EQ(id_of(3, options), "E709");
    options.level = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(id_of(3, options), "E709");
    options = {};
    options.target.relative = -1;
    EXPECT_EQ(id_of(3, options), "E709");
    options = {};
    options.max_permutations = 0;
    EXPECT_EQ(id_of(3, options), "E709");
    std::atomic<bool> interrupt{true};
    options = {};
    options.interrupt = &interrupt;
    EXPECT_EQ(id_of(3, options), "E704");
}

TEST(Sampling, InterruptedInTheMiddle) {
    std::atomic<bool> interrupt{false};
    const Game game = [](Coalition coalition) { return routes_value(20, coalition); };
    SamplingOptions options = draws(100'000);
    options.threads = 2;
    options.interrupt = &interrupt;
    std::size_t last = 0;
    options.progress = [&](const Progress& progress) {
        last = progress.done;
        if (progress.done >= 20) interrupt = true;
    };
    const auto result = sampled_values(20, factory_of(game), options);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics().items().at(0).id, "E704");
    EXPECT_LE(last, 22U);
}

TEST(Sampling, ValueThatIsNotFinite) {
    for (const std::size_t size : {1U, 5U}) { // among those known before, and among the sampled
        const Game game = [size](Coalition coalition) {
            return coalition_size(coalition) == size ? std::numeric_limits<double>::quiet_NaN()
                                                     : 1.0;
        };
        const auto result = sampled_values(10, factory_of(game), {});
        ASSERT_FALSE(result.ok());
        EXPECT_EQ(result.diagnostics().items().at(0).id, "E705");
    }
}

} // namespace
} // namespace isthmus::game
