// SPDX-License-Identifier: Apache-2.0
// What a reading is about, from the words and names around it: its property, subject and object.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "evidence/entities.hpp"
#include "evidence/reading.hpp"

namespace isthmus::evidence {

struct Parties {
    const Mention* subject = nullptr; ///< points into the mentions
    const Mention* object = nullptr;
    bool same_sentence = false;
};

class SentenceContext {
  public:
    /// `mentions` of the whole text in the order of their places; they have to stay.
    SentenceContext(const LanguageRules& language, const std::vector<Mention>& mentions,
                    const std::vector<Token>& sentence, const std::vector<Token>& previous);

    /// The nearest keyword that fits the reading; words before a number are nearer than those
    /// behind it. nullptr where there is none.
    const PropertyWord* property(const Reading& reading) const;

    /// The nearest name before the number that may have the property is the subject, the nearest
    /// other one the object; without any in the sentence, the last ones of the sentence before.
    Parties parties(const Reading& reading, const PropertyWord* property) const;

  private:
    struct Keyword {
        const PropertyWord* word = nullptr;
        std::size_t first = 0, next = 0; ///< tokens
    };

    const LanguageRules& language_;
    const std::vector<Token>& sentence_;
    std::vector<const Mention*> named_, named_before_;
    std::vector<Keyword> keywords_;
};

/// A number as claims have it.
std::string format_value(double value);

} // namespace isthmus::evidence
