// SPDX-License-Identifier: Apache-2.0
#include "dependence/route_search.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <queue>
#include <tuple>

namespace isthmus::dependence {

using flow::ArcId;
using flow::VertexId;

void NeedSet::insert(std::size_t number) {
    const std::size_t word = number / 64;
    if (words_.size() <= word) words_.resize(word + 1);
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    size_ += (words_[word] & bit) == 0 ? 1 : 0;
    words_[word] |= bit;
    folded_ |= bit;
}

bool NeedSet::contains(std::size_t number) const {
    const std::size_t word = number / 64;
    return word < words_.size() && ((words_[word] >> (number % 64)) & 1) != 0;
}

bool NeedSet::is_subset_of(const NeedSet& other) const {
    if (size_ > other.size_ || (folded_ & ~other.folded_) != 0) return false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const std::uint64_t theirs = i < other.words_.size() ? other.words_[i] : 0;
        if ((words_[i] & ~theirs) != 0) return false;
    }
    return true;
}

bool NeedSet::meets(const NeedSet& other) const {
    for (std::size_t i = 0; i < std::min(words_.size(), other.words_.size()); ++i) {
        if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
}

RouteNetwork::RouteNetwork(const Part& part)
    : part_(&part),
      leaving_(part.market.problem.vertices.size()),
      entering_(part.market.problem.vertices.size()) {
    const flow::Problem& problem = part.market.problem;
    IdVector<flow::ArcTag, char> open(problem.arcs.size(), 1);
    for (const ArcId id : problem.arcs.ids()) open[id] = problem.arcs[id].upper > 0 ? 1 : 0;
    for (const flow::Resource& resource : problem.resources) {
        if (resource.limit > 0) continue;
        for (const flow::ResourceUse& use : resource.uses) open[use.arc] = 0;
    }
    for (const ArcId id : problem.arcs.ids()) {
        if (open[id] == 0) continue;
        leaving_[problem.arcs[id].from].push_back(id);
        entering_[problem.arcs[id].to].push_back(id);
    }
}

namespace {

/// Where routes begin and end.
struct Ends {
    std::vector<VertexId> from, to;
};

/// With Partners::kNobody for the partner: all of them.
Ends ends(const Part& part, const Partners& partners, const RouteQuery& query) {
    const flow::Market& market = part.market;
    const auto fits = [&](std::size_t supplier, std::size_t buyer) {
        const std::size_t near = query.exports ? supplier : buyer;
        const std::size_t far = query.exports ? buyer : supplier;
        return near == query.player && far != query.player &&
               (query.partner == Partners::kNobody || far == query.partner);
    };
    Ends result;
    IdVector<flow::LayerTag, char> wanted(market.layers.size());
    for (const auto id : market.problem.deliveries.ids()) {
        const flow::Delivery& delivery = market.problem.deliveries[id];
        const flow::LayerId layer = market.deliveries[id].layer;
        if (delivery.upper <= 0 || market.layers[layer].commodity != query.commodity ||
            market.problem.demands[delivery.demand].curve.limit <= 0 ||
            !fits(partners.supplier(market, layer), partners.buyer(market, delivery.demand))) {
            continue;
        }
        result.to.push_back(delivery.vertex);
        wanted[PartBase::root(market, layer)] = 1;
    }
    for (const auto id : market.problem.supplies.ids()) {
        const flow::SupplyCurve& supply = market.problem.supplies[id];
        if (supply.curve.limit > 0 &&
            wanted[PartBase::root(market, market.supplies[id].layer)] != 0) {
            result.from.push_back(supply.vertex);
        }
    }
    for (std::vector<VertexId>* vertices : {&result.from, &result.to}) {
        std::sort(vertices->begin(), vertices->end());
        vertices->erase(std::unique(vertices->begin(), vertices->end()), vertices->end());
    }
    return result;
}

/// Whether an arc lies within the player's territory.
bool is_at_home(const flow::Market& market, const Partners& partners, std::size_t player,
                ArcId id) {
    const flow::Arc& arc = market.problem.arcs[id];
    return partners.controller(market.vertices[arc.from].node) == player &&
           partners.controller(market.vertices[arc.to].node) == player;
}

class Search {
  public:
    Search(const RouteNetwork& network, const Partners& partners, const RouteQuery& query)
        : network_(network),
          market_(network.part().market),
          partners_(partners),
          query_(query),
          leads_on_(market_.problem.vertices.size()),
          is_end_(market_.problem.vertices.size()),
          settled_(market_.problem.vertices.size()) {}

    RouteList run() {
        const Ends between = ends(network_.part(), partners_, query_);
        for (const VertexId to : between.to) is_end_[to] = 1;
        mark_useful(between.to);
        for (const VertexId from : between.from) {
            if (leads_on_[from] != 0) push({from, from, {}, {}, kNone});
        }
        while (!waiting_.empty()) {
            if (labels_.size() >= kMostLabels) {
                result_.complete = false;
                break;
            }
            const std::size_t next = std::get<2>(waiting_.top());
            waiting_.pop();
            settle(next);
        }
        return std::move(result_);
    }

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    struct Label {
        VertexId vertex, start;
        NeedSet needs;
        ArcId arc; ///< that it came over
        std::size_t before = kNone;
        std::size_t arcs = 0;
    };

    void mark_useful(const std::vector<VertexId>& to) {
        std::vector<VertexId> queue = to;
        for (const VertexId vertex : queue) leads_on_[vertex] = 1;
        while (!queue.empty()) {
            const VertexId vertex = queue.back();
            queue.pop_back();
            for (const ArcId arc : network_.entering(vertex)) {
                const VertexId from = market_.problem.arcs[arc].from;
                if (leads_on_[from] != 0) continue;
                leads_on_[from] = 1;
                queue.push_back(from);
            }
        }
    }

    void push(Label label) {
        waiting_.emplace(label.needs.size(), label.arcs, labels_.size());
        labels_.push_back(std::move(label));
    }

    bool is_needless(VertexId vertex, const NeedSet& needs) const {
        const auto no_more = [&](std::size_t label) {
            return labels_[label].needs.is_subset_of(needs);
        };
        return std::any_of(settled_[vertex].begin(), settled_[vertex].end(), no_more) ||
               std::any_of(result_.routes.begin(), result_.routes.end(),
                           [&](const Route& route) { return route.needs.is_subset_of(needs); });
    }

    void settle(std::size_t number) {
        const VertexId vertex = labels_[number].vertex;
        if (is_needless(vertex, labels_[number].needs)) return;
        settled_[vertex].push_back(number);
        if (is_end_[vertex] != 0) {
            finish(number);
            return;
        }
        for (const ArcId arc : network_.leaving(vertex)) {
            const VertexId to = market_.problem.arcs[arc].to;
            if (leads_on_[to] == 0) continue;
            Label label{to,     labels_[number].start,   labels_[number].needs, arc,
                        number, labels_[number].arcs + 1};
            add_needs(market_.arcs[arc].link, is_at_home(market_, partners_, query_.player, arc),
                      label.needs);
            if (!is_needless(to, label.needs)) push(std::move(label));
        }
    }

    void add_needs(world::LinkId link, bool at_home, NeedSet& needs) const {
        if (!link.valid()) return;
        bool others = false;
        for (const std::size_t party : partners_.consenting(link)) {
            if (party == query_.player || party == query_.partner) continue;
            needs.insert(party);
            others = true;
        }
        if (!others && !at_home) needs.insert(partners_.size() + link.index());
    }

    void finish(std::size_t number) {
        Route route;
        route.partner = query_.partner;
        route.market = &market_;
        route.from = labels_[number].start;
        route.to = labels_[number].vertex;
        route.needs = labels_[number].needs;
        for (std::size_t at = number; labels_[at].before != kNone; at = labels_[at].before) {
            route.arcs.push_back(labels_[at].arc);
        }
        std::reverse(route.arcs.begin(), route.arcs.end());
        result_.routes.push_back(std::move(route));
    }

    const RouteNetwork& network_;
    const flow::Market& market_;
    const Partners& partners_;
    const RouteQuery& query_;
    IdVector<flow::VertexTag, char> leads_on_, is_end_;
    std::vector<Label> labels_;
    IdVector<flow::VertexTag, std::vector<std::size_t>> settled_;
    using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
    std::priority_queue<Place, std::vector<Place>, std::greater<>> waiting_;
    RouteList result_;
};

/// Maximum flow by augmenting ways (Ford & Fulkerson 1962), every link of capacity one whichever
/// layer and way it is used.
class UnitFlow {
  public:
    std::size_t node() {
        out_.emplace_back();
        return out_.size() - 1;
    }
    void edge(std::size_t from, std::size_t to, std::size_t capacity) {
        out_[from].push_back(edges_.size());
        edges_.push_back({to, capacity});
        out_[to].push_back(edges_.size());
        edges_.push_back({from, 0});
    }
    std::size_t run(std::size_t from, std::size_t to) {
        std::size_t result = 0;
        while (augment(from, to)) ++result;
        return result;
    }

  private:
    struct Edge {
        std::size_t to, left;
    };

    bool augment(std::size_t from, std::size_t to) {
        std::vector<std::size_t> came(out_.size(), edges_.size());
        std::vector<std::size_t> queue{from};
        for (std::size_t i = 0; i < queue.size() && queue[i] != to; ++i) {
            for (const std::size_t e : out_[queue[i]]) {
                const std::size_t next = edges_[e].to;
                if (edges_[e].left == 0 || next == from || came[next] != edges_.size()) continue;
                came[next] = e;
                queue.push_back(next);
            }
        }
        if (came[to] == edges_.size()) return false;
        for (std::size_t at = to; at != from; at = edges_[came[at] ^ 1].to) {
            --edges_[came[at]].left;
            ++edges_[came[at] ^ 1].left;
        }
        return true;
    }

    std::vector<std::vector<std::size_t>> out_;
    std::vector<Edge> edges_;
};

} // namespace

RouteList find_routes(const RouteNetwork& network, const Partners& partners,
                      const RouteQuery& query) {
    return Search(network, partners, query).run();
}

std::size_t link_disjoint_routes(const RouteNetwork& network, const Partners& partners,
                                 std::size_t player, world::CommodityId commodity, bool exports) {
    const flow::Market& market = network.part().market;
    const Ends between =
        ends(network.part(), partners, {player, Partners::kNobody, commodity, exports});
    UnitFlow flow;
    const std::size_t source = flow.node(), sink = flow.node();
    for (std::size_t i = 0; i < market.vertices.size(); ++i) flow.node();
    const auto vertex = [](VertexId id) { return id.index() + 2; };
    // A link's capacity stands between two nodes of its own, so that all its arcs share it.
    std::map<world::LinkId, std::size_t> gates;
    const std::size_t all = market.problem.arcs.size();
    for (const VertexId id : market.vertices.ids()) {
        for (const ArcId arc : network.leaving(id)) {
            const world::LinkId link = market.arcs[arc].link;
            const std::size_t to = vertex(market.problem.arcs[arc].to);
            if (!link.valid() || is_at_home(market, partners, player, arc)) {
                flow.edge(vertex(id), to, all);
                continue;
            }
            const auto [gate, added] = gates.try_emplace(link, 0);
            if (added) {
                gate->second = flow.node();
                flow.edge(gate->second, flow.node(), 1);
            }
            flow.edge(vertex(id), gate->second, 1);
            flow.edge(gate->second + 1, to, 1);
        }
    }
    for (const VertexId from : between.from) flow.edge(source, vertex(from), all);
    for (const VertexId to : between.to) flow.edge(vertex(to), sink, all);
    return flow.run(source, sink);
}

} // namespace isthmus::dependence
