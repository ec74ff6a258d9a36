// The last request of this tab, or one to repeat, for forms to begin with.

const KEPT = "tapedeck-request";

/** Keeps a request, for the form to show when it comes back. */
export function keep(request) {
    try {
        sessionStorage.setItem(KEPT, JSON.stringify(request));
    } catch {
        // Then the form begins with the defaults.
    }
}

export function readKept() {
    try {
        return JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
        return null;
    }
}
