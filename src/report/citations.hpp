// SPDX-License-Identifier: Apache-2.0
// Internal to the module: footnotes of a page. Sources are numbered in the order in which the page
// first cites them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "world/world.hpp"

namespace isthmus::report {

class Citations {
  public:
    explicit Citations(const world::World& world);

    /// Links to the sources of the claims, each number once, with a mark where all it rests on is
    /// derived, estimated or recalled.
    std::string cite(const std::vector<std::string>& claims);
    /// The list of sources cited so far, with the claims taken from each.
    std::string list() const;
    std::size_t source_count() const { return order_.size(); }
    std::size_t claim_count() const { return cited_count_; }

  private:
    std::string source_item(std::size_t number) const;
    std::string claim_item(world::ClaimId id) const;

    const world::World& world_;
    std::unordered_map<std::string, world::ClaimId> by_id_;
    IdVector<world::SourceTag, std::size_t> number_; ///< 0: not cited
    std::vector<world::SourceId> order_;
    std::vector<std::vector<world::ClaimId>> claims_; ///< by number - 1
    IdVector<world::ClaimTag, char> cited_;
    std::size_t cited_count_ = 0;
};

/// English name of a language by its BCP 47 tag; the tag where it is not known here.
std::string language_name(const std::string& tag);

/// ` lang=".." dir=".."` for a text that is written in the script of a language; nothing for Latin
/// text under the tag of another script (a translated title).
std::string language_attributes(const std::string& text, const std::string& tag);

} // namespace isthmus::report
