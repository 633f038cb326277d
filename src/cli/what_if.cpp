// SPDX-License-Identifier: Apache-2.0
// isthmus what-if: one year as it is against the same year changed, without a scenario file.
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/comparing.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "cli/what_if_scenario.hpp"
#include "report/views.hpp"
#include "report/views_compare.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using report::ResultTable;

const CommandInfo kInfo{
    "what-if",
    "ask who gains and loses when something changes",
    "Closes, opens, builds, or takes somebody out, and shows the year with that against the year "
    "as it is: who gains and loses, which flows moved from which way to which and why, and "
    "prices. Names are found by their id or by what they are commonly called; the first table "
    "says what was understood. Each option is one operation of a scenario, which --save writes.",
    {{"isthmus what-if worlds/caspian --year 2024 --close btc-pipeline", "a line shut"},
     {"isthmus what-if worlds/caspian --year 2024 --withdraw russia:azerbaijan",
      "one state deals no longer with another"},
     {"isthmus what-if worlds/caspian --year 2024 --scale demand:turkey:gas=1.2", "more demand"},
     {"isthmus what-if worlds/caspian --year 2024 --close suez-red-sea --save suez.toml",
      "and the scenario as a file"}}};

/// What was understood, for people to check.
ResultTable understood_table(const std::vector<WhatIfChange>& changes,
                             const flow::Equilibrium& before) {
    ResultTable table{"what_if",
                      "What if: " + report::basis_title(before),
                      "First is the year as it is, second the year with these changes.",
                      {{"change", "Change", "", CellKind::kText, 0, "As it was understood"},
                       {"asked", "Asked for by", "", CellKind::kText, 0, "As it was typed"}},
                      {}};
    for (const WhatIfChange& change : changes) {
        table.rows.push_back({{change.words, change.option}, {}});
    }
    return table;
}

/// An id that a scenario can have from the name of its file.
std::string id_of(const std::string& file) {
    std::string id;
    for (const char c : std::filesystem::path(file).stem().string()) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        id += upper ? static_cast<char>(c - 'A' + 'a') : plain ? c : '-';
    }
    return id;
}

class WhatIfCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_what_if(options, what_if_);
        options.flag("--suspend-contracts", suspend_,
                     "Contracts whose minimum take cannot be met any more bind nobody");
        options.option("--scenario", "NAME", scenario_,
                       "Start from this scenario instead of the world as it is");
        options.option("--save", "FILE", save_, "Write the changes as a scenario");
        declare_comparing(options, comparing_);
        declare_format(options, output_);
        declare_out(options, output_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        Diagnostics wrong = check_comparing(comparing_);
        if (!save_.empty() && std::filesystem::exists(save_)) {
            wrong.add({"E604", "", 0, "", "--save " + save_, "a file that is not there yet", ""});
        }
        if (!wrong.empty()) return context.fail(wrong);
        const Result<world::World> before = load_world(world_, scenario_);
        if (!before) return context.fail(before.diagnostics());
        context.count_warnings(before.value().warnings);
        const Result<int> year = read_year(before.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        auto read = read_what_if(before.value(), year.value(), what_if_);
        if (!read) return context.fail(read.diagnostics());
        const auto first = solve_year(context, before.value(), year.value(), solving_);
        if (!first) return context.fail(first.diagnostics());
        Changed after;
        after.changes = std::move(read).value();
        const auto second = solve_changed(context, before.value(), year.value(), after);
        if (!second) return fail(context, second.diagnostics());
        if (!save_.empty()) {
            write_result(context, save_, scenario_text(after.changes, id_of(save_)));
        }
        const auto tables =
            compare_sides(context, {&first.value(), &second.value()}, comparing_, solving_);
        if (!tables) return context.fail(tables.diagnostics());
        return show(context, understood_table(after.changes, first.value()), tables.value(),
                    format.value());
    }

  private:
    /// The world with the changes; it must outlive what is computed from it.
    struct Changed {
        std::vector<WhatIfChange> changes;
        std::optional<world::World> world;
    };

    /// Suspends contracts, where that was asked for, until what remains can be met.
    Result<flow::Equilibrium> solve_changed(Context& context, const world::World& before, int year,
                                            Changed& after) const {
        while (true) {
            Result<world::World> world = changed(before, after.changes);
            if (!world) return world.diagnostics();
            after.world = std::move(world).value();
            auto equilibrium = solve_year(context, *after.world, year, solving_);
            if (equilibrium || !suspend_) return equilibrium;
            const auto suspended = suspend_contracts(*after.world, equilibrium.diagnostics());
            if (suspended.empty()) return equilibrium;
            after.changes.insert(after.changes.end(), suspended.begin(), suspended.end());
        }
    }

    ExitCode fail(Context& context, const Diagnostics& diagnostics) const {
        const ExitCode code = context.fail(diagnostics);
        if (!suspend_ && diagnostics.items().front().id == "E510") {
            context.note("--suspend-contracts leaves out minimum takes that cannot be met");
        }
        return code;
    }

    static Result<world::World> changed(const world::World& world,
                                        const std::vector<WhatIfChange>& changes) {
        Result<world::Tables> tables = apply_what_if(world.tables, changes);
        if (!tables) return tables.diagnostics();
        return world::build(std::move(tables).value());
    }

    ExitCode show(Context& context, ResultTable understood, std::vector<ResultTable> tables,
                  Format format) const {
        const bool all = writes_folder(output_) || format == Format::kJson;
        if (format == Format::kCsv && !all) {
            context.note("Only the flows that moved; --out FOLDER writes all tables");
            return write_tables(context, {tables.front()}, {}, output_);
        }
        if (!all) tables = report::shortened(tables);
        if (!all && tables.empty()) context.note("Nothing changes");
        tables.insert(tables.begin(), std::move(understood));
        return write_tables(context, tables, {}, output_);
    }

    std::string world_, year_, scenario_, save_;
    bool suspend_ = false;
    WhatIfArguments what_if_;
    ComparingArguments comparing_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_what_if_command() {
    return std::make_unique<WhatIfCommand>();
}

} // namespace isthmus::cli
