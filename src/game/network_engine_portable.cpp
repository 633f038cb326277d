// SPDX-License-Identifier: Apache-2.0
// Engines with the instructions of the baseline.
#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "game/network_engine.hpp"
#include "game/network_engine_variants.hpp"

#define ISTHMUS_KERNEL_VARIANT portable_kernel
#include "game/network_engine_kernels.hpp"

namespace isthmus::game {

std::unique_ptr<NetworkEngine> make_portable_engine(const PreparedNetwork<std::int32_t>& network) {
    return smallest_engine<LosslessKernel>(network);
}

std::unique_ptr<NetworkEngine> make_portable_engine(const PreparedNetwork<double>& network) {
    return smallest_engine<LossyKernel>(network);
}

} // namespace isthmus::game
