// SPDX-License-Identifier: Apache-2.0
// Whether each link has what its use needs: status, consents, capacities and, for every day in
// service, a cost.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "world/checks.hpp"

namespace isthmus::world {

namespace {

using RowsByKey = std::unordered_map<std::uint64_t, std::vector<std::size_t>>;

std::uint64_t mode_commodity(Mode mode, CommodityId commodity) {
    return (static_cast<std::uint64_t>(mode) << 32) | commodity.index();
}

Period intersection(const Period& a, const Period& b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

/// The directions in which a row of a link holds.
std::vector<FlowDirection> directions(LinkDirection link, FlowDirection row) {
    if (link == LinkDirection::kForward) return {FlowDirection::kForward};
    if (row != FlowDirection::kBoth) return {row};
    return {FlowDirection::kForward, FlowDirection::kBackward};
}

class ServiceCheck {
  public:
    explicit ServiceCheck(const CheckContext& context)
        : context_(context),
          world_(context.world),
          service_(context.world.links.size()),
          consents_(context.world.links.size()) {}

    void run() {
        find_service();
        costs_readable_ = context_.readable("costs") && context_.readable("mode_costs");
        index_rows();
        for (const LinkId link : world_.links.ids()) check_link(link);
        for (std::size_t i = 0; i < world_.capacities.size(); ++i) check_cost(i);
        check_effect(world_.costs, "costs");
        check_effect(world_.fees, "fees");
        check_effect(world_.group_members, "group_members");
        check_effect(world_.observations, "observations");
    }

  private:
    void find_service() {
        const Period whole = world_period(world_.manifest());
        for (std::size_t i = 0; i < world_.link_status.size(); ++i) {
            const LinkStatus& row = world_.link_status[i];
            if (!row.link.valid()) continue;
            with_status_.insert(row.link.index());
            if (row.status == Status::kRestricted && row.provenance.note.empty()) {
                context_.report("link_status", i,
                                {.id = "W309",
                                 .column = "note",
                                 .expected = "the limit under which the link is in service"});
            }
            const Period period = intersection(row.period, whole);
            const bool known = context_.table("link_status")["status"].known_choices[i];
            if (!known || row.status == Status::kClosed || period.first > period.last) continue;
            service_[row.link].push_back(period);
        }
    }

    void index_rows() {
        for (const Consent& row : world_.consents) {
            if (row.link.valid()) consents_[row.link].push_back(row.period);
        }
        for (const Capacity& row : world_.capacities) {
            if (!row.link.valid()) continue;
            with_capacity_.insert(row.link.index());
            if (row.commodity.valid()) carried_.insert(link_commodity(row.link, row.commodity));
        }
        for (const ProjectCapacity& row : world_.project_capacities) {
            if (!row.link.valid() || !row.commodity.valid()) continue;
            carried_.insert(link_commodity(row.link, row.commodity));
        }
        for (std::size_t i = 0; i < world_.costs.size(); ++i) {
            const Cost& row = world_.costs[i];
            if (!row.link.valid() || !row.commodity.valid())
                costs_readable_ = false;
            else
                costs_[link_commodity(row.link, row.commodity)].push_back(i);
        }
        for (std::size_t i = 0; i < world_.mode_costs.size(); ++i) {
            const ModeCost& row = world_.mode_costs[i];
            const bool known = context_.table("mode_costs")["mode"].known_choices[i];
            if (!known || !row.commodity.valid())
                costs_readable_ = false;
            else
                mode_costs_[mode_commodity(row.mode, row.commodity)].push_back(i);
        }
    }

    void require(LinkId link, bool present, std::string_view id, std::string_view table) {
        if (present || !context_.readable(table)) return;
        context_.report("links", link.index(),
                        {.id = id,
                         .column = "id",
                         .found = world_.links[link].id,
                         .expected = fmt::format("a row in {}", table)});
    }

    void check_link(LinkId link) {
        require(link, with_status_.contains(link.index()), "E311", "link_status");
        require(link, !consents_[link].empty(), "E312", "consents");
        require(link, with_capacity_.contains(link.index()), "E313", "capacities");
        if (consents_[link].empty()) return;
        for (const Period& service : service_[link]) {
            const std::vector<Period> gaps = uncovered(service, consents_[link]);
            if (gaps.empty()) continue;
            context_.report("links", link.index(),
                            {.id = "W308",
                             .column = "id",
                             .found = world_.links[link].id,
                             .expected = "a row in consents for " + show(gaps.front())});
            return;
        }
    }

    /// The periods in which the cost of a link and commodity in one direction is known.
    std::vector<Period> known_costs(LinkId link, CommodityId commodity,
                                    FlowDirection direction) const {
        std::vector<Period> periods;
        if (const auto rows = costs_.find(link_commodity(link, commodity)); rows != costs_.end()) {
            for (const std::size_t row : rows->second) {
                const FlowDirection covered = world_.costs[row].direction;
                if (covered != direction && covered != FlowDirection::kBoth) continue;
                periods.push_back(world_.costs[row].period);
            }
        }
        const auto rows = mode_costs_.find(mode_commodity(world_.links[link].mode, commodity));
        if (rows == mode_costs_.end()) return periods;
        for (const std::size_t row : rows->second) periods.push_back(world_.mode_costs[row].period);
        return periods;
    }

    void check_cost(std::size_t index) {
        const Capacity& row = world_.capacities[index];
        if (!row.link.valid() || !row.commodity.valid() || !costs_readable_) return;
        if (!context_.table("links")["mode"].known_choices[row.link.index()]) return;
        const Link& link = world_.links[row.link];
        for (const FlowDirection direction : directions(link.direction, row.direction)) {
            const std::vector<Period> known = known_costs(row.link, row.commodity, direction);
            for (const Period& service : service_[row.link]) {
                const std::vector<Period> gaps =
                    uncovered(intersection(service, row.period), known);
                if (gaps.empty()) continue;
                context_.report(
                    "capacities", index,
                    {.id = "E314",
                     .column = "commodity",
                     .found = world_.commodities[row.commodity].id,
                     .expected = fmt::format("a cost of '{}' {} in costs, or of mode {} in "
                                             "mode_costs, for {}",
                                             link.id, to_string(direction), to_string(link.mode),
                                             show(gaps.front()))});
                return;
            }
        }
    }

    template <typename Rows> void check_effect(const Rows& rows, std::string_view table) {
        if (!context_.readable("capacities")) return;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!rows[i].link.valid() || !rows[i].commodity.valid()) continue;
            if (carried_.contains(link_commodity(rows[i].link, rows[i].commodity))) continue;
            context_.report(table, i,
                            {.id = "W306",
                             .column = "commodity",
                             .found = world_.commodities[rows[i].commodity].id,
                             .expected = fmt::format("a commodity that '{}' has a capacity for",
                                                     world_.links[rows[i].link].id)});
        }
    }

    const CheckContext& context_;
    const World& world_;
    IdVector<LinkTag, std::vector<Period>>
        service_; ///< open or restricted, within the world's years
    IdVector<LinkTag, std::vector<Period>> consents_;
    std::unordered_set<std::size_t> with_status_, with_capacity_;
    std::unordered_set<std::uint64_t> carried_; ///< links and commodities with a capacity
    RowsByKey costs_, mode_costs_;
    bool costs_readable_ = true; ///< a cost that could not be read may be the one that is missing
};

} // namespace

void check_service(const CheckContext& context) {
    ServiceCheck(context).run();
}

} // namespace isthmus::world
