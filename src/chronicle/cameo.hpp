// SPDX-License-Identifier: Apache-2.0
// CAMEO event codes with the values of both Goldstein lists and their quad class (rules/cameo.csv).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chronicle/event_record.hpp"

namespace isthmus::chronicle {

/// Whose value an event gets: the one in its file, or that of a list for its code.
enum class GoldsteinList { kFile, kGdelt, kIcews };
/// "file", "gdelt" or "icews"; nothing for other words.
std::optional<GoldsteinList> parse_goldstein_list(std::string_view word);

struct CameoCode {
    std::string code; ///< text, with its leading zeros: 010 is not 10
    std::string root; ///< the first two digits
    QuadClass quad = QuadClass::kUnknown;
    std::optional<Millionths> gdelt, icews; ///< nothing where the list lacks the code
};

/// All codes, ascending as texts.
const std::vector<CameoCode>& cameo_codes();
/// The code, or nullptr.
const CameoCode* find_cameo_code(std::string_view code);
/// The value of a list (not kFile) for a code; nothing where the list lacks it.
std::optional<Millionths> goldstein(GoldsteinList list, std::string_view code);

} // namespace isthmus::chronicle
