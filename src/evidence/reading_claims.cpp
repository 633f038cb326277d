// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_claims.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "evidence/anchor.hpp"
#include "evidence/claim_passage.hpp"

namespace isthmus::evidence {
namespace {

using Key = std::vector<std::string>;

Key key_of(const world::World& world, const world::Claim& claim) {
    return {world.sources[claim.source].id,
            claim.subject,
            claim.property,
            claim.value,
            claim.unit,
            claim.from,
            claim.to,
            claim.object};
}

Key key_of(const std::string& source, const Proposal& proposal) {
    return {source,        proposal.subject, proposal.property, proposal.value,
            proposal.unit, proposal.from,    proposal.to,       proposal.object};
}

/// Letters, digits and hyphens.
std::string id_part(const std::string& text) {
    std::string part;
    for (const char letter : text) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (plain) {
            part += letter;
        } else if (letter >= 'A' && letter <= 'Z') {
            part += static_cast<char>(letter - 'A' + 'a');
        } else if (!part.empty() && part.back() != '-') {
            part += '-';
        }
    }
    while (!part.empty() && part.back() == '-') part.pop_back();
    return part;
}

class ClaimWriter {
  public:
    ClaimWriter(const world::World& world, const std::string& source, const DocumentText& document,
                const NormalisedText& text)
        : world_(world), source_(source), document_(document), letters_(letters_of(text)) {
        for (const world::Claim& claim : world.claims) {
            taken_.insert(claim.id);
            known_.insert(key_of(world, claim));
        }
    }

    Result<AcceptedClaims> write(std::span<const Proposal> accepted) {
        if (!world_.find<world::SourceTag>("sources", source_).valid()) {
            return one({"E933", "", 0, "", source_.empty() ? "no source" : source_,
                        "a source of the world", "isthmus evidence add FILE registers one"});
        }
        Diagnostics wrong;
        AcceptedClaims result;
        NewRows claims{"claims", {}}, anchors{"anchors", {}};
        for (const Proposal& proposal : accepted) {
            wrong.append(missing(proposal));
            if (!known_.insert(key_of(source_, proposal)).second) {
                result.known.push_back(proposal.number);
                continue;
            }
            const std::string id = new_id(proposal);
            claims.rows.push_back(claim_row(id, proposal));
            anchors.rows.push_back(anchor_row(id, proposal));
            result.ids.push_back(id);
            result.numbers.push_back(proposal.number);
        }
        if (!wrong.empty()) return wrong;
        if (!claims.rows.empty()) result.changes = {std::move(claims), std::move(anchors)};
        return result;
    }

  private:
    static Diagnostics missing(const Proposal& proposal) {
        Diagnostics wrong;
        const auto need = [&](const std::string& value, const std::string& column) {
            if (!value.empty()) return;
            wrong.add({"E932", "", 0, column, fmt::format("proposal {}", proposal.number),
                       "a " + column, fmt::format("--set {}.{}=NAME", proposal.number, column)});
        };
        need(proposal.subject, "subject");
        need(proposal.property, "property");
        return wrong;
    }

    /// "azerbaijan-reserves-maleki-1998-p11", with -2 and so on where it is taken.
    std::string new_id(const Proposal& proposal) {
        const std::string base =
            fmt::format("{}-{}-{}-p{}", id_part(proposal.subject), id_part(proposal.property),
                        id_part(source_), proposal.paragraph);
        std::string id = base;
        for (int i = 2; !taken_.insert(id).second; ++i) id = fmt::format("{}-{}", base, i);
        return id;
    }

    NewRow claim_row(const std::string& id, const Proposal& proposal) const {
        return {{"id", id},
                {"subject", proposal.subject},
                {"kind", proposal.subject_kind},
                {"property", proposal.property},
                {"value", proposal.value},
                {"unit", proposal.unit},
                {"from", proposal.from},
                {"to", proposal.to},
                {"object", proposal.object},
                {"source", source_},
                {"locator", proposal.locator},
                {"confidence", "stated"},
                {"note", proposal.note}};
    }

    /// The sentence; of a short one its paragraph.
    NewRow anchor_row(const std::string& id, const Proposal& proposal) const {
        LetterRange range = letters_from(letters_, proposal.sentence_begin, proposal.sentence_end);
        if (range.length < kShortestPassage) {
            const Paragraph& paragraph = document_.paragraphs[proposal.paragraph - 1];
            range = letters_from(letters_, paragraph.begin, paragraph.end);
        }
        const world::Anchor anchor = make_anchor(letters_.text, range);
        return {{"claim", id},
                {"position", std::to_string(anchor.position)},
                {"length", std::to_string(anchor.length)},
                {"passage", anchor.passage},
                {"before", anchor.before},
                {"after", anchor.after},
                {"fingerprint", anchor.fingerprint}};
    }

    const world::World& world_;
    const std::string& source_;
    const DocumentText& document_;
    NormalisedText letters_;
    std::set<std::string> taken_;
    std::set<Key> known_;
};

} // namespace

Result<AcceptedClaims> claims_of(const world::World& world, const std::string& source,
                                 const DocumentText& document, const NormalisedText& text,
                                 std::span<const Proposal> accepted) {
    return ClaimWriter(world, source, document, text).write(accepted);
}

} // namespace isthmus::evidence
