/** A new name for a request; pages that did not come by HTTPS have no `randomUUID`. */
export function newRequestKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
