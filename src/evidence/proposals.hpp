// SPDX-License-Identifier: Apache-2.0
// Proposed claims: what a document says in numbers, each with its likely subject, property, object
// and dates, ranked. docs/explanation/reading.md says how, and how often it is right.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evidence/document_text.hpp"
#include "evidence/entities.hpp"
#include "evidence/reading_rules.hpp"

namespace isthmus::evidence {

struct Proposal {
    std::size_t number = 0; ///< from 1, by rank
    double score = 0;       ///< in (0, 1); it ranks and is no probability
    std::string kind;       ///< of rules/reading/kinds.csv
    std::string subject, subject_kind, property, value, unit, from, to, object;
    std::string note;
    std::size_t paragraph = 0;                        ///< from 1
    std::size_t begin = 0, end = 0;                   ///< bytes of the words read
    std::size_t sentence_begin = 0, sentence_end = 0; ///< bytes of the sentence
    std::string locator;                              ///< "para 11: capacity, mass"
};

/// What a claim of a subject in that table of the world is about: its column kind.
std::string subject_kind(const std::string& table);

struct ReadOptions {
    std::optional<Date> published; ///< of the document; what has no date of its own gets it
};

/// Proposals of the highest score first, then in the order of the text. `mentions` are those of
/// the document's normalised text (EntityIndex::find); without them there are no subjects.
std::vector<Proposal> propose(const DocumentText& document, const NormalisedText& text,
                              const std::vector<Mention>& mentions, const ReadingRules& rules,
                              const LanguageRules& language, const ReadOptions& options = {});

/// Proposals below this score are mostly wrong or of no use; it was chosen on the four documents
/// that docs/explanation/reading.md names.
inline constexpr double kLeastScore = 0.5;

} // namespace isthmus::evidence
