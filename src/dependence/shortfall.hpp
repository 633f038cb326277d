// SPDX-License-Identifier: Apache-2.0
// The distribution of the welfare loss L when outages happen independently, each with its own
// probability p_i for the whole year (reliability of networks: Ball, Colbourn & Provan 1995):
//     P(S) = prod_{i in S} p_i * prod_{i not in S} (1 - p_i)
//     mean              E[L] = sum_S P(S) L(S)
//     value at risk     VaR_a = min{ x : P(L <= x) >= a }
//     expected shortfall ES_a = 1/(1-a) * ( E[L 1{L > VaR_a}] + VaR_a (P(L <= VaR_a) - a) )
// the mean of the worst share 1 - a of cases (Rockafellar & Uryasev 2002, proposition 8, for
// distributions with jumps; 2000 for the measure). Everything is per year, in MUSD.
//
// Enumeration: sets in order of falling probability until their mass reaches `mass` or
// `most_states`; what is left lies between the bounds of L, which bounds mean, VaR and ES.
// Sampling: base/random.hpp, sample i of seed s the same on any number of threads; mean with its
// normal confidence interval, VaR by order statistics, ES with the asymptotic interval of Manistre
// & Hancock (2005).
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "dependence/disruption.hpp"

namespace isthmus::dependence {

/// Probability of an outage in the year: by link or node if named, else by mode, else `all`.
struct OutageProbabilities {
    double all = 0.01;
    std::map<world::Mode, double> modes;
    std::map<Outage, double> named;
    double of(const world::World& world, const Outage& outage) const;
};

struct ShortfallOptions {
    OutageFilter candidates = {true, false, {}, {}, {}}; ///< links
    OutageProbabilities probabilities;
    double level = 0.95; ///< a
    enum class Method { kEnumeration, kSampling };
    Method method = Method::kSampling;
    double mass = 0.999;             ///< of enumeration
    std::size_t most_states = 20000; ///< likewise
    std::size_t samples = 1000;
    std::uint64_t seed = 1;
    double confidence = 0.95;
    unsigned threads = 2;
    std::string solver;
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// An estimate and the interval it lies in: proved for enumeration, of the stated confidence for
/// sampling.
struct Interval {
    double value = 0, low = 0, high = 0;
};
struct LossState {
    OutageSet outages;
    double probability = 0; ///< of enumeration; of sampling: its share of samples
    double loss = 0;
};
struct Shortfall {
    double base_welfare = 0;
    std::size_t candidates = 0;
    double expected_outages = 0; ///< sum of probabilities
    Interval mean, value_at_risk, expected_shortfall;
    double mass = 1;               ///< of the states looked at
    std::vector<LossState> states; ///< looked at, worst first; outages that change nothing left out
    std::size_t solved = 0;        ///< markets of a part solved
    flow::Certificate certificate; ///< the worst of them
};

/// Errors: E816 (probability outside [0, 1], level or confidence outside (0, 1), no samples), E520,
/// E521.
Result<Shortfall> expected_shortfall(const Baseline& base, const ShortfallOptions& options = {});

/// Mean, VaR and ES of a distribution by states: the formulas above. Probabilities add up to 1.
struct RiskMeasures {
    double mean = 0, value_at_risk = 0, expected_shortfall = 0;
};
RiskMeasures risk_measures(std::vector<std::pair<double, double>> loss_and_probability,
                           double level);

} // namespace isthmus::dependence
