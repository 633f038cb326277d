// SPDX-License-Identifier: Apache-2.0
// Documents made known to a world, their copies found again, and anchors made and checked.
#include "evidence/registration.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "evidence/anchor_check.hpp"
#include "evidence/copies.hpp"
#include "world/test_world.hpp"

namespace isthmus::evidence {
namespace {

namespace fs = std::filesystem;
using world::SmallWorld;

const std::string kText =
    "Of a harbour\n\nThe harbour of the lake has four cranes, and the ships that come there in the "
    "spring bring salt, tea and timber for the towns behind the hills.\n\nIn 2020 some 250 ships "
    "came, which is more than in any year before. The owners hope that there will be more when the "
    "second mole is ready and the channel has been dredged.\n";

class RegistrationTest : public testing::Test {
  protected:
    RegistrationTest() {
        world_.write();
        fs::create_directory(copies());
        write_file(file(), kText);
    }
    fs::path copies() const { return world_.folder() / ".held"; }
    fs::path file() const { return copies() / "harbour.txt"; }

    Result<Registration> add(const fs::path& path, const DocumentDetails& details,
                             bool replace = false) {
        const Result<DocumentText> content = read_document(path);
        return register_document(world_.folder(), loaded(), content.value(), path, details,
                                 replace);
    }
    world::World loaded() const { return world::load(world_.folder()).value(); }
    static std::string id_of(const Result<Registration>& result) {
        return result ? "" : result.diagnostics().items().front().id;
    }
    std::vector<OpenDocument> open() const {
        const auto list = read_copies(world_.folder());
        return open_documents(loaded(), list.value()).value();
    }

    SmallWorld world_;
    const DocumentDetails details_{"harbour", "", "Port office", "2021", "official", "", ""};
};

TEST_F(RegistrationTest, ANewSourceGetsRowsAndACopy) {
    const Result<Registration> result = add(file(), details_);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result.value().what, Registering::kNewSource);
    const world::World world = loaded();
    const world::SourceId source = world.find<world::SourceTag>("sources", "harbour");
    ASSERT_TRUE(source.valid());
    EXPECT_EQ(world.sources[source].title, "Of a harbour");
    EXPECT_EQ(world.sources[source].language, "en");
    EXPECT_EQ(world.documents.back().source, source);
    EXPECT_EQ(world.documents.back().digest, sha256(kText));
    const auto list = read_copies(world_.folder());
    ASSERT_EQ(list.value().size(), 1U);
    EXPECT_EQ(list.value()[0].source, "harbour");
    EXPECT_EQ(list.value()[0].path, fs::canonical(file()));
}

TEST_F(RegistrationTest, TheTextStaysWhereItIs) {
    ASSERT_TRUE(add(file(), details_).ok());
    for (const fs::directory_entry& entry : fs::directory_iterator(world_.folder())) {
        if (!entry.is_regular_file()) continue;
        EXPECT_EQ(read_file(entry.path()).find("cranes"), std::string::npos) << entry.path();
    }
}

TEST_F(RegistrationTest, AKnownDocumentIsACopyOnly) {
    ASSERT_TRUE(add(file(), details_).ok());
    const std::string documents = read_file(world_.folder() / "documents.csv");
    const fs::path other = copies() / "other.txt";
    write_file(other, kText);
    const Result<Registration> again = add(other, {});
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().what, Registering::kCopyOnly);
    EXPECT_EQ(again.value().source, "harbour");
    write_file(other, "\xEF\xBB\xBF  " + kText);
    EXPECT_EQ(add(other, {}).value().what, Registering::kSameText);
    EXPECT_EQ(read_file(world_.folder() / "documents.csv"), documents);
    EXPECT_EQ(read_copies(world_.folder()).value()[0].path, fs::canonical(other));
}

TEST_F(RegistrationTest, AnotherDocumentOfTheSourceIsRefusedUnlessItReplaces) {
    ASSERT_TRUE(add(file(), details_).ok());
    write_file(file(), kText + "\nAn afterword.\n");
    EXPECT_EQ(id_of(add(file(), details_)), "E916");
    const Result<Registration> replaced = add(file(), details_, true);
    ASSERT_TRUE(replaced.ok());
    EXPECT_EQ(replaced.value().what, Registering::kReplaced);
    EXPECT_EQ(loaded().documents.size(), 2U);
    EXPECT_EQ(loaded().documents.back().digest, sha256(read_file(file())));
}

TEST_F(RegistrationTest, AnExistingSourceIsFilledAndNotOverwritten) {
    world_.set("documents.csv", "source,format,digest,letters,text_digest,note\n");
    world_.append("sources.csv", "s2,Ships,,,2020,,press").write();
    DocumentDetails details;
    details.id = "s2";
    details.publisher = "Office";
    details.published = "2021";
    EXPECT_EQ(id_of(add(file(), details)), "E604");
    EXPECT_TRUE(loaded().documents.empty());
    details.published = "2020";
    EXPECT_EQ(add(file(), details).value().what, Registering::kNewDocument);
    const world::World world = loaded();
    EXPECT_EQ(world.sources[world.find<world::SourceTag>("sources", "s2")].publisher, "Office");
}

TEST_F(RegistrationTest, WhatIsLackingIsSaidAtOnce) {
    EXPECT_EQ(id_of(add(file(), {})), "E918");
    DocumentDetails details = details_;
    details.kind.clear();
    EXPECT_EQ(id_of(add(file(), details)), "E918");
    details = details_;
    details.published = "spring";
    EXPECT_EQ(id_of(add(file(), details)), "E211");
    details = details_;
    details.id = "Not An Id";
    EXPECT_FALSE(add(file(), details).ok());
    EXPECT_FALSE(fs::exists(world_.folder() / ".copies.csv"));
    ASSERT_TRUE(add(file(), details_).ok());
    details = details_;
    details.id = "another";
    EXPECT_EQ(id_of(add(file(), details)), "E604");
}

TEST_F(RegistrationTest, CopiesAreFoundByDigestAndByName) {
    ASSERT_TRUE(add(file(), details_).ok());
    const fs::path folder = world_.folder() / ".elsewhere";
    write_file(folder / "deep" / "x.bin", kText);
    write_file(folder / "s1.pdf", "another text");
    write_file(folder / ".hidden" / "harbour", kText);
    write_file(folder / "stranger.txt", "a text of nobody");
    const auto found = find_copies(loaded(), folder);
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().size(), 2U);
    EXPECT_EQ(found.value()[0].path, folder / "s1.pdf");
    EXPECT_EQ(found.value()[1].path, folder / "deep" / "x.bin");
    const auto known = known_copies(loaded(), world_.folder(), folder, "harbour");
    ASSERT_EQ(known.value().size(), 1U);
    EXPECT_EQ(known.value()[0].path, folder / "deep" / "x.bin");
    EXPECT_EQ(find_copies(loaded(), folder / "nothing").diagnostics().items()[0].id, "E401");
}

TEST_F(RegistrationTest, CopiesThatAreGoneOrOfNoSourceAreSaidAtOnce) {
    write_copies(world_.folder(), {{"s1", "/isthmus/nothing.txt"}, {"s3", file()}});
    const auto opened = open_documents(loaded(), read_copies(world_.folder()).value());
    ASSERT_FALSE(opened.ok());
    ASSERT_EQ(opened.diagnostics().items().size(), 2U);
    EXPECT_EQ(opened.diagnostics().items()[0].id, "E401");
    EXPECT_EQ(opened.diagnostics().items()[1].id, "E915");
    write_file(world_.folder() / ".copies.csv", "source\ns1\n");
    EXPECT_EQ(read_copies(world_.folder()).diagnostics().items()[0].id, "E208");
}

TEST_F(RegistrationTest, ClaimsAreAnchoredAndFoundAgain) {
    ASSERT_TRUE(add(file(), details_).ok());
    const auto claim = [](const char* id, const char* value, const char* locator) {
        return NewRow{{"id", id},           {"subject", "harbour"},  {"kind", "node"},
                      {"property", "x"},    {"value", value},        {"source", "harbour"},
                      {"locator", locator}, {"confidence", "stated"}};
    };
    ASSERT_TRUE(append_rows(world_.folder(),
                            {{"claims",
                              {claim("ships", "250", "para 3"), claim("cranes", "", "para 2"),
                               claim("outside", "", "para 9"), claim("vague", "", "page 1")}}})
                    .empty());
    const NewAnchors made = make_anchors(loaded(), open());
    ASSERT_EQ(made.anchors.size(), 2U);
    ASSERT_EQ(made.unanchored.size(), 2U);
    ASSERT_TRUE(append_rows(world_.folder(), {anchor_rows(loaded(), made.anchors)}).empty());
    EXPECT_TRUE(make_anchors(loaded(), open()).anchors.empty());
    EXPECT_EQ(make_anchors(loaded(), open(), true).anchors.size(), 2U);

    const auto status = [&](const std::string& text) {
        write_file(file(), text);
        const auto checked = check_anchors(loaded(), open());
        return checked.value().front();
    };
    const CheckedDocument same = status(kText);
    EXPECT_EQ(same.state, CopyState::kSame);
    EXPECT_EQ(same.count(AnchorStatus::kVerified), 2U);
    EXPECT_EQ(same.unanchored, 2U);
    EXPECT_EQ(same.anchors[0].paragraph, 3U);
    EXPECT_EQ(same.anchors[0].number_there, true);
    EXPECT_EQ(same.anchors[1].number_there, std::nullopt);
    EXPECT_FALSE(same.says_no());

    std::string changed = kText;
    changed.replace(changed.find("250"), 3, "310");
    const CheckedDocument other = status(changed);
    EXPECT_EQ(other.state, CopyState::kOther);
    EXPECT_EQ(other.anchors[0].finding.status, AnchorStatus::kChanged);
    EXPECT_EQ(other.anchors[0].number_there, false);
    EXPECT_GT(other.anchors[0].finding.resemblance, 0.7);
    EXPECT_EQ(other.anchors[1].finding.status, AnchorStatus::kVerified);
    EXPECT_TRUE(other.says_no());

    const CheckedDocument cut = status(kText.substr(0, kText.find("In 2020")));
    EXPECT_EQ(cut.anchors[0].finding.status, AnchorStatus::kMissing);
    EXPECT_EQ(without_copy(loaded(), {}).size(), 2U);
    EXPECT_EQ(without_copy(loaded(), open()).size(), 1U);
}

} // namespace
} // namespace isthmus::evidence
