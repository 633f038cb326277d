// SPDX-License-Identifier: Apache-2.0
// Search in documents of any script that tolerates what scanners and keyboards do to words.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/document_text.hpp"
#include "evidence/entities.hpp"
#include "evidence/letter_search.hpp"

namespace isthmus::evidence {

/// How a pattern has to stand among the words of the text.
enum class Standing {
    kPhrase, ///< from a word's beginning; long ones anywhere, since scanners lose spaces
    kWords,  ///< from a word's beginning to a word's end
    kStem,   ///< from a word's beginning
};

/// What is looked for.
struct Pattern {
    std::string text; ///< as people write it
    Standing standing = Standing::kPhrase;
};

/// Letters and digits of a text as they are compared.
std::u32string letters_to_find(std::string_view text);

/// Errors that a pattern of so many letters may have unless told otherwise: one in five letters.
std::size_t usual_errors(std::size_t letters);

/// A place in a document.
struct SearchHit {
    std::size_t document = 0;             ///< index of the document
    std::size_t paragraph = 0;            ///< counted from 1
    std::size_t position = 0, length = 0; ///< in letters of the normalised text, as anchors count
    std::size_t begin = 0, end = 0;       ///< bytes of the document's text
    std::size_t errors = 0;
    bool whole = true;       ///< begins and ends where words do
    bool together = true;    ///< as a phrase; else all words of the query in one paragraph
    std::size_t pattern = 0; ///< which of the query's patterns; none of search_names()
};

/// A document made ready for search; it refers to the document's text and must not outlive it.
class SearchableText {
  public:
    explicit SearchableText(const DocumentText& document);

    const DocumentText& document() const { return *document_; }
    const NormalisedText& normalised() const { return normalised_; }

    /// Places of a pattern, in order.
    std::vector<SearchHit> find(const Pattern& pattern, std::size_t errors) const;
    /// What stands at these characters of the normalised text, which hold a letter.
    SearchHit hit_of_characters(std::size_t first, std::size_t last) const;
    /// Characters of the normalised text that come from the bytes, last excluded.
    std::pair<std::size_t, std::size_t> characters_of(std::size_t begin, std::size_t end) const;

  private:
    bool begins_word(std::size_t letter) const;
    bool ends_word(std::size_t letter) const;
    /// Whether a sentence and its paragraph end inside: then it is no phrase.
    bool ends_paragraph(const LetterMatch& match) const;
    SearchHit hit_of(const LetterMatch& match) const;

    const DocumentText* document_;
    NormalisedText normalised_;
    std::vector<std::uint32_t> characters_; ///< in normalised_, of each letter
    std::unique_ptr<LetterIndex> index_;
};

struct SearchQuery {
    std::vector<Pattern> patterns;     ///< any of them
    std::optional<std::size_t> errors; ///< for each pattern; empty: usual_errors()
    /// A phrase of several words is also found where all its words stand in one paragraph.
    bool apart = true;
};

/// Hits in the order of their worth: whole phrases before words apart, fewer errors, then document
/// and place. Overlapping hits of several patterns are one, the one with fewest errors and most
/// letters.
std::vector<SearchHit> search(const std::vector<SearchableText>& documents,
                              const SearchQuery& query);

/// Hits in the order of their worth, as search() gives them.
void rank(std::vector<SearchHit>& hits);

/// Bytes of the text around a hit: at most `context` characters before and behind, cut between
/// words, within the paragraph.
std::pair<std::size_t, std::size_t> passage_range(const DocumentText& document,
                                                  const SearchHit& hit, std::size_t context);
/// The same as one line, with an ellipsis where the paragraph goes on.
std::string passage_around(const DocumentText& document, const SearchHit& hit, std::size_t context);

/// A text as one line: white space as one space, no control characters.
std::string one_line(std::string_view text);

/// Mentions of a thing by any of its names in any language: those that the index finds, and places
/// where a longer name stands with some errors and nothing else is mentioned. `index` is that of
/// the world.
std::vector<SearchHit> search_names(const std::vector<SearchableText>& documents,
                                    const world::World& world, const EntityIndex& index,
                                    const std::string& id, std::optional<std::size_t> errors = {});

/// All names by which the world knows a thing, in every language; names that normalise to the same
/// stand once. Stems stand for the beginnings of words.
std::vector<Pattern> names_of(const world::World& world, const std::string& id);

} // namespace isthmus::evidence
