// SPDX-License-Identifier: Apache-2.0
// isthmus evidence conflicts: claims that contradict each other, by size.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "report/views_evidence.hpp"

namespace isthmus::cli {
namespace {

using evidence::Contradiction;
using evidence::Contradictions;
using report::ResultTable;

/// Contradictions that people are shown.
constexpr int kShown = 20;

const CommandInfo kInfo{
    "evidence conflicts",
    "list claims that contradict each other",
    "Two claims contradict each other where they speak of the same property of the same thing at "
    "overlapping dates and give another value. They are listed by size, each with source, dates "
    "and evidence, which of the two the world uses, and why. Where units do not convert or bases "
    "differ (gross and net, other parts), this is said and no size is given. Implausible claims "
    "are kept, marked and used by nothing. --check lists cells that rest on an estimate or on what "
    "was recalled although a document states a number.",
    {{"isthmus evidence conflicts worlds/caspian", "the largest ones"},
     {"isthmus evidence conflicts worlds/caspian --subject btc-pipeline", "about one thing"},
     {"isthmus evidence conflicts worlds/caspian --property capacity --used --json",
      "those that touch a row, for programs"},
     {"isthmus evidence conflicts worlds/caspian --check", "what documents should replace"}}};

class EvidenceConflictsCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_scenario(options, scenario_);
        options.option("--subject", "NAME", subject_,
                       "Only claims about this thing, by its id or as documents call it");
        options.option("--property", "NAME", property_, "Only claims of this property");
        options.flag("--used", used_, "Only where the world uses one of the two, or both");
        options.option("--limit", "N", limit_, "Contradictions that people are shown");
        options.flag("--check", check_,
                     "Instead, cells that rest on less than what a document states");
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        // Titles and notes are long: lines are kept readable in a pager, too.
        constexpr std::size_t kWidth = 200;
        output_.width = kWidth;
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<int> limit = read_number("--limit", limit_, 1, 1'000'000);
        if (!limit) return context.fail(limit.diagnostics());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        Diagnostics unknown = check_names(world.value());
        if (!unknown.empty()) return context.fail(unknown);
        const Contradictions all(world.value());
        if (check_) return check(context, world.value(), all, format.value());
        const std::vector<Contradiction> wanted = selected(world.value(), all);
        const auto most = static_cast<std::size_t>(limit.value());
        return write_tables(context,
                            tables_of(context, world.value(), all, wanted, {format.value(), most}),
                            properties(world.value()), output_);
    }

  private:
    struct Shown {
        Format format;
        std::size_t most;
    };

    static Properties properties(const world::World& world) {
        return {{"world", report::json_text(world.manifest().id)},
                {"scenario", report::json_text(world.scenario)}};
    }

    /// Names that no claim has are mistakes.
    Diagnostics check_names(const world::World& world) const {
        std::set<std::string> subjects, properties;
        for (const world::Claim& claim : world.claims) {
            subjects.insert(claim.subject);
            properties.insert(claim.property);
        }
        for (const auto& [table, ids] : world.index) {
            if (table == "claims" || table == "sources") continue;
            for (const auto& [id, row] : ids) subjects.insert(id);
        }
        Diagnostics wrong;
        const auto check = [&](const std::string& option, const std::string& typed,
                               const std::set<std::string>& names, const std::string& expected) {
            if (typed.empty() || names.contains(typed)) return;
            wrong.add({"E602", "", 0, "", fmt::format("{} {}", option, typed), expected,
                       did_you_mean(typed, {names.begin(), names.end()}, "")});
        };
        check("--subject", subject_, subjects, "a subject of claims or an id of the world");
        check("--property", property_, properties, "a property of claims");
        return wrong;
    }

    bool about(const world::World& world, const Contradictions& all, world::ClaimId id) const {
        const world::Claim& claim = world.claims[id];
        if (subject_.empty() || claim.subject == subject_ || all.topics().subject(id) == subject_) {
            return true;
        }
        // Another name of what the rows with this id rest on.
        const auto& uses = all.uses()[id];
        return std::any_of(uses.begin(), uses.end(), [&](const evidence::ClaimUse& use) {
            const std::string thing = evidence::identity_of(world, use);
            return use.column && thing.substr(0, thing.find('/')) == subject_;
        });
    }

    std::vector<Contradiction> selected(const world::World& world,
                                        const Contradictions& all) const {
        std::vector<Contradiction> wanted;
        for (const Contradiction& each : all.all()) {
            if (!about(world, all, each.preferred) && !about(world, all, each.other)) continue;
            if (!property_.empty() && world.claims[each.preferred].property != property_) continue;
            if (used_ && each.followed == evidence::Followed::kNeither) continue;
            wanted.push_back(each);
        }
        return wanted;
    }

    std::vector<world::ClaimId> selected_implausible(const world::World& world,
                                                     const Contradictions& all) const {
        std::vector<world::ClaimId> wanted;
        if (used_) return wanted;
        for (const world::ClaimId id : evidence::implausible_claims(world)) {
            const bool right = property_.empty() || world.claims[id].property == property_;
            if (right && about(world, all, id)) wanted.push_back(id);
        }
        return wanted;
    }

    std::vector<ResultTable> tables_of(Context& context, const world::World& world,
                                       const Contradictions& all,
                                       const std::vector<Contradiction>& wanted,
                                       const Shown& shown) const {
        const ResultTable implausible =
            report::implausible_table(world, selected_implausible(world, all));
        if (shown.format != Format::kText) {
            std::vector<ResultTable> tables{report::contradiction_table(world, all, wanted)};
            if (shown.format == Format::kCsv && !writes_folder(output_)) {
                context.note("Only contradictions; --out FOLDER writes implausible claims, too");
            } else {
                tables.push_back(implausible);
            }
            return tables;
        }
        const std::vector<Contradiction> first(
            wanted.begin(),
            wanted.begin() + static_cast<std::ptrdiff_t>(std::min(shown.most, wanted.size())));
        ResultTable sides = report::contradiction_side_table(world, all, first);
        if (wanted.empty()) sides.note = "No claims contradict each other.";
        if (first.size() < wanted.size()) {
            sides.note += fmt::format(" The first {} of {}; --limit shows more, --json all.",
                                      first.size(), wanted.size());
        }
        std::vector<ResultTable> tables{std::move(sides)};
        if (!implausible.rows.empty()) tables.push_back(implausible);
        return tables;
    }

    ExitCode check(Context& context, const world::World& world, const Contradictions& all,
                   Format format) const {
        const std::vector<evidence::WeakCell> cells =
            evidence::weak_cells(world, all.topics(), all.uses());
        if (format == Format::kText) {
            context.warn(evidence::weak_cell_warnings(world, cells));
            if (cells.empty()) {
                context.print("No cell rests on less than what a document states.\n");
            }
            if (output_.out.empty()) return ExitCode::kOk;
        }
        return write_tables(context, {report::weak_cell_table(world, cells)}, properties(world),
                            output_);
    }

    std::string world_, scenario_, subject_, property_, limit_ = std::to_string(kShown);
    bool used_ = false, check_ = false;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_conflicts_command() {
    return std::make_unique<EvidenceConflictsCommand>();
}

} // namespace isthmus::cli
