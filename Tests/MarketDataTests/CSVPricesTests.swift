import Foundation
import MarketData
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct CSVPricesTests {
    private static let good = "Date,Open,High,Low,Close,Volume\n2024-01-02,1,2,1,2,5\n"

    /// Runs `body` on a directory with files of those names and texts.
    private static func withFiles(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            for (name, text) in files {
                try writeFile(Array(text.utf8), to: directory + "/" + name)
            }
            try await body(directory)
        }
    }

    private static func error(
        of ticker: String, in directory: String
    ) async throws -> PriceError {
        let prices = try CSVPrices(path: directory, name: "csv:here")
        return try await #require(throws: PriceError.self) {
            try await prices.history(of: ticker, from: nil, to: nil)
        }
    }

    @Test func directoryListsTheTickersOfItsFileNamesSorted() async throws {
        let files = [
            "msft.csv": Self.good, "AAPL.csv": Self.good, "brk-b.us.txt": Self.good,
            ".hidden.csv": "", "notes.md": "", "sub.csv.zip": "",
        ]
        try await Self.withFiles(files) { directory in
            let prices = try CSVPrices(path: directory, name: "csv:here")
            #expect(prices.tickers == ["AAPL", "BRK-B", "MSFT"])
            #expect(prices.name == "csv:here" && prices.interval == .day && !prices.isLive)
        }
    }

    @Test(arguments: ["BRK-B", "BRK.B", "brk.b", "brk-b"])
    func tickerIsFoundInOtherSpellings(ticker: String) async throws {
        try await Self.withFiles(["BRK-B.csv": Self.good]) { directory in
            let history = try await CSVPrices(path: directory, name: "csv")
                .history(of: ticker, from: nil, to: nil)
            #expect(history.bars.ticker == "BRK-B")
            let file = try CSVPrices(path: directory + "/BRK-B.csv", name: "csv")
            #expect(try await file.history(of: ticker, from: nil, to: nil).bars.count == 1)
        }
    }

    @Test(
        arguments: [
            ("", .noData, "A.csv is empty"),
            ("Date,Open,High,Low,Close\n", .noData, "A.csv has a header, but no rows"),
            ("Date,Open,High,Low,Close\n2024-01-02,1,1,1,\n", .noData, "all its rows lack a price"),
            ("<html>", .badData, "A.csv holds a web page"),
            (good + "2024-01-03,1,2,1,2,many\n", .badData, "A.csv, line 3, column 6 ('Volume')"),
            ("\u{1f}\u{8b}x", .badData, "expected a header"),
            (
                "date,open,high,low,close,Name\n2024-01-02,1,1,1,1,MSFT\n", .badData,
                "expected only rows of 'A', found those of 'MSFT'"
            ),
        ] as [(String, PriceError.Code, String)])
    func wrongFileFailsItsTickerAlone(
        text: String, code: PriceError.Code, message: String
    ) async throws {
        try await Self.withFiles(["A.csv": text, "B.csv": Self.good]) { directory in
            let error = try await Self.error(of: "A", in: directory)
            #expect(error.code == code)
            #expect(error.message.contains(message), "\(error.message)")
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(try await prices.history(of: "B", from: nil, to: nil).bars.count == 1)
        }
    }

    @Test func twoFilesForATickerAreNamed() async throws {
        let files = ["AAPL.csv": Self.good, "aapl.us.txt": Self.good, "B.csv": Self.good]
        try await Self.withFiles(files) { directory in
            let error = try await Self.error(of: "AAPL", in: directory)
            #expect(error.message.contains("more than one file for 'AAPL': AAPL.csv, aapl.us.txt"))
        }
    }

    @Test(arguments: [
        ("AAPL (1).csv", "AAPL-1"), ("日本.csv", "FILE"),
        ("a list of all the stocks.txt", "A-LIST-OF-ALL-TH"), ("BRK%2FB.csv", "BRK-2FB"),
    ])
    func fileWhoseNameIsNoTickerFailsAloneUnderOneLikeIt(
        fileName: String, label: String
    ) async throws {
        try await Self.withFiles(["AAPL.csv": Self.good, fileName: Self.good]) { directory in
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(prices.tickers.sorted() == ["AAPL", label].sorted())
            let error = try await Self.error(of: label, in: directory)
            #expect(error.code == .badData)
            #expect(error.message.contains("\(directory)/\(fileName) is no ticker"))
            #expect(try await prices.history(of: "AAPL", from: nil, to: nil).bars.count == 1)
        }
    }

    @Test func labelsOfMisnamedFilesTakeNoTickersName() async throws {
        let names = ["AAPL-1.csv", "AAPL (1).csv", "AAPL [1].csv"]
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.good) })
        try await Self.withFiles(files) { directory in
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(prices.tickers == ["AAPL-1", "AAPL-1-2", "AAPL-1-3"])
            #expect(try await prices.history(of: "AAPL-1", from: nil, to: nil).bars.count == 1)
        }
    }

    @Test(
        arguments: [
            ("BRK_B.csv", "BRK-B"), ("AAPL_2006-01-01_to_2018-01-01.csv", "AAPL"),
            ("^spx.txt", "^SPX"), ("README.txt", nil), ("license.TXT", nil),
            ("README.csv", "README"),
        ] as [(String, String?)])
    func tickerIsReadOutOfTheFileName(fileName: String, ticker: String?) async throws {
        try await Self.withFiles(["ZZZ.csv": Self.good, fileName: Self.good]) { directory in
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(prices.tickers == [ticker, "ZZZ"].compactMap(\.self).sorted())
        }
    }

    @Test func tickersOfOneFileAreListedOnceInUpperCaseAndTheWrongOnesFailAlone() async throws {
        let rows = ["aapl", "msft", "AAPL", "BRK/B", "A TICKER THAT IS FAR TOO LONG"]
        let text =
            "Name,date,open,high,low,close\n"
            + rows.map { "\($0),2024-01-02,1,2,1,2\n" }.joined()
        try await Self.withFiles(["all.csv": text]) { directory in
            let path = directory + "/all.csv"
            let prices = try CSVPrices(path: path, name: "csv")
            #expect(prices.tickers == ["AAPL", "MSFT", "BRK-B", "A-TICKER-THAT-IS"])
            for ticker in ["MSFT", "msft"] {
                let bars = try await prices.history(of: ticker, from: nil, to: nil).bars
                #expect(bars.ticker == "MSFT" && bars.count == 1)
            }
            let reasons = [
                ("AAPL", "\(path) spells one ticker in several ways: 'aapl', 'AAPL'; choose one"),
                ("BRK-B", "'BRK/B' in \(path) is no ticker"),
                ("A-TICKER-THAT-IS", "'A TICKER THAT IS FAR TOO LONG' in \(path) is no ticker"),
            ]
            for (ticker, reason) in reasons {
                let error = await #expect(throws: PriceError.self) {
                    try await prices.history(of: ticker, from: nil, to: nil)
                }
                #expect(error?.code == .badData && error?.message.contains(reason) == true)
            }
        }
    }

    @Test func rowsOfOneFileThatNameNoTickerFailAloneUnderOneName() async throws {
        let head = "date,open,high,low,close,Name\n"
        let text = head + "2024-01-02,1,2,1,2,A\n2024-01-02,1,2,1,2,\n2024-01-03,1,2\n"
        let files = ["all.csv": text, "none.csv": head + "2024-01-03,1,2\n"]
        try await Self.withFiles(files) { directory in
            let path = directory + "/all.csv"
            let prices = try CSVPrices(path: path, name: "csv")
            #expect(prices.tickers == ["A", "UNNAMED"])
            #expect(try await prices.history(of: "A", from: nil, to: nil).bars.count == 1)
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(of: "UNNAMED", from: nil, to: nil)
            }
            #expect(error?.message.contains("\(path), line 3, column 6 ('Name')") == true)
            let nothingElse = #expect(throws: PriceError.self) {
                try CSVPrices(path: path.replacing("all", with: "none"), name: "csv")
            }
            #expect(nothingElse?.message.contains("line 2, column 6 ('Name')") == true)
        }
    }

    @Test(arguments: [
        ("09:30,10:30,11:30", BarInterval.day, "line 4: expected one row a day, found a third"),
        ("00:00,00:00,00:00", .oneHour, "that all begin at 00:00, as days do"),
    ])
    func barsOfAnotherIntervalThanAskedForAreRefused(
        times: String, interval: BarInterval, message: String
    ) async throws {
        let rows = times.split(separator: ",").map { "2024-01-02 \($0),1,1,1,1\n" }
        let text = "date,open,high,low,close\n" + rows.joined() + "2024-01-03 00:00,1,1,1,1\n"
        try await Self.withFiles(["A.csv": text]) { directory in
            let prices = try CSVPrices(path: directory, name: "csv", interval: interval)
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(of: "A", from: nil, to: nil)
            }
            #expect(error?.code == .badData)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test func secondRowOfADayAtAnotherTimeReplacesTheFirst() async throws {
        let text = "date,open,high,low,close\n2024-01-02 09:30,1,1,1,1\n2024-01-02 16:00,1,1,1,2\n"
        try await Self.withFiles(["A.csv": text]) { directory in
            let history = try await CSVPrices(path: directory, name: "csv")
                .history(of: "A", from: nil, to: nil)
            #expect(history.bars.close == [2] && history.counts.rowsDropped == 1)
        }
    }

    @Test func directoryInPlaceOfAFileIsRefused() async throws {
        try await Self.withFiles(["B.csv": Self.good]) { directory in
            let inner = directory + "/A.csv"
            try await withTemporaryDirectory { other in
                try FileManager.default.createSymbolicLink(
                    atPath: inner, withDestinationPath: other)
                let error = try await Self.error(of: "A", in: directory)
                #expect(error.message.contains("A.csv is not a regular file"))
            }
            let error = try await Self.error(of: "A", in: directory)
            #expect(error.message.contains("A.csv does not exist"), "a link to nothing")
        }
    }

    @Test func unknownTickerAndEmptyRangeSayWhatThereIs() async throws {
        try await Self.withFiles(["A.csv": Self.good, "B.csv": Self.good]) { directory in
            let error = try await Self.error(of: "NOPE", in: directory)
            #expect(error.code == .unknownTicker)
            #expect(error.message.contains("they hold 2, from 'A' to 'B'"))
            let prices = try CSVPrices(path: directory, name: "csv")
            let range = await #expect(throws: PriceError.self) {
                try await prices.history(of: "A", from: CalendarDate(iso: "2025-01-01"), to: nil)
            }
            #expect(range?.code == .noData)
            #expect(range?.message.contains("from 2024-01-02 to 2024-01-02") == true)
        }
    }

    @Test func pathWithoutPricesIsRefusedWhenOpened() async throws {
        try await Self.withFiles(["readme.md": ""]) { directory in
            let empty = #expect(throws: PriceError.self) {
                try CSVPrices(path: directory, name: "csv")
            }
            #expect(empty?.message.contains("holds no price files") == true)
            let missing = #expect(throws: PriceError.self) {
                try CSVPrices(path: directory + "/none", name: "csv")
            }
            #expect(missing?.message.contains("there is no file or directory") == true)
        }
    }

    @Test func cancelledTaskReadsNothing() async throws {
        try await Self.withFiles(["A.csv": Self.good]) { directory in
            let prices = try CSVPrices(path: directory, name: "csv")
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    let error = await #expect(throws: PriceError.self) {
                        try await prices.history(of: "A", from: nil, to: nil)
                    }
                    #expect(error?.isCancellation == true)
                }
            }
        }
    }

    @Test func gzipIsReadAndWhereItIsDamagedTheFileIsNamed() async throws {
        // Written by Python: gzip.compress(b"Date,Open,High,Low,Close\n2024-01-02,1,2,1,2\n").
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 115, 73, 44, 73, 213, 241, 47, 72, 205, 211, 241,
            200, 76, 207, 208, 241, 201, 47, 215, 113, 206, 201, 47, 78, 229, 50, 50, 48, 50,
            209, 53, 48, 212, 53, 48, 210, 49, 212, 1, 99, 46, 0, 144, 226, 209, 112, 44, 0, 0,
            0,
        ]
        try await withTemporaryDirectory { directory in
            let path = directory + "/A.csv.gz"
            try writeFile(packed, to: path)
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(try await prices.history(of: "A", from: nil, to: nil).bars.close == [2])
            let file = try CSVPrices(path: path, name: "csv")
            #expect(file.tickers == ["A"])
            for length in 2..<packed.count {
                try writeFile(Array(packed[..<length]), to: path)
                let error = try await Self.error(of: "A", in: directory)
                #expect(error.code == .badData)
                #expect(error.message.hasPrefix("cannot inflate \(path)"), "\(length) bytes")
            }
        }
    }
}
