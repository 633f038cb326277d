// SPDX-License-Identifier: Apache-2.0
// Games of the test set of Benedek, Fliege & Nguyen (2021), with exact nucleoli: reads the one
// shape of JSON that the file has.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "game/value_table.hpp"

namespace isthmus::game::test {

struct BnfVector {
    std::vector<double> payoff;
    bool is_nucleolus = false;
};
struct BnfGame {
    std::string id;
    ValueTable table{0};
    std::vector<double> nucleolus;
    std::vector<BnfVector> others;
};

/// The text between `open` after the key and the next `close`; moves `place` behind it.
inline std::string json_part(const std::string& text, const std::string& key, char close,
                             std::size_t& place) {
    const std::size_t begin = text.find(key, place);
    if (begin == std::string::npos) return {};
    const std::size_t end = text.find(close, begin + key.size());
    place = end;
    return text.substr(begin + key.size(), end - begin - key.size());
}

/// Numbers, or quoted fractions such as "75/2", parted by commas.
inline std::vector<double> json_numbers(const std::string& list) {
    std::vector<double> numbers;
    std::istringstream in(list);
    for (std::string item; std::getline(in, item, ',');) {
        std::erase(item, '"');
        const std::size_t slash = item.find('/');
        const double over =
            slash == std::string::npos ? 1 : std::strtod(item.c_str() + slash + 1, nullptr);
        numbers.push_back(std::strtod(item.c_str(), nullptr) / over);
    }
    return numbers;
}

/// Empty where the file is absent.
inline std::vector<BnfGame> bnf_games() {
    std::ifstream file(std::string(ISTHMUS_SHARED_DIR) + "/cases/coop/bnf_n5.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::vector<BnfGame> games;
    std::size_t place = 0;
    while (true) {
        BnfGame game;
        game.id = json_part(text, "{\"id\":\"", '"', place);
        if (game.id.empty()) return games;
        const std::size_t end = text.find("\"banzhaf\":", place);
        const std::vector<double> values = json_numbers(json_part(text, "\"v\":[", ']', place));
        game.table = ValueTable(5);
        for (std::size_t s = 0; s < values.size(); ++s) game.table[s] = values[s];
        while (text.find("\"x\":[", place) < end) {
            BnfVector other;
            other.payoff = json_numbers(json_part(text, "\"x\":[", ']', place));
            other.is_nucleolus = json_part(text, "\"is_nucleolus\":", '}', place) == "true";
            game.others.push_back(other);
        }
        game.nucleolus = json_numbers(json_part(text, "\"exact_nucleolus\":[", ']', place));
        games.push_back(game);
        place = end;
    }
}

} // namespace isthmus::game::test
