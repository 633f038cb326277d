// SPDX-License-Identifier: Apache-2.0
#include "flow/observation_use.hpp"

#include <algorithm>
#include <string_view>

namespace isthmus::flow {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool says(const world::Observation& observation, std::string_view words) {
    const std::string& note = observation.provenance.note;
    return std::search(note.begin(), note.end(), words.begin(), words.end(),
                       [](char a, char b) { return lower(a) == lower(b); }) != note.end();
}

} // namespace

bool is_tied_to_input(const world::Observation& observation) {
    return says(observation, "not an independent test");
}

bool is_upper_bound(const world::Observation& observation) {
    return says(observation, "upper bound");
}

} // namespace isthmus::flow
