// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same on every machine: splitmix64 (Steele, Lea & Flood 2014).
#pragma once

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// Between one state of splitmix64 and the next.
inline constexpr std::uint64_t kSplitMixStep = 0x9E3779B97F4A7C15ULL;

/// The finaliser: 64 bits that look random, one to one with `state`.
constexpr std::uint64_t splitmix64(std::uint64_t state) {
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9ULL;
    state = (state ^ (state >> 27)) * 0x94D049BB133111EBULL;
    return state ^ (state >> 31);
}

/// 53 bits as a number in [0, 1).
constexpr double unit_interval(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

class SplitMix64 {
  public:
    constexpr explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() { return splitmix64(state_ += kSplitMixStep); }
    /// A whole number in [0, end). Low numbers are likelier by at most end / 2^64.
    constexpr std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }
    /// In [0, 1), a multiple of 2^-53.
    constexpr double unit() { return unit_interval(next()); }

  private:
    std::uint64_t state_;
};

} // namespace isthmus
