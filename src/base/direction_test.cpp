// SPDX-License-Identifier: Apache-2.0
#include "base/direction.hpp"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(Direction, KnowsWhatRunsFromRightToLeft) {
    EXPECT_TRUE(runs_right_to_left("Baku, باکو"));
    EXPECT_TRUE(runs_right_to_left("שלום"));
    EXPECT_TRUE(runs_right_to_left("12\u200F"));
    EXPECT_TRUE(runs_right_to_left("\uFEB1")) << "a presentation form";
    EXPECT_FALSE(runs_right_to_left("Баку, Bakı, ბაქო, Բաքու, 上海, 12 %"));
    EXPECT_FALSE(runs_right_to_left(""));
    EXPECT_FALSE(runs_right_to_left("\xD8")) << "half a character";
}

TEST(Direction, OnlySuchTextIsIsolated) {
    EXPECT_EQ(isolated("باکو"), "\u2068باکو\u2069");
    EXPECT_EQ(isolated("Баку"), "Баку");
    EXPECT_EQ(isolated(""), "");
}

TEST(Direction, NothingInATextCommandsTheTerminal) {
    EXPECT_EQ(terminal_line("a\033[2Jb"), "a[2Jb");
    EXPECT_EQ(terminal_line("title\033]0;x\007"), "title]0;x");
    EXPECT_EQ(terminal_line("a\u009B31mb"), "a31mb") << "an escape of one character (C1)";
    EXPECT_EQ(terminal_line("a\tb\r\nc\x7F\u2028"
                            "d"),
              "a b  c d");
    EXPECT_EQ(terminal_line("back\b\b\b\bover"), "backover");
}

TEST(Direction, NothingInATextReachesBeyondIt) {
    EXPECT_EQ(terminal_line("a\u202Eb\u2069c\u2067d\u202C"), "abcd");
    EXPECT_EQ(terminal_line("می\u200Cرود\u200F"), "می\u200Cرود\u200F")
        << "joiners and marks without reach are part of the text";
}

TEST(Direction, LostBytesAreShown) {
    EXPECT_EQ(terminal_line("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(terminal_line("\xD8"), "\uFFFD");
    EXPECT_EQ(terminal_line("\xED\xA0\x80x"), "\uFFFD\uFFFD\uFFFDx") << "half of a surrogate pair";
}

} // namespace
} // namespace isthmus
