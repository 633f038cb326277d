// SPDX-License-Identifier: Apache-2.0
// Coalitions as bit sets: bit i of a Coalition stands for player i.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace isthmus::game {

using Coalition = std::uint64_t;

/// Most players of any game; sampling works up to here.
inline constexpr std::size_t kMaxPlayers = 64;

constexpr Coalition player_bit(std::size_t player) {
    return Coalition{1} << player;
}
/// All of `players` players.
constexpr Coalition grand_coalition(std::size_t players) {
    return players >= kMaxPlayers ? ~Coalition{0} : player_bit(players) - 1;
}
constexpr std::size_t coalition_size(Coalition coalition) {
    return static_cast<std::size_t>(std::popcount(coalition));
}
constexpr bool contains(Coalition coalition, std::size_t player) {
    return (coalition >> player & 1) != 0;
}
constexpr bool is_subset(Coalition part, Coalition whole) {
    return (part & ~whole) == 0;
}
/// The lowest player of a coalition that is not empty.
constexpr std::size_t first_player(Coalition coalition) {
    return static_cast<std::size_t>(std::countr_zero(coalition));
}
/// Calls `visit(player)` for each player, lowest first.
template <typename Visit> constexpr void for_each_player(Coalition coalition, Visit&& visit) {
    for (; coalition != 0; coalition &= coalition - 1) visit(first_player(coalition));
}

/// The members of `within` that `coalition` holds, packed to the low bits (bit 0: the lowest player
/// of `within`).
constexpr Coalition compress(Coalition coalition, Coalition within) {
    Coalition packed = 0;
    std::size_t place = 0;
    for_each_player(within, [&](std::size_t player) {
        packed |= Coalition{contains(coalition, player)} << place++;
    });
    return packed;
}
/// The inverse of compress: the players of `within` at the places that `packed` holds.
constexpr Coalition expand(Coalition packed, Coalition within) {
    Coalition coalition = 0;
    std::size_t place = 0;
    for_each_player(within, [&](std::size_t player) {
        if (contains(packed, place++)) coalition |= player_bit(player);
    });
    return coalition;
}

} // namespace isthmus::game
