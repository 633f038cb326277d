// SPDX-License-Identifier: Apache-2.0
#include "chronicle/cameo.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "chronicle/embedded.hpp"

namespace isthmus::chronicle {

namespace {

std::optional<Millionths> value_of(const std::string& cell) {
    const std::optional<double> number = parse_number(cell);
    if (!number) return std::nullopt;
    return to_millionths(*number);
}

std::vector<CameoCode> read_codes() {
    const Result<CsvFile> file = parse_csv(embedded::cameo_csv, "cameo.csv");
    if (!file) throw std::logic_error("cameo.csv: " + file.diagnostics().items()[0].to_string());
    std::vector<CameoCode> codes;
    for (const CsvRecord& record : file.value().records) {
        const std::vector<std::string>& cells = record.fields;
        codes.push_back({cells[0], cells[4],
                         static_cast<QuadClass>(parse_integer(cells[3]).value_or(0)),
                         value_of(cells[1]), value_of(cells[2])});
    }
    std::sort(codes.begin(), codes.end(),
              [](const CameoCode& a, const CameoCode& b) { return a.code < b.code; });
    return codes;
}

} // namespace

std::optional<GoldsteinList> parse_goldstein_list(std::string_view word) {
    if (word == "file") return GoldsteinList::kFile;
    if (word == "gdelt") return GoldsteinList::kGdelt;
    if (word == "icews") return GoldsteinList::kIcews;
    return std::nullopt;
}

const std::vector<CameoCode>& cameo_codes() {
    static const std::vector<CameoCode> codes = read_codes();
    return codes;
}

const CameoCode* find_cameo_code(std::string_view code) {
    const std::vector<CameoCode>& codes = cameo_codes();
    const auto found =
        std::lower_bound(codes.begin(), codes.end(), code,
                         [](const CameoCode& a, std::string_view b) { return a.code < b; });
    return found != codes.end() && found->code == code ? &*found : nullptr;
}

std::optional<Millionths> goldstein(GoldsteinList list, std::string_view code) {
    const CameoCode* found = find_cameo_code(code);
    if (found == nullptr || list == GoldsteinList::kFile) return std::nullopt;
    return list == GoldsteinList::kGdelt ? found->gdelt : found->icews;
}

} // namespace isthmus::chronicle
