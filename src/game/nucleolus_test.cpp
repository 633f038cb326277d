// SPDX-License-Identifier: Apache-2.0
#include "game/nucleolus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "flow/linear_program.hpp"
#include "game/core.hpp"
#include "game/kohlberg.hpp"
#include "game/test_bnf_games.hpp"
#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::game_of;
using test::Random;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double sum_over(const std::vector<double>& weights, Coalition coalition) {
    double sum = 0;
    for_each_player(coalition, [&](std::size_t player) { sum += weights[player]; });
    return sum;
}

std::vector<double> prenucleolus_of(const ValueTable& table) {
    const auto solved = prenucleolus(table);
    return solved ? solved.value().payoff : std::vector<double>{};
}

std::vector<double> nucleolus_of(const ValueTable& table) {
    const auto solved = nucleolus(table);
    return solved ? solved.value().payoff : std::vector<double>{};
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                 double tolerance, const std::string& what = {}) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t player = 0; player < found.size(); ++player) {
        EXPECT_NEAR(found[player], expected[player], tolerance) << what << " player " << player;
    }
}

/// The definition, with all rows: minimise eps; a coalition is settled when no optimum gives it
/// more; go on until all are. x and then eps are the columns.
class BruteForce {
  public:
    BruteForce(const ValueTable& table, bool imputations)
        : table_(table), imputations_(imputations), settled_(table.size(), kInfinity) {}

    std::vector<double> solve() {
        settled_[0] = 0;
        settled_[table_.grand()] = table_[table_.grand()];
        std::vector<double> payoff;
        while (std::count(settled_.begin(), settled_.end(), kInfinity) != 0) {
            const flow::LpSolution stage = optimum(0, kInfinity);
            if (stage.status != flow::LpStatus::kOptimal) return {};
            payoff.assign(stage.value.begin(), stage.value.end() - 1);
            const double epsilon = stage.value.back();
            const auto before = settled_;
            for (Coalition coalition = 1; coalition < table_.size(); ++coalition) {
                if (before[coalition] != kInfinity) continue;
                const double most = -optimum(coalition, epsilon).objective;
                const double least = table_[coalition] - epsilon;
                if (most < least + 1e-6) settled_[coalition] = least;
            }
            if (before == settled_) return {};
        }
        return payoff;
    }

  private:
    /// Minimises eps, or maximises x(coalition) with eps fixed.
    flow::LpSolution optimum(Coalition coalition, double epsilon) const {
        flow::LinearProgram program;
        for (Coalition s = 1; s < table_.size(); ++s) {
            const bool fixed = settled_[s] != kInfinity;
            program.add_row(fixed ? settled_[s] : table_[s], fixed ? settled_[s] : kInfinity);
        }
        for (std::size_t player = 0; player < table_.players(); ++player) {
            const double low = imputations_ ? table_[player_bit(player)] : -kInfinity;
            program.add_column(contains(coalition, player) ? -1 : 0, low, kInfinity);
            for (Coalition s = 1; s < table_.size(); ++s) {
                if (contains(s, player)) program.add_entry(s - 1, 1);
            }
        }
        const bool first = coalition == 0;
        program.add_column(first ? 1 : 0, first ? -kInfinity : epsilon, epsilon);
        for (Coalition s = 1; s < table_.size(); ++s) {
            if (settled_[s] == kInfinity) program.add_entry(s - 1, 1);
        }
        return flow::make_lp_solver("clp", program)->solve();
    }

    const ValueTable& table_;
    bool imputations_;
    std::vector<double> settled_; ///< x(S), or infinite
};

ValueTable bankruptcy_game(const std::vector<double>& claims, double estate) {
    return game_of(claims.size(), [&](Coalition coalition) {
        const Coalition others = grand_coalition(claims.size()) & ~coalition;
        return std::max(0.0, estate - sum_over(claims, others));
    });
}

/// Equal shares up to the caps: finds the level by going through the caps in order.
std::vector<double> equal_awards(const std::vector<double>& caps, double amount) {
    std::vector<double> sorted = caps;
    std::sort(sorted.begin(), sorted.end());
    double level = 0;
    double left = amount;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto sharers = static_cast<double>(sorted.size() - i);
        const double step = std::min(sorted[i] - level, left / sharers);
        level += step;
        left -= step * sharers;
    }
    std::vector<double> awards;
    for (const double cap : caps) awards.push_back(std::min(cap, level));
    return awards;
}

/// The consistent rule of Aumann & Maschler (1985): up to half of all claims equal awards bounded
/// by half-claims, beyond it the same for losses.
std::vector<double> contested_garment_rule(const std::vector<double>& claims, double estate) {
    std::vector<double> half = claims;
    for (double& claim : half) claim /= 2;
    const double total = std::accumulate(claims.begin(), claims.end(), 0.0);
    if (estate <= total / 2) return equal_awards(half, estate);
    std::vector<double> awards = equal_awards(half, total - estate);
    for (std::size_t i = 0; i < claims.size(); ++i) awards[i] = claims[i] - awards[i];
    return awards;
}

TEST(Nucleolus, Talmud) {
    // Aumann & Maschler 1985, table I.
    const std::vector<double> claims{100, 200, 300};
    const std::vector<std::pair<double, std::vector<double>>> rows{
        {100, {100.0 / 3, 100.0 / 3, 100.0 / 3}}, {200, {50, 75, 75}}, {300, {50, 100, 150}}};
    for (const auto& [estate, shares] : rows) {
        expect_near(nucleolus_of(bankruptcy_game(claims, estate)), shares, 1e-11);
        expect_near(contested_garment_rule(claims, estate), shares, 1e-11);
    }
}

TEST(Nucleolus, BankruptcyIsTheContestedGarmentRule) {
    Random random(1);
    for (int trial = 0; trial < 40; ++trial) {
        std::vector<double> claims(2 + random.below(7));
        for (double& claim : claims) claim = static_cast<double>(1 + random.below(100));
        const double estate = random.real(std::accumulate(claims.begin(), claims.end(), 0.0));
        expect_near(nucleolus_of(bankruptcy_game(claims, estate)),
                    contested_garment_rule(claims, estate), 1e-7);
    }
}

TEST(Nucleolus, Gloves) {
    const auto gloves = [](std::size_t left, std::size_t right) {
        return game_of(left + right, [=](Coalition coalition) {
            const std::size_t lefts = coalition_size(coalition & grand_coalition(left));
            return static_cast<double>(std::min(lefts, coalition_size(coalition) - lefts));
        });
    };
    expect_near(nucleolus_of(gloves(1, 2)), {1, 0, 0}, 1e-12);
    expect_near(nucleolus_of(gloves(2, 2)), {0.5, 0.5, 0.5, 0.5}, 1e-12);
    expect_near(prenucleolus_of(gloves(3, 5)), {1, 1, 1, 0, 0, 0, 0, 0}, 1e-12);
}

/// Littlechild (1974), one landing of each type; costs rise.
std::vector<double> airport_nucleolus(const std::vector<double>& costs) {
    const std::size_t n = costs.size();
    std::vector<double> charges(n);
    double charge = 0;
    double covered = 0;
    for (std::size_t begin = 0; begin < n;) {
        double least = kInfinity;
        std::size_t end = begin;
        for (std::size_t i = begin; i < n; ++i) {
            const auto sharers = static_cast<double>(i - begin + (i + 1 < n ? 2 : 1));
            const double share = (costs[i] - covered + charge) / sharers;
            if (share <= least) {
                least = share;
                end = i + 1;
            }
        }
        for (std::size_t i = begin; i < end; ++i) charges[i] = least;
        charge = least;
        covered = costs[end - 1];
        begin = end;
    }
    return charges;
}

TEST(Nucleolus, Airport) {
    Random random(2);
    for (int trial = 0; trial < 25; ++trial) {
        std::vector<double> costs(2 + random.below(8));
        for (double& cost : costs) cost = static_cast<double>(1 + random.below(40));
        std::sort(costs.begin(), costs.end());
        const ValueTable table = game_of(costs.size(), [&](Coalition coalition) {
            double largest = 0;
            for_each_player(
                coalition, [&](std::size_t player) { largest = std::max(largest, costs[player]); });
            return -largest;
        });
        std::vector<double> expected = airport_nucleolus(costs);
        for (double& charge : expected) charge = -charge;
        expect_near(nucleolus_of(table), expected, 1e-9);
    }
}

TEST(Nucleolus, VotingGames) {
    const auto weighted = [](const std::vector<double>& weights, double quota) {
        return game_of(weights.size(), [&](Coalition coalition) {
            return sum_over(weights, coalition) >= quota ? 1.0 : 0.0;
        });
    };
    expect_near(nucleolus_of(weighted({1, 1, 1}, 2)), {1.0 / 3, 1.0 / 3, 1.0 / 3}, 1e-12);
    // The apex game of Davis & Maschler 1965: its homogeneous weights, normalised (Peleg 1968).
    expect_near(nucleolus_of(weighted({3, 1, 1, 1, 1}, 4)),
                {3.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7, 1.0 / 7}, 1e-12);
    // UN Security Council: all to those with a veto, as in the core of any game with veto players.
    std::vector<double> council(15, 1.0);
    std::fill(council.begin(), council.begin() + 5, 7.0);
    std::vector<double> shares(15, 0.0);
    std::fill(shares.begin(), shares.begin() + 5, 0.2);
    expect_near(nucleolus_of(weighted(council, 39)), shares, 1e-11);
}

TEST(Nucleolus, PublishedRandomGames) {
    const auto games = test::bnf_games();
    if (games.empty()) GTEST_SKIP() << "no shared cases";
    EXPECT_EQ(games.size(), 40U);
    for (const test::BnfGame& game : games) {
        const auto values = game.table.values();
        const double scale = *std::max_element(values.begin(), values.end());
        expect_near(nucleolus_of(game.table), game.nucleolus, 1e-12 * scale, game.id);
    }
}

TEST(Nucleolus, BruteForceOnRandomGames) {
    Random random(3);
    std::size_t differing = 0;
    for (int trial = 0; trial < 45; ++trial) {
        const std::size_t players = 2 + random.below(4);
        // Few values: many ties. Values below zero, too.
        const std::uint64_t range = trial % 3 == 0 ? 3 : 50;
        ValueTable table = game_of(players, [&](Coalition) {
            return static_cast<double>(random.below(range)) - (trial % 3 == 1 ? 20.0 : 0.0);
        });
        table[table.grand()] += static_cast<double>(random.below(range * players));
        const auto pre = prenucleolus_of(table);
        expect_near(pre, BruteForce(table, false).solve(), 1e-6, "pre");
        if (!has_imputations(table)) {
            EXPECT_TRUE(nucleolus_of(table).empty());
            continue;
        }
        const auto within = nucleolus_of(table);
        expect_near(within, BruteForce(table, true).solve(), 1e-6, "within");
        double distance = 0;
        for (std::size_t i = 0; i < players; ++i) distance += std::abs(pre[i] - within[i]);
        if (distance > 1e-6) ++differing;
    }
    EXPECT_GT(differing, 0U);
}

TEST(Nucleolus, BruteForceWithSixPlayers) {
    Random random(4);
    for (int trial = 0; trial < 3; ++trial) {
        const ValueTable table = game_of(6, [&](Coalition coalition) {
            const auto size = static_cast<double>(coalition_size(coalition));
            return size * size * static_cast<double>(5 + random.below(5));
        });
        expect_near(prenucleolus_of(table), BruteForce(table, false).solve(), 1e-6);
    }
}

TEST(Nucleolus, HouseMarket) {
    // Shapley & Shubik 1971, example 1: three sellers (players 0 to 2), three buyers.
    const double gains[3][3] = {{5, 8, 2}, {7, 9, 6}, {2, 3, 0}};
    const ValueTable table = game_of(6, [&](Coalition coalition) {
        std::vector<std::size_t> buyers{0, 1, 2};
        double best = 0;
        do {
            double sum = 0;
            for (std::size_t seller = 0; seller < 3; ++seller) {
                const bool both =
                    contains(coalition, seller) && contains(coalition, 3 + buyers[seller]);
                if (both) sum += gains[seller][buyers[seller]];
            }
            best = std::max(best, sum);
        } while (std::next_permutation(buyers.begin(), buyers.end()));
        return best;
    });
    EXPECT_EQ(table[table.grand()], 16);
    const auto payoff = nucleolus_of(table);
    expect_near(payoff, BruteForce(table, true).solve(), 1e-6);
    expect_near(payoff, prenucleolus_of(table), 1e-9);
    EXPECT_TRUE(core_membership(table, payoff).member);
}

TEST(Nucleolus, NoImputations) {
    const ValueTable table =
        game_of(2, [](Coalition coalition) { return coalition == 3 ? 1.0 : 2.0; });
    const auto within = nucleolus(table);
    ASSERT_TRUE(within.ok());
    EXPECT_TRUE(within.value().payoff.empty());
    expect_near(prenucleolus_of(table), {0.5, 0.5}, 1e-12);
}

TEST(Nucleolus, OnePlayerAndNobody) {
    ValueTable one(1);
    one[1] = 7;
    expect_near(nucleolus_of(one), {7}, 0);
    EXPECT_TRUE(prenucleolus_of(ValueTable(0)).empty());
    expect_near(prenucleolus_of(ValueTable(4)), {0, 0, 0, 0}, 0);
}

TEST(Nucleolus, ValuesThatAreNotFinite) {
    ValueTable table(3);
    table[5] = std::nan("");
    const auto solved = prenucleolus(table);
    ASSERT_FALSE(solved.ok());
    EXPECT_EQ(solved.diagnostics().items().front().id, "E706");
    table[5] = kInfinity;
    EXPECT_FALSE(nucleolus(table).ok());
    EXPECT_FALSE(prenucleolus(ValueTable(3), "no such solver").ok());
}

/// A game of trade: what routes between pairs bring, over the best one open.
ValueTable trade_game(std::size_t players, Random& random) {
    struct Route {
        Coalition consent;
        double value;
    };
    std::vector<std::vector<Route>> pairs(players + players / 2);
    for (auto& routes : pairs) {
        const Coalition ends =
            player_bit(random.below(players)) | player_bit(random.below(players));
        for (int route = 0; route < 3; ++route) {
            const Coalition transit = random.below(2) == 0 ? 0 : player_bit(random.below(players));
            routes.push_back({ends | transit, static_cast<double>(random.below(1000))});
        }
    }
    return game_of(players, [&](Coalition coalition) {
        double sum = 0;
        for (const auto& routes : pairs) {
            double best = 0;
            for (const Route& route : routes) {
                if (is_subset(route.consent, coalition)) best = std::max(best, route.value);
            }
            sum += best;
        }
        return sum;
    });
}

TEST(Nucleolus, StrategicEquivalence) {
    Random random(5);
    for (int trial = 0; trial < 6; ++trial) {
        const std::size_t players = 7;
        const ValueTable table = trade_game(players, random);
        std::vector<double> shift(players);
        for (double& amount : shift) amount = random.real(1e5) - 5e4;
        const ValueTable other = game_of(players, [&](Coalition coalition) {
            return 0.125 * table[coalition] + sum_over(shift, coalition);
        });
        for (const auto& solve : {prenucleolus_of, nucleolus_of}) {
            std::vector<double> expected = solve(table);
            for (std::size_t i = 0; i < players; ++i) expected[i] = 0.125 * expected[i] + shift[i];
            expect_near(solve(other), expected, 1e-6);
        }
    }
}

TEST(Nucleolus, SymmetricAndDummyPlayers) {
    // Players 0 and 1 look alike.
    Random random(6);
    for (int trial = 0; trial < 8; ++trial) {
        std::vector<double> base(1U << 5);
        for (double& value : base) value = static_cast<double>(random.below(60));
        base[0] = 0;
        const ValueTable table = game_of(6, [&](Coalition coalition) {
            Coalition alike = coalition & 0x1f;
            if ((alike & 3) == 2) alike = (alike & ~Coalition{3}) | 1;
            return base[alike] + (contains(coalition, 5) ? 3.0 : 0.0);
        });
        const auto payoff = prenucleolus_of(table);
        ASSERT_EQ(payoff.size(), 6U);
        EXPECT_NEAR(payoff[0], payoff[1], 1e-9);
    }
    for (int trial = 0; trial < 8; ++trial) {
        const ValueTable trade = trade_game(6, random);
        const ValueTable table = game_of(7, [&](Coalition coalition) {
            return trade[coalition & 0x3f] + (contains(coalition, 6) ? 30.0 : 0.0);
        });
        const auto payoff = nucleolus_of(table);
        ASSERT_EQ(payoff.size(), 7U);
        EXPECT_NEAR(payoff[6], 30, 1e-7);
    }
}

TEST(Nucleolus, InTheCoreOfBalancedGames) {
    // Minimum of additive games: totally balanced (Kalai & Zemel 1982).
    Random random(7);
    for (int trial = 0; trial < 8; ++trial) {
        const std::size_t players = 5 + random.below(5);
        std::vector<std::vector<double>> goods(3, std::vector<double>(players));
        for (auto& good : goods) {
            for (double& amount : good) amount = static_cast<double>(random.below(100));
        }
        const ValueTable table = game_of(players, [&](Coalition coalition) {
            double least = kInfinity;
            for (const auto& good : goods) least = std::min(least, sum_over(good, coalition));
            return least;
        });
        EXPECT_TRUE(core_membership(table, prenucleolus_of(table)).member);
    }
}

TEST(Nucleolus, LazyRowsBeyondOneBlock) {
    Random random(8);
    for (const std::size_t players : {11U, 12U, 13U}) {
        const ValueTable table = trade_game(players, random);
        const auto solved = prenucleolus(table);
        ASSERT_TRUE(solved.ok());
        EXPECT_TRUE(solved.value().refined);
        const auto verified = kohlberg_prenucleolus(table, solved.value().payoff);
        ASSERT_TRUE(verified.ok());
        EXPECT_TRUE(verified.value().holds) << players;
        // Excesses sink from level to level, and each level's coalitions have its excess.
        double before = kInfinity;
        for (const NucleolusLevel& level : solved.value().levels) {
            EXPECT_LE(level.excess, before + 1e-6);
            before = level.excess;
            for (const Coalition coalition : level.coalitions) {
                EXPECT_NEAR(excess(table, solved.value().payoff, coalition), level.excess, 1e-6);
            }
        }
    }
}

} // namespace
} // namespace isthmus::game
