// SPDX-License-Identifier: Apache-2.0
// The Frictionless description (datapackage.json, Data Package 1.0 with Table Schema) of a world's
// files.
#pragma once

#include <string>

#include "world/table.hpp"

namespace isthmus::world {

/// JSON text with one resource for each table that has rows, its fields, keys and foreign keys.
std::string datapackage_json(const Tables& tables);

} // namespace isthmus::world
