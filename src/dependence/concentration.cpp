// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "dependence/diversification.hpp"

namespace isthmus::dependence {

namespace {

/// Sums by what they are told apart by.
template <typename Key> class Shares {
  public:
    void add(const Key& key, double amount) { amounts_[key] += amount; }
    std::optional<double> herfindahl() const {
        double whole = 0, squares = 0;
        for (const auto& [key, amount] : amounts_) whole += amount;
        if (whole <= 0) return std::nullopt;
        for (const auto& [key, amount] : amounts_) squares += (amount / whole) * (amount / whole);
        return squares;
    }

  private:
    std::map<Key, double> amounts_;
};

struct Sums {
    Shares<std::size_t> import_partners, export_partners;
    Shares<world::LinkId> import_routes, export_routes;

    ConcentrationIndices indices() const {
        return {import_partners.herfindahl(), export_partners.herfindahl(),
                import_routes.herfindahl(), export_routes.herfindahl()};
    }
};

class Routes {
  public:
    Routes(const flow::Market& market, const Partners& partners)
        : market_(market), partners_(partners) {}

    /// Where the goods enter the player's territory for the last time.
    world::LinkId entry(const flow::PathFlow& path, std::size_t player) const {
        world::LinkId last;
        for (auto arc = path.arcs.rbegin(); arc != path.arcs.rend(); ++arc) {
            const world::LinkId link = market_.arcs[*arc].link;
            if (!link.valid()) continue;
            if (crosses(*arc, player, false)) return link;
            if (!last.valid()) last = link;
        }
        return last;
    }
    /// Where they leave it for the first time.
    world::LinkId exit(const flow::PathFlow& path, std::size_t player) const {
        world::LinkId first;
        for (const flow::ArcId arc : path.arcs) {
            const world::LinkId link = market_.arcs[arc].link;
            if (!link.valid()) continue;
            if (crosses(arc, player, true)) return link;
            if (!first.valid()) first = link;
        }
        return first;
    }

  private:
    bool is_at_home(flow::VertexId vertex, std::size_t player) const {
        return partners_.controller(market_.vertices[vertex].node) == player;
    }
    bool crosses(flow::ArcId id, std::size_t player, bool outwards) const {
        const flow::Arc& arc = market_.problem.arcs[id];
        return is_at_home(arc.from, player) == outwards && is_at_home(arc.to, player) != outwards;
    }

    const flow::Market& market_;
    const Partners& partners_;
};

} // namespace

std::vector<Concentration> concentrations(const std::vector<PartBase>& parts,
                                          const Partners& partners,
                                          const std::vector<world::CommodityId>& commodities) {
    // By player; those of single commodities by quantity, then that of all by value.
    std::vector<std::vector<Sums>> sums(partners.players(),
                                        std::vector<Sums>(commodities.size() + 1));
    for (const PartBase& base : parts) {
        const Part& part = base.part();
        const Routes routes(part.market, partners);
        for (std::size_t p = 0; p < part.paths.size(); ++p) {
            const flow::PathFlow& path = part.paths[p];
            const PathParties& of = base.paths()[p];
            if (of.supplier == of.buyer) continue;
            const auto demand = part.market.problem.deliveries[path.delivery].demand;
            const auto place =
                static_cast<std::size_t>(std::find(commodities.begin(), commodities.end(),
                                                   part.market.demands[demand].commodity) -
                                         commodities.begin());
            const double value = path.delivered * part.solution.demand_price[demand];
            const auto add = [&](Sums& to, double amount, bool import) {
                if (import) {
                    to.import_partners.add(of.supplier, amount);
                    to.import_routes.add(routes.entry(path, of.buyer), amount);
                } else {
                    to.export_partners.add(of.buyer, amount);
                    to.export_routes.add(routes.exit(path, of.supplier), amount);
                }
            };
            for (const bool import : {true, false}) {
                const std::size_t player = import ? of.buyer : of.supplier;
                if (!partners.is_player(player)) continue;
                add(sums[player][place], path.delivered, import);
                add(sums[player].back(), value, import);
            }
        }
    }
    std::vector<Concentration> result;
    for (const std::vector<Sums>& of : sums) {
        Concentration concentration;
        for (std::size_t c = 0; c < commodities.size(); ++c) {
            concentration.by_commodity.push_back(of[c].indices());
        }
        concentration.total = of.back().indices();
        result.push_back(std::move(concentration));
    }
    return result;
}

} // namespace isthmus::dependence
