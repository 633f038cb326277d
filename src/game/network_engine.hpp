// SPDX-License-Identifier: Apache-2.0
// A network kernel at work: runs branches of the walk over connected coalitions. One engine a
// thread; what it computes does not depend on which engine ran which branch.
//
// The same source is compiled for the baseline and for wider vector instructions
// (network_engine_*.cpp); the machine is asked at run time which it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "game/connected_walk.hpp"
#include "game/prepared_network.hpp"

namespace isthmus::game {

/// Where the values of a branch go, in units of value (PreparedNetwork::value_unit).
struct TableSink {
    const std::uint32_t* place = nullptr; ///< by player: its bit in the table
    double* values = nullptr;
    std::uint64_t* connected = nullptr;    ///< a bit for each coalition; shared by threads
    std::vector<double>* record = nullptr; ///< every value in the order of the walk; may be absent
};

/// Sums over connected coalitions that make the Shapley and Banzhaf values without a table. A
/// connected C of c players with b neighbours is a whole component of the players already there
/// when i of C joins last with weight (c-1)! b! / (c+b)!, and is joined by its neighbour i with
/// weight c! (b-1)! / (c+b)!; for Banzhaf both weights are 2^-(c+b-1).
struct StreamSink {
    std::vector<double> shapley, banzhaf; ///< by player of the walk
    std::size_t coalitions = 0;
};

class NetworkEngine {
  public:
    virtual ~NetworkEngine() = default;
    /// False: the kernel hit its pivot limit.
    virtual bool run(const WalkTask& task, TableSink& sink) = 0;
    virtual bool run(const WalkTask& task, StreamSink& sink) = 0;
    /// W(coalition) - W(nobody), in units of value; NaN where the kernel hit its pivot limit. Quick
    /// where the coalition holds the one asked for before and one player more.
    virtual double value(std::uint32_t coalition) = 0;
    /// Pivots that adding each player took in so many random orders.
    virtual std::vector<std::size_t> pivots_of_additions(std::size_t orders) = 0;
    virtual std::size_t pivots() const = 0;
};

/// The instructions that engines use here: "portable", "avx2" or "avx512".
std::string_view engine_variant(bool portable);
/// nullptr where the network has more nodes or arcs than any kernel takes (kLargestKernel words).
std::unique_ptr<NetworkEngine> make_engine(const PreparedNetwork<std::int32_t>& network,
                                           bool portable);
std::unique_ptr<NetworkEngine> make_engine(const PreparedNetwork<double>& network, bool portable);

/// Kernels take up to 64 nodes and 256 arcs a word.
inline constexpr std::size_t kLargestKernel = 8;

} // namespace isthmus::game
