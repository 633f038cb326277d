// SPDX-License-Identifier: Apache-2.0
// For the tests of this module and of its tables: the small world with some history.
#pragma once

#include <string>

#include "chronicle/involvement.hpp"
#include "world/test_world.hpp"

namespace isthmus::chronicle {

/// Alba, Brana and Cyra: Alba is in the Union from 2004 to June 2015, Cyra from 2012 on.
class WorldWithHistory {
  public:
    WorldWithHistory() {
        world_.append("memberships.csv", "cyra,union,member,2012,,c1,")
            .append("sources.csv", "memory,From memory,,,,,recalled")
            .append("claims.csv", "c2,small,world,date,,,2020,,,memory,,stated,\n"
                                  "c3,small,world,guess,,,2020,,,s1,,estimate,reasons")
            .set("events.csv",
                 "id,date,source_actor,target_actor,code,goldstein,summary,opens,closes,claims,"
                 "note\n"
                 "talks,2008,alba,cyra,040,1,Talks,,,c1,\n"
                 "treaty,2008-05-03,cyra,alba,057,8,A treaty,pact,,c1;c2,\n"
                 "double,2009-01-05,alba;brana,brana;cyra,036,4,An offer of both to both,,,c1,\n"
                 "oil,2010-02-03,alba-oil,cyra,163,-8,The company stops,,way,c3,By accident\n"
                 "bloc,2013-03-04,brana,union,112,-2,Brana accuses the Union,,,c1,\n"
                 "plain,2014-04-05,alba,cyra,010,,A statement,,,c1,\n"
                 "other,2014-04-06,brana,alba,010,0,Another,,,c1,\n")
            .set("agreements.csv",
                 "id,name,kind,parties,signed,from,to,opens,closes,claims,note\n"
                 "pact,Pact,transit,alba;cyra,2008-05-03,2010,2024-06-12,way,,c1,\n"
                 "union-pact,Union pact,trade,union;brana,2009,2009,,,,c1,\n"
                 "paper,Paper,other,alba;cyra;brana,2011-11-11,,,,,c2,Never ratified\n")
            .replace("restrictions.csv", "shut,Shut,closure,brana,,,rail,2022,2022-03,,,c1,",
                     "shut,Shut,closure,brana,,,rail,2024-06-20,2024-08,,,c1,\n"
                     "ban,Ban,transit_ban,cyra,alba,,rail,2024-01-01,,,,c2,\n"
                     "paper-ban,Paper ban,record,cyra,brana,,,2012,2013-03,,,c1,Nobody minds");
    }
    world::SmallWorld& files() { return world_; }
    world::World load() const {
        Result<world::World> world = world_.load();
        if (!world) throw std::runtime_error(world.diagnostics().items()[0].to_string());
        return std::move(world).value();
    }

  private:
    world::SmallWorld world_;
};

inline world::Party actor(const world::World& world, const std::string& id) {
    return {world.find<world::ActorTag>("actors", id), {}};
}
inline world::Party bloc(const world::World& world, const std::string& id) {
    return {{}, world.find<world::BlocTag>("blocs", id)};
}
inline Sides sides(const world::World& world, const std::vector<std::string>& ids) {
    Sides result;
    for (const std::string& id : ids) {
        const world::Party named = actor(world, id);
        result.push_back(named.actor.valid() ? named : bloc(world, id));
    }
    return result;
}

} // namespace isthmus::chronicle
