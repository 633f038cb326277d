// SPDX-License-Identifier: Apache-2.0
// isthmus hindcast: one year predicted from another, scored against persistence.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/calibrating.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "flow/hindcast.hpp"
#include "report/views_calibration.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "hindcast",
    "predict one year's flows from another and score that against persistence",
    "Calibrates on the year --from, predicts the flows of the year --to from what the world's rows "
    "say of it (supply, demand, capacities, prices, restrictions), and shows the errors beside "
    "those of persistence, the forecast that nothing changes. Several --from and --to make pairs "
    "in "
    "their order. Only flows observed in both years count; observations that an input was "
    "set with are scored apart.",
    {{"isthmus hindcast worlds/caspian --from 2021 --to 2022", "one pair of years"},
     {"isthmus hindcast worlds/caspian --from 2021 --to 2022 --from 2022 --to 2023",
      "two pairs, and their scores together"},
     {"isthmus hindcast worlds/caspian --from 2023 --to 2024 --json", "for programs"}}};

class HindcastCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.option("--from", "YEAR", from_, "Year to calibrate on; may be given several times",
                       Need::kRequired);
        options.option("--to", "YEAR", to_, "Year to predict; as many as --from, in the same order",
                       Need::kRequired);
        declare_scenario(options, scenario_);
        declare_calibrating(options, calibrating_);
        declare_format(options, output_);
        declare_out(options, output_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        if (from_.size() != to_.size()) return context.fail(not_pairs());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        auto options = read_calibrating(context, world.value(), calibrating_, solving_);
        if (!options) return context.fail(options.diagnostics());
        flow::CalibrationOptions how = options.value();
        how.find_elasticities = false;
        std::vector<flow::Hindcast> hindcasts;
        for (std::size_t i = 0; i < from_.size(); ++i) {
            const Result<int> from = read_year(world.value(), from_[i], "--from");
            if (!from) return context.fail(from.diagnostics());
            const Result<int> to = read_year(world.value(), to_[i], "--to");
            if (!to) return context.fail(to.diagnostics());
            if (from.value() == to.value()) return context.fail(same_year(i));
            auto hindcast = flow::hindcast(world.value(), from.value(), to.value(), how);
            if (!hindcast) return context.fail(hindcast.diagnostics());
            hindcasts.push_back(std::move(hindcast).value());
        }
        return write_tables(context, report::hindcast_tables(world.value(), hindcasts),
                            properties(world.value(), how), output_);
    }

  private:
    Diagnostic not_pairs() const {
        return {"E601",
                "",
                0,
                "",
                fmt::format("{} --from and {} --to", from_.size(), to_.size()),
                "as many of the one as of the other",
                "the first goes with the first"};
    }
    Diagnostic same_year(std::size_t i) const {
        return {"E603",
                "",
                0,
                "",
                fmt::format("--from {} --to {}", from_[i], to_[i]),
                "two different years",
                ""};
    }

    Properties properties(const world::World& world, const flow::CalibrationOptions& how) const {
        Properties result = answer_properties(world, world.manifest().base_year);
        std::erase_if(result, [](const auto& property) { return property.first == "year"; });
        result.emplace_back("elasticity", report::machine_number(how.elasticity));
        return result;
    }

    std::string world_, scenario_;
    std::vector<std::string> from_, to_;
    CalibratingArguments calibrating_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_hindcast_command() {
    return std::make_unique<HindcastCommand>();
}

} // namespace isthmus::cli
