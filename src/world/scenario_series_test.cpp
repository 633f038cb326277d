// SPDX-License-Identifier: Apache-2.0
// Supply and demand in years: a change for some years leaves the others alone.
#include <cmath>

#include "base/random.hpp"
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

const std::vector<std::string> kDemand{"year", "quantity", "price", "claims", "note"};

/// A demand for crude in 2010 and 2020, with a choke price in 2020 alone.
void add_series(SmallWorld& files) {
    files.append("demand.csv", "market,crude,cyra,2010,1,Mt/a,50,,USD/bbl,-0.1,c1,");
}

TEST(ScenarioSeries, ChangesSomeYearsAndKeepsTheOthers) {
    SmallWorld files;
    add_series(files);
    const World world =
        changed_world(files, "[[demand]]\nnode = \"market\"\ncommodity = \"crude\"\nscale = 0.5\n"
                             "from = 2012\nto = 2013\n");
    // Linear from 1 at 50 in 2010 to 3 at 60 in 2020. 2014 and 2015 keep where the choke price
    // begins.
    EXPECT_EQ(
        rows_of(world, "demand", {{"commodity", "crude"}}, kDemand),
        (Lines{"2020|3|60|c1|", "2010|1|50|c1|", "2011|1.2|51|c1|between 2010 and 2020",
               "2012|0.7|52|c1;scenario-s|between 2010 and 2020",
               "2013|0.8|53|c1;scenario-s|between 2010 and 2020",
               "2014|1.8|54|c1|between 2010 and 2020", "2015|2|55|c1|between 2010 and 2020"}));
    EXPECT_EQ(rows_of(world, "demand", {{"commodity", "crude"}}, {"year", "choke_price"}),
              (Lines{"2020|90", "2010|", "2011|", "2012|", "2013|", "2014|", "2015|90"}));
}

TEST(ScenarioSeries, OpenEndsAndYearsWithRows) {
    SmallWorld files;
    add_series(files);
    const World late = changed_world(
        files, "[[demand]]\ncommodity = \"crude\"\nadd = 1000\nunit = \"kt/a\"\nfrom = 2020\n");
    EXPECT_EQ(rows_of(late, "demand", {{"commodity", "crude"}}, {"year", "quantity"}),
              (Lines{"2020|4", "2010|1", "2014|1.8", "2015|2", "2019|2.8"}));
    const World all = changed_world(files, "[[demand]]\nactor = \"cyra\"\nscale = 2\n");
    EXPECT_EQ(rows_of(all, "demand", {}, {"commodity", "year", "quantity"}),
              (Lines{"crude|2020|6", "gas|2020|80", "crude|2010|2"}));
}

TEST(ScenarioSeries, SupplyScalesCapacityToo) {
    SmallWorld files;
    const World scaled =
        changed_world(files, "[[supply]]\nnode = \"field\"\ncommodity = \"gas\"\nscale = 0.5\n");
    EXPECT_EQ(rows_of(scaled, "supply", {{"commodity", "gas"}}, {"quantity", "capacity", "price"}),
              Lines{"21|42|100"});
    const World added =
        changed_world(files, "[[supply]]\ncommodity = \"gas\"\nadd = -2000\nunit = \"mcm/a\"\n");
    EXPECT_EQ(rows_of(added, "supply", {{"commodity", "gas"}}, {"quantity", "capacity"}),
              Lines{"40|82"});
}

TEST(ScenarioSeries, Freight) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[freight]]\norigin = \"hub\"\nshipper = \"brana\"\nscale = 3\n");
    EXPECT_EQ(rows_of(world, "freight_demand", {}, {"quantity"}), Lines{"72"});
}

/// A number of a series in a year, as flow/market_year.hpp reads it; NaN outside of the rows.
double at(const std::vector<Demand>& rows, int year, double Demand::*number) {
    const Demand *before = nullptr, *after = nullptr;
    for (const Demand& row : rows) {
        if (row.year <= year && (before == nullptr || row.year > before->year)) before = &row;
        if (row.year >= year && (after == nullptr || row.year < after->year)) after = &row;
    }
    if (before == nullptr || after == nullptr) return std::nan("");
    if (after->year == before->year) return before->*number;
    const double weight = static_cast<double>(year - before->year) / (after->year - before->year);
    return before->*number + weight * (after->*number - before->*number);
}

TEST(ScenarioSeries, RandomSpansOfRandomSeriesLeaveOtherYearsAlone) {
    SplitMix64 random(7);
    for (int trial = 0; trial < 12; ++trial) {
        SmallWorld files;
        std::string table = "node,commodity,actor,year,quantity,unit,price,choke_price,price_unit,"
                            "elasticity,claims,note\n";
        for (int year = 2000; year <= 2030; ++year) {
            if (random.below(4) != 0 && year != 2015) continue;
            table += "market,crude,cyra," + std::to_string(year) + "," +
                     format_number(1 + random.unit() * 9) + ",Mt/a," +
                     format_number(40 + random.unit() * 40) + ",,USD/bbl,-0." +
                     std::to_string(1 + random.below(8)) + ",c1,\n";
        }
        files.set("demand.csv", table);
        const int first = 2000 + static_cast<int>(random.below(16));
        const int last = 2015 + static_cast<int>(random.below(16));
        const double factor = random.unit() * 3;
        const World base = changed_world(files, "");
        const World world =
            changed_world(files, "[[demand]]\nnode = \"market\"\nscale = " + format_number(factor) +
                                     "\nfrom = " + std::to_string(first) +
                                     "\nto = " + std::to_string(last) + "\n");
        for (int year = 2000; year <= 2030; ++year) {
            const double expected = at(base.demand, year, &Demand::quantity) *
                                    (year >= first && year <= last ? factor : 1);
            const double found = at(world.demand, year, &Demand::quantity);
            if (std::isnan(expected)) {
                EXPECT_TRUE(std::isnan(found)) << year;
                continue;
            }
            EXPECT_NEAR(found, expected, 1e-12 * expected) << year << " in trial " << trial;
            const double price = at(base.demand, year, &Demand::price);
            EXPECT_NEAR(at(world.demand, year, &Demand::price), price, 1e-12 * price);
            EXPECT_NEAR(at(world.demand, year, &Demand::elasticity),
                        at(base.demand, year, &Demand::elasticity), 1e-12);
        }
    }
}

TEST(ScenarioSeriesFaults, ToldAtOnce) {
    SmallWorld files;
    add_series(files);
    files.append("demand.csv", "hub,crude,brana,2020,1,Mt/a,50,,USD/bbl,-0.1,c1,")
        .append("demand.csv", "hub,gas,brana,2010,1,bcm/a,50,,USD/1000m3,-0.1,c1,")
        .append("demand.csv", "hub,gas,brana,2020,1000,mcm/a,50,,USD/1000m3,-0.1,c1,");
    EXPECT_EQ(
        faults_of(files,
                  "[[demand]]\nscale = 2\n"                                       // 4
                  "[[demand]]\ncommodity = \"crude\"\nset = 2\n"                  // 6
                  "[[demand]]\ncommodity = \"crude\"\nadd = 2\nunit = \"Mt/a\"\n" // 9
                  "[[demand]]\nnode = \"hub\"\ncommodity = \"crude\"\nadd = -2\nunit = \"Mt/a\"\n"
                  "[[demand]]\nnode = \"hub\"\ncommodity = \"gas\"\nscale = 2\nfrom = 2015\n" // 18
                  "[[demand]]\nnode = \"field\"\nscale = 2\n"                                 // 23
                  "[[demand]]\nnode = \"hub\"\nscale = 2\nfrom = 2025\n"                      // 26
                  "[[demand]]\nnode = \"hub\"\nscale = 2\nfrom = 2031\nto = \"2020-05\"\n"
                  "[[supply]]\nnode = \"field\"\nscale = -2\n"),
        (Lines{"E238 | scenarios/s.toml:4 | node |  | at least one of node, actor, commodity | ",
               "E238 | scenarios/s.toml:6 | scale |  | exactly one of scale, add | ",
               "E203 | scenarios/s.toml:8 | set |  | node, actor, commodity, scale, add, unit, "
               "from, to, claims or note | ",
               "E243 | scenarios/s.toml:11 | add | 2 | one series, for an amount is not divided | "
               "2 series match: name more of node, actor, commodity, or use scale",
               "E242 | scenarios/s.toml:16 | add | -2 | at least -1 Mt/a, so that nothing falls "
               "below zero in 2020 | ",
               "E245 | scenarios/s.toml:18 | demand | bcm/a in 2010 and mcm/a in 2020 | one unit "
               "in both years, between which the change begins or ends | in demand.csv:7",
               "E233 | scenarios/s.toml:24 | node | node = field | a row of demand | ",
               "E233 | scenarios/s.toml:29 | from | 2025 to 2030 | years that the series has | ",
               "E237 | scenarios/s.toml:33 | from | 2031 | a year from 2000 to 2030, the years of "
               "the world | ",
               "E205 | scenarios/s.toml:34 | to | 2020-05 | a year such as 2025, for a series has "
               "no days | ",
               "E242 | scenarios/s.toml:37 | scale | -2 | a number not below zero | "}));
}

} // namespace
} // namespace isthmus::world
