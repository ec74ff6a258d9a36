import MarketData
import Testing

@Suite struct BarsTests {
    private static let days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]

    private static func bars(
        days: [String] = days, close: [Double] = [1, 2, 3, 4], volume: [Double] = [5, 6, 7, 8]
    ) throws -> Bars {
        let times = try days.map { BarTime(try #require(CalendarDate(iso: $0))) }
        let open = Array(repeating: 2.0, count: times.count)
        let high = Array(repeating: 4.0, count: times.count)
        let low = Array(repeating: 1.0, count: times.count)
        return try Bars(
            ticker: "TEST", times: times, open: open, high: high, low: low, close: close,
            volume: volume)
    }

    @Test(
        arguments: [
            (nil, nil, [1.0, 2, 3, 4]),
            ("2020-01-03", nil, [2, 3, 4]),
            ("2020-01-04", nil, [3, 4]),
            (nil, "2020-01-06", [1, 2, 3]),
            (nil, "2020-01-05", [1, 2]),
            ("2020-01-03", "2020-01-03", [2]),
            ("2020-01-04", "2020-01-05", []),
            ("2020-01-07", "2020-01-02", []),
            ("2020-01-08", nil, []),
            (nil, "2020-01-01", []),
            ("0001-01-01", "9999-12-31", [1, 2, 3, 4]),
        ] as [(String?, String?, [Double])])
    func clippingKeepsBothEnds(from: String?, to: String?, close: [Double]) throws {
        let clipped = try Self.bars().clipped(
            from: from.flatMap { CalendarDate(iso: $0) }, to: to.flatMap { CalendarDate(iso: $0) })
        #expect(clipped.close == close)
        let counts = [
            clipped.count, clipped.times.count, clipped.open.count, clipped.high.count,
            clipped.low.count, clipped.volume.count,
        ]
        #expect(counts == Array(repeating: close.count, count: 6))
    }

    /// Digests from Python: `hashlib.sha256(struct.pack("<i5d", …) …)`.
    @Test func digestIsThatOfTheDocumentedBytes() throws {
        let bars = try Self.bars()
        #expect(
            bars.digest == "d40860a6652903a281c8be31b56744136da513e825ac0137fd8ca2b2d0520f17")
        #expect(
            bars.clipped(from: nil, to: CalendarDate(iso: "2020-01-02")).digest
                == "a212f2fa8e662b9356a4e7c2158ff43dc981013b4ad7213370d60c52356b266f")
    }

    @Test func digestOfNoBarsIsThatOfNoBytes() throws {
        let none = try Self.bars().clipped(from: CalendarDate.latest, to: nil)
        #expect(
            none.digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: [
        ("unequal columns", days, [1.0, 2, 3], [5.0, 6, 7, 8], "4 times"),
        ("date twice", ["2020-01-02", "2020-01-02"], [1, 1], [1, 1], "bar 1"),
        ("date going back", ["2020-01-03", "2020-01-02"], [1, 1], [1, 1], "2020-01-02 follows"),
        ("price of zero", ["2020-01-02"], [0], [1], "2020-01-02: price 0.0"),
        ("negative price", ["2020-01-02"], [-1], [1], "price -1.0"),
        ("infinite price", ["2020-01-02"], [.infinity], [1], "price inf"),
        ("NaN", ["2020-01-02"], [.nan], [1], "price nan"),
        ("negative volume", ["2020-01-02"], [1], [-1], "volume -1.0"),
    ])
    func unsoundColumnsAreRefused(
        name: String, days: [String], close: [Double], volume: [Double], fragment: String
    ) throws {
        let error = try #require(throws: PriceError.self) {
            try Self.bars(days: days, close: close, volume: volume)
        }
        #expect(error.code == .badData)
        #expect(error.message.contains("'TEST'"))
        #expect(error.message.contains(fragment), "\(name): \(error.message)")
    }
}
