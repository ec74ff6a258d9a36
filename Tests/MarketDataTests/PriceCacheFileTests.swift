import Foundation
import TestSupport
import Testing

@testable import MarketData

/// What becomes of the files of a cache.
@Suite(.timeLimit(.minutes(3))) struct PriceCacheFileTests {
    @Test func directoryThatCannotBeWrittenIsSaidOnceAndDoesNoHarm() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile([], to: "\(directory)/file")
            let fixture = CacheFixture("\(directory)/file", at: CacheFixture.later)
            for _ in 0..<3 {
                #expect(try await fixture.history("2020-03-01", "2020-04-01").bars.count == 32)
            }
            #expect(fixture.source.ranges.count == 3)
            #expect(fixture.reports.all.count == 1)
            #expect(fixture.reports.all.first?.hasPrefix("cannot keep prices in ") == true)
        }
    }

    @Test func leftoversOfCrashedWritersAreRemovedOnceOld() async throws {
        try await withTemporaryDirectory { directory in
            let folder = "\(directory)/counting/1d"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for name in [".new-old", ".new-young", "OTHER.csv.gz"] {
                try writeFile([1, 2, 3], to: "\(folder)/\(name)")
            }
            for name in [".new-old", "OTHER.csv.gz"] {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 0)],
                    ofItemAtPath: "\(folder)/\(name)")
            }
            try await CacheFixture(directory, at: CacheFixture.later).history(
                "2020-03-01", "2020-04-01")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                    == [".new-young", "OTHER.csv.gz", "TEST.csv.gz"])
        }
    }

    @Test func everyTruncationAndFlippedBitIsDamageOrHarmless() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await fixture.history("2020-03-01", "2020-03-03")
            let sound = try readFile(fixture.barsFile)
            let key = PriceCacheEntry.Key(source: "counting", interval: .day, ticker: "TEST")
            let bars = try PriceCacheEntry(sound, for: key).outcome.get().bars
            var survivors = 0
            for index in sound.indices {
                for flip in [1, 2, 4, 8, 16, 32, 64, 128, 255] as [UInt8] {
                    var bytes = sound
                    bytes[index] ^= flip
                    // Padding after the last deflate code may change, but no bar with it.
                    guard let entry = try? PriceCacheEntry(bytes, for: key) else { continue }
                    survivors += 1
                    #expect(try entry.outcome.get().bars == bars)
                }
                #expect(throws: (any Error).self) {
                    try PriceCacheEntry(Array(sound[..<index]), for: key)
                }
            }
            #expect(survivors <= 7)
        }
    }

    @Test(arguments: ["empty", "cut", "flipped bit", "more after the end", "twice"])
    func damagedFileIsSaidAndFetchedAgain(name: String) async throws {
        func damaged(_ bytes: [UInt8]) -> [UInt8] {
            switch name {
            case "empty": []
            case "cut": bytes.dropLast()
            case "flipped bit": bytes[..<20] + [bytes[20] ^ 1] + bytes[21...]
            case "more after the end": bytes + [0]
            default: bytes + bytes
            }
        }
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            let bars = try await fixture.history("2020-03-01", "2020-03-03").bars
            try writeFile(damaged(readFile(fixture.barsFile)), to: fixture.barsFile)
            for _ in 0..<2 {
                let again = try await fixture.history("2020-03-01", "2020-03-03").bars
                #expect(again.times == bars.times)
            }
            #expect(fixture.source.ranges.count == 2, "\(name)")
            #expect(fixture.reports.all.count == 1)
            #expect(fixture.reports.all.first?.contains("TEST.csv.gz are damaged") == true)
        }
    }

    @Test func fileOfAnotherTickerIsFetchedAgain() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await fixture.history("2020-03-01", "2020-03-03", ticker: "OTHER")
            try FileManager.default.moveItem(
                atPath: "\(directory)/counting/1d/OTHER.csv.gz", toPath: fixture.barsFile)
            let bars = try await fixture.history("2020-03-01", "2020-03-03").bars
            #expect(bars.ticker == "TEST")
            #expect(fixture.source.ranges.count == 2)
        }
    }

    @Test(arguments: [
        ("BRK.B", "BRK.B"), ("^GSPC", "^GSPC"), ("EURUSD=X", "EURUSD=X"), ("BTC-USD", "BTC-USD"),
        ("aapl", "%61%61%70%6C"), ("../../A", "%2E.%2F..%2FA"), (".A", "%2EA"), ("Ä", "%C3%84"),
        ("A B\u{0}", "A%20B%00"),
    ])
    func fileNameCannotLeaveTheDirectory(ticker: String, name: String) async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            for _ in 0..<2 {
                try await fixture.history("2020-03-01", "2020-03-03", ticker: ticker)
            }
            #expect(fixture.source.ranges.count == 1)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(directory)/counting/1d")
                    == ["\(name).csv.gz"])
        }
    }

    @Test func fileIsTextThatPeopleCanRead() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(
                directory, CountingPrices(interval: .oneHour), at: CacheFixture.later)
            try await fixture.history("2020-01-01", "2020-01-02")
            let text = try gunzipped(fixture.barsFile)
            #expect(
                text == """
                    # tapedeck price cache 1 {"bars":2,"fetchedAt":"2021-06-01T12:00:00Z",\
                    "from":"2020-01-01","interval":"1h","rows":2,"rowsDropped":2,\
                    "rowsOutsideRange":0,"source":"counting","ticker":"TEST","to":"2020-01-02"}
                    time,open,high,low,close,volume
                    2020-01-01T09:30,2609.190476190476,2609.190476190476,2609.190476190476,\
                    2609.190476190476,3.3333333333333332e+16
                    2020-01-02T09:30,2609.3333333333335,2609.3333333333335,2609.3333333333335,\
                    2609.3333333333335,3.3333333333333332e+16

                    """)
        }
    }

    private func gunzipped(_ path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }
}
