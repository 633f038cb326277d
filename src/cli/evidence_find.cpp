// SPDX-License-Identifier: Apache-2.0
// isthmus evidence find: words, phrases and names in the user's copies of documents.
#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "evidence/copies.hpp"
#include "evidence/search.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;

const CommandInfo kInfo{
    "evidence find",
    "search the documents, in any script",
    "QUERY is a word, a phrase or a number in any script; how it was typed, set or scanned does "
    "not "
    "matter: forms of letters, digits, joiners, accents, line ends and spaces are made one first, "
    "and one letter in five may be wrong (--errors). A phrase is also found where all its words "
    "stand in one paragraph. With --names QUERY is a thing of the world, by its id or one of its "
    "names, and is found by all its names in every language. Searched are your copies of the "
    "world's documents (`isthmus evidence add`, or --copies), or the files given with --file. "
    "Phrases come first, those with fewest errors before the others, then in the order of reading.",
    {{"isthmus evidence find \"خط لوله\" worlds/caspian --copies ~/documents", "in Persian"},
     {"isthmus evidence find pipeline --file article.html", "in a file of your own"},
     {"isthmus evidence find georgia --names", "by all its names"},
     {"isthmus evidence find \"Баку-Новороссийск\" --errors 0", "without tolerance"}}};

constexpr std::size_t kContext = 60; ///< characters of a passage before and behind
constexpr const char* kUsualLimit = "50";

struct Searched {
    std::string name, language;
    evidence::DocumentText content;
};

class FindCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("QUERY", query_, "What to look for", Need::kRequired);
        declare_world(options, world_);
        options.option("--copies", "FOLDER", copies_,
                       "Search also the copies of documents in this folder");
        options.option("--file", "FILE", files_,
                       "Search this file instead; may be given several times");
        options.option("--errors", "N", errors_,
                       "How many letters may be wrong, missing or too many in a phrase or word");
        options.option("--language", "TAG", language_,
                       "Search only documents in this language: fa, ru, en ...");
        options.option("--limit", "N", limit_, "Show at most so many places; 50 if not given");
        options.flag("--names", names_, "QUERY is a thing of the world: find all its names");
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Diagnostics wrong = read_numbers();
        if (!wrong.empty()) return context.fail(wrong);
        const Result<world::World> world = load_world(world_, "");
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<std::vector<Searched>> documents = open(world.value());
        if (!documents) return context.fail(documents.diagnostics());
        std::vector<evidence::SearchableText> texts;
        for (const Searched& document : documents.value()) texts.emplace_back(document.content);
        const evidence::EntityIndex index(world.value());
        const Result<std::vector<evidence::SearchHit>> hits = find(world.value(), index, texts);
        if (!hits) return context.fail(hits.diagnostics());
        return write_tables(
            context, {table(documents.value(), texts, index, hits.value())},
            {{"query", report::json_text(query_)}, {"found", std::to_string(hits.value().size())}},
            output_);
    }

  private:
    Diagnostics read_numbers() {
        Diagnostics wrong;
        const auto read = [&](const std::string& option, const std::string& typed, int least) {
            const std::optional<int> number = parse_integer(typed);
            if (number && *number >= least) return static_cast<std::size_t>(*number);
            wrong.add({"E603", "", 0, "", option + " " + typed,
                       fmt::format("a whole number from {} on", least), ""});
            return std::size_t{0};
        };
        if (!errors_.empty()) allowed_ = read("--errors", errors_, 0);
        most_ = read("--limit", limit_, 1);
        const std::size_t letters = evidence::letters_to_find(query_).size();
        if (letters == 0) {
            wrong.add({"E901", "", 0, "", query_, "a word, a name or a number", ""});
        } else if (!names_ && allowed_ && *allowed_ >= letters) {
            wrong.add({"E902", "", 0, "", fmt::format("--errors {} for '{}'", *allowed_, query_),
                       fmt::format("fewer than its {}", counted(letters, "letter")), ""});
        }
        return wrong;
    }

    Result<std::vector<Searched>> open(const world::World& world) const {
        std::vector<Searched> documents;
        Diagnostics wrong;
        for (const std::string& file : files_) {
            Result<evidence::DocumentText> content = evidence::read_document(file);
            if (!content) {
                wrong.append(content.diagnostics());
                continue;
            }
            const std::string language = evidence::detect_language(content.value().text);
            documents.push_back({file, language, std::move(content).value()});
        }
        if (files_.empty() || !copies_.empty()) wrong.append(open_copies(world, documents));
        if (!wrong.empty()) return wrong;
        if (language_.empty()) return documents;
        std::set<std::string> languages;
        for (const Searched& document : documents) languages.insert(document.language);
        std::erase_if(documents,
                      [&](const Searched& document) { return !same_language(document.language); });
        if (!documents.empty()) return documents;
        return one({"E903", "", 0, "", "--language " + language_,
                    join({languages.begin(), languages.end()}, ", "), ""});
    }

    /// "az" asks also for "az-Latn".
    bool same_language(const std::string& language) const {
        return language == language_ || language.starts_with(language_ + "-");
    }

    Diagnostics open_copies(const world::World& world, std::vector<Searched>& documents) const {
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return folder.diagnostics();
        const auto copies = evidence::known_copies(world, folder.value(), copies_);
        if (!copies) return copies.diagnostics();
        if (copies.value().empty()) {
            return one({"E920", copies_.empty() ? folder.value().generic_string() : copies_, 0, "",
                        "no copy of a document",
                        "a copy registered with `isthmus evidence add FILE`",
                        "or search a file of your own with --file"});
        }
        auto opened = evidence::open_documents(world, copies.value());
        if (!opened) return opened.diagnostics();
        for (const evidence::OpenDocument& document : opened.value()) {
            const world::Source& source = world.sources[document.source];
            const std::string language = source.language.empty()
                                             ? evidence::detect_language(document.content.text)
                                             : source.language;
            documents.push_back({source.id, language, document.content});
        }
        return {};
    }

    Result<std::vector<evidence::SearchHit>>
    find(const world::World& world, const evidence::EntityIndex& index,
         const std::vector<evidence::SearchableText>& texts) const {
        if (!names_) {
            return evidence::search(texts, {{{query_, evidence::Standing::kPhrase}}, allowed_});
        }
        std::vector<evidence::SearchHit> all;
        const std::set<std::string> ids = things(world, index);
        if (ids.empty()) return no_such_thing(world);
        for (const std::string& id : ids) {
            for (const auto& hit : evidence::search_names(texts, world, index, id, allowed_)) {
                const bool known = std::any_of(all.begin(), all.end(), [&](const auto& each) {
                    return each.document == hit.document && each.begin < hit.end &&
                           hit.begin < each.end;
                });
                if (!known) all.push_back(hit);
            }
        }
        evidence::rank(all);
        return all;
    }

    /// What the query names: an id, or a name of one or several things.
    std::set<std::string> things(const world::World& world,
                                 const evidence::EntityIndex& index) const {
        for (const std::string_view table : evidence::named_tables()) {
            const auto rows = world.index.find(std::string(table));
            if (rows != world.index.end() && rows->second.contains(query_)) return {query_};
        }
        std::set<std::string> ids;
        const evidence::NormalisedText text = evidence::normalise(query_);
        for (const evidence::Mention& mention : index.find(text)) {
            if (mention.kind != world::AliasKind::kMetonym) ids.insert(mention.id);
        }
        return ids;
    }

    Diagnostics no_such_thing(const world::World& world) const {
        std::set<std::string> ids;
        for (const std::string_view table : evidence::named_tables()) {
            const auto rows = world.index.find(std::string(table));
            if (rows == world.index.end()) continue;
            for (const auto& [id, row] : rows->second) ids.insert(id);
        }
        return one({"E602", "", 0, "", query_,
                    "the id or a name of an actor, place, link or other thing of the world",
                    did_you_mean(query_, {ids.begin(), ids.end()},
                                 "without --names it is looked for as a phrase")});
    }

    static std::string entities_at(const std::vector<evidence::Mention>& mentions,
                                   const evidence::SearchableText& text, std::size_t begin,
                                   std::size_t end) {
        const auto [first, last] = text.characters_of(begin, end);
        std::vector<std::string> ids;
        for (const evidence::Mention& mention : mentions) {
            if (mention.last <= first || mention.first >= last) continue;
            if (std::find(ids.begin(), ids.end(), mention.id) == ids.end())
                ids.push_back(mention.id);
        }
        return join(ids, " ");
    }

    report::ResultTable table(const std::vector<Searched>& documents,
                              const std::vector<evidence::SearchableText>& texts,
                              const evidence::EntityIndex& index,
                              const std::vector<evidence::SearchHit>& hits) const {
        report::ResultTable out{
            "found",
            fmt::format("{} of {} in {}", counted(hits.size(), "place"), query_,
                        counted(documents.size(), "document")),
            "",
            {{"source", "Source", "", CellKind::kText, 0, "Id of the source, or the file"},
             {"paragraph", "Paragraph", "", CellKind::kNumber, 0, "Counted from 1"},
             {"position", "Letter", "", CellKind::kNumber, 0,
              "First letter or digit of the normalised text, as anchors count"},
             {"length", "Letters", "", CellKind::kNumber, 0, "Letters and digits found"},
             {"errors", "Errors", "", CellKind::kNumber, 0,
              "Letters that differ from what was looked for"},
             {"match", "How", "", CellKind::kText, 0,
              "phrase; or words: all of them in one paragraph"},
             {"found", "Found", "", CellKind::kText, 0, "As it stands there"},
             {"passage", "Passage", "", CellKind::kText, 0, "With what stands around it"},
             {"entities", "Speaks of", "", CellKind::kText, 0,
              "Ids of the world's things that the passage mentions"}},
            {}};
        if (hits.size() > most_) {
            out.note = fmt::format("The first {} places; --limit shows more.", most_);
        }
        std::vector<std::optional<std::vector<evidence::Mention>>> mentions(texts.size());
        for (std::size_t i = 0; i < std::min(hits.size(), most_); ++i) {
            const evidence::SearchHit& hit = hits[i];
            const evidence::SearchableText& text = texts[hit.document];
            auto& here = mentions[hit.document];
            if (!here) here = index.find(text.normalised());
            const evidence::DocumentText& content = text.document();
            const auto [begin, end] = evidence::passage_range(content, hit, kContext);
            out.rows.push_back(
                {{documents[hit.document].name, static_cast<double>(hit.paragraph),
                  static_cast<double>(hit.position), static_cast<double>(hit.length),
                  static_cast<double>(hit.errors), hit.together ? "phrase" : "words",
                  evidence::one_line(
                      std::string_view(content.text).substr(hit.begin, hit.end - hit.begin)),
                  evidence::passage_around(content, hit, kContext),
                  entities_at(*here, text, begin, end)},
                 {}});
        }
        return out;
    }

    std::string query_, world_, copies_, errors_, language_, limit_ = kUsualLimit;
    std::vector<std::string> files_;
    bool names_ = false;
    std::optional<std::size_t> allowed_;
    std::size_t most_ = 0;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_evidence_find_command() {
    return std::make_unique<FindCommand>();
}

} // namespace isthmus::cli
