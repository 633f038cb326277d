// SPDX-License-Identifier: Apache-2.0
// A world with a project in service for the whole of one year, or without it in that year: the two
// sides of what the project is worth.
//
// Which rows belong to a project:
// - its own links (projects.links), and each link that it enlarges whose service begins with it and
//   that no project lists (the stretch built along with a line);
// - project_capacities of other links: what it adds to the capacity of a link and commodity, and to
//   a capacity group that binds that link alone, such as its track (there the largest of its
//   commodities, which share it). Groups of several links, such as a port, stay as they are.
//
// In service: an own link is open on all days of the year, whatever link_status and closures say.
// What is dated (capacities, costs, fees, consents, ownership, capacities of groups that bind own
// links alone) is as on the day itself or, before the project's start, as on its start (where no
// date is given, as on the first day of the base year). Where no row of capacities or costs covers
// that day, the nearest one in time counts; an own link without any capacity of a commodity takes
// the one of project_capacities.
// Absent: an own link is closed on all days of the year. The other rows of own links are dated as
// above all the same, so that those who would have to agree are known with the project and without.
//
// Whether a day's capacity of another link includes the enlargement already is nowhere written
// down. It is taken to be included from the project's start on where the project is built, or where
// the link's rows of capacity rise on that day (a plan that the rows of the future follow). In
// service, days without it get it added; absent, days with it get it taken off, not below zero.
#pragma once

#include <vector>

#include "world/world.hpp"

namespace isthmus::world {

/// Links that are in service with the project and not without it, in the order of the world.
std::vector<LinkId> own_links(const World& world, ProjectId project);

/// Own links and those that the project enlarges, in the order of the world.
std::vector<LinkId> project_links(const World& world, ProjectId project);

/// Commodities that the project can carry more of, in the order of the world: of the capacities of
/// its own links and of what it enlarges. Empty where the world knows neither.
std::vector<CommodityId> project_commodities(const World& world, ProjectId project);

/// The world for questions about `year`; other years are left as they are, but for closures, from
/// which own links are taken whole. Tables and files stay as they are.
World with_project(const World& world, ProjectId project, int year, bool in_service);

} // namespace isthmus::world
