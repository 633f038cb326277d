// SPDX-License-Identifier: Apache-2.0
// isthmus explain: a diagnostic, or where a number comes from.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/exit_codes.hpp"
#include "cli/explain_result.hpp"
#include "cli/explain_rows.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "report/views.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using report::ResultTable;

const CommandInfo kInfo{
    "explain",
    "say what an error means, or where a number comes from",
    "ID is a diagnostic such as E203, the id of anything in the world (a node, link, actor, "
    "contract, restriction, claim, source ...), or rows of one table such as capacities/western. "
    "Every row that mentions it is shown with value, unit, dates and place, then the claims behind "
    "the rows with their sources, and the claims that contradict these. With --year also what is "
    "computed for it. ID can also be a result of a year: flow/LINK[/COMMODITY[/DIRECTION]], "
    "price/PLACE[/COMMODITY[/ORIGIN]], payoff/ACTOR, dependence/I/J (what I would lose without J) "
    "or welfare. Then the numbers that it owes most to are found by differentiating the solved "
    "market and checked by solving again, with the claims behind them, and what the result would "
    "be if a claim that contradicts one of them were right.",
    {{"isthmus explain E214", "what an error means and what to do"},
     {"isthmus explain western my-world", "everything the world says about a link"},
     {"isthmus explain capacities/western my-world", "the rows of one table only"},
     {"isthmus explain western my-world --year 2024", "with its flow, price and rent"},
     {"isthmus explain flow/western my-world --year 2024",
      "which claim, if wrong, changes the flow over it"},
     {"isthmus explain dependence/westland/middleland my-world --year 2024 --step 20",
      "which claim changes what one loses without the other"}}};

/// E203, or e203 where there is such a diagnostic: roads have names like that.
bool is_diagnostic_id(const std::string& text) {
    constexpr std::size_t kLength = 4;
    const bool shape =
        text.size() == kLength && std::string_view("EeWw").find(text.front()) != text.npos &&
        std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return shape && (text.front() < 'a' || find_diagnostic_kind(capitalised(text)) != nullptr);
}

bool is_table_path(const std::string& id, std::string& table, std::vector<std::string>& parts) {
    std::vector<std::string> words = split(id, '/');
    if (words.size() < 2 || world::find_table(words.front()) == nullptr) return false;
    table = words.front();
    parts.assign(words.begin() + 1, words.end());
    return true;
}

void add_new(std::vector<world::ClaimId>& claims, world::ClaimId claim) {
    if (std::find(claims.begin(), claims.end(), claim) == claims.end()) claims.push_back(claim);
}

/// What was found about an id.
struct Found {
    std::vector<Thing> things;
    std::vector<RowPlace> rows;
    std::vector<world::ClaimId> claims;
};

/// What claims call the thing: its id, and the subjects of the statements that its own row cites,
/// since documents have names of their own. Estimates speak of many things at once.
std::set<std::string> subjects_of(const world::World& world, const Thing& thing) {
    std::set<std::string> subjects{thing.id};
    for (const RowPlace& place : rows_that_mention(world, thing)) {
        const world::Table& table = world.tables.at(place.table);
        if (place.table != thing.table || table.cell(table.rows[place.row], "id") != thing.id)
            continue;
        for (const world::ClaimId id : claims_of(world, place)) {
            if (world::evidence_of(world, id) <= world::Evidence::kDerived) {
                subjects.insert(world.claims[id].subject);
            }
        }
    }
    return subjects;
}

/// Claims about the thing itself, whether or not a row cites them, and those of a source.
void add_claims_about(const world::World& world, const Thing& thing, Found& found) {
    const std::set<std::string> subjects = subjects_of(world, thing);
    for (const world::ClaimId id : world.claims.ids()) {
        const world::Claim& claim = world.claims[id];
        const bool about = thing.table == "claims"    ? claim.id == thing.id
                           : thing.table == "sources" ? world.sources[claim.source].id == thing.id
                                                      : subjects.contains(claim.subject);
        if (about) add_new(found.claims, id);
    }
}

/// What claims say of a subject that no table has an id for, and the rows that cite them.
Found about_subject(const world::World& world, const std::string& subject) {
    Found found;
    for (const world::ClaimId id : world.claims.ids()) {
        const world::Claim& claim = world.claims[id];
        if (claim.subject != subject) continue;
        add_new(found.claims, id);
        for (const RowPlace& place : rows_that_mention(world, {"claims", claim.id})) {
            const auto same = std::find(found.rows.begin(), found.rows.end(), place);
            if (same == found.rows.end()) found.rows.push_back(place);
        }
    }
    return found;
}

/// Columns in which a view names a thing by its name, not by its id.
bool shows_name(const std::string& table, std::string_view column) {
    const auto among = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), column) != names.end();
    };
    if (table == "actors") return among({"seller", "buyer", "by", "target"});
    return table == "nodes" && among({"from", "to", "origin", "node", "from_node", "to_node"});
}

ResultTable rows_about(ResultTable table, const world::World& world,
                       const std::vector<Thing>& things) {
    const auto about = [&](const report::ResultRow& row) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string* text = row.cells[i].text();
            if (text == nullptr) continue;
            for (const Thing& thing : things) {
                if (*text == thing.id) return true;
                if (shows_name(thing.table, table.columns[i].name) &&
                    *text == name_of(world, thing)) {
                    return true;
                }
            }
        }
        return false;
    };
    std::erase_if(table.rows, [&](const report::ResultRow& row) { return !about(row); });
    return table;
}

class ExplainCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("ID", id_, "What to explain", Need::kRequired);
        declare_world(options, world_);
        options.option("--year", "YEAR", year_, "Show also what is computed for that year");
        declare_scenario(options, scenario_);
        declare_format(options, output_);
        declare_out(options, output_);
        declare_result(options, result_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        // Notes are long: lines are kept readable in a pager, too.
        constexpr std::size_t kWidth = 200;
        output_.width = kWidth;
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        if (is_diagnostic_id(id_)) return explain_diagnostic(context, format.value());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        if (names_result(world.value(), id_)) {
            return explain_result(context, world.value(), {id_, year_, result_, solving_, output_});
        }
        const Diagnostics misplaced = only_for_results(result_);
        if (!misplaced.empty()) return context.fail(misplaced);
        const Result<Found> found = find(world.value());
        if (!found) return context.fail(found.diagnostics());
        std::vector<ResultTable> tables = evidence(world.value(), found.value());
        if (!year_.empty()) {
            const Diagnostics wrong = add_computed(context, world.value(), found.value(), tables);
            if (!wrong.empty()) return context.fail(wrong);
        }
        return show(context, std::move(tables), format.value());
    }

  private:
    ExitCode explain_diagnostic(Context& context, Format format) const {
        const std::string id = capitalised(id_);
        const DiagnosticKind* kind = find_diagnostic_kind(id);
        if (kind == nullptr) {
            std::vector<std::string> ids;
            for (const DiagnosticKind& each : diagnostic_kinds()) ids.push_back(each.id);
            return context.fail(
                {"E602", "", 0, "", id_, "the id of a diagnostic", did_you_mean(id, ids, "")});
        }
        const std::string level = kind->level == Level::kError ? "error" : "warning";
        const int code = static_cast<int>(kind->exit_code);
        if (format == Format::kText && output_.out.empty()) {
            context.print(fmt::format("{}: {}\n{}; exit code {}: {}\n\n{}", kind->id, kind->title,
                                      level, code, exit_code_meaning(kind->exit_code),
                                      wrapped(kind->help, 80, 0)));
            return ExitCode::kOk;
        }
        const ResultTable table{
            "diagnostic",
            kind->id,
            "",
            {{"id", "Id", "", CellKind::kText, 0, ""},
             {"level", "Level", "", CellKind::kText, 0, ""},
             {"exit_code", "Exit code", "", CellKind::kNumber, 0, ""},
             {"title", "Title", "", CellKind::kText, 0, ""},
             {"help", "What to do", "", CellKind::kText, 0, ""}},
            {{{kind->id, level, static_cast<double>(code), kind->title, kind->help}, {}}}};
        return write_tables(context, {table}, {}, output_);
    }

    Result<Found> find(const world::World& world) const {
        Found found;
        std::string table;
        std::vector<std::string> parts;
        if (is_table_path(id_, table, parts)) {
            const bool thing = parts.size() == 1 && world.index.contains(table) &&
                               world.index.at(table).contains(parts.front());
            if (thing)
                found.things.push_back({table, parts.front()});
            else
                found.rows = rows_at(world, table, parts);
            if (!thing && found.rows.empty()) return no_such_rows(world, table, parts);
            // What is computed is looked for by the things that the path names.
            for (const std::string& part : thing ? std::vector<std::string>() : parts) {
                const std::vector<Thing> named = find_things(world, part);
                found.things.insert(found.things.end(), named.begin(), named.end());
            }
            if (thing) found.rows = rows_that_mention(world, found.things.front());
        } else {
            found.things = find_things(world, id_);
            if (found.things.empty()) found = about_subject(world, id_);
            if (found.things.empty() && found.claims.empty()) return no_such_thing(world);
            for (const Thing& thing : found.things) {
                for (const RowPlace& row : rows_that_mention(world, thing)) {
                    const auto same = std::find(found.rows.begin(), found.rows.end(), row);
                    if (same == found.rows.end()) found.rows.push_back(row);
                }
            }
        }
        for (const RowPlace& row : found.rows) {
            for (const world::ClaimId claim : claims_of(world, row)) add_new(found.claims, claim);
        }
        if (table.empty() || world.index.contains(table)) {
            for (const Thing& thing : found.things) add_claims_about(world, thing, found);
        }
        return found;
    }

    Diagnostics no_such_thing(const world::World& world) const {
        std::set<std::string> ids;
        for (const auto& [table, rows] : world.index) {
            for (const auto& [id, row] : rows) ids.insert(id);
        }
        return one({"E602", "", 0, "", id_,
                    "the id of a diagnostic or of anything in the world, TABLE/ID, or a result",
                    did_you_mean(id_, {ids.begin(), ids.end()}, similar_ids(world, id_))});
    }

    Diagnostics no_such_rows(const world::World& world, const std::string& table,
                             const std::vector<std::string>& parts) const {
        std::set<std::string> known;
        const world::Table& rows = world.tables.at(table);
        for (const world::Row& row : rows.rows) {
            for (const std::string& column : rows.schema->key) known.insert(rows.cell(row, column));
        }
        std::string hint = "the parts name rows that do not go together";
        for (const std::string& part : parts) {
            if (!known.contains(part)) {
                hint = did_you_mean(part, {known.begin(), known.end()},
                                    fmt::format("'{}' is not in the table", part));
                break;
            }
        }
        return one({"E602", "", 0, "", id_, fmt::format("a row of the table {}", table), hint});
    }

    std::vector<ResultTable> evidence(const world::World& world, const Found& found) const {
        ResultTable rows = row_table(world, found.rows);
        std::vector<std::string> titles;
        for (const Thing& thing : found.things) {
            titles.push_back(fmt::format("{} ({})", thing.path(), name_of(world, thing)));
        }
        rows.title = fmt::format("Rows about {}", titles.empty() ? id_ : join(titles, ", "));
        if (rows.rows.empty()) rows.note = "No row mentions it.";
        return {std::move(rows), claim_table(world, found.claims),
                contradiction_table(world, found.claims)};
    }

    Diagnostics add_computed(Context& context, const world::World& world, const Found& found,
                             std::vector<ResultTable>& tables) const {
        const Result<int> year = read_year(world, year_);
        if (!year) return year.diagnostics();
        const auto equilibrium = solve_year(context, world, year.value(), solving_);
        if (!equilibrium) return equilibrium.diagnostics();
        for (const report::View& view : report::views()) {
            if (view.id == "sources") continue;
            ResultTable table = rows_about(view.make(equilibrium.value()), world, found.things);
            if (!table.rows.empty()) tables.push_back(std::move(table));
        }
        return {};
    }

    ExitCode show(Context& context, std::vector<ResultTable> tables, Format format) const {
        const Properties properties{{"id", report::json_text(id_)}};
        if (format != Format::kCsv || writes_folder(output_)) {
            return write_tables(context, tables, properties, output_);
        }
        context.note("Only the rows; --out FOLDER writes claims and contradictions, too");
        tables.resize(1);
        return write_tables(context, tables, properties, output_);
    }

    std::string id_, world_, year_, scenario_;
    ResultArguments result_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_explain_command() {
    return std::make_unique<ExplainCommand>();
}

} // namespace isthmus::cli
