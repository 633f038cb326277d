// SPDX-License-Identifier: Apache-2.0
#include "report/outlines.hpp"

#include <nlohmann/json.hpp>

#include "report/embedded.hpp"

namespace isthmus::report {

namespace {

using Line = std::vector<GeoPoint>;

Outlines read() {
    const auto json = nlohmann::json::parse(embedded::outlines_json);
    const double step = json.at("step_degrees").get<double>();
    std::vector<Line> lines;
    for (const auto& item : json.at("lines")) {
        const auto deltas = item.get<std::vector<int>>();
        Line line;
        int x = 0, y = 0;
        for (std::size_t i = 0; i + 1 < deltas.size(); i += 2) {
            x += deltas[i];
            y += deltas[i + 1];
            line.push_back({x * step, y * step});
        }
        lines.push_back(std::move(line));
    }
    Outlines result;
    for (const auto& chain : json.at("land")) {
        Line ring;
        for (const int number : chain.get<std::vector<int>>()) {
            const bool reversed = number < 0;
            const Line& line = lines[static_cast<std::size_t>(reversed ? ~number : number)];
            if (reversed)
                ring.insert(ring.end(), line.rbegin(), line.rend());
            else
                ring.insert(ring.end(), line.begin(), line.end());
        }
        result.land.push_back(std::move(ring));
    }
    for (const int number : json.at("borders").get<std::vector<int>>()) {
        result.borders.push_back(lines[static_cast<std::size_t>(number)]);
    }
    return result;
}

} // namespace

const Outlines& outlines() {
    static const Outlines all = read();
    return all;
}

} // namespace isthmus::report
