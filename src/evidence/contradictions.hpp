// SPDX-License-Identifier: Apache-2.0
// Claims that contradict each other: which of two goes before the other by stated rules, which one
// the world uses, and cells that rest on something weaker than what a document states.
//
// Two claims are about the same thing where they share a topic (claim_subjects.hpp): subject,
// property and object (second party). They contradict each other where their dates overlap and
// their values differ, after conversion where both are numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/claim_subjects.hpp"
#include "evidence/claim_uses.hpp"
#include "world/evidence.hpp"

namespace isthmus::evidence {

/// How two values can be held against each other.
enum class Comparison {
    kNumbers, ///< numbers in units that convert, for the same time: the size is known
    kChange,  ///< the same, but one has no end and the other begins later: perhaps it changed
    kDates,   ///< different dates of an event, if it is the same event
    kWords,   ///< words, or numbers beside words: they differ, by no size
    kUnits,   ///< units that do not convert, or only by a commodity's density or heat
    kBases,   ///< the bases differ, such as gross and net: no difference is given
};
std::string_view to_string(Comparison comparison);

/// The rules by which a claim goes before another; the first that tells them apart decides.
enum class Rule {
    kPlausibility, ///< plausible before implausible
    kEvidence,     ///< stated, derived, calibrated, estimate, recalled (world::Evidence)
    kSourceKind,   ///< statistics and official; data sets and academic; analysis; press;
                   ///< encyclopedia
    kPublication,  ///< published later, where both are dated
    kDates,        ///< speaks of a shorter time, hence more closely of it
    kNone,         ///< no rule tells them apart
};
std::string_view to_string(Rule rule);
/// The rules in their order, in one sentence.
std::string_view rules_in_words();

struct Ranking {
    Rule rule = Rule::kNone;
    bool first = true; ///< whether the first goes before the second; true where no rule decides
};
Ranking rank(const world::World& world, world::ClaimId first, world::ClaimId second);

/// Which of the two the world follows.
enum class Followed { kPreferred, kOther, kBoth, kNeither };

struct Contradiction {
    world::ClaimId preferred, other; ///< by the rules; by id where they do not tell
    Rule rule = Rule::kNone;
    Comparison comparison = Comparison::kWords;
    /// Both numbers in the unit of `preferred`: only for kNumbers and kChange.
    std::optional<double> preferred_number, other_number;
    /// The larger over the smaller, at least 1; none where one is 0 or their signs differ, or
    /// nothing converts. For kUnits as far as one commodity's density or heat tells.
    std::optional<double> factor;
    std::string basis; ///< how the bases or units differ; only for kBases, kUnits and kChange
    /// A claim is followed where a cell says its number; where none of the two is said, where a row
    /// cites it.
    Followed followed = Followed::kNeither;

    /// Of the other from the preferred one, in per cent; none without numbers or from 0.
    std::optional<double> percent() const;
};

/// What contradicts what in a world. Not counted: two claims that no document carries; a claim that
/// holds until the date from which the next one does, or the next one of its source; an estimate
/// without dates, or one without an end from before the other's time.
class Contradictions {
  public:
    explicit Contradictions(const world::World& world);

    /// By size, largest first; then perhaps changes by size; then those without a size, in the
    /// order of Comparison and of ids.
    const std::vector<Contradiction>& all() const { return all_; }
    /// Those in which one of the claims takes part, in the order of all().
    std::vector<Contradiction> of(const std::vector<world::ClaimId>& claims) const;

    const Topics& topics() const { return topics_; }
    const ClaimUses& uses() const { return uses_; }

    /// Why the world follows the one that it follows: the rule; where it does not go by the rules,
    /// that, and the notes of the rows, which give the reason.
    std::string why(const Contradiction& contradiction) const;

  private:
    const world::World& world_;
    ClaimUses uses_;
    Topics topics_;
    std::vector<Contradiction> all_;
};

/// Claims that are kept and shown, and on which nothing may rest.
std::vector<world::ClaimId> implausible_claims(const world::World& world);

} // namespace isthmus::evidence
