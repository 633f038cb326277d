// SPDX-License-Identifier: Apache-2.0
#include "evidence/registration.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "evidence/copies.hpp"
#include "evidence/refusal.hpp"
#include "evidence/world_tables.hpp"

namespace isthmus::evidence {

namespace fs = std::filesystem;

namespace {

const world::Document* document_of(const world::World& world, world::SourceId source) {
    for (const world::Document& document : world.documents) {
        if (source.valid() && document.source == source) return &document;
    }
    return nullptr;
}

/// The document of these bytes, else that of these letters.
const world::Document* same_document(const world::World& world, const DocumentText& content) {
    const world::Document* same_text = nullptr;
    for (const world::Document& document : world.documents) {
        if (document.digest == content.digest) return &document;
        if (document.text_digest == content.text_digest) same_text = &document;
    }
    return same_text;
}

std::vector<std::pair<std::string, std::string>> cells(const DocumentDetails& details) {
    return {{"title", details.title},       {"publisher", details.publisher},
            {"language", details.language}, {"published", details.published},
            {"url", details.url},           {"kind", details.kind}};
}

/// The source's id: the one that was given, or that of the same document.
Result<std::string> source_id(const world::World& world, const DocumentText& content,
                              const fs::path& file, const DocumentDetails& details) {
    const world::Document* const same = same_document(world, content);
    const std::string known = same == nullptr ? "" : world.sources[same->source].id;
    if (details.id.empty() && known.empty()) {
        return refusal("E918", file, "no --id", "an id for the source",
                       "for example --id newspaper-2024-05");
    }
    if (!details.id.empty() && !known.empty() && details.id != known) {
        return refusal("E604", file, "--id " + details.id,
                       "a document that the world does not know",
                       fmt::format("it is the document of '{}': leave --id out to register the "
                                   "copy",
                                   known));
    }
    return known.empty() ? details.id : known;
}

Result<NewRow> new_source(const fs::path& file, const std::string& id, const DocumentText& content,
                          const DocumentDetails& details) {
    NewRow row{{"id", id}};
    for (const auto& [column, cell] : cells(details)) row[column] = cell;
    if (row["title"].empty()) row["title"] = content.title;
    if (row["language"].empty()) row["language"] = detect_language(content.text);
    Diagnostics lacking;
    for (const char* const column : {"title", "kind"}) {
        if (!row[column].empty()) continue;
        lacking.append(refusal("E918", file, fmt::format("no --{}", column),
                               fmt::format("the new source's {}", column),
                               "`isthmus schema sources` says what is possible"));
    }
    if (!lacking.empty()) return lacking;
    return row;
}

/// The row of a source with its empty cells filled; nothing where there is nothing to fill.
Result<std::vector<NewRow>> filled_source(const world::World& world, world::SourceId source,
                                          const DocumentDetails& details) {
    const world::Table& table = world.tables.at("sources");
    const world::Row& present = table.rows[source.index()];
    NewRow row;
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i)
        row[table.schema->columns[i].name] = present.cells[i];
    bool filled = false;
    Diagnostics others;
    for (const auto& [column, cell] : cells(details)) {
        std::string& there = row[column];
        if (cell.empty() || cell == there) continue;
        if (there.empty()) {
            there = cell;
            filled = true;
            continue;
        }
        others.append(refusal("E604", present.origin.file, fmt::format("--{} {}", column, cell),
                              fmt::format("'{}', as the source '{}' has it", there, row["id"]),
                              "correct sources.csv if that is wrong"));
    }
    if (!others.empty()) return others;
    return filled ? std::vector<NewRow>{row} : std::vector<NewRow>{};
}

NewRow document_row(const std::string& id, const DocumentText& content) {
    return {{"source", id},
            {"format", std::string(world::to_string(content.format))},
            {"digest", content.digest},
            {"letters", std::to_string(content.letters)},
            {"text_digest", content.text_digest}};
}

Result<Registering> compare(const fs::path& file, const world::Document& known,
                            const DocumentText& content, const std::string& id, bool replace) {
    if (known.digest == content.digest) return Registering::kCopyOnly;
    if (replace) return Registering::kReplaced;
    if (known.text_digest == content.text_digest) return Registering::kSameText;
    return refusal("E916", file, fmt::format("{} letters", content.letters),
                   fmt::format("the {} letters of the document of '{}'", known.letters, id),
                   "--replace if it is the same document, otherwise another --id");
}

} // namespace

std::string_view to_string(Registering what) {
    constexpr std::array<std::string_view, 5> kNames = {"new source", "new document", "replaced",
                                                        "known, saved anew", "known"};
    return kNames[static_cast<std::size_t>(what)];
}

Result<Registration> register_document(const fs::path& world_folder, const world::World& world,
                                       const DocumentText& content, const fs::path& file,
                                       const DocumentDetails& details, bool replace) {
    const Result<std::string> id = source_id(world, content, file, details);
    if (!id) return id.diagnostics();
    Registration registration{Registering::kNewSource, id.value()};
    const world::SourceId source = world.find<world::SourceTag>("sources", id.value());
    NewRows sources{"sources", {}, {"id"}}, documents{"documents", {}, {"source"}};
    if (source.valid()) {
        Result<std::vector<NewRow>> filled = filled_source(world, source, details);
        if (!filled) return filled.diagnostics();
        sources.rows = std::move(filled).value();
        const world::Document* const known = document_of(world, source);
        const Result<Registering> what = known == nullptr
                                             ? Result<Registering>(Registering::kNewDocument)
                                             : compare(file, *known, content, id.value(), replace);
        if (!what) return what.diagnostics();
        registration.what = what.value();
    } else {
        const Result<NewRow> row = new_source(file, id.value(), content, details);
        if (!row) return row.diagnostics();
        sources.rows.push_back(row.value());
    }
    if (registration.what <= Registering::kReplaced)
        documents.rows.push_back(document_row(id.value(), content));
    Result<std::vector<Copy>> copies = read_copies(world_folder);
    if (!copies) return copies.diagnostics();
    std::vector<Copy> list = std::move(copies).value();
    add_copy(list, {id.value(), fs::weakly_canonical(file)});
    const Diagnostics wrong = append_rows(world_folder, {sources, documents});
    if (wrong.has_errors()) return wrong;
    write_copies(world_folder, list);
    return registration;
}

} // namespace isthmus::evidence
