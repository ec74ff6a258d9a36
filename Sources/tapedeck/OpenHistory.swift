import EventLog
import PriceSources
import Tapes
import Scanning

/// Opens the tapes for writing and tells on standard error what is wrong with them.
@Sendable func openHistory(_ directory: DirectoryOption) async throws -> ScanHistory {
    try await openHistory(directory.variableDirectory, signingKey: directory.signingKey)
}

/// Opens the tapes under `variableDirectory` and tells on standard error what is wrong with them.
@Sendable func openHistory(
    _ variableDirectory: String, signingKey keyFile: String?, observer: CommitReport.Observer? = nil
) async throws -> ScanHistory {
    let history = try await ScanHistory.open(
        variableDirectory: variableDirectory, signer: try keyFile.map(signingKey(at:)),
        observer: observer)
    for problem in history.problems { warn(problem) }
    return history
}

/// The price sources for a user at a terminal, who may name any file.
func priceSources(_ directory: DirectoryOption) -> PriceCatalog {
    PriceCatalog(
        files: .anywhere, cacheDirectory: directory.variableDirectory + "/prices", report: warn)
}

/// Prints a warning on standard error.
@Sendable func warn(_ text: String) {
    Console.standardError.say("Warning: \(text)")
}
