// SPDX-License-Identifier: Apache-2.0
// The lossless network kernel: a dual network simplex in whole numbers with a long step, which adds
// one player at a time to an optimal state.
//
// A node's market is one implicit arc to the market root (price 0 there) with a staircase of
// prices. A state holds a spanning tree of the nodes that exist, hung on the root: basic arcs carry
// flows within their bounds and have no profit, the others are at capacity where they earn and
// empty where they do not. A player that joins brings the optimal tree of its own nodes, solved
// once; what newly opens between it and the others is put at capacity where it earns, which keeps
// the prices dual feasible, and the dual simplex repairs the flows (Ahuja, Magnanti & Orlin 1993,
// section 11.9). Each pivot walks through arcs and market steps in the order of the prices at which
// they turn, and flips them until the excess is absorbed (the long-step rule, Maros 2003).
//
// Exact: no tolerance, no rounding after the scaling to whole units. The value is the dual
// objective, from which each pivot subtracts excess times price step.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "game/prepared_network.hpp"

#ifndef ISTHMUS_KERNEL_VARIANT
#define ISTHMUS_KERNEL_VARIANT portable_kernel
#endif

namespace isthmus::game {
inline namespace ISTHMUS_KERNEL_VARIANT {

/// For networks of at most 64 * Words nodes and 256 * Words arcs.
template <int Words> class IntegerKernel {
  public:
    static constexpr std::int32_t kNodes = 64 * Words;
    static constexpr std::int32_t kArcs = 256 * Words;
    static constexpr std::int32_t kSlotWords = 2 * kArcs / 64;
    using Value = std::int64_t;
    using Prepared = PreparedNetwork<std::int32_t>;

    /// Trivially copyable. Nodes that do not exist have flow, low and high 0. Bits of arcs stand
    /// twice, at the slots of both ends (the star of a node is a range of slots).
    struct State {
        Value value = 0;                     ///< dual objective
        std::uint64_t live[kSlotWords] = {}; ///< open and not basic
        std::uint64_t full[kSlotWords] = {}; ///< at capacity, not basic
        std::int32_t flow[kNodes] = {}; ///< to the parent; of a node on the root: its net purchase
        std::int32_t low[kNodes] = {}, high[kNodes] = {};
        std::int32_t price[kNodes] = {};
        std::int16_t parent[kNodes] = {};     ///< kRoot: the market
        std::int16_t parent_arc[kNodes] = {}; ///< of nodes not on the root
        /// On the root: the step in use; else the number of steps taken.
        std::int16_t step[kNodes] = {};
        std::uint64_t below[kNodes][Words] = {}; ///< the node and its descendants
    };

    explicit IntegerKernel(const Prepared& network) : network_(network) {
        const auto players = static_cast<std::size_t>(network.players);
        joining_.resize(players);
        for (std::size_t player = 0; player < players; ++player) find_joining(player);
        load_slots();
        base_ = State();
        open(base_, 0);
        own_.assign(players, State());
        for (std::size_t player = 0; player < players; ++player) {
            open(own_[player], static_cast<std::uint32_t>(player_bit(player)));
        }
    }

    /// Nobody's state: what needs no consent, solved.
    void start(State& state) const {
        state = base_;
        state.value = 0;
    }

    /// From the state of `coalition` to that of `coalition` and `player`. False: the pivot limit
    /// was hit.
    bool add(State& state, std::uint32_t coalition, int player) {
        if (!ready_) return false;
        const Joining& joining = joining_[static_cast<std::size_t>(player)];
        const State& own = own_[static_cast<std::size_t>(player)];
        const std::uint32_t joined = coalition | (1U << player);
        state.value += own.value;
        for (const std::int16_t node : joining.own_nodes) copy_node(state, own, node);
        for (std::int32_t w = 0; w < slot_words_; ++w) {
            state.live[w] |= own.live[w];
            state.full[w] |= own.full[w];
        }
        for (const std::int32_t node : joining.shared_nodes) {
            const auto& of = network_.nodes[static_cast<std::size_t>(node)];
            if ((of.consent & ~joined) == 0) place_node(state, node);
        }
        for (const OpenArc& arc : joining.arcs) {
            if ((arc.consent & ~joined) == 0) open_arc(state, arc);
        }
        return repair(state);
    }

    void copy(State& to, const State& from) const { to = from; }
    Value value(const State& state) const { return state.value; }
    std::size_t pivots() const { return pivots_; }

  private:
    static constexpr std::int16_t kRoot = -1;
    static constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

    struct OpenArc {
        std::int32_t from = 0, to = 0, capacity = 0, cost = 0, arc = 0;
        std::uint32_t consent = 0;
    };
    /// What a player's consent opens.
    struct Joining {
        std::vector<std::int16_t> own_nodes;    ///< that need nobody else
        std::vector<std::int32_t> shared_nodes; ///< that need others too
        std::vector<OpenArc> arcs;              ///< other than between own nodes
    };

    void find_joining(std::size_t player) {
        Joining& joining = joining_[player];
        const auto only = static_cast<std::uint32_t>(player_bit(player));
        for (const std::int32_t node : network_.nodes_of[player]) {
            if (node_consent(node) == only) {
                joining.own_nodes.push_back(static_cast<std::int16_t>(node));
            } else {
                joining.shared_nodes.push_back(node);
            }
        }
        for (const std::int32_t id : network_.arcs_of[player]) {
            const auto& arc = network_.arcs[static_cast<std::size_t>(id)];
            const bool own = arc.consent == only && node_consent(arc.from) == only &&
                             node_consent(arc.to) == only;
            if (own) continue;
            joining.arcs.push_back({arc.from, arc.to, arc.capacity, arc.cost, id, arc.consent});
        }
    }

    std::uint32_t node_consent(std::int32_t node) const {
        return network_.nodes[static_cast<std::size_t>(node)].consent;
    }

    /// The state of the nodes and arcs that need exactly `consent`, solved by themselves.
    void open(State& state, std::uint32_t consent) {
        for (std::size_t v = 0; v < network_.nodes.size(); ++v) {
            const auto node = static_cast<std::int32_t>(v);
            if (node_consent(node) == consent) place_node(state, node);
        }
        for (std::size_t a = 0; a < network_.arcs.size(); ++a) {
            const auto& arc = network_.arcs[a];
            const bool within = arc.consent == consent && node_consent(arc.from) == consent &&
                                node_consent(arc.to) == consent;
            if (!within) continue;
            open_arc(state, {arc.from, arc.to, arc.capacity, arc.cost, static_cast<std::int32_t>(a),
                             arc.consent});
        }
        ready_ &= repair(state);
    }

    void load_slots() {
        const auto slots = static_cast<std::int32_t>(network_.star.size());
        slot_words_ = (slots + 63) / 64;
        slot_of_tail_.resize(network_.arcs.size());
        slot_of_head_.resize(network_.arcs.size());
        for (std::size_t v = 0; v < network_.nodes.size(); ++v) {
            const auto& node = network_.nodes[v];
            for (std::int32_t slot = node.first_star; slot < node.first_star + node.star_count;
                 ++slot) {
                const auto& entry = network_.star[static_cast<std::size_t>(slot)];
                const auto arc = static_cast<std::size_t>(entry.arc);
                slots_.push_back({static_cast<std::int32_t>(v), entry.other, entry.arc,
                                  entry.outward ? entry.cost : -entry.cost});
                (entry.outward ? slot_of_tail_ : slot_of_head_)[arc] = slot;
                if (entry.outward) flip(outward_, slot);
            }
        }
    }

    static bool holds(const std::uint64_t* set, std::int32_t item) {
        return (set[item >> 6] >> (item & 63) & 1) != 0;
    }

    void copy_node(State& to, const State& from, std::int32_t node) const {
        to.flow[node] = from.flow[node];
        to.low[node] = from.low[node];
        to.high[node] = from.high[node];
        to.price[node] = from.price[node];
        to.parent[node] = from.parent[node];
        to.parent_arc[node] = from.parent_arc[node];
        to.step[node] = from.step[node];
        for (int w = 0; w < Words; ++w) to.below[node][w] = from.below[node][w];
    }

    /// A node by itself, with the market step that holds zero trade in the basis.
    void place_node(State& state, std::int32_t node) const {
        const auto& of = network_.nodes[static_cast<std::size_t>(node)];
        const std::int32_t* bounds = network_.bounds(node);
        const std::int32_t* prices = network_.prices(node);
        state.flow[node] = 0;
        state.low[node] = bounds[of.zero_step];
        state.high[node] = of.step_count > 0 ? bounds[of.zero_step + 1] : 0;
        state.price[node] = of.step_count > 0 ? prices[of.zero_step] : 0;
        state.parent[node] = kRoot;
        state.parent_arc[node] = -1;
        state.step[node] = static_cast<std::int16_t>(of.zero_step);
        for (int w = 0; w < Words; ++w) state.below[node][w] = 0;
        state.below[node][node >> 6] = std::uint64_t{1} << (node & 63);
        state.value += static_cast<Value>(of.self_surplus);
    }

    /// Adds `amount` to the flow that `node` and those above it send up.
    static void send_up(State& state, std::int32_t node, std::int32_t amount) {
        for (std::int32_t at = node; at >= 0; at = state.parent[at]) state.flow[at] += amount;
    }

    /// A new arc between existing nodes: at capacity where it earns, else empty.
    void open_arc(State& state, const OpenArc& arc) const {
        flip_arc(state.live, arc.arc);
        const std::int32_t profit = state.price[arc.to] - state.price[arc.from] - arc.cost;
        if (profit <= 0) return;
        state.value += static_cast<Value>(profit) * arc.capacity;
        flip_arc(state.full, arc.arc);
        send_up(state, arc.from, -arc.capacity);
        send_up(state, arc.to, arc.capacity);
    }

    static void flip(std::uint64_t* set, std::int32_t item) {
        set[item >> 6] ^= std::uint64_t{1} << (item & 63);
    }

    void flip_arc(std::uint64_t* set, std::int32_t arc) const {
        flip(set, slot_of_tail_[static_cast<std::size_t>(arc)]);
        flip(set, slot_of_head_[static_cast<std::size_t>(arc)]);
    }

    /// One end of an arc. Its cost counts as paid by this end: below zero where the arc leads here.
    struct Slot {
        std::int32_t node = 0, other = 0, arc = 0, cost = 0;
    };
    /// Something that turns when the prices of the cut nodes have moved far enough.
    struct Turn {
        std::int32_t node = 0;  ///< of the cut nodes
        std::int32_t other = 0; ///< the node outside, or kRoot for the node's market
        std::int32_t arc = 0;
    };

    /// The most violated flow: the node below it, or -1 where all are within their bounds.
    static std::int32_t most_violated(const State& state) {
        std::int32_t worst = 0;
        for (std::int32_t v = 0; v < kNodes; ++v) {
            const std::int32_t violation =
                std::max(state.low[v] - state.flow[v], state.flow[v] - state.high[v]);
            worst = std::max(worst, violation);
        }
        if (worst == 0) return -1;
        for (std::int32_t v = 0;; ++v) {
            if (std::max(state.low[v] - state.flow[v], state.flow[v] - state.high[v]) == worst) {
                return v;
            }
        }
    }

    /// Dual simplex pivots until all flows are within their bounds.
    bool repair(State& state) {
        const std::size_t limit = pivots_ + kPivotLimit;
        for (std::int32_t leaving = most_violated(state); leaving >= 0;
             leaving = most_violated(state)) {
            if (++pivots_ > limit || !pivot(state, leaving)) return false;
        }
        return true;
    }

    bool pivot(State& state, std::int32_t leaving) {
        const bool surplus = state.flow[leaving] > state.high[leaving];
        const std::int32_t excess = surplus ? state.flow[leaving] - state.high[leaving]
                                            : state.low[leaving] - state.flow[leaving];
        std::uint64_t cut[Words];
        for (int w = 0; w < Words; ++w) cut[w] = state.below[leaving][w];
        release(state, leaving, surplus);
        find_turns(state, cut, surplus);

        // A surplus among the cut nodes lowers their prices, a shortage raises them.
        std::int32_t left = excess, shift = 0, next = 0;
        for (;;) {
            next = soonest_turn();
            if (shift_[next] == kNever) return false;
            state.value -= static_cast<Value>(left) * (shift_[next] - shift);
            shift = shift_[next];
            const std::int32_t amount = turn_amount(state, turns_[next], surplus);
            if (amount >= left) break;
            left -= amount;
            shift_[next] = take_turn(state, turns_[next], surplus, leaving, amount);
        }
        const Turn entering = turns_[next];
        absorb(state, entering, surplus, leaving, left);
        send_up(state, state.parent[leaving], surplus ? -excess : excess);
        move_prices(state, cut, surplus ? -shift : shift);
        exchange(state, entering, surplus, leaving, left, cut);
        return true;
    }

    /// The first of those that turn first. Beyond the last one shift_ holds kNever up to a multiple
    /// of kLanes.
    std::int32_t soonest_turn() const {
        std::int32_t soonest = kNever;
        for (std::int32_t i = 0; i < turn_count_; i += kLanes) {
            for (std::int32_t lane = 0; lane < kLanes; ++lane) {
                soonest = std::min(soonest, shift_[i + lane]);
            }
        }
        std::int32_t i = 0;
        while (shift_[i] != soonest) ++i;
        return i;
    }

    /// The leaving arc stays at the bound that its flow went beyond.
    void release(State& state, std::int32_t leaving, bool surplus) const {
        const std::int32_t arc = state.parent_arc[leaving];
        if (state.parent[leaving] == kRoot) {
            const auto& of = network_.nodes[static_cast<std::size_t>(leaving)];
            if (surplus && of.step_count > 0) ++state.step[leaving];
            return;
        }
        const bool upward = network_.arcs[static_cast<std::size_t>(arc)].from == leaving;
        flip_arc(state.live, arc);
        if (upward == surplus) flip_arc(state.full, arc);
    }

    void add_turn(std::int32_t shift, const Turn& turn) {
        shift_[turn_count_] = shift;
        turns_[turn_count_++] = turn;
    }

    void find_turns(const State& state, const std::uint64_t* cut, bool surplus) {
        turn_count_ = 0;
        // An arc turns that leaves the cut nodes empty or comes to them full where there is a
        // surplus, and the other way round where there is a shortage.
        std::uint64_t turning[kSlotWords];
        const std::uint64_t shortage = surplus ? 0 : ~std::uint64_t{0};
        for (std::int32_t w = 0; w < slot_words_; ++w) {
            turning[w] = state.live[w] & (outward_[w] ^ state.full[w] ^ shortage);
        }
        for (int w = 0; w < Words; ++w) {
            for (std::uint64_t rest = cut[w]; rest != 0; rest &= rest - 1) {
                const std::int32_t node = 64 * w + std::countr_zero(rest);
                const auto& of = network_.nodes[static_cast<std::size_t>(node)];
                const std::int32_t* prices = network_.prices(node);
                const std::int32_t taken = state.step[node];
                if (surplus ? taken < of.step_count : taken > 0) {
                    const std::int32_t price = state.price[node];
                    add_turn(surplus ? price - prices[taken] : prices[taken - 1] - price,
                             {node, kRoot, -1});
                }
                find_turning_arcs(state, cut, turning, of.first_star,
                                  of.first_star + of.star_count);
            }
        }
        for (std::int32_t i = turn_count_; i % kLanes != 0 || i == 0; ++i) shift_[i] = kNever;
    }

    void find_turning_arcs(const State& state, const std::uint64_t* cut,
                           const std::uint64_t* turning, std::int32_t first, std::int32_t last) {
        for (std::int32_t w = first >> 6; w <= (last - 1) >> 6; ++w) {
            std::uint64_t rest = turning[w];
            if (first > 64 * w) rest &= ~std::uint64_t{0} << (first - 64 * w);
            if (last < 64 * w + 64) rest &= (std::uint64_t{1} << (last - 64 * w)) - 1;
            for (; rest != 0; rest &= rest - 1) {
                const Slot& slot =
                    slots_[static_cast<std::size_t>(64 * w + std::countr_zero(rest))];
                if (holds(cut, slot.other)) continue;
                // The gap of prices that the arc has still to close or that it is ahead of.
                const std::int32_t gap =
                    state.price[slot.node] - state.price[slot.other] + slot.cost;
                add_turn(std::abs(gap), {slot.node, slot.other, slot.arc});
            }
        }
    }

    std::int32_t turn_amount(const State& state, const Turn& turn, bool surplus) const {
        if (turn.other != kRoot) {
            return network_.arcs[static_cast<std::size_t>(turn.arc)].capacity;
        }
        const std::int32_t* bounds = network_.bounds(turn.node);
        const std::int32_t taken = state.step[turn.node];
        return surplus ? bounds[taken + 1] - bounds[taken] : bounds[taken] - bounds[taken - 1];
    }

    /// Flows after `amount` more (surplus) leaves the cut nodes over the turn; above the cut the
    /// whole excess is taken at once.
    void absorb(State& state, const Turn& turn, bool surplus, std::int32_t leaving,
                std::int32_t amount) const {
        const std::int32_t change = surplus ? -amount : amount;
        for (std::int32_t at = turn.node;; at = state.parent[at]) {
            state.flow[at] += change;
            if (at == leaving) break;
        }
        if (turn.other != kRoot) send_up(state, turn.other, -change);
    }

    /// A turn that the prices pass: the arc goes to its other bound, the market takes or gives up a
    /// step. When it turns next.
    std::int32_t take_turn(State& state, const Turn& turn, bool surplus, std::int32_t leaving,
                           std::int32_t amount) const {
        absorb(state, turn, surplus, leaving, amount);
        if (turn.other != kRoot) {
            flip_arc(state.full, turn.arc);
            return kNever;
        }
        const auto& of = network_.nodes[static_cast<std::size_t>(turn.node)];
        const std::int32_t* prices = network_.prices(turn.node);
        const std::int32_t price = state.price[turn.node];
        const std::int32_t taken = state.step[turn.node] + (surplus ? 1 : -1);
        state.step[turn.node] = static_cast<std::int16_t>(taken);
        if (surplus) return taken < of.step_count ? price - prices[taken] : kNever;
        return taken > 0 ? prices[taken - 1] - price : kNever;
    }

    static void move_prices(State& state, const std::uint64_t* cut, std::int32_t change) {
        for (int w = 0; w < Words; ++w) {
            for (std::uint64_t rest = cut[w]; rest != 0; rest &= rest - 1) {
                state.price[64 * w + std::countr_zero(rest)] += change;
            }
        }
    }

    /// Hangs the cut nodes on the entering arc or market step instead of the leaving one.
    void exchange(State& state, const Turn& entering, bool surplus, std::int32_t leaving,
                  std::int32_t amount, const std::uint64_t* cut) const {
        for (std::int32_t at = state.parent[leaving]; at >= 0; at = state.parent[at]) {
            for (int w = 0; w < Words; ++w) state.below[at][w] &= ~cut[w];
        }
        std::int32_t path[kNodes];
        std::int32_t length = 0;
        for (std::int32_t at = entering.node; at != leaving; at = state.parent[at]) {
            path[length++] = at;
        }
        path[length] = leaving;
        for (std::int32_t i = length; i > 0; --i) {
            const std::int32_t node = path[i], child = path[i - 1];
            for (int w = 0; w < Words; ++w) {
                state.below[node][w] = cut[w] & ~state.below[child][w];
            }
            state.parent[node] = static_cast<std::int16_t>(child);
            state.parent_arc[node] = state.parent_arc[child];
            state.flow[node] = -state.flow[child];
            state.low[node] = -state.high[child];
            state.high[node] = -state.low[child];
        }
        const std::int32_t node = entering.node;
        for (int w = 0; w < Words; ++w) state.below[node][w] = cut[w];
        state.parent[node] = static_cast<std::int16_t>(entering.other);
        state.parent_arc[node] = static_cast<std::int16_t>(entering.arc);
        if (entering.other == kRoot) {
            const std::int32_t* bounds = network_.bounds(node);
            if (!surplus) --state.step[node];
            const std::int32_t step = state.step[node];
            state.low[node] = bounds[step];
            state.high[node] = bounds[step + 1];
            state.flow[node] = surplus ? bounds[step] + amount : bounds[step + 1] - amount;
            return;
        }
        const auto& arc = network_.arcs[static_cast<std::size_t>(entering.arc)];
        const bool full = holds(state.full, slot_of_tail_[static_cast<std::size_t>(entering.arc)]);
        flip_arc(state.live, entering.arc);
        if (full) flip_arc(state.full, entering.arc);
        const std::int32_t carried = full ? arc.capacity - amount : amount;
        const bool upward = arc.from == node;
        state.flow[node] = upward ? carried : -carried;
        state.low[node] = upward ? 0 : -arc.capacity;
        state.high[node] = upward ? arc.capacity : 0;
        for (std::int32_t at = entering.other; at >= 0; at = state.parent[at]) {
            for (int w = 0; w < Words; ++w) state.below[at][w] |= cut[w];
        }
    }

    /// Far more pivots than any repair of a network of this size needs.
    static constexpr std::size_t kPivotLimit = 64 * static_cast<std::size_t>(kNodes);

    const Prepared& network_;
    std::vector<Joining> joining_;
    State base_;
    std::vector<State> own_;
    std::size_t pivots_ = 0;
    bool ready_ = true; ///< false if nobody or a player alone could not be solved
    static constexpr std::int32_t kLanes = 16;
    std::vector<Slot> slots_;
    std::vector<std::int32_t> slot_of_tail_, slot_of_head_; ///< by arc
    std::uint64_t outward_[kSlotWords] = {};                ///< slots of arcs that leave their node
    std::int32_t slot_words_ = 0;
    alignas(64) std::int32_t shift_[kNodes + kArcs + kLanes]; ///< price shift at which each turns
    Turn turns_[kNodes + kArcs];
    std::int32_t turn_count_ = 0;
};

} // namespace ISTHMUS_KERNEL_VARIANT
} // namespace isthmus::game
