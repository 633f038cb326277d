// SPDX-License-Identifier: Apache-2.0
#include "report/charts_leverage.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/bar_axis.hpp"
#include "report/html_table.hpp"
#include "report/map_labels.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

namespace {

/// A gain in a chart: its columns in a leverage_table.
struct Measure {
    const char* css;
    const char* title;
    const char* gain;
    const char* share;
};
constexpr Measure kMeasures[] = {
    {"bar-shapley", "Shapley value beyond alone", "gain", "gain_share"},
    {"bar-nucleolus", "Nucleolus beyond alone", "nucleolus_gain", "nucleolus_share"}};

constexpr double kPairHeight = 34, kBarHeight = 13, kFigures = 130;

std::string open_chart(const std::string& id, double height, const std::string& title,
                       const std::string& description) {
    return fmt::format("<svg class=\"chart\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
                       "aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}"
                       "</title>\n<desc id=\"{2}-desc\">{4}</desc>\n",
                       svg_number(kBarChartWidth), svg_number(height), id, escape_html(title),
                       escape_html(description));
}

std::string player_label(const ResultTable& table, std::size_t row, double baseline) {
    return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                       svg_number(kBarNames - 8), svg_number(baseline),
                       escape_html(cell_text(table, row, "name")));
}

std::string bar(const BarScale& scale, const char* css, double value, double top,
                const std::string& says) {
    const double from = scale.x(0), to = scale.x(value);
    if (std::abs(to - from) < 0.1) return {};
    return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}"
                       "</title></rect>",
                       css, svg_number(std::min(from, to)), svg_number(top),
                       svg_number(std::abs(to - from)), svg_number(kBarHeight), escape_html(says));
}

std::string legend() {
    std::string out;
    double x = kBarNames;
    for (const Measure& measure : kMeasures) {
        out += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"4\" width=\"14\" height=\"11\"/>"
                           "<text x=\"{}\" y=\"14\">{}</text>\n",
                           measure.css, svg_number(x), svg_number(x + 19), measure.title);
        x += 19 + text_width(measure.title, 12) + 22;
    }
    return out;
}

/// The bounds of some columns, zero within.
BarScale scale_of(const ResultTable& table, const std::vector<std::string_view>& columns) {
    BarScale scale{0, 0};
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        for (const std::string_view column : columns) {
            const double value = cell_number(table, row, column).value_or(0);
            scale.low = std::min(scale.low, value);
            scale.high = std::max(scale.high, value);
        }
    }
    if (scale.high <= scale.low) scale.high = scale.low + 1;
    scale.right = kFigures;
    return scale;
}

} // namespace

std::string gain_chart(const ResultTable& table) {
    if (table.rows.empty()) return {};
    const BarScale scale = scale_of(table, {kMeasures[0].gain, kMeasures[1].gain});
    const double bottom = kBarTop + kPairHeight * static_cast<double>(table.rows.size());
    std::string out =
        open_chart("leverage-gain", bottom + 24, "What cooperation adds for each player",
                   "Two bars for each player, by the Shapley value and by the nucleolus, in "
                   "million US dollars a year, largest first. The table below holds the same "
                   "numbers.") +
        legend() + bar_axis(scale, bottom);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        double top = kBarTop + kPairHeight * static_cast<double>(row) + 2;
        out += player_label(table, row, top + kBarHeight + 4);
        for (const Measure& measure : kMeasures) {
            const auto gain = cell_number(table, row, measure.gain);
            if (!gain) continue;
            std::string figure = html_number(*gain, 0);
            if (const auto share = cell_number(table, row, measure.share)) {
                figure += fmt::format(" ({} %)", html_number(*share, 1));
            }
            out += bar(scale, measure.css, *gain, top,
                       fmt::format("{}: {} MUSD", measure.title, figure));
            out += fmt::format("<text class=\"tick\" x=\"{}\" y=\"{}\">{}</text>",
                               svg_number(scale.x(std::max(*gain, 0.0)) + 6),
                               svg_number(top + kBarHeight - 3), figure);
            top += kBarHeight + 1;
        }
        out += '\n';
    }
    return out + "</svg>\n";
}

std::string change_chart(const ResultTable& table) {
    constexpr double kRow = 21;
    auto rows = select_rows(table, [&](std::size_t row) {
        return cell_number(table, row, "shapley_change").has_value();
    });
    if (rows.empty()) return {};
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return *cell_number(table, a, "shapley_change") > *cell_number(table, b, "shapley_change");
    });
    BarScale scale = scale_of(table, {"shapley_change"});
    if (scale.low < 0) scale.left += kFigures / 2;
    scale.top = 10; // no legend
    const double bottom = scale.top + kRow * static_cast<double>(rows.size());
    std::string out =
        open_chart("leverage-change", bottom + 24, "Change of each player's Shapley value",
                   "One bar for each player, to the right where its gain by the "
                   "Shapley value rose, to the left where it fell, in million US "
                   "dollars a year. The table below holds the same numbers.") +
        bar_axis(scale, bottom);
    double top = scale.top + 2;
    for (const std::size_t row : rows) {
        const double change = *cell_number(table, row, "shapley_change");
        const double before = cell_number(table, row, "shapley_other").value_or(0);
        const bool up = change >= 0;
        std::string figure = html_number(change, 0);
        if (figure.find_first_of("123456789") != std::string::npos && up) figure = "+" + figure;
        out += player_label(table, row, top + 11);
        out += bar(scale, up ? "bar-up" : "bar-down", change, top,
                   fmt::format("{} MUSD, from {} to {}", figure, html_number(before, 0),
                               html_number(before + change, 0)));
        out += fmt::format("<text class=\"total\" x=\"{}\" y=\"{}\"{}>{}</text>\n",
                           svg_number(scale.x(change) + (up ? 6 : -6)), svg_number(top + 11),
                           up ? "" : " text-anchor=\"end\"", figure);
        top += kRow;
    }
    return out + "</svg>\n";
}

namespace {

constexpr double kSmallWidth = 280, kSmallHeight = 150, kSmallLeft = 34, kSmallRight = 16,
                 kSmallTop = 14, kSmallBottom = 20;
constexpr std::string_view kShareColumn = "share_";

/// Columns of years in a gain_share_table.
struct YearColumn {
    int year = 0;
    std::string name;
};
std::vector<YearColumn> year_columns(const ResultTable& shares) {
    std::vector<YearColumn> columns;
    for (const ResultColumn& column : shares.columns) {
        if (!column.name.starts_with(kShareColumn)) continue;
        const auto year = parse_integer(column.name.substr(kShareColumn.size()));
        if (year) columns.push_back({static_cast<int>(*year), column.name});
    }
    return columns;
}

/// Places of a small chart.
struct SmallScale {
    ShareRange shares;
    int first = 0, last = 0;

    double x(int year) const {
        const double span = std::max(last - first, 1);
        return kSmallLeft + (year - first) / span * (kSmallWidth - kSmallLeft - kSmallRight);
    }
    double y(double share) const {
        const double span = shares.high - shares.low;
        return kSmallTop + (shares.high - share) / span * (kSmallHeight - kSmallTop - kSmallBottom);
    }
};

std::string small_axes(const SmallScale& scale, int year) {
    std::string out;
    const double step = round_step(scale.shares.high - scale.shares.low, 4);
    for (double share = std::ceil(scale.shares.low / step) * step;
         share <= scale.shares.high + step / 1e6; share += step) {
        const double y = scale.y(share);
        out +=
            fmt::format("<path class=\"{}\" d=\"M{}H{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" "
                        "text-anchor=\"end\">{}</text>",
                        std::abs(share) < step / 2 ? "axis" : "grid", svg_point({kSmallLeft, y}),
                        svg_number(kSmallWidth - kSmallRight), svg_number(kSmallLeft - 5),
                        svg_number(y + 4), html_number(share, 0));
    }
    const double x = scale.x(year), bottom = kSmallHeight - kSmallBottom;
    out += fmt::format("<path class=\"mark-year\" d=\"M{}V{}\"/>", svg_point({x, kSmallTop - 6}),
                       svg_number(bottom));
    // The ends of the time, and the report's year where it has room between them.
    constexpr double kRoom = 34;
    std::vector<int> labels = {scale.first};
    if (scale.last != scale.first) labels.push_back(scale.last);
    if (x - scale.x(scale.first) > kRoom && scale.x(scale.last) - x > kRoom) {
        labels.push_back(year);
    }
    for (const int label : labels) {
        out +=
            fmt::format("<text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                        svg_number(scale.x(label)), svg_number(kSmallHeight - 5), label);
    }
    return out + "\n";
}

} // namespace

ShareRange share_range(const ResultTable& shares) {
    constexpr double kRound = 5;
    ShareRange range;
    for (std::size_t row = 0; row < shares.rows.size(); ++row) {
        for (const YearColumn& column : year_columns(shares)) {
            const double share = cell_number(shares, row, column.name).value_or(0);
            range.low = std::min(range.low, share);
            range.high = std::max(range.high, share);
        }
    }
    range.low = std::floor(range.low / kRound) * kRound;
    range.high = std::max(std::ceil(range.high / kRound) * kRound, range.low + kRound);
    return range;
}

std::string share_chart(const ResultTable& shares, std::size_t row, const ShareRange& range,
                        int year, const std::string& id) {
    const std::vector<YearColumn> columns = year_columns(shares);
    if (columns.empty()) return {};
    const SmallScale scale{range, columns.front().year, columns.back().year};
    std::vector<std::vector<Point>> lines(1);
    std::string dots, now;
    for (const YearColumn& column : columns) {
        const auto share = cell_number(shares, row, column.name);
        if (!share) {
            lines.emplace_back();
            continue;
        }
        const Point at{scale.x(column.year), scale.y(*share)};
        lines.back().push_back(at);
        const bool own = column.year == year;
        dots += fmt::format(
            "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{}: {} %</title></circle>",
            own ? "dot own" : "dot", svg_number(at.x), svg_number(at.y), own ? "3.6" : "2.2",
            column.year, html_number(*share, 1));
        if (own) {
            const bool left = at.x > kSmallWidth / 2;
            now = fmt::format("<text class=\"now\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{} %"
                              "</text>",
                              svg_number(at.x + (left ? -6 : 6)),
                              svg_number(std::max(at.y - 7, kSmallTop)), left ? "end" : "start",
                              html_number(*share, 1));
        }
    }
    std::string drawn;
    for (const std::vector<Point>& line : lines) {
        const std::string path = svg_path(line, false);
        if (!path.empty()) drawn += fmt::format("<path class=\"course\" d=\"{}\"/>", path);
    }
    const std::string name = escape_html(cell_text(shares, row, "name"));
    return fmt::format(
        "<figure class=\"small\"><figcaption>{3}</figcaption><svg class=\"chart square\" "
        "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-title {2}-desc\">\n"
        "<title id=\"{2}-title\">{3}: share of all gains, per cent</title>\n<desc "
        "id=\"{2}-desc\">A line from {4} to {5}. The table of shares holds the same numbers."
        "</desc>\n{6}{7}{8}{9}\n</svg></figure>\n",
        svg_number(kSmallWidth), svg_number(kSmallHeight), id, name, scale.first, scale.last,
        small_axes(scale, year), drawn, dots, now);
}

} // namespace isthmus::report
