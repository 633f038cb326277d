// SPDX-License-Identifier: Apache-2.0
// The claims of a world held against a user's copies of their documents, and anchors made from
// them.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/anchor.hpp"
#include "evidence/copies.hpp"
#include "evidence/world_tables.hpp"

namespace isthmus::evidence {

struct CheckedAnchor {
    world::ClaimId claim;
    AnchorFinding finding;
    std::size_t paragraph = 0;        ///< where the passage begins now, counted from 1; 0: missing
    long long shift = 0;              ///< letters further on than it was
    std::optional<bool> number_there; ///< whether the claim's number stands in it; none: no number
};

/// How a copy compares with what the table documents says of it.
enum class CopyState {
    kSame,    ///< the same bytes
    kResaved, ///< other bytes, the same letters
    kOther,   ///< other letters
    kUnknown, ///< the world has no row for the document
};
std::string_view to_string(CopyState state);

struct CheckedDocument {
    world::SourceId source;
    std::filesystem::path path;
    CopyState state = CopyState::kUnknown;
    std::size_t unanchored = 0; ///< claims of the source without an anchor
    std::vector<CheckedAnchor> anchors;

    std::size_t count(AnchorStatus status) const;
    /// Whether a passage is changed or missing.
    bool says_no() const;
};

/// One for each copy, in their order; anchors in the order of the world. E919.
Result<std::vector<CheckedDocument>> check_anchors(const world::World& world,
                                                   std::span<const OpenDocument> documents);

/// Sources that claims with anchors or documents speak of, and that none of the copies is of.
std::vector<world::SourceId> without_copy(const world::World& world,
                                          std::span<const OpenDocument> documents);

/// A claim that could not be anchored, and why.
struct Unanchored {
    world::ClaimId claim;
    std::string reason;
};

struct NewAnchors {
    std::vector<world::Anchor> anchors; ///< in the order of the world's claims
    std::vector<Unanchored> unanchored;
};

/// Anchors for claims of these documents that have none (or for all with `again`).
NewAnchors make_anchors(const world::World& world, std::span<const OpenDocument> documents,
                        bool again = false);

/// The anchors as rows of the table; with `again` they take the place of those of the same claims.
NewRows anchor_rows(const world::World& world, const std::vector<world::Anchor>& anchors,
                    bool again = false);

} // namespace isthmus::evidence
