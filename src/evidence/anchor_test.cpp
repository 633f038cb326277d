// SPDX-License-Identifier: Apache-2.0
// Anchors in made-up documents of several scripts: what is left the same is verified, what was
// damaged is found where it stands, and what is not there is not found.
#include "evidence/anchor.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "evidence/document_text.hpp"
#include "evidence/fingerprint.hpp"
#include "evidence/normalise.hpp"
#include "evidence/test_documents.hpp"

namespace isthmus::evidence {
namespace {

struct Anchored {
    std::u32string text;    ///< as typed
    std::u32string letters; ///< what anchors count in
    std::vector<world::Anchor> anchors;
};

std::u32string letters_in(std::u32string_view text) {
    return letters_of(normalise(to_utf8(text))).text;
}

/// A passage of each of the lengths at random places.
Anchored anchored_document(const TestScript& script, std::uint64_t seed,
                           const std::vector<std::size_t>& lengths) {
    SplitMix64 random(seed);
    Anchored document;
    document.text = made_up_document(script, 60, random);
    document.letters = letters_in(document.text);
    for (const std::size_t length : lengths) {
        const std::size_t position = random.below(document.letters.size() - length);
        document.anchors.push_back(make_anchor(document.letters, {position, length}));
    }
    return document;
}

std::vector<std::size_t> many(std::size_t count, std::size_t shortest, std::size_t longest) {
    std::vector<std::size_t> lengths;
    for (std::size_t i = 0; i < count; ++i)
        lengths.push_back(shortest + i * (longest - shortest) / count);
    return lengths;
}

std::vector<AnchorFinding> found_in(std::u32string_view letters,
                                    const std::vector<world::Anchor>& anchors) {
    const Result<std::vector<AnchorFinding>> findings = find_anchors(letters, anchors);
    EXPECT_TRUE(findings.ok());
    return findings.ok() ? findings.value() : std::vector<AnchorFinding>(anchors.size());
}

std::size_t count(const std::vector<AnchorFinding>& findings, AnchorStatus status) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const AnchorFinding& finding) { return finding.status == status; }));
}

class Scripts : public testing::TestWithParam<TestScript> {};
INSTANTIATE_TEST_SUITE_P(Anchor, Scripts, testing::ValuesIn(test_scripts()),
                         [](const auto& script) { return script.param.name; });

TEST_P(Scripts, StayVerifiedWhereTheDocumentIsSetAnew) {
    const Anchored document = anchored_document(GetParam(), 1, many(200, 4, 900));
    SplitMix64 random(2);
    const std::u32string anew = set_anew(document.text, GetParam(), random);
    ASSERT_NE(anew, document.text);
    const auto findings = found_in(letters_in(anew), document.anchors);
    EXPECT_EQ(count(findings, AnchorStatus::kVerified), findings.size());
    for (const AnchorFinding& finding : findings) EXPECT_EQ(finding.resemblance, 1);
}

TEST_P(Scripts, StayVerifiedBehindTextThatWasPutBefore) {
    const Anchored document = anchored_document(GetParam(), 3, many(200, 30, 900));
    SplitMix64 random(4);
    const std::u32string before = letters_in(made_up_document(GetParam(), 5, random));
    const auto findings = found_in(before + document.letters, document.anchors);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        EXPECT_NE(findings[i].status, AnchorStatus::kChanged);
        EXPECT_NE(findings[i].status, AnchorStatus::kMissing);
        EXPECT_EQ(findings[i].place.position,
                  static_cast<std::size_t>(document.anchors[i].position) + before.size());
        // What stands within a neighbourhood of the beginning has other text before it now.
        const bool near_beginning = document.anchors[i].position < static_cast<int>(kBeside);
        EXPECT_TRUE(near_beginning || findings[i].status == AnchorStatus::kVerified);
    }
}

TEST_P(Scripts, AreMovedWhereTheyStandInOtherCompany) {
    const Anchored document = anchored_document(GetParam(), 5, many(50, 60, 400));
    SplitMix64 random(6);
    for (const world::Anchor& anchor : document.anchors) {
        const std::u32string other = letters_in(made_up_document(GetParam(), 3, random));
        const std::size_t place = other.size() / 2;
        std::u32string copy = other;
        copy.insert(place, document.letters.substr(static_cast<std::size_t>(anchor.position),
                                                   static_cast<std::size_t>(anchor.length)));
        const auto findings = found_in(copy, {anchor});
        EXPECT_EQ(findings[0].status, AnchorStatus::kMoved);
        EXPECT_EQ(findings[0].place.position, place);
        EXPECT_FALSE(findings[0].before_same || findings[0].after_same);
    }
}

TEST_P(Scripts, AreFoundInTheNoiseOfScanning) {
    for (const double rate : {0.02, 0.05, 0.08}) {
        std::size_t right = 0, all = 0;
        for (const std::uint64_t seed : {7U, 8U, 9U}) {
            const Anchored document = anchored_document(GetParam(), seed, many(100, 60, 700));
            SplitMix64 random(seed + 100);
            const NoisyLetters noisy = with_noise(document.letters, rate, random);
            const auto findings = found_in(noisy.text, document.anchors);
            for (std::size_t i = 0; i < findings.size(); ++i) {
                const auto begin = static_cast<std::size_t>(document.anchors[i].position);
                const auto end = begin + static_cast<std::size_t>(document.anchors[i].length);
                right += findings[i].status != AnchorStatus::kMissing &&
                         overlaps(findings[i].place, noisy.place[begin], noisy.place[end]);
                ++all;
            }
        }
        RecordProperty("right_of_" + std::to_string(all), static_cast<int>(right));
        EXPECT_GT(static_cast<double>(right), 0.97 * static_cast<double>(all)) << rate;
    }
}

TEST_P(Scripts, AreMissingWhereTheyWereTakenOut) {
    const Anchored document = anchored_document(GetParam(), 10, many(200, 40, 500));
    std::size_t missing = 0;
    for (const world::Anchor& anchor : document.anchors) {
        std::u32string copy = document.letters;
        copy.erase(static_cast<std::size_t>(anchor.position),
                   static_cast<std::size_t>(anchor.length));
        missing += count(found_in(copy, {anchor}), AnchorStatus::kMissing);
    }
    EXPECT_GE(missing, document.anchors.size() - 1);
}

TEST_P(Scripts, AreMissingInAnotherDocument) {
    const Anchored document = anchored_document(GetParam(), 11, many(500, 40, 700));
    SplitMix64 random(12);
    const std::u32string other = letters_in(made_up_document(GetParam(), 400, random));
    const auto findings = found_in(other, document.anchors);
    EXPECT_GE(count(findings, AnchorStatus::kMissing), findings.size() - 1);
}

TEST_P(Scripts, DoNotDependOnTheirOrder) {
    const Anchored document = anchored_document(GetParam(), 13, many(100, 40, 500));
    SplitMix64 random(14);
    const NoisyLetters noisy = with_noise(document.letters, 0.05, random);
    const auto forwards = found_in(noisy.text, document.anchors);
    std::vector<world::Anchor> reversed(document.anchors.rbegin(), document.anchors.rend());
    auto backwards = found_in(noisy.text, reversed);
    std::reverse(backwards.begin(), backwards.end());
    for (std::size_t i = 0; i < forwards.size(); ++i) {
        EXPECT_EQ(forwards[i].status, backwards[i].status);
        EXPECT_EQ(forwards[i].place, backwards[i].place);
    }
}

TEST(Anchor, OfTheWholeDocumentAndOfOneLetter) {
    const std::u32string letters = U"anchorsofwholedocuments";
    const world::Anchor whole = make_anchor(letters, {0, letters.size()});
    EXPECT_TRUE(whole.before.empty());
    EXPECT_TRUE(whole.after.empty());
    const world::Anchor letter = make_anchor(letters, {3, 1});
    const auto findings = found_in(letters, {whole, letter});
    EXPECT_EQ(count(findings, AnchorStatus::kVerified), 2U);
    EXPECT_EQ(findings[1].place, (LetterRange{3, 1}));
    EXPECT_EQ(count(found_in(U"", {whole, letter}), AnchorStatus::kMissing), 2U);
}

TEST(Anchor, TellsTheSamePassageInTwoPlacesByItsNeighbours) {
    const std::u32string heading = U"pipelinesofthecaspian";
    const std::u32string letters =
        U"firstchapter" + heading + U"isabouttheeast" + heading + U"isaboutthewest";
    const std::size_t second = letters.rfind(heading);
    const world::Anchor anchor = make_anchor(letters, {second, heading.size()});
    const std::u32string longer = U"aprefacethatisnew" + letters;
    const auto findings = found_in(longer, {anchor});
    EXPECT_EQ(findings[0].place.position, longer.rfind(heading));
}

TEST(Anchor, WithoutAFingerprintIsLookedForAtItsPlaceOnly) {
    const Anchored document = anchored_document(test_scripts()[0], 15, {100});
    world::Anchor anchor = document.anchors[0];
    anchor.fingerprint.clear();
    EXPECT_EQ(found_in(document.letters, {anchor})[0].status, AnchorStatus::kVerified);
    EXPECT_EQ(found_in(U"x" + document.letters, {anchor})[0].status, AnchorStatus::kMissing);
}

TEST(Anchor, OutsideTheDocumentOrOfNoLengthIsMissing) {
    const Anchored document = anchored_document(test_scripts()[0], 16, {100});
    for (const auto& [position, length] : std::vector<std::pair<int, int>>{
             {-5, 100}, {0, 0}, {0, -1}, {2'000'000'000, 100}, {0, 2'000'000'000}}) {
        world::Anchor anchor = document.anchors[0];
        anchor.position = position;
        anchor.length = length;
        anchor.passage = "0";
        anchor.fingerprint.clear();
        EXPECT_EQ(found_in(document.letters, {anchor})[0].status, AnchorStatus::kMissing);
    }
}

TEST(Fingerprint, IsReadAsItIsWritten) {
    const Anchored document = anchored_document(test_scripts()[1], 17, many(50, 1, 800));
    for (const world::Anchor& anchor : document.anchors) {
        const auto fingerprint = read_fingerprint(anchor.fingerprint);
        ASSERT_TRUE(fingerprint.has_value());
        EXPECT_EQ(to_string(*fingerprint), anchor.fingerprint);
    }
    for (const char* wrong : {"", "1:", "1:abcd", "2:abcdabcd", "1:abcdabcdx", "1:ABCDABCD"})
        EXPECT_FALSE(read_fingerprint(wrong).has_value()) << wrong;
}

TEST(Fingerprint, KeepsFewGroups) {
    const Anchored document = anchored_document(test_scripts()[0], 18, many(300, 100, 2000));
    for (const world::Anchor& anchor : document.anchors) {
        const auto values = read_fingerprint(anchor.fingerprint)->values().size();
        const auto groups = static_cast<std::size_t>(anchor.length) - kGroup + 1;
        EXPECT_LE(values, 75U);
        EXPECT_LT(static_cast<double>(values), 0.25 * static_cast<double>(groups));
    }
}

} // namespace
} // namespace isthmus::evidence
