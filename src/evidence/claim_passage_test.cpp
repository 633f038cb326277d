// SPDX-License-Identifier: Apache-2.0
#include "evidence/claim_passage.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace isthmus::evidence {
namespace {

TEST(ClaimPassage, LocatorsNameParagraphs) {
    const auto range = [](std::size_t first, std::size_t last) {
        return std::optional<ParagraphRange>({first, last});
    };
    EXPECT_EQ(named_paragraphs("para 12: energy"), range(12, 12));
    EXPECT_EQ(named_paragraphs("Paragraph 3"), range(3, 3));
    EXPECT_EQ(named_paragraphs("p. 3, para 2"), range(2, 2));
    EXPECT_EQ(named_paragraphs("paras 34-36: over a page"), range(34, 36));
    EXPECT_EQ(named_paragraphs("paragraphs 4 to 5"), range(4, 5));
    EXPECT_EQ(named_paragraphs("para 4 and 6"), range(4, 6));
    EXPECT_EQ(named_paragraphs("¶ 7"), range(7, 7));
    for (const char* none : {"", "first paragraph", "table 3", "para 0", "paradox 5", "comparas 3",
                             "para 99999999999999999999"}) {
        EXPECT_EQ(named_paragraphs(none), std::nullopt) << none;
    }
}

TEST(ClaimPassage, NumbersAreFoundAsTheyAreWritten) {
    EXPECT_TRUE(holds_number("rose to 12.5 bcm", 12.5, false));
    EXPECT_TRUE(holds_number("выросла до 12,5 млрд", 12.5, false));
    EXPECT_TRUE(holds_number("۱۲٫۵ میلیارد", 12.5, false));
    EXPECT_TRUE(holds_number("٢٠ في المئة", 0.2, true));
    EXPECT_TRUE(holds_number("20% of it", 0.2, true));
    EXPECT_TRUE(holds_number("a share of 0.2", 0.2, true));
    EXPECT_TRUE(holds_number("1,200,000 tonnes", 1'200'000, false));
    EXPECT_TRUE(holds_number("1 200 000 тонн", 1'200'000, false));
    EXPECT_TRUE(holds_number("in 2024, 48 ships", 48, false));
    EXPECT_TRUE(holds_number("in 2024, 48 ships", 2024, false));
    EXPECT_FALSE(holds_number("20% of it", 0.2, false));
    EXPECT_FALSE(holds_number("248 ships", 48, false));
    EXPECT_FALSE(holds_number("12.55", 12.5, false));
    EXPECT_FALSE(holds_number("no number", 1, false));
    EXPECT_FALSE(holds_number("", 0, false));
}

TEST(ClaimPassage, LettersAndBytesCorrespond) {
    const std::string text = "«Да», — 12,5!  нет";
    const NormalisedText letters = letters_of(normalise(text));
    const LetterRange all = letters_from(letters, 0, text.size());
    EXPECT_EQ(all, (LetterRange{0, 8}));
    const LetterRange no = letters_from(letters, text.find("нет"), text.size());
    EXPECT_EQ(no, (LetterRange{5, 3}));
    const Paragraph bytes = bytes_of(letters, no);
    EXPECT_EQ(text.substr(bytes.begin, bytes.end - bytes.begin), "нет");
}

class Passage : public testing::Test {
  protected:
    std::string of(const std::string& value, const std::string& unit, ParagraphRange range) const {
        world::Claim claim;
        claim.value = value;
        claim.unit = unit;
        const auto passage = claim_passage(document_, letters_, claim, range);
        if (!passage) return "none";
        const Paragraph bytes = bytes_of(letters_, *passage);
        return document_.text.substr(bytes.begin, bytes.end - bytes.begin);
    }

    // Sentences of some 120 letters, made up.
    const std::string first_ =
        "The port of the northern shore was enlarged by its owners in several steps, which took "
        "longer than the plans of the ministry had said, and cost more than the banks had lent";
    const std::string second_ =
        "In the end 35 ships a month could be served there, more than at any other place of that "
        "coast, and the railway that ends at the quays was given a second track for the grain";
    const std::string third_ =
        "What the neighbours made of it is told elsewhere, by people who were there at that time "
        "and who kept notes of what they saw of cranes, of barges and of long rows of wagons";
    const DocumentText document_ = plain_document("Title 35\n\n" + first_ + ". " + second_ + ". " +
                                                  third_ + ".\n\nOf 35 and 35.\n\n --- \n");
    const NormalisedText letters_ = letters_of(normalise(document_.text));
};

TEST_F(Passage, IsTheSentenceWithTheNumber) {
    EXPECT_EQ(of("35", "count", {2, 2}), second_);
}

TEST_F(Passage, IsTheParagraphWithoutANumberOrWhereItIsNotTold) {
    const std::string paragraph = first_ + ". " + second_ + ". " + third_;
    EXPECT_EQ(of("enlarged", "", {2, 2}), paragraph);
    EXPECT_EQ(of("36", "count", {2, 2}), paragraph);
}

TEST_F(Passage, IsEnlargedWhereItIsShort) {
    EXPECT_EQ(of("35", "count", {1, 1}), "Title 35");
    EXPECT_EQ(of("35", "count", {3, 3}), "Of 35 and 35");
}

TEST_F(Passage, MaySpanParagraphs) {
    EXPECT_TRUE(of("x", "", {1, 2}).starts_with("Title 35\n\nThe port"));
}

TEST_F(Passage, IsNoneOutsideTheDocumentOrWithoutLetters) {
    EXPECT_EQ(of("x", "", {5, 5}), "none");
    EXPECT_EQ(of("x", "", {4, 4}), "none");
    EXPECT_EQ(of("x", "", {0, 0}), "none");
}

} // namespace
} // namespace isthmus::evidence
