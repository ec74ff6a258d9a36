import MarketData
import TestSupport
import Testing
import Zlib

/// The layouts that people's files have; each tells of two days of AAPL.
@Suite(.timeLimit(.minutes(3))) struct CSVShapesTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        var tickers = ["AAPL"]
        var volumes: [Double] = [500, 600]
    }

    static let shapes = [
        Shape(
            testDescription: "own",
            text: """
                ticker,date,open,high,low,close,volume
                AAPL,2024-01-02,10,12,9,11,500
                AAPL,2024-01-03,11,13,10,12,600

                """),
        Shape(
            testDescription: "Yahoo",
            text: """
                Date,Open,High,Low,Close,Adj Close,Volume
                2024-01-02,10,12,9,11,5.5,500
                2024-01-03,11.000000,13,10,12,6,600
                """),
        Shape(
            testDescription: "yfinance, one ticker",
            text: """
                Price,Close,High,Low,Open,Volume
                Ticker,AAPL,AAPL,AAPL,AAPL,AAPL
                Date,,,,,
                2024-01-02,11,12,9,10,500
                2024-01-03,12,13,10,11,600
                """),
        Shape(
            testDescription: "yfinance, tickers side by side",
            text: """
                Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume
                Ticker,AAPL,O,AAPL,O,AAPL,O,AAPL,O,AAPL,O
                Date,,,,,,,,,,
                2024-01-02,11,1,12,2,9,1,10,1,500,7
                2024-01-03,12,,13,,10,,11,,600,
                """, tickers: ["AAPL", "O"]),
        Shape(
            testDescription: "yfinance, grouped by ticker",
            text: """
                Ticker,O,O,O,O,O,AAPL,AAPL,AAPL,AAPL,AAPL
                Price,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume
                Date,,,,,,,,,,
                2024-01-02,1,2,1,1,7,10,12,9,11,500
                2024-01-03,1,2,1,1,7,11,13,10,12,600
                """, tickers: ["O", "AAPL"]),
        Shape(
            testDescription: "Stooq, newest first",
            text: "Date,Open,High,Low,Close,Volume\r\n"
                + "2024-01-03,11,13,10,12,600\r\n2024-01-02,10,12,9,11,500\r\n"),
        Shape(
            testDescription: "Stooq in bulk",
            text: """
                <TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>
                AAPL.US,D,20240102,000000,10,12,9,11,500,0
                AAPL.US,D,20240103,000000,11,13,10,12,600,0
                """, tickers: ["AAPL.US"]),
        Shape(
            testDescription: "Kaggle, by date",
            text: """
                date,open,high,low,close,volume,Name
                2024-01-02,10,12,9,11,500,AAPL
                2024-01-02,1,1,1,1,1,MSFT
                2024-01-03,11,13,10,12,600,AAPL
                2024-01-03,1,1,1,1,1,MSFT
                """, tickers: ["AAPL", "MSFT"]),
        Shape(
            testDescription: "Alpaca",
            text: """
                symbol,timestamp,open,high,low,close,volume,trade_count,vwap
                AAPL,2024-01-02T05:00:00Z,10,12,9,11,500.0,3,10.5
                AAPL,2024-01-03 05:00:00+00:00,11,13,10,12,600.0,3,11.5
                """),
        Shape(
            testDescription: "Alpaca's letters",
            text: "t,o,h,l,c,v,n,vw\n2024-01-02T00:00:00-05:00,10,12,9,11,500,3,10\n"
                + "2024-01-03T00:00:00.000-0500,11,13,10,12,600,3,11\n"),
        Shape(
            testDescription: "pandas index, byte order mark, quotes, spaces",
            text: "\u{feff},\"Open\", High ,LOW,\"close\"\n"
                + "2024-01-02 00:00:00,\"10\",1.2e1, 9 ,11\n\n2024-01-03 00:00:00,11,+13,10,12\n",
            volumes: [0, 0]),
        Shape(
            testDescription: "seconds and milliseconds",
            text: "datetime,open,high,low,close,volume,note\n"
                + "1704171600,10,12,9,11,500,\"a, \"\"b\"\"\"\n1704258000000,11,13,10,12,600,\n"),
    ]

    static func expectTwoDays(
        _ history: PriceHistory, _ shape: Shape, ticker: String = "AAPL"
    ) {
        let bars = history.bars
        #expect(bars.times.map(\.description) == ["2024-01-02", "2024-01-03"])
        #expect(bars.open == [10, 11])
        #expect(bars.high == [12, 13])
        #expect(bars.low == [9, 10])
        #expect(bars.close == [11, 12])
        #expect(bars.volume == shape.volumes)
        #expect(bars.ticker == ticker)
        #expect(history.counts == RowCounts(rows: 2))
    }

    @Test(arguments: shapes) func shapeIsReadFromOneFile(shape: Shape) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/AAPL.csv"
            try writeFile(Array(shape.text.utf8), to: path)
            let prices = try CSVPrices(path: path, name: "csv")
            #expect(prices.tickers == shape.tickers)
            #expect(prices.coverage?.upperBound.description == "2024-01-03")
            let ticker = try #require(prices.tickers.first { $0.hasPrefix("AAPL") })
            let history = try await prices.history(of: ticker, from: nil, to: nil)
            Self.expectTwoDays(history, shape, ticker: ticker)
        }
    }

    @Test(
        arguments: shapes.filter { $0.tickers.count == 1 },
        ["AAPL.csv", "aapl.csv", "aapl.us.txt", "AAPL_data.csv"])
    func shapeIsReadFromADirectory(shape: Shape, fileName: String) async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(Array(shape.text.utf8), to: directory + "/" + fileName)
            let prices = try CSVPrices(path: directory, name: "csv")
            #expect(prices.tickers == ["AAPL"])
            #expect(prices.coverage == nil)
            let history = try await prices.history(of: "AAPL", from: nil, to: nil)
            Self.expectTwoDays(history, shape)
        }
    }

    @Test func adjustedPricesAreThoseTimesAdjustedByClose() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(Array(Self.shapes[1].text.utf8), to: directory + "/AAPL.csv")
            try writeFile(Array(Self.shapes[5].text.utf8), to: directory + "/MSFT.csv")
            let prices = try CSVPrices(path: directory, name: "csv", adjusted: true)
            let bars = try await prices.history(of: "AAPL", from: nil, to: nil).bars
            #expect(bars.open == [5, 5.5])
            #expect(bars.high == [6, 6.5])
            #expect(bars.low == [4.5, 5])
            #expect(bars.close == [5.5, 6])
            #expect(bars.volume == [500, 600])
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(of: "MSFT", from: nil, to: nil)
            }
            #expect(error?.message.contains("has no adjusted close") == true)
        }
    }

    @Test(arguments: [
        ("2024-01-02 09:30:00-05:00", "2024-01-02T09:30"),
        ("2024-01-02T14:35Z", "2024-01-02T14:35"),
        ("1704205800", "2024-01-02T14:30"), ("20240102,153000", "2024-01-02T15:30"),
        ("2024-01-02,09:31", "2024-01-02T09:31"),
    ])
    func intradayTimesAreThoseOnTheClockAsWritten(stamp: String, time: String) async throws {
        let dateColumns = stamp.contains(",") ? "date,time" : "date"
        let text = dateColumns + ",open,high,low,close\n" + stamp + ",1,1,1,1\n"
        try await withTemporaryDirectory { directory in
            let path = directory + "/A.csv"
            try writeFile(Array(text.utf8), to: path)
            let prices = try CSVPrices(path: path, name: "csv", interval: .fiveMinutes)
            let bars = try await prices.history(of: "A", from: nil, to: nil).bars
            #expect(bars.times.map(\.description) == [time])
            try writeFile(Array("date,open,high,low,close\n2024-01-02,1,1,1,1".utf8), to: path)
            let days = try CSVPrices(path: path, name: "csv", interval: .fiveMinutes)
            let error = await #expect(throws: PriceError.self) {
                try await days.history(of: "A", from: nil, to: nil)
            }
            #expect(error?.message.contains("expected a day and a time") == true)
        }
    }
}
