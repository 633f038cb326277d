// SPDX-License-Identifier: Apache-2.0
// One event of an event file, and the texts that its small numbers stand for.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/date.hpp"
#include "base/id.hpp"

namespace isthmus::chronicle {

/// Kinds of event files (docs/reference/event-files.md).
enum class EventFormat : std::uint8_t { kGdelt1, kGdelt2, kIcews, kPolecat };
std::string_view format_name(EventFormat format);

/// Verbal or material, cooperation or conflict, numbered as GDELT's QuadClass is.
enum class QuadClass : std::uint8_t {
    kUnknown = 0,
    kVerbalCooperation = 1,
    kMaterialCooperation = 2,
    kVerbalConflict = 3,
    kMaterialConflict = 4,
};

/// A value of Goldstein's scale in millionths, so that sums are exact and the same in any order.
using Millionths = std::int64_t;
constexpr Millionths kMillion = 1'000'000;
inline double from_millionths(Millionths value) {
    return static_cast<double>(value) / static_cast<double>(kMillion);
}
/// Rounded to the nearest millionth.
Millionths to_millionths(double value);

using TextId = Id<struct EventTextTag>;

/// The different texts of event files, each kept once.
class EventTexts {
  public:
    EventTexts() = default;
    EventTexts(EventTexts&&) = default;
    EventTexts& operator=(EventTexts&&) = default;
    EventTexts(const EventTexts&) = delete;
    EventTexts& operator=(const EventTexts&) = delete;

    TextId add(std::string_view text);
    std::string_view operator[](TextId id) const { return texts_[id.index()]; }
    std::size_t size() const { return texts_.size(); }

  private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, TextId> ids_;
};

/// An event as its file has it, after the choice of a Goldstein list. Countries and codes are texts
/// of the file; a missing country is the empty text.
struct EventRecord {
    Day day = 0;
    TextId source, target;      ///< countries; POLECAT may name several, divided by "; "
    TextId code;                ///< CAMEO, or PLOVER's event type in POLECAT
    std::uint32_t reports = 1;  ///< GDELT's NumMentions
    std::uint32_t outlets = 1;  ///< GDELT's NumSources
    std::int32_t goldstein = 0; ///< in millionths; counts only where `scored`
    bool scored = false;
    QuadClass quad = QuadClass::kUnknown; ///< the file's; where it has none, that of the code
};

} // namespace isthmus::chronicle
