// SPDX-License-Identifier: Apache-2.0
#include "game/unions.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "game/shapley.hpp"

namespace isthmus::game {
namespace {

/// Sets of other unions between two additions to the totals, to keep sums short.
constexpr std::size_t kFlush = 1024;

/// The players of the unions at the places that `places` holds.
Coalition members(Coalition places, const std::vector<Coalition>& unions) {
    Coalition coalition = 0;
    for_each_player(places, [&](std::size_t place) { coalition |= unions[place]; });
    return coalition;
}

/// r! (m-r-1)! / m! for r = 0 .. m-1.
std::vector<double> order_weights(std::size_t unions) {
    std::vector<double> weight(unions, 1 / static_cast<double>(unions));
    for (std::size_t size = 1; size < unions; ++size) {
        weight[size] =
            weight[size - 1] * static_cast<double>(size) / static_cast<double>(unions - size);
    }
    return weight;
}

/// The games that the members of a union play among themselves, packed: for Owen and Banzhaf-Owen.
struct InnerGames {
    ValueTable owen, banzhaf_owen;
};

InnerGames inner_games(Coalition own, const std::vector<Coalition>& others,
                       const CoalitionValue& value) {
    std::vector<Coalition> part;
    for (Coalition packed = 0; packed < player_bit(coalition_size(own)); ++packed) {
        part.push_back(expand(packed, own));
    }
    const std::vector<double> weight = order_weights(others.size() + 1);
    InnerGames games{ValueTable(coalition_size(own)), ValueTable(coalition_size(own))};
    std::vector<double> owen(part.size()), plain(part.size());
    for (Coalition places = 0; places < player_bit(others.size()); ++places) {
        const Coalition outside = members(places, others);
        const double before = value(outside);
        for (std::size_t packed = 1; packed < part.size(); ++packed) {
            const double added = value(outside | part[packed]) - before;
            owen[packed] += weight[coalition_size(places)] * added;
            plain[packed] += added;
        }
        if ((places + 1) % kFlush != 0 && places + 1 != player_bit(others.size())) continue;
        for (std::size_t packed = 1; packed < part.size(); ++packed) {
            games.owen[packed] += std::exchange(owen[packed], 0.0);
            games.banzhaf_owen[packed] += std::exchange(plain[packed], 0.0);
        }
    }
    const double even = std::ldexp(1.0, -static_cast<int>(others.size()));
    for (double& sum : games.banzhaf_owen.values()) sum *= even;
    return games;
}

Diagnostics union_error(std::size_t place, std::string found, std::string expected) {
    return one({"E711", "", 0, "union " + std::to_string(place + 1), std::move(found),
                std::move(expected), ""});
}

} // namespace

Result<std::vector<Coalition>> union_partition(std::size_t players,
                                               const std::vector<Coalition>& unions) {
    std::vector<Coalition> partition;
    Coalition placed = 0;
    for (std::size_t place = 0; place < unions.size(); ++place) {
        const Coalition own = unions[place];
        if (own == 0) return union_error(place, "no player", "one player or more");
        if (!is_subset(own, grand_coalition(players))) {
            const Coalition unknown = own & ~grand_coalition(players);
            return union_error(place, "player " + std::to_string(first_player(unknown) + 1),
                               "players 1 to " + std::to_string(players));
        }
        if ((own & placed) != 0) {
            return union_error(place, "player " + std::to_string(first_player(own & placed) + 1),
                               "players of no other union");
        }
        placed |= own;
        partition.push_back(own);
    }
    for_each_player(grand_coalition(players) & ~placed,
                    [&](std::size_t player) { partition.push_back(player_bit(player)); });
    std::sort(partition.begin(), partition.end(), [](Coalition one, Coalition other) {
        return first_player(one) < first_player(other);
    });
    return partition;
}

double union_value_count(const std::vector<Coalition>& partition) {
    double count = 0;
    for (const Coalition own : partition) {
        count += std::ldexp(1.0, static_cast<int>(partition.size() - 1 + coalition_size(own)));
    }
    return count;
}

UnionValues union_values(std::size_t players, const std::vector<Coalition>& partition,
                         const CoalitionValue& value) {
    UnionValues result{std::vector<double>(players), std::vector<double>(players)};
    for (const Coalition own : partition) {
        std::vector<Coalition> others = partition;
        others.erase(std::find(others.begin(), others.end(), own));
        const InnerGames games = inner_games(own, others, value);
        const std::vector<double> owen = shapley(games.owen);
        const std::vector<double> banzhaf_owen = power_values(games.banzhaf_owen).banzhaf;
        std::size_t place = 0;
        for_each_player(own, [&](std::size_t player) {
            result.owen[player] = owen[place];
            result.banzhaf_owen[player] = banzhaf_owen[place++];
        });
    }
    return result;
}

UnionValues union_values(const ValueTable& table, const std::vector<Coalition>& partition) {
    return union_values(table.players(), partition,
                        [&](Coalition coalition) { return table[coalition]; });
}

ValueTable quotient_game(const ValueTable& table, const std::vector<Coalition>& partition) {
    ValueTable quotient(partition.size());
    for (Coalition places = 0; places < quotient.size(); ++places) {
        quotient[places] = table[members(places, partition)];
    }
    return quotient;
}

} // namespace isthmus::game
