// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the cells of all tables with their types, column by column. What cannot
// be read is reported and leaves a hole (NaN, kNoRow, nullptr), which later checks skip, so that
// one fault does not hide another.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostics.hpp"
#include "base/id.hpp"
#include "base/units.hpp"
#include "world/read.hpp"
#include "world/report.hpp"
#include "world/table.hpp"

namespace isthmus::world {

inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();
inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// One item of a list: a row of one of the tables that the column refers to.
struct ListItem {
    std::uint32_t reference = 0; ///< index in Column::references
    std::uint32_t row = kNoRow;
};

/// A column's cells; only the vector that belongs to its type is filled.
struct CellColumn {
    const Column* column = nullptr;
    std::vector<double> numbers; ///< with the default where empty; else NaN
    std::vector<std::optional<int>> integers;
    std::vector<std::optional<Date>> dates;
    std::vector<std::uint32_t> rows;   ///< of references; kNoRow where empty or unknown
    std::vector<std::uint8_t> choices; ///< place in the choice's values; 0 where unknown
    std::vector<bool> known_choices;
    std::vector<const Unit*> units; ///< nullptr where empty or unknown
    std::vector<std::vector<ListItem>> lists;

    template <typename Tag> Id<Tag> id(std::size_t row) const {
        return rows[row] == kNoRow ? Id<Tag>() : Id<Tag>(rows[row]);
    }
    template <typename Choice> Choice choice(std::size_t row) const {
        return static_cast<Choice>(choices[row]);
    }
    std::optional<double> number(std::size_t row) const {
        return std::isnan(numbers[row]) ? std::nullopt : std::optional<double>(numbers[row]);
    }
};

struct CellTable {
    const Table* table = nullptr;
    std::vector<CellColumn> columns;

    std::size_t size() const { return table->rows.size(); }
    const RowOrigin& origin(std::size_t row) const { return table->rows[row].origin; }
    /// The column of that name, which must exist.
    const CellColumn& operator[](std::string_view name) const;
    /// The text of a cell with its default.
    const std::string& text(std::size_t row, std::string_view name) const;
    bool empty(std::size_t row, std::string_view name) const { return text(row, name).empty(); }
    Period period(std::size_t row) const;
};

using RowIndex = std::unordered_map<std::string_view, std::uint32_t>;

/// All tables, typed, and the rows of each by id.
struct Cells {
    std::map<std::string, CellTable, std::less<>> tables;
    std::map<std::string, RowIndex, std::less<>> ids;

    const CellTable& operator[](std::string_view name) const;
};

/// Types every cell and resolves every reference. `tables` must outlive the result.
Cells type_cells(const Tables& tables, const Gaps& gaps, Diagnostics& diagnostics);

/// Repeated keys and overlapping dates of all tables.
void check_keys(const Cells& cells, Diagnostics& diagnostics);

} // namespace isthmus::world
