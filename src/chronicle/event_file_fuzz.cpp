// SPDX-License-Identifier: Apache-2.0
// Any bytes as an event file: every row is an event or malformed, and lines parsed one by one give
// what the whole gives.
#include "chronicle/event_parsing.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace isthmus::chronicle;

void require(bool condition) {
    if (!condition) std::abort();
}

/// Found in the text, else one of few columns, so that any text with tabs has rows to be read.
FileLayout layout_for(const std::string& text, std::uint8_t choice) {
    const FoundLayout found = find_layout(text, "fuzz");
    if (found.fits && found.lacking.empty()) return found.layout;
    FileLayout layout;
    layout.format = static_cast<EventFormat>(choice % 4);
    layout.header = (choice & 4U) != 0;
    layout.empty_excess = (choice & 8U) != 0;
    layout.least_cells = 4;
    layout.most_cells = 6;
    layout.date = layout.code = 1;
    layout.source = layout.quad = 2;
    layout.target = layout.goldstein = 3;
    return layout;
}

EventBlock block_of(std::string text, bool first) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    EventBlock block;
    block.first = first;
    block.size = text.size();
    block.buffer = std::move(text) + std::string(RowScanner::kPadding, '\0');
    return block;
}

std::uint64_t malformed(const ParsedBlock& parsed) {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : parsed.malformed) sum += count;
    return sum;
}

void require_good(const ParsedBlock& parsed) {
    require(parsed.rows == parsed.events.size() + malformed(parsed));
    require(parsed.rows <= parsed.lines);
    for (const ParsedEvent& event : parsed.events) {
        const EventRecord& record = event.record;
        require(record.goldstein >= -10 * kMillion && record.goldstein <= 10 * kMillion);
        for (const TextId id : {record.source, record.target, record.code}) {
            require(id.index() < parsed.texts.size());
        }
    }
    for (const RowProblemFound& problem : parsed.problems) {
        require(problem.line >= 1 && problem.line <= parsed.lines);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(data + 1, data + size);
    FileLayout layout = layout_for(text, data[0]);
    EventFileOptions options;
    options.goldstein = static_cast<GoldsteinList>((data[0] >> 4) % 3);
    layout.header = false;
    const ParsedBlock whole = parse_block(block_of(text, true), layout, options);
    require_good(whole);

    std::uint64_t rows = 0, events = 0, bad = 0, lines = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const ParsedBlock line =
            parse_block(block_of(text.substr(at, end - at), false), layout, options);
        require_good(line);
        rows += line.rows;
        events += line.events.size();
        bad += malformed(line);
        lines += line.lines;
        at = end;
    }
    require(rows == whole.rows && events == whole.events.size() && bad == malformed(whole) &&
            lines == whole.lines);
    return 0;
}
