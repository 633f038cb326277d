// SPDX-License-Identifier: Apache-2.0
#include "report/bar_axis.hpp"

#include <cmath>

#include <fmt/format.h>

#include "report/html_table.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

double round_step(double span, double count) {
    const double raw = span / count, power = std::pow(10, std::floor(std::log10(raw)));
    const double share = raw / power;
    return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
}

std::string bar_axis(const BarScale& scale, double bottom) {
    std::string out;
    const double step = round_step(scale.high - scale.low, 6);
    const double first = std::ceil(scale.low / step - 1e-9) * step;
    for (double value = first; value <= scale.high * (1 + 1e-9); value += step) {
        const double x = scale.x(value);
        out +=
            fmt::format("<path class=\"{}\" d=\"M{}V{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" "
                        "text-anchor=\"middle\">{}</text>\n",
                        std::abs(value) < step / 2 ? "axis" : "grid", svg_point({x, scale.top - 6}),
                        svg_number(bottom), svg_number(x), svg_number(bottom + 16),
                        html_number(value, step < 1 ? 2 : 0));
    }
    return out;
}

} // namespace isthmus::report
