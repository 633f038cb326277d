// SPDX-License-Identifier: Apache-2.0
// Projects, and the claims and sources that everything rests on.
#include "world/rows.hpp"

namespace isthmus::world {

namespace {

/// A project's cost in million dollars; nothing where it is unknown.
std::optional<double> project_cost(const CellTable& t, std::size_t row, Diagnostics& diagnostics) {
    const std::optional<double> cost = t["cost"].number(row);
    const Unit* unit = t["unit"].units[row];
    if (!cost) return std::nullopt;
    if (unit != nullptr && unit->dimension == "money") return *cost * unit->factor;
    if (t.empty(row, "unit") || unit != nullptr) {
        report(diagnostics, t.origin(row),
               {.id = unit == nullptr ? "E210" : "E305",
                .column = "unit",
                .found = unit == nullptr ? std::string() : unit->name,
                .expected = "a unit of money: USD, MUSD or BUSD"});
    }
    return kNoNumber;
}

} // namespace

void make_projects(World& world, const Cells& cells, const Converter& converter,
                   Diagnostics& diagnostics) {
    const CellTable& t = cells["projects"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.projects.push_back({.id = t.text(i, "id"),
                                  .name = t.text(i, "name"),
                                  .status = t["status"].choice<ProjectStatus>(i),
                                  .start = t["start"].dates[i],
                                  .cost = project_cost(t, i, diagnostics),
                                  .links = link_list(t["links"], i),
                                  .provenance = provenance(t, i)});
    }
    const CellTable& corridors = cells["corridors"];
    for (std::size_t i = 0; i < corridors.size(); ++i) {
        world.corridors.push_back({.id = corridors.text(i, "id"),
                                   .name = corridors.text(i, "name"),
                                   .links = link_list(corridors["links"], i),
                                   .provenance = provenance(corridors, i)});
    }
    const CellTable& capacities = cells["project_capacities"];
    for (std::size_t i = 0; i < capacities.size(); ++i) {
        const auto goods = capacities["commodity"].id<CommodityTag>(i);
        const double flow = converter.factor(Measure::kFlow, capacities, i, goods);
        world.project_capacities.push_back({.project = capacities["project"].id<ProjectTag>(i),
                                            .link = capacities["link"].id<LinkTag>(i),
                                            .commodity = goods,
                                            .capacity = capacities["capacity"].numbers[i] * flow,
                                            .provenance = provenance(capacities, i)});
    }
    const CellTable& sponsors = cells["project_sponsors"];
    for (std::size_t i = 0; i < sponsors.size(); ++i) {
        world.project_sponsors.push_back({.project = sponsors["project"].id<ProjectTag>(i),
                                          .actor = sponsors["actor"].id<ActorTag>(i),
                                          .share = sponsors["share"].number(i),
                                          .provenance = provenance(sponsors, i)});
    }
}

void make_evidence(World& world, const Cells& cells) {
    const CellTable& claims = cells["claims"];
    for (std::size_t i = 0; i < claims.size(); ++i) {
        world.claims.push_back({.id = claims.text(i, "id"),
                                .subject = claims.text(i, "subject"),
                                .kind = claims.text(i, "kind"),
                                .property = claims.text(i, "property"),
                                .value = claims.text(i, "value"),
                                .unit = claims.text(i, "unit"),
                                .from = claims.text(i, "from"),
                                .to = claims.text(i, "to"),
                                .object = claims.text(i, "object"),
                                .source = claims["source"].id<SourceTag>(i),
                                .locator = claims.text(i, "locator"),
                                .confidence = claims["confidence"].choice<Confidence>(i),
                                .plausibility = claims["plausibility"].choice<ClaimPlausibility>(i),
                                .note = claims.text(i, "note")});
    }
    const CellTable& sources = cells["sources"];
    for (std::size_t i = 0; i < sources.size(); ++i) {
        world.sources.push_back({.id = sources.text(i, "id"),
                                 .title = sources.text(i, "title"),
                                 .publisher = sources.text(i, "publisher"),
                                 .language = sources.text(i, "language"),
                                 .published = sources.text(i, "published"),
                                 .url = sources.text(i, "url"),
                                 .kind = sources["kind"].choice<SourceKind>(i)});
    }
    const CellTable& documents = cells["documents"];
    for (std::size_t i = 0; i < documents.size(); ++i) {
        world.documents.push_back({.source = documents["source"].id<SourceTag>(i),
                                   .format = documents["format"].choice<DocumentFormat>(i),
                                   .digest = documents.text(i, "digest"),
                                   .letters = documents["letters"].integers[i].value_or(0),
                                   .text_digest = documents.text(i, "text_digest"),
                                   .note = documents.text(i, "note")});
    }
    const CellTable& anchors = cells["anchors"];
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        world.anchors.push_back({.claim = anchors["claim"].id<ClaimTag>(i),
                                 .position = anchors["position"].integers[i].value_or(0),
                                 .length = anchors["length"].integers[i].value_or(0),
                                 .passage = anchors.text(i, "passage"),
                                 .before = anchors.text(i, "before"),
                                 .after = anchors.text(i, "after"),
                                 .fingerprint = anchors.text(i, "fingerprint")});
    }
}

} // namespace isthmus::world
