// SPDX-License-Identifier: Apache-2.0
// Names of a market's parts in files that other programs read: without white space, unique, and
// made of the world's ids.
#pragma once

#include <string>

#include "flow/block_program.hpp"
#include "flow/market.hpp"

namespace isthmus::flow {

PartNames part_names(const Market& market);

/// The first program (even steps) of one block of the market (blocks()) as free MPS text.
std::string market_as_mps(const Market& market, std::size_t block);

} // namespace isthmus::flow
