// SPDX-License-Identifier: Apache-2.0
// isthmus evidence add: makes a document that the user holds known to a world.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "evidence/registration.hpp"
#include "world/schema.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;

const CommandInfo kInfo{
    "evidence add",
    "make a document that you hold known to a world",
    "Reads a text, HTML or PDF file (by the program pdftotext), says what was recognised, and adds "
    "rows to the world's tables sources and documents: digests and details, never the text. Where "
    "your copy is stands in .copies.csv in the world's folder, a file of your own that is no part "
    "of the world. A source that is there already gets the document; empty cells of it are filled "
    "by the options given. A file that the world knows is registered as your copy only.",
    {{"isthmus evidence add report.pdf --id ministry-2024 --kind official",
      "a new source, into the world in the current folder"},
     {"isthmus evidence add page.html my-world --id news-5 --kind press", "a page that you saved"},
     {"isthmus evidence add ~/documents/report.pdf", "your copy of a document that is known"}}};

class EvidenceAddCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("FILE", file_, "The document", Need::kRequired);
        declare_world(options, world_);
        options.option("--id", "ID", details_.id,
                       "Id of its source in the world; may be left out where the world knows the "
                       "document");
        options.option("--title", "TEXT", details_.title,
                       "Title; the one in the document if not given");
        options.option("--publisher", "TEXT", details_.publisher, "Who published it");
        options.option("--published", "DATE", details_.published, "YYYY, YYYY-MM or YYYY-MM-DD");
        options.option("--kind", "KIND", details_.kind,
                       "Kind of document, as `isthmus schema sources` lists them; a new source "
                       "needs it");
        options.option("--language", "TAG", details_.language,
                       "Language (BCP 47: fa, ru, en); the one recognised if not given");
        options.option("--url", "URL", details_.url, "Address");
        options.flag("--replace", replace_,
                     "Take over the digests of this file where the source has another document");
        declare_format(options, output_);
    }

    ExitCode run(Context& context) override {
        const Diagnostics unknown = check_kind();
        if (!unknown.empty()) return context.fail(unknown);
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return context.fail(folder.diagnostics());
        const Result<world::World> world = world::load(folder.value());
        if (!world) return context.fail(world.diagnostics());
        context.progress("Reading " + file_);
        const Result<evidence::DocumentText> content = evidence::read_document(file_);
        if (!content) return context.fail(content.diagnostics());
        const Result<evidence::Registration> registration = evidence::register_document(
            folder.value(), world.value(), content.value(), file_, details_, replace_);
        if (!registration) return context.fail(registration.diagnostics());
        return show(context, folder.value(), content.value(), registration.value());
    }

  private:
    Diagnostics check_kind() const {
        if (details_.kind.empty()) return {};
        std::vector<std::string> kinds;
        for (const world::Choice& choice : world::choices("source_kind"))
            kinds.push_back(choice.value);
        return check_word("--kind", details_.kind, kinds);
    }

    ExitCode show(Context& context, const std::filesystem::path& folder,
                  const evidence::DocumentText& content,
                  const evidence::Registration& registration) const {
        const std::string language = evidence::detect_language(content.text);
        report::ResultTable table{
            "document",
            "Document of " + registration.source,
            "",
            {{"source", "Source", "", CellKind::kText, 0, "Id in the table sources"},
             {"state", "State", "", CellKind::kText, 0,
              "new source, new document, replaced, known, or known and saved anew (other bytes, "
              "same letters)"},
             {"format", "Format", "", CellKind::kText, 0, "What the file holds"},
             {"language", "Language", "", CellKind::kText, 0, "As recognised; a BCP 47 tag"},
             {"paragraphs", "Paragraphs", "", CellKind::kNumber, 0, "Runs between blank lines"},
             {"letters", "Letters", "", CellKind::kNumber, 0,
              "Letters and digits of its normalised text"},
             {"title", "Title", "", CellKind::kText, 0, "As the document has it"}},
            {}};
        table.rows.push_back(
            {{registration.source, evidence::to_string(registration.what),
              world::to_string(content.format),
              language.empty() ? report::Cell() : report::Cell(language),
              static_cast<double>(content.paragraphs.size()), static_cast<double>(content.letters),
              content.title.empty() ? report::Cell() : report::Cell(content.title)},
             {}});
        const ExitCode code = write_tables(context, {table}, {}, output_);
        context.note(
            fmt::format("Your copy is listed in {}", (folder / ".copies.csv").generic_string()));
        return code;
    }

    std::string file_, world_;
    evidence::DocumentDetails details_;
    bool replace_ = false;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_add_command() {
    return std::make_unique<EvidenceAddCommand>();
}

} // namespace isthmus::cli
