// SPDX-License-Identifier: Apache-2.0
#include "game/value_of.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "game/project_finding.hpp"
#include "game/run_key.hpp"
#include "game/shapley.hpp"
#include "world/project.hpp"

namespace isthmus::game {

using world::ActorId;
using world::CommodityId;
using world::LinkId;
using world::ProjectId;
using world::World;

namespace {

struct Solved {
    std::vector<double> shapley; ///< by player
    double all = 0;              ///< v(N)
    double error = 0;            ///< bound
};

template <typename T> bool holds(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// Commodities that share a capacity group, directly or through others, with one of `seeds`.
std::vector<CommodityId> sharing_capacity(const World& world, std::vector<CommodityId> seeds) {
    for (std::size_t before = 0; before != seeds.size();) {
        before = seeds.size();
        for (const auto group : world.capacity_groups.ids()) {
            std::vector<CommodityId> members;
            for (const world::GroupMember& member : world.group_members) {
                if (member.group == group) members.push_back(member.commodity);
            }
            const bool touched = std::any_of(members.begin(), members.end(),
                                             [&](CommodityId id) { return holds(seeds, id); });
            if (!touched) continue;
            for (const CommodityId id : members) {
                if (!holds(seeds, id)) seeds.push_back(id);
            }
        }
    }
    std::sort(seeds.begin(), seeds.end());
    return seeds;
}

void keep_only(std::vector<CommodityId>& commodities, const std::vector<CommodityId>& asked) {
    if (asked.empty()) return;
    std::erase_if(commodities, [&](CommodityId id) { return !holds(asked, id); });
}

/// States that must agree to the project's links on the reference day, in the order of the rows.
std::vector<ActorId> must_agree(const World& with, ProjectId project, int year) {
    const std::vector<LinkId> links = world::project_links(with, project);
    std::vector<ActorId> result;
    for (const world::Consent& row : with.consents) {
        if (!holds(links, row.link) || !row.period.contains(reference_day(year))) continue;
        const ActorId state = with.state_of(row.actor);
        if (!holds(result, state)) result.push_back(state);
    }
    return result;
}

/// Whether the player of that id is the actor or a bloc of which it is a member.
bool stands_for(const World& world, const std::string& player, ActorId actor, Day day) {
    if (world.actors[actor].id == player) return true;
    const auto bloc = world.find<world::BlocTag>("blocs", player);
    return bloc.valid() && world.covers({{{}, bloc}}, actor, day);
}

/// Those who must agree are among the players; they take the places of the last ones ranked.
std::vector<std::string> choose_players(const World& with, int year,
                                        std::vector<std::string> ranked, std::size_t count,
                                        const std::vector<ActorId>& agree) {
    const Day day = reference_day(year);
    std::vector<std::string> added;
    for (const ActorId actor : agree) {
        const bool present =
            std::any_of(ranked.begin(), ranked.end(), [&](const std::string& player) {
                return stands_for(with, player, actor, day);
            });
        if (!present) added.push_back(with.actors[actor].id);
    }
    for (std::size_t i = ranked.size(); i-- > 0;) {
        if (ranked.size() + added.size() <= count) break;
        const bool needed = std::any_of(agree.begin(), agree.end(), [&](ActorId actor) {
            return stands_for(with, ranked[i], actor, day);
        });
        if (!needed) ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ranked.insert(ranked.end(), added.begin(), added.end());
    return ranked;
}

/// Links of the project that no part of the game has an arc of.
std::vector<LinkId> idle_links(const WorldGame& game, ProjectId project) {
    std::vector<LinkId> idle = world::project_links(*game.world, project);
    for (const GamePart& part : game.parts) {
        for (const LinkId link : part.link_of_arc) std::erase(idle, link);
    }
    return idle;
}

enum class Ranking { kWithProject, kOnce };

class Valuer {
  public:
    Valuer(const World& world, int year, const WorldGameOptions& game, const ValueOptions& values,
           const Financing& financing, Ranking ranking)
        : world_(world),
          ranking_(ranking),
          year_(year),
          game_(game),
          values_(values),
          financing_(financing) {}

    Result<ProjectValue> value(ProjectId project) {
        ProjectValue result;
        result.project = project;
        result.year = year_;
        result.financing = financing_;
        result.commodities = world::project_commodities(world_, project);
        keep_only(result.commodities, game_.commodities);
        if (result.commodities.empty()) return nothing_known(project);

        const World with = world::with_project(world_, project, year_, true);
        const World without = world::with_project(world_, project, year_, false);
        const std::vector<ActorId> agree = must_agree(with, project, year_);
        WorldGameOptions options = game_;
        options.commodities = sharing_capacity(world_, result.commodities);
        keep_only(options.commodities, game_.commodities);
        options.idle_players = true;
        if (options.players.empty()) {
            Result<std::vector<std::string>> ranked = rank(with, options);
            if (!ranked) return ranked.diagnostics();
            options.players =
                choose_players(with, year_, ranked.value(), ranked.value().size(), agree);
        }
        const Result<WorldGame> game_with = world_game(with, year_, options);
        if (!game_with) return game_with.diagnostics();
        const Result<WorldGame> game_without = world_game(without, year_, options);
        if (!game_without) return game_without.diagnostics();
        const Result<Solved> first = solve(game_with.value(), result.commodities);
        if (!first) return first.diagnostics();
        const Result<Solved> second = solve(game_without.value(), result.commodities);
        if (!second) return second.diagnostics();

        result.players = game_with.value().players;
        result.with = first.value().shapley;
        result.without = second.value().shapley;
        result.all_with = first.value().all;
        result.all_without = second.value().all;
        result.noise = kValueTolerance * (1 + std::max(result.all_with, result.all_without)) +
                       first.value().error + second.value().error;
        result.idle = idle_links(game_with.value(), project);
        judge(result, agree);
        result.finding = project_finding(world_, result);
        result.assumptions = project_assumptions(world_, result, agree);
        const auto& more = game_with.value().assumptions;
        result.assumptions.insert(result.assumptions.end(), more.begin(), more.end());
        return result;
    }

    bool knows(ProjectId project) const {
        std::vector<CommodityId> commodities = world::project_commodities(world_, project);
        keep_only(commodities, game_.commodities);
        return !commodities.empty();
    }

  private:
    Result<std::vector<std::string>> rank(const World& with, const WorldGameOptions& options) {
        if (options.player_count == 0 && !world_.manifest().players.empty()) {
            return world_.manifest().players;
        }
        if (ranking_ == Ranking::kWithProject) return default_players(with, year_, options);
        const auto known = ranked_.find(options.commodities);
        if (known != ranked_.end()) return known->second;
        Result<std::vector<std::string>> ranked = default_players(world_, year_, options);
        if (ranked) ranked_.emplace(options.commodities, ranked.value());
        return ranked;
    }

    Diagnostics nothing_known(ProjectId project) const {
        return one({"E713", "projects.csv", 0, "links", world_.projects[project].id,
                    game_.commodities.empty() ? "links, or rows of project_capacities"
                                              : "capacities for the commodities asked for",
                    "without them the model sees no difference"});
    }

    Result<Solved> solve_part(const CoalitionProblem& part) {
        const std::uint64_t key = run_key(part);
        if (const auto found = solved_.find(key); found != solved_.end()) return found->second;
        Result<PartValues> values = coalition_values(part, values_);
        if (!values) return values.diagnostics();
        Solved result;
        result.shapley.resize(part.players);
        const ValueTable& table = values.value().table;
        const std::vector<double> packed = shapley(table);
        std::size_t place = 0;
        for_each_player(values.value().relevant,
                        [&](std::size_t player) { result.shapley[player] = packed[place++]; });
        result.all = table[table.grand()];
        result.error = values.value().statistics.rounding_error;
        return solved_.emplace(key, std::move(result)).first->second;
    }

    /// The sum over the parts that carry one of the commodities.
    Result<Solved> solve(const WorldGame& game, const std::vector<CommodityId>& commodities) {
        Solved sum;
        sum.shapley.resize(game.players.size());
        for (const GamePart& part : game.parts) {
            const bool touched =
                std::any_of(part.commodities.begin(), part.commodities.end(),
                            [&](CommodityId id) { return holds(commodities, id); });
            if (!touched) continue;
            const Result<Solved> solved = solve_part(part.problem);
            if (!solved) return solved.diagnostics();
            for (std::size_t i = 0; i < sum.shapley.size(); ++i) {
                sum.shapley[i] += solved.value().shapley[i];
            }
            sum.all += solved.value().all;
            sum.error += solved.value().error;
        }
        return sum;
    }

    void judge(ProjectValue& result, const std::vector<ActorId>& agree) const {
        result.cost = world_.projects[result.project].cost;
        if (result.cost) result.yearly_cost = annuity(*result.cost, financing_);
        for (std::size_t i = 0; i < result.players.size(); ++i) {
            if (result.change(i) > result.noise) result.gainers.push_back(i);
            if (result.change(i) < -result.noise) result.losers.push_back(i);
        }
        const auto larger = [&](std::size_t a, std::size_t b) {
            return std::abs(result.rank(a)) > std::abs(result.rank(b));
        };
        std::stable_sort(result.gainers.begin(), result.gainers.end(), larger);
        std::stable_sort(result.losers.begin(), result.losers.end(), larger);
        for (const std::size_t loser : result.losers) {
            const auto& actors = result.players[loser].actors;
            const bool asked = std::any_of(actors.begin(), actors.end(),
                                           [&](ActorId actor) { return holds(agree, actor); });
            (asked ? result.blockers : result.bypassed).push_back(loser);
        }
        find_sponsors(result);
        find_payers(result);
        result.verdict = verdict(result);
    }

    void find_sponsors(ProjectValue& result) const {
        std::map<ActorId, std::size_t> place;
        for (const world::ProjectSponsor& row : world_.project_sponsors) {
            if (row.project != result.project) continue;
            const ActorId state = world_.state_of(row.actor);
            const auto [found, first] = place.emplace(state, result.sponsors.size());
            if (first) {
                result.sponsors.push_back({state, row.share, {}, {}, {}});
                continue;
            }
            std::optional<double>& share = result.sponsors[found->second].share;
            if (share && row.share) {
                *share += *row.share;
            } else {
                share.reset();
            }
        }
        for (SponsorStake& sponsor : result.sponsors) {
            for (std::size_t i = 0; i < result.players.size(); ++i) {
                // What everyone else gains says nothing of one of them.
                const bool apart = result.players[i].id != kEveryoneElse;
                if (!apart || !holds(result.players[i].actors, sponsor.state)) continue;
                sponsor.player = i;
                sponsor.gain = result.change(i);
            }
            if (sponsor.share && result.yearly_cost) {
                sponsor.payment = *sponsor.share * *result.yearly_cost;
            }
        }
    }

    /// The largest gains first: no smaller set reaches as much.
    static void find_payers(ProjectValue& result) {
        if (!result.yearly_cost) return;
        const double cost = *result.yearly_cost - result.noise;
        double sum = 0;
        for (const std::size_t gainer : result.gainers) {
            if (sum >= cost) return;
            result.payers.push_back(gainer);
            sum += result.change(gainer);
        }
        if (sum < cost) result.payers.clear();
    }

    static Verdict verdict(const ProjectValue& result) {
        if (result.gainers.empty() && result.losers.empty()) return Verdict::kNoEffect;
        if (!result.yearly_cost) return Verdict::kCostUnknown;
        const double cost = *result.yearly_cost - result.noise;
        const std::optional<double> sponsors = result.sponsors_gain();
        if (sponsors && *sponsors >= cost) {
            return result.gain() >= cost ? Verdict::kSponsors : Verdict::kRedistributes;
        }
        double gains = 0;
        for (const std::size_t gainer : result.gainers) gains += result.change(gainer);
        return gains >= cost ? Verdict::kOthers : Verdict::kTooDear;
    }

    const World& world_;
    Ranking ranking_;
    int year_;
    WorldGameOptions game_;
    ValueOptions values_;
    Financing financing_;
    std::map<std::uint64_t, Solved> solved_; ///< by run_key
    std::map<std::vector<CommodityId>, std::vector<std::string>> ranked_;
};

} // namespace

double annuity(double cost, const Financing& financing) {
    const double rate = financing.rate;
    const double life = financing.life;
    // expm1 and log1p: the formula loses all digits where the rate is near 0.
    return rate > 0 ? cost * rate / -std::expm1(-life * std::log1p(rate)) : cost / life;
}

std::optional<double> ProjectValue::sponsors_gain() const {
    std::vector<std::size_t> counted;
    for (const SponsorStake& sponsor : sponsors) {
        if (sponsor.player && !holds(counted, *sponsor.player)) counted.push_back(*sponsor.player);
    }
    if (counted.empty()) return std::nullopt;
    return std::accumulate(counted.begin(), counted.end(), 0.0,
                           [&](double sum, std::size_t player) { return sum + change(player); });
}

Result<ProjectValue> value_of(const World& world, ProjectId project, int year,
                              const WorldGameOptions& game, const ValueOptions& values,
                              const Financing& financing) {
    return Valuer(world, year, game, values, financing, Ranking::kWithProject).value(project);
}

Result<std::vector<ProjectOutcome>>
value_of_all(const World& world, int year, const WorldGameOptions& game, const ValueOptions& values,
             const Financing& financing, const std::function<void(std::size_t)>& progress) {
    Valuer valuer(world, year, game, values, financing, Ranking::kOnce);
    std::vector<ProjectOutcome> outcomes;
    for (const ProjectId project : world.projects.ids()) {
        if (progress) progress(project.index());
        outcomes.push_back({project, {}});
        if (!valuer.knows(project)) continue;
        Result<ProjectValue> value = valuer.value(project);
        if (!value) return value.diagnostics();
        outcomes.back().value = std::move(value).value();
    }
    return outcomes;
}

} // namespace isthmus::game
