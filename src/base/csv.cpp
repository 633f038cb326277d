// SPDX-License-Identifier: Apache-2.0
#include "base/csv.hpp"

#include <algorithm>
#include <iterator>
#include <new>
#include <unordered_set>

#include <csv.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Cuts off the first line with its end: LF, CR LF, or CR alone, each of which ends a record for
/// libcsv.
std::string_view take_line(std::string_view& text) {
    std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos)
        end = text.size();
    else
        end += text.substr(end, 2) == "\r\n" ? 2 : 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    return line;
}

bool is_blank(std::string_view line) {
    return line.empty() || line[0] == '\r' || line[0] == '\n';
}

/// The beginning of a text, cut between characters.
std::string_view shorten(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    std::string_view start = text.substr(0, kLongest);
    while (!is_utf8(start)) start.remove_suffix(1);
    return start;
}

/// Feeds libcsv one line at a time, which is how it learns on which line a record begins.
class Reader {
  public:
    Reader() {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
        // Spaces are part of a cell (RFC 4180, section 2, rule 4); libcsv drops them by default.
        csv_set_space_func(&parser_, [](unsigned char) { return 0; });
    }
    ~Reader() { csv_free(&parser_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// False where the quoting is wrong; problem() then says how.
    bool read(std::string_view text) {
        while (!text.empty()) {
            const std::string_view line = take_line(text);
            ++line_;
            if (!record_open_ && is_blank(line)) continue;
            if (!record_open_) {
                record_ = {line_, {}};
                field_line_ = line_;
            }
            record_open_ = true;
            const std::size_t read =
                csv_parse(&parser_, line.data(), line.size(), on_field, on_record, this);
            if (read == line.size()) continue;
            if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
            stop_ = line.substr(std::min(read, line.size()));
            return false;
        }
        return csv_fini(&parser_, on_field, on_record, this) == 0;
    }

    /// What is wrong where read() returned false.
    Diagnostic problem() const {
        const CsvRecord& header = records_.empty() ? record_ : records_.front();
        const std::size_t field = record_.fields.size();
        Diagnostic diagnostic;
        if (field < header.fields.size()) diagnostic.column = header.fields[field];
        if (stop_.empty()) {
            diagnostic.id = "E106";
            diagnostic.row = field_line_;
            return diagnostic;
        }
        diagnostic.id = "E101";
        diagnostic.row = line_;
        diagnostic.found = std::string(trim(shorten(stop_)));
        diagnostic.expected = stop_.front() == '"' ? "quotes around the whole cell or none"
                                                   : "a comma after the closing quote";
        return diagnostic;
    }

    std::vector<CsvRecord> take_records() { return std::move(records_); }

  private:
    static void on_field(void* data, std::size_t size, void* self) {
        Reader& reader = *static_cast<Reader*>(self);
        std::string& field = reader.record_.fields.emplace_back();
        if (size > 0) field.assign(static_cast<const char*>(data), size);
        reader.field_line_ = reader.line_;
    }
    static void on_record(int, void* self) {
        Reader& reader = *static_cast<Reader*>(self);
        reader.records_.push_back(std::move(reader.record_));
        reader.record_ = {};
        reader.record_open_ = false;
    }

    csv_parser parser_{};
    std::vector<CsvRecord> records_;
    CsvRecord record_;
    std::size_t line_ = 0;
    std::size_t field_line_ = 0;
    bool record_open_ = false;
    std::string_view stop_; ///< from the character that cannot stand where it stands
};

std::size_t first_line_not_utf8(std::string_view text) {
    std::size_t line = 1;
    while (is_utf8(take_line(text))) ++line;
    return line;
}

void check_header(const CsvRecord& header, Diagnostics& diagnostics) {
    std::unordered_set<std::string_view> seen;
    for (const std::string& name : header.fields) {
        if (seen.insert(name).second) continue;
        Diagnostic diagnostic;
        diagnostic.id = "E104";
        diagnostic.row = header.line;
        diagnostic.column = name;
        diagnostics.add(diagnostic);
    }
}

std::string count_cells(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "cell" : "cells");
}

void check_widths(const std::vector<CsvRecord>& records, Diagnostics& diagnostics) {
    const std::size_t width = records.front().fields.size();
    for (const CsvRecord& record : records) {
        if (record.fields.size() == width) continue;
        Diagnostic diagnostic;
        diagnostic.id = "E105";
        diagnostic.row = record.line;
        diagnostic.found = count_cells(record.fields.size());
        diagnostic.expected = count_cells(width);
        diagnostics.add(diagnostic);
    }
}

Diagnostics named(const Diagnostics& diagnostics, const std::string& file) {
    Diagnostics result;
    for (Diagnostic diagnostic : diagnostics.items()) {
        diagnostic.file = file;
        result.add(std::move(diagnostic));
    }
    return result;
}

bool needs_quotes(std::string_view field) {
    // A byte order mark that belongs to the first cell would be skipped if it came first in the
    // file.
    return field.find_first_of("\",\r\n") != std::string_view::npos ||
           field.substr(0, kByteOrderMark.size()) == kByteOrderMark;
}

void write_field(std::string_view field, std::string& text) {
    if (!needs_quotes(field)) {
        text += field;
        return;
    }
    text += '"';
    for (const char c : field) {
        if (c == '"') text += '"';
        text += c;
    }
    text += '"';
}

} // namespace

Result<CsvFile> parse_csv(std::string_view text, const std::string& file) {
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    Diagnostics diagnostics;
    if (!is_utf8(text)) {
        Diagnostic diagnostic;
        diagnostic.id = "E102";
        diagnostic.file = file;
        diagnostic.row = first_line_not_utf8(text);
        diagnostics.add(diagnostic);
        return diagnostics;
    }
    Reader reader;
    const bool complete = reader.read(text);
    if (!complete) diagnostics.add(reader.problem());
    std::vector<CsvRecord> records = reader.take_records();
    if (!records.empty()) {
        check_header(records.front(), diagnostics);
        check_widths(records, diagnostics);
    } else if (complete) {
        Diagnostic diagnostic;
        diagnostic.id = "E103";
        diagnostic.row = 1;
        diagnostics.add(diagnostic);
    }
    if (!diagnostics.empty()) {
        diagnostics.sort();
        return named(diagnostics, file);
    }
    CsvFile result;
    result.header = std::move(records.front());
    result.records.assign(std::make_move_iterator(records.begin() + 1),
                          std::make_move_iterator(records.end()));
    return result;
}

std::string write_csv_record(const std::vector<std::string>& fields) {
    // Bare, a record of one empty cell would be a blank line, which readers skip.
    if (fields.size() == 1 && fields.front().empty()) return "\"\"\n";
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) text += ',';
        write_field(fields[i], text);
    }
    text += '\n';
    return text;
}

} // namespace isthmus
