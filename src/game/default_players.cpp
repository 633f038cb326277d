// SPDX-License-Identifier: Apache-2.0
// The default choice of players: those whose withdrawal alone costs everyone most.
//
// Method. With everyone in, each block of the market is solved once. A candidate that nothing in
// use needs loses nobody anything; for the others each block that uses them is solved again without
// them. The losses only rank, so curves are refined less than for results.
#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <numeric>
#include <thread>

#include "flow/certificate.hpp"
#include "flow/solve.hpp"
#include "game/game_players.hpp"
#include "game/problem_piece.hpp"

namespace isthmus::game {

using world::ActorId;
using world::BlocId;
using world::World;

namespace {

/// Relative price range of a step: losses of players that matter differ by far more.
constexpr double kRankingTolerance = 1e-4;
/// Flow below this share of a block's largest is none, and so is a loss below this share of
/// welfare: what programs leave behind.
constexpr double kNegligible = 1e-9;

struct Candidate {
    std::string id;
    Actors actors;
    double loss = 0; ///< MUSD a year
};

/// Political blocs that imposed something with an effect: they act as one, abroad.
std::vector<BlocId> acting_blocs(const World& world) {
    std::vector<BlocId> result;
    for (const BlocId bloc : world.blocs.ids()) {
        if (world.blocs[bloc].kind != world::BlocKind::kPolitical) continue;
        const auto imposes = [&](const world::Restriction& restriction) {
            return restriction.kind != world::RestrictionKind::kRecord &&
                   std::any_of(restriction.imposed_by.begin(), restriction.imposed_by.end(),
                               [&](const world::Party& party) { return party.bloc == bloc; });
        };
        if (std::any_of(world.restrictions.begin(), world.restrictions.end(), imposes)) {
            result.push_back(bloc);
        }
    }
    return result;
}

/// Whether an actor decides as one: states and authorities in control, not aggregates.
bool decides(const world::Actor& actor) {
    return actor.kind == world::ActorKind::kState || actor.kind == world::ActorKind::kDeFacto;
}

/// In the order of the world; a bloc stands where the first of its members would.
std::vector<Candidate> candidates(const GameMarket& market) {
    const World& world = market.world();
    const auto needed = market.needed();
    IdVector<world::ActorTag, BlocId> bloc_of(world.actors.size());
    for (const BlocId bloc : acting_blocs(world)) {
        for (const ActorId actor : members(world, bloc, market.day())) {
            if (!bloc_of[actor].valid()) bloc_of[actor] = bloc;
        }
    }
    std::vector<bool> listed(world.blocs.size());
    std::vector<Candidate> result;
    for (const ActorId actor : world.actors.ids()) {
        if (!needed[actor] || !decides(world.actors[actor])) continue;
        const BlocId bloc = bloc_of[actor];
        if (!bloc.valid()) {
            result.push_back({world.actors[actor].id, {actor}});
        } else if (!listed[bloc.index()]) {
            listed[bloc.index()] = true;
            result.push_back({world.blocs[bloc].id, members(world, bloc, market.day())});
        }
    }
    return result;
}

class Ranking {
  public:
    Ranking(const GameMarket& market, std::vector<Candidate> candidates)
        : market_(market), problem_(market.market.problem), candidates_(std::move(candidates)) {
        const OpenParts open(problem_);
        for (const flow::Block& block : flow::blocks(problem_)) {
            blocks_.push_back(useful_part(problem_, block, open));
        }
    }

    /// False where a block could not be solved.
    bool run() {
        welfare_.resize(blocks_.size());
        used_.assign(blocks_.size(),
                     IdVector<world::ActorTag, char>(market_.world().actors.size()));
        in_parallel(blocks_.size(), [&](std::size_t i) { solve_with_all(i); });
        losses_.resize(candidates_.size() * blocks_.size());
        in_parallel(losses_.size(), [&](std::size_t i) {
            solve_without(i / blocks_.size(), i % blocks_.size(), losses_[i]);
        });
        for (std::size_t i = 0; i < losses_.size(); ++i) {
            candidates_[i / blocks_.size()].loss += losses_[i];
        }
        return !failed_;
    }

    /// Dearest first.
    std::vector<std::string> best(std::size_t count) {
        std::stable_sort(candidates_.begin(), candidates_.end(),
                         [](const Candidate& a, const Candidate& b) { return a.loss > b.loss; });
        const double all = std::accumulate(welfare_.begin(), welfare_.end(), 0.0);
        std::vector<std::string> result;
        for (const Candidate& candidate : candidates_) {
            if (result.size() < count && candidate.loss > kNegligible * all) {
                result.push_back(candidate.id);
            }
        }
        return result;
    }

  private:
    static void in_parallel(std::size_t count, const auto& task) {
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < count; i = next++) task(i);
        };
        const std::jthread helper(work);
        work();
    }

    /// Solves a piece; its best welfare.
    double solve(const ProblemPiece& piece, flow::Solution& solution) {
        flow::SolveOptions options;
        options.threads = 1;
        options.curve_tolerance = kRankingTolerance;
        flow::Solved solved = flow::solve(piece.problem, options);
        if (solved.status != flow::LpStatus::kOptimal) {
            failed_ = true;
            return 0;
        }
        solution = std::move(solved.solution);
        return flow::certify(piece.problem, solution).welfare;
    }

    void solve_with_all(std::size_t block) {
        const ProblemPiece part = piece(problem_, blocks_[block]);
        flow::Solution solution;
        welfare_[block] = solve(part, solution);
        if (failed_) return;
        double largest = 0;
        for (const double flow : solution.flow) largest = std::max(largest, flow);
        for (const double supply : solution.supply) largest = std::max(largest, supply);
        const auto mark = [&](double quantity, const Actors& actors) {
            if (quantity <= kNegligible * largest) return;
            for (const ActorId actor : actors) used_[block][actor] = 1;
        };
        for (const auto id : part.arcs.ids()) {
            mark(solution.flow[id], market_.arc_needs(part.arcs[id]));
        }
        for (const auto id : part.supplies.ids()) {
            mark(solution.supply[id], market_.supply_needs[part.supplies[id]]);
        }
        for (const auto id : part.demands.ids()) {
            mark(solution.demand[id], market_.demand_needs[part.demands[id]]);
        }
    }

    void solve_without(std::size_t index, std::size_t block, double& loss) {
        const Actors& gone = candidates_[index].actors;
        if (failed_ || std::none_of(gone.begin(), gone.end(),
                                    [&](ActorId actor) { return used_[block][actor] != 0; })) {
            return;
        }
        const auto stays = [&](const Actors& actors) {
            return std::none_of(actors.begin(), actors.end(), [&](ActorId actor) {
                return std::binary_search(gone.begin(), gone.end(), actor);
            });
        };
        OpenParts open(problem_);
        for (const auto id : blocks_[block].arcs) {
            open.arcs[id.index()] = stays(market_.arc_needs(id));
        }
        for (const auto id : blocks_[block].supplies) {
            open.supplies[id.index()] = stays(market_.supply_needs[id]);
        }
        for (const auto id : blocks_[block].demands) {
            open.demands[id.index()] = stays(market_.demand_needs[id]);
        }
        flow::Solution solution;
        loss = welfare_[block] -
               solve(piece(problem_, useful_part(problem_, blocks_[block], open)), solution);
    }

    const GameMarket& market_;
    const flow::Problem& problem_;
    std::vector<Candidate> candidates_;
    std::vector<flow::Block> blocks_;
    std::vector<double> welfare_;                       ///< by block, with everyone in
    std::vector<IdVector<world::ActorTag, char>> used_; ///< by block and actor
    std::vector<double> losses_;                        ///< by candidate and block
    std::atomic<bool> failed_{false};
};

} // namespace

Result<std::vector<std::string>> ranked_players(const GameMarket& market, std::size_t count) {
    Ranking ranking(market, candidates(market));
    if (!ranking.run()) {
        return one({"E521", "", 0, "", fmt::format("the market of {}", market.market.year),
                    "a solution to choose the players by", "name the players instead"});
    }
    return ranking.best(count);
}

Result<std::vector<std::string>> default_players(const World& world, int year,
                                                 const WorldGameOptions& options) {
    Result<GameMarket> market = game_market(world, year, options);
    if (!market) return market.diagnostics();
    return ranked_players(market.value(),
                          options.player_count == 0 ? kDefaultPlayers : options.player_count);
}

} // namespace isthmus::game
