// SPDX-License-Identifier: Apache-2.0
// Which actor of a world the countries of an event file are: three-letter codes in GDELT and
// POLECAT, names in ICEWS.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "chronicle/event_record.hpp"
#include "world/world.hpp"

namespace isthmus::chronicle {

/// Codes are compared with actors.csv (iso3166) after rules/event_countries.csv, which has ICEWS's
/// names and the codes of GDELT that ISO has not; where that gives no actor for a name of ICEWS, it
/// is compared with ids, names and aliases of actors, capital or small (a to z). A code or name
/// that fits two actors fits none.
class CountryCodes {
  public:
    CountryCodes() = default; ///< knows no country
    explicit CountryCodes(const world::World& world);

    bool empty() const { return by_code_.empty() && by_name_.empty(); }
    /// The id of the actor; empty where the world has none.
    std::string_view actor(EventFormat format, std::string_view country) const;

  private:
    std::unordered_map<std::string, std::string> by_code_, by_name_; ///< to actor ids
};

} // namespace isthmus::chronicle
