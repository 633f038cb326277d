// SPDX-License-Identifier: Apache-2.0
#include "flow/path_active_set.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

namespace isthmus::flow {
namespace {

// Steps after which the start is taken to be too far away; a closure on a real world takes some
// tens.
constexpr int kMostSteps = 200;
// Proximal weights of flows and of multipliers, far below the slopes of curves (prices of 1 to 1e3
// over quantities of 1 to 1e5). Where rounding spoils the factors all the same, the first grows.
constexpr double kProximalFlow = 1e-9;
constexpr double kProximalMultiplier = 1e-9;
constexpr double kProximalGrowth = 100;
constexpr double kMostProximal = 1e-3;
// Where the iterates go in circles, it is rounding that moves them, and a larger weight holds them.
constexpr int kStepsBeforeGrowth = 60;
// Flows, loads and quantities this near to a bound (relative to it plus one) are at it.
constexpr double kAtBound = 1e-9;
// A price that is wrong by less than this (relative to it plus one) is right: the tie-break tells
// ways apart by more.
constexpr double kPriceTolerance = 1e-10;
// New ways that are looked at in one step; the best one is taken.
constexpr std::size_t kWaysAtOnce = 3;
// What a refused way may seem to gain by rounding.
constexpr double kNoise = 1e-8;
// How often ways that were refused together are tried one by one.
constexpr int kMostRetries = 50;
// The iterates have settled when a full step moves no flow by more than this (relative to one plus
// the flow).
constexpr double kSettled = 1e-9;
// A step that moves no flow by more than this (relative to one plus the flow) only settles.
constexpr double kMoved = 1e-5;
// Shorter shares of a step go nowhere.
constexpr double kLeastShare = 1e-9;
// Bounds whose price is at least this share of the worst are released together.
constexpr double kMuchAgainst = 0.5;

bool at(double quantity, double bound) {
    return std::isfinite(bound) && std::abs(quantity - bound) <= kAtBound * (1 + std::abs(bound));
}

/// A stretch of a curve on which the marginal value is linear.
struct Piece {
    double from = 0, to = 0; ///< quantities
    double constant = 0, slope = 0;
};

/// The pieces of a curve in order of quantity: a clamp at its start, the line, a clamp at its end.
class Pieces {
  public:
    explicit Pieces(const Curve& curve) {
        const double start = curve.marginal(0), end = curve.marginal(curve.limit);
        double first = 0, last = curve.limit;
        if (curve.slope != 0) {
            const auto crossing = [&](double value) {
                return std::clamp((value - curve.constant) / curve.slope, 0.0, curve.limit);
            };
            if (start != curve.constant) first = crossing(start);
            if (end != curve.constant + curve.slope * curve.limit) last = crossing(end);
        }
        add({0, first, start, 0});
        const bool flat = curve.slope == 0;
        add({first, last, flat ? start : curve.constant, flat ? 0 : curve.slope});
        add({last, curve.limit, end, 0});
        if (count_ == 0) pieces_[count_++] = {0, curve.limit, start, 0};
    }

    std::size_t count() const { return count_; }
    const Piece& operator[](std::size_t i) const { return pieces_[i]; }
    std::size_t holding(double quantity) const {
        std::size_t i = 0;
        while (i + 1 < count_ && quantity >= pieces_[i].to) ++i;
        return i;
    }

  private:
    void add(Piece piece) {
        if (piece.to > piece.from) pieces_[count_++] = piece;
    }
    std::array<Piece, 3> pieces_;
    std::size_t count_ = 0;
};

/// A sum of flows with its coefficients: the quantity of a curve, a load, an obligation.
struct Term {
    std::size_t row;
    double factor;
};
struct Row {
    enum class Kind { kCurve, kLimit };
    Kind kind = Kind::kLimit;
    double sign = 1; ///< of a curve: +1 costs, -1 benefits
    std::vector<Piece> pieces;
    std::size_t piece = 0;
    double lower = -kInfinity, upper = kInfinity;
    int held = 0; ///< -1 at its lower bound, +1 at its upper one
    /// It was let go and at once held again: others hold the same. Until something moves.
    bool let_go = false, stuck = false;
    double value = 0, step = 0;
    double multiplier = 0;
    std::size_t place = 0; ///< in the system
};

class ActiveSet {
  public:
    explicit ActiveSet(PathBlock& paths) : paths_(paths) {
        const Block& block = paths.block();
        for (std::size_t i = 0; i < block.demands.size(); ++i) {
            add_curve(paths.demand_curve(i), -1);
        }
        first_supply_ = rows_.size();
        for (std::size_t i = 0; i < block.supplies.size(); ++i) {
            add_curve(paths.supply_curve(i), 1);
        }
        first_resource_ = rows_.size();
        for (std::size_t i = 0; i < block.resources.size(); ++i) {
            const Resource& resource = paths.resource(i);
            if (resource.has_curve) {
                add_curve(resource.curve, 1);
            } else {
                Row row;
                row.upper = resource.limit;
                rows_.push_back(std::move(row));
            }
        }
        first_obligation_ = rows_.size();
        for (const ObligationId id : block.obligations) {
            Row row;
            row.lower = paths.problem().obligations[id].lower;
            row.upper = paths.problem().obligations[id].upper;
            if (row.lower <= 0) row.lower = -kInfinity;
            rows_.push_back(std::move(row));
        }
        take_new_ways();
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            used_[w] = paths_.ways()[w].flow > 0;
            for (const Term& term : terms_[w]) {
                rows_[term.row].value += term.factor * paths_.ways()[w].flow;
            }
        }
    }

    bool run(RowPrices& prices) {
        if (!start()) return false;
        for (int step = 0; step < kMostSteps; ++step) {
            if (step > 0 && step % kStepsBeforeGrowth == 0) proximal_ *= kProximalGrowth;
            if (!solve()) return false;
            const double share = longest_step();
            advance(share);
            if (share < 1) {
                take_up_block();
                continue;
            }
            if (let_go()) continue;
            write_prices(prices);
            if (add_paying_way(prices)) continue;
            if (!settled_) {
                // Nothing but the weight holds the iterates back.
                proximal_ = std::max(kProximalFlow, proximal_ / kProximalGrowth);
                continue;
            }
            if (!ask_refused_again()) return !holds_wrongly();
            if (++retries_ > kMostRetries) return false;
        }
        return false;
    }

  private:
    struct Blocked {
        std::size_t way, row;
        int held;          ///< of a limit
        std::size_t piece; ///< that a curve enters
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    void add_curve(const Curve& curve, double sign) {
        Row row;
        row.kind = Row::Kind::kCurve;
        row.sign = sign;
        row.upper = curve.limit;
        const Pieces pieces(curve);
        for (std::size_t i = 0; i < pieces.count(); ++i) row.pieces.push_back(pieces[i]);
        rows_.push_back(std::move(row));
    }

    void take_new_ways() {
        for (std::size_t w = terms_.size(); w < paths_.ways().size(); ++w) {
            const Way& way = paths_.ways()[w];
            std::vector<Term> terms{{paths_.demand_of(way.delivery), 1}};
            if (!paths_.is_free(way.supply)) {
                terms.push_back({first_supply_ + way.supply, way.intake});
            }
            for (const auto& [resource, use] : paths_.uses(way)) {
                terms.push_back({first_resource_ + resource, use});
            }
            for (const std::size_t i : paths_.obligations_of(way.delivery)) {
                terms.push_back({first_obligation_ + i, 1});
            }
            terms_.push_back(std::move(terms));
            used_.push_back(0);
            refused_.push_back(0);
            target_.push_back(0);
        }
    }

    /// Finds pieces and what binds; false where the start is not feasible.
    bool start() {
        for (Row& row : rows_) {
            if (row.value > row.upper && !at(row.value, row.upper)) return false;
            if (row.value < row.lower && !at(row.value, row.lower)) return false;
            for (row.piece = 0;
                 row.piece + 1 < row.pieces.size() && row.value >= row.pieces[row.piece].to;) {
                ++row.piece;
            }
            if (at(row.value, row.upper)) {
                row.held = 1;
            } else if (at(row.value, row.lower)) {
                row.held = -1;
            }
        }
        return true;
    }

    double marginal(const Row& row) const {
        const Piece& piece = row.pieces[row.piece];
        const double quantity = std::clamp(row.value, piece.from, piece.to);
        return piece.constant + piece.slope * quantity;
    }

    /// Places of used ways, then of rows that are held and used by one of them.
    void place() {
        places_ = 0;
        way_place_.assign(terms_.size(), kNone);
        for (Row& row : rows_) row.place = kNone;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] != 0) way_place_[w] = places_++;
        }
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            for (const Term& term : terms_[w]) {
                Row& row = rows_[term.row];
                if (row.held != 0 && row.place == kNone) row.place = places_++;
            }
        }
    }

    bool solve() {
        place();
        for (double proximal = proximal_; proximal <= kMostProximal; proximal *= kProximalGrowth) {
            if (solve_with(proximal)) return true;
        }
        return false;
    }

    bool solve_with(double proximal) {
        using Entry = Eigen::Triplet<double>;
        const auto index = [](std::size_t i) { return static_cast<int>(i); };
        std::vector<Entry> entries;
        Eigen::VectorXd right = Eigen::VectorXd::Zero(index(places_));
        std::vector<std::vector<Term>> users(rows_.size()); // place of the way, factor
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            const int at_way = index(way_place_[w]);
            const Way& way = paths_.ways()[w];
            entries.emplace_back(at_way, at_way, proximal);
            double linear = way.cost + way.tie_break;
            for (const Term& term : terms_[w]) {
                const Row& row = rows_[term.row];
                if (row.kind == Row::Kind::kCurve) {
                    const Piece& piece = row.pieces[row.piece];
                    linear +=
                        row.sign * term.factor * (row.held != 0 ? marginal(row) : piece.constant);
                    if (row.held == 0 && piece.slope != 0) {
                        users[term.row].push_back({way_place_[w], term.factor});
                    }
                }
                if (row.held != 0) entries.emplace_back(index(row.place), at_way, term.factor);
            }
            right[at_way] = proximal * way.flow - linear;
        }
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            const Row& row = rows_[r];
            if (row.place != kNone) {
                entries.emplace_back(index(row.place), index(row.place), -kProximalMultiplier);
                right[index(row.place)] =
                    (row.held > 0 ? row.upper : row.lower) - kProximalMultiplier * row.multiplier;
            }
            if (users[r].empty()) continue;
            const double slope = row.sign * row.pieces[row.piece].slope;
            for (const Term& a : users[r]) {
                for (const Term& b : users[r]) {
                    if (a.row < b.row) continue;
                    entries.emplace_back(index(a.row), index(b.row), slope * a.factor * b.factor);
                }
            }
        }
        return factor_and_solve(entries, right);
    }

    bool factor_and_solve(const std::vector<Eigen::Triplet<double>>& entries,
                          const Eigen::VectorXd& right) {
        const auto size = static_cast<int>(places_);
        if (size == 0) {
            settled_ = true;
            return true;
        }
        Eigen::SparseMatrix<double> system(size, size);
        system.setFromTriplets(entries.begin(), entries.end());
        Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factors(system);
        if (factors.info() != Eigen::Success) return false;
        Eigen::VectorXd found = factors.solve(right);
        const Eigen::VectorXd rest = right - system.selfadjointView<Eigen::Lower>() * found;
        found += factors.solve(rest);
        if (!found.allFinite()) return false;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            target_[w] = used_[w] != 0 ? found[static_cast<int>(way_place_[w])] : 0;
        }
        for (Row& row : rows_) {
            row.multiplier = row.place == kNone ? 0 : found[static_cast<int>(row.place)];
            row.step = 0;
        }
        settled_ = true;
        moved_ = false;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            const double move = target_[w] - paths_.ways()[w].flow;
            const double share = std::abs(move) / (1 + std::abs(target_[w]));
            settled_ = settled_ && share <= kSettled;
            moved_ = moved_ || share > kMoved;
            for (const Term& term : terms_[w]) rows_[term.row].step += term.factor * move;
        }
        return true;
    }

    /// The share of the step that all bounds allow, at most 1, and what blocks the rest.
    double longest_step() {
        double share = 1;
        const auto limit = [&](double room, double move, Blocked blocked) {
            const double most = std::max(0.0, room) / move;
            if (most >= share) return;
            share = most;
            blocked_ = blocked;
        };
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            const double flow = paths_.ways()[w].flow;
            if (target_[w] < 0) limit(flow, flow - target_[w], {w, kNone, 0, 0});
        }
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            const Row& row = rows_[r];
            if (row.held != 0 || row.step == 0) continue;
            const double to = row.value + row.step;
            if (to > row.upper && !at(to, row.upper)) {
                limit(row.upper - row.value, row.step, {kNone, r, 1, 0});
            }
            if (to < row.lower && !at(to, row.lower)) {
                limit(row.value - row.lower, -row.step, {kNone, r, -1, 0});
            }
            if (row.kind != Row::Kind::kCurve) continue;
            const Piece& piece = row.pieces[row.piece];
            if (row.piece + 1 < row.pieces.size() && to > piece.to && !at(to, piece.to)) {
                limit(piece.to - row.value, row.step, {kNone, r, 0, row.piece + 1});
            }
            if (row.piece > 0 && to < piece.from && !at(to, piece.from)) {
                limit(row.value - piece.from, -row.step, {kNone, r, 0, row.piece - 1});
            }
        }
        return share;
    }

    void advance(double share) {
        if (moved_ && share > kLeastShare) {
            std::fill(refused_.begin(), refused_.end(), 0);
            for (Row& row : rows_) row.let_go = row.stuck = false;
        }
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            double& flow = paths_.ways()[w].flow;
            flow = std::max(0.0, flow + share * (target_[w] - flow));
        }
        for (Row& row : rows_) row.value = 0;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] == 0) continue;
            for (const Term& term : terms_[w]) {
                rows_[term.row].value += term.factor * paths_.ways()[w].flow;
            }
        }
    }

    void take_up_block() {
        if (blocked_.way != kNone) {
            used_[blocked_.way] = 0;
            refused_[blocked_.way] = paths_.ways()[blocked_.way].flow == 0;
            paths_.ways()[blocked_.way].flow = 0;
            return;
        }
        Row& row = rows_[blocked_.row];
        if (blocked_.held != 0) {
            row.held = blocked_.held;
            row.stuck = row.let_go;
        } else {
            row.piece = blocked_.piece;
        }
    }

    /// How much a bound is held against its will.
    static double against(const Row& row) {
        if (row.held == 0 || row.place == kNone || row.stuck) return 0;
        const double price = -row.multiplier * row.held;
        return price > kPriceTolerance * (1 + price) ? price : 0;
    }

    /// Releases the bounds that are held most against their will.
    bool let_go() {
        double most = 0;
        for (const Row& row : rows_) most = std::max(most, against(row));
        if (most == 0) return false;
        for (Row& row : rows_) {
            if (against(row) < kMuchAgainst * most) continue;
            row.held = 0;
            row.let_go = true;
            row.multiplier = 0;
        }
        return true;
    }

    /// Whether a bound that could not be let go is held against its will by more than rounding: the
    /// multipliers of bounds that hold the same were divided wrongly among them.
    bool holds_wrongly() const {
        return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) {
            const double wrong = -row.multiplier * row.held;
            return row.stuck && row.place != kNone && wrong > kNoise * (1 + std::abs(wrong));
        });
    }

    /// What one more unit of a row is worth: of a curve its marginal value, with what holds it.
    double price(const Row& row) const {
        return row.kind == Row::Kind::kCurve
                   ? marginal(row) + row.sign * (row.place == kNone ? 0 : row.multiplier)
                   : (row.place == kNone ? 0 : row.multiplier);
    }

    void write_prices(RowPrices& prices) const {
        prices = {};
        for (std::size_t r = 0; r < first_supply_; ++r) prices.demand.push_back(price(rows_[r]));
        for (std::size_t r = first_supply_; r < first_resource_; ++r) {
            prices.supply.push_back(price(rows_[r]));
        }
        for (std::size_t r = first_resource_; r < first_obligation_; ++r) {
            const double rent = price(rows_[r]);
            prices.rent.push_back(rows_[r].kind == Row::Kind::kCurve ? rent : std::max(0.0, rent));
        }
        for (std::size_t r = first_obligation_; r < rows_.size(); ++r) {
            prices.obligation.push_back(-price(rows_[r]));
        }
    }

    /// What a unit over a way gains, relative to its worth plus one.
    double gain(std::size_t w) const {
        const Way& way = paths_.ways()[w];
        double cost = way.cost + way.tie_break, worth = 0;
        for (const Term& term : terms_[w]) {
            const Row& row = rows_[term.row];
            (row.sign < 0 ? worth : cost) += term.factor * price(row);
        }
        return (worth - cost) / (1 + std::abs(worth));
    }

    /// Takes up the refused way that would gain most, where that is more than rounding.
    bool ask_refused_again() {
        std::size_t best = kNone;
        double most = kNoise;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (refused_[w] == 0 || used_[w] != 0 || gain(w) <= most) continue;
            most = gain(w);
            best = w;
        }
        if (best == kNone) return false;
        refused_[best] = 0;
        used_[best] = 1;
        return true;
    }

    /// Takes up the way that would gain most at the prices, a known one or a new one. One at a
    /// time: where one supply has goods left, ways to everywhere pay until the first of them is
    /// used.
    bool add_paying_way(const RowPrices& prices) {
        paths_.find_ways(prices, true, kWaysAtOnce);
        take_new_ways();
        std::size_t best = kNone;
        double most = settled_ ? kPriceTolerance : kNoise;
        for (std::size_t w = 0; w < terms_.size(); ++w) {
            if (used_[w] != 0 || refused_[w] != 0) continue;
            const double relative = gain(w);
            if (relative <= most) continue;
            most = relative;
            best = w;
        }
        if (best == kNone) return false;
        used_[best] = 1;
        return true;
    }

    PathBlock& paths_;
    std::vector<Row> rows_;
    std::size_t first_supply_ = 0, first_resource_ = 0, first_obligation_ = 0;
    std::vector<std::vector<Term>> terms_; ///< by way
    std::vector<char> used_;               ///< by way
    /// Ways that gained nothing where they were tried last: goods that only change labels on ways
    /// that others go already pay by rounding alone. By way; until something moves.
    std::vector<char> refused_;
    std::vector<double> target_; ///< by way
    std::vector<std::size_t> way_place_;
    std::size_t places_ = 0;
    bool settled_ = false, moved_ = false;
    int retries_ = 0;
    double proximal_ = kProximalFlow;
    Blocked blocked_{kNone, kNone, 0, 0};
};

} // namespace

bool has_linear_curves(const PathBlock& paths) {
    const Block& block = paths.block();
    const auto linear = [](const Curve& curve) { return curve.slope == 0 || curve.power == 1; };
    for (std::size_t i = 0; i < block.demands.size(); ++i) {
        if (!linear(paths.demand_curve(i))) return false;
    }
    for (std::size_t i = 0; i < block.supplies.size(); ++i) {
        if (!linear(paths.supply_curve(i))) return false;
    }
    for (std::size_t i = 0; i < block.resources.size(); ++i) {
        if (paths.resource(i).has_curve && !linear(paths.resource(i).curve)) return false;
    }
    return true;
}

bool find_exact_flows(PathBlock& paths, RowPrices& prices) {
    return ActiveSet(paths).run(prices);
}

} // namespace isthmus::flow
