// SPDX-License-Identifier: Apache-2.0
#include "cli/explain_result.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/experimenting.hpp"
#include "cli/explain_rows.hpp"
#include "report/views_provenance.hpp"

namespace isthmus::cli {
namespace {

using provenance::ExplainOptions;
using provenance::Explanation;

constexpr int kMostRows = 1000;
constexpr double kLeastStep = 0.01, kMostStep = 90; // in per cent

Result<ExplainOptions> read_options(const world::World& world, const ResultQuestion& question) {
    ExplainOptions options;
    Diagnostics wrong;
    if (!question.arguments.top.empty()) {
        const auto top = read_number("--top", question.arguments.top, 1, kMostRows);
        if (top)
            options.top = static_cast<std::size_t>(top.value());
        else
            wrong.append(top.diagnostics());
    }
    if (!question.arguments.step.empty()) {
        const auto step = read_amount("--step", question.arguments.step, kLeastStep, kMostStep);
        if (step)
            options.step_percent = step.value();
        else
            wrong.append(step.diagnostics());
    }
    const auto solving = read_solving(world, question.solving);
    if (!solving) wrong.append(solving.diagnostics());
    if (!wrong.empty()) return wrong;
    options.result.commodities = solving.value().market.commodities;
    options.result.separate_suppliers = solving.value().market.separate_suppliers;
    options.result.solver = solving.value().solve.solver;
    options.result.threads = solving.value().solve.threads;
    return options;
}

} // namespace

void declare_result(Options& options, ResultArguments& arguments) {
    options.option("--top", "N", arguments.top,
                   "Of a result: numbers and claims that are shown and solved again; 10 if not "
                   "given");
    options.option("--step", "PERCENT", arguments.step,
                   "Of a result: by how much they are moved; 10 if not given");
}

Diagnostics only_for_results(const ResultArguments& arguments) {
    Diagnostics wrong;
    for (const auto& [option, typed] :
         {std::pair("--top", arguments.top), std::pair("--step", arguments.step)}) {
        if (typed.empty()) continue;
        wrong.add({"E601", "", 0, "", option,
                   "a result such as flow/LINK, price/PLACE, payoff/ACTOR, dependence/I/J or "
                   "welfare",
                   "leave it out"});
    }
    return wrong;
}

bool names_result(const world::World& world, const std::string& words) {
    return provenance::is_result_path(words) && find_things(world, words).empty();
}

ExitCode explain_result(Context& context, const world::World& world,
                        const ResultQuestion& question) {
    if (question.year.empty()) {
        return context.fail({"E962", "", 0, "", question.path, "a year",
                             fmt::format("add --year {}", world.manifest().base_year)});
    }
    const Result<int> year = read_year(world, question.year);
    if (!year) return context.fail(year.diagnostics());
    auto options = read_options(world, question);
    if (!options) return context.fail(options.diagnostics());
    ExplainOptions wanted = std::move(options).value();
    const auto name = provenance::read_result(world, year.value(), question.path, wanted.result);
    if (!name) return context.fail(name.diagnostics());
    context.progress(
        fmt::format("Solving {} and its derivatives", result_name(world, year.value())));
    wanted.progress = show_count(context, "Checks by solving again");
    const auto explanation = provenance::explain(world, year.value(), name.value(), wanted);
    if (!explanation) return context.fail(explanation.diagnostics());

    const Result<Format> format = read_format(question.output);
    if (!format) return context.fail(format.diagnostics());
    const Properties properties = answer_properties(world, year.value());
    if (format.value() == Format::kCsv && !writes_folder(question.output)) {
        context.note("Only the numbers that matter most; --out FOLDER writes the claims and what "
                     "contradicts them, too");
        return write_tables(context, {report::influence_table(explanation.value())}, properties,
                            question.output);
    }
    const bool people = format.value() == Format::kText;
    return write_tables(context,
                        people ? report::readable_provenance_tables(explanation.value())
                               : report::provenance_tables(explanation.value()),
                        properties, question.output);
}

} // namespace isthmus::cli
