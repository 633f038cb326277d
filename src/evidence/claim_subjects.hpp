// SPDX-License-Identifier: Apache-2.0
// What claims are about: the names of one thing in several documents, gathered.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "evidence/claim_uses.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

/// The claims of a world by topic: subject, property and object. A subject is the world's id of
/// that name; else the one id for which an alias of that name stands (case, hyphens and spaces
/// apart); else itself. Two subjects are one in a property where the same cell of the world, at
/// whatever dates, says the number of a document's statement about each; observations do not count,
/// where a number for the whole may stand for a part.
class Topics {
  public:
    Topics(const world::World& world, const ClaimUses& uses);

    std::size_t size() const { return claims_.size(); }
    std::size_t of(world::ClaimId claim) const { return topic_[claim]; }
    /// In the order of ids.
    const std::vector<world::ClaimId>& claims(std::size_t topic) const { return claims_[topic]; }

    /// The claim's subject as said above, the cells apart.
    const std::string& subject(world::ClaimId claim) const { return subject_[claim]; }

  private:
    IdVector<world::ClaimTag, std::string> subject_;
    IdVector<world::ClaimTag, std::size_t> topic_;
    std::vector<std::vector<world::ClaimId>> claims_;
};

} // namespace isthmus::evidence
