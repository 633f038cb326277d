// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_sides.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/views.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;

std::string scenario_of(const Equilibrium& side) {
    const std::string& id = side.market.world->scenario;
    return id.empty() ? "base" : id;
}

/// The text, with a number behind it where it is taken.
std::string unique(const std::string& text, const std::vector<std::string>& taken,
                   const char* pattern) {
    std::string result = text;
    for (int i = 2; std::find(taken.begin(), taken.end(), result) != taken.end(); ++i) {
        result = fmt::format(fmt::runtime(pattern), text, i);
    }
    return result;
}

/// Lower-case letters, digits and single underscores, as names of columns are.
std::string as_name(const std::string& text) {
    std::string name;
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (upper || plain) {
            name += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

std::vector<std::string> what_tells_apart(const std::vector<const Equilibrium*>& sides) {
    bool years = false, scenarios = false;
    for (const Equilibrium* side : sides) {
        years = years || side->market.year != sides.front()->market.year;
        scenarios = scenarios || scenario_of(*side) != scenario_of(*sides.front());
    }
    std::vector<std::string> labels;
    for (const Equilibrium* side : sides) {
        std::string label = std::to_string(side->market.year);
        if (scenarios) label = years ? label + " " + scenario_of(*side) : scenario_of(*side);
        labels.push_back(unique(label, labels, "{} ({})"));
    }
    return labels;
}

} // namespace

bool visible(double value, int decimals) {
    return std::abs(value) >= 0.5 * std::pow(10.0, -decimals);
}

Cell text_or_missing(const std::string& text) {
    if (text.empty()) return {};
    return text;
}

ComparedSides::ComparedSides(std::vector<const Equilibrium*> sides) : sides_(std::move(sides)) {
    labels_ = pair() ? std::vector<std::string>{"first", "second"} : what_tells_apart(sides_);
    for (const std::string& label : labels_) {
        suffixes_.push_back(unique(as_name(label), suffixes_, "{}_{}"));
    }
}

std::string ComparedSides::bases() const {
    if (pair()) {
        return fmt::format("{} (first) against {} (second)", basis_title(*sides_[0]),
                           basis_title(*sides_[1]));
    }
    const std::vector<std::string> others(labels_.begin() + 1, labels_.end());
    return fmt::format("{} (the reference) against {}", basis_title(reference()),
                       join(others, ", "));
}

std::string ComparedSides::name(const std::string& of, std::size_t side) const {
    return of + "_" + suffixes_[side];
}

std::string ComparedSides::change_name(const std::string& of, std::size_t side) const {
    return pair() ? of + "_change" : of + "_change_" + suffixes_[side];
}

void ComparedSides::add_columns(std::vector<ResultColumn>& columns,
                                const ResultColumn& like) const {
    for (std::size_t side = 0; side < size(); ++side) {
        columns.push_back(number(name(like.name, side),
                                 fmt::format("{}, {}", like.title, labels_[side]), like.unit,
                                 like.decimals, like.meaning));
        if (side == 0) continue;
        columns.push_back(number(change_name(like.name, side),
                                 pair() ? like.title + ", change"
                                        : fmt::format("{}, change {}", like.title, labels_[side]),
                                 like.unit, like.decimals, like.meaning));
    }
}

void ComparedSides::add_text_columns(std::vector<ResultColumn>& columns, const std::string& name,
                                     const std::string& title, const std::string& meaning) const {
    for (std::size_t side = 1; side < size(); ++side) {
        columns.push_back(pair() ? text(name, title, meaning)
                                 : text(name + "_" + suffixes_[side],
                                        fmt::format("{}, {}", title, labels_[side]), meaning));
    }
}

bool ComparedSides::add_cells(std::vector<Cell>& cells, const std::vector<Cell>& values,
                              int decimals) const {
    bool changed = false;
    const double* from = values.front().number();
    for (std::size_t side = 0; side < size(); ++side) {
        cells.push_back(values[side]);
        if (side == 0) continue;
        const double* to = values[side].number();
        Cell& change = cells.emplace_back();
        if (from != nullptr && to != nullptr) change = *to - *from;
        const double moved = (to != nullptr ? *to : 0) - (from != nullptr ? *from : 0);
        changed = changed || visible(moved, decimals);
    }
    return changed;
}

} // namespace isthmus::report
