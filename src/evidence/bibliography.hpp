// SPDX-License-Identifier: Apache-2.0
// Sources as reference managers read them: BibTeX and CSL-JSON, and as plain text.
//
// BibTeX is written for both BibTeX and biblatex: entries of the classic types, values in double
// braces where letters must keep their case and names their commas and "and"s, text in UTF-8 with
// TeX's special characters escaped. CSL-JSON follows the schema of CSL 1.0.2 (csl-data.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "world/world.hpp"

namespace isthmus::evidence {

enum class ReferenceKind { kArticle, kNews, kReport, kDataset, kEncyclopedia, kSoftware };

/// One entry. Empty texts are left out.
struct Reference {
    std::string id; ///< what the key is made of
    ReferenceKind kind = ReferenceKind::kReport;
    std::string title;
    std::string author; ///< a body: never divided into first and last names
    std::string publisher;
    std::string language; ///< BCP 47 tag
    std::string date;     ///< YYYY, YYYY-MM or YYYY-MM-DD; others are left out
    std::string url;
    std::string version; ///< of software and data sets
    std::string note;
};

/// A document. Recalled knowledge and the compilers' estimates are none: see is_document().
Reference reference(const world::Source& source);
/// Whether a source is a document that can be cited.
bool is_document(const world::Source& source);
/// The world itself, as a data set.
Reference world_reference(const world::World& world);
/// Isthmus.
Reference software_reference(std::string_view version);

/// Keys for the references in their order: ASCII letters, digits and "._:-" only, made of the ids,
/// each once.
std::vector<std::string> keys_of(const std::vector<Reference>& references);

/// Entries with a blank line between them, after `comment` (several lines; outside entries BibTeX
/// reads nothing, and "@" is left out of it).
std::string to_bibtex(const std::vector<Reference>& references, std::string_view comment = {});
/// An array of items, indented by two.
std::string to_csl_json(const std::vector<Reference>& references);
/// A numbered list, an entry a line.
std::string to_plain_text(const std::vector<Reference>& references);

/// A text inside a BibTeX value: TeX's special characters escaped, line ends as spaces.
std::string escape_bibtex(std::string_view text);

} // namespace isthmus::evidence
