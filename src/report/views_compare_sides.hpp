// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the sides of a comparison, what they are called, and the columns and
// cells that a number takes in a table that sets them side by side.
//
// The first side is the reference. A number has one column for each side, and for each side but the
// first its change: that side less the reference. Of two sides they are called "first", "second"
// and "change"; of more by what tells them apart, the year, the scenario or both.
#pragma once

#include <string>
#include <vector>

#include "flow/equilibrium.hpp"
#include "report/table.hpp"

namespace isthmus::report {

class ComparedSides {
  public:
    /// At least two; what they point to must outlive this.
    explicit ComparedSides(std::vector<const flow::Equilibrium*> sides);

    std::size_t size() const { return sides_.size(); }
    const flow::Equilibrium& operator[](std::size_t side) const { return *sides_[side]; }
    const flow::Equilibrium& reference() const { return *sides_.front(); }
    /// For people: "first", "suez-shut", "2009".
    const std::string& label(std::size_t side) const { return labels_[side]; }
    /// All sides in words, for titles.
    std::string bases() const;

    /// "flow_second", "flow_suez_shut".
    std::string name(const std::string& of, std::size_t side) const;
    /// "flow_change", "flow_change_suez_shut".
    std::string change_name(const std::string& of, std::size_t side) const;
    /// Columns of a number: each side with its change.
    void add_columns(std::vector<ResultColumn>& columns, const ResultColumn& like) const;
    /// A text for each side but the reference: "why", "why_suez_shut".
    void add_text_columns(std::vector<ResultColumn>& columns, const std::string& name,
                          const std::string& title, const std::string& meaning) const;
    /// Cells for add_columns(), of one value a side. Whether any change is large enough to be
    /// shown with the column's decimals; a missing value counts as 0 for that.
    bool add_cells(std::vector<Cell>& cells, const std::vector<Cell>& values, int decimals) const;

  private:
    bool pair() const { return sides_.size() == 2; }

    std::vector<const flow::Equilibrium*> sides_;
    std::vector<std::string> labels_, suffixes_;
};

/// Whether the decimals shown would show the number at all.
bool visible(double value, int decimals);

/// The text; missing where it is empty.
Cell text_or_missing(const std::string& text);

} // namespace isthmus::report
