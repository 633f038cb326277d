// SPDX-License-Identifier: Apache-2.0
#include "report/views_dependence.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/certificate.hpp"
#include "report/columns.hpp"
#include "report/dependence_cells.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

namespace {

using dependence::Dependence;
using dependence::LossParts;
using dependence::PairDependence;
using dependence::TradeShares;
using dependence::WithdrawalEffect;

constexpr double kLeastShown = 0.05; ///< MUSD; below it a change shows as 0.0
constexpr const char* kBody = "everybody";

/// A share of own payoff, without the noise of the loss.
Cell percent_of(const Dependence& dependence, std::size_t player, std::size_t commodity,
                double loss) {
    loss = clean(loss, dependence, player);
    return percent(commodity == dependence.commodities.size()
                       ? dependence.relative(player, loss)
                       : dependence.relative(player, commodity, loss));
}

/// Place of a commodity, the number of commodities for all together.
const LossParts& parts_of(const WithdrawalEffect& effect, std::size_t commodity) {
    return commodity == effect.loss.by_commodity.size() ? effect.loss.total
                                                        : effect.loss.by_commodity[commodity];
}
/// A commodity, or all together where none is asked for.
std::size_t commodity_of(const Dependence& dependence, const Only& only) {
    return only.commodity.value_or(dependence.commodities.size());
}

/// As a column's head: the code of ISO 3166 where a player is one state that has one.
std::string short_name(const Dependence& dependence, std::size_t player) {
    const game::Player& of = dependence.players[player];
    constexpr std::size_t kShort = 4;
    if (of.actors.size() == 1) {
        const std::string& code = dependence.world->actors[of.actors.front()].iso3166;
        if (!code.empty()) return code;
    }
    std::string id = of.id;
    if (id.size() > kShort) return of.name;
    std::transform(id.begin(), id.end(), id.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return id;
}

std::string machine_name(std::string text) {
    std::replace(text.begin(), text.end(), '-', '_');
    return text;
}

/// Rows by a column, largest first; missing ones last.
void sort_by(ResultTable& table, std::string_view column) {
    const std::size_t at = table.column(column);
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [at](const ResultRow& a, const ResultRow& b) {
                         const double *one = a.cells[at].number(), *other = b.cells[at].number();
                         if (one == nullptr || other == nullptr) return one != nullptr;
                         return *one > *other;
                     });
}

/// Some columns of a table, in the order named.
ResultTable with_columns(const ResultTable& table, const std::vector<std::string>& names) {
    ResultTable result{table.id, table.title, table.note, {}, {}};
    std::vector<std::size_t> places;
    for (const std::string& name : names) {
        places.push_back(table.column(name));
        result.columns.push_back(table.columns.at(places.back()));
    }
    for (const ResultRow& row : table.rows) {
        ResultRow cut{{}, row.claims};
        for (const std::size_t place : places) cut.cells.push_back(row.cells[place]);
        result.rows.push_back(std::move(cut));
    }
    return result;
}

/// "the price of gas at Baku, at which it buys, moves from 100 to 130 USD/1000m3"
std::string price_move(const Dependence& dependence, const dependence::Reversal& reversal) {
    const world::World& world = *dependence.world;
    const world::Commodity& commodity = world.commodities[reversal.commodity];
    const double before = commodity.shown_price(reversal.price_before);
    const double after = commodity.shown_price(reversal.price_after);
    return fmt::format("the price of {} at {}, at which it {}, {} from {} to {} {}", commodity.id,
                       node_name(world, reversal.node), reversal.selling ? "sells" : "buys",
                       after > before ? "rises" : "falls", show_number(before, 2),
                       show_number(after, 2), commodity.price_unit.name);
}

std::string explanation(const Dependence& dependence, const PairDependence& pair) {
    std::vector<std::string> sentences;
    if (pair.reversal) {
        const dependence::Reversal& reversal = *pair.reversal;
        std::string why = "its earnings from carriage and contracts fall";
        if (reversal.node.valid()) why = price_move(dependence, reversal);
        if (reversal.rerouted_by) {
            const std::size_t who = *reversal.rerouted_by;
            why += fmt::format(" ({} {} more)",
                               who < dependence.players.size() ? dependence.players[who].name
                                                               : "everyone else",
                               reversal.selling ? "sells" : "buys");
        }
        sentences.push_back(fmt::format("{} loses {} MUSD more once others reroute: {}.",
                                        dependence.players[pair.i].name,
                                        show_number(reversal.difference, 1), why));
    }
    if (pair.excused) {
        sentences.emplace_back("A minimum take that has become impossible is excused by as much "
                               "as was cut.");
    }
    return join(sentences, " ");
}

std::vector<ResultColumn> loss_columns() {
    const std::string of_own = "% of own payoff";
    return {
        text("commodity", "Commodity", "Id of the commodity; all: together"),
        number("sensitivity", "At once", "MUSD", 1, "Loss before rerouting; below zero a gain"),
        number("vulnerability", "Rerouted", "MUSD", 1, "Loss after rerouting; below zero a gain"),
        number("sensitivity_share", "At once", "%", 1,
               "Loss before rerouting as a share of own payoff (in the commodity)"),
        number("vulnerability_share", "Rerouted", "%", 1,
               "Loss after rerouting as a share of own payoff (in the commodity)"),
        number("price", "Price", "MUSD", 1,
               "Of the loss after rerouting: (new - old price) x new "
               "quantity"),
        number("volume", "Volume", "MUSD", 1,
               "Of the loss after rerouting: surplus of what is no longer traded"),
        number("rent", "Rent", "MUSD", 1,
               "Of the loss after rerouting: margins, congestion rents, fees, contracts"),
        number("sensitivity_price", "Price, at once", "MUSD", 1, "The same before rerouting"),
        number("sensitivity_volume", "Volume, at once", "MUSD", 1, "The same before rerouting"),
        number("sensitivity_rent", "Rent, at once", "MUSD", 1, "The same before rerouting"),
        number("welfare_loss", "Everybody", "MUSD", 1,
               "Loss of everybody together, after rerouting, all commodities"),
        text("reversal", "*", "* where the loss after rerouting is above the one before"),
        text("excused", "Excused", "yes where a minimum take was excused"),
        text("explanation", "Why", "Of the marks")};
}

} // namespace

ResultTable dependence_table(const Dependence& dependence, const Only& only) {
    ResultTable table{
        "dependence",
        "Who depends on whom: " + dependence_basis(dependence),
        "What an actor loses, million US dollars a year, when the other withdraws towards it: at "
        "once (sensitivity) and after everybody has rerouted (vulnerability). Price, volume and "
        "rent add up to the loss; commodities add up to all.",
        pair_columns(),
        {}};
    for (ResultColumn& column : loss_columns()) table.columns.push_back(std::move(column));
    for_each_pair(dependence, only, [&](const PairDependence& pair) {
        for (const std::size_t k : commodities_of(dependence, only)) {
            const bool all = k == dependence.commodities.size();
            ResultRow row{pair_cells(dependence, pair), {}};
            row.cells.emplace_back(commodity_id(dependence, k));
            const LossParts& before = parts_of(pair.sensitivity, k);
            const LossParts& after = parts_of(pair.vulnerability, k);
            row.cells.emplace_back(clean(before.total(), dependence, pair.i));
            row.cells.emplace_back(clean(after.total(), dependence, pair.i));
            row.cells.push_back(percent_of(dependence, pair.i, k, before.total()));
            row.cells.push_back(percent_of(dependence, pair.i, k, after.total()));
            for (const LossParts* parts : {&after, &before}) {
                for (const double part : {parts->price, parts->volume, parts->rent}) {
                    row.cells.emplace_back(clean(part, dependence, pair.i));
                }
            }
            row.cells.push_back(all ? Cell(pair.vulnerability.welfare_loss) : Cell());
            row.cells.push_back(all && pair.reversal ? Cell("*") : Cell());
            row.cells.push_back(all && pair.excused ? Cell("yes") : Cell());
            row.cells.push_back(all && (pair.reversal || pair.excused)
                                    ? Cell(explanation(dependence, pair))
                                    : Cell());
            table.rows.push_back(std::move(row));
        }
    });
    return table;
}

ResultTable largest_dependence_table(const Dependence& dependence, std::size_t most,
                                     const Only& only) {
    Only one = only;
    one.commodity = commodity_of(dependence, only);
    ResultTable table = dependence_table(dependence, one);
    sort_by(table, "vulnerability_share");
    std::erase_if(table.rows, [at = table.column("vulnerability")](const ResultRow& row) {
        return std::abs(*row.cells[at].number()) < kLeastShown;
    });
    const std::size_t all = table.rows.size();
    if (all > most) table.rows.resize(most);
    table =
        with_columns(table, {"name", "on_name", "sensitivity", "vulnerability", "sensitivity_share",
                             "vulnerability_share", "price", "volume", "rent", "reversal"});
    table.id = "largest_dependences";
    table.title = "Largest dependences: " + dependence_basis(dependence);
    table.note =
        "Loss when the second withdraws towards the first, before (at once) and after rerouting, "
        "in money and as a share of own payoff; the parts are those of the loss after rerouting. "
        "*: it loses more after others have rerouted.";
    if (all > most) table.note += fmt::format(" The first {} of {}.", most, all);
    return table;
}

ResultTable pair_dependence_table(const Dependence& dependence, std::size_t of, std::size_t on) {
    ResultTable table = with_columns(
        dependence_table(dependence, {of, on, {}}),
        {"commodity", "sensitivity", "vulnerability", "sensitivity_share", "vulnerability_share",
         "sensitivity_price", "sensitivity_volume", "sensitivity_rent", "price", "volume", "rent"});
    table.id = "pair";
    table.title = fmt::format("{} without {}: {}", dependence.players[of].name,
                              dependence.players[on].name, dependence_basis(dependence));
    return table;
}

ResultTable dependence_mark_table(const Dependence& dependence, const Only& only) {
    ResultTable table{"dependence_marks",
                      "Marked pairs explained: " + dependence_basis(dependence),
                      "Everybody together never loses more after rerouting than before; one actor "
                      "can, where the rerouting of others moves a price against it.",
                      pair_columns(),
                      {}};
    table.columns.push_back(number("difference", "More by rerouting", "MUSD", 1,
                                   "Loss after rerouting less loss before"));
    table.columns.push_back(text("explanation", "Why"));
    for_each_pair(dependence, only, [&](const PairDependence& pair) {
        const double difference = pair.reversal ? pair.reversal->difference : 0;
        if (difference < kLeastShown && !pair.excused) return;
        ResultRow row{pair_cells(dependence, pair), {}};
        row.cells.push_back(pair.reversal ? Cell(difference) : Cell());
        row.cells.emplace_back(explanation(dependence, pair));
        table.rows.push_back(std::move(row));
    });
    sort_by(table, "difference");
    return table;
}

namespace {

std::string_view matrix_title(DependenceMeasure measure) {
    switch (measure) {
    case DependenceMeasure::kSensitivity:
        return "Who depends on whom, loss at once in % of own payoff";
    case DependenceMeasure::kVulnerability:
        return "Who depends on whom, loss after rerouting in % of own payoff";
    case DependenceMeasure::kExposure:
        return "Who trades with whom, share of imports and exports in %";
    case DependenceMeasure::kThrough:
        return "Whose territory or operation trade passes, share of imports and exports in %";
    }
    return "";
}

std::string_view matrix_note(DependenceMeasure measure) {
    switch (measure) {
    case DependenceMeasure::kSensitivity:
        return "Rows depend on columns: what the row would lose before anything is rerouted, in "
               "per cent of its own payoff, if the column withdrew towards it. Below zero it "
               "gains.";
    case DependenceMeasure::kVulnerability:
        return "Rows depend on columns: what the row would lose in per cent of its own payoff if "
               "the column withdrew towards it, after everybody has rerouted. Below zero it "
               "gains.";
    case DependenceMeasure::kExposure:
        return "Of the row's imports and exports, the share that comes from or goes to the "
               "column. Missing where it has no such trade.";
    case DependenceMeasure::kThrough:
        return "Of the row's imports and exports, the share that uses links in the column's "
               "territory or of its operation. Missing where it has no such trade.";
    }
    return "";
}

Cell matrix_cell(const Dependence& dependence, const PairDependence& pair,
                 DependenceMeasure measure, std::size_t commodity) {
    switch (measure) {
    case DependenceMeasure::kSensitivity:
        return percent_of(dependence, pair.i, commodity,
                          parts_of(pair.sensitivity, commodity).total());
    case DependenceMeasure::kVulnerability:
        return percent_of(dependence, pair.i, commodity,
                          parts_of(pair.vulnerability, commodity).total());
    case DependenceMeasure::kExposure: {
        const TradeShares& shares = shares_of(pair, commodity);
        const double whole = shares.imports.whole + shares.exports.whole;
        if (whole <= 0) return {};
        return kHundred * (shares.imports.amount + shares.exports.amount) / whole;
    }
    case DependenceMeasure::kThrough:
        return percent(shares_of(pair, commodity).through.value());
    }
    return {};
}

} // namespace

ResultTable dependence_matrix_table(const Dependence& dependence, DependenceMeasure measure,
                                    std::optional<std::size_t> commodity) {
    const std::size_t k = commodity.value_or(dependence.commodities.size());
    const std::string goods = commodity ? commodity_id(dependence, k) + ", " : "";
    ResultTable table{
        measure == DependenceMeasure::kThrough ? "dependence_matrix_through" : "dependence_matrix",
        fmt::format("{}: {}{}", matrix_title(measure), goods, dependence_basis(dependence)),
        std::string(matrix_note(measure)),
        {text("actor", "Actor", "Id of the state or bloc"), text("name", "Who")},
        {}};
    for (std::size_t j = 0; j < dependence.players.size(); ++j) {
        // The unit stands in the title: in every column's head it would widen the matrix.
        table.columns.push_back(number("on_" + machine_name(dependence.players[j].id),
                                       short_name(dependence, j), "", 1,
                                       fmt::format("Per cent, on {}", dependence.players[j].name)));
    }
    for (std::size_t i = 0; i < dependence.players.size(); ++i) {
        ResultRow row{{dependence.players[i].id, dependence.players[i].name}, {}};
        for (std::size_t j = 0; j < dependence.players.size(); ++j) {
            row.cells.push_back(
                i == j ? Cell() : matrix_cell(dependence, dependence.pair(i, j), measure, k));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable asymmetry_table(const Dependence& dependence, const Only& only) {
    ResultTable table{
        "asymmetry",
        "Who needs whom more: " + dependence_basis(dependence),
        "Each pair once, the more dependent side first; losses after rerouting, in all "
        "commodities together. Asymmetry is (a - b) / (a + b) of the two losses: 1 where only the "
        "first depends, 0 where both depend alike. A gain counts as a loss of zero there.",
        {text("actor", "Actor", "Id of the more dependent side"), text("name", "Who"),
         text("other", "Other", "Id of the less dependent side"), text("other_name", "On whom"),
         number("share", "Loses", "%", 1, "Of its own payoff, without the other"),
         number("other_share", "Other loses", "%", 1, "Of its own payoff, without the first"),
         number("loss", "Loses", "MUSD", 1, "Without the other"),
         number("other_loss", "Other loses", "MUSD", 1, "Without the first"),
         number("asymmetry", "Asymmetry, relative", "", 2, "Of the shares, from -1 to 1"),
         number("asymmetry_absolute", "Asymmetry, absolute", "", 2, "Of the losses in money"),
         text("gain", "Gain", "yes where one of the two gains")},
        {}};
    const std::size_t all = dependence.commodities.size();
    for (std::size_t a = 0; a < dependence.players.size(); ++a) {
        for (std::size_t b = a + 1; b < dependence.players.size(); ++b) {
            const auto named = [&](std::optional<std::size_t> who) {
                return !who || *who == a || *who == b;
            };
            if (!named(only.of) || !named(only.on)) continue;
            const auto share = [&](std::size_t i, std::size_t j) {
                return percent_of(dependence, i, all,
                                  dependence.pair(i, j).vulnerability.loss.total.total());
            };
            const auto size = [&](const Cell& cell) {
                return cell.number() == nullptr ? -1 : *cell.number();
            };
            const bool first = size(share(a, b)) >= size(share(b, a));
            const std::size_t i = first ? a : b, j = first ? b : a;
            const double loss = dependence.pair(i, j).vulnerability.loss.total.total();
            const double other = dependence.pair(j, i).vulnerability.loss.total.total();
            if (std::abs(loss) < kLeastShown && std::abs(other) < kLeastShown) continue;
            const dependence::Asymmetry asymmetry = dependence.asymmetry(i, j);
            ResultRow row{pair_cells(dependence, dependence.pair(i, j)), {}};
            row.cells.push_back(share(i, j));
            row.cells.push_back(share(j, i));
            row.cells.emplace_back(clean(loss, dependence, i));
            row.cells.emplace_back(clean(other, dependence, j));
            row.cells.push_back(asymmetry.relative ? Cell(*asymmetry.relative) : Cell());
            row.cells.push_back(asymmetry.absolute ? Cell(*asymmetry.absolute) : Cell());
            row.cells.push_back(asymmetry.gain ? Cell("yes") : Cell());
            table.rows.push_back(std::move(row));
        }
    }
    sort_by(table, "share");
    return table;
}

namespace {

/// What a withdrawal changes for a player, everyone else (players.size()) or everybody
/// (players.size() + 1); above zero: a gain.
double change_of(const WithdrawalEffect& effect, std::size_t who) {
    if (who < effect.change.size()) return effect.change[who];
    return who == effect.change.size() ? effect.change_of_others : -effect.welfare_loss;
}

std::vector<ResultColumn> change_columns() {
    std::vector<ResultColumn> columns = pair_columns();
    columns.push_back(text("who", "For", "Id of whose payoff changes; everyone-else, everybody"));
    columns.push_back(text("who_name", "For whom"));
    columns.push_back(
        number("change_at_once", "At once", "MUSD", 1, "Change of the payoff before rerouting"));
    columns.push_back(
        number("change", "Rerouted", "MUSD", 1, "Change of the payoff after rerouting"));
    return columns;
}

void add_changes(const Dependence& dependence, const PairDependence& pair, ResultTable& table) {
    const std::size_t players = dependence.players.size();
    for (std::size_t who = 0; who <= players + 1; ++who) {
        const double at_once = change_of(pair.sensitivity, who);
        const double after = change_of(pair.vulnerability, who);
        if (std::abs(at_once) < kLeastShown && std::abs(after) < kLeastShown) continue;
        ResultRow row{pair_cells(dependence, pair), {}};
        if (who < players) {
            row.cells.emplace_back(dependence.players[who].id);
            row.cells.emplace_back(dependence.players[who].name);
        } else {
            row.cells.emplace_back(who == players ? std::string(game::kEveryoneElse) : kBody);
            row.cells.emplace_back(who == players ? "Everyone else" : "Everybody");
        }
        row.cells.emplace_back(at_once);
        row.cells.emplace_back(after);
        table.rows.push_back(std::move(row));
    }
}

} // namespace

ResultTable withdrawal_table(const Dependence& dependence, const Only& only) {
    ResultTable table{"withdrawals",
                      "What each withdrawal changes for whom: " + dependence_basis(dependence),
                      "The second withdraws towards the first; changes of payoffs, million US "
                      "dollars a year, above zero for who gains. Those of everybody are the sum "
                      "over the players and everyone else. Changes below 0.05 are left out.",
                      change_columns(),
                      {}};
    for_each_pair(dependence, only,
                  [&](const PairDependence& pair) { add_changes(dependence, pair, table); });
    return table;
}

ResultTable gainer_table(const Dependence& dependence, std::size_t most, const Only& only) {
    ResultTable table = withdrawal_table(dependence, only);
    const auto id = [&](const ResultRow& row, const char* column) {
        return *row.cells[table.column(column)].text();
    };
    std::erase_if(table.rows, [&](const ResultRow& row) {
        const std::string who = id(row, "who");
        return *row.cells[table.column("change")].number() < kLeastShown || who == kBody ||
               who == game::kEveryoneElse;
    });
    sort_by(table, "change");
    // Whichever side withdraws, much the same is cut: the larger gain tells both.
    std::set<std::vector<std::string>> told;
    std::erase_if(table.rows, [&](const ResultRow& row) {
        std::vector<std::string> key = {id(row, "actor"), id(row, "on")};
        std::sort(key.begin(), key.end());
        key.push_back(id(row, "who"));
        return !told.insert(std::move(key)).second;
    });
    const std::size_t all = table.rows.size();
    if (all > most) table.rows.resize(most);
    table = with_columns(table, {"on_name", "name", "who_name", "change_at_once", "change"});
    table.id = "gainers";
    table.title = "Who gains from a withdrawal: " + dependence_basis(dependence);
    table.columns[0].title = "Withdraws";
    table.columns[1].title = "Towards";
    table.columns[2].title = "Gains";
    table.note = "The largest gains of players, million US dollars a year, before (at once) and "
                 "after rerouting; of the two withdrawals of a pair, the one with the larger gain.";
    if (all > most) table.note += fmt::format(" The first {} of {}.", most, all);
    return table;
}

ResultTable dependence_payoff_table(const Dependence& dependence) {
    ResultTable table{"dependence_payoffs",
                      "Payoffs that losses are held against: " + dependence_basis(dependence),
                      "Million US dollars in the year as it is. With everyone else they add up to "
                      "welfare, the last row.",
                      {text("actor", "Actor", "Id of the state or bloc"), text("name", "Who")},
                      {}};
    table.columns.push_back(number("payoff", "All", "MUSD", 0, "All commodities together"));
    for (std::size_t k = 0; k < dependence.commodities.size(); ++k) {
        const world::Commodity& commodity =
            dependence.world->commodities[dependence.commodities[k]];
        table.columns.push_back(number("payoff_" + machine_name(commodity.id), commodity.name,
                                       "MUSD", 0, "Of this commodity"));
    }
    for (std::size_t i = 0; i < dependence.players.size(); ++i) {
        const dependence::PlayerBase& base = dependence.base[i];
        ResultRow row{{dependence.players[i].id, dependence.players[i].name, base.total_payoff},
                      {}};
        for (const double payoff : base.payoff) row.cells.emplace_back(payoff);
        table.rows.push_back(std::move(row));
    }
    const auto add = [&](const std::string& id, const char* name, double payoff) {
        ResultRow row{{id, name, payoff}, {}};
        row.cells.resize(table.columns.size());
        table.rows.push_back(std::move(row));
    };
    add(std::string(game::kEveryoneElse), "Everyone else", dependence.payoff_of_others);
    add(kBody, "Everybody: welfare", dependence.welfare);
    return table;
}

ResultTable dependence_certificate_table(const Dependence& dependence) {
    ResultTable table{"dependence_certificate",
                      "Certificate of the experiments: " + dependence_basis(dependence),
                      "The worst of all solutions, recomputed by code that shares nothing with the "
                      "solver. Withdrawals that cut nothing change nothing and are not solved.",
                      {text("property", "Property"), text("title", "Name"),
                       number("value", "Value", "", -1, "As found"),
                       number("allowed", "Allowed", "", -1, "Largest value that passes")},
                      {}};
    const auto add = [&](const char* id, const char* title, double value, const Cell& allowed) {
        table.rows.push_back({{id, title, value, allowed}, {}});
    };
    const double allowed = flow::kCertificateTolerance;
    const std::size_t players = dependence.players.size();
    add("pairs", "Ordered pairs", static_cast<double>(players * (players - 1)), {});
    add("experiments", "Experiments solved", static_cast<double>(dependence.experiments), {});
    add("primal_residual", "Primal residual", dependence.primal_residual, allowed);
    add("dual_residual", "Dual residual", dependence.dual_residual, allowed);
    add("gap", "Duality gap", dependence.gap, allowed);
    add("adding_up_error", "Adding-up error", dependence.adding_up_error, allowed);
    return table;
}

} // namespace isthmus::report
