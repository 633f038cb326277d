// SPDX-License-Identifier: Apache-2.0
// What a text speaks of: names of the world's things found in it, by the names in their tables and
// by the table aliases.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/normalise.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

/// A name found in a text.
struct Mention {
    std::string id;                  ///< of the thing; several mentions where several bear the name
    std::vector<std::string> tables; ///< that have a row of this id, in the schema's order
    world::AliasKind kind = world::AliasKind::kName;
    std::size_t first = 0, last = 0; ///< characters of the normalised text, last excluded
};

/// The names of a world, ready to be found. Longest names win over those inside them; a name stands
/// only between word borders, a stem only at a word's beginning; clitics and case endings of a
/// language are in the aliases as stems.
class EntityIndex {
  public:
    explicit EntityIndex(const world::World& world);
    ~EntityIndex();
    EntityIndex(EntityIndex&&) noexcept;
    EntityIndex& operator=(EntityIndex&&) noexcept;

    /// Mentions in the order of their places.
    std::vector<Mention> find(const NormalisedText& text) const;

  private:
    struct Names;
    std::unique_ptr<Names> names_;
};

/// Tables whose rows are spoken of by name, in the schema's order.
std::span<const std::string_view> named_tables();

/// The names in a cell: "South Caucasus Pipeline (SCP)" goes by three, the whole, what stands
/// before the bracket, and what is in it where that is an abbreviation.
std::vector<std::string> names_in(const std::string& cell);

} // namespace isthmus::evidence
