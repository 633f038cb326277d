// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_codes.hpp"

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "base/text.hpp"

namespace isthmus::cli {

std::vector<ExitCodeInfo> exit_codes() {
    std::vector<ExitCodeInfo> codes;
    const Result<CsvFile> csv = parse_csv(embedded::exit_codes_csv, "errors/exit_codes.csv");
    for (const CsvRecord& record : csv.value().records) {
        codes.push_back(
            {parse_integer(record.fields[0]).value_or(0), record.fields[1], record.fields[2]});
    }
    return codes;
}

std::string exit_code_meaning(ExitCode code) {
    for (const ExitCodeInfo& info : exit_codes()) {
        if (info.code == static_cast<int>(code)) return info.meaning;
    }
    return {};
}

} // namespace isthmus::cli
