// SPDX-License-Identifier: Apache-2.0
// Corrections as a scenario file.
#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/calibration.hpp"

namespace isthmus::flow {
namespace {

/// A basic string of TOML.
std::string toml_text(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            result += '\\';
            result += letter;
        } else if (code < 0x20 || code == 0x7F) {
            result += fmt::format("\\u{:04X}", static_cast<unsigned>(code));
        } else {
            result += letter;
        }
    }
    return result + '"';
}

std::string claim_id(const world::World& world, const Calibration& calibration,
                     const NamedFlow& flow) {
    std::string id =
        fmt::format("calibrated-{}-{}-{}-{}", calibration.year, world.links[flow.link].id,
                    world.commodities[flow.commodity].id, world::to_string(flow.direction));
    if (flow.supplier.valid()) id += "-" + world.actors[flow.supplier].id;
    return id;
}

std::string head(const world::World& world, const Calibration& calibration) {
    const int year = calibration.year;
    const std::string& title = world.manifest().title;
    std::string basis = title;
    if (!world.scenario.empty()) basis += ", scenario " + world.scenario;
    return fmt::format("# Found by `isthmus calibrate` for {} on {}.\n"
                       "id = \"calibrated-{}\"\n"
                       "title = {}\n"
                       "question = {}\n\n"
                       "[[add]]\n"
                       "table = \"sources\"\n"
                       "row = {{id = \"calibration-{}\", title = {}, kind = \"estimate\"}}\n",
                       year, toml_text(basis), year,
                       toml_text(fmt::format("Calibrated to the flows of {}", year)),
                       toml_text("What if links cost what the observed flows make them look like?"),
                       year, toml_text(fmt::format("Calibration of {} to {}", basis, year)));
}

std::string addition(const world::World& world, const Calibration& calibration,
                     const CalibratedFlow& flow) {
    const NamedFlow& of = flow.target.of;
    const world::Commodity& commodity = world.commodities[of.commodity];
    const world::Correction& row = flow.correction;
    const std::string claim = claim_id(world, calibration, of);
    std::string observations;
    for (const std::size_t i : flow.target.observations) {
        observations += (observations.empty() ? "" : ", ") + world.observations[i].id;
    }
    std::string text =
        fmt::format("\n[[add]]\ntable = \"claims\"\n"
                    "row = {{id = {}, subject = {}, kind = \"link\", property = \"correction\", "
                    "value = {}, unit = {}, from = \"{}\", source = \"calibration-{}\", "
                    "confidence = \"calibrated\", note = {}}}\n",
                    toml_text(claim), toml_text(world.links[of.link].id),
                    toml_text(format_number(commodity.shown_price(row.correction))),
                    toml_text(commodity.price_unit.name), calibration.year, calibration.year,
                    toml_text("fitted to " + observations));
    text += fmt::format("[[add]]\ntable = \"corrections\"\n"
                        "row = {{link = {}, commodity = {}, direction = \"{}\", ",
                        toml_text(world.links[of.link].id), toml_text(commodity.id),
                        world::to_string(of.direction));
    if (of.supplier.valid()) {
        text += fmt::format("supplier = {}, ", toml_text(world.actors[of.supplier].id));
    }
    return text + fmt::format("from = \"{}\", flow = {}, unit = {}, correction = {}, slope = {}, "
                              "price_unit = {}, claims = [{}]}}\n",
                              calibration.year, format_number(commodity.shown_quantity(row.flow)),
                              toml_text(commodity.unit.name),
                              format_number(commodity.shown_price(row.correction)),
                              format_number(commodity.shown_price(row.slope)),
                              toml_text(commodity.price_unit.name), toml_text(claim));
}

} // namespace

std::string calibration_scenario(const world::World& world, const Calibration& calibration) {
    std::string text = head(world, calibration);
    for (const std::size_t place : calibration.ranking) {
        const CalibratedFlow& flow = calibration.flows[place];
        const bool empty = flow.correction.correction == 0 && flow.correction.slope == 0;
        if (!empty) text += addition(world, calibration, flow);
    }
    return text;
}

} // namespace isthmus::flow
