// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the tables that a scenario changes, and what all its operations share:
// finding rows and names, cutting rows in time, citing claims.
//
// Invariants: a row that an operation changes or adds names the operation as its origin and cites
// the operation's claims or else the claim "scenario-<id>"; what is left of a row outside the days
// that were changed keeps its origin and its claims.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world/scenario.hpp"
#include "world/scenario_operation.hpp"

namespace isthmus::world {

/// Where each project was built so far, also by the scenarios that this one inherits.
using BuiltProjects = std::map<std::string, RowOrigin, std::less<>>;

using RowTest = std::function<bool(const Row&)>;
using NamedCells = std::vector<std::pair<std::string_view, std::string>>;

class ScenarioEditor {
  public:
    ScenarioEditor(Tables& tables, const ScenarioInfo& info, BuiltProjects& built)
        : tables_(tables), info_(info), built_(built) {}

    const Manifest& manifest() const { return tables_.manifest; }
    const ScenarioInfo& info() const { return info_; }
    BuiltProjects& built() { return built_; }
    Table& table(std::string_view name) { return tables_.tables.at(std::string(name)); }
    const Table& table(std::string_view name) const { return tables_.at(name); }

    std::vector<std::string> ids(std::string_view table) const;
    /// The row with this id, or nullptr.
    const Row* find(std::string_view table, std::string_view id) const;
    /// Whether one of the tables has the id; otherwise the operation's key is reported.
    bool is_known(const Operation& operation, std::string_view key, const std::string& id,
                  const std::vector<std::string>& tables) const;
    /// The names at the key if all are known, otherwise nothing.
    std::optional<std::vector<std::string>> known_names(const Operation& operation,
                                                        std::string_view key,
                                                        const std::vector<std::string>& tables,
                                                        bool required) const;
    /// The same for a key with one name, which is empty where the key may be left out and is.
    std::optional<std::string> known_name(const Operation& operation, std::string_view key,
                                          std::string_view table, bool required) const;
    /// An id that the table does not have: the wish itself or with a number behind it.
    std::string free_id(std::string_view table, const std::string& wish) const;
    /// An id for a row that the scenario makes: "<scenario>-<kind>-1" or the next free number.
    std::string made_id(std::string_view table, const std::string& kind) const;

    /// What a new row cites.
    std::string claims_for(const Operation& operation);
    /// Marks a row as changed by the operation.
    void cite(const Operation& operation, const Table& table, Row& row);
    /// A row with its claims and note from the operation; it is not in the table yet.
    Row make_row(const Operation& operation, const Table& table, const NamedCells& cells);
    void add_row(const Operation& operation, std::string_view table, const NamedCells& cells);

    /// Adds the scenario's own claim and source if anything cites them.
    void finish();

    static void set(const Table& table, Row& row, std::string_view column, std::string text);
    static Period period_of(const Table& table, const Row& row);
    /// Narrows a row to the days that it has in common with a period.
    static void narrow(const Table& table, Row& row, const Dates& dates);
    static void narrow(const Table& table, Row& row, const Period& period);

    /// Splits the rows for which `of` holds where the period begins and ends, and returns the
    /// places of those within it.
    static std::vector<std::size_t> cut(Table& table, const Dates& dates, const RowTest& of);
    /// Takes the period out of the rows for which `of` holds; says whether there was anything.
    static bool cut_out(Table& table, const Dates& dates, const RowTest& of);

  private:
    std::string scenario_claim() {
        claim_used_ = true;
        return "scenario-" + info_.id;
    }
    void append(const std::string& name, const NamedCells& cells);

    Tables& tables_;
    const ScenarioInfo& info_;
    BuiltProjects& built_;
    bool claim_used_ = false;
};

/// Reports an operation that would change nothing (E233).
void report_no_effect(const Operation& operation, std::string_view key, std::string found,
                      std::string expected, std::string hint = {});

/// Whether the value is one of a choice's; otherwise the operation's key is reported.
bool is_choice(const Operation& operation, std::string_view key, const std::string& value,
               std::string_view choice);

/// The links that an operation names by exactly one of link, links, node, node_kind, corridor and
/// project, of those that `keys` allows; nothing after reporting what is wrong.
struct LinkSelection {
    std::vector<std::string> links; ///< each once
    std::string key;                ///< by which they were named
    /// Whether each link was named itself, so that each has to have what the operation changes.
    bool is_explicit() const { return key == "link" || key == "links"; }
};
std::optional<LinkSelection> select_links(const ScenarioEditor& editor, const Operation& operation,
                                          const std::vector<std::string>& keys);

/// What own_links() of project.hpp says, of tables.
std::vector<std::string> own_links_of(const ScenarioEditor& editor, const std::string& project);

bool holds(const std::vector<std::string>& items, const std::string& item);
/// Items of a cell that holds a list.
std::vector<std::string> list_of(const Table& table, const Row& row, std::string_view column);

} // namespace isthmus::world
