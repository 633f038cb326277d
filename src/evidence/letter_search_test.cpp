// SPDX-License-Identifier: Apache-2.0
#include "evidence/letter_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"

namespace isthmus::evidence {
namespace {

std::u32string random_letters(SplitMix64& random, std::size_t length, std::size_t alphabet) {
    std::u32string text;
    for (std::size_t i = 0; i < length; ++i)
        text += U'a' + static_cast<char32_t>(random.below(alphabet));
    return text;
}

/// Fewest errors of a match that ends at each place, by the plain table (Sellers 1980).
std::vector<std::size_t> errors_by_end(const std::u32string& text, const std::u32string& pattern) {
    std::vector<std::size_t> column(pattern.size() + 1), ends;
    for (std::size_t i = 0; i < column.size(); ++i) column[i] = i;
    for (const char32_t c : text) {
        std::size_t diagonal = 0;
        for (std::size_t i = 1; i < column.size(); ++i) {
            const std::size_t replaced = diagonal + (pattern[i - 1] == c ? 0 : 1);
            diagonal = column[i];
            column[i] = std::min({column[i] + 1, column[i - 1] + 1, replaced});
        }
        ends.push_back(column.back());
    }
    return ends;
}

TEST(LetterSearch, FindsWhatStandsThere) {
    const LetterIndex index(U"theoldpipelineandthenewpipelino");
    const std::vector<LetterMatch> exact{{6, 14, 0}};
    EXPECT_EQ(index.find(U"pipeline", 0), exact);
    const std::vector<LetterMatch> both{{6, 14, 0}, {23, 31, 1}};
    EXPECT_EQ(index.find(U"pipeline", 1), both);
    EXPECT_TRUE(index.find(U"railway", 1).empty());
}

TEST(LetterSearch, ALetterMayBeMissingTooManyOrAnother) {
    const LetterIndex index(U"xxgergiaxxgeoorgiaxxgeargiaxx");
    const auto found = index.find(U"georgia", 1);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0], (LetterMatch{2, 8, 1}));
    EXPECT_EQ(found[1], (LetterMatch{10, 18, 1}));
    EXPECT_EQ(found[2], (LetterMatch{20, 27, 1}));
}

TEST(LetterSearch, NothingIsFoundInNothing) {
    EXPECT_TRUE(LetterIndex(U"").find(U"abc", 1).empty());
    EXPECT_TRUE(LetterIndex(U"abc").find(U"", 0).empty());
    EXPECT_TRUE(LetterIndex(U"abc").find(U"ab", 2).empty()) << "anything would be a match";
    EXPECT_EQ(LetterIndex(U"ab").find(U"ab", 0).size(), 1U) << "shorter than a group of the index";
}

TEST(LetterSearch, EditDistanceOfKnownPairs) {
    EXPECT_EQ(edit_distance(U"kitten", U"sitting"), 3U);
    EXPECT_EQ(edit_distance(U"", U"abc"), 3U);
    EXPECT_EQ(edit_distance(U"abc", U"abc"), 0U);
}

/// Every end that the plain table finds is inside or beside a match, every match has the errors it
/// says, matches do not overlap, and the least errors of the text are found.
TEST(LetterSearch, AgreesWithThePlainTable) {
    SplitMix64 random(7);
    for (int round = 0; round < 400; ++round) {
        const std::size_t alphabet = 2 + random.below(8);
        const std::u32string text = random_letters(random, random.below(300), alphabet);
        const std::size_t length = 1 + random.below(round % 10 == 0 ? 150 : 20);
        std::u32string pattern = random_letters(random, length, alphabet);
        if (text.size() > length && round % 2 == 0) {
            pattern = text.substr(random.below(text.size() - length), length);
            pattern[random.below(length)] = U'a';
        }
        const std::size_t errors = random.below(1 + length / 3);
        const auto found = LetterIndex(text).find(pattern, errors);
        const std::vector<std::size_t> ends = errors_by_end(text, pattern);
        std::size_t before = 0;
        for (const LetterMatch& match : found) {
            EXPECT_GE(match.first, before);
            before = match.last;
            EXPECT_LE(match.errors, errors);
            EXPECT_EQ(ends[match.last - 1], match.errors);
            EXPECT_EQ(edit_distance(
                          std::u32string_view(text).substr(match.first, match.last - match.first),
                          pattern),
                      match.errors);
        }
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i] > errors) continue;
            const bool near =
                std::any_of(found.begin(), found.end(), [&](const LetterMatch& match) {
                    return match.errors <= ends[i] && match.first <= i + length + errors &&
                           i <= match.last + length + errors;
                });
            EXPECT_TRUE(near) << "round " << round << ", end " << i;
        }
    }
}

} // namespace
} // namespace isthmus::evidence
