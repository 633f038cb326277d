// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/bar_axis.hpp"
#include "report/html_table.hpp"
#include "report/map_labels.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

namespace {

/// Parts of a payoff that are shown in one colour.
struct Part {
    const char* css;
    const char* title;
    std::vector<const char*> columns;
};

using Parts = std::vector<Part>;

const Parts& all_parts() {
    static const Parts all = {
        {"consumer", "Consumers", {"consumer_surplus"}},
        {"producer", "Suppliers", {"producer_surplus"}},
        {"transport",
         "Transport: margins, rents, fees",
         {"transport_margin", "congestion_rent", "fees"}},
        {"transfer", "Contracts, quotas, price caps", {"contract_transfer", "price_cap_transfer"}}};
    return all;
}

const Parts& transport_parts() {
    static const Parts all = {
        {"transport", "Margin: tariffs less operating cost", {"transport_margin"}},
        {"transfer", "Scarcity rent", {"congestion_rent"}},
        {"producer", "Transit fees", {"fees"}}};
    return all;
}

double part_value(const ResultTable& table, std::size_t row, const Part& part) {
    double value = 0;
    for (const char* column : part.columns) value += cell_number(table, row, column).value_or(0);
    return value;
}

constexpr double kRowHeight = 21;

double total_of(const ResultTable& table, std::size_t row, const Parts& parts) {
    double total = 0;
    for (const Part& part : parts) total += part_value(table, row, part);
    return total;
}

/// The rows with the largest sums of the parts, those that round to nothing left out.
std::vector<std::size_t> largest_rows(const ResultTable& table, const Parts& parts,
                                      std::size_t most) {
    auto rows = select_rows(
        table, [&](std::size_t row) { return std::abs(total_of(table, row, parts)) >= 0.5; });
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return total_of(table, a, parts) > total_of(table, b, parts);
    });
    if (rows.size() > most) rows.resize(most);
    return rows;
}

BarScale bars_of(const ResultTable& table, const std::vector<std::size_t>& rows,
                 const Parts& parts) {
    BarScale bars{0, 0};
    for (const std::size_t row : rows) {
        double up = 0, down = 0;
        for (const Part& part : parts) {
            const double value = part_value(table, row, part);
            (value > 0 ? up : down) += value;
        }
        bars.low = std::min(bars.low, down);
        bars.high = std::max(bars.high, up);
    }
    if (bars.high <= bars.low) bars.high = bars.low + 1;
    return bars;
}

std::string bar_legend(const Parts& parts) {
    std::string out;
    double x = kBarNames;
    for (const Part& part : parts) {
        out += fmt::format("<rect class=\"bar-{}\" x=\"{}\" y=\"4\" width=\"14\" height=\"11\"/>"
                           "<text x=\"{}\" y=\"14\">{}</text>\n",
                           part.css, svg_number(x), svg_number(x + 19), escape_html(part.title));
        x += 19 + text_width(part.title, 12) + 22;
    }
    return out;
}

std::string bar_row(const ResultTable& table, std::size_t row, const Parts& parts,
                    const BarScale& bars, double y) {
    std::string out = fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                                  svg_number(kBarNames - 8), svg_number(y + 13),
                                  escape_html(cell_text(table, row, "name")));
    double up = 0, down = 0;
    for (const Part& part : parts) {
        const double value = part_value(table, row, part);
        double& edge = value > 0 ? up : down;
        const double from = bars.x(edge), to = bars.x(edge + value);
        edge += value;
        if (std::abs(to - from) < 0.1) continue;
        out += fmt::format("<rect class=\"bar-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\">"
                           "<title>{}: {} MUSD</title></rect>",
                           part.css, svg_number(std::min(from, to)), svg_number(y + 2),
                           svg_number(std::abs(to - from)), escape_html(part.title),
                           html_number(value, 0));
    }
    return out + fmt::format("<text class=\"total\" x=\"{}\" y=\"{}\">{}</text>\n",
                             svg_number(bars.x(up) + 6), svg_number(y + 13),
                             html_number(total_of(table, row, parts), 0));
}

std::string bar_chart(const ResultTable& table, const Parts& parts, std::size_t most,
                      const std::string& id, const std::string& title) {
    const auto rows = largest_rows(table, parts, most);
    if (rows.empty()) return {};
    const BarScale bars = bars_of(table, rows, parts);
    const double bottom = kBarTop + kRowHeight * static_cast<double>(rows.size());
    std::string out = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-title "
        "{}-desc\">\n<title id=\"{}-title\">{}</title>\n<desc id=\"{}-desc\">Stacked bars, one for "
        "each actor, largest total first. The table below holds the same numbers.</desc>\n{}",
        svg_number(kBarChartWidth), svg_number(bottom + 24), id, id, id, escape_html(title), id,
        bar_legend(parts));
    out += bar_axis(bars, bottom);
    double y = kBarTop;
    for (const std::size_t row : rows) {
        out += bar_row(table, row, parts, bars, y);
        y += kRowHeight;
    }
    return out + "</svg>\n";
}

} // namespace

std::string payoff_chart(const ResultTable& payoffs, std::size_t most) {
    return bar_chart(payoffs, all_parts(), most, "gain", "Payoffs, million US dollars a year");
}

std::string transport_chart(const ResultTable& payoffs, std::size_t most) {
    return bar_chart(payoffs, transport_parts(), most, "carriage",
                     "Earnings from carriage, million US dollars a year");
}

namespace {

constexpr double kSquare = 300, kLeft = 46, kBottom = 38, kPad = 10;

/// A logarithmic scale over whole decades.
struct Decades {
    double low = -1, high = 1; ///< powers of ten
    double share(double value) const {
        return (std::clamp(std::log10(value), low, high) - low) / (high - low);
    }
};

Point on_square(const Decades& decades, double observed, double modelled) {
    const double span = kSquare - kLeft - kPad;
    return {kLeft + decades.share(observed) * span,
            kSquare - kBottom - decades.share(modelled) * (kSquare - kBottom - kPad)};
}

std::string square_axes(const Decades& decades, const std::string& unit) {
    std::string out;
    const double low = std::pow(10, decades.low), high = std::pow(10, decades.high);
    std::vector<Point> band;
    for (const auto& [x, factor] : {std::pair{low, 1.5}, {high, 1.5}, {high, 0.5}, {low, 0.5}}) {
        band.push_back(on_square(decades, x, x * factor));
    }
    out += fmt::format("<path class=\"band\" d=\"{}\"/>", svg_path(band, true));
    for (double power = decades.low; power <= decades.high; power += 1) {
        const double value = std::pow(10, power);
        const Point h = on_square(decades, value, low), v = on_square(decades, low, value);
        const std::string label = show_number(value, power < 0 ? static_cast<int>(-power) : 0);
        out += fmt::format("<path class=\"grid\" d=\"M{}V{}M{}H{}\"/><text class=\"tick\" x=\"{}\" "
                           "y=\"{}\" text-anchor=\"middle\">{}</text><text class=\"tick\" x=\"{}\" "
                           "y=\"{}\" text-anchor=\"end\">{}</text>\n",
                           svg_point(h), svg_number(kPad), svg_point(v), svg_number(kSquare - kPad),
                           svg_number(h.x), svg_number(h.y + 13), label, svg_number(kLeft - 5),
                           svg_number(v.y + 4), label);
    }
    const Point a = on_square(decades, low, low), b = on_square(decades, high, high);
    out +=
        fmt::format("<path class=\"axis\" d=\"M{}L{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" "
                    "text-anchor=\"end\">observed, {}</text><text class=\"tick\" x=\"{}\" y=\"{}\" "
                    "text-anchor=\"end\" transform=\"rotate(-90 {} {})\">modelled</text>\n",
                    svg_point(a), svg_point(b), svg_number(kSquare - kPad), svg_number(kSquare - 8),
                    escape_html(unit), "13", svg_number(kPad + 2), "13", svg_number(kPad + 2));
    return out;
}

} // namespace

std::string fit_chart(const ResultTable& table, const std::string& commodity,
                      const std::string& name, const std::string& id) {
    const auto rows = select_rows(table, [&](std::size_t row) {
        return cell_text(table, row, "commodity") == commodity &&
               cell_number(table, row, "observed").value_or(0) > 0;
    });
    if (rows.empty()) return {};
    double low = 1e300, high = 0;
    for (const std::size_t row : rows) {
        const double observed = *cell_number(table, row, "observed");
        low = std::min(low, observed);
        high = std::max({high, observed, cell_number(table, row, "modelled").value_or(0)});
    }
    const Decades decades{std::floor(std::log10(low) - 0.2), std::ceil(std::log10(high) + 0.01)};
    std::string out = fmt::format(
        "<figure class=\"small\"><svg class=\"chart square\" viewBox=\"0 0 {0} {0}\" role=\"img\" "
        "aria-labelledby=\"{1}-title\">\n<title id=\"{1}-title\">{2}: modelled against observed "
        "flows</title>\n{3}",
        svg_number(kSquare), id, escape_html(name),
        square_axes(decades, cell_text(table, rows.front(), "unit")));
    for (const std::size_t row : rows) {
        const double observed = *cell_number(table, row, "observed");
        const double modelled = cell_number(table, row, "modelled").value_or(0);
        const double error = cell_number(table, row, "error").value_or(0);
        const Point p = on_square(decades, observed, std::max(modelled, 1e-9));
        out += fmt::format(
            "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"3.6\"><title>{}: observed {}, "
            "modelled {}</title></circle>",
            std::abs(error) > 50 ? "off" : "fits", svg_number(p.x), svg_number(p.y),
            escape_html(cell_text(table, row, "name")), html_number(observed, 2),
            html_number(modelled, 2));
    }
    return out + fmt::format("\n</svg>\n<figcaption>{}</figcaption></figure>\n", escape_html(name));
}

} // namespace isthmus::report
