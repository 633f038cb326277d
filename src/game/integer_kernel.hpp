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
    using Value = std::int64_t;
    using Prepared = PreparedNetwork<std::int32_t>;

    /// Trivially copyable. Nodes that do not exist have flow, low and high 0.
    struct State {
        Value value = 0; ///< dual objective
        std::uint64_t at_capacity[4 * Words] = {};
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
        // Each of these is solved without the nodes of the others, which it does not hold.
        star_ = within_consents();
        base_ = State();
        open(base_, 0);
        own_.assign(players, State());
        for (std::size_t player = 0; player < players; ++player) {
            open(own_[player], static_cast<std::uint32_t>(player_bit(player)));
        }
        star_ = network.star;
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
        for (int w = 0; w < 4 * Words; ++w) state.at_capacity[w] |= own.at_capacity[w];
        for (const std::int32_t node : joining.shared_nodes) {
            const auto& of = network_.nodes[static_cast<std::size_t>(node)];
            if ((of.consent & ~joined) == 0) place_node(state, node);
        }
        for (const OpenArc& arc : joining.arcs) {
            if ((arc.consent & ~joined) == 0) open_arc(state, arc);
        }
        return repair(state, joined);
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
        ready_ &= repair(state, consent);
    }

    /// The stars with arcs between nodes of different consent shut.
    std::vector<StarEntry<std::int32_t>> within_consents() const {
        constexpr std::uint32_t kNobodys = 1U << 31; // beyond every packed player
        std::vector<StarEntry<std::int32_t>> star = network_.star;
        for (auto& entry : star) {
            const auto& arc = network_.arcs[static_cast<std::size_t>(entry.arc)];
            if (node_consent(arc.from) != node_consent(arc.to)) entry.consent |= kNobodys;
        }
        return star;
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
        const std::int32_t profit = state.price[arc.to] - state.price[arc.from] - arc.cost;
        if (profit <= 0) return;
        state.value += static_cast<Value>(profit) * arc.capacity;
        flip(state.at_capacity, arc.arc);
        send_up(state, arc.from, -arc.capacity);
        send_up(state, arc.to, arc.capacity);
    }

    static void flip(std::uint64_t* set, std::int32_t item) {
        set[item >> 6] ^= std::uint64_t{1} << (item & 63);
    }

    /// Something that turns when the prices of the cut nodes have moved by `shift`.
    struct Turn {
        std::int32_t shift = 0;
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
    bool repair(State& state, std::uint32_t coalition) {
        const std::size_t limit = pivots_ + kPivotLimit;
        for (std::int32_t leaving = most_violated(state); leaving >= 0;
             leaving = most_violated(state)) {
            if (++pivots_ > limit || !pivot(state, coalition, leaving)) return false;
        }
        return true;
    }

    bool pivot(State& state, std::uint32_t coalition, std::int32_t leaving) {
        const bool surplus = state.flow[leaving] > state.high[leaving];
        const std::int32_t excess = surplus ? state.flow[leaving] - state.high[leaving]
                                            : state.low[leaving] - state.flow[leaving];
        std::uint64_t cut[Words];
        for (int w = 0; w < Words; ++w) cut[w] = state.below[leaving][w];
        release(state, leaving, surplus);
        find_turns(state, coalition, cut, surplus);

        // A surplus among the cut nodes lowers their prices, a shortage raises them.
        std::int32_t left = excess, shift = 0;
        Turn* entering = nullptr;
        for (;;) {
            Turn* next = nullptr;
            std::int32_t soonest = kNever;
            for (std::int32_t i = 0; i < turn_count_; ++i) {
                if (turns_[i].shift < soonest) {
                    soonest = turns_[i].shift;
                    next = &turns_[i];
                }
            }
            if (next == nullptr) return false;
            state.value -= static_cast<Value>(left) * (next->shift - shift);
            shift = next->shift;
            const std::int32_t amount = turn_amount(state, *next, surplus);
            if (amount >= left) {
                entering = next;
                break;
            }
            left -= amount;
            take_turn(state, *next, surplus, leaving, amount);
        }
        absorb(state, *entering, surplus, leaving, left);
        send_up(state, state.parent[leaving], surplus ? -excess : excess);
        move_prices(state, cut, surplus ? -shift : shift);
        exchange(state, *entering, surplus, leaving, left, cut);
        return true;
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
        if (upward == surplus) flip(state.at_capacity, arc);
    }

    void find_turns(const State& state, std::uint32_t coalition, const std::uint64_t* cut,
                    bool surplus) {
        turn_count_ = 0;
        for (int w = 0; w < Words; ++w) {
            for (std::uint64_t rest = cut[w]; rest != 0; rest &= rest - 1) {
                const std::int32_t node = 64 * w + std::countr_zero(rest);
                const auto& of = network_.nodes[static_cast<std::size_t>(node)];
                const std::int32_t price = state.price[node];
                const std::int32_t* prices = network_.prices(node);
                const std::int32_t taken = state.step[node];
                if (surplus ? taken < of.step_count : taken > 0) {
                    turns_[turn_count_++] = {surplus ? price - prices[taken]
                                                     : prices[taken - 1] - price,
                                             node, kRoot, -1};
                }
                const auto* entry = &star_[static_cast<std::size_t>(of.first_star)];
                for (const auto* end = entry + of.star_count; entry != end; ++entry) {
                    if ((entry->consent & ~coalition) != 0 || holds(cut, entry->other)) continue;
                    const bool full = holds(state.at_capacity, entry->arc);
                    if ((entry->outward == surplus) == full) continue;
                    const std::int32_t loss = entry->outward
                                                  ? entry->cost + price - state.price[entry->other]
                                                  : entry->cost + state.price[entry->other] - price;
                    turns_[turn_count_++] = {full ? -loss : loss, node, entry->other, entry->arc};
                }
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
    /// step and waits for its next one.
    void take_turn(State& state, Turn& turn, bool surplus, std::int32_t leaving,
                   std::int32_t amount) const {
        absorb(state, turn, surplus, leaving, amount);
        if (turn.other != kRoot) {
            flip(state.at_capacity, turn.arc);
            turn.shift = kNever;
            return;
        }
        const auto& of = network_.nodes[static_cast<std::size_t>(turn.node)];
        const std::int32_t* prices = network_.prices(turn.node);
        const std::int32_t taken = state.step[turn.node] + (surplus ? 1 : -1);
        state.step[turn.node] = static_cast<std::int16_t>(taken);
        if (surplus) {
            turn.shift = taken < of.step_count ? state.price[turn.node] - prices[taken] : kNever;
        } else {
            turn.shift = taken > 0 ? prices[taken - 1] - state.price[turn.node] : kNever;
        }
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
        const bool full = holds(state.at_capacity, entering.arc);
        if (full) flip(state.at_capacity, entering.arc);
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
    std::vector<StarEntry<std::int32_t>> star_;
    std::vector<Joining> joining_;
    State base_;
    std::vector<State> own_;
    std::size_t pivots_ = 0;
    bool ready_ = true; ///< false if nobody or a player alone could not be solved
    Turn turns_[kNodes + kArcs];
    std::int32_t turn_count_ = 0;
};

} // namespace ISTHMUS_KERNEL_VARIANT
} // namespace isthmus::game
