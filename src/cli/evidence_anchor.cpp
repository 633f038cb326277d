// SPDX-License-Identifier: Apache-2.0
// isthmus evidence anchor: ties claims to their passages in the user's copies.
#include <map>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/evidence_copies.hpp"
#include "cli/output.hpp"
#include "evidence/anchor_check.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using report::ResultTable;

const CommandInfo kInfo{
    "evidence anchor",
    "tie claims to their passages in your copies",
    "For each claim without an anchor whose source has a copy and whose locator names a paragraph "
    "(\"para 12: energy\", counted from 1 between blank lines), writes into the table anchors "
    "where "
    "the passage is and digests of it and of what stands beside it, never its text. Where the "
    "claim's value is a number that stands in one sentence of the paragraph, the passage is that "
    "sentence.",
    {{"isthmus evidence anchor my-world --copies ~/documents", "those that are missing"},
     {"isthmus evidence anchor --source ministry-2024 --again",
      "make those of one document anew"}}};

class EvidenceAnchorCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_copies(options, copies_);
        options.flag("--again", again_, "Make the anchors anew of claims that have one");
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return context.fail(folder.diagnostics());
        const Result<world::World> loaded = world::load(folder.value());
        if (!loaded) return context.fail(loaded.diagnostics());
        const world::World& world = loaded.value();
        const auto documents = open_copies(world, folder.value(), copies_);
        if (!documents) return context.fail(documents.diagnostics());
        if (documents.value().empty()) {
            return context.fail(Diagnostic{"E920", folder.value().generic_string(), 0, "", "",
                                           "a copy of a document",
                                           "`isthmus evidence add FILE --id SOURCE` lists one"});
        }
        const evidence::NewAnchors made = evidence::make_anchors(world, documents.value(), again_);
        const Diagnostics wrong = evidence::append_rows(
            folder.value(), {evidence::anchor_rows(world, made.anchors, again_)});
        if (wrong.has_errors()) return context.fail(wrong);
        context.note(fmt::format("Wrote {}", counted(made.anchors.size(), "anchor")));
        return write_tables(context, tables(world, documents.value(), made), {}, output_);
    }

  private:
    std::vector<ResultTable> tables(const world::World& world,
                                    const std::vector<evidence::OpenDocument>& documents,
                                    const evidence::NewAnchors& made) const {
        std::map<world::SourceId, std::pair<double, double>> counts;
        for (const world::Anchor& anchor : made.anchors)
            ++counts[world.claims[anchor.claim].source].first;
        for (const evidence::Unanchored& claim : made.unanchored)
            ++counts[world.claims[claim.claim].source].second;
        ResultTable by_document{
            "anchored",
            "Anchors made",
            "",
            {{"source", "Source", "", CellKind::kText, 0, ""},
             {"anchored", "Anchored", "", CellKind::kNumber, 0, "Claims that got an anchor"},
             {"not_anchored", "Not anchored", "", CellKind::kNumber, 0,
              "Claims without an anchor that could get none"}},
            {}};
        for (const evidence::OpenDocument& document : documents) {
            const auto& [anchored, left] = counts[document.source];
            by_document.rows.push_back({{world.sources[document.source].id, anchored, left}, {}});
        }
        if (made.unanchored.empty()) return {by_document};
        if (output_.format == "csv" && !writes_folder(output_)) return {by_document};
        ResultTable left{"not_anchored",
                         "Claims that could not be anchored",
                         "",
                         {{"claim", "Claim", "", CellKind::kText, 0, ""},
                          {"locator", "Locator", "", CellKind::kText, 0, ""},
                          {"reason", "Reason", "", CellKind::kText, 0, ""}},
                         {}};
        for (const evidence::Unanchored& claim : made.unanchored) {
            const world::Claim& row = world.claims[claim.claim];
            left.rows.push_back({{row.id, row.locator, claim.reason}, {}});
        }
        return {by_document, left};
    }

    std::string world_;
    CopyArguments copies_;
    bool again_ = false;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_anchor_command() {
    return std::make_unique<EvidenceAnchorCommand>();
}

} // namespace isthmus::cli
