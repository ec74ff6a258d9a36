import ArgumentParser
import Projections
import Scanning
import Storage
import StrategyFiles

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
        switch self {
        case .noPrices: return Failure(self)
        case .unknownStrategy(let name, _):
            let file = name + StrategyName.suffix
            guard PosixFileSystem().exists(file) else { return ValidationError(description) }
            return ValidationError(
                "\(description); the file in this directory is called by \(file)")
        default: return ValidationError(description)
        }
    }
}
