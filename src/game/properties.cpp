// SPDX-License-Identifier: Apache-2.0
#include "game/properties.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/random.hpp"

namespace isthmus::game {
namespace {

/// Comparisons in one vector of minima: enough for the widest instructions, few enough to stay in
/// registers.
constexpr std::size_t kLanes = 8;
/// Low players of a part of the table that stays in the second cache (512 KiB) while all their
/// pairs are compared.
constexpr std::size_t kPartPlayers = 16;

/// The smallest slack of an inequality found so far, and where.
struct Worst {
    double slack;          ///< found so far; starts at what still counts as rounding
    Coalition base = 0;    ///< S
    Coalition joining = 0; ///< the bits of i and j, or of i
    bool found = false;

    void update(double candidate, Coalition coalition, Coalition bits) {
        if (!(candidate < slack)) return;
        slack = candidate;
        base = coalition;
        joining = bits;
        found = true;
    }
};

/// Calls `slack(S)` for S = first .. first + count - 1 and keeps the smallest; `count` is a power
/// of two. Vectors of minima first; the place is looked up only in a run that improves.
template <typename Slack>
void scan(Worst& worst, Coalition first, std::size_t count, Coalition bits, Slack&& slack) {
    if (count >= kLanes) {
        std::array<double, kLanes> least;
        least.fill(worst.slack);
        for (std::size_t start = 0; start < count; start += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const double candidate = slack(first + start + lane);
                least[lane] = candidate < least[lane] ? candidate : least[lane];
            }
        }
        if (!(*std::min_element(least.begin(), least.end()) < worst.slack)) return;
    }
    for (std::size_t place = 0; place < count; ++place) {
        worst.update(slack(first + place), first + place, bits);
    }
}

/// All S without i in [first, first + count).
template <typename Slack>
void scan_without(Worst& worst, Coalition first, std::size_t count, std::size_t i, Slack&& slack) {
    const Coalition bit = player_bit(i);
    for (Coalition base = first; base < first + count; base += 2 * bit) {
        scan(worst, base, bit, bit, slack);
    }
}

double rounding(const ValueTable& table, const PropertyOptions& options) {
    return options.tolerance * largest_value(table);
}

/// The table in parts that stay in cache, for players in the order of their strides.
struct Parts {
    explicit Parts(const ValueTable& table)
        : players(std::min(table.players(), kPartPlayers)),
          size(std::size_t{1} << players),
          end(table.size()) {}
    std::size_t players; ///< low players, whose strides are within a part
    std::size_t size, end;
};

/// v(S+i) - v(S) - own_i over all i and S, own_i = v(i) or 0.
PropertyCheck check_joining(const ValueTable& table, bool own, const PropertyOptions& options) {
    Worst worst{-rounding(table, options)};
    const Parts parts(table);
    const auto done = [&] { return worst.found && options.stop_at_first; };
    const auto scan_player = [&](Coalition first, std::size_t count, std::size_t i) {
        const Coalition bit = player_bit(i);
        const double alone = own ? table[bit] : 0.0;
        const double* v = table.values().data();
        scan_without(worst, first, count, i,
                     [=](Coalition s) { return v[s | bit] - v[s] - alone; });
    };
    for (Coalition first = 0; first < parts.end && !done(); first += parts.size) {
        for (std::size_t i = 0; i < parts.players; ++i) scan_player(first, parts.size, i);
    }
    for (std::size_t i = parts.players; i < table.players() && !done(); ++i) {
        scan_player(0, table.size(), i);
    }
    if (!worst.found) return {};
    return {false, Evidence::kExact, -worst.slack, worst.base, worst.joining};
}

/// The pair i > j over all S without either in [first, first + count); `first` is without them.
void scan_pair(Worst& worst, const double* v, Coalition first, std::size_t count, std::size_t i,
               std::size_t j) {
    const Coalition high = player_bit(i), low = player_bit(j), both = high | low;
    const auto slack = [=](Coalition s) {
        return (v[s | both] - v[s | high]) - (v[s | low] - v[s]);
    };
    const Coalition end = first + count;
    for (Coalition outer = first; outer < end; outer += 2 * high) {
        for (Coalition inner = outer; inner < std::min(outer + high, end); inner += 2 * low) {
            scan(worst, inner, low, both, slack);
        }
    }
}

/// The worst pair of disjoint coalitions so far.
struct WorstPair {
    double slack;
    Coalition one = 0, other = 0;
    bool found = false;

    void update(const ValueTable& table, Coalition s, Coalition t) {
        const double candidate = table[s | t] - table[s] - table[t];
        if (!(candidate < slack)) return;
        *this = {candidate, s, t, true};
    }
    PropertyCheck check(Evidence evidence) const {
        if (!found) return {true, evidence, 0, 0, 0};
        return {false, evidence, -slack, one, other};
    }
};

/// All pairs, by their union; of the two the one with the union's lowest player is `one`.
PropertyCheck superadditive_by_pairs(const ValueTable& table, const PropertyOptions& options) {
    WorstPair worst{-rounding(table, options)};
    for (Coalition whole = 1; whole < table.size(); ++whole) {
        const Coalition rest = whole & (whole - 1);
        for (Coalition part = rest; part != 0; part = (part - 1) & rest) {
            worst.update(table, whole & ~part, part);
        }
        if (worst.found && options.stop_at_first) break;
    }
    return worst.check(Evidence::kExact);
}

PropertyCheck superadditive_by_sample(const ValueTable& table, const PropertyOptions& options) {
    WorstPair worst{-rounding(table, options)};
    const PropertyCheck joining = check_zero_monotone(table, options);
    if (!joining.holds) worst.update(table, joining.one, joining.other);
    for (Coalition part = 1; part < table.size() / 2; ++part) {
        worst.update(table, table.grand() & ~part, part);
    }
    SplitMix64 random(options.seed);
    for (std::size_t pair = 0; pair < options.sample; ++pair) {
        const Coalition members = random.next() & table.grand(), side = random.next();
        worst.update(table, members & side, members & ~side);
    }
    return worst.check(Evidence::kSampled);
}

/// Players i for whom v(S+i) - v(S) is own_i for all S.
Coalition players_adding(const ValueTable& table, bool own, const PropertyOptions& options) {
    const double allowed = rounding(table, options);
    const double* v = table.values().data();
    Coalition players = 0;
    for (std::size_t i = 0; i < table.players(); ++i) {
        const Coalition bit = player_bit(i);
        const double alone = own ? table[bit] : 0.0;
        bool holds = true;
        for (Coalition s = 0; s < table.size() && holds; ++s) {
            if (contains(s, i)) continue;
            holds = std::abs(v[s | bit] - v[s] - alone) <= allowed;
        }
        if (holds) players |= bit;
    }
    return players;
}

bool symmetric(const ValueTable& table, std::size_t i, std::size_t j, double allowed) {
    const Coalition one = player_bit(i), other = player_bit(j);
    for (Coalition s = 0; s < table.size(); ++s) {
        if ((s & (one | other)) != 0) continue;
        if (!(std::abs(table[s | one] - table[s | other]) <= allowed)) return false;
    }
    return true;
}

} // namespace

double largest_value(const ValueTable& table) {
    double scale = 0;
    for (const double value : table.values()) scale = std::max(scale, std::abs(value));
    return scale;
}

double cooperation_surplus(const ValueTable& table) {
    double surplus = table[table.grand()];
    for (std::size_t i = 0; i < table.players(); ++i) surplus -= table[player_bit(i)];
    return surplus;
}

PropertyCheck check_monotone(const ValueTable& table, const PropertyOptions& options) {
    return check_joining(table, false, options);
}

PropertyCheck check_zero_monotone(const ValueTable& table, const PropertyOptions& options) {
    return check_joining(table, true, options);
}

PropertyCheck check_convex(const ValueTable& table, const PropertyOptions& options) {
    Worst worst{-rounding(table, options)};
    const double* v = table.values().data();
    const Parts parts(table);
    const auto done = [&] { return worst.found && options.stop_at_first; };
    for (Coalition first = 0; first < parts.end && !done(); first += parts.size) {
        for (std::size_t i = 1; i < parts.players && !done(); ++i) {
            for (std::size_t j = 0; j < i; ++j) scan_pair(worst, v, first, parts.size, i, j);
        }
        for (std::size_t i = parts.players; i < table.players() && !done(); ++i) {
            if (contains(first, i)) continue;
            for (std::size_t j = 0; j < parts.players; ++j) {
                scan_pair(worst, v, first, parts.size, i, j);
            }
        }
    }
    for (std::size_t i = parts.players; i < table.players() && !done(); ++i) {
        for (std::size_t j = parts.players; j < i; ++j) scan_pair(worst, v, 0, parts.end, i, j);
    }
    if (!worst.found) return {};
    const Coalition second = worst.joining & (worst.joining - 1);
    return {false, Evidence::kExact, -worst.slack, worst.base | (worst.joining & ~second),
            worst.base | second};
}

PropertyCheck check_superadditive(const ValueTable& table, const PropertyOptions& options) {
    if (table.players() <= kMaxPartitionPlayers) return superadditive_by_pairs(table, options);
    PropertyOptions any = options;
    any.stop_at_first = true;
    if (check_convex(table, any).holds) return {true, Evidence::kImplied, 0, 0, 0};
    return superadditive_by_sample(table, options);
}

Coalition null_players(const ValueTable& table, const PropertyOptions& options) {
    return players_adding(table, false, options);
}

Coalition dummy_players(const ValueTable& table, const PropertyOptions& options) {
    return players_adding(table, true, options);
}

std::vector<Coalition> symmetric_players(const ValueTable& table, const PropertyOptions& options) {
    const double allowed = rounding(table, options);
    std::vector<Coalition> classes;
    Coalition placed = 0;
    for (std::size_t i = 0; i < table.players(); ++i) {
        if (contains(placed, i)) continue;
        Coalition like = player_bit(i);
        for (std::size_t j = i + 1; j < table.players(); ++j) {
            if (!contains(placed, j) && symmetric(table, i, j, allowed)) like |= player_bit(j);
        }
        placed |= like;
        if (coalition_size(like) > 1) classes.push_back(like);
    }
    return classes;
}

} // namespace isthmus::game
