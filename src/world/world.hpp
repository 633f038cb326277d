// SPDX-License-Identifier: Apache-2.0
// A world in memory: immutable after build(), indexed, in canonical units (base/units.hpp), every
// row with its claims.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostics.hpp"
#include "base/id.hpp"
#include "base/units.hpp"
#include "world/choices.hpp"
#include "world/table.hpp"

namespace isthmus::world {

using ActorId = Id<struct ActorTag>;
using BlocId = Id<struct BlocTag>;
using TerritoryId = Id<struct TerritoryTag>;
using NodeId = Id<struct NodeTag>;
using CommodityId = Id<struct CommodityTag>;
using GradeId = Id<struct GradeTag>;
using LinkId = Id<struct LinkTag>;
using GroupId = Id<struct GroupTag>;
using ContractId = Id<struct ContractTag>;
using RestrictionId = Id<struct RestrictionTag>;
using ProjectId = Id<struct ProjectTag>;
using CorridorId = Id<struct CorridorTag>;
using AgreementId = Id<struct AgreementTag>;
using EventId = Id<struct EventTag>;
using ClaimId = Id<struct ClaimTag>;
using SourceId = Id<struct SourceTag>;

/// What every typed row keeps of its origin: the row in Tables and the claims it cites.
struct Provenance {
    std::size_t row = 0; ///< index in Table::rows of the row's table
    std::vector<ClaimId> claims;
    std::string note;
};

struct Actor {
    std::string id, name;
    ActorKind kind = ActorKind::kState;
    ActorId home; ///< a company's home state; invalid otherwise
    std::string iso3166;
    std::optional<int> gw, cow;
};
struct Bloc {
    std::string id, name;
    BlocKind kind = BlocKind::kPolitical;
};
struct Membership {
    ActorId actor;
    BlocId bloc;
    MembershipRole role = MembershipRole::kMember;
    Period period;
    Provenance provenance;
};
struct Territory {
    std::string id, name;
};
struct Control {
    TerritoryId territory;
    ActorId actor;
    ControlCapacity capacity = ControlCapacity::kDeFacto;
    Period period;
    Provenance provenance;
};
struct Node {
    std::string id, name;
    NodeKind kind = NodeKind::kHub;
    TerritoryId territory;
    double latitude = 0, longitude = 0;
    Provenance provenance;
};
struct Commodity {
    std::string id, name;
    CommodityKind kind = CommodityKind::kFuel;
    Unit unit;       ///< of flow in results; canonical = shown * unit.factor
    Unit price_unit; ///< of price in results; its factor is to MUSD per canonical quantity of
                     ///< `unit`, through the quality where prices are for another dimension
                     ///< (USD/bbl beside Mt/a)
    Quality quality;
    double value_of_time = 0; ///< MUSD per canonical quantity and day
    Provenance provenance;

    double shown_quantity(double canonical) const { return canonical / unit.factor; }
    double shown_price(double canonical) const { return canonical / price_unit.factor; }
};
struct Grade {
    std::string id, name;
    CommodityId commodity;
    Quality quality;
};
struct Link {
    std::string id, name;
    Mode mode = Mode::kPipeline;
    NodeId from, to;
    LinkDirection direction = LinkDirection::kForward;
    double length_km = 0;
    Provenance provenance;
};
struct LinkStatus {
    LinkId link;
    Status status = Status::kOpen;
    ActorId by; ///< invalid where nobody is named
    Period period;
    Provenance provenance;
};
struct Consent {
    LinkId link;
    ActorId actor;
    ConsentCapacity capacity = ConsentCapacity::kTerritory;
    Period period;
    Provenance provenance;
};
struct Capacity {
    LinkId link;
    CommodityId commodity;
    FlowDirection direction = FlowDirection::kBoth;
    Period period;
    double capacity = 0; ///< canonical quantity a year that enters the link
    Provenance provenance;
};
struct CapacityGroup {
    std::string id, name;
    std::string dimension; ///< dimension of the group's capacities, e.g. "mass_flow"
};
struct GroupMember {
    GroupId group;
    LinkId link;
    CommodityId commodity;
    double use =
        1; ///< canonical group quantity per canonical commodity quantity, conversion included
};
struct GroupCapacity {
    GroupId group;
    Period period;
    double capacity = 0;
    Provenance provenance;
};
struct Cost {
    LinkId link;
    CommodityId commodity;
    FlowDirection direction = FlowDirection::kBoth;
    Period period;
    double cost = 0;   ///< MUSD per canonical quantity
    double tariff = 0; ///< the cost where the table has none
    double days = 0;
    double loss = 0; ///< share in [0, 1)
    Provenance provenance;
};
struct ModeCost {
    Mode mode = Mode::kPipeline;
    CommodityId commodity;
    Period period;
    double fixed = 0;  ///< MUSD per canonical quantity
    double per_km = 0; ///< the same a kilometre
    double days_fixed = 0;
    double km_per_day = 0; ///< 0: time does not count
    Provenance provenance;
};
struct Fee {
    LinkId link;
    CommodityId commodity;
    ActorId actor;
    Period period;
    double fee = 0; ///< MUSD per canonical quantity
    Provenance provenance;
};
struct Ownership {
    LinkId link;
    ActorId actor;
    double share = 0;
    Period period;
    Provenance provenance;
};
struct Supply {
    NodeId node;
    CommodityId commodity;
    ActorId actor;
    int year = 0;
    double quantity = 0, capacity = 0; ///< canonical a year
    double price = 0, floor_price = 0; ///< MUSD per canonical quantity
    double elasticity = 0;
    Provenance provenance;
};
struct Demand {
    NodeId node;
    CommodityId commodity;
    ActorId actor;
    int year = 0;
    double quantity = 0;
    double price = 0;
    std::optional<double> choke_price;
    double elasticity = 0; ///< below zero
    Provenance provenance;
};
struct FreightDemand {
    NodeId origin, destination;
    CommodityId commodity;
    ActorId shipper, actor;
    int year = 0;
    double quantity = 0;
    double price = 0;
    std::optional<double> choke_price;
    double elasticity = 0;
    Provenance provenance;
};
struct Contract {
    std::string id, name;
    ActorId seller, buyer;
    CommodityId commodity;
    NodeId node; ///< invalid: any node where the buyer consumes
    Period period;
    double minimum = 0;
    std::optional<double> maximum;
    Provenance provenance;
};
/// An actor or a bloc in a list of parties.
struct Party {
    ActorId actor;
    BlocId bloc;
};
struct Restriction {
    std::string id, name;
    RestrictionKind kind = RestrictionKind::kRecord;
    std::vector<Party> imposed_by, target;
    CommodityId commodity; ///< invalid: all
    std::vector<LinkId> links;
    Period period;
    std::optional<double>
        value; ///< canonical, by the kind: quantity (quota) or price (surcharge, cap)
    Provenance provenance;
};
/// Who deals no longer with whom (flow/withdrawal.hpp says what that shuts).
struct Withdrawal {
    std::string id, name;
    std::vector<Party> by, towards; ///< towards nobody named: towards everybody else
    CommodityId commodity;          ///< invalid: all
    Period period;
    Provenance provenance;
};
struct Project {
    std::string id, name;
    ProjectStatus status = ProjectStatus::kProposed;
    std::optional<Date> start;
    std::optional<double> cost; ///< MUSD
    std::vector<LinkId> links;
    Provenance provenance;
};
struct ProjectCapacity {
    ProjectId project;
    LinkId link;
    CommodityId commodity;
    double capacity = 0;
    Provenance provenance;
};
struct ProjectSponsor {
    ProjectId project;
    ActorId actor;
    std::optional<double> share;
    Provenance provenance;
};
struct Corridor {
    std::string id, name;
    std::vector<LinkId> links;
    Provenance provenance;
};
struct Storage {
    NodeId node;
    CommodityId commodity;
    ActorId actor;
    Period period;
    double volume = 0; ///< canonical stock
    Provenance provenance;
};
struct Observation {
    std::string id;
    LinkId link;
    CommodityId commodity;
    FlowDirection direction = FlowDirection::kBoth;
    ActorId supplier; ///< invalid: all
    int year = 0;
    double value = 0;
    Provenance provenance;
};
/// One more unit of a flow f costs `correction + slope * (f / flow - 1)` on top of what the link's
/// rows say; where `flow` is 0, `correction` alone.
struct Correction {
    LinkId link;
    CommodityId commodity;
    FlowDirection direction = FlowDirection::kBoth;
    ActorId supplier; ///< invalid: all
    Period period;
    double flow = 0;       ///< canonical
    double correction = 0; ///< MUSD per canonical quantity
    double slope = 0;      ///< likewise
    Provenance provenance;
};
/// A row of a table that has ids, such as links/btc.
struct RowName {
    std::string table, id;
    bool operator==(const RowName&) const = default;
};
struct Agreement {
    std::string id, name;
    AgreementKind kind = AgreementKind::kOther;
    std::vector<Party> parties;
    std::optional<Date> signed_on;
    std::optional<Date> from; ///< nothing while it is not in force
    std::optional<Date> to;
    std::vector<RowName> opens, closes;
    Provenance provenance;

    bool in_force(Day day) const;
};
/// One act of one or several actors towards one or several others.
struct Event {
    std::string id;
    Date date;
    std::vector<Party> source, target;
    std::string code; ///< CAMEO, as text
    std::optional<double> goldstein;
    std::string summary;
    std::vector<RowName> opens, closes;
    Provenance provenance;
};
/// Another name of things: rows of any table that has ids and bears the name.
struct Alias {
    std::vector<std::string> things;
    std::string language, name;
    AliasKind kind = AliasKind::kName;
};
struct Claim {
    std::string id, subject, kind, property, value, unit, from, to, object;
    SourceId source;
    std::string locator;
    Confidence confidence = Confidence::kStated;
    ClaimPlausibility plausibility = ClaimPlausibility::kPlausible;
    std::string note;
};
/// What a copy of a source must be to be the same document. Digests are SHA-256 in hexadecimal
/// digits.
struct Document {
    SourceId source;
    DocumentFormat format = DocumentFormat::kText;
    std::string digest; ///< of the file's bytes
    int letters = 0;    ///< letters and digits of the normalised text (evidence/letters.hpp)
    std::string text_digest;
    std::string note;
};
/// Where a claim stands in its document, without the text.
struct Anchor {
    ClaimId claim;
    int position = 0, length = 0;       ///< in letters and digits of the normalised text
    std::string passage, before, after; ///< digests
    std::string fingerprint;            ///< as evidence/anchor.hpp writes it
};
struct Source {
    std::string id, title, publisher, language, published, url;
    SourceKind kind = SourceKind::kPress;
};

struct World {
    Tables tables;        ///< as read, after the scenario; what `explain` and exports show
    std::string scenario; ///< id of the scenario it was made with; empty for the world as it is
    Diagnostics warnings;

    IdVector<ActorTag, Actor> actors;
    IdVector<BlocTag, Bloc> blocs;
    std::vector<Membership> memberships;
    IdVector<TerritoryTag, Territory> territories;
    std::vector<Control> control;
    IdVector<NodeTag, Node> nodes;
    IdVector<CommodityTag, Commodity> commodities;
    IdVector<GradeTag, Grade> grades;
    IdVector<LinkTag, Link> links;
    std::vector<LinkStatus> link_status;
    std::vector<Consent> consents;
    std::vector<Capacity> capacities;
    IdVector<GroupTag, CapacityGroup> capacity_groups;
    std::vector<GroupMember> group_members;
    std::vector<GroupCapacity> group_capacities;
    std::vector<Cost> costs;
    std::vector<ModeCost> mode_costs;
    std::vector<Fee> fees;
    std::vector<Ownership> ownership;
    std::vector<Supply> supply;
    std::vector<Demand> demand;
    std::vector<FreightDemand> freight_demand;
    IdVector<ContractTag, Contract> contracts;
    IdVector<RestrictionTag, Restriction> restrictions;
    std::vector<Withdrawal> withdrawals;
    IdVector<ProjectTag, Project> projects;
    std::vector<ProjectCapacity> project_capacities;
    std::vector<ProjectSponsor> project_sponsors;
    IdVector<CorridorTag, Corridor> corridors;
    std::vector<Storage> storage;
    std::vector<Observation> observations;
    std::vector<Correction> corrections;
    IdVector<AgreementTag, Agreement> agreements;
    IdVector<EventTag, Event> events;
    std::vector<Alias> aliases;
    std::vector<Document> documents;
    std::vector<Anchor> anchors;
    IdVector<ClaimTag, Claim> claims;
    IdVector<SourceTag, Source> sources;

    /// Row ids by table name and id text, for look-ups; prefer find<>.
    std::unordered_map<std::string, std::unordered_map<std::string, std::size_t>> index;

    const Manifest& manifest() const { return tables.manifest; }
    /// The id of a row by its text, e.g. find<ActorTag>("actors", "georgia"); invalid where there
    /// is none.
    template <typename Tag> Id<Tag> find(std::string_view table, std::string_view id) const {
        const auto rows = index.find(std::string(table));
        if (rows == index.end()) return {};
        const auto row = rows->second.find(std::string(id));
        return row == rows->second.end() ? Id<Tag>() : Id<Tag>(row->second);
    }

    /// Whether the actor is one of the parties on that day: named itself, as a company of a named
    /// state, or as a member (role member) of a named bloc.
    bool covers(const std::vector<Party>& parties, ActorId actor, Day day) const;
    /// The state for which an actor counts: a company's home where it has one, else itself.
    ActorId state_of(ActorId actor) const;
    /// Who controls a territory de facto on a day; invalid where nobody does.
    ActorId controller(TerritoryId territory, Day day) const;
};

/// Types, checks and indexes the tables: all errors at once, in the order of files and rows.
Result<World> build(Tables tables);

/// read_tables, then the scenario file if one is given, then build.
Result<World> load(const std::filesystem::path& folder, const std::filesystem::path& scenario = {});

} // namespace isthmus::world
