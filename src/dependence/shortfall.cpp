// SPDX-License-Identifier: Apache-2.0
#include "dependence/shortfall.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

#include "base/random.hpp"
#include "base/text.hpp"
#include "dependence/outage_measure.hpp"
#include "game/sampling.hpp"

namespace isthmus::dependence {
namespace {

// Sets resolved together: enough for threads to share, and for progress to be told.
constexpr std::size_t kBatch = 64;
// Sums of probabilities are rounded in the last digits.
constexpr double kRounding = 1e-12;

using LossAndProbability = std::pair<double, double>;

Diagnostics refusal(const std::string& found, const std::string& expected) {
    return one({"E816", "", 0, "", found, expected, ""});
}

/// Sets in order of falling probability (each member of the likeliest set flipped or not; Lawler
/// 1972 for the order).
class LikeliestSets {
  public:
    explicit LikeliestSets(const std::vector<double>& probabilities) {
        for (std::size_t i = 0; i < probabilities.size(); ++i) {
            const double p = probabilities[i];
            const double more = std::max(p, 1 - p), less = std::min(p, 1 - p);
            likeliest_ *= more;
            if (p > 1 - p) always_.push_back(static_cast<OutageNumber>(i));
            if (less > 0) flips_.push_back({less / more, static_cast<OutageNumber>(i)});
        }
        std::stable_sort(flips_.begin(), flips_.end(),
                         [](const Flip& a, const Flip& b) { return a.odds > b.odds; });
        heap_.push({likeliest_, {}});
    }

    bool empty() const { return heap_.empty(); }
    std::pair<NumberSet, double> next() {
        const State state = heap_.top();
        heap_.pop();
        const std::size_t last = state.flipped.empty() ? 0 : state.flipped.back() + 1;
        if (last < flips_.size()) {
            State more = state;
            more.flipped.push_back(last);
            more.probability *= flips_[last].odds;
            heap_.push(std::move(more));
            if (!state.flipped.empty()) {
                State other = state;
                other.flipped.back() = last;
                other.probability *= flips_[last].odds / flips_[last - 1].odds;
                heap_.push(std::move(other));
            }
        }
        NumberSet set = always_;
        for (const std::size_t place : state.flipped) {
            const OutageNumber number = flips_[place].number;
            const bool there = std::binary_search(always_.begin(), always_.end(), number);
            set = there ? without(set, number) : with(set, number);
        }
        return {set, state.probability};
    }

  private:
    struct Flip {
        double odds;
        OutageNumber number;
    };
    struct State {
        double probability;
        std::vector<std::size_t> flipped; ///< places in flips_, rising
        bool operator<(const State& other) const {
            return probability != other.probability ? probability < other.probability
                                                    : flipped > other.flipped;
        }
    };
    NumberSet always_;
    double likeliest_ = 1;
    std::vector<Flip> flips_;
    std::priority_queue<State> heap_;
};

NumberSet sampled(const std::vector<double>& probabilities, std::uint64_t seed,
                  std::size_t sample) {
    SplitMix64 random(splitmix64(seed + kSplitMixStep * (sample + 1)));
    NumberSet result;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (random.unit() < probabilities[i]) result.push_back(static_cast<OutageNumber>(i));
    }
    return result;
}

class Distribution {
  public:
    Distribution(const Baseline& base, const ShortfallOptions& options,
                 const OutageMeasure& measure)
        : options_(options),
          measure_(measure),
          cases_(base, outages_in_service(base, options.candidates),
                 {options.solver, flow::PriceRule::kAny, options.threads, false}) {
        for (const Outage& outage : cases_.candidates()) {
            probabilities_.push_back(options.probabilities.of(*base.world, outage));
            result_.expected_outages += probabilities_.back();
        }
        for (const Part& part : base.parts) result_.base_welfare += part.welfare;
        result_.candidates = probabilities_.size();
    }

    Result<Shortfall> run() {
        const bool sampling = options_.method == ShortfallOptions::Method::kSampling;
        Diagnostics diagnostics = sampling ? sample() : enumerate();
        if (!diagnostics.empty()) return diagnostics;
        sampling ? estimate() : bound();
        tell_states();
        result_.solved = cases_.solved();
        result_.certificate = cases_.worst_certificate();
        return std::move(result_);
    }

  private:
    /// Losses of sets, of each different one once.
    Diagnostics look_at(const std::vector<std::pair<NumberSet, double>>& sets) {
        std::vector<std::size_t> open(sets.size());
        for (std::size_t i = 0; i < sets.size(); ++i) open[i] = i;
        std::vector<double> loss(sets.size());
        while (!open.empty()) {
            std::vector<std::pair<std::size_t, NumberSet>> wanted;
            std::vector<std::size_t> later;
            for (const std::size_t i : open) {
                if (!resolved(sets[i].first, loss[i], wanted)) later.push_back(i);
            }
            const Diagnostics diagnostics = cases_.solve(wanted);
            if (!diagnostics.empty()) return diagnostics;
            open = std::move(later);
        }
        for (std::size_t i = 0; i < sets.size(); ++i) {
            seen_.push_back({loss[i], sets[i].second});
            LossState& state = states_[sets[i].first];
            state.probability += sets[i].second;
            state.loss = loss[i];
        }
        return {};
    }

    bool resolved(const NumberSet& set, double& loss,
                  std::vector<std::pair<std::size_t, NumberSet>>& wanted) {
        bool known = true;
        loss = 0;
        for (std::size_t part = 0; part < cases_.parts(); ++part) {
            NumberSet first;
            const PartCase* of = cases_.resolve(part, set, first);
            if (of == nullptr) {
                wanted.emplace_back(part, std::move(first));
                known = false;
            } else {
                loss += measure_.value(part, *of);
            }
        }
        return known;
    }

    Diagnostics sample() {
        const double each = 1 / static_cast<double>(options_.samples);
        for (std::size_t first = 0; first < options_.samples; first += kBatch) {
            std::vector<std::pair<NumberSet, double>> sets;
            const std::size_t end = std::min(first + kBatch, options_.samples);
            for (std::size_t i = first; i < end; ++i) {
                sets.emplace_back(sampled(probabilities_, options_.seed, i), each);
            }
            const Diagnostics diagnostics = look_at(sets);
            if (!diagnostics.empty()) return diagnostics;
            if (options_.progress) options_.progress(end, options_.samples);
        }
        return {};
    }

    Diagnostics enumerate() {
        LikeliestSets likeliest(probabilities_);
        result_.mass = 0;
        while (result_.mass < options_.mass && seen_.size() < options_.most_states &&
               !likeliest.empty()) {
            std::vector<std::pair<NumberSet, double>> sets;
            while (sets.size() < kBatch && result_.mass < options_.mass &&
                   seen_.size() + sets.size() < options_.most_states && !likeliest.empty()) {
                sets.push_back(likeliest.next());
                result_.mass += sets.back().second;
            }
            const Diagnostics diagnostics = look_at(sets);
            if (!diagnostics.empty()) return diagnostics;
            if (options_.progress) options_.progress(seen_.size(), options_.most_states);
        }
        result_.mass = std::min(1.0, result_.mass);
        return {};
    }

    /// Enumeration: what is left over is as good, or as bad, as anything can be.
    void bound() {
        double least = 0, most = 0;
        for (std::size_t part = 0; part < cases_.parts(); ++part) {
            least += std::min(0.0, measure_.least(part));
            const auto ways =
                cases_.way_chords(part, cases_.base_case(part), probabilities_.size());
            double cancelled = 0;
            for (const double way : ways) cancelled += way;
            most += measure_.bound(part, cancelled);
        }
        const double rest = 1 - result_.mass;
        const auto with_rest = [&](double loss) {
            auto all = seen_;
            if (rest > kRounding) all.emplace_back(loss, rest);
            return risk_measures(std::move(all), options_.level);
        };
        auto known = seen_;
        for (auto& [loss, probability] : known) probability /= result_.mass;
        const RiskMeasures low = with_rest(least), high = with_rest(most),
                           middle = risk_measures(std::move(known), options_.level);
        const auto interval = [&](double RiskMeasures::*of) {
            return Interval{std::clamp(middle.*of, low.*of, high.*of), low.*of, high.*of};
        };
        result_.mean = interval(&RiskMeasures::mean);
        result_.value_at_risk = interval(&RiskMeasures::value_at_risk);
        result_.expected_shortfall = interval(&RiskMeasures::expected_shortfall);
    }

    void estimate() {
        const double n = static_cast<double>(options_.samples);
        const double quantile =
            game::student_quantile(1 - options_.confidence, options_.samples - 1);
        const RiskMeasures of = risk_measures(seen_, options_.level);
        std::vector<double> losses;
        for (const LossAndProbability& sample : seen_) losses.push_back(sample.first);
        std::sort(losses.begin(), losses.end());
        const double half = quantile * std::sqrt(variance(losses) / n);
        result_.mean = {of.mean, of.mean - half, of.mean + half};

        // Ranks that the a-quantile lies between (normal approximation of the binomial).
        const double a = options_.level;
        const double spread = quantile * std::sqrt(n * a * (1 - a));
        const auto rank = [&](double at) {
            return losses[static_cast<std::size_t>(std::clamp(at, 0.0, n - 1))];
        };
        result_.value_at_risk = {of.value_at_risk, rank(std::floor(n * a - spread) - 1),
                                 rank(std::ceil(n * a + spread))};

        const auto tail = std::upper_bound(losses.begin(), losses.end(), of.value_at_risk);
        const double beyond = variance({tail, losses.end()});
        const double gap = of.expected_shortfall - of.value_at_risk;
        const double tail_half = quantile * std::sqrt((beyond + a * gap * gap) / (n * (1 - a)));
        result_.expected_shortfall = {of.expected_shortfall, of.expected_shortfall - tail_half,
                                      of.expected_shortfall + tail_half};
    }

    static double variance(const std::vector<double>& values) {
        if (values.size() < 2) return 0;
        double sum = 0, squares = 0;
        for (const double value : values) sum += value;
        const double mean = sum / static_cast<double>(values.size());
        for (const double value : values) squares += (value - mean) * (value - mean);
        return squares / static_cast<double>(values.size() - 1);
    }

    void tell_states() {
        for (const auto& [set, state] : states_) {
            if (std::abs(state.loss) <= kRounding * result_.base_welfare) continue;
            LossState told = state;
            for (const OutageNumber number : set) {
                told.outages.push_back(cases_.candidates()[number]);
            }
            result_.states.push_back(std::move(told));
        }
        std::stable_sort(result_.states.begin(), result_.states.end(),
                         [](const LossState& a, const LossState& b) { return a.loss > b.loss; });
    }

    const ShortfallOptions& options_;
    const OutageMeasure& measure_;
    OutageCases cases_;
    std::vector<double> probabilities_; ///< by candidate
    std::vector<LossAndProbability> seen_;
    std::map<NumberSet, LossState> states_;
    Shortfall result_;
};

Diagnostics check(const ShortfallOptions& options) {
    const auto wrong = [](double p) { return !(p >= 0 && p <= 1); };
    const OutageProbabilities& of = options.probabilities;
    double bad = of.all;
    for (const auto& [mode, p] : of.modes) bad = wrong(p) ? p : bad;
    for (const auto& [outage, p] : of.named) bad = wrong(p) ? p : bad;
    if (wrong(bad)) return refusal(format_number(bad), "probabilities from 0 to 1");
    for (const double level : {options.level, options.confidence}) {
        if (!(level > 0 && level < 1)) {
            return refusal(format_number(level), "a level between 0 and 1");
        }
    }
    constexpr std::size_t kFewest = 2;
    if (options.method == ShortfallOptions::Method::kSampling && options.samples < kFewest) {
        return refusal(std::to_string(options.samples) + " samples", "two samples or more");
    }
    return {};
}

} // namespace

double OutageProbabilities::of(const world::World& world, const Outage& outage) const {
    const auto by_name = named.find(outage);
    if (by_name != named.end()) return by_name->second;
    if (!outage.is_link()) return all;
    const auto by_mode = modes.find(world.links[outage.link].mode);
    return by_mode == modes.end() ? all : by_mode->second;
}

RiskMeasures risk_measures(std::vector<LossAndProbability> loss_and_probability, double level) {
    std::sort(loss_and_probability.begin(), loss_and_probability.end());
    RiskMeasures result;
    for (const auto& [loss, probability] : loss_and_probability) result.mean += loss * probability;
    double below = 0, beyond = 0;
    std::size_t i = 0;
    while (i + 1 < loss_and_probability.size() &&
           below + loss_and_probability[i].second < level - kRounding) {
        below += loss_and_probability[i++].second;
    }
    result.value_at_risk = loss_and_probability[i].first;
    while (i < loss_and_probability.size() &&
           loss_and_probability[i].first <= result.value_at_risk) {
        below += loss_and_probability[i++].second;
    }
    for (; i < loss_and_probability.size(); ++i) {
        beyond += loss_and_probability[i].first * loss_and_probability[i].second;
    }
    result.expected_shortfall = (beyond + result.value_at_risk * (below - level)) / (1 - level);
    return result;
}

Result<Shortfall> expected_shortfall(const Baseline& base, const ShortfallOptions& options) {
    const Diagnostics diagnostics = check(options);
    if (!diagnostics.empty()) return diagnostics;
    const auto measure = OutageMeasure::make(
        base, {}, {options.solver, flow::PriceRule::kAny, options.threads, false});
    if (!measure) return measure.diagnostics();
    return Distribution(base, options, measure.value()).run();
}

} // namespace isthmus::dependence
