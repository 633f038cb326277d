// SPDX-License-Identifier: Apache-2.0
// Flows of each side as ways (flow/path_flows.hpp), matched by what they are called, with the
// reason of each change (views_compare_reasons.hpp).
#include "report/views_compare_ways.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/naming.hpp"
#include "report/views_compare_reasons.hpp"

namespace isthmus::report {

namespace {

using flow::PathFlow;

constexpr int kFlowDecimals = 2;

/// A commodity and whose it is: a supplier of a fuel, or origin and shipper of freight.
using Owner = std::vector<std::string>;

/// Suppliers whose goods share a layer on any side are one owner.
class Owners {
  public:
    void add(const ComparedMarket& side) {
        const flow::Market& market = side.market();
        std::map<std::size_t, Owner> first_of; // by layer
        for (const flow::MarketSupply& supply : market.supplies) {
            const Owner owner = owner_of(side, supply);
            const auto [first, added] = first_of.try_emplace(supply.layer.index(), owner);
            join(first->second, owner);
        }
    }

    /// The first of those who are one owner, in the order of their ids.
    Owner find(const Way& way) const {
        const Owner fuel{way.commodity, way.supplier};
        const Owner owner =
            parent_.contains(fuel) ? fuel : Owner{way.commodity, way.supplier, way.origin};
        return root(owner);
    }

  private:
    static Owner owner_of(const ComparedMarket& side, const flow::MarketSupply& supply) {
        const world::World& world = side.world();
        Owner owner{world.commodities[supply.commodity].id, world.actors[supply.actor].id};
        const world::NodeId origin = side.market().layers[supply.layer].origin;
        if (origin.valid()) owner.push_back(world.nodes[origin].id);
        return owner;
    }

    Owner root(Owner owner) const {
        for (auto at = parent_.find(owner); at != parent_.end() && at->second != owner;
             at = parent_.find(owner)) {
            owner = at->second;
        }
        return owner;
    }

    void join(const Owner& one, const Owner& other) {
        parent_.try_emplace(one, one);
        parent_.try_emplace(other, other);
        const Owner a = root(one), b = root(other);
        parent_[std::max(a, b)] = std::min(a, b);
    }

    std::map<Owner, Owner> parent_;
};

/// A way with what it delivers on each side.
struct WayRow {
    Way way;                     ///< of the first supplier seen
    std::set<std::string> names; ///< of all of them
    std::vector<double> delivered;
    std::vector<WayReason> reasons; ///< for each side but the reference; kTie without text: none

    double change(std::size_t side) const { return delivered[side] - delivered.front(); }
};

/// Rows of one owner and destination.
using Pair = std::pair<Owner, std::pair<std::string, std::string>>;

class WaysTable {
  public:
    explicit WaysTable(const ComparedSides& sides) : sides_(sides) {
        for (std::size_t side = 0; side < sides.size(); ++side) {
            markets_.emplace_back(sides[side]);
            owners_.add(markets_.back());
        }
    }

    ResultTable run() {
        collect();
        for (auto& [pair, rows] : pairs_) {
            std::erase_if(rows, [&](const WayRow& row) { return !moved(row); });
            explain(rows);
            std::stable_sort(rows.begin(), rows.end(), [](const WayRow& a, const WayRow& b) {
                return leading_change(a) < leading_change(b);
            });
        }
        std::vector<const std::pair<const Pair, std::vector<WayRow>>*> order;
        for (const auto& each : pairs_) order.push_back(&each);
        std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
            return importance(a->second) > importance(b->second);
        });
        ResultTable table = empty_table();
        for (const auto* each : order) {
            for (const WayRow& row : each->second) table.rows.push_back(cells(row));
        }
        return table;
    }

  private:
    void collect() {
        std::map<std::pair<Pair, std::vector<std::string>>, std::size_t> row_of;
        const std::vector<PathFlow> reference =
            flow::path_flows(sides_.reference().market.problem, sides_.reference().solution);
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            const std::vector<PathFlow> paths =
                side == 0 ? reference : ways_like(markets_[side], markets_.front(), reference);
            for (const PathFlow& path : paths) {
                Way way = markets_[side].way(path);
                const Pair pair{owners_.find(way), {way.destination, way.consumer}};
                std::vector<std::string> course{way.origin};
                for (const WayStep& step : way.steps) {
                    course.push_back(step.link + (step.backward ? "<" : ">"));
                }
                auto& rows = pairs_[pair];
                const auto [at, added] = row_of.try_emplace({pair, course}, rows.size());
                if (added) rows.push_back({way, {}, std::vector<double>(sides_.size()), {}});
                rows[at->second].delivered[side] += path.delivered;
                rows[at->second].names.insert(supplier_name(side, path));
            }
        }
    }

    std::string supplier_name(std::size_t side, const PathFlow& path) const {
        const flow::Market& market = markets_[side].market();
        return actor_name(*market.world, market.supplies[path.supply].actor);
    }

    const world::World& world() const { return markets_.front().world(); }

    const world::Commodity& commodity(const WayRow& row) const {
        return world()
            .commodities[world().find<world::CommodityTag>("commodities", row.way.commodity)];
    }

    double shown(const WayRow& row, double quantity) const {
        return commodity(row).shown_quantity(quantity);
    }

    bool moved(const WayRow& row) const {
        for (std::size_t side = 1; side < sides_.size(); ++side) {
            if (visible(shown(row, row.change(side)), kFlowDecimals)) return true;
        }
        return false;
    }

    static double leading_change(const WayRow& row) {
        double change = 0;
        for (std::size_t side = 1; side < row.delivered.size(); ++side) {
            if (std::abs(row.change(side)) > std::abs(change)) change = row.change(side);
        }
        return change;
    }

    /// By what pairs are ordered: units differ between commodities, so the commodity counts first;
    /// then pairs in which something stood in the way; then all that moved.
    std::tuple<std::size_t, bool, double> importance(const std::vector<WayRow>& rows) const {
        if (rows.empty()) return {0, false, 0};
        double sum = 0;
        bool obstacle = false;
        for (const WayRow& row : rows) {
            sum += std::abs(leading_change(row));
            for (const WayReason& reason : row.reasons) {
                obstacle = obstacle || reason.kind == WayReason::Kind::kObstacle;
            }
        }
        const auto id =
            world().find<world::CommodityTag>("commodities", rows.front().way.commodity);
        return {world().commodities.size() - id.index(), obstacle, sum};
    }

    /// Where the market itself only passes on what happened to another way of the same goods, that
    /// is the reason.
    void explain(std::vector<WayRow>& rows) const {
        for (WayRow& row : rows) {
            row.reasons.resize(sides_.size());
            for (std::size_t side = 1; side < sides_.size(); ++side) {
                if (!visible(shown(row, row.change(side)), kFlowDecimals)) continue;
                row.reasons[side] =
                    why_moved(markets_.front(), markets_[side], row.way, row.change(side) > 0);
            }
        }
        for (std::size_t side = 1; side < sides_.size(); ++side) {
            const WayRow* lost = cause(rows, side, false);
            const WayRow* gained = cause(rows, side, true);
            for (WayRow& row : rows) {
                WayReason& reason = row.reasons[side];
                const bool more = row.change(side) > 0;
                const WayRow* other = more ? lost : gained;
                if (reason.text.empty() || other == nullptr ||
                    reason.kind == WayReason::Kind::kObstacle) {
                    continue;
                }
                reason.text = fmt::format("{}: {}", more ? "takes over" : "gives way",
                                          other->reasons[side].text);
            }
        }
    }

    /// The way that lost, or gained, most for a reason that stands in the way.
    const WayRow* cause(const std::vector<WayRow>& rows, std::size_t side, bool gained) const {
        const WayRow* found = nullptr;
        for (const WayRow& row : rows) {
            const bool counts = row.reasons[side].kind == WayReason::Kind::kObstacle &&
                                (row.change(side) > 0) == gained;
            if (counts &&
                (found == nullptr || std::abs(row.change(side)) > std::abs(found->change(side)))) {
                found = &row;
            }
        }
        return found;
    }

    ResultTable empty_table() const {
        ResultTable table{
            "compare_ways",
            "Ways that goods moved from and to: " + sides_.bases(),
            "For each owner and destination, what arrives by each way. Where goods of one owner "
            "mix, "
            "as much as possible is taken to stay on its way. Why names what stands in the way, "
            "else the largest amount of money that changed on it.",
            {text("commodity", "Commodity", "Id of the commodity"),
             text("owner", "Owner", "Suppliers of a fuel, shipper of freight"),
             text("from", "From", "Where the goods come from"),
             text("to", "To", "Where they are delivered"),
             text("way", "Way",
                  "Ids of the links in order; empty: delivered where they come from")},
            {}};
        sides_.add_columns(table.columns, number("flow", "Flow", "@unit", kFlowDecimals,
                                                 "Quantity that arrives in the year"));
        table.columns.push_back(text("unit", "Unit"));
        sides_.add_text_columns(table.columns, "why", "Why", "What made it move");
        return table;
    }

    ResultRow cells(const WayRow& row) const {
        std::vector<std::string> links;
        for (const WayStep& step : row.way.steps) links.push_back(step.link);
        const world::World& named = first_with(row);
        ResultRow result;
        result.cells = {row.way.commodity, join({row.names.begin(), row.names.end()}, ", "),
                        node_name(named, named.find<world::NodeTag>("nodes", row.way.origin)),
                        node_name(named, named.find<world::NodeTag>("nodes", row.way.destination)),
                        text_or_missing(join(links, " > "))};
        std::vector<Cell> flows;
        for (const double delivered : row.delivered) flows.emplace_back(shown(row, delivered));
        sides_.add_cells(result.cells, flows, kFlowDecimals);
        result.cells.emplace_back(commodity(row).unit.name);
        for (std::size_t side = 1; side < sides_.size(); ++side) {
            result.cells.push_back(text_or_missing(row.reasons[side].text));
        }
        return result;
    }

    /// A world that has the way's places.
    const world::World& first_with(const WayRow& row) const {
        for (std::size_t side = 0; side < sides_.size(); ++side) {
            if (row.delivered[side] > 0) return markets_[side].world();
        }
        return world();
    }

    const ComparedSides& sides_;
    std::vector<ComparedMarket> markets_;
    Owners owners_;
    std::map<Pair, std::vector<WayRow>> pairs_;
};

} // namespace

ResultTable ways_table(const ComparedSides& sides) {
    return WaysTable(sides).run();
}

} // namespace isthmus::report
