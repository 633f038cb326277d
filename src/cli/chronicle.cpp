// SPDX-License-Identifier: Apache-2.0
// isthmus chronicle: what happened between actors, how much of it, and what holds on a day.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/text.hpp"
#include "chronicle/standing.hpp"
#include "cli/arguments.hpp"
#include "cli/chronicle_names.hpp"
#include "cli/chronicle_series.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/version.hpp"
#include "report/charts_chronicle.hpp"
#include "report/views_chronicle.hpp"

namespace isthmus::cli {
namespace {

namespace fs = std::filesystem;
using chronicle::PeriodLength;
using chronicle::Sides;
using report::ResultTable;

/// Columns of text that does not go to a terminal.
constexpr std::size_t kTextWidth = 170;
/// Rows of overviews that people are shown.
constexpr std::size_t kShownPairs = 40, kShownCountries = 10;

const CommandInfo kInfo{
    "chronicle",
    "tell what happened between actors, and what holds on a day",
    "The timeline of two actors with each other, or of one: events, agreements, memberships, "
    "restrictions and changes of links, by date, with what each row rests on; then the series of "
    "cooperation and conflict by year or month, and the breaks in its level. --events reads files "
    "of GDELT, ICEWS and POLECAT as they are and sets their series beside it. --at says what holds "
    "on a day or in a month: restrictions, agreements, memberships, and which links are open, "
    "restricted or shut by whom. Without actors it lists the pairs.",
    {{"isthmus chronicle azerbaijan russia worlds/caspian --from 1991", "two with each other"},
     {"isthmus chronicle azerbaijan russia worlds/caspian --at 2024-06", "what holds in a month"},
     {"isthmus chronicle Грузия worlds/caspian --from 2008 --to 2010", "one, by a name of it"},
     {"isthmus chronicle worlds/caspian", "all pairs of the world's events"},
     {"isthmus chronicle azerbaijan russia --events 20240601.export.CSV --chart az-ru.svg",
      "with an event file, as a picture too"}}};

struct ChronicleArguments {
    std::string first, second, third;
    std::string from, to, at, scenario;
    std::string by = "year", goldstein = "file", measure = "sum", criterion = "lwz";
    std::string min_segment, chart, table, threads = "2";
    std::vector<std::string> events;
    bool directed = false, no_breaks = false;
    OutputArguments output;
};

class ChronicleCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("A", arguments_.first, "Actor or bloc: id, name or alias in any script");
        options.argument("B", arguments_.second, "Another; the chronicle is of both together");
        options.argument("WORLD", arguments_.third,
                         "Folder of the world, last; the current folder if none is named");
        declare_scenario(options, arguments_.scenario);
        options.option("--from", "DATE", arguments_.from, "First year, month or day");
        options.option("--to", "DATE", arguments_.to, "Last year, month or day");
        options.option("--at", "DATE", arguments_.at,
                       "Instead, what holds on this day, or on some day of this month or year");
        options.option("--by", "year|month", arguments_.by, "Periods of the series");
        options.flag("--directed", arguments_.directed,
                     "Acts of one towards the other apart from those of the other");
        options.option("--events", "FILE", arguments_.events,
                       "Event file of GDELT 1.0 or 2.0, ICEWS or POLECAT; may be repeated");
        options.option("--goldstein", "file|gdelt|icews", arguments_.goldstein,
                       "Values of events: as the world and the files have them, or by code from "
                       "the list of GDELT or of ICEWS");
        options.option("--chart", "FILE.svg", arguments_.chart,
                       "Write the series as a picture too");
        options.option("--measure", join(report::measure_words(), "|"), arguments_.measure,
                       "What breaks are looked for in");
        options.option("--criterion", "lwz|bic", arguments_.criterion,
                       "What decides how many breaks there are");
        options.option("--min-segment", "N", arguments_.min_segment,
                       "Least periods between breaks; else 15 % of all");
        options.flag("--no-breaks", arguments_.no_breaks, "Do not look for breaks");
        options.option("--table", "NAME", arguments_.table, "Only this table");
        options.option("--threads", "N", arguments_.threads,
                       "Most threads to read event files with; the answer does not depend on it");
        declare_format(options, arguments_.output);
        declare_out(options, arguments_.output);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(arguments_.output);
        if (!format) return context.fail(format.diagnostics());
        if (const Diagnostics wrong = check_words(); !wrong.empty()) return context.fail(wrong);
        const auto asked = read_asked();
        if (!asked) return context.fail(asked.diagnostics());
        const auto [names, folder] = split_places();
        const Result<world::World> world = load_world(folder, arguments_.scenario);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<Sides> sides = find_sides(world.value(), names);
        if (!sides) return context.fail(sides.diagnostics());
        if (asked.value().at) {
            return show(context, format.value(), world.value(),
                        standing_tables(world.value(), sides.value(), *asked.value().at));
        }
        return tell(context, format.value(), world.value(), sides.value(), asked.value().series);
    }

  private:
    struct Asked {
        std::optional<Date> at;
        SeriesRequest series;
    };

    Diagnostics check_words() const {
        Diagnostics wrong = check_word("--by", arguments_.by, {"year", "month"});
        wrong.append(check_word("--goldstein", arguments_.goldstein, {"file", "gdelt", "icews"}));
        wrong.append(check_word("--measure", arguments_.measure, report::measure_words()));
        wrong.append(check_word("--criterion", arguments_.criterion, {"lwz", "bic"}));
        if (!arguments_.at.empty()) {
            for (const auto& [option, given] : {std::pair{"--from", !arguments_.from.empty()},
                                                {"--to", !arguments_.to.empty()},
                                                {"--events", !arguments_.events.empty()},
                                                {"--chart", !arguments_.chart.empty()}}) {
                if (!given) continue;
                wrong.add({"E601", "", 0, "", fmt::format("--at with {}", option), "one of them",
                           "--at is about a day or month, the others about a span of time"});
            }
        }
        return wrong;
    }

    static std::optional<Date> read_date(const std::string& option, const std::string& typed,
                                         Diagnostics& wrong) {
        if (typed.empty()) return std::nullopt;
        const auto date = parse_date(typed);
        if (!date) {
            wrong.add({"E950", "", 0, "", option + " " + typed,
                       "a year, month or day such as 2024, 2024-06 or 2024-06-12", ""});
        }
        return date;
    }

    Result<Asked> read_asked() const {
        Diagnostics wrong;
        Asked asked;
        asked.at = read_date("--at", arguments_.at, wrong);
        SeriesRequest& series = asked.series;
        series.from = read_date("--from", arguments_.from, wrong);
        series.to = read_date("--to", arguments_.to, wrong);
        if (series.from && series.to && series.to->last_day() < series.from->first_day()) {
            wrong.add({"E950", "", 0, "",
                       fmt::format("--from {} --to {}", arguments_.from, arguments_.to),
                       "a first day before the last", ""});
        }
        series.length = arguments_.by == "month" ? PeriodLength::kMonth : PeriodLength::kYear;
        series.directed = arguments_.directed;
        series.goldstein = *chronicle::parse_goldstein_list(arguments_.goldstein);
        for (const std::string& file : arguments_.events) series.files.emplace_back(file);
        series.look_for_breaks = !arguments_.no_breaks;
        const auto& words = report::measure_words();
        series.measure = static_cast<report::Measure>(
            std::find(words.begin(), words.end(), arguments_.measure) - words.begin());
        if (arguments_.criterion == "bic") {
            series.breaks.criterion = chronicle::BreakCriterion::kBic;
        }
        if (!arguments_.min_segment.empty()) {
            const auto least = read_number("--min-segment", arguments_.min_segment, 2,
                                           static_cast<int>(chronicle::kMostPeriods));
            if (!least)
                wrong.append(least.diagnostics());
            else
                series.breaks.min_segment = static_cast<std::size_t>(least.value());
        }
        const auto threads = read_number("--threads", arguments_.threads, 1, 64);
        if (!threads)
            wrong.append(threads.diagnostics());
        else
            series.threads = static_cast<unsigned>(threads.value());
        if (!wrong.empty()) return wrong;
        return asked;
    }

    /// The last of the arguments is the world where it is one or looks like a path.
    std::pair<std::vector<std::string>, std::string> split_places() const {
        std::vector<std::string> names;
        for (const std::string& typed : {arguments_.first, arguments_.second, arguments_.third}) {
            if (!typed.empty()) names.push_back(typed);
        }
        if (names.empty()) return {{}, ""};
        const std::string last = names.back();
        const bool is_world = find_world(last).ok();
        const bool is_path = last.find('/') != std::string::npos || last.ends_with(".toml");
        if (!is_world && !is_path && names.size() < 3) return {names, ""};
        names.pop_back();
        return {names, last};
    }

    static Result<Sides> find_sides(const world::World& world,
                                    const std::vector<std::string>& names) {
        Sides sides;
        Diagnostics wrong;
        for (const std::string& name : names) {
            const auto party = find_party(world, name);
            if (!party)
                wrong.append(party.diagnostics());
            else
                sides.push_back(party.value());
        }
        if (!wrong.empty()) return wrong;
        if (sides.size() == 2 && chronicle::same(sides[0], sides[1])) {
            return one({"E952", "", 0, "", join(names, " "), "two actors", ""});
        }
        return sides;
    }

    static std::vector<ResultTable> standing_tables(const world::World& world, const Sides& sides,
                                                    const Date& at) {
        const chronicle::StandingAt standing = chronicle::standing(world, sides, at);
        std::vector<ResultTable> tables = {report::standing_table(world, sides, standing),
                                           report::standing_link_table(world, sides, standing),
                                           report::link_reason_table(world, standing)};
        if (at.day == 0) tables.push_back(report::change_table(world, sides, standing));
        return tables;
    }

    ExitCode tell(Context& context, Format format, const world::World& world, const Sides& sides,
                  const SeriesRequest& request) {
        if (!arguments_.chart.empty() && sides.empty()) {
            return context.fail(
                one({"E954", "", 0, "", "--chart without actors", "one or two", ""}));
        }
        const auto answer = make_series(context, world, sides, request);
        if (!answer) return context.fail(answer.diagnostics());
        context.warn(answer.value().warnings);
        std::vector<ResultTable> tables;
        const bool whole = format == Format::kJson || writes_folder(arguments_.output);
        if (!sides.empty() || whole || arguments_.table == "timeline") {
            tables.push_back(report::timeline_table(
                world, sides,
                chronicle::timeline(world, sides, Period::between(request.from, request.to))));
        }
        tables.insert(tables.end(), answer.value().tables.begin(), answer.value().tables.end());
        const ExitCode shown = show(context, format, world, std::move(tables));
        if (shown == ExitCode::kOk && !arguments_.chart.empty()) {
            write_result(
                context, arguments_.chart,
                report::chronicle_chart(chart_title(world, sides, request), answer.value().panels));
        }
        return shown;
    }

    static std::string chart_title(const world::World& world, const Sides& sides,
                                   const SeriesRequest& request) {
        return fmt::format("Cooperation and conflict by {}: {}",
                           request.length == PeriodLength::kYear ? "year" : "month",
                           report::side_names(world, sides));
    }

    /// The table that CSV holds where none is chosen.
    static std::string main_table(const std::vector<ResultTable>& tables) {
        for (const char* id : {"standing", "series", "pairs"}) {
            const bool there =
                std::any_of(tables.begin(), tables.end(),
                            [&](const ResultTable& table) { return table.id == id; });
            if (there) return id;
        }
        return tables.front().id;
    }

    ExitCode show(Context& context, Format format, const world::World& world,
                  std::vector<ResultTable> tables) {
        std::string chosen = arguments_.table;
        if (chosen.empty() && format == Format::kCsv && !writes_folder(arguments_.output)) {
            chosen = main_table(tables);
            context.note(fmt::format("Only the table {}; --table chooses another, --out FOLDER "
                                     "writes all",
                                     chosen));
        }
        if (!chosen.empty()) {
            std::vector<std::string> ids;
            for (const ResultTable& table : tables) ids.push_back(table.id);
            if (const Diagnostics wrong = check_word("--table", chosen, ids); !wrong.empty()) {
                return context.fail(wrong);
            }
            std::erase_if(tables, [&](const ResultTable& table) { return table.id != chosen; });
        }
        OutputArguments output = arguments_.output;
        if (format == Format::kText) {
            output.width = kTextWidth;
            shorten(tables, chosen.empty());
        }
        return write_tables(context, tables,
                            {{"isthmus", report::json_text(kVersion)},
                             {"world", report::json_text(world.manifest().id)},
                             {"scenario", report::json_text(world.scenario)}},
                            output);
    }

    /// Rows that people are shown of a table where all are shown.
    static std::size_t most_rows(const ResultTable& table) {
        if (table.id == "unmapped") return kShownCountries;
        return table.id.ends_with("pairs") ? kShownPairs : table.rows.size();
    }

    /// Without what only programs need, and without the long ends of overviews.
    static void shorten(std::vector<ResultTable>& tables, bool all_of_them) {
        if (all_of_them) {
            std::erase_if(tables, [](const ResultTable& table) {
                return table.id == "link_reasons" || (table.rows.empty() && table.note.empty());
            });
        }
        for (ResultTable& table : tables) {
            table = report::for_people(table);
            const std::size_t most = all_of_them ? most_rows(table) : table.rows.size();
            if (table.rows.size() <= most) continue;
            table.note +=
                fmt::format("{}The first {} of {}; --table {} has all.",
                            table.note.empty() ? "" : " ", most, table.rows.size(), table.id);
            table.rows.resize(most);
        }
    }

    ChronicleArguments arguments_;
};

} // namespace

std::unique_ptr<Command> make_chronicle_command() {
    return std::make_unique<ChronicleCommand>();
}

} // namespace isthmus::cli
