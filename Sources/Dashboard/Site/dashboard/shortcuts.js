// The keyboard: what keys do, and the list of them.

import { goTo } from "./address.js";
import { element } from "./element.js";

const KEYS = [
    ["j / k", "Next, previous stock, or set of a sweep"],
    ["Enter", "Open the stock, or choose the set"],
    ["/", "Filter the stocks, or the sets"],
    ["Space", "Play the tape, or stop it"],
    ["← / →", "One record back, on"],
    ["⇧ ← / →", "Ten records back, on"],
    ["Home / End", "Start of the tape; its end, or live"],
    ["1 2 3 4", "Play at 0.1×, 1×, 10×, 100×"],
    ["n", "New scan"],
    ["Ctrl+S", "In the editor: save the strategy"],
    ["Ctrl+Enter", "In the editor: try it on one stock"],
    ["Ctrl+] / Ctrl+[", "In the editor: move the lines in, or out; Tab leaves the text"],
    ["Esc", "Close what is open"],
    ["?", "This list"],
];

/** Does what a key stands for, unless it is meant for a field. */
export function handleKey(event, view) {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target;
    if (target.closest?.("input:not([type=range], [type=checkbox]), select, textarea")) {
        if (event.key === "Escape") target.blur();
        return;
    }
    // Buttons, links and the like have their own space and enter.
    const isControl = target.closest?.("button, a, summary, [role=button], input[type=checkbox]");
    if (isControl && (event.key === " " || event.key === "Enter")) return;
    // A chart that can be walked through has its own arrows.
    if (target.closest?.("[data-keys]") && event.key.startsWith("Arrow")) return;
    const isDone = event.key === "?" ? (showShortcuts(), true)
        : event.key === "n" ? (goTo("/"), true) : view?.key?.(event);
    if (isDone) event.preventDefault();
}

export function showShortcuts() {
    const list = element("dl", { class: "shortcuts" }, KEYS.map(([keys, text]) => [
        element("dt", {}, keys.split(" ").map((key) =>
            ["/", "⇧"].includes(key) && keys !== "/" ? `${key} ` : element("kbd", {}, key))),
        element("dd", {}, text)]));
    const close = element("button", { class: "primary", on: { click: () => dialog.close() } },
        "Close");
    const dialog = element("dialog", { class: "small-dialog", "aria-label": "Shortcuts" },
        element("h2", {}, "Shortcuts"), list, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
}
