import EventLog
import PriceSources
import Tapes
import Scanning

/// Opens the tapes for writing and tells on standard error what is wrong with them.
@Sendable func openStore(_ directory: DirectoryOption) async throws -> TapeStore {
    try await openStore(directory.variableDirectory, signingKey: directory.signingKey)
}

/// Opens the tapes under `variableDirectory` and tells on standard error what is wrong with them.
@Sendable func openStore(
    _ variableDirectory: String, signingKey keyFile: String?, observer: CommitReport.Observer? = nil
) async throws -> TapeStore {
    let store = try await TapeStore.open(
        variableDirectory: variableDirectory, signer: try keyFile.map(signingKey(at:)),
        observer: observer)
    for problem in store.problems { warn(problem) }
    return store
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
