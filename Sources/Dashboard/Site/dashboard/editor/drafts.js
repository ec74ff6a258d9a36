// Texts that are not saved yet, kept in this tab over reloads, by the name that was opened.

const KEY = "tapedeck-draft:";

/** Keeps a text with the tag of what it was made from. */
export function keepDraft(name, draft) {
    try {
        sessionStorage.setItem(KEY + name, JSON.stringify(draft));
    } catch {
        // Then a reload asks before it loses the text.
    }
}

/** The draft of that name: its text, the tag of what it was made from, the name to save it by. */
export function readDraft(name) {
    try {
        const draft = JSON.parse(sessionStorage.getItem(KEY + name));
        return typeof draft?.text === "string" ? draft : null;
    } catch {
        return null;
    }
}

export function dropDraft(name) {
    try {
        sessionStorage.removeItem(KEY + name);
    } catch {
        // It was not kept, either.
    }
}
