// SPDX-License-Identifier: Apache-2.0
// Making anchors, and finding their passages again: by digest first, then by fingerprint, the
// surest first, so that they tell where to look for the others.
#include "evidence/anchor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "evidence/document_text.hpp"
#include "evidence/fingerprint.hpp"
#include "evidence/normalise.hpp"
#include "evidence/refusal.hpp"

namespace isthmus::evidence {

namespace {

/// 128 bits: nobody finds another text with the same digest.
constexpr std::size_t kDigestDigits = 32;

std::string digest_of(std::u32string_view letters) {
    if (letters.empty()) return {};
    return sha256(to_utf8(letters)).substr(0, kDigestDigits);
}

std::string digest_before(std::u32string_view letters, std::size_t position) {
    const std::size_t size = std::min(position, kBeside);
    return digest_of(letters.substr(position - size, size));
}
std::string digest_after(std::u32string_view letters, std::size_t end) {
    return digest_of(letters.substr(std::min(end, letters.size()), kBeside));
}

/// A document whose anchors are looked for.
class Search {
  public:
    explicit Search(std::u32string_view letters) : letters_(letters), groups_(letters) {}

    /// The place where the digest holds, the likeliest of several: with more neighbours the same,
    /// then nearest to `expected`.
    std::optional<AnchorFinding> exact(const world::Anchor& anchor, const Fingerprint* fingerprint,
                                       std::size_t expected);
    /// The place where most of the groups stand together; nothing where chance would do as well.
    /// Within `reach` letters of `expected` only.
    std::optional<AnchorFinding> resembling(const world::Anchor& anchor,
                                            const Fingerprint& fingerprint, std::size_t expected,
                                            std::size_t reach) const;
    std::size_t size() const { return letters_.size(); }

  private:
    struct Hit {
        std::size_t place, value;
    };
    struct Cluster {
        std::size_t values = 0, begin = 0, end = 0; ///< distinct values; letters of first and last
    };

    static Cluster densest(const std::vector<Hit>& found, std::size_t values, std::size_t width,
                           std::size_t aim);
    std::optional<AnchorFinding> look_at(const world::Anchor& anchor, std::size_t position) const;
    std::vector<std::size_t> candidates(const Fingerprint* fingerprint,
                                        const world::Anchor& anchor);
    std::vector<Hit> hits(const std::vector<std::uint16_t>& values, std::size_t from,
                          std::size_t to) const;
    double accidents(const std::vector<std::uint16_t>& values, const Cluster& cluster,
                     std::size_t width) const;

    std::u32string_view letters_;
    GroupIndex groups_;
    std::map<std::size_t, GroupIndex> short_groups_; ///< for passages shorter than a group
};

std::optional<AnchorFinding> Search::look_at(const world::Anchor& anchor,
                                             std::size_t position) const {
    const auto length = static_cast<std::size_t>(anchor.length);
    if (position > letters_.size() || length > letters_.size() - position) return std::nullopt;
    if (digest_of(letters_.substr(position, length)) != anchor.passage) return std::nullopt;
    AnchorFinding finding;
    finding.place = {position, length};
    finding.resemblance = 1;
    finding.before_same = digest_before(letters_, position) == anchor.before;
    finding.after_same = digest_after(letters_, position + length) == anchor.after;
    const bool same_place = position == static_cast<std::size_t>(anchor.position);
    const bool verified = same_place || (finding.before_same && finding.after_same);
    finding.status = verified ? AnchorStatus::kVerified : AnchorStatus::kMoved;
    return finding;
}

/// Places where the first and the last group stand at the passage's length from each other; without
/// a fingerprint its own place.
std::vector<std::size_t> Search::candidates(const Fingerprint* fingerprint,
                                            const world::Anchor& anchor) {
    if (fingerprint == nullptr) return {static_cast<std::size_t>(anchor.position)};
    const auto length = static_cast<std::size_t>(anchor.length);
    const GroupIndex* index = &groups_;
    const std::size_t size = std::min(kGroup, length);
    if (size < kGroup) index = &short_groups_.try_emplace(size, letters_, size).first->second;
    std::vector<std::size_t> places;
    for (const std::uint32_t place : index->places(fingerprint->first)) {
        if (index->value_at(place + length - size) == fingerprint->last) places.push_back(place);
    }
    return places;
}

std::size_t distance(std::size_t a, std::size_t b) {
    return a < b ? b - a : a - b;
}

std::optional<AnchorFinding> Search::exact(const world::Anchor& anchor,
                                           const Fingerprint* fingerprint, std::size_t expected) {
    std::optional<AnchorFinding> best;
    const auto neighbours = [](const AnchorFinding& finding) {
        return static_cast<int>(finding.before_same) + static_cast<int>(finding.after_same);
    };
    std::vector<std::size_t> places = candidates(fingerprint, anchor);
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(distance(a, expected), a) < std::pair(distance(b, expected), b);
    });
    // In a text that says the same thousands of times, the nearest places are enough.
    constexpr std::size_t kMostPlaces = 64;
    if (places.size() > kMostPlaces) places.resize(kMostPlaces);
    for (const std::size_t place : places) {
        const std::optional<AnchorFinding> found = look_at(anchor, place);
        if (!found) continue;
        if (!best || neighbours(*found) > neighbours(*best)) best = found;
        if (neighbours(*best) == 2) break;
    }
    return best;
}

/// Hits of the values between two letters, by their place.
std::vector<Search::Hit> Search::hits(const std::vector<std::uint16_t>& values, std::size_t from,
                                      std::size_t to) const {
    // A value that stands everywhere says nothing of where the passage is.
    const std::size_t most = 64 + letters_.size() / 1000;
    std::vector<Hit> found;
    for (std::size_t value = 0; value < values.size(); ++value) {
        const std::span<const std::uint32_t> places = groups_.places(values[value]);
        const auto begin = std::lower_bound(places.begin(), places.end(), from);
        const auto end = std::lower_bound(begin, places.end(), to);
        if (static_cast<std::size_t>(end - begin) > most) continue;
        for (auto place = begin; place != end; ++place) found.push_back({*place, value});
    }
    std::sort(found.begin(), found.end(), [](const Hit& a, const Hit& b) {
        return std::pair(a.place, a.value) < std::pair(b.place, b.value);
    });
    return found;
}

/// The chance that some stretch of `width` letters holds as many of the values by accident: each
/// value falls into it as often as it stands elsewhere in the document, or as a hash of 16 bits
/// does, and how many do is about Poisson.
double Search::accidents(const std::vector<std::uint16_t>& values, const Cluster& cluster,
                         std::size_t width) const {
    constexpr double kValues = 65536;
    const auto size = static_cast<double>(letters_.size());
    double mean = 0;
    for (const std::uint16_t value : values) {
        const std::span<const std::uint32_t> places = groups_.places(value);
        const auto inside = std::upper_bound(places.begin(), places.end(), cluster.end) -
                            std::lower_bound(places.begin(), places.end(), cluster.begin);
        const auto outside =
            static_cast<double>(static_cast<std::ptrdiff_t>(places.size()) - inside);
        mean += std::min(1.0, static_cast<double>(width) * (outside / size + 1 / kValues));
    }
    // The tail from the number of hits on; terms fall quickly where it matters.
    double term = std::exp(-mean), tail = 0;
    for (std::size_t hits = 0; hits <= values.size(); ++hits) {
        if (hits >= cluster.values) tail += term;
        term *= mean / static_cast<double>(hits + 1);
    }
    return tail;
}

/// Of all stretches of `width` letters the one with most distinct values; of equals the nearest to
/// `aim`.
Search::Cluster Search::densest(const std::vector<Hit>& found, std::size_t values,
                                std::size_t width, std::size_t aim) {
    const auto middle = [](const Cluster& cluster) { return (cluster.begin + cluster.end) / 2; };
    std::vector<std::size_t> inside(values);
    Cluster stretch, best;
    std::size_t first = 0;
    for (const Hit& hit : found) {
        if (inside[hit.value]++ == 0) ++stretch.values;
        for (; found[first].place + width < hit.place + kGroup; ++first) {
            if (--inside[found[first].value] == 0) --stretch.values;
        }
        stretch.begin = found[first].place;
        stretch.end = hit.place;
        const bool nearer = distance(middle(stretch), aim) < distance(middle(best), aim);
        if (stretch.values > best.values || (stretch.values == best.values && nearer))
            best = stretch;
    }
    return best;
}

std::optional<AnchorFinding> Search::resembling(const world::Anchor& anchor,
                                                const Fingerprint& fingerprint,
                                                std::size_t expected, std::size_t reach) const {
    // Below a quarter most of what stood there is something else; noise in 8 of 100 letters leaves
    // half of the groups.
    constexpr double kLeast = 0.25;
    // One false find in ten thousand passages.
    constexpr double kAccidents = 1e-4;
    constexpr std::size_t kFewest = 2;
    const auto length = static_cast<std::size_t>(anchor.length);
    const std::vector<std::uint16_t> values = fingerprint.values();
    const std::size_t from = expected > reach ? expected - reach : 0;
    const std::size_t to = std::min(letters_.size(), expected + length + reach);
    // Insertions may lengthen it by an eighth and a few letters more.
    const std::size_t width = length + length / 8 + 2 * kGroup;
    const Cluster best =
        densest(hits(values, from, to), values.size(), width, expected + length / 2);
    const double share = static_cast<double>(best.values) / static_cast<double>(values.size());
    if (best.values < kFewest || share < kLeast) return std::nullopt;
    const double stretches = 1 + static_cast<double>(to - from) / static_cast<double>(width);
    if (stretches * accidents(values, best, width) > kAccidents) return std::nullopt;
    AnchorFinding finding;
    finding.status = AnchorStatus::kChanged;
    finding.resemblance = share;
    // The hits lie inside the passage; what is beyond them on both sides is shared out.
    const std::size_t covered = best.end + kGroup - best.begin;
    const std::size_t missing = length > covered ? length - covered : 0;
    finding.place.position = best.begin - std::min(best.begin, missing / 2);
    finding.place.length =
        std::min(std::max(length, covered), letters_.size() - finding.place.position);
    return finding;
}

/// Where passages of the registered text stand in the copy, told by those that were found.
class Alignment {
  public:
    void add(std::size_t registered, std::size_t now) { places_[registered] = now; }

    std::size_t expected(std::size_t registered) const {
        const auto after = places_.lower_bound(registered);
        if (after == places_.end())
            return places_.empty() ? registered : shifted(*places_.rbegin(), registered);
        if (after == places_.begin()) return shifted(*after, registered);
        const auto before = std::prev(after);
        return registered - before->first <= after->first - registered
                   ? shifted(*before, registered)
                   : shifted(*after, registered);
    }

  private:
    static std::size_t shifted(std::pair<std::size_t, std::size_t> known, std::size_t registered) {
        const std::size_t place = known.second + registered;
        return place > known.first ? place - known.first : 0;
    }
    std::map<std::size_t, std::size_t> places_;
};

struct Pending {
    const world::Anchor* anchor;
    bool has_fingerprint;
    Fingerprint fingerprint;
    AnchorFinding* finding;

    std::size_t position() const { return static_cast<std::size_t>(anchor->position); }
};

void take(const Pending& pending, const AnchorFinding& found, Alignment& alignment) {
    *pending.finding = found;
    alignment.add(pending.position(), found.place.position);
}

/// Longest first: the surest tell where to look for the others.
void find_changed(const Search& search, std::vector<Pending>& pending, Alignment& alignment) {
    std::stable_sort(pending.begin(), pending.end(), [](const Pending& a, const Pending& b) {
        return a.fingerprint.between.size() > b.fingerprint.between.size();
    });
    std::vector<Pending> left;
    for (Pending& one : pending) {
        const std::size_t expected = alignment.expected(one.position());
        const auto found = search.resembling(*one.anchor, one.fingerprint, expected, search.size());
        if (found)
            take(one, *found, alignment);
        else
            left.push_back(std::move(one));
    }
    // Few groups are enough where the passage is expected. Noise shifts by a letter in twenty at
    // most, and the nearest passage that was found is seldom further than some thousand letters.
    constexpr std::size_t kReach = 150;
    for (const Pending& one : left) {
        const std::size_t expected = alignment.expected(one.position());
        const auto found = search.resembling(*one.anchor, one.fingerprint, expected, kReach);
        if (found) *one.finding = *found;
    }
}

} // namespace

std::string_view to_string(AnchorStatus status) {
    constexpr std::array<std::string_view, 4> kNames = {"verified", "moved", "changed", "missing"};
    return kNames[static_cast<std::size_t>(status)];
}

world::Anchor make_anchor(std::u32string_view letters, LetterRange range) {
    const std::u32string_view passage = letters.substr(range.position, range.length);
    world::Anchor anchor;
    anchor.position = static_cast<int>(range.position);
    anchor.length = static_cast<int>(passage.size());
    anchor.passage = digest_of(passage);
    anchor.before = digest_before(letters, range.position);
    anchor.after = digest_after(letters, range.position + range.length);
    anchor.fingerprint = to_string(fingerprint_of(passage));
    return anchor;
}

Result<std::vector<AnchorFinding>> find_anchors(std::u32string_view letters,
                                                std::span<const world::Anchor> anchors) {
    std::vector<AnchorFinding> findings(anchors.size());
    std::vector<Pending> all;
    Diagnostics diagnostics;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        const world::Anchor& anchor = anchors[i];
        if (anchor.position < 0 || anchor.length < 1) continue;
        const std::optional<Fingerprint> fingerprint = read_fingerprint(anchor.fingerprint);
        all.push_back(
            {&anchor, fingerprint.has_value(), fingerprint.value_or(Fingerprint()), &findings[i]});
        if (fingerprint || anchor.fingerprint.empty()) continue;
        diagnostics.append(refusal("E919", "anchors.csv", anchor.fingerprint,
                                   "1: and groups of four hexadecimal digits"));
    }
    if (diagnostics.has_errors()) return diagnostics;
    std::stable_sort(all.begin(), all.end(), [](const Pending& a, const Pending& b) {
        return a.anchor->position < b.anchor->position;
    });
    Search search(letters);
    Alignment alignment;
    std::vector<Pending> pending;
    for (Pending& one : all) {
        const std::size_t expected = alignment.expected(one.position());
        const auto found =
            search.exact(*one.anchor, one.has_fingerprint ? &one.fingerprint : nullptr, expected);
        if (found)
            take(one, *found, alignment);
        else if (one.has_fingerprint)
            pending.push_back(std::move(one));
    }
    find_changed(search, pending, alignment);
    return findings;
}

} // namespace isthmus::evidence
