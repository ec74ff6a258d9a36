import Backtesting
import Foundation
import HTTPTypes
import StrategyFiles
import TestSupport

@testable import ScanServer

extension RouterStage {
    /// A strategy.
    static let text = """
        strategy "Mine" language 1
        enter long when close > sma(close, 3)
        exit long when close < sma(close, 3)

        """
    /// None: a function that there is not, a name that there is not, no value where one belongs.
    static let threeMistakes = """
        strategy "Wrong" language 1
        fast = smaa(close, 3)
        enter long when close > slow
        exit long when close <

        """

    /// Runs `body` with the routes of a folder of its own.
    static func withStrategies(
        isWritable: Bool = true, hasToken: Bool = false,
        _ body: (_ stage: RouterStage, _ directory: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/strategies"
            let folder = StrategyFolder(path: path, isWritable: isWritable)
            let stage = try RouterStage(hasToken: hasToken) { routes, bodies, answers in
                StrategyRoutes(
                    folder: folder, limits: CostLimits(), bodies: bodies, answers: answers
                ).add(to: routes)
            }
            try await body(stage, path)
        }
    }

    /// Writes a strategy.
    func put(
        _ name: String, _ text: String = text, _ headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await answer(.put, "/strategies/\(name)", headers, body: Array(text.utf8))
    }

    /// Asks what a text is.
    func check(_ body: [String: Any]) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: body)
        return try await answer(
            .post, "/strategies/check", [.contentType: "application/json"], body: Array(body))
    }
}
