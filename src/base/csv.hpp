// SPDX-License-Identifier: Apache-2.0
// CSV as RFC 4180 has it, in UTF-8 (a byte order mark is skipped), over libcsv in strict mode.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus {

/// One record and the line of the file on which it begins (the first line is 1).
struct CsvRecord {
    std::size_t line = 0;
    std::vector<std::string> fields;
};

struct CsvFile {
    CsvRecord header;
    std::vector<CsvRecord> records;
};

/// Reads a whole file's text. Wrong quoting, text that is not UTF-8, a missing header, a repeated
/// column name and records with another number of fields than the header are diagnostics that name
/// `file`. Blank lines are skipped; spaces belong to the fields.
Result<CsvFile> parse_csv(std::string_view text, const std::string& file);

/// One record, ended by a line feed; quotes only fields that need it.
std::string write_csv_record(const std::vector<std::string>& fields);

} // namespace isthmus
