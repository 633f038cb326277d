// SPDX-License-Identifier: Apache-2.0
#include "game/voting.hpp"

#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace isthmus::game {
namespace {

using Weights = std::vector<std::int64_t>;

/// Voters of equal standing: how many, and the weight of each.
Weights groups(const std::vector<std::pair<std::size_t, std::int64_t>>& parts) {
    Weights weights;
    for (const auto& part : parts) weights.insert(weights.end(), part.first, part.second);
    return weights;
}

VotingPower power_of(const VotingGame& game) {
    auto power = voting_power(game);
    EXPECT_TRUE(power.ok());
    return power.ok() ? std::move(power).value() : VotingPower{};
}

/// The single diagnostic of a game that is refused.
Diagnostic refusal(const VotingGame& game, std::size_t memory = kVotingMemory) {
    const auto power = voting_power(game, memory);
    EXPECT_FALSE(power.ok());
    return power.ok() ? Diagnostic{} : power.diagnostics().items().at(0);
}

/// The rule in the words of the header, over sums from scratch.
bool passes(const VotingGame& game, Coalition coalition) {
    for (const std::size_t voter : game.vetoes)
        if ((coalition >> voter & 1) == 0) return false;
    if (game.quotas.empty()) return true;
    for (const auto& quotas : game.quotas) {
        bool all = true;
        for (std::size_t measure = 0; measure < quotas.size(); ++measure) {
            std::int64_t sum = 0;
            for (std::size_t voter = 0; voter < game.voters; ++voter)
                if ((coalition >> voter & 1) != 0) sum += game.weights[measure][voter];
            all = all && sum >= quotas[measure];
        }
        if (all) return true;
    }
    return false;
}

/// Second method: all 2^n coalitions one after the other.
void expect_brute_force(const VotingGame& game) {
    const std::size_t n = game.voters;
    std::vector<char> passing(std::size_t{1} << n);
    std::uint64_t winning = 0;
    for (Coalition coalition = 0; coalition < passing.size(); ++coalition) {
        passing[coalition] = passes(game, coalition) ? 1 : 0;
        winning += static_cast<std::uint64_t>(passing[coalition]);
    }
    const VotingPower power = power_of(game);
    ASSERT_EQ(power.swings.size(), n);
    EXPECT_EQ(power.winning, VoteCount(winning));
    for (std::size_t voter = 0; voter < n; ++voter) {
        std::vector<std::uint64_t> by_size(n);
        for (Coalition coalition = 0; coalition < passing.size(); ++coalition)
            if (!contains(coalition, voter) && passing[coalition] == 0)
                by_size[coalition_size(coalition)] +=
                    static_cast<std::uint64_t>(passing[coalition | player_bit(voter)]);
        double shapley = 0, weight = 1 / static_cast<double>(n); // s! (n-s-1)! / n!
        for (std::size_t size = 0; size < n; ++size) {
            EXPECT_EQ(power.swings_by_size[voter][size], VoteCount(by_size[size]));
            shapley += weight * static_cast<double>(by_size[size]);
            weight *= static_cast<double>(size + 1) / static_cast<double>(n - size - 1);
        }
        EXPECT_NEAR(power.shapley_shubik[voter], shapley, 1e-13);
        const std::uint64_t swings = std::accumulate(by_size.begin(), by_size.end(), 0ULL);
        EXPECT_EQ(power.swings[voter], VoteCount(swings));
        const Coalition others = grand_coalition(n) & ~player_bit(voter);
        EXPECT_EQ(power.has_veto[voter], passing[others] == 0);
    }
}

void expect_sums(const VotingPower& power) {
    EXPECT_NEAR(std::accumulate(power.shapley_shubik.begin(), power.shapley_shubik.end(), 0.0), 1,
                1e-13);
    EXPECT_NEAR(
        std::accumulate(power.banzhaf_normalised.begin(), power.banzhaf_normalised.end(), 0.0), 1,
        1e-13);
}

TEST(Voting, SecurityCouncilOf1945) {
    // Shapley & Shubik 1954: the permanent members have 76/77 (98.7 %) of the power.
    const VotingGame game = weighted_game(groups({{5, 5}, {6, 1}}), 27);
    const VotingPower power = power_of(game);
    EXPECT_NEAR(power.shapley_shubik[0], 76.0 / 77 / 5, 1e-14);
    EXPECT_NEAR(power.shapley_shubik[5], 1.0 / 77 / 6, 1e-14);
    expect_brute_force(game);
}

TEST(Voting, SecurityCouncilOf1965) {
    // An elected member is pivotal after the five and three of nine others: 84 8! 6! / 15!.
    const VotingGame game = weighted_game(groups({{5, 7}, {10, 1}}), 39);
    const VotingPower power = power_of(game);
    EXPECT_NEAR(power.shapley_shubik[0], 421.0 / 2145, 1e-14); // 0.1963
    EXPECT_NEAR(power.shapley_shubik[5], 4.0 / 2145, 1e-14);   // 0.001865
    EXPECT_NEAR(power.banzhaf_normalised[0], 0.1669, 5e-5);
    EXPECT_NEAR(power.banzhaf_normalised[5], 0.0165, 5e-5);
    // Nine votes with the five: 848 coalitions of at least four of ten; 84 = C(9,3) swings.
    EXPECT_EQ(power.winning, VoteCount(848));
    EXPECT_EQ(power.swings[0], VoteCount(848));
    EXPECT_EQ(power.swings[14], VoteCount(84));
    EXPECT_TRUE(power.has_veto[4]);
    EXPECT_FALSE(power.has_veto[5]);
    expect_brute_force(game);
}

TEST(Voting, VetoesAreTheSameAsTheWeightsThatStandForThem) {
    VotingGame game = weighted_game(Weights(15, 1), 9);
    game.vetoes = {0, 1, 2, 3, 4};
    const VotingPower power = power_of(game);
    const VotingPower weighted = power_of(weighted_game(groups({{5, 7}, {10, 1}}), 39));
    EXPECT_EQ(power.swings_by_size, weighted.swings_by_size);
    EXPECT_EQ(power.winning, weighted.winning);
    EXPECT_EQ(power.has_veto, weighted.has_veto);
    expect_brute_force(game);
}

TEST(Voting, EuropeanEconomicCommunityOf1958) {
    // Brams & Affuso 1976: Luxembourg had one vote of 17 and no power.
    const VotingGame game = weighted_game({4, 4, 4, 2, 2, 1}, 12);
    const VotingPower power = power_of(game);
    EXPECT_NEAR(power.shapley_shubik[0], 14.0 / 60, 1e-14);
    EXPECT_NEAR(power.shapley_shubik[3], 9.0 / 60, 1e-14);
    EXPECT_EQ(power.shapley_shubik[5], 0);
    EXPECT_NEAR(power.banzhaf_normalised[0], 5.0 / 21, 1e-14);
    EXPECT_NEAR(power.banzhaf_normalised[3], 3.0 / 21, 1e-14);
    EXPECT_TRUE(power.swings[5].is_zero());
    expect_brute_force(game);
}

TEST(Voting, EuropeanEconomicCommunityOf1973) {
    // Brams & Affuso 1976: the bigger community gave Luxembourg power.
    const VotingGame game = weighted_game({10, 10, 10, 10, 5, 5, 3, 3, 2}, 41);
    const VotingPower power = power_of(game);
    const std::vector<double> shapley = {.179, .179, .179, .179, .081, .081, .057, .057, .010};
    const std::vector<double> banzhaf = {.167, .167, .167, .167, .091, .091, .066, .066, .016};
    for (std::size_t voter = 0; voter < game.voters; ++voter) {
        EXPECT_NEAR(power.shapley_shubik[voter], shapley[voter], 6e-4);
        EXPECT_NEAR(power.banzhaf_normalised[voter], banzhaf[voter], 6e-4);
    }
    expect_brute_force(game);
}

TEST(Voting, CouncilOfFifteen) {
    // Felsenthal & Machover 1998, for the Community from 1995 on.
    const VotingGame game = weighted_game({10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2}, 62);
    const VotingPower power = power_of(game);
    EXPECT_NEAR(power.shapley_shubik[0], 0.1167, 5e-5);
    EXPECT_NEAR(power.shapley_shubik[14], 0.0207, 5e-5);
    EXPECT_NEAR(power.banzhaf_normalised[0], 0.1116, 5e-5);
    EXPECT_NEAR(power.banzhaf_normalised[14], 0.0226, 5e-5);
    expect_brute_force(game);
}

/// Treaty of Nice, 27 members, Declaration 20 (population per thousand after Bilbao et al. 2002).
const Weights kNiceVotes = {29, 29, 29, 29, 27, 27, 14, 13, 12, 12, 12, 12, 12, 10,
                            10, 10, 7,  7,  7,  7,  7,  4,  4,  4,  4,  4,  3};
const Weights kNicePopulation = {170, 123, 122, 120, 82, 80, 47, 33, 22, 21, 21, 21, 21, 18,
                                 17,  17,  11,  11,  11, 8,  8,  5,  4,  3,  2,  1,  1};

TEST(Voting, CouncilOfNiceVotesAndMembers) {
    VotingGame game = weighted_game(kNiceVotes, 255);
    game.weights.push_back(Weights(27, 1));
    game.quotas = {{255, 14}};
    ASSERT_EQ(std::accumulate(kNiceVotes.begin(), kNiceVotes.end(), std::int64_t{0}), 345);
    const VotingPower power = power_of(game);
    // Bilbao et al. 2002: votes decide; 255 votes of fewer than 14 members are rare.
    EXPECT_NEAR(power.banzhaf_normalised[0], 0.0778, 5e-5);
    EXPECT_NEAR(power.banzhaf_normalised[26], 0.0094, 5e-5);
    EXPECT_EQ(power.cells, 28U * 346U);
    expect_sums(power);
}

TEST(Voting, PopulationHardlyMattersInNice) {
    // Bilbao et al. 2002; a population in units of 0.5 % keeps the test short.
    VotingGame game = weighted_game(kNiceVotes, 255);
    game.weights.push_back(Weights(27, 1));
    Weights population;
    for (const std::int64_t share : kNicePopulation) population.push_back((share + 4) / 5);
    const std::int64_t people =
        std::accumulate(population.begin(), population.end(), std::int64_t{0});
    game.weights.push_back(population);
    game.quotas = {{255, 14, people * 62 / 100}};
    const VotingPower triple = power_of(game);
    game.quotas = {{255, 14, 0}};
    const VotingPower twofold = power_of(game);
    for (std::size_t voter = 0; voter < 27; ++voter)
        EXPECT_NEAR(triple.banzhaf_normalised[voter], twofold.banzhaf_normalised[voter], 1e-4);
    EXPECT_LT(triple.winning.to_double(), twofold.winning.to_double());
    EXPECT_GT(triple.swings[0].to_double(), 0);
}

TEST(Voting, BlockingMinorityOfLisbonIsAnAlternative) {
    // Treaty on European Union, article 16(4), on the twelve smallest and three biggest of 27: 55 %
    // of members with 65 % of people, or all members but three.
    VotingGame game;
    game.weights = {Weights(15, 1), {170, 123, 122, 18, 17, 17, 11, 11, 11, 8, 8, 5, 4, 3, 2}};
    game.voters = 15;
    const std::int64_t people = std::accumulate(game.weights[1].begin(), game.weights[1].end(), 0L);
    game.quotas = {{9, (people * 65 + 99) / 100}, {12, 0}};
    expect_brute_force(game);
    const VotingPower power = power_of(game);
    game.quotas.pop_back();
    EXPECT_LT(power_of(game).winning.to_double(), power.winning.to_double());
}

TEST(Voting, RandomGamesAgainstBruteForce) {
    SplitMix64 random(1);
    for (int round = 0; round < 60; ++round) {
        VotingGame game;
        game.voters = 1 + random.next() % 10;
        const std::size_t measures = 1 + random.next() % 3;
        const std::int64_t factor = static_cast<std::int64_t>(1 + random.next() % 3);
        std::vector<std::int64_t> sums;
        for (std::size_t measure = 0; measure < measures; ++measure) {
            Weights weights;
            for (std::size_t voter = 0; voter < game.voters; ++voter)
                weights.push_back(factor * static_cast<std::int64_t>(random.next() % 8));
            weights[0] += factor;
            sums.push_back(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}));
            game.weights.push_back(weights);
        }
        const std::size_t alternatives = 1 + random.next() % 2;
        for (std::size_t i = 0; i < alternatives; ++i) {
            Weights quotas;
            for (const std::int64_t sum : sums)
                quotas.push_back(
                    static_cast<std::int64_t>(1 + random.next() % static_cast<std::uint64_t>(sum)));
            game.quotas.push_back(quotas);
        }
        if (round % 3 == 0) game.vetoes.push_back(random.next() % game.voters);
        if (round % 7 == 0) game.vetoes.push_back(random.next() % game.voters);
        expect_brute_force(game);
        for (Coalition coalition = 0; coalition <= grand_coalition(game.voters); ++coalition)
            ASSERT_EQ(wins(game, coalition), passes(game, coalition));
    }
}

TEST(Voting, DualGameHasTheSamePower) {
    // Swings of S in the game are swings of the complement in [sum - quota + 1; weights].
    const Weights weights = {9, 8, 8, 5, 4, 4, 3, 2, 2, 1, 1};
    const VotingPower power = power_of(weighted_game(weights, 33));
    const VotingPower dual = power_of(weighted_game(weights, 47 - 33 + 1));
    EXPECT_EQ(power.swings, dual.swings);
    for (std::size_t voter = 0; voter < weights.size(); ++voter)
        EXPECT_NEAR(power.shapley_shubik[voter], dual.shapley_shubik[voter], 1e-15);
}

TEST(Voting, DictatorUnanimityAndVetoOfAll) {
    const VotingPower dictator = power_of(weighted_game({5, 1, 1}, 5));
    EXPECT_EQ(dictator.shapley_shubik, (std::vector<double>{1, 0, 0}));
    EXPECT_EQ(dictator.penrose, (std::vector<double>{1, 0, 0}));
    VotingGame game;
    game.voters = 3;
    game.vetoes = {2, 0, 1, 1};
    const VotingPower unanimity = power_of(game);
    EXPECT_EQ(unanimity.winning, VoteCount(1));
    EXPECT_NEAR(unanimity.shapley_shubik[1], 1.0 / 3, 1e-15);
    EXPECT_EQ(unanimity.penrose[1], 0.25);
    expect_brute_force(game);
}

TEST(Voting, ElectoralCollege) {
    // Electors of 2024; 51 voters, 270 of 538. Exact identities beside the symmetry of equals:
    // winning and losing coalitions of at least 270 and at most 268 pair up, 269 ties remain.
    const Weights electors = {54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11,
                              10, 10, 10, 10, 10, 9,  9,  8,  8,  8,  7,  7,  6,  6,  6,  6,  6,
                              6,  5,  5,  4,  4,  4,  4,  4,  4,  4,  3,  3,  3,  3,  3,  3,  3};
    ASSERT_EQ(std::accumulate(electors.begin(), electors.end(), std::int64_t{0}), 538);
    const VotingPower power = power_of(weighted_game(electors, 270));
    expect_sums(power);
    const VotingPower with_ties = power_of(weighted_game(electors, 269));
    VoteCount everything = power.winning;
    everything += with_ties.winning;
    EXPECT_EQ(everything, VoteCount(std::uint64_t{1} << 51));
    for (std::size_t voter = 1; voter < electors.size(); ++voter) {
        EXPECT_LE(power.shapley_shubik[voter], power.shapley_shubik[voter - 1]);
        EXPECT_LE(power.penrose[voter], power.penrose[voter - 1]);
    }
}

TEST(Voting, CountsBeyondMachineIntegers) {
    // An odd number of equal voters and one without weight: half of all coalitions win.
    const auto winning = [](std::size_t voters) {
        Weights weights(voters, 1);
        weights.back() = 0;
        return power_of(weighted_game(weights, static_cast<std::int64_t>(voters / 2)))
            .winning.to_string();
    };
    EXPECT_EQ(winning(64), "9223372036854775808");
    EXPECT_EQ(winning(66), "36893488147419103232");
    EXPECT_EQ(winning(128), "170141183460469231731687303715884105728");
    EXPECT_EQ(winning(202), "3213876088517980551083924184682325205044405987565585670602752");
    EXPECT_EQ(VoteCount().to_string(), "0");
}

TEST(Voting, VotersWithoutWeightChangeNothing) {
    // Each doubles every count: the same game at every number of limbs.
    Weights weights = groups({{5, 7}, {10, 1}});
    const VotingPower council = power_of(weighted_game(weights, 39));
    for (const std::size_t voters : {63U, 64U, 127U, 128U, 192U, 257U, 320U, 400U, 460U}) {
        weights.resize(voters);
        const VotingPower power = power_of(weighted_game(weights, 39));
        EXPECT_EQ(power.penrose[0], council.penrose[0]);
        EXPECT_EQ(power.penrose[14], council.penrose[14]);
        EXPECT_NEAR(power.shapley_shubik[0], 421.0 / 2145, 1e-14);
        EXPECT_NEAR(power.shapley_shubik[14], 4.0 / 2145, 1e-15);
        EXPECT_TRUE(power.swings[15].is_zero());
        EXPECT_TRUE(power.has_veto[0]);
        EXPECT_EQ(power.winning, power.swings[4]);
    }
}

TEST(Voting, LargestNumberOfVoters) {
    Weights weights(kMaxVoters, 1);
    weights[0] = 0;
    const VotingPower power = power_of(weighted_game(weights, 40));
    EXPECT_NEAR(power.shapley_shubik[1], 1.0 / 510, 1e-15);
    EXPECT_EQ(power.shapley_shubik[0], 0);
    EXPECT_NEAR(power.banzhaf_normalised[1], 1.0 / 510, 1e-15);
    weights.push_back(1);
    EXPECT_EQ(refusal(weighted_game(weights, 40)).id, "E707");
}

TEST(Voting, Refusals) {
    EXPECT_EQ(refusal({}).id, "E708");
    EXPECT_EQ(refusal(weighted_game({3, -1, 2}, 2)).found, "weight -1 in measure 1");
    EXPECT_EQ(refusal(weighted_game({3, 1, 2}, 0)).found, "quota 0");
    EXPECT_EQ(refusal(weighted_game({3, 1, 2}, -2)).found, "quota -2");
    EXPECT_EQ(refusal(weighted_game({3, 1, 2}, 7)).expected, "from 0 to the sum of weights, 6");
    VotingGame game = weighted_game({3, 1, 2}, 4);
    game.vetoes = {3};
    EXPECT_EQ(refusal(game).found, "veto of voter 4");
    game = weighted_game({3, 1, 2}, 4);
    game.weights.push_back({1, 1});
    EXPECT_EQ(refusal(game).found, "2 weights in measure 2");
    game.weights.back().push_back(5);
    EXPECT_EQ(refusal(game).found, "1 quotas");
    game.quotas.clear();
    EXPECT_EQ(refusal(game).found, "no quota");
}

TEST(Voting, SizeThatDoesNotFitIsRefusedWithWhatItNeeds) {
    const VotingGame game = weighted_game({1000003, 999983, 1000033, 999979}, 2000001);
    // 5 sizes, 1 999 998 losing sums of the dual game, 17 bytes: 162.1 MiB.
    EXPECT_EQ(refusal(game, std::size_t{1} << 27).id, "E707");
    EXPECT_EQ(refusal(game, std::size_t{1} << 27).found, "163 MiB of coefficients");
    EXPECT_EQ(refusal(game, std::size_t{1} << 27).expected, "at most 128 MiB");
    const std::int64_t huge = std::int64_t{1} << 62;
    EXPECT_EQ(refusal(weighted_game({huge, huge - 1, 1}, huge)).id, "E707");
    EXPECT_EQ(refusal(weighted_game({huge, huge, 1}, huge)).id, "E707");
    // Weights far above the quota take no room, and seven sizes and one must not make them wrap.
    expect_brute_force(weighted_game({huge / 2, huge / 2 + 1, 1, 1, 1, 1, 1}, 2));
    // A common factor takes none either.
    EXPECT_TRUE(voting_power(weighted_game({huge / 2, huge / 2, huge / 4}, huge / 2)).ok());
}

} // namespace
} // namespace isthmus::game
