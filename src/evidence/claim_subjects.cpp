// SPDX-License-Identifier: Apache-2.0
#include "evidence/claim_subjects.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "world/evidence.hpp"

namespace isthmus::evidence {
namespace {

/// Case, hyphens and underscores apart.
std::string plain(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '-' || c == '_') c = ' ';
    }
    return out;
}

bool is_evidence(const std::string& table) {
    return table == "claims" || table == "sources";
}

std::set<std::string> ids_of(const world::World& world) {
    std::set<std::string> ids;
    for (const auto& [table, rows] : world.index) {
        if (is_evidence(table)) continue;
        for (const auto& [id, row] : rows) ids.insert(id);
    }
    return ids;
}

/// Names by which the aliases mean one thing and no other.
std::map<std::string, std::string> aliased(const world::World& world) {
    std::map<std::string, std::set<std::string>> meant;
    for (const world::Alias& alias : world.aliases) {
        meant[plain(alias.name)].insert(alias.things.begin(), alias.things.end());
    }
    std::map<std::string, std::string> names;
    for (const auto& [name, things] : meant) {
        if (things.size() == 1) names.emplace(name, *things.begin());
    }
    return names;
}

/// Sets that are joined one by one.
class Joined {
  public:
    explicit Joined(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t root(std::size_t item) {
        while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
        return item;
    }
    void join(std::size_t one, std::size_t other) {
        one = root(one), other = root(other);
        parent_[std::max(one, other)] = std::min(one, other);
    }

  private:
    std::vector<std::size_t> parent_;
};

/// What was measured on the whole of something stands in observations for a part of it, too.
bool ties(const world::World& world, const ClaimUse& use) {
    return use.column && use.table != "observations" &&
           world.tables.at(use.table).schema->columns[*use.column].type ==
               world::ColumnType::kNumber;
}

using Topic = std::tuple<std::string, std::string, std::string>;

} // namespace

Topics::Topics(const world::World& world, const ClaimUses& uses)
    : subject_(world.claims.size()), topic_(world.claims.size()) {
    const std::set<std::string> ids = ids_of(world);
    const std::map<std::string, std::string> names = aliased(world);
    std::map<Topic, std::size_t> by_name;
    std::vector<std::size_t> first_topic(world.claims.size());
    for (const world::ClaimId id : world.claims.ids()) {
        const world::Claim& claim = world.claims[id];
        const auto alias =
            ids.contains(claim.subject) ? names.end() : names.find(plain(claim.subject));
        subject_[id] = alias == names.end() ? claim.subject : alias->second;
        const Topic topic{subject_[id], claim.property, claim.object};
        first_topic[id.index()] = by_name.emplace(topic, by_name.size()).first->second;
    }
    Joined joined(by_name.size());
    using Said = std::tuple<std::string, std::string, std::size_t, std::string, std::string>;
    std::map<Said, std::size_t> said_by;
    for (const world::ClaimId id : world.claims.ids()) {
        if (world::evidence_of(world, id) != world::Evidence::kStated) continue;
        for (const ClaimUse& use : uses[id]) {
            if (!ties(world, use)) continue;
            const world::Claim& claim = world.claims[id];
            const auto [place, added] = said_by.emplace(
                Said{use.table, identity_of(world, use), *use.column, claim.property, claim.object},
                first_topic[id.index()]);
            if (!added) joined.join(place->second, first_topic[id.index()]);
        }
    }
    std::map<std::size_t, std::size_t> number;
    for (const world::ClaimId id : world.claims.ids()) {
        const std::size_t root = joined.root(first_topic[id.index()]);
        topic_[id] = number.emplace(root, number.size()).first->second;
        if (topic_[id] == claims_.size()) claims_.emplace_back();
        claims_[topic_[id]].push_back(id);
    }
}

} // namespace isthmus::evidence
