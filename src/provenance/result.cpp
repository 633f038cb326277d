// SPDX-License-Identifier: Apache-2.0
#include "provenance/result.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "game/game_players.hpp"

namespace isthmus::provenance {

using world::ActorId;
using world::CommodityId;
using world::FlowDirection;
using world::LinkId;
using world::NodeId;

namespace {

constexpr std::string_view kFlow = "flow", kPrice = "price", kPayoff = "payoff",
                           kDependence = "dependence", kWelfare = "welfare";

template <typename Things> std::vector<std::string> ids(const Things& things) {
    std::vector<std::string> result;
    for (const auto& thing : things) result.push_back(thing.id);
    return result;
}

Diagnostics unknown(const std::string& path, const std::string& word, const std::string& expected,
                    const std::vector<std::string>& known) {
    const auto nearest = nearest_match(word, known);
    return one({"E602", "", 0, "", path, expected,
                nearest ? fmt::format("did you mean '{}'?", *nearest)
                        : fmt::format("'{}' is not in the world", word)});
}

Diagnostics absent(const std::string& path, const std::string& expected) {
    return one({"E961", "", 0, "", path, expected, ""});
}

Diagnostics several(const std::string& path, const std::vector<std::string>& paths) {
    return one({"E960", "", 0, "", path, "one of " + join(paths, ", "), ""});
}

class Reader {
  public:
    Reader(const world::World& world, int year, const std::string& path,
           const ResultOptions& options)
        : world_(world), year_(year), path_(path), options_(options), parts_(split(path, '/')) {}

    Result<ResultName> read() {
        const std::string& kind = parts_.front();
        if (kind == kWelfare && parts_.size() == 1) {
            name_.kind = ResultKind::kWelfare;
            name_.path = path_;
            return name_;
        }
        const bool short_enough = parts_.size() <= most_parts(kind);
        if (parts_.size() < least_parts(kind) || !short_enough) {
            return one({"E602", "", 0, "", path_,
                        "flow/LINK/COMMODITY, price/PLACE/COMMODITY, payoff/ACTOR, dependence/I/J "
                        "or welfare",
                        ""});
        }
        if (kind == kFlow) return read_flow();
        if (kind == kPrice) return read_price();
        return read_actors();
    }

  private:
    static std::size_t most_parts(const std::string& kind) {
        return kind == kFlow || kind == kPrice ? 4 : kind == kDependence ? 3 : 2;
    }
    static std::size_t least_parts(const std::string& kind) { return kind == kDependence ? 3 : 2; }

    template <typename Tag>
    Diagnostics find(std::size_t part, const char* table, const std::vector<std::string>& known,
                     const std::string& expected, Id<Tag>& id) const {
        if (part >= parts_.size()) return {};
        id = world_.find<Tag>(table, parts_[part]);
        return id.valid() ? Diagnostics() : unknown(path_, parts_[part], expected, known);
    }

    Result<flow::Market> market() const {
        flow::MarketOptions options;
        options.commodities = options_.commodities;
        options.separate_suppliers = options_.separate_suppliers;
        return flow::build_market(world_, year_, options);
    }

    Result<ResultName> read_flow() {
        name_.kind = ResultKind::kFlow;
        Diagnostics wrong = find(1, "links", ids(world_.links), "a link of the world", name_.link);
        wrong.append(find(2, "commodities", ids(world_.commodities), "a commodity of the world",
                          name_.commodity));
        if (parts_.size() == 4) {
            const bool forward = parts_[3] == "forward";
            if (!forward && parts_[3] != "backward") {
                wrong.append(
                    unknown(path_, parts_[3], "forward or backward", {"forward", "backward"}));
            }
            name_.direction = forward ? FlowDirection::kForward : FlowDirection::kBackward;
        }
        if (!wrong.empty()) return wrong;
        const auto built = market();
        if (!built) return built.diagnostics();
        std::set<CommodityId> carried;
        for (const flow::MarketArc& arc : built.value().arcs) {
            const bool same_way = name_.direction == FlowDirection::kBoth ||
                                  (name_.direction == FlowDirection::kBackward) == arc.backward;
            if (arc.link == name_.link && same_way) {
                carried.insert(built.value().layers[arc.layer].commodity);
            }
        }
        const std::string stem = fmt::format("flow/{}", world_.links[name_.link].id);
        if (Diagnostics none = choose(stem, carried, "a link that carries it in the year");
            !none.empty()) {
            return none;
        }
        name_.path = fmt::format("{}/{}", stem, world_.commodities[name_.commodity].id);
        if (parts_.size() == 4) name_.path += "/" + parts_[3];
        return name_;
    }

    /// The one commodity of those that there are, or the one that was named.
    Diagnostics choose(const std::string& stem, const std::set<CommodityId>& there,
                       const std::string& expected) {
        if (there.empty()) return absent(path_, expected);
        if (name_.commodity.valid()) {
            return there.contains(name_.commodity) ? Diagnostics() : absent(path_, expected);
        }
        if (there.size() == 1) {
            name_.commodity = *there.begin();
            return {};
        }
        std::vector<std::string> paths;
        for (const CommodityId id : there) paths.push_back(stem + "/" + world_.commodities[id].id);
        return several(path_, paths);
    }

    Result<ResultName> read_price() {
        name_.kind = ResultKind::kPrice;
        Diagnostics wrong = find(1, "nodes", ids(world_.nodes), "a place of the world", name_.node);
        wrong.append(find(2, "commodities", ids(world_.commodities), "a commodity of the world",
                          name_.commodity));
        wrong.append(find(3, "nodes", ids(world_.nodes), "a place of the world", name_.origin));
        if (!wrong.empty()) return wrong;
        const auto built = market();
        if (!built) return built.diagnostics();
        const flow::Market& market = built.value();
        std::set<CommodityId> priced;
        std::set<NodeId> origins;
        const auto note = [&](NodeId node, NodeId origin, CommodityId commodity) {
            if (node != name_.node) return;
            if (name_.origin.valid() && origin != name_.origin) return;
            priced.insert(commodity);
            const bool asked = !name_.commodity.valid() || name_.commodity == commodity;
            if (asked && origin.valid()) origins.insert(origin);
        };
        for (const flow::MarketDemand& demand : market.demands) {
            note(demand.node, demand.origin, demand.commodity);
        }
        for (const flow::MarketSupply& supply : market.supplies) {
            if (!market.layers[supply.layer].origin.valid()) {
                note(supply.node, {}, supply.commodity);
            }
        }
        const std::string stem = fmt::format("price/{}", world_.nodes[name_.node].id);
        if (Diagnostics none = choose(stem, priced, "a place where it is supplied or consumed");
            !none.empty()) {
            return none;
        }
        name_.path = fmt::format("{}/{}", stem, world_.commodities[name_.commodity].id);
        const bool freight =
            world_.commodities[name_.commodity].kind == world::CommodityKind::kFreight;
        if (freight && !name_.origin.valid()) {
            if (origins.size() > 1) {
                std::vector<std::string> paths;
                for (const NodeId id : origins) {
                    paths.push_back(name_.path + "/" + world_.nodes[id].id);
                }
                return several(path_, paths);
            }
            name_.origin = *origins.begin();
        }
        if (name_.origin.valid()) name_.path += "/" + world_.nodes[name_.origin].id;
        return name_;
    }

    /// A state or the states of a bloc; a company stands for itself where it may.
    Diagnostics side(std::size_t part, bool company, std::vector<ActorId>& actors) const {
        const std::string& id = parts_[part];
        const auto actor = world_.find<world::ActorTag>("actors", id);
        if (actor.valid()) {
            const ActorId home = world_.actors[actor].home;
            if (home.valid() && !company) {
                return one({"E602", "", 0, "", path_, "a state or bloc of the world",
                            fmt::format("'{}' is a company of '{}'", id, world_.actors[home].id)});
            }
            actors = {actor};
            return {};
        }
        const auto bloc = world_.find<world::BlocTag>("blocs", id);
        if (bloc.valid()) {
            const auto members = game::members(world_, bloc, reference_day(year_));
            actors.assign(members.begin(), members.end());
            return actors.empty() ? absent(path_, "a bloc with members in the year")
                                  : Diagnostics();
        }
        std::vector<std::string> known = ids(world_.actors);
        for (const world::Bloc& each : world_.blocs) known.push_back(each.id);
        return unknown(path_, id, "an actor or bloc of the world", known);
    }

    Result<ResultName> read_actors() {
        const bool payoff = parts_.front() == kPayoff;
        name_.kind = payoff ? ResultKind::kPayoff : ResultKind::kDependence;
        Diagnostics wrong = side(1, payoff, name_.whose);
        if (!payoff) wrong.append(side(2, false, name_.by));
        if (!wrong.empty()) return wrong;
        for (const ActorId actor : name_.by) {
            if (std::find(name_.whose.begin(), name_.whose.end(), actor) != name_.whose.end()) {
                return one({"E840", "", 0, "", path_, "two sides without a common member",
                            "nobody withdraws towards itself"});
            }
        }
        name_.path = path_;
        return name_;
    }

    const world::World& world_;
    int year_;
    const std::string& path_;
    const ResultOptions& options_;
    std::vector<std::string> parts_;
    ResultName name_;
};

} // namespace

bool is_result_path(std::string_view text) {
    if (text == kWelfare) return true;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view kind = text.substr(0, slash);
    return kind == kFlow || kind == kPrice || kind == kPayoff || kind == kDependence;
}

Result<ResultName> read_result(const world::World& world, int year, const std::string& path,
                               const ResultOptions& options) {
    return Reader(world, year, path, options).read();
}

std::vector<flow::ArcId> arcs_of_result(const flow::Market& market, const ResultName& name) {
    std::vector<flow::ArcId> result;
    for (const flow::ArcId id : market.arcs.ids()) {
        const flow::MarketArc& arc = market.arcs[id];
        const bool same_way = name.direction == FlowDirection::kBoth ||
                              (name.direction == FlowDirection::kBackward) == arc.backward;
        if (arc.link == name.link && same_way &&
            market.layers[arc.layer].commodity == name.commodity) {
            result.push_back(id);
        }
    }
    return result;
}

PricePlace price_place(const flow::Market& market, const flow::Solution& solution,
                       const ResultName& name) {
    PricePlace place;
    double consumed = 0, most = 0;
    for (const flow::DemandId id : market.demands.ids()) {
        const flow::MarketDemand& demand = market.demands[id];
        if (demand.node != name.node || demand.commodity != name.commodity ||
            demand.origin != name.origin) {
            continue;
        }
        place.demand = id;
        consumed += solution.demand[id];
    }
    if (name.origin.valid()) return place;
    // As flow::node_prices: where nothing is consumed, the price is that of the largest supply.
    for (const flow::SupplyId id : market.supplies.ids()) {
        const flow::MarketSupply& supply = market.supplies[id];
        if (supply.node != name.node || supply.commodity != name.commodity) continue;
        if (consumed == 0 && most <= solution.supply[id]) place.supply = id;
        most += solution.supply[id];
    }
    if (place.supply.valid()) place.demand = {};
    return place;
}

std::vector<bool> counted_actors(const world::World& world, const ResultName& name) {
    std::vector<bool> result(world.actors.size());
    for (const ActorId actor : world.actors.ids()) {
        const auto counts = [&](ActorId whose) {
            return whose == actor || world.state_of(actor) == whose;
        };
        result[actor.index()] = std::any_of(name.whose.begin(), name.whose.end(), counts);
    }
    return result;
}

} // namespace isthmus::provenance
