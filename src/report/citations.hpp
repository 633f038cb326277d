// SPDX-License-Identifier: Apache-2.0
// Internal to the module: footnotes of a page. Sources are numbered in the order in which the page
// first cites them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "world/world.hpp"

namespace isthmus::report {

/// How one row or sentence cites.
struct CiteOptions {
    std::size_t figures = 1; ///< numbers shown in it
    std::size_t most = 0;    ///< sources that it links to, the rest being counted; 0: all
};

class Citations {
  public:
    explicit Citations(const world::World& world);

    /// What is cited from now on stands in the element of this id, under this name.
    void stand_in(const std::string& id, const std::string& name);
    /// Links to the sources of the claims, each number once, with a mark in letters where all it
    /// rests on is derived, calibrated, estimated or recalled.
    std::string cite(const std::vector<std::string>& claims, const CiteOptions& options = {});
    /// The lists of sources cited so far, documents first and then what no document carries, with
    /// the claims taken from each and links back to where it is cited.
    std::string list() const;
    /// The claims cited so far, in the world's order.
    std::vector<world::ClaimId> claims() const;
    std::size_t source_count() const { return order_.size(); }
    std::size_t claim_count() const { return cited_count_; }
    /// Of the sources, those that are documents.
    std::size_t document_count() const;

  private:
    /// An element that cites a source: index of its place and the figures in it that rest on it.
    struct Use {
        std::size_t place = 0, figures = 0;
    };
    struct Cited {
        world::SourceId source;
        std::vector<world::ClaimId> claims;
        std::vector<Use> uses; ///< in the page's order
    };
    struct Place {
        std::string id, name;
    };
    std::size_t number_of(world::ClaimId id);
    void count_use(std::size_t number, std::size_t figures);
    std::string source_list(bool documents) const;
    std::string source_item(std::size_t number) const;
    std::string back_links(const Cited& cited) const;
    std::string claim_item(world::ClaimId id) const;

    const world::World& world_;
    std::unordered_map<std::string, world::ClaimId> by_id_;
    IdVector<world::SourceTag, std::size_t> number_; ///< 0: not cited
    std::vector<Cited> order_;                       ///< by number - 1
    std::vector<Place> places_;
    IdVector<world::ClaimTag, char> cited_;
    std::size_t cited_count_ = 0;
};

/// English name of a language by its BCP 47 tag; the tag where it is not known here.
std::string language_name(const std::string& tag);

/// ` lang=".." dir=".."` for a text that is written in the script of a language; nothing for Latin
/// text under the tag of another script (a translated title).
std::string language_attributes(const std::string& text, const std::string& tag);

} // namespace isthmus::report
