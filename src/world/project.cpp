// SPDX-License-Identifier: Apache-2.0
#include "world/project.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace isthmus::world {

namespace {

/// What is left of a period before and after another one.
std::vector<Period> outside(const Period& period, const Period& hole) {
    if (!period.overlaps(hole)) return {period};
    std::vector<Period> result;
    if (period.first < hole.first) result.push_back({period.first, hole.first - 1});
    if (hole.last < period.last) result.push_back({hole.last + 1, period.last});
    return result;
}

Period common(const Period& a, const Period& b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

/// Days between a day and a period that does not contain it.
Day distance(const Period& period, Day day) {
    return day < period.first ? period.first - day : day - period.last;
}

/// Takes the days of `hole` out of the rows for which `of` holds.
template <typename Row, typename Of>
void cut_out(std::vector<Row>& rows, const Period& hole, const Of& of) {
    std::vector<Row> result;
    for (Row& row : rows) {
        if (!of(row)) {
            result.push_back(std::move(row));
            continue;
        }
        for (const Period& period : outside(row.period, hole)) {
            result.push_back(row);
            result.back().period = period;
        }
    }
    rows = std::move(result);
}

enum class Uncovered { kNothing, kNearest };

/// The rows that hold on a day; where there are none, those nearest to it if asked for.
template <typename Row>
std::vector<const Row*> rows_on(const std::vector<const Row*>& rows, Day day, Uncovered uncovered) {
    std::vector<const Row*> result;
    for (const Row* row : rows) {
        if (row->period.contains(day)) result.push_back(row);
    }
    if (!result.empty() || uncovered == Uncovered::kNothing || rows.empty()) return result;
    const Row* nearest =
        *std::min_element(rows.begin(), rows.end(), [&](const Row* a, const Row* b) {
            return distance(a->period, day) < distance(b->period, day);
        });
    for (const Row* row : rows) {
        if (row->period == nearest->period) result.push_back(row);
    }
    return result;
}

class ProjectYear {
  public:
    ProjectYear(const World& world, ProjectId id, int year)
        : world_(world),
          id_(id),
          year_(Period::of_year(year)),
          own_(own_links(world, id)),
          start_(world.projects[id].start ? world.projects[id].start->first_day()
                                          : Period::of_year(world.manifest().base_year).first) {}

    World made(bool in_service) const {
        World result = world_;
        set_service(result, in_service);
        date_own_rows(result);
        if (in_service) add_missing_capacities(result);
        enlarge(result, in_service);
        return result;
    }

  private:
    bool is_own(LinkId link) const {
        return std::find(own_.begin(), own_.end(), link) != own_.end();
    }

    void set_service(World& result, bool in_service) const {
        const auto own = [&](const LinkStatus& row) { return is_own(row.link); };
        cut_out(result.link_status, year_, own);
        for (const LinkId link : own_) {
            const auto like = std::find_if(world_.link_status.begin(), world_.link_status.end(),
                                           [&](const LinkStatus& row) { return row.link == link; });
            LinkStatus row{link, Status::kOpen, {}, year_, {}};
            if (like != world_.link_status.end()) row.provenance = like->provenance;
            if (!in_service) row.status = Status::kClosed;
            result.link_status.push_back(std::move(row));
        }
        if (!in_service) return;
        for (Restriction& restriction : result.restrictions) {
            if (restriction.kind != RestrictionKind::kClosure ||
                !restriction.period.overlaps(year_)) {
                continue;
            }
            std::erase_if(restriction.links, [&](LinkId link) { return is_own(link); });
        }
    }

    /// Replaces the year of the rows for which `of` holds by what holds on the days that stand for
    /// it; rows with the same key replace each other in time.
    template <typename Row, typename Of, typename Key>
    void date(std::vector<Row>& rows, Uncovered uncovered, const Of& of, const Key& key) const {
        std::map<decltype(key(rows.front())), std::vector<Row>> groups;
        for (const Row& row : rows) {
            if (of(row)) groups[key(row)].push_back(row);
        }
        cut_out(rows, year_, of);
        for (const auto& [ignored, group] : groups) {
            std::vector<const Row*> members;
            for (const Row& row : group) members.push_back(&row);
            for (const Period& piece : pieces(members)) {
                for (const Row* row : rows_on(members, std::max(piece.first, start_), uncovered)) {
                    rows.push_back(*row);
                    rows.back().period = piece;
                }
            }
        }
    }

    /// The year cut where the start or one of the rows begins or ends.
    template <typename Row> std::vector<Period> pieces(const std::vector<const Row*>& rows) const {
        std::vector<Day> cuts{year_.first};
        const auto cut = [&](Day day) {
            if (year_.first < day && day <= year_.last) cuts.push_back(day);
        };
        cut(start_);
        for (const Row* row : rows) {
            cut(row->period.first);
            if (row->period.last < year_.last) cut(row->period.last + 1);
        }
        std::sort(cuts.begin(), cuts.end());
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        std::vector<Period> result;
        for (std::size_t i = 0; i < cuts.size(); ++i) {
            result.push_back({cuts[i], i + 1 < cuts.size() ? cuts[i + 1] - 1 : year_.last});
        }
        return result;
    }

    void date_own_rows(World& result) const {
        const auto own = [&](const auto& row) { return is_own(row.link); };
        const auto link = [](const auto& row) { return row.link; };
        const auto link_and_commodity = [](const auto& row) {
            return std::pair(row.link, row.commodity);
        };
        date(result.capacities, Uncovered::kNearest, own, link_and_commodity);
        date(result.costs, Uncovered::kNearest, own, link_and_commodity);
        date(result.fees, Uncovered::kNothing, own, link_and_commodity);
        date(result.consents, Uncovered::kNothing, own, link);
        date(result.ownership, Uncovered::kNothing, own, link);
        IdVector<GroupTag, char> own_group(world_.capacity_groups.size());
        for (const GroupMember& member : world_.group_members) own_group[member.group] = 1;
        for (const GroupMember& member : world_.group_members) {
            if (!is_own(member.link)) own_group[member.group] = 0;
        }
        date(
            result.group_capacities, Uncovered::kNearest,
            [&](const GroupCapacity& row) { return own_group[row.group] != 0; },
            [](const GroupCapacity& row) { return row.group; });
    }

    void add_missing_capacities(World& result) const {
        for (const ProjectCapacity& added : world_.project_capacities) {
            if (added.project != id_ || !is_own(added.link)) continue;
            const bool stated = std::any_of(
                world_.capacities.begin(), world_.capacities.end(), [&](const Capacity& row) {
                    return row.link == added.link && row.commodity == added.commodity;
                });
            if (stated) continue;
            result.capacities.push_back({added.link, added.commodity, FlowDirection::kBoth, year_,
                                         added.capacity, added.provenance});
        }
    }

    double capacity_on(LinkId link, CommodityId commodity, Day day) const {
        double sum = 0;
        for (const Capacity& row : world_.capacities) {
            if (row.link == link && row.commodity == commodity && row.period.contains(day)) {
                sum += row.capacity;
            }
        }
        return sum;
    }

    /// Whether the rows of capacity include the enlargement from the start on.
    bool follows(const ProjectCapacity& added) const {
        const Project& project = world_.projects[id_];
        if (project.status == ProjectStatus::kBuilt) return true;
        return project.start && capacity_on(added.link, added.commodity, start_) >
                                    capacity_on(added.link, added.commodity, start_ - 1);
    }

    /// The days of the year on which the enlargement has to be put on (in service) or taken off.
    Period to_change(const ProjectCapacity& added, bool in_service) const {
        const Period included{follows(added) ? std::max(start_, year_.first) : year_.last + 1,
                              year_.last};
        return in_service ? Period{year_.first, std::min(included.first - 1, year_.last)}
                          : included;
    }

    /// Adds to the rows for which `of` holds on the days of `when`, not below zero; says whether a
    /// row was there.
    template <typename Row, typename Of>
    static bool add(std::vector<Row>& rows, const Period& when, double amount, const Of& of) {
        std::vector<Row> changed;
        for (const Row& row : rows) {
            if (!of(row) || !row.period.overlaps(when)) continue;
            changed.push_back(row);
            changed.back().period = common(row.period, when);
            changed.back().capacity = std::max(0.0, row.capacity + amount);
        }
        cut_out(rows, when, of);
        rows.insert(rows.end(), changed.begin(), changed.end());
        return !changed.empty();
    }

    void enlarge(World& result, bool in_service) const {
        const double sign = in_service ? 1 : -1;
        struct Track {
            double amount = 0;
            Period when;
        };
        std::map<GroupId, Track> tracks;
        for (const ProjectCapacity& added : world_.project_capacities) {
            if (added.project != id_ || is_own(added.link)) continue;
            const Period when = to_change(added, in_service);
            if (when.first > when.last) continue;
            const bool changed =
                add(result.capacities, when, sign * added.capacity, [&](const Capacity& row) {
                    return row.link == added.link && row.commodity == added.commodity;
                });
            if (!changed && in_service) {
                result.capacities.push_back({added.link, added.commodity, FlowDirection::kBoth,
                                             when, added.capacity, added.provenance});
            }
            for (const GroupMember& member : world_.group_members) {
                if (member.link != added.link || member.commodity != added.commodity ||
                    !binds_only(member.group, added.link)) {
                    continue;
                }
                Track& track = tracks[member.group];
                if (member.use * added.capacity <= track.amount) continue;
                track = {member.use * added.capacity, when};
            }
        }
        for (const auto& [group, track] : tracks) {
            const GroupId id = group;
            add(result.group_capacities, track.when, sign * track.amount,
                [&](const GroupCapacity& row) { return row.group == id; });
        }
    }

    bool binds_only(GroupId group, LinkId link) const {
        return std::all_of(world_.group_members.begin(), world_.group_members.end(),
                           [&](const GroupMember& member) {
                               return member.group != group || member.link == link;
                           });
    }

    const World& world_;
    ProjectId id_;
    Period year_;
    std::vector<LinkId> own_;
    Day start_; ///< of service
};

template <typename Id> std::vector<Id> in_order(std::vector<Id> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

/// Whether the link's service begins no earlier than the project's, and no project lists it.
bool came_along(const World& world, ProjectId project, LinkId link) {
    const auto& start = world.projects[project].start;
    if (!start) return false;
    for (const Project& other : world.projects) {
        if (std::find(other.links.begin(), other.links.end(), link) != other.links.end()) {
            return false;
        }
    }
    return std::all_of(world.link_status.begin(), world.link_status.end(),
                       [&](const LinkStatus& row) {
                           return row.link != link || row.status == Status::kClosed ||
                                  row.period.first >= start->first_day();
                       });
}

} // namespace

std::vector<LinkId> own_links(const World& world, ProjectId project) {
    std::vector<LinkId> result = world.projects[project].links;
    for (const ProjectCapacity& added : world.project_capacities) {
        if (added.project == project && came_along(world, project, added.link)) {
            result.push_back(added.link);
        }
    }
    return in_order(std::move(result));
}

std::vector<LinkId> project_links(const World& world, ProjectId project) {
    std::vector<LinkId> result = own_links(world, project);
    for (const ProjectCapacity& added : world.project_capacities) {
        if (added.project == project) result.push_back(added.link);
    }
    return in_order(std::move(result));
}

std::vector<CommodityId> project_commodities(const World& world, ProjectId project) {
    const std::vector<LinkId> own = own_links(world, project);
    std::vector<CommodityId> result;
    for (const Capacity& row : world.capacities) {
        if (std::binary_search(own.begin(), own.end(), row.link)) result.push_back(row.commodity);
    }
    for (const ProjectCapacity& added : world.project_capacities) {
        if (added.project == project) result.push_back(added.commodity);
    }
    return in_order(std::move(result));
}

World with_project(const World& world, ProjectId project, int year, bool in_service) {
    return ProjectYear(world, project, year).made(in_service);
}

} // namespace isthmus::world
