// SPDX-License-Identifier: Apache-2.0
#include "evidence/entities.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "base/text.hpp"

namespace isthmus::evidence {

namespace {

using world::AliasKind;

/// As the schema says of the column things of aliases.
constexpr std::array<std::string_view, 10> kNamed{
    "actors", "blocs",        "territories", "nodes",     "commodities",
    "links",  "restrictions", "projects",    "corridors", "agreements"};

constexpr char32_t kBetween = U' ', kBreak = U'\0';
/// Names in capitals of up to so many letters are words otherwise: US, ЕС.
constexpr std::size_t kLongestAbbreviation = 4;
/// A name that was written in one is found in two words, and the reverse, from so many letters on.
constexpr std::size_t kShortestDivided = 6;
/// Arabic writes these together with the word that follows; the name has to be this long then.
constexpr std::array<std::u32string_view, 9> kProclitics{U"و",  U"ب",   U"ل",   U"ف", U"ک",
                                                         U"ال", U"وال", U"بال", U"لل"};
constexpr std::size_t kShortestAfterProclitic = 4;
/// Longest ending of a word of a stem that is not its last.
constexpr std::size_t kLongestEnding = 8;
constexpr std::size_t kLongestGap = 3;

bool is_arabic(char32_t c) {
    return c >= 0x0600 && c < 0x0780;
}

/// What may stand between the words of a name.
bool joins(char32_t c) {
    constexpr std::u32string_view kJoining = U" -'\"./&+·";
    return kJoining.find(c) != std::u32string_view::npos;
}

/// Words before a full stop up to this length are abbreviations: St. Petersburg. Others end their
/// sentence.
constexpr std::size_t kLongestBeforeStop = 3;

/// A text as the trie sees it: letters in their common shape, kBetween and kBreak.
std::u32string keys_of(const std::u32string& text) {
    std::u32string keys;
    keys.reserve(text.size());
    std::size_t word = 0;
    for (const char32_t c : text) {
        const bool letter = is_word_character(c);
        const bool between = joins(c) && (c != U'.' || word <= kLongestBeforeStop);
        keys += letter ? common_shape(c) : between ? kBetween : kBreak;
        word = letter ? word + 1 : 0;
    }
    return keys;
}

bool is_word(char32_t key) {
    return key != kBetween && key != kBreak;
}

/// Words with one space between them.
std::u32string words_of(const std::u32string& keys) {
    std::u32string words;
    for (const char32_t key : keys) {
        if (is_word(key))
            words += key;
        else if (!words.empty() && words.back() != kBetween)
            words += kBetween;
    }
    if (!words.empty() && words.back() == kBetween) words.pop_back();
    return words;
}

struct Entry {
    std::string id;
    AliasKind kind = AliasKind::kName;
    bool capitals = false; ///< found only in capitals
    std::size_t letters = 0;
};

/// A tree of characters; node 0 is its root.
class Trie {
  public:
    std::size_t child(std::size_t node, char32_t key) const {
        const auto found = edges_.find(edge(node, key));
        return found == edges_.end() ? 0 : found->second;
    }
    const std::vector<Entry>& entries(std::size_t node) const { return entries_[node]; }

    void add(const std::u32string& words, Entry entry) {
        std::size_t node = 0;
        for (const char32_t key : words) {
            const auto [place, added] = edges_.try_emplace(edge(node, key), entries_.size());
            node = place->second;
            if (added) entries_.emplace_back();
        }
        std::vector<Entry>& here = entries_[node];
        const auto same = [&](const Entry& each) { return each.id == entry.id; };
        const auto old = std::find_if(here.begin(), here.end(), same);
        if (old == here.end()) {
            here.push_back(std::move(entry));
        } else {
            old->kind = std::min(old->kind, entry.kind);
            old->capitals = old->capitals && entry.capitals;
        }
    }

  private:
    static std::uint64_t edge(std::size_t node, char32_t key) {
        constexpr unsigned kBitsOfCharacter = 21;
        return (static_cast<std::uint64_t>(node) << kBitsOfCharacter) | key;
    }

    std::unordered_map<std::uint64_t, std::size_t> edges_;
    std::vector<std::vector<Entry>> entries_{1};
};

/// The longest names that begin at one place.
struct Longest {
    std::size_t end = 0;
    std::vector<const Entry*> entries;

    void offer(std::size_t at, const Entry& entry) {
        if (at < end) return;
        if (at > end) entries.clear();
        end = at;
        const auto same = [&](const Entry* each) { return each->id == entry.id; };
        if (std::none_of(entries.begin(), entries.end(), same)) entries.push_back(&entry);
    }
};

/// Walks one trie along a text from one place.
class Walk {
  public:
    Walk(const Trie& trie, bool stems, const NormalisedText& text, const std::u32string& keys,
         std::size_t begin, std::size_t shortest)
        : trie_(trie),
          stems_(stems),
          text_(text),
          keys_(keys),
          begin_(begin),
          shortest_(shortest) {}

    void run(Longest& longest) { step(0, begin_, false, longest); }

  private:
    bool at_word(std::size_t at) const { return at < keys_.size() && is_word(keys_[at]); }

    std::size_t word_end(std::size_t at) const {
        while (at_word(at)) ++at;
        return at;
    }
    /// The next word behind what may stand between two, or `at` where there is none.
    std::size_t next_word(std::size_t at) const {
        std::size_t next = at;
        while (next < keys_.size() && keys_[next] == kBetween && next - at < kLongestGap) ++next;
        return at_word(next) ? next : at;
    }

    bool in_capitals(std::size_t end) const {
        for (std::size_t i = begin_; i < end; ++i) {
            if (is_word(keys_[i]) && !text_.capital[i]) return false;
        }
        return true;
    }

    void accept(std::size_t node, std::size_t at, bool divided, Longest& longest) const {
        if (!stems_ && at_word(at)) return;
        for (const Entry& entry : trie_.entries(node)) {
            if (entry.letters < shortest_ || (divided && entry.letters < kShortestDivided))
                continue;
            if (entry.capitals && !in_capitals(at)) continue;
            longest.offer(stems_ ? word_end(at) : at, entry);
        }
    }

    void step(std::size_t node, std::size_t at, bool divided, Longest& longest) const {
        if (node != 0) accept(node, at, divided, longest);
        if (at == keys_.size()) return;
        const std::size_t after_gap = node == 0 ? 0 : trie_.child(node, kBetween);
        if (at_word(at)) {
            if (const std::size_t next = trie_.child(node, keys_[at])) {
                step(next, at + 1, divided, longest);
            }
            if (after_gap == 0) return;
            if (is_arabic(keys_[at])) step(after_gap, at, true, longest);
            if (!stems_) return;
            const std::size_t end = word_end(at), next = next_word(end);
            if (end - at <= kLongestEnding && next > end) step(after_gap, next, divided, longest);
            return;
        }
        const std::size_t next = next_word(at);
        if (next == at || node == 0) return;
        if (after_gap != 0) step(after_gap, next, divided, longest);
        const bool may_divide = next == at + 1 && text_.text[at] == U' ' && is_arabic(keys_[next]);
        if (may_divide && !divided) {
            if (const std::size_t child = trie_.child(node, keys_[next])) {
                step(child, next + 1, true, longest);
            }
        }
    }

    const Trie& trie_;
    bool stems_;
    const NormalisedText& text_;
    const std::u32string& keys_;
    std::size_t begin_, shortest_;
};

} // namespace

struct EntityIndex::Names {
    Trie names, stems;
    std::map<std::string, std::vector<std::string>> tables; ///< by id

    void add(const std::string& name, const std::string& id, AliasKind kind) {
        const NormalisedText text = normalise(name);
        const std::u32string words = words_of(keys_of(text.text));
        const auto letters = static_cast<std::size_t>(
            std::count_if(words.begin(), words.end(), [](char32_t key) { return is_word(key); }));
        if (letters == 0) return;
        bool capitals = letters <= kLongestAbbreviation;
        for (std::size_t i = 0; i < text.size() && capitals; ++i) {
            capitals = text.capital[i] || !is_word_character(text.text[i]);
        }
        Trie& trie = kind == AliasKind::kStem ? stems : names;
        trie.add(words, {id, kind, capitals, letters});
    }

    Longest at(const NormalisedText& text, const std::u32string& keys, std::size_t begin,
               std::size_t shortest) const {
        Longest longest;
        Walk(names, false, text, keys, begin, shortest).run(longest);
        Walk(stems, true, text, keys, begin, shortest).run(longest);
        return longest;
    }
};

EntityIndex::EntityIndex(const world::World& world) : names_(std::make_unique<Names>()) {
    for (const std::string_view table_name : kNamed) {
        const auto place = world.tables.tables.find(std::string(table_name));
        if (place == world.tables.tables.end() || place->second.schema == nullptr) continue;
        const world::Table& table = place->second;
        for (const world::Row& row : table.rows) {
            const std::string& id = table.cell(row, "id");
            names_->tables[id].emplace_back(table_name);
            for (const std::string& name : names_in(table.cell(row, "name"))) {
                names_->add(name, id, AliasKind::kName);
            }
        }
    }
    for (const world::Alias& alias : world.aliases) {
        for (const std::string& id : alias.things) names_->add(alias.name, id, alias.kind);
    }
}

std::vector<std::string> names_in(const std::string& name) {
    std::vector<std::string> names{name};
    const std::size_t open = name.find('('), close = name.find(')', open);
    if (open == std::string::npos || close == std::string::npos || open == 0) return names;
    names.emplace_back(trim(std::string_view(name).substr(0, open)));
    const std::string inside = name.substr(open + 1, close - open - 1);
    const bool abbreviation =
        inside.size() >= 3 && inside.size() <= 6 &&
        std::all_of(inside.begin(), inside.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (abbreviation) names.push_back(inside);
    return names;
}

std::span<const std::string_view> named_tables() {
    return kNamed;
}

EntityIndex::~EntityIndex() = default;
EntityIndex::EntityIndex(EntityIndex&&) noexcept = default;
EntityIndex& EntityIndex::operator=(EntityIndex&&) noexcept = default;

std::vector<Mention> EntityIndex::find(const NormalisedText& text) const {
    const std::u32string keys = keys_of(text.text);
    std::vector<Mention> mentions;
    for (std::size_t at = 0; at < keys.size();) {
        if (!is_word(keys[at])) {
            ++at;
            continue;
        }
        std::size_t begin = at;
        Longest longest = names_->at(text, keys, at, 0);
        for (const std::u32string_view clitic : kProclitics) {
            if (!longest.entries.empty() || !is_arabic(keys[at])) break;
            if (keys.compare(at, clitic.size(), clitic) != 0) continue;
            begin = at + clitic.size();
            if (begin < keys.size() && is_word(keys[begin])) {
                longest = names_->at(text, keys, begin, kShortestAfterProclitic);
            }
        }
        for (const Entry* entry : longest.entries) {
            const auto tables = names_->tables.find(entry->id);
            mentions.push_back(
                {entry->id,
                 tables == names_->tables.end() ? std::vector<std::string>() : tables->second,
                 entry->kind, begin, longest.end});
        }
        if (!longest.entries.empty()) {
            at = longest.end;
        } else {
            while (at < keys.size() && is_word(keys[at])) ++at;
        }
    }
    return mentions;
}

} // namespace isthmus::evidence
