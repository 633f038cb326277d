// SPDX-License-Identifier: Apache-2.0
// What of a part's market is of use with outages: arcs on some way from an open supply to an open
// delivery, and the supplies and deliveries at their ends. Outages that leave the same of use leave
// the same problem (a field and its only pipeline), so that one solution answers for both.
#pragma once

#include <vector>

#include "dependence/outage.hpp"

namespace isthmus::dependence {

class OutageReach {
  public:
    explicit OutageReach(const Part& part);

    /// By arc, then by supply, then by delivery.
    std::vector<bool> useful(const OutageSet& outages) const;

  private:
    /// Marks what can be reached over arcs that are not shut, along them or against them.
    void spread(std::vector<flow::VertexId> from, bool along, const std::vector<bool>& shut,
                std::vector<bool>& seen) const;
    bool at_shut_node(flow::VertexId vertex, const OutageSet& outages) const;

    const flow::Market& market_;
    IdVector<flow::VertexTag, std::vector<flow::ArcId>> out_, in_;
};

} // namespace isthmus::dependence
