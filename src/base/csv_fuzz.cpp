// SPDX-License-Identifier: Apache-2.0
// What the reader accepts, written and read again, is the same.
#include "base/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

std::string written(const isthmus::CsvFile& file) {
    std::string text = isthmus::write_csv_record(file.header.fields);
    for (const isthmus::CsvRecord& record : file.records) {
        text += isthmus::write_csv_record(record.fields);
    }
    return text;
}

void require(bool condition) {
    if (!condition) std::abort();
}

void require_located(const isthmus::Diagnostics& diagnostics, std::size_t lines) {
    require(!diagnostics.empty());
    for (const isthmus::Diagnostic& item : diagnostics.items()) {
        require(item.row >= 1 && item.row <= lines && item.file == "fuzz.csv");
        require(!item.to_string().empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto breaks =
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    const std::size_t lines = static_cast<std::size_t>(breaks) + 1;
    const isthmus::Result<isthmus::CsvFile> first = isthmus::parse_csv(text, "fuzz.csv");
    if (!first) {
        require_located(first.diagnostics(), lines);
        return 0;
    }
    const isthmus::Result<isthmus::CsvFile> second =
        isthmus::parse_csv(written(first.value()), "fuzz.csv");
    require(second.ok());
    require(first.value().header.fields == second.value().header.fields);
    require(first.value().records.size() == second.value().records.size());
    std::size_t last_line = first.value().header.line;
    for (std::size_t i = 0; i < first.value().records.size(); ++i) {
        const isthmus::CsvRecord& record = first.value().records[i];
        require(record.fields == second.value().records[i].fields);
        require(record.line > last_line && record.line <= lines);
        last_line = record.line;
    }
    return 0;
}
