// SPDX-License-Identifier: Apache-2.0
#include "evidence/contradictions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/claim_values.hpp"

namespace isthmus::evidence {
namespace {

using world::ClaimId;
using world::Evidence;
using world::SourceKind;

bool is_implausible(const world::Claim& claim) {
    return claim.plausibility == world::ClaimPlausibility::kImplausible;
}

/// Lower goes first; kinds of one level do not go before each other.
int level_of(SourceKind kind) {
    switch (kind) {
    case SourceKind::kOfficial:
    case SourceKind::kStatistics:
        return 0;
    case SourceKind::kDataset:
    case SourceKind::kAcademic:
        return 1;
    case SourceKind::kAnalysis:
    case SourceKind::kComputed:
        return 2;
    case SourceKind::kPress:
        return 3;
    case SourceKind::kEncyclopedia:
        return 4;
    case SourceKind::kEstimate:
    case SourceKind::kRecalled:
        return 5;
    }
    return 5;
}

/// Days of a period that ends on both sides; nothing where it does not.
std::optional<Day> length_of(const Period& period) {
    const Period all;
    if (period.first == all.first || period.last == all.last) return std::nullopt;
    return period.last - period.first;
}

/// -1: the first is later; 1: the second is; 0: nobody can tell.
int later_of(const std::string& first, const std::string& second) {
    const auto a = parse_date(first), b = parse_date(second);
    if (!a || !b) return 0;
    if (a->first_day() > b->last_day()) return -1;
    return b->first_day() > a->last_day() ? 1 : 0;
}

template <typename T> int smaller_of(const T& first, const T& second) {
    return first < second ? -1 : second < first ? 1 : 0;
}

/// What one rule says: -1 the first goes before, 1 the second, 0 it does not tell them apart.
int by_rule(Rule rule, const world::World& world, ClaimId one, ClaimId other) {
    const world::Claim& first = world.claims[one];
    const world::Claim& second = world.claims[other];
    const world::Source& source = world.sources[first.source];
    const world::Source& against = world.sources[second.source];
    switch (rule) {
    case Rule::kPlausibility:
        return smaller_of(is_implausible(first), is_implausible(second));
    case Rule::kEvidence:
        return smaller_of(world::evidence_of(world, one), world::evidence_of(world, other));
    case Rule::kSourceKind:
        return smaller_of(level_of(source.kind), level_of(against.kind));
    case Rule::kPublication:
        return later_of(source.published, against.published);
    case Rule::kDates: {
        const auto a = length_of(period_of(first)), b = length_of(period_of(second));
        if (a && b) return smaller_of(*a, *b);
        return a ? -1 : b ? 1 : 0;
    }
    case Rule::kNone:
        break;
    }
    return 0;
}

constexpr std::array kRules{Rule::kPlausibility, Rule::kEvidence, Rule::kSourceKind,
                            Rule::kPublication, Rule::kDates};

/// Whether one holds until the date from which the other does, as far as both are precise: a
/// change, not a contradiction.
bool succeeds(const world::Claim& first, const world::Claim& second) {
    const bool lasting = first.from != first.to && second.from != second.to;
    const auto until = parse_date(first.to), from = parse_date(second.from);
    return lasting && until && from &&
           Period::between(until, until).overlaps(Period::between(from, from));
}

bool is_undated(const world::Claim& claim) {
    return claim.from.empty() && claim.to.empty();
}

bool is_weak(const world::World& world, ClaimId id) {
    return world::evidence_of(world, id) > Evidence::kDerived;
}

/// Words of the compilers, whether estimated or computed.
bool is_compiled(const world::World& world, ClaimId id) {
    const SourceKind kind = world.sources[world.claims[id].source].kind;
    return kind == SourceKind::kEstimate || kind == SourceKind::kRecalled ||
           kind == SourceKind::kComputed;
}

/// Whether a claim is an undated assumption of the compilers, for whenever nothing better is known:
/// only an undated statement of a document can contradict that.
bool is_mere_assumption(const world::World& world, ClaimId id, ClaimId other) {
    if (!is_undated(world.claims[id]) || !is_compiled(world, id)) return false;
    return !is_undated(world.claims[other]) ||
           world::evidence_of(world, other) != Evidence::kStated;
}

/// A pair of claims of one topic while it is looked at.
struct Pair {
    const world::World& world;
    const ClaimUses& uses;
    ClaimId one, other;
    Period period, against; ///< an open end is cut where the source's next claim begins
    const std::vector<ClaimId>& topic;

    const world::Claim& first() const { return world.claims[one]; }
    const world::Claim& second() const { return world.claims[other]; }
    bool implausible() const { return is_implausible(first()) || is_implausible(second()); }
};

/// The one that states no end and begins before the other; nothing where neither does.
std::optional<ClaimId> lasting_of(const Pair& pair) {
    if (pair.first().to.empty() && pair.period.first < pair.against.first) return pair.one;
    if (pair.second().to.empty() && pair.against.first < pair.period.first) return pair.other;
    return std::nullopt;
}

/// Things for which the cells that say the claim stand, by table and column.
std::map<std::pair<std::string, std::size_t>, std::set<std::string>>
said_things(const world::World& world, const std::vector<ClaimUse>& uses) {
    std::map<std::pair<std::string, std::size_t>, std::set<std::string>> things;
    for (const ClaimUse& use : uses) {
        if (use.column) things[{use.table, *use.column}].insert(identity_of(world, use));
    }
    return things;
}

/// Where the cells of one column say both, for different things: that.
std::string used_apart(const Pair& pair) {
    const auto here = said_things(pair.world, pair.uses[pair.one]);
    const auto there = said_things(pair.world, pair.uses[pair.other]);
    std::string apart;
    for (const auto& [place, things] : here) {
        const auto match = there.find(place);
        if (match == there.end()) continue;
        const bool common = std::any_of(things.begin(), things.end(), [&](const auto& thing) {
            return match->second.contains(thing);
        });
        if (common) return {};
        apart = "the world has them for different things";
    }
    return apart;
}

/// Pairs that are about the same thing and still say nothing against each other.
bool says_nothing(const Pair& pair) {
    const world::Claim& first = pair.first();
    const world::Claim& second = pair.second();
    if (first.value.empty() || second.value.empty()) return true;
    if (!pair.period.overlaps(pair.against)) return true;
    if (succeeds(first, second) || succeeds(second, first)) return true;
    if (is_weak(pair.world, pair.one) && is_weak(pair.world, pair.other)) return true;
    if (is_compiled(pair.world, pair.one) && is_compiled(pair.world, pair.other)) return true;
    // An undated assumption of the compilers is for whenever nothing better is known.
    if (is_mere_assumption(pair.world, pair.one, pair.other) ||
        is_mere_assumption(pair.world, pair.other, pair.one)) {
        return true;
    }
    if (!number_of(first) || !number_of(second)) {
        const bool words = is_word(first.value) && is_word(second.value);
        return !words || !used_apart(pair).empty();
    }
    if (!same_kind(first.unit, second.unit)) return true;
    const auto lasting = lasting_of(pair);
    return lasting && is_weak(pair.world, *lasting) && !pair.implausible();
}

/// Whether both say the same, as far as each is precise.
bool agree(const Pair& pair) {
    const world::Claim& first = pair.first();
    const world::Claim& second = pair.second();
    const auto a = date_of(first), b = date_of(second);
    if (a && b) return Period::between(a, a).overlaps(Period::between(b, b));
    if (const auto numbers = comparable(first, second)) return numbers->same();
    return trim(first.value) == trim(second.value) && first.unit == second.unit;
}

/// Where one number is the other and a third of the same topic and time, or the third is both:
/// which is the sum.
std::string sum_of(const Pair& pair) {
    const auto two = comparable(pair.first(), pair.second());
    if (!two || two->first <= 0 || two->second <= 0) return {};
    for (const ClaimId id : pair.topic) {
        if (id == pair.one || id == pair.other) continue;
        const world::Claim& third = pair.world.claims[id];
        const auto with = comparable(pair.first(), third);
        if (!with || with->second <= 0) continue;
        if (!period_of(third).overlaps(pair.period) || !period_of(third).overlaps(pair.against)) {
            continue;
        }
        const auto says = [](const world::Claim& total, const world::Claim& a,
                             const world::Claim& b) {
            return fmt::format("{} is the sum of {} and {}", total.id, a.id, b.id);
        };
        if (Numbers{two->first, two->second + with->second}.same()) {
            return says(pair.first(), pair.second(), third);
        }
        if (Numbers{two->second, two->first + with->second}.same()) {
            return says(pair.second(), pair.first(), third);
        }
        if (Numbers{with->second, two->first + two->second}.same()) {
            return says(third, pair.first(), pair.second());
        }
    }
    return {};
}

/// Whether a claim was computed or estimated from the other, which its note then names.
bool reckons_from(const world::World& world, ClaimId claim, ClaimId other) {
    if (world.claims[claim].confidence == world::Confidence::kStated) return false;
    const std::vector<ClaimId> named = named_in_note(world, claim);
    return std::find(named.begin(), named.end(), other) != named.end();
}

/// Why the two numbers are not of the same kind; empty where nothing says so.
std::string other_basis(const Pair& pair) {
    const world::Claim& first = pair.first();
    const world::Claim& second = pair.second();
    if (pair.implausible()) return {};
    if (first.source == second.source && first.from == second.from && first.to == second.to) {
        return "one source says both: other things, or a range";
    }
    if (is_undated(first) != is_undated(second)) {
        return fmt::format("{} has no dates", is_undated(first) ? first.id : second.id);
    }
    if (reckons_from(pair.world, pair.one, pair.other)) {
        return fmt::format("{} reckons from {}", first.id, second.id);
    }
    if (reckons_from(pair.world, pair.other, pair.one)) {
        return fmt::format("{} reckons from {}", second.id, first.id);
    }
    std::string words = word_bases(first, second);
    if (words.empty()) words = used_apart(pair);
    return words.empty() ? sum_of(pair) : words;
}

void compare_numbers(Contradiction& found, const Pair& pair, const Numbers& numbers) {
    found.comparison = Comparison::kNumbers;
    if (const auto lasting = lasting_of(pair); lasting && !pair.implausible()) {
        found.comparison = Comparison::kChange;
        const world::Claim& later = *lasting == pair.one ? pair.second() : pair.first();
        found.basis = fmt::format("{} has no end and {} begins later: perhaps it changed",
                                  pair.world.claims[*lasting].id, later.id);
    }
    found.preferred_number = numbers.first;
    found.other_number = numbers.second;
    found.factor = numbers.factor();
}

/// Units that convert only by density or heat: the size where one commodity of the world alone
/// could be meant.
void compare_units(Contradiction& found, const world::World& world) {
    const world::Claim& first = world.claims[found.preferred];
    const world::Claim& second = world.claims[found.other];
    found.comparison = Comparison::kUnits;
    found.basis = fmt::format("{} and {} do not convert", first.unit, second.unit);
    const world::Commodity* meant = nullptr;
    for (const world::Commodity& commodity : world.commodities) {
        if (!comparable(first, second, commodity.quality)) continue;
        if (meant != nullptr) return;
        meant = &commodity;
    }
    if (meant == nullptr) return;
    found.factor = comparable(first, second, meant->quality)->factor();
    found.basis = fmt::format("{} and {} convert only by a commodity's properties; size as for {}",
                              first.unit, second.unit, meant->id);
}

Followed followed_of(const ClaimUses& uses, ClaimId preferred, ClaimId other) {
    bool one = is_said(uses[preferred]), two = is_said(uses[other]);
    if (!one && !two) one = !uses[preferred].empty(), two = !uses[other].empty();
    if (one && two) return Followed::kBoth;
    return one ? Followed::kPreferred : two ? Followed::kOther : Followed::kNeither;
}

std::optional<Contradiction> contradiction(const Pair& pair) {
    if (says_nothing(pair) || agree(pair)) return std::nullopt;
    Contradiction found;
    const Ranking ranking = rank(pair.world, pair.one, pair.other);
    found.preferred = ranking.first ? pair.one : pair.other;
    found.other = ranking.first ? pair.other : pair.one;
    found.rule = ranking.rule;
    found.followed = followed_of(pair.uses, found.preferred, found.other);
    const world::Claim& first = pair.world.claims[found.preferred];
    const world::Claim& second = pair.world.claims[found.other];
    if (date_of(first) && date_of(second)) {
        found.comparison = Comparison::kDates;
    } else if (number_of(first) && number_of(second) &&
               !(found.basis = other_basis(pair)).empty()) {
        found.comparison = Comparison::kBases;
    } else if (const auto numbers = comparable(first, second)) {
        compare_numbers(found, pair, *numbers);
    } else if (number_of(first) && number_of(second)) {
        found.comparison = Comparison::kUnits;
        compare_units(found, pair.world);
    }
    return found;
}

/// By claim, its time; an open end is cut where the next claim of the same source begins.
IdVector<world::ClaimTag, Period> periods_of(const world::World& world, const Topics& topics) {
    IdVector<world::ClaimTag, Period> periods(world.claims.size());
    for (const ClaimId id : world.claims.ids()) periods[id] = period_of(world.claims[id]);
    IdVector<world::ClaimTag, Period> cut = periods;
    for (std::size_t topic = 0; topic < topics.size(); ++topic) {
        for (const ClaimId id : topics.claims(topic)) {
            if (!world.claims[id].to.empty()) continue;
            for (const ClaimId next : topics.claims(topic)) {
                if (world.claims[next].source != world.claims[id].source ||
                    periods[next].first <= periods[id].first) {
                    continue;
                }
                cut[id].last = std::min(cut[id].last, periods[next].first - 1);
            }
        }
    }
    return cut;
}

/// Sizes first, perhaps changes among them last; then what has no size, by comparison.
int group_of(const Contradiction& of) {
    if (of.comparison == Comparison::kChange) return 1;
    const bool sized = of.factor || of.preferred_number;
    return sized ? 0 : 2 + static_cast<int>(of.comparison);
}

bool goes_before(const world::World& world, const Contradiction& a, const Contradiction& b) {
    const auto order = [&](const Contradiction& of) {
        const int group = group_of(of);
        // No factor between numbers means that one is zero or that the signs differ.
        const double size = group > 1 ? 0 : of.factor ? -*of.factor : -1e300;
        return std::tuple(group, size, world.claims[of.preferred].subject,
                          world.claims[of.preferred].property, of.preferred, of.other);
    };
    return order(a) < order(b);
}

std::string kind_name(const world::World& world, ClaimId id) {
    return std::string(to_string(world.sources[world.claims[id].source].kind));
}

/// What the rule found, in words.
std::string reason(const world::World& world, const Contradiction& of) {
    const world::Claim& preferred = world.claims[of.preferred];
    const world::Claim& other = world.claims[of.other];
    switch (of.rule) {
    case Rule::kPlausibility:
        return fmt::format("{} is implausible", other.id);
    case Rule::kEvidence:
        return fmt::format("{} goes before {}",
                           world::to_string(world::evidence_of(world, of.preferred)),
                           world::to_string(world::evidence_of(world, of.other)));
    case Rule::kSourceKind:
        return fmt::format("{} goes before {}", kind_name(world, of.preferred),
                           kind_name(world, of.other));
    case Rule::kPublication:
        return fmt::format("published later ({} after {})",
                           world.sources[preferred.source].published,
                           world.sources[other.source].published);
    case Rule::kDates:
        return fmt::format("speaks more closely of the time ({}, not {})", spoken_dates(preferred),
                           spoken_dates(other));
    case Rule::kNone:
        break;
    }
    return "no rule tells them apart";
}

/// The note that says why a claim is followed: of a row that says it, else its own, else of a row
/// that cites it. Empty where there is none.
std::string note_for(const world::World& world, const ClaimUses& uses, ClaimId id) {
    const auto of_rows = [&](bool said) {
        for (const ClaimUse& use : uses[id]) {
            const std::string note = note_of(world, use);
            if (use.column.has_value() == said && !note.empty()) {
                return fmt::format("; note of {}: {}", to_string(world, {use.table, use.row, {}}),
                                   note);
            }
        }
        return std::string();
    };
    const std::string& own = world.claims[id].note;
    std::string note = of_rows(true);
    if (note.empty() && !own.empty()) note = fmt::format("; note of the claim: {}", own);
    return note.empty() ? of_rows(false) : note;
}

/// The row that says the claim, or else cites it.
std::string row_for(const world::World& world, const ClaimUses& uses, ClaimId id) {
    const auto said = std::find_if(uses[id].begin(), uses[id].end(),
                                   [](const ClaimUse& use) { return use.column.has_value(); });
    return to_string(world, said == uses[id].end() ? uses[id].front() : *said);
}

/// Where the world follows both: a row for each, or the rows that cite both.
std::string both_rows(const world::World& world, const ClaimUses& uses, const Contradiction& of) {
    const std::string one = row_for(world, uses, of.preferred);
    const std::string other = row_for(world, uses, of.other);
    if (one == other) return fmt::format("{} cites both", one);
    return fmt::format("{} in {}, {} in {}", world.claims[of.preferred].id, one,
                       world.claims[of.other].id, other);
}

} // namespace

std::string_view to_string(Comparison comparison) {
    switch (comparison) {
    case Comparison::kNumbers:
        return "numbers";
    case Comparison::kChange:
        return "perhaps a change";
    case Comparison::kDates:
        return "dates";
    case Comparison::kWords:
        return "words";
    case Comparison::kUnits:
        return "other units";
    case Comparison::kBases:
        return "other bases";
    }
    return {};
}

std::string_view to_string(Rule rule) {
    switch (rule) {
    case Rule::kPlausibility:
        return "plausibility";
    case Rule::kEvidence:
        return "evidence";
    case Rule::kSourceKind:
        return "kind of source";
    case Rule::kPublication:
        return "publication";
    case Rule::kDates:
        return "dates";
    case Rule::kNone:
        return "none";
    }
    return {};
}

std::string_view rules_in_words() {
    return "Of two claims the first goes that is plausible; then the better evidence (stated, "
           "derived, calibrated, estimate, recalled); then the kind of source (official and "
           "statistics, dataset and academic, analysis and computed, press, encyclopedia); then "
           "what was "
           "published later; then what speaks of the shorter time.";
}

Ranking rank(const world::World& world, ClaimId first, ClaimId second) {
    for (const Rule rule : kRules) {
        const int order = by_rule(rule, world, first, second);
        if (order != 0) return {rule, order < 0};
    }
    return {Rule::kNone, true};
}

std::optional<double> Contradiction::percent() const {
    if (!preferred_number || !other_number || *preferred_number == 0) return std::nullopt;
    return 100 * (*other_number - *preferred_number) / *preferred_number;
}

Contradictions::Contradictions(const world::World& world)
    : world_(world), uses_(claim_uses(world)), topics_(world, uses_) {
    const auto periods = periods_of(world, topics_);
    for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
        const std::vector<ClaimId>& claims = topics_.claims(topic);
        for (std::size_t i = 0; i < claims.size(); ++i) {
            for (std::size_t j = i + 1; j < claims.size(); ++j) {
                const Pair pair{
                    world, uses_, claims[i], claims[j], periods[claims[i]], periods[claims[j]],
                    claims};
                if (auto found = contradiction(pair)) all_.push_back(*std::move(found));
            }
        }
    }
    std::sort(all_.begin(), all_.end(), [&](const Contradiction& a, const Contradiction& b) {
        return goes_before(world, a, b);
    });
}

std::vector<Contradiction> Contradictions::of(const std::vector<ClaimId>& claims) const {
    const std::set<ClaimId> wanted(claims.begin(), claims.end());
    std::vector<Contradiction> found;
    std::copy_if(all_.begin(), all_.end(), std::back_inserter(found), [&](const auto& each) {
        return wanted.contains(each.preferred) || wanted.contains(each.other);
    });
    return found;
}

std::string Contradictions::why(const Contradiction& of) const {
    const std::string by_rule = reason(world_, of);
    const std::string first =
        fmt::format("{} would go first: {}", world_.claims[of.preferred].id, by_rule);
    const bool told = of.rule != Rule::kNone;
    switch (of.followed) {
    case Followed::kNeither:
        return told ? first : by_rule;
    case Followed::kBoth:
        return both_rows(world_, uses_, of);
    case Followed::kPreferred:
        return told ? by_rule : by_rule + note_for(world_, uses_, of.preferred);
    case Followed::kOther:
        break;
    }
    const std::string note = note_for(world_, uses_, of.other);
    return fmt::format("{}{}", told ? "not by the rules (" + first + ")" : by_rule,
                       note.empty() ? "; no note gives a reason" : note);
}

std::vector<ClaimId> implausible_claims(const world::World& world) {
    std::vector<ClaimId> found;
    for (const ClaimId id : world.claims.ids()) {
        if (is_implausible(world.claims[id])) found.push_back(id);
    }
    return found;
}

} // namespace isthmus::evidence
