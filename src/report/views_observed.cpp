// SPDX-License-Identifier: Apache-2.0
// Observed against modelled flows.
#include <cmath>

#include "report/columns.hpp"
#include "report/explain.hpp"
#include "report/naming.hpp"
#include "report/views.hpp"

namespace isthmus::report {

ResultTable observation_table(const flow::Equilibrium& equilibrium) {
    const world::World& world = *equilibrium.market.world;
    ResultTable table{"observations",
                      "Observed against modelled flows: " + basis_title(equilibrium),
                      "The model is not fitted to these observations. Several of one link are all "
                      "shown.",
                      {text("observation", "Observation", "Id of the observation"),
                       text("link", "Link", "Id of the link"), text("name", "Name"),
                       text("commodity", "Commodity"),
                       text("direction", "Direction", "both: the two ways added up"),
                       text("owner", "Owner", "Whose goods; empty: all"),
                       number("observed", "Observed", "@unit", 2, "As measured"),
                       number("modelled", "Modelled", "@unit", 2, "In the equilibrium"),
                       text("unit", "Unit"),
                       number("difference", "Difference", "@unit", 2, "Modelled less observed"),
                       number("error", "Error", "%", 0, "Difference as a share of the observed"),
                       text("explanation", "Explanation",
                            "What in the model makes the difference, where it exceeds a tenth")},
                      {}};
    const Explainer explainer(equilibrium);
    for (const flow::ObservedFlow& row : flow::observed_flows(equilibrium)) {
        const world::Observation& of = world.observations[row.observation];
        const world::Commodity& commodity = world.commodities[of.commodity];
        const world::Link& link = world.links[of.link];
        table.rows.push_back(
            {{of.id, link.id, link.name, commodity.id, to_string(of.direction),
              of.supplier.valid() ? Cell(world.actors[of.supplier].name) : Cell(),
              commodity.shown_quantity(row.observed), commodity.shown_quantity(row.modelled),
              commodity.unit.name, commodity.shown_quantity(row.modelled - row.observed),
              100 * row.relative_error(), explainer.explain(row)},
             claim_ids(world, of.provenance.claims)});
    }
    return table;
}

} // namespace isthmus::report
