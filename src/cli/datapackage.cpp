// SPDX-License-Identifier: Apache-2.0
// isthmus datapackage: a world described for other tools.
#include "world/datapackage.hpp"

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "datapackage",
    "describe a world's files for other tools (Frictionless)",
    "Prints datapackage.json: a Data Package with a Table Schema for each table, so that R, Python "
    "and QGIS read the world's files with types, keys and foreign keys.",
    {{"isthmus datapackage worlds/caspian", "to standard output"},
     {"isthmus datapackage worlds/caspian --write", "to worlds/caspian/datapackage.json"}}};

class DatapackageCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.flag("--write", write_, "Write datapackage.json into the world's folder");
    }

    ExitCode run(Context& context) override {
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return context.fail(folder.diagnostics());
        const Result<world::World> world = world::load(folder.value());
        if (!world) return context.fail(world.diagnostics());
        const std::string file =
            write_ ? (folder.value() / "datapackage.json").generic_string() : "-";
        write_result(context, file, world::datapackage_json(world.value().tables));
        return ExitCode::kOk;
    }

  private:
    std::string world_;
    bool write_ = false;
};

} // namespace

std::unique_ptr<Command> make_datapackage_command() {
    return std::make_unique<DatapackageCommand>();
}

} // namespace isthmus::cli
