// SPDX-License-Identifier: Apache-2.0
#include "dependence/largest_clique.hpp"

#include <algorithm>
#include <numeric>

namespace isthmus::dependence {

namespace {

class CliqueSearch {
  public:
    /// Vertices are taken in the order of their degrees, those with most neighbours first.
    explicit CliqueSearch(const std::vector<std::vector<bool>>& joined)
        : joined_(joined), order_(joined.size()) {
        std::iota(order_.begin(), order_.end(), 0);
        std::vector<std::ptrdiff_t> degree;
        for (const std::vector<bool>& row : joined) {
            degree.push_back(std::count(row.begin(), row.end(), true));
        }
        std::stable_sort(order_.begin(), order_.end(),
                         [&](std::size_t a, std::size_t b) { return degree[a] > degree[b]; });
        for (std::size_t i = 0; i < order_.size(); ++i) {
            for (std::size_t j = 0; j < order_.size(); ++j) {
                joined_[i][j] = joined[order_[i]][order_[j]];
            }
        }
    }

    LargestClique run() {
        std::vector<std::size_t> all(joined_.size());
        std::iota(all.begin(), all.end(), 0);
        extend(all);
        LargestClique result;
        for (const std::size_t vertex : best_) result.vertices.push_back(order_[vertex]);
        std::sort(result.vertices.begin(), result.vertices.end());
        result.bound = steps_ <= kMostSteps ? best_.size() : first_bound_;
        return result;
    }

  private:
    struct Coloured {
        std::size_t vertex, colour;
    };

    /// Vertices of one colour are not joined; in the order of colours, from 1.
    std::vector<Coloured> colour(const std::vector<std::size_t>& candidates) const {
        std::vector<std::vector<std::size_t>> classes;
        for (const std::size_t vertex : candidates) {
            const auto fits = [&](const std::vector<std::size_t>& of) {
                return std::none_of(of.begin(), of.end(),
                                    [&](std::size_t other) { return joined_[vertex][other]; });
            };
            const auto place = std::find_if(classes.begin(), classes.end(), fits);
            if (place != classes.end()) {
                place->push_back(vertex);
            } else {
                classes.push_back({vertex});
            }
        }
        std::vector<Coloured> result;
        for (std::size_t c = 0; c < classes.size(); ++c) {
            for (const std::size_t vertex : classes[c]) result.push_back({vertex, c + 1});
        }
        return result;
    }

    void extend(const std::vector<std::size_t>& candidates) {
        const std::vector<Coloured> coloured = colour(candidates);
        if (now_.empty() && !coloured.empty()) first_bound_ = coloured.back().colour;
        for (std::size_t i = coloured.size(); i-- > 0;) {
            if (now_.size() + coloured[i].colour <= best_.size()) return;
            if (++steps_ > kMostSteps) return;
            const std::size_t vertex = coloured[i].vertex;
            now_.push_back(vertex);
            std::vector<std::size_t> left;
            for (std::size_t k = 0; k < i; ++k) {
                if (joined_[vertex][coloured[k].vertex]) left.push_back(coloured[k].vertex);
            }
            std::sort(left.begin(), left.end());
            if (now_.size() > best_.size()) best_ = now_;
            if (!left.empty()) extend(left);
            now_.pop_back();
        }
    }

    std::vector<std::vector<bool>> joined_; ///< in that order
    std::vector<std::size_t> order_;
    std::vector<std::size_t> now_, best_;
    std::size_t steps_ = 0, first_bound_ = 0;
};

} // namespace

LargestClique largest_clique(const std::vector<std::vector<bool>>& joined) {
    return CliqueSearch(joined).run();
}

} // namespace isthmus::dependence
