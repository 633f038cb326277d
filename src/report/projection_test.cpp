// SPDX-License-Identifier: Apache-2.0
#include "report/projection.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "report/map_labels.hpp"
#include "report/map_land.hpp"
#include "report/map_layout.hpp"
#include "report/outlines.hpp"
#include "report/svg.hpp"

namespace isthmus::report {
namespace {

// Snyder 1987, page 295: Lambert conformal conic on the sphere, parallels 33 and 45, origin 23 N 96
// W, the point 35 N 75 W: x = 0.2966785, y = 0.2462112 (y from the origin).
TEST(Projection, ConicMeetsSnydersExample) {
    const Projection conic = Projection::conic(-96, 33, 45);
    const Point origin = conic({-96, 23}), point = conic({-75, 35});
    EXPECT_NEAR(point.x - origin.x, 0.2966785, 1e-7);
    EXPECT_NEAR(point.y - origin.y, 0.2462112, 1e-7);
}

TEST(Projection, ConicIsTrueAlongItsParallelsInBothHemispheres) {
    for (const double sign : {1.0, -1.0}) {
        const Projection conic = Projection::conic(50, sign * 35, sign * 50);
        const double degree = std::acos(-1.0) / 180;
        const double step = distance(conic({50, sign * 35}), conic({50.01, sign * 35}));
        EXPECT_NEAR(step, 0.01 * degree * std::cos(35 * degree), 1e-9);
        EXPECT_GT(conic({50, sign * 35 + 1}).y, conic({50, sign * 35}).y) << "north is up";
        EXPECT_GT(conic({51, sign * 35}).x, conic({50, sign * 35}).x) << "east is right";
    }
}

TEST(Projection, ParallelsEvenlyAboutTheEquatorGiveMercator) {
    const Projection mercator = Projection::conic(0, -10, 10);
    EXPECT_NEAR(mercator({10, 0}).x, 10 * std::acos(-1.0) / 180, 1e-12);
    EXPECT_NEAR(mercator({0, 0}).y, 0, 1e-12);
    EXPECT_NEAR(mercator({0, 20}).y, -mercator({0, -20}).y, 1e-12);
}

// Savric, Patterson & Jenny 2018: the map is 2.05458 times as wide as high.
TEST(Projection, EqualEarthHasItsProportions) {
    const Projection earth = Projection::equal_earth(0);
    EXPECT_NEAR(earth({180, 0}).x / earth({0, 90}).y, 2.05458, 1e-4);
}

TEST(Projection, LongitudesWrap) {
    EXPECT_DOUBLE_EQ(wrap_longitude(190), -170);
    EXPECT_DOUBLE_EQ(wrap_longitude(-190), 170);
    EXPECT_DOUBLE_EQ(wrap_longitude(540), -180);
    EXPECT_NEAR(distance_km({49.9, 40.4}, {44.8, 41.7}), 450, 10);
}

TEST(Clip, RingsAndLinesStayInTheBox) {
    const Box box{0, 0, 10, 10};
    const auto ring = clip_ring({{-5, 5}, {5, -5}, {15, 5}, {5, 15}}, box);
    ASSERT_EQ(ring.size(), 8U);
    for (const Point p : ring) EXPECT_TRUE(box.grown(1e-9).contains(p));
    EXPECT_TRUE(clip_ring({{20, 20}, {30, 20}, {30, 30}}, box).empty());

    const auto pieces = clip_line({{-5, 2}, {5, 2}, {5, 20}, {8, 20}, {8, 5}}, box);
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_DOUBLE_EQ(pieces[0].front().x, 0);
    EXPECT_DOUBLE_EQ(pieces[0].back().y, 10);
    EXPECT_DOUBLE_EQ(pieces[1].front().y, 10);
}

TEST(Clip, ThinKeepsEndsAndCorners) {
    const auto line = thin({{0, 0}, {1, 0.01}, {2, 0}, {2, 5}}, 0.1);
    ASSERT_EQ(line.size(), 3U);
    EXPECT_DOUBLE_EQ(line[1].x, 2);
}

TEST(Svg, PathsAreShortAndAddUp) {
    EXPECT_EQ(svg_number(-0.04), "0");
    EXPECT_EQ(svg_number(12.35), "12.4");
    EXPECT_EQ(svg_path({{0, 0}, {1.04, 0}, {2.08, 0.5}}, true), "M0,0l1 0 1.1 .5z");
    EXPECT_EQ(svg_path({{1, 1}, {1, 1}}, false), "");
}

TEST(Outlines, TheCaspianIsWaterAndItsShoresAreLand) {
    // Even-odd rule over all rings, at places that no simplification reaches.
    const auto is_land = [](double x, double y) {
        bool inside = false;
        for (const auto& ring : outlines().land) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                const GeoPoint a = ring[i], b = ring[j];
                if ((a.latitude > y) != (b.latitude > y) &&
                    x < (b.longitude - a.longitude) * (y - a.latitude) / (b.latitude - a.latitude) +
                            a.longitude) {
                    inside = !inside;
                }
            }
        }
        return inside;
    };
    EXPECT_FALSE(is_land(51, 42)) << "Caspian";
    EXPECT_FALSE(is_land(35, 43.5)) << "Black Sea";
    EXPECT_FALSE(is_land(-30, 30)) << "Atlantic";
    EXPECT_TRUE(is_land(47, 40.5)) << "Azerbaijan";
    EXPECT_TRUE(is_land(57, 39)) << "Turkmenistan";
    EXPECT_TRUE(is_land(100, 60)) << "Siberia";
    EXPECT_GT(outlines().borders.size(), 100U);
}

TEST(Layout, AFewPlacesAreAllOnTheMainPanel) {
    const std::vector<GeoPoint> places = {{10, 50}, {12, 51}, {30, 40}};
    const MapLayout layout = make_layout(places, 1000);
    ASSERT_EQ(layout.panels.size(), 1U);
    for (const GeoPoint place : places) EXPECT_TRUE(layout.main().shows(place));
}

TEST(Layout, FarPlacesAreOnAnOverviewEvenAcrossTheDateLine) {
    std::vector<GeoPoint> places;
    for (int i = 0; i < 20; ++i) places.push_back({170.0 + i, 62.0 + i % 5});
    for (GeoPoint& place : places) place.longitude = wrap_longitude(place.longitude);
    places.push_back({20, 0});
    const MapLayout layout = make_layout(places, 1000);
    const Panel* overview = layout.find("overview");
    ASSERT_NE(overview, nullptr);
    std::size_t shown = 0;
    for (const GeoPoint place : places) {
        EXPECT_TRUE(overview->shows(place)) << place.longitude;
        shown += layout.main().shows(place) ? 1 : 0;
    }
    EXPECT_GE(shown, 10U) << "the region does not break at the date line";
    EXPECT_FALSE(land_path(layout.main()).empty());
}

TEST(Labels, NeverCoverOneAnother) {
    LabelPlacer placer({0, 0, 200, 100});
    std::size_t placed = 0;
    for (int i = 0; i < 40; ++i) placed += placer.beside({100, 50}, 2, "Nakhchivan", 11) ? 1 : 0;
    EXPECT_GE(placed, 2U);
    EXPECT_LE(placed, 8U) << "a dot has eight positions";
    EXPECT_FALSE(placer.beside({100, 50}, 2, "Nakhchivan", 11));
    EXPECT_FALSE(placer.near({100, 50}, {0, 1}, std::string(60, 'm'), 11))
        << "wider than the panel";
}

} // namespace
} // namespace isthmus::report
