// SPDX-License-Identifier: Apache-2.0
#include "evidence/decompose.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "evidence/letter_variants.hpp"

namespace isthmus::evidence {

namespace {

constexpr char32_t kNegation = 0x0338; ///< the stroke of the sign that is not equal

const UNormalizer2* compatibility() {
    static const UNormalizer2* const kInstance = [] {
        UErrorCode error = U_ZERO_ERROR;
        const UNormalizer2* const instance = unorm2_getNFKCInstance(&error);
        if (U_FAILURE(error)) throw std::runtime_error("ICU has no data for normalisation");
        return instance;
    }();
    return kInstance;
}

/// What a character decomposes into, which may be nothing but itself.
struct Parts {
    static constexpr std::int32_t kLongest = 32; ///< no character decomposes into more units
    std::array<char32_t, kLongest> parts{};
    std::size_t size = 0;

    bool begins_with_digit() const { return size > 0 && u_isdigit(icu(parts[0])) != 0; }
    bool ends_with_digit() const { return size > 0 && u_isdigit(icu(parts[size - 1])) != 0; }
};

Parts parts_of(char32_t c) {
    Parts out;
    std::array<UChar, Parts::kLongest> units{};
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t length =
        unorm2_getDecomposition(compatibility(), icu(c), units.data(), Parts::kLongest, &error);
    if (length < 0) out.parts[out.size++] = c;
    for (std::int32_t at = 0; at < length;) {
        UChar32 part = 0;
        U16_NEXT(units.data(), at, length, part);
        out.parts[out.size++] = static_cast<char32_t>(part);
    }
    return out;
}

class Decomposer {
  public:
    explicit Decomposer(std::size_t size) { out_.reserve(size + size / 8); }

    void add(const Character& from) {
        const char32_t c = from.c;
        if (is_space(c)) return push(kSpace, from);
        if (c < 0x80 && c != U'`' && !is_digit(c)) return push(c, from);
        if (sign_form(c)) return push_part(c, from);
        const Parts parts = parts_of(c);
        const Number kind = number_of(c);
        if (parts.begins_with_digit()) set_apart(kind);
        for (std::size_t i = 0; i < parts.size; ++i) push_part(parts.parts[i], from);
        if (parts.ends_with_digit()) last_ = kind;
    }

    Characters take() { return std::move(out_); }

  private:
    /// How digits stand: in a row, as one character with more than one of them or of another size,
    /// or raised above the line.
    enum class Number { kPlain, kSingle, kRaised };

    static Number number_of(char32_t c) {
        if (u_charType(icu(c)) == U_DECIMAL_DIGIT_NUMBER) return Number::kPlain;
        const auto type = u_getIntPropertyValue(icu(c), UCHAR_DECOMPOSITION_TYPE);
        return type == U_DT_SUPER || type == U_DT_CIRCLE ? Number::kRaised : Number::kSingle;
    }

    /// Keeps a number apart from the one before it: "2022" with a footnote 1 is 2022^1 and never
    /// 20221.
    void set_apart(Number next) {
        const bool after_digit = !out_.empty() && is_digit(out_.back().c);
        if (next == Number::kRaised) {
            if (!after_digit || last_ != Number::kRaised) insert(kCaret);
        } else if (after_digit && (next == Number::kSingle || last_ != Number::kPlain)) {
            insert(kSpace);
        }
    }

    void insert(char32_t c) {
        const std::uint32_t at = out_.empty() ? 0 : out_.back().end;
        out_.push_back({c, at, at});
    }

    void push(char32_t c, const Character& from) {
        out_.push_back({c, from.begin, from.end});
        last_ = Number::kPlain;
    }

    void push_part(char32_t c, const Character& from) {
        if (const auto sign = sign_form(c)) {
            for (const char32_t part : *sign) push(part, from);
        } else if (is_mark(c)) {
            push_mark(c, from);
        } else if (in_mask(c, U_GC_ND_MASK)) {
            push(U'0' + static_cast<char32_t>(u_charDigitValue(icu(c))), from);
        } else if (in_mask(c, U_GC_PD_MASK)) {
            push(kHyphen, from);
        } else if (!is_ignorable(c)) {
            push(is_space(c) ? kSpace : c, from);
        }
    }

    void push_mark(char32_t c, const Character& from) {
        const bool negates =
            c == kNegation && !out_.empty() && in_mask(out_.back().c, U_GC_SM_MASK);
        if (!is_dropped_mark(c) || negates) return push(c, from);
        if (out_.empty() || out_.back().c == kSpace) return;
        if (const char32_t own = own_letter(out_.back().c, c)) out_.back().c = own;
        out_.back().end = from.end;
    }

    Characters out_;
    Number last_ = Number::kPlain; ///< what the last digit belongs to
};

} // namespace

Characters decompose(const Characters& text) {
    Decomposer decomposer(text.size());
    for (const Character& each : text) decomposer.add(each);
    return decomposer.take();
}

} // namespace isthmus::evidence
