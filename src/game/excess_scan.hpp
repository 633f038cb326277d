// SPDX-License-Identifier: Apache-2.0
// Coalitions with the largest excess e(S, x) = v(S) - x(S), found without reading the whole table
// each time.
//
// The table is cut into blocks of 1,024 by the high bits: x(S) = x(high part) + x(low part), the
// second from a table of 1,024. Of each block an upper bound on the excess of its free coalitions
// (those outside the span of what is settled) is kept; when x moves by d, it grows by
//     -d(high part) + sum over low players of max(0, -d_i),
// and only blocks whose bound is above the asked level are read again. The bound stays valid when
// the span grows, since this only removes coalitions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/coalition.hpp"
#include "game/coalition_span.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

struct CoalitionExcess {
    double excess = 0;
    Coalition coalition = 0;
};

/// The scale of all tolerances: the largest |v(S) - sum over S of v({i})|, what cooperation
/// changes, so that adding amounts to players, which changes no concept but by these, changes no
/// tolerance. At least kScaleFloor times the largest |v(S)|; 1 where all values are 0; not finite
/// where one is not.
double value_scale(const ValueTable& table);
/// Keeps tolerances of 1e-9 a hundred times above the rounding of sums of 28 values.
inline constexpr double kScaleFloor = 1e-3;

/// e(S, x) of one coalition.
double excess(const ValueTable& table, std::span<const double> payoff, Coalition coalition);
/// The coalition, neither empty nor everyone, with the largest excess; the lowest of equals. The
/// table has two players or more.
CoalitionExcess largest_excess(const ValueTable& table, std::span<const double> payoff);

class ExcessScan {
  public:
    /// At the payoff 0, with nothing settled. The table must outlive the scan.
    explicit ExcessScan(const ValueTable& table);

    void move_to(std::span<const double> payoff);
    /// The span must hold all that the spans before it held.
    void settle(const CoalitionSpan& span);
    /// The free coalition with the largest excess of every block where this is above `level`, in
    /// the order of the coalitions.
    std::vector<CoalitionExcess> above(double level);

    std::size_t blocks_read() const { return blocks_read_; }

  private:
    CoalitionExcess read_block(std::size_t block, double level);

    const ValueTable& table_;
    std::size_t low_players_;
    std::vector<double> payoff_;
    std::vector<double> low_payoff_, high_payoff_;          ///< sums by packed coalition
    std::vector<std::uint64_t> low_residue_, high_residue_; ///< of the span's functional
    std::vector<double> bound_;                             ///< by block
    std::size_t blocks_read_ = 0;
};

} // namespace isthmus::game
