// SPDX-License-Identifier: Apache-2.0
// isthmus cite: the documents that a result rests on, for a bibliography.
#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/explain_rows.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "cli/version.hpp"
#include "evidence/bibliography.hpp"
#include "evidence/claim_uses.hpp"
#include "report/views.hpp"

namespace isthmus::cli {
namespace {

using evidence::Reference;

const CommandInfo kInfo{
    "cite",
    "print the sources of a result as BibTeX or CSL-JSON",
    "The documents that a result rests on, the world and Isthmus, as entries for a bibliography. "
    "WHAT is an id as `isthmus explain` takes it: a link, a place, an actor, a claim, a source, or "
    "rows of one table such as capacities/btc. Where a number was computed or estimated from "
    "claims, their documents count as well. Without WHAT, the sources of all rows; with --year, "
    "of what is computed for that year. What was estimated or recalled has no document: it is "
    "counted and not cited.",
    {{"isthmus cite worlds/caspian --year 2024 --out caspian-2024.bib", "a year's sources"},
     {"isthmus cite worlds/caspian btc --format csl-json", "those of one pipeline"},
     {"isthmus cite worlds/caspian capacities/btc --format text", "a list for people"}}};

constexpr const char* kFormats[] = {"bibtex", "csl-json", "text"};

/// The form that a file's ending stands for; empty where it stands for none.
std::string format_of(const std::string& file) {
    const std::string ending = std::filesystem::path(file).extension().string();
    return ending == ".bib"    ? "bibtex"
           : ending == ".json" ? "csl-json"
           : ending == ".txt"  ? "text"
                               : "";
}

/// Claims that were found, each once.
class Cited {
  public:
    explicit Cited(const world::World& world) : world_(world) {}

    /// With the claims from which a computed or estimated one reckons.
    void add(world::ClaimId id) {
        if (!claims_.insert(id).second) return;
        if (world_.claims[id].confidence == world::Confidence::kStated) return;
        for (const world::ClaimId input : evidence::named_in_note(world_, id)) add(input);
    }
    void add(const std::vector<std::string>& claims) {
        for (const std::string& text : claims) {
            const auto id = world_.find<world::ClaimTag>("claims", text);
            if (id.valid()) add(id);
        }
    }
    /// Documents by the ids of their sources.
    std::vector<Reference> references() const {
        std::set<std::string> ids;
        for (const world::ClaimId id : claims_) {
            const world::Source& source = world_.sources[world_.claims[id].source];
            if (evidence::is_document(source)) ids.insert(source.id);
        }
        std::vector<Reference> found;
        for (const std::string& id : ids) {
            const auto source = world_.find<world::SourceTag>("sources", id);
            found.push_back(evidence::reference(world_.sources[source]));
        }
        return found;
    }
    std::size_t count(world::SourceKind kind) const {
        return static_cast<std::size_t>(
            std::count_if(claims_.begin(), claims_.end(), [&](world::ClaimId id) {
                return world_.sources[world_.claims[id].source].kind == kind;
            }));
    }

  private:
    const world::World& world_;
    std::set<world::ClaimId> claims_;
};

/// What rests on no document, in words; empty where nothing does.
std::string left_out(const Cited& cited) {
    const std::size_t estimates = cited.count(world::SourceKind::kEstimate);
    const std::size_t recalled = cited.count(world::SourceKind::kRecalled);
    const std::size_t computed = cited.count(world::SourceKind::kComputed);
    if (estimates + recalled + computed == 0) return {};
    return fmt::format("Not cited, since no document carries them: {} of the compilers' estimates, "
                       "{} computed from others, whose documents are cited, and {} from general "
                       "knowledge",
                       counted(estimates, "claim"), counted(computed, "claim"),
                       counted(recalled, "claim"));
}

class CiteCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.argument("WHAT", what_, "What to cite the sources of; else everything");
        options.option("--year", "YEAR", year_, "Sources of what is computed for that year");
        declare_scenario(options, scenario_);
        options.option("--format", "bibtex|csl-json|text", format_,
                       "Form of the entries; by the ending of --out if not given, else bibtex");
        options.option("--out", "FILE", out_, "Write to a file (.bib, .json, .txt)");
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        Diagnostics wrong = read_form();
        if (!wrong.empty()) return context.fail(wrong);
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        Cited cited(world.value());
        wrong = year_.empty() ? add_rows(world.value(), cited)
                              : add_computed(context, world.value(), cited);
        if (!wrong.empty()) return context.fail(wrong);
        std::vector<Reference> references = cited.references();
        const std::string without = left_out(cited);
        if (references.empty() && !what_.empty()) {
            return context.fail({"E971", "", 0, "", what_, "rows that cite a document", without});
        }
        references.push_back(evidence::world_reference(world.value()));
        references.push_back(evidence::software_reference(kVersion));
        if (!without.empty()) context.note(without);
        write_result(context, out_.empty() ? "-" : out_,
                     written(world.value(), references, without));
        return ExitCode::kOk;
    }

  private:
    Diagnostics read_form() {
        const Diagnostics unknown =
            check_word("--format", format_, {std::begin(kFormats), std::end(kFormats)});
        if (!unknown.empty()) return unknown;
        if (!format_.empty()) return {};
        format_ = out_.empty() || out_ == "-" ? "bibtex" : format_of(out_);
        if (!format_.empty()) return {};
        return one({"E972", "", 0, "", "--out " + out_, "a file .bib, .json or .txt", ""});
    }

    std::string written(const world::World& world, const std::vector<Reference>& references,
                        const std::string& without) const {
        if (format_ == "csl-json") return evidence::to_csl_json(references);
        if (format_ == "text") {
            return evidence::to_plain_text(references) +
                   (without.empty() ? "" : "\n" + without + ".\n");
        }
        std::string comment = fmt::format(
            "Sources of {}{}{}{}, written by Isthmus {}", what_.empty() ? "" : what_ + " in ",
            world.manifest().id, year_.empty() ? "" : ", " + year_,
            world.scenario.empty() ? "" : ", scenario " + world.scenario, kVersion);
        if (!without.empty()) comment += "\n" + without;
        return evidence::to_bibtex(references, comment);
    }

    /// The things that WHAT names, and the rows about them or those that it names.
    struct Found {
        std::vector<Thing> things;
        std::vector<RowPlace> rows;
    };

    Result<Found> find(const world::World& world) const {
        Found found;
        const std::vector<std::string> parts = split(what_, '/');
        if (parts.size() > 1 && world::find_table(parts.front()) != nullptr) {
            const std::string& table = parts.front();
            const auto ids = world.index.find(table);
            if (parts.size() == 2 && ids != world.index.end() && ids->second.contains(parts[1])) {
                found.things.push_back({table, parts[1]});
            } else {
                found.rows = rows_at(world, table, {parts.begin() + 1, parts.end()});
            }
        } else {
            found.things = find_things(world, what_);
        }
        for (const Thing& thing : found.things) {
            const auto rows = rows_that_mention(world, thing);
            found.rows.insert(found.rows.end(), rows.begin(), rows.end());
        }
        if (!found.things.empty() || !found.rows.empty()) return found;
        std::set<std::string> ids;
        for (const auto& [table, rows] : world.index) {
            for (const auto& [id, row] : rows) ids.insert(id);
        }
        return one({"E602", "", 0, "", what_, "the id of anything in the world, or TABLE/ID",
                    did_you_mean(what_, {ids.begin(), ids.end()}, similar_ids(world, what_))});
    }

    /// Claims of a source and a claim itself are cited although no row is about them.
    static void add_evidence(const world::World& world, const Thing& thing, Cited& cited) {
        for (const world::ClaimId id : world.claims.ids()) {
            const world::Claim& claim = world.claims[id];
            const bool own =
                (thing.table == "claims" && claim.id == thing.id) ||
                (thing.table == "sources" && world.sources[claim.source].id == thing.id);
            if (own) cited.add(id);
        }
    }

    Diagnostics add_rows(const world::World& world, Cited& cited) const {
        if (what_.empty()) {
            const evidence::ClaimUses uses = evidence::claim_uses(world);
            for (const world::ClaimId id : world.claims.ids()) {
                if (!uses[id].empty()) cited.add(id);
            }
            return {};
        }
        const Result<Found> found = find(world);
        if (!found) return found.diagnostics();
        for (const RowPlace& row : found.value().rows) {
            for (const world::ClaimId id : claims_of(world, row)) cited.add(id);
        }
        for (const Thing& thing : found.value().things) add_evidence(world, thing, cited);
        return {};
    }

    static bool mentions(const world::World& world, const report::ResultRow& row,
                         const std::vector<Thing>& things) {
        return std::any_of(row.cells.begin(), row.cells.end(), [&](const report::Cell& cell) {
            const std::string* text = cell.text();
            return text != nullptr &&
                   std::any_of(things.begin(), things.end(), [&](const Thing& thing) {
                       return *text == thing.id || *text == name_of(world, thing);
                   });
        });
    }

    /// What the tables of the solved year cite, and of WHAT the rows that hold in it.
    Diagnostics add_computed(Context& context, const world::World& world, Cited& cited) const {
        const Result<int> year = read_year(world, year_);
        if (!year) return year.diagnostics();
        Found found;
        if (!what_.empty()) {
            Result<Found> named = find(world);
            if (!named) return named.diagnostics();
            found = std::move(named).value();
        }
        const auto equilibrium = solve_year(context, world, year.value(), solving_);
        if (!equilibrium) return equilibrium.diagnostics();
        for (const report::View& view : report::views()) {
            if (view.id == "sources") continue;
            for (const report::ResultRow& row : view.make(equilibrium.value()).rows) {
                if (what_.empty() || mentions(world, row, found.things)) cited.add(row.claims);
            }
        }
        const Period days = Period::of_year(year.value());
        for (const RowPlace& place : found.rows) {
            const world::Table& table = world.tables.at(place.table);
            if (!evidence::period_of(table, table.rows[place.row]).overlaps(days)) continue;
            for (const world::ClaimId id : claims_of(world, place)) cited.add(id);
        }
        return {};
    }

    std::string world_, what_, year_, scenario_, format_, out_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_cite_command() {
    return std::make_unique<CiteCommand>();
}

} // namespace isthmus::cli
