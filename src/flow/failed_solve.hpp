// SPDX-License-Identifier: Apache-2.0
// What is said of a market without a solution that may be used.
#pragma once

#include <string>

#include "base/diagnostics.hpp"
#include "flow/certificate.hpp"
#include "flow/market.hpp"
#include "flow/solve.hpp"

namespace isthmus::flow {

/// E521: the solver stopped without an optimum.
Diagnostics unsolved(std::string hint = {});
/// E510 for each shortfall where the market is infeasible, else E521.
Diagnostics unsolved(const Market& market, const Solved& solved, std::string hint = {});
/// E520: the certificate does not hold.
Diagnostics uncertified(const Certificate& certificate);

} // namespace isthmus::flow
