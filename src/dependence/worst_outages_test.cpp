// SPDX-License-Identifier: Apache-2.0
#include "dependence/worst_outages.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dependence/outage_search.hpp"
#include "dependence/test_networks.hpp"

namespace isthmus::dependence {
namespace {

using Measure = OutageObjective::Measure;

// Both sides are solved to about 1e-8 of prices; the search drops what is less than 1e-7 better.
constexpr double kAlike = 2e-6;

/// Every set by itself, without the search and without knowing what is used.
class BruteForce {
  public:
    BruteForce(const Baseline& base, const OutageSet& candidates) : base_(base) {
        sets_.push_back({});
        for (std::size_t first = 0, size = 0; size < 3; ++size) {
            const std::size_t end = sets_.size();
            for (; first < end; ++first) {
                for (const Outage& outage : candidates) {
                    if (!sets_[first].empty() && outage <= sets_[first].back()) continue;
                    OutageSet more = sets_[first];
                    more.push_back(outage);
                    sets_.push_back(std::move(more));
                }
            }
        }
        for (const OutageSet& set : sets_) values_.push_back(solve(set));
    }

    double worst(std::size_t k, Measure measure) const {
        double result = 0;
        for (std::size_t i = 0; i < sets_.size(); ++i) {
            if (sets_[i].size() <= k) result = std::max(result, of(i, measure));
        }
        return result;
    }
    double value(const OutageSet& set, Measure measure) const {
        const auto place = std::find(sets_.begin(), sets_.end(), set);
        return of(static_cast<std::size_t>(place - sets_.begin()), measure);
    }

  private:
    struct Values {
        double welfare_loss = 0, net_loss = 0, unserved_gas = 0;
    };
    Values solve(const OutageSet& set) const {
        Values result;
        for (const Part& part : base_.parts) {
            const ShutPart left = shut(part, set);
            const auto outcome = solve_again(left.market, left.open, flow::PriceRule::kAny);
            if (!outcome) {
                ADD_FAILURE();
                return result;
            }
            const Outcome& after = outcome.value();
            result.welfare_loss += part.welfare - after.welfare;
            result.net_loss += part.certificate.welfare - after.certificate.welfare;
            for (const auto id : part.market.demands.ids()) {
                const auto& commodity = base_.world->commodities[part.market.demands[id].commodity];
                if (commodity.id != "gas") continue;
                result.unserved_gas +=
                    std::max(0.0, part.solution.demand[id] - after.solution.demand[id]);
            }
        }
        return result;
    }
    double of(std::size_t i, Measure measure) const {
        return measure == Measure::kWelfareLoss ? values_[i].welfare_loss
               : measure == Measure::kNetPayoff ? values_[i].net_loss
                                                : values_[i].unserved_gas;
    }

    const Baseline& base_;
    std::vector<OutageSet> sets_;
    std::vector<Values> values_;
};

double scale(const Baseline& base, Measure measure) {
    double sum = 0;
    for (const Part& part : base.parts) {
        if (measure != Measure::kUnserved) sum += part.certificate.welfare;
        for (const double consumed : part.solution.demand) {
            if (measure == Measure::kUnserved) sum += consumed;
        }
    }
    return sum;
}

WorstOptions options_for(const Baseline& base, std::size_t k, Measure measure) {
    WorstOptions options;
    options.k = k;
    options.threads = 1;
    options.objective.measure = measure;
    options.objective.commodity = base.world->find<world::CommodityTag>("commodities", "gas");
    return options;
}

TEST(WorstOutages, TwoWaysByHand) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    for (const auto& [k, loss] : {std::pair<std::size_t, double>{1, kTwoWaysWelfare - 640},
                                  {2, kTwoWaysWelfare},
                                  {3, kTwoWaysWelfare}}) {
        const auto result = worst_outages(base, options_for(base, k, Measure::kWelfareLoss));
        ASSERT_TRUE(result);
        EXPECT_TRUE(result.value().exact);
        EXPECT_NEAR(result.value().value, loss, 1e-3);
        EXPECT_EQ(result.value().outages.size(), std::min<std::size_t>(k, 2));
    }
}

TEST(WorstOutages, BruteForceOnRandomNetworks) {
    std::size_t binding = 0;
    for (std::uint64_t seed = 1; seed <= 9; ++seed) {
        const world::World world = random_network(seed).build();
        const Baseline base = solved(world);
        for (const Part& part : base.parts) {
            for (const double rent : part.solution.obligation_rent) binding += rent > 1e-6 ? 1 : 0;
        }
        const WorstOptions links = options_for(base, 1, Measure::kWelfareLoss);
        const BruteForce brute(base, outages_in_service(base, links.candidates));
        for (const Measure measure :
             {Measure::kWelfareLoss, Measure::kNetPayoff, Measure::kUnserved}) {
            const double near = kAlike * scale(base, measure);
            double fewer = 0;
            for (std::size_t k = 1; k <= 3; ++k) {
                const auto result = worst_outages(base, options_for(base, k, measure));
                ASSERT_TRUE(result);
                const WorstOutages& worst = result.value();
                EXPECT_TRUE(worst.exact) << seed;
                EXPECT_NEAR(worst.value, brute.worst(k, measure), near) << seed << " k " << k;
                EXPECT_NEAR(worst.value, brute.value(worst.outages, measure), near);
                EXPECT_GE(worst.bound, brute.worst(k, measure) - near);
                EXPECT_GE(worst.value, fewer - near);
                EXPECT_LE(worst.outages.size(), k);
                fewer = worst.value;
            }
        }
    }
    EXPECT_GT(binding, 0U) << "no minimum take binds: the tests of excuses test nothing";
}

TEST(WorstOutages, NodesToo) {
    const world::World world = random_network(21).build();
    const Baseline base = solved(world);
    WorstOptions options = options_for(base, 2, Measure::kWelfareLoss);
    options.candidates = {};
    const BruteForce brute(base, outages_in_service(base, options.candidates));
    const auto result = worst_outages(base, options);
    ASSERT_TRUE(result);
    EXPECT_NEAR(result.value().value, brute.worst(2, Measure::kWelfareLoss),
                kAlike * scale(base, Measure::kWelfareLoss));
}

// No bound of a set may lie below the value of a set that it speaks of.
TEST(WorstOutages, BoundsHold) {
    for (std::uint64_t seed = 30; seed < 34; ++seed) {
        const world::World world = random_network(seed).build();
        const Baseline base = solved(world);
        const OutageSet candidates = outages_in_service(base, {true, false, {}, {}, {}});
        OutageCases cases(base, candidates, {});
        const auto measure = OutageMeasure::make(base, {Measure::kWelfareLoss, {}, {}}, {}).value();
        const auto n = static_cast<OutageNumber>(candidates.size());
        for (OutageNumber a = 0; a < n; ++a) {
            for (OutageNumber b = 0; b < n; ++b) {
                if (a == b) continue;
                const NumberSet both = with({a}, b);
                for (std::size_t part = 0; part < cases.parts(); ++part) {
                    ASSERT_TRUE(cases.solve({{part, {a}}, {part, both}}).empty());
                    const PartCase& one = *cases.find(part, {a});
                    const PartCase& two = *cases.find(part, both);
                    const double near = kAlike * std::max(1.0, base.parts[part].welfare);
                    const double net = measure.net_loss(part, two);
                    EXPECT_LE(net, cases.cancellation(part, cases.base_case(part), both) + near);
                    const std::vector<double> chords =
                        cases.chord_values(part, cases.base_case(part), 2);
                    EXPECT_LE(net, chords[a] + chords[b] + near);
                    if (cases.meets_minimum_takes(part, one, {a}, {b})) {
                        EXPECT_LE(net, measure.net_loss(part, one) +
                                           cases.cancellation(part, one, {b}) + near);
                    }
                    EXPECT_LE(measure.value(part, two), measure.bound(part, net + near) + near);
                    EXPECT_GE(measure.value(part, two), measure.least(part) - near);
                }
            }
        }
    }
}

TEST(WorstOutages, GreedyIsBoundedOnBothSides) {
    for (std::uint64_t seed = 40; seed < 43; ++seed) {
        const world::World world = random_network(seed).build();
        const Baseline base = solved(world);
        WorstOptions options = options_for(base, 3, Measure::kWelfareLoss);
        const auto exact = worst_outages(base, options);
        const auto greedy = greedy_outages(base, options);
        ASSERT_TRUE(exact && greedy);
        const double near = kAlike * scale(base, Measure::kWelfareLoss);
        EXPECT_LE(greedy.value().value, exact.value().value + near);
        EXPECT_GE(greedy.value().bound, exact.value().value - near);
        options.k = 6;
        const auto beyond = worst_outages(base, options);
        ASSERT_TRUE(beyond);
        EXPECT_GE(beyond.value().value, greedy.value().value - near);
        EXPECT_GE(beyond.value().bound, beyond.value().value);
    }
}

TEST(WorstOutages, EndsEarlyWithAnOpenGap) {
    const world::World world = random_network(5).build();
    const Baseline base = solved(world);
    WorstOptions options = options_for(base, 3, Measure::kWelfareLoss);
    const auto exact = worst_outages(base, options);
    options.most_solved = 4;
    const auto cut = worst_outages(base, options);
    ASSERT_TRUE(exact && cut);
    EXPECT_LE(cut.value().value, exact.value().value);
    EXPECT_GE(cut.value().bound, exact.value().value);
}

TEST(WorstOutages, SameOnAnyNumberOfThreads) {
    const world::World world = random_network(7).build();
    const Baseline base = solved(world);
    WorstOptions options = options_for(base, 3, Measure::kWelfareLoss);
    const auto one = worst_outages(base, options);
    options.threads = 3;
    const auto three = worst_outages(base, options);
    ASSERT_TRUE(one && three);
    EXPECT_EQ(one.value().outages, three.value().outages);
    EXPECT_EQ(one.value().value, three.value().value);
    EXPECT_EQ(one.value().bound, three.value().bound);
    EXPECT_EQ(one.value().solved, three.value().solved);
}

TEST(WorstOutages, RefusesWhatMakesNoSense) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    WorstOptions options = options_for(base, 0, Measure::kWelfareLoss);
    const auto none = worst_outages(base, options);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.diagnostics().items().front().id, "E810");
    options.k = 1;
    options.objective = {Measure::kUnserved, {}, {}};
    const auto mixed = worst_outages(base, options);
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.diagnostics().items().front().id, "E811");
}

} // namespace
} // namespace isthmus::dependence
