internal import JSONText
internal import MarketData
internal import ScanEvents

extension StockTask {
    /// The task as a JSON object, those members that have no value null.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("order_sha256", orderDigest)
            json.member("ticker", ticker)
            json.nullableMember("first_day", firstDay?.description)
            json.nullableMember("last_day", lastDay?.description)
            json.member("source", source)
            json.nullableMember("bars_sha256", barsDigest)
            json.member("products", products.map(\.rawValue).sorted())
        }
    }

    /// Reads a task, whatever the order of its members; those of a later version are passed over,
    /// but not what a later version asks for.
    ///
    /// - Throws: `StockWorkError` where the bytes are no task.
    package init(json bytes: [UInt8]) throws(StockWorkError) {
        do {
            var scanner = JSONScanner(bytes)
            self = try Self.read(&scanner)
            try scanner.finish()
        } catch {
            throw .notATask("\(error)")
        }
    }

    private static func read(_ scanner: inout JSONScanner) throws(JSONError) -> StockTask {
        var order: String?
        var ticker: String?
        var days: (first: CalendarDate?, last: CalendarDate?)
        var source: String?
        var bars: String?
        var products: Set<Product>?
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "order_sha256": order = try scanner.digest()
            case "ticker": ticker = try scanner.name()
            case "first_day": days.first = try scanner.nullableDay()
            case "last_day": days.last = try scanner.nullableDay()
            case "source": source = try scanner.name()
            case "bars_sha256": bars = scanner.takeNull() ? nil : try scanner.digest()
            case "products": products = try Self.products(&scanner)
            default: try scanner.skip()
            }
        }
        guard let order, let ticker, let source, let products else {
            throw scanner.error("order_sha256, ticker, source and products")
        }
        return StockTask(
            orderDigest: order, ticker: ticker, firstDay: days.first, lastDay: days.last,
            source: source, barsDigest: bars, products: products)
    }

    private static func products(
        _ scanner: inout JSONScanner
    ) throws(JSONError) -> Set<Product> {
        var products: Set<Product> = []
        try scanner.array { scanner throws(JSONError) in
            guard let product = Product(rawValue: try scanner.string()) else {
                let known = Product.allCases.map { "\"\($0.rawValue)\"" }
                throw scanner.error("one of the products \(known.joined(separator: ", "))")
            }
            products.insert(product)
        }
        return products
    }
}

extension JSONScanner {
    /// Reads a text that is not empty.
    mutating func name() throws(JSONError) -> String {
        let text = try string()
        guard !text.isEmpty else { throw error("a text that is not empty") }
        return text
    }

    /// Reads a SHA-256 in lower-case hex.
    mutating func digest() throws(JSONError) -> String {
        let text = try string()
        let isHex = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHex, text.utf8.count == 64 else { throw error("64 lower-case hex digits") }
        return text
    }

    /// Reads a day, nil where null stands in its place.
    mutating func nullableDay() throws(JSONError) -> CalendarDate? {
        guard let text = try nullableString() else { return nil }
        guard let day = CalendarDate(iso: text) else { throw error("a day, YYYY-MM-DD") }
        return day
    }
}
