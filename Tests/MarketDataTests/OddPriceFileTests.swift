import Foundation
import Synchronization
import TestSupport
import Testing

@testable import MarketData

/// What lies among price files and is none, or leads elsewhere.
@Suite(.timeLimit(.minutes(3)))
struct OddPriceFileTests {
    private static let good = "Date,Open,High,Low,Close,Volume\n2024-01-02,1,2,1,2,5\n"

    /// Runs `body` with a directory `open` of prices beside a directory `secret`.
    private func withDirectories(
        _ body: (_ open: String, _ secret: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let places = [directory + "/open", directory + "/secret"]
            for place in places {
                try FileManager.default.createDirectory(
                    atPath: place, withIntermediateDirectories: false)
            }
            try await body(places[0], places[1])
        }
    }

    private func error(of ticker: String, in prices: CSVPrices) async throws -> PriceError {
        try await #require(throws: PriceError.self) {
            try await prices.history(of: ticker, from: nil, to: nil)
        }
    }

    @Test func aLinkInADirectoryIsFollowedOnlyWhereFilesMayBeRead() async throws {
        try await withDirectories { open, secret in
            try writeFile(Array(Self.good.utf8), to: secret + "/A.csv")
            try writeFile(Array(Self.good.utf8), to: open + "/B.csv")
            for (name, target) in [("A", secret + "/A.csv"), ("C", open + "/B.csv")] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(open)/\(name).csv", withDestinationPath: target)
            }
            let confined = try CSVPrices(path: open, name: "csv", in: [open])
            let refusal = try await error(of: "A", in: confined)
            #expect(refusal.code == .badData)
            #expect(
                refusal.message == "\(open)/A.csv leads out of the directories that this service "
                    + "reads prices from")
            for ticker in ["B", "C"] {
                let history = try await confined.history(of: ticker, from: nil, to: nil)
                #expect(history.bars.close == [2])
            }
            let either = try CSVPrices(path: open, name: "csv", in: [open, secret])
            #expect(try await either.history(of: "A", from: nil, to: nil).bars.count == 1)
            let free = try CSVPrices(path: open, name: "csv")
            #expect(try await free.history(of: "A", from: nil, to: nil).bars.count == 1)
        }
    }

    @Test func aDirectoryBesideOneThatMayBeReadIsAnother() async throws {
        try await withDirectories { open, _ in
            try FileManager.default.createDirectory(
                atPath: open + "x", withIntermediateDirectories: false)
            try writeFile(Array(Self.good.utf8), to: open + "x/A.csv")
            #expect(throws: PriceError.self) {
                try CSVPrices(path: open + "x/A.csv", name: "csv", in: [open])
            }
        }
    }

    @Test func aListOfTickersIsReadOnlyWhereFilesMayBeRead() async throws {
        try await withDirectories { open, secret in
            try writeFile(Array("AAPL\n".utf8), to: secret + "/list")
            try FileManager.default.createSymbolicLink(
                atPath: open + "/list", withDestinationPath: secret + "/list")
            let error = #expect(throws: UniverseError.self) {
                try Universes.named("file:\(open)/list", in: [open])
            }
            #expect(error?.reason.contains("leads out of the directories") == true)
            #expect(try Universes.named("file:\(open)/list").members.count == 1)
        }
    }

    @Test
    func aPipeAmongPricesFailsItsTickerAloneAndAtOnce() async throws {
        try await withDirectories { open, _ in
            try writeFile(Array(Self.good.utf8), to: open + "/B.csv")
            try await OddFiles.makePipe(open + "/A.csv")
            let prices = try CSVPrices(path: open, name: "csv")
            let found = try await error(of: "A", in: prices)
            #expect(found.message == "\(open)/A.csv is not a regular file, but a pipe")
            #expect(try await prices.history(of: "B", from: nil, to: nil).bars.count == 1)
            for path in [open + "/A.csv", "/dev/zero"] {
                #expect(throws: PriceError.self) { try CSVPrices(path: path, name: "csv") }
                #expect(throws: UniverseError.self) { try Universes.named("file:\(path)") }
            }
        }
    }

    @Test func textThatIsNoListOfTickersIsNotQuoted() async throws {
        try await withDirectories { open, _ in
            for text in ["root:*:19000:0\n", "AAPL\nTOKEN hunter2\n", "hunter2\nHUNTER2\n"] {
                try writeFile(Array(text.utf8), to: open + "/list")
                let error = try #require(throws: UniverseError.self) {
                    try Universes.named("file:\(open)/list")
                }
                for word in ["root", "19000", "hunter2", "HUNTER2"] {
                    #expect(!error.description.contains(word), "\(error)")
                }
            }
        }
    }

    @Test
    func aPipeAmongTheKeptPricesIsToldAndFetchedAnew() async throws {
        try await withDirectories { open, _ in
            let said = Said()
            let files = PriceCacheFiles(root: open, source: "s", interval: .day) { said.add($0) }
            try FileManager.default.createDirectory(
                atPath: open + "/s/1d", withIntermediateDirectories: true)
            #expect(await files.entry(.bars, of: "A").map { _ in "an entry" } == nil)
            #expect(said.all.isEmpty)
            try await OddFiles.makePipe(open + "/s/1d/A.csv.gz")
            #expect(await files.entry(.bars, of: "A").map { _ in "an entry" } == nil)
            #expect(said.all.count == 1)
            #expect(said.all.first?.contains("A.csv.gz is not a regular file") == true)
        }
    }
}

private final class Said: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
}
