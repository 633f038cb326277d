// SPDX-License-Identifier: Apache-2.0
// Projects in service from a day on, held against with_project() of project.hpp.
#include <algorithm>
#include <filesystem>

#include "world/project.hpp"
#include "world/scenario_editor.hpp"
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

const std::vector<std::string> kCapacity{"commodity", "from", "to", "capacity", "unit", "claims"};

/// A line with a capacity from 2028 on, closed until then, and a track that binds the pipe alone.
void add_line(SmallWorld& files) {
    files.append("links.csv", "line,Line,pipeline,field,hub,forward,300,c1,")
        .append("link_status.csv", "line,closed,,,,c1,")
        .append("consents.csv", "line,brana,territory,2028,,c1,")
        .append("capacities.csv", "line,gas,forward,2028,2029,5,bcm/a,,c1,")
        .append("costs.csv", "line,gas,forward,,,10,,USD/1000m3,,,c1,")
        .append("restrictions.csv", "no-line,No line,closure,brana,,,line,2020,,,,c1,")
        .append("capacity_groups.csv", "station,Station,")
        .append("group_members.csv", "station,pipe,gas,2,")
        .append("group_capacities.csv", "station,,,20,bcm/a,c1,")
        .append("projects.csv", "second,Second line,proposed,2028,,,line,c1,");
}

TEST(ScenarioBuild, AnOwnLineOpensWithItsRowsBroughtForward) {
    SmallWorld files;
    add_line(files);
    const World world = changed_world(files, "[[build]]\nproject = \"second\"\nyear = 2025\n");
    EXPECT_EQ(rows_of(world, "link_status", {{"link", "line"}}, {"status", "from", "to"}),
              (Lines{"closed||2024-12-31", "open|2025|"}));
    EXPECT_EQ(rows_of(world, "restrictions", {{"id", "no-line"}}, {"links", "to"}),
              Lines{"line|2024-12-31"});
    EXPECT_EQ(
        rows_of(world, "capacities", {{"link", "line"}}, kCapacity),
        (Lines{"gas|2025-01-01|2027-12-31|5|bcm/a|c1;scenario-s",
               "gas|2028-01-01|2029-12-31|5|bcm/a|c1", "gas|2030-01-01||5|bcm/a|c1;scenario-s"}))
        << "the nearest row where there is none";
    EXPECT_EQ(rows_of(world, "consents", {{"link", "line"}}, {"actor", "from", "to"}),
              (Lines{"brana|2025-01-01|2027-12-31", "brana|2028-01-01|"}));
    EXPECT_EQ(rows_of(world, "projects", {{"id", "second"}}, {"status", "start", "claims"}),
              Lines{"built|2025|c1;scenario-s"});
}

TEST(ScenarioBuild, AnEnlargementIsAddedToLinkAndTrack) {
    SmallWorld files;
    add_line(files);
    const World world = changed_world(files, "[[build]]\nproject = \"wider\"\nfrom = 2025-07-01\n");
    EXPECT_EQ(rows_of(world, "capacities", {{"link", "pipe"}, {"commodity", "gas"}}, kCapacity),
              (Lines{"gas||2025-06-30|8|bcm/a|c1", "gas|2025-07-01||12|bcm/a|c1;scenario-s"}));
    EXPECT_EQ(
        rows_of(world, "group_capacities", {{"group", "station"}}, {"from", "to", "capacity"}),
        (Lines{"|2025-06-30|20", "2025-07-01||28"}));
}

TEST(ScenarioBuild, RowsThatRiseOnTheStartIncludeTheEnlargement) {
    SmallWorld files;
    files.replace("capacities.csv", "pipe,gas,forward,,,8,bcm/a,,c1,",
                  "pipe,gas,forward,,2028-05,8,bcm/a,,c1,\n"
                  "pipe,gas,forward,2028-06,,12,bcm/a,,c1,");
    const World world = changed_world(files, "[[build]]\nproject = \"wider\"\nyear = \"2025\"\n");
    EXPECT_EQ(rows_of(world, "capacities", {{"link", "pipe"}, {"commodity", "gas"}}, kCapacity),
              (Lines{"gas||2024-12-31|8|bcm/a|c1", "gas|2025|2028-05|12|bcm/a|c1;scenario-s",
                     "gas|2028-06||12|bcm/a|c1"}));
}

TEST(ScenarioBuild, Faults) {
    SmallWorld files;
    add_line(files);
    files.append("projects.csv", "first,First line,built,2010,,,pipe,c1,");
    EXPECT_EQ(
        faults_of(files, "[[build]]\nproject = \"wider\"\nyear = 2025\n"
                         "[[build]]\nproject = \"wider\"\nyear = 2022\n"
                         "[[build]]\nproject = \"first\"\nyear = 2025\n"
                         "[[build]]\nproject = \"widr\"\nyear = 2025\n"
                         "[[build]]\nproject = \"second\"\n"
                         "[[build]]\nproject = \"second\"\nyear = 2050\n"),
        (Lines{"E240 | scenarios/s.toml:8 | project | wider, built already | a project that is not "
               "in service yet | in scenarios/s.toml:4",
               "E240 | scenarios/s.toml:11 | project | first, in service since 2010-01-01 | a "
               "project that is not in service yet | ",
               "E236 | scenarios/s.toml:14 | project | widr | an id of projects | did you mean "
               "'wider'?",
               "E238 | scenarios/s.toml:16 | year |  | exactly one of year, from | ",
               "E237 | scenarios/s.toml:20 | year | 2050 | a date from 2000 to 2030, the years of "
               "the world | "}));
}

TEST(ScenarioBuild, AProjectOfAnInheritedScenarioIsThereAlready) {
    SmallWorld files;
    files.scenario("b", "id = \"b\"\ntitle = \"B\"\nquestion = \"?\"\n[[build]]\n"
                        "project = \"wider\"\nyear = 2025\n");
    const Lines lines =
        faults_of(files, "inherits = [\"b\"]\n[[build]]\nproject = \"wider\"\nyear = 2024\n");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].starts_with("E240 | scenarios/s.toml:6 | project | wider, built already"))
        << lines[0];
}

// --- against project.hpp, on projects of a large world ----------------------------------------

/// What a link can carry of a commodity through a year, by days.
double capacity_in(const World& world, LinkId link, CommodityId commodity, int year) {
    double sum = 0;
    for (const Capacity& row : world.capacities) {
        if (row.link != link || row.commodity != commodity) continue;
        sum += row.capacity * row.period.share_of_year(year);
    }
    return sum;
}

std::string state_of(const World& world, ProjectId project, int year) {
    std::string state;
    for (const LinkId link : project_links(world, project)) {
        double open = 0;
        for (const LinkStatus& row : world.link_status) {
            if (row.link != link || row.status == Status::kClosed) continue;
            open += row.period.share_of_year(year);
        }
        for (const Restriction& row : world.restrictions) {
            const bool is_shut =
                row.kind == RestrictionKind::kClosure &&
                std::find(row.links.begin(), row.links.end(), link) != row.links.end();
            if (is_shut) open -= row.period.share_of_year(year);
        }
        state += world.links[link].id + " open " + format_fixed(open, 6);
        for (const CommodityId commodity : world.commodities.ids()) {
            state += " " + format_fixed(capacity_in(world, link, commodity, year), 6);
        }
        double days = 0, tariff = 0, fees = 0;
        for (const Cost& row : world.costs) {
            if (row.link != link) continue;
            days += row.period.share_of_year(year);
            tariff += row.tariff * row.period.share_of_year(year);
        }
        for (const Fee& row : world.fees) {
            if (row.link == link) fees += row.fee * row.period.share_of_year(year);
        }
        state += " costs " + format_fixed(days, 6) + " " + format_fixed(tariff, 4) + " " +
                 format_fixed(fees, 4);
        double consents = 0, shares = 0;
        for (const Consent& row : world.consents) {
            if (row.link == link) consents += row.period.share_of_year(year);
        }
        for (const Ownership& row : world.ownership) {
            if (row.link == link) shares += row.share * row.period.share_of_year(year);
        }
        state += " " + format_fixed(consents, 6) + " " + format_fixed(shares, 6) + "\n";
    }
    for (const GroupCapacity& row : world.group_capacities) {
        const bool binds = std::any_of(
            world.group_members.begin(), world.group_members.end(), [&](const GroupMember& member) {
                const std::vector<LinkId> links = project_links(world, project);
                return member.group == row.group &&
                       std::find(links.begin(), links.end(), member.link) != links.end();
            });
        if (!binds || row.period.share_of_year(year) == 0) continue;
        // Pieces of equal capacity are one.
        const std::string line =
            world.capacity_groups[row.group].id + " " + format_fixed(row.capacity, 6) + "\n";
        if (state.find(line) == std::string::npos) state += line;
    }
    return state;
}

TEST(ScenarioBuild, IsWhatValueOfMeansOnProjectsOfTheCaspianWorld) {
    const std::filesystem::path folder =
        std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian";
    const Result<Tables> tables = read_tables(folder);
    ASSERT_TRUE(tables.ok());
    const Result<World> base = build(tables.value());
    ASSERT_TRUE(base.ok());
    const World& world = base.value();
    int compared = 0;
    for (const ProjectId project : world.projects.ids()) {
        // Every third, so that the test stays short.
        if (project.index() % 3 != 0) continue;
        const Project& row = world.projects[project];
        const int year = 2026;
        const std::string text = "id = \"t\"\ntitle = \"T\"\nquestion = \"?\"\n[[build]]\nproject "
                                 "= \"" +
                                 row.id + "\"\nyear = " + std::to_string(year) + "\n";
        Result<Tables> changed = apply_scenario_text(tables.value(), text, folder / "t.toml");
        if (row.status == ProjectStatus::kBuilt && row.start &&
            row.start->first_day() <= Period::of_year(year).first) {
            EXPECT_FALSE(changed.ok()) << row.id;
            continue;
        }
        ASSERT_TRUE(changed.ok()) << changed.diagnostics().items()[0].to_string();
        const Result<World> built = build(std::move(changed).value());
        ASSERT_TRUE(built.ok()) << built.diagnostics().items()[0].to_string();
        EXPECT_EQ(state_of(built.value(), project, year),
                  state_of(with_project(world, project, year, true), project, year))
            << row.id;
        ++compared;
    }
    EXPECT_GT(compared, 10);
}

TEST(ScenarioBuild, OwnLinksAreThoseOfProjectHpp) {
    const Result<Tables> tables =
        read_tables(std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian");
    ASSERT_TRUE(tables.ok());
    const Result<World> base = build(tables.value());
    ASSERT_TRUE(base.ok());
    Tables copy = tables.value();
    const ScenarioInfo info;
    BuiltProjects built;
    const ScenarioEditor editor(copy, info, built);
    for (const ProjectId project : base.value().projects.ids()) {
        std::vector<std::string> expected;
        for (const LinkId link : own_links(base.value(), project)) {
            expected.push_back(base.value().links[link].id);
        }
        std::vector<std::string> found = own_links_of(editor, base.value().projects[project].id);
        std::sort(expected.begin(), expected.end());
        std::sort(found.begin(), found.end());
        EXPECT_EQ(found, expected) << base.value().projects[project].id;
    }
}

} // namespace
} // namespace isthmus::world
