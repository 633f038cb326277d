// SPDX-License-Identifier: Apache-2.0
#include "evidence/copies.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "evidence/refusal.hpp"

namespace isthmus::evidence {

namespace fs = std::filesystem;

namespace {

constexpr const char* kList = ".copies.csv";
const std::vector<std::string> kColumns = {"source", "path"};
/// A file of more is no document (document_text.cpp), and its digest is not asked for.
constexpr std::uintmax_t kLargestCandidate = std::uintmax_t{256} << 20U;

std::vector<std::string> source_ids(const world::World& world) {
    std::vector<std::string> ids;
    for (const world::SourceId source : world.sources.ids())
        ids.push_back(world.sources[source].id);
    return ids;
}

/// Regular files, those of hidden names left out, in the order of their paths.
std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto entry = fs::recursive_directory_iterator(folder, options);
         entry != fs::recursive_directory_iterator(); ++entry) {
        std::error_code ignored;
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
            continue;
        }
        if (entry->is_regular_file(ignored) && entry->file_size(ignored) <= kLargestCandidate)
            files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// What files the sources may be, by source.
struct Candidates {
    std::map<world::SourceId, fs::path> by_digest, by_name;
};

void look_at(const fs::path& file, const world::World& world,
             const std::map<std::string, world::SourceId>& digests, Candidates& candidates) {
    for (const std::string& name : {file.filename().string(), file.stem().string()}) {
        const world::SourceId source = world.find<world::SourceTag>("sources", name);
        if (!source.valid()) continue;
        candidates.by_name.emplace(source, file);
        break;
    }
    if (digests.empty()) return;
    try {
        const auto document = digests.find(sha256(read_file(file)));
        if (document != digests.end()) candidates.by_digest.emplace(document->second, file);
    } catch (const Error&) {
        // A file that cannot be read is no copy; one that is named in the list is complained of.
    }
}

Result<CsvFile> read_list(const fs::path& file) {
    Result<CsvFile> csv = parse_csv(read_file(file), file.generic_string());
    if (!csv || csv.value().header.fields == kColumns) return csv;
    return refusal("E208", file, join(csv.value().header.fields, ","), join(kColumns, ","));
}

} // namespace

Result<std::vector<Copy>> read_copies(const fs::path& world_folder) {
    std::vector<Copy> copies;
    const fs::path file = world_folder / kList;
    if (!fs::exists(file)) return copies;
    const Result<CsvFile> csv = read_list(file);
    if (!csv) return csv.diagnostics();
    for (const CsvRecord& record : csv.value().records)
        add_copy(copies, {record.fields[0], world_folder / fs::path(record.fields[1])});
    return copies;
}

void write_copies(const fs::path& world_folder, const std::vector<Copy>& copies) {
    std::vector<Copy> sorted = copies;
    std::sort(sorted.begin(), sorted.end(),
              [](const Copy& a, const Copy& b) { return a.source < b.source; });
    std::string text = write_csv_record(kColumns);
    for (const Copy& copy : sorted) text += write_csv_record({copy.source, copy.path.string()});
    write_file(world_folder / kList, text);
}

void add_copy(std::vector<Copy>& copies, Copy copy) {
    const auto same = std::find_if(copies.begin(), copies.end(), [&](const Copy& present) {
        return present.source == copy.source;
    });
    if (same == copies.end())
        copies.push_back(std::move(copy));
    else
        *same = std::move(copy);
}

Result<std::vector<Copy>> find_copies(const world::World& world, const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        return refusal("E401", folder, "no such folder", "a folder with copies of documents");
    }
    std::map<std::string, world::SourceId> digests;
    for (const world::Document& document : world.documents)
        digests.emplace(document.digest, document.source);
    Candidates candidates;
    for (const fs::path& file : files_in(folder)) look_at(file, world, digests, candidates);
    std::vector<Copy> copies;
    for (const world::SourceId source : world.sources.ids()) {
        const auto exact = candidates.by_digest.find(source),
                   named = candidates.by_name.find(source);
        if (exact != candidates.by_digest.end())
            copies.push_back({world.sources[source].id, exact->second});
        else if (named != candidates.by_name.end())
            copies.push_back({world.sources[source].id, named->second});
    }
    return copies;
}

Result<std::vector<Copy>> known_copies(const world::World& world, const fs::path& world_folder,
                                       const fs::path& folder, const std::string& source) {
    Result<std::vector<Copy>> listed = read_copies(world_folder);
    if (!listed) return listed;
    std::vector<Copy> copies = std::move(listed).value();
    if (!folder.empty()) {
        const Result<std::vector<Copy>> found = find_copies(world, folder);
        if (!found) return found.diagnostics();
        for (const Copy& copy : found.value()) add_copy(copies, copy);
    }
    if (!source.empty())
        std::erase_if(copies, [&](const Copy& copy) { return copy.source != source; });
    std::sort(copies.begin(), copies.end(),
              [](const Copy& a, const Copy& b) { return a.source < b.source; });
    return copies;
}

Result<std::vector<OpenDocument>> open_documents(const world::World& world,
                                                 const std::vector<Copy>& copies) {
    std::vector<OpenDocument> documents;
    Diagnostics diagnostics;
    for (const Copy& copy : copies) {
        const world::SourceId source = world.find<world::SourceTag>("sources", copy.source);
        if (!source.valid()) {
            const std::optional<std::string> near = nearest_match(copy.source, source_ids(world));
            diagnostics.append(refusal("E915", kList, copy.source, "a row of sources",
                                       near ? "did you mean '" + *near + "'?" : ""));
            continue;
        }
        try {
            Result<DocumentText> content = read_document(copy.path);
            if (content)
                documents.push_back({source, copy.path, std::move(content).value()});
            else
                diagnostics.append(content.diagnostics());
        } catch (const Error& error) {
            diagnostics.append(refusal(error.id(), copy.path, "", "a copy of " + copy.source,
                                       "if it is elsewhere, `isthmus evidence add` it from there; "
                                       "if it is no more, take its line out of .copies.csv"));
        }
    }
    if (diagnostics.has_errors()) return diagnostics;
    return documents;
}

} // namespace isthmus::evidence
