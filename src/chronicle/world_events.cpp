// SPDX-License-Identifier: Apache-2.0
#include "chronicle/world_events.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace isthmus::chronicle {

using world::Event;
using world::Party;
using world::World;

namespace {

using Dyad = std::pair<std::string, std::string>;

/// Each party once, companies as their home states.
std::vector<Party> states_of(const World& world, const std::vector<Party>& parties) {
    std::vector<Party> states;
    for (const Party& party : parties) {
        const Party state = state_of(world, party);
        const bool known = std::any_of(states.begin(), states.end(),
                                       [&](const Party& other) { return same(other, state); });
        if (!known) states.push_back(state);
    }
    return states;
}

/// Dyads of parties that are not the same, each once.
class Dyads {
  public:
    Dyads(const World& world, bool directed) : world_(world), directed_(directed) {}

    void add(const Party& source, const Party& target) {
        Dyad dyad{party_id(world_, source), party_id(world_, target)};
        if (!directed_ && dyad.second < dyad.first) std::swap(dyad.first, dyad.second);
        if (dyad.first != dyad.second) dyads_.insert(std::move(dyad));
    }
    const std::set<Dyad>& all() const { return dyads_; }

  private:
    const World& world_;
    bool directed_;
    std::set<Dyad> dyads_;
};

Period days_of(const Event& event) {
    return {event.date.first_day(), event.date.last_day()};
}

/// As the row names its parties; for one side those with a party that stands for it.
Dyads named_dyads(const World& world, const Event& event, const Sides& sides, bool directed) {
    const auto stands = [&](const Party& party) {
        return sides.empty() || !standing_for(world, {party}, sides[0], days_of(event)).empty();
    };
    Dyads dyads(world, directed);
    for (const Party& source : states_of(world, event.source)) {
        for (const Party& target : states_of(world, event.target)) {
            if (stands(source) || stands(target)) dyads.add(source, target);
        }
    }
    return dyads;
}

/// As the row is about the sides.
Dyads side_dyads(const World& world, const Event& event, const Sides& sides, bool directed) {
    const auto stands = [&](const std::vector<Party>& parties, const Party& side) {
        return !standing_for(world, parties, side, days_of(event)).empty();
    };
    Dyads dyads(world, directed);
    if (sides.size() == 2) {
        for (const std::size_t first : {0U, 1U}) {
            if (stands(event.source, sides[first]) && stands(event.target, sides[1 - first])) {
                dyads.add(sides[first], sides[1 - first]);
            }
        }
        return dyads;
    }
    if (stands(event.source, sides[0])) {
        for (const Party& target : states_of(world, event.target)) dyads.add(sides[0], target);
    }
    if (stands(event.target, sides[0])) {
        for (const Party& source : states_of(world, event.source)) dyads.add(source, sides[0]);
    }
    return dyads;
}

std::optional<double> value_of(const Event& event, GoldsteinList list) {
    if (list == GoldsteinList::kFile) return event.goldstein;
    const auto value = goldstein(list, event.code);
    return value ? std::optional(from_millionths(*value)) : std::nullopt;
}

} // namespace

WorldEvents world_events(const World& world, const Sides& sides, const WorldEventOptions& options) {
    SeriesOptions wanted;
    wanted.length = options.length;
    wanted.directed = options.directed;
    wanted.period = options.period;
    SeriesBuilder of_sides(wanted), of_pairs(wanted);
    WorldEvents result;
    for (const Event& event : world.events) {
        const Period days = days_of(event);
        if (!days.overlaps(options.period)) continue;
        const Involvement found = between(world, event.source, event.target, sides, days);
        if (!found.involved) continue;
        ++result.rows;
        if (!found.through.empty()) ++result.through;
        const auto value = value_of(event, options.goldstein);
        if (!value) ++result.unscored;
        if (options.length == PeriodLength::kMonth && event.date.month == 0) {
            ++result.unplaced;
            continue;
        }
        const Day day = std::max(days.first, options.period.first);
        const auto add = [&](SeriesBuilder& builder, const Dyads& dyads) {
            for (const Dyad& dyad : dyads.all()) {
                builder.add({dyad.first, dyad.second, day, event.code, value, 1});
            }
        };
        if (!sides.empty()) add(of_sides, side_dyads(world, event, sides, options.directed));
        if (sides.size() < 2) add(of_pairs, named_dyads(world, event, sides, options.directed));
    }
    result.pairs = of_pairs.series();
    result.series = sides.empty() ? result.pairs : of_sides.series();
    return result;
}

} // namespace isthmus::chronicle
