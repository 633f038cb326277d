// SPDX-License-Identifier: Apache-2.0
// The Caspian world's claims from its four founding documents, held against the documents: as they
// are, set anew, and with the noise of scanning. Skipped where the documents are absent; no
// sentence of them is here.
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "evidence/anchor_check.hpp"
#include "evidence/claim_passage.hpp"
#include "evidence/normalise.hpp"
#include "evidence/test_documents.hpp"

namespace isthmus::evidence {
namespace {

namespace fs = std::filesystem;

const fs::path kSources = fs::path(ISTHMUS_SHARED_DIR) / "sources";
const fs::path kSeedClaims = fs::path(ISTHMUS_SHARED_DIR) / "facts/politics/seed_claims.csv";
constexpr std::size_t kDocuments = 4;

class FoundingDocuments : public testing::Test {
  protected:
    void SetUp() override {
        if (!fs::is_directory(kSources)) GTEST_SKIP() << "no folder " << kSources;
        Result<world::World> loaded =
            world::load(fs::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian");
        ASSERT_TRUE(loaded.ok());
        world_ = std::move(loaded).value();
        const auto copies = find_copies(world_, kSources);
        ASSERT_TRUE(copies.ok());
        ASSERT_EQ(copies.value().size(), kDocuments);
        const auto documents = open_documents(world_, copies.value());
        ASSERT_TRUE(documents.ok());
        documents_ = documents.value();
    }

    std::vector<CheckedDocument> check(const std::vector<OpenDocument>& documents) const {
        const auto checked = check_anchors(world_, documents);
        EXPECT_TRUE(checked.ok());
        return checked.value();
    }

    world::World world_;
    std::vector<OpenDocument> documents_;
};

TEST_F(FoundingDocuments, AreTheRegisteredOnes) {
    for (const CheckedDocument& document : check(documents_)) {
        EXPECT_EQ(document.state, CopyState::kSame) << document.path;
    }
}

/// A change of the normalisation shows here: the anchors have to be made anew then.
TEST_F(FoundingDocuments, HaveTheRegisteredLetters) {
    for (const OpenDocument& document : documents_) {
        for (const world::Document& row : world_.documents) {
            if (row.source != document.source) continue;
            EXPECT_EQ(row.text_digest, document.content.text_digest) << document.path;
            EXPECT_EQ(static_cast<std::size_t>(row.letters), document.content.letters);
        }
    }
}

TEST_F(FoundingDocuments, HaveTheLanguagesOfTheirSources) {
    for (const OpenDocument& document : documents_)
        EXPECT_EQ(detect_language(document.content.text), world_.sources[document.source].language);
}

TEST_F(FoundingDocuments, HoldEveryClaimWhereItIsAnchored) {
    std::size_t claims = 0;
    for (const CheckedDocument& document : check(documents_)) {
        EXPECT_EQ(document.count(AnchorStatus::kVerified), document.anchors.size())
            << document.path;
        claims += document.anchors.size();
    }
    EXPECT_GE(claims, 355U);
}

/// Paragraphs are counted as the people counted who took the claims from the documents.
TEST_F(FoundingDocuments, HaveTheParagraphsOfTheSeedClaims) {
    const Result<CsvFile> csv = parse_csv(read_file(kSeedClaims), kSeedClaims.string());
    ASSERT_TRUE(csv.ok());
    std::map<std::string, std::size_t> paragraphs;
    for (const CheckedDocument& document : check(documents_)) {
        for (const CheckedAnchor& anchor : document.anchors)
            paragraphs[world_.claims[anchor.claim].id] = anchor.paragraph;
    }
    for (const CsvRecord& record : csv.value().records) {
        ASSERT_TRUE(paragraphs.count(record.fields.front())) << record.fields.front();
        EXPECT_EQ(std::to_string(paragraphs[record.fields.front()]), record.fields.back())
            << record.fields.front();
    }
}

/// Numbers that the documents write as words ("second", "twice") are not looked for.
TEST_F(FoundingDocuments, HaveTheNumbersOfTheClaims) {
    std::size_t numbers = 0, there = 0;
    for (const CheckedDocument& document : check(documents_)) {
        for (const CheckedAnchor& anchor : document.anchors) {
            if (!anchor.number_there) continue;
            ++numbers;
            there += *anchor.number_there;
            if (!*anchor.number_there)
                std::cout << "not in digits: " << world_.claims[anchor.claim].id << '\n';
        }
    }
    std::cout << there << " of " << numbers << " numbers\n";
    EXPECT_GE(10 * there, 6 * numbers);
}

TEST_F(FoundingDocuments, AreFoundAgainWhereTheyAreSetAnew) {
    SplitMix64 random(1);
    std::vector<OpenDocument> copies = documents_;
    for (OpenDocument& copy : copies) {
        const std::string& language = world_.sources[copy.source].language;
        const TestScript& script =
            test_scripts()[language == "fa" ? 2 : (language == "ru" ? 1 : 0)];
        copy.content =
            plain_document(to_utf8(set_anew(from_utf8(copy.content.text), script, random)));
    }
    for (const CheckedDocument& document : check(copies)) {
        EXPECT_EQ(document.state, CopyState::kResaved) << document.path;
        EXPECT_EQ(document.count(AnchorStatus::kVerified), document.anchors.size())
            << document.path;
    }
}

TEST_F(FoundingDocuments, AreFoundAgainAfterANewPreface) {
    std::vector<OpenDocument> copies = documents_;
    for (OpenDocument& copy : copies)
        copy.content = plain_document("A preface of some letters that was not there before, of 12 "
                                      "words.\n\n" +
                                      copy.content.text);
    for (const CheckedDocument& document : check(copies)) {
        EXPECT_EQ(document.count(AnchorStatus::kChanged) + document.count(AnchorStatus::kMissing),
                  0U)
            << document.path;
    }
}

TEST_F(FoundingDocuments, AreFoundInTheNoiseOfScanning) {
    for (const double rate : {0.02, 0.05, 0.08}) {
        std::size_t right = 0, all = 0, missing = 0;
        for (const OpenDocument& document : documents_) {
            const std::u32string letters = letters_of(normalise(document.content.text)).text;
            std::vector<world::Anchor> anchors;
            for (const world::Anchor& anchor : world_.anchors) {
                if (world_.claims[anchor.claim].source == document.source)
                    anchors.push_back(anchor);
            }
            for (const std::uint64_t seed : {1U, 2U, 3U}) {
                SplitMix64 random(seed);
                const NoisyLetters noisy = with_noise(letters, rate, random);
                const auto findings = find_anchors(noisy.text, anchors);
                ASSERT_TRUE(findings.ok());
                for (std::size_t i = 0; i < anchors.size(); ++i) {
                    const AnchorFinding& finding = findings.value()[i];
                    missing += finding.status == AnchorStatus::kMissing;
                    const auto begin = static_cast<std::size_t>(anchors[i].position);
                    const auto end = begin + static_cast<std::size_t>(anchors[i].length);
                    right += finding.status != AnchorStatus::kMissing &&
                             overlaps(finding.place, noisy.place[begin], noisy.place[end]);
                    ++all;
                }
            }
        }
        std::cout << "noise " << rate << ": " << right << " of " << all << " at the right place, "
                  << missing << " missing\n";
        EXPECT_GT(static_cast<double>(right), 0.95 * static_cast<double>(all)) << rate;
    }
}

/// Each document's passages are looked for in the others.
TEST_F(FoundingDocuments, AreNotFoundInEachOther) {
    std::size_t found = 0, all = 0;
    for (const OpenDocument& document : documents_) {
        const std::u32string letters = letters_of(normalise(document.content.text)).text;
        std::vector<world::Anchor> anchors;
        for (const world::Anchor& anchor : world_.anchors) {
            if (world_.claims[anchor.claim].source != document.source) anchors.push_back(anchor);
        }
        const auto findings = find_anchors(letters, anchors);
        ASSERT_TRUE(findings.ok());
        for (const AnchorFinding& finding : findings.value())
            found += finding.status != AnchorStatus::kMissing;
        all += anchors.size();
    }
    std::cout << found << " of " << all << " found in the wrong document\n";
    EXPECT_LE(1000 * found, all);
}

} // namespace
} // namespace isthmus::evidence
