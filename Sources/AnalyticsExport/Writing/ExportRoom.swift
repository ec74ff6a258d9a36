/// What exports may take of a disk.
package protocol ExportRoom: Sendable {
    /// Runs `write` with the bytes that it may add to the disk; nobody else takes any meanwhile.
    ///
    /// - Throws: what `write` throws.
    func take(_ write: (_ left: Int) throws -> Void) throws
}

extension (any ExportRoom)? {
    /// The same; where there is no such room, `write` may take the whole disk.
    func take(_ write: (_ left: Int) throws -> Void) throws {
        if let self { try self.take(write) } else { try write(.max) }
    }
}
