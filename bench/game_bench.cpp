// SPDX-License-Identifier: Apache-2.0
// The figures of the value engine beside its goals: all values of synthetic networks against warm
// linear programs in the same run, losses against none, streaming, solution concepts on given
// values, a real world, and sampling beyond exact size. Rivals take turns with what they are
// compared to, so that they meet the same machine.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "game/core.hpp"
#include "game/graph_games.hpp"
#include "game/network_engine.hpp"
#include "game/network_values.hpp"
#include "game/nucleolus.hpp"
#include "game/oracle.hpp"
#include "game/sampling.hpp"
#include "game/shapley.hpp"
#include "game/tau.hpp"
#include "game/test_network_file.hpp"
#include "game/unions.hpp"
#include "game/values.hpp"
#include "game/world_game.hpp"
#include "game_rivals.hpp"
#include "measure.hpp"

namespace isthmus::bench {
namespace {

using game::Coalition;
using game::CoalitionNetwork;
using game::ValueTable;

/// Short jobs are repeated within a figure until the clock can tell them apart.
constexpr double kLeastSeconds = 0.05;
constexpr unsigned kThreads = 2;
constexpr std::size_t kWindows = 8, kWindowSteps = 256;
constexpr std::uint64_t kWindowSeed = 1;
/// What rival and engine may differ by, relative to v(N), before a figure is worth nothing.
constexpr double kAgreement = 1e-6;

struct Options {
    std::filesystem::path instances = "instances";
    std::filesystem::path world = std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian";
    bool all = false, quick = false;
    std::string only;

    bool wants(std::string_view part) const { return only.empty() || only == part; }
    std::size_t repetitions(std::size_t usual) const { return quick ? 1 : usual; }
};

struct Family {
    std::string_view name, title;
    std::size_t players = 0, repetitions = 0;
    Goal seconds, highs, clp;
    bool with_losses = false; ///< has instances with losses as well
    bool optional = false;    ///< minutes: only with --all
};
constexpr Goal kLossGoal{1.7, 1.3};
constexpr Goal kPipelinesHighs{1000, 3000}, kPipelinesClp{400, 0};
constexpr Goal kSeaHighs{100, 250}, kSeaClp{50, 0};
const Family kFamilies[] = {
    {"medium", "n=16 pipelines", 16, 5, {0.012, 0.004}, {}, {}, true, false},
    {"mediumg", "n=16 sea trade", 16, 5, {0.05, 0.015}, {}, {}, false, false},
    {"large", "n=20 pipelines", 20, 5, {0.1, 0.04}, kPipelinesHighs, kPipelinesClp, true, false},
    {"largeg", "n=20 sea trade", 20, 5, {1.5, 0.5}, kSeaHighs, kSeaClp, false, false},
    {"huge", "n=24 pipelines", 24, 3, {2.5, 0.8}, kPipelinesHighs, kPipelinesClp, true, false},
    {"hugeg", "n=24 sea trade", 24, 1, {40, 13}, kSeaHighs, kSeaClp, false, true},
};
constexpr int kSeeds = 3;

[[noreturn]] void stop(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(3);
}
template <typename Value> Value checked(Result<Value> result) {
    if (!result.ok()) stop(result.diagnostics().items().front().to_string());
    return std::move(result).value();
}

std::optional<CoalitionNetwork> read_instance(const Options& options, const std::string& name) {
    std::ifstream input(options.instances / (name + ".txt"));
    if (!input) return std::nullopt;
    return game::read_network_file(input);
}

game::ValueOptions value_options(unsigned threads) {
    game::ValueOptions options;
    options.threads = threads;
    options.certified_sample = 0;
    return options;
}

/// The whole job: all values, Shapley and Banzhaf of everybody.
game::PartValues all_values(const CoalitionNetwork& network, unsigned threads) {
    game::PartValues values = checked(game::coalition_values(network, value_options(threads)));
    const game::PowerValues power = game::power_values(values.table);
    if (!std::isfinite(power.shapley.front())) stop("a Shapley value is not finite");
    return values;
}

/// Players by what adding them costs the engine, cheapest first: the order of its walk reversed.
std::vector<std::size_t> cheapest_first(const CoalitionNetwork& network) {
    constexpr std::size_t kOrders = 48;
    const auto engine = network.lossy()
                            ? make_engine(game::prepare_lossy(network), false)
                            : make_engine(checked(game::prepare_lossless(network)), false);
    const auto pivots = engine->pivots_of_additions(kOrders);
    std::vector<std::size_t> order(pivots.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return pivots[one] < pivots[other];
    });
    return order;
}

/// Seconds of a coalition, on the way through all windows; the jumps between them do not count.
double seconds_per_coalition(Rival& rival, const std::vector<GrayWindow>& windows,
                             const ValueTable& table) {
    const double nobody = rival.welfare(0);
    const double scale = std::abs(table[table.grand()]);
    double seconds = 0;
    std::size_t coalitions = 0;
    for (const GrayWindow& window : windows) {
        double welfare = rival.welfare(window.front());
        const Stopwatch stopwatch;
        for (std::size_t i = 1; i < window.size(); ++i) welfare = rival.welfare(window[i]);
        seconds += stopwatch.elapsed().processor;
        coalitions += window.size() - 1;
        if (!(std::abs(welfare - nobody - table[window.back()]) <= kAgreement * scale)) {
            stop(fmt::format("a rival finds {} where the engine has {}", welfare - nobody,
                             table[window.back()]));
        }
    }
    return seconds / static_cast<double>(coalitions);
}

/// One instance, everything that is compared with each other in turn.
struct Measured {
    std::string name;
    game::ValueStatistics statistics;
    Series two_threads, one_thread; ///< the whole job
    Series lossy_two_threads, lossy_one_thread;
    std::vector<double> loss, loss_processor; ///< ratios of one repetition
    std::vector<double> clp, highs;           ///< seconds a coalition
    std::vector<double> clp_ratio, highs_ratio;
    double certificate = 0; ///< seconds
};

/// What a certified sample adds to a run: the program from scratch and as many coalitions.
double certificate_seconds(const CoalitionNetwork& network) {
    const std::size_t sample = game::ValueOptions().certified_sample;
    const Coalition grand = game::grand_coalition(network.players);
    return timed(kLeastSeconds,
                 [&] {
                     const auto oracle = game::make_oracle(network);
                     for (std::size_t i = 0; i < sample; ++i) {
                         constexpr Coalition kScatter = 0x9E3779B97F4A7C15ULL;
                         oracle->welfare((~Coalition{0} + i * kScatter) & grand);
                     }
                 })
        .processor;
}

Measured measure_instance(const Options& options, const Family& family, const std::string& name,
                          const CoalitionNetwork& network,
                          const std::optional<CoalitionNetwork>& lossy) {
    Measured result;
    result.name = name;
    const auto windows = gray_windows(cheapest_first(network), kWindows, kWindowSteps, kWindowSeed);
    const Stopwatch stopwatch;
    const game::PartValues values = all_values(network, kThreads);
    const Seconds first_run = stopwatch.elapsed();
    result.statistics = values.statistics;
    const auto clp = make_clp_rival(network);
    const auto highs = make_highs_rival(network);
    const double coalitions = static_cast<double>(values.table.size());
    const auto run = [](Series& series, const CoalitionNetwork& of, unsigned threads) {
        const Seconds seconds = timed(kLeastSeconds, [&] { all_values(of, threads); });
        series.add(seconds);
        return seconds;
    };
    for (std::size_t i = 0; i < options.repetitions(family.repetitions); ++i) {
        // Where a run takes minutes, the first one is a figure as good as another.
        if (family.optional && i == 0) result.two_threads.add(first_run);
        const double two = family.optional && i == 0
                               ? first_run.wall
                               : run(result.two_threads, network, kThreads).wall;
        const double one = run(result.one_thread, network, 1).processor;
        if (lossy) {
            result.loss.push_back(run(result.lossy_two_threads, *lossy, kThreads).wall / two);
            result.loss_processor.push_back(run(result.lossy_one_thread, *lossy, 1).processor /
                                            one);
        }
        result.clp.push_back(seconds_per_coalition(*clp, windows, values.table));
        result.clp_ratio.push_back(result.clp.back() / (one / coalitions));
        if (highs == nullptr) continue;
        result.highs.push_back(seconds_per_coalition(*highs, windows, values.table));
        result.highs_ratio.push_back(result.highs.back() / (one / coalitions));
    }
    result.certificate = certificate_seconds(network);
    return result;
}

/// "a / b / c" of one figure of each seed.
template <typename Figure>
std::string of_seeds(const std::vector<Measured>& seeds, const Figure& figure) {
    std::string text;
    for (const Measured& seed : seeds) {
        if (!text.empty()) text += " / ";
        text += figure(seed);
    }
    return text;
}
template <typename Figure>
double largest(const std::vector<Measured>& seeds, const Figure& figure) {
    double result = 0;
    for (const Measured& seed : seeds) result = std::max(result, figure(seed));
    return result;
}
template <typename Figure>
double smallest(const std::vector<Measured>& seeds, const Figure& figure) {
    double result = figure(seeds.front());
    for (const Measured& seed : seeds) result = std::min(result, figure(seed));
    return result;
}
void add_family(const Family& family, const std::vector<Measured>& seeds, Table& times,
                Table& rivals, Table& losses) {
    const double worst =
        largest(seeds, [](const Measured& seed) { return seed.two_threads.median_wall(); });
    times.add(
        {std::string(family.title), family.seconds.text(duration), duration(worst),
         family.seconds.reached(worst),
         of_seeds(seeds,
                  [](const Measured& seed) { return duration(seed.two_threads.median_wall()); }),
         of_seeds(
             seeds,
             [](const Measured& seed) { return duration(seed.one_thread.median_processor()); }),
         of_seeds(seeds, [](const Measured& seed) { return duration(seed.certificate); }),
         of_seeds(seeds, [](const Measured& seed) {
             return count(static_cast<double>(seed.statistics.connected));
         })});
    const auto coalitions = std::ldexp(1.0, static_cast<int>(family.players));
    const auto add_rival = [&](std::string_view name, const Goal& goal,
                               std::vector<double> Measured::*seconds,
                               std::vector<double> Measured::*ratio) {
        if ((seeds.front().*ratio).empty()) return;
        const auto ratio_of = [&](const Measured& seed) { return median(seed.*ratio); };
        const double least = smallest(seeds, ratio_of);
        const auto round = [](double value) { return fmt::format("{:.0f} x", value); };
        rivals.add({std::string(family.title), std::string(name), goal.text(round), round(least),
                    goal.reached(least, false),
                    of_seeds(seeds, [&](const Measured& seed) { return round(ratio_of(seed)); }),
                    of_seeds(seeds,
                             [&](const Measured& seed) {
                                 return fmt::format("{:.3g}", median(seed.*seconds) * 1e6);
                             }),
                    of_seeds(seeds, [&](const Measured& seed) {
                        return fmt::format("{:.2g}",
                                           seed.one_thread.median_processor() / coalitions * 1e6);
                    })});
    };
    add_rival("HiGHS", family.highs, &Measured::highs, &Measured::highs_ratio);
    add_rival("CLP", family.clp, &Measured::clp, &Measured::clp_ratio);
    if (seeds.front().loss.empty()) return;
    const auto loss_of = [](const Measured& seed) { return median(seed.loss); };
    const double most = largest(seeds, loss_of);
    const auto words = [](double value) { return fmt::format("{:.2g} x", value); };
    losses.add(
        {std::string(family.title), kLossGoal.text(words), words(most), kLossGoal.reached(most),
         of_seeds(seeds, [&](const Measured& seed) { return words(loss_of(seed)); }),
         of_seeds(seeds, [&](const Measured& seed) { return words(median(seed.loss_processor)); }),
         of_seeds(seeds, [](const Measured& seed) {
             return duration(seed.lossy_two_threads.median_wall());
         })});
}

void measure_families(const Options& options) {
    Table times({"all values, Shapley, Banzhaf", "must / aim", "worst seed", "reached",
                 "seeds, 2 threads", "processor, 1 thread", "certifying 16", "connected"});
    Table rivals({"ratio, 1 thread", "rival, warm", "must / aim", "worst seed", "reached", "seeds",
                  "rival us a coalition", "ours"});
    Table losses({"with losses / without", "must / aim", "worst seed", "reached",
                  "seeds, 2 threads", "processor, 1 thread", "time with losses"});
    std::string kernel;
    for (const Family& family : kFamilies) {
        if (!options.wants("families") && options.only != family.name) continue;
        if (family.optional && !options.all && options.only != family.name) continue;
        std::vector<Measured> seeds;
        for (int seed = 1; seed <= kSeeds; ++seed) {
            const std::string name = fmt::format("{}{}", family.name, seed);
            const auto network = read_instance(options, name);
            if (!network) {
                std::printf("%s: no such instance, not measured\n", name.c_str());
                continue;
            }
            std::fprintf(stderr, "%s\n", name.c_str());
            const auto lossy =
                family.with_losses ? read_instance(options, name + "l") : std::nullopt;
            seeds.push_back(measure_instance(options, family, name, *network, lossy));
        }
        if (seeds.empty()) continue;
        kernel = seeds.front().statistics.kernel;
        add_family(family, seeds, times, rivals, losses);
    }
    if (!kernel.empty()) std::printf("Kernel: %s.\n\n", kernel.c_str());
    times.print();
    rivals.print();
    losses.print();
}

/// Shapley values of 28 players without a table.
void measure_streaming(const Options& options) {
    const auto network = read_instance(options, "giant");
    if (!network) return;
    std::fprintf(stderr, "streaming\n");
    constexpr Goal kGoal{10, 3};
    Table table({"n=28, Shapley and Banzhaf streamed", "must / aim", "figure", "reached",
                 "1 thread", "connected"});
    const auto run = [&](unsigned threads) {
        const Stopwatch stopwatch;
        const auto values = checked(game::streamed_values(*network, value_options(threads)));
        return std::pair(stopwatch.elapsed().wall, values.statistics.connected);
    };
    const auto [two, connected] = run(kThreads);
    table.add({"pipelines, one seed", kGoal.text(duration), duration(two), kGoal.reached(two),
               duration(run(1).first), count(static_cast<double>(connected))});
    table.print();
}

/// A row for a job on values that are given, one thread.
void add_job(const Options& options, Table& table, const std::string& name, const Goal& goal,
             const std::function<void()>& job) {
    Series series;
    for (std::size_t i = 0; i < options.repetitions(3); ++i) {
        series.add(timed(kLeastSeconds, job));
    }
    const double figure = series.median_wall();
    table.add({name, goal.text(duration), duration(figure), goal.reached(figure)});
}

std::vector<Coalition> unions_of_four(std::size_t players) {
    std::vector<Coalition> unions;
    for (std::size_t first = 0; first < players; first += 4) {
        unions.push_back(Coalition{0xF} << first);
    }
    return unions;
}

/// Players who share an arc.
game::CooperationGraph neighbour_graph(const CoalitionNetwork& network) {
    game::CooperationGraph graph;
    for (const game::NetworkArc& arc : network.arcs) {
        if (game::coalition_size(arc.consent) != 2) continue;
        const std::size_t one = game::first_player(arc.consent);
        const std::size_t other = game::first_player(arc.consent & (arc.consent - 1));
        graph.push_back({one, other});
    }
    return graph;
}

void measure_concepts(const Options& options) {
    struct Size {
        std::string_view instance;
        std::size_t players;
        Goal power, nucleolus;
    };
    const Size sizes[] = {{"small1", 12, {}, {0.005, 0.002}},
                          {"medium1", 16, {}, {0.015, 0.006}},
                          {"large1", 20, {0.001, 0.0002}, {0.1, 0.04}},
                          {"huge1", 24, {0.025, 0.006}, {1, 0.2}}};
    Table table({"values given, 1 thread", "must / aim", "figure", "reached"});
    for (const Size& size : sizes) {
        const auto network = read_instance(options, std::string(size.instance));
        if (!network) continue;
        std::fprintf(stderr, "concepts on %s\n", std::string(size.instance).c_str());
        const ValueTable values =
            checked(game::coalition_values(*network, value_options(kThreads))).table;
        const std::string suffix = fmt::format(", n={}", size.players);
        if (size.power.must > 0) {
            add_job(options, table, "Shapley and Banzhaf" + suffix, size.power,
                    [&] { game::power_values(values); });
        }
        add_job(options, table, "prenucleolus" + suffix, size.nucleolus,
                [&] { checked(game::prenucleolus(values)); });
        if (size.players < 24) continue;
        const auto unions = unions_of_four(size.players);
        add_job(options, table, "Owen, unions of four" + suffix, {1e-4, 0},
                [&] { game::union_values(values, unions); });
        const auto graph = neighbour_graph(*network);
        add_job(options, table, "Myerson" + suffix, {}, [&] { game::myerson(values, graph); });
    }
    table.print();
}

/// Seconds that a loop over the linear program would take for all values of a part, from the pace
/// on windows of a Gray code; the order of its toggles is that of the players.
double loop_seconds(const game::CoalitionProblem& part) {
    constexpr std::size_t kSampleWindows = 4, kSampleSteps = 32;
    const Coalition relevant = part.relevant_players();
    std::vector<std::size_t> order;
    game::for_each_player(relevant, [&](std::size_t player) { order.push_back(player); });
    const auto oracle = game::make_oracle(part);
    const std::size_t all = std::size_t{1} << order.size();
    const std::size_t steps = std::min(kSampleSteps, all / 2);
    double seconds = 0;
    for (const GrayWindow& window : gray_windows(order, kSampleWindows, steps, kWindowSeed)) {
        oracle->welfare(window.front());
        const Stopwatch stopwatch;
        for (std::size_t i = 1; i < window.size(); ++i) oracle->welfare(window[i]);
        seconds += stopwatch.elapsed().wall;
    }
    return seconds / static_cast<double>(kSampleWindows * steps) * static_cast<double>(all);
}

void measure_world(const Options& options) {
    constexpr int kYear = 2024;
    constexpr Goal kGoal{5, 1};
    std::fprintf(stderr, "world\n");
    const world::World world = checked(world::load(options.world));
    const game::WorldGame example = checked(game::world_game(world, kYear));
    const auto whole = [&](unsigned threads) {
        const game::WorldGame game = checked(game::world_game(world, kYear));
        return checked(game::game_values(game, value_options(threads)));
    };
    Table table(
        {fmt::format("{} {}, {} players", world.manifest().id, kYear, example.players.size()),
         "must / aim", "figure", "reached", "processor"});
    const auto add = [&](const std::string& name, const Goal& goal, const Series& series) {
        const double figure = series.median_wall();
        table.add({name, goal.text(duration), duration(figure), goal.reached(figure),
                   duration(series.median_processor())});
    };
    Series two, one, setup;
    for (std::size_t i = 0; i < options.repetitions(3); ++i) {
        two.add(timed(0, [&] { whole(kThreads); }));
        one.add(timed(0, [&] { whole(1); }));
        setup.add(timed(0, [&] { checked(game::world_game(world, kYear)); }));
    }
    game::ValueOptions certified;
    certified.threads = kThreads;
    Series with_sample;
    with_sample.add(timed(0, [&] { checked(game::game_values(example, certified)); }));
    add("game and all values, 2 threads", kGoal, two);
    add("the same, 1 thread", {}, one);
    add("of it the game", {}, setup);
    add("values with 16 of each part certified", {}, with_sample);

    const game::GameValues values = whole(kThreads);
    double loop = 0;
    for (std::size_t i = 0; i < example.parts.size(); ++i) {
        std::string names;
        for (const world::CommodityId id : example.parts[i].commodities) {
            names += (names.empty() ? "" : ", ") + world.commodities[id].id;
        }
        const game::PartValues& part = values.parts[i];
        Series series;
        series.add(timed(0, [&] {
            checked(game::coalition_values(example.parts[i].problem, value_options(kThreads)));
        }));
        add(fmt::format("part {} ({} players, {})", names, part.table.players(),
                        part.statistics.kernel),
            {}, series);
        loop += loop_seconds(example.parts[i].problem);
    }
    table.add({"rival: a loop over the linear program, 1 thread, from 128 a part", "",
               duration(loop), fmt::format("{:.0f} x", loop / one.median_wall())});

    const ValueTable& total = values.total;
    const auto job = [&](const std::string& name, const std::function<void()>& work) {
        Series series;
        series.add(timed(kLeastSeconds, work));
        add("values given: " + name, {}, series);
    };
    job("Shapley and Banzhaf", [&] { game::power_values(total); });
    job("Owen, unions of four", [&] {
        game::union_values(total, checked(game::union_partition(
                                      total.players(), {Coalition{0xF}, Coalition{0xF0}})));
    });
    job("Myerson, everybody linked",
        [&] { game::myerson(total, game::complete_graph(total.players())); });
    job("nucleolus", [&] { checked(game::nucleolus(total)); });
    job("prenucleolus", [&] { checked(game::prenucleolus(total)); });
    job("core", [&] { checked(game::core(total)); });
    job("tau value", [&] { game::tau_value(total); });
    table.print();
}

class OracleFunction final : public game::ValueFunction {
  public:
    explicit OracleFunction(const CoalitionNetwork& network)
        : oracle_(game::make_oracle(network)), nobody_(oracle_->welfare(Coalition{0})) {}
    double value(Coalition coalition) override { return oracle_->welfare(coalition) - nobody_; }

  private:
    std::unique_ptr<game::WelfareOracle> oracle_;
    double nobody_;
};

/// The largest relative difference between two functions along some random orders.
double disagreement(game::ValueFunction& one, game::ValueFunction& other, std::size_t players) {
    double worst = 0;
    const double scale = std::abs(other.value(game::grand_coalition(players)));
    constexpr std::size_t kOrders = 4;
    for (std::size_t order = 0; order < kOrders; ++order) {
        Coalition coalition = 0;
        for (std::size_t i = 0; i < players; ++i) {
            coalition |= game::player_bit((i * (2 * order + 7) + order) % players);
            worst = std::max(worst, std::abs(one.value(coalition) - other.value(coalition)));
        }
    }
    return worst / scale;
}

void measure_sampling(const Options& options, const std::string& instance) {
    const auto network = read_instance(options, instance);
    if (!network) return;
    std::fprintf(stderr, "sampling on %s\n", instance.c_str());
    const std::size_t players = network->players;
    Table table({fmt::format("sampling, {} players, to 1 % of v(N)", players), "figure", "orders",
                 "coalitions", "us a coalition, 1 thread", "widest of v(N)"});
    const auto sample = [&](const std::string& name, const game::ValueFactory& factory) {
        game::SamplingOptions sampling;
        sampling.threads = kThreads;
        const Stopwatch stopwatch;
        const auto values = checked(game::sampled_values(players, factory, sampling));
        const Seconds seconds = stopwatch.elapsed();
        const auto& widths = values.shapley.half_widths;
        const double widest = *std::max_element(widths.begin(), widths.end()) / values.grand;
        table.add({name, duration(seconds.wall), std::to_string(values.permutations),
                   std::to_string(values.coalitions),
                   fmt::format("{:.3g}",
                               seconds.processor / static_cast<double>(values.coalitions) * 1e6),
                   fmt::format("{:.2f} %{}", widest * 100, values.target_met ? "" : " (not met)")});
    };
    const auto kernel = [&]() -> std::unique_ptr<game::ValueFunction> {
        return checked(game::network_value_function(*network, value_options(1)));
    };
    const auto oracle = [&]() -> std::unique_ptr<game::ValueFunction> {
        return std::make_unique<OracleFunction>(*network);
    };
    if (players > game::kMaxStreamedPlayers) {
        std::printf(
            "The network kernels pack players to %zu bits: sampled by the linear program.\n\n",
            game::kMaxStreamedPlayers);
    } else {
        if (const double apart = disagreement(*kernel(), *oracle(), players);
            !(apart <= kAgreement)) {
            stop(fmt::format("the kernel is {:.2g} of v(N) off the linear program", apart));
        }
        sample("network kernel", kernel);
    }
    sample("linear program", oracle);
    table.print();
}

Options read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const auto value = [&](std::string_view name) -> std::optional<std::string_view> {
            if (argument.substr(0, name.size()) != name) return std::nullopt;
            return argument.substr(name.size());
        };
        if (const auto folder = value("--instances=")) {
            options.instances = *folder;
        } else if (const auto world = value("--world=")) {
            options.world = *world;
        } else if (const auto part = value("--only=")) {
            options.only = *part;
        } else if (argument == "--all") {
            options.all = true;
        } else if (argument == "--quick") {
            options.quick = true;
        } else {
            stop("Usage: game_bench [--instances=FOLDER] [--world=FOLDER] [--all] [--quick]\n"
                 "                  [--only=PART]\n"
                 "bench/README.md names the parts; bench/game_run makes the instances.");
        }
    }
    return options;
}

} // namespace
} // namespace isthmus::bench

int main(int argc, char** argv) {
    using namespace isthmus::bench;
    const Options options = read_options(argc, argv);
    measure_families(options);
    if (options.wants("streaming")) measure_streaming(options);
    if (options.wants("concepts")) measure_concepts(options);
    if (options.wants("world")) measure_world(options);
    if (options.wants("sampling")) {
        measure_sampling(options, "europe30");
        measure_sampling(options, "europe60");
    }
    return 0;
}
