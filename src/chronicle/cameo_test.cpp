// SPDX-License-Identifier: Apache-2.0
#include "chronicle/cameo.hpp"

#include <gtest/gtest.h>

namespace isthmus::chronicle {
namespace {

TEST(Cameo, CodesAreTexts) {
    ASSERT_NE(find_cameo_code("010"), nullptr);
    ASSERT_NE(find_cameo_code("10"), nullptr);
    EXPECT_EQ(find_cameo_code("010")->root, "01");
    EXPECT_EQ(find_cameo_code("10")->root, "10");
    EXPECT_EQ(goldstein(GoldsteinList::kGdelt, "0211"), 3'400'000);
    EXPECT_EQ(find_cameo_code("211"), nullptr);
    EXPECT_EQ(find_cameo_code(""), nullptr);
}

TEST(Cameo, TheListsDifferInFourCodesAndOneLacksOne) {
    std::vector<std::string> different, lacking;
    for (const CameoCode& code : cameo_codes()) {
        if (!code.gdelt || !code.icews) {
            lacking.push_back(code.code);
        } else if (*code.gdelt != *code.icews) {
            different.push_back(code.code);
        }
    }
    EXPECT_EQ(different, (std::vector<std::string>{"016", "022", "164", "165"}));
    EXPECT_EQ(lacking, (std::vector<std::string>{"1213"}));
    EXPECT_EQ(goldstein(GoldsteinList::kGdelt, "1213"), std::nullopt);
    EXPECT_EQ(goldstein(GoldsteinList::kGdelt, "016"), -2'000'000);
    EXPECT_EQ(goldstein(GoldsteinList::kIcews, "016"), -5'000'000);
    EXPECT_EQ(goldstein(GoldsteinList::kFile, "016"), std::nullopt);
}

TEST(Cameo, ClassesFollowFromRoots) {
    for (const CameoCode& code : cameo_codes()) {
        const int root = std::stoi(code.root);
        EXPECT_TRUE(root >= 1 && root <= 20);
        EXPECT_TRUE(code.code.starts_with(code.root));
        const QuadClass expected = root <= 5    ? QuadClass::kVerbalCooperation
                                   : root <= 8  ? QuadClass::kMaterialCooperation
                                   : root <= 13 ? QuadClass::kVerbalConflict
                                                : QuadClass::kMaterialConflict;
        EXPECT_EQ(code.quad, expected) << code.code;
        const std::optional<Millionths> value = code.icews;
        EXPECT_TRUE(value && *value >= -10 * kMillion && *value <= 10 * kMillion);
    }
}

TEST(Cameo, ListsByTheirWords) {
    EXPECT_EQ(parse_goldstein_list("icews"), GoldsteinList::kIcews);
    EXPECT_EQ(parse_goldstein_list("file"), GoldsteinList::kFile);
    EXPECT_EQ(parse_goldstein_list("gdelt"), GoldsteinList::kGdelt);
    EXPECT_EQ(parse_goldstein_list("GDELT"), std::nullopt);
}

} // namespace
} // namespace isthmus::chronicle
