// The page: shows the view that the address names, and hands it the keys.

import { MarketScanClient } from "../market-scan.js";
import { onAddress, readAddress, writeNotes } from "./address.js";
import { CompareView } from "./compare-view.js";
import { EditorView } from "./editor-view.js";
import { element } from "./element.js";
import { HomeView } from "./home-view.js";
import { ScanView } from "./scan-view.js";
import { askForToken } from "./session-dialog.js";
import { handleKey, showShortcuts } from "./shortcuts.js";
import { startTheme } from "./theme.js";
import { WrongView } from "./wrong-view.js";

/** The client of this page: where a token is needed, it asks for it once and goes on. */
class PageClient extends MarketScanClient {
    async send(path, options) {
        try {
            return await super.send(path, options);
        } catch (problem) {
            if (problem.status !== 401 || path === "session") throw problem;
            await askForToken((token) => this.openSession(token));
            return super.send(path, options);
        }
    }
}

const client = new PageClient();
const main = document.getElementById("main");
let view = null;
let shownKey = null;

function kindOf(address) {
    if (address.wrong) return ["wrong", address.wrong];
    if (address.strategy !== null) return ["editor", address.strategy];
    if (address.compare) return ["compare", address.compare];
    return address.job ? ["scan", address.job] : ["home", ""];
}

function showAddress() {
    const address = readAddress();
    const [kind, name] = kindOf(address);
    if (shownKey === `${kind} ${name}`) {
        view.goTo?.(address);
        return;
    }
    const isFirst = shownKey === null;
    shownKey = `${kind} ${name}`;
    view?.close();
    document.getElementById("masthead-scan").replaceChildren();
    const View = {
        compare: CompareView, scan: ScanView, home: HomeView, editor: EditorView, wrong: WrongView,
    }[kind];
    view = new View(client, address);
    main.replaceChildren(view.root);
    scrollTo(0, 0);
    // A reader of screens is told that it is another view.
    if (!isFirst) main.focus({ preventScroll: true });
}

document.getElementById("shortcuts-button").addEventListener("click", showShortcuts);
document.addEventListener("keydown", (event) => handleKey(event, view));
addEventListener("pagehide", writeNotes);
addEventListener("error", (event) => {
    // A browser says so when sizes settle a frame later than it thought.
    const isHarmless = event.message.startsWith("ResizeObserver loop");
    if (isHarmless || document.getElementById("fault")) return;
    main.prepend(element("p", { class: "notice bad", id: "fault", role: "alert" },
        `The page has a fault: ${event.message}. Reload it to go on.`));
});
startTheme(document.getElementById("theme-button"), document.getElementById("theme-name"));
onAddress(showAddress, () => {
    shownKey = kindOf(readAddress()).join(" ");
});
showAddress();
