// SPDX-License-Identifier: Apache-2.0
// The key findings: sentences made from the views' numbers.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/html_page.hpp"

namespace isthmus::report {

std::string rounded(double value) {
    const double size = std::abs(value);
    return html_number(value, size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2);
}

std::string money(double million) {
    return std::abs(million) >= 1000 ? rounded(million / 1000) + " billion USD"
                                     : rounded(million) + " million USD";
}

std::string strong(const std::string& text) {
    return "<strong>" + escape_html(text) + "</strong>";
}

std::vector<world::NodeId> central_places(const Page& page) {
    const Panel* detail = page.map.layout.find("detail");
    const Panel& panel = detail != nullptr ? *detail : page.map.layout.main();
    std::vector<world::NodeId> places;
    for (const auto node : page.world.nodes.ids()) {
        if (panel.shows(position(page.world, node))) places.push_back(node);
    }
    return places;
}

std::vector<world::ActorId> central_states(const Page& page) {
    std::vector<world::ActorId> states;
    const Day day = reference_day(page.equilibrium.market.year);
    for (const auto node : central_places(page)) {
        const auto actor = page.world.controller(page.world.nodes[node].territory, day);
        if (!actor.valid()) continue;
        const auto state = page.world.state_of(actor);
        if (std::find(states.begin(), states.end(), state) == states.end()) {
            states.push_back(state);
        }
    }
    return states;
}

namespace {

constexpr std::size_t kNamed = 3; ///< things named in one sentence
constexpr std::size_t kNear = 5;  ///< states near the centre

/// Whether both ends of a row's link (or one of them) lie on a panel.
bool on_panel(const Page& page, const Panel& panel, std::size_t row, bool both) {
    const auto id = page.world.find<world::LinkTag>("links", cell_text(page.flows, row, "link"));
    const world::Link& link = page.world.links[id];
    const bool from = panel.shows(position(page.world, link.from));
    const bool to = panel.shows(position(page.world, link.to));
    return both ? from && to : from || to;
}

constexpr std::size_t kMostSources = 6; ///< that a sentence links to

/// Footnotes of a sentence.
std::string footnotes(Page& page, const std::vector<std::string>& claims) {
    const std::string links = page.citations.cite(claims, {.figures = 1, .most = kMostSources});
    return links.empty() ? "" : fmt::format(" <small class=\"refs\">Sources: {}</small>", links);
}

void add_claims(std::vector<std::string>& to, const ResultTable& table, std::size_t row) {
    const std::vector<std::string>& from = table.rows[row].claims;
    to.insert(to.end(), from.begin(), from.end());
}

/// The largest flows of a commodity on a panel, each link once, and what they rest on.
std::vector<std::string> largest_on(std::vector<std::string>& claims, const Page& page,
                                    const Panel& panel, const std::vector<std::size_t>& rows,
                                    bool both) {
    std::vector<std::string> links, named;
    for (const std::size_t row : rows) {
        const std::string link = cell_text(page.flows, row, "link");
        if (named.size() == kNamed || !on_panel(page, panel, row, both) ||
            std::find(links.begin(), links.end(), link) != links.end()) {
            continue;
        }
        links.push_back(link);
        add_claims(claims, page.flows, row);
        named.push_back(fmt::format("{} ({})", escape_html(cell_text(page.flows, row, "name")),
                                    rounded(*cell_number(page.flows, row, "flow"))));
    }
    return named;
}

std::string flow_sentence(Page& page, world::CommodityId id) {
    const world::Commodity& commodity = page.world.commodities[id];
    auto rows = select_rows(page.flows, [&](std::size_t row) {
        return cell_text(page.flows, row, "commodity") == commodity.id &&
               cell_number(page.flows, row, "flow").value_or(0) > 0;
    });
    if (rows.empty()) return {};
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return *cell_number(page.flows, a, "flow") > *cell_number(page.flows, b, "flow");
    });
    double consumed = 0;
    for (std::size_t row = 0; row < page.prices.rows.size(); ++row) {
        if (cell_text(page.prices, row, "commodity") != commodity.id) continue;
        consumed += cell_number(page.prices, row, "consumed").value_or(0);
    }
    const bool freight = commodity.kind == world::CommodityKind::kFreight;
    std::string out =
        fmt::format("<a href=\"#{}\">{}</a>: {} {} {} over {} in all.", commodity_anchor(page, id),
                    strong(commodity.name), rounded(consumed), escape_html(commodity.unit.name),
                    freight ? "are carried" : "are delivered", counted(rows.size(), "link"));
    std::vector<std::string> claims;
    const auto region = largest_on(claims, page, page.map.layout.main(), rows, true);
    if (!region.empty()) {
        out += fmt::format(" The largest flows in the region of the map are over {}.",
                           enumeration(region));
    }
    const Panel* detail = page.map.layout.find("detail");
    const auto close = detail == nullptr ? std::vector<std::string>()
                                         : largest_on(claims, page, *detail, rows, false);
    if (!close.empty() && close != region) {
        out += fmt::format(" In its enlarged part, and in or out of it: {}.", enumeration(close));
    }
    return out + footnotes(page, claims);
}

std::string gain_sentence(const Page& page) {
    std::vector<std::string> central;
    for (const auto state : central_states(page)) central.push_back(page.world.actors[state].name);
    std::vector<std::string> named, near;
    for (std::size_t row = 0; row < page.payoffs.rows.size(); ++row) {
        const std::string name = cell_text(page.payoffs, row, "name");
        std::string words = fmt::format("{} ({})", strong(name),
                                        money(cell_number(page.payoffs, row, "total").value_or(0)));
        if (named.size() < kNamed) named.push_back(words);
        if (near.size() < kNear &&
            std::find(central.begin(), central.end(), name) != central.end()) {
            near.push_back(std::move(words));
        }
    }
    if (named.empty()) return {};
    std::string out = fmt::format("The trade is worth {} in the year; most of it goes to {}.",
                                  money(page.equilibrium.welfare), enumeration(named));
    if (page.map.layout.find("detail") != nullptr && near.size() > 1) {
        out += fmt::format(" Of the {} on the map's enlarged part, {} gain most.",
                           counted(central.size(), "state"), enumeration(near));
    }
    return out;
}

std::string transport_sentence(const Page& page) {
    struct Earner {
        std::string name;
        double value;
    };
    std::vector<Earner> earners;
    for (std::size_t row = 0; row < page.payoffs.rows.size(); ++row) {
        const double value = cell_number(page.payoffs, row, "transport_margin").value_or(0) +
                             cell_number(page.payoffs, row, "congestion_rent").value_or(0) +
                             cell_number(page.payoffs, row, "fees").value_or(0);
        if (value > 0.5) earners.push_back({cell_text(page.payoffs, row, "name"), value});
    }
    std::stable_sort(earners.begin(), earners.end(),
                     [](const Earner& a, const Earner& b) { return a.value > b.value; });
    std::vector<std::string> named;
    for (const Earner& earner : earners) {
        if (named.size() == kNamed) break;
        named.push_back(fmt::format("{} ({})", strong(earner.name), money(earner.value)));
    }
    if (named.empty()) return {};
    return fmt::format("From carrying goods for others and for themselves (margins, scarcity rents "
                       "and fees), {} earn most.",
                       enumeration(named));
}

std::string binding_sentence(Page& page) {
    if (page.binding.rows.empty()) return "No capacity, contract or quota binds.";
    std::vector<std::string> named, claims;
    for (std::size_t row = 0; row < page.binding.rows.size() && named.size() < kNamed; ++row) {
        add_claims(claims, page.binding, row);
        named.push_back(fmt::format("{} ({}, worth {} a year)",
                                    strong(cell_text(page.binding, row, "name")),
                                    escape_html(cell_text(page.binding, row, "kind")),
                                    money(cell_number(page.binding, row, "value").value_or(0))));
    }
    const std::size_t count = page.binding.rows.size();
    return fmt::format("{} {}. The dearest {} {}.", counted(count, "limit"),
                       count == 1 ? "binds" : "bind", named.size() == 1 ? "is" : "are",
                       enumeration(named)) +
           footnotes(page, claims);
}

std::string status_sentence(const Page& page) {
    const Page::Counts counts = page.counts();
    return fmt::format(
        "Of {}, {} are open at the end of the year, <span class=\"status "
        "restricted\">restricted</span> {}, <span class=\"status closed\">closed</span> "
        "{}, and {} are gaps or planned.",
        counted(page.world.links.size(), "link"), counts.open, counts.restricted, counts.closed,
        counts.planned);
}

std::string fit_sentence(const Page& page) {
    const Page::Fit fit = page.fit();
    if (fit.all == 0) return "No observed flow of the year is on record to hold the model against.";
    std::string out = fmt::format(
        "Of {} of the year, the model meets {} within a tenth and {} within half",
        counted(fit.all, "observed flow"), fit.within_tenth, fit.within_tenth + fit.within_half);
    if (fit.beyond > 0) {
        out += fmt::format("; {} {} off by more than half, <a href=\"#fit\">with the reason</a>",
                           fit.beyond, fit.beyond == 1 ? "is" : "are");
    }
    return out +
           ". No calibration was run; where an input was set with an observation in view, its "
           "note says so.";
}

std::string evidence_sentence(const Page& page) {
    double estimated = 0, numbers = 0;
    for (std::size_t row = 0; row < page.evidence.rows.size(); ++row) {
        const double here = cell_number(page.evidence, row, "numbers").value_or(0);
        const std::string confidence = cell_text(page.evidence, row, "evidence");
        numbers += here;
        if (confidence == "estimate" || confidence == "recalled") estimated += here;
    }
    if (numbers <= 0) return {};
    return fmt::format(
        "{} % of the world's {} numbers rest at least in part on an estimate or on "
        "general knowledge; these are marked <abbr class=\"mark estimate\">est.</abbr> and <abbr "
        "class=\"mark recalled\">rec.</abbr> wherever they are cited, and <a "
        "href=\"#sources\">the sources</a> list them apart.",
        html_number(100 * estimated / numbers, 0), html_number(numbers, 0));
}

} // namespace

std::vector<std::string> key_findings(Page& page) {
    page.citations.stand_in("findings", "Key findings");
    std::vector<std::string> sentences;
    const auto add = [&](std::string sentence) {
        if (!sentence.empty()) sentences.push_back(std::move(sentence));
    };
    for (const auto id : page.commodities) add(flow_sentence(page, id));
    add(gain_sentence(page));
    add(transport_sentence(page));
    add(binding_sentence(page));
    add(status_sentence(page));
    add(fit_sentence(page));
    add(evidence_sentence(page));
    return sentences;
}

std::string findings_section(Page& page) {
    std::string out = "<section id=\"findings\" aria-labelledby=\"findings-h\">\n<h2 "
                      "id=\"findings-h\">Key findings</h2>\n<ul class=\"findings\">\n";
    for (const std::string& sentence : key_findings(page)) out += "<li>" + sentence + "</li>\n";
    return out + "</ul>\n</section>\n";
}

} // namespace isthmus::report
