// SPDX-License-Identifier: Apache-2.0
// The `isthmus` command.
#include "cli/command.hpp"

int main(int count, char** values) {
    return static_cast<int>(isthmus::cli::run({values + (count > 0 ? 1 : 0), values + count}));
}
