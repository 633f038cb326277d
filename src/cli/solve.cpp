// SPDX-License-Identifier: Apache-2.0
// isthmus solve: one year's equilibrium as tables.
#include <filesystem>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/save_lp.hpp"
#include "cli/solving.hpp"
#include "report/views.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using report::ResultTable;

constexpr const char* kAllTables = "all";

const CommandInfo kInfo{
    "solve",
    "compute flows, prices and payoffs of one year",
    "Solves the spatial price equilibrium of a world in one year and checks it with an independent "
    "certificate; what is not certified is not shown. The exit code is 1 when the year's contracts "
    "cannot be met, with the reasons on standard error.",
    {{"isthmus solve worlds/caspian --year 2024", "the main tables"},
     {"isthmus solve worlds/caspian --year 2024 --commodity gas --table flows --ranges",
      "gas flows with the range of each where they are not unique"},
     {"isthmus solve worlds/caspian --year 2024 --scenario suez-shut --json",
      "a scenario, all tables, for programs"},
     {"isthmus solve worlds/caspian --year 2024 --out results/2024", "every table as a CSV file"},
     {"isthmus solve worlds/caspian --year 2024 --save-lp year.mps",
      "the linear programs too, for another solver"}}};

std::vector<std::string> view_names() {
    std::vector<std::string> names;
    for (const report::View& view : report::views()) names.emplace_back(view.id);
    return names;
}

/// Puts the range over all optimal solutions behind the column of flows.
void add_ranges(ResultTable& table, const flow::Equilibrium& equilibrium) {
    const std::vector<flow::LinkFlow> flows = flow::link_flows(equilibrium);
    const std::vector<flow::FlowRange> ranges = flow::link_flow_ranges(equilibrium);
    if (flows.size() != table.rows.size() || ranges.size() != flows.size()) {
        throw std::logic_error("flow ranges do not match the table of flows");
    }
    const std::size_t flow = table.column("flow");
    const report::ResultColumn& like = table.columns[flow];
    const report::ResultColumn low{"flow_low",    "Lowest",
                                   like.unit,     CellKind::kNumber,
                                   like.decimals, "Least over all optimal solutions"};
    const report::ResultColumn high{"flow_high",   "Highest",
                                    like.unit,     CellKind::kNumber,
                                    like.decimals, "Most over all optimal solutions"};
    const auto behind = static_cast<std::ptrdiff_t>(flow) + 1;
    table.columns.insert(table.columns.begin() + behind, {low, high});
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const world::Commodity& commodity =
            equilibrium.market.world->commodities[flows[i].commodity];
        auto& cells = table.rows[i].cells;
        cells.insert(cells.begin() + behind, {commodity.shown_quantity(ranges[i].low),
                                              commodity.shown_quantity(ranges[i].high)});
    }
}

/// For people: ways that carry nothing are counted, not listed.
void leave_out_empty(ResultTable& table) {
    const std::size_t flow = table.column("flow");
    if (flow == table.columns.size()) return;
    const std::size_t before = table.rows.size();
    std::erase_if(table.rows, [&](const report::ResultRow& row) {
        const double* value = row.cells[flow].number();
        return value != nullptr && *value == 0;
    });
    if (table.rows.size() == before) return;
    table.note += fmt::format(" Left out: {} without flow (--all shows them).",
                              counted(before - table.rows.size(), "way"));
}

class SolveCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        options.option("--table", join(view_names(), "|") + "|" + kAllTables, tables_,
                       "Only this table; may be given several times; all for every one");
        declare_format(options, output_);
        declare_out(options, output_);
        options.flag("--ranges", ranges_,
                     "Add to the flows their range over all optimal solutions");
        options.flag("--all", all_rows_, "Show links without flow in text, too");
        declare_solving(options, solving_);
        options.option("--save-lp", "FILE.mps", save_lp_,
                       "Write the linear programs in free MPS format, numbered where there are "
                       "several");
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<std::vector<std::string>> names = wanted(context, format.value());
        if (!names) return context.fail(names.diagnostics());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        if (!save_lp_.empty()) {
            const Diagnostics wrong =
                save_linear_programs(context, world.value(), year.value(), solving_, save_lp_);
            if (!wrong.empty()) return context.fail(wrong);
        }
        const auto equilibrium = solve_year(context, world.value(), year.value(), solving_);
        if (!equilibrium) return context.fail(equilibrium.diagnostics());
        return show(context, equilibrium.value(), names.value(), format.value());
    }

  private:
    /// Names of the tables to show; those that suit where they go if none is named.
    Result<std::vector<std::string>> wanted(Context& context, Format format) const {
        Diagnostics wrong;
        std::vector<std::string> words = view_names();
        words.emplace_back(kAllTables);
        for (const std::string& name : tables_) wrong.append(check_word("--table", name, words));
        if (!wrong.empty()) return wrong;
        const bool all = std::find(tables_.begin(), tables_.end(), kAllTables) != tables_.end();
        if (!all && !tables_.empty()) return tables_;
        if (all || format == Format::kJson || writes_folder(output_)) return view_names();
        if (format == Format::kCsv) {
            context.note("Only the table of flows; --table names another, --out FOLDER writes all");
            return std::vector<std::string>{"flows"};
        }
        return std::vector<std::string>{"welfare",          "flows",   "prices",
                                        "payoffs_by_state", "binding", "observations"};
    }

    ExitCode show(Context& context, const flow::Equilibrium& equilibrium,
                  const std::vector<std::string>& names, Format format) const {
        std::vector<ResultTable> tables;
        for (const std::string& name : names) {
            ResultTable table = report::find_view(name)->make(equilibrium);
            const bool flows = table.id == "flows";
            if (flows && ranges_) {
                context.progress("Finding the range of each flow");
                add_ranges(table, equilibrium);
            }
            if (flows && format == Format::kText && !all_rows_) leave_out_empty(table);
            tables.push_back(std::move(table));
        }
        const world::World& world = *equilibrium.market.world;
        return write_tables(context, tables, answer_properties(world, equilibrium.market.year),
                            output_);
    }

    std::string world_, year_, scenario_, save_lp_;
    std::vector<std::string> tables_;
    bool ranges_ = false, all_rows_ = false;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_solve_command() {
    return std::make_unique<SolveCommand>();
}

} // namespace isthmus::cli
