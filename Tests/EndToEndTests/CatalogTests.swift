import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct CatalogTests {
    private func json(_ url: String, _ arguments: [String] = []) async throws -> (
        code: String, object: [String: Any]
    ) {
        let (code, body) = try await Service.request(url, arguments)
        let object = try JSONSerialization.jsonObject(with: Data(body))
        return (code, try #require(object as? [String: Any]))
    }

    @Test func theServiceTellsStrategiesAsTheyAreDeclared() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let (code, list) = try await json(service.url + "/strategies")
            #expect(code == "200")
            let strategies = try #require(list["strategies"] as? [[String: Any]])
            #expect(strategies.count == 19)
            let one = try await json(service.url + "/strategies/macd_strategy").object
            #expect(one["name"] as? String == "macd")
            let parameters = try #require(one["parameters"] as? [[String: Any]])
            let fast = try #require(parameters.first { $0["name"] as? String == "fast_period" })
            #expect(fast["type"] as? String == "integer")
            #expect(fast["default"] as? Int == 12)
            #expect(try await json(service.url + "/strategies/crystal_ball").code == "404")
            _ = await service.stop()
        }
    }

    @Test func theServiceTellsUniversesWithTheirMembers() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let list = try await json(service.url + "/universes").object
            let universes = try #require(list["universes"] as? [[String: Any]])
            #expect(universes.compactMap { $0["stocks"] as? Int } == [503, 505])
            let sp500 = try await json(service.url + "/universes/sp500").object
            let members = try #require(sp500["members"] as? [[String: Any]])
            let apple = try #require(members.first { $0["ticker"] as? String == "AAPL" })
            #expect(apple["sector"] as? String == "Information Technology")
            #expect((sp500["note"] as? String)?.contains("survivorship") == true)
            #expect(try await json(service.url + "/universes/nasdaq").code == "404")
            _ = await service.stop()
        }
    }

    @Test func aBacktestGivesTheSameByCommandAndOverHTTP() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let body = #"""
                {"strategy":"bollinger_bands","ticker":"AAPL","commission":0.001,"slippage":0.0005,
                "slippage_per_share":0.01,"fixed_fee":1,"fee_per_share":0.005,"min_fee":2,
                "borrow_rate":0.03,"cash_rate":0.02,"stop_at_ruin":true,
                "include_open":true}
                """#
            let answer = try await Service.request(service.url + "/backtest", ["--data", body])
            #expect(answer.code == "200")
            let command = try await Program.product("tapedeck").run([
                "backtest", "bollinger_bands", "AAPL", "--commission", "0.001", "--slippage",
                "0.0005", "--slippage-per-share", "0.01", "--fixed-fee", "1", "--fee-per-share",
                "0.005", "--min-fee", "2", "--borrow-rate", "0.03", "--cash-rate", "0.02",
                "--stop-at-ruin", "--include-open", "--json",
            ])
            #expect(command.text == String(decoding: answer.body, as: UTF8.self) + "\n")
            for (body, code) in [
                (#"{"strategy":"sma_cross"}"#, "422"),
                (#"{"strategy":"sma_cross","ticker":"NOPE"}"#, "422"),
                (#"{"strategy":"sma_cross","ticker":"AAPL","universe":"sp500"}"#, "422"),
                (#"{"strategy":"sma_cross","ticker":"AAPL","start_date":"2018-02-01"}"#, "422"),
            ] {
                let (found, object) = try await json(
                    service.url + "/backtest", ["--data", body])
                #expect(found == code, "\(body)")
                #expect((object["detail"] as? String)?.isEmpty == false)
            }
            _ = await service.stop()
        }
    }
}
