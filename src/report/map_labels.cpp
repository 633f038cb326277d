// SPDX-License-Identifier: Apache-2.0
#include "report/map_labels.hpp"

#include <algorithm>

namespace isthmus::report {

namespace {

constexpr double kAscent = 0.78, kDescent = 0.22; ///< of the size

} // namespace

double text_width(std::string_view utf8, double size) {
    double width = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && byte < 0xC0) continue; // inside a character
        if (byte >= 0xC0)
            width += 0.64;
        else if (std::string_view("iljtfrI.,:;'!|()-/ ").find(c) != std::string_view::npos)
            width += 0.35;
        else if (std::string_view("mwMW%").find(c) != std::string_view::npos)
            width += 0.92;
        else if (c >= 'A' && c <= 'Z')
            width += 0.7;
        else
            width += 0.61;
    }
    return width * size;
}

std::optional<double> LabelPlacer::cost(const Box& box) const {
    if (box.left < limits_.left || box.right > limits_.right || box.top < limits_.top ||
        box.bottom > limits_.bottom) {
        return std::nullopt;
    }
    if (std::any_of(taken_.begin(), taken_.end(), [&](const Box& o) { return box.overlaps(o); })) {
        return std::nullopt;
    }
    return static_cast<double>(
        std::count_if(soft_.begin(), soft_.end(), [&](Point p) { return box.contains(p); }));
}

std::optional<PlacedLabel> LabelPlacer::beside(Point dot, double radius, std::string_view text,
                                               double size) {
    const double width = text_width(text, size), gap = radius + 2.5;
    const double diagonal = 0.75 * gap, up = kAscent * size, down = kDescent * size;
    struct Candidate {
        PlacedLabel label;
        double penalty;
    };
    const double level = dot.y + (up - down) / 2;
    const Candidate candidates[] = {
        {{{dot.x + gap, level}, Anchor::kStart}, 0},
        {{{dot.x + diagonal, dot.y - diagonal - down}, Anchor::kStart}, 0.3},
        {{{dot.x + diagonal, dot.y + diagonal + up}, Anchor::kStart}, 0.4},
        {{{dot.x - gap, level}, Anchor::kEnd}, 0.6},
        {{{dot.x, dot.y - gap - down}, Anchor::kMiddle}, 0.8},
        {{{dot.x, dot.y + gap + up}, Anchor::kMiddle}, 0.9},
        {{{dot.x - diagonal, dot.y - diagonal - down}, Anchor::kEnd}, 1.0},
        {{{dot.x - diagonal, dot.y + diagonal + up}, Anchor::kEnd}, 1.1},
    };
    std::optional<PlacedLabel> best;
    Box best_box;
    double lowest = 0;
    for (const Candidate& candidate : candidates) {
        const Point at = candidate.label.at;
        const double left = candidate.label.anchor == Anchor::kStart ? at.x
                            : candidate.label.anchor == Anchor::kEnd ? at.x - width
                                                                     : at.x - width / 2;
        const Box box{left, at.y - up, left + width, at.y + down};
        const auto found = cost(box);
        if (found && (!best || *found + candidate.penalty < lowest)) {
            lowest = *found + candidate.penalty;
            best = candidate.label;
            best_box = box;
        }
    }
    if (best) block(best_box.grown(1));
    return best;
}

std::optional<PlacedLabel> LabelPlacer::near(Point point, Point normal, std::string_view text,
                                             double size) {
    const double width = text_width(text, size);
    std::optional<PlacedLabel> best;
    Box best_box;
    double lowest = 0;
    for (const double shift : {0.0, 7.0, -7.0, 13.0, -13.0, 20.0, -20.0}) {
        const Point at{point.x + normal.x * shift, point.y + normal.y * shift + 0.35 * size};
        const Box box{at.x - width / 2, at.y - kAscent * size, at.x + width / 2,
                      at.y + kDescent * size};
        const auto found = cost(box);
        const double penalty = 0.15 * (shift < 0 ? -shift : shift);
        if (found && (!best || *found + penalty < lowest)) {
            lowest = *found + penalty;
            best = PlacedLabel{at, Anchor::kMiddle};
            best_box = box;
        }
    }
    if (best) block(best_box.grown(1));
    return best;
}

} // namespace isthmus::report
