// SPDX-License-Identifier: Apache-2.0
#include "report/table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace isthmus::report {

namespace {

using Json = nlohmann::ordered_json;

bool any_claims(const ResultTable& table) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [](const ResultRow& row) { return !row.claims.empty(); });
}

/// The number rounded to what machines read, so that JSON and CSV agree digit for digit.
double machine_value(double value) {
    return parse_number(fmt::format("{:.{}g}", value, kMachineDigits)).value_or(value);
}

Json cell_json(const Cell& cell) {
    if (const double* number = cell.number()) return machine_value(*number);
    if (const std::string* text = cell.text()) return *text;
    return nullptr;
}

Json table_json(const ResultTable& table) {
    Json columns = Json::array();
    for (const ResultColumn& column : table.columns) {
        Json item = {{"name", column.name}, {"title", column.title}};
        if (!column.unit.empty()) item["unit"] = column.unit;
        item["kind"] = column.kind == CellKind::kNumber ? "number" : "text";
        if (!column.meaning.empty()) item["meaning"] = column.meaning;
        columns.push_back(std::move(item));
    }
    const bool claims = any_claims(table);
    Json rows = Json::array();
    for (const ResultRow& row : table.rows) {
        Json item = Json::object();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            item[table.columns[i].name] = cell_json(row.cells[i]);
        }
        if (claims) item["claims"] = row.claims;
        rows.push_back(std::move(item));
    }
    Json result = {{"id", table.id}, {"title", table.title}};
    if (!table.note.empty()) result["note"] = table.note;
    result["columns"] = std::move(columns);
    result["rows"] = std::move(rows);
    return result;
}

std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string grouped(std::string digits, std::string_view group) {
    if (group.empty()) return digits;
    const std::size_t first = !digits.empty() && digits[0] == '-' ? 1 : 0;
    std::size_t end = digits.find('.');
    if (end == std::string::npos) end = digits.size();
    for (std::size_t i = end; i > first + 3;) {
        i -= 3;
        digits.insert(i, group);
    }
    return digits;
}

} // namespace

Cell::Cell(double number) {
    if (std::isfinite(number)) value_ = number;
}

std::size_t ResultTable::column(std::string_view name) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(),
                     [&](const ResultColumn& column) { return column.name == name; });
    return static_cast<std::size_t>(found - columns.begin());
}

void drop_empty_columns(ResultTable& table) {
    for (std::size_t i = table.columns.size(); i-- > 0;) {
        const bool empty =
            std::all_of(table.rows.begin(), table.rows.end(),
                        [&](const ResultRow& row) { return row.cells[i].missing(); });
        if (!empty) continue;
        const auto at = static_cast<std::ptrdiff_t>(i);
        table.columns.erase(table.columns.begin() + at);
        for (ResultRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
    }
}

std::string show_number(double value, int decimals, std::string_view group) {
    if (decimals < 0) {
        const bool whole = std::floor(value) == value && std::abs(value) < 1e9;
        return whole ? grouped(format_fixed(value, 0), group) : fmt::format("{:.2g}", value);
    }
    return grouped(format_fixed(value, decimals), group);
}

std::string machine_number(double value) {
    return format_number(machine_value(value));
}

std::string show_cell(const Cell& cell, const ResultColumn& column, std::string_view group) {
    if (const double* number = cell.number()) return show_number(*number, column.decimals, group);
    if (const std::string* text = cell.text()) return *text;
    return {};
}

std::string to_csv(const ResultTable& table) {
    const bool claims = any_claims(table);
    std::vector<std::string> fields;
    for (const ResultColumn& column : table.columns) fields.push_back(column.name);
    if (claims) fields.emplace_back("claims");
    std::string result = write_csv_record(fields);
    for (const ResultRow& row : table.rows) {
        fields.clear();
        for (const Cell& cell : row.cells) {
            const double* number = cell.number();
            const std::string* text = cell.text();
            fields.push_back(number != nullptr ? machine_number(*number)
                             : text != nullptr ? *text
                                               : std::string());
        }
        if (claims) fields.push_back(join(row.claims, ";"));
        result += write_csv_record(fields);
    }
    return result;
}

std::string to_json(const ResultTable& table) {
    return dump(table_json(table));
}

std::string to_json(const std::vector<ResultTable>& tables,
                    const std::vector<std::pair<std::string, std::string>>& properties) {
    Json result = Json::object();
    for (const auto& [name, value] : properties) {
        Json parsed = Json::parse(value, nullptr, false);
        result[name] = parsed.is_discarded() ? Json(value) : std::move(parsed);
    }
    Json items = Json::object();
    for (const ResultTable& table : tables) items[table.id] = table_json(table);
    result["tables"] = std::move(items);
    return dump(result);
}

std::string json_text(std::string_view text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_html(const ResultTable& table) {
    std::string html = fmt::format("<table id=\"{}\">\n<caption>{}</caption>\n<thead><tr>",
                                   escape_html(table.id), escape_html(table.title));
    const bool claims = any_claims(table);
    for (const ResultColumn& column : table.columns) {
        const bool unit = !column.unit.empty() && column.unit.front() != '@';
        html += fmt::format(
            "<th scope=\"col\"{}>{}{}</th>",
            column.kind == CellKind::kNumber ? " class=\"number\"" : "", escape_html(column.title),
            unit ? fmt::format(" <small>{}</small>", escape_html(column.unit)) : "");
    }
    if (claims) html += "<th scope=\"col\">Claims</th>";
    html += "</tr></thead>\n<tbody>\n";
    for (const ResultRow& row : table.rows) {
        html += "<tr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const ResultColumn& column = table.columns[i];
            const std::string text = escape_html(show_cell(row.cells[i], column));
            if (i == 0) {
                html += fmt::format("<th scope=\"row\" dir=\"auto\">{}</th>", text);
            } else if (column.kind == CellKind::kNumber) {
                html += fmt::format("<td class=\"number\">{}</td>", text);
            } else {
                html += fmt::format("<td dir=\"auto\">{}</td>", text);
            }
        }
        if (claims) html += fmt::format("<td>{}</td>", escape_html(join(row.claims, ", ")));
        html += "</tr>\n";
    }
    html += "</tbody>\n</table>\n";
    return html;
}

} // namespace isthmus::report
