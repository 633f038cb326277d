// SPDX-License-Identifier: Apache-2.0
#include "cli/what_if_scenario.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/what_if_names.hpp"
#include "flow/market_year.hpp"
#include "report/table.hpp"
#include "world/project.hpp"

namespace isthmus::cli {
namespace {

using report::json_text; // a JSON string is a TOML string
using world::LinkId;
using world::World;

/// Shares of the year that differ by less are equal up to rounding.
constexpr double kWhole = 1 - 1e-9;

/// Stands for the scenario in origins and messages.
constexpr const char* kName = "what-if.toml";
constexpr const char* kId = "what-if";
constexpr const char* kSuspend = "--suspend-contracts";

/// Parts between colons, also empty ones, which base/text's split() leaves out at the end.
std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == ':')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::string line(const std::string& key, const std::string& text) {
    return fmt::format("{} = {}\n", key, json_text(text));
}

class Reader {
  public:
    Reader(const World& world, int year) : world_(world), year_(year) {}

    void service(const std::string& word, const std::string& typed) {
        const bool closes = word == "close";
        begin(word, typed);
        const auto thing = find_thing(world_, option_, typed);
        if (!thing) return fail(thing.diagnostics());
        const NamedThing& of = thing.value();
        const std::vector<LinkId> links = links_of(of);
        if (links.empty()) {
            return wrong("E830", "a thing with links",
                         fmt::format("{} {} has none", of.kind, of.id));
        }
        const flow::MarketYear market(world_, year_);
        const bool is_so = std::all_of(links.begin(), links.end(), [&](LinkId link) {
            const double share = market.service(link).open_share;
            return closes ? share <= 0 : share >= kWhole;
        });
        if (is_so) {
            return wrong(
                "E830",
                fmt::format("a thing that is {} service in {}", closes ? "in" : "out of", year_),
                fmt::format("{} {} is {} service in all of {}", of.kind, of.id,
                            closes ? "out of" : "in", year_));
        }
        std::string words =
            fmt::format("{} {} {} ({})", closes ? "closes" : "opens", of.kind, of.id, of.name);
        if (of.kind != "link") words += fmt::format(": {}", named(links));
        finish(fmt::format("[[{}]]\n", word) + line(of.kind, of.id), std::move(words));
    }

    void withdraw(const std::string& typed) {
        begin("withdraw", typed);
        const std::vector<std::string> parts = parts_of(typed);
        if (parts.size() > 3 || parts.front().empty()) {
            return wrong("E603", "BY, BY:TOWARDS or BY:TOWARDS:COMMODITY",
                         "several names with commas");
        }
        const auto by = parties(parts[0]);
        const auto towards = parties(parts.size() > 1 ? parts[1] : "");
        const auto commodity = goods(parts.size() > 2 ? parts[2] : "");
        if (!by || !towards || !commodity) return;
        finish("[[withdraw]]\n" + names("actor", *by) +
                   (towards->empty() ? "" : names("towards", *towards)) + goods_line(*commodity),
               fmt::format("{} withdraws towards {}{}", shown(*by),
                           towards->empty() ? "everybody else" : shown(*towards),
                           shown_goods(*commodity)));
    }

    void embargo(const std::string& typed) {
        begin("embargo", typed);
        const std::vector<std::string> parts = parts_of(typed);
        if (parts.size() < 2 || parts.size() > 3 || parts[0].empty() || parts[1].empty()) {
            return wrong("E603", "BY:AGAINST or BY:AGAINST:COMMODITY", "several names with commas");
        }
        const auto by = parties(parts[0]), against = parties(parts[1]);
        const auto commodity = goods(parts.size() > 2 ? parts[2] : "");
        if (!by || !against || !commodity) return;
        finish("[[embargo]]\n" + names("by", *by) + names("against", *against) +
                   goods_line(*commodity),
               fmt::format("{} buys no more from {}{}", shown(*by), shown(*against),
                           shown_goods(*commodity)));
    }

    void build(const std::string& typed) {
        begin("build", typed);
        const auto project = find_project(world_, option_, typed);
        if (!project) return fail(project.diagnostics());
        finish("[[build]]\n" + line("project", project.value().id) +
                   fmt::format("year = {}\n", year_),
               fmt::format("builds project {} ({}), in service from {} on", project.value().id,
                           project.value().name, year_));
    }

    /// WHAT:NAME[:COMMODITY]=FACTOR.
    void scale(const std::string& typed) {
        begin("scale", typed);
        constexpr double kNone = -1;
        const std::size_t equals = typed.rfind('=');
        const double factor = equals == std::string::npos
                                  ? kNone
                                  : parse_number(typed.substr(equals + 1)).value_or(kNone);
        const std::vector<std::string> parts = parts_of(typed.substr(0, equals));
        if (factor < 0 || parts.size() < 2 || parts.size() > 3 || parts[1].empty()) {
            return wrong("E603", "WHAT:NAME=FACTOR or WHAT:NAME:COMMODITY=FACTOR",
                         "as in capacity:ID=0.5, demand:ID:COMMODITY=1.1");
        }
        const auto commodity = goods(parts.size() > 2 ? parts[2] : "");
        const std::string keys = selector(parts[0], parts[1]);
        if (!commodity || keys.empty()) return;
        finish(fmt::format("[[{}]]\n{}{}scale = {}\n", parts[0], keys, goods_line(*commodity),
                           format_number(factor)),
               fmt::format("multiplies {} of {}{} by {}", parts[0], selected_,
                           shown_goods(*commodity), format_number(factor)));
    }

    Result<std::vector<WhatIfChange>> take() {
        if (changes_.empty() && wrong_.empty()) {
            wrong_.add({"E601", "", 0, "", "", "at least one change",
                        "--close, --open, --withdraw, --embargo, --build or --scale"});
        }
        if (!wrong_.empty()) return wrong_;
        return changes_;
    }

  private:
    void begin(const std::string& word, const std::string& typed) {
        typed_ = typed;
        option_ = "--" + word;
    }
    void fail(const Diagnostics& diagnostics) { wrong_.append(diagnostics); }
    void wrong(const char* id, std::string expected, std::string hint) {
        wrong_.add({id, "", 0, "", option_ + " " + typed_, std::move(expected), std::move(hint)});
    }

    void finish(std::string operation, std::string words) {
        const bool again = std::any_of(changes_.begin(), changes_.end(), [&](const auto& change) {
            return change.operation == operation;
        });
        if (again) return wrong("E601", "each change once", words);
        changes_.push_back({option_ + " " + typed_, std::move(words), std::move(operation)});
    }

    std::vector<LinkId> links_of(const NamedThing& thing) const {
        if (thing.kind == "link") return {world_.find<world::LinkTag>("links", thing.id)};
        if (thing.kind == "corridor") {
            return world_.corridors[world_.find<world::CorridorTag>("corridors", thing.id)].links;
        }
        if (thing.kind == "project") {
            return world::own_links(world_, world_.find<world::ProjectTag>("projects", thing.id));
        }
        const auto node = world_.find<world::NodeTag>("nodes", thing.id);
        std::vector<LinkId> links;
        for (const LinkId id : world_.links.ids()) {
            if (world_.links[id].from == node || world_.links[id].to == node) links.push_back(id);
        }
        return links;
    }

    std::string named(const std::vector<LinkId>& links) const {
        constexpr std::size_t kMost = 6;
        std::vector<std::string> ids;
        for (const LinkId link : links) {
            if (ids.size() < kMost) ids.push_back(world_.links[link].id);
        }
        std::string text = join(ids, ", ");
        if (links.size() > kMost) text += fmt::format(" and {} more", links.size() - kMost);
        return text;
    }

    /// Names with commas; nothing after reporting what is wrong.
    std::optional<std::vector<NamedThing>> parties(const std::string& typed) {
        std::vector<NamedThing> result;
        bool known = true;
        for (const std::string& name : split(typed, ',')) {
            const auto party = find_party(world_, option_, name);
            if (party) {
                result.push_back(party.value());
            } else {
                fail(party.diagnostics());
                known = false;
            }
        }
        return known ? std::optional(result) : std::nullopt;
    }

    std::optional<std::string> goods(const std::string& typed) {
        if (typed.empty()) return typed;
        const auto known = read_commodities(world_, {typed});
        if (known) return typed;
        for (Diagnostic diagnostic : known.diagnostics().items()) {
            diagnostic.found = option_ + " " + typed_;
            wrong_.add(std::move(diagnostic));
        }
        return std::nullopt;
    }

    static std::string names(const std::string& key, const std::vector<NamedThing>& things) {
        std::vector<std::string> quoted;
        for (const NamedThing& each : things) quoted.push_back(json_text(each.id));
        return fmt::format("{} = [{}]\n", key, join(quoted, ", "));
    }
    static std::string goods_line(const std::string& commodity) {
        return commodity.empty() ? "" : line("commodity", commodity);
    }
    static std::string shown(const std::vector<NamedThing>& things) {
        std::vector<std::string> names;
        for (const NamedThing& each : things) names.push_back(each.name);
        return join(names, ", ");
    }
    static std::string shown_goods(const std::string& commodity) {
        return commodity.empty() ? "" : " (" + commodity + ")";
    }

    /// The lines that say what is scaled; none after reporting what is wrong. Remembers it in
    /// words.
    std::string selector(const std::string& what, const std::string& name) {
        if (what == "capacity" || what == "tariff") return of_link(what, name);
        if (what == "demand" || what == "supply") return of_place_or_actor(name, "node");
        if (what == "freight") {
            const std::size_t slash = name.find('/');
            if (slash == std::string::npos) return of_place_or_actor(name, "origin");
            const auto from = place(name.substr(0, slash)), to = place(name.substr(slash + 1));
            if (!from || !to) return {};
            selected_ = from->name + " to " + to->name;
            return line("origin", from->id) + line("destination", to->id);
        }
        fail(check_word("--scale", what, {"capacity", "tariff", "demand", "supply", "freight"}));
        return {};
    }

    std::string of_link(const std::string& what, const std::string& name) {
        for (const world::CapacityGroup& group : world_.capacity_groups) {
            if (what != "capacity" || group.id != name) continue;
            selected_ = "group " + group.id;
            return line("group", group.id);
        }
        const auto thing = find_thing(world_, option_, name);
        if (!thing) {
            fail(thing.diagnostics());
            return {};
        }
        const NamedThing& of = thing.value();
        if (of.kind != "link" && of.kind != "corridor") {
            wrong("E603", "a link, a corridor or a capacity group",
                  of.kind + " " + of.id + " is none");
            return {};
        }
        selected_ = fmt::format("{} {} ({})", of.kind, of.id, of.name);
        return line(of.kind, of.id);
    }

    std::string of_place_or_actor(const std::string& name, const char* key) {
        const auto node = world_.find<world::NodeTag>("nodes", name);
        const auto actor = world_.find<world::ActorTag>("actors", name);
        if (!node.valid() && actor.valid()) {
            selected_ = world_.actors[actor].name;
            return line("actor", name);
        }
        const auto found = place(name);
        if (!found) return {};
        selected_ = found->name;
        return line(key, found->id);
    }

    std::optional<NamedThing> place(const std::string& name) {
        const auto thing = find_thing(world_, option_, "nodes/" + name);
        if (thing) return thing.value();
        fail(thing.diagnostics());
        return std::nullopt;
    }

    const World& world_;
    int year_;
    std::string option_, typed_, selected_;
    std::vector<WhatIfChange> changes_;
    Diagnostics wrong_;
};

/// The lines before the first operation.
std::string head(const std::vector<WhatIfChange>& changes, const std::string& id) {
    std::vector<std::string> words;
    for (const WhatIfChange& change : changes) words.push_back(change.words);
    return line("id", id) + line("title", join(words, "; ")) +
           line("question", "Who gains and who loses?");
}

} // namespace

void declare_what_if(Options& options, WhatIfArguments& arguments) {
    options.option("--close", "NAME", arguments.close,
                   "A link, place, corridor or project goes out of service");
    options.option("--open", "NAME", arguments.open,
                   "A link, place, corridor or project goes into service");
    options.option("--withdraw", "BY[:TOWARDS[:COMMODITY]]", arguments.withdraw,
                   "States or blocs deal no longer with others, or with anybody: neither carry nor "
                   "sell nor buy; several with commas");
    options.option("--embargo", "BY:AGAINST[:COMMODITY]", arguments.embargo,
                   "States or blocs buy no more from others");
    options.option("--build", "PROJECT", arguments.build,
                   "A project is in service from the year on");
    options.option(
        "--scale", "WHAT:NAME[:COMMODITY]=FACTOR", arguments.scale,
        "Multiply capacity or tariff of a link or corridor, demand or supply of a place or "
        "state, or freight of an origin, a state or ORIGIN/DESTINATION");
}

Result<std::vector<WhatIfChange>> read_what_if(const World& world, int year,
                                               const WhatIfArguments& arguments) {
    Reader reader(world, year);
    for (const std::string& typed : arguments.close) reader.service("close", typed);
    for (const std::string& typed : arguments.open) reader.service("open", typed);
    for (const std::string& typed : arguments.withdraw) reader.withdraw(typed);
    for (const std::string& typed : arguments.embargo) reader.embargo(typed);
    for (const std::string& typed : arguments.build) reader.build(typed);
    for (const std::string& typed : arguments.scale) reader.scale(typed);
    return reader.take();
}

std::string scenario_text(const std::vector<WhatIfChange>& changes, const std::string& id) {
    std::string text = head(changes, id);
    for (const WhatIfChange& change : changes) text += "\n" + change.operation;
    return text;
}

Result<world::Tables> apply_what_if(const world::Tables& tables,
                                    const std::vector<WhatIfChange>& changes) {
    const std::string text = scenario_text(changes, kId);
    auto changed = world::apply_scenario_text(tables, text, kName);
    if (changed) {
        world::Tables result = std::move(changed).value();
        if (!tables.scenario.empty()) result.scenario = tables.scenario + "+" + kId;
        return result;
    }
    Diagnostics named;
    for (Diagnostic diagnostic : changed.diagnostics().items()) {
        std::size_t last = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
            const auto lines = std::count(change->operation.begin(), change->operation.end(), '\n');
            last -= static_cast<std::size_t>(lines);
            if (diagnostic.row <= last) {
                --last; // the empty line before it
                continue;
            }
            diagnostic.file.clear();
            diagnostic.row = 0;
            diagnostic.column.clear();
            diagnostic.found = change->option;
            break;
        }
        named.add(std::move(diagnostic));
    }
    return named;
}

std::vector<WhatIfChange> suspend_contracts(const World& world, const Diagnostics& diagnostics) {
    std::vector<WhatIfChange> result;
    const world::Table& table = world.tables.at("contracts");
    for (const world::Contract& contract : world.contracts) {
        const world::RowOrigin& origin = table.rows[contract.provenance.row].origin;
        const auto& items = diagnostics.items();
        if (std::none_of(items.begin(), items.end(), [&](const Diagnostic& each) {
                return each.id == "E510" && each.file == origin.file && each.row == origin.line;
            })) {
            continue;
        }
        result.push_back({kSuspend,
                          fmt::format("suspends contract {} ({}), whose minimum take cannot be met",
                                      contract.id, contract.name),
                          fmt::format("[[change]]\ntable = \"contracts\"\nwhere = {{id = {}}}\nset "
                                      "= {{minimum = 0}}\n",
                                      json_text(contract.id))});
    }
    return result;
}

} // namespace isthmus::cli
