// SPDX-License-Identifier: Apache-2.0
// The section on leverage: who gains from cooperation, what changed, the course over the years.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/charts_leverage.hpp"
#include "report/html_page.hpp"
#include "report/leverage_study.hpp"
#include "report/views_leverage.hpp"

namespace isthmus::report {

namespace {

constexpr std::size_t kNamed = 3;         ///< players named in one sentence
constexpr std::size_t kPartnersShown = 3; ///< of each player
/// A gain or a difference below this (MUSD) is told as none.
constexpr double kLeastTold = 0.5;

double number_or_zero(const ResultTable& table, std::size_t row, std::string_view column) {
    return cell_number(table, row, column).value_or(0);
}

std::string name_of(const ResultTable& table, std::size_t row) {
    return strong(cell_text(table, row, "name"));
}

std::string percent(double share) {
    return html_number(share, 1) + " %";
}

std::string share_of_gains(const ResultTable& table, std::size_t row, std::string_view share,
                           std::string_view gain) {
    const auto number = cell_number(table, row, share);
    return number ? percent(*number) : money(number_or_zero(table, row, gain));
}

std::string leading_sentence(const LeverageStudy& study, const ResultTable& table) {
    const double all = study.leverage->properties.cooperation_surplus;
    if (all < kLeastTold) {
        return fmt::format("Cooperation adds next to nothing for these {}.",
                           counted(table.rows.size(), "player"));
    }
    std::vector<std::string> named;
    for (std::size_t row = 0; row < table.rows.size() && named.size() < kNamed; ++row) {
        if (number_or_zero(table, row, "gain") < kLeastTold) break;
        named.push_back(fmt::format("{} ({}, {})", name_of(table, row),
                                    money(number_or_zero(table, row, "gain")),
                                    share_of_gains(table, row, "gain_share", "gain")));
    }
    return fmt::format("What {} can open to one another is worth {} a year to them, beyond what "
                       "each has alone. By the Shapley value most of it goes to {}.",
                       counted(table.rows.size(), "player"), money(all), enumeration(named));
}

std::string disagreement_sentence(const ResultTable& table) {
    std::size_t widest = table.rows.size();
    double difference = kLeastTold;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto nucleolus = cell_number(table, row, "nucleolus_gain");
        if (!nucleolus) continue;
        const double here = std::abs(number_or_zero(table, row, "gain") - *nucleolus);
        if (here > difference) {
            difference = here;
            widest = row;
        }
    }
    if (widest == table.rows.size()) return "The nucleolus divides the gains in the same way.";
    return fmt::format(
        "The nucleolus, which heeds only the coalition with most to complain of, differs most over "
        "{}: {} of all gains by the Shapley value, {} by the nucleolus. Where the two disagree, "
        "power rests on how one counts.",
        name_of(table, widest), share_of_gains(table, widest, "gain_share", "gain"),
        share_of_gains(table, widest, "nucleolus_share", "nucleolus_gain"));
}

std::string change_sentence(const LeverageStudy& study, const ResultTable& table) {
    std::vector<std::size_t> rows(table.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    if (!study.against || rows.empty()) return {};
    const auto change = [&](std::size_t row) {
        return number_or_zero(table, row, "shapley_change");
    };
    const auto [least, most] =
        std::minmax_element(rows.begin(), rows.end(),
                            [&](std::size_t a, std::size_t b) { return change(a) < change(b); });
    std::vector<std::string> parts;
    if (change(*most) > kLeastTold) {
        parts.push_back(
            fmt::format("{} gained most ({} more)", name_of(table, *most), money(change(*most))));
    }
    if (change(*least) < -kLeastTold) {
        parts.push_back(
            fmt::format("{} lost most ({} less)", name_of(table, *least), money(-change(*least))));
    }
    const std::string against = escape_html(study.against_name);
    if (parts.empty()) return fmt::format("Against {}, no Shapley value has changed.", against);
    return fmt::format("Against {}, {}.", against, enumeration(parts));
}

/// Why a gain can be below zero, where one is.
std::string rivalry_sentence(const ResultTable& table) {
    std::vector<std::string> named;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (number_or_zero(table, row, "gain") < -kLeastTold) named.push_back(name_of(table, row));
    }
    if (named.empty()) return {};
    return fmt::format("Below zero: {}. Alone, a player has to itself what those offer or ask for "
                       "who are always present; among all it has rivals for that. Shares are of "
                       "the sum, so that others can have more than all of it.",
                       enumeration(named));
}

std::string change_figure(const LeverageStudy& study, const ResultTable& table) {
    if (!study.against_reason.empty()) {
        return paragraph(fmt::format("There is nothing to hold against {}: {}",
                                     escape_html(study.against_name),
                                     escape_html(study.against_reason)));
    }
    if (!study.against) return {};
    const std::string caption = fmt::format(
        "Change of the Shapley value against {}, million US dollars a year", study.against_name);
    return wide_figure(change_chart(table), caption, escape_html(caption) + ".");
}

/// "2000 and 2005 (why); 2040 (why)."
std::string gaps(const LeverageStudy& study) {
    std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
    for (const YearOfGains& year : study.years) {
        if (year.reason.empty()) continue;
        auto same = std::find_if(reasons.begin(), reasons.end(),
                                 [&](const auto& known) { return known.first == year.reason; });
        if (same == reasons.end()) same = reasons.insert(same, {year.reason, {}});
        same->second.push_back(std::to_string(year.year));
    }
    std::vector<std::string> parts;
    for (const auto& [reason, years] : reasons) {
        parts.push_back(fmt::format("{} ({})", enumeration(years), escape_html(reason)));
    }
    if (parts.empty()) return {};
    return fmt::format(" No game could be made of {}.", join(parts, "; "));
}

/// Where a year has a game but not all of the players.
std::string absent(const LeverageStudy& study) {
    std::vector<std::string> parts;
    for (std::size_t player = 0; player < study.leverage->players(); ++player) {
        std::vector<std::string> years;
        for (const YearOfGains& year : study.years) {
            if (!year.gains.empty() && !year.gains[player]) {
                years.push_back(std::to_string(year.year));
            }
        }
        if (years.empty()) continue;
        parts.push_back(fmt::format("{} in {}",
                                    escape_html(study.leverage->game.players[player].name),
                                    enumeration(years)));
    }
    if (parts.empty()) return {};
    return fmt::format(" Without a stake of their own: {}.", join(parts, "; "));
}

std::string course_figures(const LeverageStudy& study, const ResultTable& shares, int year) {
    if (study.years.size() < 2) return {};
    const ShareRange range = share_range(shares);
    std::string out = "<div class=\"charts\">\n";
    for (std::size_t row = 0; row < shares.rows.size(); ++row) {
        out += share_chart(shares, row, range, year, fmt::format("leverage-course-{}", row + 1));
    }
    out += "</div>\n";
    return out + fmt::format("<p class=\"caption\">Share of all gains of each year by the Shapley "
                             "value, per cent, {} to {}; the same players and the same scale "
                             "throughout, {} marked. Years to come rest on what is planned.{}{}"
                             "</p>\n",
                             study.years.front().year, study.years.back().year, year, gaps(study),
                             absent(study));
}

/// Rows of a table that has several for each player: its first few.
std::vector<std::size_t> first_of_each(const ResultTable& table, std::size_t count) {
    std::map<std::string, std::size_t> seen;
    return select_rows(
        table, [&](std::size_t row) { return ++seen[cell_text(table, row, "player")] <= count; });
}

/// All columns but the ids, which repeat the names.
std::vector<ShownColumn> named_columns(const ResultTable& table) {
    std::vector<ShownColumn> columns;
    for (const ResultColumn& column : table.columns) {
        if (column.name != "player" && column.name != "partner")
            columns.push_back({column.name, ""});
    }
    return columns;
}

std::string table_of(Page& page, const ResultTable& table, const std::string& id,
                     const std::string& caption, std::vector<std::size_t> rows = {}) {
    ShownTable shown;
    shown.id = id;
    shown.caption = caption;
    shown.columns = named_columns(table);
    shown.all_rows = rows.empty();
    shown.rows = std::move(rows);
    return html_table(table, shown, page.citations);
}

std::string assumptions(const game::Leverage& leverage) {
    const ResultTable table = assumption_table(leverage);
    std::string list = "<ul>\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        list += fmt::format("<li dir=\"auto\">{}</li>\n",
                            escape_html(cell_text(table, row, "assumption")));
    }
    return folded(fmt::format("What the game assumes ({})", table.rows.size()), list + "</ul>\n");
}

std::string folded_tables(Page& page, const LeverageStudy& study, const ResultTable& shares,
                          const ResultTable& gains) {
    const game::Leverage& leverage = *study.leverage;
    std::string out;
    if (study.years.size() > 1) {
        out += folded("Shares and gains over the years",
                      table_of(page, shares, "leverage-shares-table",
                               "Share of all gains of the year, by the Shapley value") +
                          table_of(page, gains, "leverage-years-table",
                                   "Gain beyond alone by the Shapley value"));
    }
    out += folded("Other solution concepts",
                  table_of(page, concept_table(leverage), "leverage-concepts-table",
                           "Solution concepts side by side, value alone included"));
    const ResultTable partners = partner_table(leverage);
    if (!partners.rows.empty()) {
        out += folded("Partners that power rests on",
                      paragraph(escape_html(partners.note)) +
                          table_of(page, partners, "leverage-partners-table",
                                   fmt::format("The {} partners that matter most to each player",
                                               kPartnersShown),
                                   first_of_each(partners, kPartnersShown)));
    }
    out += folded("Properties of the game",
                  table_of(page, game_property_table(leverage), "leverage-properties-table",
                           "Properties of the game"));
    return out + assumptions(leverage);
}

/// Who plays and why, and what to type for more.
std::string choice(const Page& page, const game::WorldGame& game) {
    std::string command = fmt::format("isthmus leverage --year {}", game.year);
    if (!page.world.scenario.empty()) command += " --scenario " + page.world.scenario;
    if (game.options.commodities.size() < page.world.commodities.size()) {
        for (const auto id : game.options.commodities) {
            command += " --commodity " + page.world.commodities[id].id;
        }
    }
    std::vector<std::string> named;
    for (const game::Player& player : game.players) {
        if (player.id != game::kEveryoneElse) named.push_back(player.id);
    }
    const bool stated = !page.world.manifest().players.empty();
    return fmt::format("The players are {}, and everyone else as one; few, so that the page is "
                       "made quickly. In the world's folder, "
                       "<code>{} --players {}</code> begins with the same, "
                       "<code>--player-count</code> takes more, "
                       "and <code>--why</code> says which links a player's power rests on.",
                       stated ? "the first of those that the world names"
                              : "states or blocs whose withdrawal alone would cost everyone most",
                       escape_html(command), escape_html(join(named, ",")));
}

} // namespace

std::string leverage_section(Page& page) {
    if (!page.options.leverage) return {};
    const std::string title = "Who holds the lever";
    const LeverageStudy study =
        leverage_study(page.equilibrium, page.options, central_states(page));
    if (!study.leverage) {
        return section(
            "leverage", title,
            paragraph(fmt::format("No game could be made of {}: {}", page.equilibrium.market.year,
                                  escape_html(study.reason))));
    }
    const ResultTable table =
        leverage_table(*study.leverage, study.against ? &*study.against : nullptr);
    const ResultTable shares = gain_share_table(study, table);
    const ResultTable gains = gain_year_table(study, table);
    std::string content = paragraph(
        "Power here is what others would miss: a coalition is worth what its members, with those "
        "who are always present, can gain by the links and markets that they alone can open. A "
        "player's gain is what cooperation adds to what it has alone.");
    content += paragraph(leading_sentence(study, table) + " " + disagreement_sentence(table));
    for (const std::string& sentence : {rivalry_sentence(table), change_sentence(study, table)}) {
        if (!sentence.empty()) content += paragraph(sentence);
    }
    content += wide_figure(gain_chart(table), "Gains from cooperation",
                           "Gains from cooperation, million US dollars a year, with the share of "
                           "all gains. " +
                               choice(page, study.leverage->game));
    content += change_figure(study, table);
    content += course_figures(study, shares, page.equilibrium.market.year);
    content += table_of(page, table, "leverage-table",
                        "Values and gains of the players, million US dollars a year");
    content += folded_tables(page, study, shares, gains);
    return section("leverage", title, content);
}

} // namespace isthmus::report
