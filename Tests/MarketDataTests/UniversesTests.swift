import MarketData
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct UniversesTests {
    private static func read(_ text: String) async throws -> Universe {
        try await withTemporaryDirectory { directory in
            let path = directory + "/list.csv"
            try writeFile(Array(text.utf8), to: path)
            return try Universes.named("file:" + path)
        }
    }

    @Test func sp500HasItsMembersWithNamesAndSectors() throws {
        let universe = try Universes.named("sp500")
        #expect(universe.members.count == 503)
        #expect(universe.members.first == .init(ticker: "MMM", name: "3M", sector: "Industrials"))
        #expect(universe.members.contains { $0.name == "Nike, Inc." })
        #expect(Set(universe.members.map(\.sector)).count == 11)
        #expect(universe.note?.contains("survivorship bias") == true)
    }

    @Test func bundledHasTheBundledTickersWithWhatIsKnownOfThem() throws {
        let universe = try Universes.named("bundled")
        #expect(universe.members.map(\.ticker) == (try BundledPrices.load().tickers))
        let apple = universe.members.first { $0.ticker == "AAPL" }
        #expect(apple?.sector == "Information Technology")
        let gone = universe.members.first { $0.ticker == "YHOO" || $0.ticker == "TWX" }
        #expect(gone?.sector == nil && gone?.name == nil)
        #expect(try Universes.all.map(\.name) == ["sp500", "bundled"])
    }

    @Test(
        arguments: [
            ("AAPL", "Information Technology"), ("BRK.B", "Financials"), ("BRK-B", "Financials"),
            ("NOPE", nil),
        ] as [(String, String?)])
    func sectorIsFoundByTicker(ticker: String, sector: String?) throws {
        #expect(try Universes.sector(of: ticker) == sector)
    }

    @Test(arguments: [
        "AAPL\nMSFT\n", "# mine\r\nAAPL\r\n\r\nMSFT", "ticker\nAAPL\nMSFT\n",
        "Symbol,Note\nAAPL,\nMSFT,x\n",
    ])
    func listOfTickersIsRead(text: String) async throws {
        let universe = try await Self.read(text)
        #expect(universe.members == [.init(ticker: "AAPL"), .init(ticker: "MSFT")])
        #expect(universe.name.hasPrefix("file:") && universe.note == nil)
    }

    @Test func columnsAreFoundByTheirNames() async throws {
        let universe = try await Self.read(
            "GICS Sector,Security,Symbol\nHealth Care,\"Merck, Inc.\",MRK\n,,PFE\n")
        #expect(
            universe.members == [
                .init(ticker: "MRK", name: "Merck, Inc.", sector: "Health Care"),
                .init(ticker: "PFE"),
            ])
    }

    @Test(arguments: [
        ("", "lists no tickers"),
        ("# nothing\n", "lists no tickers"),
        ("ticker\n", "lists no tickers"),
        ("AAPL,Apple\n", "line 1: expected one ticker, or a header"),
        ("AAPL\nMSFT,x\n", "line 2: expected one ticker"),
        ("ticker,name\nAAPL\n", "line 2: expected 2 fields as in the header, found 1"),
        ("AAPL\n\nMSFT\naapl\n", "lines 1 and 4 both list one ticker"),
        ("BRK.B\nBRK-B\n", "lines 1 and 2 both list one ticker"),
        ("ticker\nBRK.B\nBRK-B\n", "lines 2 and 3 both list 'BRK-B'"),
        ("name,ticker\nApple,\n", "line 2, column 2: expected a ticker"),
        ("AAPL MSFT\n", "found another text of 9 characters"),
        ("ticker\nAAPL MSFT\n", "found 'AAPL MSFT'"),
        (String(repeating: "A", count: 17), "line 1, column 1"),
        ("AAPL\nBRK/B\n", "line 2, column 1: expected a ticker, 1 to 16 of A-Z 0-9 . - ^ =, found"),
        ((0...10_000).map { "T\($0)\n" }.joined(), "line 10001: more than 10000 tickers"),
    ])
    func wrongListIsRefusedWithItsLine(text: String, reason: String) async throws {
        let error = try await #require(throws: UniverseError.self) { try await Self.read(text) }
        #expect(error.description.hasPrefix("universe 'file:"))
        #expect(error.reason.contains(reason), "\(error)")
    }

    @Test(arguments: ["", "SP500", "file:", "file:/no/such/list"])
    func unknownUniverseIsRefused(name: String) throws {
        let error = try #require(throws: UniverseError.self) { try Universes.named(name) }
        #expect(error.name == name)
    }
}
