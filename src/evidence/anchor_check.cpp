// SPDX-License-Identifier: Apache-2.0
#include "evidence/anchor_check.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "evidence/claim_passage.hpp"
#include "evidence/normalise.hpp"

namespace isthmus::evidence {

namespace {

CopyState state_of(const world::World& world, const OpenDocument& document) {
    for (const world::Document& known : world.documents) {
        if (known.source != document.source) continue;
        if (known.digest == document.content.digest) return CopyState::kSame;
        return known.text_digest == document.content.text_digest ? CopyState::kResaved
                                                                 : CopyState::kOther;
    }
    return CopyState::kUnknown;
}

std::set<world::ClaimId> anchored_claims(const world::World& world) {
    std::set<world::ClaimId> claims;
    for (const world::Anchor& anchor : world.anchors) claims.insert(anchor.claim);
    return claims;
}

CheckedAnchor checked(const world::World& world, const OpenDocument& document,
                      const NormalisedText& letters, const world::Anchor& anchor,
                      const AnchorFinding& finding) {
    CheckedAnchor result{anchor.claim, finding, 0, 0, std::nullopt};
    if (finding.status == AnchorStatus::kMissing) return result;
    const Paragraph bytes = bytes_of(letters, finding.place);
    result.paragraph = document.content.paragraph_at(bytes.begin);
    result.shift = static_cast<long long>(finding.place.position) - anchor.position;
    result.number_there = holds_value(
        std::string_view(document.content.text).substr(bytes.begin, bytes.end - bytes.begin),
        world.claims[anchor.claim]);
    return result;
}

Result<CheckedDocument> check_document(const world::World& world, const OpenDocument& document,
                                       const std::set<world::ClaimId>& anchored) {
    CheckedDocument result{document.source, document.path, state_of(world, document), 0, {}};
    for (const world::ClaimId claim : world.claims.ids()) {
        if (world.claims[claim].source == document.source && anchored.count(claim) == 0)
            ++result.unanchored;
    }
    std::vector<world::Anchor> anchors;
    for (const world::Anchor& anchor : world.anchors) {
        if (world.claims[anchor.claim].source == document.source) anchors.push_back(anchor);
    }
    const NormalisedText letters = letters_of(normalise(document.content.text));
    const auto findings = find_anchors(letters.text, anchors);
    if (!findings) return findings.diagnostics();
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        result.anchors.push_back(
            checked(world, document, letters, anchors[i], findings.value()[i]));
    }
    return result;
}

const OpenDocument* find_document(std::span<const OpenDocument> documents, world::SourceId source) {
    const auto document =
        std::find_if(documents.begin(), documents.end(),
                     [&](const OpenDocument& open) { return open.source == source; });
    return document == documents.end() ? nullptr : &*document;
}

} // namespace

std::string_view to_string(CopyState state) {
    constexpr std::array<std::string_view, 4> kNames = {"same file", "same text", "other text",
                                                        "not registered"};
    return kNames[static_cast<std::size_t>(state)];
}

std::size_t CheckedDocument::count(AnchorStatus status) const {
    return static_cast<std::size_t>(
        std::count_if(anchors.begin(), anchors.end(), [&](const CheckedAnchor& anchor) {
            return anchor.finding.status == status;
        }));
}

bool CheckedDocument::says_no() const {
    return count(AnchorStatus::kChanged) + count(AnchorStatus::kMissing) > 0;
}

Result<std::vector<CheckedDocument>> check_anchors(const world::World& world,
                                                   std::span<const OpenDocument> documents) {
    const std::set<world::ClaimId> anchored = anchored_claims(world);
    std::vector<CheckedDocument> results;
    Diagnostics diagnostics;
    for (const OpenDocument& document : documents) {
        Result<CheckedDocument> result = check_document(world, document, anchored);
        if (result)
            results.push_back(std::move(result).value());
        else
            diagnostics.append(result.diagnostics());
    }
    if (diagnostics.has_errors()) return diagnostics;
    return results;
}

std::vector<world::SourceId> without_copy(const world::World& world,
                                          std::span<const OpenDocument> documents) {
    std::set<world::SourceId> spoken_of;
    for (const world::Document& document : world.documents) spoken_of.insert(document.source);
    for (const world::Anchor& anchor : world.anchors)
        spoken_of.insert(world.claims[anchor.claim].source);
    std::vector<world::SourceId> sources;
    for (const world::SourceId source : spoken_of) {
        if (find_document(documents, source) == nullptr) sources.push_back(source);
    }
    return sources;
}

NewAnchors make_anchors(const world::World& world, std::span<const OpenDocument> documents,
                        bool again) {
    const std::set<world::ClaimId> anchored = anchored_claims(world);
    std::vector<NormalisedText> letters;
    for (const OpenDocument& document : documents)
        letters.push_back(letters_of(normalise(document.content.text)));
    NewAnchors made;
    for (const world::ClaimId id : world.claims.ids()) {
        const world::Claim& claim = world.claims[id];
        const OpenDocument* const document = find_document(documents, claim.source);
        if (document == nullptr || (!again && anchored.count(id) > 0)) continue;
        const std::optional<ParagraphRange> paragraphs = named_paragraphs(claim.locator);
        if (!paragraphs) {
            made.unanchored.push_back({id, "the locator names no paragraph"});
            continue;
        }
        const NormalisedText& text = letters[static_cast<std::size_t>(document - documents.data())];
        const auto passage = claim_passage(document->content, text, claim, *paragraphs);
        if (!passage) {
            made.unanchored.push_back({id, fmt::format("the document has {} paragraphs",
                                                       document->content.paragraphs.size())});
            continue;
        }
        made.anchors.push_back(make_anchor(text.text, *passage));
        made.anchors.back().claim = id;
    }
    return made;
}

NewRows anchor_rows(const world::World& world, const std::vector<world::Anchor>& anchors,
                    bool again) {
    NewRows rows{"anchors", {}, {}};
    if (again) rows.replacing = {"claim"};
    for (const world::Anchor& anchor : anchors) {
        rows.rows.push_back({{"claim", world.claims[anchor.claim].id},
                             {"position", std::to_string(anchor.position)},
                             {"length", std::to_string(anchor.length)},
                             {"passage", anchor.passage},
                             {"before", anchor.before},
                             {"after", anchor.after},
                             {"fingerprint", anchor.fingerprint}});
    }
    return rows;
}

} // namespace isthmus::evidence
