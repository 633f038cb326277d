// SPDX-License-Identifier: Apache-2.0
// Any bytes can be normalised, and what normalise() promises holds of them.
#include <cstdint>
#include <cstdlib>

#include "evidence/normalised_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (!isthmus::evidence::broken_promise(std::string(data, data + size)).empty()) std::abort();
    return 0;
}
