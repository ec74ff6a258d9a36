extension ScanRequest {
    private static let names = [
        "strategy", "parameters", "start_date", "end_date", "interval", "cash", "commission",
        "fills", "whole_units", "finalize_trades", "tickers", "universe", "source",
    ]

    /// Reads a request from the JSON object that a client sends or a tape holds.
    ///
    /// - Parameters:
    ///   - json: the object.
    ///   - refusesUnknownFields: false for a tape, which a later version may have written.
    /// - Throws: `InvalidRequest` with a problem for each field that is unknown, missing, given
    ///   twice or of the wrong type. Whether the values make sense is not judged here.
    package init(
        json: JSONValue, refusesUnknownFields: Bool = true
    ) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            throw InvalidRequest([
                RequestProblem(pointer: "", detail: "expected an object, found \(json.kind)")
            ])
        }
        var fields = FieldReader(members: members)
        self.init(strategy: fields.string("strategy") ?? "")
        if strategy.isEmpty {
            fields.note("strategy", "name a strategy, such as \"bollinger_bands\"")
        }
        parameters = fields.numbers("parameters") ?? [:]
        startDate = fields.string("start_date")
        endDate = fields.string("end_date")
        interval = fields.string("interval") ?? interval
        cash = fields.number("cash") ?? cash
        commission = fields.number("commission") ?? commission
        fills = fields.string("fills") ?? fills
        wholeUnits = fields.flag("whole_units") ?? wholeUnits
        finalizeTrades = fields.flag("finalize_trades") ?? finalizeTrades
        tickers = fields.strings("tickers")
        universe = fields.string("universe")
        source = fields.string("source")
        if refusesUnknownFields { fields.refuseOthers(than: Self.names) }
        guard fields.problems.isEmpty else { throw InvalidRequest(fields.problems) }
    }

    /// Reads the request of a backtest: that of a scan, but with one `ticker`.
    ///
    /// - Throws: `InvalidRequest`.
    package init(backtest json: JSONValue) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            try self.init(json: json)
            return
        }
        let given = members.first { $0.name == "ticker" }?.value
        guard case .string(let ticker)? = given else {
            throw InvalidRequest([
                RequestProblem(
                    pointer: "/ticker",
                    detail: given.map { "expected a string, found \($0.kind)" }
                        ?? "name a stock, such as \"AAPL\"")
            ])
        }
        let several = members.first { ["tickers", "universe"].contains($0.name) }
        if let several {
            throw InvalidRequest([
                RequestProblem(
                    pointer: "/\(several.name)", detail: "a backtest has one stock: its ticker")
            ])
        }
        try self.init(json: .object(members.filter { $0.name != "ticker" }))
        tickers = [ticker]
    }

    /// Writes the request as an object of all its fields, those without a value as null.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("strategy", strategy)
            json.member("parameters") { json in
                for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
                    json.name(name)
                    json.parameter(value)
                }
            }
            json.nullableMember("start_date", startDate)
            json.nullableMember("end_date", endDate)
            json.member("interval", interval)
            json.member("cash", cash)
            json.member("commission", commission)
            json.member("fills", fills)
            json.member("whole_units", wholeUnits)
            json.member("finalize_trades", finalizeTrades)
            json.name("tickers")
            if let tickers {
                json.array(tickers) { $0.value($1) }
            } else {
                json.null()
            }
            json.nullableMember("universe", universe)
            json.nullableMember("source", source)
        }
    }
}

extension JSONWriter {
    /// Writes a parameter's value, a whole number without a fraction.
    package mutating func parameter(_ value: Double) {
        if let whole = Int(exactly: value) { self.value(whole) } else { self.value(value) }
    }

    /// Writes a member with a string, null where there is none.
    package mutating func nullableMember(_ name: String, _ string: String?) {
        self.name(name)
        if let string { value(string) } else { null() }
    }
}

/// Takes typed fields out of an object and collects what is wrong with them.
private struct FieldReader {
    let members: [(name: String, value: JSONValue)]
    var problems: [RequestProblem] = []

    mutating func note(_ name: String, _ detail: String) {
        let pointer = "/" + Self.escaped(name)
        if problems.contains(where: { $0.pointer == pointer }) { return }
        problems.append(RequestProblem(pointer: pointer, detail: detail))
    }

    mutating func string(_ name: String) -> String? {
        switch value(name) {
        case nil, .null: return nil
        case .string(let text): return text
        case let other?: return mismatch(name, "a string", other)
        }
    }

    mutating func number(_ name: String) -> Double? {
        switch value(name) {
        case nil, .null: return nil
        case .number(let number): return number
        case let other?: return mismatch(name, "a number", other)
        }
    }

    mutating func flag(_ name: String) -> Bool? {
        switch value(name) {
        case nil, .null: return nil
        case .boolean(let flag): return flag
        case let other?: return mismatch(name, "true or false", other)
        }
    }

    mutating func strings(_ name: String) -> [String]? {
        switch value(name) {
        case nil, .null: return nil
        case .array(let elements):
            var strings: [String] = []
            for (index, element) in elements.enumerated() {
                guard case .string(let text) = element else {
                    problems.append(
                        RequestProblem(
                            pointer: "/\(name)/\(index)",
                            detail: "expected a string, found \(element.kind)"))
                    continue
                }
                strings.append(text)
            }
            return strings
        case let other?: return mismatch(name, "an array of strings", other)
        }
    }

    mutating func numbers(_ name: String) -> [String: Double]? {
        switch value(name) {
        case nil, .null: return nil
        case .object(let members):
            var numbers: [String: Double] = [:]
            for (key, value) in members {
                let pointer = "/\(name)/\(Self.escaped(key))"
                guard case .number(let number) = value else {
                    problems.append(
                        RequestProblem(
                            pointer: pointer, detail: "expected a number, found \(value.kind)"))
                    continue
                }
                guard numbers.updateValue(number, forKey: key) == nil else {
                    problems.append(RequestProblem(pointer: pointer, detail: "given twice"))
                    continue
                }
            }
            return numbers
        case let other?: return mismatch(name, "an object of numbers", other)
        }
    }

    mutating func refuseOthers(than names: [String]) {
        for (name, _) in members where !names.contains(name) {
            note(name, "unknown field; there are \(names.joined(separator: ", "))")
        }
    }

    private mutating func value(_ name: String) -> JSONValue? {
        let found = members.filter { $0.name == name }
        if found.count > 1 { note(name, "given twice") }
        return found.first?.value
    }

    private mutating func mismatch<T>(_ name: String, _ kind: String, _ value: JSONValue) -> T? {
        note(name, "expected \(kind), found \(value.kind)")
        return nil
    }

    /// A name as a step of a JSON pointer (RFC 6901, section 3).
    private static func escaped(_ name: String) -> String {
        var step: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): step += "~0".utf8
            case UInt8(ascii: "/"): step += "~1".utf8
            default: step.append(byte)
            }
        }
        return String(decoding: step, as: UTF8.self)
    }
}
