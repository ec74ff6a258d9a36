// Cuts texts, a JSON array on standard input, into tokens as the editor does, and prints them as
// kinds and texts; before them the words that it knows.

import { readFileSync } from "node:fs";

const { GIVEN, KEYWORDS, tokensOf } = await import(process.argv[2]);
console.log(JSON.stringify({
    keywords: [...KEYWORDS], given: [...GIVEN],
    texts: JSON.parse(readFileSync(0, "utf8")).map((text) => text.split("\n").map((line) =>
        tokensOf(line).map(({ kind, text: part }) => [kind, part]))),
}));
