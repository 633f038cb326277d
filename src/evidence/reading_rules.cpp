// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_rules.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "evidence/embedded_rules.hpp"
#include "evidence/reading_rule_files.hpp"

namespace isthmus::evidence {

void PhraseTable::add(std::string_view phrase, std::size_t row) {
    Phrase added{{}, row};
    for (std::string word : split(phrase, ' ')) {
        const bool stem = word.size() > 1 && word.ends_with('*');
        if (stem) word.pop_back();
        const NormalisedText normal = normalise(word);
        for (const Token& token : tokenise(normal.text)) {
            if (token.is(U'.')) continue;
            added.words.push_back({std::u32string(token.text), false});
        }
        if (stem && !added.words.empty()) added.words.back().stem = true;
    }
    if (added.words.empty()) return;
    by_first_letter_[added.words.front().text.front()].push_back(phrases_.size());
    phrases_.push_back(std::move(added));
}

std::optional<std::size_t>
PhraseTable::end_of(const Phrase& phrase, const std::vector<Token>& tokens, std::size_t at) const {
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
        if (i > 0 && at < tokens.size() && tokens[at].is(U'.') && !tokens[at].spaced) ++at;
        if (at >= tokens.size()) return std::nullopt;
        const Word& word = phrase.words[i];
        const bool fits =
            word.stem ? tokens[at].text.starts_with(word.text) : tokens[at].text == word.text;
        if (!fits) return std::nullopt;
        ++at;
    }
    return at;
}

std::vector<PhraseTable::Match> PhraseTable::all(const std::vector<Token>& tokens,
                                                 std::size_t at) const {
    std::vector<Match> matches;
    if (at >= tokens.size()) return matches;
    const auto candidates = by_first_letter_.find(tokens[at].text.front());
    if (candidates == by_first_letter_.end()) return matches;
    for (const std::size_t candidate : candidates->second) {
        const auto end = end_of(phrases_[candidate], tokens, at);
        if (end) matches.push_back({phrases_[candidate].row, *end});
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.next > b.next; });
    return matches;
}

std::optional<PhraseTable::Match> PhraseTable::longest(const std::vector<Token>& tokens,
                                                       std::size_t at) const {
    const std::vector<Match> matches = all(tokens, at);
    if (matches.empty()) return std::nullopt;
    return matches.front();
}

bool LanguageRules::is_abbreviation(std::u32string_view word) const {
    const std::vector<Token> token{{TokenKind::kWord, word, 0, word.size(), false}};
    return find(Role::kAbbreviation, token, 0).has_value();
}

const LanguageRules* ReadingRules::find(std::string_view language) const {
    const std::string_view main = language.substr(0, language.find('-'));
    for (const LanguageRules& rules : languages) {
        if (rules.language == language || rules.language == main) return &rules;
    }
    return nullptr;
}

bool ReadingRules::has_kind(std::string_view name) const {
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const ReadingKind& each) { return each.kind == name; });
}

const ReadingKind& ReadingRules::kind(std::string_view name) const {
    for (const ReadingKind& each : kinds) {
        if (each.kind == name) return each;
    }
    throw std::logic_error(fmt::format("no kind '{}' of readings", name));
}

std::vector<std::string> ReadingRules::language_tags() const {
    std::vector<std::string> tags;
    for (const LanguageRules& rules : languages) tags.push_back(rules.language);
    return tags;
}

Result<ReadingRules> read_rules(const std::filesystem::path& folder) {
    std::error_code failure;
    std::vector<RuleFile> files;
    auto entries = std::filesystem::recursive_directory_iterator(folder, failure);
    if (failure) throw Error("E401", folder.string());
    for (const auto& entry : entries) {
        if (entry.path().extension() != ".csv") continue;
        files.push_back({std::filesystem::relative(entry.path(), folder).generic_string(),
                         read_file(entry.path())});
    }
    std::sort(files.begin(), files.end(),
              [](const RuleFile& a, const RuleFile& b) { return a.path < b.path; });
    return parse_rules(files);
}

const ReadingRules& built_in_rules() {
    static const ReadingRules kRules = [] {
        std::vector<RuleFile> files;
        for (const auto& [path, text] : embedded::rule_files) {
            files.push_back({std::string(path), std::string(text)});
        }
        Result<ReadingRules> rules = parse_rules(files);
        if (!rules) throw std::logic_error(rules.diagnostics().items().front().found);
        return std::move(rules).value();
    }();
    return kRules;
}

} // namespace isthmus::evidence
