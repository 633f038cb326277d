// SPDX-License-Identifier: Apache-2.0
#include "world/datapackage.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

using Json = nlohmann::ordered_json;

Json package_of(const SmallWorld& files) {
    files.write();
    const Result<Tables> tables = read_tables(files.folder());
    EXPECT_TRUE(tables.ok());
    return Json::parse(datapackage_json(tables.value()));
}

const Json& resource(const Json& package, const std::string& name) {
    const auto found = std::find_if(package["resources"].begin(), package["resources"].end(),
                                    [&](const Json& item) { return item["name"] == name; });
    EXPECT_NE(found, package["resources"].end()) << name;
    return *found;
}

const Json& field(const Json& resource, const std::string& name) {
    const Json& fields = resource["schema"]["fields"];
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Json& item) { return item["name"] == name; });
    EXPECT_NE(found, fields.end()) << name;
    return *found;
}

TEST(DataPackage, DescribesThePackage) {
    const Json package = package_of(SmallWorld());
    EXPECT_EQ(package["profile"], "tabular-data-package");
    EXPECT_EQ(package["name"], "small");
    EXPECT_EQ(package["title"], "A small world");
    EXPECT_EQ(package["licenses"], Json::parse(R"([{"name": "CC-BY-4.0"}])"));
}

TEST(DataPackage, HasEveryTableWithRows) {
    SmallWorld files;
    files.remove("storage.csv");
    const Json package = package_of(files);
    EXPECT_EQ(package["resources"].size(), schema().size() - 1);
    for (const Json& item : package["resources"]) {
        EXPECT_EQ(item["path"], item["name"].get<std::string>() + ".csv");
        EXPECT_EQ(item["profile"], "tabular-data-resource");
        EXPECT_EQ(item["encoding"], "utf-8");
        EXPECT_EQ(item["schema"]["missingValues"], Json::parse(R"([""])"));
        const TableSchema* table = find_table(item["name"].get<std::string>());
        ASSERT_NE(table, nullptr);
        EXPECT_EQ(item["schema"]["fields"].size(), table->columns.size());
    }
}

TEST(DataPackage, FieldsCarryTypesAndConstraints) {
    const Json package = package_of(SmallWorld());
    const Json& costs = resource(package, "costs");
    EXPECT_EQ(field(costs, "cost")["type"], "number");
    EXPECT_EQ(field(costs, "cost")["constraints"],
              Json::parse(R"({"required": true, "minimum": 0.0})"));
    EXPECT_EQ(field(costs, "direction")["constraints"]["enum"],
              Json::parse(R"(["forward", "backward", "both"])"));
    EXPECT_EQ(field(costs, "from")["type"], "string");
    EXPECT_EQ(field(costs, "from")["constraints"]["pattern"], "^\\d{4}(-\\d{2}(-\\d{2})?)?$");
    EXPECT_FALSE(field(costs, "from")["constraints"].contains("required"));
    EXPECT_EQ(field(resource(package, "supply"), "year")["type"], "integer");
    EXPECT_EQ(field(resource(package, "nodes"), "id")["constraints"]["unique"], true);
    const Json& units = field(costs, "unit")["constraints"]["enum"];
    EXPECT_NE(std::find(units.begin(), units.end(), "USD/bbl"), units.end());
}

TEST(DataPackage, HasKeys) {
    const Json package = package_of(SmallWorld());
    EXPECT_EQ(resource(package, "nodes")["schema"]["primaryKey"], "id");
    EXPECT_EQ(resource(package, "demand")["schema"]["primaryKey"],
              Json::parse(R"(["node", "commodity", "actor", "year"])"));
    EXPECT_FALSE(resource(package, "costs")["schema"].contains("primaryKey"));
    EXPECT_EQ(resource(package, "nodes")["schema"]["foreignKeys"],
              Json::parse(R"([{"fields": "territory",
                               "reference": {"resource": "territories", "fields": "id"}}])"));
    EXPECT_EQ(resource(package, "actors")["schema"]["foreignKeys"][0]["reference"]["resource"], "");
}

TEST(DataPackage, NoForeignKeyToATableThatIsNotThere) {
    SmallWorld files;
    files.remove("grades.csv").replace("capacities.csv", "kb/d,light", "kb/d,");
    const Json package = package_of(files);
    for (const Json& key : resource(package, "capacities")["schema"]["foreignKeys"]) {
        EXPECT_NE(key["reference"]["resource"], "grades");
    }
}

TEST(DataPackage, SameInputSameBytes) {
    const SmallWorld files;
    files.write();
    const Result<Tables> tables = read_tables(files.folder());
    ASSERT_TRUE(tables.ok());
    EXPECT_EQ(datapackage_json(tables.value()), datapackage_json(tables.value()));
}

} // namespace
} // namespace isthmus::world
