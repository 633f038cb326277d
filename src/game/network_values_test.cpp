// SPDX-License-Identifier: Apache-2.0
#include "game/network_values.hpp"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

#include "game/network_engine.hpp"
#include "game/nucleolus.hpp"
#include "game/oracle.hpp"
#include "game/shapley.hpp"
#include "game/test_networks.hpp"

namespace isthmus::game {
namespace {

PartValues values_of(const CoalitionNetwork& network, const ValueOptions& options = {}) {
    auto result = network_values(network, options);
    EXPECT_TRUE(result.ok());
    EXPECT_TRUE(result.value().has_value());
    return std::move(*std::move(result).value());
}

/// Largest difference between kernel and linear program over all coalitions, relative to v(N) + 1.
double worst_difference(const CoalitionNetwork& network) {
    const PartValues values = values_of(network);
    const auto oracle = make_oracle(network);
    const double nobody = oracle->welfare(Coalition{0});
    double worst = 0;
    for (Coalition s = 0; s < values.table.size(); ++s) {
        const double again = oracle->welfare(expand(s, values.relevant)) - nobody;
        worst = std::max(worst, std::abs(again - values.table[s]));
    }
    return worst / (1 + values.table[values.table.grand()]);
}

bool same_bytes(const ValueTable& one, const ValueTable& other) {
    return one.size() == other.size() &&
           std::memcmp(one.values().data(), other.values().data(), one.values().size_bytes()) == 0;
}

TEST(NetworkValues, AgreeWithTheLinearProgramOnRandomNetworks) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        NetworkShape shape;
        shape.players = 2 + seed % 6;
        shape.nodes = 6 + seed % 15;
        shape.arcs = 12 + seed % 37;
        EXPECT_LT(worst_difference(random_network(shape, seed)), 1e-9) << "seed " << seed;
    }
}

TEST(NetworkValues, AgreeWithTheLinearProgramWithOwnerlessNodesAndThirdOwners) {
    for (std::uint64_t seed = 100; seed < 160; ++seed) {
        NetworkShape shape;
        shape.players = 2 + seed % 6;
        shape.nodes = 6 + seed % 15;
        shape.arcs = 12 + seed % 37;
        shape.ownerless = true;
        EXPECT_LT(worst_difference(random_network(shape, seed)), 1e-9) << "seed " << seed;
    }
}

TEST(NetworkValues, AgreeWithTheLinearProgramWithLosses) {
    for (std::uint64_t seed = 200; seed < 240; ++seed) {
        NetworkShape shape;
        shape.players = 2 + seed % 6;
        shape.nodes = 6 + seed % 15;
        shape.arcs = 12 + seed % 37;
        shape.lossy = true;
        shape.ownerless = seed % 2 == 0;
        EXPECT_LT(worst_difference(random_network(shape, seed)), 1e-9) << "seed " << seed;
    }
}

/// Every 2^12 coalition of the small instances by the linear program, with and without losses.
TEST(NetworkValues, AgreeWithTheLinearProgramOnWholeSharedInstances) {
    for (const char* name : {"small1", "small1l"}) {
        const auto instance = shared_instance(name);
        if (!instance) GTEST_SKIP() << "../shared/coalitions is not here";
        EXPECT_LT(worst_difference(instance->network), 1e-9) << name;
    }
}

/// Values that HiGHS found, to their printed digits.
TEST(NetworkValues, AgreeWithReferenceValues) {
    for (const char* name : {"small1", "small1l", "medium1"}) {
        const auto instance = shared_instance(name);
        if (!instance) GTEST_SKIP() << "../shared/coalitions is not here";
        const PartValues values = values_of(instance->network);
        for (const auto& [coalition, value] : instance->values) {
            const double tolerance = instance->network.lossy() ? 1e-9 : 1e-12;
            EXPECT_NEAR(values.table[coalition], value, tolerance * (1 + value)) << name;
        }
    }
}

TEST(NetworkValues, GiveThePublishedSolutionsOfSharedInstances) {
    for (const char* name : {"small1", "medium1"}) {
        const auto instance = shared_instance(name);
        if (!instance) GTEST_SKIP() << "../shared/coalitions is not here";
        std::ifstream file(std::string(ISTHMUS_SHARED_DIR) + "/coalitions/ref/" + name +
                           ".solutions.txt");
        const PartValues values = values_of(instance->network);
        const auto expect_line = [&](const std::vector<double>& found) {
            std::string heading, line;
            std::getline(file, heading);
            std::getline(file, line);
            std::istringstream numbers(line);
            for (const double value : found) {
                double expected = 0;
                numbers >> expected;
                EXPECT_NEAR(value, expected, 1e-4) << name << ' ' << heading;
            }
        };
        expect_line(shapley(values.table));
        const auto solution = prenucleolus(values.table);
        ASSERT_TRUE(solution.ok());
        expect_line(solution.value().payoff);
    }
}

TEST(NetworkValues, AreTheSameBytesForAnyThreadsAndInstructions) {
    for (const bool lossy : {false, true}) {
        NetworkShape shape{9, 40, 110, lossy, true};
        const CoalitionNetwork network = random_network(shape, 7);
        const PartValues reference = values_of(network);
        for (const unsigned threads : {1U, 3U}) {
            for (const bool portable : {false, true}) {
                ValueOptions options;
                options.threads = threads;
                options.portable = portable;
                const PartValues values = values_of(network, options);
                EXPECT_TRUE(same_bytes(reference.table, values.table));
                EXPECT_EQ(reference.statistics.connected, values.statistics.connected);
                EXPECT_EQ(reference.statistics.pivots, values.statistics.pivots);
            }
        }
    }
}

TEST(NetworkValues, StreamedPowerIsThatOfTheTable) {
    for (const bool lossy : {false, true}) {
        for (std::uint64_t seed = 300; seed < 310; ++seed) {
            NetworkShape shape{8, 24, 50, lossy, seed % 2 == 0};
            const CoalitionNetwork network = random_network(shape, seed);
            const PartValues values = values_of(network);
            const PowerValues power = power_values(values.table);
            auto streamed = network_stream(network, {});
            ASSERT_TRUE(streamed.ok());
            const StreamedValues& stream = *streamed.value();
            const double scale = 1 + values.table[values.table.grand()];
            std::size_t packed = 0;
            for (std::size_t player = 0; player < network.players; ++player) {
                const bool relevant = contains(values.relevant, player);
                const double shapley_value = relevant ? power.shapley[packed] : 0;
                const double banzhaf_value = relevant ? power.banzhaf[packed] : 0;
                packed += relevant ? 1 : 0;
                EXPECT_NEAR(stream.shapley[player], shapley_value, 1e-11 * scale);
                EXPECT_NEAR(stream.banzhaf[player], banzhaf_value, 1e-11 * scale);
            }
            EXPECT_EQ(stream.statistics.connected, values.statistics.connected);
        }
    }
}

TEST(NetworkValues, FunctionAnswersInAnyOrder) {
    const CoalitionNetwork network = random_network({7, 20, 45, false, true}, 11);
    const PartValues values = values_of(network);
    auto made = network_value_function(network, {});
    ASSERT_TRUE(made.ok());
    TestRandom random(3);
    for (int i = 0; i < 500; ++i) {
        const Coalition packed = random.below(values.table.size());
        EXPECT_EQ(made.value()->value(expand(packed, values.relevant)), values.table[packed]);
    }
}

/// v(S) counts a component once: solving each coalition by itself gives the same.
TEST(NetworkValues, OnlyConnectedCoalitionsAreSolved) {
    CoalitionNetwork network;
    network.players = 4;
    // Two pairs that share nothing.
    for (std::size_t pair = 0; pair < 2; ++pair) {
        const Coalition seller = player_bit(2 * pair), buyer = player_bit(2 * pair + 1);
        network.nodes.push_back(network_node(seller, {{10, 5}}, {}));
        network.nodes.push_back(network_node(buyer, {}, {{8, 20}}));
        network.arcs.push_back({2 * pair, 2 * pair + 1, 100, 1, 0, seller | buyer});
    }
    network.quantity_unit = network.price_unit = 1;
    const PartValues values = values_of(network);
    EXPECT_EQ(values.statistics.connected, 6U);
    EXPECT_EQ(values.table[0b0011], 8 * (20 - 5 - 1));
    EXPECT_EQ(values.table[0b1111], 2 * 8 * (20 - 5 - 1));
    EXPECT_EQ(values.table[0b0101], 0);
}

class JournalOfARun : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("isthmus-journal-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

TEST_F(JournalOfARun, GoesOnToTheSameBytesFromAnyPrefix) {
    for (const bool lossy : {false, true}) {
        const CoalitionNetwork network = random_network({10, 30, 90, lossy, false}, 5);
        ValueOptions options;
        options.journal = folder_ / (lossy ? "lossy" : "lossless");
        const PartValues reference = values_of(network, options);
        const auto whole = std::filesystem::file_size(options.journal);
        for (const std::uintmax_t kept : {whole, whole / 2, whole - 3, std::uintmax_t{20}}) {
            std::filesystem::resize_file(options.journal, kept);
            EXPECT_TRUE(same_bytes(reference.table, values_of(network, options).table));
            EXPECT_EQ(std::filesystem::file_size(options.journal), whole);
        }
    }
}

TEST_F(JournalOfARun, LosesNoFinishedChunkWhenInterrupted) {
    const CoalitionNetwork network = random_network({11, 30, 90, false, false}, 6);
    const PartValues reference = values_of(network);
    ValueOptions options;
    options.journal = folder_ / "run";
    options.threads = 1;
    std::atomic<bool> stop = false;
    options.interrupt = &stop;
    std::size_t finished = 0;
    options.progress = [&](const Progress& progress) {
        finished = progress.done;
        if (progress.done == 5) stop = true;
    };
    const auto interrupted = network_values(network, options);
    ASSERT_FALSE(interrupted.ok());
    EXPECT_EQ(interrupted.diagnostics().items().front().id, "E704");
    EXPECT_EQ(finished, 5U);
    stop = false;
    std::size_t first = 0;
    options.progress = [&](const Progress& progress) {
        if (first == 0) first = progress.done;
    };
    EXPECT_TRUE(same_bytes(reference.table, values_of(network, options).table));
    EXPECT_EQ(first, 6U);
}

TEST_F(JournalOfARun, KeepsTheRunsOfSeveralNetworksApart) {
    ValueOptions options;
    options.journal = folder_ / "run";
    const PartValues first = values_of(random_network({5, 12, 30, false, false}, 1), options);
    const PartValues second = values_of(random_network({5, 12, 30, false, false}, 2), options);
    const auto size = std::filesystem::file_size(options.journal);
    EXPECT_TRUE(same_bytes(first.table,
                           values_of(random_network({5, 12, 30, false, false}, 1), options).table));
    EXPECT_TRUE(same_bytes(second.table,
                           values_of(random_network({5, 12, 30, false, false}, 2), options).table));
    EXPECT_EQ(std::filesystem::file_size(options.journal), size);
}

TEST(NetworkScaleErrors, NumbersThatDoNotFitAreRefusedWithTheUnitThatWould) {
    CoalitionNetwork network = random_network({3, 8, 16, false, false}, 4);
    network.arcs.front().capacity = 1e12;
    const auto result = network_values(network, {});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics().items().front().id, "E703");
}

} // namespace
} // namespace isthmus::game
