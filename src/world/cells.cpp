// SPDX-License-Identifier: Apache-2.0
#include "world/cells.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::world {

namespace {

using UnitIndex = std::unordered_map<std::string_view, const Unit*>;

bool is_id(std::string_view text) {
    const auto is_first = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (text.empty() || !is_first(text.front())) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_first(c) || c == '.' || c == '_' || c == '-'; });
}

/// The parts of a list between semicolons, trimmed.
std::vector<std::string_view> list_items(std::string_view text) {
    std::vector<std::string_view> items;
    while (true) {
        const std::size_t end = text.find(';');
        items.push_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos) return items;
        text.remove_prefix(end + 1);
    }
}

/// What a decimal comma, a thousands separator or a unit behind the number would have meant.
std::string number_hint(std::string_view text) {
    std::string plain;
    for (const char c : trim(text)) {
        if (c == ',')
            plain += '.';
        else if (c != ' ' && c != '\'')
            plain += c;
    }
    if (plain != text && parse_number(plain)) {
        return fmt::format("is it {}? Numbers have a decimal point and no separators", plain);
    }
    if (!plain.empty() && plain.back() == '%') return "write a share, such as 0.25 for 25%";
    return {};
}

/// Types one table after another, sharing the indexes.
class Typist {
  public:
    Typist(const Tables& tables, const Gaps& gaps, Diagnostics& diagnostics)
        : tables_(tables), gaps_(gaps), diagnostics_(diagnostics) {
        for (const Unit& unit : all_units()) units_.emplace(unit.name, &unit);
    }

    Cells run() {
        for (const TableSchema& schema : schema()) index_ids(tables_.at(schema.name));
        for (const TableSchema& schema : schema()) {
            CellTable& table = cells_.tables[schema.name];
            table.table = &tables_.at(schema.name);
            for (std::size_t i = 0; i < schema.columns.size(); ++i) {
                table.columns.push_back(type_column(*table.table, i));
            }
            check_periods(table);
        }
        return std::move(cells_);
    }

  private:
    void index_ids(const Table& table) {
        const std::optional<std::size_t> column = table.schema->find_column("id");
        if (!column) return;
        RowIndex& index = cells_.ids[table.schema->name];
        index.reserve(table.rows.size());
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const std::string& id = table.rows[i].cells[*column];
            if (id.empty()) continue;
            const auto [first, is_new] = index.emplace(id, static_cast<std::uint32_t>(i));
            if (is_new) continue;
            const RowOrigin& other = table.rows[first->second].origin;
            report(diagnostics_, table.rows[i].origin,
                   {.id = "E215",
                    .column = "id",
                    .found = id,
                    .expected = "an id that no other row has",
                    .hint = fmt::format("first in {}:{}", other.file, other.line)});
        }
    }

    CellColumn type_column(const Table& table, std::size_t index) {
        CellColumn cells;
        cells.column = &table.schema->columns[index];
        reserve(cells, table.rows.size());
        const bool absent = gaps_.columns.contains({table.schema->name, cells.column->name});
        for (const Row& row : table.rows) {
            const std::string& text = table.cell(row, index);
            if (text.empty() && cells.column->required && !absent) {
                report(diagnostics_, row.origin,
                       {.id = "E210",
                        .column = cells.column->name,
                        .expected = expectation(*cells.column)});
            }
            type_cell(cells, text, row.origin);
        }
        return cells;
    }

    static void reserve(CellColumn& cells, std::size_t size) {
        switch (cells.column->type) {
        case ColumnType::kNumber:
            cells.numbers.reserve(size);
            break;
        case ColumnType::kInteger:
            cells.integers.reserve(size);
            break;
        case ColumnType::kDate:
            cells.dates.reserve(size);
            break;
        case ColumnType::kReference:
            cells.rows.reserve(size);
            break;
        case ColumnType::kList:
            cells.lists.reserve(size);
            break;
        case ColumnType::kUnit:
            cells.units.reserve(size);
            break;
        default:
            break;
        }
    }

    void type_cell(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        switch (cells.column->type) {
        case ColumnType::kText:
            return;
        case ColumnType::kId:
            return check_id(*cells.column, text, origin);
        case ColumnType::kNumber:
            return type_number(cells, text, origin);
        case ColumnType::kInteger:
            return type_integer(cells, text, origin);
        case ColumnType::kDate:
            return type_date(cells, text, origin);
        case ColumnType::kReference:
            return type_reference(cells, text, origin);
        case ColumnType::kList:
            return type_list(cells, text, origin);
        case ColumnType::kChoice:
            return type_choice(cells, text, origin);
        case ColumnType::kUnit:
            return type_unit(cells, text, origin);
        }
    }

    void wrong_type(const Column& column, const std::string& text, const RowOrigin& origin,
                    std::string hint = {}) {
        report(diagnostics_, origin,
               {.id = "E211",
                .column = column.name,
                .found = text,
                .expected = expectation(column),
                .hint = std::move(hint)});
    }

    void check_id(const Column& column, const std::string& text, const RowOrigin& origin) {
        if (text.empty() || is_id(text)) return;
        wrong_type(column, text, origin);
    }

    void type_number(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        cells.numbers.push_back(kNoNumber);
        if (text.empty()) return;
        const std::optional<double> number = parse_number(text);
        if (!number) return wrong_type(*cells.column, text, origin, number_hint(text));
        cells.numbers.back() = *number;
        const std::optional<Range>& range = cells.column->range;
        if (!range || range->contains(*number)) return;
        const bool per_cent = range->maximum == 1 && *number > 1 && *number <= 100;
        report(diagnostics_, origin,
               {.id = "E301",
                .column = cells.column->name,
                .found = text,
                .expected = range->to_string(),
                .hint = per_cent ? fmt::format("{} if it is meant as per cent",
                                               format_number(*number / 100))
                                 : std::string()});
    }

    void type_integer(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        cells.integers.emplace_back();
        if (text.empty()) return;
        cells.integers.back() = parse_integer(text);
        if (!cells.integers.back()) wrong_type(*cells.column, text, origin);
    }

    void type_date(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        cells.dates.emplace_back();
        if (text.empty()) return;
        cells.dates.back() = parse_date(text);
        if (!cells.dates.back()) wrong_type(*cells.column, text, origin);
    }

    void type_reference(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        cells.rows.push_back(kNoRow);
        if (!text.empty()) cells.rows.back() = resolve(*cells.column, text, origin).row;
    }

    void type_list(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        std::vector<ListItem>& list = cells.lists.emplace_back();
        if (text.empty()) return;
        const std::vector<std::string_view> items = list_items(text);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto end = items.begin() + static_cast<std::ptrdiff_t>(i);
            if (items[i].empty()) {
                wrong_type(*cells.column, text, origin, "an item is empty");
                continue;
            }
            if (std::find(items.begin(), end, items[i]) != end) {
                report(diagnostics_, origin,
                       {.id = "W201",
                        .column = cells.column->name,
                        .found = std::string(items[i]),
                        .expected = "each item once"});
                continue;
            }
            const ListItem item = resolve(*cells.column, items[i], origin);
            if (item.row != kNoRow) list.push_back(item);
        }
    }

    void type_choice(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        const std::vector<Choice>& values = choices(cells.column->choice);
        const auto value = std::find_if(values.begin(), values.end(),
                                        [&](const Choice& choice) { return choice.value == text; });
        const bool known = value != values.end();
        cells.choices.push_back(static_cast<std::uint8_t>(known ? value - values.begin() : 0));
        cells.known_choices.push_back(known);
        if (known || text.empty()) return;
        std::vector<std::string> names;
        for (const Choice& choice : values) names.push_back(choice.value);
        report(diagnostics_, origin,
               {.id = "E212",
                .column = cells.column->name,
                .found = text,
                .expected = alternatives(names),
                .hint = did_you_mean(nearest_match(text, names))});
    }

    void type_unit(CellColumn& cells, const std::string& text, const RowOrigin& origin) {
        cells.units.push_back(nullptr);
        if (text.empty()) return;
        const auto unit = units_.find(text);
        if (unit != units_.end()) {
            cells.units.back() = unit->second;
            return;
        }
        std::vector<std::string> names;
        for (const Unit& known : all_units()) names.push_back(known.name);
        report(diagnostics_, origin,
               {.id = "E213",
                .column = cells.column->name,
                .found = text,
                .expected = "a unit of schema/units.csv",
                .hint = did_you_mean(nearest_match(text, names))});
    }

    ListItem resolve(const Column& column, std::string_view text, const RowOrigin& origin) {
        bool readable = true;
        for (std::size_t i = 0; i < column.references.size(); ++i) {
            const RowIndex& index = cells_.ids.at(column.references[i]);
            const auto row = index.find(text);
            if (row != index.end()) return {static_cast<std::uint32_t>(i), row->second};
            readable = readable && !gaps_.tables.contains(column.references[i]);
        }
        if (!readable) return {};
        const std::string tables = join(column.references, " or ");
        report(diagnostics_, origin,
               {.id = "E214",
                .column = column.name,
                .found = std::string(text),
                .expected = "an id of " + tables,
                .hint = guesser(column).hint(text)});
        return {};
    }

    NameGuesser& guesser(const Column& column) {
        const std::string key = join(column.references, "|");
        const auto known = guessers_.find(key);
        if (known != guessers_.end()) return known->second;
        std::vector<std::string> names;
        for (const std::string& reference : column.references) {
            for (const Row& row : tables_.at(reference).rows) {
                names.push_back(tables_.at(reference).cell(row, "id"));
            }
        }
        return guessers_.emplace(key, NameGuesser(std::move(names))).first->second;
    }

    void check_periods(const CellTable& table) {
        if (!table.table->schema->find_column("from") || !table.table->schema->find_column("to")) {
            return;
        }
        const CellColumn& from = table["from"];
        if (from.column->type != ColumnType::kDate) return;
        const CellColumn& to = table["to"];
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (!from.dates[i] || !to.dates[i]) continue;
            if (from.dates[i]->first_day() <= to.dates[i]->last_day()) continue;
            report(diagnostics_, table.origin(i),
                   {.id = "E218",
                    .column = "to",
                    .found = to.dates[i]->to_string(),
                    .expected = "a date not before " + from.dates[i]->to_string()});
        }
    }

    static std::string expectation(const Column& column) {
        switch (column.type) {
        case ColumnType::kId:
            return "an id such as 'baku-supsa'";
        case ColumnType::kNumber:
            return "a number such as 12.5";
        case ColumnType::kInteger:
            return "a whole number";
        case ColumnType::kDate:
            return "a date as YYYY, YYYY-MM or YYYY-MM-DD";
        case ColumnType::kReference:
            return "an id of " + join(column.references, " or ");
        case ColumnType::kList:
            return "ids of " + join(column.references, " or ") + " with ; between";
        case ColumnType::kUnit:
            return "a unit such as Mt/a";
        case ColumnType::kChoice: {
            std::vector<std::string> names;
            for (const Choice& choice : choices(column.choice)) names.push_back(choice.value);
            return alternatives(names);
        }
        case ColumnType::kText:
            break;
        }
        return "text";
    }

    const Tables& tables_;
    const Gaps& gaps_;
    Diagnostics& diagnostics_;
    UnitIndex units_;
    Cells cells_;
    std::map<std::string, NameGuesser> guessers_;
};

} // namespace

const CellColumn& CellTable::operator[](std::string_view name) const {
    const std::optional<std::size_t> column = table->schema->find_column(name);
    if (!column) {
        throw std::logic_error(fmt::format("table {} has no column {}", table->schema->name, name));
    }
    return columns[*column];
}

const std::string& CellTable::text(std::size_t row, std::string_view name) const {
    return table->cell(table->rows[row], name);
}

Period CellTable::period(std::size_t row) const {
    return Period::between((*this)["from"].dates[row], (*this)["to"].dates[row]);
}

const CellTable& Cells::operator[](std::string_view name) const {
    const auto table = tables.find(name);
    if (table == tables.end()) throw std::logic_error(fmt::format("no table {}", name));
    return table->second;
}

Cells type_cells(const Tables& tables, const Gaps& gaps, Diagnostics& diagnostics) {
    return Typist(tables, gaps, diagnostics).run();
}

} // namespace isthmus::world
