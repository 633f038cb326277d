// SPDX-License-Identifier: Apache-2.0
#include "evidence/contradictions.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "evidence/claim_values.hpp"
#include "evidence/weak_cells.hpp"

namespace isthmus::evidence {
namespace {

using Cells = std::map<std::string, std::string>;

/// The tutorial's world with claims and rows of a test's own.
class Worlds : public ::testing::Test {
  protected:
    Worlds() : tables_(read()) {
        source("press", {{"kind", "press"}});
        source("office", {{"kind", "statistics"}});
        source("wiki", {{"kind", "encyclopedia"}});
        source("memory", {{"kind", "recalled"}});
    }

    static world::Tables read() {
        auto tables = world::read_tables(std::string(ISTHMUS_SOURCE_DIR) + "/worlds/tutorial");
        if (!tables) throw std::runtime_error("the tutorial's world cannot be read");
        return std::move(tables).value();
    }

    void add(const std::string& table, const Cells& cells) {
        world::Table& to = tables_.tables.at(table);
        world::Row row{std::vector<std::string>(to.schema->columns.size()), {table + ".csv", 99}};
        for (const auto& [column, text] : cells) {
            row.cells[to.schema->find_column(column).value()] = text;
        }
        to.rows.push_back(std::move(row));
    }
    void source(const std::string& id, Cells cells) {
        cells.insert({{"id", id}, {"title", "Title of " + id}});
        add("sources", cells);
    }
    void claim(const std::string& id, Cells cells) {
        cells.insert({{"id", id},
                      {"subject", "western"},
                      {"kind", "link"},
                      {"property", "capacity"},
                      {"unit", "bcm/a"},
                      {"from", "2020"},
                      {"to", "2024"},
                      {"source", "press"},
                      {"confidence", "stated"}});
        add("claims", cells);
    }
    void set(const std::string& table, const std::string& first, const std::string& column,
             const std::string& text) {
        world::Table& of = tables_.tables.at(table);
        for (world::Row& row : of.rows) {
            if (row.cells.front() == first)
                row.cells[of.schema->find_column(column).value()] = text;
        }
    }

    const world::World& build() {
        auto built = world::build(tables_);
        if (!built) {
            throw std::runtime_error(built.diagnostics().items().front().to_string());
        }
        world_ = std::make_unique<world::World>(std::move(built).value());
        return *world_;
    }
    world::ClaimId id(const std::string& text) const {
        return world_->find<world::ClaimTag>("claims", text);
    }
    const std::string& name(world::ClaimId claim) const { return world_->claims[claim].id; }

    world::Tables tables_;
    std::unique_ptr<world::World> world_;
};

using ContradictionsTest = Worlds;

TEST_F(ContradictionsTest, NumbersConvertAndAreHeldAgainstEachOtherBySize) {
    claim("small", {{"value", "10"}});
    source("daily", {{"kind", "press"}});
    claim("large", {{"value", "40000"}, {"unit", "mcm/a"}, {"source", "daily"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    const Contradiction& one = found.all().front();
    EXPECT_EQ(one.comparison, Comparison::kNumbers);
    EXPECT_DOUBLE_EQ(*one.factor, 4);
    EXPECT_EQ(one.rule, Rule::kNone);
    EXPECT_EQ(one.followed, Followed::kNeither);
    EXPECT_DOUBLE_EQ(*one.percent(), 300);
}

TEST_F(ContradictionsTest, SameNumberInAnotherUnitIsNone) {
    claim("a", {{"value", "10"}});
    claim("b", {{"value", "10000"}, {"unit", "mcm/a"}});
    claim("c", {{"value", "10.0"}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, LargestFirstAndThoseWithoutASizeLast) {
    claim("a", {{"value", "10"}});
    claim("b", {{"value", "11"}});
    claim("c", {{"value", "50"}, {"property", "tariff"}, {"unit", "USD/1000m3"}});
    claim("d",
          {{"value", "10"}, {"property", "tariff"}, {"unit", "USD/1000m3"}, {"source", "wiki"}});
    claim("e", {{"value", "open"}, {"property", "status"}, {"unit", ""}});
    claim("f", {{"value", "closed"}, {"property", "status"}, {"unit", ""}, {"source", "wiki"}});
    set("claims", "b", "source", "wiki");
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 3U);
    EXPECT_DOUBLE_EQ(*found.all()[0].factor, 5);
    EXPECT_DOUBLE_EQ(*found.all()[1].factor, 1.1);
    EXPECT_EQ(found.all()[2].comparison, Comparison::kWords);
    EXPECT_FALSE(found.all()[2].factor);
}

TEST_F(ContradictionsTest, AnotherTimePropertySubjectOrSecondPartyIsNone) {
    claim("a", {{"value", "10"}});
    claim("before", {{"value", "9"}, {"from", "2010"}, {"to", "2019"}});
    claim("after", {{"value", "11"}, {"from", "2024"}, {"to", "2030"}}); // follows on
    claim("other", {{"value", "12"}, {"subject", "eastern"}});
    claim("flow", {{"value", "7"}, {"property", "throughput"}});
    claim("to-north", {{"value", "6"}, {"object", "northland"}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, AChangeInTheSameYearFollowsOn) {
    claim("a", {{"value", "10"}, {"to", "2022"}});
    claim("b", {{"value", "20"}, {"from", "2022-05"}, {"to", ""}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, WithoutAnEndItMayHaveChanged) {
    claim("a", {{"value", "10"}, {"to", ""}});
    claim("b", {{"value", "20"}, {"from", "2022"}, {"to", "2023"}, {"source", "wiki"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(found.all().front().comparison, Comparison::kChange);
    EXPECT_NE(found.all().front().basis.find("a has no end and b begins later"), std::string::npos);
}

TEST_F(ContradictionsTest, ASourcesNextClaimEndsTheOneBefore) {
    claim("a", {{"value", "10"}, {"to", ""}});
    claim("b", {{"value", "20"}, {"from", "2022"}, {"to", ""}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, BasesThatDifferGiveNoDifference) {
    claim("a", {{"value", "10"}, {"note", "Gross calorific value"}});
    claim("b", {{"value", "9"}, {"note", "net calorific value"}, {"source", "wiki"}});
    claim("c", {{"value", "150"}, {"property", "trains"}, {"unit", "trains/day"}});
    claim("d", {{"value", "75"},
                {"property", "trains"},
                {"unit", "trains/day"},
                {"note", "Each direction"},
                {"source", "wiki"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 2U);
    for (const Contradiction& each : found.all()) {
        EXPECT_EQ(each.comparison, Comparison::kBases);
        EXPECT_FALSE(each.factor || each.percent());
    }
    EXPECT_EQ(found.all()[0].basis, "a says 'gross', b 'net'");
    EXPECT_EQ(found.all()[1].basis, "d says 'each direction', c does not");
}

TEST_F(ContradictionsTest, OneSourceAndATotalWithItsPartsAreOtherBases) {
    claim("low", {{"value", "3"}});
    claim("high", {{"value", "4"}});
    claim("total", {{"value", "21.75"}, {"subject", "trunk"}});
    claim("part", {{"value", "16"}, {"subject", "trunk"}, {"source", "wiki"}});
    claim("rest", {{"value", "5.75"}, {"subject", "trunk"}, {"source", "office"}});
    const Contradictions found(build());
    std::map<std::string, std::string> bases;
    for (const Contradiction& each : found.all()) {
        bases[name(std::min(each.preferred, each.other)) + "/" +
              name(std::max(each.preferred, each.other))] = each.basis;
    }
    EXPECT_EQ(bases["low/high"], "one source says both: other things, or a range");
    EXPECT_EQ(bases["total/part"], "total is the sum of part and rest");
    EXPECT_EQ(bases["total/rest"], "total is the sum of rest and part");
    EXPECT_EQ(bases["part/rest"], "total is the sum of part and rest");
}

TEST_F(ContradictionsTest, UnitsOfOtherGoodsAreNotHeldAgainstEachOther) {
    claim("gas", {{"value", "10"}});
    claim("oil", {{"value", "300"}, {"unit", "kb/d"}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, UnitsTiedByACommodityGiveARoughSize) {
    set("commodities", "gas", "gross_calorific_value", "");
    claim("volume", {{"value", "10"}});
    claim("energy", {{"value", "200"}, {"unit", "PJ_gross/a"}, {"source", "wiki"}});
    EXPECT_FALSE(Contradictions(build()).all().at(0).factor);
    set("commodities", "gas", "gross_calorific_value", "40");
    set("commodities", "gas", "claims", "made-up");
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(found.all()[0].comparison, Comparison::kUnits);
    EXPECT_NEAR(*found.all()[0].factor, 2, 1e-9);
    EXPECT_NE(found.all()[0].basis.find("as for gas"), std::string::npos);
}

TEST_F(ContradictionsTest, DatesAgreeAsFarAsTheyArePrecise) {
    claim("year", {{"value", "2006"}, {"property", "start"}, {"unit", "year"}});
    claim("day", {{"value", "2006-05-28"}, {"property", "start"}, {"unit", "date"}});
    claim("month", {{"value", "2006-05"}, {"property", "start"}, {"unit", ""}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
    claim("other", {{"value", "2007"}, {"property", "start"}, {"unit", "year"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 3U);
    EXPECT_EQ(found.all()[0].comparison, Comparison::kDates);
}

TEST_F(ContradictionsTest, SentencesAreNotCompared) {
    claim("a", {{"value", "is a trump card"}, {"property", "position"}, {"unit", ""}});
    claim("b", {{"value", "is no trump card"}, {"property", "position"}, {"unit", ""}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, RulesInTheirOrder) {
    claim("plain", {{"value", "1"}});
    claim("odd", {{"value", "2"}, {"source", "office"}, {"plausibility", "implausible"}});
    claim("derived", {{"value", "3"}, {"source", "office"}, {"confidence", "derived"}});
    claim("recalled", {{"value", "4"}, {"source", "memory"}});
    claim("office", {{"value", "5"}, {"source", "office"}});
    claim("wiki", {{"value", "6"}, {"source", "wiki"}});
    source("later", {{"kind", "press"}, {"published", "2024-03"}});
    source("earlier", {{"kind", "press"}, {"published", "2019"}});
    claim("later", {{"value", "7"}, {"source", "later"}});
    claim("earlier", {{"value", "8"}, {"source", "earlier"}});
    claim("closer", {{"value", "9"}, {"from", "2022"}, {"to", "2022"}});
    const world::World& world = build();
    const auto check = [&](const char* better, const char* worse, Rule rule) {
        const Ranking there = rank(world, id(better), id(worse));
        EXPECT_EQ(there.rule, rule) << better << " " << worse;
        EXPECT_TRUE(there.first) << better << " " << worse;
        const Ranking back = rank(world, id(worse), id(better));
        EXPECT_EQ(back.rule, rule);
        EXPECT_FALSE(back.first) << worse << " " << better;
    };
    check("wiki", "odd", Rule::kPlausibility);
    check("wiki", "derived", Rule::kEvidence);
    check("derived", "recalled", Rule::kEvidence);
    check("office", "plain", Rule::kSourceKind);
    check("plain", "wiki", Rule::kSourceKind);
    check("later", "earlier", Rule::kPublication);
    check("closer", "plain", Rule::kDates);
    EXPECT_EQ(rank(world, id("plain"), id("plain")).rule, Rule::kNone);
}

TEST_F(ContradictionsTest, TheWorldFollowsWhatItsCellSays) {
    claim("good", {{"value", "12"}, {"source", "office"}});
    claim("used", {{"value", "10"}, {"source", "wiki"}});
    set("capacities", "western", "claims", "used;good");
    set("capacities", "western", "note", "The office counts the loop line");
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    const Contradiction& one = found.all().front();
    EXPECT_EQ(name(one.preferred), "good");
    EXPECT_EQ(one.followed, Followed::kOther);
    const std::string why = found.why(one);
    EXPECT_NE(why.find("not by the rules (good would go first: statistics goes before"),
              std::string::npos)
        << why;
    EXPECT_NE(why.find("The office counts the loop line"), std::string::npos) << why;
    EXPECT_EQ(to_string(*world_, found.uses()[one.other].front()),
              "capacities western/gas/forward: capacity");
}

TEST_F(ContradictionsTest, CellsSayNumbersInTheirOwnUnitsAndDigits) {
    claim("daily", {{"value", "27.38"}, {"unit", "mcm/d"}}); // 10.0006 bcm/a
    claim("near", {{"value", "9.4"}, {"from", "2000"}, {"to", "2001"}});
    set("capacities", "western", "claims", "daily;near");
    const ClaimUses uses = claim_uses(build());
    EXPECT_TRUE(is_said(uses[id("daily")]));
    EXPECT_FALSE(is_said(uses[id("near")]));
    EXPECT_EQ(uses[id("near")].size(), 1U);
}

TEST_F(ContradictionsTest, ThingsHaveNamesOfTheirOwn) {
    claim("a", {{"value", "10"}, {"subject", "west-line"}});
    claim("b", {{"value", "12"}, {"source", "wiki"}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
    // An alias ties the names.
    add("aliases", {{"things", "western"}, {"language", "en"}, {"name", "West Line"}});
    EXPECT_EQ(Contradictions(build()).all().size(), 1U);
    // So does the world where one cell says, at different dates, what is stated of each.
    tables_.tables.at("aliases").rows.clear();
    set("capacities", "western", "claims", "a");
    set("capacities", "western", "to", "2022");
    add("capacities", {{"link", "western"},
                       {"commodity", "gas"},
                       {"direction", "forward"},
                       {"from", "2023"},
                       {"capacity", "12"},
                       {"unit", "bcm/a"},
                       {"claims", "b"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(found.all()[0].followed, Followed::kBoth);
}

TEST_F(ContradictionsTest, ImplausibleClaimsAreKeptAndUsedByNothing) {
    claim("sane", {{"value", "10"}});
    claim("mad", {{"value", "2000"},
                  {"source", "office"},
                  {"from", "2010"},
                  {"to", ""},
                  {"plausibility", "implausible"}});
    const Contradictions found(build());
    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(name(found.all()[0].preferred), "sane");
    EXPECT_EQ(found.all()[0].rule, Rule::kPlausibility);
    EXPECT_DOUBLE_EQ(*found.all()[0].factor, 200);
    EXPECT_EQ(implausible_claims(*world_), std::vector<world::ClaimId>{id("mad")});
    set("capacities", "western", "claims", "mad");
    EXPECT_THROW(build(), std::runtime_error) << "nothing may rest on it";
}

TEST_F(ContradictionsTest, TwoEstimatesAreNone) {
    claim("a", {{"value", "10"}, {"confidence", "estimate"}});
    claim("b", {{"value", "20"}, {"source", "memory"}});
    EXPECT_TRUE(Contradictions(build()).all().empty());
}

TEST_F(ContradictionsTest, SameAtEveryRunAndFoundByClaim) {
    claim("a", {{"value", "10"}});
    claim("b", {{"value", "12"}, {"source", "wiki"}});
    claim("c", {{"value", "14"}, {"source", "office"}});
    const Contradictions one(build());
    const Contradictions two(*world_);
    ASSERT_EQ(one.all().size(), 3U);
    for (std::size_t i = 0; i < one.all().size(); ++i) {
        EXPECT_EQ(one.all()[i].preferred, two.all()[i].preferred);
        EXPECT_EQ(one.all()[i].other, two.all()[i].other);
        EXPECT_EQ(one.why(one.all()[i]), two.why(two.all()[i]));
    }
    EXPECT_EQ(one.of({id("a")}).size(), 2U);
    EXPECT_TRUE(one.of({}).empty());
}

using WeakCellsTest = Worlds;

TEST_F(WeakCellsTest, ADocumentStatesWhatIsEstimated) {
    claim("stated", {{"value", "12"}});
    const Contradictions found(build());
    const auto weak = weak_cells(*world_, found.topics(), found.uses());
    ASSERT_EQ(weak.size(), 1U);
    EXPECT_EQ(weak[0].table, "capacities");
    EXPECT_EQ(identity_of(*world_, {weak[0].table, weak[0].row, weak[0].column}),
              "western/gas/forward");
    EXPECT_EQ(weak[0].better, std::vector<world::ClaimId>{id("stated")});
    EXPECT_EQ(weak[0].evidence, world::Evidence::kEstimate);
    const Diagnostics warnings = weak_cell_warnings(*world_, weak);
    EXPECT_EQ(warnings.error_count(), 0U);
    EXPECT_NE(warnings.items().front().to_string().find("12 bcm/a as stated has it"),
              std::string::npos);
}

TEST_F(WeakCellsTest, NotWhereItIsKnownOrOfAnotherTimeKindOrEvidence) {
    claim("other-time", {{"value", "12"}, {"from", "2000"}, {"to", "2001"}});
    claim("other-unit", {{"value", "12"}, {"unit", "kb/d"}});
    claim("other-thing", {{"value", "12"}, {"subject", "nowhere"}});
    claim("mad", {{"value", "12"}, {"plausibility", "implausible"}});
    claim("derived", {{"value", "12"}, {"confidence", "derived"}});
    set("capacities", "western", "from", "2010");
    set("link_status", "western", "from", "2010");
    const Contradictions found(build());
    EXPECT_TRUE(weak_cells(*world_, found.topics(), found.uses()).empty());
    claim("known", {{"value", "13"}});
    set("capacities", "western", "note", "known is the name-plate");
    const Contradictions again(build());
    EXPECT_TRUE(weak_cells(*world_, again.topics(), again.uses()).empty());
}

TEST_F(WeakCellsTest, FoundByTheNameThatAnotherYearsRowCites) {
    claim("then", {{"subject", "west-line"},
                   {"property", "throughput"},
                   {"value", "9"},
                   {"from", "2023"},
                   {"to", "2023"}});
    claim("now", {{"subject", "west-line"},
                  {"property", "throughput"},
                  {"value", "8"},
                  {"from", "2024"},
                  {"to", "2024"}});
    add("observations", {{"id", "western-2023"},
                         {"link", "western"},
                         {"commodity", "gas"},
                         {"direction", "forward"},
                         {"year", "2023"},
                         {"value", "9"},
                         {"unit", "bcm/a"},
                         {"claims", "then"}});
    set("observations", "western-2024", "direction", "forward");
    const Contradictions found(build());
    const auto weak = weak_cells(*world_, found.topics(), found.uses());
    ASSERT_EQ(weak.size(), 1U);
    EXPECT_EQ(weak[0].table, "observations");
    EXPECT_EQ(weak[0].better, std::vector<world::ClaimId>{id("now")});
}

} // namespace
} // namespace isthmus::evidence
