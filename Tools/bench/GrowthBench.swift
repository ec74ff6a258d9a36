import Backtesting
import Foundation
import MarketData

/// How costs grow with sizes: in proportion at most.
struct GrowthBench {
    let directory: String
    /// Where the plots go.
    let plots: String

    /// Measures everything, writes the plots and returns the table.
    func table() async throws -> Table {
        var table = Table(title: "How cost grows")
        for part in [tapes, followers, backtests, histories] {
            let growths = try await part()
            table.rows += growths.flatMap(\.rows)
            for growth in growths { table.notes.append(try write(growth.plot, growth.file)) }
        }
        table.notes.insert(
            "The exponent is that of the size in the cost, from the three largest sizes: 1 is in "
                + "proportion, 0 is no growth.", at: 0)
        return table
    }

    /// A plot, and how it is put into words.
    struct Growth {
        let file: String
        let plot: Plot

        /// A row for each series.
        var rows: [Table.Row] {
            plot.series.compactMap { series in
                guard let first = series.points.first, let last = series.points.last else {
                    return nil
                }
                let exponent = Self.exponent(series.points.suffix(3))
                return Table.Row(
                    what: "\(plot.title): \(series.name)",
                    ours: "\(Timings.text(first.cost)) at \(Plot.count(first.size)), "
                        + "\(Timings.text(last.cost)) at \(Plot.count(last.size))",
                    peer: "proportion", ratio: String(format: "%.2f", exponent), mark: "≤ 1.1")
            }
        }

        /// The slope of a line through the logarithms.
        private static func exponent(_ points: ArraySlice<(size: Double, cost: Double)>) -> Double {
            let xs = points.map { log($0.size) }
            let ys = points.map { log($0.cost) }
            let (x, y) = (xs.reduce(0, +) / Double(xs.count), ys.reduce(0, +) / Double(ys.count))
            let covariance = zip(xs, ys).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
            return covariance / xs.reduce(0) { $0 + ($1 - x) * ($1 - x) }
        }
    }

    private func write(_ plot: Plot, _ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: plots, withIntermediateDirectories: true)
        try plot.svg.write(toFile: "\(plots)/\(name).svg", atomically: true, encoding: .utf8)
        return "![\(plot.title)](\(URL(fileURLWithPath: plots).lastPathComponent)/\(name).svg)"
    }

    // MARK: Events in a tape

    private func tapes() async throws -> [Growth] {
        var steps: [LongTape.Step: Plot.Series] = [:]
        for events in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
            let place = directory + "/tape-\(events)"
            let costs = try await LongTape(path: place, events: events).costs()
            try FileManager.default.removeItem(atPath: place)
            for (step, seconds) in costs {
                steps[step, default: Plot.Series(name: step.rawValue)].points.append(
                    (Double(events), seconds))
            }
        }
        let series = LongTape.Step.allCases.compactMap { steps[$0] }
        return [
            Growth(
                file: "events",
                plot: Plot(
                    title: "Events in a tape", sizes: "events", series: series))
        ]
    }

    // MARK: Followers of a scan

    private func followers() async throws -> [Growth] {
        StreamClients.allowManyDescriptors()
        var bursts = Plot.Series(name: "burst")
        var tails = Plot.Series(name: "p99")
        var medians = Plot.Series(name: "p50")
        let prices = try StreamBench(directory: directory, events: 0, rounds: 1).makePrices()
        for followers in [1, 10, 100, 1_000, 5_000] {
            let bench = StreamBench(
                directory: directory, events: 0, rounds: 1, followers: followers)
            let place = "\(directory)/followers-\(followers)"
            let (outcome, _) = try await bench.serviceBurst(place + "-burst", prices)
            bursts.points.append((Double(followers), outcome.seconds))
            let latencies = Timings(
                try await bench.servicePaced(place + "-paced", prices, 150).latencies)
            tails.points.append((Double(followers), latencies.quantile(0.99)))
            medians.points.append((Double(followers), latencies.median))
        }
        return [
            Growth(
                file: "followers-burst",
                plot: Plot(
                    title: "A burst of 1,000 events to all", sizes: "followers", series: [bursts])),
            Growth(
                file: "followers-latency",
                plot: Plot(
                    title: "30 events/s, durable to received", sizes: "followers",
                    series: [tails, medians])),
        ]
    }

    // MARK: Stocks and years

    private func backtests() async throws -> [Growth] {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        var series: [Plot.Series] = []
        for years in [1, 5, 20] {
            var line = Plot.Series(name: years == 1 ? "1 year" : "\(years) years")
            // Fifty stocks, again and again, as so many years of 5,000 would not fit the memory.
            let histories = try (0..<50).map { try RandomBars.history(days: 252 * years, seed: $0) }
            for stocks in [50, 500, 5_000] {
                let seconds = try await seconds {
                    for index in 0..<stocks {
                        _ = try Backtest.run(strategy, on: histories[index % histories.count])
                    }
                }
                line.points.append((Double(stocks), seconds))
            }
            series.append(line)
        }
        return [
            Growth(
                file: "backtests",
                plot: Plot(
                    title: "Backtests, Bollinger bands, one core", sizes: "stocks", series: series))
        ]
    }

    // MARK: Tapes in a store

    private func histories() async throws -> [Growth] {
        var lists = Plot.Series(name: "open and list")
        var starts = Plot.Series(name: "serve: start")
        for tapes in [10, 100, 1_000, 10_000] {
            let variable = "\(directory)/tapes-\(tapes)"
            let store = StoreOfCopies(variableDirectory: variable)
            try await store.make(tapes)
            let list = try await store.timesToList(tapes, rounds: 3)
            lists.points.append((Double(tapes), Timings(list).median))
            let start = ContinuousClock.now
            let service = try await ServerProcess.tapedeck(variable, [])
            starts.points.append((Double(tapes), start.duration(to: .now) / .seconds(1)))
            service.stop()
        }
        return [
            Growth(
                file: "tapes",
                plot: Plot(
                    title: "Tapes in a store", sizes: "tapes", series: [lists, starts]))
        ]
    }
}
