// SPDX-License-Identifier: Apache-2.0
#include "world/schema.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "world/choices.hpp"

namespace isthmus::world {
namespace {

TEST(Schema, ReferencesAndKeysAndChoicesExist) {
    std::set<std::string> used_choices;
    for (const TableSchema& table : schema()) {
        EXPECT_FALSE(table.meaning.empty()) << table.name;
        EXPECT_FALSE(table.key.empty()) << table.name;
        for (const std::string& key : table.key) EXPECT_TRUE(table.find_column(key)) << table.name;
        EXPECT_EQ(table.dated && !(table.find_column("from") && table.find_column("to")), false);
        for (const Column& column : table.columns) {
            const std::string place = table.name + "." + column.name;
            EXPECT_FALSE(column.meaning.empty()) << place;
            for (const std::string& reference : column.references) {
                ASSERT_NE(find_table(reference), nullptr) << place;
                EXPECT_TRUE(find_table(reference)->find_column("id")) << place;
            }
            if (column.unit.starts_with('@')) {
                const std::string unit = column.unit.substr(1, column.unit.find('/') - 1);
                EXPECT_TRUE(table.find_column(unit)) << place;
            }
            EXPECT_EQ(column.type == ColumnType::kChoice, !column.choice.empty()) << place;
            if (!column.choice.empty()) used_choices.insert(column.choice);
            EXPECT_EQ(column.range.has_value(), column.type == ColumnType::kNumber) << place;
        }
    }
    const std::vector<std::string> names = choice_names();
    EXPECT_EQ(used_choices, std::set<std::string>(names.begin(), names.end()));
}

TEST(Schema, EnumerationsFollowTheChoices) {
    ASSERT_EQ(choices("mode").size(), ChoiceNames<Mode>::values.size());
    for (std::size_t i = 0; i < choices("mode").size(); ++i) {
        EXPECT_EQ(choices("mode")[i].value, to_string(static_cast<Mode>(i)));
    }
    EXPECT_EQ(to_string(RestrictionKind::kPriceCap), "price_cap");
    EXPECT_TRUE(choices("nothing").empty());
}

TEST(Schema, RangesInWords) {
    EXPECT_EQ((Range{0, 1, false, true}).to_string(), "from 0 to below 1");
    EXPECT_EQ((Range{.minimum = 0, .minimum_excluded = true}).to_string(), "above 0");
    EXPECT_EQ((Range{.maximum = 0, .maximum_excluded = true}).to_string(), "below 0");
    EXPECT_EQ(Range().to_string(), "any number");
    const Range loss =
        *find_table("costs")->columns[*find_table("costs")->find_column("loss")].range;
    EXPECT_TRUE(loss.contains(0));
    EXPECT_FALSE(loss.contains(1));
}

TEST(Schema, MarkdownNamesEverything) {
    const std::string page = schema_markdown();
    for (const TableSchema& table : schema()) {
        EXPECT_NE(page.find("\n### " + table.name + "\n"), std::string::npos) << table.name;
        for (const Column& column : table.columns) {
            EXPECT_NE(page.find("| `" + column.name + "` |"), std::string::npos) << column.name;
        }
    }
    EXPECT_NE(page.find("\n### mode\n"), std::string::npos);
    EXPECT_NE(page.find("| `kb/d` | barrel_flow | 0.36525 |"), std::string::npos);
    EXPECT_EQ(page, schema_markdown());
}

TEST(Schema, TextForATerminal) {
    EXPECT_NE(schema_text("").find("* links "), std::string::npos);
    const std::string links = schema_text("links");
    EXPECT_NE(links.find("* mode "), std::string::npos);
    EXPECT_NE(links.find("    swap "), std::string::npos) << "the values of its choices";
    EXPECT_EQ(schema_text("nothing"), "");
    EXPECT_NE(schema_text("units").find("kb/d"), std::string::npos);
}

TEST(Schema, Json) {
    const nlohmann::json json = nlohmann::json::parse(schema_json());
    EXPECT_EQ(json["tables"].size(), schema().size());
    EXPECT_EQ(json["choices"].size(), choice_names().size());
    EXPECT_EQ(json["tables"][0]["columns"][0]["name"], "id");
}

} // namespace
} // namespace isthmus::world
