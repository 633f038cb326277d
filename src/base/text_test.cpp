// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using Parts = std::vector<std::string>;

TEST(Numbers, ShortestText) {
    EXPECT_EQ(format_number(0), "0");
    EXPECT_EQ(format_number(-0.0), "0");
    EXPECT_EQ(format_number(0.1), "0.1");
    EXPECT_EQ(format_number(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(format_number(1.0 / 3), "0.3333333333333333");
    EXPECT_EQ(format_number(-27.5), "-27.5");
    EXPECT_EQ(format_number(100000), "100000");
    EXPECT_EQ(format_number(1e15), "1000000000000000");
    EXPECT_EQ(format_number(1e16), "1e+16");
    EXPECT_EQ(format_number(1.5e-5), "0.000015");
    EXPECT_EQ(format_number(1.5e-6), "1.5e-06");
    EXPECT_EQ(format_number(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(format_number(-std::numeric_limits<double>::infinity()), "-inf");
    EXPECT_EQ(format_number(std::nan("")), "nan");
}

TEST(Numbers, RoundTrip) {
    std::uint64_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        // splitmix64: any bit pattern, so every magnitude and denormals too.
        std::uint64_t mixed = (state += 0x9E3779B97F4A7C15U);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        const double wide = std::bit_cast<double>(mixed ^ (mixed >> 31));
        const double usual = static_cast<double>(mixed % 1000000007U) / 1024.0 - 3e5;
        for (const double value : {wide, usual}) {
            if (!std::isfinite(value)) continue;
            const std::string text = format_number(value);
            ASSERT_EQ(parse_number(text), std::optional<double>(value)) << text;
        }
    }
}

TEST(Numbers, FixedDecimals) {
    EXPECT_EQ(format_fixed(1.005, 1), "1.0");
    EXPECT_EQ(format_fixed(-0.04, 1), "0.0");
    EXPECT_EQ(format_fixed(-0.4, 0), "0");
    EXPECT_EQ(format_fixed(-0.06, 1), "-0.1");
    EXPECT_EQ(format_fixed(1234567.891, 2), "1234567.89");
    EXPECT_EQ(format_fixed(-10, 0), "-10");
}

TEST(Numbers, ReadsWholeFiniteNumbersOnly) {
    EXPECT_EQ(parse_number("12"), 12.0);
    EXPECT_EQ(parse_number("-0.5"), -0.5);
    EXPECT_EQ(parse_number(".5"), 0.5);
    EXPECT_EQ(parse_number("1e3"), 1000.0);
    for (const char* text : {"", " 1", "1 ", "1,5", "1.5.", "1_000", "1 000", "inf", "-inf", "nan",
                             "NaN", "infinity", "0x10", "1e999", "abc", "+1", "1e", "-", "--1"}) {
        EXPECT_FALSE(parse_number(text)) << text;
    }
}

TEST(Numbers, ReadsIntegers) {
    EXPECT_EQ(parse_integer("2022"), 2022);
    EXPECT_EQ(parse_integer("-3"), -3);
    EXPECT_EQ(parse_integer("2147483647"), 2147483647);
    for (const char* text : {"", "2147483648", "1.0", "1e3", " 1", "1 ", "+1", "x"}) {
        EXPECT_FALSE(parse_integer(text)) << text;
    }
}

TEST(Text, Trims) {
    EXPECT_EQ(trim("  a b\t\r\n"), "a b");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("x"), "x");
}

TEST(Text, SplitsAndJoins) {
    EXPECT_EQ(split("a; b ;c", ';'), (Parts{"a", "b", "c"}));
    EXPECT_EQ(split("a;;b;", ';'), (Parts{"a", "", "b", ""}));
    EXPECT_EQ(split("alone", ';'), Parts{"alone"});
    EXPECT_TRUE(split("", ';').empty());
    EXPECT_TRUE(split("  ", ';').empty());
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(join({"a"}, ", "), "a");
}

TEST(Text, Utf8) {
    for (const char* text : {"", "plain", "é", "ж", "گ", "東", "𐍈", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const char* text :
         {"\xFF", "\x80", "a\xC3", "\xC3(", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE6\x9D", "\xF0\x80\x80\x80"}) {
        EXPECT_FALSE(is_utf8(text));
    }
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Text, EscapesHtml) {
    EXPECT_EQ(escape_html("a & b < c > \"d\" 'e' é"), "a &amp; b &lt; c &gt; &quot;d&quot; 'e' é");
}

TEST(NearestMatch, Latin) {
    const Parts ports{"sangachal", "supsa", "ceyhan", "batumi", "poti"};
    EXPECT_EQ(nearest_match("sangachl", ports), "sangachal");
    EXPECT_EQ(nearest_match("cehyan", ports), "ceyhan");
    EXPECT_EQ(nearest_match("batmui", ports), "batumi");
    EXPECT_EQ(nearest_match("supsa", ports), "supsa");
    EXPECT_FALSE(nearest_match("novorossiysk", ports));
    EXPECT_FALSE(nearest_match("potato", ports));
    EXPECT_FALSE(nearest_match("x", {}));
}

TEST(NearestMatch, SwappedNeighboursAreOneEdit) {
    EXPECT_EQ(nearest_match("ab", {"ba"}), "ba");
    EXPECT_FALSE(nearest_match("ab", {"cd"}));
}

TEST(NearestMatch, CountsLettersAndNotBytes) {
    // Two wrong letters of ten: four bytes of twenty, yet within a third either way.
    EXPECT_EQ(nearest_match("новоросийкс", {"новороссийск", "одесса"}), "новороссийск");
    EXPECT_EQ(nearest_match("بندرعباش", {"چابهار", "بندرعباس"}), "بندرعباس");
    EXPECT_EQ(nearest_match("انزلی", {"بندر انزلي", "انزلي"}), "انزلي");
    // One letter of one is always allowed, although it is two bytes.
    EXPECT_EQ(nearest_match("ж", {"ш"}), "ш");
    EXPECT_FALSE(nearest_match("жу", {"шо"}));
}

TEST(NearestMatch, LimitIsAThirdOfTheLonger) {
    EXPECT_EQ(nearest_match("abcdef", {"abcdxy"}), "abcdxy");
    EXPECT_FALSE(nearest_match("abcdef", {"abcxyz"}));
    EXPECT_FALSE(nearest_match("abcde", {"abcxy"}));
}

TEST(NearestMatch, FirstOfEquallyNear) {
    EXPECT_EQ(nearest_match("bat", {"cat", "hat"}), "cat");
    EXPECT_EQ(nearest_match("bat", {"hat", "cat"}), "hat");
}

} // namespace
} // namespace isthmus
