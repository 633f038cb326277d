// SPDX-License-Identifier: Apache-2.0
#include "dependence/exposure.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include "dependence/through_range.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {

using flow::DeliveryId;

namespace {

/// A range of shares of what goes through, in quantity and in value.
struct Through {
    std::size_t i = 0, j = 0;
    TouchedRange quantity, value;
};

/// Adds to a share of one commodity, by quantity, and to that of all, by value.
struct Both {
    Share& quantity;
    Share& value;
    void amount(double delivered, double price) const {
        quantity.amount += delivered;
        value.amount += delivered * price;
    }
    void whole(double delivered, double price) const {
        quantity.whole += delivered;
        value.whole += delivered * price;
    }
};

class Table {
  public:
    Table(const Partners& partners, const std::vector<world::CommodityId>& commodities)
        : partners_(partners),
          commodities_(commodities),
          rows_(partners.players() * partners.players()) {
        for (Exposure& row : rows_) row.by_commodity.resize(commodities.size());
    }

    void add(const PartBase& base) {
        const Part& part = base.part();
        for (std::size_t p = 0; p < part.paths.size(); ++p) {
            const flow::PathFlow& path = part.paths[p];
            const auto demand = part.market.problem.deliveries[path.delivery].demand;
            commodity_ = place(part.market.demands[demand].commodity);
            delivered_ = path.delivered;
            price_ = part.solution.demand_price[demand];
            add_trade(base.paths()[p]);
            add_carriage(base.paths()[p]);
        }
    }

    void add_range(std::size_t commodity, const Through& through) {
        const Both share = at(through.i, through.j, commodity, &TradeShares::through);
        share.quantity.low += through.quantity.low;
        share.quantity.high += through.quantity.high;
        share.value.low += through.value.low;
        share.value.high += through.value.high;
    }

    std::size_t place(world::CommodityId commodity) const {
        return static_cast<std::size_t>(
            std::find(commodities_.begin(), commodities_.end(), commodity) - commodities_.begin());
    }

    /// What is unique has no range of its own; rounding does not put an amount out of its range.
    std::vector<Exposure> finished() {
        const auto settle = [](Share& share, bool ranged) {
            share.low = ranged ? std::clamp(share.low, 0.0, share.amount) : share.amount;
            share.high = ranged ? std::max(share.high, share.amount) : share.amount;
        };
        const auto settle_all = [&](TradeShares& shares) {
            settle(shares.imports, false);
            settle(shares.exports, false);
            settle(shares.carriage, false);
            settle(shares.through, true);
        };
        for (Exposure& row : rows_) {
            for (TradeShares& shares : row.by_commodity) settle_all(shares);
            settle_all(row.total);
        }
        return std::move(rows_);
    }

  private:
    Both at(std::size_t i, std::size_t j, std::size_t commodity, Share TradeShares::*kind) {
        Exposure& row = rows_[i * partners_.players() + j];
        return {row.by_commodity[commodity].*kind, row.total.*kind};
    }
    template <typename Each> void for_others(std::size_t i, const Each& each) const {
        for (std::size_t j = 0; j < partners_.players(); ++j) {
            if (j != i) each(j);
        }
    }

    void add_trade(const PathParties& path) {
        if (path.supplier == path.buyer) return;
        add_side(path.buyer, path.supplier, path, &TradeShares::imports);
        add_side(path.supplier, path.buyer, path, &TradeShares::exports);
    }

    void add_side(std::size_t i, std::size_t partner, const PathParties& path,
                  Share TradeShares::*kind) {
        if (!partners_.is_player(i)) return;
        for_others(i, [&](std::size_t j) {
            const Both trade = at(i, j, commodity_, kind);
            trade.whole(delivered_, price_);
            if (j == partner) trade.amount(delivered_, price_);
            const Both through = at(i, j, commodity_, &TradeShares::through);
            through.whole(delivered_, price_);
            if (path.needs(j)) through.amount(delivered_, price_);
        });
    }

    void add_carriage(const PathParties& path) {
        for (const std::size_t i : path.parties) {
            if (!partners_.is_player(i) || i == path.supplier || i == path.buyer) continue;
            for_others(i, [&](std::size_t j) {
                const Both carriage = at(i, j, commodity_, &TradeShares::carriage);
                carriage.whole(delivered_, price_);
                if (j == path.supplier || j == path.buyer) carriage.amount(delivered_, price_);
            });
        }
    }

    const Partners& partners_;
    const std::vector<world::CommodityId>& commodities_;
    std::vector<Exposure> rows_;
    /// Of the way being added.
    std::size_t commodity_ = 0;
    double delivered_ = 0, price_ = 0;
};

/// The ways of one owner's goods, and who has to do with each.
struct Goods {
    const PartBase* base = nullptr;
    flow::LayerId layer;
    std::vector<std::size_t> paths;
};

std::vector<Goods> goods_of(const std::vector<PartBase>& parts) {
    std::vector<Goods> result;
    for (const PartBase& base : parts) {
        const flow::Market& market = base.part().market;
        std::map<flow::LayerId, std::size_t> place;
        for (std::size_t p = 0; p < base.part().paths.size(); ++p) {
            const auto supply = base.part().paths[p].supply;
            const auto layer = PartBase::root(market, market.supplies[supply].layer);
            const auto [at, added] = place.try_emplace(layer, result.size());
            if (added) result.push_back({&base, layer, {}});
            result[at->second].paths.push_back(p);
        }
    }
    return result;
}

class Ranges {
  public:
    Ranges(const Goods& goods, const Partners& partners)
        : goods_(goods), partners_(partners), part_(goods.base->part()) {}

    std::vector<Through> run() {
        std::vector<const flow::PathFlow*> paths;
        for (const std::size_t p : goods_.paths) paths.push_back(&part_.paths[p]);
        const OwnersGoods owners(part_.market, std::move(paths));
        std::vector<Through> result;
        for (std::size_t j = 0; j < partners_.players(); ++j) {
            if (!passes(j)) continue;
            std::optional<TouchedGoods> touched;
            for (const std::size_t i : traders()) {
                if (i == j) continue;
                if (owners.is_unique()) {
                    result.push_back(by_paths(i, j));
                    continue;
                }
                if (!touched) touched.emplace(owners, links_of(j));
                const auto quantity = touched->range(weights(i, false));
                result.push_back({i, j, quantity, touched->range(weights(i, true))});
            }
        }
        return result;
    }

  private:
    bool passes(std::size_t j) const {
        return std::any_of(goods_.paths.begin(), goods_.paths.end(),
                           [&](std::size_t p) { return goods_.base->paths()[p].needs(j); });
    }

    /// Players who trade these goods with somebody else, in order.
    std::vector<std::size_t> traders() const {
        std::vector<std::size_t> result;
        for (const std::size_t p : goods_.paths) {
            const PathParties& path = goods_.base->paths()[p];
            if (path.supplier == path.buyer) continue;
            if (partners_.is_player(path.supplier)) result.push_back(path.supplier);
            if (partners_.is_player(path.buyer)) result.push_back(path.buyer);
        }
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    static bool counts(std::size_t i, std::size_t supplier, std::size_t buyer) {
        return supplier != buyer && (supplier == i || buyer == i);
    }

    double price(DeliveryId delivery) const {
        return part_.solution.demand_price[part_.market.problem.deliveries[delivery].demand];
    }

    Through by_paths(std::size_t i, std::size_t j) const {
        Through result{i, j, {}, {}};
        for (const std::size_t p : goods_.paths) {
            const PathParties& path = goods_.base->paths()[p];
            if (!path.needs(j) || !counts(i, path.supplier, path.buyer)) continue;
            const flow::PathFlow& flow = part_.paths[p];
            result.quantity.low += flow.delivered;
            result.value.low += flow.delivered * price(flow.delivery);
        }
        result.quantity.high = result.quantity.low;
        result.value.high = result.value.low;
        return result;
    }

    IdVector<flow::DeliveryTag, double> weights(std::size_t i, bool by_value) const {
        IdVector<flow::DeliveryTag, double> result(part_.market.problem.deliveries.size());
        for (const std::size_t p : goods_.paths) {
            const PathParties& path = goods_.base->paths()[p];
            if (!counts(i, path.supplier, path.buyer)) continue;
            const DeliveryId delivery = part_.paths[p].delivery;
            result[delivery] = by_value ? price(delivery) : 1;
        }
        return result;
    }

    IdVector<world::LinkTag, char> links_of(std::size_t j) const {
        IdVector<world::LinkTag, char> result(part_.market.world->links.size());
        for (const auto link : part_.market.world->links.ids()) {
            const auto& needs = partners_.consenting(link);
            result[link] = std::binary_search(needs.begin(), needs.end(), j) ? 1 : 0;
        }
        return result;
    }

    const Goods& goods_;
    const Partners& partners_;
    const Part& part_;
};

} // namespace

std::vector<Exposure> exposures(const std::vector<PartBase>& parts, const Partners& partners,
                                const std::vector<world::CommodityId>& commodities,
                                unsigned threads) {
    Table table(partners, commodities);
    for (const PartBase& base : parts) table.add(base);
    const std::vector<Goods> goods = goods_of(parts);
    std::vector<std::vector<Through>> ranges(goods.size());
    std::atomic<std::size_t> next{0};
    game::share_out(std::max(1U, threads), [&](std::size_t) {
        for (std::size_t i = next++; i < goods.size(); i = next++) {
            ranges[i] = Ranges(goods[i], partners).run();
        }
    });
    for (std::size_t i = 0; i < goods.size(); ++i) {
        const auto commodity = goods[i].base->part().market.layers[goods[i].layer].commodity;
        for (const Through& through : ranges[i]) table.add_range(table.place(commodity), through);
    }
    return table.finished();
}

} // namespace isthmus::dependence
