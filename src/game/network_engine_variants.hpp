// SPDX-License-Identifier: Apache-2.0
// The engines of each set of instructions (network_engine.hpp chooses among them).
#pragma once

#include <memory>

#include "game/network_engine.hpp"

namespace isthmus::game {

std::unique_ptr<NetworkEngine> make_portable_engine(const PreparedNetwork<std::int32_t>& network);
std::unique_ptr<NetworkEngine> make_portable_engine(const PreparedNetwork<double>& network);
std::unique_ptr<NetworkEngine> make_avx2_engine(const PreparedNetwork<std::int32_t>& network);
std::unique_ptr<NetworkEngine> make_avx2_engine(const PreparedNetwork<double>& network);
std::unique_ptr<NetworkEngine> make_avx512_engine(const PreparedNetwork<std::int32_t>& network);
std::unique_ptr<NetworkEngine> make_avx512_engine(const PreparedNetwork<double>& network);

} // namespace isthmus::game
