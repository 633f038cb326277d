// SPDX-License-Identifier: Apache-2.0
// SHA-256 by OpenSSL.
#include <stdexcept>

#include <openssl/evp.h>

#include "evidence/document_text.hpp"

namespace isthmus::evidence {

std::string sha256(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL offers no SHA-256");
    }
    std::string text;
    text.reserve(2 * static_cast<std::size_t>(size));
    for (unsigned int i = 0; i < size; ++i) {
        text += kDigits[digest[i] >> 4U];
        text += kDigits[digest[i] & 15U];
    }
    return text;
}

} // namespace isthmus::evidence
