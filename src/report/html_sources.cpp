// SPDX-License-Identifier: Apache-2.0
// The last sections: claims that say otherwise, and the sources.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/claim_values.hpp"
#include "report/html_page.hpp"
#include "report/views_evidence.hpp"
#include "world/evidence.hpp"

namespace isthmus::report {
namespace {

constexpr std::size_t kMostContradictions = 12; ///< shown unfolded

using evidence::Comparison;
using evidence::Contradiction;
using evidence::Contradictions;

/// Those that touch a number shown: one of the claims is cited, and both speak of the year.
std::vector<Contradiction> touching(const Page& page, const Contradictions& all) {
    const Period year = Period::of_year(page.equilibrium.market.year);
    std::vector<Contradiction> found = all.of(page.citations.claims());
    std::erase_if(found, [&](const Contradiction& of) {
        const auto speaks = [&](world::ClaimId id) {
            return evidence::period_of(page.world.claims[id]).overlaps(year);
        };
        return of.comparison == Comparison::kBases || !speaks(of.preferred) || !speaks(of.other);
    });
    return found;
}

/// "stated 120, derived 14, estimate 300".
std::string evidence_counts(const Page& page) {
    std::string out;
    const std::vector<world::ClaimId> claims = page.citations.claims();
    for (const auto evidence :
         {world::Evidence::kStated, world::Evidence::kDerived, world::Evidence::kCalibrated,
          world::Evidence::kEstimate, world::Evidence::kRecalled}) {
        const auto count = std::count_if(claims.begin(), claims.end(), [&](world::ClaimId id) {
            return world::evidence_of(page.world, id) == evidence;
        });
        if (count == 0) continue;
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, world::to_string(evidence));
    }
    return out;
}

} // namespace

std::string contradiction_section(Page& page) {
    const Contradictions all(page.world);
    const ResultTable table = contradiction_brief_table(page.world, all, touching(page, all));
    if (table.rows.empty()) return {};
    ShownTable shown;
    shown.id = "contradictions-table";
    shown.caption = "Claims that say otherwise, largest difference first";
    shown.columns = {{"about", ""},
                     {"value", "Here"},
                     {"evidence", ""},
                     {"against", ""},
                     {"against_evidence", ""},
                     {"size", "Difference"},
                     {"used", "Used here"},
                     {"why", ""}};
    std::string content = paragraph(fmt::format(
        "Documents contradict each other. Beside the claims that the tables above rest on stand {} "
        "of another value for the year. {} Where the world goes another way, the note says why.",
        table.rows.size(), escape_html(std::string(evidence::rules_in_words()))));
    shown.all_rows = false;
    shown.rows = select_rows(table, [](std::size_t row) { return row < kMostContradictions; });
    content += html_table(table, shown, page.citations);
    shown.rows = select_rows(table, [](std::size_t row) { return row >= kMostContradictions; });
    if (!shown.rows.empty()) {
        shown.id += "-rest";
        shown.caption = "Further claims that say otherwise";
        content += folded(fmt::format("{} ({})", shown.caption, shown.rows.size()),
                          html_table(table, shown, page.citations));
    }
    return section("contradictions", "Who says otherwise", content);
}

std::string source_section(const Page& page) {
    const std::size_t documents = page.citations.document_count();
    std::string content = paragraph(fmt::format(
        "{} and {} without a document, with {}: {}. A number without a mark is stated by its "
        "source. <abbr class=\"mark derived\">der.</abbr> is computed from what sources state, "
        "<abbr class=\"mark calibrated\">cal.</abbr> fitted to observed flows, <abbr class=\"mark "
        "estimate\">est.</abbr> an estimate whose reasoning the claim gives, <abbr class=\"mark "
        "recalled\">rec.</abbr> recalled from general knowledge. Figures are counted where a row "
        "or sentence cites the source. No text of the sources is reproduced.",
        counted(documents, "document"),
        counted(page.citations.source_count() - documents, "source"),
        counted(page.citations.claim_count(), "claim"), evidence_counts(page)));
    return section("sources", "Sources", content + page.citations.list());
}

} // namespace isthmus::report
