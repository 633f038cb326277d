// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <set>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

const Unit& unit(std::string_view name) {
    const Unit* found = find_unit(name);
    if (found == nullptr) throw std::invalid_argument(std::string(name));
    return *found;
}

Quality full_quality() {
    Quality quality;
    quality.barrels_per_tonne = 7.33;
    quality.gross_calorific_value = 38.0;
    quality.net_calorific_value = 34.2;
    quality.tonnes_per_teu = 12;
    return quality;
}

double factor(std::string_view from, std::string_view to, const Quality& quality = full_quality()) {
    const Conversion result = conversion(unit(from), unit(to), quality);
    EXPECT_EQ(result.problem, "") << from << " to " << to;
    return result.factor;
}

std::string problem(std::string_view from, std::string_view to, const Quality& quality) {
    const Conversion result = conversion(unit(from), unit(to), quality);
    EXPECT_EQ(result.factor, 0);
    return result.problem;
}

TEST(Units, TableIsSound) {
    std::set<std::string> names, canonical, dimensions;
    for (const Unit& item : all_units()) {
        EXPECT_TRUE(names.insert(item.name).second) << item.name;
        EXPECT_FALSE(item.meaning.empty()) << item.name;
        dimensions.insert(item.dimension);
        if (item.factor == 1) canonical.insert(item.dimension);
    }
    // Prices of energy and containers have no canonical unit that anyone quotes.
    dimensions.erase("gross_energy_price");
    dimensions.erase("container_price");
    EXPECT_EQ(canonical, dimensions);
    EXPECT_EQ(find_unit("furlong"), nullptr);
}

TEST(Units, WithinADimension) {
    EXPECT_DOUBLE_EQ(factor("kt/a", "Mt/a"), 1e-3);
    EXPECT_DOUBLE_EQ(factor("Mb/d", "kb/d"), 1000);
    EXPECT_DOUBLE_EQ(factor("kb/d", "Mbbl/a"), 0.36525);
    EXPECT_DOUBLE_EQ(factor("TWh_gross/a", "PJ_gross/a"), 3.6);
    EXPECT_DOUBLE_EQ(factor("BUSD", "USD"), 1e9);
    EXPECT_EQ(factor("Mt/a", "Mt/a", Quality()), 1);
}

TEST(Units, BarrelsAndTonnes) {
    EXPECT_DOUBLE_EQ(factor("Mt/a", "Mbbl/a"), 7.33);
    EXPECT_DOUBLE_EQ(factor("Mbbl/a", "Mt/a"), 1 / 7.33);
    // The 1 Mb/d of the Baku-Tbilisi-Ceyhan pipeline is about 50 Mt/a.
    EXPECT_NEAR(factor("Mb/d", "Mt/a"), 49.83, 0.01);
    EXPECT_DOUBLE_EQ(factor("Mbbl", "kt"), 1000 / 7.33);
    EXPECT_DOUBLE_EQ(factor("USD/bbl", "USD/t"), 7.33);
    EXPECT_DOUBLE_EQ(factor("USD/t", "USD/bbl"), 1 / 7.33);
}

TEST(Units, CubicMetresAndEnergy) {
    EXPECT_DOUBLE_EQ(factor("bcm/a", "PJ_gross/a"), 38);
    EXPECT_DOUBLE_EQ(factor("bcm/a", "TWh_gross/a"), 38 / 3.6);
    EXPECT_DOUBLE_EQ(factor("bcm/a", "PJ_net/a"), 34.2);
    EXPECT_DOUBLE_EQ(factor("PJ_gross/a", "PJ_net/a"), 34.2 / 38);
    EXPECT_DOUBLE_EQ(factor("TWh_net/a", "mcm/d"), 3.6 / 34.2 / 0.36525);
    // 10 USD/MMBtu at 38 MJ/m3: 1000 m3 are 38 GJ, which are 36.017 MMBtu.
    EXPECT_NEAR(factor("USD/MMBtu", "USD/1000m3") * 10, 360.17, 0.01);
    EXPECT_NEAR(factor("USD/MWh_gross", "USD/MMBtu"), 0.293071, 1e-6);
}

TEST(Units, ContainersAndTonnes) {
    EXPECT_DOUBLE_EQ(factor("kTEU/a", "Mt/a"), 0.012);
    EXPECT_DOUBLE_EQ(factor("TEU/a", "t/a"), 12);
    EXPECT_DOUBLE_EQ(factor("Mt/a", "TEU/a"), 1e6 / 12);
    EXPECT_DOUBLE_EQ(factor("USD/TEU", "USD/t"), 1.0 / 12);
    EXPECT_DOUBLE_EQ(factor("TEU/a", "Mbbl/a"), 12e-6 * 7.33);
}

TEST(Units, PriceTimesFlowIsTheSameMoneyInAnyUnits) {
    const Quality quality = full_quality();
    for (const Unit& flow : all_units()) {
        for (const Unit& other : all_units()) {
            const Conversion there = conversion(flow, other, quality);
            const Conversion back = conversion(other, flow, quality);
            ASSERT_EQ(there.problem.empty(), back.problem.empty()) << flow.name << other.name;
            if (!there.problem.empty()) continue;
            EXPECT_NEAR(there.factor * back.factor, 1, 1e-12) << flow.name << " " << other.name;
        }
    }
    EXPECT_NEAR(factor("bcm/a", "TWh_gross/a") * factor("USD/1000m3", "USD/MWh_gross"), 1, 1e-9);
    EXPECT_NEAR(factor("Mt/a", "Mbbl/a") * factor("USD/t", "USD/bbl"), 1, 1e-12);
    EXPECT_NEAR(factor("TEU/a", "t/a") * factor("USD/TEU", "USD/t"), 1, 1e-12);
}

TEST(Units, MissingPropertiesAreNamed) {
    Quality quality;
    EXPECT_EQ(problem("Mt/a", "Mbbl/a", quality), "barrels_per_tonne is not given");
    EXPECT_EQ(problem("PJ_gross/a", "PJ_net/a", quality),
              "gross_calorific_value is not given and net_calorific_value is not given");
    quality.gross_calorific_value = 38;
    EXPECT_EQ(problem("PJ_gross/a", "PJ_net/a", quality), "net_calorific_value is not given");
    quality.barrels_per_tonne = 0;
    EXPECT_EQ(problem("Mbbl/a", "Mt/a", quality), "barrels_per_tonne is not above zero");
}

TEST(Units, WhatDoesNotConvert) {
    const Quality quality = full_quality();
    EXPECT_EQ(problem("Mt/a", "bcm/a", quality), "no property of a commodity ties Mt/a to bcm/a");
    EXPECT_EQ(problem("Mt", "Mt/a", quality), "Mt is a unit of amount, Mt/a one of flow");
    EXPECT_EQ(problem("USD/t", "Mt/a", quality), "USD/t is a unit of price, Mt/a one of flow");
    EXPECT_NE(problem("MUSD", "Mt", quality), "");
}

} // namespace
} // namespace isthmus
