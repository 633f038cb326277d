// SPDX-License-Identifier: Apache-2.0
#include "report/views_leverage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/views.hpp"

namespace isthmus::report {

namespace {

using game::Coalition;
using game::Leverage;

/// Below this a loss shows as 0.0.
constexpr double kLeastShown = 0.05;

/// What rounding leaves of zero is zero: values are good to about 1e-9 of the largest.
double without_noise(double value, double scale = 1) {
    constexpr double kNoise = 1e-9;
    return std::abs(value) < kNoise * std::abs(scale) ? 0 : value;
}
double clean(double value, const Leverage& leverage) {
    return without_noise(value, leverage.values.total[leverage.values.total.grand()]);
}

std::string basis(const game::WorldGame& game) {
    const world::World& world = *game.world;
    const std::string text = fmt::format("{}, {}", world.manifest().title, game.year);
    return world.scenario.empty() ? text : fmt::format("{}, scenario {}", text, world.scenario);
}

/// Players by a number, largest first.
std::vector<std::size_t> by_size(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    return order;
}

std::vector<double> gains(const Leverage& leverage, const std::vector<double>& payoff) {
    std::vector<double> result;
    for (std::size_t i = 0; i < payoff.size(); ++i) {
        result.push_back(clean(payoff[i] - leverage.alone(i), leverage));
    }
    return result;
}

Cell share(double part, double whole) {
    return std::abs(whole) > kLeastShown ? Cell(100 * part / whole) : Cell();
}

Cell at(const std::vector<double>& values, std::size_t player) {
    return values.empty() ? Cell() : Cell(values[player]);
}

std::vector<Cell> player_cells(const game::WorldGame& game, std::size_t player) {
    return {game.players[player].id, game.players[player].name};
}

std::vector<ResultColumn> player_columns() {
    return {text("player", "Player", "Id of the state or bloc"), text("name", "Name")};
}

} // namespace

const std::vector<Concept>& concepts() {
    using Values = std::vector<double>;
    static const std::vector<Concept> all = {
        {"shapley", "Shapley", "Mean marginal contribution over all orders of joining",
         [](const Leverage& l) -> Values { return l.concepts.power.shapley; }},
        {"nucleolus", "Nucleolus", "Least complaint of the coalition with most to complain of",
         [](const Leverage& l) -> Values { return l.concepts.nucleolus.payoff; }},
        {"banzhaf", "Banzhaf", "Mean marginal contribution over all coalitions; does not add up",
         [](const Leverage& l) -> Values { return l.concepts.power.banzhaf; }},
        {"banzhaf-normalised", "Banzhaf, normalised", "Scaled to add up to the value of everybody",
         [](const Leverage& l) -> Values { return l.concepts.banzhaf_normalised; }},
        {"owen", "Owen", "Shapley where blocs join together",
         [](const Leverage& l) -> Values { return l.concepts.unions.owen; }},
        {"banzhaf-owen", "Banzhaf-Owen", "Banzhaf where blocs join together",
         [](const Leverage& l) -> Values { return l.concepts.unions.banzhaf_owen; }},
        {"myerson", "Myerson", "Shapley where severed relations cannot cooperate directly",
         [](const Leverage& l) -> Values { return l.concepts.myerson; }},
        {"position", "Position value",
         "From the Shapley values of relations; only of games with at most 24 of them",
         [](const Leverage& l) -> Values { return l.concepts.position; }},
        {"prenucleolus", "Prenucleolus", "Nucleolus over all efficient payoffs",
         [](const Leverage& l) -> Values { return l.concepts.prenucleolus.payoff; }},
        {"least-core", "Least core", "One payoff of the least core",
         [](const Leverage& l) -> Values { return l.concepts.core.payoff; }},
        {"tau", "Tau", "Between utopia and minimal right; missing where not quasi-balanced",
         [](const Leverage& l) -> Values { return l.concepts.tau.tau.value_or(Values()); }},
    };
    return all;
}

std::string coalition_name(const game::WorldGame& game, Coalition coalition) {
    if (coalition == 0) return "nobody";
    if (coalition == game::grand_coalition(game.players.size())) return "everybody";
    std::vector<std::string> names;
    game::for_each_player(coalition,
                          [&](std::size_t player) { names.push_back(game.players[player].name); });
    return join(names, " + ");
}

ResultTable leverage_table(const Leverage& leverage, const Leverage* against) {
    ResultTable table{
        "leverage",
        "Who holds the lever: " + basis(leverage.game),
        "Million US dollars a year. Alone is what a player's own market yields with those who are "
        "always present; the gain is what cooperation adds to it. The Shapley value and the "
        "nucleolus divide the same total; where they disagree, power rests on how one counts.",
        player_columns(),
        {}};
    table.columns.push_back(number("alone", "Alone", "MUSD", 0, "v of the player by itself"));
    table.columns.push_back(number("shapley", "Shapley", "MUSD", 0, "Shapley value"));
    table.columns.push_back(number("gain", "Gain", "MUSD", 0, "Shapley value beyond alone"));
    table.columns.push_back(number("gain_share", "Share", "%", 1, "Share of all gains"));
    table.columns.push_back(number("nucleolus", "Nucleolus", "MUSD", 0, "Nucleolus"));
    table.columns.push_back(
        number("nucleolus_gain", "Gain, nucleolus", "MUSD", 0, "Nucleolus beyond alone"));
    table.columns.push_back(
        number("nucleolus_share", "Share, nucleolus", "%", 1, "Share of all gains"));
    if (against != nullptr) {
        const std::string other = basis(against->game);
        table.columns.push_back(
            number("shapley_other", "Shapley, other", "MUSD", 0, "Shapley value in: " + other));
        table.columns.push_back(
            number("shapley_change", "Change", "MUSD", 0, "Shapley value less that in: " + other));
        table.columns.push_back(number("share_change", "Change of share", "points", 1,
                                       "Share of all gains less that in: " + other));
        table.note += fmt::format(" The other one is {}.", other);
    }
    const std::vector<double> gain = gains(leverage, leverage.concepts.power.shapley);
    const std::vector<double> nucleolus = gains(leverage, leverage.concepts.nucleolus.payoff);
    const double all = leverage.properties.cooperation_surplus;
    for (const std::size_t player : by_size(gain)) {
        ResultRow row{player_cells(leverage.game, player), {}};
        row.cells.emplace_back(clean(leverage.alone(player), leverage));
        row.cells.emplace_back(leverage.concepts.power.shapley[player]);
        row.cells.emplace_back(gain[player]);
        row.cells.push_back(share(gain[player], all));
        row.cells.push_back(at(leverage.concepts.nucleolus.payoff, player));
        row.cells.push_back(at(nucleolus, player));
        row.cells.push_back(nucleolus.empty() ? Cell() : share(nucleolus[player], all));
        if (against != nullptr) {
            const double other = against->concepts.power.shapley[player];
            const double others = against->properties.cooperation_surplus;
            row.cells.emplace_back(clean(other, *against));
            row.cells.emplace_back(
                clean(leverage.concepts.power.shapley[player] - other, leverage));
            const bool shared = std::abs(all) > kLeastShown && std::abs(others) > kLeastShown;
            row.cells.push_back(shared ? Cell(100 * without_noise(gain[player] / all -
                                                                  against->gain(player) / others))
                                       : Cell());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable concept_table(const Leverage& leverage, const std::vector<std::string>& names) {
    ResultTable table{"concepts",
                      "Solution concepts side by side: " + basis(leverage.game),
                      "Million US dollars a year, value alone included. Missing where the game has "
                      "none.",
                      player_columns(),
                      {}};
    std::vector<std::vector<double>> columns;
    for (const Concept& each : concepts()) {
        const bool wanted =
            names.empty() || std::find(names.begin(), names.end(), each.id) != names.end();
        if (!wanted) continue;
        std::string name(each.id);
        std::replace(name.begin(), name.end(), '-', '_');
        table.columns.push_back(
            number(name, std::string(each.title), "MUSD", 0, std::string(each.meaning)));
        columns.push_back(each.values(leverage));
    }
    for (const std::size_t player : by_size(leverage.concepts.power.shapley)) {
        ResultRow row{player_cells(leverage.game, player), {}};
        for (const auto& column : columns) row.cells.push_back(at(column, player));
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable game_property_table(const Leverage& leverage) {
    ResultTable table{"game_properties",
                      "Properties of the game: " + basis(leverage.game),
                      "Violations up to the accuracy of the values count as none.",
                      {text("property", "Property"), text("holds", "Holds"),
                       text("known", "Known", "How: every case, a proof, or a sample"),
                       number("violation", "Violation", "MUSD", 1, "At worst"),
                       text("witness", "Witness", "What shows it")},
                      {}};
    const auto known = [](game::Evidence evidence) {
        switch (evidence) {
        case game::Evidence::kExact:
            return "every case";
        case game::Evidence::kImplied:
            return "implied by convexity";
        case game::Evidence::kSampled:
            return "sample";
        }
        return "";
    };
    const auto add = [&](const char* name, const game::PropertyCheck& check) {
        std::string witness;
        if (!check.holds) {
            witness = coalition_name(leverage.game, check.one) + " with " +
                      coalition_name(leverage.game, check.other);
        }
        table.rows.push_back({{name, check.holds ? "yes" : "no", known(check.evidence),
                               check.holds ? Cell() : Cell(check.violation), witness},
                              {}});
    };
    add("monotone", leverage.properties.monotone);
    add("superadditive", leverage.properties.superadditive);
    add("convex", leverage.properties.convex);
    const game::CoreReport& core = leverage.concepts.core;
    std::string witness = fmt::format("no coalition could be given more than {} beside",
                                      show_number(-core.epsilon, 1));
    if (core.empty) {
        std::vector<std::string> names;
        for (const Coalition coalition : core.witness.coalitions) {
            names.push_back(coalition_name(leverage.game, coalition));
        }
        witness = "balanced collection: " + join(names, "; ");
    }
    table.rows.push_back({{"balanced", core.empty ? "no" : "yes", "linear program",
                           core.empty ? Cell(core.witness.excess) : Cell(), witness},
                          {}});
    const bool imputations = !leverage.concepts.nucleolus.payoff.empty();
    table.rows.push_back(
        {{"nucleolus_verified", leverage.properties.nucleolus_verified ? "yes" : "no",
          "Kohlberg's criterion", Cell(),
          imputations ? "" : "no payoff gives everybody what they have alone"},
         {}});
    table.rows.push_back(
        {{"shapley_adds_up",
          leverage.properties.efficiency_error <= game::kValueTolerance ? "yes" : "no",
          "recomputed",
          leverage.properties.efficiency_error *
              leverage.values.total[leverage.values.total.grand()],
          ""},
         {}});
    return table;
}

ResultTable partner_table(const Leverage& leverage) {
    ResultTable table{"partners",
                      "Partners that power rests on: " + basis(leverage.game),
                      "What a player's Shapley value would lose if the partner were not there. By "
                      "balanced contributions both lose the same; what differs is how much that is "
                      "of each one's gain.",
                      player_columns(),
                      {}};
    table.columns.push_back(text("partner", "Partner", "Id of the partner"));
    table.columns.push_back(text("partner_name", "Partner's name"));
    table.columns.push_back(number("loss", "Loss", "MUSD", 1, "Of each of the two"));
    table.columns.push_back(
        number("share_of_gain", "Of its gain", "%", 1, "Loss as a share of the player's gain"));
    const auto losses = game::partner_losses(leverage.values.total);
    for (const std::size_t player : by_size(gains(leverage, leverage.concepts.power.shapley))) {
        for (const std::size_t partner : by_size(losses[player])) {
            const double loss = losses[player][partner];
            if (partner == player || std::abs(loss) < kLeastShown) continue;
            ResultRow row{player_cells(leverage.game, player), {}};
            row.cells.emplace_back(leverage.game.players[partner].id);
            row.cells.emplace_back(leverage.game.players[partner].name);
            row.cells.emplace_back(loss);
            row.cells.push_back(share(loss, leverage.gain(player)));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable contribution_table(const Leverage& leverage) {
    ResultTable table{"contributions",
                      "Marginal contributions by coalition size: " + basis(leverage.game),
                      "What a player adds on average to so many others; the mean of a row is its "
                      "Shapley value. Rising: it is needed last, as a veto is; falling: it is "
                      "replaceable by those already there.",
                      player_columns(),
                      {}};
    for (std::size_t size = 0; size < leverage.players(); ++size) {
        table.columns.push_back(number(fmt::format("joining_{}", size), fmt::format("{}", size),
                                       "MUSD", 0, fmt::format("Joining {} others", size)));
    }
    for (const std::size_t player : by_size(gains(leverage, leverage.concepts.power.shapley))) {
        ResultRow row{player_cells(leverage.game, player), {}};
        for (const double mean :
             game::marginal_contributions_by_size(leverage.values.total, player)) {
            row.cells.emplace_back(mean);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable consent_table(const Leverage& leverage, std::size_t player,
                          const game::ConsentWorths& worths) {
    const world::World& world = *leverage.game.world;
    ResultTable table{"consents",
                      fmt::format("Consents that the power of {} rests on: {}",
                                  leverage.game.players[player].name, basis(leverage.game)),
                      "The Shapley value that would go if the link no longer needed the player's "
                      "consent, all else equal. Worths do not add up: where a way needs several of "
                      "the player's consents, none of them alone is worth anything, and only the "
                      "first row tells.",
                      {text("link", "Link", "Id of the link"), text("name", "Name"),
                       number("worth", "Worth", "MUSD", 1, "To the player")},
                      {}};
    table.rows.push_back({{Cell(), "All its consents together", worths.all}, {}});
    for (const game::ConsentWorth& worth : worths.links) {
        if (std::abs(worth.worth) < kLeastShown) continue;
        const world::Link& link = world.links[worth.link];
        ResultRow row{{link.id, link.name, worth.worth}, {}};
        for (const world::Consent& consent : world.consents) {
            if (consent.link != worth.link) continue;
            for (const world::ClaimId claim : consent.provenance.claims) {
                row.claims.push_back(world.claims[claim].id);
            }
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable game_part_table(const Leverage& leverage) {
    ResultTable table{
        "game_parts",
        "How the values were computed: " + basis(leverage.game),
        "Commodities that share no capacity are separate games that add up. A random sample of "
        "coalitions is solved again by the linear program in every run.",
        {text("commodities", "Commodities"),
         number("players", "Players", "", 0, "Whose consent anything of it needs"),
         number("coalitions", "Coalitions", "", 0, "All of them"),
         number("solved", "Solved", "", 0, "The others followed from these"),
         text("method", "Method"), number("certified", "Certified", "", 0, "Solved again"),
         number("certified_error", "Largest error", "", -1, "Found there, relative to everybody"),
         number("rounding_error", "Rounding", "MUSD", -1, "Bound on what whole units change"),
         number("step_error", "Steps", "MUSD", -1,
                "Bound on what steps instead of curves change in any value")},
        {}};
    for (std::size_t i = 0; i < leverage.values.parts.size(); ++i) {
        const game::PartValues& part = leverage.values.parts[i];
        std::vector<std::string> names;
        for (const world::CommodityId commodity : leverage.game.parts[i].commodities) {
            names.push_back(leverage.game.world->commodities[commodity].id);
        }
        const game::ValueStatistics& statistics = part.statistics;
        table.rows.push_back(
            {{join(names, ", "), static_cast<double>(part.table.players()),
              static_cast<double>(part.table.size()), static_cast<double>(statistics.solved),
              statistics.kernel, static_cast<double>(statistics.certified),
              statistics.certified_error, statistics.rounding_error, statistics.step_error},
             {}});
    }
    return table;
}

ResultTable assumption_table(const Leverage& leverage) {
    ResultTable table{"assumptions",
                      "What the game assumes: " + basis(leverage.game),
                      "",
                      {text("assumption", "Assumption")},
                      {}};
    for (const std::string& sentence : leverage.game.assumptions) {
        table.rows.push_back({{sentence}, {}});
    }
    const world::World& world = *leverage.game.world;
    for (const game::DatedBloc& bloc : leverage.unions) {
        table.rows.push_back(
            {{fmt::format("In the Owen values {} ({}) join together.", world.blocs[bloc.bloc].name,
                          coalition_name(leverage.game, bloc.members))},
             {}});
    }
    for (const game::SeveredRelation& relation : leverage.severed) {
        const std::string why = relation.restriction.valid()
                                    ? world.restrictions[relation.restriction].name
                                    : world.links[relation.link].name + " shut";
        table.rows.push_back(
            {{fmt::format("In the Myerson value {} and {} do not deal with each other: {}.",
                          leverage.game.players[relation.one].name,
                          leverage.game.players[relation.other].name, why)},
             {}});
    }
    return table;
}

ResultTable sampled_table(const game::SampledLeverage& leverage) {
    const game::SampledValues& values = leverage.values;
    ResultTable table{
        "leverage",
        "Who holds the lever, estimated: " + basis(leverage.game),
        fmt::format("Million US dollars a year, from {} random orders of {} players ({} coalitions "
                    "solved, seed {}); each interval holds with all the others at the level of "
                    "{:.0f} %. The target was {}.",
                    values.permutations, leverage.game.players.size(), values.coalitions,
                    values.seed, 100 * values.level, values.target_met ? "met" : "not met"),
        player_columns(),
        {}};
    table.columns.push_back(number("shapley", "Shapley", "MUSD", 0, "Estimate"));
    table.columns.push_back(
        number("shapley_half_width", "+/-", "MUSD", 0, "Half-width of its interval"));
    table.columns.push_back(number("banzhaf", "Banzhaf", "MUSD", 0, "Estimate"));
    table.columns.push_back(
        number("banzhaf_half_width", "+/-", "MUSD", 0, "Half-width of its interval"));
    for (const std::size_t player : by_size(values.shapley.values)) {
        ResultRow row{player_cells(leverage.game, player), {}};
        row.cells.emplace_back(values.shapley.values[player]);
        row.cells.emplace_back(values.shapley.half_widths[player]);
        row.cells.emplace_back(values.banzhaf.values[player]);
        row.cells.emplace_back(values.banzhaf.half_widths[player]);
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace isthmus::report
