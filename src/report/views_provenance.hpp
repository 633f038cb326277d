// SPDX-License-Identifier: Apache-2.0
// Which claim, if wrong, changes the answer, as tables.
#pragma once

#include <vector>

#include "provenance/explanation.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// One row: the result with its unit and, where the optimum leaves it open, its interval.
ResultTable explained_result_table(const provenance::Explanation& explanation);
/// The numbers that the result owes most to, with the effect predicted and solved again.
ResultTable influence_table(const provenance::Explanation& explanation);
/// The claims behind these numbers, with their sources.
ResultTable influence_claim_table(const provenance::Explanation& explanation);
/// What the result would be if a claim that contradicts a number's claim were right.
ResultTable alternative_table(const provenance::Explanation& explanation);

/// The four, in that order.
std::vector<ResultTable> provenance_tables(const provenance::Explanation& explanation);
/// The same for people: columns in which no row says anything are left out.
std::vector<ResultTable> readable_provenance_tables(const provenance::Explanation& explanation);

/// What the numbers of a result are shown in: "bcm/a", "USD/t", "MUSD/a", and the number in it.
std::string result_unit(const provenance::Explanation& explanation);
double shown_result(const provenance::Explanation& explanation, double canonical);
/// In words: "flow of Gas over Western line", "what Westland loses when Middleland withdraws".
std::string result_words(const provenance::Explanation& explanation);

} // namespace isthmus::report
