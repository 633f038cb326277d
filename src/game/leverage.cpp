// SPDX-License-Identifier: Apache-2.0
#include "game/leverage.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/text.hpp"
#include "game/axioms.hpp"
#include "game/kohlberg.hpp"

namespace isthmus::game {

namespace {

/// The named blocs, or the default choice of them.
Result<std::vector<DatedBloc>> chosen_unions(const WorldGame& game,
                                             const std::vector<std::string>& names) {
    std::vector<DatedBloc> blocs = dated_blocs(game);
    std::vector<DatedBloc> chosen;
    Coalition taken = 0;
    if (names.empty()) {
        std::stable_sort(blocs.begin(), blocs.end(), [](const DatedBloc& a, const DatedBloc& b) {
            return coalition_size(a.members) > coalition_size(b.members);
        });
        for (const DatedBloc& bloc : blocs) {
            const bool economic = game.world->blocs[bloc.bloc].kind == world::BlocKind::kEconomic;
            if (!economic || (bloc.members & taken) != 0) continue;
            taken |= bloc.members;
            chosen.push_back(bloc);
        }
        return chosen;
    }
    Diagnostics diagnostics;
    std::vector<std::string> known;
    for (const DatedBloc& bloc : blocs) known.push_back(game.world->blocs[bloc.bloc].id);
    for (const std::string& name : names) {
        const auto found = std::find(known.begin(), known.end(), name);
        if (found == known.end()) {
            const auto nearest = nearest_match(name, known);
            diagnostics.add({"E711", "", 0, "", "--unions " + name,
                             "a bloc that holds two of the players or more in that year",
                             nearest         ? fmt::format("did you mean '{}'?", *nearest)
                             : known.empty() ? "there is none"
                                             : fmt::format("there are {}", join(known, ", "))});
            continue;
        }
        const DatedBloc& bloc = blocs[static_cast<std::size_t>(found - known.begin())];
        if ((bloc.members & taken) != 0) {
            const Coalition shared = bloc.members & taken;
            diagnostics.add(
                {"E711", "", 0, "", "--unions " + name, "unions that share no player",
                 fmt::format("{} is in another one too", game.players[first_player(shared)].id)});
        }
        taken |= bloc.members;
        chosen.push_back(bloc);
    }
    if (diagnostics.has_errors()) return diagnostics;
    return chosen;
}

CooperationGraph open_relations(std::size_t players, const std::vector<SeveredRelation>& severed) {
    CooperationGraph graph = complete_graph(players);
    std::erase_if(graph, [&](const CooperationLink& link) {
        return std::any_of(severed.begin(), severed.end(), [&](const SeveredRelation& relation) {
            return std::min(relation.one, relation.other) == std::min(link.one, link.other) &&
                   std::max(relation.one, relation.other) == std::max(link.one, link.other);
        });
    });
    return graph;
}

template <typename Value> bool take(Result<Value> result, Value& into, Diagnostics& diagnostics) {
    if (!result.ok()) {
        diagnostics.append(result.diagnostics());
        return false;
    }
    into = std::move(result).value();
    return true;
}

Diagnostics find_concepts(Leverage& result) {
    Diagnostics diagnostics;
    const ValueTable& table = result.values.total;
    SolutionConcepts& concepts = result.concepts;
    concepts.power = power_values(table);
    concepts.banzhaf_normalised = normalised_banzhaf(concepts.power.banzhaf, table[table.grand()]);
    std::vector<Coalition> unions;
    for (const DatedBloc& bloc : result.unions) unions.push_back(bloc.members);
    std::vector<Coalition> partition;
    if (take(union_partition(table.players(), unions), partition, diagnostics)) {
        concepts.unions = union_values(table, partition);
    }
    concepts.myerson = myerson(table, result.relations);
    if (result.relations.size() <= kMaxPositionLinks) {
        take(position_value(table, result.relations), concepts.position, diagnostics);
    }
    take(nucleolus(table), concepts.nucleolus, diagnostics);
    take(prenucleolus(table), concepts.prenucleolus, diagnostics);
    take(core(table), concepts.core, diagnostics);
    concepts.tau = tau_value(table);
    return diagnostics;
}

void find_properties(Leverage& result) {
    const ValueTable& table = result.values.total;
    result.properties.monotone = check_monotone(table);
    result.properties.superadditive = check_superadditive(table);
    result.properties.convex = check_convex(table);
    result.properties.cooperation_surplus = cooperation_surplus(table);
    result.properties.balanced = !result.concepts.core.empty;
    result.properties.efficiency_error = efficiency_violation(table, result.concepts.power.shapley);
    const std::vector<double>& payoff = result.concepts.nucleolus.payoff;
    if (payoff.empty()) return;
    const auto report = kohlberg_nucleolus(table, payoff);
    result.properties.nucleolus_verified = report.ok() && report.value().holds;
}

/// The values of all parts, added up.
class SumFunction final : public ValueFunction {
  public:
    explicit SumFunction(std::vector<std::unique_ptr<ValueFunction>> parts)
        : parts_(std::move(parts)) {}
    double value(Coalition coalition) override {
        double sum = 0;
        for (const auto& part : parts_) sum += part->value(coalition);
        return sum;
    }

  private:
    std::vector<std::unique_ptr<ValueFunction>> parts_;
};

} // namespace

Result<Leverage> leverage(const world::World& world, int year, const LeverageOptions& options) {
    auto game = world_game(world, year, options.game);
    if (!game.ok()) return game.diagnostics();
    auto unions = chosen_unions(game.value(), options.unions);
    if (!unions.ok()) return unions.diagnostics();
    auto values = game_values(game.value(), options.values);
    if (!values.ok()) return values.diagnostics();
    Leverage result{std::move(game).value(),
                    std::move(values).value(),
                    std::move(unions).value(),
                    {},
                    {},
                    {},
                    {}};
    if (options.trading_outsiders) {
        auto table = values_with_trading_outsiders(result.game, result.values, options.values);
        if (!table.ok()) return table.diagnostics();
        result.values.total = std::move(table).value();
        result.game.assumptions.emplace_back(
            "Those outside a coalition go on trading among themselves: its worth is what it adds "
            "to "
            "a market in which they do. Shapley and Banzhaf values are those of the game without "
            "this, since the worth of a coalition and that of its complement then differ from it "
            "by the same amount; the nucleolus and the core are not.");
    }
    result.severed = severed_relations(result.game);
    result.relations = open_relations(result.players(), result.severed);
    if (auto diagnostics = find_concepts(result); diagnostics.has_errors()) return diagnostics;
    find_properties(result);
    return result;
}

Result<SampledLeverage> sampled_leverage(const world::World& world, int year,
                                         const LeverageOptions& options,
                                         const SamplingOptions& sampling) {
    auto game = world_game(world, year, options.game);
    if (!game.ok()) return game.diagnostics();
    const std::vector<GamePart>& parts = game.value().parts;
    Diagnostics diagnostics;
    const auto factory = [&]() -> std::unique_ptr<ValueFunction> {
        std::vector<std::unique_ptr<ValueFunction>> functions;
        for (const GamePart& part : parts) {
            auto function = value_function(part.problem, options.values);
            if (!function.ok()) {
                diagnostics = function.diagnostics();
                continue;
            }
            functions.push_back(std::move(function).value());
        }
        return std::make_unique<SumFunction>(std::move(functions));
    };
    auto values = sampled_values(game.value().players.size(), factory, sampling);
    if (diagnostics.has_errors()) return diagnostics;
    if (!values.ok()) return values.diagnostics();
    return SampledLeverage{std::move(game).value(), std::move(values).value()};
}

std::vector<std::vector<double>> partner_losses(const ValueTable& table) {
    const std::size_t players = table.players();
    const std::vector<double> with = shapley(table);
    std::vector<std::vector<double>> losses(players, std::vector<double>(players, 0));
    for (std::size_t gone = 0; gone < players && players > 1; ++gone) {
        const std::vector<double> without = shapley(game_without(table, gone));
        for (std::size_t player = 0; player < players; ++player) {
            if (player == gone) continue;
            losses[player][gone] = with[player] - without[player - (player > gone ? 1 : 0)];
        }
    }
    return losses;
}

namespace {

/// The player's Shapley value in the part when `links` no longer need its consent.
Result<double> value_without_consent(const GamePart& part, Coalition bit,
                                     const std::vector<world::LinkId>& links,
                                     const ValueOptions& options) {
    CoalitionProblem changed = part.problem;
    for (const flow::ArcId arc : changed.problem.arcs.ids()) {
        if (std::binary_search(links.begin(), links.end(), part.link_of_arc[arc])) {
            changed.arc_consent[arc] &= ~bit;
        }
    }
    if ((changed.relevant_players() & bit) == 0) return 0.0;
    ValueOptions once = options;
    once.certified_sample = 0;
    once.journal.clear();
    const auto values = coalition_values(changed, once);
    if (!values.ok()) return values.diagnostics();
    return shapley(values.value().table)[coalition_size(values.value().relevant & (bit - 1))];
}

/// Links of the part that need the player, in order.
std::vector<world::LinkId> consented_links(const GamePart& part, Coalition bit) {
    std::vector<world::LinkId> links;
    for (const flow::ArcId arc : part.problem.problem.arcs.ids()) {
        if ((part.problem.arc_consent[arc] & bit) != 0) links.push_back(part.link_of_arc[arc]);
    }
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    return links;
}

} // namespace

Result<ConsentWorths> consent_worths(const Leverage& leverage, std::size_t player,
                                     const ValueOptions& options) {
    ConsentWorths worths;
    std::map<world::LinkId, double> by_link;
    const Coalition bit = player_bit(player);
    for (std::size_t p = 0; p < leverage.game.parts.size(); ++p) {
        const GamePart& part = leverage.game.parts[p];
        const PartValues& values = leverage.values.parts[p];
        if ((values.relevant & bit) == 0) continue;
        const double with = shapley(values.table)[coalition_size(values.relevant & (bit - 1))];
        const std::vector<world::LinkId> links = consented_links(part, bit);
        const auto all = value_without_consent(part, bit, links, options);
        if (!all.ok()) return all.diagnostics();
        worths.all += with - all.value();
        for (const world::LinkId link : links) {
            const auto without = value_without_consent(part, bit, {link}, options);
            if (!without.ok()) return without.diagnostics();
            by_link[link] += with - without.value();
        }
    }
    for (const auto& [link, worth] : by_link) worths.links.push_back({link, worth});
    std::stable_sort(
        worths.links.begin(), worths.links.end(),
        [](const ConsentWorth& a, const ConsentWorth& b) { return a.worth > b.worth; });
    return worths;
}

} // namespace isthmus::game
