// SPDX-License-Identifier: Apache-2.0
#include "flow/path_flows.hpp"

#include <algorithm>

namespace isthmus::flow {
namespace {

// Flows below this are what rounding leaves when larger ones are taken off, relative to the largest
// flow of the problem.
constexpr double kNothing = 1e-9;

/// Takes ways off what is left of the flows until nothing is.
class Decomposition {
  public:
    Decomposition(const Problem& problem, const Solution& solution)
        : problem_(problem),
          arc_left_(solution.flow),
          supply_left_(solution.supply),
          delivery_left_(solution.delivery),
          out_(problem.vertices.size()),
          deliveries_(problem.vertices.size()) {
        double largest = 0;
        for (const double flow : solution.flow) largest = std::max(largest, flow);
        for (const double quantity : solution.supply) largest = std::max(largest, quantity);
        least_ = kNothing * largest;
        for (const ArcId id : problem.arcs.ids()) {
            if (arc_left_[id] > least_) out_[problem.arcs[id].from].push_back(id);
        }
        for (const DeliveryId id : problem.deliveries.ids()) {
            if (delivery_left_[id] > least_) {
                deliveries_[problem.deliveries[id].vertex].push_back(id);
            }
        }
    }

    std::vector<PathFlow> run() {
        for (const SupplyId id : problem_.supplies.ids()) {
            while (supply_left_[id] > least_ && follow(id)) {
            }
        }
        return std::move(result_);
    }

  private:
    /// The first delivery with something left, else none.
    DeliveryId wanting(VertexId vertex) const {
        for (const DeliveryId id : deliveries_[vertex]) {
            if (delivery_left_[id] > least_) return id;
        }
        return {};
    }

    /// Follows goods from a supply; false where nothing takes them. A circle met on the way is
    /// taken off and the search goes on.
    bool follow(SupplyId supply) {
        std::vector<ArcId> way;
        VertexId at = problem_.supplies[supply].vertex;
        while (true) {
            if (const DeliveryId delivery = wanting(at); delivery.valid()) {
                take(supply, delivery, way);
                return true;
            }
            const auto next = std::find_if(out_[at].begin(), out_[at].end(),
                                           [&](ArcId id) { return arc_left_[id] > least_; });
            if (next == out_[at].end()) {
                if (way.empty()) return false;
                // What rounding left on the last arc leads nowhere.
                at = problem_.arcs[way.back()].from;
                arc_left_[way.back()] = 0;
                way.pop_back();
                continue;
            }
            at = problem_.arcs[*next].to;
            way.push_back(*next);
            const auto before = std::find_if(
                way.begin(), way.end(), [&](ArcId id) { return problem_.arcs[id].from == at; });
            if (before == way.end()) continue;
            double least = kInfinity;
            for (auto arc = before; arc != way.end(); ++arc) {
                least = std::min(least, arc_left_[*arc]);
            }
            for (auto arc = before; arc != way.end(); ++arc) arc_left_[*arc] -= least;
            way.erase(before, way.end());
        }
    }

    void take(SupplyId supply, DeliveryId delivery, const std::vector<ArcId>& way) {
        double kept = 1;
        double entering = supply_left_[supply];
        for (const ArcId id : way) {
            entering = std::min(entering, arc_left_[id] / kept);
            kept *= 1 - problem_.arcs[id].loss;
        }
        entering = std::min(entering, delivery_left_[delivery] / kept);
        supply_left_[supply] -= entering;
        delivery_left_[delivery] -= entering * kept;
        double here = entering;
        for (const ArcId id : way) {
            arc_left_[id] -= here;
            here *= 1 - problem_.arcs[id].loss;
        }
        result_.push_back({supply, delivery, way, entering, here});
    }

    const Problem& problem_;
    IdVector<ArcTag, double> arc_left_;
    IdVector<SupplyTag, double> supply_left_;
    IdVector<DeliveryTag, double> delivery_left_;
    IdVector<VertexTag, std::vector<ArcId>> out_;
    IdVector<VertexTag, std::vector<DeliveryId>> deliveries_;
    double least_ = 0;
    std::vector<PathFlow> result_;
};

} // namespace

std::vector<PathFlow> path_flows(const Problem& problem, const Solution& solution) {
    return Decomposition(problem, solution).run();
}

bool is_open(const Problem& problem, const PathFlow& path) {
    return problem.supplies[path.supply].curve.limit > 0 &&
           problem.deliveries[path.delivery].upper > 0 &&
           std::all_of(path.arcs.begin(), path.arcs.end(),
                       [&](ArcId id) { return problem.arcs[id].upper > 0; });
}

std::vector<PathFlow> open_paths(const Problem& problem, const std::vector<PathFlow>& paths) {
    std::vector<PathFlow> result;
    for (const PathFlow& path : paths) {
        if (is_open(problem, path)) result.push_back(path);
    }
    return result;
}

} // namespace isthmus::flow
