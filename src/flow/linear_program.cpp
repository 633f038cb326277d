// SPDX-License-Identifier: Apache-2.0
#include "flow/linear_program.hpp"

#include <cmath>
#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/clp_solver.hpp"
#ifdef ISTHMUS_HAVE_HIGHS
#include "flow/highs_solver.hpp"
#endif

namespace isthmus::flow {

std::size_t LinearProgram::add_row(double low, double high) {
    row_lower.push_back(low);
    row_upper.push_back(high);
    return row_lower.size() - 1;
}

std::size_t LinearProgram::add_column(double unit_cost, double low, double high) {
    cost.push_back(unit_cost);
    lower.push_back(low);
    upper.push_back(high);
    column_start.push_back(column_start.back());
    return cost.size() - 1;
}

void LinearProgram::add_entry(std::size_t row, double value) {
    entry_row.push_back(static_cast<std::int32_t>(row));
    entry_value.push_back(value);
    ++column_start.back();
}

std::vector<std::string_view> lp_solver_names() {
#ifdef ISTHMUS_HAVE_HIGHS
    return {"clp", "highs"};
#else
    return {"clp"};
#endif
}

std::unique_ptr<LpSolver> make_lp_solver(std::string_view name, const LinearProgram& program) {
    if (name == "clp") return make_clp_solver(program);
#ifdef ISTHMUS_HAVE_HIGHS
    if (name == "highs") return make_highs_solver(program);
#endif
    return nullptr;
}

namespace {

enum class RowKind { kEqual, kLess, kGreater, kRange, kFree };

RowKind row_kind(double low, double high) {
    if (low == high) return RowKind::kEqual;
    if (std::isinf(low) && std::isinf(high)) return RowKind::kFree;
    if (std::isinf(low)) return RowKind::kLess;
    return std::isinf(high) ? RowKind::kGreater : RowKind::kRange;
}

char row_letter(RowKind kind) {
    switch (kind) {
    case RowKind::kEqual:
        return 'E';
    case RowKind::kLess:
        return 'L';
    case RowKind::kFree:
        return 'N';
    default:
        return 'G';
    }
}

void append_bounds(std::string& text, const std::string& name, double low, double high) {
    if (low == 0 && std::isinf(high)) return;
    if (low == high) {
        text += fmt::format(" FX bounds {} {}\n", name, format_number(low));
        return;
    }
    if (std::isinf(low)) {
        text += fmt::format(" MI bounds {}\n", name);
    } else if (low != 0) {
        text += fmt::format(" LO bounds {} {}\n", name, format_number(low));
    }
    if (!std::isinf(high)) text += fmt::format(" UP bounds {} {}\n", name, format_number(high));
}

} // namespace

std::string to_mps(const LinearProgram& program, std::span<const std::string> column_names,
                   std::span<const std::string> row_names) {
    std::string text = "NAME isthmus\nROWS\n N minus_welfare\n";
    for (std::size_t row = 0; row < program.rows(); ++row) {
        const RowKind kind = row_kind(program.row_lower[row], program.row_upper[row]);
        text += fmt::format(" {} {}\n", row_letter(kind), row_names[row]);
    }
    text += "COLUMNS\n";
    for (std::size_t column = 0; column < program.columns(); ++column) {
        const std::string& name = column_names[column];
        text += fmt::format(" {} minus_welfare {}\n", name, format_number(program.cost[column]));
        for (auto entry = static_cast<std::size_t>(program.column_start[column]);
             entry < static_cast<std::size_t>(program.column_start[column + 1]); ++entry) {
            text += fmt::format(" {} {} {}\n", name,
                                row_names[static_cast<std::size_t>(program.entry_row[entry])],
                                format_number(program.entry_value[entry]));
        }
    }
    std::string ranges;
    text += "RHS\n";
    for (std::size_t row = 0; row < program.rows(); ++row) {
        const double low = program.row_lower[row];
        const double high = program.row_upper[row];
        const RowKind kind = row_kind(low, high);
        if (kind == RowKind::kFree) continue;
        const double right = kind == RowKind::kLess ? high : low;
        if (right != 0) text += fmt::format(" rhs {} {}\n", row_names[row], format_number(right));
        if (kind == RowKind::kRange) {
            ranges += fmt::format(" ranges {} {}\n", row_names[row], format_number(high - low));
        }
    }
    if (!ranges.empty()) text += "RANGES\n" + ranges;
    text += "BOUNDS\n";
    for (std::size_t column = 0; column < program.columns(); ++column) {
        append_bounds(text, column_names[column], program.lower[column], program.upper[column]);
    }
    return text + "ENDATA\n";
}

} // namespace isthmus::flow
