internal import EventLog
internal import JSONText
internal import ScanEvents

extension ExportFacts {
    /// The metadata of one table's file, or of the database, as names and texts.
    func members(of table: ExportTable?) -> [(name: String, value: String)] {
        var members = [("tapedeck.form", String(Self.formVersion))]
        if let table { members.append(("tapedeck.table", table.rawValue)) }
        members.append(("tapedeck.scans", String(decoding: scans, as: UTF8.self)))
        return members
    }

    /// The tapes that were exported, as a JSON array.
    private var scans: [UInt8] {
        var json = JSONWriter()
        writeScans(to: &json)
        return json.bytes
    }

    private func writeScans(to json: inout JSONWriter) {
        json.array(tapes) { json, tape in
            json.object { json in
                json.member("job_id", tape.job)
                json.member("sealed", tape.isSealed)
                json.member("first_seq", 0)
                json.member("last_seq", tape.records - 1)
                json.member("root", tape.root.hex)
            }
        }
    }

    /// The manifest that lies beside the files of an export.
    func manifest(_ files: [ExportedFile]) -> [UInt8] {
        JSONWriter.object { json in
            json.member("form", Self.formVersion)
            json.member("format", format.name)
            json.name("scans")
            writeScans(to: &json)
            json.name("files")
            json.array(files) { json, file in
                json.object { json in
                    json.member("name", file.name)
                    json.nullableMember("table", file.table?.rawValue)
                    json.member("rows", file.rows)
                    json.member("bytes", file.bytes)
                    json.nullableMember("sha256", file.sha256)
                }
            }
        } + [UInt8(ascii: "\n")]
    }
}
