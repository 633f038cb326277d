// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.hpp"

#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace isthmus {
namespace {

namespace fs = std::filesystem;

Diagnostic make(std::string id, std::string file = "", std::size_t row = 0) {
    Diagnostic diagnostic;
    diagnostic.id = std::move(id);
    diagnostic.file = std::move(file);
    diagnostic.row = row;
    return diagnostic;
}

bool is_id(std::string_view text) {
    return text.size() == 4 && (text[0] == 'E' || text[0] == 'W') &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// What looks like an id and stands between double quotes.
std::vector<std::string> quoted_ids(std::string_view text) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i + 6 <= text.size(); ++i) {
        const bool quoted = text[i] == '"' && text[i + 5] == '"';
        if (quoted && is_id(text.substr(i + 1, 4))) ids.emplace_back(text.substr(i + 1, 4));
    }
    return ids;
}

TEST(Diagnostics, EveryKindIsComplete) {
    std::set<std::string> ids;
    for (const DiagnosticKind& kind : diagnostic_kinds()) {
        EXPECT_TRUE(is_id(kind.id)) << kind.id;
        EXPECT_TRUE(ids.insert(kind.id).second) << kind.id << " is listed twice";
        EXPECT_EQ(kind.level, kind.id[0] == 'E' ? Level::kError : Level::kWarning) << kind.id;
        EXPECT_FALSE(kind.title.empty()) << kind.id;
        EXPECT_FALSE(kind.help.empty()) << kind.id;
        EXPECT_EQ(kind.exit_code == ExitCode::kOk, kind.level == Level::kWarning) << kind.id;
    }
    ASSERT_NE(find_diagnostic_kind("E401"), nullptr);
    EXPECT_EQ(find_diagnostic_kind("E401")->exit_code, ExitCode::kEnvironment);
    EXPECT_EQ(find_diagnostic_kind("E000"), nullptr);
}

// An id that is used but not listed would be found only when its message is shown.
TEST(Diagnostics, EveryIdInTheSourcesIsListed) {
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(ISTHMUS_SOURCE_DIR "/src")) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        if (name.find("_test.cpp") != std::string::npos) continue;
        const std::string text = read_file(entry.path());
        for (const std::string& id : quoted_ids(text)) {
            EXPECT_NE(find_diagnostic_kind(id), nullptr) << id << " in " << entry.path();
        }
    }
}

TEST(Diagnostics, ExitCodesAreThoseOfTheTable) {
    const Result<CsvFile> csv = parse_csv(embedded::exit_codes_csv, "errors/exit_codes.csv");
    ASSERT_TRUE(csv);
    std::set<int> codes;
    for (const CsvRecord& record : csv.value().records) {
        ASSERT_TRUE(parse_integer(record.fields[0]));
        codes.insert(*parse_integer(record.fields[0]));
    }
    const auto code = [](ExitCode value) { return static_cast<int>(value); };
    const std::set<int> expected{code(ExitCode::kOk),          code(ExitCode::kResultSaysNo),
                                 code(ExitCode::kUsage),       code(ExitCode::kBadInput),
                                 code(ExitCode::kEnvironment), code(ExitCode::kNumerical),
                                 code(ExitCode::kInterrupted), code(ExitCode::kInternal)};
    EXPECT_EQ(codes, expected);
}

TEST(Diagnostics, FullMessage) {
    Diagnostic diagnostic = make("E101", "nodes.csv", 12);
    diagnostic.column = "kind";
    diagnostic.found = "prot";
    diagnostic.expected = "a node kind";
    diagnostic.hint = "did you mean port?";
    EXPECT_EQ(diagnostic.to_string(), "nodes.csv:12: column 'kind': wrong quoting: found 'prot', "
                                      "expected a node kind (did you mean port?) [E101]");
}

TEST(Diagnostics, PartsThatDoNotApplyAreLeftOut) {
    EXPECT_EQ(make("E103", "a.csv").to_string(), "a.csv: no header [E103]");
    EXPECT_EQ(make("E103").to_string(), "no header [E103]");
    EXPECT_EQ(make("E103", "", 3).to_string(), "line 3: no header [E103]");
    Diagnostic diagnostic = make("E103");
    diagnostic.expected = "names";
    EXPECT_EQ(diagnostic.to_string(), "no header: expected names [E103]");
    diagnostic = make("E103");
    diagnostic.found = "x";
    EXPECT_EQ(diagnostic.to_string(), "no header: found 'x' [E103]");
}

TEST(Diagnostics, MessageIsOneLine) {
    Diagnostic diagnostic = make("E103", "a.csv");
    diagnostic.found = "two\r\nlines";
    EXPECT_EQ(diagnostic.to_string().find_first_of("\r\n"), std::string::npos);
}

TEST(Diagnostics, UnlistedIdIsADefect) {
    EXPECT_THROW(make("E000").level(), std::logic_error);
    EXPECT_THROW(make("E000").to_string(), std::logic_error);
}

TEST(Diagnostics, CountsErrors) {
    Diagnostics list;
    EXPECT_TRUE(list.empty());
    EXPECT_FALSE(list.has_errors());
    list.add(make("E101"));
    list.add(make("E102"));
    EXPECT_TRUE(list.has_errors());
    EXPECT_EQ(list.error_count(), 2U);
}

TEST(Diagnostics, AppendsEvenToItself) {
    Diagnostics list;
    list.add(make("E101"));
    list.append(list);
    list.append(list);
    EXPECT_EQ(list.items().size(), 4U);
    EXPECT_EQ(list.items()[3].id, "E101");
}

TEST(Diagnostics, SortsByFileRowColumnId) {
    Diagnostics list;
    list.add(make("E102", "b.csv", 2));
    list.add(make("E101", "b.csv", 10));
    list.add(make("E101", "b.csv", 2));
    list.add(make("E105", "a.csv", 99));
    Diagnostic with_column = make("E101", "b.csv", 2);
    with_column.column = "a";
    list.add(with_column);
    list.sort();
    std::string order;
    for (const Diagnostic& item : list.items()) {
        order += item.file.substr(0, 1) + std::to_string(item.row) + item.column + item.id + " ";
    }
    EXPECT_EQ(order, "a99E105 b2E101 b2E102 b2aE101 b10E101 ");
}

TEST(Result, HoldsAValueOrDiagnostics) {
    const Result<int> value = 3;
    EXPECT_TRUE(value);
    EXPECT_EQ(value.value(), 3);
    Diagnostics list;
    list.add(make("E101"));
    const Result<int> none = list;
    EXPECT_FALSE(none.ok());
    EXPECT_EQ(none.diagnostics().items().size(), 1U);
    EXPECT_EQ(Result<std::string>(std::string("moved")).value(), "moved");
}

} // namespace
} // namespace isthmus
