// SPDX-License-Identifier: Apache-2.0
#include "game/network_engine.hpp"

#include "game/network_engine_variants.hpp"

namespace isthmus::game {

namespace {

enum class Variant { kPortable, kAvx2, kAvx512 };

Variant variant(bool portable) {
#if defined(__x86_64__)
    if (portable) return Variant::kPortable;
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512cd");
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                      __builtin_cpu_supports("bmi2");
    if (avx512 && avx2) return Variant::kAvx512;
    if (avx2) return Variant::kAvx2;
#else
    (void)portable;
#endif
    return Variant::kPortable;
}

template <typename Number>
std::unique_ptr<NetworkEngine> engine(const PreparedNetwork<Number>& network, bool portable) {
    switch (variant(portable)) {
    case Variant::kAvx512:
        return make_avx512_engine(network);
    case Variant::kAvx2:
        return make_avx2_engine(network);
    case Variant::kPortable:
        break;
    }
    return make_portable_engine(network);
}

} // namespace

std::string_view engine_variant(bool portable) {
    switch (variant(portable)) {
    case Variant::kAvx512:
        return "avx512";
    case Variant::kAvx2:
        return "avx2";
    case Variant::kPortable:
        break;
    }
    return "portable";
}

std::unique_ptr<NetworkEngine> make_engine(const PreparedNetwork<std::int32_t>& network,
                                           bool portable) {
    return engine(network, portable);
}
std::unique_ptr<NetworkEngine> make_engine(const PreparedNetwork<double>& network, bool portable) {
    return engine(network, portable);
}

} // namespace isthmus::game
