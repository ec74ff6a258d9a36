import Foundation
import ScanHistory

/// Opens the tapes for writing and tells on standard error what is wrong with them.
func openHistory(_ directory: DirectoryOption) async throws -> ScanHistory {
    let history = try await ScanHistory.open(
        variableDirectory: directory.variableDirectory,
        signer: try directory.signingKey.map(signingKey(at:)))
    for problem in history.problems {
        try? FileHandle.standardError.write(contentsOf: Data("Warning: \(problem)\n".utf8))
    }
    return history
}
