// SPDX-License-Identifier: Apache-2.0
// Values of a whole game from those of its parts.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "game/oracle.hpp"
#include "game/task_pool.hpp"
#include "game/world_game.hpp"

namespace isthmus::game {
namespace {

/// compress() for every coalition at the cost of two look-ups: the packed players of the low and of
/// the high half of the bits.
class Packing {
  public:
    Packing(Coalition within, std::size_t players)
        : half_(players / 2), low_mask_(grand_coalition(half_)) {
        low_ = packed(within & low_mask_, half_, 0);
        high_ = packed(within >> half_, players - half_, coalition_size(within & low_mask_));
    }
    Coalition operator()(Coalition coalition) const {
        return low_[coalition & low_mask_] | high_[coalition >> half_];
    }

  private:
    static std::vector<Coalition> packed(Coalition within, std::size_t bits, std::size_t place) {
        std::vector<Coalition> result{0};
        for (std::size_t bit = 0; bit < bits; ++bit) {
            const Coalition added = contains(within, bit) ? Coalition{1} << place++ : 0;
            const std::size_t size = result.size();
            for (std::size_t i = 0; i < size; ++i) result.push_back(result[i] | added);
        }
        return result;
    }

    std::size_t half_;
    Coalition low_mask_;
    std::vector<Coalition> low_, high_;
};

void add(const ValueTable& part, Coalition relevant, ValueTable& total) {
    const Packing packing(relevant, total.players());
    for (Coalition coalition = 0; coalition < total.size(); ++coalition) {
        total[coalition] += part[packing(coalition)];
    }
}

std::optional<Diagnostics> too_many(const WorldGame& game) {
    if (game.players.size() <= kMaxTablePlayers) return std::nullopt;
    return too_many_players(game.players.size(), kMaxTablePlayers);
}

/// W over a part when its players are cut in two that trade each within itself.
class CutMarkets {
  public:
    CutMarkets(const CoalitionProblem& part, Coalition relevant)
        : part_(part), relevant_(relevant) {
        // The last player is always in the second half: each cut once.
        cuts_.resize(std::size_t{1} << (coalition_size(relevant) - 1));
    }

    /// E704 where the run was interrupted, E705 where a program failed.
    Diagnostics run(const ValueOptions& options) {
        const std::size_t chunks = (cuts_.size() + kChunk - 1) / kChunk;
        const std::vector<bool> none(chunks);
        TaskPool pool(chunks, none, options);
        pool.run([&] { return [this](std::size_t chunk) { return solve_chunk(chunk); }; });
        return pool.diagnostics({});
    }

    double without_players() const { return nobody_; }
    /// Of a packed coalition and those relevant outside of it.
    double welfare(Coalition packed) const {
        const Coalition everyone = grand_coalition(coalition_size(relevant_));
        return cuts_[packed < cuts_.size() ? packed : everyone & ~packed];
    }

  private:
    /// A fresh program for each chunk: what a warm one answers depends, in its last digits, on what
    /// it was asked before, which must not depend on the threads.
    static constexpr std::size_t kChunk = 128;

    TaskOutcome solve_chunk(std::size_t chunk) {
        const auto oracle = make_oracle(part_);
        bool solved = true;
        if (chunk == 0) {
            nobody_ = oracle->welfare(Coalition{0});
            solved = std::isfinite(nobody_);
        }
        const std::size_t end = std::min(cuts_.size(), (chunk + 1) * kChunk);
        for (std::size_t cut = chunk * kChunk; cut < end; ++cut) {
            const Coalition inside = expand(cut, relevant_);
            const Coalition open[] = {inside, relevant_ & ~inside};
            cuts_[cut] = oracle->welfare(open);
            solved = solved && std::isfinite(cuts_[cut]);
        }
        return solved ? TaskOutcome::kDone : TaskOutcome::kFailed;
    }

    const CoalitionProblem& part_;
    Coalition relevant_;
    std::vector<double> cuts_;
    double nobody_ = 0;
};

Result<ValueTable> trading_outsiders(const CoalitionProblem& part, const PartValues& values,
                                     const ValueOptions& options) {
    CutMarkets cut(part, values.relevant);
    if (auto diagnostics = cut.run(options); !diagnostics.empty()) return diagnostics;
    const ValueTable& alone = values.table;
    ValueTable result(alone.players());
    const Coalition everyone = alone.grand();
    result[everyone] = alone[everyone];
    for (Coalition coalition = 1; coalition < everyone; ++coalition) {
        result[coalition] =
            cut.welfare(coalition) - cut.without_players() - alone[everyone & ~coalition];
    }
    return result;
}

} // namespace

Result<GameValues> game_values(const WorldGame& game, const ValueOptions& options) {
    if (auto refused = too_many(game)) return *refused;
    GameValues result{{}, ValueTable(game.players.size())};
    for (std::size_t i = 0; i < game.parts.size(); ++i) {
        auto values = coalition_values(game.parts[i].problem, options);
        if (!values) return values.diagnostics();
        result.parts.push_back(std::move(values).value());
        add(result.parts.back().table, result.parts.back().relevant, result.total);
    }
    return result;
}

Result<ValueTable> values_with_trading_outsiders(const WorldGame& game, const GameValues& values,
                                                 const ValueOptions& options) {
    ValueTable total(game.players.size());
    for (std::size_t i = 0; i < game.parts.size(); ++i) {
        const CoalitionProblem& part = game.parts[i].problem;
        const std::size_t players = values.parts[i].table.players();
        if (players > kMaxTradingOutsiders) {
            return one({"E701", "", 0, "",
                        fmt::format("{} players with a say in one market", players),
                        fmt::format("at most {} where outsiders trade", kMaxTradingOutsiders),
                        "name fewer players, or blocs instead of their members"});
        }
        const PartValues& alone = values.parts[i];
        auto traded = trading_outsiders(part, alone, options);
        if (!traded) return traded.diagnostics();
        add(traded.value(), alone.relevant, total);
    }
    return total;
}

} // namespace isthmus::game
