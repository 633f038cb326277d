// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_build.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"
#include "world/scenario_service.hpp"
#include "world/scenario_units.hpp"

namespace isthmus::world {

namespace {

using Ids = std::vector<std::string>;

/// Days between a day and a period that does not contain it.
Day distance(const Period& period, Day day) {
    return day < period.first ? period.first - day : day - period.last;
}

enum class Uncovered { kNothing, kNearest };

class Builder {
  public:
    Builder(ScenarioEditor& editor, const Operation& operation, std::string project, Dates dates)
        : editor_(editor),
          operation_(operation),
          project_(std::move(project)),
          dates_(std::move(dates)),
          own_(own_links_of(editor, project_)) {
        const Table& projects = editor.table("projects");
        const Row& row = *editor.find("projects", project_);
        const std::optional<Date> start = parse_date(projects.cell(row, "start"));
        has_start_ = start.has_value();
        start_ =
            has_start_ ? start->first_day() : Period::of_year(editor.manifest().base_year).first;
        is_built_ = projects.cell(row, "status") == "built";
    }

    void run() {
        if (is_built_ && has_start_ && start_ <= dates_.period.first) {
            return report_twice("in service since " + show_day(start_), {});
        }
        const auto earlier = editor_.built().find(project_);
        if (earlier != editor_.built().end()) {
            return report_twice("built already", fmt::format("in {}:{}", earlier->second.file,
                                                             earlier->second.line));
        }
        editor_.built().emplace(project_, operation_.origin());
        set_service(editor_, operation_, own_, {"open", dates_, {}});
        date_own_rows();
        add_missing_capacities();
        enlarge();
        set_status();
    }

  private:
    void report_twice(std::string found, std::string hint) const {
        operation_.report({.id = "E240",
                           .column = "project",
                           .found = fmt::format("{}, {}", project_, found),
                           .expected = "a project that is not in service yet",
                           .hint = std::move(hint)});
    }

    void set_status() {
        Table& projects = editor_.table("projects");
        for (Row& row : projects.rows) {
            if (projects.cell(row, "id") != project_) continue;
            ScenarioEditor::set(projects, row, "status", "built");
            ScenarioEditor::set(projects, row, "start", dates_.from);
            editor_.cite(operation_, projects, row);
        }
    }

    /// What holds on each day from the building on: the rows of the start until then, those of the
    /// day itself afterwards and, where there are none, the nearest ones if asked for.
    void date_rows(std::string_view name, const Ids& keys, Uncovered uncovered, const RowTest& of) {
        Table& table = editor_.table(name);
        std::map<std::string, std::vector<Row>> groups;
        for (const Row& row : table.rows) {
            if (!of(row)) continue;
            std::string key;
            for (const std::string& column : keys) key += table.cell(row, column) + ' ';
            groups[key].push_back(row);
        }
        std::vector<Row> made;
        for (const auto& entry : groups) {
            for (Row& row : dated(table, entry.second, uncovered)) made.push_back(std::move(row));
        }
        ScenarioEditor::cut_out(table, dates_, of);
        for (Row& row : made) table.rows.push_back(std::move(row));
    }

    /// The rows of one key for the days from the building on.
    std::vector<Row> dated(const Table& table, const std::vector<Row>& rows,
                           Uncovered uncovered) const {
        std::vector<Row> result;
        for (const Period& piece : pieces(table, rows)) {
            const Day day = std::max(piece.first, start_);
            for (const Row& row : rows_on(table, rows, day, uncovered)) {
                Row copy = row;
                const Period period = ScenarioEditor::period_of(table, row);
                ScenarioEditor::set(table, copy, "from", show_day(piece.first));
                ScenarioEditor::set(table, copy, "to",
                                    piece.last == Period().last ? "" : show_day(piece.last));
                const bool is_same = period.contains(piece.first);
                if (!is_same) editor_.cite(operation_, table, copy);
                result.push_back(std::move(copy));
            }
        }
        return result;
    }

    /// The days from the building on, cut at the start and where a row begins or ends.
    std::vector<Period> pieces(const Table& table, const std::vector<Row>& rows) const {
        std::vector<Day> cuts{dates_.period.first};
        const auto cut = [&](Day day) {
            if (day > dates_.period.first) cuts.push_back(day);
        };
        cut(start_);
        for (const Row& row : rows) {
            const Period period = ScenarioEditor::period_of(table, row);
            // Before the start, the rows of the start hold whatever begins or ends.
            if (period.first > start_) cut(period.first);
            if (period.last >= start_ && period.last != Period().last) cut(period.last + 1);
        }
        std::sort(cuts.begin(), cuts.end());
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        std::vector<Period> result;
        for (std::size_t i = 0; i < cuts.size(); ++i) {
            result.push_back({cuts[i], i + 1 < cuts.size() ? cuts[i + 1] - 1 : Period().last});
        }
        return result;
    }

    static std::vector<Row> rows_on(const Table& table, const std::vector<Row>& rows, Day day,
                                    Uncovered uncovered) {
        std::vector<Row> result;
        for (const Row& row : rows) {
            if (ScenarioEditor::period_of(table, row).contains(day)) result.push_back(row);
        }
        if (!result.empty() || uncovered == Uncovered::kNothing) return result;
        const auto period = [&](const Row& row) { return ScenarioEditor::period_of(table, row); };
        const auto nearest =
            std::min_element(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
                return distance(period(a), day) < distance(period(b), day);
            });
        for (const Row& row : rows) {
            if (period(row) == period(*nearest)) result.push_back(row);
        }
        return result;
    }

    void date_own_rows() {
        const auto own = [this](std::string_view name) -> RowTest {
            const std::size_t link = *editor_.table(name).schema->find_column("link");
            return [this, link](const Row& row) { return holds(own_, row.cells[link]); };
        };
        const Ids link_and_commodity{"link", "commodity"};
        date_rows("capacities", link_and_commodity, Uncovered::kNearest, own("capacities"));
        date_rows("costs", link_and_commodity, Uncovered::kNearest, own("costs"));
        date_rows("fees", link_and_commodity, Uncovered::kNothing, own("fees"));
        date_rows("consents", {"link"}, Uncovered::kNothing, own("consents"));
        date_rows("ownership", {"link"}, Uncovered::kNothing, own("ownership"));
        const Ids groups = own_groups();
        const std::size_t group = *editor_.table("group_capacities").schema->find_column("group");
        date_rows("group_capacities", {"group"}, Uncovered::kNearest,
                  [&](const Row& row) { return holds(groups, row.cells[group]); });
    }

    /// The capacity groups that bind own links alone.
    Ids own_groups() const {
        const Table& members = editor_.table("group_members");
        Ids own, shared;
        for (const Row& row : members.rows) {
            Ids& groups = holds(own_, members.cell(row, "link")) ? own : shared;
            groups.push_back(members.cell(row, "group"));
        }
        std::erase_if(own, [&](const std::string& group) { return holds(shared, group); });
        return own;
    }

    Ids links_of_group(const std::string& group) const {
        const Table& members = editor_.table("group_members");
        Ids links;
        for (const Row& row : members.rows) {
            if (members.cell(row, "group") == group) links.push_back(members.cell(row, "link"));
        }
        return links;
    }

    /// What a row of project_capacities says.
    struct Added {
        std::string link, commodity, unit;
        double capacity = 0;
    };

    std::vector<Added> added(bool to_own) const {
        const Table& table = editor_.table("project_capacities");
        std::vector<Added> result;
        for (const Row& row : table.rows) {
            const std::string& link = table.cell(row, "link");
            const auto capacity = parse_number(table.cell(row, "capacity"));
            if (table.cell(row, "project") != project_ || holds(own_, link) != to_own) continue;
            if (!capacity) continue; // build() reports the cell
            result.push_back(
                {link, table.cell(row, "commodity"), table.cell(row, "unit"), *capacity});
        }
        return result;
    }

    void add_capacity(const Added& added, const Dates& dates) {
        editor_.add_row(operation_, "capacities",
                        {{"link", added.link},
                         {"commodity", added.commodity},
                         {"from", dates.from},
                         {"to", dates.to},
                         {"capacity", format_number(added.capacity)},
                         {"unit", added.unit}});
    }

    RowTest is_capacity_of(const Added& added) const {
        const Table& table = editor_.table("capacities");
        return [&table, &added](const Row& row) {
            return table.cell(row, "link") == added.link &&
                   table.cell(row, "commodity") == added.commodity;
        };
    }

    void add_missing_capacities() {
        for (const Added& each : added(true)) {
            const Table& table = editor_.table("capacities");
            if (std::none_of(table.rows.begin(), table.rows.end(), is_capacity_of(each))) {
                add_capacity(each, dates_);
            }
        }
    }

    double capacity_on(const Added& added, Day day) const {
        const Table& table = editor_.table("capacities");
        const RowTest is_of = is_capacity_of(added);
        double sum = 0;
        for (const Row& row : table.rows) {
            if (!is_of(row) || !ScenarioEditor::period_of(table, row).contains(day)) continue;
            const auto unit = graded_amount(editor_, 1, added.unit, table.cell(row, "unit"),
                                            {added.commodity, table.cell(row, "grade")});
            const auto capacity = parse_number(table.cell(row, "capacity"));
            if (unit && capacity) sum += *capacity / *unit;
        }
        return sum;
    }

    /// Whether the rows of capacity include the enlargement from the start on; see project.hpp.
    bool follows(const Added& added) const {
        return is_built_ ||
               (has_start_ && capacity_on(added, start_) > capacity_on(added, start_ - 1));
    }

    /// The days on which the enlargement has to be put on.
    Dates days_without(const Added& added) const {
        Dates when = dates_;
        if (follows(added)) {
            when.period.last = start_ - 1;
            when.to = show_day(when.period.last);
        }
        return when;
    }

    void enlarge() {
        Tracks tracks;
        for (const Added& each : added(false)) {
            const Dates when = days_without(each);
            if (when.period.last < when.period.first) continue;
            if (!add_to_rows("capacities", when, is_capacity_of(each), each)) {
                add_capacity(each, when);
            }
            add_tracks(tracks, each, when);
        }
        const Table& groups = editor_.table("group_capacities");
        for (const auto& entry : tracks) {
            const std::string& group = entry.first;
            const auto is_of = [&](const Row& row) { return groups.cell(row, "group") == group; };
            add_to_rows("group_capacities", entry.second.when, is_of, entry.second.added);
        }
    }

    /// What is added to a group, in its unit.
    struct Track {
        Added added;
        Dates when;
    };
    using Tracks = std::map<std::string, Track>;

    /// The groups that bind the link alone; of several commodities on it, the largest counts, as
    /// they share the track.
    void add_tracks(Tracks& tracks, const Added& added, const Dates& when) const {
        const Table& members = editor_.table("group_members");
        for (const Row& member : members.rows) {
            if (members.cell(member, "link") != added.link ||
                members.cell(member, "commodity") != added.commodity) {
                continue;
            }
            const std::string& group = members.cell(member, "group");
            const Ids links = links_of_group(group);
            const bool binds_only = std::all_of(
                links.begin(), links.end(), [&](const auto& link) { return link == added.link; });
            const std::optional<std::string> unit = unit_of_group(group);
            const auto use = parse_number(members.cell(member, "use"));
            if (!binds_only || !unit || !use) continue;
            const auto amount =
                graded_amount(editor_, added.capacity, added.unit, *unit, {added.commodity, {}});
            if (!amount || *use * *amount <= 0) continue;
            const auto known = tracks.find(group);
            if (known != tracks.end() && *use * *amount <= known->second.added.capacity) continue;
            tracks[group] = {{added.link, added.commodity, *unit, *use * *amount}, when};
        }
    }

    std::optional<std::string> unit_of_group(const std::string& group) const {
        const Table& groups = editor_.table("group_capacities");
        for (const Row& row : groups.rows) {
            if (groups.cell(row, "group") == group) return groups.cell(row, "unit");
        }
        return std::nullopt;
    }

    /// Adds to the capacities for which `of` holds; says whether there is one.
    bool add_to_rows(std::string_view name, const Dates& when, const RowTest& of,
                     const Added& added) {
        Table& table = editor_.table(name);
        const std::vector<std::size_t> within = ScenarioEditor::cut(table, when, of);
        for (const std::size_t place : within) {
            Row& row = table.rows[place];
            const std::string grade =
                table.schema->find_column("grade") ? table.cell(row, "grade") : std::string();
            const auto more = graded_amount(editor_, added.capacity, added.unit,
                                            table.cell(row, "unit"), {added.commodity, grade});
            const auto capacity = parse_number(table.cell(row, "capacity"));
            if (!more || !capacity) continue; // build() reports the cells
            ScenarioEditor::set(table, row, "capacity", format_number(*capacity + *more));
            editor_.cite(operation_, table, row);
        }
        return !within.empty();
    }

    ScenarioEditor& editor_;
    const Operation& operation_;
    std::string project_;
    Dates dates_; ///< from the building on
    Ids own_;
    Day start_ = 0; ///< of service in the world
    bool has_start_ = false;
    bool is_built_ = false;
};

} // namespace

void build_project(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"project", "year", "from"});
    const auto project = editor.known_name(operation, "project", "projects", true);
    const std::optional<std::string> key = operation.only_of({"year", "from"});
    if (!key) return;
    const std::optional<Dates> dates = operation.dates(*key, "");
    if (!project || !dates) return;
    Builder(editor, operation, *project, *dates).run();
}

} // namespace isthmus::world
