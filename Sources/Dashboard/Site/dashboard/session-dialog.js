// Asks for the token of a service that wants one, once for all requests that wait for it.

import { element, setText } from "./element.js";

let asking = null;

/** Resolves once `open` has taken a token. */
export function askForToken(open) {
    asking ??= ask(open).finally(() => {
        asking = null;
    });
    return asking;
}

function ask(open) {
    const token = element("input", {
        type: "password", id: "token", autocomplete: "current-password", required: true,
        "aria-describedby": "token-error" });
    const fault = element("p", { class: "field-error", id: "token-error", role: "alert" });
    const form = element("form", { class: "stack" },
        element("h2", {}, "This service needs a token"),
        element("p", { class: "muted" },
            "The one that it was started with. It is traded for a cookie and not kept here."),
        element("label", { for: "token" }, "Token"), token, fault,
        element("button", { class: "primary" }, "Open"));
    const dialog = element("dialog", { class: "small-dialog", "aria-label": "Token" }, form);
    document.body.append(dialog);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.showModal();
    return new Promise((resolve) => {
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            try {
                await open(token.value);
                dialog.remove();
                resolve();
            } catch (problem) {
                setText(fault, problem.message);
                token.select();
            }
        });
    });
}
