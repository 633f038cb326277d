// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "report/dependence_study.hpp"
#include "report/html_report.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

std::string part_of(const std::string& page, const std::string& id) {
    const std::size_t begin = page.find("<section id=\"" + id + "\"");
    if (begin == std::string::npos) return {};
    return page.substr(begin, page.find("</section>", begin) - begin);
}

ReportOptions without_leverage() {
    ReportOptions options;
    options.leverage = false;
    return options;
}

TEST(HtmlDependence, SaysWhoAndHowMuch) {
    const Solved solved = solve_tutorial();
    const std::string page = html_report(solved.equilibrium, without_leverage());
    const std::string dependence = part_of(page, "dependence");
    EXPECT_NE(dependence.find("id=\"dependence-map-title\""), std::string::npos);
    // Four experiments leave nothing over; ties stand in the order of the players.
    EXPECT_NE(dependence.find("(500 million USD a year, 100.0 % of its own payoff)"),
              std::string::npos);
    EXPECT_NE(dependence.find("falls from 150.00 to 100.00 USD/1000m3"), std::string::npos);
    const std::string disruption = part_of(page, "disruption");
    EXPECT_NE(disruption.find("<strong>Westland market</strong>"), std::string::npos);
    EXPECT_NE(disruption.find("data-row=\"trunk\""), std::string::npos);
    EXPECT_NE(disruption.find("2,820 MUSD"), std::string::npos);
    for (const char* id : {"dependence", "disruption"}) {
        EXPECT_NE(page.find("<a href=\"#" + std::string(id) + "\">"), std::string::npos);
    }
}

TEST(HtmlDependence, IdsAreUnique) {
    const Solved solved = solve_tutorial();
    const std::string page = html_report(solved.equilibrium, without_leverage());
    const std::string attribute = " id=\"";
    std::set<std::string> seen;
    for (std::size_t at = page.find(attribute); at != std::string::npos;
         at = page.find(attribute, at + 1)) {
        const std::size_t begin = at + attribute.size();
        const std::string id = page.substr(begin, page.find('"', begin) - begin);
        EXPECT_TRUE(seen.insert(id).second) << id;
    }
    EXPECT_GT(seen.size(), 10U);
}

TEST(HtmlDependence, NamesAreEscaped) {
    const Solved solved = solve_tutorial(make_awkward);
    const std::string page = html_report(solved.equilibrium, without_leverage());
    for (const char* id : {"dependence", "disruption"}) {
        const std::string part = part_of(page, id);
        EXPECT_NE(part.find("A&amp;B &lt;i&gt;&quot;quoted&quot;&lt;/i&gt;"), std::string::npos)
            << id;
        EXPECT_EQ(part.find("<i>\"quoted\"</i>"), std::string::npos) << id;
    }
}

TEST(HtmlDependence, SameBytes) {
    const Solved solved = solve_tutorial();
    const ReportOptions options = without_leverage();
    EXPECT_EQ(html_report(solved.equilibrium, options), html_report(solved.equilibrium, options));
}

TEST(HtmlDependence, CanBeLeftOut) {
    const Solved solved = solve_tutorial();
    ReportOptions options = without_leverage();
    options.dependence = false;
    std::string page = html_report(solved.equilibrium, options);
    EXPECT_TRUE(part_of(page, "dependence").empty());
    EXPECT_EQ(page.find("#dependence\""), std::string::npos);
    EXPECT_FALSE(part_of(page, "disruption").empty());
    options.disruption = false;
    page = html_report(solved.equilibrium, options);
    EXPECT_TRUE(part_of(page, "disruption").empty());
    EXPECT_EQ(page.find("#disruption\""), std::string::npos);
}

TEST(HtmlDependence, AYearThatCannotBeSolvedIsAReasonAndNoFailure) {
    const Solved solved = solve_tutorial();
    flow::Equilibrium elsewhere = solved.equilibrium;
    elsewhere.market.year = 1900;
    const std::string page = html_report(elsewhere, without_leverage());
    for (const char* id : {"dependence", "disruption"}) {
        const std::string part = part_of(page, id);
        EXPECT_NE(part.find("[E503]"), std::string::npos) << id;
        EXPECT_EQ(part.find("<svg"), std::string::npos) << id;
    }
}

TEST(DependenceStudy, OnlyOutagesOfTheCentralPlaces) {
    const Solved solved = solve_tutorial();
    ReportOptions options = without_leverage();
    options.dependence = false;
    const auto east = solved.world->find<world::NodeTag>("nodes", "east");
    const DependenceStudy all = dependence_study(solved.equilibrium, options);
    const DependenceStudy central = dependence_study(solved.equilibrium, options, {east});
    ASSERT_TRUE(all.disruption && central.disruption);
    EXPECT_FALSE(central.dependence);
    // The line to the east and the market there.
    EXPECT_EQ(central.disruption->effects.size(), 2U);
    EXPECT_GT(all.disruption->effects.size(), 2U);
    ASSERT_TRUE(central.worst);
    EXPECT_FALSE(central.worst->effects.front().states.empty());
}

} // namespace
} // namespace isthmus::report
