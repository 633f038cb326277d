// SPDX-License-Identifier: Apache-2.0
// Blocks are read one after the other and parsed by any thread; the calling thread takes them in
// their order, leaves out duplicates and hands the rest to the sink.
#include "chronicle/event_file.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "chronicle/event_blocks.hpp"
#include "chronicle/event_layout.hpp"
#include "chronicle/event_parsing.hpp"
#include "chronicle/key_set.hpp"

namespace isthmus::chronicle {

namespace {

constexpr std::array<const char*, kRowProblems> kProblemIds{"W941", "W942", "W943", "W944", "W945"};

/// What stands in a cell, short enough for a message.
std::string shown(const std::string& text) {
    constexpr std::size_t kLongest = 40;
    std::string result = text;
    if (result.size() > kLongest) {
        std::size_t end = kLongest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        result = text.substr(0, end) + "...";
    }
    return is_utf8(result) ? result : "bytes that are not UTF-8";
}

/// The keys that were there, for each format.
class SeenKeys {
  public:
    bool insert(EventFormat format, const KeyDigest& key) {
        switch (format) {
        case EventFormat::kGdelt1:
            return gdelt1_.insert(key.low);
        case EventFormat::kGdelt2:
            return gdelt2_.insert(key.low);
        case EventFormat::kIcews:
            return icews_.insert(key);
        case EventFormat::kPolecat:
            return polecat_.insert(key);
        }
        return true;
    }

  private:
    NumberKeySet gdelt1_, gdelt2_;
    DigestKeySet icews_, polecat_;
};

/// Takes parsed blocks in their order.
class EventGatherer {
  public:
    EventGatherer(const std::vector<std::filesystem::path>& files,
                  const std::vector<FileLayout>& layouts, const EventFileOptions& options,
                  const EventSink& sink)
        : options_(options), sink_(sink) {
        for (std::size_t i = 0; i < files.size(); ++i) {
            EventFileSummary& file = summary_.files.emplace_back();
            file.file = files[i];
            file.format = layouts[i].format;
        }
    }

    void take(const ParsedBlock& block) {
        EventFileSummary& file = summary_.files[block.file];
        report(block, file);
        lines_ += block.lines;
        file.rows += block.rows;
        file.bytes = block.bytes - bytes_before_;
        for (std::size_t i = 0; i < kRowProblems; ++i) file.malformed[i] += block.malformed[i];
        pass_on(block, file);
        if (!block.last) return;
        if (file.rows != 0 && file.malformed_rows() == file.rows) {
            errors_.add({"E948", file.file.string(), 0, "", "", "", ""});
        }
        bytes_before_ = block.bytes;
        lines_ = 0;
        shown_ = 0;
    }

    Result<EventFilesSummary> finish() && {
        if (!errors_.empty()) {
            errors_.append(summary_.warnings);
            return std::move(errors_);
        }
        return std::move(summary_);
    }

  private:
    void report(const ParsedBlock& block, const EventFileSummary& file) {
        for (const RowProblemFound& problem : block.problems) {
            if (shown_ == options_.shown_problems) return;
            ++shown_;
            const RowFailure& failure = problem.failure;
            summary_.warnings.add({kProblemIds[static_cast<std::size_t>(failure.problem)],
                                   file.file.string(), lines_ + problem.line, failure.column,
                                   shown(failure.found), failure.expected, ""});
        }
    }

    void pass_on(const ParsedBlock& block, EventFileSummary& file) {
        std::vector<TextId> ids;
        for (std::size_t i = 0; i < block.texts.size(); ++i) {
            ids.push_back(texts_.add(block.texts[TextId(i)]));
        }
        records_.clear();
        for (const ParsedEvent& event : block.events) {
            if (!seen_.insert(file.format, event.key)) {
                ++file.duplicates;
                continue;
            }
            EventRecord& record = records_.emplace_back(event.record);
            record.source = ids[record.source.index()];
            record.target = ids[record.target.index()];
            record.code = ids[record.code.index()];
            count(event, file);
        }
        if (!records_.empty()) sink_(file.format, records_, texts_);
    }

    static void count(const ParsedEvent& event, EventFileSummary& file) {
        ++file.events;
        file.unscored += event.record.scored ? 0 : 1;
        file.disagreements += event.disagrees ? 1 : 0;
        file.unlisted += event.unlisted ? 1 : 0;
        file.other_class += event.other_class ? 1 : 0;
        file.broken_text += event.broken_text ? 1 : 0;
        const Day day = event.record.day;
        file.first = file.first ? std::min(*file.first, day) : day;
        file.last = file.last ? std::max(*file.last, day) : day;
    }

    const EventFileOptions& options_;
    const EventSink& sink_;
    EventFilesSummary summary_;
    Diagnostics errors_;
    SeenKeys seen_;
    EventTexts texts_;
    std::vector<EventRecord> records_;
    std::size_t lines_ = 0, shown_ = 0; ///< of the present file
    std::uint64_t bytes_before_ = 0;    ///< of the files before it
};

/// Threads that parse blocks, while one of them takes the parsed ones in their order.
class BlockPipeline {
  public:
    BlockPipeline(const std::vector<std::filesystem::path>& files,
                  const std::vector<FileLayout>& layouts, const EventFileOptions& options)
        : reader_(files, options.block_bytes),
          layouts_(layouts),
          options_(options),
          ahead_(2 * std::max(1U, options.threads) + 1) {}
    ~BlockPipeline() {
        stop();
        for (std::thread& thread : others_) thread.join();
    }
    BlockPipeline(const BlockPipeline&) = delete;
    BlockPipeline& operator=(const BlockPipeline&) = delete;

    /// Calls `take(ParsedBlock)` for every block; false where it was interrupted.
    template <typename Take> bool run(const Take& take) {
        for (unsigned i = 1; i < options_.threads; ++i) others_.emplace_back([this] { help(); });
        while (true) {
            if (options_.interrupt != nullptr && options_.interrupt->load()) return false;
            std::unique_lock lock(mutex_);
            if (failure_) std::rethrow_exception(failure_);
            const auto ready = parsed_.find(taken_);
            if (ready != parsed_.end()) {
                const ParsedBlock block = std::move(ready->second);
                parsed_.erase(ready);
                lock.unlock();
                take(block);
                lock.lock();
                ++taken_;
                changed_.notify_all();
            } else if (all_claimed_ && taken_ == claimed_) {
                return true;
            } else if (may_claim()) {
                ++claims_;
                lock.unlock();
                parse_one(own_block_);
            } else {
                changed_.wait(lock);
            }
        }
    }

  private:
    bool may_claim() const { return !all_claimed_ && claims_ < taken_ + ahead_; }

    void stop() {
        const std::lock_guard lock(mutex_);
        all_claimed_ = stopped_ = true;
        changed_.notify_all();
    }

    void help() {
        EventBlock block;
        while (true) {
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [this] { return all_claimed_ || may_claim(); });
                if (all_claimed_) return;
                ++claims_;
            }
            parse_one(block);
        }
    }

    void parse_one(EventBlock& block) {
        try {
            {
                const std::lock_guard lock(reading_);
                const bool more = reader_.next(block);
                const std::lock_guard state(mutex_);
                if (!more || stopped_) {
                    all_claimed_ = true;
                    changed_.notify_all();
                    return;
                }
                claimed_ = block.number + 1;
            }
            ParsedBlock parsed = parse_block(block, layouts_[block.file], options_);
            const std::lock_guard lock(mutex_);
            parsed_.emplace(parsed.number, std::move(parsed));
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            all_claimed_ = true;
        }
        changed_.notify_all();
    }

    BlockReader reader_; ///< under reading_
    std::mutex reading_;
    const std::vector<FileLayout>& layouts_;
    const EventFileOptions& options_;
    const std::size_t ahead_; ///< blocks that may be claimed and not yet taken
    EventBlock own_block_;

    std::mutex mutex_; ///< for all that follows
    std::condition_variable changed_;
    std::map<std::size_t, ParsedBlock> parsed_; ///< by number, waiting for their turn
    std::size_t claims_ = 0;                    ///< permissions given to read a block
    std::size_t claimed_ = 0;                   ///< blocks that were read
    std::size_t taken_ = 0;
    bool all_claimed_ = false, stopped_ = false;
    std::exception_ptr failure_;
    std::vector<std::thread> others_;
};

constexpr std::size_t kBeginning = std::size_t{1} << 18;

Diagnostics find_layouts(const std::vector<std::filesystem::path>& files,
                         const EventFileOptions& options, std::vector<FileLayout>& layouts) {
    Diagnostics diagnostics;
    for (const std::filesystem::path& file : files) {
        const FoundLayout found = find_layout(read_beginning(file, kBeginning), file.string());
        if (!found.fits) diagnostics.add({"E940", file.string(), 0, "", "", "", ""});
        diagnostics.append(found.lacking);
        layouts.push_back(found.layout);
        const bool cameo = found.layout.format != EventFormat::kPolecat;
        if (!cameo && options.goldstein != GoldsteinList::kFile) {
            diagnostics.add({"E946", file.string(), 0, "", "", "file", ""});
        }
    }
    return diagnostics;
}

std::uint64_t total_bytes(const std::vector<std::filesystem::path>& files) {
    std::uint64_t bytes = 0;
    for (const std::filesystem::path& file : files) {
        std::error_code unknown;
        const std::uintmax_t size = std::filesystem::file_size(file, unknown);
        if (!unknown) bytes += size;
    }
    return bytes;
}

} // namespace

std::uint64_t EventFileSummary::malformed_rows() const {
    return std::accumulate(malformed.begin(), malformed.end(), std::uint64_t{0});
}

std::optional<EventFormat> detect_format(std::string_view beginning) {
    const FoundLayout found = find_layout(beginning, "");
    if (!found.fits || !found.lacking.empty()) return std::nullopt;
    return found.layout.format;
}

Result<EventFilesSummary> read_events(const std::vector<std::filesystem::path>& files,
                                      const EventFileOptions& options, const EventSink& sink) {
    std::vector<FileLayout> layouts;
    Diagnostics refused = find_layouts(files, options, layouts);
    if (!refused.empty()) return refused;
    const std::uint64_t bytes = total_bytes(files);
    EventGatherer gatherer(files, layouts, options, sink);
    BlockPipeline pipeline(files, layouts, options);
    const bool whole = pipeline.run([&](const ParsedBlock& block) {
        gatherer.take(block);
        if (options.progress) options.progress(block.bytes, bytes);
    });
    if (!whole) {
        Diagnostics interrupted;
        interrupted.add({"E949", "", 0, "", "", "", ""});
        return interrupted;
    }
    return std::move(gatherer).finish();
}

} // namespace isthmus::chronicle
