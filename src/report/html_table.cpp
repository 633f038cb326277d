// SPDX-License-Identifier: Apache-2.0
#include "report/html_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::report {

namespace {

/// What a shown column needs besides the table's own: its index, unit and decimals for the rows
/// shown.
struct Resolved {
    const ShownColumn* shown = nullptr;
    const ResultColumn* column = nullptr;
    std::size_t index = 0;
    std::string unit;
    int decimals = 0;
};

/// The unit that all shown rows share; empty where they differ.
std::string common_unit(const ResultTable& table, const ResultColumn& column,
                        const std::vector<std::size_t>& rows) {
    if (column.unit.empty() || column.unit.front() != '@') return column.unit;
    const std::string name = column.unit.substr(1);
    std::string unit;
    for (const std::size_t row : rows) {
        const std::string here = cell_text(table, row, name);
        if (here.empty()) continue;
        if (unit.empty()) unit = here;
        if (unit != here) return {};
    }
    return unit;
}

int decimals_for(double value, int most) {
    return value >= 1000 ? 0 : value >= 100 ? 1 : most;
}

/// Fewer decimals for larger numbers: the same for a column in one unit, else by each number
/// (kByNumber).
constexpr int kByNumber = -9;
int fitting_decimals(const ResultTable& table, std::size_t index, const ResultColumn& column,
                     const std::vector<std::size_t>& rows) {
    if (column.decimals < 2) return column.decimals;
    if (column.unit.starts_with('@') && common_unit(table, column, rows).empty()) return kByNumber;
    double largest = 0;
    for (const std::size_t row : rows) {
        const double* number = table.rows[row].cells[index].number();
        if (number != nullptr) largest = std::max(largest, std::abs(*number));
    }
    return decimals_for(largest, column.decimals);
}

std::string number_cell(const Resolved& of, double value) {
    const int decimals =
        of.decimals == kByNumber ? decimals_for(std::abs(value), of.column->decimals) : of.decimals;
    std::string text = html_number(value, decimals);
    switch (of.shown->look) {
    case CellLook::kBar:
        return fmt::format("<td class=\"number bar\">{}<i><b{} style=\"width:{}%\"></b></i></td>",
                           text, value >= 99.5 ? " class=\"full\"" : "",
                           format_fixed(std::clamp(value, 0.0, 100.0), 0));
    case CellLook::kSigned:
        if (value > 0) text = fmt::format("+{}", text);
        break;
    default:
        break;
    }
    const bool nothing = text.find_first_of("123456789") == std::string::npos;
    return fmt::format("<td class=\"number{}\">{}</td>", nothing ? " nothing" : "", text);
}

std::string text_cell(const Resolved& of, const std::string& text, const std::string* below) {
    const std::string safe = escape_html(text);
    if (of.shown->look == CellLook::kShort)
        return fmt::format("<td class=\"short\" dir=\"auto\">{}</td>", safe);
    if (of.shown->look == CellLook::kStatus) {
        return fmt::format("<td><span class=\"status {}\">{}</span></td>", safe, safe);
    }
    if (of.column->kind == CellKind::kNumber)
        return fmt::format("<td class=\"number\">{}</td>", safe);
    if (below == nullptr) return fmt::format("<td dir=\"auto\">{}</td>", safe);
    return fmt::format("<th scope=\"row\" dir=\"auto\">{}{}</th>", safe,
                       below->empty() ? ""
                                      : fmt::format(" <small>{}</small>", escape_html(*below)));
}

/// Whether no row shown has anything in a column, so that it can be left out.
bool blank(const ResultTable& table, std::size_t index, const std::vector<std::size_t>& rows) {
    return std::all_of(rows.begin(), rows.end(), [&](std::size_t row) {
        const Cell& cell = table.rows[row].cells[index];
        return cell.missing() || (cell.text() != nullptr && cell.text()->empty());
    });
}

std::string header(const std::vector<Resolved>& columns, bool sources) {
    std::string out = "<thead><tr>";
    for (const Resolved& of : columns) {
        const std::string& title = of.shown->title.empty() ? of.column->title : of.shown->title;
        out += fmt::format(
            "<th scope=\"col\"{}{}>{}{}</th>",
            of.column->kind == CellKind::kNumber ? " class=\"number\"" : "",
            of.column->meaning.empty()
                ? ""
                : fmt::format(" title=\"{}\"", escape_html(of.column->meaning)),
            escape_html(title),
            of.unit.empty() ? "" : fmt::format(" <small>{}</small>", escape_html(of.unit)));
    }
    if (sources) out += "<th scope=\"col\">Sources</th>";
    return out + "</tr></thead>\n";
}

} // namespace

std::string html_number(double value, int decimals) {
    std::string text = show_number(value, decimals);
    if (!text.empty() && text.front() == '-') text.replace(0, 1, "\u2212");
    return text;
}

std::string cell_text(const ResultTable& table, std::size_t row, std::string_view column) {
    const std::size_t index = table.column(column);
    if (index >= table.columns.size()) return {};
    const std::string* text = table.rows[row].cells[index].text();
    return text == nullptr ? std::string() : *text;
}

std::optional<double> cell_number(const ResultTable& table, std::size_t row,
                                  std::string_view column) {
    const std::size_t index = table.column(column);
    if (index >= table.columns.size()) return std::nullopt;
    const double* number = table.rows[row].cells[index].number();
    return number == nullptr ? std::nullopt : std::optional<double>(*number);
}

std::vector<std::size_t> select_rows(const ResultTable& table,
                                     const std::function<bool(std::size_t)>& wanted) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (wanted(row)) rows.push_back(row);
    }
    return rows;
}

void show_first(ShownTable& shown, const ResultTable& table, std::size_t most) {
    shown.all_rows = table.rows.size() <= most;
    if (shown.all_rows) return;
    shown.rows = select_rows(table, [&](std::size_t row) { return row < most; });
    shown.caption += fmt::format(" (the first {} of {})", most, table.rows.size());
}

std::string html_table(const ResultTable& table, const ShownTable& shown, Citations& citations) {
    const std::vector<std::size_t> rows =
        shown.all_rows ? select_rows(table, [](std::size_t) { return true; }) : shown.rows;
    std::vector<Resolved> columns;
    for (const ShownColumn& column : shown.columns) {
        const std::size_t index = table.column(column.name);
        if (index >= table.columns.size() || blank(table, index, rows)) continue;
        const ResultColumn& of = table.columns[index];
        columns.push_back({&column, &of, index, common_unit(table, of, rows),
                           fitting_decimals(table, index, of, rows)});
    }
    const bool sources = shown.cite && std::any_of(rows.begin(), rows.end(), [&](std::size_t row) {
                             return !table.rows[row].claims.empty();
                         });
    const std::string caption = shown.caption.empty() ? table.title : shown.caption;
    std::string out = fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                                  "aria-labelledby=\"{0}-caption\">\n<table id=\"{0}\">\n"
                                  "<caption id=\"{0}-caption\">{1}</caption>\n{2}<tbody>\n",
                                  shown.id, escape_html(caption), header(columns, sources));
    if (sources) citations.stand_in(shown.id, caption);
    for (const std::size_t row : rows) {
        std::size_t figures = 0;
        const std::string css = shown.row_class ? shown.row_class(row) : std::string();
        out += "<tr";
        if (!css.empty()) out += fmt::format(" class=\"{}\"", css);
        if (!shown.link_column.empty()) {
            out += fmt::format(" data-row=\"{}\"",
                               escape_html(cell_text(table, row, shown.link_column)));
        }
        out += ">";
        const std::string below = shown.below ? shown.below(row) : std::string();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Cell& cell = table.rows[row].cells[columns[i].index];
            if (const double* number = cell.number()) {
                out += number_cell(columns[i], *number);
                ++figures;
            } else if (const std::string* text = cell.text())
                out += text_cell(columns[i], *text, i == 0 ? &below : nullptr);
            else
                out += i == 0 ? "<th scope=\"row\"></th>" : "<td></td>";
        }
        if (sources) {
            out += fmt::format(
                "<td class=\"refs\">{}</td>",
                citations.cite(table.rows[row].claims, {.figures = figures, .most = 0}));
        }
        out += "</tr>\n";
    }
    return out + "</tbody>\n</table>\n</div>\n";
}

} // namespace isthmus::report
