// SPDX-License-Identifier: Apache-2.0
// For the tests of this module: small random worlds in which every kind of number has a say.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "base/random.hpp"
#include "flow/test_world.hpp"

namespace isthmus::provenance {

/// The year that random worlds are asked about: between the anchors of some of their series.
inline constexpr int kYear = 2020;

/// Three states with fields, a ring of pipelines through them with a shared capacity, a branch with
/// two owners, a fee, losses, contracts, a quota, a surcharge and a price cap, and freight over
/// railways whose cost comes from their mode. Prices and capacities are random, so that sometimes
/// one capacity binds and sometimes another.
class RandomWorld {
  public:
    explicit RandomWorld(std::uint64_t seed) : random_(seed) {}

    world::World build() {
        for (const std::string state : {"a", "b", "c"}) {
            world_.state(state).node(state + "-node", state);
        }
        world_.add("actors",
                   {{"id", "a-gas"}, {"name", "a-gas"}, {"kind", "company"}, {"home", "a"}});
        fuel_links();
        fuel_trade();
        politics();
        freight();
        return world_.build();
    }

  private:
    double number(double low, double high) {
        // Round numbers, as tables have them.
        return std::round(100 * (low + (high - low) * random_.unit())) / 100;
    }
    std::string text(double low, double high) { return format_number(number(low, high)); }

    void pipeline(const std::string& id, const std::string& from, const std::string& to) {
        world_.add("links", {{"id", id},
                             {"name", id},
                             {"mode", "pipeline"},
                             {"from_node", from},
                             {"to_node", to},
                             {"direction", "both"},
                             {"length", "100"}});
        world_.add("link_status", {{"link", id}, {"status", "open"}});
        world_.add("consents",
                   {{"link", id}, {"actor", from.substr(0, 1)}, {"capacity", "territory"}});
        // Two capacities in one year.
        world_.add("capacities", {{"link", id},
                                  {"commodity", "gas"},
                                  {"to", "2020-04"},
                                  {"capacity", text(2, 12)},
                                  {"unit", "bcm/a"}});
        world_.add("capacities", {{"link", id},
                                  {"commodity", "gas"},
                                  {"from", "2020-05"},
                                  {"capacity", text(2, 12)},
                                  {"unit", "bcm/a"}});
        world_.add("costs", {{"link", id},
                             {"commodity", "gas"},
                             {"cost", text(5, 20)},
                             {"tariff", text(20, 40)},
                             {"loss", text(0, 0.08)},
                             {"unit", "USD/1000m3"}});
    }

    void fuel_links() {
        pipeline("ab", "a-node", "b-node");
        pipeline("bc", "b-node", "c-node");
        pipeline("ac", "a-node", "c-node");
        world_.add("ownership", {{"link", "bc"}, {"actor", "a-gas"}, {"share", "0.4"}});
        world_.add("ownership", {{"link", "bc"}, {"actor", "b"}, {"share", "0.6"}});
        world_.add("fees", {{"link", "ab"},
                            {"commodity", "gas"},
                            {"actor", "b"},
                            {"fee", text(1, 9)},
                            {"unit", "USD/1000m3"}});
        world_.add("capacity_groups", {{"id", "hub"}, {"name", "hub"}});
        for (const char* link : {"bc", "ac"}) {
            world_.add("group_members",
                       {{"group", "hub"}, {"link", link}, {"commodity", "gas"}, {"use", "1.5"}});
        }
        world_.add("group_capacities",
                   {{"group", "hub"}, {"capacity", text(6, 20)}, {"unit", "bcm/a"}});
    }

    void series(const std::string& table, const std::string& node, const std::string& actor,
                double price, double elasticity, double capacity) {
        // The year lies between two anchors of the series.
        for (const char* year : {"2018", "2022"}) {
            flow::TestWorld::Cells cells{{"node", node},
                                         {"commodity", "gas"},
                                         {"actor", actor},
                                         {"year", year},
                                         {"quantity", text(4, 9)},
                                         {"unit", "bcm/a"},
                                         {"price", format_number(price + number(0, 20))},
                                         {"price_unit", "USD/1000m3"},
                                         {"elasticity", format_number(elasticity)}};
            if (capacity > 0) {
                cells.emplace_back("capacity", format_number(capacity + number(0, 3)));
                cells.emplace_back("floor_price", "10");
            } else {
                cells.emplace_back("choke_price", "900");
            }
            world_.add(table, cells);
        }
    }

    void fuel_trade() {
        series("supply", "a-node", "a-gas", 60, 0.8, 14);
        series("supply", "b-node", "b", 90, 0.5, 10);
        series("demand", "a-node", "a", 120, -0.4, 0);
        series("demand", "b-node", "b", 180, -0.5, 0);
        series("demand", "c-node", "c", 240, -0.6, 0);
    }

    void politics() {
        world_.add("contracts", {{"id", "take"},
                                 {"name", "take"},
                                 {"seller", "b"},
                                 {"buyer", "c"},
                                 {"commodity", "gas"},
                                 {"from", "2010"},
                                 {"minimum", text(0.2, 1)},
                                 {"maximum", text(1.2, 3)},
                                 {"unit", "bcm/a"}});
        world_.add("restrictions", {{"id", "quota"},
                                    {"name", "quota"},
                                    {"kind", "quota"},
                                    {"imposed_by", "c"},
                                    {"target", "a"},
                                    {"commodity", "gas"},
                                    {"value", text(1, 6)},
                                    {"unit", "bcm/a"}});
        world_.add("restrictions", {{"id", "dear"},
                                    {"name", "dear"},
                                    {"kind", "surcharge"},
                                    {"imposed_by", "c"},
                                    {"target", "b"},
                                    {"commodity", "gas"},
                                    {"links", "bc"},
                                    {"value", text(1, 9)},
                                    {"unit", "USD/1000m3"}});
    }

    void freight() {
        for (const std::string to : {"b", "c"}) {
            const std::string id = "rail-" + to;
            world_.add("links", {{"id", id},
                                 {"name", id},
                                 {"mode", "rail"},
                                 {"from_node", "a-node"},
                                 {"to_node", to + "-node"},
                                 {"direction", "both"},
                                 {"length", text(300, 900)}});
            world_.add("link_status", {{"link", id}, {"status", "open"}});
            world_.add("consents", {{"link", id}, {"actor", to}, {"capacity", "territory"}});
            world_.add("capacities", {{"link", id},
                                      {"commodity", "containers"},
                                      {"capacity", text(20, 90)},
                                      {"unit", "kTEU/a"}});
            world_.add("freight_demand", {{"origin", "a-node"},
                                          {"destination", to + "-node"},
                                          {"commodity", "containers"},
                                          {"shipper", "a"},
                                          {"actor", to},
                                          {"year", "2020"},
                                          {"quantity", text(30, 80)},
                                          {"unit", "kTEU/a"},
                                          {"price", text(600, 900)},
                                          {"price_unit", "USD/TEU"},
                                          {"elasticity", "-0.7"}});
        }
        world_.add("mode_costs", {{"mode", "rail"},
                                  {"commodity", "containers"},
                                  {"fixed", text(20, 60)},
                                  {"per_km", text(0.3, 0.6)},
                                  {"unit", "USD/TEU"},
                                  {"days_fixed", "2"},
                                  {"km_per_day", "250"}});
    }

    flow::TestWorld world_;
    SplitMix64 random_;
};

/// One pipeline from s to i, with p = 10 q at s and p = 300 - 30 q at i and a cost of 20: 7 would
/// flow, but a paper says that the line carries 5; another one says 8.
inline flow::TestWorld disputed_world() {
    flow::TestWorld world;
    for (const std::string state : {"s", "i"}) world.state(state).node(state + "-node", state);
    world.gas_supply("s-node", "s", 5, 50, 1, 20).gas_demand("i-node", "i", 5, 150, -1);
    for (const std::string paper : {"paper", "other-paper"}) {
        world.add("sources", {{"id", paper}, {"title", paper}, {"kind", "press"}});
        world.add("claims", {{"id", paper + "-capacity"},
                             {"subject", "pipe"},
                             {"kind", "link"},
                             {"property", "capacity"},
                             {"value", paper == "paper" ? "5" : "8"},
                             {"unit", "bcm/a"},
                             {"from", "2020"},
                             {"to", "2020"},
                             {"source", paper},
                             {"confidence", "stated"}});
    }
    world.add("links", {{"id", "pipe"},
                        {"name", "Pipe"},
                        {"mode", "pipeline"},
                        {"from_node", "s-node"},
                        {"to_node", "i-node"},
                        {"direction", "forward"},
                        {"length", "100"}});
    world.add("link_status", {{"link", "pipe"}, {"status", "open"}});
    world.add("consents", {{"link", "pipe"}, {"actor", "s"}, {"capacity", "territory"}});
    world.add("capacities", {{"link", "pipe"},
                             {"commodity", "gas"},
                             {"capacity", "5"},
                             {"unit", "bcm/a"},
                             {"claims", "paper-capacity"}});
    world.add("costs", {{"link", "pipe"},
                        {"commodity", "gas"},
                        {"cost", "20"},
                        {"tariff", "20"},
                        {"loss", "0"},
                        {"unit", "USD/1000m3"}});
    return world;
}

} // namespace isthmus::provenance
