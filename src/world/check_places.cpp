// SPDX-License-Identifier: Apache-2.0
// Homes of companies, and who controls which territory.
#include <algorithm>

#include <fmt/format.h>

#include "world/checks.hpp"

namespace isthmus::world {

namespace {

void check_homes(const CheckContext& context) {
    const World& world = context.world;
    for (const ActorId actor : world.actors.ids()) {
        const Actor& row = world.actors[actor];
        if (!row.home.valid()) continue;
        const Actor& home = world.actors[row.home];
        const bool is_company = row.kind == ActorKind::kCompany;
        if (is_company && home.kind != ActorKind::kCompany) continue;
        context.report("actors", actor.index(),
                       {.id = "E323",
                        .column = "home",
                        .found = home.id,
                        .expected = is_company ? "an actor that is not a company"
                                               : "nothing, for only a company has a home"});
    }
}

using Rows = std::vector<std::size_t>;

/// Rows of one territory by their first days: the next must begin after all before it have ended.
void check_single_controller(const CheckContext& context, Rows& rows) {
    const std::vector<Control>& control = context.world.control;
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return control[a].period.first < control[b].period.first;
    });
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Control& row = control[rows[i]];
        for (std::size_t j = 0; j < i; ++j) {
            const Control& other = control[rows[j]];
            if (other.actor == row.actor || !other.period.overlaps(row.period)) continue;
            if (!row.actor.valid() || !other.actor.valid()) continue;
            const Period both{std::max(row.period.first, other.period.first),
                              std::min(row.period.last, other.period.last)};
            context.report("control", rows[i],
                           {.id = "E322",
                            .column = "actor",
                            .found = context.world.actors[row.actor].id,
                            .expected = "one actor in control on any day",
                            .hint = fmt::format("line {} names {}, too, on {}",
                                                context.table("control").origin(rows[j]).line,
                                                context.world.actors[other.actor].id, show(both))});
        }
    }
}

void check_controllers(const CheckContext& context) {
    const World& world = context.world;
    IdVector<TerritoryTag, Rows> rows(world.territories.size());
    for (std::size_t i = 0; i < world.control.size(); ++i) {
        const Control& control = world.control[i];
        if (control.capacity != ControlCapacity::kDeFacto || !control.territory.valid()) continue;
        rows[control.territory].push_back(i);
    }
    const Period whole = world_period(world.manifest());
    for (const TerritoryId territory : world.territories.ids()) {
        check_single_controller(context, rows[territory]);
        std::vector<Period> covers;
        for (const std::size_t row : rows[territory]) covers.push_back(world.control[row].period);
        const std::vector<Period> gaps = uncovered(whole, covers);
        if (gaps.empty() || !context.readable("control")) continue;
        context.report(
            "territories", territory.index(),
            {.id = "W303",
             .column = "id",
             .found = world.territories[territory].id,
             .expected = "a row of control with capacity de_facto on " + show(gaps.front())});
    }
}

} // namespace

void check_places(const CheckContext& context) {
    check_homes(context);
    check_controllers(context);
}

} // namespace isthmus::world
