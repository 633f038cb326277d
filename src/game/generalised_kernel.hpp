// SPDX-License-Identifier: Apache-2.0
// Values of coalitions of a network with losses: a generalised dual network simplex that grows a
// coalition by one player at a time.
//
// Problem: minimise over the prices p of the nodes the convex dual of the welfare
//     D(p) = sum_i h_i(p_i) + sum_a capacity_a max(0, gain_a p_to - p_from - cost_a),
// h_i the surplus of market i at price p_i. Its slope in p_i is what flows in less what flows out
// and is bought. Every arc is bounded, so that any prices are dual feasible once each nonbasic arc
// is full where it earns and empty where it does not.
//
// Basis: each node has one basic element, its arc to its parent in a tree, or, at the root of a
// tree, the step of its market (a tree on the market) or one more arc to a node of its own tree
// that closes a cycle of gain other than 1 (a one-tree). The root of a one-tree lies on its cycle.
//
// Pivot (dual simplex with the long step): the worst basic element outside its bounds leaves. The
// nodes that it held move their prices in proportion to their multipliers (the gains along the
// tree) until the imbalance it left is absorbed by what turns on the way: arcs that begin or cease
// to earn and steps of markets flip, in the order of the step at which they turn, and the one that
// absorbs the rest enters the basis. Each piece of the step lowers D by imbalance times length.
//
// Sources: Ahuja, Magnanti & Orlin, Network Flows (1993), chapter 15 (bases of generalised
// networks); Maros, A generalized dual phase-2 simplex algorithm, European Journal of Operational
// Research 149 (2003) (long step).
//
// Limits: doubles, within the tolerances below; the same bytes for the same chain of additions on
// every machine as long as the compiler does not contract products and sums. No proof against
// cycling: a limit of pivots, after which `add` returns false and the state must not be used.
#pragma once

#include <cstddef>
#include <cstdint>

#include "game/generalised_network.hpp"

#ifndef ISTHMUS_KERNEL_VARIANT
#define ISTHMUS_KERNEL_VARIANT portable_kernel
#endif

namespace isthmus::game {
inline namespace ISTHMUS_KERNEL_VARIANT {

/// For networks of at most 64 * Words nodes and 256 * Words arcs. `Checked` tests all invariants
/// after each pivot (`broken`). An object is some hundred kilobytes large, and not safe to share
/// between threads.
template <int Words, bool Checked> class GeneralisedNetworkKernel {
  public:
    using Value = double;
    using Prepared = PreparedNetwork<double>;
    using Network = GeneralisedNetwork<Words>;

    /// Relative to all supply: what a flow may be outside its bounds. Rounding of some hundred
    /// updates leaves 1e-14. What is left outside costs its amount times a price, so that a value
    /// keeps nine digits down to a thousandth of supply times price.
    static constexpr double kFlowTolerance = 1e-12;
    /// Cycles whose gain is this near to 1 count as lossless: products of a dozen gains round to
    /// 1e-15, and losses stated to four digits differ by more.
    static constexpr double kCycleTolerance = 1e-11;

    struct NodeSet {
        std::uint64_t word[Words];
    };
    /// A node with its basic element. Flow and bounds are in units at this node: sent to the
    /// parent (an arc from the parent counts negative), bought in the market, or, for the closing
    /// arc of a cycle, what enters the arc.
    struct Node {
        double price, multiplier;
        double flow, lower, upper;
        double up; ///< what a unit sent towards the parent is worth there, in its units
        std::int16_t parent, element;
        std::int16_t step; ///< basic: the step it is on; else the steps before this one are bought
        NodeSet below;     ///< the node and its descendants in the tree
    };
    /// Bits of arcs stand twice, at the slots of both ends. Of nodes only those that exist are
    /// valid.
    struct State {
        double value;
        std::uint32_t members;
        std::int32_t cycles;                     ///< components that stand on a cycle
        std::uint64_t live[Network::kSlotWords]; ///< open and not basic
        std::uint64_t full[Network::kSlotWords]; ///< at capacity
        Node node[Network::kMaxNodes];
    };

    explicit GeneralisedNetworkKernel(const Prepared& network) : network_(network) {
        tolerance_ = kFlowTolerance * network_.supplied;
        for (std::int32_t player = 0; player < network_.players; ++player) {
            ready_ &= solve_exactly(alone_, 1U << player, network_.own[player]);
            alone_value_[player] = alone_.value;
            alone_cycles_[player] = alone_.cycles;
        }
        ready_ &= solve_exactly(nobody_, 0, network_.common);
        nobody_.value = 0;
    }

    /// Nobody: nodes and arcs that need no consent, solved.
    void start(State& state) const { copy(state, nobody_); }

    /// Adds `player` to the state of `coalition`: afterwards the state is optimal for both. False
    /// where the limit of pivots was hit or rounding left no way on; the state is spoilt then.
    bool add(State& state, std::uint32_t coalition, int player) {
        if (!ready_) return false;
        const std::uint32_t members = coalition | 1U << player;
        state.members = members;
        state.value += alone_value_[player];
        state.cycles += alone_cycles_[player];
        copy_nodes(state, alone_, network_.own[player]);
        for (std::int32_t w = network_.own_words[player].first; w < network_.own_words[player].last;
             ++w) {
            state.live[w] = alone_.live[w];
            state.full[w] = alone_.full[w];
        }
        for (std::int32_t v = network_.shared.first; v < network_.shared.last; ++v) {
            const std::uint32_t consent = network_.markets[v].consent;
            if ((consent >> player & 1) != 0 && (consent & ~members) == 0) appear(state, v);
        }
        for (int w = 0; w < Words; ++w) suspects_.word[w] = 0;
        for (std::int32_t i = network_.borders[player].first; i < network_.borders[player].last;
             ++i) {
            const std::int32_t id = network_.border[static_cast<std::size_t>(i)].arc;
            if ((network_.arcs[id].consent & ~members) == 0) open_arc(state, id);
        }
        return solve(state);
    }

    void copy(State& to, const State& from) const {
        to.value = from.value;
        to.members = from.members;
        to.cycles = from.cycles;
        for (std::int32_t w = 0; w < network_.slot_words; ++w) {
            to.live[w] = from.live[w];
            to.full[w] = from.full[w];
        }
        copy_nodes(to, from, network_.common);
        for (std::uint64_t rest = from.members; rest != 0;) {
            const int first = __builtin_ctzll(rest);
            const int next = first + __builtin_ctzll(~(rest >> first));
            copy_nodes(to, from, {network_.own[first].first, network_.own[next - 1].last});
            rest &= ~std::uint64_t{0} << next;
        }
        copy_nodes(to, from, network_.shared);
    }

    /// W(S) - W(nobody).
    Value value(const State& state) const { return state.value; }
    std::size_t pivots() const { return pivots_; }
    /// False if not even nobody or a single player could be solved; `add` then always fails.
    bool ready() const { return ready_; }
    /// Pivots after which an invariant did not hold (Checked only).
    std::size_t broken() const { return broken_; }

  private:
    using Arc = typename Network::Arc;
    using Market = typename Network::Market;
    using Range = typename Network::Range;
    using Slot = typename Network::Slot;
    using Stair = typename Network::Stair;

    static constexpr std::int16_t kNone = -1;
    static constexpr std::int16_t kMarket = -1; ///< element of a root: the step of its market
    static constexpr std::int16_t kOpen = -2;   ///< element of a root that has just been cut off
    static constexpr double kNever = 1e200;     ///< above any length, below an infinite price's
    static constexpr double kSound = 1e-7;      ///< relative, of the invariants
    /// Far more pivots than any addition to a network of this size needs.
    static constexpr std::size_t kPivotLimit = 64 * static_cast<std::size_t>(Network::kMaxNodes);

    /// A basic element as Node states it.
    struct Basic {
        double flow, lower, upper, up;
        std::int16_t parent, element;
    };
    /// What turns at a length of the price step: arc `item`, or the market of node ~item.
    struct Turn {
        double length;
        double absorbs; ///< of the imbalance, as if at a node of multiplier 1
        std::int32_t item;
    };

    static bool has(const NodeSet& set, int node) {
        return (set.word[node >> 6] >> (node & 63) & 1) != 0;
    }
    template <typename Visit> static void for_each(const NodeSet& set, Visit&& visit) {
        for (int w = 0; w < Words; ++w) {
            for (std::uint64_t rest = set.word[w]; rest != 0; rest &= rest - 1) {
                visit(64 * w + __builtin_ctzll(rest));
            }
        }
    }
    static void insert(NodeSet& set, const NodeSet& other) {
        for (int w = 0; w < Words; ++w) set.word[w] |= other.word[w];
    }
    static void remove(NodeSet& set, const NodeSet& other) {
        for (int w = 0; w < Words; ++w) set.word[w] &= ~other.word[w];
    }
    static double magnitude(double number) { return number < 0 ? -number : number; }
    static double larger(double one, double other) { return one < other ? other : one; }
    static bool bit(const std::uint64_t* bits, int slot) {
        return (bits[slot >> 6] >> (slot & 63) & 1) != 0;
    }
    static void set_bit(std::uint64_t* bits, int slot, bool on) {
        const std::uint64_t mask = std::uint64_t{1} << (slot & 63);
        bits[slot >> 6] = on ? bits[slot >> 6] | mask : bits[slot >> 6] & ~mask;
    }

    /// The nodes of `range` and the arcs within them, that need just `consent`.
    bool solve_exactly(State& state, std::uint32_t consent, Range range) {
        for (int w = 0; w < Words; ++w) suspects_.word[w] = 0;
        state.value = 0;
        state.cycles = 0;
        state.members = consent;
        exactly_ = true;
        for (std::int32_t v = range.first; v < range.last; ++v) appear(state, v);
        for (std::int32_t id = 0; id < network_.arc_count; ++id) {
            if (network_.within(network_.arcs[id], consent)) open_arc(state, id);
        }
        const bool solved = solve(state);
        exactly_ = false;
        return solved;
    }

    /// A node by itself, on the step that holds zero trade.
    void appear(State& state, int id) const {
        const Market& market = network_.markets[id];
        Node& node = state.node[id];
        const Stair* stair = market.stairs + market.zero_step;
        node.price = market.steps > 0 ? stair->turns_at[1] : 0;
        node.multiplier = 1;
        node.step = market.zero_step;
        assign(node,
               {0, stair[0].bought, market.steps > 0 ? stair[1].bought : 0, 1, kNone, kMarket});
        for (int w = 0; w < Words; ++w) node.below.word[w] = 0;
        node.below.word[id >> 6] = std::uint64_t{1} << (id & 63);
        state.value += market.self_surplus;
    }

    // Additions.
    static void copy_nodes(State& to, const State& from, Range range) {
        for (std::int32_t v = range.first; v < range.last; ++v) to.node[v] = from.node[v];
    }

    /// A new arc between existing nodes: full where it earns, else empty.
    void open_arc(State& state, int id) {
        const Arc& arc = network_.arcs[id];
        const double earned = profit(state, arc);
        const bool full = earned > 0;
        set_arc(state, arc, true, full);
        if (!full) return;
        state.value += earned * arc.capacity;
        push(state, arc.from, -arc.capacity);
        push(state, arc.to, arc.gain * arc.capacity);
    }

    bool solve(State& state) {
        const std::size_t limit = pivots_ + kPivotLimit;
        for (int node = leaving(state); node >= 0; node = leaving(state)) {
            if (++pivots_ > limit || !pivot(state, node)) return false;
            if constexpr (Checked) broken_ += sound(state) ? 0 : 1;
        }
        return true;
    }

    // Pivots.
    /// The node whose basic element is furthest outside its bounds, or -1.
    int leaving(const State& state) {
        double worst = tolerance_;
        int found = -1;
        for (int w = 0; w < Words; ++w) {
            std::uint64_t kept = 0;
            for (std::uint64_t rest = suspects_.word[w]; rest != 0; rest &= rest - 1) {
                const int id = 64 * w + __builtin_ctzll(rest);
                const Node& node = state.node[id];
                const double outside = larger(node.lower - node.flow, node.flow - node.upper);
                if (outside <= tolerance_) continue;
                kept |= rest & (~rest + 1);
                if (outside > worst) {
                    worst = outside;
                    found = id;
                }
            }
            suspects_.word[w] = kept;
        }
        return found;
    }

    bool pivot(State& state, int top) {
        if (state.cycles > 0 && on_cycle(state, top)) open_cycle(state, top);
        cut(state, top);
        top_ = top;
        falling_ = residual_ > 0;
        const double weight = state.node[top].multiplier;
        const double tolerance = tolerance_ * weight;
        double left = magnitude(residual_) * weight, length = 0;
        find_turns(state, left);
        for (;;) {
            int next = 0;
            double soonest = kNever, second = kNever;
            for (int i = 0; i < turn_count_; ++i) {
                const double turns = turns_[i].length;
                const bool sooner = turns < soonest;
                const double later = sooner ? soonest : turns;
                second = later < second ? later : second;
                soonest = sooner ? turns : soonest;
                next = sooner ? i : next;
            }
            if (soonest >= kNever) return false;
            Turn& turn = turns_[next];
            double passed = 0;
            do {
                if (turn.length > length) {
                    state.value -= left * (turn.length - length);
                    length = turn.length;
                }
                if (left <= turn.absorbs + tolerance) {
                    if (passed != 0) push(state, ~turn.item, -passed);
                    enter(state, turn.item, falling_ ? -length : length);
                    return true;
                }
                left -= turn.absorbs;
                if (turn.item >= 0) {
                    flip(state, turn.item);
                    turn.length = Network::kInfinite;
                } else {
                    passed += pass_step(state, turn);
                }
            } while (turn.length <= second);
            if (passed != 0) push(state, ~turn.item, -passed);
        }
    }

    int root_of(const State& state, int node) const {
        while (state.node[node].parent >= 0) node = state.node[node].parent;
        return node;
    }
    int other_end(int id, int node) const {
        return network_.arcs[id].from == node ? network_.arcs[id].to : network_.arcs[id].from;
    }

    /// Whether the node's arc to its parent lies on the cycle of its component.
    bool on_cycle(const State& state, int node) const {
        const int root = root_of(state, node);
        if (root == node || state.node[root].element < 0) return false;
        return has(state.node[node].below, other_end(state.node[root].element, root));
    }

    /// Makes the node the root and its arc to its parent the one that closes the cycle, and a tree
    /// arc of the arc that did.
    void open_cycle(State& state, int top) {
        Node& node = state.node[top];
        const int root = root_of(state, top);
        Node& old_root = state.node[root];
        const int closing = old_root.element;
        const int end = other_end(closing, root);
        const NodeSet upper_part = node.below, all = old_root.below;
        NodeSet lower_part = all;
        remove(lower_part, upper_part);
        for (int v = node.parent; v >= 0; v = state.node[v].parent) {
            remove(state.node[v].below, upper_part);
        }
        for (int v = end; v != top; v = state.node[v].parent) {
            insert(state.node[v].below, lower_part);
        }
        node.below = all;

        const Arc& closer = network_.arcs[closing];
        const double sent = closer.from == root ? old_root.flow : -old_root.flow * closer.gain;
        assign(old_root, towards_parent(closing, root, sent));
        const double factor = old_root.up * state.node[end].multiplier / old_root.multiplier;
        for_each(lower_part, [&](int v) { state.node[v].multiplier *= factor; });

        const Arc& opened = network_.arcs[node.element];
        const double entered = opened.from == top ? node.flow : -node.flow * opened.inverse_gain;
        assign(node, {entered, 0, opened.capacity, 1, kNone, node.element});
    }

    /// Takes the element of `top` out of the basis, at the bound that it is beyond; what it leaves
    /// over at `top` is residual_.
    void cut(State& state, int top) {
        Node& node = state.node[top];
        const bool over = node.flow > node.upper;
        const double excess = node.flow - (over ? node.upper : node.lower);
        const int parent = node.parent, element = node.element;
        moving_ = node.below;
        residual_ = 0;
        node.parent = kNone;
        node.element = kOpen;
        if (parent >= 0) {
            const Arc& arc = network_.arcs[element];
            set_arc(state, arc, true, over == (arc.from == top));
            for (int v = parent; v >= 0; v = state.node[v].parent) {
                remove(state.node[v].below, moving_);
            }
            residual_ = excess;
            push(state, parent, -excess * node.up);
        } else if (element == kMarket) {
            if (over && network_.markets[top].steps > 0) ++node.step;
            residual_ = excess;
        } else {
            const Arc& arc = network_.arcs[element];
            --state.cycles;
            set_arc(state, arc, true, over);
            push(state, arc.from, excess);
            push(state, arc.to, -arc.gain * excess);
        }
    }

    /// The turns of the moving nodes, without most of those that come after one that absorbs all
    /// that is `left`. A falling price turns arcs that leave and are empty and arcs that enter and
    /// are full; a rising one the others.
    void find_turns(const State& state, double left) {
        int count = 0;
        double limit = kNever;
        const auto add = [&](const Turn& turn) {
            turns_[count] = turn;
            count += turn.length < limit ? 1 : 0;
            const double last = turn.absorbs >= left ? turn.length : kNever;
            limit = last < limit ? last : limit;
        };
        const std::uint64_t direction = falling_ ? 0 : ~std::uint64_t{0};
        for_each(moving_, [&](int id) {
            const Node& node = state.node[id];
            const Market& market = network_.markets[id];
            const double multiplier = node.multiplier;
            const double rate = (falling_ ? 1 : -1) / multiplier;
            add(market_turn(state, id));
            for (int w = market.first_word; w <= market.last_word; ++w) {
                std::uint64_t rest = market.slot_mask & state.live[w] &
                                     (state.full[w] ^ network_.outward[w] ^ direction);
                for (; rest != 0; rest &= rest - 1) {
                    const Slot& slot = network_.slots[64 * w + __builtin_ctzll(rest)];
                    if (has(moving_, slot.other)) {
                        add(inner_turn(state, slot.arc));
                        continue;
                    }
                    const double turns_at = slot.scale * state.node[slot.other].price + slot.offset;
                    add({(node.price - turns_at) * rate, slot.capacity * multiplier, slot.arc});
                }
            }
        });
        turn_count_ = count;
    }

    /// The next turn of a node's market; never where there is none.
    Turn market_turn(const State& state, int id) const {
        const Node& node = state.node[id];
        const Stair* stair = network_.markets[id].stairs + node.step;
        const int falling = falling_ ? 1 : 0;
        const double way = node.price - stair->turns_at[falling];
        return {(falling_ ? way : -way) / node.multiplier,
                (stair[falling].bought - stair[falling - 1].bought) * node.multiplier, ~id};
    }

    /// An arc between moving nodes turns too where their multipliers are not in its proportion.
    Turn inner_turn(const State& state, int id) const {
        const Arc& arc = network_.arcs[id];
        const double drives = drive(state, arc), rate = magnitude(drives);
        const bool gaining = (drives > 0) != falling_;
        const bool full = bit(state.full, arc.from_slot);
        if (gaining == full || rate <= kCycleTolerance * state.node[arc.from].multiplier) {
            return {Network::kInfinite, 0, id};
        }
        const double earned = profit(state, arc);
        return {(full ? earned : -earned) / rate, arc.capacity * rate, id};
    }

    void flip(State& state, int id) {
        const Arc& arc = network_.arcs[id];
        const bool full = !bit(state.full, arc.from_slot);
        const double change = full ? arc.capacity : -arc.capacity;
        set_arc(state, arc, true, full);
        push(state, arc.from, -change);
        push(state, arc.to, arc.gain * change);
    }

    /// Takes a market past a step; returns what it buys more.
    double pass_step(State& state, Turn& turn) const {
        const int id = ~turn.item;
        Node& node = state.node[id];
        const Stair* stair = network_.markets[id].stairs + node.step;
        const int change = falling_ ? 1 : -1;
        node.step = static_cast<std::int16_t>(node.step + change);
        turn = market_turn(state, id);
        return stair[change].bought - stair->bought;
    }

    /// Moves the prices by `step` at multiplier 1 and hangs the moving nodes on what enters.
    void enter(State& state, int item, double step) {
        if (item < 0) {
            enter_market(state, ~item, step);
        } else if (!has(moving_, network_.arcs[item].from)) {
            enter_arc(state, item, network_.arcs[item].to, step);
        } else if (!has(moving_, network_.arcs[item].to)) {
            enter_arc(state, item, network_.arcs[item].from, step);
        } else {
            close_cycle(state, item, step);
        }
    }

    void enter_market(State& state, int id, double step) {
        Node& node = state.node[id];
        const double bought = residual_ * state.node[top_].multiplier / node.multiplier;
        const double flow = network_.markets[id].stairs[node.step].bought + bought;
        if (!falling_) --node.step;
        const Stair* stair = network_.markets[id].stairs + node.step;
        push(state, id, -bought);
        shift_prices(state, step, 1);
        hang(state, id, {flow, stair[0].bought, stair[1].bought, 1, kNone, kMarket});
    }

    void enter_arc(State& state, int id, int end, double step) {
        const Arc& arc = network_.arcs[id];
        Basic basic = towards_parent(id, end, 0);
        const double sent = residual_ * state.node[top_].multiplier / state.node[end].multiplier;
        const bool full = bit(state.full, arc.from_slot);
        basic.flow = (full ? basic.lower + basic.upper : 0) + sent;
        set_arc(state, arc, false, false);
        push(state, end, -sent);
        push(state, basic.parent, sent * basic.up);
        shift_prices(state, step,
                     basic.up * state.node[basic.parent].multiplier / state.node[end].multiplier);
        hang(state, end, basic);
        for (int v = basic.parent; v >= 0; v = state.node[v].parent) {
            insert(state.node[v].below, moving_);
        }
    }

    void close_cycle(State& state, int id, double step) {
        const Arc& arc = network_.arcs[id];
        const double change = -residual_ * state.node[top_].multiplier / drive(state, arc);
        const double flow = (bit(state.full, arc.from_slot) ? arc.capacity : 0) + change;
        set_arc(state, arc, false, false);
        push(state, arc.from, -change);
        push(state, arc.to, arc.gain * change);
        shift_prices(state, step, 1);
        hang(state, arc.from, {flow, 0, arc.capacity, 1, kNone, static_cast<std::int16_t>(id)});
        ++state.cycles;
    }

    void shift_prices(State& state, double step, double factor) {
        for_each(moving_, [&](int id) {
            Node& node = state.node[id];
            node.price += step * node.multiplier;
            node.multiplier *= factor;
        });
    }

    /// Turns the tree of the moving nodes, with root top_, so that `id` is its root with the given
    /// element.
    void hang(State& state, int id, Basic basic) {
        NodeSet below_last = {};
        for (;;) {
            Node& node = state.node[id];
            const int parent = node.parent;
            const double flow = -node.flow * node.up;
            const int element = node.element;
            const NodeSet below = node.below;
            node.below = moving_;
            remove(node.below, below_last);
            assign(node, basic);
            mark(id);
            if (id == top_) return;
            basic = towards_parent(element, parent, flow);
            below_last = below;
            id = parent;
        }
    }

    // Flows.
    void mark(int id) { suspects_.word[id >> 6] |= std::uint64_t{1} << (id & 63); }

    /// Sends what is left over at a node up its tree, short of the root; returns the root and what
    /// arrives there.
    int climb(State& state, int id, double& amount) {
        for (;;) {
            Node& node = state.node[id];
            mark(id);
            if (node.parent < 0) return id;
            node.flow += amount;
            amount *= node.up;
            id = node.parent;
        }
    }

    void push(State& state, int id, double amount) {
        const int root = climb(state, id, amount);
        Node& node = state.node[root];
        if (node.element == kOpen) {
            residual_ += amount;
        } else if (node.element == kMarket) {
            node.flow += amount;
        } else {
            const Arc& arc = network_.arcs[node.element];
            const double change = -amount * node.multiplier / drive(state, arc);
            node.flow += change;
            double out = -change, in = arc.gain * change;
            climb(state, arc.from, out);
            climb(state, arc.to, in);
        }
    }

    /// By how much the arc's profit grows where the prices of both ends grow by their multipliers.
    double drive(const State& state, const Arc& arc) const {
        return arc.gain * state.node[arc.to].multiplier - state.node[arc.from].multiplier;
    }
    double profit(const State& state, const Arc& arc) const {
        return arc.gain * state.node[arc.to].price - state.node[arc.from].price - arc.cost;
    }

    /// The arc as basic element of one of its ends, the other its parent.
    Basic towards_parent(int id, int node, double flow) const {
        const Arc& arc = network_.arcs[id];
        const auto element = static_cast<std::int16_t>(id);
        if (arc.from == node) return {flow, 0, arc.capacity, arc.gain, arc.to, element};
        return {flow, -arc.gain * arc.capacity, 0, arc.inverse_gain, arc.from, element};
    }
    static void assign(Node& node, const Basic& basic) {
        node.flow = basic.flow;
        node.lower = basic.lower;
        node.upper = basic.upper;
        node.up = basic.up;
        node.parent = basic.parent;
        node.element = basic.element;
    }
    static void set_arc(State& state, const Arc& arc, bool live, bool full) {
        set_bit(state.live, arc.from_slot, live);
        set_bit(state.live, arc.to_slot, live);
        set_bit(state.full, arc.from_slot, full);
        set_bit(state.full, arc.to_slot, full);
    }

    // Invariants.
    bool exists(std::uint32_t consent, std::uint32_t members) const {
        return exactly_ ? consent == members : (consent & ~members) == 0;
    }

    /// Conservation, tension of basic elements, dual feasibility, trees, to a relative 1e-7.
    bool sound(const State& state) const {
        double balance[Network::kMaxNodes] = {}, traffic[Network::kMaxNodes] = {};
        std::int32_t cycles = 0;
        for (int v = 0; v < network_.nodes; ++v) {
            if (!exists(network_.markets[v].consent, state.members)) continue;
            if (!sound_node(state, v)) return false;
            const Node& node = state.node[v];
            const double bought = node.parent < 0 && node.element == kMarket
                                      ? node.flow
                                      : network_.markets[v].stairs[node.step].bought;
            balance[v] -= bought;
            cycles += node.parent < 0 && node.element >= 0;
        }
        for (int id = 0; id < network_.arc_count; ++id) {
            const Arc& arc = network_.arcs[id];
            const bool open =
                exactly_ ? network_.within(arc, state.members) : exists(arc.consent, state.members);
            if (!open) continue;
            double flow = 0;
            if (!sound_arc(state, id, flow)) return false;
            balance[arc.from] -= flow;
            balance[arc.to] += arc.gain * flow;
            traffic[arc.from] += magnitude(flow);
            traffic[arc.to] += magnitude(flow);
        }
        for (int v = 0; v < network_.nodes; ++v) {
            if (magnitude(balance[v]) > kSound * (network_.supplied + traffic[v])) return false;
        }
        return cycles == state.cycles;
    }

    bool sound_node(const State& state, int id) const {
        const Node& node = state.node[id];
        const Market& market = network_.markets[id];
        const double slack = kSound * (1 + magnitude(node.price));
        const bool stands = node.parent < 0 && node.element == kMarket;
        const Stair& stair = market.stairs[node.step];
        if (stands && market.steps > 0 && magnitude(node.price - stair.turns_at[1]) > slack) {
            return false;
        }
        if (!stands &&
            (node.price < stair.turns_at[1] - slack || node.price > stair.turns_at[0] + slack)) {
            return false;
        }
        NodeSet below = {};
        for (int v = 0; v < network_.nodes; ++v) {
            if (!exists(network_.markets[v].consent, state.members)) continue;
            int above = v;
            for (int steps = 0; above >= 0 && above != id; above = state.node[above].parent) {
                if (++steps > network_.nodes) return false;
            }
            if (above == id) below.word[v >> 6] |= std::uint64_t{1} << (v & 63);
        }
        for (int w = 0; w < Words; ++w) {
            if (below.word[w] != node.below.word[w]) return false;
        }
        if (node.parent < 0) return true;
        const double expected = node.up * state.node[node.parent].multiplier;
        return magnitude(node.multiplier - expected) <= kSound * expected;
    }

    /// Sets the flow of an open arc.
    bool sound_arc(const State& state, int id, double& flow) const {
        const Arc& arc = network_.arcs[id];
        const double earned = profit(state, arc);
        const double slack = kSound * (1 + magnitude(state.node[arc.from].price) +
                                       magnitude(state.node[arc.to].price));
        const bool live = bit(state.live, arc.from_slot), full = bit(state.full, arc.from_slot);
        if (live != bit(state.live, arc.to_slot) || full != bit(state.full, arc.to_slot)) {
            return false;
        }
        const Node& from = state.node[arc.from];
        const Node& to = state.node[arc.to];
        if (live) {
            flow = full ? arc.capacity : 0;
            return from.element != id && to.element != id &&
                   (full ? earned >= -slack : earned <= slack);
        }
        if ((from.element == id) == (to.element == id)) return false;
        const bool upward = from.element == id;
        flow =
            upward || to.parent < 0 ? (upward ? from.flow : to.flow) : -to.flow * arc.inverse_gain;
        return magnitude(earned) <= slack;
    }

    double tolerance_ = 0;
    bool ready_ = true;
    bool exactly_ = false; ///< only what needs exactly the members exists
    Network network_;
    std::size_t pivots_ = 0, broken_ = 0;
    State nobody_ = {};
    State alone_ = {}; ///< each player's own nodes, solved for it alone
    double alone_value_[Network::kMaxPlayers];
    std::int32_t alone_cycles_[Network::kMaxPlayers];

    // Of the pivot under way.
    NodeSet suspects_ = {}; ///< nodes whose basic element may be outside its bounds
    NodeSet moving_ = {};
    int top_ = 0;          ///< the root of the moving nodes
    bool falling_ = false; ///< their prices fall
    double residual_ = 0;  ///< what is left over at the top of the moving nodes
    Turn turns_[Network::kMaxArcs + Network::kMaxNodes];
    int turn_count_ = 0;
};

template <int Words> using GeneralisedKernel = GeneralisedNetworkKernel<Words, false>;

} // namespace ISTHMUS_KERNEL_VARIANT
} // namespace isthmus::game
