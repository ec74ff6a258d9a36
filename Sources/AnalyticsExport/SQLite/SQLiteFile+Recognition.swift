internal import GRDB

extension SQLiteFile {
    /// Why a database is not to be replaced, given the first 100 bytes of its file; nil for an
    /// export that nobody has added anything to.
    static func objection(to path: String, head: [UInt8]) throws -> String? {
        let other = "it is a database of another program"
        guard head.count == 100 else { return other }
        let number = head[68..<72].reduce(0) { $0 << 8 | Int($1) }
        // An export is in no mode that would make a reader write files beside it.
        guard number == SQLiteSchema.applicationID, head[18] == 1, head[19] == 1 else {
            return other
        }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            let names = try database.read { database in
                try String.fetchAll(database, sql: "SELECT name FROM sqlite_master")
            }
            guard let added = names.first(where: { !SQLiteSchema.isOwn($0) }) else { return nil }
            return "it is an export to which \(added) was added"
        } catch let error as DatabaseError {
            return "it cannot be read as an export (\(error.message ?? "\(error.resultCode)"))"
        }
    }
}
