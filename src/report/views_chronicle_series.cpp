// SPDX-License-Identifier: Apache-2.0
// How much happened: series of pairs, their totals and breaks, and what event files held.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "report/chronicle_cells.hpp"
#include "report/columns.hpp"
#include "report/views_chronicle.hpp"

namespace isthmus::report {

namespace {

using chronicle::PairSeries;
using chronicle::PeriodCounts;
using chronicle::PeriodLength;
using chronicle::QuadClass;
using chronicle::Sides;
using world::World;

double count_of(std::uint64_t count) {
    return static_cast<double>(count);
}

/// The name of an actor or bloc; a country of a file that is neither as the file has it.
std::string name_of_id(const World& world, const std::string& id) {
    if (const auto actor = world.find<world::ActorTag>("actors", id); actor.valid()) {
        return world.actors[actor].name;
    }
    const auto bloc = world.find<world::BlocTag>("blocs", id);
    return bloc.valid() ? world.blocs[bloc].name : id;
}

Cell sum_cell(chronicle::Millionths value, const PeriodCounts& counts) {
    // Events without any value have no sum; no events have the sum zero.
    if (counts.events > 0 && counts.scored == 0) return {};
    return chronicle::from_millionths(value);
}

std::vector<ResultColumn> count_columns() {
    return {number("events", "Events", "", 0, "Events, each once"),
            number("reports", "Reports", "", 0,
                   "Mentions where the file counts them, else one an event"),
            number("sum", "Sum", "", 1, "Of Goldstein values: net cooperation"),
            number("mean", "Mean", "", 2, "Sum by events with a value"),
            number("cooperation", "Cooperation", "", 1, "Sum of the values above zero"),
            number("conflict", "Conflict", "", 1, "Sum of the values below zero"),
            number("verbal_cooperation", "Verbal coop.", "", 0, "Events of QuadClass 1"),
            number("material_cooperation", "Material coop.", "", 0, "Events of QuadClass 2"),
            number("verbal_conflict", "Verbal confl.", "", 0, "Events of QuadClass 3"),
            number("material_conflict", "Material confl.", "", 0, "Events of QuadClass 4"),
            number("unscored", "No value", "", 0, "Events without a Goldstein value; in no sum")};
}

void add_counts(std::vector<Cell>& cells, const PeriodCounts& counts) {
    cells.insert(cells.end(),
                 {count_of(counts.events), count_of(counts.reports), sum_cell(counts.sum, counts),
                  number_or_missing(counts.mean()), sum_cell(counts.cooperation, counts),
                  sum_cell(counts.conflict, counts)});
    for (const QuadClass quad : {QuadClass::kVerbalCooperation, QuadClass::kMaterialCooperation,
                                 QuadClass::kVerbalConflict, QuadClass::kMaterialConflict}) {
        cells.emplace_back(count_of(counts.quad(quad)));
    }
    cells.emplace_back(count_of(counts.events - counts.scored));
}

template <typename Columns> void append(std::vector<ResultColumn>& to, Columns columns) {
    to.insert(to.end(), columns.begin(), columns.end());
}

const char* length_word(PeriodLength length) {
    return length == PeriodLength::kYear ? "year" : "month";
}

/// Both directions and all pairs together, by period.
std::map<std::string, PeriodCounts> by_period(const ShownSeries& shown) {
    std::map<std::string, PeriodCounts> sums;
    for (const PairSeries& pair : shown.pairs) {
        for (const PeriodCounts& counts : pair.periods) {
            sums[counts.start.to_string()] += counts;
        }
    }
    return sums;
}

} // namespace

const std::vector<std::string>& measure_words() {
    static const std::vector<std::string> words = {"sum", "cooperation", "conflict", "events"};
    return words;
}

double measured(const PeriodCounts& counts, Measure measure) {
    switch (measure) {
    case Measure::kSum:
        return chronicle::from_millionths(counts.sum);
    case Measure::kCooperation:
        return chronicle::from_millionths(counts.cooperation);
    case Measure::kConflict:
        return chronicle::from_millionths(counts.conflict);
    case Measure::kEvents:
        return count_of(counts.events);
    }
    return 0;
}

const char* measure_title(Measure measure) {
    switch (measure) {
    case Measure::kSum:
        return "sum of Goldstein values";
    case Measure::kCooperation:
        return "cooperation";
    case Measure::kConflict:
        return "conflict";
    case Measure::kEvents:
        return "number of events";
    }
    return "";
}

ResultTable series_table(const World& world, const Sides& sides, const ShownSeries& shown) {
    ResultTable table{shown.id,
                      fmt::format("Events by {}, {}: {}", length_word(shown.length),
                                  side_names(world, sides), shown.whence),
                      shown.note,
                      {text("source", "From", "Actor; both directions together without --directed"),
                       text("source_name", "From"), text("target", "To"), text("target_name", "To"),
                       text("period", "Period", "Year or month")},
                      {}};
    append(table.columns, count_columns());
    for (const PairSeries& pair : shown.pairs) {
        for (const PeriodCounts& counts : pair.periods) {
            ResultRow row{{pair.source, name_of_id(world, pair.source), pair.target,
                           name_of_id(world, pair.target), counts.start.to_string()},
                          {}};
            add_counts(row.cells, counts);
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable beside_table(const World& world, const Sides& sides, const ShownSeries& left,
                         const ShownSeries& right) {
    ResultTable table{
        "side_by_side",
        fmt::format("World and files side by side, by {}: {}", length_word(left.length),
                    side_names(world, sides)),
        fmt::format("World: {}. Files: {}. They count different things: a world holds chosen "
                    "events, a file all that its machine found in the news.",
                    left.whence, right.whence),
        {text("period", "Period"), number("events", "Events, world", "", 0, ""),
         number("sum", "Sum, world", "", 1, ""), number("mean", "Mean, world", "", 2, ""),
         number("file_events", "Events, files", "", 0, ""),
         number("file_reports", "Reports, files", "", 0, ""),
         number("file_sum", "Sum, files", "", 1, ""),
         number("file_mean", "Mean, files", "", 2, "")},
        {}};
    const auto of_world = by_period(left), of_files = by_period(right);
    std::map<std::string, int> periods;
    for (const auto& [period, counts] : of_world) periods[period] = 0;
    for (const auto& [period, counts] : of_files) periods[period] = 0;
    for (const auto& [period, unused] : periods) {
        std::vector<Cell> cells = {period};
        // A period that one side does not reach is missing there, not zero.
        if (const auto at = of_world.find(period); at != of_world.end()) {
            const PeriodCounts& counts = at->second;
            cells.insert(cells.end(), {count_of(counts.events), sum_cell(counts.sum, counts),
                                       number_or_missing(counts.mean())});
        } else {
            cells.resize(cells.size() + 3);
        }
        if (const auto at = of_files.find(period); at != of_files.end()) {
            const PeriodCounts& counts = at->second;
            cells.insert(cells.end(),
                         {count_of(counts.events), count_of(counts.reports),
                          sum_cell(counts.sum, counts), number_or_missing(counts.mean())});
        } else {
            cells.resize(cells.size() + 4);
        }
        table.rows.push_back({std::move(cells), {}});
    }
    return table;
}

ResultTable pair_table(const World& world, const Sides& sides, const ShownSeries& shown) {
    ResultTable table{shown.id == "series" ? "pairs" : "file_pairs",
                      fmt::format("Pairs, {}: {}", side_names(world, sides), shown.whence),
                      shown.note,
                      {text("source", "From", "Actor; both directions together without --directed"),
                       text("source_name", "From"), text("target", "To"), text("target_name", "To"),
                       text("first", "First", "First period with events"),
                       text("last", "Last", "Last period with events")},
                      {}};
    append(table.columns, count_columns());
    std::vector<std::pair<PeriodCounts, const PairSeries*>> totals;
    for (const PairSeries& pair : shown.pairs) {
        if (!pair.periods.empty()) totals.emplace_back(pair.total(), &pair);
    }
    std::stable_sort(totals.begin(), totals.end(),
                     [](const auto& a, const auto& b) { return a.first.events > b.first.events; });
    for (const auto& [total, pair] : totals) {
        ResultRow row{{pair->source, name_of_id(world, pair->source), pair->target,
                       name_of_id(world, pair->target), pair->periods.front().start.to_string(),
                       pair->periods.back().start.to_string()},
                      {}};
        add_counts(row.cells, total);
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable break_table(const World& world, const Sides& sides, const ShownBreaks& shown) {
    const chronicle::Breaks& breaks = shown.breaks;
    const auto criterion = breaks.criterion == chronicle::BreakCriterion::kLwz ? "LWZ" : "BIC";
    std::string note = fmt::format(
        "Breaks in the mean of {} periods, segments of {} at least, their number chosen by {}. "
        "Dates are the first period of the new level.",
        breaks.periods, breaks.min_segment, criterion);
    if (breaks.breaks.empty()) note += " No break was found.";
    if (breaks.autocorrelation) {
        note += fmt::format(" Errors of neighbouring periods correlate with {:.2f}; far from 0, "
                            "number and intervals promise more than they hold.",
                            *breaks.autocorrelation);
    }
    ResultTable table{
        shown.id,
        fmt::format("Breaks in the {}, {}: {}", measure_title(shown.measure),
                    side_names(world, sides), shown.whence),
        note,
        {text("period", "Break", "First period of the new level"),
         number("before", "Mean before", "", 2, "A period's mean in the segment before"),
         number("after", "Mean after", "", 2, "Likewise after"),
         number("change", "Change", "", 2, "After less before"),
         text("earliest", "Earliest", "Begin of the interval of 95 % (Bai 1997)"),
         text("latest", "Latest", "End of the interval"),
         text("level_from", "Level before since", "First period of the segment before"),
         text("level_to", "Level after to", "Last period of the segment after")},
        {}};
    const auto period = [&](std::size_t place) { return shown.periods[place].to_string(); };
    for (std::size_t i = 0; i < breaks.breaks.size(); ++i) {
        const chronicle::Break& found = breaks.breaks[i];
        table.rows.push_back(
            {{period(found.at), found.before, found.after, found.after - found.before,
              found.earliest ? Cell(period(*found.earliest)) : Cell(),
              found.latest ? Cell(period(*found.latest)) : Cell(), period(breaks.segments[i].first),
              period(breaks.segments[i + 1].last - 1)},
             {}});
    }
    return table;
}

ResultTable break_choice_table(const ShownBreaks& shown) {
    ResultTable table{
        shown.id + "_choice",
        fmt::format("Number of breaks: {}", shown.whence),
        "The number with the least criterion is chosen. F has no critical value here: those "
        "published hold for independent errors, which events seldom have.",
        {number("breaks", "Breaks", "", 0, "Number of breaks"),
         text("chosen", "Chosen", "yes where the criterion is least"),
         number("squares", "Squares", "", 1, "Least sum of squared errors"),
         number("lwz", "LWZ", "", 3, "Criterion of Liu, Wu & Zidek 1997; missing for an exact fit"),
         number("bic", "BIC", "", 3, "Criterion of Yao 1988"),
         number("f", "F", "", 2, "Against no break (Bai & Perron 1998)"),
         text("periods", "At", "First periods of the new levels")},
        {}};
    for (std::size_t m = 0; m < shown.breaks.fits.size(); ++m) {
        const chronicle::BreakFit& fit = shown.breaks.fits[m];
        std::vector<std::string> periods;
        for (const std::size_t at : fit.at) periods.push_back(shown.periods[at].to_string());
        table.rows.push_back(
            {{static_cast<double>(m), m == shown.breaks.chosen ? Cell("yes") : Cell(), fit.squares,
              fit.lwz, fit.bic, number_or_missing(fit.f), text_or_missing(join(periods, "; "))},
             {}});
    }
    return table;
}

ResultTable reading_table(const chronicle::EventFilesSummary& summary) {
    ResultTable table{
        "reading",
        "What the event files hold",
        "Rows = events + duplicates + malformed rows. Duplicates are rows whose key, as the source "
        "itself gives it, an earlier row had.",
        {text("file", "File"), text("format", "Format"), number("rows", "Rows", "", 0, ""),
         number("events", "Events", "", 0, "Read"),
         number("duplicates", "Duplicates", "", 0, "Left out"),
         number("malformed", "Malformed", "", 0, "Left out, all reasons"),
         number("bad_columns", "columns", "", 0, "Malformed: wrong number of columns"),
         number("bad_date", "date", "", 0, "Malformed: no date"),
         number("bad_number", "number", "", 0, "Malformed: no number"),
         number("bad_key", "key", "", 0, "Malformed: no key"),
         number("bad_text", "text", "", 0, "Malformed: not UTF-8"),
         number("unscored", "No value", "", 0, "Events without a Goldstein value"),
         number("disagreements", "Other value", "", 0,
                "Events whose value is not that of their source's list"),
         number("unlisted", "Code unknown", "", 0, "Events whose code the source's list lacks"),
         number("broken_text", "Broken text", "", 0,
                "Events with bytes that are no UTF-8 in columns that are not used"),
         number("bytes", "Bytes", "", 0, "")},
        {}};
    for (const chronicle::EventFileSummary& file : summary.files) {
        std::vector<Cell> cells = {
            file.file.generic_string(), std::string(format_name(file.format)),
            count_of(file.rows),        count_of(file.events),
            count_of(file.duplicates),  count_of(file.malformed_rows())};
        for (const std::uint64_t count : file.malformed) cells.emplace_back(count_of(count));
        for (const std::uint64_t count :
             {file.unscored, file.disagreements, file.unlisted, file.broken_text, file.bytes}) {
            cells.emplace_back(count_of(count));
        }
        table.rows.push_back({std::move(cells), {}});
    }
    return table;
}

ResultTable counted_table(const chronicle::SeriesSummary& summary) {
    ResultTable table{"counted",
                      "What of the files' events counts",
                      "",
                      {text("item", "Item", "For programs"), text("title", "", "What the row says"),
                       number("events", "Events", "", 0, "")},
                      {}};
    const auto add = [&](const char* item, const char* title, std::uint64_t count) {
        table.rows.push_back({{item, title, count_of(count)}, {}});
    };
    add("events", "Read", summary.events);
    add("outside_period", "Of another time", summary.outside_period);
    add("without_country", "Source or target without a country", summary.without_country);
    add("same_country", "Inside one country", summary.same_country);
    add("other_actors", "Between other actors", summary.other_actors);
    add("counted", "Counted", summary.counted);
    return table;
}

ResultTable unmapped_table(const chronicle::SeriesSummary& summary) {
    ResultTable table{"unmapped",
                      "Countries of the files that are no actor of the world",
                      "They count under their own text. An ISO code in actors.csv or an alias "
                      "makes one an actor.",
                      {text("country", "Country", "As the file has it"),
                       number("events", "Events", "", 0, "That name it")},
                      {}};
    std::vector<std::pair<std::string, std::uint64_t>> rows(summary.unmapped.begin(),
                                                            summary.unmapped.end());
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [country, events] : rows) {
        table.rows.push_back({{country, count_of(events)}, {}});
    }
    return table;
}

} // namespace isthmus::report
