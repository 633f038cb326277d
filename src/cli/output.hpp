// SPDX-License-Identifier: Apache-2.0
// Where result tables go: to standard output as text, CSV or JSON, or into files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "report/table.hpp"
#include "world/world.hpp"

namespace isthmus::cli {

enum class Format { kText, kCsv, kJson };

struct OutputArguments {
    std::string format;    ///< empty: by the file's ending, else text
    bool json = false;     ///< short for --format json
    std::string out;       ///< file or folder; empty: standard output
    std::size_t width = 0; ///< of text that does not go to a terminal; 0: as wide as needed
};

void declare_format(Options& options, OutputArguments& arguments);
void declare_out(Options& options, OutputArguments& arguments);

/// The format that was asked for; contradictions are E601 and unknown words E603.
Result<Format> read_format(const OutputArguments& arguments);
/// Whether `out` names a folder: it has no ending that stands for a format.
bool writes_folder(const OutputArguments& arguments);

/// JSON text about the whole answer, such as {"year", "2024"}.
using Properties = std::vector<std::pair<std::string, std::string>>;
/// Of what is computed for one year of a world: version, world, scenario and year.
Properties answer_properties(const world::World& world, int year);

/// Prints the tables, or writes them and says where. CSV holds one table a file.
ExitCode write_tables(Context& context, const std::vector<report::ResultTable>& tables,
                      const Properties& properties, const OutputArguments& arguments);

/// Writes a file of results whole or not at all and says where it is; "-" is standard output.
void write_result(Context& context, const std::string& file, std::string_view content);

} // namespace isthmus::cli
