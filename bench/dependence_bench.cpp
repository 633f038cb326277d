// SPDX-License-Identifier: Apache-2.0
// The figures of dependence, disruption and the what-if on a real world beside what was asked of
// them and beside a plain loop: the same questions put to linear programs over arcs, each from
// nothing. The loop is timed on a sample and extrapolated. What both find must agree, or there is
// no figure.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dependence/dependence.hpp"
#include "dependence/worst_outages.hpp"
#include "dependence_rivals.hpp"
#include "flow/equilibrium.hpp"
#include "flow/shut.hpp"
#include "measure.hpp"
#include "world/scenario.hpp"

namespace isthmus::bench {
namespace {

using dependence::Baseline;
using dependence::OutageSet;
using dependence::Part;
using world::LinkId;

constexpr int kYear = 2024;
constexpr unsigned kThreads = 2;
constexpr std::size_t kPlayers = 20;
/// Closures of busy links beside the one that is named, and what of the loops is timed.
constexpr std::size_t kClosures = 20, kSample = 24;
constexpr std::string_view kNamedLink = "btc";
/// What rival and engine may differ by, relative to welfare: what certificates leave open is less.
constexpr double kAgreement = 1e-6;
constexpr Goal kAnswer{0.05, 0}, kMatrix{5, 0}, kSingles{5, 0}, kPairs{60, 0};

struct Options {
    std::filesystem::path world = std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian";
    bool quick = false;
    std::string only;

    bool wants(std::string_view part) const { return only.empty() || only == part; }
    std::size_t repetitions(std::size_t usual) const { return quick ? 1 : usual; }
};

[[noreturn]] void stop(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(3);
}
template <typename Value> Value checked(Result<Value> result) {
    if (!result.ok()) stop(result.diagnostics().items().front().to_string());
    return std::move(result).value();
}
void agree(const std::string& what, double engine, double rival, double scale) {
    if (std::abs(engine - rival) <= kAgreement * scale) return;
    stop(fmt::format("{}: the engine finds {}, the rival {}", what, engine, rival));
}

Baseline base_of(const world::World& world, unsigned threads) {
    dependence::BaselineOptions options;
    options.threads = threads;
    return checked(dependence::baseline(world, kYear, options));
}
double welfare_of(const Baseline& base) {
    double sum = 0;
    for (const Part& part : base.parts) sum += part.welfare;
    return sum;
}

Series repeated(std::size_t times, const std::function<void()>& work) {
    Series series;
    for (std::size_t i = 0; i < times; ++i) series.add(timed(0, work));
    return series;
}

/// So many of `count` things, evenly spread.
std::vector<std::size_t> spread(std::size_t count, std::size_t sample) {
    std::vector<std::size_t> result;
    sample = std::min(sample, count);
    for (std::size_t i = 0; i < sample; ++i) result.push_back((2 * i + 1) * count / (2 * sample));
    return result;
}

/// The same with hours where seconds are many.
std::string long_duration(double seconds) {
    constexpr double kManySeconds = 100, kHour = 3600;
    if (seconds >= kHour) return fmt::format("{:.1f} h", seconds / kHour);
    return seconds >= kManySeconds ? fmt::format("{:.0f} s", seconds) : duration(seconds);
}

/// A table of figures: ours with what was asked, then rivals with how many times ours they take.
class Figures {
  public:
    explicit Figures(const std::string& title)
        : table_({title, "asked", "median", "reached", "processor", "times ours"}) {}
    void ours(const std::string& name, const Goal& goal, const Series& series) {
        const double figure = series.median_wall();
        const std::string reached = goal.must == 0 || figure <= goal.must ? "yes" : "no";
        table_.add({name, goal.text(duration), duration(figure), goal.must == 0 ? "" : reached,
                    duration(series.median_processor())});
    }
    void rival(const std::string& name, const Series& series, double ratio) {
        table_.add({"rival: " + name, "", duration(series.median_wall()), "",
                    duration(series.median_processor()), fmt::format("{:.3g}", ratio)});
    }
    /// A rival on one thread, extrapolated; `own` is our processor time on one thread.
    void loop(const std::string& name, double processor, double own) {
        table_.add({"rival: " + name, "", "", "", long_duration(processor),
                    fmt::format("{:.3g}", processor / own)});
    }
    void print() const { table_.print(); }

  private:
    Table table_;
};

// What-if.

struct Closure {
    LinkId link;
    Series scratch, scratch_one, warm, arcs, arcs_one;
};

/// The named link, then those that carry the largest share of a commodity's deliveries.
std::vector<LinkId> busy_links(const Baseline& base) {
    dependence::OutageFilter links;
    links.nodes = false;
    dependence::DisruptionOptions options;
    options.states = false;
    auto effects = checked(dependence::n_minus_1(base, links, options)).effects;
    std::stable_sort(effects.begin(), effects.end(),
                     [](const auto& a, const auto& b) { return a.flow_share > b.flow_share; });
    const LinkId named = base.world->find<world::LinkTag>("links", std::string(kNamedLink));
    std::vector<LinkId> result;
    if (named.valid()) result.push_back(named);
    for (const auto& effect : effects) {
        if (result.size() == kClosures + (named.valid() ? 1 : 0)) break;
        if (effect.outages.front().link != named) result.push_back(effect.outages.front().link);
    }
    return result;
}

world::World without(const world::World& world, LinkId link) {
    const std::string text =
        fmt::format("id = \"closure\"\ntitle = \"closure\"\nquestion = \"closure?\"\n\n"
                    "[[close]]\nlink = \"{}\"\n",
                    world.links[link].id);
    return checked(
        world::build(checked(world::apply_scenario_text(world.tables, text, "closure.toml"))));
}

struct WarmAnswer {
    double welfare = 0;
    bool excused = false;              ///< some minimum take was
    std::vector<flow::Payoff> payoffs; ///< of all parts, one after the other
};

/// The year with a link closed, from the year as it is; parts that do not use it stay.
WarmAnswer warm_answer(const Baseline& base, const std::vector<std::vector<flow::Payoff>>& payoffs,
                       LinkId link) {
    WarmAnswer answer;
    const auto take = [&](const std::vector<flow::Payoff>& rows) {
        answer.payoffs.insert(answer.payoffs.end(), rows.begin(), rows.end());
    };
    for (std::size_t i = 0; i < base.parts.size(); ++i) {
        const Part& part = base.parts[i];
        const bool used =
            std::any_of(part.paths.begin(), part.paths.end(), [&](const flow::PathFlow& path) {
                return std::any_of(path.arcs.begin(), path.arcs.end(), [&](flow::ArcId arc) {
                    return part.market.arcs[arc].link == link;
                });
            });
        if (!used) {
            answer.welfare += part.welfare;
            take(payoffs[i]);
            continue;
        }
        flow::Market market = part.market;
        flow::shut_link(market, link);
        const auto open = flow::open_paths(market.problem, part.paths);
        flow::excuse_minimum_takes(market, open);
        for (const auto id : market.problem.obligations.ids()) {
            answer.excused = answer.excused || market.problem.obligations[id].lower <
                                                   part.market.problem.obligations[id].lower;
        }
        const auto after = checked(dependence::solve_again(market, open, flow::PriceRule::kMiddle));
        answer.welfare += after.welfare;
        take(flow::payoffs(market, after.solution));
    }
    return answer;
}

std::vector<std::vector<flow::Payoff>> payoffs_of(const Baseline& base) {
    std::vector<std::vector<flow::Payoff>> result;
    for (const Part& part : base.parts) {
        result.push_back(flow::payoffs(part.market, part.solution));
    }
    return result;
}

flow::EquilibriumOptions solving(unsigned threads, flow::Formulation formulation) {
    flow::EquilibriumOptions options;
    options.solve.threads = threads;
    options.solve.formulation = formulation;
    return options;
}

/// Nothing from scratch where a contract asks for what cannot be met without the link (E510).
Closure measure_closure(const Options& options, const Baseline& base,
                        const std::vector<std::vector<flow::Payoff>>& payoffs,
                        const world::World& closed, LinkId link) {
    using flow::Formulation;
    Closure result;
    result.link = link;
    const auto first = flow::equilibrium(closed, kYear);
    const WarmAnswer warm = warm_answer(base, payoffs, link);
    if (first && !warm.excused) {
        agree("closure of " + base.world->links[link].id, warm.welfare, first.value().welfare,
              first.value().welfare);
    }
    const auto solve = [&](unsigned threads, Formulation formulation) {
        return timed(
            0, [&] { checked(flow::equilibrium(closed, kYear, solving(threads, formulation))); });
    };
    for (std::size_t i = 0; i < options.repetitions(3); ++i) {
        result.warm.add(timed(0, [&] { warm_answer(base, payoffs, link); }));
        if (!first) continue;
        result.scratch.add(solve(kThreads, Formulation::kAutomatic));
        result.scratch_one.add(solve(1, Formulation::kAutomatic));
        if (i > 0) continue;
        result.arcs.add(solve(kThreads, Formulation::kArcs));
        result.arcs_one.add(solve(1, Formulation::kArcs));
    }
    return result;
}

/// The medians of all closures that have any.
Series medians(const std::vector<Closure>& closures, Series Closure::*of) {
    Series result;
    for (const Closure& closure : closures) {
        const Series& series = closure.*of;
        if (!series.wall.empty()) result.add({series.median_wall(), series.median_processor()});
    }
    return result;
}

void print_closures(const std::string& title, const std::vector<Closure>& closures) {
    Figures figures(title);
    const Series scratch = medians(closures, &Closure::scratch);
    const Series one = medians(closures, &Closure::scratch_one);
    const Series warm = medians(closures, &Closure::warm);
    const Series arcs = medians(closures, &Closure::arcs);
    const Series arcs_one = medians(closures, &Closure::arcs_one);
    figures.ours("warm from the year as it is, 1 thread", kAnswer, warm);
    if (closures.size() > 1) {
        const auto last = std::max_element(warm.wall.begin(), warm.wall.end()) - warm.wall.begin();
        const auto slowest = static_cast<std::size_t>(last);
        Series row;
        row.add({warm.wall[slowest], warm.processor[slowest]});
        figures.ours("the slowest of them, warm", {}, row);
    }
    figures.ours("from scratch, 2 threads", kAnswer, scratch);
    figures.ours("from scratch, 1 thread", {}, one);
    if (!arcs.wall.empty()) {
        const double processor = arcs_one.median_processor();
        figures.rival("over arcs, 1 thread, to warm", arcs_one,
                      processor / warm.median_processor());
        figures.rival("over arcs, 1 thread, to scratch", arcs_one,
                      processor / one.median_processor());
        figures.rival("over arcs, 2 threads, to scratch", arcs,
                      arcs.median_wall() / scratch.median_wall());
    }
    figures.print();
}

void measure_what_if(const Options& options, const world::World& world) {
    std::fprintf(stderr, "what-if\n");
    const Baseline base = base_of(world, kThreads);
    const auto payoffs = payoffs_of(base);
    std::vector<Closure> closures;
    Series building;
    for (const LinkId link : busy_links(base)) {
        std::optional<world::World> closed;
        building.add(timed(0, [&] { closed = without(world, link); }));
        closures.push_back(measure_closure(options, base, payoffs, *closed, link));
    }
    const bool named = world.links[closures.front().link].id == kNamedLink;
    if (named) {
        print_closures(fmt::format("what-if: {} closed, {}", kNamedLink, kYear),
                       {closures.front()});
        closures.erase(closures.begin());
    }
    print_closures(fmt::format("what-if: {} busy links, each closed alone", closures.size()),
                   closures);
    std::string names, refused;
    for (const Closure& closure : closures) {
        const std::string& id = world.links[closure.link].id;
        names += (names.empty() ? "" : ", ") + id;
        if (closure.scratch.wall.empty()) refused += (refused.empty() ? "" : ", ") + id;
    }
    std::printf("They are: %s.\nRefused from scratch, since a contract cannot be met: %s.\n\n",
                names.c_str(), refused.empty() ? "none" : refused.c_str());
    Figures once("what-if: once, or before");
    const std::size_t times = options.repetitions(5);
    once.ours("the year as it is, by parts, 2 threads", {},
              repeated(times, [&] { base_of(world, kThreads); }));
    once.ours("the same, 1 thread", {}, repeated(times, [&] { base_of(world, 1); }));
    once.ours("the world with a closure, as a scenario", {}, building);
    once.print();
}

// Dependence.

dependence::Dependence matrix_of(const world::World& world, unsigned threads, bool vectors) {
    dependence::DependenceOptions options;
    options.player_count = kPlayers;
    options.threads = threads;
    options.vectors = vectors;
    return checked(dependence::dependence(world, kYear, options));
}

/// What of a loop was timed, and how many questions it would have to ask.
struct Sampled {
    LoopSeconds arcs, program;
    std::size_t sample = 0;
    std::size_t changing = 0, all = 0; ///< questions that change something, and all
    std::vector<double> errors;        ///< of losses that even steps find, relative

    void add(const LoopAnswer& answer) {
        if (answer.welfare_loss > 0) {
            errors.push_back(std::abs(answer.program_loss / answer.welfare_loss - 1));
        }
        arcs += answer.arcs;
        program += answer.program;
        ++sample;
    }
};

/// Rivals, extrapolated from the sample; `own` is our processor time on one thread.
void add_loops(Figures& figures, const Sampled& sampled, const std::string& programs, double own) {
    const auto add = [&](const std::string& name, double LoopSeconds::*of, std::size_t questions) {
        const double times = static_cast<double>(questions) / static_cast<double>(sampled.sample);
        figures.loop("over arcs, " + name, sampled.arcs.*of * times, own);
        figures.loop(programs + ", " + name, sampled.program.*of * times, own);
    };
    add(fmt::format("{} that cut something", sampled.changing), &LoopSeconds::changed,
        sampled.changing);
    add(fmt::format("all {}", sampled.all), &LoopSeconds::all, sampled.all);
}

void measure_dependence(const Options& options, const world::World& world) {
    std::fprintf(stderr, "dependence\n");
    const std::size_t times = options.repetitions(3);
    const Series whole = repeated(times, [&] { matrix_of(world, kThreads, true); });
    const Series bare = repeated(times, [&] { matrix_of(world, kThreads, false); });
    dependence::Dependence matrix;
    const Series one = repeated(1, [&] { matrix = matrix_of(world, 1, false); });

    const Baseline base = base_of(world, kThreads);
    const WithdrawalLoop loop(base, matrix);
    std::vector<const dependence::PairDependence*> cut;
    for (const auto& pair : matrix.pairs) {
        if (pair.cuts) cut.push_back(&pair);
    }
    const std::size_t players = matrix.players.size();
    Sampled sampled;
    sampled.changing = cut.size();
    sampled.all = players * (players - 1);
    for (const std::size_t place : spread(cut.size(), options.repetitions(kSample))) {
        const dependence::PairDependence& pair = *cut[place];
        const LoopAnswer answer = loop.ask(pair);
        const std::string names = fmt::format("withdrawal of {} towards {}",
                                              matrix.players[pair.j].id, matrix.players[pair.i].id);
        agree(names, pair.vulnerability.welfare_loss, answer.welfare_loss, matrix.welfare);
        agree(names + ", before rerouting", pair.sensitivity.welfare_loss,
              answer.loss_before_rerouting, matrix.welfare);
        sampled.add(answer);
    }
    Figures figures(fmt::format("dependence: {} x {} players, both measures", players, players));
    figures.ours("with independent vectors, 2 threads", kMatrix, whole);
    figures.ours("without them, 2 threads", kMatrix, bare);
    figures.ours("without them, 1 thread", {}, one);
    add_loops(figures, sampled, "a cold program each", one.median_processor());
    figures.print();
    std::printf("%zu commodities, %zu experiments on a part; loops from %zu pairs.\n\n",
                matrix.commodities.size(), matrix.experiments, sampled.sample);
}

// Disruption.

void measure_n_minus_1(const Options& options, const world::World& world) {
    std::fprintf(stderr, "n-1\n");
    dependence::Disruption found;
    const auto run = [&](unsigned threads) {
        dependence::DisruptionOptions disruption;
        disruption.threads = threads;
        found = checked(dependence::n_minus_1(base_of(world, threads), {}, disruption));
    };
    const Series two = repeated(options.repetitions(3), [&] { run(kThreads); });
    const Series one = repeated(1, [&] { run(1); });

    OutageLoop loop(base_of(world, kThreads));
    std::vector<const dependence::OutageEffect*> used;
    for (const auto& effect : found.effects) {
        if (effect.used) used.push_back(&effect);
    }
    Sampled sampled;
    sampled.changing = used.size();
    sampled.all = found.effects.size();
    for (const std::size_t place : spread(used.size(), options.repetitions(kSample))) {
        const dependence::OutageEffect& effect = *used[place];
        const LoopAnswer answer = loop.ask(effect.outages, flow::PriceRule::kMiddle);
        agree("outage of " + outage_id(world, effect.outages.front()), effect.welfare_loss,
              answer.welfare_loss, found.base_welfare);
        sampled.add(answer);
    }
    Figures figures(fmt::format("N-1: {} links and nodes, losses of states", sampled.all));
    figures.ours("2 threads", kSingles, two);
    figures.ours("1 thread", {}, one);
    add_loops(figures, sampled, "a warm program each", one.median_processor());
    figures.print();
    std::printf("%zu markets of a part solved; loops from %zu outages, of which the warm programs "
                "miss the loss by %.2g %% in the median.\n\n",
                found.solved, sampled.sample, median(sampled.errors) * 100);
}

/// Pairs of which one is carrying, so many evenly spread: each with one from elsewhere in the list.
std::vector<OutageSet> sampled_pairs(const OutageSet& candidates, const OutageSet& carrying,
                                     std::size_t sample) {
    constexpr std::size_t kStride = 7; // no divisor of the sample's size
    std::vector<OutageSet> result;
    const auto first = spread(carrying.size(), sample), second = spread(candidates.size(), sample);
    for (std::size_t i = 0; i < first.size(); ++i) {
        const dependence::Outage& one = carrying[first[i]];
        std::size_t other = second[(kStride * i + 1) % second.size()];
        if (candidates[other] == one) other = (other + 1) % candidates.size();
        OutageSet pair{one, candidates[other]};
        std::sort(pair.begin(), pair.end());
        result.push_back(pair);
    }
    return result;
}

void measure_n_minus_2(const Options& options, const world::World& world) {
    std::fprintf(stderr, "n-2\n");
    dependence::WorstOutages worst;
    dependence::WorstOptions search;
    const auto run = [&](unsigned threads) {
        search.threads = threads;
        worst = checked(dependence::worst_outages(base_of(world, threads), search));
        if (!worst.exact) stop("N-2 is not exact");
    };
    const Series two = repeated(options.repetitions(3), [&] { run(kThreads); });
    const Series one = repeated(1, [&] { run(1); });

    const Baseline base = base_of(world, kThreads);
    const double welfare = welfare_of(base);
    OutageLoop loop(base);
    const OutageSet candidates = dependence::outages_in_service(base, search.candidates);
    OutageSet carrying;
    for (const auto& outage : candidates) {
        if (loop.is_used({outage})) carrying.push_back(outage);
    }
    const auto pairs_of = [](std::size_t n) { return n < 2 ? 0 : n * (n - 1) / 2; };
    Sampled sampled;
    sampled.all = pairs_of(candidates.size());
    sampled.changing = sampled.all - pairs_of(candidates.size() - carrying.size());
    for (const OutageSet& pair :
         sampled_pairs(candidates, carrying, options.repetitions(kSample))) {
        const LoopAnswer answer = loop.ask(pair, flow::PriceRule::kAny);
        if (answer.welfare_loss > worst.value + kAgreement * welfare) {
            stop("the rival found a worse pair");
        }
        sampled.add(answer);
    }
    agree("N-2", worst.value, loop.ask(worst.outages, flow::PriceRule::kAny).welfare_loss, welfare);
    Figures figures(
        fmt::format("N-2: the worst two of {} links, by welfare, exact", candidates.size()));
    figures.ours("2 threads", kPairs, two);
    figures.ours("1 thread", {}, one);
    add_loops(figures, sampled, "a warm program each", one.median_processor());
    figures.print();
    std::printf("%zu markets of a part solved, %zu sets looked at; loops from %zu pairs.\n\n",
                worst.solved, worst.visited, sampled.sample);
}

Options read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const auto value = [&](std::string_view name) -> std::optional<std::string_view> {
            if (argument.substr(0, name.size()) != name) return std::nullopt;
            return argument.substr(name.size());
        };
        if (const auto world = value("--world=")) {
            options.world = *world;
        } else if (const auto part = value("--only=")) {
            options.only = *part;
        } else if (argument == "--quick") {
            options.quick = true;
        } else {
            stop("Usage: dependence_bench [--world=FOLDER] [--quick] [--only=PART]\n"
                 "PART is what-if, dependence, n-1 or n-2 (bench/README.md).");
        }
    }
    return options;
}

} // namespace
} // namespace isthmus::bench

int main(int argc, char** argv) {
    using namespace isthmus::bench;
    const Options options = read_options(argc, argv);
    const isthmus::world::World world = checked(isthmus::world::load(options.world));
    if (options.wants("what-if")) measure_what_if(options, world);
    if (options.wants("dependence")) measure_dependence(options, world);
    if (options.wants("n-1")) measure_n_minus_1(options, world);
    if (options.wants("n-2")) measure_n_minus_2(options, world);
    return 0;
}
