import Foundation
import TestSupport

/// A repository of two rooms that is within the laws of the house, to be broken by tests.
enum SmallHouse {
    static let files: [String: String] = [
        "Sources/README.md": """
        ## The picture

        ```
        Dashboard, Hall
        Room
        ```

        ## The rooms

        | | |
        |---|---|
        | `Dashboard` | the page |
        | `Hall` | where one comes in |
        | `Room` | where one sits |

        ## Unsafe code

        | | |
        |---|---|
        | `Hall` | asks the system |

        ## Rooms without input and output

        | | imports besides |
        |---|---|
        | `Room` | `Foundation`, for logarithms |

        """,
        "Sources/Dashboard/Site/index.html": "",
        "Sources/Hall/Hall.docc/Hall.md": page("Hall"),
        "Sources/Hall/Door.swift": """
        internal import Room

        func open(_ chair: Chair, _ routes: Routes) -> String {
            routes.on("chairs/{id}", [.get: sit, .delete: rise])
            return unsafe String(cString: getenv(chair.owner))
        }

        """,
        "Sources/Room/Room.docc/Room.md": page("Room"),
        "Sources/Room/Chair.swift": """
        internal import Foundation

        /// A seat.
        package struct Chair {
            /// Whose it is; "\\(log(2)) print(" is a text here, and /* FileManager no code.
            package let owner: String
        }

        """,
        "Schemas/openapi.yaml": """
        paths:
          /chairs/{id}:
            get:
              summary: a chair
            delete:
              summary: no chair
          /:
            get:
              summary: the page
        components:
          /no/path: is told here

        """,
        "Tools/laws/exceptions.txt": "# law path: reason\n",
    ]

    private static func page(_ name: String) -> String {
        """
        # ``\(name)``

        A place.

        ## Lives here

        ## Never here

        ## The way through

        ## Who may touch what

        """
    }

    /// Says what the laws find in the house with some files written anew; nil takes one away.
    static func findings(_ changes: [String: String?]) async throws -> Program.Outcome {
        try await withTemporaryDirectory { root in
            var files = files
            for (path, text) in changes { files[path] = text }
            for (path, text) in files {
                let url = URL(fileURLWithPath: root + "/" + path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            return try await laws([root])
        }
    }

    /// Runs the laws on a repository, or on this one.
    static func laws(_ arguments: [String] = []) async throws -> Program.Outcome {
        try await Program.system("python3").run(
            [Program.repository + "/Tools/laws/run"] + arguments)
    }
}
