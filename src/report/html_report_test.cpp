// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.hpp"

#include <algorithm>
#include <cctype>
#include <map>
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
    EXPECT_EQ(
        citations.cite({claim, claim}),
        "<a href=\"#s1\">1</a><abbr class=\"mark estimate\" title=\"estimate: nobody states it; "
        "the claim gives the reasoning\">est.</abbr>");
    EXPECT_EQ(citations.cite({}), "");
    EXPECT_EQ(citations.source_count(), 1U);
    EXPECT_EQ(citations.claim_count(), 1U);
    EXPECT_NE(citations.list().find("id=\"s1\""), std::string::npos);
}

/// The tutorial with documents that contradict each other about a link's capacity, and a recalled
/// tariff.
void make_disputed(world::Tables& tables) {
    const auto add = [&](const std::string& table,
                         const std::map<std::string, std::string>& cells) {
        world::Table& to = tables.tables.at(table);
        world::Row row{std::vector<std::string>(to.schema->columns.size()), {table, 99}};
        for (const auto& [column, text] : cells) {
            row.cells[to.schema->find_column(column).value()] = text;
        }
        to.rows.push_back(std::move(row));
    };
    const auto claim = [&](const std::string& id, const std::string& value,
                           const std::string& source) {
        add("claims", {{"id", id},
                       {"subject", "western"},
                       {"kind", "link"},
                       {"property", "capacity"},
                       {"value", value},
                       {"unit", "bcm/a"},
                       {"from", "2020"},
                       {"to", "2026"},
                       {"source", source},
                       {"confidence", "stated"}});
    };
    add("sources", {{"id", "gazette"},
                    {"title", "خط لوله <غرب> & «شرق»"},
                    {"publisher", "Press, \"West\""},
                    {"language", "fa"},
                    {"published", "2023-05"},
                    {"url", "https://example.org/a?b=1&c=2"},
                    {"kind", "press"}});
    add("sources",
        {{"id", "bureau"}, {"title", "Бюро"}, {"language", "ru"}, {"kind", "statistics"}});
    add("sources", {{"id", "memory"}, {"title", "General knowledge"}, {"kind", "recalled"}});
    claim("ten", "10", "gazette");
    claim("twelve", "12", "bureau");
    claim("known", "9", "memory");
    set_cell(tables, "capacities", "western", "claims", "ten");
    set_cell(tables, "capacities", "western", "note", "The loop line <is> not built");
    set_cell(tables, "link_status", "western", "claims", "known");
}

TEST(HtmlReport, SourcesSayWhatRestsOnThemAndLeadBack) {
    const Solved solved = solve_tutorial(make_disputed);
    const std::string page = html_report(solved.equilibrium);
    elements(page);
    EXPECT_NE(page.find("<h3>Documents</h3>"), std::string::npos);
    EXPECT_NE(page.find("<h3>Without a document</h3>"), std::string::npos);
    EXPECT_LT(page.find("<h3>Documents</h3>"), page.find("<h3>Without a document</h3>"));
    const std::size_t item = page.find("خط لوله &lt;غرب&gt; &amp; «شرق»");
    ASSERT_NE(item, std::string::npos);
    const std::string entry = page.substr(item, page.find("</details>", item) - item);
    EXPECT_NE(entry.find("2023-05, Persian, press"), std::string::npos) << entry;
    EXPECT_NE(entry.find("rest on it: <a href=\"#"), std::string::npos) << entry;
    EXPECT_NE(entry.find("1 claim, stated"), std::string::npos) << entry;
    const std::string begin = page.substr(page.rfind("<li id=", item), 220);
    EXPECT_NE(begin.find("lang=\"fa\" dir=\"rtl\""), std::string::npos) << begin;
    EXPECT_NE(begin.find("https://example.org/a?b=1&amp;c=2"), std::string::npos) << begin;
}

TEST(HtmlReport, MarksEstimatesAndRecalledInLetters) {
    const std::string page = html_report(solve_tutorial(make_disputed).equilibrium);
    EXPECT_NE(
        page.find("title=\"recalled: from general knowledge; no document was seen\">rec.</abbr>"),
        std::string::npos);
    EXPECT_NE(page.find(">est.</abbr>"), std::string::npos);
    EXPECT_NE(page.find("<span class=\"tag recalled\">recalled</span>"), std::string::npos);
}

TEST(HtmlReport, SaysWhoSaysOtherwise) {
    const std::string page = html_report(solve_tutorial(make_disputed).equilibrium);
    const std::size_t begin = page.find("<section id=\"contradictions\"");
    ASSERT_NE(begin, std::string::npos);
    const std::string text = page.substr(begin, page.find("</section>", begin) - begin);
    EXPECT_NE(text.find("10 bcm/a (2020 to 2026)"), std::string::npos) << text;
    EXPECT_NE(text.find("12 bcm/a (2020 to 2026)"), std::string::npos) << text;
    EXPECT_NE(text.find("20.0 %"), std::string::npos) << text;
    EXPECT_NE(text.find("statistics goes before press"), std::string::npos) << text;
    EXPECT_NE(text.find("The loop line &lt;is&gt; not built"), std::string::npos) << text;
    EXPECT_NE(page.find("<li><a href=\"#contradictions\">Who says otherwise</a></li>"),
              std::string::npos);
    // Both documents are in the list, whatever the world follows.
    EXPECT_NE(page.find("<cite lang=\"ru\">Бюро</cite>"), std::string::npos);
    const std::string without = html_report(solve_tutorial().equilibrium);
    EXPECT_EQ(without.find("id=\"contradictions\""), std::string::npos);
    EXPECT_EQ(without.find("href=\"#contradictions\""), std::string::npos);
}

TEST(Citations, LinkToSoManyAndCountTheRest) {
    const Solved solved = solve_tutorial(make_disputed);
    Citations citations(*solved.world);
    citations.stand_in("here", "Here & now");
    const std::string links =
        citations.cite({"ten", "twelve", "made-up"}, {.figures = 3, .most = 2});
    EXPECT_EQ(links, "<a href=\"#s1\">1</a> <a href=\"#s2\">2</a> and 1 more");
    citations.cite({"ten"}, {.figures = 4, .most = 0});
    EXPECT_EQ(citations.source_count(), 3U);
    EXPECT_EQ(citations.document_count(), 2U);
    EXPECT_EQ(citations.claims().size(), 3U);
    EXPECT_NE(
        citations.list().find("7 figures rest on it: <a href=\"#here\">Here &amp; now</a> (7)."),
        std::string::npos)
        << citations.list();
}

} // namespace
} // namespace isthmus::report
