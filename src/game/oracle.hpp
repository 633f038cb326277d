// SPDX-License-Identifier: Apache-2.0
// Coalition values by the linear program itself: the oracle that the other backends are held
// against, and the backend of parts that no other one takes.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "game/coalition_problem.hpp"
#include "game/network.hpp"
#include "game/values.hpp"

namespace isthmus::game {

/// W over all parts of the problem whose consent is within one of `open`: several coalitions that
/// trade each within itself, and with what needs nobody's consent, at once.
class WelfareOracle {
  public:
    virtual ~WelfareOracle() = default;
    virtual double welfare(std::span<const Coalition> open) = 0;
    double welfare(Coalition open) { return welfare(std::span(&open, 1)); }
};

/// A linear program over the steps of the part, warm from call to call. `solver` as in
/// flow/linear_program.hpp, empty: the default. The part must outlive the oracle. Throws nothing; a
/// program that the solver cannot solve is a NaN, which callers report as E705.
std::unique_ptr<WelfareOracle> make_oracle(const CoalitionProblem& part,
                                           std::string_view solver = {});
std::unique_ptr<WelfareOracle> make_oracle(const CoalitionNetwork& network,
                                           std::string_view solver = {});

} // namespace isthmus::game
