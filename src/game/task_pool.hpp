// SPDX-License-Identifier: Apache-2.0
// Independent tasks on threads, with progress and interruption.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/values.hpp"

namespace isthmus::game {

/// Calls `work(part)` for each of `parts` parts at once, the first on this thread.
template <typename Work> void share_out(std::size_t parts, const Work& work) {
    std::vector<std::thread> others;
    for (std::size_t part = 1; part < parts; ++part) others.emplace_back([&, part] { work(part); });
    work(0);
    for (std::thread& thread : others) thread.join();
}

enum class TaskOutcome { kDone, kFailed, kNotWritten };

/// Tasks 0 to count - 1, claimed in order by whoever is free.
class TaskPool {
  public:
    /// Tasks that `done` marks are not run again.
    TaskPool(std::size_t count, const std::vector<bool>& done, const ValueOptions& options)
        : count_(count), done_(done), options_(options) {
        for (const bool task : done) finished_ += task ? 1 : 0;
    }

    /// `make_worker()` makes what a thread runs its tasks with: TaskOutcome worker(number).
    template <typename MakeWorker> void run(const MakeWorker& make_worker) {
        const std::size_t threads = std::max(1U, options_.threads);
        share_out(std::min(threads, std::max<std::size_t>(1, count_ - finished_)),
                  [&](std::size_t) { claim(make_worker()); });
    }

    /// E704 where the run was interrupted, E705 where a task failed, E402 where the journal could
    /// not be written; else nothing.
    Diagnostics diagnostics(const std::filesystem::path& journal) const;

  private:
    template <typename Worker> void claim(Worker worker) {
        while (!stop_.load()) {
            const std::size_t number = next_.fetch_add(1);
            if (number >= count_) return;
            if (done_[number]) continue;
            if (options_.interrupt != nullptr && options_.interrupt->load()) {
                interrupted_ = true;
                return;
            }
            settle(worker(number));
        }
    }

    void settle(TaskOutcome outcome) {
        const std::lock_guard lock(mutex_);
        if (outcome != TaskOutcome::kDone) {
            worst_ = outcome;
            stop_ = true;
            return;
        }
        ++finished_;
        if (options_.progress) options_.progress({finished_, count_, 0});
    }

    std::size_t count_;
    std::vector<bool> done_;
    const ValueOptions& options_;
    std::mutex mutex_;
    std::size_t finished_ = 0;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stop_ = false, interrupted_ = false;
    TaskOutcome worst_ = TaskOutcome::kDone;
};

} // namespace isthmus::game
