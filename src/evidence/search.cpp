// SPDX-License-Identifier: Apache-2.0
#include "evidence/search.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "base/text.hpp"

namespace isthmus::evidence {

namespace {

/// Shorter phrases are found inside of words too often: ECO in second.
constexpr std::size_t kShortestInside = 6;
/// Letters for each error that a pattern may have.
constexpr std::size_t kLettersAnError = 5;

/// Words of a query, as written.
std::vector<std::string> words_of(std::string_view query) {
    const NormalisedText text = normalise(query);
    std::vector<std::string> words;
    for (std::size_t first = 0; first < text.size();) {
        std::size_t last = first;
        while (last < text.size() && is_word_character(text.text[last])) ++last;
        if (last > first) words.push_back(to_utf8(text.text.substr(first, last - first)));
        first = std::max(last, first + 1);
    }
    return words;
}

std::size_t errors_for(const SearchQuery& query, const std::string& text) {
    return query.errors.value_or(usual_errors(letters_to_find(text).size()));
}

/// The smallest part of a paragraph in which each word stands once, as one hit.
SearchHit smallest_part(const std::vector<SearchHit>& hits, const std::vector<std::size_t>& word,
                        std::size_t words) {
    std::vector<std::size_t> count(words, 0);
    std::size_t present = 0, first = 0;
    std::optional<std::pair<std::size_t, std::size_t>> best;
    const auto length = [&](std::size_t from, std::size_t to) {
        return hits[to].end - hits[from].begin;
    };
    for (std::size_t last = 0; last < hits.size(); ++last) {
        if (count[word[last]]++ == 0) ++present;
        while (present == words) {
            if (!best || length(first, last) < length(best->first, best->second)) {
                best = {first, last};
            }
            if (--count[word[first]] == 0) --present;
            ++first;
        }
    }
    SearchHit part = hits[best->first];
    const SearchHit& end = hits[best->second];
    part.end = end.end;
    part.length = end.position + end.length - part.position;
    part.together = false;
    std::vector<std::size_t> fewest(words, SIZE_MAX);
    for (std::size_t i = best->first; i <= best->second; ++i) {
        fewest[word[i]] = std::min(fewest[word[i]], hits[i].errors);
    }
    part.errors = 0;
    for (const std::size_t errors : fewest) part.errors += errors;
    return part;
}

/// Paragraphs that hold all words of a phrase.
std::vector<SearchHit> paragraphs_with(const SearchableText& text,
                                       const std::vector<std::string>& words,
                                       const SearchQuery& query) {
    std::vector<std::pair<SearchHit, std::size_t>> all;
    for (std::size_t word = 0; word < words.size(); ++word) {
        const Pattern pattern{words[word], Standing::kStem};
        for (const SearchHit& hit : text.find(pattern, errors_for(query, words[word]))) {
            all.emplace_back(hit, word);
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.first.position < b.first.position;
    });
    std::vector<SearchHit> found;
    for (auto first = all.begin(); first != all.end();) {
        const auto last = std::find_if(first, all.end(), [&](const auto& each) {
            return each.first.paragraph != first->first.paragraph;
        });
        std::vector<SearchHit> hits;
        std::vector<std::size_t> which;
        std::set<std::size_t> present;
        for (auto each = first; each != last; ++each) {
            hits.push_back(each->first);
            which.push_back(each->second);
            present.insert(each->second);
        }
        if (present.size() == words.size()) {
            found.push_back(smallest_part(hits, which, words.size()));
        }
        first = last;
    }
    return found;
}

/// Of overlapping hits of several patterns the one with fewest errors and most letters.
std::vector<SearchHit> apart(std::vector<SearchHit> hits) {
    std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
        return std::tuple(a.errors, b.length, a.position) <
               std::tuple(b.errors, a.length, b.position);
    });
    std::vector<SearchHit> kept; // in order of place
    for (const SearchHit& hit : hits) {
        const auto after =
            std::lower_bound(kept.begin(), kept.end(), hit,
                             [](const auto& a, const auto& b) { return a.position < b.position; });
        if (after != kept.end() && after->position < hit.position + hit.length) continue;
        if (after != kept.begin()) {
            const SearchHit& before = *std::prev(after);
            if (before.position + before.length > hit.position) continue;
        }
        kept.insert(after, hit);
    }
    return kept;
}

std::vector<SearchHit> search_one(const SearchableText& text, const SearchQuery& query) {
    std::vector<SearchHit> hits, scattered;
    for (std::size_t i = 0; i < query.patterns.size(); ++i) {
        const Pattern& pattern = query.patterns[i];
        const auto keep = [&](std::vector<SearchHit> found, std::vector<SearchHit>& into) {
            for (SearchHit& hit : found) {
                hit.pattern = i;
                into.push_back(hit);
            }
        };
        keep(text.find(pattern, errors_for(query, pattern.text)), hits);
        if (!query.apart || pattern.standing != Standing::kPhrase) continue;
        const std::vector<std::string> words = words_of(pattern.text);
        if (words.size() > 1) keep(paragraphs_with(text, words, query), scattered);
    }
    hits = apart(std::move(hits));
    std::set<std::size_t> paragraphs;
    for (const SearchHit& hit : hits) paragraphs.insert(hit.paragraph);
    for (const SearchHit& hit : scattered) {
        if (paragraphs.insert(hit.paragraph).second) hits.push_back(hit);
    }
    return hits;
}

/// Bytes of the paragraph that a hit begins in, and of the hit where that goes on behind it.
std::pair<std::size_t, std::size_t> paragraph_of(const DocumentText& document,
                                                 const SearchHit& hit) {
    if (hit.paragraph == 0 || hit.paragraph > document.paragraphs.size()) {
        return {hit.begin, hit.end};
    }
    const Paragraph& paragraph = document.paragraphs[hit.paragraph - 1];
    return {std::min(hit.begin, paragraph.begin), std::max(hit.end, paragraph.end)};
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

std::u32string letters_to_find(std::string_view text) {
    return letters_of(normalise(text)).text;
}

std::size_t usual_errors(std::size_t letters) {
    return letters / kLettersAnError;
}

SearchableText::SearchableText(const DocumentText& document)
    : document_(&document), normalised_(normalise(document.text)) {
    for (std::size_t i = 0; i < normalised_.size(); ++i) {
        if (is_word_character(normalised_.text[i]))
            characters_.push_back(static_cast<std::uint32_t>(i));
    }
    index_ = std::make_unique<LetterIndex>(letters_of(normalised_).text);
}

bool SearchableText::begins_word(std::size_t letter) const {
    const std::size_t at = characters_[letter];
    return at == 0 || !is_word_character(normalised_.text[at - 1]);
}

bool SearchableText::ends_word(std::size_t letter) const {
    const std::size_t at = characters_[letter];
    return at + 1 == normalised_.size() || !is_word_character(normalised_.text[at + 1]);
}

bool SearchableText::ends_paragraph(const LetterMatch& match) const {
    const std::size_t first = characters_[match.first], last = characters_[match.last - 1];
    const std::u32string_view between =
        std::u32string_view(normalised_.text).substr(first, last - first);
    const bool stops = between.find_first_of(U".!?") != std::u32string_view::npos;
    return stops && document_->paragraph_at(normalised_.begin[first]) !=
                        document_->paragraph_at(normalised_.begin[last]);
}

SearchHit SearchableText::hit_of(const LetterMatch& match) const {
    SearchHit hit;
    hit.position = match.first;
    hit.length = match.last - match.first;
    hit.errors = match.errors;
    const auto [begin, end] =
        normalised_.origin(characters_[match.first], characters_[match.last - 1] + 1);
    hit.begin = begin;
    hit.end = end;
    hit.paragraph = document_->paragraph_at(begin);
    hit.whole = begins_word(match.first) && ends_word(match.last - 1);
    return hit;
}

std::vector<SearchHit> SearchableText::find(const Pattern& pattern, std::size_t errors) const {
    const std::u32string letters = letters_to_find(pattern.text);
    const bool inside = pattern.standing == Standing::kPhrase && letters.size() >= kShortestInside;
    std::vector<SearchHit> hits;
    for (LetterMatch match : index_->find(letters, errors)) {
        if (!inside && !begins_word(match.first)) continue;
        if (pattern.standing == Standing::kWords && !ends_word(match.last - 1)) continue;
        while (pattern.standing == Standing::kStem && !ends_word(match.last - 1)) ++match.last;
        if (!ends_paragraph(match)) hits.push_back(hit_of(match));
    }
    return hits;
}

SearchHit SearchableText::hit_of_characters(std::size_t first, std::size_t last) const {
    const auto letter = [&](std::size_t character) {
        return static_cast<std::size_t>(
            std::lower_bound(characters_.begin(), characters_.end(), character) -
            characters_.begin());
    };
    return hit_of({letter(first), letter(last), 0});
}

std::pair<std::size_t, std::size_t> SearchableText::characters_of(std::size_t begin,
                                                                  std::size_t end) const {
    const auto first = std::lower_bound(normalised_.end.begin(), normalised_.end.end(), begin + 1);
    const auto last = std::lower_bound(normalised_.begin.begin(), normalised_.begin.end(), end);
    const auto from = static_cast<std::size_t>(first - normalised_.end.begin());
    return {from, std::max(from, static_cast<std::size_t>(last - normalised_.begin.begin()))};
}

void rank(std::vector<SearchHit>& hits) {
    std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
        return std::tuple(!a.together, a.errors, a.document, a.position) <
               std::tuple(!b.together, b.errors, b.document, b.position);
    });
}

namespace {

/// Hits of the names in one text, where nothing else is mentioned.
std::vector<SearchHit> named(const SearchableText& text, const std::vector<Mention>& mentions,
                             const SearchQuery& names, const std::string& id) {
    std::vector<SearchHit> hits = search_one(text, names);
    std::erase_if(hits, [&](const SearchHit& hit) {
        const auto place = text.characters_of(hit.begin, hit.end);
        return std::any_of(mentions.begin(), mentions.end(), [&](const Mention& mention) {
            return mention.id != id && mention.first < place.second && place.first < mention.last;
        });
    });
    for (const Mention& mention : mentions) {
        if (mention.id == id) hits.push_back(text.hit_of_characters(mention.first, mention.last));
    }
    return apart(std::move(hits));
}

} // namespace

std::vector<SearchHit> search(const std::vector<SearchableText>& documents,
                              const SearchQuery& query) {
    std::vector<SearchHit> hits;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        for (SearchHit hit : search_one(documents[i], query)) {
            hit.document = i;
            hits.push_back(hit);
        }
    }
    rank(hits);
    return hits;
}

std::vector<SearchHit> search_names(const std::vector<SearchableText>& documents,
                                    const world::World& world, const EntityIndex& index,
                                    const std::string& id, std::optional<std::size_t> errors) {
    SearchQuery names{names_of(world, id), errors, false};
    // Shorter names are words, endings and other names with one letter changed.
    std::erase_if(names.patterns, [](const Pattern& pattern) {
        return usual_errors(letters_to_find(pattern.text).size()) == 0;
    });
    std::vector<SearchHit> hits;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const std::vector<Mention> mentions = index.find(documents[i].normalised());
        for (SearchHit hit : named(documents[i], mentions, names, id)) {
            hit.document = i;
            hits.push_back(hit);
        }
    }
    rank(hits);
    return hits;
}

std::string one_line(std::string_view text) {
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // C1 controls, which some terminals obey, are C2 80 to C2 9F; C2 85 ends a line.
        const bool high = byte == 0xC2 && i + 1 < text.size() &&
                          static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                          static_cast<unsigned char>(text[i + 1]) < 0xA0;
        const bool white = byte == ' ' || (byte >= '\t' && byte <= '\r') ||
                           (high && static_cast<unsigned char>(text[i + 1]) == 0x85);
        if (white && !line.empty() && line.back() != ' ') line += ' ';
        if (high) ++i;
        if (!white && !high && byte >= 0x20 && byte != 0x7F) line += text[i];
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

std::pair<std::size_t, std::size_t> passage_range(const DocumentText& document,
                                                  const SearchHit& hit, std::size_t context) {
    const std::string_view text = document.text;
    const auto [least, most] = paragraph_of(document, hit);
    const auto space = [&](std::size_t at) { return text[at] == ' ' || text[at] == '\n'; };
    std::size_t begin = hit.begin, end = hit.end;
    for (std::size_t left = context; begin > least && left > 0; --begin) {
        if (!continues(text[begin - 1])) --left;
    }
    for (std::size_t left = context; end < most && left > 0; ++end) {
        if (!continues(text[end])) --left;
    }
    while (begin > least && begin < hit.begin && !space(begin - 1)) ++begin;
    while (end < most && end > hit.end && !space(end)) --end;
    return {begin, end};
}

std::string passage_around(const DocumentText& document, const SearchHit& hit,
                           std::size_t context) {
    const auto [least, most] = paragraph_of(document, hit);
    const auto [begin, end] = passage_range(document, hit, context);
    std::string line = one_line(std::string_view(document.text).substr(begin, end - begin));
    if (begin > least) line = "... " + line;
    if (end < most) line += " ...";
    return line;
}

std::vector<Pattern> names_of(const world::World& world, const std::string& id) {
    std::vector<Pattern> patterns;
    std::set<std::pair<std::u32string, Standing>> seen;
    const auto add = [&](const std::string& name, Standing standing) {
        const std::u32string letters = letters_to_find(name);
        if (!letters.empty() && seen.emplace(letters, standing).second)
            patterns.push_back({name, standing});
    };
    for (const std::string_view table_name : named_tables()) {
        const auto rows = world.index.find(std::string(table_name));
        if (rows == world.index.end()) continue;
        const auto row = rows->second.find(id);
        if (row == rows->second.end()) continue;
        const world::Table& table = world.tables.tables.at(std::string(table_name));
        for (const std::string& name : names_in(table.cell(table.rows[row->second], "name"))) {
            add(name, Standing::kWords);
        }
    }
    for (const world::Alias& alias : world.aliases) {
        if (std::find(alias.things.begin(), alias.things.end(), id) == alias.things.end()) continue;
        add(alias.name, alias.kind == world::AliasKind::kStem ? Standing::kStem : Standing::kWords);
    }
    return patterns;
}

} // namespace isthmus::evidence
