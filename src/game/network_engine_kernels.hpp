// SPDX-License-Identifier: Apache-2.0
// The body of network_engine.hpp for one set of instructions: included once by each
// network_engine_*.cpp, which names the variant.
#pragma once

#include <atomic>
#include <limits>

#include "game/generalised_kernel.hpp"
#include "game/integer_kernel.hpp"
#include "game/network_engine.hpp"

namespace isthmus::game {
inline namespace ISTHMUS_KERNEL_VARIANT {

template <typename Kernel> class KernelEngine final : public NetworkEngine {
  public:
    using State = typename Kernel::State;

    explicit KernelEngine(const typename Kernel::Prepared& network)
        : network_(network),
          kernel_(network),
          states_(static_cast<std::size_t>(network.players) + 1) {
        find_weights();
    }

    bool run(const WalkTask& task, TableSink& sink) override {
        const auto emit = [&](std::uint32_t, std::uint32_t place, std::uint32_t, double value) {
            sink.values[place] = value;
            std::atomic_ref(sink.connected[place >> 6])
                .fetch_or(std::uint64_t{1} << (place & 63), std::memory_order_relaxed);
            if (sink.record != nullptr) sink.record->push_back(value);
        };
        place_ = sink.place;
        return branch(task, emit);
    }

    bool run(const WalkTask& task, StreamSink& sink) override {
        double* const shapley = sink.shapley.data();
        double* const banzhaf = sink.banzhaf.data();
        const std::int32_t players = network_.players;
        const auto emit = [&, players](std::uint32_t coalition, std::uint32_t,
                                       std::uint32_t adjacent, double value) {
            ++sink.coalitions;
            const auto size = static_cast<std::size_t>(std::popcount(coalition));
            const auto around = static_cast<std::size_t>(std::popcount(adjacent));
            const Weights& weights = weights_[size * (kMostPlayers + 1) + around];
            const double inside = weights.member * value;
            const double outside = weights.neighbour * value;
            const double swing = weights.swing * value;
            for (std::int32_t i = 0; i < players; ++i) {
                const bool member = (coalition >> i & 1) != 0;
                const bool neighbour = (adjacent >> i & 1) != 0;
                shapley[i] += member ? inside : neighbour ? -outside : 0;
                banzhaf[i] += member ? swing : neighbour ? -swing : 0;
            }
        };
        place_ = nullptr;
        return branch(task, emit);
    }

    double value(std::uint32_t coalition) override {
        if ((held_ & ~coalition) != 0 || !holding_) {
            kernel_.start(states_[0]);
            held_ = 0;
            holding_ = true;
        }
        for (std::uint32_t rest = coalition & ~held_; rest != 0; rest &= rest - 1) {
            const int player = std::countr_zero(rest);
            if (!kernel_.add(states_[0], held_, player)) {
                holding_ = false;
                return std::numeric_limits<double>::quiet_NaN();
            }
            held_ |= 1U << player;
        }
        return static_cast<double>(kernel_.value(states_[0]));
    }

    std::vector<std::size_t> pivots_of_additions(std::size_t orders) override {
        const auto players = static_cast<std::size_t>(network_.players);
        std::vector<std::size_t> result(players, 0);
        std::vector<int> order(players);
        for (std::size_t i = 0; i < players; ++i) order[i] = static_cast<int>(i);
        std::uint64_t random = 1;
        for (std::size_t round = 0; round < orders; ++round) {
            for (std::size_t i = players; i > 1; --i) {
                // Multiplier of Knuth's MMIX generator; the high bits choose.
                random = random * 6364136223846793005ULL + 1442695040888963407ULL;
                std::swap(order[i - 1], order[(random >> 33) % i]);
            }
            kernel_.start(states_[0]);
            std::uint32_t coalition = 0;
            for (const int player : order) {
                const std::size_t before = kernel_.pivots();
                if (!kernel_.add(states_[0], coalition, player)) break;
                result[static_cast<std::size_t>(player)] += kernel_.pivots() - before;
                coalition |= 1U << player;
            }
        }
        holding_ = false;
        return result;
    }

    std::size_t pivots() const override { return kernel_.pivots(); }

  private:
    static constexpr std::size_t kMostPlayers = 32;
    struct Weights {
        double member = 0, neighbour = 0, swing = 0;
    };

    void find_weights() {
        weights_.assign((kMostPlayers + 1) * (kMostPlayers + 1), {});
        for (std::size_t c = 1; c <= kMostPlayers; ++c) {
            // (c-1)! b! / (c+b)! = 1 / (c * binomial(c+b, b)).
            double binomial = 1;
            for (std::size_t b = 0; b + c <= kMostPlayers; ++b) {
                Weights& weights = weights_[c * (kMostPlayers + 1) + b];
                weights.member = 1 / (static_cast<double>(c) * binomial);
                if (b > 0) weights.neighbour = 1 / (static_cast<double>(b) * binomial);
                weights.swing = 1 / static_cast<double>(std::uint64_t{1} << (c + b - 1));
                binomial = binomial * static_cast<double>(c + b + 1) / static_cast<double>(b + 1);
            }
        }
    }

    template <typename Emit> bool branch(const WalkTask& task, const Emit& emit) {
        holding_ = false;
        kernel_.start(states_[0]);
        std::uint32_t coalition = 0, place = 0;
        for (const std::uint8_t player : task.chain) {
            if (!kernel_.add(states_[0], coalition, player)) return false;
            coalition |= 1U << player;
            if (place_ != nullptr) place |= place_[player];
        }
        const std::uint32_t adjacent = neighbours(coalition);
        emit(coalition, place, adjacent, static_cast<double>(kernel_.value(states_[0])));
        return task.alone || visit(0, coalition, place, adjacent, task.allowed, emit);
    }

    std::uint32_t neighbours(std::uint32_t coalition) const {
        return extension(network_.neighbours, coalition, ~0U);
    }

    template <typename Emit>
    bool visit(std::size_t depth, std::uint32_t coalition, std::uint32_t place,
               std::uint32_t adjacent, std::uint32_t allowed, const Emit& emit) {
        State& child = states_[depth + 1];
        for (std::uint32_t joining = adjacent & allowed; joining != 0; joining &= joining - 1) {
            const int player = std::countr_zero(joining);
            const std::uint32_t bit = 1U << player;
            allowed &= ~bit;
            kernel_.copy(child, states_[depth]);
            if (!kernel_.add(child, coalition, player)) return false;
            const std::uint32_t with = coalition | bit;
            const std::uint32_t placed = place_ != nullptr ? place | place_[player] : 0;
            const std::uint32_t around =
                (adjacent | network_.neighbours[static_cast<std::size_t>(player)]) & ~with;
            emit(with, placed, around, static_cast<double>(kernel_.value(child)));
            if ((around & allowed) != 0 && !visit(depth + 1, with, placed, around, allowed, emit)) {
                return false;
            }
        }
        return true;
    }

    const typename Kernel::Prepared& network_;
    Kernel kernel_;
    std::vector<State> states_; ///< of the walk, by depth below the branch
    std::vector<Weights> weights_;
    const std::uint32_t* place_ = nullptr;
    std::uint32_t held_ = 0; ///< the coalition of states_[0] in value()
    bool holding_ = false;
};

template <int Words> using LosslessKernel = IntegerKernel<Words>;
template <int Words> using LossyKernel = GeneralisedKernel<Words>;

/// The engine over the smallest kernel of `Kernel` that the network fits.
template <template <int> typename Kernel, typename Prepared>
std::unique_ptr<NetworkEngine> smallest_engine(const Prepared& network) {
    const std::size_t words =
        std::max((network.nodes.size() + 63) / 64, (network.arcs.size() + 255) / 256);
    if (words <= 1) return std::make_unique<KernelEngine<Kernel<1>>>(network);
    if (words == 2) return std::make_unique<KernelEngine<Kernel<2>>>(network);
    if (words == 3) return std::make_unique<KernelEngine<Kernel<3>>>(network);
    if (words == 4) return std::make_unique<KernelEngine<Kernel<4>>>(network);
    if (words <= kLargestKernel) return std::make_unique<KernelEngine<Kernel<8>>>(network);
    return nullptr;
}

} // namespace ISTHMUS_KERNEL_VARIANT
} // namespace isthmus::game
