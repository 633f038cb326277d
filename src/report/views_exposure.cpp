// SPDX-License-Identifier: Apache-2.0
// Views of how exposed and how diversified the trade of each actor is.
#include <algorithm>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/dependence_cells.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

namespace {

using dependence::Dependence;
using dependence::PairDependence;
using dependence::Share;
using dependence::TradeShares;

struct ShareKind {
    const char* id;
    const char* title;
    Share TradeShares::*share;
};
constexpr ShareKind kShareKinds[] = {{"imports", "imports from it", &TradeShares::imports},
                                     {"exports", "exports to it", &TradeShares::exports},
                                     {"through", "trade through it", &TradeShares::through},
                                     {"carriage", "carriage for it", &TradeShares::carriage}};

void add_shares(const Dependence& dependence, const PairDependence& pair, std::size_t commodity,
                ResultTable& table) {
    const bool all = commodity == dependence.commodities.size();
    const world::World& world = *dependence.world;
    for (const ShareKind& kind : kShareKinds) {
        const Share& share = shares_of(pair, commodity).*kind.share;
        const auto shown = [&](double amount) {
            return all ? amount
                       : world.commodities[dependence.commodities[commodity]].shown_quantity(
                             amount);
        };
        if (share.whole <= 0 || std::max(share.amount, share.high) <= 0) continue;
        ResultRow row{pair_cells(dependence, pair), {}};
        row.cells.emplace_back(commodity_id(dependence, commodity));
        row.cells.emplace_back(kind.id);
        row.cells.push_back(percent(share.value()));
        row.cells.push_back(percent(share.lowest()));
        row.cells.push_back(percent(share.highest()));
        row.cells.emplace_back(shown(share.amount));
        row.cells.emplace_back(shown(share.whole));
        row.cells.emplace_back(
            all ? "MUSD" : world.commodities[dependence.commodities[commodity]].unit.name);
        table.rows.push_back(std::move(row));
    }
}

} // namespace

ResultTable exposure_table(const Dependence& dependence, const Only& only) {
    ResultTable table{
        "exposure",
        "Shares of trade: " + dependence_basis(dependence),
        "imports from it, exports to it, trade through it (links in its territory or of its "
        "operation), and "
        "carriage for it, as shares of all such trade of the actor; by value in total, freight by "
        "the price of its transport. Where goods mix, low and high are the range of what is "
        "possible. Pairs without such trade are left out.",
        pair_columns(),
        {}};
    for (ResultColumn& column : std::vector<ResultColumn>{
             text("commodity", "Commodity", "Id of the commodity; all: together"),
             text("kind", "Trade", "imports, exports, through, carriage"),
             number("share", "Share", "%", 1, "Of all such trade of the actor"),
             number("low", "Low", "%", 1, "Least that is possible"),
             number("high", "High", "%", 1, "Most that is possible"),
             number("amount", "Amount", "@unit", 2, "With, to or through the other"),
             number("whole", "All", "@unit", 2, "All such trade of the actor"),
             text("unit", "Unit")}) {
        table.columns.push_back(std::move(column));
    }
    for_each_pair(dependence, only, [&](const PairDependence& pair) {
        for (const std::size_t k : commodities_of(dependence, only)) {
            add_shares(dependence, pair, k, table);
        }
    });
    return table;
}

namespace {

Cell index_cell(std::optional<double> index) {
    return index ? Cell(*index) : Cell();
}

void add_vector_numbers(const std::vector<dependence::VectorSet>& sets, std::size_t commodity,
                        ResultRow& row) {
    const bool known = commodity < sets.size();
    row.cells.push_back(known ? Cell(static_cast<double>(sets[commodity].vectors.size())) : Cell());
    row.cells.push_back(known ? Cell(static_cast<double>(sets[commodity].bound)) : Cell());
}

} // namespace

ResultTable diversification_table(const Dependence& dependence, const Only& only) {
    ResultTable table{
        "diversification",
        "How many legs each one's trade stands on: " + dependence_basis(dependence),
        "Herfindahl indices of imports and exports over partners and routes: 1 is one partner, "
        "near 0 is many. Vectors are routes on the open network of which no two share a link or a "
        "party that must agree; where the bound is above their number, there may be more.",
        {text("actor", "Actor", "Id of the state or bloc"), text("name", "Who"),
         text("commodity", "Commodity", "Id of the commodity; all: together"),
         number("import_partners", "Import partners", "", 2, "Herfindahl index, 0 to 1"),
         number("import_routes", "Import routes", "", 2, "Herfindahl index, 0 to 1"),
         number("export_partners", "Export partners", "", 2, "Herfindahl index, 0 to 1"),
         number("export_routes", "Export routes", "", 2, "Herfindahl index, 0 to 1"),
         number("import_vectors", "Import vectors", "", 0, "Independent ways in"),
         number("import_vector_bound", "at most", "", 0, "Proved bound on their number"),
         number("export_vectors", "Export vectors", "", 0, "Independent ways out"),
         number("export_vector_bound", "at most", "", 0, "Proved bound on their number")},
        {}};
    for (std::size_t i = 0; i < dependence.players.size(); ++i) {
        if (only.of && *only.of != i) continue;
        const dependence::PlayerBase& base = dependence.base[i];
        for (const std::size_t k : commodities_of(dependence, only)) {
            const bool all = k == dependence.commodities.size();
            const dependence::ConcentrationIndices& indices =
                all ? base.concentration.total : base.concentration.by_commodity[k];
            ResultRow row{
                {dependence.players[i].id, dependence.players[i].name, commodity_id(dependence, k)},
                {}};
            for (const auto& index : {indices.import_partners, indices.import_routes,
                                      indices.export_partners, indices.export_routes}) {
                row.cells.push_back(index_cell(index));
            }
            add_vector_numbers(base.vectors.imports, k, row);
            add_vector_numbers(base.vectors.exports, k, row);
            // A commodity in which an actor does nothing says nothing.
            const bool empty =
                std::all_of(row.cells.begin() + 3, row.cells.end(), [](const Cell& cell) {
                    return cell.missing() || (cell.number() != nullptr && *cell.number() <= 0);
                });
            if (!empty) table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable vector_table(const Dependence& dependence, const Only& only) {
    const world::World& world = *dependence.world;
    ResultTable table{"vectors",
                      "Independent vectors: " + dependence_basis(dependence),
                      "Routes on the open network, used or not, of which no two of one actor, "
                      "commodity and direction share a link or a party that must agree.",
                      {text("actor", "Actor", "Id of the state or bloc"), text("name", "Who"),
                       text("commodity", "Commodity", "Id of the commodity"),
                       text("direction", "Direction", "export or import"),
                       text("partner", "Partner", "Id of who buys or supplies"),
                       text("partner_name", "Partner's name"), text("from", "From"),
                       text("to", "To"), text("links", "Links", "Ids in the order of the way"),
                       text("consenting", "Consents of", "Ids of who else must agree")},
                      {}};
    const auto add = [&](std::size_t player, std::size_t commodity, const char* direction,
                         const dependence::Vector& vector) {
        std::vector<std::string> links, parties;
        for (const world::LinkId link : vector.links) links.push_back(world.links[link].id);
        for (const dependence::Party& party : vector.consenting) parties.push_back(party.id);
        table.rows.push_back({{dependence.players[player].id, dependence.players[player].name,
                               commodity_id(dependence, commodity), direction, vector.partner.id,
                               vector.partner.name, node_name(world, vector.from),
                               node_name(world, vector.to), join(links, "; "), join(parties, "; ")},
                              {}});
    };
    for (std::size_t i = 0; i < dependence.players.size(); ++i) {
        if (only.of && *only.of != i) continue;
        const dependence::IndependentVectors& vectors = dependence.base[i].vectors;
        for (std::size_t k = 0; k < dependence.commodities.size(); ++k) {
            if (only.commodity && *only.commodity != k) continue;
            if (k < vectors.exports.size()) {
                for (const auto& vector : vectors.exports[k].vectors) add(i, k, "export", vector);
            }
            if (k < vectors.imports.size()) {
                for (const auto& vector : vectors.imports[k].vectors) add(i, k, "import", vector);
            }
        }
    }
    return table;
}

} // namespace isthmus::report
