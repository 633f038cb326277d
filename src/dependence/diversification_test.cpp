// SPDX-License-Identifier: Apache-2.0
#include "dependence/diversification.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dependence/largest_clique.hpp"
#include "dependence/test_withdrawals.hpp"

namespace isthmus::dependence {
namespace {

constexpr double kNear = 1e-4;

const PlayerBase& base_of(const Dependence& study, const std::string& id) {
    for (std::size_t p = 0; p < study.players.size(); ++p) {
        if (study.players[p].id == id) return study.base[p];
    }
    ADD_FAILURE() << id;
    return study.base.front();
}

// i has 0.7 of s by t-i and 0.3 of r by r-i: 0.49 + 0.09. s sells 35/85 to i and 50/85 to k, all of
// it by s-t.
TEST(Concentration, TransitByHand) {
    const Dependence study = studied(transit_world().build());
    const ConcentrationIndices& i = base_of(study, "i").concentration.by_commodity.front();
    EXPECT_NEAR(*i.import_partners, 0.58, kNear);
    EXPECT_NEAR(*i.import_routes, 0.58, kNear);
    EXPECT_FALSE(i.export_partners.has_value());
    const ConcentrationIndices& s = base_of(study, "s").concentration.total;
    EXPECT_NEAR(*s.export_partners, (35.0 * 35 + 50 * 50) / (85 * 85), kNear);
    EXPECT_NEAR(*s.export_routes, 1, kNear);
}

// transit_world(): i can be supplied by s over t, and by r: two vectors. k likewise. s can sell to
// i and to k, but only over t: one. r sells to either: the routes share nobody but end apart: two.
TEST(IndependentVectors, TransitByHand) {
    const world::World world = transit_world().build();
    const Dependence study = studied(world);
    const VectorSet& imports = base_of(study, "i").vectors.imports.front();
    ASSERT_EQ(imports.vectors.size(), 2u);
    EXPECT_TRUE(imports.exact());
    std::set<std::string> partners;
    for (const Vector& vector : imports.vectors) {
        partners.insert(vector.partner.id);
        if (vector.partner.id != "s") continue;
        ASSERT_EQ(vector.links.size(), 2u);
        EXPECT_EQ(world.links[vector.links[0]].id, "st");
        ASSERT_EQ(vector.consenting.size(), 1u);
        EXPECT_EQ(vector.consenting[0].id, "t");
    }
    EXPECT_EQ(partners, (std::set<std::string>{"r", "s"}));
    EXPECT_EQ(base_of(study, "s").vectors.exports.front().vectors.size(), 1u);
    EXPECT_EQ(base_of(study, "r").vectors.exports.front().vectors.size(), 2u);
    EXPECT_EQ(base_of(study, "t").vectors.exports.front().vectors.size(), 0u);
}

// a sells to b: two pipes that need nobody else, a third over c, and one on from b to d. The pipe
// to d needs b, which is the partner of the others, so that it adds nothing: three.
TEST(IndependentVectors, APartnerOnTheWayIsAParty) {
    flow::TestWorld made;
    for (const char* id : {"a", "b", "c", "d"}) made.state(id).node(id, id);
    made.gas_supply("a", "a", 10, 10, kFlatSupply, 100);
    made.gas_demand("b", "b", 10, 60, -1).gas_demand("d", "d", 10, 60, -1);
    pipe(made, "ab1", "a", "b", 1, 1);
    pipe(made, "ab2", "a", "b", 2, 2);
    pipe(made, "ac", "a", "c", 1, 1);
    pipe(made, "cb", "c", "b", 1, 1);
    pipe(made, "bd", "b", "d", 1, 1);
    const Dependence study = studied(made.build());
    EXPECT_EQ(base_of(study, "a").vectors.exports.front().vectors.size(), 3u);
    EXPECT_EQ(base_of(study, "d").vectors.imports.front().vectors.size(), 1u);
}

/// All ways without a circle, and the largest set of which every two are independent, by trying
/// all; straight from the definition on the world's links.
class ByTrying {
  public:
    ByTrying(const world::World& world, std::string player)
        : world_(world), player_(std::move(player)) {
        for (const world::Consent& row : world.consents) {
            needs_[row.link].insert(world.actors[row.actor].id);
        }
    }

    std::size_t exports() {
        for (const auto node : world_.nodes.ids()) {
            if (owner(node) == player_) walk(node, {}, {node});
        }
        return largest({}, 0);
    }

  private:
    struct Way {
        std::string partner;
        std::set<world::LinkId> links;
        std::set<std::string> parties;
    };

    std::string owner(world::NodeId node) const {
        return world_.territories[world_.nodes[node].territory].id;
    }

    void walk(world::NodeId at, std::vector<world::LinkId> links, std::set<world::NodeId> seen) {
        if (owner(at) != player_) {
            Way way{owner(at), {links.begin(), links.end()}, {owner(at)}};
            for (const auto link : links) {
                way.parties.insert(needs_[link].begin(), needs_[link].end());
            }
            way.parties.erase(player_);
            ways_.push_back(way);
        }
        for (const auto link : world_.links.ids()) {
            const world::Link& row = world_.links[link];
            if (row.mode != world::Mode::kPipeline) continue;
            for (const bool backward : {false, true}) {
                const auto from = backward ? row.to : row.from;
                const auto to = backward ? row.from : row.to;
                if (from != at || seen.contains(to)) continue;
                auto further = links;
                further.push_back(link);
                auto visited = seen;
                visited.insert(to);
                walk(to, further, visited);
            }
        }
    }

    static bool independent(const Way& one, const Way& other) {
        for (const auto link : one.links) {
            if (other.links.contains(link)) return false;
        }
        for (const std::string& party : one.parties) {
            const bool both_end_there = one.partner == party && other.partner == party;
            if (other.parties.contains(party) && !both_end_there) return false;
        }
        return true;
    }

    std::size_t largest(std::vector<std::size_t> chosen, std::size_t next) {
        std::size_t best = chosen.size();
        for (std::size_t i = next; i < ways_.size(); ++i) {
            const bool fits = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
                return independent(ways_[i], ways_[other]);
            });
            if (!fits) continue;
            auto more = chosen;
            more.push_back(i);
            best = std::max(best, largest(more, i + 1));
        }
        return best;
    }

    const world::World& world_;
    std::string player_;
    std::map<world::LinkId, std::set<std::string>> needs_;
    std::vector<Way> ways_;
};

// Rings of states in which everybody sells gas to everybody: each state has one node, so that no
// link lies within its territory.
TEST(IndependentVectors, AsManyAsByTrying) {
    std::size_t several = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const world::World world = random_trade_world(seed);
        const Dependence study = studied(world);
        for (std::size_t c = 0; c < study.commodities.size(); ++c) {
            if (world.commodities[study.commodities[c]].id != "gas") continue;
            for (std::size_t p = 0; p < study.players.size(); ++p) {
                const VectorSet& found = study.base[p].vectors.exports[c];
                EXPECT_TRUE(found.exact());
                EXPECT_EQ(found.vectors.size(), ByTrying(world, study.players[p].id).exports())
                    << seed << " " << study.players[p].id;
                several += found.vectors.size() > 1 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(several, 10u);
}

TEST(LargestClique, AsLargeAsByTrying) {
    SplitMix64 random(7);
    for (int round = 0; round < 60; ++round) {
        const std::size_t n = 1 + random.below(12);
        std::vector<std::vector<bool>> joined(n, std::vector<bool>(n));
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < i; ++j) joined[i][j] = joined[j][i] = random.below(2) == 0;
        }
        std::size_t best = 0;
        for (std::uint32_t set = 1; set < (1U << n); ++set) {
            bool clique = true;
            std::size_t size = 0;
            for (std::size_t i = 0; i < n; ++i) {
                if (((set >> i) & 1) == 0) continue;
                ++size;
                for (std::size_t j = 0; j < i; ++j) {
                    if (((set >> j) & 1) != 0 && !joined[i][j]) clique = false;
                }
            }
            if (clique) best = std::max(best, size);
        }
        const LargestClique found = largest_clique(joined);
        EXPECT_EQ(found.vertices.size(), best);
        EXPECT_EQ(found.bound, best);
        for (const std::size_t i : found.vertices) {
            for (const std::size_t j : found.vertices) EXPECT_TRUE(i == j || joined[i][j]);
        }
    }
    EXPECT_TRUE(largest_clique({}).vertices.empty());
}

} // namespace
} // namespace isthmus::dependence
