import Foundation
import MarketData
import PriceSources
import ScanEvents
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct PriceCatalogTests {
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    @Test(
        arguments: [
            ("bundled", nil),
            ("bundled?delay=20ms", .milliseconds(20)),
            ("bundled?delay=0ms", .zero),
            ("bundled?delay=2s", .seconds(2)),
            ("bundled?delay=60s", .seconds(60)),
            ("bundled?delay=60000ms", .seconds(60)),
        ] as [(String, Duration?)])
    func knownNameOpensAndIsKept(name: String, delay: Duration?) throws {
        let source = try sources.open(name, interval: .day)
        #expect(source.name == name)
        #expect((source as? DelayedPrices)?.delay == delay)
        #expect(source.tickers.count == 505)
    }

    @Test(arguments: [
        ("", "there is no such source"),
        ("google", "there is no such source"),
        ("Bundled", "there is no such source"),
        ("bundled:/etc", "there is no such source"),
        ("csv", "write csv: and the path"),
        ("csv:", "write csv: and the path"),
        ("bundled?", "'' is not an option"),
        ("bundled?speed=2", "'speed' is not an option of it; there are 'delay='"),
        (
            "yahoo?speed=2",
            "'speed' is not an option of it; there are 'adjusted=', 'refresh=', 'delay='"
        ),
        ("yahoo?adjusted=maybe", "'adjusted=maybe': write true or false"),
        ("bundled?delay", "'delay' is not an option"),
        ("bundled?delay=", "'' is not a delay"),
        ("bundled?delay=20", "'20' is not a delay"),
        ("bundled?delay=ms", "'ms' is not a delay"),
        ("bundled?delay=-1ms", "'-1ms' is not a delay"),
        ("bundled?delay=1.5s", "'1.5s' is not a delay"),
        ("bundled?delay=61s", "at most 60 s"),
        ("bundled?delay=60001ms", "at most 60 s"),
        ("bundled?delay=99999999999999999999ms", "is not a delay"),
        ("bundled?delay=20ms&delay=1s", "'delay=1s' is not an option"),
    ])
    func otherNameIsRefusedWithWhatThereIs(name: String, fragment: String) throws {
        let error = try #require(throws: PriceSourceNameError.self) {
            try sources.open(name, interval: .day)
        }
        #expect(error.description.contains(fragment), "\(error)")
        #expect(error.description.hasPrefix("price source '\(name)'"))
        #expect(error.description.contains("there are 'bundled', 'bundled?delay=20ms', 'csv:PATH'"))
    }

    /// What is said of a kind is what opens.
    @Test(arguments: PriceSourceKind.allCases)
    func everyOptionOfAKindOpensAndIsKeptOnTheTape(kind: PriceSourceKind) async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(
                Array("date,open,high,low,close,volume\n2020-01-02,1,1,1,1,1\n".utf8),
                to: directory + "/A.csv")
            let head = kind.takesPath ? "\(kind.rawValue):\(directory)" : kind.rawValue
            let options = kind.options.map { "?\($0.name)=\($0.example ?? "1ms")" }
            for name in [head] + options.map({ head + $0 }) {
                let source = try sources.open(name, interval: .day)
                #expect(source.isLive == kind.isLive, "\(name)")
                #expect(source.name.hasPrefix(kind.rawValue), "\(name)")
                #expect(PriceSourceKind.isWritten(Array(source.name.utf8)[...]), "\(source.name)")
            }
        }
    }

    @Test(
        arguments: [
            ("bundled", BarInterval.day, .splits), ("bundled?delay=1ms", .day, .splits),
            ("yahoo", .day, .splitsAndDividends), ("yahoo", .oneHour, .splits),
            ("yahoo?adjusted=false", .day, .splits),
            ("yahoo?refresh=true", .week, .splitsAndDividends),
            ("csv:DIRECTORY", .day, nil),
            ("csv:DIRECTORY?adjusted=true", .day, .splitsAndDividends),
        ] as [(String, BarInterval, PriceAdjustment?)])
    func aSourceTellsWhatItsPricesAreAdjustedFor(
        name: String, interval: BarInterval, adjustment: PriceAdjustment?
    ) async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(
                Array("date,open,high,low,close,volume\n2020-01-02,1,1,1,1,1\n".utf8),
                to: directory + "/A.csv")
            let sources = PriceCatalog(files: .anywhere, cacheDirectory: directory + "/kept")
            let source = try sources.open(
                name.replacing("DIRECTORY", with: directory), interval: interval)
            #expect(source.adjustment == adjustment)
        }
    }

    /// A split of seven for one changes nothing in them, a special dividend of 7 dollars does.
    @Test func bundledPricesAreAdjustedForSplitsAlone() async throws {
        let source = try sources.open("bundled", interval: .day)
        func change(_ ticker: String, _ day: String) async throws -> Double {
            let date = try #require(CalendarDate(iso: day))
            let bars = try await source.history(of: ticker, from: nil, to: date).bars
            return bars.open[bars.count - 1] / bars.close[bars.count - 2]
        }
        #expect(try await (change("AAPL", "2014-06-09") - 1).magnitude < 0.01)
        #expect(try await change("COST", "2015-02-05") < 0.96)
    }

    @Test func intervalThatASourceHasNotIsTheFaultOfTheInterval() throws {
        let error = try #require(throws: PriceSourceNameError.self) {
            try sources.open("bundled", interval: .oneHour)
        }
        #expect(error.field == .interval)
    }

    @Test func filesOutsideTheGivenDirectoriesAreRefused() async throws {
        try await withTemporaryDirectory { directory in
            let (open, secret) = (directory + "/open", directory + "/secret")
            for path in [open, secret] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true)
                try writeFile(
                    Array("date,open,high,low,close,volume\n2020-01-02,1,1,1,1,1\n".utf8),
                    to: path + "/A.csv")
            }
            try FileManager.default.createSymbolicLink(
                atPath: open + "/link", withDestinationPath: secret)
            let confined = PriceCatalog(files: .under([open]), cacheDirectory: nil)
            let source = try confined.open("csv:\(open)/../open/", interval: .day)
            #expect(source.tickers == ["A"])
            for path in [secret, open + "/../secret", open + "/link", open + "x", "/etc/passwd"] {
                #expect(throws: PriceSourceNameError.self, "\(path)") {
                    try confined.open("csv:\(path)", interval: .day)
                }
            }
            let closed = PriceCatalog(files: .under([]), cacheDirectory: nil)
            let error = #expect(throws: PriceSourceNameError.self) {
                try closed.open("csv:\(open)", interval: .day)
            }
            #expect(error?.reason.contains("--prices") == true)
        }
    }

    @Test func refreshIsPartOfTheNameAndSharesTheSourceBehindIt() throws {
        let sources = PriceCatalog(files: .anywhere, cacheDirectory: "/nowhere")
        for (name, expected) in [
            ("yahoo?refresh=true", "yahoo?refresh=true"), ("yahoo?refresh=false", "yahoo"),
            ("yahoo?adjusted=false&refresh=true", "yahoo?adjusted=false&refresh=true"),
        ] {
            let source = try sources.open(name, interval: .day)
            #expect(source.name == expected)
            #expect(try sources.open(source.name, interval: .day).name == expected)
        }
    }

    @Test func delayComesBeforeEveryAnswer() async throws {
        let slept = Mutex<[Duration]>([])
        let slow = DelayedPrices(
            try BundledPrices.load(), name: "slow", delay: .milliseconds(20),
            sleep: { duration in slept.withLock { $0.append(duration) } })
        _ = try await slow.history(of: "A", from: nil, to: nil)
        await #expect(throws: PriceError.self) {
            try await slow.history(of: "NOPE", from: nil, to: nil)
        }
        #expect(slept.withLock { $0 } == [.milliseconds(20), .milliseconds(20)])
    }

    @Test func cancelledWaitEndsAtOnceAsACancellation() async throws {
        let slow = try sources.open("bundled?delay=60s", interval: .day)
        let task = Task {
            try await slow.history(of: "A", from: nil, to: nil)
        }
        task.cancel()
        let error = await #expect(throws: PriceError.self) {
            try await task.value
        }
        #expect(error?.isCancellation == true)
        #expect(error?.message == "reading 'A' from 'bundled?delay=60s' was cancelled")
    }

    @Test func longFileIsReadOnceWhileItIsTheSame() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/all.csv"
            func write(close: Int, at seconds: Double) throws {
                try writeFile(
                    Array("date,open,high,low,close\n2024-01-02,1,9,1,\(close)\n".utf8), to: path)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
            }
            let sources = PriceCatalog(
                files: .anywhere, cacheDirectory: nil,
                now: { Date(timeIntervalSince1970: 1_000_010) })
            func close(_ interval: BarInterval = .day) async throws -> [Double] {
                let source = try sources.open("csv:\(path)", interval: interval)
                return try await source.history(of: "ALL", from: nil, to: nil).bars.close
            }
            try write(close: 2, at: 1_000_000)
            #expect(try await close() == [2])
            try write(close: 3, at: 1_000_000)
            #expect(try await close() == [2], "it has the same date and size: it is not read")
            #expect(try await close(.week) == [3], "it is read for another interval")
            try write(close: 4, at: 1_000_009)
            #expect(try await close() == [4])
            try write(close: 5, at: 1_000_009)
            #expect(try await close() == [5], "so young a file may change within its date")
        }
    }
}
