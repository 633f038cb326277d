// SPDX-License-Identifier: Apache-2.0
// Tables for terminals: aligned columns, long texts wrapped where the terminal is narrow, texts
// from right to left kept in their cells.
#include "report/table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/direction.hpp"
#include "base/text.hpp"

namespace isthmus::report {

namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kNarrowest = 12; ///< no text column is squeezed below this

struct Range {
    char32_t first, last;
};
/// East Asian wide and fullwidth blocks and emoji (Unicode Annex 11), coarse but enough for names.
constexpr Range kWide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},  {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
/// Combining marks, zero-width joiners and direction marks.
constexpr Range kNone[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                           {0x061C, 0x061C}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
                           {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED}, {0x200B, 0x200F},
                           {0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x2069}, {0xFE00, 0xFE0F},
                           {0xFEFF, 0xFEFF}};

template <std::size_t Size> bool within(const Range (&ranges)[Size], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](const Range& r) { return r.first <= c && c <= r.last; });
}

std::size_t width_of(char32_t c) {
    if (within(kNone, c)) return 0;
    return within(kWide, c) ? 2 : 1;
}

/// Length in bytes of the character that begins at `at`, and what it is.
std::size_t next_character(std::string_view text, std::size_t at, char32_t& c) {
    const auto lead = static_cast<unsigned char>(text[at]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    length = std::min(length, text.size() - at);
    c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        c = (c << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    return length;
}

/// Lines of at most `width` columns, broken at spaces where possible.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t at = begin, used = 0, space = 0;
        while (at < text.size()) {
            char32_t c = 0;
            const std::size_t length = next_character(text, at, c);
            if (used + width_of(c) > width) break;
            if (c == U' ') space = at;
            used += width_of(c);
            at += length;
        }
        std::size_t end = at;
        if (at < text.size() && text[at] != ' ' && space > begin) end = space;
        if (end == begin) { // a character wider than the column
            char32_t c = 0;
            end += next_character(text, begin, c);
        }
        lines.emplace_back(text.substr(begin, end - begin));
        begin = end;
        while (begin < text.size() && text[begin] == ' ') ++begin;
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

std::string head_of(const ResultColumn& column) {
    if (column.unit.empty() || column.unit.front() == '@') return column.title;
    return fmt::format("{} [{}]", column.title, column.unit);
}

struct Grid {
    std::vector<std::string> head;
    std::vector<bool> right;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> widths;
};

Grid make_grid(const ResultTable& table, const TextOptions& options) {
    Grid grid;
    for (const ResultColumn& column : table.columns) {
        grid.head.push_back(head_of(column));
        grid.right.push_back(column.kind == CellKind::kNumber);
    }
    if (options.claims) {
        grid.head.emplace_back("Claims");
        grid.right.push_back(false);
    }
    const std::size_t shown =
        options.most_rows == 0 ? table.rows.size() : std::min(options.most_rows, table.rows.size());
    for (std::size_t r = 0; r < shown; ++r) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            cells.push_back(terminal_line(show_cell(table.rows[r].cells[i], table.columns[i])));
        }
        if (options.claims) cells.push_back(terminal_line(join(table.rows[r].claims, " ")));
        grid.rows.push_back(std::move(cells));
    }
    for (std::size_t i = 0; i < grid.head.size(); ++i) {
        std::size_t width = display_width(grid.head[i]);
        for (const auto& cells : grid.rows) width = std::max(width, display_width(cells[i]));
        grid.widths.push_back(width);
    }
    return grid;
}

/// Takes width from the widest text column until the grid fits or every one is narrow; headers wrap
/// too.
void squeeze(Grid& grid, std::size_t terminal) {
    std::size_t total = kGap.size() * (grid.widths.size() - 1);
    for (const std::size_t width : grid.widths) total += width;
    while (total > terminal) {
        std::size_t widest = grid.widths.size();
        for (std::size_t i = 0; i < grid.widths.size(); ++i) {
            std::size_t least = kNarrowest;
            if (grid.right[i]) {
                least = 1;
                for (const auto& cells : grid.rows) least = std::max(least, cells[i].size());
            }
            if (grid.widths[i] <= least) continue;
            if (widest == grid.widths.size() || grid.widths[i] > grid.widths[widest]) widest = i;
        }
        if (widest == grid.widths.size()) return;
        --grid.widths[widest];
        --total;
    }
}

void append_record(std::string& out, const Grid& grid, const std::vector<std::string>& cells) {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        lines.push_back(wrap(cells[i], grid.widths[i]));
        height = std::max(height, lines.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string part = line < lines[i].size() ? lines[i][line] : std::string();
            const std::string pad(grid.widths[i] - std::min(grid.widths[i], display_width(part)),
                                  ' ');
            if (i > 0) text += kGap;
            text += grid.right[i] ? pad + isolated(part) : isolated(part) + pad;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    }
}

} // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        char32_t c = 0;
        at += next_character(utf8, at, c);
        width += width_of(c);
    }
    return width;
}

std::string to_text(const ResultTable& table, const TextOptions& options) {
    Grid grid = make_grid(table, options);
    if (options.width > 0 && !grid.widths.empty()) squeeze(grid, options.width);
    const std::string_view bold = options.bold_head ? "\033[1m" : "";
    const std::string_view plain = options.bold_head ? "\033[0m" : "";
    std::string out = fmt::format("{}{}{}\n", bold, isolated(terminal_line(table.title)), plain);
    if (!table.note.empty()) {
        const std::size_t width = options.width == 0 ? 100 : options.width;
        for (const std::string& line : wrap(terminal_line(table.note), width)) out += line + "\n";
    }
    out += "\n";
    if (table.rows.empty()) return out + "(none)\n";
    append_record(out, grid, grid.head);
    for (std::size_t i = 0; i < grid.widths.size(); ++i) {
        if (i > 0) out += kGap;
        out += std::string(grid.widths[i], '-');
    }
    out += "\n";
    for (const auto& cells : grid.rows) append_record(out, grid, cells);
    if (grid.rows.size() < table.rows.size()) {
        out += fmt::format("... and {} more rows\n", table.rows.size() - grid.rows.size());
    }
    return out;
}

} // namespace isthmus::report
