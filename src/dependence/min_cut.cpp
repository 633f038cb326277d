// SPDX-License-Identifier: Apache-2.0
#include "dependence/min_cut.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "flow/linear_program.hpp"
#include "flow/market_year.hpp"

namespace isthmus::dependence {
namespace {

using flow::kInfinity;
using world::FlowDirection;
using world::LinkId;
using world::NodeId;

// Weights of a cut that are rounding of the linear program (flow::kLpTolerance is 1e-9).
constexpr double kNoWeight = 1e-7;
// A residual below this share of the link's limit is rounding.
constexpr double kNoResidual = 1e-7;

enum class Side : unsigned char { kNeither, kSource, kSink };

/// The limit of a link in one or both directions.
struct Limit {
    LinkId link;
    FlowDirection direction = FlowDirection::kBoth;
    double limit = 0;
    std::size_t row = 0;
};
/// A link that goods may go over.
struct Way {
    LinkId link;
    bool forward = false, backward = false;
    std::size_t forward_column = 0, backward_column = 0;
    std::vector<std::size_t> limits; ///< places in the list of limits
    double net = 0;                  ///< forward less backward flow
};
struct Shared {
    world::GroupId group;
    double limit = 0;
    std::size_t row = 0;
};

bool covers(FlowDirection direction, bool backward) {
    return direction == FlowDirection::kBoth || (direction == FlowDirection::kBackward) == backward;
}

class Network {
  public:
    Network(const world::World& world, int year, world::CommodityId commodity)
        : world_(world), year_(world, year), commodity_(commodity) {}

    Diagnostics set_sides(const CutSide& from, const CutSide& to) {
        sides_.assign(world_.nodes.size(), Side::kNeither);
        Diagnostics diagnostics = mark(from, Side::kSource, "source");
        diagnostics.append(mark(to, Side::kSink, "sink"));
        return diagnostics;
    }

    Result<MinCut> run() {
        find_ways();
        build();
        const auto solver = flow::make_lp_solver(flow::lp_solver_names().front(), program_);
        const flow::LpSolution solution = solver->solve();
        if (solution.status != flow::LpStatus::kOptimal) {
            return one(
                {"E521", "", 0, "", "the solver stopped without an optimum", "a largest flow", ""});
        }
        MinCut result;
        result.flow = solution.value[total_];
        for (Way& way : ways_) {
            if (way.forward) way.net += solution.value[way.forward_column];
            if (way.backward) way.net -= solution.value[way.backward_column];
        }
        const bool plain = std::all_of(shared_.begin(), shared_.end(), [&](const Shared& group) {
            return -solution.row_dual[group.row] <= kNoWeight;
        });
        if (plain) {
            cut_by_residual(result);
        } else {
            cut_by_duals(solution, result);
        }
        for (const CutPart& part : result.cut) result.capacity += part.weight * part.capacity;
        if (std::abs(result.capacity - result.flow) > kCutTolerance * std::max(1.0, result.flow)) {
            return one({"E815", "", 0, "",
                        fmt::format("flow {:.9g}, cut {:.9g}", result.flow, result.capacity),
                        "the largest flow to equal the smallest cut", ""});
        }
        return result;
    }

  private:
    Diagnostics mark(const CutSide& side, Side as, const char* name) {
        std::vector<NodeId> nodes = side.nodes;
        for (const NodeId node : world_.nodes.ids()) {
            const auto state = world_.controller(world_.nodes[node].territory, year_.day());
            if (std::find(side.states.begin(), side.states.end(), state) != side.states.end()) {
                nodes.push_back(node);
            }
        }
        for (const NodeId node : nodes) {
            Side& at = sides_[node.index()];
            if (at != Side::kNeither && at != as) {
                return one({"E814", "", 0, "", world_.nodes[node].id + " on both sides",
                            "two sides that share no node", ""});
            }
            at = as;
        }
        if (!nodes.empty()) return {};
        return one({"E814", "", 0, "", fmt::format("a {} side without a node", name),
                    "states that control a node's territory in that year, or nodes", ""});
    }

    void find_ways() {
        for (const LinkId id : world_.links.ids()) {
            const world::Link& link = world_.links[id];
            Way way;
            way.link = id;
            for (const flow::YearCapacity& capacity : year_.capacities(id)) {
                if (capacity.commodity != commodity_) continue;
                way.limits.push_back(limits_.size());
                limits_.push_back({id, capacity.direction, capacity.limit, 0});
                if (covers(capacity.direction, false)) way.forward = true;
                if (covers(capacity.direction, true) &&
                    link.direction == world::LinkDirection::kBoth) {
                    way.backward = true;
                }
            }
            if (way.forward || way.backward) ways_.push_back(std::move(way));
        }
    }

    /// Maximise the flow from the sink back to the source that closes the circle.
    void build() {
        row_of_.resize(world_.nodes.size());
        const std::size_t source = program_.add_row(0, 0);
        const std::size_t sink = program_.add_row(0, 0);
        for (const NodeId node : world_.nodes.ids()) {
            const Side side = sides_[node.index()];
            row_of_[node.index()] = side == Side::kSource ? source
                                    : side == Side::kSink ? sink
                                                          : program_.add_row(0, 0);
        }
        for (Limit& limit : limits_) limit.row = program_.add_row(-kInfinity, limit.limit);
        find_shared();
        total_ = program_.add_column(-1, 0, kInfinity);
        program_.add_entry(source, -1);
        program_.add_entry(sink, 1);
        for (Way& way : ways_) {
            if (way.forward) way.forward_column = add_column(way, false);
            if (way.backward) way.backward_column = add_column(way, true);
        }
    }

    void find_shared() {
        std::vector<bool> wanted(world_.capacity_groups.size());
        for (const auto& member : world_.group_members) {
            if (member.commodity == commodity_) wanted[member.group.index()] = true;
        }
        for (const auto group : world_.capacity_groups.ids()) {
            const double limit = year_.group_capacity(group);
            if (!wanted[group.index()] || std::isinf(limit)) continue;
            shared_.push_back({group, limit, program_.add_row(-kInfinity, limit)});
        }
    }

    std::size_t add_column(const Way& way, bool backward) {
        const world::Link& link = world_.links[way.link];
        const std::size_t column = program_.add_column(0, 0, kInfinity);
        const std::size_t from = row_of_[(backward ? link.to : link.from).index()];
        const std::size_t to = row_of_[(backward ? link.from : link.to).index()];
        if (from != to) {
            program_.add_entry(from, 1);
            program_.add_entry(to, -1);
        }
        for (const std::size_t place : way.limits) {
            if (covers(limits_[place].direction, backward)) {
                program_.add_entry(limits_[place].row, 1);
            }
        }
        for (const Shared& group : shared_) {
            const double use = use_of(group.group, way.link);
            if (use > 0) program_.add_entry(group.row, use);
        }
        return column;
    }

    double use_of(world::GroupId group, LinkId link) const {
        double use = 0;
        for (const auto& member : world_.group_members) {
            if (member.group == group && member.link == link && member.commodity == commodity_) {
                use += member.use;
            }
        }
        return use;
    }

    /// How much more the link could carry that way.
    bool has_residual(const Way& way, bool backward) const {
        if (backward ? !way.backward : !way.forward) return backward ? way.net > 0 : way.net < 0;
        const double along = backward ? -way.net : way.net;
        for (const std::size_t place : way.limits) {
            const Limit& limit = limits_[place];
            if (!covers(limit.direction, backward)) continue;
            if (limit.limit - along <= kNoResidual * limit.limit) return false;
        }
        return true;
    }

    /// Nodes that can be reached from the source where `open` says so.
    template <typename Open> std::vector<bool> reached(const Open& open) const {
        std::vector<bool> seen(world_.nodes.size());
        for (const NodeId node : world_.nodes.ids()) {
            if (sides_[node.index()] == Side::kSource) seen[node.index()] = true;
        }
        for (bool more = true; more;) {
            more = false;
            for (const Way& way : ways_) {
                const std::size_t from = world_.links[way.link].from.index();
                const std::size_t to = world_.links[way.link].to.index();
                if (seen[from] && !seen[to] && open(way, false)) {
                    seen[to] = more = true;
                } else if (seen[to] && !seen[from] && open(way, true)) {
                    seen[from] = more = true;
                }
            }
        }
        return seen;
    }

    void tell_source_side(const std::vector<bool>& seen, MinCut& result) const {
        for (const NodeId node : world_.nodes.ids()) {
            if (seen[node.index()]) result.source_side.push_back(node);
        }
    }

    /// The cut nearest to the source, which is the same for every largest flow.
    void cut_by_residual(MinCut& result) const {
        const auto seen =
            reached([&](const Way& way, bool backward) { return has_residual(way, backward); });
        for (const Way& way : ways_) {
            const bool from = seen[world_.links[way.link].from.index()];
            const bool to = seen[world_.links[way.link].to.index()];
            const bool backward = to;
            if (from == to || !(backward ? way.backward : way.forward)) continue;
            const Limit* tightest = nullptr;
            for (const std::size_t place : way.limits) {
                const Limit& limit = limits_[place];
                if (!covers(limit.direction, backward)) continue;
                if (tightest == nullptr || limit.limit < tightest->limit) tightest = &limit;
            }
            result.cut.push_back({way.link, {}, tightest->direction, tightest->limit, 1});
        }
        tell_source_side(seen, result);
    }

    void cut_by_duals(const flow::LpSolution& solution, MinCut& result) const {
        const auto weight = [&](std::size_t row) { return -solution.row_dual[row]; };
        for (const Limit& limit : limits_) {
            if (weight(limit.row) <= kNoWeight) continue;
            result.cut.push_back({limit.link, {}, limit.direction, limit.limit, weight(limit.row)});
        }
        for (const Shared& group : shared_) {
            if (weight(group.row) <= kNoWeight) continue;
            result.cut.push_back(
                {{}, group.group, FlowDirection::kBoth, group.limit, weight(group.row)});
        }
        const auto seen = reached([&](const Way& way, bool backward) {
            if (backward ? !way.backward : !way.forward) return false;
            for (const std::size_t place : way.limits) {
                const Limit& limit = limits_[place];
                if (covers(limit.direction, backward) && weight(limit.row) > kNoWeight) {
                    return false;
                }
            }
            return std::none_of(shared_.begin(), shared_.end(), [&](const Shared& group) {
                return weight(group.row) > kNoWeight && use_of(group.group, way.link) > 0;
            });
        });
        tell_source_side(seen, result);
    }

    const world::World& world_;
    flow::MarketYear year_;
    world::CommodityId commodity_;
    std::vector<Side> sides_;
    std::vector<std::size_t> row_of_;
    std::vector<Limit> limits_;
    std::vector<Way> ways_;
    std::vector<Shared> shared_;
    flow::LinearProgram program_;
    std::size_t total_ = 0;
};

} // namespace

Result<MinCut> min_cut(const world::World& world, int year, world::CommodityId commodity,
                       const CutSide& from, const CutSide& to) {
    Network network(world, year, commodity);
    const Diagnostics diagnostics = network.set_sides(from, to);
    if (!diagnostics.empty()) return diagnostics;
    return network.run();
}

} // namespace isthmus::dependence
