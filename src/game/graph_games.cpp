// SPDX-License-Identifier: Apache-2.0
#include "game/graph_games.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "game/shapley.hpp"

namespace isthmus::game {
namespace {

/// For any coalition, the players linked to a member of it: a table for every eight players.
class Neighbourhood {
  public:
    Neighbourhood(std::size_t players, const CooperationGraph& graph) {
        std::array<Coalition, kMaxTablePlayers> linked{};
        for (const CooperationLink& link : graph) {
            linked[link.one] |= player_bit(link.other);
            linked[link.other] |= player_bit(link.one);
        }
        for (std::size_t player = 0; player < players; ++player) {
            Bytes& bytes = tables_[player / kByte];
            const std::size_t bit = std::size_t{1} << (player % kByte);
            for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
                if ((byte & bit) != 0) bytes[byte] |= linked[player];
            }
        }
    }

    Coalition operator()(Coalition coalition) const {
        return tables_[0][coalition & kByteMask] | tables_[1][coalition >> kByte & kByteMask] |
               tables_[2][coalition >> 2 * kByte & kByteMask] |
               tables_[3][coalition >> 3 * kByte & kByteMask];
    }
    /// The component of `coalition` that its lowest player is in.
    Coalition first_component(Coalition coalition) const {
        Coalition component = coalition & (~coalition + 1);
        for (;;) {
            const Coalition grown = component | ((*this)(component)&coalition);
            if (grown == component) return component;
            component = grown;
        }
    }

  private:
    static constexpr std::size_t kByte = 8;
    static constexpr Coalition kByteMask = 0xff;
    using Bytes = std::array<Coalition, 256>;
    static_assert(kMaxTablePlayers <= 4 * kByte);

    std::array<Bytes, 4> tables_{};
};

CooperationGraph without_repeats(CooperationGraph graph) {
    for (CooperationLink& link : graph) {
        if (link.one > link.other) std::swap(link.one, link.other);
    }
    std::sort(graph.begin(), graph.end(), [](const CooperationLink& a, const CooperationLink& b) {
        return std::pair(a.one, a.other) < std::pair(b.one, b.other);
    });
    graph.erase(std::unique(graph.begin(), graph.end()), graph.end());
    return graph;
}

/// Fills the table of link sets depth first, from the last link to the first, so that two sets that
/// differ in early links only share the work on the others.
class LinkGameFill {
  public:
    LinkGameFill(const ValueTable& table, const CooperationGraph& links)
        : table_(table), links_(links), game_(links.size()) {}

    ValueTable run() {
        Parts parts{};
        for (std::size_t player = 0; player < table_.players(); ++player) {
            parts[player] = player_bit(player);
        }
        visit(links_.size(), 0, parts, 0);
        return std::move(game_);
    }

  private:
    /// By player, the component that it is in.
    using Parts = std::array<Coalition, kMaxTablePlayers>;

    /// `chosen` holds links at `undecided` and above, whose components are `parts`.
    void visit(std::size_t undecided, Coalition chosen, const Parts& parts, double value) {
        if (undecided == 0) {
            game_[chosen] = value;
            return;
        }
        const std::size_t link = undecided - 1;
        const Coalition one = parts[links_[link].one], other = parts[links_[link].other];
        visit(link, chosen, parts, value);
        if (one == other) {
            visit(link, chosen | player_bit(link), parts, value);
            return;
        }
        Parts merged = parts;
        for_each_player(one | other, [&](std::size_t player) { merged[player] = one | other; });
        visit(link, chosen | player_bit(link), merged, value + gain(one, other));
    }
    double gain(Coalition one, Coalition other) const {
        return table_[one | other] - table_[one] - table_[other];
    }

    const ValueTable& table_;
    const CooperationGraph& links_;
    ValueTable game_;
};

} // namespace

CooperationGraph complete_graph(std::size_t players) {
    CooperationGraph graph;
    for (std::size_t one = 0; one < players; ++one) {
        for (std::size_t other = one + 1; other < players; ++other) graph.push_back({one, other});
    }
    return graph;
}

std::vector<Coalition> components(std::size_t players, const CooperationGraph& graph,
                                  Coalition within) {
    const Neighbourhood neighbours(players, graph);
    std::vector<Coalition> result;
    while (within != 0) {
        result.push_back(neighbours.first_component(within));
        within &= ~result.back();
    }
    return result;
}

ValueTable graph_restricted_game(const ValueTable& table, const CooperationGraph& graph) {
    const Neighbourhood neighbours(table.players(), graph);
    ValueTable restricted(table.players());
    for (Coalition coalition = 1; coalition < table.size(); ++coalition) {
        const Coalition component = neighbours.first_component(coalition);
        // The rest is a smaller number, thus done.
        restricted[coalition] = table[component] + restricted[coalition & ~component];
    }
    return restricted;
}

std::vector<double> myerson(const ValueTable& table, const CooperationGraph& graph) {
    return shapley(graph_restricted_game(table, graph));
}

ValueTable link_game(const ValueTable& table, const CooperationGraph& links) {
    return LinkGameFill(table, links).run();
}

Result<std::vector<double>> position_value(const ValueTable& table, const CooperationGraph& graph) {
    const CooperationGraph links = without_repeats(graph);
    if (links.size() > kMaxPositionLinks) {
        return one({"E712", "", 0, "", std::to_string(links.size()) + " links",
                    "at most " + std::to_string(kMaxPositionLinks),
                    "take fewer players, or the Myerson value, which has no such limit"});
    }
    std::vector<double> value(table.players());
    for (std::size_t player = 0; player < value.size(); ++player) {
        value[player] = table[player_bit(player)];
    }
    const std::vector<double> of_link = shapley(link_game(table, links));
    for (std::size_t link = 0; link < links.size(); ++link) {
        value[links[link].one] += of_link[link] / 2;
        value[links[link].other] += of_link[link] / 2;
    }
    return value;
}

} // namespace isthmus::game
