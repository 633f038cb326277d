// SPDX-License-Identifier: Apache-2.0
// For the tests of this module: a small good world in a temporary folder, whose files a test then
// spoils.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "world/world.hpp"

namespace isthmus::world {

/// Crude, gas and containers between Alba (field), Brana (hub) and Cyra (market). Line 1 of each
/// table is its header.
inline const std::map<std::string, std::string>& good_files() {
    static const std::map<std::string, std::string> kFiles{
        {"world.toml", "id = \"small\"\ntitle = \"A small world\"\nlicence = \"CC-BY-4.0\"\n"
                       "first_year = 2000\nlast_year = 2030\nbase_year = 2020\n"},
        {"actors.csv", "id,name,kind,home,iso3166,gw,cow,note\n"
                       "alba,Alba,state,,ALB,339,339,\n"
                       "brana,\"Brana, \"\"the hub\"\" & co\",state,,,,,\n"
                       "cyra,سیرا,state,,,,,\n"
                       "alba-oil,Alba Oil,company,alba,,,,\n"},
        {"blocs.csv", "id,name,kind,note\nunion,The Union,economic,\n"},
        {"memberships.csv", "actor,bloc,role,from,to,claims,note\n"
                            "alba,union,member,2004,2015-06,c1,\n"
                            "brana,union,observer,2004,,c1,\n"},
        {"territories.csv", "id,name,note\nalba,Alba,\nbrana,Brana,\ncyra,Cyra,\n"},
        {"control.csv", "territory,actor,capacity,from,to,claims,note\n"
                        "alba,alba,de_facto,,,c1,\n"
                        "brana,brana,de_facto,,,c1,\n"
                        "cyra,cyra,de_facto,,2009,c1,\n"
                        "cyra,brana,de_facto,2010,,c1,\n"
                        "cyra,cyra,claim,2010,,c1,\n"},
        {"nodes.csv", "id,name,kind,territory,latitude,longitude,claims,note\n"
                      "field,Field,field,alba,40,50,c1,\n"
                      "hub,Hub,hub,brana,41,47,c1,\n"
                      "market,Market,market,cyra,42,42,c1,\n"},
        {"commodities.csv", "id,name,kind,unit,price_unit,barrels_per_tonne,gross_calorific_value,"
                            "net_calorific_value,tonnes_per_teu,value_of_time,claims,note\n"
                            "crude,Crude,fuel,Mt/a,USD/bbl,7.3,,,,,c1,\n"
                            "gas,Gas,fuel,bcm/a,USD/1000m3,,40,36,,,c1,\n"
                            "boxes,Containers,freight,kTEU/a,USD/TEU,,,,12,30,c1,\n"},
        {"grades.csv", "id,name,commodity,barrels_per_tonne,gross_calorific_value,"
                       "net_calorific_value,claims,note\n"
                       "light,Light,crude,8,,,c1,\n"
                       "cold-gas,Gas at 0 degrees,gas,,42,,c1,\n"},
        {"links.csv", "id,name,mode,from_node,to_node,direction,length,claims,note\n"
                      "pipe,Pipe,pipeline,field,hub,forward,300,c1,\n"
                      "rail,Rail,rail,hub,market,both,500,c1,\n"},
        {"link_status.csv", "link,status,from,to,by,claims,note\n"
                            "pipe,open,,,,c1,\n"
                            "rail,open,,2014,,c1,\n"
                            "rail,closed,2015,2016,brana,c1,\n"
                            "rail,restricted,2017,,,c1,By day only\n"},
        {"consents.csv", "link,actor,capacity,from,to,claims,note\n"
                         "pipe,alba,territory,,,c1,\n"
                         "pipe,alba-oil,operator,,,c1,\n"
                         "rail,brana,territory,,,c1,\n"},
        {"capacities.csv", "link,commodity,direction,from,to,capacity,unit,grade,claims,note\n"
                           "pipe,crude,forward,,,100,kb/d,light,c1,\n"
                           "pipe,gas,forward,,,8,bcm/a,,c1,\n"
                           "rail,boxes,both,,,200,kTEU/a,,c1,\n"
                           "rail,crude,forward,,,5,Mt/a,,c1,\n"},
        {"capacity_groups.csv", "id,name,note\ntrack,Track,\n"},
        {"group_members.csv", "group,link,commodity,use,note\n"
                              "track,rail,boxes,,\n"
                              "track,rail,crude,2,\n"},
        {"group_capacities.csv", "group,from,to,capacity,unit,claims,note\n"
                                 "track,,2015,6000,kt/a,c1,\n"
                                 "track,2016,,8,Mt/a,c1,\n"},
        {"costs.csv", "link,commodity,direction,from,to,cost,tariff,unit,days,loss,claims,note\n"
                      "pipe,crude,both,,,2,3,USD/bbl,4,0.01,c1,\n"
                      "pipe,gas,forward,,,10,,USD/1000m3,,,c1,\n"},
        {"mode_costs.csv",
         "mode,commodity,from,to,fixed,per_km,unit,days_fixed,km_per_day,claims,note\n"
         "rail,boxes,,,100,0.5,USD/TEU,2,400,c1,\n"
         "rail,crude,,,4,0.02,USD/t,,,c1,\n"},
        {"fees.csv", "link,commodity,actor,from,to,fee,unit,claims,note\n"
                     "pipe,crude,brana,,,0.5,USD/bbl,c1,\n"},
        {"ownership.csv", "link,actor,share,from,to,claims,note\n"
                          "pipe,alba-oil,0.6,,,c1,\n"
                          "pipe,brana,0.4,,2009,c1,\n"
                          "pipe,cyra,0.4,2010,,c1,\n"},
        {"supply.csv", "node,commodity,actor,year,quantity,capacity,unit,grade,price,floor_price,"
                       "price_unit,elasticity,claims,note\n"
                       "field,crude,alba,2020,80,100,kb/d,light,50,20,USD/bbl,0.5,c1,\n"
                       "field,gas,alba,2020,42,84,bcm/a,cold-gas,100,,USD/1000m3,1,c1,\n"},
        {"demand.csv", "node,commodity,actor,year,quantity,unit,price,choke_price,price_unit,"
                       "elasticity,claims,note\n"
                       "market,crude,cyra,2020,3,Mt/a,60,90,USD/bbl,-0.2,c1,\n"
                       "market,gas,cyra,2020,40,TWh_gross/a,25,,USD/MWh_gross,-0.3,c1,\n"},
        {"freight_demand.csv",
         "origin,destination,commodity,shipper,actor,year,quantity,unit,price,choke_price,"
         "price_unit,elasticity,claims,note\n"
         "hub,market,boxes,brana,cyra,2020,24,kt/a,1200,2400,USD/TEU,-1,c1,\n"},
        {"contracts.csv", "id,name,seller,buyer,commodity,node,from,to,minimum,maximum,unit,claims,"
                          "note\n"
                          "deal,Deal,alba,cyra,gas,,2005,2025,2000,3000,mcm/a,c1,\n"},
        {"restrictions.csv", "id,name,kind,imposed_by,target,commodity,links,from,to,value,unit,"
                             "claims,note\n"
                             "cap,Cap,price_cap,union,alba;alba-oil,crude,,2022,,60,USD/bbl,c1,\n"
                             "quota,Quota,quota,cyra,alba,gas,,2022,,500,mcm/a,c1,\n"
                             "shut,Shut,closure,brana,,,rail,2022,2022-03,,,c1,\n"},
        {"projects.csv", "id,name,status,start,cost,unit,links,claims,note\n"
                         "wider,Wider pipe,planned,2028-06,2.5,BUSD,,c1,\n"},
        {"project_capacities.csv", "project,link,commodity,capacity,unit,claims,note\n"
                                   "wider,pipe,gas,4000,mcm/a,c1,\n"},
        {"project_sponsors.csv", "project,actor,share,claims,note\n"
                                 "wider,alba-oil,0.7,c1,\nwider,brana,,c1,\n"},
        {"withdrawals.csv", "id,name,by,towards,commodity,from,to,claims,note\n"
                            "leave,Leave,brana,cyra;union,gas,2010,2012,c1,\n"},
        {"corridors.csv", "id,name,links,claims,note\nway,Way,pipe;rail,c1,\n"},
        {"corrections.csv", "link,commodity,direction,supplier,from,to,flow,unit,correction,slope,"
                            "price_unit,claims,note\n"
                            "pipe,gas,forward,alba,2020,2020,5000,mcm/a,-3,1.5,USD/1000m3,c1,\n"},
        {"storage.csv", "node,commodity,actor,from,to,volume,unit,claims,note\n"
                        "market,gas,cyra,,,700,mcm,c1,\n"},
        {"observations.csv",
         "id,link,commodity,direction,supplier,year,value,unit,grade,claims,note\n"
         "o1,pipe,gas,,alba,2019,7,bcm/a,,c1,\n"},
        {"agreements.csv",
         "id,name,kind,parties,signed,from,to,opens,closes,claims,note\n"
         "pact,Pact,transit,alba;union,2009-05-01,2010,2020-06,pipe;union,,c1,\n"},
        {"events.csv", "id,date,source_actor,target_actor,code,goldstein,summary,opens,closes,"
                       "claims,note\n"
                       "quarrel,2011-02,alba,cyra;union,0211,-0.1,A demand,,pact,c1,\n"},
        {"aliases.csv", "things,language,name,kind,note\n"
                        "alba,fa,البا,,\nalba;pipe,ru,Альб,stem,\n"},
        {"documents.csv", "source,format,digest,letters,text_digest,note\n"
                          "s1,text,00,12,11,\n"},
        {"anchors.csv", "claim,position,length,passage,before,after,fingerprint\n"
                        "c1,3,5,22,33,,44\n"},
        {"claims.csv", "id,subject,kind,property,value,unit,from,to,object,source,locator,"
                       "confidence,note\n"
                       "c1,small,world,numbers,,,2020,,,s1,page 1,stated,\n"},
        {"sources.csv", "id,title,publisher,language,published,url,kind\n"
                        "s1,A yearbook,Office,en,2021-03,https://example.org/a,statistics\n"}};
    return kFiles;
}

class SmallWorld {
  public:
    SmallWorld() : files_(good_files()) {
        std::string pattern = (std::filesystem::temp_directory_path() / "isthmus-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = pattern;
    }
    ~SmallWorld() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    SmallWorld(const SmallWorld&) = delete;
    SmallWorld& operator=(const SmallWorld&) = delete;

    /// Replaces the only occurrence of a text in a file.
    SmallWorld& replace(const std::string& file, const std::string& old, const std::string& text) {
        std::string& content = files_.at(file);
        const std::size_t place = content.find(old);
        if (place == std::string::npos || content.find(old, place + 1) != std::string::npos) {
            throw std::runtime_error(file + " does not hold once: " + old);
        }
        content.replace(place, old.size(), text);
        return *this;
    }
    SmallWorld& append(const std::string& file, const std::string& text) {
        files_[file] += text + "\n";
        return *this;
    }
    SmallWorld& set(const std::string& file, const std::string& text) {
        files_[file] = text;
        return *this;
    }
    SmallWorld& remove(const std::string& file) {
        files_.erase(file);
        return *this;
    }
    /// Writes a scenario and returns its path.
    std::filesystem::path scenario(const std::string& name, const std::string& text) {
        files_["scenarios/" + name + ".toml"] = text;
        return folder_ / "scenarios" / (name + ".toml");
    }

    const std::filesystem::path& folder() const { return folder_; }
    std::string path(const std::string& file) const { return (folder_ / file).generic_string(); }

    void write() const {
        for (const auto& [name, content] : files_) write_file(folder_ / name, content);
    }
    Result<World> load(const std::filesystem::path& scenario = {}) const {
        write();
        return isthmus::world::load(folder_, scenario);
    }
    /// Errors and warnings.
    Diagnostics diagnose(const std::filesystem::path& scenario = {}) const {
        const Result<World> world = load(scenario);
        return world ? world.value().warnings : world.diagnostics();
    }

  private:
    std::filesystem::path folder_;
    std::map<std::string, std::string> files_;
};

/// A diagnostic as one line, without the folder of the world.
inline std::string line_of(const Diagnostic& diagnostic, const SmallWorld& world) {
    std::string file = diagnostic.file;
    const std::string folder = world.folder().generic_string() + "/";
    if (file.starts_with(folder)) file.erase(0, folder.size());
    std::string hint = diagnostic.hint;
    if (const std::size_t place = hint.find(folder); place != std::string::npos) {
        hint.erase(place, folder.size());
    }
    return diagnostic.id + " | " + file + ":" + std::to_string(diagnostic.row) + " | " +
           diagnostic.column + " | " + diagnostic.found + " | " + diagnostic.expected + " | " +
           hint;
}

inline std::vector<std::string> lines_of(const Diagnostics& diagnostics, const SmallWorld& world) {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        lines.push_back(line_of(diagnostic, world));
    }
    return lines;
}

using Lines = std::vector<std::string>;

inline Lines findings(const SmallWorld& world, const std::filesystem::path& scenario = {}) {
    return lines_of(world.diagnose(scenario), world);
}

} // namespace isthmus::world
