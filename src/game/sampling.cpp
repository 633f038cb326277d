// SPDX-License-Identifier: Apache-2.0
#include "game/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/random.hpp"
#include "game/coalition.hpp"

namespace isthmus::game {

namespace {

constexpr std::size_t kFirstCheck = 16; ///< batches; fewer estimate no variance
constexpr std::size_t kLeastRound = 8;  ///< batches between checks; keeps threads busy
constexpr std::size_t kRoundShare = 4;  ///< a check after this part more: few looks at the data
constexpr std::size_t kLeastPermutations = 48; ///< of a batch
constexpr std::size_t kLeastBatches = 2;       ///< without two there is no variance
constexpr std::size_t kMostDegrees = 1000;     ///< t is within 0.2 % of the normal quantile there

class Generator : public SplitMix64 {
  public:
    using SplitMix64::SplitMix64;

    /// Each of 0 .. count-1 with the same probability (Lemire 2019).
    std::size_t below(std::size_t count) {
        const std::uint64_t limit = (std::uint64_t{1} << 32) % count;
        std::uint64_t product = 0;
        do {
            product = (next() >> 32) * count;
        } while ((product & 0xFFFFFFFF) < limit);
        return static_cast<std::size_t>(product >> 32);
    }
};

using Order = std::vector<std::size_t>;

/// A uniformly random order of 0 .. count-1 (Fisher & Yates).
Order random_order(std::size_t count, Generator& generator) {
    Order order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[generator.below(i)]);
    return order;
}

/// Orders of a block: a Latin square, with the reverses of its rows beside it where they cannot be
/// among them.
std::size_t block_size(std::size_t players) {
    return players % 2 == 0 ? players : 2 * players;
}

/// tau of a Latin square. For an even number it is skew, tau(n-1-k) = tau(k) + n/2 modulo n, so
/// that the reverse of row r is row r + n/2.
Order random_columns(std::size_t players, Generator& generator) {
    if (players % 2 != 0) return random_order(players, generator);
    const std::size_t half = players / 2;
    Order columns = random_order(half, generator);
    for (std::size_t& column : columns) column += generator.below(2) * half;
    for (std::size_t k = half; k-- > 0;) columns.push_back((columns[k] + half) % players);
    return columns;
}

/// The orders of one block.
std::vector<Order> block_orders(std::size_t players, SamplingMethod method, Generator& generator) {
    const bool stratified =
        method == SamplingMethod::kStratified || method == SamplingMethod::kStratifiedAntithetic;
    const bool antithetic =
        method == SamplingMethod::kAntithetic || method == SamplingMethod::kStratifiedAntithetic;
    std::vector<Order> orders;
    Order symbols, columns;
    while (orders.size() < block_size(players)) {
        const std::size_t row = (antithetic ? orders.size() / 2 : orders.size()) % players;
        if (!stratified || row == 0) symbols = random_order(players, generator);
        if (stratified && row == 0)
            columns =
                antithetic ? random_columns(players, generator) : random_order(players, generator);
        Order order = symbols;
        if (stratified)
            for (std::size_t k = 0; k < players; ++k)
                order[k] = symbols[(columns[k] + row) % players];
        orders.push_back(order);
        if (antithetic) orders.emplace_back(order.rbegin(), order.rend());
    }
    return orders;
}

/// What is the same in all batches.
struct Sampler {
    std::size_t players = 0;
    const ValueFactory* factory = nullptr;
    const SamplingOptions* options = nullptr;
    double nobody = 0, grand = 0;
    std::vector<double> alone, all_but;   ///< v({i}), v(N - i)
    std::vector<double> position_weights; ///< of the Banzhaf value

    bool interrupted() const { return options->interrupt && options->interrupt->load(); }
    bool known_finite() const;
};

/// Means of a batch, by player.
struct Batch {
    std::vector<double> shapley, banzhaf;
    bool finite = true;
};

/// n C(n-1, k) / 2^(n-1) for each position k.
std::vector<double> banzhaf_weights(std::size_t players) {
    std::vector<double> weights(players);
    double weight = std::ldexp(static_cast<double>(players), 1 - static_cast<int>(players));
    for (std::size_t k = 0; k < players; ++k) {
        weights[k] = weight;
        weight *= static_cast<double>(players - 1 - k) / static_cast<double>(k + 1);
    }
    return weights;
}

bool Sampler::known_finite() const {
    const auto finite = [](double value) { return std::isfinite(value); };
    return finite(nobody) && finite(grand) && std::all_of(alone.begin(), alone.end(), finite) &&
           std::all_of(all_but.begin(), all_but.end(), finite);
}

Sampler make_sampler(std::size_t players, const ValueFactory& factory,
                     const SamplingOptions& options) {
    Sampler sampler;
    sampler.players = players;
    sampler.factory = &factory;
    sampler.options = &options;
    sampler.position_weights = banzhaf_weights(players);
    const std::unique_ptr<ValueFunction> function = factory();
    const Coalition all = grand_coalition(players);
    sampler.nobody = function->value(0);
    sampler.grand = function->value(all);
    for (std::size_t player = 0; player < players; ++player) {
        sampler.alone.push_back(function->value(player_bit(player)));
        sampler.all_but.push_back(function->value(all & ~player_bit(player)));
    }
    return sampler;
}

/// Coalitions that an order has to ask for: those of 2 to n-2 players.
std::size_t coalitions_of_order(std::size_t players) {
    return players > 3 ? players - 3 : 0;
}

void add_order(const Sampler& sampler, const Order& order, ValueFunction& function, Batch& batch) {
    const std::size_t players = sampler.players;
    Coalition coalition = 0;
    double before = sampler.nobody;
    for (std::size_t k = 0; k < players; ++k) {
        const std::size_t player = order[k];
        coalition |= player_bit(player);
        double after = 0;
        if (k + 1 == players)
            after = sampler.grand;
        else if (k + 2 == players)
            after = sampler.all_but[order[k + 1]];
        else if (k == 0)
            after = sampler.alone[player];
        else
            after = function.value(coalition);
        const double contribution = after - before;
        batch.finite = batch.finite && std::isfinite(after);
        batch.shapley[player] += contribution;
        batch.banzhaf[player] += sampler.position_weights[k] * contribution;
        before = after;
    }
}

/// Leaves the batch unfinished when interrupted; the run is given up then.
Batch run_batch(const Sampler& sampler, std::size_t number, ValueFunction& function) {
    const std::size_t players = sampler.players;
    Generator generator(Generator(sampler.options->seed).next() + number);
    generator = Generator(generator.next()); // seeds of neighbours are far apart
    Batch batch;
    batch.shapley.assign(players, 0);
    batch.banzhaf.assign(players, 0);
    const std::size_t permutations = batch_permutations(players);
    for (std::size_t done = 0; done < permutations; done += block_size(players)) {
        for (const Order& order : block_orders(players, sampler.options->method, generator)) {
            if (sampler.interrupted()) return batch;
            add_order(sampler, order, function, batch);
        }
    }
    for (std::size_t player = 0; player < players; ++player) {
        batch.shapley[player] /= static_cast<double>(permutations);
        batch.banzhaf[player] /= static_cast<double>(permutations);
    }
    return batch;
}

/// Fills `batches` from `begin` on, each batch by one thread.
void run_round(const Sampler& sampler, std::size_t begin, std::vector<Batch>& batches) {
    std::mutex mutex; // of the factory and the progress
    std::size_t next = begin, done = begin;
    const auto work = [&] {
        for (;;) {
            std::unique_lock<std::mutex> lock(mutex);
            if (next == batches.size() || sampler.interrupted()) return;
            const std::size_t number = next++;
            const std::unique_ptr<ValueFunction> function = (*sampler.factory)();
            lock.unlock();
            batches[number] = run_batch(sampler, number, *function);
            lock.lock();
            if (sampler.interrupted()) return;
            ++done;
            if (sampler.options->progress)
                sampler.options->progress({done, batches.size(),
                                           done * batch_permutations(sampler.players) *
                                               coalitions_of_order(sampler.players)});
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < sampler.options->threads; ++i) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
}

/// Mean and half-width of each player from the means of the batches.
SampledConcept combine(const std::vector<Batch>& batches, std::vector<double> Batch::*means,
                       double level) {
    const std::size_t players = (batches.front().*means).size();
    const double count = static_cast<double>(batches.size());
    const double quantile =
        student_quantile((1 - level) / static_cast<double>(players), batches.size() - 1);
    SampledConcept estimate;
    for (std::size_t player = 0; player < players; ++player) {
        double sum = 0, squares = 0;
        for (const Batch& batch : batches) sum += (batch.*means)[player];
        const double mean = sum / count;
        for (const Batch& batch : batches) {
            const double difference = (batch.*means)[player] - mean;
            squares += difference * difference;
        }
        estimate.values.push_back(mean);
        estimate.half_widths.push_back(quantile * std::sqrt(squares / (count - 1) / count));
    }
    return estimate;
}

bool reaches(const SampledConcept& shapley, double grand, const SamplingTarget& target) {
    if (target.absolute == 0 && target.share_of_grand == 0 && target.relative == 0) return false;
    const double widest = *std::max_element(shapley.half_widths.begin(), shapley.half_widths.end());
    if (target.absolute > 0 && widest > target.absolute) return false;
    if (target.share_of_grand > 0 && widest > target.share_of_grand * std::abs(grand)) return false;
    if (target.relative == 0) return true;
    std::vector<std::size_t> players(shapley.values.size());
    std::iota(players.begin(), players.end(), std::size_t{0});
    std::stable_sort(players.begin(), players.end(), [&](std::size_t left, std::size_t right) {
        return std::abs(shapley.values[left]) > std::abs(shapley.values[right]);
    });
    players.resize(std::min(players.size(), target.leading));
    return std::all_of(players.begin(), players.end(), [&](std::size_t player) {
        return shapley.half_widths[player] <= target.relative * std::abs(shapley.values[player]);
    });
}

Diagnostics failure(const char* id, std::string found, std::string expected,
                    std::string hint = {}) {
    Diagnostic diagnostic;
    diagnostic.id = id;
    diagnostic.found = std::move(found);
    diagnostic.expected = std::move(expected);
    diagnostic.hint = std::move(hint);
    return one(std::move(diagnostic));
}

std::optional<Diagnostics> check(std::size_t players, const SamplingOptions& options) {
    if (players == 0 || players > kMaxPlayers)
        return failure("E702", std::to_string(players) + " players",
                       "1 to " + std::to_string(kMaxPlayers));
    if (!(options.level > 0 && options.level < 1))
        return failure("E709", "level " + std::to_string(options.level), "between 0 and 1");
    const SamplingTarget& target = options.target;
    for (const double width : {target.absolute, target.share_of_grand, target.relative})
        if (!(width >= 0))
            return failure("E709", "target " + std::to_string(width), "0 (none) or more");
    if (options.max_permutations == 0) return failure("E709", "no permutations", "at least one");
    return std::nullopt;
}

} // namespace

std::size_t batch_permutations(std::size_t players) {
    const std::size_t block = block_size(players);
    return (kLeastPermutations + block - 1) / block * block;
}

double student_quantile(double tail, std::size_t degrees) {
    const std::size_t nu = std::min(degrees, kMostDegrees);
    const auto inside = [nu](double t) { // P(|T| < t)
        const double theta = std::atan(t / std::sqrt(static_cast<double>(nu)));
        const double cosine = std::cos(theta);
        const bool odd = nu % 2 == 1;
        double term = odd ? cosine : 1, sum = 0;
        for (std::size_t k = odd ? 3 : 2; k <= nu; k += 2) { // term k-2 is in turn
            sum += term;
            term *= cosine * cosine * static_cast<double>(k - 1) / static_cast<double>(k);
        }
        const double series = std::sin(theta) * sum;
        constexpr double kTwoByPi = 0.63661977236758134308;
        return odd ? kTwoByPi * (theta + series) : series;
    };
    double low = 0, high = 1;
    while (inside(high) < 1 - tail) high *= 2;
    for (;;) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high) return high;
        (inside(middle) < 1 - tail ? low : high) = middle;
    }
}

Result<SampledValues> sampled_values(std::size_t players, const ValueFactory& factory,
                                     const SamplingOptions& options) {
    if (auto wrong = check(players, options)) return *std::move(wrong);
    const Sampler sampler = make_sampler(players, factory, options);
    const std::size_t permutations = batch_permutations(players);
    const std::size_t most = std::max(options.max_permutations / permutations, kLeastBatches);
    SampledValues result;
    std::vector<Batch> batches;
    bool finite = sampler.known_finite();
    while (finite && !result.target_met && batches.size() < most) {
        const std::size_t begin = batches.size();
        const std::size_t more =
            begin == 0 ? kFirstCheck : std::max(kLeastRound, begin / kRoundShare);
        batches.resize(std::min(begin + more, most));
        run_round(sampler, begin, batches);
        if (sampler.interrupted())
            return failure("E704", std::to_string(begin * permutations) + " permutations",
                           "a result");
        for (std::size_t i = begin; i < batches.size(); ++i) finite = finite && batches[i].finite;
        result.shapley = combine(batches, &Batch::shapley, options.level);
        result.target_met = reaches(result.shapley, sampler.grand, options.target);
    }
    if (!finite)
        return failure("E705", "a value that is not finite", "the optimum of every coalition");
    result.banzhaf = combine(batches, &Batch::banzhaf, options.level);
    result.grand = sampler.grand;
    result.seed = options.seed;
    result.level = options.level;
    result.batches = batches.size();
    result.permutations = batches.size() * permutations;
    result.coalitions = 2 * players + 2 + result.permutations * coalitions_of_order(players);
    return result;
}

} // namespace isthmus::game
