// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "report/citations.hpp"
#include "report/map_svg.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

struct Element {
    std::string name, attributes;
};

/// The start tags of a page, after checking that every tag closes what is open.
std::vector<Element> elements(const std::string& page) {
    const std::set<std::string> empty = {"meta", "link", "input", "br"};
    std::vector<Element> all;
    std::vector<std::string> open;
    for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at)) {
        if (page.compare(at, 2, "<!") == 0 || page.compare(at, 2, "<?") == 0) {
            ++at;
            continue;
        }
        const bool closing = page[at + 1] == '/';
        std::size_t end = at + 1;
        for (bool quoted = false; end < page.size() && (quoted || page[end] != '>'); ++end) {
            if (page[end] == '"') quoted = !quoted;
            EXPECT_TRUE(quoted || page[end] != '<') << page.substr(at, 80);
        }
        std::string inside =
            page.substr(at + 1 + (closing ? 1 : 0), end - at - 1 - (closing ? 1 : 0));
        const bool single = !inside.empty() && inside.back() == '/';
        const std::string name = inside.substr(0, inside.find_first_of(" /\n"));
        at = end;
        if (closing) {
            if (open.empty() || open.back() != name) {
                ADD_FAILURE() << "</" << name << "> closes "
                              << (open.empty() ? "nothing" : open.back());
                return all;
            }
            open.pop_back();
        } else {
            all.push_back({name, inside.substr(name.size())});
            if (!single && !empty.contains(name)) open.push_back(name);
            if (name == "script" || name == "style") at = page.find("</" + name, at);
        }
    }
    EXPECT_TRUE(open.empty()) << (open.empty() ? "" : open.back());
    return all;
}

std::string attribute(const Element& element, const std::string& name) {
    const std::size_t at = element.attributes.find(" " + name + "=\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 3;
    return element.attributes.substr(begin, element.attributes.find('"', begin) - begin);
}

TEST(HtmlReport, IsWellFormedWithAwkwardNamesAndEscapesThem) {
    const Solved solved = solve_tutorial(make_awkward);
    const std::string page = html_report(solved.equilibrium);
    elements(page);
    EXPECT_EQ(page.find("<i>\"quoted\"</i>"), std::string::npos);
    EXPECT_NE(page.find("A&amp;B &lt;i&gt;&quot;quoted&quot;&lt;/i&gt;"), std::string::npos);
    EXPECT_NE(page.find("بندر"), std::string::npos);
}

TEST(HtmlReport, LoadsNothing) {
    const Solved solved = solve_tutorial();
    const std::string page = html_report(solved.equilibrium);
    for (const Element& element : elements(page)) {
        EXPECT_TRUE(attribute(element, "src").empty()) << element.name << element.attributes;
        const std::string href = attribute(element, "href");
        if (element.name == "a") continue;
        EXPECT_TRUE(href.empty() || href.starts_with("#") || href.starts_with("data:"))
            << element.name << element.attributes;
    }
    EXPECT_EQ(page.find("url(http"), std::string::npos);
    EXPECT_EQ(page.find("@import"), std::string::npos);
}

TEST(HtmlReport, IdsAreUniqueAndEveryInnerLinkLeadsSomewhere) {
    const Solved solved = solve_tutorial();
    std::set<std::string> ids;
    std::vector<std::string> targets;
    for (const Element& element : elements(html_report(solved.equilibrium))) {
        const std::string id = attribute(element, "id");
        if (!id.empty()) {
            EXPECT_TRUE(ids.insert(id).second) << id;
        }
        const std::string href = attribute(element, "href");
        if (href.starts_with("#")) targets.push_back(href.substr(1));
        const std::string label = attribute(element, "aria-labelledby");
        if (!label.empty()) targets.push_back(label.substr(0, label.find(' ')));
    }
    for (const std::string& target : targets) EXPECT_TRUE(ids.contains(target)) << target;
}

TEST(HtmlReport, HasLandmarksCaptionsAndOneHeading) {
    const Solved solved = solve_tutorial();
    const auto all = elements(html_report(solved.equilibrium));
    const auto count = [&](const std::string& name) {
        return std::count_if(all.begin(), all.end(),
                             [&](const Element& element) { return element.name == name; });
    };
    for (const char* landmark : {"header", "nav", "main", "footer", "h1"})
        EXPECT_EQ(count(landmark), 1);
    EXPECT_EQ(count("table"), count("caption"));
    for (const Element& element : all) {
        if (element.name == "th") {
            EXPECT_FALSE(attribute(element, "scope").empty());
        }
        if (element.name == "svg") {
            EXPECT_EQ(attribute(element, "role"), "img");
        }
    }
}

TEST(HtmlReport, SameBytesTwice) {
    const Solved one = solve_tutorial(), two = solve_tutorial();
    const std::string first = html_report(one.equilibrium);
    EXPECT_EQ(first, html_report(one.equilibrium));
    EXPECT_EQ(first, html_report(two.equilibrium));
    EXPECT_EQ(map_svg(one.equilibrium), map_svg(two.equilibrium));
}

TEST(HtmlReport, TitleAndCommandAreShown) {
    const Solved solved = solve_tutorial();
    ReportOptions options;
    options.title = "Gas & power";
    options.command = "isthmus report worlds/tutorial --year 2024";
    const std::string page = html_report(solved.equilibrium, options);
    EXPECT_NE(page.find("<title>Gas &amp; power</title>"), std::string::npos);
    EXPECT_NE(page.find("<code>isthmus report worlds/tutorial --year 2024</code>"),
              std::string::npos);
}

TEST(MapSvg, IsWellFormedByItself) {
    const Solved solved = solve_tutorial(make_awkward);
    MapOptions options;
    options.commodity = world::CommodityId(0);
    for (const std::string& svg :
         {map_svg(solved.equilibrium), map_svg(solved.equilibrium, options)}) {
        EXPECT_NE(svg.find("xmlns=\"http://www.w3.org/2000/svg\""), std::string::npos);
        elements(svg);
    }
}

TEST(Citations, TitlesKeepTheirLanguageAndDirection) {
    EXPECT_EQ(language_attributes("خطوط لوله", "fa"), " lang=\"fa\" dir=\"rtl\"");
    EXPECT_EQ(language_attributes("Российско-азербайджанские отношения", "ru"), " lang=\"ru\"");
    EXPECT_EQ(language_attributes("A translated title", "fa"), " dir=\"auto\"");
    EXPECT_EQ(language_attributes("A translated title", "ru"), "");
    EXPECT_EQ(language_attributes("Boru hatları", "tr"), "") << "or a translation, who knows";
    EXPECT_EQ(language_name("fa-IR"), "Persian");
    EXPECT_EQ(language_name("xx"), "xx");
}

TEST(Citations, NumbersSourcesOnceAndMarksEstimates) {
    const Solved solved = solve_tutorial();
    Citations citations(*solved.world);
    const std::string claim = solved.world->claims[world::ClaimId(0)].id;
    EXPECT_EQ(citations.cite({claim, claim}),
              "<a href=\"#s1\">1</a><abbr class=\"mark estimate\" title=\"estimate\">e</abbr>");
    EXPECT_EQ(citations.cite({}), "");
    EXPECT_EQ(citations.source_count(), 1U);
    EXPECT_EQ(citations.claim_count(), 1U);
    EXPECT_NE(citations.list().find("id=\"s1\""), std::string::npos);
}

} // namespace
} // namespace isthmus::report
