// SPDX-License-Identifier: Apache-2.0
// Rows written into a world: bytes that stay, faults that leave everything as it was.
#include "evidence/world_tables.hpp"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/file.hpp"
#include "world/test_world.hpp"

namespace isthmus::evidence {
namespace {

using world::SmallWorld;

const NewRow kSource{{"id", "s2"}, {"title", "News, \"daily\""}, {"kind", "press"}};

/// While it lives, no file can grow beyond so many bytes.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

std::string text_of(const SmallWorld& world, const std::string& file) {
    return read_file(world.folder() / file);
}

TEST(WorldTables, KeepTheBytesThatAreThere) {
    SmallWorld world;
    const std::string before = "id,title,publisher,language,published,url,kind\r\n"
                               "s1,\"A yearbook\",Office,en,2021-03,\"https://example.org/a\","
                               "statistics\r\n\r\n"
                               "s0,\"Two\nlines\",,,,,press"; // no line end
    world.set("sources.csv", before).write();
    ASSERT_TRUE(append_rows(world.folder(), {{"sources", {kSource}}}).empty());
    EXPECT_EQ(text_of(world, "sources.csv"),
              "id,title,publisher,language,published,url,kind\r\n"
              "s1,\"A yearbook\",Office,en,2021-03,\"https://example.org/a\",statistics\r\n"
              "s0,\"Two\nlines\",,,,,press\r\n"
              "s2,\"News, \"\"daily\"\"\",,,,,press\r\n");
    EXPECT_TRUE(world::load(world.folder()).ok());
}

TEST(WorldTables, AreMadeWhereTheyAreMissing) {
    SmallWorld world;
    world.remove("documents.csv").write();
    const NewRow row{{"source", "s1"},
                     {"format", "pdf"},
                     {"digest", "d"},
                     {"letters", "5"},
                     {"text_digest", "t"}};
    ASSERT_TRUE(append_rows(world.folder(), {{"documents", {row}}}).empty());
    EXPECT_EQ(text_of(world, "documents.csv"),
              "source,format,digest,letters,text_digest,note\ns1,pdf,d,5,t,\n");
}

TEST(WorldTables, GetAColumnOnlyWhereItIsNeeded) {
    SmallWorld world;
    world.write();
    const std::string before = text_of(world, "claims.csv");
    NewRow claim{{"id", "c2"},     {"subject", "small"},     {"kind", "world"},   {"property", "x"},
                 {"source", "s1"}, {"confidence", "stated"}, {"plausibility", ""}};
    ASSERT_TRUE(append_rows(world.folder(), {{"claims", {claim}}}).empty());
    EXPECT_EQ(text_of(world, "claims.csv"), before + "c2,small,world,x,,,,,,s1,,stated,\n");
    claim["id"] = "c3";
    claim["plausibility"] = "implausible";
    ASSERT_TRUE(append_rows(world.folder(), {{"claims", {claim}}}).empty());
    EXPECT_EQ(text_of(world, "claims.csv"),
              "id,subject,kind,property,value,unit,from,to,object,source,locator,confidence,note,"
              "plausibility\n"
              "c1,small,world,numbers,,,2020,,,s1,page 1,stated,,\n"
              "c2,small,world,x,,,,,,s1,,stated,,\n"
              "c3,small,world,x,,,,,,s1,,stated,,implausible\n");
    EXPECT_EQ(world::load(world.folder()).value().claims.size(), 3U);
}

TEST(WorldTables, RefuseFaultsWithTheirPlaceAndStayAsTheyWere) {
    SmallWorld world;
    world.write();
    const std::string sources = text_of(world, "sources.csv");
    NewRow wrong = kSource;
    wrong["kind"] = "presss";
    wrong["published"] = "2021-13";
    const NewRow document{{"source", "s9"},
                          {"format", "text"},
                          {"digest", "d"},
                          {"letters", "5"},
                          {"text_digest", "t"}};
    const Diagnostics diagnostics =
        append_rows(world.folder(), {{"sources", {wrong}}, {"documents", {document}}});
    ASSERT_EQ(diagnostics.items().size(), 3U);
    EXPECT_EQ(world::lines_of(diagnostics, world)[0].substr(0, 31),
              "E214 | documents.csv:3 | source");
    EXPECT_EQ(diagnostics.items()[1].row, 3U);
    EXPECT_EQ(text_of(world, "sources.csv"), sources);
    EXPECT_EQ(append_rows(world.folder(),
                          {{"sources", {{{"id", "s1"}, {"title", "x"}, {"kind", "press"}}}}})
                  .items()
                  .front()
                  .id,
              "E215");
    EXPECT_EQ(text_of(world, "sources.csv"), sources);
}

TEST(WorldTables, RefuseAWorldThatIsAtFaultAlready) {
    SmallWorld world;
    world.append("links.csv", "pipe,Again,pipeline,field,hub,forward,300,c1,").write();
    EXPECT_TRUE(append_rows(world.folder(), {{"sources", {kSource}}}).has_errors());
}

TEST(WorldTables, ReplaceRowsOfTheSameCells) {
    SmallWorld world;
    world.append("anchors.csv", "c1,9,5,22,33,,44");
    world.append("claims.csv", "c2,small,world,numbers,,,2020,,,s1,page 1,stated,");
    world.append("anchors.csv", "c2,1,5,22,33,,44").write();
    const auto anchor = [](const char* claim, const char* position) {
        return NewRow{{"claim", claim}, {"position", position}, {"length", "2"}, {"passage", "p"}};
    };
    ASSERT_TRUE(append_rows(world.folder(),
                            {{"anchors", {anchor("c1", "7"), anchor("c1", "8")}, {"claim"}}})
                    .empty());
    EXPECT_EQ(text_of(world, "anchors.csv"),
              "claim,position,length,passage,before,after,fingerprint\n"
              "c1,7,2,p,,,\nc1,8,2,p,,,\nc2,1,5,22,33,,44\n");
}

TEST(WorldTables, ArePutBackWhereAnotherCannotBeWritten) {
    SmallWorld world;
    world.write();
    const std::string sources = text_of(world, "sources.csv");
    const std::string documents = text_of(world, "documents.csv");
    NewRow document{{"source", "s2"}, {"format", "text"},   {"digest", "d"},
                    {"letters", "5"}, {"text_digest", "t"}, {"note", std::string(9000, 'n')}};
    {
        const FullDisk disk(4000);
        EXPECT_THROW(
            (void)append_rows(world.folder(), {{"sources", {kSource}}, {"documents", {document}}}),
            Error);
    }
    EXPECT_EQ(text_of(world, "sources.csv"), sources);
    EXPECT_EQ(text_of(world, "documents.csv"), documents);
}

TEST(WorldTables, NothingToWriteIsNothingDone) {
    SmallWorld world;
    world.write();
    EXPECT_TRUE(append_rows(world.folder(), {{"sources", {}}, {"claims", {}}}).empty());
    EXPECT_THROW((void)append_rows(world.folder(), {{"no-such-table", {kSource}}}),
                 std::logic_error);
}

} // namespace
} // namespace isthmus::evidence
