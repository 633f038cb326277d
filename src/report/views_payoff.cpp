// SPDX-License-Identifier: Apache-2.0
// Views of who gains what, and of the solution's certificate.
#include <algorithm>
#include <iterator>
#include <vector>

#include "report/columns.hpp"
#include "report/naming.hpp"
#include "report/views.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;
using flow::Payoff;

struct Part {
    const char* name;
    const char* title;
    double Payoff::*value;
    const char* meaning;
};

/// The parts of a payoff, in the order in which they are shown.
constexpr Part kParts[] = {
    {"consumer_surplus", "Consumer surplus", &Payoff::consumer_surplus,
     "What consumers would have paid beyond the price"},
    {"producer_surplus", "Producer surplus", &Payoff::producer_surplus,
     "What suppliers receive beyond their cost"},
    {"transport_margin", "Transport margin", &Payoff::transport_margin,
     "Tariffs less operating cost, to the payees of the link"},
    {"congestion_rent", "Congestion rent", &Payoff::congestion_rent,
     "Scarcity of capacity, to the payees of the link"},
    {"fees", "Transit fees", &Payoff::fees, "Fees received"},
    {"contract_transfer", "Contracts and quotas", &Payoff::contract_transfer,
     "What minimum and maximum takes and quotas cost or bring the buyer"},
    {"price_cap_transfer", "Price caps", &Payoff::price_cap_transfer,
     "From sellers to buyers under a price cap"},
};
constexpr Part kCorrection{"correction", "Corrections", &Payoff::correction,
                           "What shippers pay beyond the real cost of corrections that rise with "
                           "the flow; no actor gets it"};

/// Corrections are shown where the world has any.
std::vector<Part> parts_of(const Equilibrium& equilibrium) {
    std::vector<Part> parts(std::begin(kParts), std::end(kParts));
    if (!equilibrium.market.world->corrections.empty()) parts.push_back(kCorrection);
    return parts;
}

ResultTable payoff_table(const Equilibrium& equilibrium, const std::vector<Payoff>& payoffs,
                         std::string id, const std::string& title) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{std::move(id),
                      title + ": " + basis_title(equilibrium),
                      "Million US dollars in the year. The totals add up to welfare.",
                      {text("actor", "Actor", "Id of the actor"), text("name", "Name")},
                      {}};
    const std::vector<Part> parts = parts_of(equilibrium);
    for (const Part& part : parts) {
        table.columns.push_back(number(part.name, part.title, "MUSD", 0, part.meaning));
    }
    table.columns.push_back(number("total", "Total", "MUSD", 0, "Sum of the parts"));
    std::vector<const Payoff*> order;
    for (const Payoff& payoff : payoffs) order.push_back(&payoff);
    std::stable_sort(order.begin(), order.end(), [](const Payoff* a, const Payoff* b) {
        return a->actor.valid() != b->actor.valid() ? a->actor.valid() : a->total() > b->total();
    });
    for (const Payoff* payoff : order) {
        ResultRow row;
        if (payoff->actor.valid()) {
            row.cells = {world.actors[payoff->actor].id, world.actors[payoff->actor].name};
        } else {
            row.cells = {Cell(), "Unassigned (owner of the link unknown)"};
        }
        for (const Part& part : parts) row.cells.emplace_back(payoff->*part.value);
        row.cells.emplace_back(payoff->total());
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

ResultTable state_payoff_table(const Equilibrium& equilibrium) {
    return payoff_table(equilibrium, equilibrium.payoffs_by_state, "payoffs_by_state",
                        "Who gains what, companies counted for their home state");
}

ResultTable actor_payoff_table(const Equilibrium& equilibrium) {
    return payoff_table(equilibrium, equilibrium.payoffs, "payoffs",
                        "Who gains what, companies apart");
}

ResultTable welfare_table(const Equilibrium& equilibrium) {
    ResultTable table{"welfare",
                      "Welfare and its parts: " + basis_title(equilibrium),
                      "Benefit of consumption less the cost of supply and the real cost of "
                      "transport. The parts are sums over all actors.",
                      {text("part", "Part"), text("title", "Name"),
                       number("value", "Value", "MUSD", 0, "Million US dollars in the year"),
                       text("meaning", "Meaning")},
                      {}};
    double sum = 0;
    for (const Part& part : parts_of(equilibrium)) {
        double value = 0;
        for (const Payoff& payoff : equilibrium.payoffs) value += payoff.*part.value;
        sum += value;
        table.rows.push_back({{part.name, part.title, value, part.meaning}, {}});
    }
    table.rows.push_back({{"sum", "Sum of the parts", sum, "Over all actors"}, {}});
    table.rows.push_back({{"welfare", "Welfare", equilibrium.welfare,
                           "Computed apart from the parts, from quantities and curves"},
                          {}});
    return table;
}

ResultTable certificate_table(const Equilibrium& equilibrium) {
    const flow::Certificate& certificate = equilibrium.certificate;
    const flow::SolveStatistics& statistics = equilibrium.statistics;
    ResultTable table{"certificate",
                      "Certificate of the solution: " + basis_title(equilibrium),
                      "Recomputed from the problem and the solution by code that shares nothing "
                      "with the solver. A solution that fails it is never shown.",
                      {text("property", "Property"), text("title", "Name"),
                       number("value", "Value", "", -1, "As found"),
                       number("allowed", "Allowed", "", -1, "Largest value that passes"),
                       text("meaning", "Meaning")},
                      {}};
    const auto add = [&](const char* property, const char* title, double value, const Cell& allowed,
                         const char* meaning) {
        table.rows.push_back({{property, title, value, allowed, meaning}, {}});
    };
    const double allowed = flow::kCertificateTolerance;
    add("primal_residual", "Primal residual", certificate.primal_residual, allowed,
        "Largest violation of a balance or bound, relative to the largest flow");
    add("dual_residual", "Dual residual", certificate.dual_residual, allowed,
        "Largest gain that somebody leaves untaken, relative to the largest price");
    add("gap", "Duality gap", certificate.gap, allowed,
        "Bound on welfare less welfare, relative to all values that change hands");
    add("adding_up_error", "Adding-up error", equilibrium.adding_up_error, allowed,
        "Sum of payoffs less welfare, relative to the same");
    add("price_error", "Price error of the steps", statistics.price_error, {},
        "Bound on what steps instead of curves change, million USD per canonical unit");
    add("welfare_error", "Welfare error of the steps", statistics.welfare_error, {},
        "The same for welfare, million USD");
    add("blocks", "Blocks", static_cast<double>(statistics.blocks), {},
        "Parts of the problem that share nothing");
    add("rows", "Rows", static_cast<double>(statistics.rows), {},
        "Of the linear programs as solved, over paths or, where paths do not serve, over arcs");
    add("columns", "Columns", static_cast<double>(statistics.columns), {},
        "Of the linear programs as solved, over paths or, where paths do not serve, over arcs");
    add("rounds", "Rounds", static_cast<double>(statistics.rounds), {},
        "Refinements of the steps, of the block that needed most");
    return table;
}

} // namespace isthmus::report
