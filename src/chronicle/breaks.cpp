// SPDX-License-Identifier: Apache-2.0
#include "chronicle/breaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace isthmus::chronicle {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Of LWZ, as Liu, Wu & Zidek (1997) chose them.
constexpr double kLwzFactor = 0.299, kLwzPower = 2.1;
/// The 97.5 % quantile of the distribution of Bai (1997).
constexpr double kBaiQuantile = 11.03;
/// A fit whose squares are this small against those about the mean is exact: the rest is rounding.
constexpr double kExact = 1e-12;

/// Sums of squared errors of all segments.
class SegmentSquares {
  public:
    SegmentSquares(std::span<const double> series, std::size_t min_segment)
        : size_(series.size()), squares_(size_ * (size_ + 1) / 2, 0), min_segment_(min_segment) {
        for (std::size_t first = 0; first < size_; ++first) {
            double mean = 0, squares = 0;
            for (std::size_t i = first; i < size_; ++i) {
                const double error = series[i] - mean;
                mean += error / static_cast<double>(i - first + 1);
                squares += error * (series[i] - mean);
                squares_[place(first, i)] = squares;
            }
        }
    }

    std::size_t size() const { return size_; }
    std::size_t min_segment() const { return min_segment_; }
    /// Of the periods first to last (excluded).
    double operator()(std::size_t first, std::size_t last) const {
        return squares_[place(first, last - 1)];
    }

  private:
    std::size_t place(std::size_t first, std::size_t i) const {
        return first * size_ - first * (first - 1) / 2 + (i - first);
    }

    std::size_t size_;
    std::vector<double> squares_;
    std::size_t min_segment_;
};

/// The least squares of the first t periods with m breaks, and where the last of these is.
struct Stage {
    std::vector<double> squares;
    std::vector<std::size_t> last_break;
};

Stage first_stage(const SegmentSquares& squares) {
    Stage stage{std::vector<double>(squares.size() + 1, kInfinity),
                std::vector<std::size_t>(squares.size() + 1, 0)};
    for (std::size_t t = squares.min_segment(); t <= squares.size(); ++t) {
        stage.squares[t] = squares(0, t);
    }
    return stage;
}

Stage next_stage(const SegmentSquares& squares, const Stage& before, std::size_t breaks) {
    Stage stage{std::vector<double>(squares.size() + 1, kInfinity),
                std::vector<std::size_t>(squares.size() + 1, 0)};
    const std::size_t shortest = squares.min_segment();
    for (std::size_t t = (breaks + 1) * shortest; t <= squares.size(); ++t) {
        for (std::size_t at = breaks * shortest; at + shortest <= t; ++at) {
            const double sum = before.squares[at] + squares(at, t);
            if (sum < stage.squares[t]) {
                stage.squares[t] = sum;
                stage.last_break[t] = at;
            }
        }
    }
    return stage;
}

void rate(BreakFit& fit, double n, double squares_without) {
    const auto breaks = static_cast<double>(fit.at.size());
    const double parameters = 2 * breaks + 1;
    if (fit.squares <= kExact * squares_without) {
        fit.squares = 0;
        fit.lwz = fit.bic = -kInfinity;
        return;
    }
    fit.lwz = n > parameters ? std::log(fit.squares / (n - parameters)) +
                                   parameters * kLwzFactor * std::pow(std::log(n), kLwzPower) / n
                             : kInfinity;
    fit.bic = std::log(fit.squares / n) + parameters * std::log(n) / n;
    if (breaks > 0) {
        fit.f = (n - breaks - 1) / breaks * (squares_without - fit.squares) / fit.squares;
    }
}

/// From none to `most` breaks.
std::vector<BreakFit> best_fits(const SegmentSquares& squares, std::size_t most) {
    std::vector<Stage> stages = {first_stage(squares)};
    for (std::size_t breaks = 1; breaks <= most; ++breaks) {
        stages.push_back(next_stage(squares, stages.back(), breaks));
    }
    const double without = stages[0].squares.back();
    std::vector<BreakFit> fits;
    for (std::size_t breaks = 0; breaks < stages.size(); ++breaks) {
        BreakFit fit;
        fit.squares = stages[breaks].squares.back();
        std::size_t end = squares.size();
        for (std::size_t left = breaks; left > 0; --left) {
            end = stages[left].last_break[end];
            fit.at.insert(fit.at.begin(), end);
        }
        rate(fit, static_cast<double>(squares.size()), without);
        fits.push_back(std::move(fit));
    }
    return fits;
}

double rating(const BreakFit& fit, BreakCriterion criterion) {
    return criterion == BreakCriterion::kLwz ? fit.lwz : fit.bic;
}

std::vector<Segment> segments_of(std::span<const double> series, const BreakFit& fit) {
    std::vector<Segment> segments;
    std::size_t first = 0;
    std::vector<std::size_t> ends = fit.at;
    ends.push_back(series.size());
    for (const std::size_t end : ends) {
        double sum = 0;
        for (std::size_t i = first; i < end; ++i) sum += series[i];
        segments.push_back({first, end, sum / static_cast<double>(end - first)});
        first = end;
    }
    return segments;
}

std::vector<Break> breaks_between(const std::vector<Segment>& segments, double variance) {
    std::vector<Break> breaks;
    for (std::size_t i = 1; i < segments.size(); ++i) {
        const Segment &before = segments[i - 1], &after = segments[i];
        Break found{after.first, before.mean, after.mean, {}, {}};
        const double change = after.mean - before.mean;
        if (variance > 0 && change != 0) {
            const double reach = std::floor(kBaiQuantile * variance / (change * change)) + 1;
            // A level of one period at least is left on either side.
            const auto back = static_cast<double>(before.size() - 1);
            const auto forth = static_cast<double>(after.size() - 1);
            found.earliest = after.first - static_cast<std::size_t>(std::min(reach, back));
            found.latest = after.first + static_cast<std::size_t>(std::min(reach, forth));
        }
        breaks.push_back(found);
    }
    return breaks;
}

double autocorrelation(std::span<const double> series, const std::vector<Segment>& segments,
                       double squares) {
    double sum = 0, last = 0;
    for (const Segment& segment : segments) {
        for (std::size_t i = segment.first; i < segment.last; ++i) {
            const double error = series[i] - segment.mean;
            if (i > 0) sum += last * error;
            last = error;
        }
    }
    return sum / squares;
}

Diagnostics refusal(std::string found, std::string expected, std::string hint) {
    return one({"E953", "", 0, "", std::move(found), std::move(expected), std::move(hint)});
}

} // namespace

std::string_view to_string(BreakCriterion criterion) {
    return criterion == BreakCriterion::kLwz ? "lwz" : "bic";
}

Result<Breaks> find_breaks(std::span<const double> series, const BreakOptions& options) {
    const std::size_t n = series.size();
    const auto share = static_cast<std::size_t>(std::ceil(kTrimming * static_cast<double>(n)));
    const std::size_t shortest =
        options.min_segment == 0 ? std::max<std::size_t>(share, 2) : options.min_segment;
    if (shortest < 2) return refusal("segments of 1 period", "2 periods or more", "");
    if (n < 2 * shortest) {
        return refusal(fmt::format("a series of {} periods", n),
                       fmt::format("{} or more, two segments of {}", 2 * shortest, shortest), "");
    }
    if (n > kMostPeriods) {
        return refusal(fmt::format("a series of {} periods", n),
                       fmt::format("{} at most", kMostPeriods), "take longer periods");
    }
    const SegmentSquares squares(series, shortest);
    Breaks result{n, shortest, options.criterion, {}, 0, {}, {}, {}};
    result.fits = best_fits(squares, std::min(options.most, n / shortest - 1));
    for (std::size_t i = 1; i < result.fits.size(); ++i) {
        const double best = rating(result.fits[result.chosen], options.criterion);
        if (rating(result.fits[i], options.criterion) < best) result.chosen = i;
    }
    const BreakFit& chosen = result.fits[result.chosen];
    result.segments = segments_of(series, chosen);
    result.breaks = breaks_between(result.segments, chosen.squares / static_cast<double>(n));
    if (chosen.squares > 0) {
        result.autocorrelation = autocorrelation(series, result.segments, chosen.squares);
    }
    return result;
}

} // namespace isthmus::chronicle
