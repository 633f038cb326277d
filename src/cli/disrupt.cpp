// SPDX-License-Identifier: Apache-2.0
// isthmus disrupt: which link or place matters, and what its loss does.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/experimenting.hpp"
#include "cli/output.hpp"
#include "report/views_disruption.hpp"

namespace isthmus::cli {
namespace {

using dependence::Baseline;
using report::ResultTable;

constexpr int kMostOutages = 20;   ///< at once
constexpr double kMostPeak = 100;  ///< peak day, in mean days
constexpr double kMostDays = 3660; ///< in which a store is emptied
constexpr int kMostSamples = 10'000'000;

const CommandInfo kInfo{
    "disrupt",
    "say which link or place matters in one year",
    "Takes out every link and every place in turn (N-1), solves the market again, and ranks them "
    "by what is lost. --outage looks at some of them out together, in depth; --k finds the worst "
    "set of so many, proved for up to four. --min-cut, --n-1-formula and --failure-probability "
    "answer what capacities alone say, the Union's infrastructure standard, and the loss to be "
    "expected when links fail by chance.",
    {{"isthmus disrupt worlds/caspian --year 2024 --top 20", "the chokepoints"},
     {"isthmus disrupt worlds/caspian --year 2024 --outage btc",
      "one link, with unserved demand, prices and losses"},
     {"isthmus disrupt worlds/caspian --year 2024 --k 2 --links-only", "the worst two links"},
     {"isthmus disrupt worlds/caspian --year 2024 --min-cut azerbaijan:turkey --commodity gas",
      "what parts the two"},
     {"isthmus disrupt worlds/caspian --year 2024 --n-1-formula georgia --commodity gas",
      "the infrastructure standard of Regulation (EU) 2017/1938"},
     {"isthmus disrupt worlds/caspian --year 2024 --failure-probability 0.02 --level 0.95",
      "expected shortfall"}}};

const std::vector<std::string> kMeasures = {"welfare", "net-payoff", "unserved"};

std::vector<std::string> mode_names() {
    std::vector<std::string> names;
    for (const std::string_view name : world::ChoiceNames<world::Mode>::values) {
        names.emplace_back(name);
    }
    return names;
}

class DisruptCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        options.option("--outage", "NAME", outages_,
                       "A link or place in depth; several, separated by commas, are out together");
        options.option("--k", "N", k_, "The worst set of at most so many outages");
        options.option("--by", join(kMeasures, "|"), by_,
                       "What makes it the worst: loss of welfare; the same with tariffs counted as "
                       "cost, which is quicker; or unserved demand of the one --commodity");
        options.option("--for", "ACTOR", for_, "With --by unserved: only demand of this state");
        options.flag("--links-only", links_only_, "No places");
        options.option("--in", "ACTOR", in_, "Only links and places in territory of this state");
        options.option("--mode", join(mode_names(), "|"), mode_, "Only links of this mode");
        options.option("--top", "N", top_, "Rows of the ranking that people are shown");
        options.option("--min-cut", "A:B", min_cut_,
                       "Least capacity of the one --commodity that parts two sides: states, blocs "
                       "or places, separated by commas");
        options.option("--n-1-formula", "ACTOR", formula_,
                       "Infrastructure standard of a state or bloc for the one --commodity");
        options.option("--peak-factor", "X", peak_,
                       "With --n-1-formula: demand of the peak day, in mean days");
        options.option("--withdrawal-days", "N", withdrawal_,
                       "With --n-1-formula: days in which a full store can be emptied");
        options.option("--failure-probability", "P", probability_,
                       "Loss to be expected when each fails with this probability in the year");
        options.option("--level", "A", level_, "Of value at risk and expected shortfall");
        options.option("--samples", "N", samples_, "Random cases with --failure-probability");
        options.option("--seed", "N", seed_, "Of the random cases");
        declare_experiment(options, experiment_);
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        if (Diagnostics wrong = check_question(); !wrong.empty()) return context.fail(wrong);
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        const auto options = read_experiment(world.value(), experiment_);
        if (!options) return context.fail(options.diagnostics());
        Asked asked{world.value(), year.value(), options.value(), format.value(), {}, {}, {}};
        Diagnostics wrong = read_names(asked);
        if (needs_one_commodity() && options.value().commodities.size() != 1) {
            wrong.add({"E601", "", 0, "",
                       fmt::format("{} commodities", options.value().commodities.size()),
                       "one --commodity", "quantities of several do not add up"});
        }
        if (!wrong.empty()) return context.fail(wrong);
        if (!min_cut_.empty()) return show_cut(context, asked);
        context.progress(fmt::format("Solving {}", year.value()));
        const auto base = dependence::baseline(world.value(), year.value(), options.value());
        if (!base) return context.fail(base.diagnostics());
        return answer(context, asked, base.value());
    }

  private:
    struct Asked {
        const world::World& world;
        int year;
        const dependence::BaselineOptions& options;
        Format format;
        dependence::OutageSet outages;      ///< of --outage
        std::vector<world::ActorId> states; ///< of --for or --n-1-formula
        world::ActorId territory;           ///< of --in
    };

    bool needs_one_commodity() const {
        return !min_cut_.empty() || !formula_.empty() || by_ == "unserved";
    }

    /// What needs no world: one question at a time, and words and numbers.
    Diagnostics check_question() const {
        Diagnostics wrong = check_word("--by", by_, kMeasures);
        wrong.append(check_word("--mode", mode_, mode_names()));
        std::vector<std::string> questions;
        for (const auto& [option, given] : {std::pair{"--outage", !outages_.empty()},
                                            {"--k", !k_.empty()},
                                            {"--min-cut", !min_cut_.empty()},
                                            {"--n-1-formula", !formula_.empty()},
                                            {"--failure-probability", !probability_.empty()}}) {
            if (given) questions.emplace_back(option);
        }
        if (questions.size() > 1) {
            wrong.add({"E601", "", 0, "", join(questions, " with "), "one of them",
                       "each is a question of its own"});
        }
        const bool by_else = by_ != kMeasures.front();
        if (k_.empty() && (by_else || !for_.empty())) {
            wrong.add({"E601", "", 0, "", by_else ? "--by " + by_ : "--for " + for_, "--k as well",
                       "they say what makes a set the worst"});
        }
        if (!min_cut_.empty() && std::count(min_cut_.begin(), min_cut_.end(), ':') != 1) {
            wrong.add({"E603", "", 0, "", "--min-cut " + min_cut_,
                       "two sides with a colon between them", "for example azerbaijan:turkey"});
        }
        const auto number = [&](const auto& read) {
            if (!read) wrong.append(read.diagnostics());
        };
        if (!k_.empty()) number(read_number("--k", k_, 1, kMostOutages));
        number(read_number("--top", top_, 1, 1'000'000));
        if (!probability_.empty()) {
            number(read_amount("--failure-probability", probability_, 0, 1));
        }
        number(read_amount("--level", level_, 0, 1));
        number(read_number("--samples", samples_, 1, kMostSamples));
        number(read_number("--seed", seed_, 0, kMostSamples));
        number(read_amount("--peak-factor", peak_, 0, kMostPeak));
        if (!withdrawal_.empty()) {
            number(read_amount("--withdrawal-days", withdrawal_, 1, kMostDays));
        }
        return wrong;
    }

    /// Names are checked before anything is solved.
    Diagnostics read_names(Asked& asked) const {
        Diagnostics wrong;
        for (const std::string& name : listed(outages_)) {
            const auto outage = read_outage(asked.world, "--outage", name);
            if (!outage) {
                wrong.append(outage.diagnostics());
                continue;
            }
            asked.outages.push_back(outage.value());
        }
        std::sort(asked.outages.begin(), asked.outages.end());
        asked.outages.erase(std::unique(asked.outages.begin(), asked.outages.end()),
                            asked.outages.end());
        for (const auto& [option, name] : {std::pair{"--for", for_}, {"--n-1-formula", formula_}}) {
            if (name.empty()) continue;
            const auto states = read_states(asked.world, asked.year, option, name);
            if (!states) {
                wrong.append(states.diagnostics());
                continue;
            }
            asked.states = states.value();
        }
        if (!for_.empty() && asked.states.size() > 1) {
            wrong.add({"E602", "", 0, "", "--for " + for_, "a state", "a bloc is several"});
        }
        if (in_.empty()) return wrong;
        const auto territory = read_states(asked.world, asked.year, "--in", in_);
        if (!territory) {
            wrong.append(territory.diagnostics());
        } else if (territory.value().size() != 1) {
            wrong.add({"E602", "", 0, "", "--in " + in_, "a state", "a bloc is several"});
        } else {
            asked.territory = territory.value().front();
        }
        return wrong;
    }

    dependence::OutageFilter filter(const Asked& asked) const {
        dependence::OutageFilter filter;
        filter.territory = asked.territory;
        filter.nodes = !links_only_ && mode_.empty();
        const std::vector<std::string> modes = mode_names();
        for (std::size_t i = 0; i < modes.size(); ++i) {
            if (modes[i] == mode_) filter.mode = static_cast<world::Mode>(i);
        }
        return filter;
    }

    ExitCode answer(Context& context, const Asked& asked, const Baseline& base) const {
        if (!k_.empty()) return show_worst(context, asked, base);
        if (!formula_.empty()) return show_formula(context, asked, base);
        if (!probability_.empty()) return show_shortfall(context, asked, base);
        return asked.outages.empty() ? show_ranking(context, asked, base)
                                     : show_outage(context, asked, base);
    }

    dependence::DisruptionOptions disruption_options(Context& context, const Asked& asked) const {
        dependence::DisruptionOptions options;
        options.threads = asked.options.threads;
        options.solver = asked.options.solver;
        options.progress = show_count(context, "Outages");
        return options;
    }

    ExitCode show_ranking(Context& context, const Asked& asked, const Baseline& base) const {
        const auto result =
            dependence::n_minus_1(base, filter(asked), disruption_options(context, asked));
        if (!result) return context.fail(result.diagnostics());
        const dependence::Disruption& disruption = result.value();
        std::vector<ResultTable> tables = {report::outage_table(base, disruption)};
        if (asked.format == Format::kJson || writes_folder(output_)) {
            tables.push_back(report::unserved_table(base, disruption));
            tables.push_back(report::outage_loss_table(base, disruption));
            tables.push_back(report::survival_table(base, disruption));
            tables.push_back(report::disruption_certificate_table(base, disruption));
        } else if (asked.format == Format::kText) {
            const auto most =
                static_cast<std::size_t>(read_number("--top", top_, 1, 1'000'000).value());
            shorten(tables.front(), most);
        }
        return write(context, asked, std::move(tables));
    }

    ExitCode show_outage(Context& context, const Asked& asked, const Baseline& base) const {
        const auto result =
            dependence::disruption(base, {asked.outages}, disruption_options(context, asked));
        if (!result) return context.fail(result.diagnostics());
        const dependence::Disruption& disruption = result.value();
        std::vector<ResultTable> tables = {report::outage_effect_table(base, disruption)};
        for (ResultTable table :
             {report::unserved_table(base, disruption), report::outage_loss_table(base, disruption),
              report::demand_effect_table(base, disruption),
              report::survival_table(base, disruption),
              report::disruption_certificate_table(base, disruption)}) {
            if (asked.format == Format::kText) drop_outage(table);
            tables.push_back(std::move(table));
        }
        return write(context, asked, std::move(tables));
    }

    ExitCode show_worst(Context& context, const Asked& asked, const Baseline& base) const {
        dependence::WorstOptions options;
        options.k = static_cast<std::size_t>(read_number("--k", k_, 1, kMostOutages).value());
        options.candidates = filter(asked);
        if (by_ == "net-payoff") {
            options.objective.measure = dependence::OutageObjective::Measure::kNetPayoff;
        } else if (by_ == "unserved") {
            options.objective.measure = dependence::OutageObjective::Measure::kUnserved;
            options.objective.commodity = asked.options.commodities.front();
            if (!asked.states.empty()) options.objective.actor = asked.states.front();
        }
        options.threads = asked.options.threads;
        options.solver = asked.options.solver;
        options.progress = [&context](std::size_t solved, double incumbent, double bound) {
            context.progress(fmt::format("Worst set: {} markets solved, found {:.6g}, bound {:.6g}",
                                         solved, incumbent, bound));
        };
        const auto worst = dependence::worst_outages(base, options);
        if (!worst) return context.fail(worst.diagnostics());
        std::vector<ResultTable> tables = {
            report::worst_outage_table(base, options, worst.value())};
        if (asked.format == Format::kCsv && !writes_folder(output_)) {
            return write(context, asked, std::move(tables));
        }
        const auto effect = dependence::disruption(base, {worst.value().outages},
                                                   disruption_options(context, asked));
        if (!effect) return context.fail(effect.diagnostics());
        for (ResultTable table : {report::unserved_table(base, effect.value()),
                                  report::outage_loss_table(base, effect.value())}) {
            if (asked.format == Format::kText) drop_outage(table);
            tables.push_back(std::move(table));
        }
        return write(context, asked, std::move(tables));
    }

    ExitCode show_formula(Context& context, const Asked& asked, const Baseline& base) const {
        dependence::NMinusOneOptions options;
        options.commodity = asked.options.commodities.front();
        options.states = asked.states;
        options.peak_factor = read_amount("--peak-factor", peak_, 0, kMostPeak).value();
        if (!withdrawal_.empty()) {
            options.withdrawal_days =
                read_amount("--withdrawal-days", withdrawal_, 1, kMostDays).value();
        }
        const auto result = dependence::n_minus_1_of_world(base, options);
        if (!result) return context.fail(result.diagnostics());
        return write(context, asked, report::n_minus_1_tables(base, options, result.value()));
    }

    ExitCode show_shortfall(Context& context, const Asked& asked, const Baseline& base) const {
        dependence::ShortfallOptions options;
        options.candidates = filter(asked);
        options.candidates.nodes = false;
        options.probabilities.all =
            read_amount("--failure-probability", probability_, 0, 1).value();
        options.level = read_amount("--level", level_, 0, 1).value();
        options.samples =
            static_cast<std::size_t>(read_number("--samples", samples_, 1, kMostSamples).value());
        options.seed =
            static_cast<std::uint64_t>(read_number("--seed", seed_, 0, kMostSamples).value());
        options.threads = asked.options.threads;
        options.solver = asked.options.solver;
        options.progress = show_count(context, "Cases");
        const auto result = dependence::expected_shortfall(base, options);
        if (!result) return context.fail(result.diagnostics());
        std::vector<ResultTable> tables = report::shortfall_tables(base, options, result.value());
        if (asked.format == Format::kText && !writes_folder(output_)) {
            shorten(tables.back(),
                    static_cast<std::size_t>(read_number("--top", top_, 1, 1'000'000).value()));
        }
        return write(context, asked, std::move(tables));
    }

    ExitCode show_cut(Context& context, const Asked& asked) const {
        const std::size_t colon = min_cut_.find(':');
        const auto from =
            read_side(asked.world, asked.year, "--min-cut", min_cut_.substr(0, colon));
        const auto to = read_side(asked.world, asked.year, "--min-cut", min_cut_.substr(colon + 1));
        Diagnostics wrong;
        if (!from) wrong.append(from.diagnostics());
        if (!to) wrong.append(to.diagnostics());
        if (!wrong.empty()) return context.fail(wrong);
        const world::CommodityId commodity = asked.options.commodities.front();
        const auto cut =
            dependence::min_cut(asked.world, asked.year, commodity, from.value(), to.value());
        if (!cut) return context.fail(cut.diagnostics());
        const std::string sides =
            fmt::format("from {} to {}", min_cut_.substr(0, colon), min_cut_.substr(colon + 1));
        return write(
            context, asked,
            {report::min_cut_table(asked.world, asked.year, commodity, sides, cut.value())});
    }

    /// For people, where every row is about the same.
    static void drop_outage(ResultTable& table) {
        for (const char* column : {"outage", "outage_name"}) {
            const std::size_t place = table.column(column);
            if (place >= table.columns.size()) continue;
            const auto at = static_cast<std::ptrdiff_t>(place);
            table.columns.erase(table.columns.begin() + at);
            for (report::ResultRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
        }
    }

    /// For people.
    static void shorten(ResultTable& table, std::size_t most) {
        if (table.rows.size() <= most) return;
        table.note += fmt::format(" The first {} of {}; --json has all.", most, table.rows.size());
        table.rows.resize(most);
    }

    ExitCode write(Context& context, const Asked& asked, std::vector<ResultTable> tables) const {
        if (asked.format == Format::kCsv && !writes_folder(output_) && tables.size() > 1) {
            context.note("Only the first table; --out FOLDER writes all");
            tables.resize(1);
        }
        return write_tables(context, tables, answer_properties(asked.world, asked.year), output_);
    }

    std::string world_, year_, scenario_, k_, for_, in_, mode_, min_cut_, formula_, withdrawal_;
    std::string probability_, by_ = "welfare", top_ = "20", level_ = "0.95", samples_ = "1000";
    std::string seed_ = "1", peak_ = "2";
    std::vector<std::string> outages_;
    bool links_only_ = false;
    ExperimentArguments experiment_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_disrupt_command() {
    return std::make_unique<DisruptCommand>();
}

} // namespace isthmus::cli
