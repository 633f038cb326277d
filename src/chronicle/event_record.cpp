// SPDX-License-Identifier: Apache-2.0
#include "chronicle/event_record.hpp"

#include <cmath>

namespace isthmus::chronicle {

std::string_view format_name(EventFormat format) {
    switch (format) {
    case EventFormat::kGdelt1:
        return "GDELT 1.0";
    case EventFormat::kGdelt2:
        return "GDELT 2.0";
    case EventFormat::kIcews:
        return "ICEWS";
    case EventFormat::kPolecat:
        return "POLECAT";
    }
    return "";
}

Millionths to_millionths(double value) {
    return std::llround(value * static_cast<double>(kMillion));
}

TextId EventTexts::add(std::string_view text) {
    const auto found = ids_.find(text);
    if (found != ids_.end()) return found->second;
    const TextId id(texts_.size());
    ids_.emplace(texts_.emplace_back(text), id);
    return id;
}

} // namespace isthmus::chronicle
