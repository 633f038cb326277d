// SPDX-License-Identifier: Apache-2.0
// https://specs.frictionlessdata.io/tabular-data-package/ (version 1.0).
#include "world/datapackage.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/units.hpp"

namespace isthmus::world {

namespace {

using Json = nlohmann::ordered_json;

/// Frictionless dates are whole days; ours may be a year or a month, so they are strings of a
/// pattern.
constexpr std::string_view kDatePattern = "^\\d{4}(-\\d{2}(-\\d{2})?)?$";

std::string_view frictionless_type(ColumnType type) {
    switch (type) {
    case ColumnType::kNumber:
        return "number";
    case ColumnType::kInteger:
        return "integer";
    default:
        return "string";
    }
}

Json allowed_values(const Column& column) {
    Json values = Json::array();
    if (column.type == ColumnType::kChoice) {
        for (const Choice& choice : choices(column.choice)) values.push_back(choice.value);
    }
    if (column.type == ColumnType::kUnit) {
        for (const Unit& unit : all_units()) values.push_back(unit.name);
    }
    return values;
}

Json constraints(const Column& column) {
    Json result = Json::object();
    if (column.required) result["required"] = true;
    if (column.type == ColumnType::kId) result["unique"] = true;
    const Json values = allowed_values(column);
    if (!values.empty()) result["enum"] = values;
    if (column.type == ColumnType::kDate) result["pattern"] = kDatePattern;
    // Table Schema has no open bounds; the closed ones are the nearest that it can say.
    if (column.range && std::isfinite(column.range->minimum)) {
        result["minimum"] = column.range->minimum;
    }
    if (column.range && std::isfinite(column.range->maximum)) {
        result["maximum"] = column.range->maximum;
    }
    return result;
}

Json field(const Column& column) {
    Json result;
    result["name"] = column.name;
    result["type"] = frictionless_type(column.type);
    std::string description = column.meaning;
    if (!column.default_value.empty()) description += "; " + column.default_value + " where empty";
    if (column.type == ColumnType::kList) description += "; a list with ; between its items";
    result["description"] = description;
    if (!column.unit.empty()) result["unit"] = column.unit;
    const Json limits = constraints(column);
    if (!limits.empty()) result["constraints"] = limits;
    return result;
}

/// A reference to another table is a foreign key where that table is in the package; lists cannot
/// be one.
Json foreign_keys(const Tables& tables, const Table& table) {
    Json result = Json::array();
    for (const Column& column : table.schema->columns) {
        if (column.type != ColumnType::kReference || column.references.size() != 1) continue;
        const std::string& reference = column.references.front();
        if (tables.at(reference).rows.empty()) continue;
        const bool to_itself = reference == table.schema->name;
        result.push_back(
            {{"fields", column.name},
             {"reference",
              {{"resource", to_itself ? std::string() : reference}, {"fields", "id"}}}});
    }
    return result;
}

Json resource(const Tables& tables, const Table& table) {
    const TableSchema& schema = *table.schema;
    Json content;
    content["fields"] = Json::array();
    for (const Column& column : schema.columns) content["fields"].push_back(field(column));
    content["missingValues"] = {""};
    // Rows of dated tables share a key: from what day on each holds may be left open.
    if (!schema.dated && schema.key.size() == 1)
        content["primaryKey"] = schema.key.front();
    else if (!schema.dated)
        content["primaryKey"] = schema.key;
    const Json keys = foreign_keys(tables, table);
    if (!keys.empty()) content["foreignKeys"] = keys;

    Json result;
    result["name"] = schema.name;
    result["path"] = schema.name + ".csv";
    result["profile"] = "tabular-data-resource";
    result["description"] = schema.meaning;
    result["format"] = "csv";
    result["mediatype"] = "text/csv";
    result["encoding"] = "utf-8";
    result["schema"] = content;
    return result;
}

} // namespace

std::string datapackage_json(const Tables& tables) {
    const Manifest& manifest = tables.manifest;
    Json package;
    package["profile"] = "tabular-data-package";
    package["name"] = manifest.id;
    package["title"] = manifest.title;
    if (!manifest.description.empty()) package["description"] = manifest.description;
    package["licenses"] = Json::array({{{"name", manifest.licence}}});
    package["resources"] = Json::array();
    for (const TableSchema& schema : schema()) {
        const Table& table = tables.at(schema.name);
        if (!table.rows.empty()) package["resources"].push_back(resource(tables, table));
    }
    return package.dump(2) + "\n";
}

} // namespace isthmus::world
