// SPDX-License-Identifier: Apache-2.0
#include "evidence/letter_variants.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "evidence/normalise.hpp"

namespace isthmus::evidence {

namespace {

struct Form {
    char32_t from;
    std::u32string_view to;
};

constexpr Form kSigns[] = {
    {0x0060, U"'"},  // grave accent as a quote
    {0x00A8, U""},   // diaeresis, acute, macron, cedilla and others that stand alone
    {0x00AB, U"\""}, // guillemets
    {0x00AF, U""},   {0x00B4, U"'"},  {0x00B8, U""},
    {0x00BB, U"\""}, {0x02B9, U"'"}, // modifier primes, turned commas and apostrophes
    {0x02BA, U"\""}, {0x02BB, U"'"},  {0x02BC, U"'"},
    {0x02BD, U"'"},  {0x02BE, U""}, // half rings: hamza and ain of transliterations
    {0x02BF, U""},   {0x02C8, U"'"},  {0x02CA, U"'"},
    {0x02CB, U"'"},  {0x02D8, U""},   {0x02D9, U""},
    {0x02DA, U""},   {0x02DB, U""},   {0x02DC, U""},
    {0x02DD, U""},   {0x0384, U"'"},  {0x0385, U""},
    {0x0559, U""}, // Armenian half ring and the marks that stand inside a word
    {0x055A, U"'"},  {0x055B, U""},   {0x055C, U""},
    {0x055D, U","}, // Armenian comma and full stop
    {0x055E, U""},   {0x055F, U""},   {0x0589, U"."},
    {0x060C, U","}, // Arabic comma, semicolon, question mark, percent, separators, full stop
    {0x061B, U";"},  {0x061F, U"?"},  {0x0621, U""}, // hamza without a carrier
    {0x0640, U""},                                   // tatweel
    {0x066A, U"%"},  {0x066B, U"."},  {0x066C, U","},
    {0x066D, U"*"},  {0x0674, U""}, // high hamza
    {0x06D4, U"."},  {0x1FBD, U"'"},  {0x1FBF, U"'"},
    {0x1FC0, U""},   {0x1FFD, U"'"},  {0x1FFE, U"'"},
    {0x2018, U"'"}, // quotation marks and primes
    {0x2019, U"'"},  {0x201A, U"'"},  {0x201B, U"'"},
    {0x201C, U"\""}, {0x201D, U"\""}, {0x201E, U"\""},
    {0x201F, U"\""}, {0x2032, U"'"},  {0x2033, U"\""},
    {0x2035, U"'"},  {0x2036, U"\""}, {0x2039, U"\""},
    {0x203A, U"\""}, {0x203E, U""},   {0x2043, U"-"}, // hyphen bullet
    {0x2044, U"/"},                                   // fraction slash
    {0x2116, U"#"},                  // numero: "no" would grow together with the number
    {0x2120, U" "},                  // service mark, trade mark
    {0x2122, U" "},  {0x2212, U"-"}, // minus and its neighbours
    {0x2215, U"/"},  {0x2216, U"\\"}, {0x2500, U"-"}, // lines of boxes, used as dashes
    {0x2501, U"-"},  {0x275B, U"'"},  {0x275C, U"'"},
    {0x275D, U"\""}, {0x275E, U"\""}, {0x2E42, U"\""},
    {0x301D, U"\""}, {0x301E, U"\""}, {0x301F, U"\""},
    {0xFFFD, U" "}, // what was lost before
};

constexpr Form kLetters[] = {
    {0x00E6, U"ae"}, // ae, eth, o with stroke, thorn
    {0x00F0, U"d"},      {0x00F8, U"o"},      {0x00FE, U"th"},
    {0x0111, U"d"}, // d, h, dotless i, l with stroke, oe
    {0x0127, U"h"},      {0x0131, U"i"},      {0x0142, U"l"},
    {0x0153, U"oe"},     {0x01DD, U"\u0259"},                      // turned e, which looks as schwa
    {0x0620, U"\u06CC"},                                           // yehs
    {0x0629, U"\u0647"},                                           // teh marbuta
    {0x0643, U"\u06A9"},                                           // kafs
    {0x0649, U"\u06CC"}, {0x064A, U"\u06CC"}, {0x0671, U"\u0627"}, // alefs
    {0x0672, U"\u0627"}, {0x0673, U"\u0627"}, {0x06AA, U"\u06A9"},
    {0x06BA, U"\u0646"}, // noon ghunna
    {0x06BE, U"\u0647"}, // hehs
    {0x06C1, U"\u0647"}, {0x06C3, U"\u0647"}, {0x06CD, U"\u06CC"},
    {0x06D0, U"\u06CC"}, {0x06D2, U"\u06CC"}, {0x06D5, U"\u0647"},
};

struct Own {
    char32_t base, mark, letter;
};
constexpr Own kOwn[] = {
    {0x0418, 0x0306, 0x0419}, {0x0438, 0x0306, 0x0439}, // short i
    {0x0423, 0x0306, 0x040E}, {0x0443, 0x0306, 0x045E}, // short u
    {0x0406, 0x0308, 0x0407}, {0x0456, 0x0308, 0x0457}, // yi
};

enum class Alike { kAlways, kAsCapitals };
struct Pair {
    char32_t latin, cyrillic; ///< small letters
    Alike alike;
};
/// No pair looks alike as small letters alone: a second pass, which sees no capitals, would find
/// look-alikes that the first one did not. The first pair that fits counts.
constexpr Pair kPairs[] = {
    {U'a', 0x0430, Alike::kAlways},     {U'b', 0x0432, Alike::kAsCapitals},
    {U'c', 0x0441, Alike::kAlways},     {U'e', 0x0435, Alike::kAlways},
    {U'h', 0x043D, Alike::kAsCapitals}, {U'h', 0x04BB, Alike::kAlways},
    {U'i', 0x0456, Alike::kAlways},     {U'j', 0x0458, Alike::kAlways},
    {U'k', 0x043A, Alike::kAlways},     {U'm', 0x043C, Alike::kAsCapitals},
    {U'o', 0x043E, Alike::kAlways},     {U'p', 0x0440, Alike::kAlways},
    {U's', 0x0455, Alike::kAlways},     {U't', 0x0442, Alike::kAsCapitals},
    {U'x', 0x0445, Alike::kAlways},     {U'y', 0x0443, Alike::kAlways},
    {0x0259, 0x04D9, Alike::kAlways},
};

/// Cyrillic letters whose common shape is not that of their pair: those that carry a mark.
constexpr Own kMarked[] = {{U'i', 0, 0x0457}, {U'y', 0, 0x045E}, {0x0438, 0, 0x0439}};

constexpr bool in_order(const Form* begin, const Form* end) {
    return std::is_sorted(begin, end, [](const Form& a, const Form& b) { return a.from < b.from; });
}
static_assert(in_order(std::begin(kSigns), std::end(kSigns)));
static_assert(in_order(std::begin(kLetters), std::end(kLetters)));

template <std::size_t Size>
std::optional<std::u32string_view> look_up(const Form (&forms)[Size], char32_t c) {
    const auto found = std::lower_bound(std::begin(forms), std::end(forms), c,
                                        [](const Form& form, char32_t x) { return form.from < x; });
    if (found == std::end(forms) || found->from != c) return std::nullopt;
    return found->to;
}

/// Georgian of the church (Nuskhuri, to which Asomtavruli folds) as everyday Mkhedruli: the two
/// blocks have the same order.
constexpr char32_t kNuskhuri = 0x2D00, kNuskhuriEnd = 0x2D2E, kMkhedruli = 0x10D0;
constexpr auto kMkhedruliLetters = [] {
    std::array<char32_t, kNuskhuriEnd - kNuskhuri> letters{};
    for (std::size_t i = 0; i < letters.size(); ++i)
        letters[i] = kMkhedruli + static_cast<char32_t>(i);
    return letters;
}();

} // namespace

std::optional<std::u32string_view> sign_form(char32_t c) {
    if (c < 0x80 && c != 0x60) return std::nullopt;
    return look_up(kSigns, c);
}

std::optional<std::u32string_view> letter_form(char32_t c) {
    if (c < 0x80) return std::nullopt;
    if (c >= kNuskhuri && c < kNuskhuriEnd) {
        return std::u32string_view(&kMkhedruliLetters[c - kNuskhuri], 1);
    }
    return look_up(kLetters, c);
}

char32_t own_letter(char32_t base, char32_t mark) {
    for (const Own& own : kOwn) {
        if (own.base == base && own.mark == mark) return own.letter;
    }
    return 0;
}

char32_t cyrillic_look_alike(char32_t latin, bool capital) {
    for (const Pair& pair : kPairs) {
        if (pair.latin == latin && (capital || pair.alike == Alike::kAlways)) return pair.cyrillic;
    }
    return 0;
}

char32_t latin_look_alike(char32_t cyrillic, bool capital) {
    for (const Pair& pair : kPairs) {
        if (pair.cyrillic == cyrillic && (capital || pair.alike == Alike::kAlways))
            return pair.latin;
    }
    return 0;
}

char32_t common_shape(char32_t c) {
    if (c < 0x0430 || c > 0x04D9) return c;
    for (const Own& marked : kMarked) {
        if (marked.letter == c) return marked.base;
    }
    const char32_t latin = latin_look_alike(c, true);
    return latin == 0 ? c : latin;
}

} // namespace isthmus::evidence
