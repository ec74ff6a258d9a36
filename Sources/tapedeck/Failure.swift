import ArgumentParser
import Projections
import Scanning

/// An error that ends the program with code 1 and its own words, without the usage.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        description = "\(error)".harmless
    }
}

extension ScanRefusal {
    /// The refusal as what ends the program: a wrong command, or a failure that is not its fault.
    var ending: any Error {
        if case .noPrices = self { return Failure(self) }
        return ValidationError(description)
    }
}
