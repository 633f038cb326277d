// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chronicle/test_event_files.hpp"

namespace isthmus::chronicle {
namespace {

world::World small_world() {
    world::World world;
    const auto add = [&](const std::string& id, const std::string& name, const std::string& iso) {
        world::Actor actor;
        actor.id = id;
        actor.name = name;
        actor.iso3166 = iso;
        world.index["actors"][id] = world.actors.push_back(actor).index();
    };
    add("russia", "Russia", "RUS");
    add("romania", "Romania", "ROU");
    add("alba", "Alba", "");
    add("twin-1", "Twin", "TWI");
    add("twin-2", "Twin", "TWI");
    world.aliases.push_back({{"alba"}, "en", "Albany", world::AliasKind::kName});
    world.aliases.push_back({{"alba"}, "ru", "Альб", world::AliasKind::kStem});
    return world;
}

TEST(CountryCodes, CodesAndNamesOfEachFormat) {
    const CountryCodes codes(small_world());
    EXPECT_EQ(codes.actor(EventFormat::kGdelt2, "RUS"), "russia");
    EXPECT_EQ(codes.actor(EventFormat::kPolecat, "ROU"), "romania");
    // GDELT writes ROM, which ISO has given up; POLECAT does not.
    EXPECT_EQ(codes.actor(EventFormat::kGdelt1, "ROM"), "romania");
    EXPECT_EQ(codes.actor(EventFormat::kPolecat, "ROM"), "");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "Russian Federation"), "russia");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "ALBA"), "alba");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "Albany"), "alba");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "Альб"), "");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "RUS"), "");
    EXPECT_EQ(codes.actor(EventFormat::kGdelt2, "Alba"), "");
}

TEST(CountryCodes, WhatFitsTwoActorsFitsNone) {
    const CountryCodes codes(small_world());
    EXPECT_EQ(codes.actor(EventFormat::kGdelt2, "TWI"), "");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "Twin"), "");
    EXPECT_EQ(codes.actor(EventFormat::kIcews, "twin-1"), "twin-1");
}

TEST(CountryCodes, FilesOfDifferentFormatsMeetInTheWorldsActors) {
    const EventFolder folder;
    GdeltRow gdelt{.id = "1", .source = "ROM", .target = "RUS"};
    IcewsRow icews{.id = "1", .source = "Romania", .target = "Russian Federation"};
    GdeltRow unknown{.id = "2", .source = "XYZ", .target = "RUS"};
    const std::vector<std::filesystem::path> files{
        folder.write("g", gdelt.text(kGdelt2) + unknown.text(kGdelt2)),
        folder.write("i", joined(icews_header()) + icews.text())};
    const SeriesBuilder builder = series_of(files, {}, CountryCodes(small_world()));
    const std::vector<PairSeries> series = builder.series();
    ASSERT_EQ(series.size(), 2U);
    // What the world lacks stays under its own code and is named.
    EXPECT_EQ(series[0].source, "XYZ");
    EXPECT_EQ(series[1].source, "romania");
    EXPECT_EQ(series[1].target, "russia");
    EXPECT_EQ(series[1].total().events, 2U);
    EXPECT_EQ(builder.summary().unmapped, (std::map<std::string, std::uint64_t>{{"XYZ", 1}}));
}

} // namespace
} // namespace isthmus::chronicle
