// SPDX-License-Identifier: Apache-2.0
// isthmus new: a world from a template.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/tutorial.hpp"

namespace isthmus::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTutorial = "tutorial";

const CommandInfo kInfo{
    "new",
    "make a world from a template",
    "Copies a template into a new folder: the tutorial world of five places, which is part of the "
    "command, a world that came along with it, or any world on this machine. What exists is never "
    "overwritten.",
    {{"isthmus new my-world", "five places, to be changed by hand"},
     {"isthmus new my-caspian --from caspian", "a copy of a world that came along"},
     {"isthmus new other --from ../their-world", "a copy of any world"}}};

struct TemplateFile {
    std::string name; ///< relative to the world
    std::string text;
};

/// Every file of a world; hidden ones are the system's.
std::vector<TemplateFile> read_template(const fs::path& folder) {
    std::vector<TemplateFile> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path name = entry.path().lexically_relative(folder);
        const bool hidden = std::any_of(name.begin(), name.end(), [](const fs::path& part) {
            return part.string().starts_with('.');
        });
        if (hidden || !entry.is_regular_file()) continue;
        files.push_back({name.generic_string(), read_file(entry.path())});
    }
    std::sort(files.begin(), files.end(),
              [](const TemplateFile& a, const TemplateFile& b) { return a.name < b.name; });
    return files;
}

std::vector<std::string> template_names() {
    std::vector<std::string> names{kTutorial};
    for (const fs::path& folder : shipped_worlds()) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (fs::exists(entry.path() / "world.toml") &&
                std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    std::sort(names.begin() + 1, names.end());
    return names;
}

Result<std::vector<TemplateFile>> find_template(const std::string& typed) {
    if (typed == kTutorial) {
        std::vector<TemplateFile> files;
        for (const auto& [name, text] : kTutorialFiles) {
            files.push_back({std::string(name), std::string(text)});
        }
        return files;
    }
    if (fs::exists(fs::path(typed) / "world.toml")) return read_template(typed);
    for (const fs::path& folder : shipped_worlds()) {
        if (fs::exists(folder / typed / "world.toml")) return read_template(folder / typed);
    }
    const std::vector<std::string> names = template_names();
    return one({"E602", "", 0, "", "--from " + typed,
                "one of the templates or the folder of a world",
                did_you_mean(typed, names, fmt::format("templates: {}", fmt::join(names, ", ")))});
}

/// Written beside the target and renamed, so that there is a whole world or none.
void write_world(const fs::path& target, const std::vector<TemplateFile>& files) {
    const Uninterrupted guard;
    const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    const fs::path draft = parent / fmt::format(".isthmus-new-{}", ::getpid());
    std::error_code failed;
    try {
        for (const TemplateFile& file : files) write_file(draft / file.name, file.text);
        fs::rename(draft, target);
    } catch (const fs::filesystem_error& error) {
        fs::remove_all(draft, failed);
        throw Error("E402", fmt::format("{}: cannot be written: {}", target.generic_string(),
                                        error.code().message()));
    } catch (...) {
        fs::remove_all(draft, failed);
        throw;
    }
}

class NewCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("FOLDER", folder_, "Folder to make", Need::kRequired);
        options.option("--from", "TEMPLATE", from_,
                       "Template: tutorial, a world that came along, or a folder");
    }

    ExitCode run(Context& context) override {
        fs::path target = fs::path(folder_).lexically_normal();
        if (!target.has_filename() && target.has_parent_path()) target = target.parent_path();
        std::error_code ignored;
        const bool empty_folder =
            fs::is_directory(target, ignored) && fs::is_empty(target, ignored);
        if (fs::exists(fs::symlink_status(target, ignored)) && !empty_folder) {
            return context.fail({"E604", "", 0, "", target.generic_string(),
                                 "a folder that does not exist yet", "nothing was changed"});
        }
        const Result<std::vector<TemplateFile>> files = find_template(from_);
        if (!files) return context.fail(files.diagnostics());
        write_world(target, files.value());
        const std::string name = shell_word(target.generic_string());
        context.note(fmt::format("Made {} with {}. Next:\n  isthmus check {}\n"
                                 "  isthmus scenarios {}",
                                 name, counted(files.value().size(), "file"), name, name));
        return ExitCode::kOk;
    }

  private:
    std::string folder_, from_ = kTutorial;
};

} // namespace

std::unique_ptr<Command> make_new_command() {
    return std::make_unique<NewCommand>();
}

} // namespace isthmus::cli
