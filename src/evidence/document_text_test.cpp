// SPDX-License-Identifier: Apache-2.0
// Documents as they come: encodings, pages, PDF files, and what is none.
#include "evidence/document_text.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include <unicode/ucnv.h>

#include "base/file.hpp"
#include "evidence/encoding.hpp"
#include "evidence/html_text.hpp"
#include "evidence/pdf_text.hpp"
#include "evidence/test_documents.hpp"

namespace isthmus::evidence {
namespace {

namespace fs = std::filesystem;

class Documents : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "isthmus-documents-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path put(const std::string& name, std::string_view bytes) const {
        write_file(folder_ / name, bytes);
        return folder_ / name;
    }
    DocumentText read(std::string_view bytes, const std::string& name = "document") const {
        const Result<DocumentText> document = read_document(put(name, bytes));
        EXPECT_TRUE(document.ok()) << document.diagnostics().items().front().id;
        return document.ok() ? document.value() : DocumentText();
    }
    std::string refusal_of(std::string_view bytes) const {
        const Result<DocumentText> document = read_document(put("document", bytes));
        return document.ok() ? "" : document.diagnostics().items().front().id;
    }

    fs::path folder_;
};

std::vector<std::string> paragraphs(const DocumentText& document) {
    std::vector<std::string> texts;
    for (const Paragraph& each : document.paragraphs)
        texts.push_back(document.text.substr(each.begin, each.end - each.begin));
    return texts;
}

std::string in_encoding(std::string_view utf8, const char* encoding) {
    std::string bytes(4 * utf8.size() + 16, '\0');
    UErrorCode error = U_ZERO_ERROR;
    const int32_t size =
        ucnv_convert(encoding, "UTF-8", bytes.data(), static_cast<int32_t>(bytes.size()),
                     utf8.data(), static_cast<int32_t>(utf8.size()), &error);
    EXPECT_TRUE(U_SUCCESS(error));
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

/// A file of one page with this content stream.
std::string pdf(const std::string& content) {
    const std::vector<std::string> objects = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        "<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
    std::string file = "%PDF-1.4\n", table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const std::string place = std::to_string(file.size());
        table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string place = std::to_string(file.size());
    return file + "xref\n0 6\n" + table + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + place +
           "\n%%EOF\n";
}

const std::string kRussian =
    "В порт пришли первые танкеры с нефтью, и перевалка выросла до трёх миллионов тонн в год. "
    "Железная дорога через перевал ещё строится, поэтому зерно везут грузовиками.";
const std::string kArabic =
    "وصلت السفن الأولى إلى الميناء وارتفعت كمية النفط المنقول إلى ثلاثة ملايين طن في السنة. "
    "لا يزال خط السكة الحديد عبر الجبل قيد البناء ولذلك تنقل الحبوب بالشاحنات.";

TEST_F(Documents, HaveParagraphsBetweenBlankLines) {
    const DocumentText document =
        read("Title\n\n\nFirst line\nsecond line\n \t\nA note.\r\n\r\n\u00A0\nLast\fNext page\n");
    EXPECT_EQ(paragraphs(document), (std::vector<std::string>{"Title", "First line\nsecond line",
                                                              "A note.", "Last", "Next page"}));
    EXPECT_EQ(document.title, "Title");
    EXPECT_EQ(document.format, world::DocumentFormat::kText);
    EXPECT_EQ(document.paragraph_at(0), 1U);
    EXPECT_EQ(document.paragraph_at(document.text.find("second")), 2U);
    EXPECT_EQ(document.paragraph_at(document.text.find("Next")), 5U);
    EXPECT_EQ(document.paragraph_at(document.text.size()), 5U);
    EXPECT_EQ(plain_document("\n\n x").paragraph_at(0), 0U);
}

TEST_F(Documents, KeepTheirTextDigestWhenSetAnew) {
    const DocumentText one = read("The pipe carries 12.5 units\nof “gas” to the co-\nast.\n");
    const DocumentText two = read("\xEF\xBB\xBFThe pipe carries 12.5 units of \"gas\"\r\nto the "
                                  "coast.");
    EXPECT_NE(one.digest, two.digest);
    EXPECT_EQ(one.text_digest, two.text_digest);
    EXPECT_EQ(one.letters, two.letters);
    EXPECT_NE(one.text_digest,
              read("The pipe carries 12.6 units of gas to the coast.").text_digest);
}

TEST_F(Documents, AreReadInOlderEncodings) {
    for (const auto& [encoding, text] :
         std::vector<std::pair<const char*, std::string>>{{"UTF-16", kRussian},

                                                          {"windows-1251", kRussian},
                                                          {"KOI8-R", kRussian},
                                                          {"windows-1256", kArabic},
                                                          {"ISO-8859-6", kArabic}}) {
        const DocumentText document = read(in_encoding(text, encoding));
        EXPECT_EQ(document.text, text) << encoding;
        EXPECT_EQ(document.text_digest, plain_document(text).text_digest) << encoding;
    }
}

TEST_F(Documents, WithSomeDamagedBytesAreStillUtf8) {
    std::string text = kRussian;
    text.insert(text.find("тонн"), "\xFF");
    EXPECT_EQ(read(text).text, [&] {
        std::string expected = kRussian;
        return expected.insert(expected.find("тонн"), "\uFFFD");
    }());
}

TEST_F(Documents, ThatAreNoneAreRefused) {
    EXPECT_EQ(refusal_of(""), "E910");
    EXPECT_EQ(refusal_of(" \n\n"), "E910");
    EXPECT_EQ(refusal_of("<html><body><script>var a = 1;</script></body></html>"), "E910");
    SplitMix64 random(1);
    std::string noise("PK\x03\x04");
    for (int i = 0; i < 5000; ++i) noise += static_cast<char>(random.below(256));
    EXPECT_EQ(refusal_of(noise), "E910");
    EXPECT_EQ(refusal_of(std::string("text and\0 zeros", 15)), "E910");
    std::replace(noise.begin(), noise.end(), '\0', '\1');
    EXPECT_EQ(refusal_of(noise), "E917");
    EXPECT_THROW((void)read_document(folder_ / "nothing"), Error);
}

TEST_F(Documents, ThatAreTooLargeAreRefusedBeforeTheyAreRead) {
    const fs::path file = put("large", "x");
    fs::resize_file(file, std::uintmax_t{300} << 20U); // sparse
    const Result<DocumentText> document = read_document(file);
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(document.diagnostics().items().front().id, "E911");
}

TEST_F(Documents, MayBePages) {
    const DocumentText document = read(
        "<!DOCTYPE html><html><head><title>Of pipes &amp; ships</title><style>p{}</style></head>"
        "<body><nav><a href='/'>menu</a></nav><h1>Ships</h1><p>One<br>line <b>bro</b>ken.<div>Next"
        "<ul><li>a<li>b</ul></div><table><tr><td>1<td>2</tr></table><script>no()</script>"
        "<pre>as\n it is</pre></body></html>");
    EXPECT_EQ(document.format, world::DocumentFormat::kHtml);
    EXPECT_EQ(document.title, "Of pipes & ships");
    EXPECT_EQ(paragraphs(document), (std::vector<std::string>{"Ships", "One\nline broken.", "Next",
                                                              "a", "b", "1 2", "as\n it is"}));
}

TEST_F(Documents, MayBePagesThatNameTheirEncoding) {
    for (const char* encoding : {"windows-1251", "KOI8-R"}) {
        const std::string page =
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; "
            "charset=" +
            std::string(encoding) + "\"></head><body><p>Да, три.</p>";
        EXPECT_EQ(paragraphs(read(in_encoding(page, encoding))),
                  std::vector<std::string>{"Да, три."})
            << encoding;
    }
}

TEST(Pages, FetchNothingAndKeepDeepText) {
    const std::string text =
        html_text("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>a&x;b").text;
    EXPECT_NE(text.find("a&x;b"), std::string::npos);
    std::string deep = "<html><body>";
    constexpr int kLevels = 20000;
    for (int i = 0; i < kLevels; ++i) deep += "<div>";
    deep += "depth";
    EXPECT_EQ(html_text(deep).text, "depth\n");
    EXPECT_EQ(html_text("").text, "");
    EXPECT_EQ(html_text("<").text, "");
}

TEST_F(Documents, MayBePdf) {
    const std::string file = pdf("BT /F1 12 Tf 20 350 Td (Throughput was 12.5 bcm in 2024.) Tj "
                                 "0 -90 Td (A second paragraph.) Tj ET");
    // A name that a program could take for an option.
    const DocumentText document = read(file, "-opw");
    EXPECT_EQ(document.format, world::DocumentFormat::kPdf);
    EXPECT_EQ(document.title, "Throughput was 12.5 bcm in 2024.");
    EXPECT_EQ(document.text_digest,
              plain_document("Throughput was 12.5 bcm in 2024. A second paragraph.").text_digest);
    EXPECT_EQ(document.digest, sha256(file));
}

TEST_F(Documents, ThatArePdfWithoutTextOrDamagedAreRefused) {
    EXPECT_EQ(refusal_of(pdf("0 0 100 100 re f")), "E912");
    EXPECT_EQ(refusal_of("%PDF-1.4\nnothing of the kind"), "E914");
    const Result<std::string> missing =
        pdf_text(put("file.pdf", pdf("")), 1000, "isthmus-has-no-such-program");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.diagnostics().items().front().id, "E913");
}

TEST(Programs, AreEndedAtTheirLimits) {
    using namespace std::chrono_literals;
    using Kind = ProgramEnd::Kind;
    const ProgramEnd spoken = run_program({"echo", "-n", "$HOME; `id`"}, {100, 10s});
    EXPECT_EQ(spoken.kind, Kind::kExited);
    EXPECT_EQ(spoken.output, "$HOME; `id`");
    EXPECT_EQ(run_program({"cat"}, {100, 10s}).output, "");
    EXPECT_EQ(run_program({"yes"}, {1000, 10s}).kind, Kind::kTooMuch);
    EXPECT_EQ(run_program({"sleep", "60"}, {1000, 100ms}).kind, Kind::kTooLong);
    const ProgramEnd refused = run_program({"ls", "/isthmus-has-no-such-folder"}, {1000, 10s});
    EXPECT_NE(refused.code, 0);
    EXPECT_FALSE(refused.errors.empty());
}

TEST(Digests, AreThePublishedOnes) {
    // FIPS 180-4, examples of SHA-256 with one block and with none.
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Languages, AreGuessed) {
    EXPECT_EQ(detect_language(kRussian), "ru");
    EXPECT_EQ(detect_language(kArabic), "ar");
    EXPECT_EQ(
        detect_language("The first tankers came into the port, and the oil that is moved rose "
                        "to three million tonnes a year, while grain still goes by road."),
        "en");
    EXPECT_EQ(detect_language("Kısa"), "");
    EXPECT_EQ(detect_language(""), "");
}

} // namespace
} // namespace isthmus::evidence
