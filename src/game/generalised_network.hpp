// SPDX-License-Identifier: Apache-2.0
// A prepared network as the generalised kernel reads it: tables of fixed size, nodes numbered so
// that what needs nobody comes first, then each player's own in one range, then what needs several.
//
// Slots: each arc has a bit at both ends, and the bits of a node lie in words that a mask picks, so
// that a kernel finds all arcs of a node in some state by a few operations on words. A node's slots
// do not cross words unless they fill one, and each player's begin one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/prepared_network.hpp"

#ifndef ISTHMUS_KERNEL_VARIANT
#define ISTHMUS_KERNEL_VARIANT portable_kernel
#endif

namespace isthmus::game {
inline namespace ISTHMUS_KERNEL_VARIANT {

/// At most 64 * Words nodes and 256 * Words arcs.
template <int Words> struct GeneralisedNetwork {
    using Prepared = PreparedNetwork<double>;
    static constexpr int kMaxNodes = 64 * Words;
    static constexpr int kMaxArcs = 256 * Words;
    static constexpr int kMaxPlayers = 32;
    /// Two neighbouring words hold more than 64 slots together, but for the last of each range.
    static constexpr int kSlotWords = 16 * Words + kMaxPlayers + 8;
    static constexpr double kInfinite = 1e300; ///< above any price

    struct Arc {
        double capacity, cost, gain, inverse_gain;
        std::uint32_t consent;
        std::int16_t from, to;
        std::int16_t from_slot, to_slot;
    };
    /// An arc seen from one end: it turns when this end's price passes
    /// scale * price(other) + offset.
    struct Slot {
        double scale, offset;
        double capacity; ///< in units at this end
        std::int16_t other, arc;
    };
    /// A market that has bought so many steps.
    struct Stair {
        double bought;
        double turns_at[2]; ///< price to which a rising and a falling price turns the market
    };
    struct Market {
        const Stair* stairs;
        std::uint64_t slot_mask; ///< in each of its words
        std::int16_t first_word, last_word;
        std::int16_t steps, zero_step;
        std::int16_t slots;
        std::uint32_t consent;
        double self_surplus;
    };
    struct Range {
        std::int32_t first = 0, last = 0;
    };
    /// An arc that a player's joining may open, other than between its own nodes.
    struct Border {
        std::int32_t arc = 0;
    };

    std::int32_t nodes = 0, arc_count = 0, players = 0, slot_words = 0;
    double supplied = 0; ///< by all nodes together: more no arc needs to carry
    Market markets[kMaxNodes];
    Arc arcs[kMaxArcs];
    Slot slots[64 * kSlotWords];
    std::uint64_t outward[kSlotWords] = {}; ///< slots of arcs that leave their node
    Range common, shared, own[kMaxPlayers]; ///< nodes that need nobody, several, one player
    Range own_words[kMaxPlayers];           ///< words of the slots of `own`
    std::vector<Stair> stairs;
    std::vector<Border> border;
    Range borders[kMaxPlayers]; ///< in `border`, by player

    explicit GeneralisedNetwork(const Prepared& network) : players(network.players) {
        // One stair more at each end may be read, of which nothing is used.
        stairs.reserve(network.purchases.size() + 2);
        stairs.push_back({});
        number_nodes(network);
        stairs.push_back({});
        load_arcs(network);
        place_slots();
        load_borders(network);
    }
    GeneralisedNetwork(const GeneralisedNetwork&) = delete; // markets point into stairs
    GeneralisedNetwork& operator=(const GeneralisedNetwork&) = delete;

    /// Whether the arc and both its ends need just this.
    bool within(const Arc& arc, std::uint32_t consent) const {
        return arc.consent == consent && markets[arc.from].consent == consent &&
               markets[arc.to].consent == consent;
    }

  private:
    static std::uint64_t low_bits(int count) {
        return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    }

    void number_nodes(const Prepared& network) {
        const auto total = static_cast<std::int32_t>(network.nodes.size());
        const auto take = [&](auto&& wanted) {
            const Range range{nodes, 0};
            for (std::int32_t v = 0; v < total; ++v) {
                if (wanted(network.nodes[static_cast<std::size_t>(v)].consent)) {
                    renumbered_[v] = static_cast<std::int16_t>(nodes);
                    load_market(network, v);
                }
            }
            return Range{range.first, nodes};
        };
        common = take([](std::uint32_t consent) { return consent == 0; });
        for (std::int32_t player = 0; player < players; ++player) {
            own[player] = take([&](std::uint32_t consent) { return consent == 1U << player; });
        }
        shared = take([](std::uint32_t consent) { return (consent & (consent - 1)) != 0; });
    }

    void load_market(const Prepared& network, std::int32_t prepared) {
        const auto& node = network.nodes[static_cast<std::size_t>(prepared)];
        const double* prices = network.step_price.data() + node.first_step;
        const double* bounds = network.purchases.data() + node.first_step + prepared;
        Market& market = markets[nodes++];
        market = {};
        market.stairs = stairs.data() + stairs.size();
        for (std::int32_t step = 0; step <= node.step_count; ++step) {
            stairs.push_back({bounds[step],
                              {step > 0 ? prices[step - 1] : kInfinite,
                               step < node.step_count ? prices[step] : -kInfinite}});
        }
        supplied -= bounds[0];
        market.steps = static_cast<std::int16_t>(node.step_count);
        market.zero_step = static_cast<std::int16_t>(node.zero_step);
        market.consent = node.consent;
        market.self_surplus = node.self_surplus;
    }

    void load_arcs(const Prepared& network) {
        for (const auto& arc : network.arcs) {
            const std::int16_t from = renumbered_[arc.from], to = renumbered_[arc.to];
            const double capacity = arc.capacity < supplied ? arc.capacity : supplied;
            arcs[arc_count++] = {capacity, arc.cost, arc.gain, 1 / arc.gain, arc.consent, from,
                                 to,       0,        0};
            ++markets[from].slots;
            ++markets[to].slots;
        }
    }

    void place_slots() {
        std::int32_t place = 0;
        std::int16_t next[kMaxNodes]; ///< slot of a node's next arc
        const auto next_word = [&] { place = (place + 63) / 64 * 64; };
        const auto place_range = [&](Range range) {
            next_word();
            const std::int32_t first = place / 64;
            for (std::int32_t v = range.first; v < range.last; ++v) {
                Market& market = markets[v];
                if (place % 64 + market.slots > 64) next_word();
                next[v] = static_cast<std::int16_t>(place);
                market.first_word = static_cast<std::int16_t>(place / 64);
                market.slot_mask = low_bits(market.slots) << (place & 63);
                place += market.slots;
                if (market.slots > 64) next_word();
                market.last_word = static_cast<std::int16_t>(market.slots > 64 ? place / 64 - 1
                                                                               : market.first_word);
            }
            return Range{first, (place + 63) / 64};
        };
        place_range(common);
        for (std::int32_t p = 0; p < players; ++p) own_words[p] = place_range(own[p]);
        place_range(shared);
        slot_words = (place + 63) / 64;
        for (std::int32_t id = 0; id < arc_count; ++id) {
            Arc& arc = arcs[id];
            arc.from_slot = next[arc.from]++;
            arc.to_slot = next[arc.to]++;
            const auto item = static_cast<std::int16_t>(id);
            slots[arc.from_slot] = {arc.gain, -arc.cost, arc.capacity, arc.to, item};
            slots[arc.to_slot] = {arc.inverse_gain, arc.cost * arc.inverse_gain,
                                  arc.gain * arc.capacity, arc.from, item};
            outward[arc.from_slot >> 6] |= std::uint64_t{1} << (arc.from_slot & 63);
        }
    }

    void load_borders(const Prepared& network) {
        for (std::int32_t player = 0; player < players; ++player) {
            borders[player].first = static_cast<std::int32_t>(border.size());
            for (const std::int32_t id : network.arcs_of[static_cast<std::size_t>(player)]) {
                if (!within(arcs[id], 1U << player)) border.push_back({id});
            }
            borders[player].last = static_cast<std::int32_t>(border.size());
        }
    }

    std::int16_t renumbered_[kMaxNodes]; ///< by node of the prepared network
};

} // namespace ISTHMUS_KERNEL_VARIANT
} // namespace isthmus::game
