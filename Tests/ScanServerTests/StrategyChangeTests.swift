import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Strategies over HTTP: written and taken away, by whom and when.
@Suite(.timeLimit(.minutes(1)))
struct StrategyChangeTests {
    @Test func aTextWithThreeMistakesIsRefusedWithThreePlaces() async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            let answer = try await stage.put("wrong", RouterStage.threeMistakes)
            #expect(answer.code == 422)
            #expect(answer.headers[.contentType] == "application/problem+json")
            let errors = try #require(answer.json["errors"] as? [[String: Any]])
            #expect(errors.map { $0["line"] as? Int } == [2, 3, 4])
            #expect(errors.map { $0["column"] as? Int }[..<2] == [8, 25])
            #expect(
                errors.map { $0["code"] as? String }[..<2] == ["unknown_function", "unknown_name"])
            for error in errors {
                #expect(error["pointer"] as? String == "")
                #expect((error["message"] as? String)?.isEmpty == false)
                #expect((error["length"] as? Int ?? 0) >= 1)
            }
            #expect(!FileManager.default.fileExists(atPath: directory + "/wrong.strategy"))
        }
    }

    @Test func aPutIsNewThenTakesThePlaceOfTheOther() async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            let new = try await stage.put("mine")
            #expect(new.code == 201)
            #expect(new.headers[.location] == "/strategies/mine")
            #expect(new.json["ok"] as? Bool == true)
            #expect(new.headers[.eTag] == "\"\(new.json["sha256"] as? String ?? "")\"")
            let other = try await stage.put("mine", RouterStage.text + "// changed\n")
            #expect(other.code == 200)
            #expect(other.headers[.location] == nil)
            #expect(other.headers[.eTag] != new.headers[.eTag])
            let file = try readFile(directory + "/mine.strategy")
            #expect(file == Array((RouterStage.text + "// changed\n").utf8))
            #expect(try await stage.answer(.delete, "/strategies/mine").code == 204)
            #expect(try await stage.answer(.get, "/strategies/mine").code == 404)
            #expect(try await stage.answer(.delete, "/strategies/mine").code == 404)
        }
    }

    @Test func aTextHasAtMostSixtyFourKibibytes() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let most = 64 * 1024
            let room = most - RouterStage.text.utf8.count
            let longest = RouterStage.text + "//" + String(repeating: "x", count: room - 3) + "\n"
            #expect(longest.utf8.count == most)
            #expect(try await stage.put("mine", longest).code == 201)
            #expect(try await stage.put("mine", longest + "\n").code == 413)
            #expect(
                try await stage.put("mine", longest, [.contentLength: "\(most + 1)"]).code == 413)
        }
    }

    @Test(arguments: [
        "..%2Fx", "%2e%2e", "..", "Mine", String(repeating: "a", count: 65), "a-b", "a.strategy",
        "%00", "m%C3%BCller", "a%20b",
    ])
    func aNameThatIsNoneWritesNothing(_ name: String) async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            #expect(try await stage.put(name).code == 422)
            #expect(try await stage.answer(.get, "/strategies/\(name)").code == 404)
            #expect(try await stage.answer(.delete, "/strategies/\(name)").code == 404)
            #expect(!FileManager.default.fileExists(atPath: directory))
        }
    }

    @Test(arguments: ["macd", "macd_strategy", "buy_and_hold"])
    func theProgramsOwnStayAsTheyAre(_ name: String) async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            #expect(try await stage.put(name).code == 409)
            #expect(try await stage.answer(.delete, "/strategies/\(name)").code == 409)
        }
    }

    @Test func theLongestNameIsOne() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let name = String(repeating: "a", count: 64)
            #expect(try await stage.put(name).code == 201)
            #expect(try await stage.answer(.get, "/strategies/\(name)").code == 200)
        }
    }

    @Test func ofTwoWhoChangeTheSameTextOneWins() async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            let tag = try #require(try await stage.put("mine").headers[.eTag])
            let codes = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...8 {
                    group.addTask {
                        try await stage.put(
                            "mine", RouterStage.text + "// \(number)\n", [.ifMatch: tag]
                        ).code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.sorted() == [200] + Array(repeating: 412, count: 7))
            let kept = String(
                decoding: try readFile(directory + "/mine.strategy"), as: UTF8.self)
            #expect((1...8).contains { kept == RouterStage.text + "// \($0)\n" })
        }
    }

    @Test func aChangeIsMadeOnlyWhereItsConditionHolds() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let path = "/strategies/mine"
            #expect(try await stage.put("mine", RouterStage.text, [.ifMatch: "*"]).code == 412)
            #expect(try await stage.put("mine", RouterStage.text, [.ifMatch: "\"a\""]).code == 412)
            let new = try await stage.put("mine", RouterStage.text, [.ifNoneMatch: "*"])
            #expect(new.code == 201)
            let tag = try #require(new.headers[.eTag])
            #expect(try await stage.put("mine", RouterStage.text, [.ifNoneMatch: "*"]).code == 412)
            #expect(try await stage.put("mine", RouterStage.text, [.ifMatch: "*"]).code == 200)
            for (match, code) in [
                (tag, 200), ("\"a\" , \(tag)", 200), ("\"a\"", 412), ("W/\(tag)", 412),
                (String(tag.dropFirst().dropLast()), 400), ("", 400), ("\(tag) \(tag)", 400),
                ("\(tag),", 400), ("\"a", 400),
            ] {
                #expect(
                    try await stage.put("mine", RouterStage.text, [.ifMatch: match]).code == code,
                    "\(match)")
            }
            #expect(try await stage.put("mine", RouterStage.text, [.ifNoneMatch: tag]).code == 400)
            #expect(
                try await stage.put("mine", RouterStage.text, [.ifMatch: tag, .ifNoneMatch: "*"])
                    .code
                    == 400)
            #expect(try await stage.answer(.delete, path, [.ifMatch: "\"a\""]).code == 412)
            #expect(try await stage.answer(.get, path).code == 200)
            #expect(try await stage.answer(.delete, path, [.ifMatch: tag]).code == 204)
        }
    }

    @Test func whereStrategiesAreReadOnlyNobodyWrites() async throws {
        try await RouterStage.withStrategies(isWritable: false) { (stage, directory) async throws in
            #expect(try await stage.put("mine").code == 403)
            // Nobody reads how long it is.
            let long = String(repeating: "x", count: 70_000)
            #expect(try await stage.put("mine", long).code == 403)
            #expect(try await stage.answer(.delete, "/strategies/mine").code == 403)
            #expect(!FileManager.default.fileExists(atPath: directory))
            let list = try await stage.answer(.get, "/strategies")
            #expect(list.json["writable"] as? Bool == false)
            #expect(try await stage.check(["strategy_text": RouterStage.text]).code == 200)
        }
    }

    @Test(arguments: ["http://elsewhere.test", "null", "https://127.0.0.1:8000"])
    func aPageOfAnotherSiteWritesNothingWhateverTypeItsTextHas(_ origin: String) async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/json"] {
                let headers: HTTPFields = [.origin: origin, .contentType: type]
                #expect(try await stage.put("mine", RouterStage.text, headers).code == 403)
                #expect(
                    try await stage.answer(.delete, "/strategies/mine", headers).code == 403)
            }
            #expect(!FileManager.default.fileExists(atPath: directory))
            let asked = try await stage.answer(
                .options, "/strategies/mine",
                [.origin: origin, .accessControlRequestMethod: "PUT"])
            #expect(asked.headers[.accessControlAllowOrigin] == nil)
            #expect(asked.headers[.accessControlAllowMethods] == nil)
        }
    }

    @Test func aPageOfAnAllowedSiteWritesAndSeesTheTag() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let asked = try await stage.answer(
                .options, "/strategies/mine",
                [.origin: RouterStage.origin, .accessControlRequestMethod: "PUT"])
            let methods = try #require(asked.headers[.accessControlAllowMethods])
            #expect(methods.contains("PUT") && methods.contains("DELETE"))
            #expect(asked.headers[.accessControlAllowHeaders]?.contains("If-Match") == true)
            let new = try await stage.put(
                "mine", RouterStage.text, [.origin: RouterStage.origin, .contentType: "text/plain"])
            #expect(new.code == 201)
            #expect(new.headers[.accessControlExposeHeaders]?.contains("ETag") == true)
        }
    }
}
