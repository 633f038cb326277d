// SPDX-License-Identifier: Apache-2.0
#include "report/charts_chronicle.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/bar_axis.hpp"
#include "report/html_table.hpp"
#include "report/map_labels.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

namespace {

constexpr double kWidth = kBarChartWidth, kLeft = 64, kRight = 20;
constexpr double kHead = 62;      ///< title and legend
constexpr double kPanelHead = 44; ///< a panel's title and the labels of breaks
constexpr double kPlot = 260;     ///< height of the bars' ground
constexpr double kPanelFoot = 40; ///< ticks of time
constexpr double kType = 12;
constexpr const char* kId = "chronicle";

constexpr const char* kStyle =
    "text{font:12px \"Segoe UI\",\"Helvetica Neue\",Helvetica,Arial,\"Liberation Sans\",\"DejaVu "
    "Sans\",sans-serif;fill:#1c2730}"
    ".head{font-size:17px;font-weight:600}.panel{font-size:13px;font-weight:600}"
    ".tick{font-size:11px;fill:#4a5a68}.ground{fill:#fff}"
    ".grid{stroke:#dfe5ea;fill:none}.axis{stroke:#4a5a68;fill:none}"
    ".cooperation{fill:#7fb0d6}.conflict{fill:url(#chronicle-hatch)}"
    ".hatch-ground{fill:#fbeee6}.hatch-line{fill:#a8410f}"
    ".halo{fill:none;stroke:#fff;stroke-width:4;stroke-linejoin:round}"
    ".net{fill:none;stroke:#111;stroke-width:1.6;stroke-linejoin:round}"
    ".level{fill:none;stroke:#111;stroke-width:2;stroke-dasharray:1 4;stroke-linecap:round}"
    ".interval{fill:#6b7984;fill-opacity:.16}"
    ".break{fill:none;stroke:#111;stroke-dasharray:6 3}"
    ".label{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3px}";

/// One period of a series.
struct Bar {
    std::string period;
    std::optional<double> sum;
    double cooperation = 0, conflict = 0, events = 0;
};

std::vector<Bar> bars_of(const ResultTable& series) {
    std::vector<Bar> bars;
    for (std::size_t row = 0; row < series.rows.size(); ++row) {
        bars.push_back({cell_text(series, row, "period"), cell_number(series, row, "sum"),
                        cell_number(series, row, "cooperation").value_or(0),
                        cell_number(series, row, "conflict").value_or(0),
                        cell_number(series, row, "events").value_or(0)});
    }
    return bars;
}

/// The periods of all panels in order: the same place in each.
class TimeScale {
  public:
    explicit TimeScale(const std::vector<std::vector<Bar>>& panels) {
        for (const auto& bars : panels) {
            for (const Bar& bar : bars) places_.emplace(bar.period, 0);
        }
        std::size_t place = 0;
        for (auto& [period, at] : places_) at = place++;
        step_ = (kWidth - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(place, 1));
    }

    double step() const { return step_; }
    const std::map<std::string, std::size_t>& places() const { return places_; }
    /// Left edge of a period; of one that is not there, of the next one.
    double x(const std::string& period) const {
        const auto at = places_.lower_bound(period);
        const std::size_t place = at == places_.end() ? places_.size() : at->second;
        return kLeft + step_ * static_cast<double>(place);
    }

  private:
    std::map<std::string, std::size_t> places_;
    double step_ = 1;
};

struct ValueScale {
    double low = 0, high = 0, top = 0;
    double step = 1; ///< between lines; `low` and `high` are multiples

    double y(double value) const { return top + (high - value) / (high - low) * kPlot; }
};

ValueScale values_of(const std::vector<Bar>& bars, double top) {
    ValueScale scale{0, 0, top, 1};
    for (const Bar& bar : bars) {
        scale.high = std::max(scale.high, bar.cooperation);
        scale.low = std::min(scale.low, bar.conflict);
    }
    if (scale.high <= scale.low) scale.high = scale.low + 1;
    scale.step = round_step(scale.high - scale.low, 6);
    scale.high = std::ceil(scale.high / scale.step - 1e-9) * scale.step;
    scale.low = std::floor(scale.low / scale.step + 1e-9) * scale.step;
    return scale;
}

std::string value_axis(const ValueScale& scale) {
    const double step = scale.step;
    std::string out = fmt::format("<text class=\"tick\" x=\"{}\" y=\"{}\">Goldstein values, "
                                  "sum</text>\n",
                                  svg_number(4), svg_number(scale.top - 12));
    for (double value = scale.low; value <= scale.high + step / 2; value += step) {
        const double y = scale.y(value);
        const bool zero = std::abs(value) < step / 2;
        out += fmt::format("<path class=\"{}\" d=\"M{}H{}\"/><text class=\"tick\" x=\"{}\" "
                           "y=\"{}\" text-anchor=\"end\">{}</text>\n",
                           zero ? "axis" : "grid", svg_point({kLeft, y}),
                           svg_number(kWidth - kRight), svg_number(kLeft - 8), svg_number(y + 4),
                           html_number(zero ? 0 : value, step < 1 ? 1 : 0));
    }
    return out;
}

/// Years below the bars, as many as there is room for.
std::string time_axis(const TimeScale& time, double bottom) {
    std::vector<std::pair<std::string, double>> years;
    for (const auto& [period, place] : time.places()) {
        const std::string year = period.substr(0, 4);
        if (years.empty() || years.back().first != year) years.emplace_back(year, time.x(period));
    }
    if (years.empty()) return {};
    const bool yearly = time.places().begin()->first.size() <= 4;
    const double room = (kWidth - kLeft - kRight) / static_cast<double>(years.size());
    int every = 1;
    for (const int candidate : {1, 2, 5, 10, 20, 50}) {
        every = candidate;
        if (room * candidate >= 38) break;
    }
    std::string out;
    for (const auto& [year, x] : years) {
        if (parse_integer(year).value_or(0) % every != 0) continue;
        const double at = yearly ? x + time.step() / 2 : x;
        out += fmt::format("<path class=\"axis\" d=\"M{}v4\"/><text class=\"tick\" x=\"{}\" "
                           "y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                           svg_point({at, bottom}), svg_number(at), svg_number(bottom + 17), year);
    }
    return out;
}

std::string bar_shape(const char* css, const Bar& bar, double value, double x, double width,
                      const ValueScale& scale) {
    const double edge = scale.y(value), zero = scale.y(0);
    if (std::abs(edge - zero) < 0.05) return {};
    return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: "
                       "{} {}, {} events</title></rect>",
                       css, svg_number(x), svg_number(std::min(edge, zero)), svg_number(width),
                       svg_number(std::abs(edge - zero)), bar.period, css, html_number(value, 1),
                       html_number(bar.events, 0));
}

std::string bar_shapes(const std::vector<Bar>& bars, const TimeScale& time,
                       const ValueScale& scale) {
    const double gap = time.step() > 5 ? std::min(0.2 * time.step(), 4.0) : 0;
    std::string out;
    for (const Bar& bar : bars) {
        const double x = time.x(bar.period) + gap / 2, width = time.step() - gap;
        out += bar_shape("cooperation", bar, bar.cooperation, x, width, scale);
        out += bar_shape("conflict", bar, bar.conflict, x, width, scale) + "\n";
    }
    return out;
}

/// A line through the sums; broken where a period has events but no value.
std::string net_line(const std::vector<Bar>& bars, const TimeScale& time, const ValueScale& scale) {
    std::vector<std::vector<Point>> runs(1);
    for (const Bar& bar : bars) {
        if (!bar.sum)
            runs.emplace_back();
        else
            runs.back().push_back({time.x(bar.period) + time.step() / 2, scale.y(*bar.sum)});
    }
    std::string path;
    for (const auto& run : runs) path += svg_path(run, false);
    if (path.empty()) return {};
    // Around close points a halo would hide the bars.
    const std::string halo =
        time.step() < 12 ? std::string() : fmt::format("<path class=\"halo\" d=\"{}\"/>", path);
    return fmt::format("{}<path class=\"net\" d=\"{}\"/>\n", halo, path);
}

std::string level_line(double from, double to, double y) {
    return fmt::format(
        "<path class=\"halo\" d=\"M{0}H{1}\"/><path class=\"level\" d=\"M{0}H{1}\"/>",
        svg_point({from, y}), svg_number(to));
}

/// The means of the segments and the lines between them.
std::string break_marks(const ResultTable& breaks, const std::vector<Bar>& bars,
                        const TimeScale& time, const ValueScale& scale) {
    std::string out;
    if (breaks.rows.empty()) return out;
    const double end = time.x(bars.back().period) + time.step();
    double label_end = 0;
    for (std::size_t row = 0; row < breaks.rows.size(); ++row) {
        const std::string period = cell_text(breaks, row, "period");
        const double x = time.x(period);
        const std::string earliest = cell_text(breaks, row, "earliest");
        const std::string latest = cell_text(breaks, row, "latest");
        if (!earliest.empty() && !latest.empty()) {
            out += fmt::format(
                "<rect class=\"interval\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                svg_number(time.x(earliest)), svg_number(scale.top),
                svg_number(time.x(latest) + time.step() - time.x(earliest)), svg_number(kPlot));
        }
        const double before = cell_number(breaks, row, "before").value_or(0);
        const double after = cell_number(breaks, row, "after").value_or(0);
        const double from =
            row == 0 ? time.x(bars.front().period) : time.x(cell_text(breaks, row - 1, "period"));
        out += level_line(from, x, scale.y(before));
        if (row + 1 == breaks.rows.size()) out += level_line(x, end, scale.y(after));
        const std::string label =
            fmt::format("{}: {} \u2192 {}", period, html_number(before, 1), html_number(after, 1));
        const double half = text_width(label, kType) / 2;
        const double middle = std::clamp(x, kLeft + half, kWidth - kRight - half);
        const bool crowded = middle - half < label_end;
        label_end = middle + half + 8;
        out += fmt::format("<path class=\"break\" d=\"M{}V{}\"/><text class=\"label\" x=\"{}\" "
                           "y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                           svg_point({x, scale.top - (crowded ? 16 : 4)}),
                           svg_number(scale.top + kPlot), svg_number(middle),
                           svg_number(scale.top - (crowded ? 18 : 5)), escape_html(label));
    }
    return out;
}

std::string panel_shapes(const ChroniclePanel& panel, const std::vector<Bar>& bars,
                         const TimeScale& time, double top) {
    std::string out = fmt::format("<text class=\"panel\" x=\"{}\" y=\"{}\">{}</text>\n",
                                  svg_number(kLeft), svg_number(top + 8), escape_html(panel.title));
    const double plot = top + kPanelHead;
    if (bars.empty()) {
        return out + fmt::format("<text x=\"{}\" y=\"{}\">No events</text>\n", svg_number(kLeft),
                                 svg_number(plot));
    }
    const ValueScale scale = values_of(bars, plot);
    out += value_axis(scale) + bar_shapes(bars, time, scale);
    out += net_line(bars, time, scale) + break_marks(panel.breaks, bars, time, scale);
    return out + time_axis(time, plot + kPlot);
}

std::string legend(bool with_breaks) {
    std::string out;
    double x = kLeft;
    const double y = 38;
    const auto swatch = [&](const std::string& shape, const std::string& label) {
        out += shape + fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", svg_number(x + 26),
                                   svg_number(y + 10), label);
        x += 26 + text_width(label, kType) + 22;
    };
    const auto box = [&](const char* css) {
        return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"20\" height=\"12\"/>", css,
                           svg_number(x), svg_number(y));
    };
    const auto line = [&](const char* css) {
        return fmt::format("<path class=\"{}\" d=\"M{}h20\"/>", css, svg_point({x, y + 6}));
    };
    swatch(box("cooperation"), "cooperation");
    swatch(box("conflict"), "conflict");
    swatch(line("net"), "net: their sum");
    if (!with_breaks) return out;
    swatch(line("break"), "break, mean before \u2192 after");
    swatch(line("level"), "mean between breaks");
    swatch(box("interval"), "95 % interval");
    return out;
}

std::string description(const std::vector<ChroniclePanel>& panels) {
    std::string text = "Bars for each period: cooperation upwards, the sum of Goldstein values "
                       "above zero, and conflict downwards, hatched, the sum of those below; a "
                       "line shows their sum.";
    for (const ChroniclePanel& panel : panels) {
        const std::vector<Bar> bars = bars_of(panel.series);
        text += fmt::format(" {}: ", panel.title);
        if (bars.empty()) {
            text += "no events.";
            continue;
        }
        text += fmt::format("{} to {}", bars.front().period, bars.back().period);
        const auto less = [](const Bar& a, const Bar& b) {
            return a.sum.value_or(0) < b.sum.value_or(0);
        };
        const auto [low, high] = std::minmax_element(bars.begin(), bars.end(), less);
        text +=
            fmt::format(", lowest {} in {}, highest {} in {}", html_number(low->sum.value_or(0), 1),
                        low->period, html_number(high->sum.value_or(0), 1), high->period);
        for (std::size_t row = 0; row < panel.breaks.rows.size(); ++row) {
            text += fmt::format(
                "; break at {} from a mean of {} to {}", cell_text(panel.breaks, row, "period"),
                html_number(cell_number(panel.breaks, row, "before").value_or(0), 1),
                html_number(cell_number(panel.breaks, row, "after").value_or(0), 1));
        }
        text += panel.breaks.rows.empty() ? "; no breaks." : ".";
    }
    return text;
}

} // namespace

std::string chronicle_chart(const std::string& title, const std::vector<ChroniclePanel>& panels) {
    std::vector<std::vector<Bar>> bars;
    for (const ChroniclePanel& panel : panels) bars.push_back(bars_of(panel.series));
    const TimeScale time(bars);
    const double panel_height = kPanelHead + kPlot + kPanelFoot;
    const double height = kHead + panel_height * static_cast<double>(panels.size());
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
        "{1}\" role=\"img\" aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}"
        "</title>\n<desc id=\"{2}-desc\">{4}</desc>\n<style>{5}</style>\n",
        svg_number(kWidth), svg_number(height), kId, escape_html(title),
        escape_html(description(panels)), kStyle);
    out += fmt::format("<defs><pattern id=\"{}-hatch\" width=\"5\" height=\"5\" "
                       "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                       "<rect width=\"5\" height=\"5\" class=\"hatch-ground\"/>"
                       "<rect width=\"2.4\" height=\"5\" class=\"hatch-line\"/></pattern></defs>\n"
                       "<rect class=\"ground\" width=\"{}\" height=\"{}\"/>\n",
                       kId, svg_number(kWidth), svg_number(height));
    out += fmt::format("<text class=\"head\" x=\"{}\" y=\"24\">{}</text>\n", svg_number(kLeft),
                       escape_html(title));
    out += legend(std::any_of(panels.begin(), panels.end(), [](const ChroniclePanel& panel) {
        return !panel.breaks.rows.empty();
    }));
    double top = kHead;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        out += panel_shapes(panels[i], bars[i], time, top);
        top += panel_height;
    }
    return out + "</svg>\n";
}

} // namespace isthmus::report
