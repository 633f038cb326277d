// SPDX-License-Identifier: Apache-2.0
#include "chronicle/event_parsing.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "chronicle/cameo.hpp"

namespace isthmus::chronicle {

namespace {

/// What the lists say of a code.
struct ListedCode {
    bool known = false; ///< whether the rest has been looked up
    QuadClass quad = QuadClass::kUnknown;
    std::optional<Millionths> own, chosen; ///< of the source's list, of the list that was asked for
};

/// The texts of a block, with the short ones found by their bytes alone.
class TextFinder {
  public:
    explicit TextFinder(EventTexts& texts) : texts_(texts) {}

    TextId find(std::string_view text) {
        if (text.size() >= sizeof(std::uint64_t)) return texts_.add(text);
        std::uint64_t packed = text.size() + 1; // no text gives 0
        for (const char c : text) packed = (packed << 8) | static_cast<unsigned char>(c);
        Entry& entry = entries_[((packed * 0x9e3779b97f4a7c15U) >> 32) % entries_.size()];
        if (entry.packed != packed) entry = {packed, texts_.add(text)};
        return entry.id;
    }

  private:
    struct Entry {
        std::uint64_t packed = 0;
        TextId id;
    };
    EventTexts& texts_;
    std::array<Entry, 1024> entries_{};
};

class BlockParser {
  public:
    BlockParser(const FileLayout& layout, const EventFileOptions& options, ParsedBlock& result)
        : layout_(layout), options_(options), result_(result), finder_(result.texts) {}

    void read(const Row& row, std::size_t line) {
        ++result_.rows;
        if (!has_cells(row)) {
            const std::string expected =
                layout_.least_cells == layout_.most_cells
                    ? fmt::format("{} columns", layout_.most_cells)
                    : fmt::format("{} or {} columns", layout_.least_cells, layout_.most_cells);
            return refuse(line, {RowProblem::kColumns, "", std::to_string(row.cells), expected});
        }
        RawEvent event;
        std::optional<RowFailure> failure = read_cells(row, event);
        if (failure) return refuse(line, std::move(*failure));
        const bool broken = !row.ascii && !is_utf8(row.line);
        if (broken) {
            failure = broken_cell(row);
            if (failure) return refuse(line, std::move(*failure));
        }
        keep(event, broken);
    }

  private:
    bool has_cells(const Row& row) const {
        if (row.cells < layout_.least_cells) return false;
        if (row.cells <= layout_.most_cells) return true;
        if (!layout_.empty_excess) return false;
        for (std::size_t i = layout_.most_cells; i < row.cells; ++i) {
            if (!row.cell(i).empty()) return false;
        }
        return true;
    }

    std::optional<RowFailure> read_cells(const Row& row, RawEvent& event) {
        switch (layout_.format) {
        case EventFormat::kIcews:
            return read_icews(row, layout_, memory_, event);
        case EventFormat::kPolecat:
            return read_polecat(row, layout_, memory_, event);
        default:
            return read_gdelt(row, layout_, memory_, event);
        }
    }

    std::optional<RowFailure> broken_cell(const Row& row) const {
        const std::pair<std::size_t, const char*> used[] = {{layout_.key, "identifier"},
                                                            {layout_.source, "source country"},
                                                            {layout_.target, "target country"},
                                                            {layout_.code, "event code"}};
        for (const auto& [place, name] : used) {
            if (!is_utf8(row.cell(place))) return RowFailure{RowProblem::kText, name, "", "UTF-8"};
        }
        return std::nullopt;
    }

    void refuse(std::size_t line, RowFailure failure) {
        ++result_.malformed[static_cast<std::size_t>(failure.problem)];
        if (result_.problems.size() < options_.shown_problems) {
            result_.problems.push_back({line, std::move(failure)});
        }
    }

    const ListedCode& listed(TextId id) {
        if (id.index() >= codes_.size()) codes_.resize(result_.texts.size());
        ListedCode& code = codes_[id.index()];
        if (std::exchange(code.known, true)) return code;
        const CameoCode* found = find_cameo_code(result_.texts[id]);
        if (found == nullptr) return code;
        code.quad = found->quad;
        code.own = layout_.format == EventFormat::kIcews ? found->icews : found->gdelt;
        code.chosen = options_.goldstein == GoldsteinList::kGdelt ? found->gdelt : found->icews;
        return code;
    }

    void keep(const RawEvent& event, bool broken) {
        ParsedEvent& parsed = result_.events.emplace_back();
        parsed.key = event.key;
        parsed.broken_text = broken;
        EventRecord& record = parsed.record;
        record.day = event.day;
        record.source = finder_.find(event.source);
        record.target = finder_.find(event.target);
        record.code = finder_.find(event.code);
        record.reports = event.reports;
        record.outlets = event.outlets;
        record.goldstein = event.goldstein;
        record.scored = event.scored;
        record.quad = event.quad;
        if (layout_.format != EventFormat::kPolecat) use_list(listed(record.code), parsed);
    }

    void use_list(const ListedCode& code, ParsedEvent& parsed) const {
        EventRecord& record = parsed.record;
        if (record.quad == QuadClass::kUnknown) record.quad = code.quad;
        parsed.other_class = code.quad != QuadClass::kUnknown && record.quad != code.quad;
        parsed.unlisted = !code.own;
        parsed.disagrees = record.scored && code.own && *code.own != record.goldstein;
        if (options_.goldstein == GoldsteinList::kFile) return;
        record.scored = code.chosen.has_value();
        record.goldstein = static_cast<std::int32_t>(code.chosen.value_or(0));
    }

    const FileLayout& layout_;
    const EventFileOptions& options_;
    ParsedBlock& result_;
    TextFinder finder_;
    DayMemory memory_;
    std::vector<ListedCode> codes_;
};

} // namespace

ParsedBlock parse_block(const EventBlock& block, const FileLayout& layout,
                        const EventFileOptions& options) {
    constexpr std::size_t kUsualRowBytes = 300;
    ParsedBlock result;
    result.number = block.number;
    result.file = block.file;
    result.last = block.last;
    result.bytes = block.bytes;
    result.events.reserve(block.size / kUsualRowBytes);
    BlockParser parser(layout, options, result);
    RowScanner scanner(block.text());
    Row row;
    bool skip = block.first && layout.header;
    while (scanner.next(row)) {
        if (!std::exchange(skip, false)) parser.read(row, scanner.lines());
    }
    result.lines = scanner.lines();
    return result;
}

} // namespace isthmus::chronicle
