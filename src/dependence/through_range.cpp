// SPDX-License-Identifier: Apache-2.0
#include "dependence/through_range.hpp"

#include <algorithm>

namespace isthmus::dependence {

OwnersGoods::OwnersGoods(const flow::Market& market, std::vector<const flow::PathFlow*> paths)
    : market_(&market), paths_(std::move(paths)) {
    for (const flow::PathFlow* path : paths_) add(*path);
    unique_ = !mixes();
}

std::size_t OwnersGoods::vertex(flow::VertexId id) {
    const auto place = std::find(vertices_.begin(), vertices_.end(), id);
    if (place == vertices_.end()) {
        vertices_.push_back(id);
        supplied_.push_back(0);
        return vertices_.size() - 1;
    }
    return static_cast<std::size_t>(place - vertices_.begin());
}

void OwnersGoods::add(const flow::PathFlow& path) {
    const flow::Problem& problem = market_->problem;
    supplied_[vertex(problem.supplies[path.supply].vertex)] += path.entering;
    double here = path.entering;
    for (const flow::ArcId id : path.arcs) {
        const auto place = std::find(arc_ids_.begin(), arc_ids_.end(), id);
        const auto index = static_cast<std::size_t>(place - arc_ids_.begin());
        if (place == arc_ids_.end()) {
            const flow::Arc& arc = problem.arcs[id];
            arc_ids_.push_back(id);
            arcs_.push_back(
                {vertex(arc.from), vertex(arc.to), 0, 1 - arc.loss, market_->arcs[id].link});
        }
        arcs_[index].flow += here;
        here *= arcs_[index].kept;
    }
    const auto same = [&](const Delivered& other) { return other.delivery == path.delivery; };
    const auto place = std::find_if(delivered_.begin(), delivered_.end(), same);
    if (place != delivered_.end()) {
        place->quantity += here;
    } else {
        delivered_.push_back(
            {vertex(problem.deliveries[path.delivery].vertex), here, path.delivery});
    }
}

bool OwnersGoods::mixes() const {
    std::vector<int> in(vertices_.size()), out(vertices_.size());
    for (std::size_t i = 0; i < vertices_.size(); ++i) in[i] += supplied_[i] > 0 ? 1 : 0;
    for (const Used& arc : arcs_) {
        ++out[arc.from];
        ++in[arc.to];
    }
    for (const Delivered& delivered : delivered_) ++out[delivered.vertex];
    for (std::size_t i = 0; i < vertices_.size(); ++i) {
        if (in[i] > 1 && out[i] > 1) return true;
    }
    return false;
}

TouchedGoods::TouchedGoods(const OwnersGoods& goods, const IdVector<world::LinkTag, char>& touching)
    : goods_(goods) {
    for (const double supplied : goods.supplied_) program_.add_row(supplied, supplied);
    for (const OwnersGoods::Used& arc : goods.arcs_) {
        program_.add_column(0, 0, arc.flow);
        program_.add_entry(arc.from, 1);
        const bool touches = arc.link.valid() && touching[arc.link] != 0;
        if (!touches) program_.add_entry(arc.to, -arc.kept);
    }
    first_delivery_ = program_.columns();
    for (const OwnersGoods::Delivered& delivered : goods.delivered_) {
        program_.add_column(0, 0, delivered.quantity);
        program_.add_entry(delivered.vertex, 1);
    }
    solver_ = flow::make_lp_solver(flow::lp_solver_names().front(), program_);
}

TouchedRange TouchedGoods::range(const IdVector<flow::DeliveryTag, double>& weights) {
    double all = 0;
    for (const OwnersGoods::Delivered& delivered : goods_.delivered_) {
        all += weights[delivered.delivery] * delivered.quantity;
    }
    return {all - extreme(weights, -1), all - extreme(weights, 1)};
}

double TouchedGoods::extreme(const IdVector<flow::DeliveryTag, double>& weights, double sign) {
    for (std::size_t i = 0; i < goods_.delivered_.size(); ++i) {
        const OwnersGoods::Delivered& delivered = goods_.delivered_[i];
        solver_->set_column(first_delivery_ + i, sign * weights[delivered.delivery], 0,
                            delivered.quantity);
    }
    return sign * solver_->solve().objective;
}

} // namespace isthmus::dependence
