// SPDX-License-Identifier: Apache-2.0
// Games for tests: textbook games, random games from a seed, and values straight from their
// definitions, in doubles and in exact fractions. Nothing here shares code with what it tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "game/coalition.hpp"
#include "game/value_table.hpp"

namespace isthmus::game::test {

class Random : public SplitMix64 {
  public:
    using SplitMix64::SplitMix64;

    /// In [0, bound), a multiple of bound / 2^30.
    double real(double bound) { return bound * static_cast<double>(below(1U << 30)) * 0x1p-30; }
    /// A whole multiple of `unit` from low to high.
    double between(double low, double high, double unit) {
        const auto steps = static_cast<std::size_t>(std::llround((high - low) / unit)) + 1;
        return low + unit * static_cast<double>(below(steps));
    }
};

/// A table from a function of the coalition; v of nobody is set to 0.
template <typename Value> ValueTable game_of(std::size_t players, Value&& value) {
    ValueTable table(players);
    for (Coalition coalition = 1; coalition < table.size(); ++coalition) {
        table[coalition] = static_cast<double>(value(coalition));
    }
    return table;
}

inline void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                        double tolerance) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(found[i], expected[i], tolerance) << "player " << i;
    }
}

// --- Textbook games ------------------------------------------------------------------------------

/// Glove game (Shapley & Shubik 1969): v(S) = pairs of a left and a right glove in S. Players below
/// `left` hold one left glove each, the others a right one.
inline ValueTable glove_game(std::size_t left, std::size_t right) {
    return game_of(left + right, [=](Coalition coalition) {
        return std::min(coalition_size(coalition & grand_coalition(left)),
                        coalition_size(coalition & ~grand_coalition(left)));
    });
}

/// Airport game (Littlechild & Owen 1973) as a game of costs: c(S) = the dearest runway S needs.
inline ValueTable airport_game(const std::vector<double>& cost) {
    return game_of(cost.size(), [&](Coalition coalition) {
        double most = 0;
        for_each_player(coalition, [&](std::size_t i) { most = std::max(most, cost[i]); });
        return most;
    });
}

/// Bankruptcy game (O'Neill 1982): v(S) = what is left of the estate when all others are paid.
inline ValueTable bankruptcy_game(double estate, const std::vector<double>& claims) {
    return game_of(claims.size(), [&](Coalition coalition) {
        double left = estate;
        for (std::size_t i = 0; i < claims.size(); ++i) {
            if (!contains(coalition, i)) left -= claims[i];
        }
        return std::max(left, 0.0);
    });
}

/// Weighted majority game [quota; weights].
inline ValueTable weighted_majority_game(std::size_t quota,
                                         const std::vector<std::size_t>& weights) {
    return game_of(weights.size(), [&](Coalition coalition) {
        std::size_t weight = 0;
        for_each_player(coalition, [&](std::size_t i) { weight += weights[i]; });
        return weight >= quota ? 1.0 : 0.0;
    });
}

/// Security Council of the United Nations since 1965: five permanent members, ten others.
inline ValueTable security_council() {
    return weighted_majority_game(39, {7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
}

/// Council of the European Economic Community, 1958-1972: France, Germany, Italy, Belgium,
/// Netherlands, Luxembourg.
inline ValueTable council_of_six() {
    return weighted_majority_game(12, {4, 4, 4, 2, 2, 1});
}

/// v(S) = 1 where S holds all of `carrier`, else 0.
inline ValueTable unanimity_game(std::size_t players, Coalition carrier) {
    return game_of(players, [=](Coalition coalition) { return is_subset(carrier, coalition); });
}

/// Costs from a table in which the players are letters, in any unit.
inline ValueTable game_of_letters(const std::string& letters,
                                  const std::map<std::string, double>& values) {
    ValueTable table(letters.size());
    for (const auto& [names, value] : values) {
        Coalition coalition = 0;
        for (const char name : names) coalition |= player_bit(letters.find(name));
        table[coalition] = value;
    }
    return table;
}

/// Tennessee Valley Authority (Straffin & Heaney 1981, from Ransmeier 1942): costs of dams for
/// navigation, flood control and power, thousand USD.
inline ValueTable tennessee_valley() {
    return game_of_letters("NFP", {{"N", 163520},
                                   {"F", 140826},
                                   {"P", 250096},
                                   {"NF", 301607},
                                   {"NP", 378821},
                                   {"FP", 367370},
                                   {"NFP", 412584}});
}

/// Water supply of six groups of municipalities in Skane (Young, Okada & Hashimoto 1982, table 2):
/// costs in million Swedish crowns.
inline ValueTable skane_water() {
    return game_of_letters(
        "AHKLMT",
        {{"A", 21.95},     {"H", 17.08},     {"K", 10.91},     {"L", 15.88},     {"M", 20.81},
         {"T", 21.98},     {"AH", 34.69},    {"AK", 32.86},    {"AL", 37.83},    {"AM", 42.76},
         {"AT", 43.93},    {"HK", 22.96},    {"HL", 25.00},    {"HM", 37.89},    {"HT", 39.06},
         {"KL", 26.79},    {"KM", 31.45},    {"KT", 32.89},    {"LM", 31.10},    {"LT", 37.86},
         {"MT", 39.41},    {"AHK", 40.74},   {"AHL", 43.22},   {"AHM", 55.50},   {"AHT", 56.67},
         {"AKL", 48.74},   {"AKM", 53.40},   {"AKT", 54.84},   {"ALM", 53.05},   {"ALT", 59.81},
         {"AMT", 61.36},   {"HKL", 27.26},   {"HKM", 42.55},   {"HKT", 44.94},   {"HLM", 45.81},
         {"HLT", 46.98},   {"HMT", 56.49},   {"KLM", 42.01},   {"KLT", 48.77},   {"KMT", 50.32},
         {"LMT", 51.46},   {"AHKL", 48.95},  {"AHKM", 60.25},  {"AHKT", 62.72},  {"AHLM", 64.03},
         {"AHLT", 65.20},  {"AHMT", 74.10},  {"AKLM", 63.96},  {"AKLT", 70.72},  {"AKMT", 72.27},
         {"ALMT", 73.41},  {"HKLM", 48.07},  {"HKLT", 49.24},  {"HKMT", 59.35},  {"HLMT", 64.41},
         {"KLMT", 56.61},  {"AHKLM", 69.76}, {"AHKLT", 70.93}, {"AHKMT", 77.42}, {"AHLMT", 83.00},
         {"AKLMT", 73.97}, {"HKLMT", 66.46}, {"AHKLMT", 83.82}});
}

/// c(i) summed over S, less c(S): what the members of S save by acting together.
inline ValueTable savings_game(const ValueTable& cost) {
    return game_of(cost.players(), [&](Coalition coalition) {
        double alone = 0;
        for_each_player(coalition, [&](std::size_t i) { alone += cost[player_bit(i)]; });
        return alone - cost[coalition];
    });
}

// --- Random games --------------------------------------------------------------------------------

/// Whole numbers in [0, most], independent of each other.
inline ValueTable random_game(std::size_t players, std::uint64_t seed, std::size_t most = 1000) {
    Random random(seed);
    return game_of(players, [&](Coalition) { return random.below(most + 1); });
}

/// Whole numbers below `range`, times the number of members.
inline ValueTable sized_random_game(std::size_t players, std::uint64_t range, Random& random) {
    return game_of(players, [&](Coalition coalition) {
        return coalition_size(coalition) * random.below(range);
    });
}

/// Whole numbers; v(S) + v(T) <= v(S + T) for all disjoint S and T. O(3^n).
inline ValueTable random_superadditive_game(std::size_t players, std::uint64_t seed,
                                            std::size_t most = 1000) {
    ValueTable table = random_game(players, seed, most);
    for (Coalition whole = 1; whole < table.size(); ++whole) {
        for (Coalition part = (whole - 1) & whole; part != 0; part = (part - 1) & whole) {
            table[whole] = std::max(table[whole], table[part] + table[whole & ~part]);
        }
    }
    return table;
}

/// A convex game: a sum of unanimity games with whole weights in [0, most]. O(3^n).
inline ValueTable random_convex_game(std::size_t players, std::uint64_t seed,
                                     std::size_t most = 1000) {
    const ValueTable dividend = random_game(players, seed, most);
    return game_of(players, [&](Coalition whole) {
        double sum = 0;
        for (Coalition part = whole; part != 0; part = (part - 1) & whole) sum += dividend[part];
        return sum;
    });
}

// --- Definitions ---------------------------------------------------------------------------------

__extension__ using WideInteger = __int128; ///< of g++ and clang

/// A fraction in lowest terms, its denominator above zero. For small games only: products must stay
/// below 2^127.
class Fraction {
  public:
    Fraction(WideInteger numerator = 0, WideInteger denominator = 1)
        : numerator_(numerator), denominator_(denominator) {
        WideInteger divisor = denominator_, rest = numerator_;
        while (rest != 0) {
            const WideInteger next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        if ((divisor < 0) != (denominator_ < 0)) divisor = -divisor;
        numerator_ /= divisor;
        denominator_ /= divisor;
    }
    /// "-77/2" or "113".
    static Fraction parse(const std::string& text) {
        const std::size_t slash = text.find('/');
        return {std::stoll(text.substr(0, slash)),
                slash == std::string::npos ? 1 : std::stoll(text.substr(slash + 1))};
    }
    double to_double() const {
        return static_cast<double>(numerator_) / static_cast<double>(denominator_);
    }
    friend Fraction operator+(const Fraction& a, const Fraction& b) {
        return {a.numerator_ * b.denominator_ + b.numerator_ * a.denominator_,
                a.denominator_ * b.denominator_};
    }
    friend Fraction operator-(const Fraction& a, const Fraction& b) {
        return a + Fraction(-b.numerator_, b.denominator_);
    }
    friend Fraction operator*(const Fraction& a, const Fraction& b) {
        return {a.numerator_ * b.numerator_, a.denominator_ * b.denominator_};
    }
    friend bool operator==(const Fraction& a, const Fraction& b) {
        return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
    }

  private:
    WideInteger numerator_, denominator_;
};

/// Sum over S without i of weight(|S|) (v(S+i) - v(S)) for games of whole numbers.
template <typename Weight>
std::vector<Fraction> exact_semivalue(const ValueTable& table, Weight&& weight) {
    std::vector<Fraction> value(table.players());
    for (std::size_t i = 0; i < table.players(); ++i) {
        for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
            if (contains(coalition, i)) continue;
            const double marginal = table[coalition | player_bit(i)] - table[coalition];
            value[i] = value[i] + weight(coalition_size(coalition)) *
                                      Fraction(static_cast<WideInteger>(marginal));
        }
    }
    return value;
}
/// By the formula of Shapley (1953), in fractions; up to 15 players or so.
inline std::vector<Fraction> exact_shapley(const ValueTable& table) {
    const std::size_t n = table.players();
    std::vector<Fraction> weight;
    for (std::size_t size = 0; size < n; ++size) { // s! (n-1-s)! / n!
        Fraction inverse(1, static_cast<WideInteger>(n));
        for (std::size_t k = 1; k <= size; ++k) {
            inverse =
                inverse * Fraction(static_cast<WideInteger>(k), static_cast<WideInteger>(n - k));
        }
        weight.push_back(inverse);
    }
    return exact_semivalue(table, [&](std::size_t size) { return weight[size]; });
}
inline std::vector<Fraction> exact_banzhaf(const ValueTable& table) {
    const Fraction weight(1, static_cast<WideInteger>(table.size() / 2));
    return exact_semivalue(table, [&](std::size_t) { return weight; });
}

/// The mean over those orders of arrival that `allowed` admits; up to 8 players.
inline std::vector<double>
mean_over_orders(const ValueTable& table,
                 const std::function<bool(const std::vector<std::size_t>&)>& allowed) {
    std::vector<std::size_t> order(table.players());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> sum(table.players());
    double orders = 0;
    do {
        if (!allowed(order)) continue;
        ++orders;
        Coalition present = 0;
        for (const std::size_t i : order) {
            sum[i] += table[present | player_bit(i)] - table[present];
            present |= player_bit(i);
        }
    } while (std::next_permutation(order.begin(), order.end()));
    for (double& value : sum) value /= orders;
    return sum;
}
inline std::vector<double> shapley_by_definition(const ValueTable& table) {
    return mean_over_orders(table, [](const std::vector<std::size_t>&) { return true; });
}

/// The textbook sums over subsets in doubles, O(n 2^n), for games of any size.
inline std::vector<double> shapley_by_subsets(const ValueTable& table) {
    const std::size_t n = table.players();
    std::vector<double> weight(n, 1 / static_cast<double>(n));
    for (std::size_t size = 1; size < n; ++size) {
        weight[size] = weight[size - 1] * static_cast<double>(size) / static_cast<double>(n - size);
    }
    std::vector<double> value(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
            if (contains(coalition, i)) continue;
            value[i] += weight[coalition_size(coalition)] *
                        (table[coalition | player_bit(i)] - table[coalition]);
        }
    }
    return value;
}
inline std::vector<double> banzhaf_by_definition(const ValueTable& table) {
    std::vector<double> value(table.players());
    for (std::size_t i = 0; i < table.players(); ++i) {
        for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
            if (contains(coalition, i)) continue;
            value[i] += table[coalition | player_bit(i)] - table[coalition];
        }
        value[i] /= static_cast<double>(table.size() / 2);
    }
    return value;
}

} // namespace isthmus::game::test
