// SPDX-License-Identifier: Apache-2.0
#include "world/project.hpp"

#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

/// The small world with a road from 2025 on, listed by the project `road`: closed before, with
/// dated rows.
SmallWorld& with_road(SmallWorld& world) {
    world.append("links.csv", "road,Road,road,hub,market,both,400,c1,");
    world.append("link_status.csv", "road,closed,2025,,,c1,");
    world.append("consents.csv", "road,brana,territory,,,c1,\nroad,alba-oil,operator,2026,,c1,");
    world.append("capacities.csv", "road,boxes,both,2025,2026,50,kTEU/a,,c1,\n"
                                   "road,boxes,both,2027,,80,kTEU/a,,c1,");
    world.append("costs.csv", "road,boxes,both,2025,,300,,USD/TEU,,,c1,");
    world.append("fees.csv", "road,boxes,brana,2023,2023,5,USD/TEU,c1,");
    return world.append("projects.csv", "road,Road,planned,2027-07,100,MUSD,road,c1,");
}

World loaded(const SmallWorld& files) {
    Result<World> world = files.load();
    if (world) return std::move(world).value();
    for (const std::string& line : lines_of(world.diagnostics(), files)) ADD_FAILURE() << line;
    return {};
}

ProjectId project(const World& world, const std::string& id) {
    return world.find<ProjectTag>("projects", id);
}
LinkId link(const World& world, const std::string& id) {
    return world.find<LinkTag>("links", id);
}

/// Capacity of a link by day, in the unit of its commodity; both directions.
double capacity(const World& world, const std::string& id, const std::string& commodity,
                const std::string& date) {
    const auto carried = world.find<CommodityTag>("commodities", commodity);
    double sum = 0;
    for (const Capacity& row : world.capacities) {
        if (row.link == link(world, id) && row.commodity == carried &&
            row.period.contains(parse_date(date)->first_day())) {
            sum += row.capacity;
        }
    }
    return world.commodities[carried].shown_quantity(sum);
}

std::vector<Status> status(const World& world, const std::string& id, const std::string& date) {
    std::vector<Status> result;
    for (const LinkStatus& row : world.link_status) {
        if (row.link == link(world, id) && row.period.contains(parse_date(date)->first_day())) {
            result.push_back(row.status);
        }
    }
    return result;
}

using States = std::vector<Status>;

TEST(WithProject, OpensItsLinksForTheWholeYearAndNoOther) {
    SmallWorld files;
    const World world = loaded(with_road(files));
    const World with = with_project(world, project(world, "road"), 2022, true);
    EXPECT_EQ(status(with, "road", "2022-01-01"), States{Status::kOpen});
    EXPECT_EQ(status(with, "road", "2022-12-31"), States{Status::kOpen});
    EXPECT_EQ(status(with, "road", "2021-12-31"), States{});
    EXPECT_EQ(status(with, "road", "2025-01-01"), States{Status::kClosed});
    EXPECT_EQ(status(with, "rail", "2016-01-01"), States{Status::kClosed});
    const World without = with_project(world, project(world, "road"), 2022, false);
    EXPECT_EQ(status(without, "road", "2022-06-01"), States{Status::kClosed});
}

TEST(WithProject, DatesRowsBeforeItsStartAsOnItsStart) {
    SmallWorld files;
    const World world = loaded(with_road(files));
    const World with = with_project(world, project(world, "road"), 2022, true);
    EXPECT_DOUBLE_EQ(capacity(with, "road", "boxes", "2022-05-01"), 80);
    EXPECT_DOUBLE_EQ(capacity(with, "road", "boxes", "2025-05-01"), 50); // other years as they were
    const Day day = reference_day(2022);
    const auto dated = [&](const auto& rows) {
        return std::count_if(rows.begin(), rows.end(), [&](const auto& row) {
            return row.link == link(with, "road") && row.period.contains(day);
        });
    };
    EXPECT_EQ(dated(with.consents), 2); // the operator that comes in 2026 as well
    EXPECT_EQ(dated(with.costs), 1);
    EXPECT_EQ(dated(with.fees), 0); // a fee that ends before the start is none
    // In the year of its start the days before it have the rows of the start, too.
    const World starting = with_project(world, project(world, "road"), 2027, true);
    EXPECT_DOUBLE_EQ(capacity(starting, "road", "boxes", "2027-02-01"), 80);
    EXPECT_DOUBLE_EQ(capacity(starting, "road", "boxes", "2027-08-01"), 80);
    EXPECT_DOUBLE_EQ(capacity(starting, "road", "boxes", "2026-12-31"), 50);
}

TEST(WithProject, TakesTheNearestRowWhereNoneCoversTheDay) {
    SmallWorld files;
    with_road(files).replace("projects.csv", "2027-07,100", "2024,100");
    const World world = loaded(files);
    const World with = with_project(world, project(world, "road"), 2022, true);
    EXPECT_DOUBLE_EQ(capacity(with, "road", "boxes", "2022-05-01"), 50);
}

TEST(WithProject, OverridesClosuresOfItsLinksOnly) {
    SmallWorld files;
    with_road(files).append("restrictions.csv",
                            "both,Both,closure,brana,,,rail;road,2022,2022,,,c1,");
    const World world = loaded(files);
    const World with = with_project(world, project(world, "road"), 2022, true);
    EXPECT_EQ(with.restrictions[with.find<RestrictionTag>("restrictions", "both")].links,
              std::vector<LinkId>{link(with, "rail")});
    const World without = with_project(world, project(world, "road"), 2022, false);
    EXPECT_EQ(without.restrictions[with.find<RestrictionTag>("restrictions", "both")].links.size(),
              2U);
}

TEST(WithProject, AddsAnEnlargementThatTheRowsDoNotInclude) {
    SmallWorld files;
    const World world = loaded(files); // pipe, gas: 8 bcm/a in all years; wider adds 4 from 2028-06
    const ProjectId wider = project(world, "wider");
    const World with = with_project(world, wider, 2022, true);
    EXPECT_DOUBLE_EQ(capacity(with, "pipe", "gas", "2022-05-01"), 12);
    EXPECT_DOUBLE_EQ(capacity(with, "pipe", "gas", "2023-05-01"), 8);
    EXPECT_DOUBLE_EQ(capacity(with, "pipe", "crude", "2022-05-01"),
                     capacity(world, "pipe", "crude", "2022-05-01"));
    // A plan that no row of 2028 follows is not included in 2030 either.
    EXPECT_DOUBLE_EQ(capacity(with_project(world, wider, 2030, false), "pipe", "gas", "2030-05"),
                     8);
    EXPECT_DOUBLE_EQ(capacity(with_project(world, wider, 2030, true), "pipe", "gas", "2030-05"),
                     12);
}

TEST(WithProject, KnowsAnEnlargementThatTheRowsInclude) {
    SmallWorld files;
    files.replace("capacities.csv", "pipe,gas,forward,,,8,",
                  "pipe,gas,forward,,2028-05,8,bcm/a,,c1,\npipe,gas,forward,2028-06,,12,");
    const World world = loaded(files);
    const ProjectId wider = project(world, "wider");
    const World with = with_project(world, wider, 2028, true);
    EXPECT_DOUBLE_EQ(capacity(with, "pipe", "gas", "2028-05-31"), 12);
    EXPECT_DOUBLE_EQ(capacity(with, "pipe", "gas", "2028-06-01"), 12);
    const World without = with_project(world, wider, 2028, false);
    EXPECT_DOUBLE_EQ(capacity(without, "pipe", "gas", "2028-05-31"), 8);
    EXPECT_DOUBLE_EQ(capacity(without, "pipe", "gas", "2028-06-01"), 8);
}

TEST(WithProject, TakesOffWhatABuiltProjectAddedButNotBelowZero) {
    SmallWorld files;
    files.replace("projects.csv", "planned,2028-06", "built,2010");
    const World world = loaded(files);
    const ProjectId wider = project(world, "wider");
    EXPECT_DOUBLE_EQ(capacity(with_project(world, wider, 2022, false), "pipe", "gas", "2022-05"),
                     4);
    EXPECT_DOUBLE_EQ(capacity(with_project(world, wider, 2022, true), "pipe", "gas", "2022-05"), 8);
    SmallWorld large;
    large.replace("projects.csv", "planned,2028-06", "built,2010")
        .replace("project_capacities.csv", "4000", "40000");
    const World small = loaded(large);
    EXPECT_DOUBLE_EQ(capacity(with_project(small, wider, 2022, false), "pipe", "gas", "2022-05"),
                     0);
}

TEST(WithProject, EnlargesTheTrackThatBindsTheLinkAlone) {
    SmallWorld files;
    files.append("project_capacities.csv",
                 "wider,rail,boxes,100,kTEU/a,c1,\nwider,rail,crude,1,Mt/a,c1,");
    const World world = loaded(files); // track: boxes of 12 t, crude counts twice, 8 Mt/a from 2016
    const auto track = [](const World& of) {
        double limit = 0;
        for (const GroupCapacity& row : of.group_capacities) {
            if (row.period.contains(reference_day(2022))) limit += row.capacity;
        }
        return limit;
    };
    const World with = with_project(world, project(world, "wider"), 2022, true);
    // 100 kTEU are 1.2 Mt, 1 Mt of crude counts for 2 Mt: the larger one.
    EXPECT_NEAR(track(with) / track(world), 10.0 / 8.0, 1e-12);
}

TEST(ProjectLinks, AreItsOwnAndThoseItEnlarges) {
    SmallWorld files;
    const World world = loaded(with_road(files));
    EXPECT_EQ(own_links(world, project(world, "road")), std::vector<LinkId>{link(world, "road")});
    EXPECT_TRUE(own_links(world, project(world, "wider")).empty());
    EXPECT_EQ(project_links(world, project(world, "wider")),
              std::vector<LinkId>{link(world, "pipe")});
    EXPECT_EQ(project_commodities(world, project(world, "road")),
              std::vector<CommodityId>{world.find<CommodityTag>("commodities", "boxes")});
    EXPECT_EQ(project_commodities(world, project(world, "wider")),
              std::vector<CommodityId>{world.find<CommodityTag>("commodities", "gas")});
}

TEST(ProjectLinks, CountAStretchWhoseServiceBeginsWithTheProject) {
    SmallWorld files;
    with_road(files)
        .replace("link_status.csv", "road,closed,2025,", "road,open,2027-07,")
        .replace("projects.csv", "MUSD,road,c1", "MUSD,,c1")
        .append("project_capacities.csv", "road,road,boxes,30,kTEU/a,c1,");
    const World world = loaded(files);
    const ProjectId road = project(world, "road");
    EXPECT_EQ(own_links(world, road), std::vector<LinkId>{link(world, "road")});
    const World with = with_project(world, road, 2022, true);
    EXPECT_EQ(status(with, "road", "2022-05-01"), States{Status::kOpen});
    EXPECT_DOUBLE_EQ(capacity(with, "road", "boxes", "2022-05-01"), 80); // stated, not added
    EXPECT_EQ(status(with_project(world, road, 2028, false), "road", "2028-05-01"),
              States{Status::kClosed});
}

} // namespace
} // namespace isthmus::world
