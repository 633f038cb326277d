// SPDX-License-Identifier: Apache-2.0
#include "provenance/gradient.hpp"

#include <atomic>
#include <optional>

#include "game/task_pool.hpp"
#include "provenance/chain.hpp"

namespace isthmus::provenance {

void SlopeSum::add(std::string_view table, std::size_t row, std::string_view column, double typed,
                   const Sides& slope, double factor) {
    const auto of = parameter(world_, table, row, column);
    if (!of) return;
    const double number = cell_number(world_, *of);
    const double scale = number != 0 ? typed / number : factor;
    Derivative& sum = sum_[*of];
    sum.parameter = *of;
    sum.number = number;
    sum.slope_below += slope[0] * scale;
    sum.slope_above += slope[1] * scale;
    sum.slope = (sum.slope_below + sum.slope_above) / 2;
}

std::vector<Derivative> SlopeSum::derivatives() const {
    std::vector<Derivative> result;
    result.reserve(sum_.size());
    for (const auto& [parameter, derivative] : sum_) result.push_back(derivative);
    return result;
}

void add_slopes(const flow::MarketYear& year, const CaseSlopes& slopes, double sign,
                SlopeSum& sum) {
    LinkChain(year, slopes, sign, sum).run();
    TradeChain(year, slopes, sign, sum).run();
}

Result<std::vector<Derivative>> gradient(const world::World& world, int year,
                                         const ResultName& name, const SolvedResult& base,
                                         const ResultOptions& options) {
    std::vector<std::optional<Result<TiltedCase>>> tilts(base.cases.size());
    const std::size_t threads =
        std::max<std::size_t>(1, std::min<std::size_t>(options.threads, tilts.size()));
    std::atomic<std::size_t> next{0};
    game::share_out(threads, [&](std::size_t) {
        for (std::size_t i = next++; i < tilts.size(); i = next++) {
            tilts[i] = tilt(base.cases[i], name, options);
        }
    });
    const flow::MarketYear market_year(world, year);
    SlopeSum sum(world);
    for (const auto& tilted : tilts) {
        if (!*tilted) return tilted->diagnostics();
        const TiltedCase& of = tilted->value();
        add_slopes(market_year, CaseSlopes(of), of.base->sign, sum);
    }
    return sum.derivatives();
}

} // namespace isthmus::provenance
