// SPDX-License-Identifier: Apache-2.0
// Engines with avx2 instructions; called only where the machine has them.
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

// What is included above keeps the baseline, so that no other file can link to code made for this
// variant.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif
#define ISTHMUS_KERNEL_VARIANT avx2_kernel
#include "game/network_engine_kernels.hpp"

namespace isthmus::game {

std::unique_ptr<NetworkEngine> make_avx2_engine(const PreparedNetwork<std::int32_t>& network) {
    return smallest_engine<LosslessKernel>(network);
}

std::unique_ptr<NetworkEngine> make_avx2_engine(const PreparedNetwork<double>& network) {
    return smallest_engine<LossyKernel>(network);
}

} // namespace isthmus::game
