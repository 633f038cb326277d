// SPDX-License-Identifier: Apache-2.0
#include "game/path_groups.hpp"

#include <algorithm>
#include <numeric>

namespace isthmus::game {
namespace {

// A load above its limit by less than this, relative to the limit plus one, is rounding: ten times
// what a certified optimum may be above it.
constexpr double kOverfull = 1e-10;

} // namespace

GroupOptima::GroupOptima(const PathNetwork& network) {
    for (const OriginDestination& od : network.ods()) {
        pool_.emplace_back();
        for (const Route& route : od.routes) pool_.back().push_back(route.path);
    }
}

const PathOptimum& GroupOptima::optimum(const std::vector<std::uint32_t>& group,
                                        Coalition coalition, PathSimplex& simplex) {
    {
        const std::lock_guard lock(mutex_);
        const auto place = groups_.find(group);
        if (place != groups_.end()) {
            const Group& known = place->second;
            const auto same = known.solved.find(coalition);
            if (same != known.solved.end()) return *same->second;
            for (const Kept& kept : known.kept) {
                if (is_subset(coalition, kept.coalition) &&
                    is_subset(kept.optimum->support, coalition)) {
                    return *kept.optimum;
                }
            }
        }
    }
    auto solved = std::make_unique<PathOptimum>(simplex.solve(group, coalition, pool_));
    const std::lock_guard lock(mutex_);
    Group& known = groups_[group];
    // Another thread may have solved the same meanwhile, to the same bits.
    const auto [place, added] = known.solved.try_emplace(coalition, std::move(solved));
    if (added) {
        known.fresh.push_back(coalition);
        ++solved_;
        pivots_ += place->second->pivots;
    }
    return *place->second;
}

void GroupOptima::publish() {
    for (auto& [ods, group] : groups_) {
        std::sort(group.fresh.begin(), group.fresh.end());
        for (const Coalition coalition : group.fresh) {
            PathOptimum& optimum = *group.solved.at(coalition);
            if (optimum.certified) group.kept.push_back({coalition, &optimum});
            add_to_pool(optimum.found);
        }
        group.fresh.clear();
    }
}

void GroupOptima::add_to_pool(std::vector<Path>& found) {
    for (Path& path : found) {
        std::vector<Path>& known = pool_[path.od];
        const bool is_new = std::none_of(
            known.begin(), known.end(), [&](const Path& other) { return other.arcs == path.arcs; });
        if (is_new) known.push_back(std::move(path));
    }
    found.clear();
}

GroupSolver::GroupSolver(const PathNetwork& network, GroupOptima& optima)
    : network_(network), optima_(optima), simplex_(network), load_(network.resources(), 0) {}

CoalitionOptimum GroupSolver::solve(Coalition coalition) {
    take_routes(coalition);
    CoalitionOptimum result;
    while (merge_overfull()) {
        for (Group& group : groups_) {
            if (group.route != nullptr || group.optimum != nullptr) continue;
            Coalition relevant = 0;
            for (const std::uint32_t od : group.ods) relevant |= network_.ods()[od].relevant;
            group.optimum = &optima_.optimum(group.ods, coalition & relevant, simplex_);
            if (!group.optimum->certified) return result;
        }
    }
    result.certified = true;
    for (const Group& group : groups_) {
        if (group.route != nullptr) {
            result.welfare += group.route->surplus;
            result.support |= group.route->path.consent;
        } else {
            result.welfare += group.optimum->value;
            result.support |= group.optimum->support;
        }
    }
    return result;
}

void GroupSolver::take_routes(Coalition coalition) {
    groups_.clear();
    const std::vector<OriginDestination>& ods = network_.ods();
    for (std::uint32_t i = 0; i < ods.size(); ++i) {
        if (!is_subset(ods[i].consent, coalition)) continue;
        for (const Route& route : ods[i].routes) {
            if (!is_subset(route.path.consent, coalition)) continue;
            groups_.push_back({{i}, &route, nullptr});
            break;
        }
    }
}

template <typename Visit> void GroupSolver::visit_loads(const Group& group, Visit&& visit) const {
    if (group.route != nullptr) {
        for (const PathUse& use : group.route->path.uses) {
            visit(use.resource, use.use * group.route->quantity);
        }
        return;
    }
    for (const PathLoad& load : group.optimum->loads) visit(load.resource, load.load);
}

/// Joins the groups that meet in overfull capacities into groups without an optimum yet; false
/// where no capacity is overfull.
bool GroupSolver::merge_overfull() {
    for (const std::uint32_t resource : used_) load_[resource] = 0;
    used_.clear();
    for (const Group& group : groups_) {
        visit_loads(group, [&](std::uint32_t resource, double load) {
            if (load_[resource] == 0) used_.push_back(resource);
            load_[resource] += load;
        });
    }
    const auto overfull = [&](std::uint32_t resource) {
        const double limit = network_.limit(resource);
        return load_[resource] > limit + kOverfull * (1 + limit);
    };
    if (std::none_of(used_.begin(), used_.end(), overfull)) return false;

    // A crowded group takes in those that share an overfull capacity with it and come after it.
    joined_to_.resize(groups_.size());
    std::iota(joined_to_.begin(), joined_to_.end(), 0U);
    const auto first_of = [&](std::uint32_t group) {
        while (joined_to_[group] != group) group = joined_to_[group];
        return group;
    };
    std::map<std::uint32_t, std::uint32_t> first_user; // by overfull capacity
    std::vector<bool> crowded(groups_.size(), false);
    for (std::uint32_t i = 0; i < groups_.size(); ++i) {
        visit_loads(groups_[i], [&](std::uint32_t resource, double load) {
            if (load <= 0 || !overfull(resource)) return;
            crowded[i] = true;
            const auto one = first_of(first_user.try_emplace(resource, i).first->second);
            const auto other = first_of(i);
            joined_to_[std::max(one, other)] = std::min(one, other);
        });
    }
    for (std::uint32_t i = 0; i < groups_.size(); ++i) {
        if (!crowded[i]) continue;
        Group& to = groups_[first_of(i)];
        to.route = nullptr;
        to.optimum = nullptr;
        if (&to == &groups_[i]) continue;
        to.ods.insert(to.ods.end(), groups_[i].ods.begin(), groups_[i].ods.end());
        groups_[i].ods.clear();
    }
    std::erase_if(groups_, [](const Group& group) { return group.ods.empty(); });
    for (Group& group : groups_) std::sort(group.ods.begin(), group.ods.end());
    return true;
}

} // namespace isthmus::game
