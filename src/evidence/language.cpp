// SPDX-License-Identifier: Apache-2.0
// The language of a text, guessed by libexttextcat from its letter groups (Cavnar & Trenkle 1994).
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include <libexttextcat/textcat.h>

#include "base/text.hpp"
#include "evidence/document_text.hpp"

namespace isthmus::evidence {

namespace {

/// The guess rests on the most frequent letter groups, which no longer change after a page or two.
constexpr std::size_t kSample = 8000;
/// Bytes of a line or two; on less the guess is one of chance.
constexpr std::size_t kShortest = 80;
/// Length of an ISO 639-1 code.
constexpr std::size_t kShortCode = 2;

struct GuesserClose {
    void operator()(void* guesser) const { textcat_Done(guesser); }
};

/// The folder of the library's data; empty where it is nowhere.
std::string data_folder() {
    constexpr std::array<const char*, 3> kFolders = {
#ifdef ISTHMUS_TEXTCAT_DIR
        ISTHMUS_TEXTCAT_DIR,
#else
        "",
#endif
        "/usr/share/libexttextcat", "/usr/local/share/libexttextcat"};
    for (const std::string folder : kFolders) {
        std::error_code ignored;
        if (!folder.empty() && std::filesystem::exists(folder + "/fpdb.conf", ignored))
            return folder + "/";
    }
    return {};
}

/// At most kSample bytes from the middle, without a divided character: beginnings are mastheads.
std::string_view sample_of(std::string_view text) {
    if (text.size() <= kSample) return text;
    const auto continues = [&](std::size_t place) {
        return place < text.size() && (static_cast<unsigned char>(text[place]) & 0xC0U) == 0x80U;
    };
    std::size_t begin = (text.size() - kSample) / 2, end = begin + kSample;
    while (continues(begin)) ++begin;
    while (continues(end)) --end;
    return text.substr(begin, end - begin);
}

/// "az-cyrillic-utf8" and "en--utf8" as BCP 47 tags.
std::string tag_of(std::string_view name) {
    constexpr std::string_view kEncoding = "-utf8";
    if (name.ends_with(kEncoding)) name.remove_suffix(kEncoding.size());
    while (name.ends_with('-')) name.remove_suffix(1);
    constexpr std::string_view kCyrillic = "-cyrillic";
    if (!name.ends_with(kCyrillic)) return std::string(name);
    name.remove_suffix(kCyrillic.size());
    return std::string(name) + "-Cyrl";
}

/// Of "[en--utf8][sco--utf8]" the first with a two-letter code, else the first.
std::string first_tag(std::string_view answer) {
    std::string first;
    while (answer.starts_with('[')) {
        const std::size_t end = answer.find(']');
        if (end == std::string_view::npos) break;
        std::string tag = tag_of(answer.substr(1, end - 1));
        if (tag.find('-') == kShortCode || tag.size() == kShortCode) return tag;
        if (first.empty()) first = std::move(tag);
        answer.remove_prefix(end + 1);
    }
    return first;
}

} // namespace

std::string detect_language(std::string_view text) {
    if (trim(text).size() < kShortest) return {};
    const std::string folder = data_folder();
    if (folder.empty()) return {};
    const std::unique_ptr<void, GuesserClose> guesser(
        special_textcat_Init((folder + "fpdb.conf").c_str(), folder.c_str()));
    if (!guesser) return {};
    const std::string sample(sample_of(text));
    const char* const answer = textcat_Classify(guesser.get(), sample.data(), sample.size());
    return answer == nullptr ? std::string() : first_tag(answer);
}

} // namespace isthmus::evidence
