// SPDX-License-Identifier: Apache-2.0
// Views of quantities and prices.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "report/columns.hpp"
#include "report/naming.hpp"
#include "report/views.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;

/// A dual below this share of a typical price is the solver's noise and is shown as none.
constexpr double kSmallestRent = 1e-6;
/// A range of flow below what two decimals show counts as one flow.
constexpr double kSameFlow = 0.005;

std::vector<ResultColumn> flow_columns() {
    return {text("link", "Link", "Id of the link"),
            text("name", "Name", "Name of the link"),
            text("commodity", "Commodity", "Id of the commodity"),
            text("from", "From", "Where the flow enters"),
            text("to", "To", "Where it leaves"),
            text("direction", "Direction", "forward: from the link's from_node to its to_node"),
            number("flow", "Flow", "@unit", 2, "Quantity that enters in the year"),
            number("capacity", "Capacity", "@unit", 2,
                   "Most that can enter in the year; empty where only a group limits it"),
            text("unit", "Unit", "Unit of flow and capacity"),
            number("use", "Use", "%", 0, "Flow as a share of capacity"),
            number("rent", "Scarcity rent", "@price_unit", 2,
                   "What one unit more of capacity would be worth"),
            number("paid", "Cost of carriage", "@price_unit", 2,
                   "Mean cost to the shipper, scarcity rent left out"),
            text("price_unit", "Price unit", "Unit of rent and cost"),
            text("status", "Status", "At the end of the year: open, restricted or closed"),
            text("since", "Since", "Date from which the status holds; empty: before the records"),
            text("by", "By", "Who restricted or closed the link")};
}

} // namespace

ResultTable flow_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{"flows",
                      "Flows against capacity: " + basis_title(equilibrium),
                      "Capacity counts only the days of the year on which the link was in service.",
                      flow_columns(),
                      {}};
    const auto standing = standings(equilibrium.market);
    for (const flow::LinkFlow& row : flow::link_flows(equilibrium)) {
        const world::Link& link = world.links[row.link];
        const world::Commodity& commodity = world.commodities[row.commodity];
        const Ends ends = ends_of(world, row.link, row.backward);
        const Standing& where = standing[row.link];
        const double rent = row.rent > kSmallestRent ? row.rent : 0;
        auto claims = capacity_claims(equilibrium.market, row.link, row.commodity);
        add_claims(claims, where.claims);
        table.rows.push_back(
            {{link.id, link.name, commodity.id, node_name(world, ends.from),
              node_name(world, ends.to), row.backward ? "backward" : "forward",
              commodity.shown_quantity(row.flow), commodity.shown_quantity(row.capacity),
              commodity.unit.name, row.capacity > 0 ? Cell(100 * row.flow / row.capacity) : Cell(),
              commodity.shown_price(rent), commodity.shown_price(row.paid),
              commodity.price_unit.name, to_string(where.status), where.since, where.by},
             claim_ids(world, claims)});
    }
    return table;
}

ResultTable flow_range_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{"flow_ranges",
                      "Flows that are not unique: " + basis_title(equilibrium),
                      "Each flow may lie anywhere in its range without a loss to anybody, though "
                      "not all of them at their ends at once.",
                      {text("link", "Link", "Id of the link"), text("name", "Name"),
                       text("commodity", "Commodity", "Id of the commodity"), text("from", "From"),
                       text("to", "To"),
                       number("flow", "Flow", "@unit", 2, "As reported elsewhere"),
                       number("low", "Low", "@unit", 2, "Least over all optimal solutions"),
                       number("high", "High", "@unit", 2, "Most over all optimal solutions"),
                       text("unit", "Unit")},
                      {}};
    const auto flows = flow::link_flows(equilibrium);
    const auto ranges = flow::link_flow_ranges(equilibrium);
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const world::Commodity& commodity = world.commodities[flows[i].commodity];
        const double low = commodity.shown_quantity(std::max(0.0, ranges[i].low));
        const double high = commodity.shown_quantity(ranges[i].high);
        if (high - low < kSameFlow) continue;
        const Ends ends = ends_of(world, flows[i].link, flows[i].backward);
        const world::Link& link = world.links[flows[i].link];
        table.rows.push_back({{link.id, link.name, commodity.id, node_name(world, ends.from),
                               node_name(world, ends.to), commodity.shown_quantity(flows[i].flow),
                               low, high, commodity.unit.name},
                              {}});
    }
    return table;
}

ResultTable owner_flow_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{"flows_by_owner",
                      "Flows by owner of the goods: " + basis_title(equilibrium),
                      "Fuels whose suppliers every restriction, contract and observation treats "
                      "alike travel together and are shown as one owner.",
                      {text("link", "Link", "Id of the link"), text("name", "Name"),
                       text("commodity", "Commodity", "Id of the commodity"),
                       text("owner", "Owner", "Suppliers of a fuel, origin and shipper of freight"),
                       text("from", "From"), text("to", "To"),
                       number("flow", "Flow", "@unit", 2, "Quantity that enters in the year"),
                       text("unit", "Unit")},
                      {}};
    for (const flow::LayerFlow& row : flow::layer_flows(equilibrium)) {
        const world::Commodity& commodity =
            world.commodities[equilibrium.market.layers[row.layer].commodity];
        const Ends ends = ends_of(world, row.link, row.backward);
        table.rows.push_back(
            {{world.links[row.link].id, world.links[row.link].name, commodity.id,
              flow::layer_name(equilibrium.market, row.layer), node_name(world, ends.from),
              node_name(world, ends.to), commodity.shown_quantity(row.flow), commodity.unit.name},
             {}});
    }
    return table;
}

namespace {

struct PlaceKey {
    world::NodeId node;
    world::CommodityId commodity;
    world::NodeId origin;
    auto operator<=>(const PlaceKey&) const = default;
};

/// Claims of the supply and demand rows of each place: those of the anchors around the year.
std::map<PlaceKey, std::vector<world::ClaimId>> place_claims(const flow::Market& market) {
    std::map<PlaceKey, std::vector<world::ClaimId>> result;
    std::map<std::pair<int, PlaceKey>, std::pair<int, int>>
        anchors; // kind and place: last before, first after
    const auto each = [&](auto&& visit) {
        const world::World& world = *market.world;
        for (const auto& r : world.supply) visit(0, PlaceKey{r.node, r.commodity, {}}, r);
        for (const auto& r : world.demand) visit(1, PlaceKey{r.node, r.commodity, {}}, r);
        for (const auto& r : world.freight_demand) {
            visit(2, PlaceKey{r.destination, r.commodity, r.origin}, r);
        }
    };
    constexpr int kNever = 1 << 20;
    each([&](int kind, const PlaceKey& key, const auto& row) {
        auto& range = anchors.try_emplace({kind, key}, -kNever, kNever).first->second;
        if (row.year <= market.year) range.first = std::max(range.first, row.year);
        if (row.year >= market.year) range.second = std::min(range.second, row.year);
    });
    each([&](int kind, const PlaceKey& key, const auto& row) {
        const auto& range = anchors.at({kind, key});
        if (row.year == range.first || row.year == range.second) {
            add_claims(result[key], row.provenance.claims);
        }
    });
    return result;
}

} // namespace

ResultTable price_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{"prices",
                      "Prices: " + basis_title(equilibrium),
                      "Where several prices support the same flows, low and high are the ends of "
                      "the interval and the price is its middle. For freight the price is the "
                      "generalised cost of transport from the origin.",
                      {text("node", "Place", "Id of the place"), text("name", "Name"),
                       text("commodity", "Commodity", "Id of the commodity"),
                       text("origin", "Origin", "Freight only: where it comes from"),
                       number("price", "Price", "@price_unit", 2, "Middle of the interval"),
                       number("low", "Low", "@price_unit", 2, "Lowest price"),
                       number("high", "High", "@price_unit", 2, "Highest price"),
                       text("price_unit", "Price unit"),
                       number("supplied", "Supplied", "@unit", 2, "Quantity supplied there"),
                       number("consumed", "Consumed", "@unit", 2, "Quantity consumed there"),
                       text("unit", "Unit")},
                      {}};
    const auto claims = place_claims(equilibrium.market);
    for (const flow::NodePrice& row : flow::node_prices(equilibrium)) {
        const world::Commodity& commodity = world.commodities[row.commodity];
        const auto cited = claims.find({row.node, row.commodity, row.origin});
        table.rows.push_back(
            {{world.nodes[row.node].id, world.nodes[row.node].name, commodity.id,
              row.origin.valid() ? Cell(node_name(world, row.origin)) : Cell(),
              commodity.shown_price(row.price), commodity.shown_price(row.low),
              commodity.shown_price(row.high), commodity.price_unit.name,
              commodity.shown_quantity(row.supplied), commodity.shown_quantity(row.consumed),
              commodity.unit.name},
             cited == claims.end() ? std::vector<std::string>() : claim_ids(world, cited->second)});
    }
    return table;
}

namespace {

/// What a binding constraint is in words, its unit and claims.
struct Described {
    std::string kind, name, unit, price_unit;
    double quantity_factor = 1, price_factor = 1;
    std::vector<world::ClaimId> claims;
};

void describe_commodity(Described& out, const world::Commodity& commodity) {
    out.unit = commodity.unit.name;
    out.price_unit = commodity.price_unit.name;
    out.quantity_factor = commodity.shown_quantity(1);
    out.price_factor = commodity.shown_price(1);
}

Described describe(const flow::Market& market, const flow::BindingConstraint& row) {
    const world::World& world = *market.world;
    Described out;
    if (row.obligation.valid()) {
        const flow::MarketObligation& obligation = market.obligations[row.obligation];
        const bool least = row.rent > 0;
        if (obligation.contract.valid()) {
            const world::Contract& contract = world.contracts[obligation.contract];
            out.kind = least ? "minimum take" : "maximum take";
            out.name = contract.name;
            out.claims = contract.provenance.claims;
            describe_commodity(out, world.commodities[contract.commodity]);
        } else {
            const world::Restriction& restriction = world.restrictions[obligation.restriction];
            out.kind = "quota";
            out.name = restriction.name;
            out.claims = restriction.provenance.claims;
            if (restriction.commodity.valid()) {
                describe_commodity(out, world.commodities[restriction.commodity]);
            }
        }
        return out;
    }
    const flow::MarketResource& resource = market.resources[row.resource];
    if (resource.group.valid()) {
        const world::CapacityGroup& group = world.capacity_groups[resource.group];
        out.kind = "shared capacity";
        out.name = group.name;
        out.unit = canonical_unit(group.dimension);
        const Unit* price = price_unit_of(group.dimension);
        out.price_unit = price != nullptr ? price->name : "MUSD/(" + out.unit + ")";
        out.price_factor = price != nullptr ? 1 / price->factor : 1;
        const Period year = Period::of_year(market.year);
        for (const world::GroupCapacity& capacity : world.group_capacities) {
            if (capacity.group == resource.group && capacity.period.overlaps(year)) {
                add_claims(out.claims, capacity.provenance.claims);
            }
        }
        return out;
    }
    out.kind = "capacity";
    out.name = world.links[resource.link].name;
    out.claims = capacity_claims(market, resource.link, resource.commodity);
    describe_commodity(out, world.commodities[resource.commodity]);
    return out;
}

} // namespace

ResultTable binding_table(const Equilibrium& equilibrium) {
    const flow::Market& market = equilibrium.market;
    const world::World& world = *market.world;
    ResultTable table{
        "binding",
        "What is binding: " + basis_title(equilibrium),
        "Rent is what one unit more (of a minimum take: one unit less) would be worth.",
        {text("kind", "Kind", "Capacity, shared capacity, contract or quota"), text("id", "Id"),
         text("name", "Name"), text("commodity", "Commodity", "Id of the commodity"),
         number("limit", "Limit", "@unit", 2, "What may not be exceeded, or undercut"),
         text("unit", "Unit"), number("rent", "Rent", "@price_unit", 2, "Worth of one unit more"),
         text("price_unit", "Price unit"),
         number("value", "Value", "MUSD/a", 0, "Rent times load")},
        {}};
    for (const flow::BindingConstraint& row : flow::binding_constraints(equilibrium)) {
        const Described of = describe(market, row);
        table.rows.push_back(
            {{of.kind, row.name, of.name,
              row.commodity.valid() ? Cell(world.commodities[row.commodity].id) : Cell(),
              row.limit * of.quantity_factor, of.unit, std::abs(row.rent) * of.price_factor,
              of.price_unit, row.value},
             claim_ids(world, of.claims)});
    }
    return table;
}

} // namespace isthmus::report
