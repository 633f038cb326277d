// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence_copies.hpp"

#include "cli/arguments.hpp"

namespace isthmus::cli {

void declare_copies(Options& options, CopyArguments& arguments) {
    options.option("--copies", "FOLDER", arguments.folder,
                   "Folder with copies of the documents, found by digest or by a name that is the "
                   "source's id; beside those that `isthmus evidence add` listed");
    options.option("--source", "ID", arguments.source, "Only the document of this source");
}

Result<std::vector<evidence::OpenDocument>> open_copies(const world::World& world,
                                                        const std::filesystem::path& world_folder,
                                                        const CopyArguments& arguments) {
    if (!arguments.source.empty() &&
        !world.find<world::SourceTag>("sources", arguments.source).valid()) {
        std::vector<std::string> names;
        for (const world::SourceId source : world.sources.ids())
            names.push_back(world.sources[source].id);
        return one({"E602", "", 0, "", "--source " + arguments.source, "a source of the world",
                    did_you_mean(arguments.source, names, "sources.csv lists them")});
    }
    const Result<std::vector<evidence::Copy>> copies =
        evidence::known_copies(world, world_folder, arguments.folder, arguments.source);
    if (!copies) return copies.diagnostics();
    return evidence::open_documents(world, copies.value());
}

} // namespace isthmus::cli
