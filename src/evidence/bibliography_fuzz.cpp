// SPDX-License-Identifier: Apache-2.0
// The input is a title, a publisher, a date and an address: entries stay well-formed whatever they
// hold.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "evidence/bibliography.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace isthmus::evidence;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto next = [&] {
        const std::size_t end = std::min(rest.find('\0'), rest.size());
        const std::string part(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return part;
    };
    Reference of;
    of.id = next(), of.title = next(), of.author = next(), of.date = next(), of.url = next();
    of.language = next();
    const std::string bibtex = to_bibtex({of, of}, next());
    int depth = 0;
    // BibTeX reads nothing before the first "@".
    for (const char c : std::string_view(bibtex).substr(bibtex.find('@'))) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth < 0) std::abort();
    }
    if (depth != 0) std::abort();
    const auto items = nlohmann::json::parse(to_csl_json({of, of}));
    if (items.size() != 2 || items[0]["id"] == items[1]["id"]) std::abort();
    const std::string text = to_plain_text({of});
    if (std::count(text.begin(), text.end(), '\n') != 1) std::abort();
    return 0;
}
