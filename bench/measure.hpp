// SPDX-License-Identifier: Apache-2.0
// Stopwatch, medians and tables of the benchmark programs that take rivals in turn (game_bench).
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace isthmus::bench {

/// Of one run: by the clock, and processor time of all threads.
struct Seconds {
    double wall = 0, processor = 0;
};

class Stopwatch {
  public:
    Seconds elapsed() const {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_;
        return {wall.count(), static_cast<double>(std::clock() - processor_) / CLOCKS_PER_SEC};
    }

  private:
    std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
    std::clock_t processor_ = std::clock();
};

/// Seconds of one call, the mean of as many as fill `least` seconds.
template <typename Work> Seconds timed(double least, const Work& work) {
    const Stopwatch stopwatch;
    Seconds seconds;
    double calls = 0;
    do {
        work();
        ++calls;
        seconds = stopwatch.elapsed();
    } while (seconds.wall < least);
    return {seconds.wall / calls, seconds.processor / calls};
}

inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Repetitions of one figure.
struct Series {
    std::vector<double> wall, processor;

    void add(const Seconds& seconds) {
        wall.push_back(seconds.wall);
        processor.push_back(seconds.processor);
    }
    double median_wall() const { return median(wall); }
    double median_processor() const { return median(processor); }
};

inline std::string duration(double seconds) {
    if (seconds >= 1) return fmt::format("{:.3g} s", seconds);
    if (seconds >= 1e-3) return fmt::format("{:.3g} ms", seconds * 1e3);
    return fmt::format("{:.3g} us", seconds * 1e6);
}

inline std::string count(double items) {
    if (items >= 1e6) return fmt::format("{:.3g} M", items / 1e6);
    return items >= 1e3 ? fmt::format("{:.3g} k", items / 1e3) : fmt::format("{}", items);
}

/// Goals of a figure; 0: none.
struct Goal {
    double must = 0, aim = 0;

    /// What a figure has reached; `smaller` where less is better.
    std::string reached(double figure, bool smaller = true) const {
        const auto meets = [&](double goal) {
            return goal != 0 && (smaller ? figure <= goal : figure >= goal);
        };
        if (must == 0) return "";
        return meets(aim) ? "aim" : meets(must) ? "must" : "missed";
    }
    /// "must / aim" in the words of `words(goal)`.
    template <typename Words> std::string text(const Words& words) const {
        if (must == 0) return "";
        return aim == 0 ? words(must) : words(must) + " / " + words(aim);
    }
};

/// Rows of cells in columns of even width, in the form of Markdown.
class Table {
  public:
    explicit Table(std::vector<std::string> head) : rows_{std::move(head)} {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void print() const {
        if (rows_.size() == 1) return;
        std::vector<std::size_t> widths(rows_.front().size(), 3);
        for (const auto& row : rows_) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                widths[i] = std::max(widths[i], row[i].size());
            }
        }
        print_row(rows_.front(), widths);
        std::string rule = "|";
        for (const std::size_t width : widths) rule += fmt::format("{:-<{}}|", "", width + 2);
        std::printf("%s\n", rule.c_str());
        for (std::size_t i = 1; i < rows_.size(); ++i) print_row(rows_[i], widths);
        std::printf("\n");
        std::fflush(stdout);
    }

  private:
    static void print_row(const std::vector<std::string>& row,
                          const std::vector<std::size_t>& widths) {
        std::string line = "|";
        for (std::size_t i = 0; i < widths.size(); ++i) {
            line += fmt::format(" {:<{}} |", i < row.size() ? row[i] : "", widths[i]);
        }
        std::printf("%s\n", line.c_str());
    }

    std::vector<std::vector<std::string>> rows_;
};

} // namespace isthmus::bench
