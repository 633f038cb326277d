// SPDX-License-Identifier: Apache-2.0
#include "flow/failed_solve.hpp"

#include <utility>

#include <fmt/format.h>

#include "flow/infeasibility.hpp"

namespace isthmus::flow {

Diagnostics unsolved(std::string hint) {
    return one({"E521", "", 0, "", "the solver stopped without an optimum", "an optimal solution",
                std::move(hint)});
}

Diagnostics unsolved(const Market& market, const Solved& solved, std::string hint) {
    if (solved.status == LpStatus::kInfeasible) {
        Diagnostics reasons = explain_infeasibility(market, solved.failed_block);
        if (!reasons.empty()) return reasons;
    }
    return unsolved(std::move(hint));
}

Diagnostics uncertified(const Certificate& certificate) {
    return one(
        {"E520", "", 0, "",
         fmt::format("primal residual {:.2e}, dual residual {:.2e}, gap {:.2e}",
                     certificate.primal_residual, certificate.dual_residual, certificate.gap),
         fmt::format("each at most {:.0e}", kCertificateTolerance),
         "the solution is not used, since it is not certified"});
}

} // namespace isthmus::flow
