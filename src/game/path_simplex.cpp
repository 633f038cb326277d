// SPDX-License-Identifier: Apache-2.0
#include "game/path_simplex.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace isthmus::game {
namespace {

// Gains below this share of the highest value are rounding: sums of some ten numbers of 53 bits.
constexpr double kPays = 1e-11;
// Entries of the working basis and rates below this are rounding: uses are of the order of one.
constexpr double kZeroRate = 1e-9;
// Distances to a bound that differ by less, relative to the distance plus one, count as equal, so
// that the largest pivot among them can be taken.
constexpr double kEqualLength = 1e-12;
// Movements of no length in a row after which the rule that cannot cycle takes over.
constexpr std::size_t kMostStalls = 200;
// Far more than any part has needed; beyond it the part is left to another solver.
constexpr std::size_t kMostPivots = 50000;
// Gap between value and bound, relative to the bound plus one, that certifies an optimum, and
// excess of a load over its limit, relative to that plus one.
constexpr double kGap = 1e-10;
constexpr double kExcess = 1e-11;

} // namespace

PathSimplex::PathSimplex(const PathNetwork& network)
    : network_(network),
      place_(network.resources(), -1),
      is_contested_(network.resources(), 0),
      load_(network.resources(), 0),
      rent_(network.resources(), 0),
      most_load_(network.resources(), 0),
      most_use_(network.resources(), 0),
      load_rate_(network.resources(), 0) {}

PathOptimum PathSimplex::solve(std::span<const std::uint32_t> ods, Coalition open,
                               const std::vector<std::vector<Path>>& pool) {
    start(ods, open, pool);
    return reach_optimum() ? result() : PathOptimum();
}

void PathSimplex::start(std::span<const std::uint32_t> ods, Coalition open,
                        const std::vector<std::vector<Path>>& pool) {
    for (const std::uint32_t resource : contested_) {
        place_[resource] = -1;
        is_contested_[resource] = 0;
        load_[resource] = rent_[resource] = load_rate_[resource] = 0;
    }
    contested_.clear();
    members_.clear();
    columns_.clear();
    found_.clear();
    extras_.clear();
    tight_.clear();
    open_ = open;
    lowest_index_ = false;
    pivots_ = 0;
    double highest = 0;
    for (const std::uint32_t id : ods) {
        const auto member = static_cast<std::uint32_t>(members_.size());
        members_.emplace_back();
        members_.back().od = &network_.ods()[id];
        members_.back().id = id;
        members_.back().key = static_cast<std::uint32_t>(columns_.size());
        highest = std::max(highest, members_.back().od->steps.front().value);
        for (const Path& path : pool[id]) {
            if (is_subset(path.consent, open)) columns_.push_back({&path, member});
        }
        columns_[members_.back().key].basic = true;
        set_most(members_.back());
    }
    tolerance_ = kPays * (1 + highest);
    find_contested();
    fill_up();
}

/// What the demand takes at the cost of its cheapest path: no price is below it.
void PathSimplex::set_most(Member& member) const {
    const double cheapest = columns_[member.key].path->cost;
    const std::vector<flow::Step>& steps = member.od->steps;
    const auto end = std::partition_point(
        steps.begin(), steps.end(), [&](const flow::Step& step) { return step.value > cheapest; });
    member.most_steps = static_cast<std::size_t>(end - steps.begin());
    member.most = member.od->ends[member.most_steps];
}

/// A first solution: demands that gain most come first, each takes all that it would as if alone
/// or, where that does not fit any more, nothing.
void PathSimplex::fill_up() {
    std::vector<std::uint32_t> order(members_.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto gain = [&](std::uint32_t i) {
        return members_[i].od->steps.front().value - columns_[members_[i].key].path->cost;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t one, std::uint32_t other) {
        return gain(one) > gain(other);
    });
    for (const std::uint32_t i : order) {
        Member& member = members_[i];
        Column& key = columns_[member.key];
        const auto fits = [&](const PathUse& use) {
            return load_[use.resource] + use.use * member.most <= network_.limit(use.resource);
        };
        const auto taken = uses(key);
        if (!std::all_of(taken.begin(), taken.end(), fits)) continue;
        for (const PathUse& use : taken) load_[use.resource] += use.use * member.most;
        key.flow = member.quantity = member.most;
        member.step = member.most_steps;
    }
}

/// Lists the capacities that known paths could fill up, what columns use of them, and their loads.
void PathSimplex::find_contested() {
    touched_.clear();
    for (std::size_t first = 0, last = 0; first < columns_.size(); first = last) {
        const Member& member = members_[columns_[first].member];
        for (; last < columns_.size() && columns_[last].member == columns_[first].member; ++last) {
            for (const PathUse& use : columns_[last].path->uses) {
                double& counted = most_use_[use.resource];
                if (use.use <= counted) continue;
                touched_.push_back(use.resource);
                most_load_[use.resource] += member.most * (use.use - counted);
                counted = use.use;
            }
        }
        for (std::size_t i = first; i < last; ++i) {
            for (const PathUse& use : columns_[i].path->uses) most_use_[use.resource] = 0;
        }
    }
    for (const std::uint32_t resource : touched_) {
        if (most_load_[resource] > network_.limit(resource) && !is_contested_[resource]) {
            is_contested_[resource] = 1;
            contested_.push_back(resource);
        }
        most_load_[resource] = 0;
    }
    for (const std::uint32_t resource : contested_) load_[resource] = 0;
    uses_.clear();
    for (Column& column : columns_) {
        column.first_use = static_cast<std::uint32_t>(uses_.size());
        for (const PathUse& use : column.path->uses) {
            if (!is_contested_[use.resource]) continue;
            uses_.push_back(use);
            load_[use.resource] += column.flow * use.use;
        }
        column.last_use = static_cast<std::uint32_t>(uses_.size());
    }
}

std::span<const PathUse> PathSimplex::uses(const Column& column) const {
    return {uses_.data() + column.first_use, uses_.data() + column.last_use};
}

double PathSimplex::toll(const Column& column) const {
    double sum = 0;
    for (const PathUse& use : uses(column)) sum += use.use * rent_[use.resource];
    return sum;
}

/// What a unit of the variable adds to the loads while key paths make up for it.
template <typename Visit>
void PathSimplex::visit_column(const Variable& variable, Visit&& visit) const {
    const bool is_path = variable.kind == Kind::kPath;
    const std::uint32_t member = is_path ? columns_[variable.index].member : variable.index;
    const double sign = is_path ? -1 : 1;
    for (const PathUse& use : uses(columns_[members_[member].key])) {
        visit(use.resource, sign * use.use);
    }
    if (!is_path) return;
    for (const PathUse& use : uses(columns_[variable.index])) visit(use.resource, use.use);
}

bool PathSimplex::reach_optimum() {
    std::size_t stalls = 0;
    while (pivots_ < kMostPivots) {
        if (!factorise()) return false;
        set_prices();
        const Variable entering = choose();
        if (entering.kind == Kind::kNone) {
            if (find_paths()) continue;
            return true;
        }
        find_direction(entering);
        const Block block = quantity_block(entering, path_or_capacity_block(entering));
        if (!std::isfinite(block.length)) return false;
        stalls = block.length > 0 ? 0 : stalls + 1;
        lowest_index_ = stalls > kMostStalls;
        move(entering, block.length);
        exchange(entering, block);
        ++pivots_;
    }
    return false;
}

/// Lower and upper factors of the working basis (a row for each tight capacity, a column for each
/// extra), the largest pivot of a column first.
bool PathSimplex::factorise() {
    const std::size_t size = tight_.size();
    basis_.assign(size * size, 0);
    row_.resize(size);
    for (std::size_t j = 0; j < size; ++j) {
        visit_column(extras_[j], [&](std::uint32_t resource, double value) {
            if (place_[resource] < 0) return;
            basis_[static_cast<std::size_t>(place_[resource]) * size + j] += value;
        });
        row_[j] = j;
    }
    for (std::size_t j = 0; j < size; ++j) {
        std::size_t pivot = j;
        for (std::size_t i = j + 1; i < size; ++i) {
            if (std::abs(basis_[i * size + j]) > std::abs(basis_[pivot * size + j])) pivot = i;
        }
        double* const top = &basis_[j * size];
        if (std::abs(basis_[pivot * size + j]) < kZeroRate) return false;
        if (pivot != j) {
            std::swap_ranges(top, top + size, &basis_[pivot * size]);
            std::swap(row_[j], row_[pivot]);
        }
        for (std::size_t i = j + 1; i < size; ++i) {
            double* const row = &basis_[i * size];
            if (row[j] == 0) continue;
            row[j] /= top[j];
            for (std::size_t k = j + 1; k < size; ++k) row[k] -= row[j] * top[k];
        }
    }
    return true;
}

/// Movements of the extras that add `right` to the loads of the tight capacities, in its place.
void PathSimplex::solve_basis(std::vector<double>& right) const {
    const std::size_t size = row_.size();
    permuted_.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        double value = right[row_[i]];
        for (std::size_t j = 0; j < i; ++j) value -= basis_[i * size + j] * permuted_[j];
        permuted_[i] = value;
    }
    for (std::size_t i = size; i-- > 0;) {
        double value = permuted_[i];
        for (std::size_t j = i + 1; j < size; ++j) value -= basis_[i * size + j] * right[j];
        right[i] = value / basis_[i * size + i];
    }
}

/// Rents of the tight capacities at which the extras gain `right` less than nothing, in its place.
void PathSimplex::solve_transposed(std::vector<double>& right) const {
    const std::size_t size = row_.size();
    permuted_ = right;
    for (std::size_t i = 0; i < size; ++i) {
        permuted_[i] /= basis_[i * size + i];
        for (std::size_t j = i + 1; j < size; ++j) {
            permuted_[j] -= basis_[i * size + j] * permuted_[i];
        }
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t j = 0; j < i; ++j) permuted_[j] -= basis_[i * size + j] * permuted_[i];
    }
    for (std::size_t i = 0; i < size; ++i) right[row_[i]] = permuted_[i];
}

/// Rents at which no extra gains anything, and the prices that follow.
void PathSimplex::set_prices() {
    const std::size_t size = tight_.size();
    for (const std::uint32_t resource : contested_) rent_[resource] = 0;
    gain_.resize(size);
    for (std::size_t j = 0; j < size; ++j) {
        const Variable& extra = extras_[j];
        const bool is_path = extra.kind == Kind::kPath;
        const Member& member = members_[is_path ? columns_[extra.index].member : extra.index];
        const double key_cost = columns_[member.key].path->cost;
        gain_[j] = is_path ? key_cost - columns_[extra.index].path->cost
                           : member.od->steps[member.step].value - key_cost;
    }
    solve_transposed(gain_);
    for (std::size_t i = 0; i < size; ++i) rent_[tight_[i]] = gain_[i];
    for (Member& member : members_) {
        const Column& key = columns_[member.key];
        member.price = key.path->cost + toll(key);
    }
}

PathSimplex::Variable PathSimplex::choose() const {
    Variable best;
    best.gain = tolerance_;
    const auto consider = [&](Kind kind, std::size_t index, double sign, double gain) {
        if (gain <= best.gain || (lowest_index_ && best.kind != Kind::kNone)) return;
        best = {kind, static_cast<std::uint32_t>(index), sign, gain};
    };
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const Member& member = members_[i];
        if (member.basic) continue;
        const std::vector<flow::Step>& steps = member.od->steps;
        if (member.step < steps.size()) {
            consider(Kind::kQuantity, i, 1, steps[member.step].value - member.price);
        }
        if (member.step > 0) {
            consider(Kind::kQuantity, i, -1, member.price - steps[member.step - 1].value);
        }
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        if (column.basic) continue;
        const double saved = members_[column.member].price - column.path->cost;
        if (saved > best.gain) consider(Kind::kPath, i, 1, saved - toll(column));
    }
    for (const std::uint32_t resource : tight_) {
        consider(Kind::kSlack, resource, 1, -rent_[resource]);
    }
    return best;
}

/// Whether there are paths that pay and were not known. Where not, the searches bound the value.
bool PathSimplex::find_paths() {
    for (const std::uint32_t resource : tight_) rent_[resource] = std::max(0.0, rent_[resource]);
    bool any = false;
    bound_ = 0;
    for (const std::uint32_t resource : tight_) {
        bound_ += rent_[resource] * network_.limit(resource);
    }
    const auto worth = [](const Member& member) {
        return std::min(member.price, member.od->steps.front().value);
    };
    const std::size_t count = members_.size();
    for (std::size_t first = 0; first < count;) {
        const std::uint32_t origin = members_[first].od->origin;
        double farthest = 0;
        std::size_t last = first;
        for (; last < count && members_[last].od->origin == origin; ++last) {
            farthest = std::max(farthest, worth(members_[last]));
        }
        network_.search(origin, open_, rent_, farthest, scratch_);
        for (std::size_t i = first; i < last; ++i) {
            const Member& member = members_[i];
            const double distance =
                std::min(scratch_.distance[member.od->destination], member.price);
            bound_ += member.od->surplus(distance);
            if (distance >= worth(member) - tolerance_) continue;
            found_.push_back(network_.found(member.id, scratch_));
            columns_.push_back({&found_.back(), static_cast<std::uint32_t>(i)});
            any = true;
        }
        first = last;
    }
    if (any) find_contested();
    return any;
}

/// How everything moves for a unit of what enters, tight capacities staying tight.
void PathSimplex::find_direction(const Variable& entering) {
    const std::size_t size = tight_.size();
    for (const std::uint32_t resource : contested_) load_rate_[resource] = 0;
    quantity_rate_.assign(members_.size(), 0);
    key_rate_.assign(members_.size(), 0);
    extra_rate_.resize(size);
    if (entering.kind == Kind::kSlack) {
        load_rate_[entering.index] = 1;
    } else {
        visit_column(entering, [&](std::uint32_t resource, double value) {
            load_rate_[resource] += entering.sign * value;
        });
    }
    for (std::size_t i = 0; i < size; ++i) extra_rate_[i] = -load_rate_[tight_[i]];
    solve_basis(extra_rate_);
    if (entering.kind == Kind::kQuantity) quantity_rate_[entering.index] = entering.sign;
    if (entering.kind == Kind::kPath) key_rate_[columns_[entering.index].member] = -1;
    for (std::size_t j = 0; j < size; ++j) {
        const Variable& extra = extras_[j];
        if (extra.kind == Kind::kPath) {
            key_rate_[columns_[extra.index].member] -= extra_rate_[j];
        } else {
            quantity_rate_[extra.index] = extra_rate_[j];
        }
        visit_column(extra, [&](std::uint32_t resource, double value) {
            load_rate_[resource] += extra_rate_[j] * value;
        });
    }
    for (std::size_t i = 0; i < members_.size(); ++i) key_rate_[i] += quantity_rate_[i];
    for (const std::uint32_t resource : tight_) load_rate_[resource] = 0;
    if (entering.kind == Kind::kSlack) load_rate_[entering.index] = -1;
}

/// The first path that runs empty or capacity that fills up.
PathSimplex::Block PathSimplex::path_or_capacity_block(const Variable& entering) const {
    const auto visit_all = [&](const auto& visit) {
        for (std::size_t j = 0; j < extras_.size(); ++j) {
            if (extras_[j].kind != Kind::kPath || extra_rate_[j] > -kZeroRate) continue;
            visit(columns_[extras_[j].index].flow, -extra_rate_[j], extras_[j]);
        }
        for (std::size_t i = 0; i < members_.size(); ++i) {
            // The only path of a demand runs empty where its quantity comes to its bound.
            const bool enters =
                entering.kind == Kind::kPath && columns_[entering.index].member == i;
            if (key_rate_[i] > -kZeroRate || (members_[i].extra_paths == 0 && !enters)) continue;
            visit(columns_[members_[i].key].flow, -key_rate_[i],
                  Variable{Kind::kPath, members_[i].key, 1, 0});
        }
        for (const std::uint32_t resource : contested_) {
            if (place_[resource] >= 0 || load_rate_[resource] < kZeroRate) continue;
            visit(std::max(0.0, network_.limit(resource) - load_[resource]), load_rate_[resource],
                  Variable{Kind::kSlack, resource, 1, 0});
        }
    };
    double shortest = flow::kInfinity;
    visit_all([&](double room, double rate, const Variable&) {
        shortest = std::min(shortest, room / rate);
    });
    Block block;
    const double longest = shortest + kEqualLength * (1 + shortest);
    visit_all([&](double room, double rate, const Variable& variable) {
        if (room / rate > longest || rate <= block.pivot) return;
        if (lowest_index_ && block.pivot > 0) return;
        block = {shortest, rate, variable, 0};
    });
    return block;
}

/// Moves quantities from step to step as long as that pays; what ends the movement, at the latest
/// `block`.
PathSimplex::Block PathSimplex::quantity_block(const Variable& entering, const Block& block) {
    movers_.clear();
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const double rate = quantity_rate_[i];
        if (std::abs(rate) < kZeroRate) continue;
        const bool enters = entering.kind == Kind::kQuantity && entering.index == i;
        const std::size_t step = members_[i].step - (enters && rate < 0 ? 1 : 0);
        movers_.push_back({static_cast<std::uint32_t>(i), rate, step});
    }
    double gain = entering.gain;
    Block result = block;
    while (true) {
        Mover* first = nullptr;
        double length = block.length;
        for (Mover& mover : movers_) {
            const Member& member = members_[mover.member];
            const double end = member.od->ends[mover.step + (mover.rate > 0 ? 1 : 0)];
            const double at = std::max(0.0, (end - member.quantity) / mover.rate);
            if (at < length) {
                length = at;
                first = &mover;
            }
        }
        if (first == nullptr) break;
        const std::vector<flow::Step>& steps = members_[first->member].od->steps;
        const bool up = first->rate > 0;
        const bool at_end = up ? first->step + 1 == steps.size() : first->step == 0;
        const std::size_t next = at_end ? 0 : up ? first->step + 1 : first->step - 1;
        if (!at_end) {
            gain -= std::abs(first->rate) * std::abs(steps[next].value - steps[first->step].value);
        }
        if (at_end || gain <= tolerance_) {
            result = {length, std::abs(first->rate), Variable{Kind::kQuantity, first->member, 1, 0},
                      first->step + (up ? 1 : 0)};
            break;
        }
        first->step = next;
    }
    for (const Mover& mover : movers_) members_[mover.member].step = mover.step;
    return result;
}

void PathSimplex::move(const Variable& entering, double length) {
    for (std::size_t j = 0; j < extras_.size(); ++j) {
        if (extras_[j].kind != Kind::kPath) continue;
        double& flow = columns_[extras_[j].index].flow;
        flow = std::max(0.0, flow + length * extra_rate_[j]);
    }
    if (entering.kind == Kind::kPath) columns_[entering.index].flow += length;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        Member& member = members_[i];
        member.quantity =
            std::clamp(member.quantity + length * quantity_rate_[i], 0.0, member.od->ends.back());
        double& flow = columns_[member.key].flow;
        flow = std::max(0.0, flow + length * key_rate_[i]);
    }
    for (const std::uint32_t resource : contested_) {
        load_[resource] += length * load_rate_[resource];
    }
}

/// Takes what blocks out of the basis and what enters into it.
void PathSimplex::exchange(const Variable& entering, const Block& block) {
    const Variable& leaving = block.variable;
    if (leaving.kind == Kind::kQuantity) {
        Member& member = members_[leaving.index];
        member.step = block.step;
        member.quantity = member.od->ends[block.step];
        if (!member.basic) return; // it was what entered
        remove_extra(Kind::kQuantity, leaving.index);
        member.basic = false;
    } else if (leaving.kind == Kind::kSlack) {
        place_[leaving.index] = static_cast<std::int32_t>(tight_.size());
        tight_.push_back(leaving.index);
        load_[leaving.index] = network_.limit(leaving.index);
    } else {
        Column& column = columns_[leaving.index];
        Member& member = members_[column.member];
        column.flow = 0;
        column.basic = false;
        if (member.key != leaving.index) {
            remove_extra(Kind::kPath, leaving.index);
            --member.extra_paths;
        } else if (entering.kind == Kind::kPath &&
                   columns_[entering.index].member == column.member) {
            member.key = entering.index;
            columns_[entering.index].basic = true;
            return;
        } else {
            const Variable* fullest = nullptr;
            for (const Variable& extra : extras_) {
                if (extra.kind != Kind::kPath || columns_[extra.index].member != column.member) {
                    continue;
                }
                if (fullest == nullptr ||
                    columns_[extra.index].flow > columns_[fullest->index].flow) {
                    fullest = &extra;
                }
            }
            member.key = fullest->index;
            remove_extra(Kind::kPath, member.key);
            --member.extra_paths;
        }
    }
    enter(entering);
}

void PathSimplex::enter(const Variable& entering) {
    if (entering.kind == Kind::kSlack) {
        const auto place = static_cast<std::size_t>(place_[entering.index]);
        place_[entering.index] = -1;
        tight_.erase(tight_.begin() + static_cast<std::ptrdiff_t>(place));
        for (std::size_t i = place; i < tight_.size(); ++i) {
            place_[tight_[i]] = static_cast<std::int32_t>(i);
        }
        return;
    }
    extras_.push_back(entering);
    if (entering.kind == Kind::kPath) {
        columns_[entering.index].basic = true;
        ++members_[columns_[entering.index].member].extra_paths;
    } else {
        members_[entering.index].basic = true;
    }
}

void PathSimplex::remove_extra(Kind kind, std::uint32_t index) {
    extras_.erase(std::find_if(extras_.begin(), extras_.end(), [&](const Variable& extra) {
        return extra.kind == kind && extra.index == index;
    }));
}

PathOptimum PathSimplex::result() {
    PathOptimum optimum;
    optimum.pivots = pivots_;
    for (const Member& member : members_) {
        for (std::size_t i = 0; i < member.od->steps.size(); ++i) {
            const double part = member.quantity - member.od->ends[i];
            if (part <= 0) break;
            const flow::Step& step = member.od->steps[i];
            optimum.value += std::min(part, step.width) * step.value;
        }
    }
    touched_.clear();
    for (const Column& column : columns_) {
        if (column.flow <= kEqualLength) continue;
        optimum.value -= column.flow * column.path->cost;
        optimum.support |= column.path->consent;
        for (const PathUse& use : column.path->uses) {
            if (most_load_[use.resource] == 0) touched_.push_back(use.resource);
            most_load_[use.resource] += column.flow * use.use;
        }
    }
    optimum.certified = std::abs(bound_ - optimum.value) <= kGap * (1 + std::abs(bound_));
    std::sort(touched_.begin(), touched_.end());
    for (const std::uint32_t resource : touched_) {
        const double limit = network_.limit(resource);
        const double load = std::exchange(most_load_[resource], 0);
        if (load > limit + kExcess * (1 + limit)) optimum.certified = false;
        optimum.loads.push_back({resource, load});
    }
    optimum.found.assign(found_.begin(), found_.end());
    return optimum;
}

} // namespace isthmus::game
