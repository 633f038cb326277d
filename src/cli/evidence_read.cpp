// SPDX-License-Identifier: Apache-2.0
// isthmus evidence read: claims that a document seems to make, proposed for an analyst to accept.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "evidence/copies.hpp"
#include "evidence/proposals.hpp"
#include "evidence/reading_claims.hpp"

namespace isthmus::cli {
namespace {

using evidence::Proposal;
using report::CellKind;
using report::ResultTable;

const CommandInfo kInfo{
    "evidence read",
    "propose the claims that a document makes",
    "Reads a document in Persian, Russian or English and proposes claims: quantities with units, "
    "money, shares, counts, ranks, years and dates, each with the nearest names of the world as "
    "its subject and object, a guessed property, the passage from your copy, and a score by which "
    "they are ranked. It proposes and does not know: what is right is yours to say. --accept "
    "writes the chosen ones as claims of the document's source, with anchors, and --set corrects "
    "one of them first. The docs say how often it is right and where it fails.",
    {{"isthmus evidence read article.html", "what an article says in numbers"},
     {"isthmus evidence read article.html worlds/caspian --kinds money,mass", "amounts only"},
     {"isthmus evidence read article.html --accept 1,3-5 --set 3.subject=btc", "write four claims"},
     {"isthmus evidence read article.html --min-score 0.1", "also what is mostly wrong"}}};

constexpr std::size_t kPassageAround = 70; ///< bytes of a passage on each side
constexpr const char* kEllipsis = "\u2026";

/// A world is not needed to read, only to name and to accept.
struct Reader {
    std::filesystem::path folder;
    std::optional<world::World> world;
    evidence::DocumentText document;
    evidence::NormalisedText text;
    std::string source, language;
    std::optional<Date> published;
};

class EvidenceReadCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("FILE", file_, "The document: text, HTML or PDF", Need::kRequired);
        declare_world(options, world_);
        options.option("--language", "TAG", language_,
                       "Its language; else that of its source, or what it looks like");
        options.option("--source", "ID", source_,
                       "Its source in the world; else the one with this document or copy");
        options.option("--date", "DATE", date_, "When it was published, where no source says it");
        options.option("--min-score", "X", least_, "Leave out what scores less; 0.5 if none");
        options.option("--kinds", "KINDS", kinds_,
                       "Only these kinds, separated by commas: mass, money, share, year ...");
        options.option("--limit", "N", limit_, "Show at most so many");
        options.option("--accept", "N,M-K|all", accept_, "Write these proposals as claims");
        options.option("--set", "N.COLUMN=VALUE", set_,
                       "Correct a proposal before it is accepted: subject, property, value, unit, "
                       "from, to, object or note");
        options.option("--rules", "FOLDER", rules_,
                       "Rules to read by instead of the built-in ones (rules/reading)");
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        std::optional<evidence::ReadingRules> own;
        if (!rules_.empty()) {
            Result<evidence::ReadingRules> read = evidence::read_rules(rules_);
            if (!read) return context.fail(read.diagnostics());
            own = std::move(read).value();
        }
        const evidence::ReadingRules& rules = own ? *own : evidence::built_in_rules();
        Diagnostics wrong = read_options(rules);
        if (!wrong.empty()) return context.fail(wrong);
        Result<Reader> opened = open(context);
        if (!opened) return context.fail(opened.diagnostics());
        const Reader reader = std::move(opened).value();
        const evidence::LanguageRules* language = rules.find(reader.language);
        if (language == nullptr) {
            return context.fail(Diagnostic{
                "E931", file_, 0, "",
                reader.language.empty() ? "a language that was not recognised" : reader.language,
                join(rules.language_tags(), ", "), "--language TAG says which"});
        }
        std::vector<evidence::Mention> mentions;
        if (reader.world) mentions = evidence::EntityIndex(*reader.world).find(reader.text);
        std::vector<Proposal> proposals = evidence::propose(reader.document, reader.text, mentions,
                                                            rules, *language, {reader.published});
        wrong = correct(reader, proposals);
        if (!wrong.empty()) return context.fail(wrong);
        std::vector<ResultTable> tables = {table(reader, shown(proposals), proposals.size())};
        if (!accept_.empty()) {
            const auto accepted = accept(context, reader, proposals);
            if (!accepted) return context.fail(accepted.diagnostics());
            tables.insert(tables.begin(), accepted.value());
            if (format.value() != Format::kJson && !writes_folder(output_)) tables.resize(1);
        }
        return write_tables(context, tables,
                            {{"document", report::json_text(file_)},
                             {"language", report::json_text(reader.language)},
                             {"source", report::json_text(reader.source)}},
                            output_);
    }

  private:
    Diagnostics read_options(const evidence::ReadingRules& rules) {
        Diagnostics wrong;
        const auto score = parse_number(least_);
        if (!score || *score < 0 || *score > 1) {
            wrong.add({"E603", "", 0, "", "--min-score " + least_, "a number from 0 to 1", ""});
        }
        least_score_ = score.value_or(0);
        if (!limit_.empty()) {
            const auto most = parse_integer(limit_);
            if (!most || *most < 1) {
                wrong.add({"E603", "", 0, "", "--limit " + limit_, "a whole number from 1 on", ""});
            }
            most_ = static_cast<std::size_t>(most.value_or(0));
        }
        if (!date_.empty() && !parse_date(date_)) {
            wrong.add({"E603", "", 0, "", "--date " + date_, "a date such as 2024-05-31", ""});
        }
        std::vector<std::string> names;
        for (const evidence::ReadingKind& kind : rules.kinds) names.push_back(kind.kind);
        for (const std::string& kind : split(kinds_, ',')) {
            wrong.append(check_word("--kinds", kind, names));
            wanted_.insert(kind);
        }
        return wrong;
    }

    Result<Reader> open(Context& context) const {
        Reader reader;
        Result<evidence::DocumentText> content = evidence::read_document(file_);
        if (!content) return content.diagnostics();
        reader.document = std::move(content).value();
        reader.text = evidence::normalise(reader.document.text);
        const Result<std::filesystem::path> folder = find_world(world_);
        if (folder) {
            Result<world::World> world = world::load(folder.value());
            if (!world) return world.diagnostics();
            context.count_warnings(world.value().warnings);
            reader.world = std::move(world).value();
            reader.folder = folder.value();
        } else if (!world_.empty()) {
            return folder.diagnostics();
        } else {
            context.note("No world: nothing is named");
        }
        Diagnostics wrong = know(reader);
        if (!wrong.empty()) return wrong;
        if (reader.language.empty()) {
            reader.language = evidence::detect_language(reader.document.text);
        }
        return reader;
    }

    /// Source, language and date, by the options, the world's documents and the list of copies.
    Diagnostics know(Reader& reader) const {
        reader.language = language_;
        reader.published = parse_date(date_);
        reader.source = source_;
        if (!reader.world) return {};
        const world::World& world = *reader.world;
        if (reader.source.empty()) {
            const Result<std::string> found = source_of(world, reader);
            if (!found) return found.diagnostics();
            reader.source = found.value();
        }
        if (reader.source.empty()) return {};
        const auto id = world.find<world::SourceTag>("sources", reader.source);
        if (!id.valid()) {
            std::vector<std::string> names;
            for (const world::Source& source : world.sources) names.push_back(source.id);
            return one({"E602", "", 0, "", reader.source, "a source of the world",
                        did_you_mean(reader.source, names, "see sources.csv")});
        }
        const world::Source& source = world.sources[id];
        if (reader.language.empty()) reader.language = source.language;
        if (!reader.published) reader.published = parse_date(source.published);
        return {};
    }

    Result<std::string> source_of(const world::World& world, const Reader& reader) const {
        for (const world::Document& document : world.documents) {
            const bool same = document.digest == reader.document.digest ||
                              document.text_digest == reader.document.text_digest;
            if (same) return world.sources[document.source].id;
        }
        const auto copies = evidence::read_copies(reader.folder);
        if (!copies) return copies.diagnostics();
        std::error_code ignored;
        for (const evidence::Copy& copy : copies.value()) {
            const auto path = copy.path.is_absolute() ? copy.path : reader.folder / copy.path;
            if (std::filesystem::equivalent(path, file_, ignored)) return copy.source;
        }
        return std::string();
    }

    static Diagnostic wrong_choice(const std::string& found, const std::string& hint = {}) {
        return {"E934", "", 0, "", found, "numbers of proposals", hint};
    }

    /// --set 3.subject=btc
    Diagnostics correct(const Reader& reader, std::vector<Proposal>& proposals) const {
        static const std::map<std::string, std::string Proposal::*> kColumns{
            {"subject", &Proposal::subject}, {"property", &Proposal::property},
            {"value", &Proposal::value},     {"unit", &Proposal::unit},
            {"from", &Proposal::from},       {"to", &Proposal::to},
            {"object", &Proposal::object},   {"note", &Proposal::note}};
        Diagnostics wrong;
        for (const std::string& typed : set_) {
            const std::size_t dot = typed.find('.'), equals = typed.find('=');
            const auto number = parse_integer(typed.substr(0, dot));
            const bool shape = dot != std::string::npos && equals != std::string::npos &&
                               dot < equals && number && *number >= 1 &&
                               static_cast<std::size_t>(*number) <= proposals.size();
            if (!shape) {
                wrong.add(
                    wrong_choice("--set " + typed,
                                 fmt::format("N.COLUMN=VALUE, N from 1 to {}", proposals.size())));
                continue;
            }
            const std::string column = typed.substr(dot + 1, equals - dot - 1);
            const auto member = kColumns.find(column);
            if (member == kColumns.end()) {
                std::vector<std::string> names;
                for (const auto& [name, pointer] : kColumns) names.push_back(name);
                wrong.add(
                    wrong_choice("--set " + typed, did_you_mean(column, names, join(names, ", "))));
                continue;
            }
            Proposal& proposal = proposals[static_cast<std::size_t>(*number) - 1];
            proposal.*(member->second) = typed.substr(equals + 1);
            if (column == "subject") wrong.append(name_subject(reader, proposal));
        }
        return wrong;
    }

    static Diagnostics name_subject(const Reader& reader, Proposal& proposal) {
        if (!reader.world) return {};
        std::vector<std::string> names;
        for (const char* table :
             {"actors", "blocs", "links", "corridors", "projects", "nodes", "territories",
              "agreements", "contracts", "restrictions", "events", "commodities"}) {
            const auto rows = reader.world->index.find(table);
            if (rows == reader.world->index.end()) continue;
            if (rows->second.contains(proposal.subject)) {
                proposal.subject_kind = evidence::subject_kind(table);
                return {};
            }
            for (const auto& [id, row] : rows->second) names.push_back(id);
        }
        std::sort(names.begin(), names.end());
        return one({"E602", "", 0, "", proposal.subject, "a thing of the world",
                    did_you_mean(proposal.subject, names, "see isthmus explain")});
    }

    std::vector<Proposal> shown(const std::vector<Proposal>& proposals) const {
        std::vector<Proposal> result;
        for (const Proposal& proposal : proposals) {
            if (most_ > 0 && result.size() == most_) break;
            if (proposal.score < least_score_) continue;
            if (!wanted_.empty() && !wanted_.contains(proposal.kind)) continue;
            result.push_back(proposal);
        }
        return result;
    }

    /// "1,3-5" by number, "all" of those that are shown.
    Result<std::vector<Proposal>> chosen(const std::vector<Proposal>& proposals) const {
        if (accept_ == "all") return shown(proposals);
        std::set<std::size_t> numbers;
        Diagnostics wrong;
        for (const std::string& part : split(accept_, ',')) {
            const std::size_t dash = part.find('-');
            const auto first = parse_integer(part.substr(0, dash));
            const auto last =
                dash == std::string::npos ? first : parse_integer(part.substr(dash + 1));
            const auto most = static_cast<int>(proposals.size());
            if (!first || !last || *first < 1 || *last < *first || *last > most) {
                wrong.add(wrong_choice("--accept " + part, fmt::format("from 1 to {}", most)));
                continue;
            }
            for (int i = *first; i <= *last; ++i) numbers.insert(static_cast<std::size_t>(i));
        }
        if (numbers.empty() && wrong.empty()) wrong.add(wrong_choice("--accept " + accept_));
        if (!wrong.empty()) return wrong;
        std::vector<Proposal> result;
        for (const std::size_t number : numbers) result.push_back(proposals[number - 1]);
        return result;
    }

    Result<ResultTable> accept(Context& context, const Reader& reader,
                               const std::vector<Proposal>& proposals) const {
        if (!reader.world) {
            return one(
                {"E933", file_, 0, "", "no world", "the world to write the claims into", ""});
        }
        const auto wanted = chosen(proposals);
        if (!wanted) return wanted.diagnostics();
        auto accepted = evidence::claims_of(*reader.world, reader.source, reader.document,
                                            reader.text, wanted.value());
        if (!accepted) return accepted.diagnostics();
        const evidence::AcceptedClaims& claims = accepted.value();
        if (accept_ != "all" && !claims.known.empty()) {
            Diagnostics wrong;
            for (const std::size_t number : claims.known) {
                wrong.add(
                    {"E935", "", 0, "", fmt::format("proposal {}", number), "a new claim", ""});
            }
            return wrong;
        }
        const Diagnostics refused = evidence::append_rows(reader.folder, claims.changes);
        if (refused.has_errors()) return refused;
        context.note(fmt::format("Wrote {} and their anchors; {} known before",
                                 counted(claims.ids.size(), "claim"), claims.known.size()));
        ResultTable table{"accepted",
                          "Claims written",
                          "",
                          {{"number", "No.", "", CellKind::kNumber, 0, "Number of the proposal"},
                           {"claim", "Claim", "", CellKind::kText, 0, "Id in claims.csv"}},
                          {}};
        for (std::size_t i = 0; i < claims.ids.size(); ++i) {
            table.rows.push_back({{static_cast<double>(claims.numbers[i]), claims.ids[i]}, {}});
        }
        return table;
    }

    /// The words read with what stands around them in their sentence, on one line.
    static std::string passage(const evidence::DocumentText& document, const Proposal& proposal) {
        const auto border = [&](std::size_t byte, bool forward) {
            const auto inside = [&](std::size_t at) {
                constexpr unsigned kTopBits = 0xC0, kContinuation = 0x80;
                return at < document.text.size() &&
                       (static_cast<unsigned char>(document.text[at]) & kTopBits) == kContinuation;
            };
            while (inside(byte)) forward ? ++byte : --byte;
            return byte;
        };
        std::size_t begin = proposal.sentence_begin, end = proposal.sentence_end;
        std::string before, after;
        if (proposal.begin > begin + kPassageAround) {
            begin = border(proposal.begin - kPassageAround, true);
            before = kEllipsis;
        }
        if (proposal.end + kPassageAround < end) {
            end = border(proposal.end + kPassageAround, false);
            after = kEllipsis;
        }
        std::string line = before;
        for (const char letter : document.text.substr(begin, end - begin)) {
            const bool space = letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
            if (!space) {
                line += letter;
            } else if (!line.empty() && line.back() != ' ') {
                line += ' ';
            }
        }
        return line + after;
    }

    static ResultTable table(const Reader& reader, const std::vector<Proposal>& proposals,
                             std::size_t all) {
        ResultTable table{
            "proposals",
            "Proposed claims",
            fmt::format("{} of {} readings. The score ranks and is no probability; "
                        "--accept N writes a proposal as a claim.",
                        proposals.size(), all),
            {{"number", "No.", "", CellKind::kNumber, 0, "Number for --accept and --set"},
             {"score", "Score", "", CellKind::kNumber, 2, "From 0 to 1; by it they are ranked"},
             {"kind", "Kind", "", CellKind::kText, 0, "What sort of statement"},
             {"subject", "Subject", "", CellKind::kText, 0, "Nearest thing of the world"},
             {"property", "Property", "", CellKind::kText, 0, "Guessed by keywords"},
             {"value", "Value", "", CellKind::kText, 0, "Number, date or words"},
             {"unit", "Unit", "", CellKind::kText, 0, ""},
             {"from", "From", "", CellKind::kText, 0, "First day or year"},
             {"to", "To", "", CellKind::kText, 0, "Last day or year"},
             {"object", "Object", "", CellKind::kText, 0, "Second thing of the world"},
             {"paragraph", "Para", "", CellKind::kNumber, 0, "Counted from 1"},
             {"passage", "Passage", "", CellKind::kText, 0, "From your copy"},
             {"note", "Note", "", CellKind::kText, 0, "Words of uncertainty, how it was read"}},
            {}};
        for (const Proposal& each : proposals) {
            table.rows.push_back(
                {{static_cast<double>(each.number), each.score, each.kind, each.subject,
                  each.property, each.value, each.unit, each.from, each.to, each.object,
                  static_cast<double>(each.paragraph), passage(reader.document, each), each.note},
                 {}});
        }
        return table;
    }

    std::string file_, world_, language_, source_, date_, kinds_, limit_, accept_, rules_;
    std::string least_ = format_number(evidence::kLeastScore);
    std::vector<std::string> set_;
    double least_score_ = 0;
    std::size_t most_ = 0;
    std::set<std::string> wanted_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_read_command() {
    return std::make_unique<EvidenceReadCommand>();
}

} // namespace isthmus::cli
