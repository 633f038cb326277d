// SPDX-License-Identifier: Apache-2.0
#include "cli/chronicle_series.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "chronicle/country_codes.hpp"
#include "chronicle/event_file.hpp"
#include "chronicle/world_events.hpp"
#include "cli/experimenting.hpp"
#include "report/chronicle_cells.hpp"

namespace isthmus::cli {
namespace {

using chronicle::PairSeries;
using chronicle::PeriodCounts;
using chronicle::PeriodLength;
using chronicle::Sides;
using report::ResultTable;
using report::ShownSeries;
using world::World;

/// Stands for the other actors of a series of one.
constexpr const char* kOthers = "all others";

void add(std::map<int, PeriodCounts>& sums, const PairSeries& series) {
    for (const PeriodCounts& counts : series.periods) {
        const int order = counts.start.first_day();
        const auto [at, first] = sums.emplace(order, counts);
        if (!first) at->second += counts;
    }
}

PairSeries made_of(std::string source, std::string target, bool directed,
                   const std::map<int, PeriodCounts>& sums) {
    PairSeries result{std::move(source), std::move(target), directed, {}};
    for (const auto& [order, counts] : sums) result.periods.push_back(counts);
    return result;
}

/// Everything together.
PairSeries total(const std::vector<PairSeries>& all, const std::string& source,
                 const std::string& target) {
    std::map<int, PeriodCounts> sums;
    for (const PairSeries& series : all) add(sums, series);
    return made_of(source, target, false, sums);
}

/// Of one actor with all others: one series, or one for each direction.
std::vector<PairSeries> with_others(const std::vector<PairSeries>& all, const std::string& side,
                                    bool directed) {
    if (!directed) return {total(all, side, kOthers)};
    std::map<int, PeriodCounts> towards, from;
    for (const PairSeries& series : all) add(series.source == side ? towards : from, series);
    return {made_of(side, kOthers, true, towards), made_of(kOthers, side, true, from)};
}

/// Days of which something can be known: what was asked for within what the source reaches.
Period reach(const SeriesRequest& request, std::optional<Day> first, std::optional<Day> last) {
    Period asked = Period::between(request.from, request.to);
    if (first) asked.first = std::max(asked.first, *first);
    if (last) asked.last = std::min(asked.last, *last);
    return asked;
}

/// Series as found, by pair, and as shown for the sides.
struct Found {
    ShownSeries pairs, shown;
};

class SeriesMaker {
  public:
    SeriesMaker(const World& world, const Sides& sides, const SeriesRequest& request)
        : world_(world), sides_(sides), request_(request) {}

    Found of_world() const;
    Result<Found> of_files(Context& context, SeriesAnswer& answer) const;
    Diagnostics add_tables(Context& context, const Found& found, SeriesAnswer& answer) const;
    /// One row for each period, directions and other actors together.
    ShownSeries together(const ShownSeries& shown) const;

  private:
    /// The series of the sides, with their empty periods on these days.
    Found shaped(ShownSeries shown, std::vector<PairSeries> pairs, const Period& days) const;
    Result<report::ShownBreaks> find(const ShownSeries& whole) const;

    const World& world_;
    const Sides& sides_;
    const SeriesRequest& request_;
};

Found SeriesMaker::shaped(ShownSeries shown, std::vector<PairSeries> pairs,
                          const Period& days) const {
    Found found{shown, std::move(shown)};
    found.pairs.pairs = std::move(pairs);
    std::vector<PairSeries>& all = found.shown.pairs;
    if (sides_.size() == 1) {
        all = with_others(all, chronicle::party_id(world_, sides_[0]), request_.directed);
    }
    if (sides_.size() == 2 && all.empty()) {
        all.push_back({chronicle::party_id(world_, sides_[0]),
                       chronicle::party_id(world_, sides_[1]),
                       request_.directed,
                       {}});
    }
    if (!sides_.empty()) {
        for (PairSeries& series : all) series = filled(series, request_.length, days);
    }
    return found;
}

Found SeriesMaker::of_world() const {
    chronicle::WorldEventOptions options;
    options.length = request_.length;
    options.directed = request_.directed;
    options.period = Period::between(request_.from, request_.to);
    options.goldstein = request_.goldstein;
    chronicle::WorldEvents found = chronicle::world_events(world_, sides_, options);
    std::optional<Day> first, last;
    for (const world::Event& event : world_.events) {
        first = std::min(first.value_or(event.date.first_day()), event.date.first_day());
        last = std::max(last.value_or(event.date.last_day()), event.date.last_day());
    }
    std::string note = fmt::format("{} of the world", counted(found.rows, "event"));
    if (found.through > 0) {
        note += fmt::format(", {} of them through a bloc or company", found.through);
    }
    note += ".";
    if (sides_.size() < 2) {
        note += " A row with several actors counts once for each pair of them.";
    }
    if (found.unplaced > 0) {
        note += fmt::format(" {} known to the year only and in no month.",
                            counted(found.unplaced, "event"));
    }
    if (found.unscored > 0) {
        note += fmt::format(" {} without a Goldstein value, in no sum.",
                            counted(found.unscored, "event"));
    }
    Found shown = shaped(
        {"series", report::world_title(world_), std::move(found.series), request_.length, note},
        std::move(found.pairs), reach(request_, first, last));
    shown.pairs.note += " Pairs as the rows name them: companies count for their states, blocs for "
                        "themselves.";
    return shown;
}

Result<Found> SeriesMaker::of_files(Context& context, SeriesAnswer& answer) const {
    chronicle::SeriesOptions wanted;
    wanted.length = request_.length;
    wanted.directed = request_.directed;
    wanted.period = Period::between(request_.from, request_.to);
    for (const world::Party& side : sides_) {
        wanted.actors.push_back(chronicle::party_id(world_, side));
        if (!side.actor.valid()) {
            context.note(fmt::format("Event files know countries, not blocs: {} is in none",
                                     wanted.actors.back()));
        }
    }
    chronicle::SeriesBuilder builder(wanted, chronicle::CountryCodes(world_));
    chronicle::EventFileOptions options;
    options.goldstein = request_.goldstein;
    options.threads = request_.threads;
    const auto show = show_count(context, "Reading events, bytes");
    options.progress = [&](std::uint64_t done, std::uint64_t all) {
        show(static_cast<std::size_t>(done), static_cast<std::size_t>(all));
    };
    const auto read = chronicle::read_events(
        request_.files, options,
        [&](chronicle::EventFormat format, std::span<const chronicle::EventRecord> records,
            const chronicle::EventTexts& texts) { builder.add(format, records, texts); });
    if (!read) return read.diagnostics();
    answer.warnings.append(read.value().warnings);
    std::optional<Day> first, last;
    std::vector<std::string> names;
    for (const chronicle::EventFileSummary& file : read.value().files) {
        names.push_back(file.file.filename().string());
        if (file.first) first = std::min(first.value_or(*file.first), *file.first);
        if (file.last) last = std::max(last.value_or(*file.last), *file.last);
    }
    answer.tables.push_back(report::reading_table(read.value()));
    answer.tables.push_back(report::counted_table(builder.summary()));
    if (!builder.summary().unmapped.empty()) {
        answer.tables.push_back(report::unmapped_table(builder.summary()));
    }
    return shaped({"file_series", join(names, ", "), builder.series(), request_.length, ""},
                  builder.series(), reach(request_, first, last));
}

ShownSeries SeriesMaker::together(const ShownSeries& shown) const {
    ShownSeries whole = shown;
    if (sides_.empty() || shown.pairs.empty()) return whole;
    const std::string first = chronicle::party_id(world_, sides_[0]);
    const std::string second =
        sides_.size() > 1 ? chronicle::party_id(world_, sides_[1]) : std::string(kOthers);
    whole.pairs = {total(shown.pairs, first, second)};
    return whole;
}

Result<report::ShownBreaks> SeriesMaker::find(const ShownSeries& whole) const {
    report::ShownBreaks shown{
        whole.id == "series" ? "breaks" : "file_breaks", whole.whence, {}, request_.measure, {}};
    std::vector<double> values;
    for (const PairSeries& series : whole.pairs) {
        for (const PeriodCounts& counts : series.periods) {
            shown.periods.push_back(counts.start);
            values.push_back(report::measured(counts, request_.measure));
        }
    }
    auto breaks = chronicle::find_breaks(values, request_.breaks);
    if (!breaks) return breaks.diagnostics();
    shown.breaks = std::move(breaks).value();
    return shown;
}

Diagnostics SeriesMaker::add_tables(Context& context, const Found& found,
                                    SeriesAnswer& answer) const {
    if (sides_.size() < 2) {
        answer.tables.push_back(report::pair_table(world_, sides_, found.pairs));
    }
    if (sides_.empty()) return {};
    const ShownSeries& shown = found.shown;
    answer.tables.push_back(report::series_table(world_, sides_, shown));
    const ShownSeries whole = together(shown);
    report::ChroniclePanel panel{shown.whence, report::series_table(world_, sides_, whole), {}};
    if (request_.look_for_breaks) {
        const auto breaks = find(whole);
        if (!breaks && request_.breaks.min_segment > 0) return breaks.diagnostics();
        if (!breaks) {
            context.note(fmt::format("No breaks: {}: the series is too short", shown.whence));
        } else {
            answer.tables.push_back(report::break_table(world_, sides_, breaks.value()));
            // Means of a number of events have no place on an axis of Goldstein values.
            if (request_.measure != report::Measure::kEvents) panel.breaks = answer.tables.back();
            answer.tables.push_back(report::break_choice_table(breaks.value()));
        }
    }
    answer.panels.push_back(std::move(panel));
    return {};
}

} // namespace

Result<SeriesAnswer> make_series(Context& context, const World& world, const Sides& sides,
                                 const SeriesRequest& request) {
    const SeriesMaker maker(world, sides, request);
    SeriesAnswer answer;
    const Found ours = maker.of_world();
    if (Diagnostics wrong = maker.add_tables(context, ours, answer); !wrong.empty()) return wrong;
    if (request.files.empty()) return answer;
    const auto files = maker.of_files(context, answer);
    if (!files) return files.diagnostics();
    if (Diagnostics wrong = maker.add_tables(context, files.value(), answer); !wrong.empty()) {
        return wrong;
    }
    if (sides.empty()) return answer;
    answer.tables.push_back(report::beside_table(world, sides, maker.together(ours.shown),
                                                 maker.together(files.value().shown)));
    return answer;
}

} // namespace isthmus::cli
