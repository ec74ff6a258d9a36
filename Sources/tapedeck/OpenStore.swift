import EventLog
import PriceSources
import Tapes
import Scanning

/// Opens the tapes for writing and tells on standard error what is wrong with them.
@Sendable func openStore(
    _ options: StoreOptions.Resolved, observer: CommitReport.Observer? = nil
) async throws -> TapeStore {
    let store = try await TapeStore.open(
        variableDirectory: options.variableDirectory,
        signer: try options.signingKey.map(signingKey(at:)), observer: observer)
    for problem in store.problems { warn(problem) }
    return store
}

/// The price sources for a user at a terminal, who may name any file.
func priceSources(_ store: StoreOptions.Resolved) -> PriceCatalog {
    PriceCatalog(files: .anywhere, cacheDirectory: store.pricesDirectory, report: warn)
}

/// Prints a warning on standard error.
@Sendable func warn(_ text: String) {
    Console.standardError.say("Warning: \(text)")
}
