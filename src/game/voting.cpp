// SPDX-License-Identifier: Apache-2.0
#include "game/voting.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

namespace isthmus::game {

namespace {

constexpr std::uint64_t kLargestSum = std::numeric_limits<std::int64_t>::max();

Diagnostics failure(const char* id, std::string found, std::string expected,
                    std::string hint = {}) {
    Diagnostic diagnostic;
    diagnostic.id = id;
    diagnostic.found = std::move(found);
    diagnostic.expected = std::move(expected);
    diagnostic.hint = std::move(hint);
    return one(std::move(diagnostic));
}

/// An unsigned integer modulo 2^(64 limbs): what the coefficients are.
template <std::size_t kLimbs> struct Coefficient {
    std::array<std::uint64_t, kLimbs> limbs{};

    void add(const Coefficient& other) {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            const std::uint64_t sum = limbs[i] + other.limbs[i];
            const std::uint64_t total = sum + carry;
            carry = static_cast<std::uint64_t>(sum < limbs[i]) | (total < sum);
            limbs[i] = total;
        }
    }
    void subtract(const Coefficient& other) {
        std::uint64_t borrow = 0;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            const std::uint64_t rest = limbs[i] - other.limbs[i];
            const std::uint64_t total = rest - borrow;
            borrow = static_cast<std::uint64_t>(limbs[i] < other.limbs[i]) | (rest < borrow);
            limbs[i] = total;
        }
    }
};

/// Sum of weights that are not negative, or nothing where it does not fit.
std::optional<std::uint64_t> sum_of(const std::vector<std::int64_t>& weights) {
    std::uint64_t sum = 0;
    for (const std::int64_t weight : weights) {
        sum += static_cast<std::uint64_t>(weight);
        if (sum > kLargestSum) return std::nullopt;
    }
    return sum;
}

std::optional<Diagnostics> check_weights(const VotingGame& game) {
    for (std::size_t measure = 0; measure < game.weights.size(); ++measure) {
        const std::vector<std::int64_t>& weights = game.weights[measure];
        const std::string name = " in measure " + std::to_string(measure + 1);
        if (weights.size() != game.voters)
            return failure("E708", std::to_string(weights.size()) + " weights" + name,
                           "one for each of " + std::to_string(game.voters) + " voters");
        for (const std::int64_t weight : weights)
            if (weight < 0)
                return failure("E708", "weight " + std::to_string(weight) + name, "0 or more");
        if (!sum_of(weights))
            return failure("E707", "a sum of weights above 2^63" + name, "a smaller sum",
                           "state the weights in a coarser unit");
    }
    return std::nullopt;
}

std::optional<Diagnostics> check_quotas(const VotingGame& game) {
    if (game.quotas.empty() && game.vetoes.empty())
        return failure("E708", "no quota", "at least one above 0");
    for (const std::vector<std::int64_t>& quotas : game.quotas) {
        if (quotas.size() != game.weights.size())
            return failure("E708", std::to_string(quotas.size()) + " quotas",
                           "one for each of " + std::to_string(game.weights.size()) + " measures");
        bool any = !game.vetoes.empty();
        for (std::size_t measure = 0; measure < quotas.size(); ++measure) {
            const std::uint64_t sum = *sum_of(game.weights[measure]);
            if (quotas[measure] < 0 || static_cast<std::uint64_t>(quotas[measure]) > sum)
                return failure("E708", "quota " + std::to_string(quotas[measure]),
                               "from 0 to the sum of weights, " + std::to_string(sum));
            any = any || quotas[measure] > 0;
        }
        if (!any)
            return failure("E708", "quota 0", "a quota above 0", "a rule that nobody can fail");
    }
    return std::nullopt;
}

std::optional<Diagnostics> check(const VotingGame& game) {
    if (game.voters == 0) return failure("E708", "no voters", "at least one");
    if (game.voters > kMaxVoters)
        return failure("E707", std::to_string(game.voters) + " voters",
                       "at most " + std::to_string(kMaxVoters),
                       "sampling of permutations takes more");
    for (const std::size_t voter : game.vetoes)
        if (voter >= game.voters)
            return failure("E708", "veto of voter " + std::to_string(voter + 1),
                           "one of " + std::to_string(game.voters) + " voters");
    if (auto wrong = check_weights(game)) return wrong;
    return check_quotas(game);
}

/// A measure that takes a dimension of the polynomial.
struct Dimension {
    std::vector<std::uint64_t> weights; ///< of the voters without veto, divided by a common unit
    std::vector<std::uint64_t> quotas;  ///< by alternative, rounded up, without what vetoes bring
    std::uint64_t extent = 1;           ///< sum of weights + 1; less when bounded
    std::size_t stride = 1;
};

/// The polynomial's layout: voters without veto, sizes innermost.
struct Layout {
    std::vector<bool> veto;
    std::vector<std::size_t> voters; ///< those without veto
    std::vector<Dimension> dimensions;
    std::vector<std::size_t> least_size; ///< by alternative, among `voters`
    std::vector<std::size_t> exponents;  ///< by position in `voters`
    bool dual = false; ///< stands for the dual game: S wins if the others lose without it
    double cells = 0;  ///< those beyond the last all win

    std::size_t alternatives() const { return least_size.size(); }
    std::size_t sizes() const { return voters.size() + 1; }
};

/// A whole number of `unit`s that reaches `quota` when `present` is there already.
std::uint64_t missing_units(std::int64_t quota, std::uint64_t present, std::uint64_t unit) {
    const std::uint64_t wanted = static_cast<std::uint64_t>(quota);
    return wanted <= present ? 0 : (wanted - present + unit - 1) / unit;
}

void add_measure(const VotingGame& game, std::size_t measure, Layout& layout) {
    const std::vector<std::int64_t>& weights = game.weights[measure];
    std::uint64_t present = 0, unit = 0;
    for (std::size_t voter = 0; voter < game.voters; ++voter)
        if (layout.veto[voter]) present += static_cast<std::uint64_t>(weights[voter]);
    Dimension dimension;
    for (const std::size_t voter : layout.voters) {
        dimension.weights.push_back(static_cast<std::uint64_t>(weights[voter]));
        unit = std::gcd(unit, dimension.weights.back());
    }
    unit = std::max<std::uint64_t>(unit, 1);
    for (std::uint64_t& weight : dimension.weights) {
        weight /= unit;
        dimension.extent += weight;
    }
    for (const auto& quotas : game.quotas)
        dimension.quotas.push_back(missing_units(quotas[measure], present, unit));
    const bool uniform = std::all_of(dimension.weights.begin(), dimension.weights.end(),
                                     [](std::uint64_t weight) { return weight == 1; });
    if (!uniform) {
        layout.dimensions.push_back(std::move(dimension));
        return;
    }
    for (std::size_t i = 0; i < layout.alternatives(); ++i)
        layout.least_size[i] =
            std::max(layout.least_size[i], static_cast<std::size_t>(dimension.quotas[i]));
}

/// Where one measure alone decides, all coalitions from its quota on win and need no cells; the
/// game or its dual, whose swings are those of the complements, has the lower quota.
void bound_by_quota(Layout& layout) {
    const bool size_matters = std::any_of(layout.least_size.begin(), layout.least_size.end(),
                                          [](std::size_t size) { return size > 0; });
    if (layout.dimensions.size() != 1 || size_matters) return;
    Dimension& dimension = layout.dimensions.front();
    const std::uint64_t quota = *std::min_element(dimension.quotas.begin(), dimension.quotas.end());
    const std::uint64_t dual_quota = dimension.extent - quota;
    layout.dual = dual_quota < quota;
    dimension.extent = std::max<std::uint64_t>(std::min(quota, dual_quota), 1);
    dimension.quotas = {layout.dual ? dual_quota : quota};
    layout.least_size = {0};
    for (std::uint64_t& weight : dimension.weights) weight = std::min(weight, dimension.extent);
}

/// `cells` is right whatever its size; strides and exponents only where it fits the memory.
Layout layout_of(const VotingGame& game) {
    Layout layout;
    layout.veto.assign(game.voters, false);
    for (const std::size_t voter : game.vetoes) layout.veto[voter] = true;
    for (std::size_t voter = 0; voter < game.voters; ++voter)
        if (!layout.veto[voter]) layout.voters.push_back(voter);
    layout.least_size.assign(std::max<std::size_t>(game.quotas.size(), 1), 0);
    for (std::size_t measure = 0; measure < game.weights.size() && !game.quotas.empty(); ++measure)
        add_measure(game, measure, layout);
    bound_by_quota(layout);
    layout.cells = static_cast<double>(layout.sizes());
    layout.exponents.assign(layout.voters.size(), 1);
    std::size_t stride = layout.sizes();
    for (Dimension& dimension : layout.dimensions) {
        dimension.stride = stride;
        stride *= dimension.extent;
        layout.cells *= static_cast<double>(dimension.extent);
        for (std::size_t i = 0; i < layout.exponents.size(); ++i)
            layout.exponents[i] += dimension.weights[i] * dimension.stride;
    }
    return layout;
}

bool cell_wins(const Layout& layout, std::size_t cell) {
    const std::size_t size = cell % layout.sizes();
    for (std::size_t i = 0; i < layout.alternatives(); ++i) {
        bool all = size >= layout.least_size[i];
        for (const Dimension& dimension : layout.dimensions)
            all = all && cell / dimension.stride % dimension.extent >= dimension.quotas[i];
        if (all) return true;
    }
    return false;
}

/// Coalitions of the voters without veto, by cell. No term carries from one dimension into the
/// next: no coalition weighs more than all voters together.
template <std::size_t kLimbs> std::vector<Coefficient<kLimbs>> product(const Layout& layout) {
    std::vector<Coefficient<kLimbs>> coefficients(static_cast<std::size_t>(layout.cells));
    coefficients[0].limbs[0] = 1;
    std::size_t degree = 0;
    for (const std::size_t exponent : layout.exponents) {
        degree = std::min(degree + exponent, coefficients.size() - 1);
        for (std::size_t cell = degree + 1; cell-- > exponent;)
            coefficients[cell].add(coefficients[cell - exponent]);
    }
    return coefficients;
}

/// Counts, by size among the voters without veto.
using SizeCounts = std::vector<VoteCount>;

/// Divides `all` by 1 + x^exponent into `others` and counts the swings of a voter with it.
template <std::size_t kLimbs>
SizeCounts swings_of(const Layout& layout, const std::vector<char>& winning,
                     const std::vector<Coefficient<kLimbs>>& all, std::size_t exponent,
                     std::vector<Coefficient<kLimbs>>& others) {
    std::vector<Coefficient<kLimbs>> sums(layout.sizes());
    std::size_t size = 0;
    for (std::size_t cell = 0; cell < all.size(); ++cell) {
        Coefficient<kLimbs> count = all[cell];
        if (cell >= exponent) count.subtract(others[cell - exponent]);
        others[cell] = count;
        const std::size_t with = cell + exponent;
        if (winning[cell] == 0 && (with >= all.size() || winning[with] != 0)) sums[size].add(count);
        size = size + 1 == layout.sizes() ? 0 : size + 1;
    }
    SizeCounts counts;
    for (const Coefficient<kLimbs>& sum : sums) counts.emplace_back(sum.limbs);
    return counts;
}

struct Swings {
    std::vector<SizeCounts> by_voter; ///< by position among the voters without veto
    SizeCounts losing;
};

template <std::size_t kLimbs> Swings count_swings(const Layout& layout) {
    const std::vector<Coefficient<kLimbs>> all = product<kLimbs>(layout);
    std::vector<char> winning(all.size());
    Swings swings;
    swings.losing.assign(layout.sizes(), VoteCount{});
    for (std::size_t cell = 0; cell < all.size(); ++cell) {
        winning[cell] = cell_wins(layout, cell) ? 1 : 0;
        if (winning[cell] == 0) swings.losing[cell % layout.sizes()] += VoteCount(all[cell].limbs);
    }
    std::vector<Coefficient<kLimbs>> others(all.size());
    std::map<std::size_t, std::size_t> first_with; // exponent -> position of a voter with it
    for (std::size_t i = 0; i < layout.exponents.size(); ++i) {
        const std::size_t exponent = layout.exponents[i];
        const auto known = first_with.emplace(exponent, i);
        swings.by_voter.push_back(known.second ? swings_of(layout, winning, all, exponent, others)
                                               : SizeCounts(swings.by_voter[known.first->second]));
    }
    return swings;
}

/// Limbs that hold 2^voters.
std::size_t limbs_for(std::size_t voters) {
    return voters / 64 + 1;
}

template <std::size_t kLimbs = 1> Swings count_swings(const Layout& layout, std::size_t limbs) {
    if constexpr (kLimbs < VoteCount::kLimbs)
        if (limbs > kLimbs) return count_swings<kLimbs + 1>(layout, limbs);
    return count_swings<kLimbs>(layout);
}

/// Bytes of two arrays of coefficients and the winning cells.
double needed_bytes(const Layout& layout, std::size_t limbs) {
    return layout.cells * static_cast<double>(2 * limbs * sizeof(std::uint64_t) + 1);
}

std::string mebibytes(double bytes) {
    return std::to_string(static_cast<long long>(std::min(std::ceil(bytes / 1048576), 9e18))) +
           " MiB";
}

/// Row n of Pascal's triangle.
SizeCounts binomials(std::size_t n) {
    SizeCounts row{VoteCount(1)};
    for (std::size_t i = 0; i < n; ++i) {
        row.emplace_back(0);
        for (std::size_t k = row.size() - 1; k > 0; --k) row[k] += row[k - 1];
    }
    return row;
}

/// Winning coalitions that hold all vetoes, by size without them.
SizeCounts winning_by_size(const Layout& layout, const SizeCounts& losing) {
    SizeCounts winning = losing;
    if (layout.dual) {
        std::reverse(winning.begin(), winning.end());
    } else {
        winning = binomials(layout.voters.size());
        for (std::size_t size = 0; size < winning.size(); ++size) winning[size] -= losing[size];
    }
    return winning;
}

/// Counts of the voters without veto, brought to sizes in the whole game.
void place_counts(const Layout& layout, const Swings& swings, VotingPower& power) {
    const std::size_t voters = layout.veto.size();
    const std::size_t others = layout.voters.size() - 1; // of a voter without veto, without vetoes
    const std::size_t vetoes = voters - layout.voters.size();
    power.swings_by_size.assign(voters, SizeCounts(voters));
    for (std::size_t i = 0; i < layout.voters.size(); ++i)
        for (std::size_t size = 0; size <= others; ++size)
            power.swings_by_size[layout.voters[i]][size + vetoes] =
                swings.by_voter[i][layout.dual ? others - size : size];
    const SizeCounts winning = winning_by_size(layout, swings.losing);
    for (std::size_t voter = 0; voter < voters; ++voter) {
        if (!layout.veto[voter]) continue;
        for (std::size_t size = 0; size < winning.size(); ++size)
            power.swings_by_size[voter][size + vetoes - 1] = winning[size];
    }
    for (const VoteCount& count : winning) power.winning += count;
}

void fill_indices(VotingPower& power) {
    const std::size_t voters = power.swings_by_size.size();
    const SizeCounts choices = binomials(voters - 1);
    double all_swings = 0; // n 2^(n-1) of them need not fit a VoteCount
    for (const SizeCounts& counts : power.swings_by_size) {
        VoteCount swings;
        double share = 0;
        for (std::size_t size = 0; size < voters; ++size) {
            swings += counts[size];
            share += counts[size].to_double() / choices[size].to_double();
        }
        power.shapley_shubik.push_back(share / static_cast<double>(voters));
        power.penrose.push_back(std::ldexp(swings.to_double(), 1 - static_cast<int>(voters)));
        power.has_veto.push_back(swings == power.winning);
        all_swings += swings.to_double();
        power.swings.push_back(swings);
    }
    for (const VoteCount& swings : power.swings)
        power.banzhaf_normalised.push_back(swings.to_double() / all_swings);
}

} // namespace

VoteCount& VoteCount::operator+=(const VoteCount& other) {
    Coefficient<kLimbs> sum{limbs_};
    sum.add(Coefficient<kLimbs>{other.limbs_});
    limbs_ = sum.limbs;
    return *this;
}

VoteCount& VoteCount::operator-=(const VoteCount& other) {
    Coefficient<kLimbs> rest{limbs_};
    rest.subtract(Coefficient<kLimbs>{other.limbs_});
    limbs_ = rest.limbs;
    return *this;
}

double VoteCount::to_double() const {
    double number = 0;
    for (std::size_t i = kLimbs; i-- > 0;)
        number = std::ldexp(number, 64) + static_cast<double>(limbs_[i]);
    return number;
}

std::string VoteCount::to_string() const {
    std::array<std::uint64_t, kLimbs> rest = limbs_;
    std::string digits;
    do {
        std::uint64_t remainder = 0;
        for (std::size_t i = kLimbs; i-- > 0;) {
            for (const int shift : {32, 0}) { // half limbs: the remainder and one fit 64 bits
                const std::uint64_t mask = std::uint64_t{0xFFFFFFFF} << shift;
                const std::uint64_t part = remainder << 32 | (rest[i] & mask) >> shift;
                rest[i] = (rest[i] & ~mask) | (part / 10) << shift;
                remainder = part % 10;
            }
        }
        digits += static_cast<char>('0' + remainder);
    } while (std::any_of(rest.begin(), rest.end(), [](std::uint64_t limb) { return limb != 0; }));
    std::reverse(digits.begin(), digits.end());
    return digits;
}

VotingGame weighted_game(std::vector<std::int64_t> weights, std::int64_t quota) {
    VotingGame game;
    game.voters = weights.size();
    game.weights.push_back(std::move(weights));
    game.quotas = {{quota}};
    return game;
}

bool wins(const VotingGame& game, Coalition coalition) {
    for (const std::size_t voter : game.vetoes)
        if (!contains(coalition, voter)) return false;
    std::vector<std::int64_t> sums;
    for (const std::vector<std::int64_t>& weights : game.weights) {
        std::int64_t sum = 0;
        for_each_player(coalition, [&](std::size_t voter) { sum += weights[voter]; });
        sums.push_back(sum);
    }
    const auto reached = [&](const std::vector<std::int64_t>& quotas) {
        return std::equal(sums.begin(), sums.end(), quotas.begin(), std::greater_equal<>());
    };
    return game.quotas.empty() || std::any_of(game.quotas.begin(), game.quotas.end(), reached);
}

Result<VotingPower> voting_power(const VotingGame& game, std::size_t memory) {
    if (auto wrong = check(game)) return *std::move(wrong);
    const Layout layout = layout_of(game);
    const std::size_t limbs = limbs_for(layout.voters.size());
    const double bytes = needed_bytes(layout, limbs);
    if (bytes > static_cast<double>(memory))
        return failure("E707", mebibytes(bytes) + " of coefficients",
                       "at most " + mebibytes(static_cast<double>(memory)),
                       "state the weights in a coarser unit, or sample");
    VotingPower power;
    power.cells = static_cast<std::size_t>(layout.cells);
    place_counts(layout, count_swings(layout, limbs), power);
    fill_indices(power);
    return power;
}

} // namespace isthmus::game
