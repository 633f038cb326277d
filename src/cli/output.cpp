// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/arguments.hpp"
#include "cli/interrupt.hpp"
#include "cli/version.hpp"

namespace isthmus::cli {
namespace {

namespace fs = std::filesystem;

struct Ending {
    std::string_view ending;
    Format format;
};
constexpr Ending kEndings[] = {
    {".txt", Format::kText}, {".csv", Format::kCsv}, {".json", Format::kJson}};

const Ending* ending_of(const std::string& file) {
    const std::string extension = fs::path(file).extension().string();
    for (const Ending& each : kEndings) {
        if (each.ending == extension) return &each;
    }
    return nullptr;
}

std::string_view ending_for(Format format) {
    for (const Ending& each : kEndings) {
        if (each.format == format) return each.ending;
    }
    return {};
}

std::string render(const std::vector<report::ResultTable>& tables, const Properties& properties,
                   Format format, const report::TextOptions& options) {
    if (format == Format::kJson) return report::to_json(tables, properties);
    std::string text;
    for (const report::ResultTable& table : tables) {
        if (format == Format::kText && !text.empty()) text += "\n";
        text += format == Format::kText ? report::to_text(table, options) : report::to_csv(table);
    }
    return text;
}

void write_folder(Context& context, const std::vector<report::ResultTable>& tables,
                  const Properties& properties, const std::string& folder, Format format) {
    for (const report::ResultTable& table : tables) {
        const fs::path file = fs::path(folder) / (table.id + std::string(ending_for(format)));
        const Uninterrupted guard;
        write_file(file, render({table}, properties, format, {}));
    }
    context.note(fmt::format("Wrote {} to {}", counted(tables.size(), "table"), folder));
}

Diagnostic one_table_a_file(std::size_t count) {
    return {"E601",
            "",
            0,
            "",
            "--format csv",
            fmt::format("one table, not {}", count),
            "choose one with --table, or name a folder with --out"};
}

} // namespace

void declare_format(Options& options, OutputArguments& arguments) {
    options.option("--format", "text|csv|json", arguments.format,
                   "Form of the answer; text on standard output, CSV in a folder if not given");
    options.flag("--json", arguments.json, "Short for --format json");
}

void declare_out(Options& options, OutputArguments& arguments) {
    options.option(
        "--out", "PATH", arguments.out,
        "Write to a file (.txt, .csv, .json) or, one file for each table, into a folder");
}

bool writes_folder(const OutputArguments& arguments) {
    return !arguments.out.empty() && arguments.out != "-" && ending_of(arguments.out) == nullptr &&
           (!fs::exists(arguments.out) || fs::is_directory(arguments.out));
}

Result<Format> read_format(const OutputArguments& arguments) {
    Diagnostics unknown = check_word("--format", arguments.format, {"text", "csv", "json"});
    if (!unknown.empty()) return unknown;
    if (arguments.json && !arguments.format.empty() && arguments.format != "json") {
        return one(
            {"E601", "", 0, "", "--format " + arguments.format, "json, since --json is given", ""});
    }
    if (arguments.json || arguments.format == "json") return Format::kJson;
    if (arguments.format == "csv") return Format::kCsv;
    if (arguments.format == "text") return Format::kText;
    if (const Ending* ending = ending_of(arguments.out)) return ending->format;
    return writes_folder(arguments) ? Format::kCsv : Format::kText;
}

void write_result(Context& context, const std::string& file, std::string_view content) {
    if (file == "-") return context.print(content);
    {
        const Uninterrupted guard;
        write_file(file, content);
    }
    context.note(fmt::format("Wrote {}", file));
}

Properties answer_properties(const world::World& world, int year) {
    return {{"isthmus", report::json_text(kVersion)},
            {"world", report::json_text(world.manifest().id)},
            {"scenario", report::json_text(world.scenario)},
            {"year", std::to_string(year)}};
}

ExitCode write_tables(Context& context, const std::vector<report::ResultTable>& tables,
                      const Properties& properties, const OutputArguments& arguments) {
    const Result<Format> format = read_format(arguments);
    if (!format) return context.fail(format.diagnostics());
    if (writes_folder(arguments)) {
        write_folder(context, tables, properties, arguments.out, format.value());
        return ExitCode::kOk;
    }
    if (format.value() == Format::kCsv && tables.size() != 1) {
        return context.fail(one_table_a_file(tables.size()));
    }
    const bool to_file = !arguments.out.empty() && arguments.out != "-";
    report::TextOptions options;
    options.width = arguments.width;
    if (!to_file) {
        if (context.width() > 0) options.width = context.width();
        options.bold_head = context.colour_out();
    }
    write_result(context, to_file ? arguments.out : "-",
                 render(tables, properties, format.value(), options));
    return ExitCode::kOk;
}

} // namespace isthmus::cli
