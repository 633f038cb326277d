// SPDX-License-Identifier: Apache-2.0
// Tables of the chronicle as people read them in a terminal, made from the full ones.
#include <fmt/format.h>

#include "report/chronicle_cells.hpp"
#include "report/columns.hpp"
#include "report/html_table.hpp"
#include "report/views_chronicle.hpp"

namespace isthmus::report {

namespace {

/// Parts that are there, each with its lead: "Opens x. Through y."
class Sentences {
  public:
    Sentences(const ResultTable& table, std::size_t row) : table_(table), row_(row) {}

    Sentences& add(std::string_view lead, std::string_view column) {
        const std::string part = cell_text(table_, row_, column);
        if (part.empty()) return *this;
        if (!text_.empty()) text_ += ' ';
        text_ += fmt::format("{}{}", lead, part);
        if (!part.ends_with('.') && !part.ends_with('?')) text_ += '.';
        return *this;
    }
    Cell cell() const { return text_or_missing(text_); }

  private:
    const ResultTable& table_;
    std::size_t row_;
    std::string text_;
};

/// "A → B", or the one that is there.
std::string who(const ResultTable& table, std::size_t row) {
    const std::string by = cell_text(table, row, "by"), towards = cell_text(table, row, "towards");
    return towards.empty() ? by : fmt::format("{} \u2192 {}", by, towards);
}

ResultTable like(const ResultTable& table, std::vector<ResultColumn> columns) {
    return {table.id, table.title, table.note, std::move(columns), {}};
}

ResultTable entries(const ResultTable& full) {
    ResultTable table =
        like(full, {text("date", "Date"), text("kind", "Kind"), text("what", "What"),
                    text("value", "Code, value"), text("more", "Effect, notes"),
                    text("evidence", "Evidence"), text("sources", "Sources")});
    for (std::size_t row = 0; row < full.rows.size(); ++row) {
        std::string what = who(full, row);
        what += (what.empty() ? "" : ": ") + cell_text(full, row, "what");
        std::string value = cell_text(full, row, "code");
        if (const auto goldstein = cell_number(full, row, "goldstein")) {
            value += fmt::format("{}{:+.1f}", value.empty() ? "" : ": ", *goldstein);
        }
        table.rows.push_back({{cell_text(full, row, "date"), cell_text(full, row, "kind"), what,
                               text_or_missing(value),
                               Sentences(full, row)
                                   .add("Opens ", "opens")
                                   .add("Shuts ", "closes")
                                   .add("Through ", "through")
                                   .add("", "note")
                                   .cell(),
                               text_or_missing(cell_text(full, row, "evidence")),
                               text_or_missing(cell_text(full, row, "sources"))},
                              {}});
    }
    return table;
}

ResultTable held(const ResultTable& full) {
    ResultTable table = like(full, {text("kind", "Kind"), text("name", "Name"), text("who", "Who"),
                                    text("since", "Since"), text("until", "Until"),
                                    text("only", "Only"), text("more", "Links, notes"),
                                    text("evidence", "Evidence"), text("sources", "Sources")});
    for (std::size_t row = 0; row < full.rows.size(); ++row) {
        const auto of = [&](const char* column) {
            return text_or_missing(cell_text(full, row, column));
        };
        table.rows.push_back(
            {{of("kind"),
              fmt::format("{} ({})", cell_text(full, row, "name"), cell_text(full, row, "what")),
              text_or_missing(who(full, row)), of("since"), of("until"), of("only"),
              Sentences(full, row)
                  .add("Opens ", "opens")
                  .add("Shuts or limits ", "shuts")
                  .add("Through ", "through")
                  .add("", "note")
                  .cell(),
              of("evidence"), of("sources")},
             {}});
    }
    return table;
}

ResultTable links(const ResultTable& full) {
    ResultTable table = like(full, {text("name", "Link"), text("status", "Status"),
                                    text("days", "Days"), text("by", "By"), text("since", "Since"),
                                    text("until", "Until"), text("why", "What opens or shuts it"),
                                    text("note", "Note"), text("evidence", "Evidence")});
    for (std::size_t row = 0; row < full.rows.size(); ++row) {
        std::vector<Cell> cells;
        for (const ResultColumn& column : table.columns) {
            cells.push_back(text_or_missing(cell_text(full, row, column.name)));
        }
        table.rows.push_back({std::move(cells), {}});
    }
    return table;
}

void drop_column(ResultTable& table, std::string_view name) {
    const std::size_t place = table.column(name);
    if (place >= table.columns.size()) return;
    const auto at = static_cast<std::ptrdiff_t>(place);
    table.columns.erase(table.columns.begin() + at);
    for (ResultRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
}

void drop_quiet_periods(ResultTable& table) {
    const std::size_t events = table.column("events"), before = table.rows.size();
    std::erase_if(table.rows, [&](const ResultRow& row) {
        const double* count = row.cells[events].number();
        return count && *count == 0;
    });
    const std::size_t quiet = before - table.rows.size();
    if (quiet == 0) return;
    table.note += fmt::format("{}{} without events {} not listed.", table.note.empty() ? "" : " ",
                              quiet == 1 ? "1 period" : fmt::format("{} periods", quiet),
                              quiet == 1 ? "is" : "are");
}

} // namespace

ResultTable for_people(const ResultTable& full) {
    ResultTable table = full.id == "timeline" || full.id == "changes" ? entries(full)
                        : full.id == "standing"                       ? held(full)
                        : full.id == "standing_links"                 ? links(full)
                                                                      : full;
    for (const char* id : {"source", "target", "bytes"}) drop_column(table, id);
    if (table.id == "series" || table.id == "file_series") drop_quiet_periods(table);
    if (!table.rows.empty()) drop_empty_columns(table);
    return table;
}

} // namespace isthmus::report
