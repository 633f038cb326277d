// SPDX-License-Identifier: Apache-2.0
#include "report/charts_dependence.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/bar_axis.hpp"
#include "report/html_table.hpp"
#include "report/map_labels.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

namespace {

constexpr double kWidth = kBarChartWidth;
constexpr double kType = 12; ///< size of names and figures

std::string open_chart(const std::string& id, double height, const std::string& title,
                       const std::string& description) {
    return fmt::format("<svg class=\"chart\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
                       "aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}"
                       "</title>\n<desc id=\"{2}-desc\">{4}</desc>\n",
                       svg_number(kWidth), svg_number(height), id, escape_html(title),
                       escape_html(description));
}

/// A name that fits into a width, with an ellipsis where it had to be cut.
std::string fitted(const std::string& name, double width) {
    if (text_width(name, kType) <= width) return name;
    std::string text = name;
    while (!text.empty() && text_width(text + "\u2026", kType) > width) {
        do {
            text.pop_back();
        } while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80);
        // What is left may end in the first byte of a character that was cut.
        while (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
    }
    return std::string(trim(text)) + "\u2026";
}

/// Few digits, and no "0.0" for what is something.
std::string percent_figure(double share) {
    const double size = std::abs(share);
    return html_number(share, size < 9.95 ? 1 : 0);
}

struct Square {
    std::optional<double> share;
    bool marked = false;
    std::string says;
};

/// The actors of a dependence_table and what each pair shows.
struct Squares {
    std::vector<std::string> ids, names;
    std::vector<Square> cells; ///< by row and column

    std::size_t index(const std::string& id) const {
        return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
    }
    const Square& at(std::size_t row, std::size_t column) const {
        return cells[row * ids.size() + column];
    }
};

Squares squares_of(const ResultTable& table, const HeatMap& shown) {
    const std::string commodity = shown.commodity.empty() ? "all" : shown.commodity;
    const auto rows = select_rows(
        table, [&](std::size_t row) { return cell_text(table, row, "commodity") == commodity; });
    Squares squares;
    const auto meet = [&](std::size_t row, const char* id, const char* name) {
        const std::string actor = cell_text(table, row, id);
        if (squares.index(actor) < squares.ids.size()) return;
        squares.ids.push_back(actor);
        squares.names.push_back(cell_text(table, row, name));
    };
    for (const std::size_t row : rows) meet(row, "actor", "name");
    for (const std::size_t row : rows) meet(row, "on", "on_name");
    squares.cells.resize(squares.ids.size() * squares.ids.size());
    for (const std::size_t row : rows) {
        const std::size_t i = squares.index(cell_text(table, row, "actor"));
        const std::size_t j = squares.index(cell_text(table, row, "on"));
        Square& square = squares.cells[i * squares.ids.size() + j];
        square.share = cell_number(table, row, shown.column);
        square.marked = shown.marks && !cell_text(table, row, "reversal").empty();
        square.says = fmt::format("{} without {}: ", squares.names[i], squares.names[j]);
        square.says += square.share
                           ? fmt::format("{} % of its own payoff", html_number(*square.share, 2))
                           : std::string("no payoff to hold the loss against");
    }
    return squares;
}

std::size_t class_of(double share) {
    const std::vector<double>& bounds = heat_classes();
    std::size_t result = 0;
    while (result + 1 < bounds.size() && share >= bounds[result + 1]) ++result;
    return result;
}

/// Places of a heat map.
struct HeatLayout {
    double left = 0, top = 0, width = 0, height = 0, bottom = 0;
    double name_width = 0;
};

HeatLayout layout_of(const Squares& squares) {
    constexpr double kWidestName = 190, kWidest = 62, kHighest = 32, kSlant = 0.71;
    constexpr double kRatio = 0.62, kGap = 10;
    const auto count = static_cast<double>(squares.ids.size());
    double longest = 0;
    for (const std::string& name : squares.names) {
        longest = std::max(longest, text_width(name, kType));
    }
    HeatLayout layout;
    layout.name_width = std::min(longest, kWidestName);
    layout.left = layout.name_width + 2 * kGap;
    const double overhang = kSlant * layout.name_width;
    layout.width = std::min(kWidest, (kWidth - layout.left - overhang) / count);
    layout.height = std::clamp(kRatio * layout.width, 18.0, kHighest);
    layout.top = overhang + 2 * kGap;
    layout.bottom = layout.top + count * layout.height;
    return layout;
}

std::string heat_names(const Squares& squares, const HeatLayout& layout) {
    std::string out = fmt::format(
        "<text class=\"tick\" x=\"{0}\" y=\"{1}\" text-anchor=\"end\">who depends \u2193</text>"
        "<text class=\"tick\" x=\"{0}\" y=\"{2}\" text-anchor=\"end\">on whom \u2192</text>\n",
        svg_number(layout.left - 8), svg_number(layout.top - 8), svg_number(layout.top - 26));
    for (std::size_t i = 0; i < squares.ids.size(); ++i) {
        const std::string name = escape_html(fitted(squares.names[i], layout.name_width));
        const auto place = static_cast<double>(i);
        out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                           svg_number(layout.left - 8),
                           svg_number(layout.top + (place + 0.5) * layout.height + 4), name);
        const std::string x = svg_number(layout.left + (place + 0.5) * layout.width + 3);
        const std::string y = svg_number(layout.top - 7);
        out += fmt::format("<text x=\"{0}\" y=\"{1}\" transform=\"rotate(-45 {0} {1})\">{2}"
                           "</text>\n",
                           x, y, name);
    }
    return out;
}

std::string heat_cell(const HeatMap& shown, const Square& square, double x, double y,
                      const HeatLayout& layout) {
    constexpr double kSmallestShown = 0.05;
    const double share = square.share.value_or(0);
    const bool gain = share <= -kSmallestShown, nothing = std::abs(share) < kSmallestShown;
    const std::size_t heat = class_of(share);
    const std::string fill = gain ? fmt::format(" fill=\"url(#{}-gain)\"", shown.id) : "";
    std::string out = fmt::format(
        "<g><title>{}</title><rect class=\"{}\"{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        escape_html(square.says), gain ? "cell gain" : fmt::format("cell heat{}", heat), fill,
        svg_number(x), svg_number(y), svg_number(layout.width), svg_number(layout.height));
    // A mark that changes nothing that is shown would only puzzle.
    std::string figure = !square.share ? "n/a" : nothing ? "0" : percent_figure(share);
    if (square.marked && !nothing) figure += "*";
    const bool dark = !gain && heat + 2 >= heat_classes().size();
    const char* css = gain                       ? "figure gain"
                      : dark                     ? "figure on-dark"
                      : nothing || !square.share ? "figure faint"
                                                 : "figure";
    return out + fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}"
                             "</text></g>\n",
                             css, svg_number(x + layout.width / 2),
                             svg_number(y + layout.height / 2 + 4), figure);
}

std::string heat_legend(const HeatMap& shown, double top) {
    constexpr double kSwatch = 26, kGap = 18;
    const std::vector<double>& bounds = heat_classes();
    double x = 10;
    std::string out;
    const auto add = [&](const std::string& css, const std::string& fill,
                         const std::string& label) {
        out += fmt::format("<rect class=\"{}\"{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\"/>"
                           "<text x=\"{}\" y=\"{}\">{}</text>\n",
                           css, fill, svg_number(x), svg_number(top), svg_number(kSwatch),
                           svg_number(x + kSwatch + 5), svg_number(top + 11.5), label);
        x += kSwatch + 5 + text_width(label, kType) + kGap;
    };
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        std::string label = i + 1 == bounds.size()
                                ? fmt::format("{} % and more", format_number(bounds[i]))
                                : fmt::format("{}\u2013{} %", format_number(bounds[i]),
                                              format_number(bounds[i + 1]));
        add(fmt::format("cell heat{}", i), "", label);
    }
    add("cell gain", fmt::format(" fill=\"url(#{}-gain)\"", shown.id), "gain (below zero)");
    return out;
}

std::string hatch(const std::string& id) {
    return fmt::format("<defs><pattern id=\"{}-gain\" width=\"6\" height=\"6\" "
                       "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                       "<rect width=\"6\" height=\"6\" class=\"hatch-ground\"/>"
                       "<rect width=\"2\" height=\"6\" class=\"hatch-line\"/></pattern></defs>\n",
                       id);
}

} // namespace

const std::vector<double>& heat_classes() {
    static const std::vector<double> bounds = {0, 0.5, 2, 5, 10, 25, 50};
    return bounds;
}

std::string heat_map(const ResultTable& dependence, const HeatMap& shown) {
    const Squares squares = squares_of(dependence, shown);
    if (squares.ids.size() < 2) return {};
    const HeatLayout layout = layout_of(squares);
    std::string out =
        open_chart(shown.id, layout.bottom + 36, shown.title,
                   "A matrix. Each row is an actor that depends, each column one on which it "
                   "depends; the cell says what the first would lose, in per cent of its own "
                   "payoff. Darker is more. Gains are hatched. The table below holds the same "
                   "numbers.") +
        hatch(shown.id) + heat_names(squares, layout);
    for (std::size_t i = 0; i < squares.ids.size(); ++i) {
        const double y = layout.top + static_cast<double>(i) * layout.height;
        for (std::size_t j = 0; j < squares.ids.size(); ++j) {
            const double x = layout.left + static_cast<double>(j) * layout.width;
            const Square& square = squares.at(i, j);
            if (i == j || square.says.empty()) {
                out += fmt::format("<rect class=\"cell none\" x=\"{}\" y=\"{}\" width=\"{}\" "
                                   "height=\"{}\"/>\n",
                                   svg_number(x), svg_number(y), svg_number(layout.width),
                                   svg_number(layout.height));
                continue;
            }
            out += heat_cell(shown, square, x, y, layout);
        }
    }
    return out + heat_legend(shown, layout.bottom + 14) + "</svg>\n";
}

namespace {

constexpr double kPairNames = 170, kMiddle = kWidth / 2, kPairReach = kMiddle - kPairNames - 54;
constexpr double kPairBar = 14;
constexpr const char* kPairChart = "dependence-asymmetry";

/// One side's bar, outward from the middle: to the left for the more dependent side.
struct PairSide {
    std::string name;
    double share = 0;
    bool left = false;
};

std::string pair_bar(const PairSide& side, double largest, double y) {
    const double length = std::abs(side.share) / largest * kPairReach;
    const bool gain = side.share < 0;
    std::string out = fmt::format(
        "<rect class=\"{}\"{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {} % of "
        "its own payoff</title></rect>",
        gain ? "cell gain" : "bar-loss",
        gain ? fmt::format(" fill=\"url(#{}-gain)\"", kPairChart) : "",
        svg_number(side.left ? kMiddle - length : kMiddle), svg_number(y + 3), svg_number(length),
        svg_number(kPairBar), escape_html(side.name), html_number(side.share, 2));
    const double end = side.left ? kMiddle - length - 6 : kMiddle + length + 6;
    const char* last = " text-anchor=\"end\"";
    out += fmt::format("<text class=\"tick\" x=\"{}\" y=\"{}\"{}>{}</text>", svg_number(end),
                       svg_number(y + 14), side.left ? last : "", percent_figure(side.share));
    return out + fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n",
                             svg_number(side.left ? 4 : kWidth - 4), svg_number(y + 14),
                             side.left ? "" : last, escape_html(fitted(side.name, kPairNames - 8)));
}

} // namespace

std::string asymmetry_chart(const ResultTable& table, const std::string& title, std::size_t most) {
    constexpr double kRow = 24, kTop = 32;
    auto rows = select_rows(table, [&](std::size_t row) {
        return cell_number(table, row, "share") && cell_number(table, row, "other_share");
    });
    if (rows.size() > most) rows.resize(most);
    double largest = 0;
    for (const std::size_t row : rows) {
        largest = std::max({largest, std::abs(*cell_number(table, row, "share")),
                            std::abs(*cell_number(table, row, "other_share"))});
    }
    if (rows.empty() || largest <= 0) return {};
    const double bottom = kTop + kRow * static_cast<double>(rows.size());
    std::string out =
        open_chart(kPairChart, bottom + 8, title,
                   "Two bars for each pair, back to back: what either would lose without the "
                   "other, in per cent of its own payoff. A table below holds the same numbers.");
    out += hatch(kPairChart);
    out += fmt::format("<text class=\"tick\" x=\"{}\" y=\"16\" text-anchor=\"end\">loses without "
                       "the other, % of its own payoff</text><text class=\"tick\" x=\"{}\" "
                       "y=\"16\">loses without the other, % of its own payoff</text>\n"
                       "<path class=\"axis\" d=\"M{}V{}\"/>\n",
                       svg_number(kMiddle - 8), svg_number(kMiddle + 8),
                       svg_point({kMiddle, kTop - 6}), svg_number(bottom));
    double y = kTop;
    for (const std::size_t row : rows) {
        out += pair_bar({cell_text(table, row, "name"), *cell_number(table, row, "share"), true},
                        largest, y);
        out += pair_bar(
            {cell_text(table, row, "other_name"), *cell_number(table, row, "other_share"), false},
            largest, y);
        y += kRow;
    }
    return out + "</svg>\n";
}

std::string chokepoint_chart(const ResultTable& table, const std::string& title, std::size_t most) {
    constexpr double kRow = 22, kBar = 14, kNames = 300, kTop = 14;
    auto rows = select_rows(
        table, [&](std::size_t row) { return cell_number(table, row, "loss").value_or(0) > 0; });
    if (rows.size() > most) rows.resize(most);
    if (rows.empty()) return {};
    BarScale scale{0, 0};
    scale.left = kNames;
    scale.top = kTop;
    for (const std::size_t row : rows) {
        scale.high = std::max(scale.high, *cell_number(table, row, "loss"));
    }
    const double bottom = kTop + kRow * static_cast<double>(rows.size());
    std::string out = open_chart("chokepoints", bottom + 24, title,
                                 "One bar for each link or place, longest first: what all actors "
                                 "together would lose without it, in million US dollars a year. "
                                 "The table below holds the same numbers.") +
                      bar_axis(scale, bottom);
    double y = kTop;
    for (const std::size_t row : rows) {
        const double loss = *cell_number(table, row, "loss");
        const std::string name = cell_text(table, row, "name");
        const bool node = cell_text(table, row, "kind") == "node";
        out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>"
                           "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">"
                           "<title>{}: {} MUSD a year</title></rect>"
                           "<text class=\"total\" x=\"{}\" y=\"{}\">{}</text>\n",
                           svg_number(kNames - 8), svg_number(y + 14),
                           escape_html(fitted(name, kNames - 12)), node ? "bar-node" : "bar-loss",
                           svg_number(scale.x(0)), svg_number(y + 3),
                           svg_number(scale.x(loss) - scale.x(0)), svg_number(kBar),
                           escape_html(name), html_number(loss, 1), svg_number(scale.x(loss) + 6),
                           svg_number(y + 14), html_number(loss, loss < 10 ? 1 : 0));
        y += kRow;
    }
    return out + "</svg>\n";
}

} // namespace isthmus::report
