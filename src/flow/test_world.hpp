// SPDX-License-Identifier: Apache-2.0
// Worlds for tests, made row by row as an analyst would write them.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "world/world.hpp"

namespace isthmus::flow {

class TestWorld {
  public:
    using Cells = std::vector<std::pair<std::string, std::string>>;

    TestWorld() {
        tables_.manifest = {"test", "Test", "", "CC-BY-4.0", "", 2000, 2030, 2020, 0, {}};
        for (const auto& schema : world::schema()) tables_.tables[schema.name].schema = &schema;
        add("sources", {{"id", "s"}, {"title", "Invented for a test"}, {"kind", "estimate"}});
        add("claims", {{"id", "c"},
                       {"subject", "x"},
                       {"kind", "link"},
                       {"property", "x"},
                       {"source", "s"},
                       {"confidence", "estimate"},
                       {"note", "invented"}});
        add("commodities", {{"id", "gas"},
                            {"name", "Gas"},
                            {"kind", "fuel"},
                            {"unit", "bcm/a"},
                            {"price_unit", "USD/1000m3"},
                            {"gross_calorific_value", "40"}});
        add("commodities", {{"id", "containers"},
                            {"name", "Containers"},
                            {"kind", "freight"},
                            {"unit", "kTEU/a"},
                            {"price_unit", "USD/TEU"},
                            {"tonnes_per_teu", "10"},
                            {"value_of_time", "20"}});
    }

    /// Adds a row; a column `claims` that is not given cites the claim "c".
    TestWorld& add(const std::string& table, const Cells& cells) {
        world::Table& target = tables_.tables[table];
        world::Row row;
        row.cells.resize(target.schema->columns.size());
        const auto claims = target.schema->find_column("claims");
        if (claims) row.cells[*claims] = "c";
        for (const auto& [column, value] : cells) {
            const auto place = target.schema->find_column(column);
            EXPECT_TRUE(place.has_value()) << table << " has no column " << column;
            if (place) row.cells[*place] = value;
        }
        row.origin = {table + ".csv", target.rows.size() + 2};
        target.rows.push_back(row);
        return *this;
    }

    /// A state with a territory of the same name that it controls.
    TestWorld& state(const std::string& id) {
        add("actors", {{"id", id}, {"name", id}, {"kind", "state"}});
        add("territories", {{"id", id}, {"name", id}});
        return add("control", {{"territory", id}, {"actor", id}, {"capacity", "de_facto"}});
    }

    TestWorld& node(const std::string& id, const std::string& territory, double longitude = 0) {
        return add("nodes", {{"id", id},
                             {"name", id},
                             {"kind", "hub"},
                             {"territory", territory},
                             {"latitude", "0"},
                             {"longitude", format_number(longitude)}});
    }

    /// A link in service in all years with consent of the first node's territory, a capacity and a
    /// cost.
    TestWorld& link(const std::string& id, const std::string& from, const std::string& to,
                    const std::string& commodity, double capacity, double cost,
                    const std::string& direction = "both") {
        const bool gas = commodity == "gas";
        add("links", {{"id", id},
                      {"name", id},
                      {"mode", gas ? "pipeline" : "rail"},
                      {"from_node", from},
                      {"to_node", to},
                      {"direction", direction},
                      {"length", "1000"}});
        add("link_status", {{"link", id}, {"status", "open"}});
        add("consents", {{"link", id}, {"actor", territory_of(from)}, {"capacity", "territory"}});
        add("capacities", {{"link", id},
                           {"commodity", commodity},
                           {"capacity", format_number(capacity)},
                           {"unit", gas ? "bcm/a" : "kTEU/a"}});
        return add("costs", {{"link", id},
                             {"commodity", commodity},
                             {"cost", format_number(cost)},
                             {"unit", gas ? "USD/1000m3" : "USD/TEU"}});
    }

    TestWorld& gas_supply(const std::string& node, const std::string& actor, double quantity,
                          double price, double elasticity, double capacity) {
        return add("supply", {{"node", node},
                              {"commodity", "gas"},
                              {"actor", actor},
                              {"year", "2020"},
                              {"quantity", format_number(quantity)},
                              {"capacity", format_number(capacity)},
                              {"unit", "bcm/a"},
                              {"price", format_number(price)},
                              {"price_unit", "USD/1000m3"},
                              {"elasticity", format_number(elasticity)}});
    }

    TestWorld& gas_demand(const std::string& node, const std::string& actor, double quantity,
                          double price, double elasticity) {
        return add("demand", {{"node", node},
                              {"commodity", "gas"},
                              {"actor", actor},
                              {"year", "2020"},
                              {"quantity", format_number(quantity)},
                              {"unit", "bcm/a"},
                              {"price", format_number(price)},
                              {"price_unit", "USD/1000m3"},
                              {"elasticity", format_number(elasticity)}});
    }

    world::World build() const {
        Result<world::World> result = world::build(tables_);
        if (!result) {
            for (const Diagnostic& item : result.diagnostics().items()) {
                if (item.level() == Level::kError) ADD_FAILURE() << item.to_string();
            }
            return {};
        }
        return std::move(result).value();
    }

  private:
    std::string territory_of(const std::string& node) const {
        const world::Table& nodes = tables_.at("nodes");
        for (const world::Row& row : nodes.rows) {
            if (nodes.cell(row, "id") == node) return nodes.cell(row, "territory");
        }
        return {};
    }

    world::Tables tables_;
};

} // namespace isthmus::flow
