// SPDX-License-Identifier: Apache-2.0
#include "evidence/world_tables.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/file.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

namespace fs = std::filesystem;

namespace {

using world::TableSchema;

/// Tables that others refer to are written first, so that a world whose writing was broken off by
/// a failing machine can still be read.
constexpr std::array<std::string_view, 3> kFirst = {"sources", "claims", "documents"};

/// A record of a file as it stands there.
struct RawRecord {
    std::string text; ///< without its line end
    std::vector<std::string> fields;
};

/// A table's file: bytes that are kept and the fields they stand for.
struct TableFile {
    const TableSchema* schema = nullptr;
    fs::path path;
    std::optional<std::string> before; ///< bytes; nothing where there is no file
    std::string line_end = "\n";
    std::vector<std::string> header;
    std::string header_text;
    std::vector<RawRecord> records;
    std::string after;

    std::size_t column(std::string_view name) const {
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) -
                                        header.begin());
    }
};

/// The records of a well-formed CSV text, quotes and line ends inside cells respected; blank lines
/// are left out.
std::vector<std::string_view> record_texts(std::string_view text) {
    std::vector<std::string_view> records;
    bool quoted = false;
    std::size_t begin = 0;
    const auto end_record = [&](std::size_t end) {
        if (end > begin) records.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (!quoted && (text[i] == '\n' || text[i] == '\r')) end_record(i);
    }
    end_record(text.size());
    return records;
}

Result<TableFile> read_table_file(const fs::path& folder, const std::string& table) {
    TableFile file;
    file.schema = world::find_table(table);
    if (file.schema == nullptr) throw std::logic_error("no table " + table);
    file.path = folder / (table + ".csv");
    if (!fs::exists(file.path)) {
        for (const world::Column& column : file.schema->columns) file.header.push_back(column.name);
        file.header_text = write_csv_record(file.header);
        file.header_text.pop_back();
        return file;
    }
    file.before = read_file(file.path);
    std::string_view text = *file.before;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const Result<CsvFile> csv = parse_csv(text, file.path.generic_string());
    if (!csv) return csv.diagnostics();
    const std::vector<std::string_view> texts = record_texts(text);
    if (texts.size() != csv.value().records.size() + 1)
        throw std::logic_error("records of " + file.path.string());
    const std::size_t first_end =
        static_cast<std::size_t>(texts[0].data() - text.data()) + texts[0].size();
    if (text.substr(first_end).starts_with("\r\n")) file.line_end = "\r\n";
    file.header = csv.value().header.fields;
    file.header_text =
        file.before->substr(0, static_cast<std::size_t>(text.data() - file.before->data())) +
        std::string(texts[0]);
    for (std::size_t i = 1; i < texts.size(); ++i)
        file.records.push_back({std::string(texts[i]), csv.value().records[i - 1].fields});
    return file;
}

void check_columns(const TableSchema& schema, const std::vector<NewRow>& rows) {
    for (const NewRow& row : rows) {
        for (const auto& [column, cell] : row) {
            if (!schema.find_column(column))
                throw std::logic_error(
                    fmt::format("table {} has no column {}", schema.name, column));
        }
    }
}

/// Columns that new rows fill and the file does not have, in the schema's order.
std::vector<std::string> lacking_columns(const TableFile& file, const std::vector<NewRow>& rows) {
    std::vector<std::string> lacking;
    for (const world::Column& column : file.schema->columns) {
        if (file.column(column.name) < file.header.size()) continue;
        const bool needed = std::any_of(rows.begin(), rows.end(), [&](const NewRow& row) {
            const auto cell = row.find(column.name);
            return cell != row.end() && !cell->second.empty();
        });
        if (needed) lacking.push_back(column.name);
    }
    return lacking;
}

std::string record_text(const std::vector<std::string>& header, const NewRow& row) {
    std::vector<std::string> fields;
    for (const std::string& column : header) {
        const auto cell = row.find(column);
        fields.push_back(cell == row.end() ? std::string() : cell->second);
    }
    std::string text = write_csv_record(fields);
    text.pop_back();
    return text;
}

using Key = std::vector<std::string>;

/// New rows by what they replace; without replacing columns nothing is.
class Replacement {
  public:
    explicit Replacement(const NewRows& change) : change_(change) {
        if (change.replacing.empty()) return;
        for (std::size_t i = 0; i < change.rows.size(); ++i)
            rows_[key(change.rows[i])].push_back(i);
    }

    /// Indices of the new rows that take the place of a record; nothing where it stays.
    std::optional<std::vector<std::size_t>> take(const TableFile& file, const RawRecord& record) {
        if (change_.replacing.empty()) return std::nullopt;
        Key present;
        for (const std::string& column : change_.replacing) {
            const std::size_t place = file.column(column);
            present.push_back(place < record.fields.size() ? record.fields[place] : "");
        }
        const auto rows = rows_.find(present);
        if (rows == rows_.end()) return std::nullopt;
        if (!taken_.insert(present).second) return std::vector<std::size_t>();
        return rows->second;
    }
    bool taken(const NewRow& row) const {
        return !change_.replacing.empty() && taken_.count(key(row)) > 0;
    }

  private:
    Key key(const NewRow& row) const {
        Key cells;
        for (const std::string& column : change_.replacing) {
            const auto cell = row.find(column);
            cells.push_back(cell == row.end() ? std::string() : cell->second);
        }
        return cells;
    }

    const NewRows& change_;
    std::map<Key, std::vector<std::size_t>> rows_;
    std::set<Key> taken_;
};

void write_after(TableFile& file, const NewRows& change) {
    const std::vector<std::string> lacking = lacking_columns(file, change.rows);
    std::vector<std::string> header = file.header;
    header.insert(header.end(), lacking.begin(), lacking.end());
    const std::string empty_cells(lacking.size(), ',');
    file.after = file.header_text;
    for (const std::string& column : lacking) file.after += "," + column;
    file.after += file.line_end;
    Replacement replacement(change);
    const auto add = [&](const NewRow& row) {
        file.after += record_text(header, row) + file.line_end;
    };
    for (const RawRecord& record : file.records) {
        const auto rows = replacement.take(file, record);
        if (!rows) {
            file.after += record.text;
            file.after += empty_cells + file.line_end;
            continue;
        }
        for (const std::size_t row : *rows) add(change.rows[row]);
    }
    for (const NewRow& row : change.rows) {
        if (!replacement.taken(row)) add(row);
    }
}

/// The table as it would be read from the new text.
Diagnostics take_over(const TableFile& file, world::Table& table) {
    const std::string name = file.path.generic_string();
    const Result<CsvFile> csv = parse_csv(file.after, name);
    if (!csv) return csv.diagnostics();
    table.rows.clear();
    for (const CsvRecord& record : csv.value().records) {
        world::Row row;
        row.origin = {name, record.line};
        row.cells.resize(table.schema->columns.size());
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const auto column = table.schema->find_column(csv.value().header.fields[i]);
            if (column) row.cells[*column] = record.fields[i];
        }
        table.rows.push_back(std::move(row));
    }
    return {};
}

void write_files(const std::vector<TableFile>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        try {
            write_file(files[i].path, files[i].after);
        } catch (const Error&) {
            for (std::size_t done = 0; done < i; ++done) {
                if (files[done].before)
                    write_file(files[done].path, *files[done].before);
                else
                    fs::remove(files[done].path);
            }
            throw;
        }
    }
}

Diagnostics errors_of(const Diagnostics& diagnostics) {
    Diagnostics errors;
    for (const Diagnostic& each : diagnostics.items()) {
        if (each.level() == Level::kError) errors.add(each);
    }
    return errors;
}

std::size_t rank(const TableFile& file) {
    return static_cast<std::size_t>(std::find(kFirst.begin(), kFirst.end(), file.schema->name) -
                                    kFirst.begin());
}

} // namespace

Diagnostics append_rows(const fs::path& world_folder, const std::vector<NewRows>& changes) {
    Result<world::Tables> read = world::read_tables(world_folder);
    if (!read) return errors_of(read.diagnostics());
    world::Tables tables = std::move(read).value();
    std::vector<TableFile> files;
    for (const NewRows& change : changes) {
        if (change.rows.empty()) continue;
        Result<TableFile> file = read_table_file(world_folder, change.table);
        if (!file) return file.diagnostics();
        check_columns(*file.value().schema, change.rows);
        files.push_back(std::move(file).value());
        write_after(files.back(), change);
        const Diagnostics unread = take_over(files.back(), tables.tables[change.table]);
        if (unread.has_errors()) return unread;
    }
    const Result<world::World> built = world::build(std::move(tables));
    if (!built) return errors_of(built.diagnostics());
    std::stable_sort(files.begin(), files.end(),
                     [](const TableFile& a, const TableFile& b) { return rank(a) < rank(b); });
    write_files(files);
    return {};
}

} // namespace isthmus::evidence
