// SPDX-License-Identifier: Apache-2.0
// isthmus evidence check: holds the passages that claims rest on against the user's copies.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/evidence_copies.hpp"
#include "cli/output.hpp"
#include "evidence/anchor_check.hpp"

namespace isthmus::cli {
namespace {

using evidence::AnchorStatus;
using evidence::CheckedAnchor;
using evidence::CheckedDocument;
using report::Cell;
using report::CellKind;
using report::ResultTable;

const CommandInfo kInfo{
    "evidence check",
    "find the passages of claims again in your copies",
    "Looks in each copy of a document for the passages that the world's claims are anchored to, "
    "and "
    "says of each: verified (the same letters; lines, spaces, quotes and hyphens do not count), "
    "moved (the same, elsewhere and in other company), changed (part of it, as after scanning; "
    "whether the claim's number still stands there is said) or missing. The exit code is 1 when a "
    "passage is changed or missing. A document without a copy is listed and is no failure.",
    {{"isthmus evidence check worlds/caspian --copies ~/documents", "all documents in a folder"},
     {"isthmus evidence check --source ministry-2024 --all", "each passage of one document"}}};

Cell text_or_nothing(const std::string& text) {
    return text.empty() ? Cell() : Cell(text);
}

std::string note_on(const CheckedAnchor& anchor, const world::Claim& claim) {
    const evidence::AnchorFinding& finding = anchor.finding;
    std::vector<std::string> notes;
    if (finding.status == AnchorStatus::kChanged && anchor.number_there) {
        notes.push_back(fmt::format("the number {} {}", claim.value,
                                    *anchor.number_there ? "still stands there" : "is not there"));
    }
    if (finding.status == AnchorStatus::kVerified || finding.status == AnchorStatus::kMoved) {
        if (!finding.before_same) notes.emplace_back("other text before it");
        if (!finding.after_same) notes.emplace_back("other text after it");
    }
    return join(notes, "; ");
}

class EvidenceCheckCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_copies(options, copies_);
        options.flag("--all", all_, "List the verified passages, too");
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
        const auto checked = evidence::check_anchors(world, documents.value());
        if (!checked) return context.fail(checked.diagnostics());
        std::vector<world::SourceId> absent;
        for (const world::SourceId source : evidence::without_copy(world, documents.value())) {
            if (copies_.source.empty() || world.sources[source].id == copies_.source)
                absent.push_back(source);
        }
        return show(context, world, checked.value(), absent);
    }

  private:
    ExitCode show(Context& context, const world::World& world,
                  const std::vector<CheckedDocument>& checked,
                  const std::vector<world::SourceId>& absent) const {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        std::vector<ResultTable> tables = {document_table(world, checked, absent),
                                           passage_table(world, checked)};
        if (format.value() == Format::kCsv && !writes_folder(output_)) {
            context.note("Only the passages; --out FOLDER writes the documents, too");
            tables.erase(tables.begin());
        } else if (tables[1].rows.empty() && format.value() == Format::kText) {
            tables.pop_back();
        }
        const ExitCode code = write_tables(context, tables, {}, output_);
        if (code != ExitCode::kOk) return code;
        if (checked.empty())
            context.note("No copy to check: --copies FOLDER, or `isthmus evidence add FILE`");
        for (const CheckedDocument& document : checked) {
            if (document.says_no()) return ExitCode::kResultSaysNo;
        }
        return ExitCode::kOk;
    }

    static ResultTable document_table(const world::World& world,
                                      const std::vector<CheckedDocument>& checked,
                                      const std::vector<world::SourceId>& absent) {
        const auto number = [](std::size_t count) { return Cell(static_cast<double>(count)); };
        ResultTable table{
            "documents",
            "Documents",
            "",
            {{"source", "Source", "", CellKind::kText, 0, "Id in the table sources"},
             {"copy", "Copy", "", CellKind::kText, 0,
              "same file, same text (other bytes), other text, not registered, or no copy"},
             {"verified", "Verified", "", CellKind::kNumber, 0, "Passages that are the same"},
             {"moved", "Moved", "", CellKind::kNumber, 0, "The same, in other company"},
             {"changed", "Changed", "", CellKind::kNumber, 0, "In part"},
             {"missing", "Missing", "", CellKind::kNumber, 0, "Not found"},
             {"not_anchored", "Not anchored", "", CellKind::kNumber, 0,
              "Claims of the source without an anchor"},
             {"file", "File", "", CellKind::kText, 0, "Your copy"}},
            {}};
        for (const CheckedDocument& document : checked) {
            table.rows.push_back(
                {{world.sources[document.source].id, evidence::to_string(document.state),
                  number(document.count(AnchorStatus::kVerified)),
                  number(document.count(AnchorStatus::kMoved)),
                  number(document.count(AnchorStatus::kChanged)),
                  number(document.count(AnchorStatus::kMissing)), number(document.unanchored),
                  document.path.generic_string()},
                 {}});
        }
        for (const world::SourceId source : absent) {
            table.rows.push_back(
                {{world.sources[source].id, "no copy", {}, {}, {}, {}, {}, {}}, {}});
        }
        return table;
    }

    ResultTable passage_table(const world::World& world,
                              const std::vector<CheckedDocument>& checked) const {
        ResultTable table{
            "passages",
            all_ ? "Passages" : "Passages that are not verified",
            "",
            {{"claim", "Claim", "", CellKind::kText, 0, "Id in the table claims"},
             {"source", "Source", "", CellKind::kText, 0, "Id in the table sources"},
             {"status", "Status", "", CellKind::kText, 0, "verified, moved, changed or missing"},
             {"resemblance", "Alike", "%", CellKind::kNumber, 0,
              "Share of the passage's letter groups that stand there"},
             {"paragraph", "Paragraph", "", CellKind::kNumber, 0, "Where it is now"},
             {"shift", "Shift", "letters", CellKind::kNumber, 0,
              "How much further on than where it was"},
             {"note", "Note", "", CellKind::kText, 0, ""}},
            {}};
        for (const CheckedDocument& document : checked) {
            for (const CheckedAnchor& anchor : document.anchors) {
                if (anchor.finding.status == AnchorStatus::kVerified && !all_) continue;
                table.rows.push_back({passage_cells(world, document, anchor), {}});
            }
        }
        return table;
    }

    static std::vector<Cell> passage_cells(const world::World& world,
                                           const CheckedDocument& document,
                                           const CheckedAnchor& anchor) {
        constexpr double kPerCent = 100;
        const world::Claim& claim = world.claims[anchor.claim];
        std::vector<Cell> cells = {claim.id, world.sources[document.source].id,
                                   evidence::to_string(anchor.finding.status)};
        if (anchor.finding.status == AnchorStatus::kMissing) {
            cells.resize(6);
        } else {
            cells.emplace_back(kPerCent * anchor.finding.resemblance);
            cells.emplace_back(static_cast<double>(anchor.paragraph));
            cells.emplace_back(static_cast<double>(anchor.shift));
        }
        cells.push_back(text_or_nothing(note_on(anchor, claim)));
        return cells;
    }

    std::string world_;
    CopyArguments copies_;
    bool all_ = false;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_check_command() {
    return std::make_unique<EvidenceCheckCommand>();
}

} // namespace isthmus::cli
