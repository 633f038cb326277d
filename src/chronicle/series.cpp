// SPDX-License-Identifier: Apache-2.0
#include "chronicle/series.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "chronicle/cameo.hpp"
#include "chronicle/cell_table.hpp"

namespace isthmus::chronicle {

namespace {

constexpr int kMonths = 12;

/// Months since January of the year 0, or years: one number for each period, in order.
int period_number(Day day, PeriodLength length) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    const int year = static_cast<int>(date.year());
    if (length == PeriodLength::kYear) return year;
    return year * kMonths + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

Date period_start(int number, PeriodLength length) {
    if (length == PeriodLength::kYear) return {number, 0, 0};
    return {number / kMonths, number % kMonths + 1, 0};
}

int period_number(const Date& start, PeriodLength length) {
    return period_number(start.first_day(), length);
}

/// A pair and a period in 64 bits: two actors of 23 bits and a period of 18.
constexpr unsigned kPartyBits = 23, kPeriodBits = 18;

void count(PeriodCounts& counts, const EventRecord& event) {
    ++counts.events;
    counts.reports += event.reports;
    counts.outlets += event.outlets;
    ++counts.by_quad[static_cast<std::size_t>(event.quad)];
    if (!event.scored) return;
    ++counts.scored;
    counts.sum += event.goldstein;
    if (event.goldstein > 0) {
        counts.cooperation += event.goldstein;
        ++counts.cooperative;
    } else if (event.goldstein < 0) {
        counts.conflict += event.goldstein;
        ++counts.conflictual;
    }
}

} // namespace

std::optional<double> PeriodCounts::mean() const {
    if (scored == 0) return std::nullopt;
    return from_millionths(sum) / static_cast<double>(scored);
}

PeriodCounts& PeriodCounts::operator+=(const PeriodCounts& other) {
    events += other.events;
    reports += other.reports;
    outlets += other.outlets;
    scored += other.scored;
    sum += other.sum;
    cooperation += other.cooperation;
    conflict += other.conflict;
    cooperative += other.cooperative;
    conflictual += other.conflictual;
    for (std::size_t i = 0; i < by_quad.size(); ++i) by_quad[i] += other.by_quad[i];
    return *this;
}

PeriodCounts PairSeries::total() const {
    PeriodCounts sum;
    if (!periods.empty()) sum.start = periods.front().start;
    for (const PeriodCounts& period : periods) sum += period;
    return sum;
}

struct SeriesBuilder::Cells {
    using Party = std::uint32_t;

    SeriesOptions options;
    CountryCodes codes;
    SeriesSummary summary;

    std::vector<std::string> names; ///< of parties
    std::unordered_map<std::string, Party> parties;
    std::vector<bool> wanted; ///< by party, where actors were named
    /// What a text of the files stands for: the parties, which of several countries it names.
    struct Meaning {
        bool known = false;
        std::vector<Party> parties;
        std::vector<std::string> unmapped;
        std::uint64_t events = 0;
    };
    std::array<std::vector<Meaning>, 4> meanings; ///< by format and text
    CellTable<PeriodCounts> counts;
    Day last_day = std::numeric_limits<Day>::min();
    int last_period = 0;

    Party party(const std::string& name);
    Meaning& meaning(EventFormat format, TextId text, const EventTexts& texts);
    void read_country(EventFormat format, std::string_view country, Meaning& meaning);
    bool wanted_pair(Party source, Party target) const;
    void add(const std::vector<Party>& sources, const std::vector<Party>& targets,
             const EventRecord& event);
    std::uint64_t key(Party source, Party target, int period) const;
    PairSeries empty_pair(std::uint64_t key) const;
};

SeriesBuilder::Cells::Party SeriesBuilder::Cells::party(const std::string& name) {
    const auto [found, is_new] = parties.emplace(name, static_cast<Party>(names.size()));
    if (!is_new) return found->second;
    if (names.size() >> kPartyBits != 0) throw std::length_error("more than 8 million countries");
    names.push_back(name);
    const auto& actors = options.actors;
    wanted.push_back(std::find(actors.begin(), actors.end(), name) != actors.end());
    return found->second;
}

void SeriesBuilder::Cells::read_country(EventFormat format, std::string_view country,
                                        Meaning& meaning) {
    std::string name(codes.actor(format, country));
    if (name.empty()) {
        name = country;
        if (!codes.empty()) meaning.unmapped.push_back(name);
    }
    const Party found = party(name);
    std::vector<Party>& all = meaning.parties;
    if (std::find(all.begin(), all.end(), found) == all.end()) all.push_back(found);
}

SeriesBuilder::Cells::Meaning& SeriesBuilder::Cells::meaning(EventFormat format, TextId text,
                                                             const EventTexts& texts) {
    std::vector<Meaning>& known = meanings[static_cast<std::size_t>(format)];
    if (text.index() >= known.size()) known.resize(texts.size());
    Meaning& result = known[text.index()];
    if (result.known) return result;
    result.known = true;
    std::string_view rest = texts[text];
    // Only POLECAT lists countries.
    const std::string_view divider = "; ";
    while (!rest.empty()) {
        const std::size_t end =
            format == EventFormat::kPolecat ? rest.find(divider) : std::string_view::npos;
        const std::string_view country = rest.substr(0, end);
        if (!country.empty() && country != "None") read_country(format, country, result);
        rest = end == std::string_view::npos ? "" : rest.substr(end + divider.size());
    }
    return result;
}

bool SeriesBuilder::Cells::wanted_pair(Party source, Party target) const {
    if (options.actors.empty()) return true;
    if (options.actors.size() == 1) return wanted[source] || wanted[target];
    return wanted[source] && wanted[target];
}

std::uint64_t SeriesBuilder::Cells::key(Party source, Party target, int period) const {
    if (!options.directed && source > target) std::swap(source, target);
    return (static_cast<std::uint64_t>(source) << (kPartyBits + kPeriodBits)) |
           (static_cast<std::uint64_t>(target) << kPeriodBits) | static_cast<std::uint64_t>(period);
}

void SeriesBuilder::Cells::add(const std::vector<Party>& sources, const std::vector<Party>& targets,
                               const EventRecord& event) {
    if (sources.empty() || targets.empty()) {
        ++summary.without_country;
        return;
    }
    if (event.day != last_day) {
        last_day = event.day;
        last_period = period_number(event.day, options.length);
    }
    bool across = false, counted = false;
    for (const Party source : sources) {
        for (const Party target : targets) {
            if (source == target) continue;
            across = true;
            if (!wanted_pair(source, target)) continue;
            counted = true;
            count(counts[key(source, target, last_period)], event);
        }
    }
    ++(counted ? summary.counted : across ? summary.other_actors : summary.same_country);
}

PairSeries SeriesBuilder::Cells::empty_pair(std::uint64_t key) const {
    constexpr std::uint64_t kPartyMask = (std::uint64_t{1} << kPartyBits) - 1;
    PairSeries pair;
    pair.directed = options.directed;
    pair.source = names[static_cast<std::size_t>(key >> (kPartyBits + kPeriodBits))];
    pair.target = names[static_cast<std::size_t>((key >> kPeriodBits) & kPartyMask)];
    if (!options.directed && pair.target < pair.source) std::swap(pair.source, pair.target);
    return pair;
}

SeriesBuilder::SeriesBuilder(SeriesOptions options, CountryCodes codes)
    : cells_(std::make_unique<Cells>()) {
    cells_->options = std::move(options);
    std::vector<std::string>& actors = cells_->options.actors;
    std::sort(actors.begin(), actors.end());
    actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
    cells_->codes = std::move(codes);
}
SeriesBuilder::~SeriesBuilder() = default;
SeriesBuilder::SeriesBuilder(SeriesBuilder&&) noexcept = default;
SeriesBuilder& SeriesBuilder::operator=(SeriesBuilder&&) noexcept = default;

void SeriesBuilder::add(const PairEvent& event) {
    ++cells_->summary.events;
    if (!cells_->options.period.contains(event.day)) {
        ++cells_->summary.outside_period;
        return;
    }
    EventRecord record;
    record.day = event.day;
    record.reports = event.reports;
    if (const CameoCode* code = find_cameo_code(event.code)) record.quad = code->quad;
    if (event.goldstein) {
        record.scored = true;
        record.goldstein = static_cast<std::int32_t>(to_millionths(*event.goldstein));
    }
    const auto parties = [&](const std::string& name) {
        return name.empty() ? std::vector<Cells::Party>{} : std::vector{cells_->party(name)};
    };
    cells_->add(parties(event.source), parties(event.target), record);
}

void SeriesBuilder::add(EventFormat format, std::span<const EventRecord> records,
                        const EventTexts& texts) {
    cells_->summary.events += records.size();
    for (const EventRecord& record : records) {
        if (!cells_->options.period.contains(record.day)) {
            ++cells_->summary.outside_period;
            continue;
        }
        // Reading the second meaning may move the first: both are read before either is kept.
        cells_->meaning(format, record.source, texts);
        Cells::Meaning& target = cells_->meaning(format, record.target, texts);
        Cells::Meaning& source = cells_->meaning(format, record.source, texts);
        ++source.events;
        if (record.target != record.source) ++target.events;
        cells_->add(source.parties, target.parties, record);
    }
}

std::vector<PairSeries> SeriesBuilder::series() const {
    std::vector<std::pair<std::uint64_t, const PeriodCounts*>> cells;
    cells.reserve(cells_->counts.size());
    cells_->counts.for_each(
        [&](std::uint64_t key, const PeriodCounts& counts) { cells.emplace_back(key, &counts); });
    std::sort(cells.begin(), cells.end());

    constexpr std::uint64_t kPeriodMask = (std::uint64_t{1} << kPeriodBits) - 1;
    std::vector<PairSeries> result;
    std::uint64_t pair = std::numeric_limits<std::uint64_t>::max();
    for (const auto& [key, counts] : cells) {
        if (key >> kPeriodBits != pair) result.push_back(cells_->empty_pair(key));
        pair = key >> kPeriodBits;
        PeriodCounts& period = result.back().periods.emplace_back(*counts);
        period.start = period_start(static_cast<int>(key & kPeriodMask), cells_->options.length);
    }
    std::sort(result.begin(), result.end(), [](const PairSeries& a, const PairSeries& b) {
        return std::tie(a.source, a.target) < std::tie(b.source, b.target);
    });
    return result;
}

SeriesSummary SeriesBuilder::summary() const {
    SeriesSummary result = cells_->summary;
    for (const auto& meanings : cells_->meanings) {
        for (const Cells::Meaning& meaning : meanings) {
            for (const std::string& name : meaning.unmapped)
                result.unmapped[name] += meaning.events;
        }
    }
    return result;
}

PairSeries filled(const PairSeries& series, PeriodLength length, const Period& period) {
    PairSeries result{series.source, series.target, series.directed, {}};
    const bool open_start = period.first == Period{}.first, open_end = period.last == Period{}.last;
    if (series.periods.empty() && (open_start || open_end)) return result;
    const int first = open_start ? period_number(series.periods.front().start, length)
                                 : period_number(period.first, length);
    const int last = open_end ? period_number(series.periods.back().start, length)
                              : period_number(period.last, length);
    auto next = series.periods.begin();
    for (int number = first; number <= last; ++number) {
        PeriodCounts counts;
        counts.start = period_start(number, length);
        while (next != series.periods.end() && period_number(next->start, length) < number) ++next;
        if (next != series.periods.end() && next->start == counts.start) counts = *next;
        result.periods.push_back(counts);
    }
    return result;
}

} // namespace isthmus::chronicle
