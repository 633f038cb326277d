// SPDX-License-Identifier: Apache-2.0
// Views of what the world says for the year: status, restrictions, contracts, evidence and sources.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/naming.hpp"
#include "report/views.hpp"
#include "world/evidence.hpp"

namespace isthmus::report {

using flow::Equilibrium;

namespace {

bool in_force(const world::Restriction& row, int year) {
    // As the market reads them: closures by days, all others on the reference day.
    return row.kind == world::RestrictionKind::kClosure ? row.period.overlaps(Period::of_year(year))
                                                        : row.period.contains(reference_day(year));
}

} // namespace

ResultTable restriction_table(const Equilibrium& equilibrium) {
    const flow::Market& market = equilibrium.market;
    const world::World& world = *market.world;
    ResultTable table{"restrictions",
                      "Restrictions in force: " + basis_title(equilibrium),
                      "Closures count by the days on which they hold, all others as on 1 July.",
                      {text("id", "Id"), text("name", "Name"),
                       text("kind", "Kind", "What it does to flows"), text("by", "Imposed by"),
                       text("target", "Against"), text("commodity", "Commodity", "Empty: all"),
                       text("links", "Links", "Ids of the links it applies to"),
                       text("from", "From"), text("to", "To", "Empty: still in force"),
                       number("value", "Value", "@unit", 2, "Quota, surcharge or cap"),
                       text("unit", "Unit"), text("note", "Note")},
                      {}};
    for (const world::Restriction& row : world.restrictions) {
        if (!in_force(row, market.year)) continue;
        std::vector<std::string> links;
        for (const world::LinkId link : row.links) links.push_back(world.links[link].id);
        const std::size_t at = row.provenance.row;
        Cell value, unit;
        if (row.value && row.commodity.valid()) {
            const world::Commodity& commodity = world.commodities[row.commodity];
            const bool quantity = row.kind == world::RestrictionKind::kQuota;
            value =
                quantity ? commodity.shown_quantity(*row.value) : commodity.shown_price(*row.value);
            unit = quantity ? commodity.unit.name : commodity.price_unit.name;
        }
        table.rows.push_back(
            {{row.id, row.name, to_string(row.kind), party_names(world, row.imposed_by),
              party_names(world, row.target),
              row.commodity.valid() ? Cell(world.commodities[row.commodity].id) : Cell(),
              join(links, "; "), table_cell(world, "restrictions", at, "from"),
              table_cell(world, "restrictions", at, "to"), value, unit, row.provenance.note},
             claim_ids(world, row.provenance.claims)});
    }
    return table;
}

ResultTable link_status_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{
        "link_status",
        fmt::format("Status of links at the end of {}: {}", equilibrium.market.year,
                    basis_title(equilibrium)),
        "A closure in force outweighs the link's own status.",
        {text("link", "Link", "Id of the link"), text("name", "Name"), text("mode", "Mode"),
         text("from_node", "From"), text("to_node", "To"),
         text("status", "Status", "open, restricted or closed"),
         text("since", "Since", "Empty: before the records"),
         text("by", "By", "Who restricted or closed it"),
         number("in_service", "In service", "%", 0, "Share of the year's days in service"),
         text("note", "Note")},
        {}};
    const auto standing = standings(equilibrium.market);
    for (const auto id : world.links.ids()) {
        const world::Link& link = world.links[id];
        const Standing& row = standing[id];
        table.rows.push_back(
            {{link.id, link.name, to_string(link.mode), node_name(world, link.from),
              node_name(world, link.to), to_string(row.status), row.since, row.by,
              100 * row.open_share, row.note},
             claim_ids(world, row.claims)});
    }
    return table;
}

ResultTable contract_table(const Equilibrium& equilibrium) {
    const flow::Market& market = equilibrium.market;
    const world::World& world = *market.world;
    ResultTable table{"contracts",
                      "Contracts: " + basis_title(equilibrium),
                      "Minimum and maximum count by the share of the year that the contract "
                      "covers. Rent is what a unit less of the minimum, or more of the maximum, "
                      "would be worth.",
                      {text("id", "Id"), text("name", "Name"), text("seller", "Seller"),
                       text("buyer", "Buyer"), text("commodity", "Commodity"),
                       text("node", "Delivered at", "Empty: wherever the buyer consumes"),
                       number("minimum", "Minimum", "@unit", 2, "Least in the year"),
                       number("delivered", "Delivered", "@unit", 2, "In the equilibrium"),
                       number("maximum", "Maximum", "@unit", 2, "Most in the year"),
                       text("unit", "Unit"),
                       number("rent", "Rent", "@price_unit", 2, "Above zero where it binds"),
                       text("price_unit", "Price unit"), text("from", "From"), text("to", "To")},
                      {}};
    for (const auto id : market.obligations.ids()) {
        const world::ContractId contract = market.obligations[id].contract;
        if (!contract.valid()) continue;
        const world::Contract& row = world.contracts[contract];
        const world::Commodity& commodity = world.commodities[row.commodity];
        const flow::Obligation& obligation = market.problem.obligations[id];
        double delivered = 0;
        for (const auto delivery : obligation.deliveries) {
            delivered += equilibrium.solution.delivery[delivery];
        }
        const double rent = equilibrium.solution.obligation_rent[id];
        const std::size_t at = row.provenance.row;
        table.rows.push_back(
            {{row.id, row.name, actor_name(world, row.seller), actor_name(world, row.buyer),
              commodity.id, node_name(world, row.node), commodity.shown_quantity(obligation.lower),
              commodity.shown_quantity(delivered), commodity.shown_quantity(obligation.upper),
              commodity.unit.name, commodity.shown_price(rent < 0 ? -rent : rent),
              commodity.price_unit.name, table_cell(world, "contracts", at, "from"),
              table_cell(world, "contracts", at, "to")},
             claim_ids(world, row.provenance.claims)});
    }
    return table;
}

ResultTable evidence_table(const Equilibrium& equilibrium) {
    return evidence_table(*equilibrium.market.world);
}

ResultTable evidence_table(const world::World& world) {
    const auto summary = world::summarise_evidence(world);
    ResultTable table{"evidence",
                      "What the numbers rest on",
                      "A number counts with the claim of its row that says the same number in the "
                      "same unit; where none does, with the weakest claim of the row.",
                      {text("evidence", "Evidence"),
                       number("numbers", "Numbers", "", 0, "Numbers of the world's tables"),
                       number("share", "Share", "%", 1, "Of all numbers"),
                       text("meaning", "Meaning")},
                      {}};
    for (const auto evidence :
         {world::Evidence::kStated, world::Evidence::kDerived, world::Evidence::kCalibrated,
          world::Evidence::kEstimate, world::Evidence::kRecalled}) {
        const auto count = static_cast<double>(summary.count(evidence));
        const Cell share = summary.numbers == 0
                               ? Cell()
                               : Cell(100 * count / static_cast<double>(summary.numbers));
        if (count == 0 && evidence == world::Evidence::kCalibrated) continue;
        table.rows.push_back({{std::string(world::to_string(evidence)), count, share,
                               std::string(world::meaning(evidence))},
                              {}});
    }
    return table;
}

ResultTable source_table(const Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{
        "sources",
        "Sources: " + basis_title(equilibrium),
        "Documents that the rows of the other tables rest on.",
        {text("id", "Id"), text("title", "Title"), text("publisher", "Publisher"),
         text("language", "Language", "BCP 47 tag"), text("published", "Published"),
         text("kind", "Kind"), text("url", "Address"),
         number("claims", "Claims", "", 0, "Claims cited by rows of the other tables"),
         number("estimates", "Estimates", "", 0, "Of these, estimates")},
        {}};
    std::unordered_map<std::string, world::ClaimId> by_id;
    for (const auto claim : world.claims.ids()) by_id.emplace(world.claims[claim].id, claim);
    IdVector<world::ClaimTag, char> cited(world.claims.size(), 0);
    for (const View& view : views()) {
        if (view.make == source_table) continue;
        for (const ResultRow& row : view.make(equilibrium).rows) {
            for (const std::string& claim : row.claims) cited[by_id.at(claim)] = 1;
        }
    }
    IdVector<world::SourceTag, std::size_t> claims(world.sources.size()),
        estimates(world.sources.size());
    for (const auto claim : world.claims.ids()) {
        if (cited[claim] == 0) continue;
        ++claims[world.claims[claim].source];
        if (world.claims[claim].confidence == world::Confidence::kEstimate) {
            ++estimates[world.claims[claim].source];
        }
    }
    for (const auto id : world.sources.ids()) {
        if (claims[id] == 0) continue;
        const world::Source& source = world.sources[id];
        table.rows.push_back({{source.id, source.title, source.publisher, source.language,
                               source.published, to_string(source.kind), source.url,
                               static_cast<double>(claims[id]), static_cast<double>(estimates[id])},
                              {}});
    }
    return table;
}

} // namespace isthmus::report
