// SPDX-License-Identifier: Apache-2.0
// Losses of players between two states of a part of the market, by their causes.
//
// With marginal benefit m, price p0 and quantity q0 before, p1 and q1 after, the consumer surplus
// that a demand curve loses is
//     volume  integral of m - p0 from q1 to q0   (what was worth more than it cost)
//   + price   (p1 - p0) q1,
// and likewise the producer surplus of a supply curve with marginal cost: volume is the integral of
// p0 - m from q1 to q0, price (p0 - p1) q1 (Just, Hueth & Schmitz 2004, chapter 5). Volume is below
// zero where a quantity grew. Rent is what is lost of transport margins, congestion rents, fees,
// contract and price-cap transfers. The three add up to the loss.
#pragma once

#include <vector>

#include "dependence/baseline.hpp"
#include "dependence/partners.hpp"
#include "flow/payoff.hpp"

namespace isthmus::dependence {

/// MUSD a year; below zero: a gain.
struct LossParts {
    double price = 0, volume = 0, rent = 0;
    double total() const { return price + volume + rent; }
    LossParts& operator+=(const LossParts& other) {
        price += other.price;
        volume += other.volume;
        rent += other.rent;
        return *this;
    }
};

/// Of one player.
struct Losses {
    std::vector<LossParts> by_commodity; ///< as in Dependence::commodities
    LossParts total;
};

/// Payoffs of a part: by its commodities, then by player; the last of each is everyone else's.
/// Their `actor` has no meaning.
using Accounts = std::vector<std::vector<flow::Payoff>>;

/// Which of the part's commodities it is.
std::size_t commodity_place(const Part& part, world::CommodityId commodity);

/// Empty accounts of so many commodities.
Accounts no_accounts(std::size_t commodities, const Partners& partners);
/// Payoffs of a solution of a market that was made from the part's.
Accounts accounts(const Part& part, const flow::Market& market, const flow::Solution& solution,
                  const Partners& partners);
double sum(const Accounts& accounts);
/// Payoff of a player (partners.players(): everyone else) over all commodities.
double payoff(const Accounts& accounts, std::size_t player);

/// Quantities of the part's own supplies and demands.
struct Quantities {
    IdVector<flow::SupplyTag, double> supply;
    IdVector<flow::DemandTag, double> demand;
};

/// By commodity of the part: what a player loses from `before` to `after`, whose quantities are
/// `now`. Before is the part's own solution.
std::vector<LossParts> losses(const Part& part, const Accounts& before, const Accounts& after,
                              const Quantities& now, const Partners& partners, std::size_t player);

} // namespace isthmus::dependence
