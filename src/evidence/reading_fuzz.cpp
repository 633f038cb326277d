// SPDX-License-Identifier: Apache-2.0
// Whatever the text, proposals lie within it, are numbered by rank, and are the same the second
// time.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "evidence/proposals.hpp"

namespace {

using namespace isthmus::evidence;

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const DocumentText& document, const std::vector<Proposal>& proposals) {
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const Proposal& each = proposals[i];
        require(each.number == i + 1);
        require(each.score > 0 && each.score < 1);
        require(i == 0 || proposals[i - 1].score >= each.score);
        require(each.sentence_begin <= each.begin && each.begin < each.end);
        require(each.end <= each.sentence_end && each.sentence_end <= document.text.size());
        require(each.paragraph >= 1 && each.paragraph <= document.paragraphs.size());
        require(!each.value.empty() && !each.property.empty());
        require(each.value.find("nan") == std::string::npos);
        require(each.from.empty() || isthmus::parse_date(each.from));
        require(each.to.empty() || isthmus::parse_date(each.to));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto& rules = built_in_rules();
    const LanguageRules& language = rules.languages[data[0] % rules.languages.size()];
    const DocumentText document = plain_document(std::string(data + 1, data + size));
    const NormalisedText text = normalise(document.text);
    const ReadOptions options{isthmus::Date{2024, 5, 31}};
    const auto first = propose(document, text, {}, rules, language, options);
    check(document, first);
    const auto second = propose(document, text, {}, rules, language, options);
    require(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        require(first[i].begin == second[i].begin && first[i].value == second[i].value);
    }
    return 0;
}
