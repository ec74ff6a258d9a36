import ArgumentParser

/// An error that ends the program with code 1 and its own words, without the usage.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        description = "\(error)"
    }
}
