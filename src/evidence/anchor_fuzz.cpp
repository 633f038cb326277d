// SPDX-License-Identifier: Apache-2.0
// A text, a passage of it, and another text, from any bytes: the passage is found in its own text,
// and whatever is said of the other lies inside it. Anchors as a file may have them do no harm.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/anchor.hpp"
#include "evidence/fingerprint.hpp"
#include "evidence/normalise.hpp"

namespace {

using namespace isthmus::evidence;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_inside(const std::u32string& letters, const isthmus::world::Anchor& anchor) {
    const auto findings = find_anchors(letters, std::vector{anchor, anchor});
    if (!findings) return;
    for (const AnchorFinding& finding : findings.value()) {
        if (finding.status == AnchorStatus::kMissing) continue;
        require(finding.place.position + finding.place.length <= letters.size());
        require(finding.resemblance > 0 && finding.resemblance <= 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kHead = 4;
    if (size < kHead) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + kHead, size - kHead);
    const std::size_t cut = bytes.size() * data[0] / 255;
    const std::u32string own = letters_of(normalise(bytes.substr(0, cut))).text;
    const std::u32string other = letters_of(normalise(bytes.substr(cut))).text;
    isthmus::world::Anchor wild;
    wild.position = static_cast<int>(data[1]) * 8'000'000 - 1000;
    wild.length = static_cast<int>(data[2]) * 8'000'000 - 1000;
    wild.fingerprint = std::string(bytes.substr(0, 50));
    check_inside(own, wild);
    wild.position = data[1];
    wild.length = data[2];
    wild.fingerprint = "1:0123456789abcdef";
    check_inside(own, wild);
    if (own.empty()) return 0;
    const std::size_t position = own.size() * data[1] / 256;
    const std::size_t length = 1 + (own.size() - position - 1) * data[2] / 255;
    const isthmus::world::Anchor anchor = make_anchor(own, {position, length});
    require(read_fingerprint(anchor.fingerprint).has_value());
    const auto findings = find_anchors(own, std::vector{anchor});
    require(findings.ok());
    require(findings.value().front().status == AnchorStatus::kVerified);
    check_inside(other, anchor);
    check_inside(other + own, anchor);
    return 0;
}
