import Foundation
import HTTPTypes
import Jobs
import Tapes
import TestSupport
import Testing

@testable import ScanServer

/// Sweeps over HTTP: asked for, refused, told.
@Suite(.timeLimit(.minutes(1)))
struct SweepRoutesTests {
    private let small = """
        {"strategy":"rsi","tickers":["AAPL","MSFT"],"grid":["period=10,14"],"cash":5000}
        """

    @Test func aSweepIsTakenOnAndToldByTheEndpointsOfScans() async throws {
        try await RouterStage.withSweeps { (stage, service) async throws in
            let answer = try await stage.sweep(small)
            #expect(answer.code == 202, "\(answer.json)")
            let name = try #require(answer.json["job_id"] as? String)
            #expect(answer.json["stream_url"] as? String == "/market-scan/stream/\(name)")
            #expect(answer.json["status_url"] as? String == "/market-scan/status/\(name)")
            #expect(answer.headers[.location] == "/market-scan/status/\(name)")
            let job = try #require(JobID(name))
            #expect(await service.waitForEnd(of: job, try await service.reader(of: job)) == false)
            let status = try await stage.answer(.get, "/market-scan/status/\(name)").json
            #expect(status["state"] as? String == "completed", "\(status)")
            #expect(status["total"] as? Int == 4)
            let result = try await stage.answer(.get, "/market-scan/results/\(name)").json
            #expect(result["type"] as? String == "complete")
            let list = try await stage.answer(.get, "/market-scan/jobs").json
            let entry = try #require((list["jobs"] as? [[String: Any]])?.first)
            #expect(entry["job_id"] as? String == name)
            #expect(entry["state"] as? String == "completed")
            #expect(entry["kind"] as? String == "sweep")
        }
    }

    @Test func theSameNameIsTheSameSweepAndNotAnotherOne() async throws {
        try await RouterStage.withSweeps { (stage, _) async throws in
            let first = try await stage.sweep(small, key: "a")
            let again = try await stage.sweep(small, key: "a")
            #expect(first.json["job_id"] as? String == again.json["job_id"] as? String)
            #expect(first.json["job_id"] != nil)
            for other in [
                small.replacing("10,14", with: "10,15"), small.replacing("5000", with: "6000"),
                small.replacing("}", with: #","objective":"trades"}"#),
            ] {
                #expect(try await stage.sweep(other, key: "a").code == 422, "\(other)")
            }
        }
    }

    @Test(arguments: [
        (#""grid":["period=10..20:5","width=1,2"]"#, "/grid/1"),
        (#""grid":["period=20..10"]"#, "/grid/0"),
        (#""grid":"period=10""#, "/grid"),
        (#""grid":["period=10","period=12"]"#, "/grid/1"),
        (#""grid":["period=10"],"where":["close > 1"]"#, "/where/0"),
        (#""grid":["period=10"],"objective":"luck""#, "/objective"),
        (#""grid":["period=10"],"walk_forward":"soon""#, "/walk_forward"),
        (#""grid":["period=10"],"walk_forward":"2y/6m","objective":"trades""#, "/objective"),
        (#""random":1.5"#, "/random"),
        (#""random":10,"seed":-1"#, "/seed"),
        (#""grid":["period=10"],"max_trials":"many""#, "/max_trials"),
        (#""grid":["period=10"],"sweep":true"#, "/sweep"),
        (#""grid":["period=10"],"cash":0"#, "/cash"),
    ])
    func aFieldThatWillNotDoIsPointedTo(fields: String, pointer: String) async throws {
        try await RouterStage.withSweeps { (stage, service) async throws in
            let answer = try await stage.sweep(#"{"strategy":"rsi","tickers":["AAPL"],\#(fields)}"#)
            #expect(answer.code == 422, "\(answer.json)")
            let errors = answer.json["errors"] as? [[String: Any]] ?? []
            #expect(errors.compactMap { $0["pointer"] as? String }.contains(pointer), "\(errors)")
            #expect(service.counts.running == 0 && service.counts.waiting == 0)
        }
    }

    @Test func moreTrialsThanEitherLimitAllowsAreRefusedWithTheNumbers() async throws {
        var limits = ScanLimits()
        limits.maxTrials = 3
        try await RouterStage.withSweeps(limits: limits) { (stage, _) async throws in
            for request in [small, small.replacing("}", with: #","max_trials":100}"#)] {
                let answer = try await stage.sweep(request)
                #expect(answer.code == 422)
                let detail = answer.json["detail"] as? String ?? ""
                #expect(detail.contains("2 sets × 2 stocks"), "\(detail)")
                #expect(detail.contains("4 trials; at most 3"), "\(detail)")
            }
        }
        try await RouterStage.withSweeps { (stage, _) async throws in
            let own = small.replacing("}", with: #","max_trials":3}"#)
            #expect(try await stage.sweep(own).code == 422)
        }
    }

    @Test func anUnknownStrategyIsNotFoundAndWhatIsNoObjectIsRefused() async throws {
        try await RouterStage.withSweeps { (stage, _) async throws in
            #expect(try await stage.sweep(#"{"strategy":"crystal_ball"}"#).code == 404)
            #expect(try await stage.sweep("[]").code == 422)
            #expect(try await stage.sweep("{").code == 400)
            #expect(try await stage.answer(.get, "/sweep/start").code == 405)
        }
    }
}
