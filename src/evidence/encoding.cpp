// SPDX-License-Identifier: Apache-2.0
// Encodings by ICU: byte order marks, declared names, and its statistical detector (ucsdet).
#include "evidence/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include "base/text.hpp"

namespace isthmus::evidence {

namespace {

/// Of 100. On 300 letters of Persian, Russian or Turkish in a legacy code page ICU says 24 to 61
/// for the right one, and 10 or less for bytes that are no text.
constexpr int32_t kConfidence = 20;
/// The detector counts letter triples: more of a text says nothing new.
constexpr std::size_t kSample = std::size_t{1} << 16;

struct ConverterCloser {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct DetectorCloser {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

std::optional<std::string> convert(std::string_view bytes, const char* encoding) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, ConverterCloser> from(ucnv_open(encoding, &error));
    const std::unique_ptr<UConverter, ConverterCloser> to(ucnv_open("UTF-8", &error));
    if (U_FAILURE(error)) return std::nullopt;
    std::string text;
    const char* source = bytes.data();
    const char* const source_end = bytes.data() + bytes.size();
    UChar pivot[1024];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    UBool first = true;
    while (true) {
        char buffer[4096];
        char* target = buffer;
        error = U_ZERO_ERROR;
        ucnv_convertEx(to.get(), from.get(), &target, buffer + sizeof buffer, &source, source_end,
                       pivot, &pivot_source, &pivot_target, pivot + std::size(pivot), first, true,
                       &error);
        first = false;
        text.append(buffer, static_cast<std::size_t>(target - buffer));
        if (error == U_BUFFER_OVERFLOW_ERROR) continue;
        if (U_FAILURE(error)) return std::nullopt;
        return text;
    }
}

/// The encoding that a byte order mark names; the mark is taken off.
const char* take_mark(std::string_view& bytes) {
    int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    const char* const name = ucnv_detectUnicodeSignature(
        bytes.data(), static_cast<int32_t>(std::min<std::size_t>(bytes.size(), 8)), &length,
        &error);
    if (U_FAILURE(error) || name == nullptr) return nullptr;
    bytes.remove_prefix(static_cast<std::size_t>(length));
    return name;
}

/// Code pages of Windows that hold letters where their ISO relatives hold control characters.
constexpr std::array<std::pair<std::string_view, const char*>, 6> kRelatives = {
    {{"ISO-8859-1", "windows-1252"},
     {"ISO-8859-2", "windows-1250"},
     {"ISO-8859-6", "windows-1256"},
     {"ISO-8859-7", "windows-1253"},
     {"ISO-8859-8", "windows-1255"},
     {"ISO-8859-9", "windows-1254"}}};

template <typename Test> std::size_t count_bytes(std::string_view bytes, Test test) {
    return static_cast<std::size_t>(std::count_if(
        bytes.begin(), bytes.end(), [&](char c) { return test(static_cast<unsigned char>(c)); }));
}

/// ICU tells Persian in windows-1256 from Arabic in ISO-8859-6 badly. The bytes of 1256's commonest
/// letters (yeh, waw) are vowel signs in the other, which are rare in print.
bool is_windows_arabic(std::string_view bytes) {
    const std::size_t letters = count_bytes(bytes, [](unsigned char c) { return c >= 0xC1; });
    const std::size_t signs =
        count_bytes(bytes, [](unsigned char c) { return c >= 0xEB && c <= 0xF2; });
    return 20 * signs > letters;
}

const char* windows_relative(std::string_view bytes, const char* name) {
    const bool has_controls =
        count_bytes(bytes, [](unsigned char c) { return c >= 0x80 && c <= 0x9F; }) > 0;
    for (const auto& [iso, windows] : kRelatives) {
        if (name != iso) continue;
        const bool arabic = iso == "ISO-8859-6" && is_windows_arabic(bytes);
        return has_controls || arabic ? windows : name;
    }
    return name;
}

std::optional<std::string> convert_detected(std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, DetectorCloser> detector(ucsdet_open(&error));
    const std::string_view sample = bytes.substr(0, kSample);
    ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
    const UCharsetMatch* const match = ucsdet_detect(detector.get(), &error);
    if (U_FAILURE(error) || match == nullptr) return std::nullopt;
    const int32_t confidence = ucsdet_getConfidence(match, &error);
    const char* const name = ucsdet_getName(match, &error);
    if (U_FAILURE(error) || confidence < kConfidence) return std::nullopt;
    return convert(bytes, windows_relative(sample, name));
}

/// UTF-8 with a few damaged bytes: at least ten characters of several bytes for each that is wrong.
bool is_damaged_utf8(std::string_view bytes) {
    std::size_t good = 0, bad = 0;
    int32_t place = 0;
    const auto size = static_cast<int32_t>(std::min<std::size_t>(bytes.size(), INT32_MAX));
    const auto* const units = reinterpret_cast<const uint8_t*>(bytes.data());
    while (place < size) {
        const int32_t begin = place;
        UChar32 character = 0;
        U8_NEXT(units, place, size, character);
        if (character < 0)
            ++bad;
        else if (place > begin + 1)
            ++good;
    }
    return good >= 10 * bad;
}

std::optional<std::string> decode_whatever(std::string_view bytes, std::string_view declared) {
    if (const char* const mark = take_mark(bytes)) return convert(bytes, mark);
    // What a page says of itself may be wrong; text that is well-formed UTF-8 by accident is not
    // seen in practice.
    if (is_utf8(bytes) && !holds_controls(bytes)) return std::string(bytes);
    if (!declared.empty()) {
        std::optional<std::string> text = convert(bytes, std::string(declared).c_str());
        if (text) return text;
    }
    if (is_damaged_utf8(bytes)) return convert(bytes, "UTF-8");
    return convert_detected(bytes);
}

} // namespace

bool holds_controls(std::string_view utf8) {
    return std::any_of(utf8.begin(), utf8.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x09 || (byte > 0x0D && byte < 0x20 && byte != 0x1B) || byte == 0x7F;
    });
}

std::optional<std::string> decode(std::string_view bytes, std::string_view declared) {
    std::optional<std::string> text = decode_whatever(bytes, declared);
    if (text && holds_controls(*text)) return std::nullopt;
    return text;
}

} // namespace isthmus::evidence
