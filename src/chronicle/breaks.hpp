// SPDX-License-Identifier: Apache-2.0
// Structural breaks in the mean of a series: when its level changed, and how often.
//
// The model is y(t) = mean of its segment + error, with m breaks between m + 1 segments of at least
// `min_segment` periods. For every m up to a bound the breaks with the least sum of squared errors
// are found exactly by dynamic programming (Bai & Perron 2003; Fisher 1958), in
// O(n^2 m) steps and O(n^2) memory. How many breaks there are is chosen by a criterion that weighs
// fit against the number of parameters p = 2 m + 1 (means and dates) for n periods:
//
//   LWZ(m) = ln(S / (n - p)) + p 0.299 (ln n)^2.1 / n      Liu, Wu & Zidek 1997
//   BIC(m) = ln(S / n) + p ln(n) / n                       Yao 1988
//
// LWZ is the default: with errors that follow one another, as events do, BIC finds too many breaks
// (Perron 2006). F(m) is the statistic of m breaks against none of Bai & Perron
// (1998) for errors that are independent and of one variance:
//
//   F(m) = (n - m - 1) / m * (S(0) - S(m)) / S(m)
//
// The interval of a break is that of Bai (1997), under the same
// assumptions and for breaks that are small against the spread: from k - h to k + h with
// h = floor(c s^2 / d^2) + 1, where d is the change of the mean, s^2 = S / n and c = 11.03.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus::chronicle {

enum class BreakCriterion { kLwz, kBic };
std::string_view to_string(BreakCriterion criterion);

/// More breaks than this are not looked for by default (Bai & Perron 2003).
inline constexpr std::size_t kMostBreaks = 5;
/// The share of the periods that a segment has at least by default (likewise).
inline constexpr double kTrimming = 0.15;
/// Longer series would need too much memory.
inline constexpr std::size_t kMostPeriods = 5000;

struct BreakOptions {
    std::size_t min_segment = 0; ///< periods; 0: kTrimming of all, at least 2
    std::size_t most = kMostBreaks;
    BreakCriterion criterion = BreakCriterion::kLwz;
};

/// Periods first to last (excluded) with one mean.
struct Segment {
    std::size_t first = 0, last = 0;
    double mean = 0;

    std::size_t size() const { return last - first; }
};

struct Break {
    std::size_t at = 0; ///< the first period of the new level
    double before = 0, after = 0;
    /// The interval of 95 %, cut at the ends of the two segments; periods as `at`. Nothing where
    /// the segments fit exactly.
    std::optional<std::size_t> earliest, latest;
};

/// The best fit with a number of breaks.
struct BreakFit {
    std::vector<std::size_t> at; ///< first periods of the new levels, in order
    double squares = 0;          ///< S: sum of squared errors
    double lwz = 0, bic = 0;     ///< minus infinity where the fit is exact
    std::optional<double> f;     ///< nothing for no breaks and for an exact fit
};

struct Breaks {
    std::size_t periods = 0, min_segment = 0;
    BreakCriterion criterion = BreakCriterion::kLwz;
    std::vector<BreakFit> fits; ///< by number of breaks, from none to the most that was looked for
    std::size_t chosen = 0;     ///< index in `fits`
    std::vector<Segment> segments; ///< of the chosen fit
    std::vector<Break> breaks;     ///< likewise
    /// Of the errors of the chosen fit, from -1 to 1: far from zero, the criterion and the
    /// intervals promise more than they hold. Nothing where the fit is exact.
    std::optional<double> autocorrelation;
};

/// E953 where min_segment is 1 or the series is shorter than two segments or longer than
/// kMostPeriods. All values must be finite.
Result<Breaks> find_breaks(std::span<const double> series, const BreakOptions& options = {});

} // namespace isthmus::chronicle
