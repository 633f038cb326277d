// SPDX-License-Identifier: Apache-2.0
// What dependence and disruption are held against: plain loops that put the same questions to
// linear programs over arcs, one after the other on one thread.
#pragma once

#include <memory>
#include <vector>

#include "dependence/dependence.hpp"
#include "dependence/outage.hpp"
#include "dependence/part_base.hpp"
#include "flow/block_program.hpp"

namespace isthmus::bench {

/// Processor seconds of one question: for the parts that it changes, and for all of them.
struct LoopSeconds {
    double changed = 0, all = 0;

    LoopSeconds& operator+=(const LoopSeconds& other) {
        changed += other.changed;
        all += other.all;
        return *this;
    }
};

/// One question to both rivals.
struct LoopAnswer {
    LoopSeconds arcs;    ///< flow::solve over arcs from nothing: refined, unique prices, payoffs
    LoopSeconds program; ///< one linear program a block with even steps, and nothing more
    double welfare_loss = 0;          ///< found over arcs, MUSD a year
    double program_loss = 0;          ///< what the even steps make of it; outages only
    double loss_before_rerouting = 0; ///< likewise; withdrawals only
};

/// Outages, on markets in which suppliers whose goods need not be told apart share a layer, which
/// is less work than on those of a baseline. Programs stay loaded: an outage changes bounds, and
/// the dual simplex goes on from the last basis.
class OutageLoop {
  public:
    explicit OutageLoop(const dependence::Baseline& base);

    LoopAnswer ask(const dependence::OutageSet& out, flow::PriceRule prices);
    /// Whether goods of the year go there.
    bool is_used(const dependence::OutageSet& out) const;

  private:
    struct LoadedBlock {
        flow::Block block;
        flow::LinearProgram now;
        std::unique_ptr<flow::LpSolver> solver;
    };

    /// Of one part.
    struct Loaded {
        std::vector<LoadedBlock> blocks;
        double welfare = 0; ///< of the year, with even steps
    };
    struct Resolved {
        double seconds = 0, welfare = 0;
    };

    static Resolved resolve(std::vector<LoadedBlock>& blocks, const flow::Market& market);

    std::vector<dependence::Part> parts_;
    std::vector<Loaded> loaded_; ///< by part
};

/// Withdrawals. They split layers, so that every program is loaded anew. Both measures; those
/// before rerouting on what dependence::bounded_market() leaves, which is small.
class WithdrawalLoop {
  public:
    WithdrawalLoop(const dependence::Baseline& base, const dependence::Dependence& matrix);

    LoopAnswer ask(const dependence::PairDependence& pair) const;

  private:
    const dependence::Baseline& base_;
    const dependence::Dependence& matrix_;
    dependence::Partners partners_;
    std::vector<dependence::PartBase> parts_;
};

} // namespace isthmus::bench
