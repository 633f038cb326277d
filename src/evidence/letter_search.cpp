// SPDX-License-Identifier: Apache-2.0
#include "evidence/letter_search.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace isthmus::evidence {

namespace {

constexpr std::size_t kGroup = 3; ///< letters of an indexed group
constexpr unsigned kHashBits = 16;

std::size_t hash_of(std::u32string_view group) {
    std::uint32_t hash = 0;
    for (const char32_t c : group.substr(0, kGroup)) hash = (hash ^ c) * 0x9E3779B1U;
    return hash >> (32 - kHashBits);
}

/// The columns of the table of edit distances, 64 rows in a word: for each end in the text the
/// fewest errors of a match that ends there.
class Columns {
  public:
    explicit Columns(std::u32string_view pattern)
        : length_(pattern.size()),
          blocks_((pattern.size() + kWord - 1) / kWord),
          none_(blocks_, 0) {
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            auto& masks = masks_[pattern[i]];
            masks.resize(blocks_);
            masks[i / kWord] |= std::uint64_t{1} << (i % kWord);
        }
        reset();
    }

    void reset() {
        up_.assign(blocks_, ~std::uint64_t{0});
        down_.assign(blocks_, 0);
        errors_ = length_;
    }

    /// Errors of the best match that ends with this letter. `anchored`: it has to begin where the
    /// columns began.
    std::size_t next(char32_t c, bool anchored = false) {
        const auto found = masks_.find(c);
        const std::vector<std::uint64_t>& masks = found == masks_.end() ? none_ : found->second;
        int carry = anchored ? 1 : 0;
        for (std::size_t block = 0; block < blocks_; ++block) {
            carry = advance(block, masks[block], carry);
        }
        errors_ = carry > 0 ? errors_ + 1 : carry < 0 ? errors_ - 1 : errors_;
        return errors_;
    }

  private:
    static constexpr std::size_t kWord = 64;

    /// One word of a column; takes and gives the difference along the rows above and below it.
    int advance(std::size_t block, std::uint64_t equal, int carry) {
        const std::uint64_t up = up_[block], down = down_[block];
        const std::uint64_t vertical = equal | down;
        if (carry < 0) equal |= 1;
        const std::uint64_t horizontal = (((equal & up) + up) ^ up) | equal;
        std::uint64_t more = down | ~(horizontal | up);
        std::uint64_t less = up & horizontal;
        const std::size_t rows =
            block + 1 < blocks_ || length_ % kWord == 0 ? kWord : length_ % kWord;
        const std::uint64_t last = std::uint64_t{1} << (rows - 1);
        const int out = (more & last) != 0 ? 1 : (less & last) != 0 ? -1 : 0;
        more = (more << 1) | (carry > 0 ? 1U : 0U);
        less = (less << 1) | (carry < 0 ? 1U : 0U);
        up_[block] = less | ~(vertical | more);
        down_[block] = more & vertical;
        return out;
    }

    std::size_t length_, blocks_;
    std::unordered_map<char32_t, std::vector<std::uint64_t>> masks_;
    std::vector<std::uint64_t> none_, up_, down_;
    std::size_t errors_ = 0;
};

/// Where a match that ends before `end` with so many errors begins: the nearest such place, so that
/// it is no longer than it has to be.
std::size_t begin_of(std::u32string_view text, std::size_t end, std::u32string_view reversed,
                     std::size_t errors) {
    Columns columns(reversed);
    const std::size_t longest = std::min(end, reversed.size() + errors);
    for (std::size_t length = 1; length <= longest; ++length) {
        if (columns.next(text[end - length], true) <= errors) return end - length;
    }
    return end - longest;
}

/// Keeps of overlapping matches the best ones: with fewest errors, then nearest in length to the
/// pattern, then first.
std::vector<LetterMatch> apart(std::vector<LetterMatch> matches, std::size_t length) {
    const auto odd = [&](const LetterMatch& match) {
        const std::size_t size = match.last - match.first;
        return size > length ? size - length : length - size;
    };
    const auto better = [&](const LetterMatch& a, const LetterMatch& b) {
        if (a.errors != b.errors) return a.errors < b.errors;
        return odd(a) != odd(b) ? odd(a) < odd(b) : a.first < b.first;
    };
    std::sort(matches.begin(), matches.end(), better);
    std::vector<LetterMatch> kept; // in order of place
    for (const LetterMatch& match : matches) {
        const auto after = std::lower_bound(
            kept.begin(), kept.end(), match,
            [](const LetterMatch& a, const LetterMatch& b) { return a.first < b.first; });
        if (after != kept.end() && after->first < match.last) continue;
        if (after != kept.begin() && std::prev(after)->last > match.first) continue;
        kept.insert(after, match);
    }
    return kept;
}

} // namespace

LetterIndex::LetterIndex(std::u32string letters)
    : letters_(std::move(letters)), bucket_((std::size_t{1} << kHashBits) + 1, 0) {
    if (letters_.size() < kGroup) return;
    const std::u32string_view all = letters_;
    const std::size_t groups = all.size() - kGroup + 1;
    for (std::size_t i = 0; i < groups; ++i) ++bucket_[hash_of(all.substr(i)) + 1];
    std::partial_sum(bucket_.begin(), bucket_.end(), bucket_.begin());
    places_.resize(groups);
    std::vector<std::uint32_t> next(bucket_.begin(), bucket_.end() - 1);
    for (std::size_t i = 0; i < groups; ++i) {
        places_[next[hash_of(all.substr(i))]++] = static_cast<std::uint32_t>(i);
    }
}

void LetterIndex::add_places(std::u32string_view piece, std::size_t offset, std::size_t length,
                             std::size_t errors, std::vector<Window>& windows) const {
    // The group of the piece that is in the fewest places.
    std::size_t best = 0, fewest = letters_.size() + 1;
    for (std::size_t i = 0; i + kGroup <= piece.size(); ++i) {
        const std::size_t hash = hash_of(piece.substr(i));
        const std::size_t count = bucket_[hash + 1] - bucket_[hash];
        if (count < fewest) {
            fewest = count;
            best = i;
        }
    }
    const std::size_t hash = hash_of(piece.substr(best));
    const std::u32string_view all = letters_;
    for (std::size_t i = bucket_[hash]; i < bucket_[hash + 1]; ++i) {
        const std::size_t place = places_[i];
        if (place < best || all.substr(place - best, piece.size()) != piece) continue;
        const std::size_t begin = place - best;
        const std::size_t before = offset + errors, after = length - offset + errors;
        windows.push_back(
            {begin > before ? begin - before : 0, std::min(letters_.size(), begin + after)});
    }
}

std::vector<LetterIndex::Window> LetterIndex::windows(std::u32string_view pattern,
                                                      std::size_t errors) const {
    const std::size_t pieces = errors + 1, shortest = pattern.size() / pieces;
    if (shortest < kGroup) return {{0, letters_.size()}};
    std::vector<Window> found;
    for (std::size_t i = 0; i < pieces; ++i) {
        const std::size_t begin = i * pattern.size() / pieces;
        const std::size_t end = (i + 1) * pattern.size() / pieces;
        add_places(pattern.substr(begin, end - begin), begin, pattern.size(), errors, found);
    }
    std::sort(found.begin(), found.end(),
              [](const Window& a, const Window& b) { return a.begin < b.begin; });
    std::vector<Window> merged;
    for (const Window& window : found) {
        if (!merged.empty() && window.begin <= merged.back().end)
            merged.back().end = std::max(merged.back().end, window.end);
        else
            merged.push_back(window);
    }
    return merged;
}

std::vector<LetterMatch> LetterIndex::find(std::u32string_view pattern, std::size_t errors) const {
    if (pattern.empty() || pattern.size() <= errors) return {};
    const std::u32string reversed(pattern.rbegin(), pattern.rend());
    std::vector<LetterMatch> matches;
    Columns columns(pattern);
    for (const Window& window : windows(pattern, errors)) {
        columns.reset();
        for (std::size_t i = window.begin; i < window.end; ++i) {
            const std::size_t wrong = columns.next(letters_[i]);
            if (wrong > errors) continue;
            matches.push_back({begin_of(letters_, i + 1, reversed, wrong), i + 1, wrong});
        }
    }
    return apart(std::move(matches), pattern.size());
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row[b.size()];
}

} // namespace isthmus::evidence
