// SPDX-License-Identifier: Apache-2.0
// The list of views and what all of them share.
#include "report/views.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isthmus::report {

std::string basis_title(const flow::Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    const std::string basis =
        fmt::format("{}, {}", world.manifest().title, equilibrium.market.year);
    return world.scenario.empty() ? basis : fmt::format("{}, scenario {}", basis, world.scenario);
}

const std::vector<View>& views() {
    static const std::vector<View> all = {
        {"flows", "Flows against capacity", flow_table},
        {"flows_by_owner", "Flows by owner of the goods", owner_flow_table},
        {"prices", "Prices", price_table},
        {"payoffs_by_state", "Who gains what, by state", state_payoff_table},
        {"payoffs", "Who gains what, by actor", actor_payoff_table},
        {"welfare", "Welfare and its parts", welfare_table},
        {"binding", "What is binding", binding_table},
        {"observations", "Observed against modelled flows", observation_table},
        {"restrictions", "Restrictions in force", restriction_table},
        {"link_status", "Status of links", link_status_table},
        {"contracts", "Contracts", contract_table},
        {"certificate", "Certificate of the solution", certificate_table},
        {"evidence", "Evidence", evidence_table},
        {"sources", "Sources", source_table},
    };
    return all;
}

const View* find_view(std::string_view id) {
    const auto found = std::find_if(views().begin(), views().end(),
                                    [&](const View& view) { return view.id == id; });
    return found == views().end() ? nullptr : &*found;
}

} // namespace isthmus::report
